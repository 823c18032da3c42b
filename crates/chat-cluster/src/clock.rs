//! The only file that reads the time.

use std::time::Instant;
use std::time::SystemTime;

use crate::moment::Moment;

/// This moment, on both clocks.
#[expect(clippy::disallowed_methods, reason = "the one place where it is read")]
pub fn now() -> Moment {
    let since_1970 = SystemTime::now()
        .duration_since(SystemTime::UNIX_EPOCH)
        .unwrap_or_default();
    Moment {
        mono: Instant::now(),
        wall: u64::try_from(since_1970.as_millis()).unwrap_or(u64::MAX),
    }
}
