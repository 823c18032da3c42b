//! What is wrong with the words of a profile, and what to write instead.
//!
//! The English words are those of the command line; a screen in another
//! language has its own for each.

use thiserror::Error;

/// The types of frames: of both sides, and of a link itself.
pub const KINDS: [&str; 17] = [
    "msg", "join", "leave", "nick", "who", "ping", "bye", "welcome", "notice", "pong", "error",
    "hello", "cookie", "open", "ack", "part", "reset",
];

/// Why words cannot be parsed.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum WordError {
    /// Not a probability.
    #[error("`{0}` is not a share of the datagrams: write 30%, 0.3, #2 for the second, or every:3")]
    Share(String),
    /// One could be all of them, or the first.
    #[error("`{0} 1` is ambiguous: write 100% for all datagrams, #1 for the first")]
    AllOrFirst(String),
    /// Not the number of a datagram.
    #[error("`{0}` is not the number of a datagram: the first is #1")]
    Number(String),
    /// Not an interval of datagrams.
    #[error("`{0}`: write every:3 for every third datagram")]
    Every(String),
    /// Not the two probabilities of a burst.
    #[error("`{0}`: write burst:5%/30% (a burst begins with 5 %, ends with 30 %), both above 0")]
    Burst(String),
    /// Not a number of datagrams that overtake.
    #[error("`{0}`: write reorder 20%:3, where 1 to 64 datagrams overtake")]
    Past(String),
    /// Not a duration.
    #[error("`{0}` is not a duration: write 80ms or 2s, at most an hour")]
    Time(String),
    /// The longer time first.
    #[error("`{0}`: write the shorter time first")]
    Backwards(String),
    /// Not a rate.
    #[error("`{0}` is not a rate: write 64kbps or 2mbps, at least 1kbps")]
    Rate(String),
    /// Not the length of a datagram.
    #[error("`{0}` is not the length of a datagram: write bytes, like 576")]
    Length(String),
    /// Not a period with a beginning and a length.
    #[error("`{0}`: write 10s+5s (after 10 s, for 5 s) or 10s+5s/30s (again every 30 s)")]
    Spell(String),
    /// A period that comes again before it is over.
    #[error(
        "`{0}` never ends: the length (5s) must be shorter than the interval (30s), as in 10s+5s/30s"
    )]
    Endless(String),
    /// Over before it began.
    #[error("`{0}` breaks each connection before anything is said: write 20s")]
    AtOnce(String),
    /// Not a type of frame.
    #[error("`{0}` is not a type of frame: write ack:50%, or one of {kinds}", kinds = KINDS.join(", "))]
    Kind(String),
    /// Two values where one counts.
    #[error("`{0}` gives two values: write one, or in:30%,out:10%")]
    Twice(String),
    /// A word without its value.
    #[error("`{word}` needs a value: write {example}")]
    Bare {
        /// The word.
        word: String,
        /// How it is written.
        example: &'static str,
    },
    /// Not the length of a piece.
    #[error("`{0}` is not the length of a piece: write 5 or 1..16")]
    Piece(String),
    /// Not a seed.
    #[error("`{0}` is not a seed: write a whole number, like 7")]
    Seed(String),
    /// A named profile takes no value.
    #[error("`{0}` takes no value: write it alone")]
    Alone(String),
    /// Loss cannot be seen on a stream.
    #[error(
        "`{0}` is for UDP: TCP hides loss by retransmission in the operating system; use slice, \
         glue, stall, reset, delay or rate, or connect over UDP (--udp)"
    )]
    OnDatagrams(String),
    /// Datagrams are neither split nor joined.
    #[error(
        "`{0}` is for TCP, a stream of bytes: over UDP there are drop, delay, dup, reorder, \
         corrupt, mtu, rate, blackout"
    )]
    OnStreams(String),
    /// No such word at all.
    #[error("unknown weather `{word}`: there are {known}, seed, and the profiles {profiles}")]
    Unknown {
        /// The word.
        word: String,
        /// Those that there are.
        known: String,
        /// And the named profiles.
        profiles: String,
    },
}
