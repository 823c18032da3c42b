//! The log as it is written, for whoever looks on.

use std::process::Command;

use chat_tests::engine::Node;
use chat_tests::peer::Peer;
use chat_tests::program::Program;
use chat_tests::wire::Via;

use crate::house::Lab;
use crate::house::SERVER;

fn log(options: &[&str]) -> Program {
    let mut command = Command::new(SERVER);
    command.args(["cluster", "log"]).args(options);
    Program::start(&mut command)
}

/// The next line that has all of this in it.
#[track_caller]
fn shows(program: &mut Program, words: &[&str]) -> String {
    loop {
        let line = program.line();
        if words.iter().all(|word| line.contains(word)) {
            return line;
        }
    }
}

#[test]
fn what_is_done_is_shown_with_its_place_and_no_secret() {
    let Some(lab) = Lab::new() else { return };
    let server = lab.server("lab1");
    let mut ana = Peer::join(&server, Via::Tcp, "ana");
    ana.says("before");
    let mut log = log(&lab.options());
    let begins = shows(&mut log, &["lab1", "begins life 1"]);
    assert!(begins.trim_start().starts_with("1 "), "{begins}");
    shows(&mut log, &["enter by", "name=\"ana\"", "room=\"lobby\""]);
    shows(&mut log, &["msg by", "text=\"before\""]);
    ana.says("while it looks");
    shows(&mut log, &["msg by", "text=\"while it looks\""]);
    drop(ana);
    shows(&mut log, &["gone by"]);
    server.stop();
    shows(&mut log, &["ends its life 1"]);
    let story = log.story();
    for secret in ["secret", "session", "nonce"] {
        assert!(!story.contains(secret), "{secret}: {story}");
    }
}

#[test]
fn a_silence_of_the_log_is_told_and_its_end() {
    let Some(mut node) = Node::alone() else {
        return;
    };
    let lab = Lab::on(&[&node]);
    let server = lab.server("lab1");
    let mut ana = Peer::join(&server, Via::Tcp, "ana");
    let mut log = log(&[&lab.options()[..], &["--last", "1"]].concat());
    shows(&mut log, &["enter by"]);
    node.kill();
    shows(&mut log, &["! nothing comes: "]);
    // And what is wrong now, when that is another thing.
    shows(&mut log, &["! nothing comes: ", "Tried: nats://127.0.0.1:"]);
    node.restart();
    shows(&mut log, &["! it goes on"]);
    ana.says("again");
    shows(&mut log, &["text=\"again\""]);
}

#[test]
fn where_there_is_no_log_none_is_made() {
    let Some(node) = Node::alone() else { return };
    let lab = Lab::on(&[&node]);
    for _ in 0..2 {
        let exit = log(&lab.options()).exit_within(chat_tests::clock::PATIENCE);
        assert_eq!(exit.status.code(), Some(1), "{}", exit.errors);
        assert!(exit.errors.contains(lab.name()), "{}", exit.errors);
    }
}
