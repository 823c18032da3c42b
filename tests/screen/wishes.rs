//! What one may choose: keys, colours, calls, a log.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use chat_tests::peer::Peer;
use chat_tests::server::Server;
use chat_tests::terminal::Launch;
use chat_tests::terminal::Terminal;
use chat_tests::wire::Via;
use vt100::Color;

use crate::house;
use crate::house::CLIENT;
use crate::house::joined;

/// A client that has joined, with more arguments.
#[track_caller]
fn joins(server: &Server, more: &[&str]) -> Terminal {
    let address = server.tcp()[0].to_string();
    let args = [&[&*address, "--name", "ana"], more].concat();
    joined(Launch::new(CLIENT, &args))
}

#[test]
fn keys_of_the_configuration_do_what_they_say_and_are_told_where_keys_are_told() {
    let server = house::server();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("config.toml");
    fs::write(&file, "[keys]\nhelp = 'F2'\nundo = 'Ctrl-x u'\n").unwrap();
    let ana = joins(&server, &["--config", file.to_str().unwrap()]);
    ana.shows("F2 help");
    ana.types("abc");
    ana.shows("ana> abc");
    ana.key(b"\x18");
    ana.shows("Ctrl-x …");
    ana.key(b"u");
    ana.shows_row("an empty input", |row| row == "ana>");
    ana.key(b"\x1bOQ");
    ana.shows("Commands");
    // To the row that tells its own key.
    ana.key(&b"\x1b[6~".repeat(9));
    ana.shows_row("the key of the page", |row| {
        row.trim_start() == "F2                      these keys"
    });
    ana.key(b"\x1b");
    ana.shows_row("the input again", |row| row == "ana>");
}

#[test]
fn a_theme_with_a_background_has_it_everywhere_also_after_scrolling() {
    let server = house::server();
    let ana = joins(&server, &["--theme", "light"]);
    let mut bob = Peer::join(&server, Via::Tcp, "bob");
    for number in 0..60 {
        bob.says(&format!("line {number}."));
    }
    ana.shows("line 59.");
    let bare = |ana: &Terminal| {
        ana.look(|screen| {
            let cells = (0..24).flat_map(|row| (0..80).map(move |column| (row, column)));
            let bare = cells.filter(|(row, column)| {
                screen
                    .cell(*row, *column)
                    .is_some_and(|cell| cell.bgcolor() == Color::Default)
            });
            bare.collect::<Vec<_>>()
        })
    };
    assert_eq!(bare(&ana), []);
    ana.says("/theme terminal");
    ana.shows_that("no background", |screen| {
        screen
            .cell(5, 40)
            .is_some_and(|cell| cell.bgcolor() == Color::Default)
    });
}

#[test]
fn who_looks_elsewhere_is_notified_in_one_field_and_of_no_history() {
    let server = house::server();
    let mut bob = Peer::join(&server, Via::Tcp, "bob");
    bob.says("ana, before you came");
    let ana = joins(&server, &["--notify", "osc777"]);
    ana.shows("before you came");
    // What is pasted is no key, and shows that it has heard that nobody looks.
    ana.key(b"\x1b[O\x1b[200~draft\x1b[201~");
    ana.shows("ana> draft");
    let text = "ana: look; \u{1b}]0;x\u{7}\u{9c}\ny";
    bob.send(&serde_json::json!({"text": text}));
    ana.shows("look;");
    let raw = String::from_utf8_lossy(&ana.raw()).into_owned();
    let told: Vec<_> = raw.split("\x1b]777;").skip(1).collect();
    assert_eq!(told.len(), 1, "{raw}");
    assert!(
        told[0].starts_with("notify;#lobby;bob: ana: look, ]0,x y\x07"),
        "{told:?}"
    );
    assert!(!raw.contains("\x1b]0;"), "{raw}");
}

#[test]
fn what_is_read_is_appended_to_a_log_for_its_owner_alone() {
    let server = house::server();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("read.log");
    for words in ["the first evening", "the second"] {
        let mut ana = joins(&server, &["--log", file.to_str().unwrap()]);
        ana.says(words);
        ana.shows_row("that it was said", |row| {
            row.contains(&format!("  {words}")) && !row.contains('…')
        });
        ana.says("/quit");
        assert!(ana.ends().success());
    }
    let mode = fs::metadata(&file).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    let text = fs::read_to_string(&file).unwrap();
    for words in [
        " #lobby <ana> the first evening",
        " #lobby <ana> the second",
    ] {
        let found = text.lines().filter(|line| line.ends_with(words)).count();
        assert_eq!(found, 1, "{text}");
    }
}

#[track_caller]
fn is_told_once(log: &str, why: &str) {
    let server = house::server();
    let address = server.tcp()[0].to_string();
    let launch = Launch::new(CLIENT, &[&address, "--name", "ana", "--log", log]);
    let ana = joined(launch.size(140, 24));
    ana.says("one");
    ana.shows(why);
    ana.shows("ana  one");
    ana.says("two");
    ana.shows("·  two");
    let rows = ana.rows();
    let told = rows
        .iter()
        .filter(|row| row.contains("the log is not written"));
    assert_eq!(told.count(), 1, "{rows:#?}");
}

#[test]
fn a_log_that_cannot_be_made_is_told_before_there_is_a_screen() {
    let server = house::server();
    let address = server.tcp()[0].to_string();
    let args = [&*address, "--log", "/nowhere/read.log"];
    let mut ana = Launch::new(CLIENT, &args).start();
    ana.shows("cannot write the log /nowhere/read.log: No such file");
    ana.ends();
    let raw = String::from_utf8_lossy(&ana.raw()).into_owned();
    assert!(!raw.contains("\x1b[?1049h"), "{raw:?}");
}

#[test]
fn a_full_disk_is_told_once_and_the_chat_goes_on() {
    // Linux has one that is always full.
    if Path::new("/dev/full").exists() {
        is_told_once("/dev/full", "/dev/full: No space left");
    }
}

#[test]
fn a_terminal_is_not_asked_for_a_keyboard_protocol_that_nobody_wants() {
    let server = house::server();
    let mut ana = joins(&server, &["--keyboard-protocol", "off"]);
    ana.types("\x1b[?0u");
    ana.says("still here");
    ana.shows("still here");
    ana.key(b"\x04");
    ana.ends();
    let raw = String::from_utf8_lossy(&ana.raw()).into_owned();
    for asking in ["\x1b[?u", "\x1b[>1u"] {
        assert!(!raw.contains(asking), "{raw:?}");
    }
}
