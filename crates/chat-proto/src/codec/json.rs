//! JSON objects to frames and back: the only room that knows field names.

mod peer;
mod server;

pub use peer::read_peer;
pub use peer::write_peer;
pub use server::read_server;
pub use server::write_server;
