//! Streams of both sides, compared by their bytes: as many as were written at most, and
//! their lines ending at the same places.

use crate::merge::Merged;
use crate::record::Recording;
use crate::record::event::Event;
use crate::record::event::Moved;
use crate::rows::party::Side;
use crate::words::language::Language;

/// One direction, as one side knows it.
#[derive(Default)]
struct Bytes {
    moved: usize,
    /// Where lines end, as far as all of them are known.
    ends: Vec<usize>,
    /// How far they are known.
    known: Option<usize>,
    /// Fingerprint and length of each call, at its place.
    calls: Vec<(usize, Option<u32>, usize)>,
}

impl Bytes {
    fn take(&mut self, moved: &Moved) {
        let inside = moved.ends.iter().filter(|end| **end <= moved.bytes);
        if self.known.is_none() {
            self.ends.extend(inside.map(|end| self.moved + end));
            if moved.more > 0 {
                self.known = Some(self.moved);
            }
        }
        self.calls.push((self.moved, moved.x, moved.bytes));
        self.moved += moved.bytes;
    }

    fn known(&self) -> usize {
        self.known.unwrap_or(self.moved)
    }
}

/// Compares; gives how many reads and writes were.
pub(in crate::check) fn compare(
    (recordings, merged, conversation): (&[Recording], &Merged, usize),
    [client, server]: &[String; 2],
    (faults, language): (&mut Vec<String>, Language),
) -> usize {
    let mut compared = 0;
    let directions = [
        (Side::Client, client, server),
        (Side::Server, server, client),
    ];
    for (side, sender, receiver) in directions {
        let (written, read) = gathered(recordings, merged, (conversation, side));
        compared += written.calls.len() + read.calls.len();
        let (wrote, had) = (written.moved, read.moved);
        if had > wrote {
            faults.push(language.of(
                format_args!("{receiver} read {had} bytes, and {sender} wrote {wrote}"),
                format_args!("{receiver} leu {had} bytes, e {sender} escreveu {wrote}"),
            ));
            continue;
        }
        let fault = border(&written, &read).or_else(|| call(&written, &read));
        faults.extend(fault.map(|at| {
            language.of(
                format_args!("what {sender} wrote and {receiver} read differs from byte {at} on"),
                format_args!(
                    "o que {sender} escreveu e {receiver} leu difere a partir do byte {at}"
                ),
            )
        }));
    }
    compared
}

/// The first line end that only one of them has, where both know all.
fn border(written: &Bytes, read: &Bytes) -> Option<usize> {
    let both = written.known().min(read.known());
    let inside = |ends: &[usize]| -> Vec<usize> {
        ends.iter().copied().filter(|end| *end <= both).collect()
    };
    let (one, other) = (inside(&written.ends), inside(&read.ends));
    let differs = one.iter().zip(&other).find(|(one, other)| one != other);
    match differs {
        Some((one, other)) => Some(*one.min(other)),
        None if one.len() == other.len() => None,
        None => one
            .get(other.len())
            .or_else(|| other.get(one.len()))
            .copied(),
    }
}

/// The first call that moved the same bytes on both sides, and other ones.
fn call(written: &Bytes, read: &Bytes) -> Option<usize> {
    let differs = |call: &&(usize, Option<u32>, usize)| {
        let (at, x, bytes) = **call;
        let same = |other: &&(usize, Option<u32>, usize)| other.0 == at && other.2 == bytes;
        let other = written.calls.iter().find(same);
        other.is_some_and(|other| x.is_some() && other.1.is_some() && other.1 != x)
    };
    read.calls.iter().find(differs).map(|call| call.0)
}

fn gathered(
    recordings: &[Recording],
    merged: &Merged,
    (conversation, sender): (usize, Side),
) -> (Bytes, Bytes) {
    let (mut written, mut read) = (Bytes::default(), Bytes::default());
    for (recording, one) in recordings.iter().enumerate() {
        for entry in &one.entries {
            let place = merged.joined.side(recording, entry.flow);
            if let Event::Write { moved, .. } = &entry.event
                && place == Some((conversation, sender))
            {
                written.take(moved);
            } else if let Event::Read(moved) = &entry.event
                && place == Some((conversation, sender.other()))
            {
                read.take(moved);
            }
        }
    }
    (written, read)
}
