//! A connection with impairments: both directions, between the socket and whoever
//! reads and writes.
//!
//! Sans-IO. [`Duplex::push`] takes what is said and [`Duplex::read`] gives what
//! has come; [`Duplex::carry`] moves both between here and the socket, which the
//! edge of each program has.

use std::collections::VecDeque;
use std::time::Instant;

use chat_proto::chance;
use chat_proto::trace::Event;
use chat_proto::trace::Way;

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
    /// The other side's end has come.
    ended: bool,
    state: State,
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
    /// The impairments have broken the connection.
    Broken,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// Bytes move.
    Open,
    /// The last piece has left, and nothing follows.
    WrittenOut,
    /// The impairments have broken it.
    Broken,
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
            state: State::Open,
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
        self.outward.room() > 0 || self.is_broken()
    }

    /// Nothing more will be said.
    pub fn finish(&mut self) {
        self.outward.finish();
    }

    /// Moves what can be moved now: `write` is given one piece at a time, `read`
    /// a buffer once. Each says how many bytes it took or gave, nothing where the
    /// socket does neither; no byte read is the other side's end.
    pub fn carry(
        &mut self,
        now: Instant,
        read: impl FnOnce(&mut [u8]) -> Option<usize>,
        write: impl Fn(&[u8]) -> Option<usize>,
    ) {
        while let Some(piece) = self.next_piece(now) {
            // Reading tells why it cannot be written.
            let Some(count) = write(piece) else {
                break;
            };
            self.written(count);
        }
        let mut buffer = [0; READ];
        let room = self.inward.room().min(READ);
        let buffer = buffer.get_mut(..room).unwrap_or_default();
        if room > 0
            && let Some(count) = read(buffer)
        {
            self.hear(now, buffer.get(..count).unwrap_or_default());
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

    /// Whether all that was said has left, and nothing follows.
    pub fn is_written_out(&self) -> bool {
        self.state == State::WrittenOut
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
                Some(Piece::End) => self.ended = true,
                Some(Piece::Reset) => self.break_off(),
            }
        }
        !self.reading.is_empty() || self.ended || self.is_broken()
    }

    /// What has come, one piece at a time.
    pub fn read(&mut self, now: Instant, buffer: &mut [u8]) -> Read {
        if !self.is_readable(now) {
            return Read::Nothing;
        }
        if self.is_broken() {
            return Read::Broken;
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

    /// Whether the impairments have broken the connection.
    pub fn is_broken(&self) -> bool {
        self.state == State::Broken
    }

    /// When it has to be looked after again, if nothing happens before.
    pub fn poll_timeout(&self) -> Option<Instant> {
        if self.is_broken() {
            return None;
        }
        // A piece that the socket does not take waits for the socket.
        let idle = self.writing.is_empty();
        let outward = self.outward.poll_timeout().filter(|_| idle);
        let unread = !self.reading.is_empty();
        let inward = self.inward.poll_timeout().filter(|_| !unread);
        [outward, inward].into_iter().flatten().min()
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
                    self.state = State::WrittenOut;
                    return None;
                }
                Piece::Reset => {
                    self.break_off();
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

    fn break_off(&mut self) {
        if !self.is_broken() {
            self.state = State::Broken;
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
        self.record(Event::Piece { way, piece, bytes });
    }

    fn record(&mut self, event: Event) {
        if self.traced && self.events.len() < EVENTS {
            self.events.push_back(event);
        }
    }
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
mod tests {
    use std::cell::RefCell;
    use std::time::Duration;

    use super::*;

    #[expect(clippy::disallowed_methods, reason = "a test has to begin somewhere")]
    fn epoch() -> Instant {
        Instant::now()
    }

    fn duplex(now: Instant, words: &[(&str, &str)], flow: u64) -> Duplex {
        let mut impairments = StreamImpairments::default();
        for (word, value) in words {
            impairments.add(word, value).unwrap();
        }
        Duplex::new(now, &impairments, (7, flow), true)
    }

    /// The lengths of the pieces that leave.
    fn lengths(flow: u64) -> Vec<usize> {
        let mut now = epoch();
        let mut duplex = duplex(now, &[("slice", "out:1..16")], flow);
        duplex.push(now, &[0; 200]);
        let mut lengths = Vec::new();
        while let Some(at) = duplex.poll_timeout() {
            now = at;
            if let Some(piece) = duplex.next_piece(now) {
                let length = piece.len();
                duplex.written(length);
                lengths.push(length);
            }
        }
        lengths
    }

    #[test]
    fn each_connection_has_a_weather_of_its_own_that_comes_again() {
        assert_eq!(lengths(1), lengths(1));
        assert_ne!(lengths(1), lengths(2));
        assert_eq!(lengths(1).iter().sum::<usize>(), 200);
    }

    #[test]
    fn a_piece_that_is_half_taken_is_given_again() {
        let now = epoch();
        let mut duplex = duplex(now, &[], 0);
        duplex.push(now, b"abc");
        assert_eq!(duplex.next_piece(now), Some(&b"abc"[..]));
        duplex.written(2);
        assert_eq!(duplex.poll_timeout(), None, "the socket is waited for");
        assert!(duplex.wants_to_write());
        assert_eq!(duplex.next_piece(now), Some(&b"c"[..]));
        duplex.written(1);
        duplex.finish();
        assert_eq!(duplex.next_piece(now), None);
        assert!(duplex.is_written_out());
    }

    #[test]
    fn a_reset_of_either_way_breaks_both() {
        let now = epoch();
        for word in ["in:1s", "out:1s"] {
            let mut duplex = duplex(now, &[("reset", word)], 0);
            duplex.push(now, b"a");
            assert!(duplex.next_piece(now).is_some());
            duplex.hear(now, b"bc");
            let mut buffer = [0];
            assert_eq!(duplex.read(now, &mut buffer), Read::Bytes(1));
            assert_eq!(duplex.read(now, &mut buffer), Read::Bytes(1));
            assert_eq!(buffer, *b"c");
            assert_eq!(duplex.read(now, &mut buffer), Read::Nothing);
            duplex.written(1);
            let later = now + Duration::from_secs(1);
            assert_eq!(duplex.poll_timeout(), Some(later));
            duplex.next_piece(later);
            assert_eq!(duplex.read(later, &mut buffer), Read::Broken);
            assert!(duplex.is_broken(), "{word}");
            assert_eq!(duplex.poll_timeout(), None);
            let events = std::iter::from_fn(|| duplex.poll_event());
            assert_eq!(events.filter(|e| *e == Event::Broken).count(), 1);
        }
    }

    #[test]
    fn what_the_socket_takes_by_halves_is_carried_whole() {
        let now = epoch();
        let mut duplex = duplex(now, &[("slice", "out:5")], 0);
        duplex.push(now, b"hello");
        let taken = RefCell::new(Vec::<u8>::new());
        let one_a_time = |piece: &[u8]| {
            let full = taken.borrow().len() == 2;
            taken.borrow_mut().extend(piece.first());
            (!full).then_some(1)
        };
        duplex.carry(now, |_| None, one_a_time);
        assert!(duplex.wants_to_write());
        duplex.carry(now, |_| None, |piece| Some(piece.len()));
        assert!(!duplex.wants_to_write());
        assert_eq!(*taken.borrow(), *b"hel", "the l was not taken");
    }

    #[test]
    fn the_end_of_the_other_side_is_read_after_its_words_and_no_more_is_asked_for() {
        let now = epoch();
        let mut duplex = duplex(now, &[], 0);
        let gives = |buffer: &mut [u8]| {
            buffer[0] = b'a';
            Some(1)
        };
        assert!(duplex.wants_to_read());
        duplex.carry(now, gives, |_| None);
        duplex.carry(now, |_| Some(0), |_| None);
        assert!(!duplex.wants_to_read());
        duplex.carry(now, |_| unreachable!("it has ended"), |_| None);
        let mut buffer = [0; 8];
        let mut read = || duplex.read(now, &mut buffer);
        assert_eq!(read(), Read::Bytes(1));
        assert_eq!([read(), read()], [Read::End, Read::End]);
    }
}
