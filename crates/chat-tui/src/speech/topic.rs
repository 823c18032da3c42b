//! Which sentences there are: one file for each topic.

mod status;

pub use status::Status;
