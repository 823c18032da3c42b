//! What a person is asked before the server lets them in: the password, which nobody sees,
//! and whose name it is.

use std::fs;
use std::path::Path;

use chat_tests::server::Server;
use chat_tests::server::Start;
use chat_tests::terminal::Launch;
use chat_tests::terminal::Terminal;
use tempfile::TempDir;

use crate::house;

const ESC: &[u8] = b"\x1b";

fn guarded() -> Server {
    let start = Start::new(house::SERVER).everywhere();
    house::started(start.env("CHAT_PASSWORD", "open sesame"))
}

/// `ana`, who has a key, at a screen that has room for sentences.
fn ana(server: &Server, key: &Path) -> Launch {
    let launch = house::client(server, "ana").size(100, 24);
    launch.env("CHAT_KEY", key.to_str().unwrap())
}

fn is_in(terminal: &Terminal) {
    terminal.shows_row("that it has joined", |row| {
        row.starts_with(" #") && row.contains(" here  ")
    });
}

#[test]
fn a_password_is_typed_unseen_and_stands_nowhere() {
    let (home, server) = (TempDir::new().unwrap(), guarded());
    let trace = home.path().join("trace");
    let launch = ana(&server, &home.path().join("key"));
    let mut ana = launch.arg("--trace").arg(trace.to_str().unwrap()).start();
    ana.shows("this server asks for a password");
    ana.types("guess");
    ana.shows("password> •••••");
    ana.key(b"\r");
    ana.shows("that is not the password");
    ana.types("open sesame");
    ana.shows("password> •••••••••••");
    ana.key(b"\r");
    is_in(&ana);
    // ↑ has nothing to bring back.
    ana.key(b"\x1b[A");
    ana.says("olá");
    ana.shows("  ana  olá");
    ana.says("/quit");
    ana.ends();
    ana.is_as_before();
    let seen = String::from_utf8_lossy(&ana.raw()).into_owned();
    let noted = fs::read_to_string(&trace).unwrap();
    assert!(noted.contains("prove"), "the recording has the proof");
    for word in ["guess", "sesame"] {
        assert!(!seen.contains(word), "on the screen: {word}");
        assert!(!noted.contains(word), "in the recording: {word}");
    }
}

#[test]
fn escape_leaves_a_server_that_asks_for_a_password() {
    let (home, server) = (TempDir::new().unwrap(), guarded());
    let launch = ana(&server, &home.path().join("key"));
    let mut ana = launch.arg("--lang").arg("pt").start();
    ana.shows("este servidor pede uma palavra-passe");
    ana.key(ESC);
    ana.ends();
    ana.is_as_before();
}

/// Somebody else has the name `ana`, and is not there now.
fn absent_owner(server: &Server, key: &Path) {
    let mut owner = ana(server, key).start();
    is_in(&owner);
    owner.says("/quit");
    owner.ends();
}

#[test]
fn whoever_is_oneself_on_another_machine_types_the_six_words() {
    let (home, server) = (TempDir::new().unwrap(), house::server());
    let (first, second) = (home.path().join("first"), home.path().join("second"));
    absent_owner(&server, &first);
    let kept = fs::read_to_string(&first).unwrap();
    let words = kept.lines().find(|line| !line.starts_with('#')).unwrap();
    let ana = ana(&server, &second).start();
    ana.shows("`ana` belongs to somebody");
    ana.types("acrobat acrobat");
    ana.key(b"\r");
    ana.shows("there are six words, and these are 2");
    ana.key(b"\x15");
    ana.types(words);
    ana.shows(words);
    ana.key(b"\r");
    is_in(&ana);
    ana.says("olá");
    ana.shows("  ana  olá");
    assert_eq!(fs::read_to_string(&second).unwrap(), kept);
}

#[test]
fn whoever_is_somebody_else_takes_another_name() {
    let (home, server) = (TempDir::new().unwrap(), house::server());
    absent_owner(&server, &home.path().join("first"));
    let second = home.path().join("second");
    for (typed, name) in [("", "ana2"), ("eva", "eva")] {
        let other = ana(&server, &second).start();
        other.shows(&format!(
            "Enter: {}",
            if typed.is_empty() { "be `ana2`" } else { "" }
        ));
        other.types(typed);
        other.shows(typed);
        other.key(b"\r");
        is_in(&other);
        other.says("olá");
        other.shows(&format!("  {name}  olá"));
    }
    let mut left = ana(&server, &second).arg("--lang").arg("pt").start();
    left.shows("já é de alguém");
    left.key(ESC);
    left.ends();
    left.is_as_before();
}
