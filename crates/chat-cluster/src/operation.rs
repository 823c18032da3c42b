//! The words of the NATS client protocol: what a server says, and how a client writes.
//!
//! Only what is used here: no headers are sent. A subject is written as it is given; it
//! comes from names that are words, or from a server's own line, so it has no blanks.

use std::fmt::Write as _;

use bytes::Bytes;
use bytes::BytesMut;
use serde::Serialize;

/// What a server says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Operation {
    /// Who it is: JSON.
    Info(Bytes),
    /// Something was published.
    Message(Message),
    /// Are you there?
    Ping,
    /// I am.
    Pong,
    /// Done. We ask it not to say that.
    Ok,
    /// Something is wrong.
    Err(String),
}

/// What was published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// Under which subject.
    pub subject: String,
    /// Our own number of the subscription.
    pub sid: u64,
    /// Where an answer goes.
    pub reply: Option<String>,
    /// `NATS/1.0`, perhaps a status, and fields.
    pub headers: Option<Bytes>,
    /// What.
    pub payload: Bytes,
}

impl Message {
    /// The status in the first line of the headers, where there is one: 100 for a
    /// heartbeat, 503 where nobody listens.
    pub fn status(&self) -> Option<u16> {
        let text = self.header_text()?.strip_prefix("NATS/1.0 ")?;
        text.split_ascii_whitespace().next()?.parse().ok()
    }

    /// Whether it says that nobody listens where a request went.
    pub fn is_unheard(&self) -> bool {
        self.status() == Some(NO_RESPONDERS)
    }

    /// A field of the headers.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.header_text()?.lines().skip(1).find_map(|line| {
            let (field, value) = line.split_once(':')?;
            field.eq_ignore_ascii_case(name).then(|| value.trim())
        })
    }

    fn header_text(&self) -> Option<&str> {
        std::str::from_utf8(self.headers.as_ref()?).ok()
    }
}

/// What a client says first.
#[derive(Debug, Serialize)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "the protocol has them side by side"
)]
pub struct Connect<'a> {
    /// No `+OK` for each operation.
    pub verbose: bool,
    /// No checks of subjects: ours are right.
    pub pedantic: bool,
    /// Nothing but TLS.
    pub tls_required: bool,
    /// For the operator's list of connections.
    pub name: String,
    /// The library's language.
    pub lang: &'static str,
    /// The library's version.
    pub version: &'static str,
    /// 1: later INFO is understood.
    pub protocol: u8,
    /// HMSG is understood.
    pub headers: bool,
    /// A request that nobody hears is answered at once.
    pub no_responders: bool,
    /// Of the address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user: Option<&'a str>,
    /// Of the address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pass: Option<&'a str>,
    /// Of the credentials.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub jwt: Option<&'a str>,
    /// The server's nonce, signed with the credentials' key.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sig: Option<String>,
}

/// Writes CONNECT.
pub fn connect(out: &mut BytesMut, connect: &Connect<'_>) {
    // A struct of words and flags: it cannot fail.
    let json = serde_json::to_string(connect).unwrap_or_default();
    put(out, format_args!("CONNECT {json}\r\n"));
}

/// Writes PUB.
pub fn publish(out: &mut BytesMut, subject: &str, reply: Option<&str>, payload: &[u8]) {
    let length = payload.len();
    match reply {
        Some(reply) => put(out, format_args!("PUB {subject} {reply} {length}\r\n")),
        None => put(out, format_args!("PUB {subject} {length}\r\n")),
    }
    out.extend_from_slice(payload);
    out.extend_from_slice(b"\r\n");
}

/// Writes SUB.
pub fn subscribe(out: &mut BytesMut, subject: &str, sid: u64) {
    put(out, format_args!("SUB {subject} {sid}\r\n"));
}

/// Writes UNSUB.
pub fn unsubscribe(out: &mut BytesMut, sid: u64) {
    put(out, format_args!("UNSUB {sid}\r\n"));
}

/// Writes PING.
pub fn ping(out: &mut BytesMut) {
    out.extend_from_slice(b"PING\r\n");
}

/// Writes PONG.
pub fn pong(out: &mut BytesMut) {
    out.extend_from_slice(b"PONG\r\n");
}

fn put(out: &mut BytesMut, words: std::fmt::Arguments<'_>) {
    // Writing to memory does not fail.
    let _ = out.write_fmt(words);
}

/// As in HTTP: there is no such service.
const NO_RESPONDERS: u16 = 503;
