//! What a teacher orders holds on every server.

use chat_tests::frame::Frame;
use chat_tests::owner::joins;
use chat_tests::peer::Peer;
use chat_tests::plain::Typist;
use chat_tests::server::Server;
use chat_tests::wire::Via;
use serde_json::Value;
use serde_json::json;

use crate::house::Lab;
use crate::house::asks;
use crate::house::in_step;

/// A teacher on the first server, and three who are led: on the second and the third.
struct Class {
    servers: [Server; 3],
    ana: Peer,
    bob: Peer,
    eva: Peer,
    nc: Typist,
    guest: String,
}

impl Class {
    fn new(lab: &Lab) -> Self {
        let servers = lab.three();
        let mut ana = joins(&servers[0], Via::Tcp, 1, "ana");
        let words = words_of(&servers[0]);
        ana.send(&json!({"type": "order", "do": "claim", "words": words}));
        ana.hears("the claim", |f| f.get("event") == Some("claim"));
        let mut bob = Peer::join(&servers[1], Via::Tcp, "bob");
        let eva = Peer::join(&servers[2], Via::Link, "eva");
        bob.hears("eva", |f| f.tells("join", "eva"));
        let (nc, guest) = Typist::arrive(&servers[2], Via::Tcp);
        ana.hears("the guest", |f| f.says("here"));
        Self {
            servers,
            ana,
            bob,
            eva,
            nc,
            guest,
        }
    }

    /// The teacher orders something, and the room hears of it.
    #[track_caller]
    fn orders(&mut self, mut order: Value) -> Frame {
        order["type"] = json!("order");
        let told = asks(&mut self.ana, order.clone());
        assert_eq!(told.kind(), "notice", "{order}: {told:?}");
        let of = order["do"].as_str().unwrap();
        for peer in [&mut self.bob, &mut self.eva] {
            let heard = peer.hears(of, |f| f.get("event") == Some(of));
            assert_eq!(heard.get("by"), Some("ana"), "{heard:?}");
            assert_eq!(heard.text(), told.text());
        }
        told
    }
}

/// What standard error says that makes whoever types it the teacher.
#[track_caller]
fn words_of(server: &Server) -> String {
    server.program.complains("/claim ", 1);
    let errors = server.program.errors();
    let (_, words) = errors.split_once("/claim ").unwrap();
    words.split_whitespace().next().unwrap().to_owned()
}

#[test]
fn quiet_topic_and_announcements_are_for_all_servers() {
    let Some(lab) = Lab::new() else { return };
    let mut class = Class::new(&lab);
    class.orders(json!({"do": "topic", "text": "sockets"}));
    class.nc.hears("the topic", |line| line.contains("sockets"));
    class.orders(json!({"do": "announce", "text": "room 3"}));
    class.orders(json!({"do": "quiet"}));
    class.bob.is_refused(&json!({"text": "hey"}), "not_allowed");
    class.nc.types("me too");
    class.nc.hears("a refusal", |line| line.starts_with("! "));
    let mut late = Peer::connect(&class.servers[1], Via::Tcp);
    let welcome = late.enter("late", "lobby");
    assert_eq!(welcome.get("topic"), Some("sockets"), "{welcome:?}");
    assert_eq!(welcome.get("announcement"), Some("room 3"), "{welcome:?}");
    assert_eq!(welcome.value("quiet"), Some(&json!(true)), "{welcome:?}");
    let said = class.ana.says("listen");
    assert_eq!(said.get("role"), Some("teacher"));
    let heard = class.eva.hears("ana", |f| f.says("listen"));
    assert_eq!(heard.get("role"), Some("teacher"));
    class.orders(json!({"do": "quiet", "on": false}));
    class.bob.says("at last");
}

#[test]
fn whoever_is_muted_or_sent_out_from_another_server_is_told() {
    let Some(lab) = Lab::new() else { return };
    let mut class = Class::new(&lab);
    class.orders(json!({"do": "mute", "who": "bob"}));
    class.bob.is_refused(&json!({"text": "hey"}), "not_allowed");
    let who = asks(&mut class.eva, json!({"type": "who"}));
    assert_eq!(who.people("muted"), ["bob"], "{who:?}");
    assert_eq!(who.people("teachers"), ["ana"], "{who:?}");
    class.orders(json!({"do": "mute", "who": "bob", "on": false}));
    class.bob.says("thank you");
    let guest = class.guest.clone();
    class.orders(json!({"do": "kick", "who": guest, "text": "too loud"}));
    let last = class.nc.hears_the_end();
    assert!(
        last.iter().any(|line| line.contains("too loud")),
        "{last:?}"
    );
    class
        .bob
        .hears("that the guest left", |f| f.tells("leave", &guest));
    class.orders(json!({"do": "kick", "who": "bob"}));
    let bye = class.bob.hears_bye(Via::Tcp);
    assert_eq!(bye.value("return"), Some(&json!(false)), "{bye:?}");
}

#[test]
fn a_mute_and_a_poll_end_for_all_at_once() {
    let Some(lab) = Lab::new() else { return };
    let mut class = Class::new(&lab);
    class.orders(json!({"do": "mute", "who": "bob", "seconds": 1}));
    for peer in [&mut class.ana, &mut class.bob, &mut class.eva] {
        peer.hears("the end of it", |f| {
            f.get("event") == Some("mute") && f.value("on") == Some(&json!(false))
        });
    }
    class.orders(json!({"do": "poll", "text": "Ready?", "options": ["yes", "no"]}));
    for (peer, option) in [(&mut class.bob, 1), (&mut class.eva, 2)] {
        let vote = json!({"type": "order", "do": "vote", "option": option});
        let own = asks(peer, vote);
        assert_eq!(own.number("option"), Some(option), "{own:?}");
    }
    class.nc.types("/vote 2");
    class
        .nc
        .hears("the receipt", |line| line == "* your vote: 2) no");
    in_step(&mut [class.ana, class.bob], "all have voted");
    // Teachers of every server.
    let mut again = joins(&class.servers[2], Via::Tcp, 1, "ana");
    let end = json!({"type": "order", "do": "poll", "on": false});
    let end = asks(&mut again, end);
    assert_eq!(end.value("counts"), Some(&json!([1, 2])), "{end:?}");
}
