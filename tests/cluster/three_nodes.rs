//! An engine of three nodes: one of them dies, and the conversation goes on.

use std::process::Command;
use std::time::Duration;

use chat_tests::clock::Deadline;
use chat_tests::clock::PATIENCE;
use chat_tests::clock::now;
use chat_tests::engine::Node;
use chat_tests::frame::Frame;
use chat_tests::peer::Heard;
use chat_tests::peer::Peer;
use chat_tests::program::Program;
use chat_tests::server::Server;
use serde_json::json;

use crate::house::Lab;
use crate::house::SERVER;
use crate::house::in_step;
use crate::house::witnesses;
use crate::past;

/// Waits until they have a leader: what the status says of the log.
#[track_caller]
pub(crate) fn leader(lab: &Lab) -> String {
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

/// Three nodes, three servers, and somebody on each.
struct Scene {
    nodes: [Node; 3],
    /// Where the servers keep their copies.
    lab: Lab,
    servers: [Server; 3],
    peers: [Peer; 3],
    /// Which of the nodes leads.
    at: usize,
}

impl Scene {
    fn new() -> Option<Self> {
        let nodes = Node::three()?;
        let lab = Lab::on(&[&nodes[0], &nodes[1], &nodes[2]]);
        let servers = lab.three();
        let peers = witnesses(&servers);
        let leader = leader(&lab);
        let at = nodes.iter().position(|node| node.name() == leader).unwrap();
        Some(Self {
            nodes,
            lab,
            servers,
            peers,
            at,
        })
    }
}

#[test]
fn when_the_leader_dies_the_conversation_goes_on_after_a_stall() {
    let Some(Scene {
        mut nodes,
        servers,
        mut peers,
        at,
        lab: _lab,
    }) = Scene::new()
    else {
        return;
    };
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

/// What all have said while nothing could be ordered comes to all of them, however long the
/// nodes take to choose a leader; in which order.
#[track_caller]
fn said_at_last(peer: &mut Peer, of: usize) -> Vec<String> {
    let deadline = Deadline::after(3 * PATIENCE);
    let mut said = Vec::new();
    while said.len() < of {
        let left = deadline.left().unwrap_or_default();
        match peer.next_within(left) {
            Heard::Frame(frame) if frame.kind() == "msg" => said.push(frame.text().to_owned()),
            Heard::Frame(_) => {}
            end @ (Heard::End | Heard::Silence) => panic!("{end:?} after {said:?}"),
        }
    }
    said
}

#[test]
fn without_a_quorum_that_is_told_and_what_waits_is_said_when_there_is_one_again() {
    let Some(Scene {
        mut nodes,
        servers,
        mut peers,
        at,
        lab: _lab,
    }) = Scene::new()
    else {
        return;
    };
    let other = (at + 1) % 3;
    nodes[at].kill();
    nodes[other].kill();
    let began = now();
    for (nth, peer) in peers.iter_mut().enumerate() {
        peer.send(&json!({"text": format!("w{nth}"), "id": nth}));
    }
    let is_told = |f: &Frame| f.kind() == "notice" && f.get("event") == Some("apart");
    for peer in &mut peers {
        peer.hears("that it waits", is_told);
    }
    let told = began.elapsed();
    println!("told after {told:?}");
    assert!(told < Duration::from_secs(5), "{told:?}");
    for peer in &mut peers {
        assert_eq!(peer.messages(), [""; 0], "one of three decides nothing");
    }
    nodes[other].restart();
    let began = now();
    let orders = peers.each_mut().map(|peer| said_at_last(peer, 3));
    println!("said {:?} after a node was back", began.elapsed());
    assert!(
        orders[0] == orders[1] && orders[0] == orders[2],
        "{orders:?}"
    );
    in_step(&mut peers, "two of three");
    nodes[at].restart();
    in_step(&mut peers, "all of them");
    let told = past::agreed(&servers.each_ref(), "lobby");
    assert_eq!(told.len(), 6, "{told:?}");
}
