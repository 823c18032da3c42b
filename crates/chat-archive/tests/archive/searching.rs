//! Words are found, as the contract says them.

use chat_archive::Query;
use chat_proto::name::Name;
use chat_proto::stamp::Stamp;

use crate::house::Open;
use crate::house::Place;
use crate::house::query;
use crate::house::row;

#[track_caller]
fn check(open: &Open, asked: Query, expected: &[u64]) {
    let told = format!("{asked:?}");
    let (found, more) = open.search(asked);
    let seqs: Vec<u64> = found.iter().map(|row| row.seq).collect();
    assert_eq!((seqs.as_slice(), more), (expected, false), "{told}");
}

fn said(texts: &[&str]) -> (Place, Open) {
    let place = Place::new();
    let open = place.open();
    let row = |(at, text): (usize, &&str)| row("lab", at as u64 + 1, text);
    open.keep(texts.iter().enumerate().map(row).collect());
    (place, open)
}

#[test]
fn all_words_must_occur_and_neither_case_nor_accents_matter() {
    let (_place, open) = said(&[
        "Olá, turma",
        "a ligação da Turma-2",
        "STRASSE und Œuvre",
        "olaria",
    ]);
    let lab = |text| query(text, &["LAB"]);
    check(&open, lab("ola"), &[1]);
    check(&open, lab("TURMA"), &[2, 1]);
    check(&open, lab("turma ligacao"), &[2]);
    check(&open, lab("straße oeuvre"), &[3]);
    check(&open, lab("ol*"), &[4, 1]);
    check(&open, lab("o*"), &[4, 3, 1]);
    check(&open, lab("turma o*"), &[1]);
    check(&open, lab("turm"), &[]);
    check(&open, query("ola", &["other"]), &[]);
    check(&open, query("ola", &[]), &[]);
}

#[test]
fn nothing_in_a_search_is_an_operator() {
    let (_place, open) = said(&["cats and dogs", "not or near", "who n616e61 room r1"]);
    for (text, expected) in [
        ("cats NOT dogs", &[][..]),
        ("cats AND dogs", &[1][..]),
        ("\"cats", &[1]),
        ("cats:dogs", &[1]),
        ("-cats", &[1]),
        ("NEAR(near not)", &[2]),
        ("'; DROP TABLE msg; --", &[]),
        ("***", &[]),
        ("", &[]),
        ("r1", &[3]),
    ] {
        check(&open, query(text, &["lab"]), expected);
    }
}

#[test]
fn signs_without_spaces_between_words_are_found_where_they_stand() {
    let (_place, open) = said(&["今日は日本語の授業です", "本日", "สวัสดีครับ"]);
    check(&open, query("日本語", &["lab"]), &[1]);
    check(&open, query("授業", &["lab"]), &[1]);
    check(&open, query("日", &["lab"]), &[2, 1]);
    check(&open, query("語日", &["lab"]), &[]);
    check(&open, query("ครับ", &["lab"]), &[3]);
}

#[test]
fn who_when_and_where_narrow_a_search() {
    let place = Place::new();
    let open = place.open();
    let mut rows: Vec<_> = (1..=9).map(|seq| row("lab", seq, "word")).collect();
    rows[3].name = Name::parse("Zé").unwrap();
    rows[4].name = Name::parse("zé").unwrap();
    rows.push(row("other", 1, "word"));
    let at = |seq: usize| Some(rows[seq - 1].at);
    open.keep(rows.clone());
    let lab = || query("word", &["lab"]);
    let from = Some(Name::parse("ZÉ").unwrap());
    check(&open, Query { from, ..lab() }, &[5, 4]);
    let (since, until) = (at(3), at(5));
    check(
        &open,
        Query {
            since,
            until,
            ..lab()
        },
        &[5, 4, 3],
    );
    check(
        &open,
        Query {
            since: at(9),
            ..lab()
        },
        &[9],
    );
    check(
        &open,
        Query {
            until: at(1),
            ..lab()
        },
        &[1],
    );
    check(
        &open,
        Query {
            before: Some(3),
            ..lab()
        },
        &[2, 1],
    );
    let later = Some(Stamp::from_unix_ms(at(9).unwrap().unix_ms() + 90_000_000));
    check(
        &open,
        Query {
            since: later,
            ..lab()
        },
        &[],
    );
    let (found, more) = open.search(Query { limit: 4, ..lab() });
    assert_eq!((found.len(), found[0].seq, more), (4, 9, true));
    let both = query("word", &["lab", "other"]);
    assert_eq!(open.search(both).0.len(), 10);
}

#[test]
fn what_a_crowd_says_elsewhere_hides_nothing_and_nothing_is_found_twice() {
    let place = Place::new();
    let open = place.open();
    let word = |room, seqs: std::ops::RangeInclusive<u64>| -> Vec<_> {
        seqs.map(|seq| row(room, seq, "word")).collect()
    };
    open.keep(word("lab", 1..=3));
    open.keep(word("elsewhere", 1..=500));
    open.keep(word("hall", 1..=2));
    open.keep(word("elsewhere", 501..=1_498));
    open.keep(word("hall", 3..=3));
    let both = query("word", &["lab", "hall"]);
    check(&open, both.clone(), &[3, 2, 1, 3, 2, 1]);
    let limit = 4;
    let (found, more) = open.search(Query { limit, ..both });
    let rooms: Vec<_> = found.iter().map(|row| row.room.as_str()).collect();
    assert_eq!((rooms, more), (vec!["hall", "hall", "hall", "lab"], true));
}
