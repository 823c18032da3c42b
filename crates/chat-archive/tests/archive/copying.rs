//! Copies, made while a server has the file, and put where another is to begin with them.

use std::path::Path;
use std::path::PathBuf;
use std::time::Duration;

use chat_archive::Conversation;
use chat_archive::Incoming;
use chat_archive::OpenError;
use chat_archive::Outgoing;
use chat_archive::Settings;
use chat_archive::Where;

use crate::house::Place;
use crate::house::open;
use crate::house::row;

fn shared(place: &Place, number: i64) -> Settings {
    Settings {
        conversation: Conversation::Shared(number),
        ..place.settings()
    }
}

fn is_private(path: &Path) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        std::fs::metadata(path).unwrap().permissions().mode() & 0o777 == 0o600
    }
    #[cfg(not(unix))]
    path.exists()
}

/// A copy of what a server has that is open.
fn copied(place: &Place) -> Vec<u8> {
    let made = Outgoing::make(&place.file()).unwrap();
    assert!(is_private(&going(place)));
    let mut copy = Vec::new();
    while (copy.len() as u64) < made.length() {
        copy.extend(made.read(copy.len() as u64, 5000).unwrap());
    }
    assert!(made.read(made.length(), 5000).unwrap().is_empty());
    drop(made);
    assert!(!going(place).exists());
    copy
}

/// It comes in two pieces to where a server of the conversation 7 is to begin with it.
fn comes(copy: &[u8], there: &Place) -> Result<(), OpenError> {
    let mut incoming = Incoming::begin(&there.file(), Conversation::Shared(7))?;
    let (first, second) = copy.split_at(copy.len() / 2);
    incoming.write(first).unwrap();
    assert!(is_private(&coming(there)));
    incoming.write(second).unwrap();
    incoming.put_in_place()
}

fn coming(there: &Place) -> PathBuf {
    there.folder().join("a.sqlite.incoming")
}

fn going(here: &Place) -> PathBuf {
    here.folder().join("a.sqlite.copy")
}

/// What was said in the lab, by the file of this name.
fn said(there: &Place, name: &str) -> usize {
    let settings = Settings {
        path: there.folder().join(name),
        ..shared(there, 7)
    };
    let opened = open(&settings).unwrap();
    let (rows, _) = opened.page("lab", Where::Newest, 9);
    opened.archive.close(LONG);
    rows.len()
}

#[test]
fn a_copy_has_all_that_is_kept_and_takes_the_place_of_what_was_there() {
    let (here, there) = (Place::new(), Place::new());
    let first = open(&shared(&here, 7)).unwrap();
    first.keep(vec![row("lab", 1, "one"), row("lab", 2, "two")]);
    // It was away.
    let second = open(&shared(&there, 7)).unwrap();
    second.keep(vec![row("lab", 1, "one")]);
    second.archive.close(LONG);
    // What somebody has left there is no hindrance.
    std::fs::write(coming(&there), "half of something").unwrap();
    std::fs::write(going(&here), "and here").unwrap();
    comes(&copied(&here), &there).unwrap();
    assert!(!coming(&there).exists());
    assert_eq!(said(&there, "a.sqlite"), 2);
    // And again: nothing that was put aside is lost.
    first.keep(vec![row("lab", 3, "three")]);
    comes(&copied(&here), &there).unwrap();
    let names = ["a.sqlite", "a.sqlite.before", "a.sqlite.before-2"];
    assert_eq!(names.map(|name| said(&there, name)), [3, 1, 2]);
}

#[test]
fn what_a_killed_server_wrote_last_does_not_get_into_a_copy() {
    let (here, there) = (Place::new(), Place::new());
    let first = open(&shared(&here, 7)).unwrap();
    first.keep((1..=9).map(|seq| row("lab", seq, "new")).collect());
    let second = open(&shared(&there, 7)).unwrap();
    second.keep(vec![row("lab", 1, "old")]);
    // As it lies there after a kill, and somebody has removed the file alone.
    let wal = |place: &Place| place.folder().join("a.sqlite-wal");
    let left = std::fs::read(wal(&there)).unwrap();
    assert!(!left.is_empty());
    second.archive.close(LONG);
    std::fs::remove_file(there.file()).unwrap();
    std::fs::write(wal(&there), left).unwrap();
    comes(&copied(&here), &there).unwrap();
    assert_eq!(said(&there, "a.sqlite"), 9);
}

#[test]
fn no_copy_takes_the_place_of_another_conversation_or_of_what_a_server_has() {
    let (here, there) = (Place::new(), Place::new());
    let first = open(&shared(&here, 7)).unwrap();
    first.keep(vec![row("lab", 1, "one")]);
    let copy = copied(&here);
    let put = || comes(&copy, &there).unwrap_err().why;
    let own = there.open();
    own.keep(vec![row("lab", 1, "by myself")]);
    assert!(put().contains("has it"));
    own.archive.close(LONG);
    assert!(put().contains("on a server by itself"));
    std::fs::remove_file(there.file()).unwrap();
    open(&shared(&there, 8)).unwrap().archive.close(LONG);
    assert!(put().contains("another conversation"));
    assert!(!coming(&there).exists());
}

#[test]
fn half_a_copy_leaves_what_there_was() {
    let there = Place::new();
    let own = open(&shared(&there, 7)).unwrap();
    own.keep(vec![row("lab", 1, "one")]);
    own.archive.close(LONG);
    let mut incoming = Incoming::begin(&there.file(), Conversation::Shared(7)).unwrap();
    incoming.write(b"half").unwrap();
    drop(incoming);
    assert!(!coming(&there).exists());
    assert_eq!(said(&there, "a.sqlite"), 1);
}

const LONG: Duration = Duration::from_secs(9);
