//! Which sentences there are: one file for each topic.

mod signs;
mod status;
mod writing;

pub use signs::Signs;
pub use status::Status;
pub use writing::Writing;
