//! How a link behaves: every number of it, with its reason.

use std::time::Duration;

/// The numbers of one end of a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Policy {
    /// How copies are timed.
    pub rto_mode: RtoMode,
    /// The wait before anything was measured: a slow Wi-Fi answers within it.
    pub initial_rto: Duration,
    /// The shortest wait while nothing gets lost: a busy machine may answer so
    /// late, and without loss no frame is to leave twice.
    pub min_rto: Duration,
    /// The shortest wait where frames have got lost lately. Measured at 30 % loss
    /// over two hops: 100 ms gives a median of 95 to 120 ms, 40 ms one of 62 to 66
    /// for hardly more copies.
    pub min_rto_lossy: Duration,
    /// The longest: a path that comes back is noticed within two seconds.
    pub max_rto: Duration,
    /// Copies of one frame. With half of everything lost both ways, a healthy
    /// conversation ends wrongly once in five thousand messages.
    pub tries: u16,
    /// How long nothing at all may be heard while something is unconfirmed.
    pub patience: Duration,
    /// After so long without sending a `ping` leaves, where this side keeps the
    /// link alive: RFC 8085 says not more often.
    pub keep_alive: Option<Duration>,
}

/// How copies are timed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RtoMode {
    /// By the measured round trip; the wait doubles while nothing is heard, and
    /// a frame that a later one has overtaken leaves again early.
    Adaptive,
    /// As the course's program does it: each message waits 0.1 s, then twice as
    /// long each time, and gives up past 2 s.
    Textbook,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            rto_mode: RtoMode::Adaptive,
            initial_rto: Duration::from_millis(300),
            min_rto: Duration::from_millis(200),
            min_rto_lossy: Duration::from_millis(40),
            max_rto: Duration::from_secs(2),
            tries: 30,
            patience: Duration::from_secs(60),
            keep_alive: None,
        }
    }
}

impl Policy {
    /// The algorithm of the first lessons, to be compared with.
    pub fn textbook() -> Self {
        let wait = Duration::from_millis(100);
        Self {
            rto_mode: RtoMode::Textbook,
            initial_rto: wait,
            min_rto: wait,
            min_rto_lossy: wait,
            tries: 5,
            ..Self::default()
        }
    }

    /// The same, where a person decides over each datagram: nobody is so quick
    /// that giving up would mean anything.
    #[must_use]
    pub fn with_manual_delivery(self) -> Self {
        Self {
            tries: u16::MAX,
            patience: self.patience.max(Duration::from_secs(3600)),
            ..self
        }
    }
}

/// Frames under way at once: far above any person, and a bound of memory.
pub const SEND_WINDOW: u32 = 32;

/// How far beyond the first missing frame others are held: two windows.
pub const RECEIVE_WINDOW: u32 = 64;

/// The longest datagram: what IPv6 carries everywhere, with headers.
pub const DATAGRAM_BYTES: usize = 1200;

/// Left of a datagram for the link's own fields at their longest, without
/// those of an acknowledgement.
pub const FIELDS_BYTES: usize = 72;

/// How fast datagrams with frames leave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PacingRate {
    /// One in so long.
    pub each: Duration,
    /// So many at once after a rest. Once they are used up, new ones leave so
    /// many together where nothing gets lost: one wake-up, one system call and one
    /// acknowledgement for all of them. Where some do, groups make three copies in
    /// a hundred.
    pub burst: u32,
}

/// On a path of which nothing good is known: 200 a second. A thousand at once
/// take five seconds, and a burst does not overtake itself on its way.
pub const CAUTIOUS: PacingRate = PacingRate {
    each: Duration::from_millis(5),
    burst: 16,
};

/// On a path that keeps order and loses nothing: 2,000 a second, a window at once.
pub const FAST: PacingRate = PacingRate {
    each: Duration::from_micros(500),
    burst: SEND_WINDOW,
};

/// Frames that have to arrive with their first copy before a path on which one
/// did not is thought to be calm again; and in order before it is thought steady.
pub const PROBATION: u32 = 64;

/// Waits of one length, after the first, before the next is twice as long. With
/// one, the last frames at half of everything lost take more than 13 seconds in
/// one of twenty runs; with two, in one of forty; with three, of three hundred.
pub const TIMEOUTS_PER_BACKOFF: u32 = 3;

/// Frames that may wait for their turn.
pub const SEND_QUEUE: usize = 256;

/// Parts of one frame: the longest line, with every byte of it escaped.
pub const MAX_FRAGMENTS: u16 = 96;
