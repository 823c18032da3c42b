//! What the same log has made of each server is the same, and a server that finds itself to
//! be something else stops.

use chat_tests::clock::Deadline;
use chat_tests::clock::PATIENCE;
use chat_tests::engine::Node;
use chat_tests::peer::Peer;
use chat_tests::wire::Via;
use serde_json::json;

use crate::house::Lab;
use crate::house::in_step;
use crate::status::status;

/// The first place of the log where servers compare what they are.
const PLACE: u64 = 1024;

/// So much that nobody can read comes into the log that the place is passed.
fn pad(node: &Node, lab: &Lab) {
    let subject = format!("chat.{}.log.nobody", lab.name());
    let all = (0..PLACE).map(|n| (subject.clone(), format!("no entry {n}")));
    node.publish(all);
}

/// Asks for the status until it has these words.
#[track_caller]
pub(crate) fn shows(lab: &Lab, words: &str) -> String {
    let deadline = Deadline::after(PATIENCE);
    loop {
        let text = status(&lab.options()).output.join("\n");
        if text.contains(words) {
            return text;
        }
        assert!(deadline.left().is_some(), "no {words:?} in {text}");
    }
}

#[test]
fn servers_of_one_log_are_told_to_be_the_same() {
    let Some(node) = Node::alone() else { return };
    let lab = Lab::on(&[&node]);
    let servers = ["lab1", "lab2"].map(|name| lab.server(name));
    let peers = [("ana", 0), ("bob", 1)];
    let mut peers = peers.map(|(name, at)| Peer::join(&servers[at], Via::Tcp, name));
    in_step(&mut peers, "before");
    pad(&node, &lab);
    in_step(&mut peers, "after");
    shows(&lab, "state     the same on all of them, at entry 1024");
    // Whoever comes later reads it anew, and is the same too.
    let third = lab.server("lab3");
    let mut eva = Peer::join(&third, Via::Tcp, "eva");
    let text = shows(&lab, "lab3 ");
    assert!(!text.contains("DIFFERS"), "{text}");
    shows(&lab, "state     the same on all of them, at entry 1024");
    eva.says("here I am");
}

#[test]
fn a_server_that_is_not_what_an_older_one_is_stops_and_says_why() {
    let Some(node) = Node::alone() else { return };
    let lab = Lab::on(&[&node]);
    let first = lab.server("lab1");
    let mut second = lab.server("lab2");
    let mut ana = Peer::join(&first, Via::Tcp, "ana");
    let mut bob = Peer::join(&second, Via::Tcp, "bob");
    ana.hears("bob", |f| f.tells("join", "bob"));
    let text = shows(&lab, "lab1 ");
    let (_, life) = text.split_once("life ").unwrap();
    let life: u64 = life.split_whitespace().next().unwrap().parse().unwrap();
    // What lab1 does not say: it has not come there yet.
    let sum = json!({"place": PLACE, "digest": "0123456789abcdef"});
    let beat = json!({"server": "lab1", "life": life, "position": 2, "people": 1, "sums": [sum]});
    let subject = format!("chat.{}.beat.lab1", lab.name());
    node.publish([(subject, beat.to_string())]);
    pad(&node, &lab);
    ana.says("on we go");
    let exit = second.program.exit_within(PATIENCE);
    assert_eq!(exit.status.code(), Some(1), "{}", exit.errors);
    let why = "at entry 1024 of the log this server is not what lab1 made of the same entries";
    assert!(exit.errors.contains(why), "{}", exit.errors);
    // Its people hear that it ends, and go elsewhere; those of the other go on.
    bob.hears_bye(Via::Tcp);
    ana.says("still here");
    // Started again it has read the log anew, and is what the other is.
    drop(second);
    let second = lab.server("lab2");
    let mut bob = Peer::join(&second, Via::Tcp, "bob");
    bob.says("back");
    ana.hears("bob", |f| f.says("back"));
    shows(&lab, "state     the same on all of them, at entry 1024");
}

#[test]
fn a_server_whose_clock_is_ahead_is_told_of_once() {
    let Some(node) = Node::alone() else { return };
    let lab = Lab::on(&[&node]);
    let first = lab.server("lab1");
    let mut ana = Peer::join(&first, Via::Tcp, "ana");
    // The end of the year 9999.
    let ahead = 253_402_300_000_000_u64;
    let hello = json!({"addresses": [], "secret": "0".repeat(32), "rules": "others"});
    let begins = json!({
        "v": 1, "server": "lab9", "at": ahead, "nonce": "n", "after": 0, "hello": hello,
    });
    let subject = format!("chat.{}.log.lab9", lab.name());
    node.publish([(subject, begins.to_string())]);
    first.program.complains("s ahead of this one's", 1);
    // What is said here has the time of here.
    let said = ana.says("and the time here?");
    assert!(
        !said.get("timestamp").unwrap().starts_with("9999"),
        "{said:?}"
    );
}
