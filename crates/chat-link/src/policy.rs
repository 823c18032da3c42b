//! How a link behaves: every number of it, with its reason.

use std::time::Duration;

/// The numbers of one end of a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Policy {
    /// How copies are timed.
    pub retry: Retry,
    /// The wait before anything was measured: a slow Wi-Fi answers within it.
    pub first_wait: Duration,
    /// The shortest wait while nothing gets lost: a busy machine may answer so
    /// late, and without loss no frame is to leave twice.
    pub calm_wait: Duration,
    /// The shortest wait where frames have got lost lately. Measured at 30 % loss
    /// over two hops: 100 ms gives a median of 95 to 120 ms, 40 ms one of 62 to 66
    /// for hardly more copies.
    pub least_wait: Duration,
    /// The longest: a path that comes back is noticed within two seconds.
    pub greatest_wait: Duration,
    /// Copies of one frame that leave in close succession. With half of everything lost
    /// both ways, one frame in five thousand needs more: those leave seldom, until
    /// patience with it is over too.
    pub tries: u16,
    /// How long nothing at all may be heard while something is unconfirmed, and how long
    /// one frame may stay unconfirmed where all of its tries are used.
    pub patience: Duration,
    /// After so long without sending a `ping` leaves, where this side keeps the
    /// link alive: RFC 8085 says not more often.
    pub keep_alive: Option<Duration>,
}

/// How copies are timed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Retry {
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
            retry: Retry::Adaptive,
            first_wait: Duration::from_millis(300),
            calm_wait: Duration::from_millis(200),
            least_wait: Duration::from_millis(40),
            greatest_wait: Duration::from_secs(2),
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
            retry: Retry::Textbook,
            first_wait: wait,
            calm_wait: wait,
            least_wait: wait,
            tries: 5,
            ..Self::default()
        }
    }

    /// The same, where a person decides over each datagram: nobody is so quick
    /// that giving up would mean anything.
    #[must_use]
    pub fn by_hand(self) -> Self {
        Self {
            patience: self.patience.max(Duration::from_secs(3600)),
            ..self
        }
    }
}

/// The wait between copies of a frame whose tries are used, while nothing is heard: as
/// often as RFC 8085 lets a link be kept alive. A path that comes back is noticed all
/// the same, and a person who holds datagrams is not flooded with copies.
pub const SELDOM: Duration = Duration::from_secs(15);

/// Frames under way at once: far above any person, and a bound of memory.
pub const WINDOW: u32 = 32;

/// How far beyond the first missing frame others are held: two windows.
pub const HELD: u32 = 64;

/// The longest datagram: what IPv6 carries everywhere, with headers.
pub const DATAGRAM_BYTES: usize = 1200;

/// Left of a datagram for the link's own fields at their longest, without
/// those of an acknowledgement.
pub const FIELDS_BYTES: usize = 72;

/// How fast datagrams with frames leave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stride {
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
pub const CAREFUL: Stride = Stride {
    each: Duration::from_millis(5),
    burst: 16,
};

/// On a path that keeps order and loses nothing: 2,000 a second, a window at once.
pub const BRISK: Stride = Stride {
    each: Duration::from_micros(500),
    burst: WINDOW,
};

/// Frames that have to arrive with their first copy before a path on which one
/// did not is thought to be calm again; and in order before it is thought steady.
pub const ROUGH: u32 = 64;

/// Waits of one length, after the first, before the next is twice as long. With
/// one, the last frames at half of everything lost take more than 13 seconds in
/// one of twenty runs; with two, in one of forty; with three, of three hundred.
pub const EQUAL_WAITS: u32 = 3;

/// Frames that may wait for their turn.
pub const QUEUED: usize = 256;

/// Parts of one frame: the longest line, with every byte of it escaped.
pub const PARTS: u16 = 96;
