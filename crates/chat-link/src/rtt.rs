//! The measured round trip, and the wait that follows from it.
//!
//! RFC 6298's arithmetic. Samples are exact even for repeated frames, because
//! an acknowledgement names the copy that it answers.

use std::time::Duration;

/// The round trip, smoothed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rtt {
    known: Option<Known>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Known {
    smooth: Duration,
    variation: Duration,
}

impl Rtt {
    /// Takes in one measured round trip.
    pub fn sample(&mut self, trip: Duration) {
        self.known = Some(match self.known {
            None => Known {
                smooth: trip,
                variation: trip / 2,
            },
            Some(old) => Known {
                smooth: (old.smooth * 7 + trip) / 8,
                variation: (old.variation * 3 + old.smooth.abs_diff(trip)) / 4,
            },
        });
    }

    /// How long to wait for an acknowledgement, once anything was measured.
    pub fn wait(&self) -> Option<Duration> {
        let known = self.known?;
        Some(known.smooth + (known.variation * 4).max(FINEST))
    }

    /// How long a frame that others have overtaken may still be under way. With
    /// twice the variation instead of four times it, jitter alone makes four
    /// copies in a hundred; with three times, one and a half.
    pub fn late(&self) -> Option<Duration> {
        let known = self.known?;
        let slack = (known.smooth / 4).max(known.variation * 4);
        Some(known.smooth + slack.max(LEAST_SLACK))
    }
}

/// Clocks and schedulers are no finer than this.
const FINEST: Duration = Duration::from_millis(10);

/// Two frames that leave together may arrive so far apart on any path.
const LEAST_SLACK: Duration = Duration::from_millis(5);

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
        assert_eq!(rtt.wait(), Some(Duration::from_micros(expected)));
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
        assert_eq!(Rtt::default().wait(), None);
    }
}
