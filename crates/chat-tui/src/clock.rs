//! The time, as both programs read it.

pub(crate) use chat_net::clock::local_offset_minutes as offset_minutes;
pub(crate) use chat_net::clock::now;
