//! The weather of a stream: TCP sends again below us, so loss cannot be seen;
//! pieces, pauses and broken connections can.
//!
//! Sans-IO, one connection each. The bytes come out as they went in, in order,
//! until a reset.

use std::collections::VecDeque;
use std::ops::RangeInclusive;
use std::time::Duration;
use std::time::Instant;

use crate::chance;
use crate::weather::sky::Spell;
use crate::weather::words;

/// What may happen to one direction of a connection.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sky {
    /// Cut into pieces of such lengths.
    pub slice: Option<RangeInclusive<u64>>,
    /// Gathered for so long, then one piece.
    pub glue: Option<Duration>,
    /// Nothing moves during this time.
    pub stall: Option<Spell>,
    /// The connection breaks after so long.
    pub reset: Option<Duration>,
    /// Everything is late by so much.
    pub delay: Option<Duration>,
    /// So many bits a second.
    pub rate: Option<u64>,
}

impl Sky {
    /// Adds one word with its value: `slice`, `1..16`.
    pub fn add(&mut self, word: &str, value: &str) -> Result<(), String> {
        match word {
            "slice" => self.slice = Some(lengths(value)?),
            "glue" => self.glue = Some(words::time(value)?),
            "stall" => self.stall = Some(words::spell(value)?),
            "reset" => self.reset = Some(words::time(value)?),
            "delay" => self.delay = Some(words::time(value)?),
            "rate" => self.rate = Some(words::rate(value)?),
            _ if words::WORDS.contains(&word) => {
                return Err(format!(
                    "`{word}` is for UDP: TCP sends again below us and nobody would see it; \
                     use slice, glue, stall, reset, delay or rate, or speak over UDP"
                ));
            }
            _ => {
                return Err(format!(
                    "no weather `{word}` on TCP: there are slice, glue, stall, reset, delay, rate"
                ));
            }
        }
        Ok(())
    }
}

/// What comes out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// Bytes of one write, or of one read.
    Bytes(Vec<u8>),
    /// The connection is broken, from now on.
    Reset,
}

/// One direction of one connection.
#[derive(Clone, Debug)]
pub struct Stream {
    sky: Sky,
    seed: u64,
    began: Instant,
    /// When each piece is due. At most [`HELD_BYTES`] in all.
    pieces: VecDeque<(Instant, Vec<u8>)>,
    held: usize,
    count: u64,
    free_at: Instant,
    broken: bool,
}

impl Stream {
    /// A connection that begins now.
    pub fn new(now: Instant, sky: Sky, seed: u64) -> Self {
        Self {
            sky,
            seed,
            began: now,
            pieces: VecDeque::new(),
            held: 0,
            count: 0,
            free_at: now,
            broken: false,
        }
    }

    /// Takes in what it has room for; how much that was. A full one takes
    /// nothing, which the writer feels as it would a full socket.
    pub fn push(&mut self, now: Instant, bytes: &[u8]) -> usize {
        let room = HELD_BYTES.saturating_sub(self.held).min(bytes.len());
        let mut rest = bytes.get(..room).unwrap_or_default();
        self.held += room;
        let at = now + self.sky.delay.unwrap_or_default();
        if let (Some(glue), Some((due, last))) = (self.sky.glue, self.pieces.back_mut())
            && at < *due
            && !glue.is_zero()
        {
            last.extend_from_slice(rest);
            return room;
        }
        let at = at + self.sky.glue.unwrap_or_default();
        while !rest.is_empty() {
            let length = self.piece_length().min(rest.len());
            let (piece, tail) = rest.split_at(length);
            rest = tail;
            let due = self.due(at, piece.len());
            self.pieces.push_back((due, piece.to_vec()));
        }
        room
    }

    /// What has come out.
    pub fn poll(&mut self, now: Instant) -> Option<Piece> {
        if self.broken {
            return None;
        }
        let since = now.saturating_duration_since(self.began);
        if self.sky.reset.is_some_and(|at| at <= since) {
            self.broken = true;
            self.pieces.clear();
            return Some(Piece::Reset);
        }
        if self.sky.stall.is_some_and(|spell| spell.is_at(since)) {
            return None;
        }
        self.pieces.front().filter(|(due, _)| *due <= now)?;
        let (_, bytes) = self.pieces.pop_front()?;
        self.held -= bytes.len().min(self.held);
        Some(Piece::Bytes(bytes))
    }

    /// When [`Stream::poll`] has something to give again.
    pub fn poll_timeout(&self) -> Option<Instant> {
        if self.broken {
            return None;
        }
        let next = self.pieces.front().map(|(due, _)| {
            let since = due.saturating_duration_since(self.began);
            match self.sky.stall {
                Some(spell) if spell.is_at(since) => self.began + spell.ends(since),
                Some(_) | None => *due,
            }
        });
        let reset = self.sky.reset.map(|at| self.began + at);
        [next, reset].into_iter().flatten().min()
    }

    fn piece_length(&mut self) -> usize {
        let Some(lengths) = &self.sky.slice else {
            return usize::MAX;
        };
        self.count += 1;
        let width = lengths.end() - lengths.start() + 1;
        let length = lengths.start() + chance::below(width, &[self.seed, self.count]);
        usize::try_from(length).unwrap_or(usize::MAX)
    }

    fn due(&mut self, at: Instant, length: usize) -> Instant {
        let Some(rate) = self.sky.rate else {
            // Pieces that were cut must not be read as one again.
            let apart = if self.sky.slice.is_some() {
                APART
            } else {
                Duration::ZERO
            };
            let last = self.pieces.back().map(|(due, _)| *due + apart);
            return last.map_or(at, |last| last.max(at));
        };
        let us = length as u64 * 8 * 1_000_000 / rate;
        self.free_at = self.free_at.max(at) + Duration::from_micros(us);
        self.free_at
    }
}

/// `5` or `1..16`.
fn lengths(value: &str) -> Result<RangeInclusive<u64>, String> {
    let (from, to) = value.split_once("..").unwrap_or((value, value));
    let length = |text: &str| text.parse().ok().filter(|n| (1..=65_536).contains(n));
    let range = length(from).zip(length(to)).filter(|(from, to)| from <= to);
    range
        .map(|(from, to)| from..=to)
        .ok_or_else(|| format!("`{value}` is no length of a piece: write 5 or 1..16"))
}

/// What a stalled direction holds before it takes no more.
const HELD_BYTES: usize = 256 * 1024;

/// Long enough for a reader to come in between.
const APART: Duration = Duration::from_millis(1);

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[expect(clippy::disallowed_methods, reason = "a test has to begin somewhere")]
    fn epoch() -> Instant {
        Instant::now()
    }

    /// What comes out, with its moments in milliseconds.
    fn run(words: &[(&str, &str)], writes: &[(u64, &[u8])]) -> Vec<(u128, Piece)> {
        let mut sky = Sky::default();
        for (word, value) in words {
            sky.add(word, value).unwrap();
        }
        let began = epoch();
        let mut stream = Stream::new(began, sky, 7);
        let mut out = Vec::new();
        let mut now = began;
        let mut writes = writes.iter().peekable();
        loop {
            let write = writes
                .peek()
                .map(|(ms, _)| began + Duration::from_millis(*ms));
            let Some(next) = [write, stream.poll_timeout()].into_iter().flatten().min() else {
                return out;
            };
            now = now.max(next);
            if write.is_some_and(|at| at <= now) {
                let bytes = writes.next().unwrap().1;
                assert_eq!(stream.push(now, bytes), bytes.len());
            }
            while let Some(piece) = stream.poll(now) {
                out.push(((now - began).as_millis(), piece));
            }
        }
    }

    fn bytes(ms: u128, bytes: &[u8]) -> (u128, Piece) {
        (ms, Piece::Bytes(bytes.to_vec()))
    }

    #[test]
    fn writes_are_cut_glued_stalled_and_slowed() {
        let clear = run(&[], &[(0, b"ab"), (5, b"c")]);
        assert_eq!(clear, [bytes(0, b"ab"), bytes(5, b"c")]);
        let cut = run(&[("slice", "2")], &[(0, b"abc")]);
        assert_eq!(cut, [bytes(0, b"ab"), bytes(1, b"c")]);
        let glued = run(&[("glue", "200ms")], &[(0, b"a"), (50, b"b"), (300, b"c")]);
        assert_eq!(glued, [bytes(200, b"ab"), bytes(500, b"c")]);
        let stalled = run(&[("stall", "10ms+5s")], &[(0, b"a"), (20, b"b")]);
        assert_eq!(stalled, [bytes(0, b"a"), bytes(5010, b"b")]);
        let slow = run(&[("rate", "8kbps")], &[(0, b"abcd"), (0, b"ef")]);
        assert_eq!(slow, [bytes(4, b"abcd"), bytes(6, b"ef")]);
    }

    #[test]
    fn a_reset_ends_it() {
        let out = run(
            &[("reset", "20ms"), ("delay", "15ms")],
            &[(0, b"a"), (10, b"b")],
        );
        assert_eq!(out, [bytes(15, b"a"), (20, Piece::Reset)]);
    }

    #[test]
    fn the_wrong_word_is_explained() {
        let mut sky = Sky::default();
        for (word, value, words) in [
            ("drop", "50%", "TCP sends again"),
            ("rain", "1", "slice, glue"),
            ("slice", "0", "1..16"),
            ("slice", "9..2", "1..16"),
        ] {
            let error = sky.add(word, value).unwrap_err();
            assert!(error.contains(words), "{error}");
        }
    }

    proptest! {
        #[test]
        fn any_stream_comes_out_as_it_went_in(
            writes in prop::collection::vec((0_u64..50, "[a-z]{1,40}"), 0..20),
            slice in 1_u64..20,
            glue in prop::option::of(1_u64..30),
        ) {
            let mut at = 0;
            let timed: Vec<(u64, &[u8])> = writes
                .iter()
                .map(|(gap, text)| {
                    at += gap;
                    (at, text.as_bytes())
                })
                .collect();
            let slice = format!("1..{slice}");
            let glue = glue.map(|ms| format!("{ms}ms"));
            let mut words = vec![("slice", &*slice)];
            words.extend(glue.as_deref().map(|glue| ("glue", glue)));
            let out: Vec<u8> = run(&words, &timed)
                .into_iter()
                .flat_map(|(_, piece)| match piece {
                    Piece::Bytes(bytes) => bytes,
                    Piece::Reset => panic!("nobody asked for it"),
                })
                .collect();
            prop_assert_eq!(out, timed.concat_bytes());
        }
    }

    trait Concat {
        fn concat_bytes(&self) -> Vec<u8>;
    }

    impl Concat for Vec<(u64, &[u8])> {
        fn concat_bytes(&self) -> Vec<u8> {
            self.iter()
                .flat_map(|(_, bytes)| bytes.iter().copied())
                .collect()
        }
    }
}
