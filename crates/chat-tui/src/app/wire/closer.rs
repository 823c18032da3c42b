//! How closely one looks: whose lanes where not all have room, how much time a row stands
//! for, and whether a sentence says what a row is.

/// How one looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Closer {
    /// How many people's lanes are passed over, where not all have room.
    pub passed: usize,
    /// Which of [`SCALES`], once it was chosen.
    pub(in crate::app::wire) zoom: Option<usize>,
    /// Whether there is no sentence.
    pub(in crate::app::wire) hides_sentence: bool,
}

impl Closer {
    /// How many microseconds a row stands for.
    pub(in crate::app::wire) fn scale(self) -> i64 {
        let zoom = self.zoom.unwrap_or(PLAIN);
        SCALES.get(zoom).copied().unwrap_or(10_000)
    }

    /// Closer, or from further away.
    pub(in crate::app::wire) fn zoom(&mut self, closer: bool) {
        let zoom = self.zoom.unwrap_or(PLAIN);
        self.zoom = Some(if closer {
            zoom.saturating_sub(1)
        } else {
            (zoom + 1).min(SCALES.len() - 1)
        });
    }
}

/// From a tenth of a millisecond, on one machine, to a second, where one waits.
const SCALES: [i64; 13] = [
    100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000, 200_000, 500_000,
    1_000_000,
];

/// Ten milliseconds: a retransmission timer takes some rows.
const PLAIN: usize = 6;
