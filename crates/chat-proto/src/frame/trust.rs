//! What is asked and answered before somebody is let in under a name.
//!
//! Values only; what makes a proof right stands in `chat-trust`.

use crate::frame::id::Id;
use crate::hex::Hex;
use crate::hex::Nonce;
use crate::hex::Proof;
use crate::hex::PublicKey;
use crate::hex::Signature;
use crate::name::Name;

/// What a `join` or a `nick` offers to prove.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Offer {
    /// The key that asks for the name; absent: only the password is proved.
    pub key: Option<PublicKey>,
    /// Drawn by the peer.
    pub nonce: Nonce,
    /// Whether the name is to be kept for the key beyond this visit.
    pub keep: bool,
}

/// The answer to a challenge.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Prove {
    /// The key's signature.
    pub sign: Option<Signature>,
    /// That the password is known.
    pub password: Option<Proof>,
    /// Repeated in a refusal.
    pub id: Option<Id>,
}

/// What the server wants to see proved, before it does what was asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Challenge {
    /// Drawn by the server.
    pub nonce: Nonce,
    /// This run of the server, as it is signed.
    pub run: String,
    /// The name, as it is signed; absent where there is no key.
    pub you: Option<Name>,
    /// Whether the password is to be proved.
    pub password: bool,
    /// How the password is worked into a key, where the server has one.
    pub salted: Option<Salted>,
    /// The id of what waits for the answer.
    pub id: Option<Id>,
}

/// How a password is worked into a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Salted {
    /// Drawn at the start of a run.
    pub salt: Hex<16>,
    /// So many times.
    pub rounds: u32,
}

/// A challenge as a client hears it, from a server that may be anybody's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// Drawn by the server.
    pub nonce: Nonce,
    /// Its run, as it is to be signed.
    pub run: String,
    /// The name, as it is to be signed.
    pub you: String,
    /// Whether the name is to be proved.
    pub name: bool,
    /// Whether the password is.
    pub password: bool,
    /// What the password is salted with, if there is one.
    pub salt: Vec<u8>,
    /// How often it is worked over.
    pub rounds: u32,
}
