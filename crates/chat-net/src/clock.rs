//! The only file that reads the time.

use std::time::Duration;
use std::time::Instant;
use std::time::SystemTime;

use chat_proto::now::Now;
use chat_proto::stamp::Stamp;
use chrono::DateTime;
use chrono::Local;
use chrono::Offset;
use chrono::TimeZone;
use chrono::Utc;

/// This moment, on both clocks.
pub fn now() -> Now {
    let since = since_1970();
    Now {
        mono: mono(),
        wall: Stamp::from_unix_ms(u64::try_from(since.as_millis()).unwrap_or(u64::MAX)),
    }
}

/// This moment, in microseconds since 1970.
pub fn wall_us() -> u64 {
    u64::try_from(since_1970().as_micros()).unwrap_or(u64::MAX)
}

#[expect(
    clippy::disallowed_methods,
    reason = "the one place where the clocks are read"
)]
fn mono() -> Instant {
    Instant::now()
}

#[expect(
    clippy::disallowed_methods,
    reason = "the one place where the clocks are read"
)]
fn since_1970() -> Duration {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    since.unwrap_or_default()
}

/// How many minutes local time is east of UTC at this moment.
pub fn local_offset_minutes() -> i32 {
    offset_at(now().wall)
}

/// The same at a moment: none where no calendar reaches, and never a panic, whatever
/// the clock shows.
fn offset_at(moment: Stamp) -> i32 {
    let ms = i64::try_from(moment.unix_ms()).unwrap_or(i64::MAX);
    let moment: Option<DateTime<Utc>> = DateTime::from_timestamp_millis(ms);
    moment.map_or(0, |moment| {
        let local = Local.offset_from_utc_datetime(&moment.naive_utc());
        local.fix().local_minus_utc() / 60
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_is_a_local_time_at_every_moment_that_a_clock_may_show() {
        let in_8000 = 190_000_000_000_000;
        for ms in [0, 1, in_8000, i64::MAX.unsigned_abs(), u64::MAX] {
            let offset = offset_at(Stamp::from_unix_ms(ms));
            assert!(offset.abs() <= 24 * 60, "{offset} minutes at {ms}");
        }
    }
}
