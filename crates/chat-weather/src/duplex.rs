//! A connection with impairments: both directions, between the socket and whoever
//! reads and writes.
//!
//! Sans-IO. [`Duplex::push`] takes what is said and [`Duplex::read`] gives what
//! has come; [`Duplex::carry`] moves both between here and the socket, which the
//! edge of each program has.

use std::collections::VecDeque;
use std::io;
use std::time::Instant;

use chat_proto::chance;
use chat_proto::trace::event::Event;
use chat_proto::trace::weather;
use chat_proto::trace::weather::Way;

use crate::stream::Piece;
use crate::stream::Stream;
use crate::stream::StreamImpairments;

/// One connection.
#[derive(Clone, Debug)]
pub struct Duplex {
    /// Which connection: each has draws of its own.
    flow: u64,
    inward: Stream,
    outward: Stream,
    /// The piece that the socket has not taken to its end.
    writing: Vec<u8>,
    /// The piece that has come and was not read to its end.
    reading: Vec<u8>,
    /// The other side's end has come, and was read.
    ended: bool,
    /// Why the socket gives nothing more, where it has failed: told after what had
    /// come before.
    lost: Option<io::ErrorKind>,
    /// Whether more leaves.
    writes: Writes,
    /// Why there is no connection any more.
    broken: Option<io::ErrorKind>,
    /// Pieces so far, inward and outward.
    counts: [u64; 2],
    traced: bool,
    events: VecDeque<Event>,
}

/// What a reading has brought.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Read {
    /// Nothing yet.
    Nothing,
    /// So many bytes.
    Bytes(usize),
    /// The other side says no more.
    End,
    /// The impairments, or the network itself, have broken the connection.
    Broken(io::ErrorKind),
}

/// What becomes of what is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Writes {
    /// It leaves.
    Open,
    /// The last piece has left, and nothing follows.
    Done,
    /// The socket has failed: nothing leaves any more. What has come may still be
    /// read, the other side's last words among it.
    Failed(io::ErrorKind),
}

impl Duplex {
    /// A connection that begins now, the n-th of this seed.
    pub fn new(
        now: Instant,
        impairments: &StreamImpairments,
        (seed, flow): (u64, u64),
        traced: bool,
    ) -> Self {
        let [inward, outward] = seeds(seed, flow);
        Self {
            flow,
            inward: Stream::new(now, impairments.inward.clone(), inward),
            outward: Stream::new(now, impairments.outward.clone(), outward),
            writing: Vec::new(),
            reading: Vec::new(),
            ended: false,
            lost: None,
            writes: Writes::Open,
            broken: None,
            counts: [0; 2],
            traced,
            events: VecDeque::new(),
        }
    }

    /// Other impairments from now on.
    pub fn change(&mut self, now: Instant, impairments: &StreamImpairments, seed: u64) {
        let [inward, outward] = seeds(seed, self.flow);
        self.inward.change(now, impairments.inward.clone(), inward);
        self.outward
            .change(now, impairments.outward.clone(), outward);
    }

    /// Takes what is said, as far as there is room.
    pub fn push(&mut self, now: Instant, bytes: &[u8]) -> usize {
        self.outward.push(now, bytes)
    }

    /// Whether more may be said, or is known to be in vain.
    pub fn is_writable(&self) -> bool {
        self.outward.room() > 0 || self.write_error().is_some()
    }

    /// Why whatever is said is said in vain, where it is.
    pub fn write_error(&self) -> Option<io::ErrorKind> {
        match self.writes {
            Writes::Failed(why) => Some(why),
            Writes::Open | Writes::Done => self.broken,
        }
    }

    /// Nothing more will be said.
    pub fn finish(&mut self) {
        self.outward.finish();
    }

    /// Moves what can be moved now: `write` is given one piece at a time, `read`
    /// a buffer once. Each says how many bytes it took or gave; no byte read is the
    /// other side's end, and any error but that of a socket which is not ready is
    /// the end of this direction.
    pub fn carry(
        &mut self,
        now: Instant,
        read: impl FnOnce(&mut [u8]) -> io::Result<usize>,
        write: impl Fn(&[u8]) -> io::Result<usize>,
    ) {
        while let Some(piece) = self.next_piece(now) {
            match write(piece) {
                Ok(0) => self.write_no_more(io::ErrorKind::WriteZero),
                Ok(count) => self.written(count),
                Err(error) if is_passing(&error) => break,
                Err(error) => self.write_no_more(error.kind()),
            }
        }
        let mut buffer = [0; READ];
        let room = self.inward.room().min(READ);
        let buffer = buffer.get_mut(..room).unwrap_or_default();
        if room == 0 {
            return;
        }
        match read(buffer) {
            Ok(count) => self.hear(now, buffer.get(..count).unwrap_or_default()),
            Err(error) if is_passing(&error) => {}
            Err(error) => {
                self.lost = Some(error.kind());
                self.inward.finish();
            }
        }
    }

    /// Whether there is room for what the socket has to read.
    pub fn wants_to_read(&self) -> bool {
        self.inward.room() > 0
    }

    /// Whether the socket is waited for to take the rest of a piece.
    pub fn wants_to_write(&self) -> bool {
        !self.writing.is_empty()
    }

    /// Whether all that was said has left and nothing follows, or never will.
    pub fn is_written_out(&self) -> bool {
        self.writes != Writes::Open || self.is_broken()
    }

    /// Whether [`Duplex::read`] has an answer.
    pub fn is_readable(&mut self, now: Instant) -> bool {
        if self.reading.is_empty() && !self.ended && !self.is_broken() {
            match self.inward.poll(now) {
                None => {}
                Some(Piece::Bytes(bytes)) => {
                    self.note(Way::In, bytes.len());
                    self.reading = bytes;
                }
                Some(Piece::End) => match self.lost {
                    None => self.ended = true,
                    Some(why) => self.break_off(why),
                },
                Some(Piece::Reset) => self.break_off(io::ErrorKind::ConnectionReset),
            }
        }
        !self.reading.is_empty() || self.ended || self.is_broken()
    }

    /// What has come, one piece at a time.
    pub fn read(&mut self, now: Instant, buffer: &mut [u8]) -> Read {
        if !self.is_readable(now) {
            return Read::Nothing;
        }
        if let Some(why) = self.broken {
            return Read::Broken(why);
        }
        if self.reading.is_empty() {
            return Read::End;
        }
        let count = self.reading.len().min(buffer.len());
        for (to, from) in buffer.iter_mut().zip(self.reading.drain(..count)) {
            *to = from;
        }
        Read::Bytes(count)
    }

    /// Whether there is no connection any more.
    pub fn is_broken(&self) -> bool {
        self.broken.is_some()
    }

    /// When it has to be looked after again, if nothing happens before. Whoever
    /// does not read is not woken for what has come: that stays as it is.
    pub fn poll_timeout(&self, reads: bool) -> Option<Instant> {
        if self.is_broken() {
            return None;
        }
        // A piece that the socket does not take waits for the socket.
        let idle = self.writing.is_empty();
        let outward = self.outward.poll_timeout().filter(|_| idle);
        let read_out = reads && self.reading.is_empty();
        let inward = self.inward.poll_timeout().filter(|_| read_out);
        [outward, inward].into_iter().flatten().min()
    }

    /// Whether events are kept from now on.
    pub fn set_traced(&mut self, traced: bool) {
        self.traced = traced;
    }

    /// The next event, where they are traced.
    pub fn poll_event(&mut self) -> Option<Event> {
        self.events.pop_front()
    }

    /// What the socket is to be given now: one piece for each write.
    fn next_piece(&mut self, now: Instant) -> Option<&[u8]> {
        if self.writing.is_empty() {
            match self.outward.poll(now)? {
                Piece::Bytes(bytes) => {
                    self.note(Way::Out, bytes.len());
                    self.writing = bytes;
                }
                Piece::End => {
                    self.writes = Writes::Done;
                    return None;
                }
                Piece::Reset => {
                    self.break_off(io::ErrorKind::ConnectionReset);
                    return None;
                }
            }
        }
        Some(&self.writing)
    }

    /// The socket has taken so much of it.
    fn written(&mut self, count: usize) {
        self.writing.drain(..count.min(self.writing.len()));
    }

    /// Takes what was read: no more than there is room for.
    fn hear(&mut self, now: Instant, bytes: &[u8]) {
        if bytes.is_empty() {
            self.inward.finish();
        } else {
            self.inward.push(now, bytes);
        }
    }

    /// The socket takes nothing any more: what was said is lost.
    fn write_no_more(&mut self, why: io::ErrorKind) {
        self.writes = Writes::Failed(why);
        self.writing.clear();
        self.outward.break_off();
    }

    fn break_off(&mut self, why: io::ErrorKind) {
        if !self.is_broken() {
            self.broken = Some(why);
            self.writing.clear();
            self.reading.clear();
            self.record(Event::Broken);
        }
    }

    fn note(&mut self, way: Way, bytes: usize) {
        let [inward, outward] = &mut self.counts;
        let count = match way {
            Way::In => inward,
            Way::Out => outward,
        };
        *count += 1;
        let piece = *count;
        self.record(Event::Piece(weather::Piece { way, piece, bytes }));
    }

    fn record(&mut self, event: Event) {
        if self.traced && self.events.len() < EVENTS {
            self.events.push_back(event);
        }
    }
}

/// Whether a socket is only not ready.
fn is_passing(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::WouldBlock | io::ErrorKind::Interrupted
    )
}

/// Of the two directions of a connection.
fn seeds(seed: u64, flow: u64) -> [u64; 2] {
    [0, 1].map(|way| chance::draw(&[seed, flow, way]))
}

/// The most that one read takes: on the stack, so that idle connections have no buffer.
const READ: usize = 8 * 1024;

/// Events that wait to be taken.
const EVENTS: usize = 1024;

#[cfg(test)]
mod tests;
