//! A stream as segments: a made-up handshake, each read and write at its place in the
//! count of bytes, a made-up end. So Wireshark follows it without a complaint.

use crate::export::pcapng::headers;
use crate::export::pcapng::headers::ACK;
use crate::export::pcapng::headers::FIN;
use crate::export::pcapng::headers::PSH;
use crate::export::pcapng::headers::Path;
use crate::export::pcapng::headers::SYN;
use crate::export::pcapng::headers::Segment;
use crate::rows::party::Side;

/// One connection, as far as it is written.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::export::pcapng) struct Stream {
    /// The next byte of the client and of the server.
    next: (u32, u32),
    state: State,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum State {
    #[default]
    New,
    Open,
    Closed,
}

/// A packet, with a word about what is made up in it.
pub(in crate::export::pcapng) type Made = (Side, Vec<u8>, Option<&'static str>);

impl Stream {
    /// The handshake, where there was none.
    pub(in crate::export::pcapng) fn open(&mut self, path: Path) -> Vec<Made> {
        if self.state == State::Open {
            return Vec::new();
        }
        // Another connection of the same two ends begins beyond what was.
        let again = if self.state == State::Closed {
            1 << 30
        } else {
            0
        };
        let first = self.next.0.max(self.next.1).wrapping_add(again);
        self.next = (first, first);
        self.state = State::Open;
        let made = Some("made up: the handshake that opened the connection");
        let mut all = vec![self.empty(Side::Client, path, SYN, made)];
        all.push(self.empty(Side::Server, path, SYN | ACK, made));
        all.push(self.empty(Side::Client, path, ACK, made));
        all
    }

    /// What a side sends, as segments that fit a packet.
    pub(in crate::export::pcapng) fn send(
        &mut self,
        side: Side,
        path: Path,
        payload: &[u8],
    ) -> Vec<Made> {
        let many = payload.len() > SEGMENT;
        let made = many.then_some("one call of the program, in several packets");
        let mut all = Vec::new();
        for payload in payload.chunks(SEGMENT) {
            let segment = self.segment(side, PSH | ACK);
            all.push((
                side,
                headers::tcp(turned(path, side), segment, payload),
                made,
            ));
            self.advance(side, payload.len());
        }
        all
    }

    /// The end, begun by one side.
    pub(in crate::export::pcapng) fn close(&mut self, side: Side, path: Path) -> Vec<Made> {
        if self.state != State::Open {
            return Vec::new();
        }
        self.state = State::Closed;
        let made = Some("made up: the end of the connection");
        let other = side.other();
        let mut all = vec![self.empty(side, path, FIN | ACK, made)];
        all.push(self.empty(other, path, FIN | ACK, made));
        all.push(self.empty(side, path, ACK, made));
        all
    }

    fn empty(&mut self, side: Side, path: Path, flags: u8, made: Option<&'static str>) -> Made {
        let packet = headers::tcp(turned(path, side), self.segment(side, flags), &[]);
        if flags & (SYN | FIN) > 0 {
            self.advance(side, 1);
        }
        (side, packet, made)
    }

    fn segment(&self, side: Side, flags: u8) -> Segment {
        let (client, server) = self.next;
        let (seq, ack) = match side {
            Side::Client => (client, server),
            Side::Server => (server, client),
        };
        let ack = if flags & ACK > 0 { ack } else { 0 };
        Segment { seq, ack, flags }
    }

    fn advance(&mut self, side: Side, bytes: usize) {
        let bytes = u32::try_from(bytes).unwrap_or(0);
        let next = match side {
            Side::Client => &mut self.next.0,
            Side::Server => &mut self.next.1,
        };
        *next = next.wrapping_add(bytes);
    }
}

/// A path is from the client to the server.
fn turned((client, server): Path, side: Side) -> Path {
    match side {
        Side::Client => (client, server),
        Side::Server => (server, client),
    }
}

/// What fits a packet of 64 KiB with its headers.
const SEGMENT: usize = 65_000;
