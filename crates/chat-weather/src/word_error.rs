//! What is wrong with words of the weather, and what to write instead.
//!
//! The English words are those of the command line; a screen in another
//! language has its own for each.

use thiserror::Error;

/// The types of frames: of both sides, and of a link itself.
pub const KINDS: [&str; 17] = [
    "msg", "join", "leave", "nick", "who", "ping", "bye", "welcome", "notice", "pong", "error",
    "hello", "cookie", "open", "ack", "part", "reset",
];

/// Why words mean nothing.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum WordError {
    /// No share of all.
    #[error("`{0}` is no share: write 30%, 0.3, #2 for the second, or every:3")]
    Share(String),
    /// One, or all?
    #[error("`{0} 1`: is 1 all of them, or the first datagram? write 100% or #1")]
    AllOrFirst(String),
    /// No number of a datagram.
    #[error("`{0}` is no datagram: the first is #1")]
    Number(String),
    /// Every how manieth?
    #[error("`{0}`: write every:3 for each third")]
    Every(String),
    /// Half a burst.
    #[error("`{0}`: write burst:5%/30%, into bad weather and out of it, both above 0")]
    Burst(String),
    /// How many are to pass?
    #[error("`{0}`: write reorder 20%:3, and 1 to 64 that pass")]
    Past(String),
    /// No time.
    #[error("`{0}` is no time: write 80ms or 2s, at most an hour")]
    Time(String),
    /// The longer time first.
    #[error("`{0}` goes backwards: the shorter time comes first")]
    Backwards(String),
    /// No rate.
    #[error("`{0}` is no rate: write 64kbps or 2mbps, at least 1kbps")]
    Rate(String),
    /// No length of a datagram.
    #[error("`{0}` is no length of a datagram: write bytes, like 576")]
    Length(String),
    /// No time with a beginning and a length.
    #[error("`{0}`: write 10s+5s (at 10 s, for 5 s) or 10s+5s/30s (each 30 s)")]
    Spell(String),
    /// A time that comes again before it is over.
    #[error("`{0}` never ends: write 10s+5s/30s, for a shorter time than from one to the next")]
    Endless(String),
    /// Over before it began.
    #[error("`{0}` breaks each connection before anything is said: write 20s")]
    AtOnce(String),
    /// No type of a frame.
    #[error("`{0}` is no type of a frame: write ack:50%, or one of {kinds}", kinds = KINDS.join(", "))]
    Kind(String),
    /// Which of the two?
    #[error("`{0}`: which counts? write one, or in:30%,out:10%")]
    Twice(String),
    /// A word without its value.
    #[error("`{word}` needs a value: write {example}")]
    Bare {
        /// The word.
        word: String,
        /// How it is written.
        example: &'static str,
    },
    /// No length of a piece.
    #[error("`{0}` is no length of a piece: write 5 or 1..16")]
    Piece(String),
    /// No seed.
    #[error("`{0}` is no seed: write a whole number, like 7")]
    Seed(String),
    /// A sky with a name stands alone.
    #[error("`{0}` takes no value: write it alone")]
    Alone(String),
    /// Loss cannot be seen on a stream.
    #[error(
        "`{0}` is for UDP: TCP hides loss, it sends again below us and nobody would see it; \
         use slice, glue, stall, reset, delay or rate, or speak over UDP (--udp)"
    )]
    OnDatagrams(String),
    /// Datagrams are neither cut nor joined.
    #[error(
        "`{0}` is for TCP, where bytes flow: over UDP there are drop, delay, dup, reorder, \
         corrupt, mtu, rate, blackout"
    )]
    OnStreams(String),
    /// No such word at all.
    #[error("no weather `{word}`: there are {known}, seed, and the skies {skies}")]
    Unknown {
        /// The word.
        word: String,
        /// Those that there are.
        known: String,
        /// And those with a name.
        skies: String,
    },
}
