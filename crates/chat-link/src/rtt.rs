//! The round-trip time (RTT), smoothed and with its variation, and the timeouts
//! that follow from it.
//!
//! The arithmetic is that of RFC 6298. Samples are exact even for retransmitted
//! frames, because an acknowledgement names the transmission that it answers:
//! Karn's algorithm is not needed.

use std::time::Duration;

/// The estimate, once anything was measured.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rtt {
    estimate: Option<Estimate>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Estimate {
    srtt: Duration,
    rttvar: Duration,
}

impl Rtt {
    /// Takes in a measured round trip.
    pub fn sample(&mut self, trip: Duration) {
        self.estimate = Some(match self.estimate {
            None => Estimate {
                srtt: trip,
                rttvar: trip / 2,
            },
            Some(old) => Estimate {
                srtt: (old.srtt * 7 + trip) / 8,
                rttvar: (old.rttvar * 3 + old.srtt.abs_diff(trip)) / 4,
            },
        });
    }

    /// The smoothed round trip and its variance, once anything was measured.
    pub fn smoothed(&self) -> Option<(Duration, Duration)> {
        self.estimate.map(|known| (known.srtt, known.rttvar))
    }

    /// The retransmission timeout, once anything was measured.
    pub fn rto(&self) -> Option<Duration> {
        let estimate = self.estimate?;
        Some(estimate.srtt + (estimate.rttvar * 4).max(GRANULARITY))
    }

    /// How long a frame may be missing after a later one has arrived. With twice
    /// the variation instead of four times it, jitter alone causes four spurious
    /// retransmissions in a hundred frames; with three times, one and a half.
    pub fn reordering_timeout(&self) -> Option<Duration> {
        let estimate = self.estimate?;
        let slack = (estimate.srtt / 4).max(estimate.rttvar * 4);
        Some(estimate.srtt + slack.max(MIN_SLACK))
    }
}

/// The G of RFC 6298: clocks and schedulers are no finer than this.
const GRANULARITY: Duration = Duration::from_millis(10);

/// Two frames that are sent together may arrive so far apart on any path.
const MIN_SLACK: Duration = Duration::from_millis(5);

#[cfg(test)]
mod tests {
    use super::*;

    /// The wait after these round trips, all in microseconds.
    #[track_caller]
    fn check(trips: &[u64], expected: u64) {
        let mut rtt = Rtt::default();
        for trip in trips {
            rtt.sample(Duration::from_micros(*trip));
        }
        assert_eq!(rtt.rto(), Some(Duration::from_micros(expected)));
    }

    #[test]
    fn the_wait_is_that_of_rfc_6298() {
        // 100, then half of it for the variation: 100 + 4 * 50.
        check(&[100_000], 300_000);
        // 7/8 * 100 + 1/8 * 200 = 112.5; 3/4 * 50 + 1/4 * 100 = 62.5.
        check(&[100_000, 200_000], 362_500);
        // Constant: the variation falls by a quarter each time.
        check(&[100_000, 100_000], 250_000);
    }

    #[test]
    fn a_perfect_path_still_has_a_grain() {
        check(&[1_000; 40], 11_000);
        assert_eq!(Rtt::default().rto(), None);
    }
}
