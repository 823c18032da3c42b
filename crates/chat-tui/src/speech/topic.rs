//! Which sentences there are: one file for each topic.

mod status;
mod writing;

pub use status::Status;
pub use writing::Writing;
