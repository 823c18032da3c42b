//! The only reader of time.

use std::time::Instant;
use std::time::SystemTime;
use std::time::UNIX_EPOCH;

use chat_proto::now::Now;
use chat_proto::stamp::Stamp;

/// This moment.
#[expect(
    clippy::disallowed_methods,
    reason = "the one place where time is read"
)]
pub(crate) fn now() -> Now {
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    Now {
        mono: Instant::now(),
        wall: Stamp::from_unix_ms(u64::try_from(since.as_millis()).unwrap_or(u64::MAX)),
    }
}

/// Minutes east of UTC, here and today.
pub(crate) fn offset_minutes() -> i32 {
    chrono::Local::now().offset().local_minus_utc() / 60
}
