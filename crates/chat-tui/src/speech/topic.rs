//! Which sentences there are: one file for each topic.

mod keys;
mod status;

pub use keys::Keys;
pub use status::Status;
