//! What is kept is there again.

use chat_archive::Durable;
use chat_archive::News;
use chat_archive::Settings;
use chat_archive::Where;
use chat_proto::frame::Id;
use chat_proto::frame::reference::How;
use chat_proto::frame::reference::Reference;
use chat_proto::name::Name;

use crate::house::PATIENCE;
use crate::house::Place;
use crate::house::open;
use crate::house::row;
use crate::house::rows;

#[test]
fn a_message_comes_back_as_it_was_said() {
    let place = Place::new();
    let open = place.open();
    let mut said = vec![row("Lab", 1, "olá\n\tturma 👩‍👩‍👧")];
    said[0].id = Id::from_token("\"a\\u00e1\"");
    said[0].session = u64::MAX;
    said[0].manner.does = true;
    said[0].manner.leads = true;
    let mut by_guest = row("lab", 2, "oi");
    by_guest.name = Name::guest(12);
    by_guest.refers = Some(Reference {
        how: How::Edits,
        seq: 1,
    });
    said.push(by_guest);
    open.keep(said.clone());
    assert_eq!(open.page("lab", Where::Newest, 9), (said.clone(), false));
    open.close();
    assert_eq!(place.open().page("lab", Where::Newest, 9), (said, false));
}

#[test]
fn numbers_and_their_id_go_on_after_a_restart() {
    let place = Place::new();
    let first = place.open();
    assert_eq!(first.opened.rooms, []);
    first.keep(rows(1..=3));
    first.keep(vec![row("other", 1, "x")]);
    let log = first.opened.log.clone();
    first.close();
    let second = place.open();
    let lasts: Vec<_> = second
        .opened
        .rooms
        .iter()
        .map(|(r, s)| (r.as_str(), *s))
        .collect();
    assert_eq!(lasts, [("lab", 3), ("other", 1)]);
    assert_eq!(second.opened.log, log);
}

#[test]
fn a_spelling_of_a_room_is_the_room() {
    let place = Place::new();
    let open = place.open();
    open.keep(vec![row("Lab", 1, "a")]);
    open.keep(vec![row("LAB", 2, "b")]);
    assert_eq!(open.numbers(Where::Newest, 9), (vec![1, 2], false));
    open.close();
    let rooms = place.open().opened.rooms;
    assert_eq!(rooms.len(), 1, "{rooms:?}");
}

#[test]
fn turns_are_told_in_their_order_and_all_at_once_where_they_waited() {
    let place = Place::new();
    let open = place.open();
    for seq in 1..=500 {
        open.give(rows([seq]));
    }
    let mut last = 0;
    while last < 500 {
        if let News::Kept { turn } = open.next() {
            assert!(turn > last, "{turn} after {last}");
            last = turn;
        }
    }
    let (all, more) = open.numbers(Where::After(0), 600);
    assert_eq!((all, more), ((1..=500).collect(), false));
}

#[test]
fn a_turn_without_messages_is_kept_too() {
    let place = Place::new();
    let open = place.open();
    open.keep(Vec::new());
    open.keep(rows([1]));
}

#[test]
fn whoever_waits_for_the_disk_keeps_the_same() {
    let place = Place::new();
    let settings = Settings {
        durable: Durable::Full,
        ..place.settings()
    };
    let first = open(&settings).unwrap();
    first.keep(rows(1..=3));
    first.close();
    let again = open(&settings).unwrap();
    assert_eq!(again.numbers(Where::Newest, 2), (vec![2, 3], true));
}

#[cfg(unix)]
#[test]
fn nobody_else_may_read_any_of_the_files() {
    use std::os::unix::fs::PermissionsExt;
    let place = Place::new();
    std::fs::write(place.file(), "").unwrap();
    std::fs::set_permissions(place.file(), std::fs::Permissions::from_mode(0o666)).unwrap();
    let open = place.open();
    open.keep(rows(1..=3));
    let files: Vec<_> = std::fs::read_dir(place.folder())
        .unwrap()
        .map(Result::unwrap)
        .collect();
    for ending in ["", "-wal", "-shm", ".lock", ".mark", ".desk"] {
        let name = format!("a.sqlite{ending}");
        assert!(
            files.iter().any(|f| f.file_name() == *name),
            "{name} is there"
        );
    }
    for file in files {
        let mode = file.metadata().unwrap().permissions().mode() & 0o777;
        assert_eq!(mode, 0o600, "{:?}", file.file_name());
    }
}

#[test]
fn when_it_is_closed_all_is_in_the_one_file() {
    let place = Place::new();
    let open = place.open();
    open.keep(rows(1..=3));
    open.close();
    let names = std::fs::read_dir(place.folder()).unwrap();
    let mut names: Vec<_> = names.map(|f| f.unwrap().file_name()).collect();
    names.sort();
    assert_eq!(names, ["a.sqlite", "a.sqlite.lock", "a.sqlite.mark"]);
    let count = |sql| {
        place
            .sqlite()
            .query_row(sql, [], |r| r.get::<_, i64>(0))
            .unwrap()
    };
    assert_eq!(count("SELECT count(*) FROM msg"), 3);
    assert_eq!(count("SELECT count(*) FROM turn"), 0);
}

#[test]
fn what_is_given_and_closed_at_once_is_kept() {
    let place = Place::new();
    let open = place.open();
    for seq in 1..=2000 {
        open.give(rows([seq]));
    }
    assert!(open.archive.close(PATIENCE));
    assert_eq!(place.open().opened.rooms[0].1, 2000);
}
