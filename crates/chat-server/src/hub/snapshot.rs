//! All that servers which share a conversation have to agree on, written down: whoever reads
//! it back goes on from that place of the log, and need not read what stands before it.
//!
//! Not in it: what was said (that is in the archive), shared code, and whatever is one
//! server's own. Whether what is read back is the same is told by the
//! [`crate::hub::facts`].

mod taking;
mod restoring;
mod rows;

pub use self::restoring::restore;
pub use self::rows::Snapshot;
pub use self::taking::take;
