//! JSON objects to frames and back: the only room that knows field names.

mod peer;
mod server;
mod incoming;

pub use incoming::read_server;
pub use peer::read_peer;
pub use peer::write_peer;
pub use server::write_server;
