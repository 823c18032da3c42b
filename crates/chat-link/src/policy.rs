//! How a link behaves: every number of it, with its reason.

use std::time::Duration;

/// The timers and bounds of one end of a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Policy {
    /// How retransmissions are timed.
    pub rto_mode: RtoMode,
    /// The retransmission timeout before the first RTT sample: a slow Wi-Fi answers
    /// within it.
    pub initial_rto: Duration,
    /// The shortest timeout on a path without loss: a busy machine may answer so late,
    /// and without loss no frame should be sent twice.
    pub min_rto: Duration,
    /// The shortest timeout where there was loss lately. Measured at 30 % loss
    /// over two hops: 100 ms gives a median of 95 to 120 ms, 40 ms one of 62 to 66
    /// for hardly more retransmissions.
    pub min_rto_lossy: Duration,
    /// The longest timeout, backoff included: a path that comes back is noticed within
    /// two seconds.
    pub max_rto: Duration,
    /// Transmissions of one frame in close succession. With half of everything lost both
    /// ways, one frame in five thousand needs more: those are sent seldom, until `patience`
    /// with it is over too.
    pub tries: u16,
    /// How long nothing at all may be received while something is unacknowledged, and how
    /// long one frame may stay so once its tries are used: the "user timeout" of RFC 9293.
    pub patience: Duration,
    /// After so long without sending a `ping` leaves, where this side keeps the
    /// link alive: RFC 8085 says not more often.
    pub keep_alive: Option<Duration>,
}

/// How retransmissions are timed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RtoMode {
    /// By the measured RTT, with exponential backoff while nothing is received, and
    /// with fast retransmission once a later frame is acknowledged.
    Adaptive,
    /// As the course's program does it: a timeout of 0.1 s for each message, doubled
    /// each time, given up past 2 s.
    Textbook,
}

impl RtoMode {
    /// As the option and a recording call it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Adaptive => "adaptive",
            Self::Textbook => "textbook",
        }
    }
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
    /// The algorithm of the first lessons, for comparison.
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

    /// The same, where a person releases each datagram: nobody is so quick that giving
    /// up would mean anything.
    #[must_use]
    pub fn with_manual_delivery(self) -> Self {
        Self {
            patience: self.patience.max(Duration::from_secs(3600)),
            ..self
        }
    }
}

/// The timeout of a frame whose tries are used, while nothing is received: as often as
/// RFC 8085 lets a link be kept alive. A path that comes back is noticed all the same, and
/// a person who holds datagrams is not flooded with retransmissions.
pub const SELDOM: Duration = Duration::from_secs(15);

/// The send window, in frames: the most in flight. Far above what a person needs, and
/// a bound of memory.
pub const SEND_WINDOW: u32 = 32;

/// The receive window, in frames: how far beyond the first missing one others are
/// buffered. Two send windows.
pub const RECEIVE_WINDOW: u32 = 64;

/// The longest datagram: what IPv6 carries everywhere, with headers.
pub const DATAGRAM_BYTES: usize = 1200;

/// Left of a datagram for the link's own fields at their longest, without
/// those of an acknowledgement.
pub const FIELDS_BYTES: usize = 72;

/// How fast datagrams with frames are sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PacingRate {
    /// The interval between two.
    pub each: Duration,
    /// So many at once after a pause. Once they are used up, new frames are sent in
    /// batches of so many where there is no loss: one wake-up, one system call and one
    /// acknowledgement for all of them. With loss, batches would cause three more
    /// retransmissions in a hundred frames.
    pub burst: u32,
}

/// On a path that has not shown to be clean: 200 a second. A thousand messages at once
/// take five seconds, and a burst is not reordered on its way.
pub const CAUTIOUS: PacingRate = PacingRate {
    each: Duration::from_millis(5),
    burst: 16,
};

/// On a clean path: 2,000 a second, a whole send window at once.
pub const FAST: PacingRate = PacingRate {
    each: Duration::from_micros(500),
    burst: SEND_WINDOW,
};

/// Frames that have to arrive at their first transmission before a lossy path counts
/// as free of loss again; and in order, before it counts as clean.
pub const PROBATION: u32 = 64;

/// Timeouts of one length, after the first, before the next is twice as long. With
/// one, the last frames at half of everything lost take more than 13 seconds in
/// one of twenty runs; with two, in one of forty; with three, of three hundred.
pub const TIMEOUTS_PER_BACKOFF: u32 = 3;

/// The send queue, in frames: those that have not been sent yet.
pub const SEND_QUEUE: usize = 256;

/// The most fragments of one frame: the longest line, with every byte of it escaped.
pub const MAX_FRAGMENTS: u16 = 96;
