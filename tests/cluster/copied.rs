//! Where the log has lost its beginning, a server that was not there takes a copy of one that was.

use std::path::Path;
use std::path::PathBuf;

use chat_tests::engine::Node;
use chat_tests::owner::joins;
use chat_tests::peer::Peer;
use chat_tests::server::Server;
use chat_tests::wire::Via;
use serde_json::json;

use crate::going_on::all;
use crate::going_on::shorten;
use crate::house::Lab;
use crate::house::in_step;
use crate::house::roster;
use crate::past;
use crate::starting::ends_with_words;
use crate::starting::on_tcp;

const IS_HERE: &str = "its copy is here";

fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

/// A server on which much was said before the log lost that, and who said it.
fn long_ago(node: &Node, lab: &Lab) -> (Server, Peer) {
    let first = lab.server("lab1");
    let mut ana = joins(&first, Via::Tcp, 1, "ana");
    for n in 0..300 {
        ana.says(&format!("line {n} {}", "x".repeat(1500)));
    }
    shorten(node, lab);
    (first, ana)
}

#[test]
fn a_new_server_has_all_that_was_said_and_knows_who_is_who() {
    let Some(node) = Node::alone() else { return };
    let lab = Lab::on(&[&node]);
    let (first, ana) = long_ago(&node, &lab);
    let second = lab.server("lab2");
    second.program.complains(IS_HERE, 1);
    let mut bob = Peer::join(&second, Via::Tcp, "bob");
    assert_eq!(roster(&mut bob), ["ana", "bob"]);
    bob.is_refused(&json!({"type": "nick", "name": "Ana"}), "name_taken");
    in_step(&mut [ana, bob], "after");
    let told = past::agreed(&[&first, &second], "lobby");
    assert_eq!(told.len(), 301);
    // Another one may ask at once, and it may be asked itself.
    first.stop();
    let third = lab.server("lab3");
    third.program.complains(IS_HERE, 1);
    assert_eq!(past::agreed(&[&second, &third], "lobby").len(), 301);
    // What was put together is gone, or in its place.
    for server in ["lab2", "lab3"] {
        assert!(!beside(&lab.archive(server), ".incoming").exists());
    }
    assert!(!beside(&lab.archive("lab1"), ".copy").exists());
}

#[test]
fn who_was_away_for_too_long_keeps_what_it_had_beside_the_copy() {
    let Some(node) = Node::alone() else { return };
    let lab = Lab::on(&[&node]);
    let second = lab.server("lab2");
    Peer::join(&second, Via::Tcp, "bob").says("early");
    second.stop();
    let (first, _ana) = long_ago(&node, &lab);
    let second = lab.server("lab2");
    second.program.complains(IS_HERE, 1);
    let told = past::agreed(&[&first, &second], "lobby");
    assert_eq!(told.len(), 301);
    let before = beside(&lab.archive("lab2"), ".before");
    assert!(before.exists());
    second.stop();
    // It goes on from there as from its own.
    let second = lab.server("lab2");
    second
        .program
        .complains("this server goes on from its checkpoint", 1);
    assert_eq!(all(&second, "eva").len(), 302);
}

#[test]
fn a_checkpoint_whose_archive_is_gone_is_given_up_for_a_copy() {
    let Some(node) = Node::alone() else { return };
    let lab = Lab::on(&[&node]);
    let second = lab.server("lab2");
    let (first, _ana) = long_ago(&node, &lab);
    second.stop();
    std::fs::remove_file(lab.archive("lab2")).unwrap();
    let start = on_tcp(&lab.archive("lab2")).args(&lab.options());
    let words = ["the archive is not what the checkpoint is", "takes a copy"];
    ends_with_words(start.args(&["--server-name", "lab2"]), 1, &words);
    let second = lab.server("lab2");
    second.program.complains(IS_HERE, 1);
    let told = past::agreed(&[&first, &second], "lobby");
    assert_eq!(told.len(), 300);
}

#[test]
fn a_copy_takes_the_place_of_no_other_conversation() {
    let Some(node) = Node::alone() else { return };
    let lab = Lab::on(&[&node]);
    let file = lab.archive("lab2");
    let alone = on_tcp(&file).sockets(1).ready();
    Peer::join(&alone, Via::Tcp, "ana").says("by myself");
    alone.stop();
    let (_first, _ana) = long_ago(&node, &lab);
    let start = on_tcp(&file).args(&lab.options());
    let words = [
        "by itself",
        "no copy can be kept here",
        "the log lacks entries",
    ];
    ends_with_words(start.args(&["--server-name", "lab2"]), 1, &words);
    assert!(!beside(&file, ".incoming").exists());
    let alone = on_tcp(&file).sockets(1).ready();
    assert_eq!(past::all(&alone, "lobby").len(), 1);
}
