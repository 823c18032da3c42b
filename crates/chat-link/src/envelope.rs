//! The fields that make a JSON object a datagram of a link: read and written
//! here alone.
//!
//! They stand in front of a frame's own fields, right after its `{`, so that a
//! frame is encoded once and each peer's fields are put before it.

mod bare_ack;
mod digits;
mod object;
mod word;

use std::fmt;
use std::io::Write;

use chat_proto::frame::server::RunId;
use chat_proto::stamp::Stamp;
use memchr::memmem;

use crate::policy::DATAGRAM_BYTES;
use crate::policy::FIELDS_BYTES;

use bare_ack::BareAck;
use digits::decimal;
use object::Object;

/// One conversation: 64 random bits of the server's, written as 16 hex digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LinkId(pub u64);

/// A peer's own random number: an answer that repeats it answers that peer.
/// Written as 16 hex digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Nonce(pub u64);

/// Shows that a client receives at its address. Written as 16 hex digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cookie(pub u64);

/// What travels inside a link.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cover {
    /// Frames as they are.
    #[default]
    Clear,
    /// Bytes of TLS, and the frames inside it: [`records`](crate::records).
    Tls,
}

/// A datagram that has to do with a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Datagram {
    /// A client asks for a link; with a cookie, its address is validated.
    Hello(Nonce, Option<Cookie>, Cover),
    /// The server's answer to a hello without a cookie.
    Cookie(Nonce, Cookie),
    /// The server's answer to a hello with one: the link, the server's run, and the
    /// cover that was asked for, unless the server has none.
    Open(Nonce, LinkId, Option<RunId>, Cover),
    /// The server does not know this link.
    Reset(LinkId),
    /// Of a link that exists.
    Bound(LinkId, Fields),
}

/// What a datagram of a link says to the link itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fields {
    /// The frame's number and which transmission of it this is, where there is a frame.
    pub frame: Option<(u32, u16)>,
    /// The acknowledgement, where it carries one.
    pub ack: Option<Ack>,
    /// Which fragment of a longer frame this is, and of how many.
    pub part: Option<(u16, u16)>,
}

/// An acknowledgement: what one side has received.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ack {
    /// Cumulative: everything up to here.
    pub upto: u32,
    /// Selective: and these, beyond the first gap.
    pub got: Vec<u32>,
    /// The frame and transmission that triggered it: makes RTT samples exact.
    pub of: Option<(u32, u16)>,
    /// Every transmission of that frame that arrived, where a later one than the first
    /// did: tells its sender which ones were lost.
    pub tries: Vec<u16>,
}

/// Who writes: every frame of the server has a name, a stamp and a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The server.
    Server,
    /// A peer of it.
    Peer,
}

/// Whether bytes look as if they had to do with a link. Cheap: asked of every
/// datagram of a peer without a link.
pub fn concerns_link(bytes: &[u8]) -> bool {
    let starts = |start: &&[u8]| bytes.starts_with(start);
    let holds = |word: &&[u8]| memmem::find(bytes, word).is_some();
    STARTS.iter().any(starts) || WORDS.iter().any(holds)
}

/// How this program's own begin, told without a search.
const STARTS: [&[u8]; 2] = [b"{\"link\":", b"{\"type\":\"ack\",\"link\":"];

/// One of them is in every datagram that has to do with a link.
const WORDS: [&[u8]; 2] = [b"\"link\"", b"\"nonce\""];

/// What a datagram says to a link; nothing where it says nothing to any.
pub fn read(bytes: &[u8]) -> Option<Datagram> {
    if bytes.len() > DATAGRAM_BYTES {
        return None;
    }
    if let Some(answer) = bare_ack::read(bytes) {
        return Some(from_bare_ack(answer));
    }
    read_any(bytes)
}

/// A datagram of any kind.
fn read_any(bytes: &[u8]) -> Option<Datagram> {
    let read: Object<'_> = serde_json::from_slice(bytes).ok()?;
    let kind = read.kind.0.as_deref().unwrap_or("msg");
    let nonce = read.nonce.map(Nonce);
    match (kind, nonce, read.link) {
        ("hello", Some(nonce), None) => {
            let cookie = read.cookie.map(Cookie);
            Some(Datagram::Hello(nonce, cookie, Cover::of(read.tls)))
        }
        ("cookie", Some(nonce), None) => Some(Datagram::Cookie(nonce, Cookie(read.cookie?))),
        ("open", Some(nonce), Some(link)) => {
            let run = read.run.map(RunId);
            let cover = Cover::of(read.tls);
            Some(Datagram::Open(nonce, LinkId(link), run, cover))
        }
        ("reset", None, Some(link)) => Some(Datagram::Reset(LinkId(link))),
        (_, None, Some(link)) => Some(Datagram::Bound(LinkId(link), read.fields()?)),
        _ => None,
    }
}

/// An acknowledgement by itself.
fn from_bare_ack(answer: BareAck) -> Datagram {
    let ack = answer.upto.map(|upto| Ack {
        upto,
        got: answer.got,
        of: answer.of,
        tries: answer.tries,
    });
    let fields = Fields {
        ack,
        ..Fields::default()
    };
    Datagram::Bound(LinkId(answer.link), fields)
}

impl Cover {
    fn of(tls: bool) -> Self {
        if tls { Self::Tls } else { Self::Clear }
    }
}

impl Object<'_> {
    fn fields(self) -> Option<Fields> {
        let part = self.part.as_deref().map(|part| {
            let (k, of) = part.split_once('/')?;
            Some((k.parse().ok()?, of.parse().ok()?))
        });
        let part = match part {
            Some(None) => return None,
            Some(Some(part)) => Some(part),
            None => None,
        };
        let frame = self.n.map(|n| (n, self.r#try.unwrap_or(1)));
        let ack = self.ack.map(|upto| Ack {
            upto,
            got: self.got,
            of: self.r#for,
            tries: self.tries,
        });
        Some(Fields { frame, ack, part })
    }
}

/// Puts the link's fields before a frame's own. `object` is a whole JSON
/// object, with or without a line end.
pub fn write_frame(
    out: &mut Vec<u8>,
    link: LinkId,
    (n, copy): (u32, u16),
    ack: Option<&Ack>,
    object: &[u8],
) {
    let start = out.len();
    out.reserve(FIELDS_BYTES + object.len());
    out.extend_from_slice(b"{\"link\":\"");
    digits::hex(out, link.0);
    out.extend_from_slice(b"\",\"n\":");
    decimal(out, n);
    out.push(b',');
    if copy > 1 {
        out.extend_from_slice(b"\"try\":");
        decimal(out, u32::from(copy));
        out.push(b',');
    }
    if let Some(ack) = ack {
        write_ack_fields(out, ack);
    }
    let frame = object.trim_ascii();
    let own = frame.strip_prefix(b"{").unwrap_or(frame).trim_ascii_start();
    if copy >= PADDED_FROM {
        let bare = out.len() - start + own.len();
        if bare < ANSWER_BYTES {
            let missing = ANSWER_BYTES.saturating_sub(bare + EMPTY_PAD.len());
            // Writing to memory cannot fail, here and below.
            let _ = write!(out, "\"pad\":\"{:.<missing$}\",", "");
        }
    }
    if own == b"}" {
        // No comma before the end of an object.
        out.pop();
    }
    out.extend_from_slice(own);
}

/// A frame without the link's fields, where they stand in front as
/// [`write_frame`] puts them. Otherwise it is left as it is: nobody minds them.
pub fn bare(datagram: &[u8]) -> Vec<u8> {
    let Some(mut rest) = datagram.strip_prefix(b"{") else {
        return datagram.to_vec();
    };
    while let Some(after) = after_field(rest) {
        rest = after;
    }
    let mut frame = Vec::with_capacity(rest.len() + 1);
    frame.push(b'{');
    frame.extend_from_slice(rest);
    frame
}

/// What follows one of the link's fields and its comma.
fn after_field(rest: &[u8]) -> Option<&[u8]> {
    let named = |name: &&str| {
        let value = rest.strip_prefix(b"\"")?.strip_prefix(name.as_bytes())?;
        value.strip_prefix(b"\":")
    };
    let value = FIELDS.iter().find_map(named)?;
    // None of them has a comma, a quote or a bracket inside its value.
    let end = match value.first()? {
        b'"' => memchr::memchr(b'"', value.get(1..)?)? + 2,
        b'[' => memchr::memchr(b']', value)? + 1,
        _ => memchr::memchr(b',', value)?,
    };
    value.get(end..)?.strip_prefix(b",")
}

/// The fields that [`write_frame`] writes.
const FIELDS: [&str; 8] = ["link", "n", "try", "ack", "got", "for", "tries", "pad"];

/// An acknowledgement by itself.
pub fn write_ack(out: &mut Vec<u8>, side: Side, at: Stamp, link: LinkId, ack: &Ack) {
    let _ = write!(out, "{{\"type\":\"ack\",\"link\":\"{link}\",");
    write_ack_fields(out, ack);
    out.pop();
    if side == Side::Server {
        let upto = ack.upto;
        spoken(out, at, format_args!("received up to {upto}"));
    }
    out.push(b'}');
}

/// A peer's hello, as long as the longest answer to it: the server sends no
/// stranger more than it got.
pub fn write_hello(out: &mut Vec<u8>, nonce: Nonce, cookie: Option<Cookie>, cover: Cover) {
    let start = out.len();
    let _ = write!(out, "{{\"type\":\"hello\",\"nonce\":\"{:016x}\",", nonce.0);
    if let Some(cookie) = cookie {
        let _ = write!(out, "\"cookie\":\"{:016x}\",", cookie.0);
    }
    if cover == Cover::Tls {
        out.extend_from_slice(b"\"tls\":true,");
    }
    let bare = out.len() - start + EMPTY_PAD.len();
    let missing = ANSWER_BYTES.saturating_sub(bare);
    let _ = write!(out, "\"pad\":\"{:.<missing$}\"}}", "");
}

/// The server's answer to a stranger, never longer than [`ANSWER_BYTES`].
/// Nothing is written for datagrams that are no such answer.
pub fn write_answer(out: &mut Vec<u8>, at: Stamp, answer: &Datagram) {
    match answer {
        Datagram::Cookie(nonce, cookie) => {
            let (nonce, cookie) = (nonce.0, cookie.0);
            let _ = write!(
                out,
                "{{\"type\":\"cookie\",\"nonce\":\"{nonce:016x}\",\"cookie\":\"{cookie:016x}\""
            );
            spoken(out, at, format_args!("say hello again with this cookie"));
        }
        Datagram::Open(nonce, link, run, cover) => {
            let (nonce, run) = (nonce.0, run.unwrap_or(RunId(0)).0);
            let _ = write!(
                out,
                "{{\"type\":\"open\",\"nonce\":\"{nonce:016x}\",\"link\":\"{link}\",\"run\":\"{run:016x}\""
            );
            if *cover == Cover::Tls {
                out.extend_from_slice(b",\"tls\":true");
            }
            spoken(out, at, format_args!("link open"));
        }
        Datagram::Reset(link) => {
            let _ = write!(out, "{{\"type\":\"reset\",\"link\":\"{link}\"");
            spoken(out, at, format_args!("no such link: say hello"));
        }
        Datagram::Hello(..) | Datagram::Bound(..) => return,
    }
    out.push(b'}');
}

/// A fragment of a longer frame: a JSON object whose text is a piece of the frame's own
/// encoding, already escaped.
pub fn write_fragment(out: &mut Vec<u8>, speaker: Option<Stamp>, (k, of): (u16, u16), piece: &str) {
    let _ = write!(out, "{{\"part\":\"{k}/{of}\",\"type\":\"part\"");
    match speaker {
        Some(at) => spoken(out, at, format_args!("{piece}")),
        None => {
            let _ = write!(out, ",\"text\":\"{piece}\"");
        }
    }
    out.push(b'}');
}

/// Bytes of TLS, in base64, as a frame.
pub fn write_record(out: &mut Vec<u8>, speaker: Option<Stamp>, base64: &str) {
    let _ = write!(out, "{{\"type\":\"tls\",\"tls\":\"{base64}\"");
    if let Some(at) = speaker {
        spoken(out, at, format_args!("secret"));
    }
    out.push(b'}');
}

/// What every frame of the server has.
fn spoken(out: &mut Vec<u8>, at: Stamp, text: fmt::Arguments<'_>) {
    let _ = write!(
        out,
        ",\"name\":\"server\",\"timestamp\":\"{at}\",\"text\":\"{text}\""
    );
}

/// The fields of an acknowledgement, each with its comma.
fn write_ack_fields(out: &mut Vec<u8>, ack: &Ack) {
    out.extend_from_slice(b"\"ack\":");
    decimal(out, ack.upto);
    out.push(b',');
    write_list(out, b"\"got\":", ack.got.iter().copied());
    if let Some((n, copy)) = ack.of {
        write_list(out, b"\"for\":", [n, u32::from(copy)].into_iter());
    }
    write_list(out, b"\"tries\":", ack.tries.iter().copied().map(u32::from));
}

fn write_list(out: &mut Vec<u8>, field: &[u8], list: impl ExactSizeIterator<Item = u32>) {
    if list.len() == 0 {
        return;
    }
    out.extend_from_slice(field);
    out.push(b'[');
    for one in list {
        decimal(out, one);
        out.push(b',');
    }
    out.pop();
    out.extend_from_slice(b"],");
}

impl fmt::Display for LinkId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

/// The longest of the server's answers to strangers; also the shortest question
/// that is answered.
pub const ANSWER_BYTES: usize = 192;

/// From this transmission on a frame is as long as an answer, so that a server that has
/// forgotten the link may say so without sending more than it got.
const PADDED_FROM: u16 = 3;

const EMPTY_PAD: &str = "\"pad\":\"\",";

#[cfg(test)]
mod tests;
