//! This server's part in a conversation that several share: what its hub puts into the log
//! goes there, what the log says comes to its hub. Decides nothing but whether this server is
//! still what the others are.

#[cfg(not(feature = "cluster"))]
mod absent;
#[cfg(feature = "cluster")]
mod joined;
#[cfg(feature = "cluster")]
mod kept;
#[cfg(feature = "cluster")]
mod oddities;
#[cfg(feature = "cluster")]
mod hello;
#[cfg(feature = "cluster")]
mod reading;
#[cfg(feature = "cluster")]
mod agreement;
#[cfg(feature = "cluster")]
mod checkpoint;
mod checkpoint_write;

#[cfg(not(feature = "cluster"))]
pub use absent::Membership;
#[cfg(not(feature = "cluster"))]
pub use absent::News;
#[cfg(feature = "cluster")]
pub use chat_cluster::News;
#[cfg(feature = "cluster")]
pub use checkpoint::Checkpoint;
#[cfg(feature = "cluster")]
pub use checkpoint::beside;
#[cfg(feature = "cluster")]
pub use checkpoint::forget;
pub use checkpoint_write::CheckpointWrite;
#[cfg(feature = "cluster")]
pub use hello::Hello;
#[cfg(feature = "cluster")]
pub use joined::Membership;
