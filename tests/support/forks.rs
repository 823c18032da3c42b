//! A process that is being started has a copy of all that ours has open, until it is another
//! program: what one test has just closed is then still held, for the start of another's.

use std::sync::PoisonError;
use std::sync::RwLock;

static STARTING: RwLock<()> = RwLock::new(());

/// Starts a process.
pub fn starting<T>(start: impl FnOnce() -> T) -> T {
    let _starting = STARTING.read().unwrap_or_else(PoisonError::into_inner);
    start()
}

/// Opens something and closes it again, while nothing is being started: afterwards nobody has
/// it.
pub fn while_none_starts<T>(work: impl FnOnce() -> T) -> T {
    let _alone = STARTING.write().unwrap_or_else(PoisonError::into_inner);
    work()
}
