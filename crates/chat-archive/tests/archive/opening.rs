//! What a server hears that cannot have a file.

use std::fs;

use chat_archive::Settings;

use crate::house::Place;
use crate::house::open;
use crate::house::rows;

#[track_caller]
fn refused(settings: &Settings, words: &[&str]) {
    let why = open(settings).err().map(|e| e.to_string());
    let why = why.unwrap_or_else(|| panic!("{settings:?} is taken"));
    for word in words {
        assert!(why.contains(word), "{word} is in: {why}");
    }
    assert!(why.contains(settings.path.to_str().unwrap()), "{why}");
}

#[test]
fn a_second_server_is_told_who_has_the_file() {
    let place = Place::new();
    let first = place.open();
    let out = ["process", "this program", "--archive"];
    refused(&place.settings(), &out[1..]);
    first.close();
    place.open();
}

#[test]
fn what_is_no_archive_is_refused_and_left_as_it_is() {
    let place = Place::new();
    let garbage = "no database at all\n".repeat(500);
    fs::write(place.file(), &garbage).unwrap();
    refused(&place.settings(), &["another program", "--archive"]);
    assert_eq!(fs::read_to_string(place.file()).unwrap(), garbage);

    let other = Place::new();
    other.sqlite().execute_batch("CREATE TABLE x(y)").unwrap();
    refused(&other.settings(), &["another program", "--archive"]);
}

#[test]
fn a_folder_and_a_folder_that_is_not_there_are_told() {
    let place = Place::new();
    let at = |path: &str| Settings {
        path: place.folder().join(path),
        ..place.settings()
    };
    refused(&at(""), &["folder", "--archive"]);
    refused(&at("no/a.sqlite"), &["no such folder", "make it"]);
}

#[test]
fn a_newer_file_is_refused_in_words() {
    let place = Place::new();
    place.open().close();
    place
        .sqlite()
        .pragma_update(None, "user_version", 99)
        .unwrap();
    refused(&place.settings(), &["newer", "version 99"]);
}

#[test]
fn a_damaged_file_is_told_with_the_ways_out() {
    let place = Place::new();
    let open = place.open();
    open.keep(rows(1..=2000));
    open.close();
    let mut bytes = fs::read(place.file()).unwrap();
    // The head stays, what it leads to does not.
    for byte in &mut bytes[100..16 * 4096] {
        *byte = 0x5a;
    }
    fs::write(place.file(), bytes).unwrap();
    refused(
        &place.settings(),
        &["damaged", "check", ".recover", "--ephemeral"],
    );
}

#[test]
fn a_file_that_was_cut_off_is_told() {
    let place = Place::new();
    let open = place.open();
    open.keep(rows(1..=2000));
    open.close();
    let file = fs::OpenOptions::new()
        .write(true)
        .open(place.file())
        .unwrap();
    file.set_len(3 * 4096).unwrap();
    refused(&place.settings(), &["damaged", "check", "--ephemeral"]);
}

#[test]
fn a_log_that_is_torn_at_its_end_costs_only_what_was_torn() {
    let place = Place::new();
    let open = place.open();
    open.keep(rows(1..=50));
    open.keep(rows(51..=51));
    // As a killed process leaves it.
    let copy = Place::new();
    for ending in ["", "-wal", ".mark"] {
        let name = format!("a.sqlite{ending}");
        fs::copy(place.folder().join(&name), copy.folder().join(&name)).unwrap();
    }
    let wal = copy.folder().join("a.sqlite-wal");
    let length = fs::metadata(&wal).unwrap().len();
    fs::OpenOptions::new()
        .write(true)
        .open(&wal)
        .unwrap()
        .set_len(length - 100)
        .unwrap();
    let again = copy.open();
    let last = again.opened.rooms[0].1;
    assert!(last == 50 || last == 51, "{last}");
    let all: Vec<u64> = (1..=last).collect();
    assert_eq!(again.numbers(chat_archive::Where::After(0), 100).0, all);
}

#[test]
fn a_copy_and_a_file_that_was_put_back_have_another_id() {
    let place = Place::new();
    let first = place.open();
    let log = first.opened.log.clone();
    first.keep(rows(1..=3));
    first.close();
    let backup = fs::read(place.file()).unwrap();
    let copy = Place::new();
    fs::write(copy.file(), &backup).unwrap();
    assert_ne!(copy.open().opened.log, log, "a copy elsewhere");
    let second = place.open();
    assert_eq!(second.opened.log, log, "the same file");
    second.keep(rows(4..=6));
    second.close();
    fs::write(place.file(), &backup).unwrap();
    assert_ne!(place.open().opened.log, log, "an older file in its place");
}
