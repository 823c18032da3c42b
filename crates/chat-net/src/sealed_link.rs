//! A layer inside a link: TLS where there is no stream.
//!
//! ```text
//! frames  ⇄  layer (TLS)  ⇄  frames of type `tls`  ⇄  link  ⇄  impairments  ⇄  socket
//! ```
//!
//! The link delivers each frame once and in order, so what travels in them is a stream
//! again, of lines as on TCP. Whoever has one gives it the link's frames and sends those
//! that it makes; that is all it knows of a link.

use std::io;

use chat_link::records;
use chat_proto::codec::lines::Line;
use chat_proto::codec::lines::LineSplitter;
use chat_proto::stamp::Stamp;
use chat_proto::trace::event::Event;

use crate::connection::layer::Layer;
use crate::connection::layer::Read;

/// One side of it.
#[derive(Debug)]
pub struct SealedLink {
    layer: Box<dyn Layer>,
    lines: LineSplitter,
}

/// Frames of the link that have to leave.
#[derive(Debug, Default)]
pub struct Records {
    /// One after the other.
    pub frames: Vec<u8>,
    /// All of them are this long.
    pub each: usize,
    /// The bytes of the layer that one carries.
    carries: usize,
}

impl SealedLink {
    /// With this layer.
    pub fn new(layer: Box<dyn Layer>) -> Self {
        Self {
            layer,
            lines: LineSplitter::default(),
        }
    }

    /// Takes in a frame of the link: the lines that have come by it. A frame that is no
    /// `tls` was said by somebody else, or is the link's own keep-alive: it says nothing.
    ///
    /// After an error too there may be something to be sent.
    pub fn hear(&mut self, frame: &[u8]) -> io::Result<Vec<Vec<u8>>> {
        let Some(bytes) = records::read(frame) else {
            return Ok(Vec::new());
        };
        let fed = self.layer.feed(&bytes);
        let mut heard = Vec::new();
        let mut keep = |line: Line<'_>| match line {
            Line::Whole(line) => heard.push(line.to_vec()),
            // Whoever reads it refuses it for its length: this is one byte too many.
            Line::TooLong(line) => heard.push([line, b" "].concat()),
        };
        let mut piece = [0; 4096];
        while let Read::Bytes(count) = self.layer.read(&mut piece) {
            self.lines
                .feed(piece.get(..count).unwrap_or_default(), &mut keep);
        }
        fed.map(|()| heard)
    }

    /// Whether the two sides have not agreed yet.
    pub fn is_opening(&self) -> bool {
        self.layer.is_opening()
    }

    /// The SHA-256 of the certificate that the other side has shown.
    pub fn shown(&self) -> Option<[u8; 32]> {
        self.layer.shown()
    }

    /// Takes what is to be said, and says how many bytes of it: none until both have agreed,
    /// nor while what was taken before has not left.
    pub fn write(&mut self, said: &[u8]) -> usize {
        if self.has_pending() {
            return 0;
        }
        self.layer.write(said)
    }

    /// Whether frames wait to leave.
    pub fn has_pending(&self) -> bool {
        !self.layer.pending().is_empty()
    }

    /// Whether somebody wants to know what passes.
    pub fn set_traced(&mut self, traced: bool) {
        self.layer.set_traced(traced);
    }

    /// What has passed since, where somebody wants to know.
    pub fn poll_event(&mut self) -> Option<Event> {
        self.layer.poll_event()
    }

    /// Says that nothing more comes.
    pub fn finish(&mut self) {
        self.layer.finish();
    }

    /// The frames that are to leave next, all of one length; the server's have its stamp.
    pub fn records(&self, speaker: Option<Stamp>) -> Records {
        let pending = self.layer.pending();
        let mut records = Records::default();
        let whole = pending.chunks_exact(records::PIECE_BYTES);
        let rest = whole.remainder();
        if whole.len() == 0 && !rest.is_empty() {
            records::write(&mut records.frames, speaker, rest);
            records.carries = rest.len();
            records.each = records.frames.len();
        }
        for piece in whole.take(AT_ONCE) {
            records::write(&mut records.frames, speaker, piece);
            records.carries = piece.len();
            if records.each == 0 {
                records.each = records.frames.len();
            }
        }
        records
    }

    /// A link has taken so many bytes of [`SealedLink::records`].
    pub fn advance(&mut self, records: &Records, taken: usize) {
        let frames = taken.checked_div(records.each).unwrap_or_default();
        self.layer.advance(frames * records.carries);
    }
}

/// Frames that are made at once: what a send window takes.
const AT_ONCE: usize = 32;

#[cfg(test)]
#[cfg(feature = "secrecy")]
mod tests;
