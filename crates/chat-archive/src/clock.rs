//! The only file that reads the time.

use std::time::Instant;
use std::time::SystemTime;

/// For patience: never goes back.
#[expect(clippy::disallowed_methods, reason = "the one place where it is read")]
pub fn now() -> Instant {
    Instant::now()
}

/// For how long things are kept: milliseconds since 1970.
#[expect(clippy::disallowed_methods, reason = "the one place where it is read")]
pub fn wall_ms() -> u64 {
    let since_1970 = SystemTime::now()
        .duration_since(SystemTime::UNIX_EPOCH)
        .unwrap_or_default();
    u64::try_from(since_1970.as_millis()).unwrap_or(u64::MAX)
}
