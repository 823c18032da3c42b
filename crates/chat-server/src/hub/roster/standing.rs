//! What a peer has shown of itself, and what waits until it has.

use chat_proto::frame::Id;
use chat_proto::frame::peer::Join;
use chat_proto::frame::server::Given;
use chat_proto::hex::Hex;
use chat_proto::hex::Proof;
use chat_proto::hex::PublicKey;
use chat_proto::name::RequestedName;
use chat_trust::challenge::Open;

/// What a peer has shown of itself, and what it was asked.
#[derive(Debug, Default)]
pub struct Standing {
    /// What waits until it has.
    pub open: Open<Held>,
    /// The key that it has.
    pub key: Option<PublicKey>,
    /// The same, until all servers have heard of it.
    pub proved: Option<Box<PublicKey>>,
    /// What else its welcome is to say, where that has to wait for the others.
    pub noted: Option<Box<Noted>>,
    /// Whether its name belongs to that key.
    pub owns: bool,
    /// The certificate by which its connection is secret, if it is.
    pub secret: Option<Hex<32>>,
}

/// What a welcome says of the password, and by what its peer knows the answer.
#[derive(Clone, Debug, Default)]
pub struct Noted {
    /// What there is to say about a password that came in clear.
    pub given: Given,
    /// What the server shows in return for one that was proved.
    pub proof: Option<Proof>,
    /// By what the peer knows the answer.
    pub id: Option<Id>,
}

/// What waits for an answer to a challenge.
#[derive(Debug)]
pub enum Held {
    /// Coming in.
    Join(Join),
    /// Another name.
    Nick {
        /// Which.
        name: RequestedName,
        /// Whether it is to be kept.
        keep: bool,
        /// By what the peer knows the answer.
        id: Option<Id>,
    },
}
