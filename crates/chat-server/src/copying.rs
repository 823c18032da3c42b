//! What one server has of a conversation, copied by another that cannot read it in the log any
//! more, since its beginning is gone: an archive, and a checkpoint of which the archive has all.

mod giving;
mod taking;
mod words;

pub use giving::Giving;
pub use taking::Lost;
pub use taking::Source;
pub use words::Request;
