//! What a NATS server sends, cut into operations: bytes in whatever pieces they come.
//!
//! Bounded: a control line by [`LINE_BYTES`], a message by [`PAYLOAD_BYTES`]. What does
//! not fit or cannot be read is an error, after which nothing more is read.

use bytes::Buf as _;
use bytes::Bytes;
use bytes::BytesMut;
use memchr::memchr;
use thiserror::Error;

use crate::operation::Message;
use crate::operation::Operation;

/// Why it cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Garbage {
    /// No known operation.
    #[error("an operation that is none of NATS: `{0}`")]
    Unknown(String),
    /// A line without end.
    #[error("a line of more than {LINE_BYTES} bytes")]
    Long,
    /// A known operation, and its arguments are wrong.
    #[error("the arguments of {0} are wrong")]
    Arguments(&'static str),
    /// Too large.
    #[error("a message of {0} bytes: at most {PAYLOAD_BYTES}")]
    Large(usize),
    /// The length did not say the truth.
    #[error("a message that is longer than its line says")]
    Unended,
}

/// Bytes in, operations out.
#[derive(Debug, Default)]
pub struct Parser {
    buffer: BytesMut,
    /// So many bytes have been searched for the end of the line.
    searched: usize,
    /// A message whose line was read.
    awaited: Option<Awaited>,
}

#[derive(Debug)]
struct Awaited {
    message: Message,
    headers: usize,
    total: usize,
}

impl Parser {
    /// Takes what has come.
    pub fn feed(&mut self, bytes: &[u8]) {
        self.buffer.extend_from_slice(bytes);
    }

    /// The next operation, once it is there as a whole.
    pub fn poll(&mut self) -> Result<Option<Operation>, Garbage> {
        loop {
            if self.awaited.is_some() {
                return self.take_payload();
            }
            let Some(line) = self.take_line()? else {
                return Ok(None);
            };
            match read_line(&line)? {
                Line::Whole(operation) => return Ok(Some(operation)),
                Line::Of(awaited) => self.awaited = Some(awaited),
            }
        }
    }

    fn take_line(&mut self) -> Result<Option<Bytes>, Garbage> {
        let ahead = self.buffer.get(self.searched..).unwrap_or_default();
        let Some(end) = memchr(b'\n', ahead).map(|end| self.searched + end) else {
            self.searched = self.buffer.len();
            let is_long = self.searched > LINE_BYTES;
            return if is_long {
                Err(Garbage::Long)
            } else {
                Ok(None)
            };
        };
        self.searched = 0;
        if end > LINE_BYTES {
            return Err(Garbage::Long);
        }
        let mut line = self.buffer.split_to(end);
        self.buffer.advance(1);
        if line.last() == Some(&b'\r') {
            line.truncate(end - 1);
        }
        Ok(Some(line.freeze()))
    }

    fn take_payload(&mut self) -> Result<Option<Operation>, Garbage> {
        let Some(mut awaited) = self.awaited.take() else {
            return Ok(None);
        };
        if self.buffer.len() < awaited.total + 2 {
            self.awaited = Some(awaited);
            return Ok(None);
        }
        let mut whole = self.buffer.split_to(awaited.total).freeze();
        if !self.buffer.starts_with(b"\r\n") {
            return Err(Garbage::Unended);
        }
        self.buffer.advance(2);
        if awaited.headers > 0 {
            awaited.message.headers = Some(whole.split_to(awaited.headers));
        }
        awaited.message.payload = whole;
        Ok(Some(Operation::Message(awaited.message)))
    }
}

enum Line {
    Whole(Operation),
    Of(Awaited),
}

fn read_line(line: &Bytes) -> Result<Line, Garbage> {
    let end = line.iter().position(u8::is_ascii_whitespace);
    let name = line.get(..end.unwrap_or(line.len())).unwrap_or_default();
    let rest = line.slice(name.len()..);
    let is = |wanted: &str| name.eq_ignore_ascii_case(wanted.as_bytes());
    if is("MSG") {
        read_message(&rest, 3)
            .map(Line::Of)
            .ok_or(Garbage::Arguments("MSG"))
    } else if is("HMSG") {
        read_message(&rest, 4)
            .map(Line::Of)
            .ok_or(Garbage::Arguments("HMSG"))
    } else if is("PING") {
        Ok(Line::Whole(Operation::Ping))
    } else if is("PONG") {
        Ok(Line::Whole(Operation::Pong))
    } else if is("+OK") {
        Ok(Line::Whole(Operation::Ok))
    } else if is("INFO") {
        Ok(Line::Whole(Operation::Info(rest)))
    } else if is("-ERR") {
        let why = String::from_utf8_lossy(&rest);
        let why = why.trim().trim_matches('\'').to_owned();
        Ok(Line::Whole(Operation::Err(why)))
    } else {
        let shown = String::from_utf8_lossy(name).chars().take(20).collect();
        Err(Garbage::Unknown(shown))
    }
    .and_then(fitting)
}

fn fitting(line: Line) -> Result<Line, Garbage> {
    match line {
        Line::Of(awaited) if awaited.total > PAYLOAD_BYTES => Err(Garbage::Large(awaited.total)),
        Line::Of(_) | Line::Whole(_) => Ok(line),
    }
}

/// `subject sid [reply] [headers] total`: so many fields at least, one more with a reply.
fn read_message(rest: &[u8], least: usize) -> Option<Awaited> {
    let text = std::str::from_utf8(rest).ok()?;
    let fields: Vec<&str> = text.split_ascii_whitespace().take(least + 2).collect();
    let has_reply = fields.len() == least + 1;
    if fields.len() != least && !has_reply {
        return None;
    }
    let mut fields = fields.into_iter();
    let subject = fields.next()?.to_owned();
    let sid = fields.next()?.parse().ok()?;
    let reply = if has_reply {
        Some(fields.next()?.to_owned())
    } else {
        None
    };
    let headers = if least == 4 {
        fields.next()?.parse().ok()?
    } else {
        0
    };
    let total = fields.next()?.parse().ok()?;
    (headers <= total).then_some(Awaited {
        message: Message {
            subject,
            sid,
            reply,
            headers: None,
            payload: Bytes::new(),
        },
        headers,
        total,
    })
}

/// The longest line of a server is its INFO, with the addresses of all nodes: some 60
/// bytes each, on every interface of each. All others stay below 1 KiB.
pub const LINE_BYTES: usize = 16 * 1024;

/// A server refuses to carry more than 1 MiB, unless its operator allows up to 8.
pub const PAYLOAD_BYTES: usize = 8 * 1024 * 1024;

#[cfg(test)]
mod tests;
