//! How the log and its servers stand, for whoever operates them.

use std::process::Command;

use chat_tests::clock::Deadline;
use chat_tests::clock::PATIENCE;
use chat_tests::peer::Peer;
use chat_tests::program::Exit;
use chat_tests::program::Program;
use chat_tests::wire::Via;

use crate::house::Lab;
use crate::house::SERVER;

#[track_caller]
pub(crate) fn status(options: &[&str]) -> Exit {
    let mut command = Command::new(SERVER);
    command.args(["cluster", "status"]).args(options);
    Program::start(&mut command).exit_within(PATIENCE)
}

#[test]
fn it_names_the_servers_the_leader_and_how_far_each_has_read() {
    let Some(lab) = Lab::new() else { return };
    let servers = ["lab1", "lab2"].map(|name| lab.server(name));
    let peers = [("ana", 0), ("bob", 0), ("eva", 1)];
    let mut peers = peers.map(|(name, at)| Peer::join(&servers[at], Via::Tcp, name));
    for peer in &mut peers {
        peer.says("hi");
    }
    let exit = status(&lab.options());
    assert_eq!(exit.status.code(), Some(0), "{}", exit.errors);
    let text = exit.output.concat();
    for words in ["nats-server 2.", "on n1", "entries"] {
        assert!(text.contains(words), "{words}: {text}");
    }
    // What is told once a second may be a second old.
    let deadline = Deadline::after(PATIENCE);
    let is_right = |lines: &[String]| {
        [("lab1 ", "2 people"), ("lab2 ", "1 people")]
            .iter()
            .all(|(name, people)| {
                let mut lines = lines.iter();
                let line = lines.find(|line| line.contains(name));
                line.is_some_and(|line| line.contains(people) && line.contains("(lag 0)"))
            })
    };
    let mut told = exit.output;
    while !is_right(&told) {
        assert!(deadline.left().is_some(), "{told:#?}");
        told = status(&lab.options()).output;
    }
}

#[test]
fn it_wants_to_be_told_where_the_log_is() {
    let exit = status(&[]);
    assert_ne!(exit.status.code(), Some(0));
    assert!(exit.errors.contains("--cluster"), "{}", exit.errors);
    let exit = status(&["--cluster", "nats://127.0.0.1:1"]);
    assert_eq!(exit.status.code(), Some(1), "{}", exit.errors);
    assert!(exit.errors.contains("127.0.0.1:1"), "{}", exit.errors);
}
