//! A moment as the wire writes it: RFC 3339, UTC, milliseconds.
//!
//! There is no clock here: whoever reads the time does so elsewhere and hands
//! in the milliseconds.

use std::fmt;

use serde::Serialize;
use serde::Serializer;

/// A moment in UTC, counted in milliseconds since 1970.
///
/// Unsigned, because no chat message is older than 1970 and every value then
/// has exactly one spelling.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stamp(u64);

/// A day of the calendar, counted from 1970-01-01.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day(u64);

impl Stamp {
    /// From milliseconds since 1970. Later than the year 9999 is cut to it,
    /// because the format has four digits for the year.
    pub fn from_unix_ms(ms: u64) -> Self {
        Self(ms.min(LAST_MS))
    }

    /// Milliseconds since 1970.
    pub fn unix_ms(self) -> u64 {
        self.0
    }

    /// The spelling of the contract, or nothing: `2026-11-20T14:03:07.123Z`.
    /// Fractions of another length are accepted, since other servers write them.
    pub fn parse(text: &str) -> Option<Self> {
        let (date, time) = text.strip_suffix('Z')?.split_once('T')?;
        let mut date = date.splitn(3, '-').map(digits);
        let (year, month, day) = (date.next()??, date.next()??, date.next()??);
        let (clock, fraction) = time.split_once('.').unwrap_or((time, "0"));
        let mut clock = clock.splitn(3, ':').map(digits);
        let (hour, minute, second) = (clock.next()??, clock.next()??, clock.next()??);
        let sane = (1970..=9999).contains(&year)
            && (1..=12).contains(&month)
            && (1..=31).contains(&day)
            && hour < 24
            && minute < 60
            && second <= 60;
        if !sane {
            return None;
        }
        let ms: u64 = format!("{fraction:0<3}").get(..3).and_then(digits)?;
        let days = days_before(year, month) + day - 1;
        Some(Self::from_unix_ms(
            ((days * 24 + hour) * 60 + minute) * 60_000 + second * 1000 + ms,
        ))
    }

    /// Any moment that RFC 3339 can write, with whichever offset: what a person or a
    /// program asks for. Before 1970 is 1970.
    pub fn parse_rfc3339(text: &str) -> Option<Self> {
        let (date, time) = text.split_once(['T', 't'])?;
        let zone_at = time.find(['Z', 'z', '+', '-'])?;
        let (time, zone) = time.split_at_checked(zone_at)?;
        let (clock, fraction) = time.split_once('.').unwrap_or((time, "0"));
        let [year, month, day] = fields(date, '-', [4, 2, 2])?;
        let [hour, minute, second] = fields(clock, ':', [2, 2, 2])?;
        let is_day = (1..=12).contains(&month) && (1..=days_in(year, month)).contains(&day);
        if !is_day || hour > 23 || minute > 59 || second > 60 {
            return None;
        }
        digits(fraction.get(..1)?)?;
        if !fraction.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        let east = offset_minutes(zone)?;
        let ms: i64 = format!("{fraction:0<3}").get(..3)?.parse().ok()?;
        let days = days_before(year.max(1970), month) + day - 1;
        let minutes = i64::try_from((days * 24 + hour) * 60 + minute).ok()? - east;
        let at = minutes * 60_000 + i64::try_from(second * 1000).ok()? + ms;
        let at = if year < 1970 { 0 } else { at };
        Some(Self::from_unix_ms(u64::try_from(at).unwrap_or(0)))
    }

    /// The day at a place that is `offset_minutes` east of UTC.
    pub fn day(self, offset_minutes: i32) -> Day {
        let ms = i64::try_from(self.0).unwrap_or(0) + i64::from(offset_minutes) * 60_000;
        Day(u64::try_from(ms).unwrap_or(0) / DAY_MS)
    }

    /// Hour and minute at a place that is `offset_minutes` east of UTC.
    pub fn hour_minute(self, offset_minutes: i32) -> (u8, u8) {
        let minutes = i64::try_from(self.0 / 60_000).unwrap_or(0) + i64::from(offset_minutes);
        let of_day = minutes.rem_euclid(24 * 60);
        let narrow = |n: i64| u8::try_from(n).unwrap_or(0);
        (narrow(of_day / 60), narrow(of_day % 60))
    }

    /// The second of the minute, wherever one is.
    pub fn second(self) -> u8 {
        u8::try_from(self.0 / 1000 % 60).unwrap_or(0)
    }
}

impl Day {
    /// Year, month and day of the month.
    pub fn date(self) -> (u64, u8, u8) {
        let days = self.0;
        let mut year = 1970 + days / 366;
        while days_before(year + 1, 1) <= days {
            year += 1;
        }
        let mut month = 1;
        while month < 12 && days_before(year, month + 1) <= days {
            month += 1;
        }
        let narrow = |n: u64| u8::try_from(n).unwrap_or(0);
        let day = days - days_before(year, month) + 1;
        (year, narrow(month), narrow(day))
    }

    /// The day of the week, from Sunday, which is 0.
    pub fn weekday(self) -> u8 {
        // The first of them was a Thursday.
        u8::try_from((self.0 + 4) % 7).unwrap_or(0)
    }
}

impl fmt::Display for Stamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (day, ms) = (Day(self.0 / DAY_MS), self.0 % DAY_MS);
        let (year, month, day) = day.date();
        let (hour, minute, second) = (ms / 3_600_000, ms / 60_000 % 60, ms / 1000 % 60);
        write!(
            f,
            "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{:03}Z",
            ms % 1000
        )
    }
}

impl Serialize for Stamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// Numbers of so many digits each, with this between them.
fn fields(text: &str, between: char, widths: [usize; 3]) -> Option<[u64; 3]> {
    let mut parts = text.split(between);
    let mut numbers = [0; 3];
    for (number, width) in numbers.iter_mut().zip(widths) {
        let part = parts.next().filter(|part| part.len() == width)?;
        *number = digits(part)?;
    }
    parts.next().is_none().then_some(numbers)
}

/// How far east of UTC a zone is: `Z`, `+01:00`.
fn offset_minutes(zone: &str) -> Option<i64> {
    if zone.eq_ignore_ascii_case("z") {
        return Some(0);
    }
    let (sign, rest) = zone.split_at_checked(1)?;
    let (hours, minutes) = rest.split_once(':')?;
    let both = [hours, minutes].map(|part| digits(part).filter(|_| part.len() == 2));
    let [Some(hours @ 0..=23), Some(minutes @ 0..=59)] = both else {
        return None;
    };
    let minutes = i64::try_from(hours * 60 + minutes).ok()?;
    Some(if sign == "-" { -minutes } else { minutes })
}

fn days_in(year: u64, month: u64) -> u64 {
    // The calendar repeats itself.
    let year = 2000 + year % 400;
    let next = if month == 12 {
        days_before(year + 1, 1)
    } else {
        days_before(year, month + 1)
    };
    next - days_before(year, month)
}

/// Days from 1970-01-01 to the first of the month.
fn days_before(year: u64, month: u64) -> u64 {
    let leap_days = |y: u64| y / 4 - y / 100 + y / 400;
    let leap = (year.is_multiple_of(4) && !year.is_multiple_of(100)) || year.is_multiple_of(400);
    let passed = BEFORE_MONTH
        .get(usize::try_from(month - 1).unwrap_or(0))
        .copied()
        .unwrap_or(0);
    (year - 1970) * 365 + leap_days(year - 1) - leap_days(1969)
        + passed
        + u64::from(leap && month > 2)
}

fn digits(text: &str) -> Option<u64> {
    let all = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    if all { text.parse().ok() } else { None }
}

const DAY_MS: u64 = 86_400_000;
/// 9999-12-31T23:59:59.999Z.
const LAST_MS: u64 = 253_402_300_799_999;
const BEFORE_MONTH: [u64; 12] = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(ms: u64, expected: &str) {
        assert_eq!(Stamp::from_unix_ms(ms).to_string(), expected);
        assert_eq!(Stamp::parse(expected), Some(Stamp::from_unix_ms(ms)));
    }

    #[test]
    fn known_moments_have_their_known_spelling() {
        check(0, "1970-01-01T00:00:00.000Z");
        check(951_782_400_000, "2000-02-29T00:00:00.000Z");
        check(1_795_183_387_123, "2026-11-20T14:03:07.123Z");
        check(4_107_542_399_999, "2100-02-28T23:59:59.999Z");
        check(LAST_MS, "9999-12-31T23:59:59.999Z");
    }

    #[test]
    fn what_is_no_stamp_is_refused() {
        for text in [
            "",
            "Z",
            "2026-11-20",
            "2026-13-01T00:00:00Z",
            "2026-11-20T24:00:00Z",
            "-026-11-20T00:00:00Z",
            "2026-11-20T14:03:07.123",
        ] {
            assert_eq!(Stamp::parse(text), None, "{text}");
        }
    }

    #[test]
    fn any_moment_of_rfc_3339_is_read_and_nothing_else() {
        for (text, ms) in [
            ("2026-11-20T14:03:07.123Z", Some(1_795_183_387_123)),
            ("2026-11-20t14:03:07.1239z", Some(1_795_183_387_123)),
            ("2026-11-20T15:03:07+01:00", Some(1_795_183_387_000)),
            ("2026-11-20T09:33:07.5-04:30", Some(1_795_183_387_500)),
            ("1969-12-31T23:59:59Z", Some(0)),
            ("2024-02-29T00:00:00Z", Some(1_709_164_800_000)),
            ("2026-02-29T00:00:00Z", None),
            ("2026-11-20T14:03:07", None),
            ("2026-11-20T14:03:07.Z", None),
            ("2026-11-20T14:03Z", None),
            ("2026-11-20 14:03:07Z", None),
            ("2026-11-20T24:00:00Z", None),
            ("2026-11-20T14:03:07+1:00", None),
            ("2026-11-20T14:03:07+24:00", None),
            ("2026-13-20T14:03:07Z", None),
            ("yesterday", None),
            ("", None),
        ] {
            let read = Stamp::parse_rfc3339(text).map(Stamp::unix_ms);
            assert_eq!(read, ms, "{text}");
        }
    }

    #[test]
    fn local_time_wraps_around_midnight() {
        let stamp = Stamp::from_unix_ms(30 * 60_000);
        assert_eq!(stamp.hour_minute(0), (0, 30));
        assert_eq!(stamp.hour_minute(-60), (23, 30));
        assert_eq!(stamp.hour_minute(24 * 60 - 30), (0, 0));
    }

    proptest! {
        #[test]
        fn every_stamp_reads_back(ms in 0..=LAST_MS) {
            let stamp = Stamp::from_unix_ms(ms);
            prop_assert_eq!(Stamp::parse(&stamp.to_string()), Some(stamp));
        }

        #[test]
        fn no_text_makes_parsing_panic(text in ".*") {
            let _ = Stamp::parse(&text);
        }
    }
}
