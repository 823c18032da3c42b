//! Section 3: what a plain peer may type besides messages, and what it reads.

use chat_tests::on_every_plain_transport;
use chat_tests::on_one_of;
use chat_tests::peer::Peer;
use chat_tests::plain::Typist;
use chat_tests::plain::speaker;
use chat_tests::wire::Via;
use serde_json::json;

use crate::house::server;
use crate::house::server_with;

on_every_plain_transport!(
    slash_join_goes_to_another_room_and_leaves_the_first,
    slash_quit_leaves,
    a_bare_exit_leaves_as_slash_quit_does,
);

on_one_of!(
    PLAIN:
    slash_nick_takes_another_name,
    slash_join_with_more_than_a_room_joins_nothing,
    slash_who_lists_the_people,
    slash_msg_says_it_to_one_person,
    slash_help_helps,
    a_longer_word_than_exit_is_said,
    any_other_slash_word_gets_a_hint,
    a_refusal_is_a_line_that_begins_with_an_exclamation_mark,
    what_happens_in_the_room_is_a_line_that_begins_with_a_star,
);

fn slash_nick_takes_another_name(via: Via) {
    let server = server();
    let mut bob = Peer::join(&server, Via::Tcp, "bob");
    let (mut typist, guest) = Typist::arrive(&server, via);
    typist.types("/nick ana");
    let notice = bob.hears("the renaming", |f| f.tells("rename", &guest));
    assert_eq!(notice.get("now"), Some("ana"), "{}", notice.raw());
    let line = typist.hears("the renaming", |line| line.starts_with("* "));
    assert!(line.contains("ana"), "{line:?}");
    typist.types("it is me");
    let line = typist.hears("it", |line| line.ends_with(": it is me"));
    assert_eq!(speaker(&line).as_deref(), Some("ana"));
}

fn slash_join_goes_to_another_room_and_leaves_the_first(via: Via) {
    let server = server();
    let mut in_lobby = Peer::join(&server, Via::Tcp, "one");
    let mut in_lab = Peer::join_room(&server, Via::Tcp, "two", "lab");
    let (mut typist, guest) = Typist::arrive(&server, via);
    typist.types("/join lab");
    in_lobby.hears("the leaving", |f| f.tells("leave", &guest));
    in_lab.hears("the coming", |f| f.tells("join", &guest));
    in_lobby.says("behind its back");
    typist.types("in the lab");
    let heard = in_lab.hears("it", |f| f.says("in the lab"));
    assert_eq!(heard.get("room"), Some("lab"));
    in_lab.says("welcome");
    let seen = typist.hears_all("welcome", |line| line.ends_with("two: welcome"));
    assert!(
        !seen.iter().any(|line| line.contains("behind")),
        "{seen:#?}"
    );
    assert_eq!(in_lobby.messages(), [""; 0], "it is in one room at a time");
}

fn slash_join_with_more_than_a_room_joins_nothing(via: Via) {
    let server = server();
    let (mut typist, guest) = Typist::arrive(&server, via);
    typist.types("/join a b/c!");
    let line = typist.line();
    assert!(line.starts_with("! `a b/c!` cannot be a room"), "{line:?}");
    typist.types("/who");
    let line = typist.line();
    assert_eq!(line, format!("* in lobby: {guest}"));
}

fn slash_who_lists_the_people(via: Via) {
    let server = server();
    let _ana = Peer::join(&server, Via::Tcp, "ana");
    let _bob = Peer::join_room(&server, Via::Tcp, "bob", "lab");
    let (mut typist, guest) = Typist::arrive(&server, via);
    typist.types("/who");
    let line = typist.hears("the list", |line| line.starts_with("* "));
    assert!(line.contains("ana") && line.contains(&guest), "{line:?}");
    assert!(!line.contains("bob"), "{line:?}");
}

fn slash_msg_says_it_to_one_person(via: Via) {
    let server = server();
    let mut ana = Peer::join(&server, Via::Tcp, "ana");
    let mut witness = Peer::join(&server, Via::Tcp, "witness");
    let (mut typist, guest) = Typist::arrive(&server, via);
    typist.types("/msg ana are you there?");
    let whisper = ana.hears("the whisper", |f| f.says("are you there?"));
    assert_eq!(whisper.name(), guest, "{}", whisper.raw());
    assert_eq!(whisper.get("to"), Some("ana"), "{}", whisper.raw());
    typist.hears("the receipt", |line| line.ends_with("are you there?"));
    ana.send(&json!({"to": guest, "text": "yes"}));
    let line = typist.hears("yes", |line| line.ends_with(": yes"));
    assert!(line.contains("ana"), "{line:?}");
    assert_eq!(witness.messages(), ["here"]);
    typist.types("/msg nobody psst");
    typist.hears("the refusal", |line| line.starts_with("! "));
}

fn slash_help_helps(via: Via) {
    let server = server();
    let (mut typist, _) = Typist::arrive(&server, via);
    typist.types("/help");
    let help = typist.fence("thanks").join("\n");
    for word in ["/nick", "/join", "/who", "/msg", "/quit"] {
        assert!(help.contains(word), "{word} in {help:?}");
    }
}

/// This word ends the session.
#[track_caller]
fn leaves(via: Via, word: &str) {
    let server = server();
    let mut bob = Peer::join(&server, Via::Tcp, "bob");
    let (mut typist, guest) = Typist::arrive(&server, via);
    bob.hears("here", |f| f.says("here"));
    typist.types(word);
    let seen = bob.hears_all("the leaving", |f| f.tells("leave", &guest));
    assert!(seen.iter().all(|f| f.kind() != "msg"), "nothing is said");
    if via.is_stream() {
        typist.hears_the_end();
    }
    let more = bob.fence();
    assert!(more.is_empty(), "one notice, and not {more:?}");
}

fn slash_quit_leaves(via: Via) {
    leaves(via, "/quit");
}

fn a_bare_exit_leaves_as_slash_quit_does(via: Via) {
    leaves(via, "exit");
    if via.is_stream() {
        leaves(via, "exit\r");
    }
}

fn a_longer_word_than_exit_is_said(via: Via) {
    let server = server();
    let (mut typist, _) = Typist::arrive(&server, via);
    for text in ["exit now", "exits", "the exit"] {
        typist.types(text);
        typist.hears(text, |line| line.ends_with(&format!(": {text}")));
    }
}

fn any_other_slash_word_gets_a_hint(via: Via) {
    let server = server();
    let mut bob = Peer::join(&server, Via::Tcp, "bob");
    let (mut typist, _) = Typist::arrive(&server, via);
    bob.hears("here", |f| f.says("here"));
    for typed in ["/fly", "/names", "/nick", "/join", "/msg", "/msg bob"] {
        typist.types(typed);
        let line = typist.hears("a hint", |line| line.starts_with('!'));
        assert!(line.len() > 10, "a hint and not only {line:?}");
    }
    assert_eq!(bob.messages(), [""; 0], "nothing of it is said");
}

fn a_refusal_is_a_line_that_begins_with_an_exclamation_mark(via: Via) {
    let server = server();
    let mut bob = Peer::join(&server, Via::Tcp, "bob");
    let (mut typist, _) = Typist::arrive(&server, via);
    bob.hears("here", |f| f.says("here"));
    for typed in [
        "/nick bob".to_owned(),
        "/nick server".to_owned(),
        "/nick guest-5".to_owned(),
        "/nick a b".to_owned(),
        "/join a.b".to_owned(),
        "x".repeat(4097),
        "x".repeat(40_000),
    ] {
        typist.types(&typed);
        typist.hears("a refusal", |line| line.starts_with("! "));
    }
    assert_eq!(bob.messages(), [""; 0], "nothing of it is said");
    assert_eq!(typist.fence("still here"), [""; 0]);
}

fn what_happens_in_the_room_is_a_line_that_begins_with_a_star(via: Via) {
    let server = server();
    let (mut typist, _) = Typist::arrive(&server, via);
    let mut ana = Peer::join(&server, Via::Tcp, "ana");
    assert_eq!(typist.line(), "* ana joined");
    ana.send(&json!({"type": "nick", "name": "eva"}));
    let line = typist.line();
    assert!(
        line.starts_with("* ana ") && line.contains("eva"),
        "{line:?}"
    );
    ana.send(&json!({"type": "bye"}));
    let line = typist.line();
    assert!(line.starts_with("* eva left"), "{line:?}");
}

#[test]
fn a_plain_peer_on_udp_that_is_silent_for_too_long_has_left_and_may_come_back() {
    let server = server_with(&["--udp-plain-silence", "1"]);
    let mut bob = Peer::join(&server, Via::Tcp, "bob");
    let (mut typist, guest) = Typist::arrive(&server, Via::Udp);
    bob.hears("the leaving", |f| f.tells("leave", &guest));
    typist.types("back again");
    bob.hears("it", |f| f.says("back again"));
    typist.hears("it", |line| line.ends_with(": back again"));
}
