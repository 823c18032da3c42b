//! What TLS does on a connection, or inside a link: the records that pass, and what both
//! sides agreed on. Sizes and types; neither keys nor what was said.

use serde::Deserialize;
use serde::Serialize;

use crate::trace::weather::Way;

/// A record has passed whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// Which way.
    pub way: Way,
    /// What its header says that it is: what everybody can read.
    #[serde(rename = "type")]
    pub kind: RecordType,
    /// How long it is, with its header.
    pub bytes: usize,
    /// The handshake message that it begins with, where that is in the clear.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<Message>,
    /// What is encrypted in it, where whoever writes the recording knows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inside: Option<RecordType>,
    /// Which alert it is, where that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alert: Option<Box<str>>,
    /// How many bytes of what was said are in it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plaintext: Option<usize>,
    /// How many frames end in them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub frames: Option<usize>,
}

/// What a record holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RecordType {
    /// Left over from TLS 1.2: says nothing.
    ChangeCipherSpec,
    /// That nothing more comes, or why.
    Alert,
    /// Messages by which the two sides agree.
    Handshake,
    /// In a header: whatever is encrypted. Inside: what is said.
    ApplicationData,
}

/// A handshake message that everybody can read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
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

/// The handshake is complete.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Open {
    /// Of the protocol: `TLS 1.3`.
    pub version: Box<str>,
    /// How records are encrypted, as RFC 8446 calls it.
    pub suite: Box<str>,
    /// How the keys were agreed on, as RFC 8446 calls it.
    pub group: Box<str>,
    /// The server's certificate, as six words; no secret.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub certificate: Option<Box<str>>,
}

/// What came is no TLS as it should be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failed {
    /// Why.
    pub why: Box<str>,
}
