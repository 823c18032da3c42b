//! Whether what everybody has seen can be one conversation: one order, without gaps, with all
//! that was confirmed, once.

use std::collections::BTreeMap;
use std::time::Instant;

use crate::past::Line;
use crate::talker::Fate;
use crate::talker::ROOMS;
use crate::talker::Said;
use crate::talker::Talker;

/// What was found, for whoever reads along.
#[derive(Debug, Default)]
pub(crate) struct Sum {
    pub(crate) confirmed: usize,
    pub(crate) unknown: usize,
    pub(crate) refused: usize,
}

/// Holds what is there in a room against what each talker has seen of it.
#[track_caller]
pub(crate) fn check(talkers: &[Talker], room: usize, there: &[Line]) {
    let numbers: Vec<u64> = there.iter().map(|(seq, ..)| *seq).collect();
    let expected: Vec<u64> = (1..=there.len() as u64).collect();
    assert_eq!(
        numbers, expected,
        "{}: with a gap, or a repeat",
        ROOMS[room]
    );
    for talker in talkers {
        are_as_told(talker, room, there);
        are_said_once(talker, room, there);
    }
    follow_in_time(talkers, room, there);
}

/// What it was told is what is there.
#[track_caller]
fn are_as_told(talker: &Talker, room: usize, there: &[Line]) {
    for (seq, (name, text)) in &talker.told[room] {
        let index = usize::try_from(*seq).unwrap() - 1;
        let is = there.get(index).map(|(_, name, text, _)| (name, text));
        assert_eq!(is, Some((name, text)), "{seq} was told to {}", talker.name);
    }
}

/// What was confirmed is there at its number, what is unknown at most once, what was refused
/// not at all; and all of it in the order in which it was said.
#[track_caller]
fn are_said_once(talker: &Talker, room: usize, there: &[Line]) {
    let mut found: BTreeMap<u64, u64> = BTreeMap::new();
    let mut last = 0;
    for (seq, mark) in marks(there, &talker.name) {
        let before = found.insert(mark, seq);
        assert_eq!(before, None, "{} {mark} is there twice", talker.name);
        assert!(mark > last, "{} {mark} comes after {last}", talker.name);
        last = mark;
    }
    for (mark, said) in talker.said.iter().filter(|(_, said)| said.room == room) {
        let (name, is) = (&talker.name, found.remove(mark));
        match said.fate {
            Fate::Confirmed(seq, _) => assert_eq!(is, Some(seq), "{name} {mark}: {said:?}"),
            Fate::Refused => assert_eq!(is, None, "{name} {mark}: {said:?}"),
            Fate::Unknown => {}
        }
    }
    assert!(found.is_empty(), "{} never said {found:?}", talker.name);
}

/// What was confirmed before something else was said stands before it.
#[track_caller]
fn follow_in_time(talkers: &[Talker], room: usize, there: &[Line]) {
    let mut by_seq: BTreeMap<u64, (&str, u64, &Said)> = BTreeMap::new();
    for talker in talkers {
        for (seq, mark) in marks(there, &talker.name) {
            by_seq.insert(seq, (&talker.name, mark, &talker.said[&mark]));
        }
    }
    let mut latest: Option<(Instant, u64)> = None;
    for (seq, (name, mark, said)) in by_seq {
        if let (Fate::Confirmed(_, at), Some((sent, before))) = (said.fate, latest) {
            assert!(
                at > sent,
                "{}: {name} {mark} ({seq}) was confirmed before {before} was sent",
                ROOMS[room]
            );
        }
        if latest.is_none_or(|(sent, _)| sent < said.sent) {
            latest = Some((said.sent, seq));
        }
    }
}

/// The marks of one talker, and where they stand.
fn marks<'a>(there: &'a [Line], name: &'a str) -> impl Iterator<Item = (u64, u64)> + 'a {
    let of = there.iter().filter(move |(_, by, ..)| by == name);
    of.map(|(seq, _, text, _)| {
        let (_, mark) = text.rsplit_once(' ').unwrap();
        (*seq, mark.parse().unwrap())
    })
}

/// How much was confirmed, and how much not.
pub(crate) fn sum(talkers: &[Talker]) -> Sum {
    let mut sum = Sum::default();
    for said in talkers.iter().flat_map(|talker| talker.said.values()) {
        match said.fate {
            Fate::Confirmed(..) => sum.confirmed += 1,
            Fate::Unknown => sum.unknown += 1,
            Fate::Refused => sum.refused += 1,
        }
    }
    sum
}
