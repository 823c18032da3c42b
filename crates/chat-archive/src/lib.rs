//! The archive: what was said in rooms, kept in one SQLite file that outlives the
//! server.
//!
//! [`Archive`] is the server's end: it takes turns of messages and questions and never
//! makes its caller wait; threads of its own do the work and answer through the sink.
//! [`Visit`] and [`forget`] are the operator's, also while a server has the file.
//! The list below is in reading order, and a module names only modules that stand
//! below it. `docs/ARCHIVE.md` describes the file for its readers.

mod export;
mod inspect;
mod copying;
mod visit;
mod archive;
mod desk;
mod reader;
mod pages;
mod writer;
mod checkpointer;
mod trimming;
mod forgetting;
mod post;
mod store;
mod belonging;
mod redaction;
mod terms;
mod blob;
mod rooms;
mod mark;
mod log;
mod table;
mod connection;
mod schema;
mod place;
mod filesystem;
mod lock;
mod privacy;
mod news;
mod settings;
mod fault;
mod clock;

pub use archive::Archive;
pub use archive::Opened;
pub use archive::Sink;
pub use copying::Incoming;
pub use copying::Outgoing;
pub use export::Export;
pub use export::ExportError;
pub use export::Format;
pub use fault::OpenError;
pub use inspect::OfRoom;
pub use inspect::Stats;
pub use news::Busy;
pub use news::Forget;
pub use news::Kept;
pub use news::News;
pub use news::Query;
pub use news::Question;
pub use news::Where;
pub use place::default_path;
pub use settings::Conversation;
pub use settings::Durable;
pub use settings::Keep;
pub use settings::Settings;
pub use visit::Visit;
pub use visit::everything_of;
pub use visit::forget;
