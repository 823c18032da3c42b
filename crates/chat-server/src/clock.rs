//! The only file that reads the time.

use std::time::Instant;
use std::time::SystemTime;

use chat_proto::now::Now;
use chat_proto::stamp::Stamp;
use chrono::Local;
use chrono::Offset;

/// This moment, on both clocks.
#[expect(
    clippy::disallowed_methods,
    reason = "the one place where the clocks are read"
)]
pub fn now() -> Now {
    let since_1970 = SystemTime::now()
        .duration_since(SystemTime::UNIX_EPOCH)
        .unwrap_or_default();
    Now {
        mono: Instant::now(),
        wall: Stamp::from_unix_ms(u64::try_from(since_1970.as_millis()).unwrap_or(u64::MAX)),
    }
}

/// How many minutes local time is east of UTC at this moment.
pub fn local_offset_minutes() -> i32 {
    Local::now().offset().fix().local_minus_utc() / 60
}
