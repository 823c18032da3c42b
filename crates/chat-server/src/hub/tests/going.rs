//! Going: one notice with the reason, and nothing is left behind.

use std::time::Duration;

use super::stage::Stage;
use crate::traffic::Lag;
use crate::traffic::Parting;
use crate::traffic::Transport;

#[test]
fn leaving_however_it_happens_is_told_once_with_the_reason() {
    let slow = Lag::Bytes {
        queued: 9,
        limit: 8,
    };
    for (parting, why) in [
        (None, "said goodbye"),
        (Some(Parting::Ended), "connection closed"),
        (
            Some(Parting::Lost("reset".to_owned())),
            "connection lost: reset",
        ),
        (
            Some(Parting::TooSlow(slow)),
            "reads too slowly: 9 bytes wait to be read and 8 may",
        ),
    ] {
        let mut stage = Stage::new();
        let (ana, bob) = (stage.person("ana"), stage.person("bob"));
        stage.says(bob, r#"{"type":"join","room":"lab"}"#);
        stage.mail(ana);
        stage.mail(bob);
        match &parting {
            None => stage.says(bob, r#"{"type":"bye"}"#),
            Some(parting) => stage.goes(bob, parting.clone()),
        }
        let expected = format!(
            r#"{{"type":"notice","room":"lobby","event":"leave","who":"bob","text":"bob left ({why})"}}"#
        );
        stage.hears(ana, &[&expected]);
        assert_eq!(stage.closed, [bob]);
        let told = stage.mail(bob);
        let silently = matches!(parting, Some(Parting::Ended | Parting::Lost(_)));
        assert_eq!(told.len(), usize::from(!silently), "{told:?}");
        stage.goes(bob, Parting::Ended);
        stage.hears(ana, &[]);
        assert_eq!(stage.hub.census().peers, 1);
    }
}

#[test]
fn a_silent_udp_peer_is_dropped_and_may_come_back() {
    let mut stage = Stage::new();
    let json = stage.comes(Transport::Udp, "127.0.0.1:5000");
    stage.says(json, r#"{"type":"join","name":"ana"}"#);
    let plain = stage.comes(Transport::Udp, "127.0.0.1:5001");
    stage.says(plain, "hello");
    let tcp = stage.person("zed");
    stage.wait(Duration::from_secs(59));
    stage.says(json, r#"{"type":"ping"}"#);
    stage.wait(Duration::from_secs(59));
    assert_eq!(stage.closed, []);
    stage.wait(Duration::from_secs(2));
    assert_eq!(stage.closed, [json]);
    assert!(stage.mail(json).last().unwrap().contains("silent for 60 s"));
    assert!(
        stage
            .mail(tcp)
            .last()
            .unwrap()
            .contains("ana left (silent for 60 s)")
    );
    stage.wait(Duration::from_secs(600));
    assert_eq!(stage.closed, [json, plain]);
    let again = stage.comes(Transport::Udp, "127.0.0.1:5000");
    stage.says(again, r#"{"type":"join","name":"ana"}"#);
    assert!(stage.mail(again)[0].contains("welcome"));
    stage.wait(Duration::from_secs(10_000));
    assert_eq!(stage.hub.census().peers, 1, "a quiet TCP peer stays");
    assert_eq!(
        stage.hub.poll_timeout(),
        None,
        "and nothing wakes up for it"
    );
}

#[test]
fn a_plain_udp_peer_may_be_given_less_time_than_a_json_one() {
    let mut stage = Stage::with(|rules| rules.udp_plain_silence = Duration::from_secs(1));
    let plain = stage.comes(Transport::Udp, "127.0.0.1:5001");
    stage.says(plain, "hello");
    stage.wait(Duration::from_secs(2));
    assert_eq!(stage.closed, [plain]);
}

#[test]
fn a_plain_udp_peer_is_asked_before_it_is_dropped() {
    let mut stage = Stage::new();
    let plain = stage.comes(Transport::Udp, "127.0.0.1:5001");
    stage.says(plain, "hello");
    stage.mail(plain);
    stage.wait(Duration::from_secs(601));
    assert!(stage.mail(plain)[0].contains("still there?"));
    stage.wait(Duration::from_secs(30));
    stage.says(plain, "yes");
    stage.mail(plain);
    stage.wait(Duration::from_secs(601));
    assert!(stage.mail(plain)[0].contains("still there?"));
    assert_eq!(stage.closed, []);
    stage.wait(Duration::from_secs(60));
    assert_eq!(stage.closed, [plain]);
}

#[test]
fn when_the_server_stops_everybody_is_told_and_nobody_of_the_others() {
    let mut stage = Stage::new();
    let (ana, quiet) = (stage.person("ana"), stage.someone());
    let guest = stage.someone();
    stage.says(guest, "hello");
    stage.mail(ana);
    stage.mail(guest);
    stage.hub.close(stage.now);
    stage.collect();
    let words = "the server is closing: it was stopped by whoever runs it";
    stage.hears(ana, &[&format!(r#"{{"type":"bye","text":"{words}"}}"#)]);
    stage.hears(guest, &[&format!("* {words}")]);
    stage.hears(quiet, &[&format!("* {words}")]);
    assert_eq!(stage.hub.census().peers, 0);
}

#[test]
fn whoever_comes_and_goes_leaves_nothing_to_be_looked_at() {
    let mut stage = Stage::new();
    for _ in 0..1000 {
        let passer_by = stage.comes(Transport::Udp, "127.0.0.1:5000");
        stage.says(passer_by, r#"{"type":"bye"}"#);
    }
    assert!(stage.hub.state.due.is_empty());
}

/// The server stood still for longer than anybody may be silent: its deadlines are seen
/// first, and what came meanwhile after them.
#[test]
fn after_a_sleep_of_the_server_what_has_come_is_heard_before_a_silence_is_judged() {
    let mut stage = Stage::new();
    let mut peers = Vec::new();
    for n in 0..20 {
        let peer = stage.comes(Transport::Udp, &format!("127.0.0.1:{}", 5000 + n));
        stage.says(peer, &format!(r#"{{"type":"join","name":"p{n}"}}"#));
        peers.push(peer);
    }
    let plain = stage.comes(Transport::Udp, "127.0.0.1:6000");
    stage.says(plain, "hello");
    stage.wait(Duration::from_secs(600) - Duration::from_millis(10));
    // All of these have gone in the meantime, and come anew.
    peers.clear();
    for n in 0..20 {
        let peer = stage.comes(Transport::Udp, &format!("127.0.0.1:{}", 5000 + n));
        stage.says(peer, &format!(r#"{{"type":"join","name":"p{n}"}}"#));
        peers.push(peer);
    }
    stage.wait(Duration::from_millis(20));
    assert!(stage.mail(plain).iter().any(|l| l.contains("still there?")));
    stage.closed.clear();
    stage.sleep(Duration::from_secs(65));
    assert_eq!(stage.closed, []);
    for peer in &peers {
        stage.says(*peer, r#"{"type":"ping"}"#);
    }
    stage.says(plain, "still here");
    stage.wait(Duration::from_secs(58));
    assert_eq!(stage.closed, []);
    stage.wait(Duration::from_secs(2));
    assert_eq!(stage.closed, peers, "those that were silent all the time");
}
