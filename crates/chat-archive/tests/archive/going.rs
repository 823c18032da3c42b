//! What is trimmed and what is forgotten is gone.

use std::fs;
use std::time::Duration;

use chat_archive::Forget;
use chat_archive::Keep;
use chat_archive::News;
use chat_archive::Settings;
use chat_archive::Where;
use chat_proto::name::Name;

use crate::house::Open;
use crate::house::Place;
use crate::house::open;
use crate::house::query;
use crate::house::room;
use crate::house::row;
use crate::house::rows;

/// Whether these letters stand in any of the archive's files.
fn stands(place: &Place, letters: &str) -> bool {
    let files = fs::read_dir(place.folder()).unwrap().map(Result::unwrap);
    let mut files = files.filter(|f| f.file_type().unwrap().is_file());
    files.any(|file| {
        let bytes = fs::read(file.path()).unwrap();
        bytes
            .windows(letters.len())
            .any(|part| part == letters.as_bytes())
    })
}

fn forget(open: &Open, what: &Forget) {
    open.archive.forget(what.clone()).unwrap();
    open.until(|news| matches!(news, News::Forgotten { what: ref w } if w == what).then_some(()));
}

#[test]
fn a_forgotten_room_is_in_no_file_and_its_numbers_go_on() {
    let place = Place::new();
    let open = place.open();
    open.keep((1..=300).map(|seq| row("lab", seq, "xylophone")).collect());
    open.keep(vec![row("other", 1, "stays")]);
    forget(&open, &Forget::Room(room("LAB")));
    assert_eq!(open.numbers(Where::Newest, 9), (vec![], false));
    assert_eq!(open.search(query("xylophone", &["lab"])).0, []);
    assert_eq!(open.search(query("stays", &["other"])).0.len(), 1);
    assert!(!stands(&place, "xylophone") && stands(&place, "stays"));
    open.keep(rows([301]));
    open.close();
    let lasts = place.open().opened.rooms;
    assert_eq!(lasts, [(room("lab"), 301), (room("other"), 1)]);
}

#[test]
fn a_forgotten_name_takes_what_it_said_everywhere() {
    let place = Place::new();
    let open = place.open();
    let mut said: Vec<_> = (1..=150).map(|seq| row("lab", seq, "quagmire")).collect();
    for row in said.iter_mut().skip(75) {
        row.name = Name::parse("Rui").unwrap();
        row.text = chat_proto::text::Text::parse("zeitgeist").unwrap();
    }
    open.keep(said);
    forget(&open, &Forget::Name(Name::parse("rui").unwrap()));
    assert_eq!(
        open.numbers(Where::Newest, 500).0,
        (1..=75).collect::<Vec<_>>()
    );
    assert!(!stands(&place, "zeitgeist") && !stands(&place, "Rui"));
    assert!(stands(&place, "quagmire"));
}

#[test]
fn one_message_is_forgotten_and_its_neighbours_stay() {
    let place = Place::new();
    let open = place.open();
    open.keep(vec![
        row("lab", 1, "a"),
        row("lab", 2, "mistake"),
        row("lab", 3, "b"),
    ]);
    forget(&open, &Forget::Message(room("lab"), 2));
    assert_eq!(open.numbers(Where::Newest, 9).0, [1, 3]);
    assert!(!stands(&place, "mistake"));
}

#[test]
fn a_redaction_is_kept_with_its_turn_and_takes_messages_of_the_turn_too() {
    let place = Place::new();
    let open = place.open();
    open.keep(rows(1..=3));
    let said = vec![row("lab", 4, "mistake"), row("lab", 5, "stays")];
    let redacted = vec![(room("lab"), 2), (room("lab"), 4)];
    open.archive.keep_and_redact(2, &said, redacted);
    for seq in [2, 4] {
        let what = Forget::Message(room("lab"), seq);
        open.until(|news| {
            matches!(news, News::Forgotten { what: ref w } if *w == what).then_some(())
        });
    }
    assert_eq!(open.numbers(Where::Newest, 9).0, [1, 3, 5]);
    assert!(!stands(&place, "mistake") && stands(&place, "stays"));
}

#[test]
fn what_is_taken_back_while_somebody_reads_leaves_the_log_once_nobody_does() {
    let place = Place::new();
    let open = place.open();
    open.keep(vec![row("lab", 1, "mistake"), row("lab", 2, "stays")]);
    let reader = place.sqlite();
    reader.execute_batch("BEGIN").unwrap();
    let count = "SELECT count(*) FROM meta";
    reader.query_row(count, [], |r| r.get::<_, i64>(0)).unwrap();
    let what = Forget::Message(room("lab"), 1);
    let redacted = vec![(room("lab"), 1)];
    open.archive
        .keep_and_redact(2, &[row("lab", 3, "and on")], redacted);
    // Its rows are gone at once; the reader's moment is still in the log.
    // Rows tell nobody that they are gone, so it is looked at until they are.
    let gone = (0..LOOKS).any(|_| open.numbers(Where::Newest, 9).0 == [2, 3]);
    assert!(gone, "they never are");
    assert!(stands(&place, "mistake"), "somebody reads it");
    // Nobody waits for whoever reads.
    open.keep(vec![row("lab", 4, "and on")]);
    reader.execute_batch("COMMIT").unwrap();
    open.until(|news| matches!(news, News::Forgotten { what: ref w } if *w == what).then_some(()));
    assert!(!stands(&place, "mistake") && stands(&place, "stays"));
}

#[test]
fn a_redaction_that_a_killed_server_had_not_done_is_done_before_anybody_reads() {
    let place = Place::new();
    let open = place.open();
    open.keep(vec![row("lab", 1, "a"), row("lab", 2, "mistake")]);
    open.close();
    // As it stands in the file from the commit of the turn on.
    let promise = "INSERT INTO meta(key, value) VALUES('redact 2 lab', 1)";
    place.sqlite().execute(promise, []).unwrap();
    let open = place.open();
    let what = Forget::Message(room("lab"), 2);
    let (mut page, mut is_forgotten) = (None, false);
    open.asks_for(Where::Newest);
    // The answer and the news come in either order.
    while page.is_none() || !is_forgotten {
        match open.next() {
            News::Page { rows, .. } => page = Some(rows),
            News::Forgotten { what: told } => is_forgotten = told == what,
            other => panic!("{other:?}"),
        }
    }
    let numbers: Vec<_> = page.iter().flatten().map(|row| row.seq).collect();
    assert_eq!(numbers, [1]);
    assert!(!stands(&place, "mistake"));
    open.close();
    let promises = "SELECT count(*) FROM meta WHERE key GLOB 'redact *'";
    let promises = place.sqlite().query_row(promises, [], |r| r.get(0));
    assert_eq!(promises, Ok(0));
}

/// Waits until what is not to be kept is gone; how many messages that was.
fn trimmed(open: &Open) -> usize {
    open.until(|news| match news {
        News::Trimmed { count } => Some(count),
        _ => None,
    })
}

#[test]
fn of_each_room_so_many_are_left_as_the_operator_wants() {
    let place = Place::new();
    let settings = Settings {
        keep: Keep::Messages(10),
        ..place.settings()
    };
    let first = place.open();
    first.keep(rows(1..=500));
    first.close();
    let left = || {
        let sql = "SELECT count(*) FROM msg";
        let count = place.sqlite().query_row(sql, [], |r| r.get(0));
        count.unwrap_or(-1_i64)
    };
    let open = open(&settings).unwrap();
    assert_eq!((trimmed(&open), left()), (490, 10));
    assert_eq!(
        open.numbers(Where::Newest, 99).0,
        (491..=500).collect::<Vec<_>>()
    );
    assert_eq!(open.search(query("number", &["lab"])).0.len(), 10);
}

#[test]
fn what_is_older_than_the_operator_wants_goes() {
    let place = Place::new();
    let first = place.open();
    let mut said = rows(1..=300);
    for row in said.iter_mut().skip(200) {
        // Younger than any clock of a test machine is old.
        row.at = chat_proto::stamp::Stamp::from_unix_ms(250_000_000_000_000);
    }
    first.keep(said);
    first.close();
    let settings = Settings {
        keep: Keep::For(Duration::from_secs(1)),
        ..place.settings()
    };
    let mut old = rows([301]);
    old[0].at = chat_proto::stamp::Stamp::from_unix_ms(1000);
    let open = open(&settings).unwrap();
    let turn = open.give(old);
    // What goes and what is kept are told in either order.
    let (mut gone, mut is_kept) = (None, false);
    while gone.is_none() || !is_kept {
        match open.next() {
            News::Trimmed { count } => gone = Some(count),
            News::Kept { turn: kept } => is_kept |= kept >= turn,
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(gone, Some(200));
    // The new one is looked at a minute later.
    assert_eq!(
        open.numbers(Where::Newest, 999).0,
        (201..=301).collect::<Vec<_>>()
    );
}

/// More than are ever needed; each waits for its answer.
const LOOKS: usize = 100_000;
