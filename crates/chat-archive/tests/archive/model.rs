//! Any interleaving of keeping, asking and opening again equals a list.

use std::collections::BTreeMap;

use chat_archive::Where;
use proptest::prelude::*;

use crate::house::Place;
use crate::house::query;
use crate::house::room;
use crate::house::row;

#[derive(Clone, Debug)]
enum Step {
    Say {
        room: usize,
        count: u64,
        word: usize,
    },
    Page {
        room: usize,
        place: Where,
        limit: usize,
    },
    Search {
        room: usize,
        word: usize,
        before: Option<u64>,
        limit: usize,
    },
    Forget {
        room: usize,
    },
    Reopen,
}

const ROOMS: [&str; 3] = ["a", "B", "ç"];
const WORDS: [&str; 3] = ["olá turma", "Turma dois", "日本語"];
const ASKED: [&str; 4] = ["turma", "ola", "本語", "t*"];

fn any_step() -> impl Strategy<Value = Step> {
    let place = prop_oneof![
        Just(Where::Newest),
        (0..90_u64).prop_map(Where::Before),
        (0..90_u64).prop_map(Where::After),
        (0..90_u64).prop_map(Where::Around),
    ];
    prop_oneof![
        5 => (0..3_usize, 1..40_u64, 0..3_usize)
            .prop_map(|(room, count, word)| Step::Say { room, count, word }),
        4 => (0..3_usize, place, 1..12_usize)
            .prop_map(|(room, place, limit)| Step::Page { room, place, limit }),
        4 => (0..3_usize, 0..4_usize, proptest::option::of(0..90_u64), 1..12_usize).prop_map(
            |(room, word, before, limit)| Step::Search { room, word, before, limit }),
        1 => (0..3_usize).prop_map(|room| Step::Forget { room }),
        1 => Just(Step::Reopen),
    ]
}

/// What a page of the list is.
fn page(all: &[(u64, usize)], place: Where, limit: usize) -> (Vec<u64>, bool) {
    let seqs: Vec<u64> = all.iter().map(|(seq, _)| *seq).collect();
    let below = |seq: u64, limit: usize| {
        let below: Vec<u64> = seqs.iter().copied().filter(|s| *s < seq).collect();
        let skipped = below.len().saturating_sub(limit);
        (below[skipped..].to_vec(), skipped > 0)
    };
    let from = |seq: u64, limit: usize| {
        let from: Vec<u64> = seqs.iter().copied().filter(|s| *s >= seq).collect();
        (
            from.iter().copied().take(limit).collect::<Vec<_>>(),
            from.len() > limit,
        )
    };
    match place {
        Where::Newest => below(u64::MAX, limit),
        Where::Before(seq) => below(seq, limit),
        Where::After(seq) => from(seq + 1, limit),
        Where::Around(seq) => {
            let (mut all, _) = below(seq, limit / 2);
            let (later, more) = from(seq, limit - limit / 2);
            all.extend(later);
            (all, more)
        }
    }
}

fn hits(all: &[(u64, usize)], word: usize, before: Option<u64>, limit: usize) -> (Vec<u64>, bool) {
    let has = |of: usize| match word {
        0 | 3 => of != 2,
        1 => of == 0,
        _ => of == 2,
    };
    let found = all
        .iter()
        .rev()
        .filter(|(seq, of)| has(*of) && before.is_none_or(|b| *seq < b));
    let found: Vec<u64> = found.map(|(seq, _)| *seq).collect();
    (
        found.iter().copied().take(limit).collect(),
        found.len() > limit,
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn an_archive_is_a_list(steps in proptest::collection::vec(any_step(), 1..25)) {
        let place = Place::new();
        let mut open = Some(place.open());
        let log = open.as_ref().map(|open| open.opened.log.clone());
        let mut lists: BTreeMap<usize, Vec<(u64, usize)>> = BTreeMap::new();
        let mut lasts = [0_u64; 3];
        for step in steps {
            let archive = open.as_ref().unwrap();
            match step {
                Step::Say { room, count, word } => {
                    let seqs = lasts[room] + 1..=lasts[room] + count;
                    lasts[room] += count;
                    let said = seqs.clone().map(|seq| row(ROOMS[room], seq, WORDS[word]));
                    archive.give(said.collect());
                    lists.entry(room).or_default().extend(seqs.map(|seq| (seq, word)));
                }
                Step::Page { room, place, limit } => {
                    let (rows, more) = archive.page(ROOMS[room], place, limit);
                    let seqs: Vec<u64> = rows.iter().map(|row| row.seq).collect();
                    let list = lists.entry(room).or_default();
                    prop_assert_eq!((seqs, more), page(list, place, limit));
                }
                Step::Search { room, word, before, limit } => {
                    let mut asked = query(ASKED[word], &[ROOMS[room]]);
                    (asked.before, asked.limit) = (before, limit);
                    let (rows, more) = archive.search(asked);
                    let seqs: Vec<u64> = rows.iter().map(|row| row.seq).collect();
                    let list = lists.entry(room).or_default();
                    prop_assert_eq!((seqs, more), hits(list, word, before, limit));
                }
                Step::Forget { room: of } => {
                    let what = chat_archive::Forget::Room(room(ROOMS[of]));
                    archive.archive.forget(what).unwrap();
                    archive.until(|news| {
                        matches!(news, chat_archive::News::Forgotten { .. }).then_some(())
                    });
                    lists.remove(&of);
                }
                Step::Reopen => {
                    open.take().unwrap().close();
                    let again = place.open();
                    prop_assert_eq!(Some(&again.opened.log), log.as_ref());
                    for (room, seq) in &again.opened.rooms {
                        let at = ROOMS.iter().position(|r| crate::house::room(r) == *room);
                        prop_assert_eq!(*seq, lasts[at.unwrap()]);
                    }
                    open = Some(again);
                }
            }
        }
    }
}
