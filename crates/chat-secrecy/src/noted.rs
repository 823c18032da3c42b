//! What can be told of a secret connection while somebody looks: values, without a word
//! that was said and without a key.

use crate::fingerprint::Fingerprint;

/// One thing that was seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Noted {
    /// A record passed.
    Record(Record),
    /// The two sides have agreed.
    Open(Open),
    /// What came is no TLS as it should be, and why: nothing more is heard.
    Failed(String),
}

/// A record that has passed whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Record {
    /// Which way.
    pub way: Way,
    /// What its header says that it is: what everybody can read.
    pub kind: Kind,
    /// How long it is, with its header.
    pub bytes: usize,
    /// What it is, as far as that can be told here.
    pub content: Content,
}

/// Which way something goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// To this side.
    In,
    /// From this side.
    Out,
}

/// The type in a record's header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Left over from TLS 1.2: says nothing.
    ChangeCipherSpec,
    /// An alert that everybody can read.
    Alert,
    /// Handshake messages that everybody can read.
    Handshake,
    /// Whatever is encrypted.
    ApplicationData,
}

/// What a record holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Content {
    /// A handshake message in the clear.
    Message(Message),
    /// Handshake messages, encrypted.
    Handshake,
    /// An alert, by its number, where that is known.
    Alert(Option<u8>),
    /// What was said: so many bytes, and so many lines end in them.
    Talk {
        /// How many bytes of plaintext.
        bytes: usize,
        /// How many line ends.
        lines: usize,
    },
    /// Nobody here knows, or there is nothing to know.
    Unknown,
}

/// The first message of a record of handshake messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Message {
    /// What a client offers.
    ClientHello,
    /// What the server takes of it.
    ServerHello,
    /// The server wants another offer.
    HelloRetryRequest,
    /// Another one.
    Other,
}

/// What the two sides have agreed on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Open {
    /// How the keys were agreed on, as RFC 8446 calls it.
    pub group: String,
    /// How records are encrypted from now on, as RFC 8446 calls it.
    pub suite: String,
    /// The server's certificate.
    pub certificate: Option<Fingerprint>,
}
