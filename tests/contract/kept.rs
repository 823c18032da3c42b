//! Section 6: what was said in a room is kept, and outlives the server.

use std::path::Path;

use chat_tests::clock::PATIENCE;
use chat_tests::frame::Frame;
use chat_tests::peer::Peer;
use chat_tests::server::Server;
use chat_tests::server::Start;
use chat_tests::wire::Via;
use serde_json::json;
use tempfile::TempDir;

use crate::house::SERVER;

fn folder() -> TempDir {
    tempfile::tempdir().unwrap()
}

/// A server that keeps what is said in this file.
#[track_caller]
fn keeping(file: &Path) -> Server {
    Start::new(SERVER).everywhere().keeping(file).ready()
}

/// One that is expected to end at once.
fn on_tcp() -> Start {
    Start::new(SERVER).args(&["--tcp", "--bind", "127.0.0.1", "--port", "0"])
}

/// The same after the one before was killed.
#[track_caller]
fn after_a_kill(mut server: Server, file: &Path) -> Server {
    server.program.kill();
    server.program.exit_within(PATIENCE);
    keeping(file)
}

/// What somebody is told who joins a room: the welcome, and the older messages.
#[track_caller]
fn joins(server: &Server, join: &serde_json::Value) -> (Peer, Frame, Vec<Frame>) {
    let mut peer = Peer::connect(server, Via::Tcp);
    peer.send(join);
    let welcome = peer.hears("a welcome", |f| f.kind() == "welcome");
    let told = peer.fence().into_iter().filter(|f| f.flag("history"));
    let told = told.collect();
    (peer, welcome, told)
}

fn texts(frames: &[Frame]) -> Vec<&str> {
    frames.iter().map(Frame::text).collect()
}

#[test]
fn whatever_was_told_is_there_after_a_kill_and_the_numbers_go_on() {
    let folder = folder();
    let file = folder.path().join("kept.db");
    let server = keeping(&file);
    let (mut ana, before, _) = joins(&server, &json!({"type": "join", "name": "ana"}));
    ana.send(&json!({"text": "one", "id": "a1"}));
    let one = ana.hears("one", |f| f.says("one"));
    ana.says("two");
    let server = after_a_kill(server, &file);
    let (mut bob, after, told) = joins(&server, &json!({"type": "join", "name": "bob"}));
    assert_eq!(
        (after.number("seq"), texts(&told)),
        (Some(2), vec!["one", "two"])
    );
    for field in ["name", "timestamp", "seq", "room"] {
        assert_eq!(told[0].value(field), one.value(field), "{}", told[0].raw());
    }
    assert_eq!(after.get("log"), before.get("log"), "the numbering goes on");
    assert_ne!(after.get("run"), before.get("run"));
    assert_eq!(bob.says("three").number("seq"), Some(3));
    // Whoever comes back with the numbering is told what it missed, and says nothing twice.
    let log = before.get("log").unwrap();
    let join = json!({"type": "join", "name": "ana", "since": 2, "log": log});
    let (mut ana, _, told) = joins(&server, &join);
    assert_eq!(texts(&told), ["three"]);
    ana.send(&json!({"text": "one", "id": "a1", "again": true}));
    let receipt = ana.hears("the receipt", |f| f.get("id") == Some("a1"));
    assert_eq!(receipt.number("seq"), Some(1), "{}", receipt.raw());
    assert_eq!(ana.says("four").number("seq"), Some(4));
    // What an earlier run has counted, by somebody who does not know the numbering.
    let run = before.get("run").unwrap();
    let join = json!({"type": "join", "name": "eva", "since": 2, "run": run});
    let (_, _, told) = joins(&server, &join);
    assert_eq!(told.len(), 4);
}

#[cfg(unix)]
#[test]
fn a_room_that_was_empty_goes_on_after_a_restart() {
    let folder = folder();
    let file = folder.path().join("kept.db");
    let server = keeping(&file);
    let mut ana = Peer::join_room(&server, Via::Tcp, "ana", "Lab");
    ana.says("one");
    ana.send(&json!({"type": "leave"}));
    ana.fence();
    let server = after_a_kill(server, &file);
    let mut bob = Peer::join(&server, Via::Tcp, "bob");
    bob.send(&json!({"type": "who", "room": "LAB"}));
    let who = bob.hears("who", |f| f.kind() == "who");
    assert_eq!(
        (who.get("room"), who.people("names").len()),
        (Some("Lab"), 0)
    );
    let welcome = bob.enter("bob", "lab");
    assert_eq!(
        welcome.get("room"),
        Some("Lab"),
        "as whoever made it wrote it"
    );
    assert_eq!(bob.says("two").number("seq"), Some(2));
    // An orderly end keeps as much.
    server.stop();
    let server = keeping(&file);
    let join = json!({"type": "join", "name": "eva", "room": "lab"});
    let (_, _, told) = joins(&server, &join);
    assert_eq!(texts(&told), ["one", "two"]);
}

#[cfg(unix)]
#[test]
fn what_is_said_to_one_person_is_never_kept() {
    let folder = folder();
    let file = folder.path().join("kept.db");
    let server = keeping(&file);
    let mut ana = Peer::join(&server, Via::Tcp, "ana");
    ana.send(&json!({"text": "whispered-nonsense", "to": "ana", "id": 1}));
    ana.hears("it", |f| f.number("id") == Some(1));
    ana.says("shouted-nonsense");
    server.stop();
    let mut kept = Vec::new();
    for entry in std::fs::read_dir(folder.path()).unwrap() {
        kept.extend(std::fs::read(entry.unwrap().path()).unwrap_or_default());
    }
    let has = |word: &[u8]| kept.windows(word.len()).any(|bytes| bytes == word);
    assert!(has(b"shouted-nonsense") && !has(b"whispered-nonsense"));
}

#[test]
fn a_file_has_one_server_and_both_ways_at_once_are_wrong_usage() {
    let folder = folder();
    let file = folder.path().join("kept.db");
    let server = keeping(&file);
    let mut second = on_tcp().keeping(&file).program();
    let exit = second.exit_within(PATIENCE);
    assert_eq!(exit.status.code(), Some(1), "{}", exit.errors);
    assert_eq!(exit.errors.lines().count(), 1, "{}", exit.errors);
    let pid = server.program.pid().to_string();
    for words in [file.to_str().unwrap(), &pid, "--archive"] {
        assert!(exit.errors.contains(words), "{words}: {}", exit.errors);
    }
    let both = Start::new(SERVER).keeping(&file).args(&["--ephemeral"]);
    let exit = both.program().exit_within(PATIENCE);
    assert_eq!(exit.status.code(), Some(2), "{}", exit.errors);
    // The first one is not disturbed.
    Peer::join(&server, Via::Tcp, "ana").says("still here");
}

#[cfg(unix)]
#[test]
fn without_an_option_it_is_a_file_of_ones_own_in_the_state_directory() {
    use std::os::unix::fs::PermissionsExt;
    let home = folder();
    let start = Start::new(SERVER).everywhere().keeping_by_default();
    let server = start
        .env("XDG_STATE_HOME", home.path().to_str().unwrap())
        .ready();
    Peer::join(&server, Via::Tcp, "ana").says("hi");
    let mut folders = vec![home.path().to_owned()];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                files.push(path);
            }
        }
    }
    assert!(files.len() > 1, "{files:?}");
    for file in files {
        let mode = std::fs::metadata(&file).unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "{} is for others too", file.display());
    }
}

#[test]
fn a_file_that_is_none_is_named_with_the_ways_out() {
    let folder = folder();
    let file = folder.path().join("notes.txt");
    std::fs::write(
        &file,
        "these are my notes, and no archive at all\n".repeat(100),
    )
    .unwrap();
    let mut server = on_tcp().keeping(&file).program();
    let exit = server.exit_within(PATIENCE);
    assert_eq!(exit.status.code(), Some(1), "{}", exit.errors);
    for words in [file.to_str().unwrap(), "--archive"] {
        assert!(exit.errors.contains(words), "{words}: {}", exit.errors);
    }
    let notes = std::fs::read_to_string(&file).unwrap();
    assert!(notes.starts_with("these are my notes"), "it is not touched");
}
