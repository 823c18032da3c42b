//! What the handles see of the task, without asking it.

use std::sync::atomic::AtomicUsize;

use tokio::sync::Notify;

/// What the handles see.
#[derive(Debug, Default)]
pub struct Counts {
    /// Bytes of deeds on their way to the task.
    pub queued: AtomicUsize,
    /// Bytes that the task has, and that were not yet heard in the log.
    pub written: AtomicUsize,
    /// Signs on their way to the task.
    pub fleeting: AtomicUsize,
    /// Patience is over.
    pub close: Notify,
}
