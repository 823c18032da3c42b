//! The archive: what was said in rooms, kept in one SQLite file that outlives the
//! server.
//!
//! [`Archive`] is the server's end: it takes turns of messages and questions and never
//! makes its caller wait; threads of its own do the work and answer through the sink.
//! The list below is in reading order, and a module names only modules that stand
//! below it. `docs/ARCHIVE.md` describes the file for its readers.

mod archive;
mod news;
mod settings;
mod fault;

pub use archive::Archive;
pub use archive::Opened;
pub use archive::Sink;
pub use fault::OpenError;
pub use news::Busy;
pub use news::Forget;
pub use news::Kept;
pub use news::News;
pub use news::Query;
pub use news::Question;
pub use news::Where;
pub use settings::Durable;
pub use settings::Keep;
pub use settings::Settings;
