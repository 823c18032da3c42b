//! Why bytes are not a frame, in words that say what to do next.

use thiserror::Error;

use crate::limits::ID_BYTES;

/// Why bytes are not a frame.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum FrameFault {
    /// Not a JSON object.
    #[error(
        "not a JSON object in UTF-8 ({0}): one object a line, like {{\"name\":\"ana\",\"text\":\"hi\"}}"
    )]
    NotJson(String),
    /// A `type` that is not in the contract.
    #[error(
        "no frame type `{0}`: there are msg, join, leave, nick, who, whois, rooms, history, search, ping, prove, order, paste, get and bye"
    )]
    UnknownType(String),
    /// An order that there is not.
    #[error(
        "no order `{0}`: there are claim, announce, quiet, mute, kick, ban, redact, lock, hand, next, poll, vote, release and teacher"
    )]
    UnknownOrder(String),
    /// A text that is longer than it may be in an order.
    #[error("this text may have {0} bytes: say it in fewer words")]
    TooWordy(usize),
    /// A field that this type needs is not there.
    #[error("a `{0}` needs `{1}`")]
    Missing(&'static str, &'static str),
    /// A field whose value is not one that it may have.
    #[error("`{0}` has to be {1}")]
    Value(&'static str, &'static str),
    /// More than one place in what was said.
    #[error("a `history` has one of `before`, `after` and `around`, or none for the newest")]
    Places,
    /// A field that is not a string and has to be one.
    #[error("`{0}` has to be a string")]
    NotText(&'static str),
    /// A field that is not as many hex digits as it has to be.
    #[error("`{0}` has to be {1} hex digits in lower case")]
    NotHex(&'static str, usize),
    /// An `id` that cannot be repeated.
    #[error("an `id` is an integer or a string of at most {ID_BYTES} bytes")]
    BadId,
    /// A command of the plain dialect that does not exist.
    #[error("no command `/{0}`: type /help")]
    UnknownCommand(String),
    /// A command of the plain dialect without its words.
    #[error("type it as: {0}")]
    Usage(&'static str),
}
