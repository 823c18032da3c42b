//! A burst and a steady rate: a token bucket. Time comes in as an argument.

use std::time::Duration;
use std::time::Instant;

use chat_proto::rate::Rate;

use crate::config::Pace;

/// What somebody may still do now.
///
/// Holds the moment at which the bucket would be full again: one number, exact,
/// and a bucket that nobody touches needs no refilling.
#[derive(Clone, Copy, Debug, Default)]
pub struct Allowance {
    full_at: Option<Instant>,
}

/// What a peer may still do, or all peers of an address together.
#[derive(Clone, Copy, Debug, Default)]
pub struct Allowances {
    /// Messages.
    pub messages: Allowance,
    /// `who`, `join`, `leave` and `nick`.
    pub questions: Allowance,
    /// Orders.
    pub orders: Allowance,
    /// A teacher's orders and messages.
    pub leads: Allowance,
    /// `history` and `search`.
    pub pages: Allowance,
    /// Signs of its own that are passed on.
    pub signs: Allowance,
    /// Frames that are refused unread.
    pub faults: Allowance,
    /// Refusals of a flood that are told.
    pub refusals: Allowance,
    /// Refusals of marked messages that are told one by one.
    pub marked: Allowance,
    /// Refused orders that the audit is told of.
    pub audited: Allowance,
}

impl Allowances {
    /// When all are full again, if one was ever touched.
    pub fn full_at(&self) -> Option<Instant> {
        let Self {
            messages,
            questions,
            orders,
            leads,
            pages,
            signs,
            faults,
            refusals,
            marked,
            audited,
        } = self;
        let all = [
            messages, questions, orders, leads, pages, signs, faults, refusals, marked, audited,
        ];
        all.iter().filter_map(|a| a.full_at).max()
    }
}

impl Allowance {
    /// Takes one, or says how long to wait before the next, and between any two
    /// from then on. No rate is no limit.
    pub fn take(&mut self, now: Instant, rate: Option<Rate>) -> Result<(), Duration> {
        match rate {
            None => Ok(()),
            Some(rate) => self.take_at(now, rate.into()),
        }
    }

    /// The same at a pace of any slowness.
    pub fn take_at(&mut self, now: Instant, pace: Pace) -> Result<(), Duration> {
        self.has(now, pace)?;
        let full_at = self.full_at.map_or(now, |at| at.max(now));
        self.full_at = Some(full_at + pace.each);
        Ok(())
    }

    /// Takes one even where there is none: whoever comes next waits for it.
    pub fn owe(&mut self, now: Instant, pace: Pace) {
        let full_at = self.full_at.map_or(now, |at| at.max(now));
        self.full_at = Some(full_at + pace.each);
    }

    /// Whether all is there that there can be.
    pub fn is_full(&self, now: Instant) -> bool {
        self.full_at.is_none_or(|at| at <= now)
    }

    /// Whether there is one, without taking it.
    pub fn has(&self, now: Instant, Pace { burst, each }: Pace) -> Result<(), Duration> {
        let full_at = self.full_at.map_or(now, |at| at.max(now));
        let owed = full_at.saturating_duration_since(now) + each;
        let whole = each.saturating_mul(burst);
        if owed > whole {
            // The whole interval, not what is left of it: whoever keeps to what it
            // is told is not refused again.
            return Err(up_to_a_millisecond(each.max(owed.saturating_sub(whole))));
        }
        Ok(())
    }

    /// When it is full again, if it was ever touched.
    pub fn full_at(&self) -> Option<Instant> {
        self.full_at
    }
}

/// The wire tells whole milliseconds: told less than it takes, whoever waits
/// that long would be refused once more.
fn up_to_a_millisecond(wait: Duration) -> Duration {
    let ms = wait.as_nanos().div_ceil(1_000_000);
    Duration::from_millis(u64::try_from(ms).unwrap_or(u64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[expect(
        clippy::disallowed_methods,
        reason = "a test needs some moment to begin with"
    )]
    fn epoch() -> Instant {
        Instant::now()
    }

    fn taken(allowance: &mut Allowance, at: Instant, rate: Rate) -> usize {
        let mut taken = 0;
        while allowance.take(at, Some(rate)).is_ok() {
            taken += 1;
        }
        taken
    }

    #[test]
    fn a_burst_is_followed_by_a_steady_rate() {
        let (start, rate) = (
            epoch(),
            Rate {
                burst: 20,
                per_second: 10,
            },
        );
        let mut allowance = Allowance::default();
        assert_eq!(taken(&mut allowance, start, rate), 20);
        let wait = allowance.take(start, Some(rate)).unwrap_err();
        assert_eq!(wait, Duration::from_millis(100));
        assert_eq!(taken(&mut allowance, start + wait, rate), 1);
        assert_eq!(
            taken(&mut allowance, start + Duration::from_secs(1), rate),
            9
        );
        assert_eq!(
            taken(&mut allowance, start + Duration::from_secs(99), rate),
            20
        );
    }

    #[test]
    fn a_wait_is_whole_milliseconds_and_long_enough() {
        let (start, rate) = (
            epoch(),
            Rate {
                burst: 3,
                per_second: 7,
            },
        );
        let mut allowance = Allowance::default();
        let mut now = start;
        for step in 0..500u64 {
            let wait = allowance.take(now, Some(rate)).err().unwrap_or_default();
            assert_eq!(wait.subsec_nanos() % 1_000_000, 0);
            if !wait.is_zero() {
                assert_eq!(allowance.take(now + wait, Some(rate)), Ok(()));
                now += wait;
            }
            now += Duration::from_nanos(step * 123_457);
        }
    }

    #[test]
    fn no_rate_is_no_limit() {
        let mut allowance = Allowance::default();
        let now = epoch();
        assert!((0..10_000).all(|_| allowance.take(now, None).is_ok()));
    }
}
