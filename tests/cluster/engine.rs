//! The engine stands still, or dies, and comes back.

use std::time::Duration;

use chat_tests::clock::now;
use chat_tests::engine::Node;
use chat_tests::frame::Frame;
use chat_tests::peer::Peer;
use chat_tests::plain::Typist;
use chat_tests::server::Server;
use chat_tests::wire::Via;
use serde_json::json;

use crate::house::Lab;
use crate::past;

fn is_told(event: &str) -> impl Fn(&Frame) -> bool {
    move |f| f.kind() == "notice" && f.get("event") == Some(event)
}

/// Two servers and three people, who say something while there is no engine.
struct Cut {
    servers: [Server; 2],
    ana: Peer,
    bob: Peer,
    nc: Typist,
}

impl Cut {
    fn new(lab: &Lab) -> Self {
        let servers = ["lab1", "lab2"].map(|name| lab.server(name));
        let mut ana = Peer::join(&servers[0], Via::Tcp, "ana");
        let mut bob = Peer::join(&servers[1], Via::Link, "bob");
        let (nc, _) = Typist::arrive(&servers[1], Via::Tcp);
        ana.hears("the guest", |f| f.says("here"));
        bob.hears("the guest", |f| f.says("here"));
        Self {
            servers,
            ana,
            bob,
            nc,
        }
    }

    /// All say something, and are told that it waits.
    #[track_caller]
    fn is_cut_off(&mut self) {
        let began = now();
        for n in 0..3 {
            self.ana.send(&json!({"text": format!("ana {n}"), "id": n}));
        }
        self.bob.say("bob 0");
        self.ana.hears("that it waits", is_told("apart"));
        self.bob.hears("that it waits", is_told("apart"));
        self.nc.hears("the same", |line| line.contains("cut off"));
        let took = began.elapsed();
        println!("told after {took:?}");
        // Whoever asks is answered meanwhile.
        self.ana.fence();
    }

    /// It is said now, once and in order.
    #[track_caller]
    fn goes_on(&mut self) {
        let began = now();
        // What the two servers have held comes in any order.
        let mut wanted = vec!["ana 0", "ana 1", "ana 2", "bob 0", "together"];
        while !wanted.is_empty() {
            let heard = self.ana.hears("the rest", |f| {
                let what = f.get("event").unwrap_or_else(|| f.text());
                wanted.contains(&what)
            });
            let what = heard.get("event").unwrap_or_else(|| heard.text());
            wanted.retain(|wanted| *wanted != what);
            if what == "ana 2" {
                println!("said after {:?}", began.elapsed());
            }
        }
        self.bob.hears("that they are back", is_told("together"));
        self.ana.says("the end");
        let told = past::agreed(&self.servers.each_ref(), "lobby");
        let texts = told.iter().map(|(_, _, text, _)| text.as_str());
        let of = |begin: &str| {
            let texts = texts.clone().filter(|text| text.starts_with(begin));
            texts.collect::<Vec<_>>()
        };
        assert_eq!(of("ana"), ["ana 0", "ana 1", "ana 2"]);
        assert_eq!(of("bob"), ["bob 0"]);
    }
}

#[test]
fn while_the_engine_stands_still_rooms_are_told_that_their_words_wait() {
    let Some(node) = Node::alone() else { return };
    let lab = Lab::on(&[&node]);
    let mut cut = Cut::new(&lab);
    node.pause();
    let began = now();
    cut.is_cut_off();
    let told = began.elapsed();
    assert!(told < Duration::from_secs(4), "{told:?}");
    let mut late = Peer::connect(&cut.servers[0], Via::Tcp);
    late.send(&json!({"type": "join", "name": "late"}));
    late.hears("why nothing happens", is_told("apart"));
    node.go_on();
    cut.goes_on();
    late.hears("a welcome at last", |f| f.kind() == "welcome");
}

#[test]
fn an_engine_that_is_killed_and_started_again_has_lost_nothing() {
    let Some(mut node) = Node::alone() else {
        return;
    };
    let lab = Lab::on(&[&node]);
    let mut cut = Cut::new(&lab);
    node.kill();
    cut.is_cut_off();
    node.restart();
    cut.goes_on();
}

#[test]
fn a_short_pause_of_the_engine_is_nobodys_affair() {
    let Some(mut node) = Node::alone() else {
        return;
    };
    let lab = Lab::on(&[&node]);
    let mut cut = Cut::new(&lab);
    node.kill();
    cut.ana.send(&json!({"text": "patience", "id": "p"}));
    node.restart();
    cut.ana.hears("it", |f| f.get("id") == Some("p"));
    let heard = cut.bob.hears_all("it", |f| f.says("patience"));
    let is_apart = is_told("apart");
    assert!(!heard.iter().any(is_apart), "{heard:?}");
}

#[test]
fn a_server_may_be_told_to_stop_while_there_is_no_engine() {
    let Some(node) = Node::alone() else { return };
    let lab = Lab::on(&[&node]);
    let Cut {
        servers: [first, _second],
        mut ana,
        ..
    } = Cut::new(&lab);
    node.pause();
    ana.say("too late?");
    first.stop();
    ana.hears_bye(Via::Tcp);
}
