//! What a server says that cannot take part.

use std::path::Path;

use chat_tests::clock::PATIENCE;
use chat_tests::peer::Peer;
use chat_tests::ports::free_port;
use chat_tests::program::Exit;
use chat_tests::server::Start;
use chat_tests::wire::Via;
use tempfile::TempDir;

use crate::house::Lab;
use crate::house::SERVER;

/// It ends by itself.
#[track_caller]
fn ends(start: Start) -> Exit {
    start.program().exit_within(PATIENCE)
}

/// With one line that has all these words.
#[track_caller]
pub(crate) fn ends_with_words(start: Start, status: i32, words: &[&str]) {
    let exit = ends(start);
    assert_eq!(exit.status.code(), Some(status), "{}", exit.errors);
    for word in words {
        assert!(exit.errors.contains(word), "{word}: {}", exit.errors);
    }
    assert!(
        exit.output.is_empty(),
        "it never listened: {:?}",
        exit.output
    );
}

pub(crate) fn on_tcp(file: &Path) -> Start {
    let start = Start::new(SERVER).args(&["--tcp", "--bind", "127.0.0.1", "--port", "0"]);
    start.keeping(file)
}

#[test]
fn without_an_engine_it_ends_and_says_where_it_has_looked_for_one() {
    let folder = TempDir::new().unwrap();
    let nobody = format!("nats://127.0.0.1:{}", free_port());
    let start = on_tcp(&folder.path().join("a")).args(&["--cluster", &nobody]);
    ends_with_words(start, 1, &[&nobody, "Is it running"]);
}

#[test]
fn to_share_and_to_keep_nothing_is_wrong_usage() {
    let start = Start::new(SERVER).args(&["--cluster", "nats://127.0.0.1:1"]);
    ends_with_words(start, 2, &["--cluster", "--ephemeral"]);
}

#[test]
fn an_archive_is_of_one_conversation_and_no_other() {
    let Some(lab) = Lab::new() else { return };
    let file = lab.archive("lab1");
    let alone = on_tcp(&file).sockets(1).ready();
    Peer::join(&alone, Via::Tcp, "ana").says("by myself");
    alone.stop();
    let sharing = |lab: &Lab, server: &str| {
        let start = on_tcp(&lab.archive(server)).args(&lab.options());
        start.args(&["--server-name", server])
    };
    let words = [file.to_str().unwrap(), "by itself", "--archive"];
    ends_with_words(sharing(&lab, "lab1"), 1, &words);
    let server = lab.server("lab2");
    Peer::join(&server, Via::Tcp, "ana").says("with others");
    server.stop();
    let copy = lab.archive("lab2");
    ends_with_words(on_tcp(&copy), 1, &[copy.to_str().unwrap(), "--cluster"]);
    let other = Lab::new().unwrap();
    let moved = other.archive("lab2");
    std::fs::copy(&copy, &moved).unwrap();
    let words = ["another conversation", moved.to_str().unwrap()];
    ends_with_words(sharing(&other, "lab2"), 1, &words);
}

#[test]
fn two_cannot_have_one_name_and_the_later_one_has_it() {
    let Some(lab) = Lab::new() else { return };
    let mut first = lab.server("lab1");
    let mut ana = Peer::join(&first, Via::Tcp, "ana");
    let second = lab.start_with("lab1", &lab.archive("copy")).ready();
    let exit = first.program.exit_within(PATIENCE);
    assert_eq!(exit.status.code(), Some(1), "{}", exit.errors);
    assert!(exit.errors.contains("lab1"), "{}", exit.errors);
    assert!(exit.errors.contains("a name of its own"), "{}", exit.errors);
    ana.hears_bye(Via::Tcp);
    Peer::join(&second, Via::Tcp, "ana").says("here");
}
