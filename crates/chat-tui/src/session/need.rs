//! What only a person can say before a server lets us in.

use chat_proto::hex::Hex;
use chat_proto::name::Name;

/// What is lacking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Need {
    /// The password of the server; whether the one that was given is wrong.
    Password {
        /// One was given, and it is not the one.
        wrong: bool,
    },
    /// Another name, or the key that this one belongs to.
    Name {
        /// The name that is somebody's.
        taken: Name,
        /// One like it, for whoever has no better one.
        instead: Name,
    },
    /// A word on whether this is the server that is meant: nothing was said to it so far.
    Server(Stranger),
}

/// A server that speaks in secret, and is not known here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stranger {
    /// Where it is, in words.
    pub place: String,
    /// The SHA-256 of its certificate.
    pub print: Hex<32>,
    /// Whether another one was there before.
    pub is_another: bool,
}
