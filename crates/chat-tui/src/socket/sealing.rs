//! TLS inside a link, as the client has it: what is said and not taken yet waits here.

use std::io;

use chat_link::Link;
use chat_net::sealed_link::SealedLink;
use chat_proto::hex::Hex;
use chat_proto::now::Now;
use chat_proto::trace::event::Event;

use crate::pins::Print;

/// TLS inside the link.
pub(crate) struct Sealing {
    link: SealedLink,
    /// What it has not taken yet: bounded by the session, as that of a stream is.
    out: Vec<u8>,
}

impl Sealing {
    /// The handshake begins.
    pub(crate) fn new(link: SealedLink) -> Self {
        let out = Vec::new();
        Self { link, out }
    }

    /// The certificate that the server has shown, once both have agreed.
    pub(crate) fn shown(&self) -> Option<Print> {
        self.link.shown().map(Hex)
    }

    /// Whether somebody wants to know what passes.
    pub(crate) fn set_traced(&mut self, traced: bool) {
        self.link.set_traced(traced);
    }

    /// What has passed, where somebody wants to know.
    pub(crate) fn poll_event(&mut self) -> Option<Event> {
        self.link.poll_event()
    }

    /// The lines inside frames of the link.
    pub(crate) fn unseal(&mut self, frames: &[Vec<u8>]) -> io::Result<Vec<Vec<u8>>> {
        let mut lines = Vec::new();
        for frame in frames {
            let heard = self.link.hear(frame)?.into_iter();
            lines.extend(heard.filter(|line| !line.trim_ascii().is_empty()));
        }
        Ok(lines)
    }

    /// What is to be said, with its line end.
    pub(crate) fn say(&mut self, line: &[u8]) {
        self.out.extend_from_slice(line);
    }

    /// Gives the link what it takes.
    pub(crate) fn seal(&mut self, now: Now, link: &mut Link) {
        loop {
            let taken = self.link.write(&self.out);
            self.out.drain(..taken);
            if !self.link.has_pending() {
                return;
            }
            let records = self.link.records(None);
            // Where it is full, the rest follows when something is acknowledged.
            let frames = records.frames.chunks(records.each.max(1));
            let taken = frames.take_while(|frame| link.send(now, frame).is_ok());
            let taken = taken.count() * records.each;
            self.link.advance(&records, taken);
            if taken < records.frames.len() {
                return;
            }
        }
    }

    /// Whether something has not left.
    pub(crate) fn owes(&self) -> bool {
        self.link.has_pending() || !self.out.is_empty()
    }
}
