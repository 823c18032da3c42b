//! JSON objects to frames and back: the only room that knows field names.

mod peer;
mod server;
mod incoming;
mod discovery;

pub use discovery::read_find;
pub use discovery::read_here;
pub use discovery::write_find;
pub use discovery::write_here;
pub use incoming::read_server;
pub use peer::read_peer;
pub use peer::write_peer;
pub use server::write_server;
