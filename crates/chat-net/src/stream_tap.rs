//! What happens on one connection, as it is noted: the program's own reads and writes,
//! its beginning and its end.

use std::io;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;
use std::time::Duration;
use std::time::Instant;

use chat_proto::trace::contents::Contents;
use chat_proto::trace::event::Event;
use chat_proto::trace::recording::FlowNamed;
use chat_proto::trace::stream::Close;
use chat_proto::trace::stream::Closed;
use chat_proto::trace::stream::Moved;
use chat_proto::trace::stream::Opened;
use chat_proto::trace::stream::Read;
use chat_proto::trace::stream::Unblocked;
use chat_proto::trace::stream::Write;
use memchr::memrchr;

use crate::clock;
use crate::flow::Flow;
use crate::mask::Level;
use crate::mask::Masker;
use crate::subscriber::Noted;
use crate::tap::Tap;

/// One connection. While nobody listens it has no memory of its own.
#[derive(Debug)]
pub struct StreamTap {
    flow: Flow,
    seen: Mutex<Option<Box<Seen>>>,
}

/// What has to be remembered while somebody listens.
#[derive(Debug)]
struct Seen {
    ends: FlowNamed,
    /// The opening of the tap since which every byte was seen.
    opening: u32,
    inward: Maskers,
    outward: Maskers,
    /// When a write took nothing.
    blocked: Option<Instant>,
    /// Bytes that came after the last line end.
    unread: usize,
    why: Option<Close>,
}

/// Of one direction.
#[derive(Debug)]
struct Maskers {
    secrets: Masker,
    texts: Masker,
}

/// Who a connection is between.
pub trait Ends {
    /// In words.
    fn ends(&self) -> FlowNamed;
}

impl StreamTap {
    /// A connection that has just begun.
    pub fn new(tap: &Tap, ends: &impl Ends, opened: Opened) -> Self {
        let opening = tap.openings();
        let new = Self {
            flow: Flow::new(tap),
            seen: Mutex::default(),
        };
        if tap.is_open() {
            *new.seen() = Some(Box::new(Seen::new(ends.ends(), opening)));
            new.note(clock::now().mono, ends, || Event::Opened(opened));
        }
        new
    }

    /// Whether anybody listens.
    pub fn is_open(&self) -> bool {
        self.flow.tap().is_open()
    }

    /// Notes what else happened.
    pub fn note(&self, now: Instant, ends: &impl Ends, event: impl FnOnce() -> Event) {
        self.flow.note(now, || ends.ends(), event);
    }

    /// A read that had room for so much.
    pub fn read(&self, ends: &impl Ends, buffer: &[u8], read: &io::Result<usize>) {
        if self.is_open() {
            self.note_read(ends, buffer, read);
        }
    }

    /// A write of these pieces.
    pub fn written<'a>(
        &self,
        ends: &impl Ends,
        pieces: impl Iterator<Item = &'a [u8]> + Clone,
        written: &io::Result<usize>,
    ) {
        if self.is_open() {
            self.note_written(ends, pieces, written);
        }
    }

    fn note_read(&self, ends: &impl Ends, buffer: &[u8], read: &io::Result<usize>) {
        let mut locked = self.seen();
        let seen = self.catch_up(&mut locked, ends);
        match read {
            Ok(0) => seen.why = Some(Close::End),
            Ok(count) => {
                let bytes = buffer.get(..*count).unwrap_or_default();
                seen.unread = match memrchr(b'\n', bytes) {
                    Some(at) => bytes.len() - at - 1,
                    None => seen.unread + bytes.len(),
                };
                let (contents, masked) = seen.inward.mask([bytes], self.flow.tap());
                let event = Event::Read(Read {
                    moved: Moved::of([bytes], bytes.len()),
                    full: *count == buffer.len(),
                    contents: Some(contents),
                });
                self.put(seen, &Noted { event, masked });
            }
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
            Err(error) => seen.why = Some(Close::of(error)),
        }
    }

    fn note_written<'a>(
        &self,
        ends: &impl Ends,
        pieces: impl Iterator<Item = &'a [u8]> + Clone,
        written: &io::Result<usize>,
    ) {
        let mut locked = self.seen();
        let seen = self.catch_up(&mut locked, ends);
        match written {
            Ok(taken) => {
                self.unblock(seen);
                let (contents, masked) = seen
                    .outward
                    .mask(first(pieces.clone(), *taken), self.flow.tap());
                let event = Event::Write(Write {
                    offered: pieces.clone().map(<[u8]>::len).sum(),
                    moved: Moved::of(pieces, *taken),
                    contents: Some(contents),
                });
                self.put(seen, &Noted { event, masked });
            }
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                if seen.blocked.is_none() {
                    seen.blocked = Some(clock::now().mono);
                    self.put(seen, &Noted::from(Event::Blocked));
                }
            }
            Err(error) => seen.why = seen.why.or_else(|| Some(Close::of(error))),
        }
    }

    fn unblock(&self, seen: &mut Seen) {
        if let Some(since) = seen.blocked.take() {
            let after = clock::now().mono.saturating_duration_since(since);
            let after = Duration::from_micros(u64::try_from(after.as_micros()).unwrap_or(u64::MAX));
            self.put(seen, &Noted::from(Event::Unblocked(Unblocked { after })));
        }
    }

    fn put(&self, seen: &Seen, noted: &Noted) {
        self.flow
            .put(clock::now().mono, || seen.ends.clone(), noted);
    }

    /// What is remembered, up to date: where the tap was shut meanwhile, nobody knows
    /// where in a line its bytes are.
    fn catch_up<'a>(&self, seen: &'a mut Option<Box<Seen>>, ends: &impl Ends) -> &'a mut Seen {
        let opening = self.flow.tap().openings();
        let seen = seen.get_or_insert_with(|| {
            let mut late = Seen::new(ends.ends(), opening);
            late.lose_place();
            Box::new(late)
        });
        if seen.opening != opening {
            seen.opening = opening;
            seen.lose_place();
        }
        seen
    }

    fn seen(&self) -> MutexGuard<'_, Option<Box<Seen>>> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The end of a connection is when nobody has it any more.
impl Drop for StreamTap {
    fn drop(&mut self) {
        if !self.is_open() {
            return;
        }
        let Some(seen) = self.seen().take() else {
            return;
        };
        let closed = Event::Closed(Closed {
            why: seen.why.unwrap_or(Close::Ours),
            unread: Some(seen.unread).filter(|unread| *unread > 0),
        });
        self.put(&seen, &Noted::from(closed));
    }
}

impl Seen {
    fn new(ends: FlowNamed, opening: u32) -> Self {
        Self {
            ends,
            opening,
            inward: Maskers::new(),
            outward: Maskers::new(),
            blocked: None,
            unread: 0,
            why: None,
        }
    }

    fn lose_place(&mut self) {
        for maskers in [&mut self.inward, &mut self.outward] {
            maskers.secrets.lose_place();
            maskers.texts.lose_place();
        }
        (self.blocked, self.unread) = (None, 0);
    }
}

impl Maskers {
    fn new() -> Self {
        Self {
            secrets: Masker::of_stream(Level::Secrets),
            texts: Masker::of_stream(Level::Texts),
        }
    }

    /// The contents with secrets masked, and with texts masked too, where anybody wants
    /// those. Both go through all bytes, so that both know where they are.
    fn mask<'a>(
        &mut self,
        pieces: impl IntoIterator<Item = &'a [u8]>,
        tap: &Tap,
    ) -> (Contents, Option<Contents>) {
        let (mut secrets, mut texts) = (Vec::new(), Vec::new());
        for piece in pieces {
            secrets.extend(self.secrets.mask(piece));
            texts.extend(self.texts.mask(piece));
        }
        let masked = tap.masks().then(|| Contents::of(&texts));
        (Contents::of(&secrets), masked)
    }
}

/// The first bytes of what lies in these pieces.
fn first<'a>(
    pieces: impl Iterator<Item = &'a [u8]>,
    count: usize,
) -> impl Iterator<Item = &'a [u8]> {
    let mut left = count;
    pieces.map(move |piece| {
        let part = piece.get(..left.min(piece.len())).unwrap_or_default();
        left -= part.len();
        part
    })
}

#[cfg(test)]
mod tests;
