//! The time, as both programs read it.

pub use chat_net::clock::local_offset_minutes;
pub use chat_net::clock::now;
