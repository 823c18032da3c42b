//! What only a person can say before a server lets us in.

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
}
