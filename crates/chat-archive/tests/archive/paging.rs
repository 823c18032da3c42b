//! Pages, as the contract says them.

use chat_archive::Question;
use chat_archive::Where;

use crate::house::Place;
use crate::house::room;
use crate::house::row;
use crate::house::rows;

#[test]
fn a_page_is_what_was_asked_for_and_says_whether_there_is_more_beyond() {
    let place = Place::new();
    let open = place.open();
    open.keep(rows(1..=10));
    open.keep(vec![row("other", 1, "x")]);
    for (asked, limit, seqs, more) in [
        (Where::Newest, 3, 8..=10, true),
        (Where::Newest, 10, 1..=10, false),
        (Where::Before(8), 3, 5..=7, true),
        (Where::Before(4), 3, 1..=3, false),
        (Where::Before(99), 2, 9..=10, true),
        (Where::After(0), 3, 1..=3, true),
        (Where::After(7), 3, 8..=10, false),
        (Where::After(6), 3, 7..=9, true),
        (Where::Around(5), 4, 3..=6, true),
        (Where::Around(5), 1, 5..=5, true),
        (Where::Around(9), 4, 7..=10, false),
        (Where::Around(1), 4, 1..=2, true),
    ] {
        let expected = (seqs.collect(), more);
        assert_eq!(open.numbers(asked, limit), expected, "{asked:?} {limit}");
    }
    for asked in [
        Where::Before(1),
        Where::Before(0),
        Where::After(10),
        Where::After(u64::MAX),
    ] {
        assert_eq!(open.numbers(asked, 5), (vec![], false), "{asked:?}");
    }
    assert_eq!(open.page("nowhere", Where::Newest, 5), (vec![], false));
}

#[test]
fn a_page_has_what_was_kept_a_moment_ago() {
    let place = Place::new();
    let open = place.open();
    for seq in 1..=200 {
        open.keep(rows([seq]));
        assert_eq!(open.numbers(Where::Newest, 1).0, [seq]);
    }
}

#[test]
fn more_questions_than_may_wait_are_refused() {
    let place = Place::new();
    let open = place.open();
    open.keep(rows(1..=5000));
    let question = || Question::Tail {
        room: room("lab"),
        limit: 5000,
    };
    let asked = (0..10_000)
        .take_while(|n| open.archive.ask(*n, question()).is_ok())
        .count();
    assert!((64..10_000).contains(&asked), "{asked}");
}
