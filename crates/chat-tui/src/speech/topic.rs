//! Which sentences there are: one file for each topic.

mod signs;
mod status;

pub use signs::Signs;
pub use status::Status;
