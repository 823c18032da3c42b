//! Applies impairments to a stream. TCP retransmits in the operating system, so loss
//! cannot be seen; pieces, pauses and broken connections can.
//!
//! Sans-IO, one direction of one connection. The bytes come out as they went in,
//! in order, until a reset.

use std::collections::VecDeque;
use std::ops::RangeInclusive;
use std::time::Duration;
use std::time::Instant;

use chat_proto::chance;

use crate::impairments::Period;
use crate::word_error::WordError;
use crate::words;

/// What happens to one direction of a connection.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DirectionImpairments {
    /// Cut into pieces of such lengths.
    pub slice: Option<RangeInclusive<u64>>,
    /// Gathered for so long, then one piece.
    pub glue: Option<Duration>,
    /// Nothing moves during this time.
    pub stall: Option<Period>,
    /// The connection breaks after so long.
    pub reset: Option<Duration>,
    /// Everything is late by so much; what is behind waits for it.
    pub delay: Option<RangeInclusive<Duration>>,
    /// So many bits a second.
    pub rate: Option<u64>,
}

/// What happens to a connection.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StreamImpairments {
    /// Towards the program that has the impairments.
    pub inward: DirectionImpairments,
    /// Away from it.
    pub outward: DirectionImpairments,
}

impl StreamImpairments {
    /// Adds one word with its value: `slice`, `1..16`; or `out:1..16`, or
    /// `in:5,out:8`. Of a named profile it takes what applies to streams.
    pub fn add(&mut self, word: &str, value: &str) -> Result<(), WordError> {
        if let Some((_, made_of)) = words::NAMED.iter().find(|(name, _)| *name == word) {
            let items = words::items(made_of);
            let mut items = items
                .iter()
                .filter(|(word, _)| WORDS.contains(word))
                .peekable();
            if items.peek().is_none() {
                return Err(WordError::OnDatagrams(word.to_owned()));
            }
            return items.try_for_each(|(word, value)| self.add(word, value));
        }
        for clause in value.split(',').map(str::trim) {
            match clause.split_once(':') {
                Some(("in", value)) => self.inward.add(word, value)?,
                Some(("out", value)) => self.outward.add(word, value)?,
                Some(_) | None => {
                    self.inward.add(word, clause)?;
                    self.outward.add(word, clause)?;
                }
            }
        }
        Ok(())
    }

    /// Whether nothing happens.
    pub fn is_clear(&self) -> bool {
        *self == Self::default()
    }
}

impl DirectionImpairments {
    fn add(&mut self, word: &str, value: &str) -> Result<(), WordError> {
        words::bare(word, value)?;
        match word {
            "slice" => self.slice = Some(lengths(value)?),
            "glue" => self.glue = Some(words::time(value)?),
            "stall" => self.stall = Some(words::spell(value)?),
            "reset" => {
                let after = Some(words::time(value)?).filter(|after| !after.is_zero());
                self.reset = Some(after.ok_or_else(|| WordError::AtOnce(value.to_owned()))?);
            }
            "delay" => self.delay = Some(words::delay(value)?),
            "rate" => self.rate = Some(words::rate(value)?),
            _ if words::WORDS.contains(&word) => {
                return Err(WordError::OnDatagrams(word.to_owned()));
            }
            _ => return Err(words::no_such_word(word, &WORDS)),
        }
        Ok(())
    }
}

/// What comes out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// Bytes of one write, or of one read.
    Bytes(Vec<u8>),
    /// Nothing more comes.
    End,
    /// The connection is broken, from now on.
    Reset,
}

/// One direction of one connection.
#[derive(Clone, Debug)]
pub struct Stream {
    impairments: DirectionImpairments,
    seed: u64,
    began: Instant,
    /// What is gathered, and until when.
    gathered: Option<(Instant, Vec<u8>)>,
    /// When each piece is due. With what is gathered at most [`HELD_BYTES`].
    pieces: VecDeque<(Instant, Vec<u8>)>,
    held: usize,
    /// Draws so far.
    count: u64,
    last_due: Instant,
    /// When a piece that was cut may follow the one before it, however late that
    /// one came out.
    apart_at: Instant,
    end: End,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    /// More may come.
    Open,
    /// Nothing more goes in.
    Closing,
    /// Its end has come out, or it broke.
    Over,
}

impl Stream {
    /// A connection that begins now.
    pub fn new(now: Instant, impairments: DirectionImpairments, seed: u64) -> Self {
        Self {
            impairments,
            seed,
            began: now,
            gathered: None,
            pieces: VecDeque::new(),
            held: 0,
            count: 0,
            last_due: now,
            apart_at: now,
            end: End::Open,
        }
    }

    /// Other impairments from now on, as if the connection had just begun. What is in
    /// transit arrives when it was to arrive.
    pub fn change(&mut self, now: Instant, impairments: DirectionImpairments, seed: u64) {
        self.gather_no_more();
        self.impairments = impairments;
        self.seed = seed;
        self.began = now;
        self.count = 0;
    }

    /// Takes in what it has room for; how much that was. A full one takes
    /// nothing, which the writer feels as it would a full socket.
    pub fn push(&mut self, now: Instant, bytes: &[u8]) -> usize {
        self.ripen(now);
        let room = self.room().min(bytes.len());
        let taken = bytes.get(..room).unwrap_or_default();
        self.held += taken.len();
        match (self.impairments.glue, &mut self.gathered) {
            (_, Some((_, gathered))) => gathered.extend_from_slice(taken),
            (Some(glue), None) if !taken.is_empty() => {
                self.gathered = Some((now + glue, taken.to_vec()));
            }
            (Some(_) | None, None) => self.cut(now, taken),
        }
        room
    }

    /// How much more it takes: nothing after its end.
    pub fn room(&self) -> usize {
        match self.end {
            End::Open => HELD_BYTES.saturating_sub(self.held),
            End::Closing | End::Over => 0,
        }
    }

    /// Nothing more goes in; what is inside still comes out.
    pub fn finish(&mut self) {
        if self.end == End::Open {
            self.gather_no_more();
            self.end = End::Closing;
        }
    }

    /// Nothing goes in or comes out any more.
    pub fn break_off(&mut self) {
        self.end = End::Over;
        self.gathered = None;
        self.pieces.clear();
        self.held = 0;
    }

    /// What has come out.
    pub fn poll(&mut self, now: Instant) -> Option<Piece> {
        if self.end == End::Over {
            return None;
        }
        self.ripen(now);
        if self.reset_at().is_some_and(|at| at <= now) {
            self.break_off();
            return Some(Piece::Reset);
        }
        let Some((due, _)) = self.pieces.front() else {
            let ends = self.end == End::Closing;
            self.end = if ends { End::Over } else { self.end };
            return ends.then_some(Piece::End);
        };
        if self.moves_at(*due) > now {
            return None;
        }
        let (_, bytes) = self.pieces.pop_front()?;
        self.held -= bytes.len().min(self.held);
        if self.keeps_pieces_apart() {
            self.apart_at = now + APART;
        }
        Some(Piece::Bytes(bytes))
    }

    /// When [`Stream::poll`] has something to give again.
    pub fn poll_timeout(&self) -> Option<Instant> {
        if self.end == End::Over {
            return None;
        }
        let gathered = self.gathered.as_ref().map(|(until, _)| *until);
        let next = self.pieces.front().map(|(due, _)| self.moves_at(*due));
        let ends = self.end == End::Closing && next.is_none();
        let ends = ends.then_some(self.began);
        [gathered, next, ends, self.reset_at()]
            .into_iter()
            .flatten()
            .min()
    }

    fn reset_at(&self) -> Option<Instant> {
        self.impairments.reset.map(|after| self.began + after)
    }

    /// Pieces that were cut must not be read as one again. A slow path does that
    /// by itself.
    fn keeps_pieces_apart(&self) -> bool {
        self.impairments.slice.is_some() && self.impairments.rate.is_none()
    }

    /// When a piece moves that is due then: not while nothing does.
    fn moves_at(&self, due: Instant) -> Instant {
        let due = due.max(self.apart_at);
        let since = due.saturating_duration_since(self.began);
        match self.impairments.stall {
            Some(spell) if spell.is_at(since) => self.began + spell.ends(since),
            Some(_) | None => due,
        }
    }

    /// What was gathered long enough goes its way.
    fn ripen(&mut self, now: Instant) {
        if let Some((until, bytes)) = self.gathered.take_if(|(until, _)| *until <= now) {
            self.cut(until, &bytes);
        }
    }

    fn gather_no_more(&mut self) {
        if let Some((until, bytes)) = self.gathered.take() {
            self.cut(until, &bytes);
        }
    }

    /// Cuts what leaves then into pieces.
    fn cut(&mut self, at: Instant, bytes: &[u8]) {
        let mut rest = bytes;
        let at = at + self.late();
        while !rest.is_empty() {
            let (piece, tail) = rest.split_at(self.piece_length().min(rest.len()));
            rest = tail;
            let due = self.due(at, piece.len());
            self.last_due = due;
            self.pieces.push_back((due, piece.to_vec()));
        }
    }

    fn late(&mut self) -> Duration {
        let Some(range) = self.impairments.delay.clone() else {
            return Duration::ZERO;
        };
        let width = range.end().saturating_sub(*range.start()).as_micros();
        let width = u64::try_from(width).unwrap_or(0);
        *range.start() + Duration::from_micros(self.draw(width + 1))
    }

    fn piece_length(&mut self) -> usize {
        let Some(lengths) = self.impairments.slice.clone() else {
            return usize::MAX;
        };
        let length = lengths.start() + self.draw(lengths.end() - lengths.start() + 1);
        usize::try_from(length).unwrap_or(usize::MAX)
    }

    fn draw(&mut self, bound: u64) -> u64 {
        self.count += 1;
        chance::below(bound, &[self.seed, self.count])
    }

    /// Never before what is in front.
    fn due(&self, at: Instant, length: usize) -> Instant {
        let path_is_free = self.last_due.max(at);
        match self.impairments.rate {
            Some(rate) => {
                path_is_free + Duration::from_micros(length as u64 * 8 * 1_000_000 / rate)
            }
            None if self.keeps_pieces_apart() && !self.pieces.is_empty() => {
                at.max(self.last_due + APART)
            }
            None => path_is_free,
        }
    }
}

/// `5` or `1..16`.
fn lengths(value: &str) -> Result<RangeInclusive<u64>, WordError> {
    let (from, to) = value.split_once("..").unwrap_or((value, value));
    let length = |text: &str| text.parse().ok().filter(|n| (1..=65_536).contains(n));
    let range = length(from).zip(length(to)).filter(|(from, to)| from <= to);
    range
        .map(|(from, to)| from..=to)
        .ok_or_else(|| WordError::Piece(value.to_owned()))
}

/// What may happen to streams.
pub const WORDS: [&str; 6] = ["slice", "glue", "stall", "reset", "delay", "rate"];

/// What a stalled direction holds before it takes no more.
const HELD_BYTES: usize = 256 * 1024;

/// Long enough for a reader to come in between.
const APART: Duration = Duration::from_millis(1);

#[cfg(test)]
mod tests;
