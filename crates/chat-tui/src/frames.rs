//! When the next frame may be painted: a few at once, then so many a second.
//!
//! Whoever starts the program, or hears one message, sees it at once; a flood is
//! painted no faster than eyes follow. Keys do not ask here.

use std::time::Duration;
use std::time::Instant;

/// What the screen shows of what the app knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Paint {
    /// All of it.
    Done,
    /// Less: messages are gathered, however many come, so many frames a second.
    Due,
    /// Less, and somebody has pressed a key and looks at it.
    AtOnce,
}

/// How much was painted lately.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Frames {
    /// When all that was painted will be forgotten.
    rested: Instant,
}

impl Frames {
    pub(crate) fn new(now: Instant) -> Self {
        Self { rested: now }
    }

    /// The earliest moment for the next one.
    pub(crate) fn next(&self) -> Instant {
        // No moment is so early that it cannot be.
        self.rested.checked_sub(BURST).unwrap_or(self.rested)
    }

    /// One was painted.
    pub(crate) fn on_drawn(&mut self, now: Instant) {
        let rested = self.rested.max(now) + EACH;
        self.rested = rested.min(now + BURST + EACH);
    }
}

/// The time of one frame, where there are many.
const EACH: Duration = Duration::from_millis(33);
/// The time of those that need not wait: a start is three or four.
const BURST: Duration = Duration::from_millis(4 * 33);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_few_frames_are_painted_at_once_and_a_flood_thirty_times_a_second() {
        #[expect(
            clippy::disallowed_methods,
            reason = "a test needs some moment to begin with"
        )]
        let start = Instant::now();
        let mut frames = Frames::new(start);
        let mut drawn = Vec::new();
        for ms in 0..2000 {
            let now = start + Duration::from_millis(ms);
            if frames.next() <= now {
                frames.on_drawn(now);
                drawn.push(ms);
            }
        }
        assert!(drawn.iter().take(4).all(|ms| *ms < 5), "{drawn:?}");
        let second = drawn.iter().filter(|ms| (1000..2000).contains(*ms));
        assert!((28..=31).contains(&second.count()), "{drawn:?}");
        // Typing without end does not put off what others say.
        for _ in 0..1000 {
            frames.on_drawn(start + Duration::from_secs(2));
        }
        assert!(frames.next() <= start + Duration::from_secs(2) + EACH);
    }
}
