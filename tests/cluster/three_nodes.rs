//! An engine of three nodes: one of them dies, and the conversation goes on.

use std::process::Command;
use std::time::Duration;

use chat_tests::clock::Deadline;
use chat_tests::clock::PATIENCE;
use chat_tests::clock::now;
use chat_tests::engine::Node;
use chat_tests::program::Program;
use serde_json::json;

use crate::house::Lab;
use crate::house::SERVER;
use crate::house::in_step;
use crate::house::witnesses;
use crate::past;

/// Waits until they have a leader: what the status says of the log.
#[track_caller]
fn leader(lab: &Lab) -> String {
    let deadline = Deadline::after(3 * PATIENCE);
    loop {
        let mut command = Command::new(SERVER);
        command.args(["cluster", "status"]).args(lab.options());
        let exit = Program::start(&mut command).exit_within(PATIENCE);
        let text = exit.output.concat();
        if let Some((_, rest)) = text.split_once("led by ")
            && let Some(name) = rest.split_whitespace().next()
            && name != "nobody:"
        {
            return name.to_owned();
        }
        assert!(deadline.left().is_some(), "{}", exit.errors);
    }
}

#[test]
fn when_the_leader_dies_the_conversation_goes_on_after_a_stall() {
    let Some(mut nodes) = Node::three() else {
        return;
    };
    let lab = Lab::on(&[&nodes[0], &nodes[1], &nodes[2]]);
    let servers = lab.three();
    let mut peers = witnesses(&servers);
    let leader = leader(&lab);
    let at = nodes.iter().position(|node| node.name() == leader).unwrap();
    nodes[at].kill();
    let began = now();
    for n in 0..20 {
        for (nth, peer) in peers.iter_mut().enumerate() {
            peer.send(&json!({"text": format!("w{nth} {n}"), "id": n}));
        }
    }
    for (nth, peer) in peers.iter_mut().enumerate() {
        let last = format!("w{nth} 19");
        peer.hears(&last, |f| f.says(&last) && f.number("id") == Some(19));
    }
    let stalled = began.elapsed();
    println!("a stall of {stalled:?}");
    assert!(stalled < Duration::from_secs(15), "{stalled:?}");
    in_step(&mut peers, "all of us");
    nodes[at].restart();
    in_step(&mut peers, "all of them");
    let told = past::agreed(&servers.each_ref(), "lobby");
    assert_eq!(told.len(), 63);
}
