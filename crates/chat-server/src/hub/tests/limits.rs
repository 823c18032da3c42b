//! Limits: floods, crowds, and a full house.

use std::time::Duration;

use chat_proto::rate::Rate;

use super::stage::Stage;
use crate::traffic::Origin;
use crate::traffic::Parting;
use crate::traffic::PeerId;
use crate::traffic::Transport;

fn count(mail: &[String], part: &str) -> usize {
    mail.iter().filter(|line| line.contains(part)).count()
}

#[test]
fn a_flood_is_refused_in_few_words_and_the_rest_is_told_later() {
    let mut stage = Stage::new();
    let (ana, bob) = (stage.person("ana"), stage.person("bob"));
    stage.mail(ana);
    for _ in 0..500 {
        stage.says(bob, r#"{"text":"x"}"#);
    }
    let told = stage.mail(bob);
    assert_eq!(count(&told, r#""type":"msg""#), 20);
    assert_eq!(count(&told, "rate_limited"), 5);
    assert!(told[20].contains(r#""wait_ms":100"#), "{}", told[20]);
    stage.wait(Duration::from_secs(2));
    let told = stage.mail(bob);
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].contains("475 more were refused"), "{told:?}");
    assert_eq!(count(&stage.mail(ana), r#""type":"msg""#), 20);
}

#[test]
fn whoever_marks_its_messages_is_told_of_each_that_is_refused() {
    let mut stage = Stage::new();
    let bob = stage.person("bob");
    for n in 0..120 {
        stage.says(bob, &format!(r#"{{"text":"x","id":{n}}}"#));
    }
    let told = stage.mail(bob);
    for n in 0..120 {
        assert_eq!(count(&told, &format!(r#""id":{n},"#)), 1, "{n}");
    }
    for n in 120..10_000 {
        stage.says(bob, &format!(r#"{{"text":"x","id":{n}}}"#));
    }
    assert!(
        stage.mail(bob).len() <= 5,
        "a flood is a flood all the same"
    );
}

#[test]
fn a_flood_that_goes_on_is_answered_once_a_second() {
    let mut stage = Stage::new();
    let bob = stage.person("bob");
    for _ in 0..200 {
        stage.says(bob, r#"{"text":"x"}"#);
        stage.wait(Duration::from_millis(50));
    }
    // Five at once, then one a second for ten seconds, and no more.
    let told = count(&stage.mail(bob), "rate_limited");
    assert!((10..=15).contains(&told), "{told}");
}

#[test]
fn whoever_waits_as_long_as_it_is_told_is_heard() {
    let mut stage = Stage::with(|rules| {
        rules.messages = Some(Rate {
            burst: 2,
            per_second: 4,
        });
    });
    let ana = stage.person("ana");
    stage.says(ana, "{\"text\":\"1\"}\n{\"text\":\"2\"}\n{\"text\":\"3\"}");
    assert!(stage.mail(ana)[2].contains(r#""wait_ms":250"#));
    stage.wait(Duration::from_millis(250));
    stage.says(ana, r#"{"text":"3"}"#);
    assert_eq!(count(&stage.mail(ana), r#""type":"msg""#), 1);
}

#[test]
fn questions_have_a_limit_of_their_own_and_pings_have_none() {
    let mut stage = Stage::new();
    let ana = stage.person("ana");
    for _ in 0..200 {
        stage.says(ana, "{\"type\":\"ping\"}\n{\"type\":\"who\"}");
    }
    let told = stage.mail(ana);
    assert_eq!(count(&told, r#""type":"pong""#), 200);
    assert_eq!(
        count(&told, r#""type":"who""#),
        9,
        "one of ten went to the join"
    );
    stage.says(ana, r#"{"text":"still heard"}"#);
    assert_eq!(count(&stage.mail(ana), r#""type":"msg""#), 1);
}

#[test]
fn nonsense_is_answered_while_it_is_little() {
    let mut stage = Stage::new();
    let ana = stage.person("ana");
    for _ in 0..1000 {
        stage.says(ana, "nonsense");
    }
    let told = stage.mail(ana);
    assert_eq!(count(&told, "bad_frame"), 100);
    assert_eq!(told.len(), 105);
}

#[test]
fn a_full_server_says_so_in_the_tongue_of_the_one_it_turns_away() {
    let mut stage = Stage::with(|rules| rules.max_peers = 2);
    let (ana, _bob) = (stage.person("ana"), stage.person("bob"));
    let (json, plain) = (stage.someone(), stage.someone());
    stage.says(json, r#"{"type":"join","name":"zed"}"#);
    let told = stage.mail(json);
    assert!(
        told[0].contains("server_full") && told[1].contains("bye"),
        "{told:?}"
    );
    stage.says(plain, "hello");
    let told = stage.mail(plain);
    assert_eq!(told[0], "! the server is full (2 peers): try again later");
    assert_eq!(stage.closed, [json, plain]);
    stage.says(ana, r#"{"type":"bye"}"#);
    let next = stage.someone();
    stage.says(next, r#"{"type":"join","name":"zed"}"#);
    assert!(stage.mail(next)[0].contains("welcome"));
}

#[test]
fn beyond_the_doorway_nobody_waits() {
    let mut stage = Stage::with(|rules| rules.max_peers = 1);
    for _ in 0..1000 {
        stage.someone();
    }
    assert_eq!(
        stage.hub.census().peers,
        1 + super::super::arrive::IN_THE_DOORWAY
    );
    assert_eq!(
        stage.closed.len(),
        1000 - 1 - super::super::arrive::IN_THE_DOORWAY
    );
}

#[test]
fn connections_of_one_address_are_counted_but_not_this_machines() {
    let mut stage = Stage::with(|rules| rules.max_per_address = 1);
    let mut join = |address: &str, name: &str| {
        let peer = stage.comes(Transport::Tcp, address);
        stage.says(peer, &format!(r#"{{"type":"join","name":"{name}"}}"#));
        (peer, stage.mail(peer)[0].contains("welcome"))
    };
    let first = join("10.0.0.1:1", "a");
    assert_eq!((first.1, join("10.0.0.1:2", "b").1), (true, false));
    assert_eq!(
        (
            join("[::ffff:10.0.0.1]:3", "b").1,
            join("10.0.0.2:1", "c").1
        ),
        (false, true)
    );
    assert_eq!(
        (join("127.0.0.1:1", "d").1, join("127.0.0.1:2", "e").1),
        (true, true)
    );
}

/// Their datagrams may all be one sender's, who invents addresses.
#[test]
fn those_who_have_proved_nothing_leave_places_for_those_who_have() {
    let mut stage = Stage::with(|rules| rules.max_peers = 8);
    let unproven = |n: usize| format!("10.0.0.{n}:1");
    let welcomed = |stage: &mut Stage, peer: PeerId, name: &str| {
        stage.says(peer, &format!(r#"{{"type":"join","name":"{name}"}}"#));
        stage.mail(peer)
    };
    for n in 0..6 {
        let peer = stage.comes(Transport::Udp, &unproven(n));
        let told = welcomed(&mut stage, peer, &format!("p{n}"));
        assert!(told[0].contains("welcome"), "{told:?}");
    }
    let beyond = stage.comes(Transport::Udp, &unproven(6));
    let told = welcomed(&mut stage, beyond, "beyond");
    assert!(told[0].contains("server_full"), "{told:?}");
    assert!(told[0].contains("without a handshake"), "{told:?}");
    // Whoever has shown to hear there, is here, or is told by TCP who it is.
    let linked = stage.comes_from(Origin {
        transport: Transport::Udp,
        address: unproven(7).parse().ok(),
        proven: true,
    });
    let told = welcomed(&mut stage, linked, "linked");
    assert!(told[0].contains("welcome"), "{told:?}");
    let here = stage.comes(Transport::Udp, "127.0.0.1:1");
    assert!(welcomed(&mut stage, here, "here")[0].contains("welcome"));
    // And when one of them goes, there is a place for another.
    stage.says(here, r#"{"type":"bye"}"#);
    stage.goes(PeerId(1), Parting::Ended);
    let next = stage.comes(Transport::Udp, &unproven(6));
    assert!(welcomed(&mut stage, next, "next")[0].contains("welcome"));
}

#[test]
fn the_notices_of_a_crowd_grow_with_the_arrivals_and_not_with_their_square() {
    let mut stage = Stage::new();
    let witness = stage.person("witness");
    let mut peers: Vec<PeerId> = Vec::new();
    for n in 0..2000 {
        let peer = stage.someone();
        stage.says(peer, &format!(r#"{{"type":"join","name":"p{n}"}}"#));
        stage.wait(Duration::from_millis(1));
        peers.push(peer);
    }
    stage.wait(Duration::from_secs(1));
    let told = stage.mail(witness);
    assert!(told.len() < 60, "{} notices", told.len());
    assert!(
        stage.deliveries < 60 * 2000,
        "{} deliveries",
        stage.deliveries
    );
    let everybody = (0..2000).all(|n| told.iter().any(|l| l.contains(&format!("\"p{n}\""))));
    assert!(everybody, "somebody was not told of");
    for peer in peers {
        stage.goes(peer, Parting::Ended);
    }
    stage.wait(Duration::from_secs(1));
    let told = stage.mail(witness);
    assert!(told.len() < 60, "{} notices", told.len());
}

#[test]
fn nobody_speaks_before_its_arrival_is_told() {
    let mut stage = Stage::new();
    let witness = stage.person("witness");
    for n in 0..50 {
        let peer = stage.someone();
        stage.says(
            peer,
            &format!("{{\"type\":\"join\",\"name\":\"p{n}\"}}\n{{\"text\":\"hi from p{n}\"}}"),
        );
    }
    let told = stage.mail(witness);
    for n in 0..50 {
        let at = |part: String| told.iter().position(|l| l.contains(&part));
        let came = at(format!("\"p{n}\"")).unwrap();
        assert!(came < at(format!("hi from p{n}\"")).unwrap(), "p{n}");
        assert!(told[came].contains("join"), "p{n}");
    }
}

#[test]
fn rooms_are_bounded_and_empty_ones_forgotten() {
    let mut stage = Stage::with(|rules| {
        rules.rooms = 3;
        rules.questions = None;
        rules.memory.empty_rooms = 1;
        rules.memory.empty_rooms_for = Duration::from_secs(10);
    });
    let ana = stage.person("ana");
    let enter = |stage: &mut Stage, room: &str| {
        stage.says(
            ana,
            &format!("{{\"type\":\"join\",\"room\":\"{room}\"}}\n{{\"text\":\"x\"}}"),
        );
        stage.mail(ana)[0].contains("welcome")
    };
    assert!(enter(&mut stage, "a") && enter(&mut stage, "b"));
    assert!(!enter(&mut stage, "c"), "a fourth room");
    for room in ["a", "b"] {
        stage.says(ana, &format!(r#"{{"type":"leave","room":"{room}"}}"#));
    }
    assert_eq!(stage.hub.census().rooms, 2, "the lobby and one empty room");
    stage.wait(Duration::from_secs(11));
    assert_eq!(stage.hub.census().rooms, 1);
    assert_eq!(stage.hub.poll_timeout(), None);
}

#[test]
fn the_history_is_bounded_in_messages_and_in_bytes() {
    let mut stage = Stage::with(|rules| {
        rules.messages = None;
        rules.memory.messages = 10;
        rules.memory.bytes = 20_000;
        rules.memory.replayed = 100;
    });
    let ana = stage.person("ana");
    let replayed = |stage: &mut Stage, name: &str| {
        let peer = stage.someone();
        stage.says(peer, &format!(r#"{{"type":"join","name":"{name}"}}"#));
        count(&stage.mail(peer), "history")
    };
    for _ in 0..50 {
        stage.says(ana, r#"{"text":"short"}"#);
    }
    assert_eq!(replayed(&mut stage, "bob"), 10);
    for _ in 0..50 {
        stage.says(ana, &format!(r#"{{"text":"{}"}}"#, "x".repeat(4096)));
    }
    assert_eq!(replayed(&mut stage, "eva"), 4);
}

#[test]
fn an_address_may_connect_again_when_one_of_its_connections_is_gone() {
    let mut stage = Stage::with(|rules| rules.max_per_address = 1);
    let first = stage.comes(Transport::Tcp, "10.0.0.1:1");
    stage.says(first, r#"{"type":"join","name":"a"}"#);
    stage.goes(first, Parting::Ended);
    let second = stage.comes(Transport::Tcp, "10.0.0.1:2");
    stage.says(second, r#"{"type":"join","name":"a"}"#);
    assert!(stage.mail(second)[0].contains("welcome"));
}

/// Somebody joins, and the room is told at once or later.
fn joins(stage: &mut Stage, name: &str) {
    let peer = stage.someone();
    stage.says(peer, &format!(r#"{{"type":"join","name":"{name}"}}"#));
}

#[test]
fn a_stampede_that_does_not_end_is_told_all_the_same() {
    let mut stage = Stage::new();
    let witness = stage.person("witness");
    for n in 0..200 {
        joins(&mut stage, &format!("p{n}"));
        stage.wait(Duration::from_millis(10));
    }
    let told = stage.mail(witness);
    assert!(
        (25..35).contains(&told.len()),
        "{} notices in two seconds",
        told.len()
    );
}

#[test]
fn arrivals_are_told_in_their_order() {
    let mut stage = Stage::new();
    let witness = stage.person("witness");
    for n in 0..25 {
        joins(&mut stage, &format!("p{n}"));
    }
    // Long enough that one could be told singly again, before the crowd is.
    stage.wait(Duration::from_millis(220));
    joins(&mut stage, "late");
    stage.wait(Duration::from_secs(1));
    let told = stage.mail(witness).concat();
    assert!(
        told.find("\"p24\"").unwrap() < told.find("\"late\"").unwrap(),
        "{told}"
    );
}
