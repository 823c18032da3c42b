//! Section 8: the teacher. Each order carried out, refused for who may not, told to the room,
//! undone.

use std::path::PathBuf;
use std::process::Command;

use chat_tests::frame::Frame;
use chat_tests::on_one_of;
use chat_tests::owner::joins;
use chat_tests::owner::proves;
use chat_tests::peer::Peer;
use chat_tests::plain::Typist;
use chat_tests::server::Server;
use chat_tests::server::Start;
use chat_tests::wire::Via;
use serde_json::Value;
use serde_json::json;
use tempfile::TempDir;

use crate::desk::Desk;
use crate::house::SERVER;

on_one_of!(
    ALL:
    silence_is_asked_for_told_and_ended,
    one_is_muted_until_the_time_is_over_and_may_write_to_the_teacher,
    whoever_is_sent_out_or_banned_is_told_not_to_return,
    a_locked_door_lets_back_in_who_was_there,
    a_message_is_taken_back_from_all_that_is_told_later,
    hands_are_called_in_order_and_votes_counted,
    an_announcement_stays_and_ends,
);

/// A class: its server, the audit of it, and the teacher, who is there on TCP.
struct Class {
    server: Server,
    ana: Peer,
    folder: TempDir,
}

impl Class {
    #[track_caller]
    fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let server = served(&folder).ready();
        let mut ana = joins(&server, Via::Tcp, 1, "ana");
        let words = words_of(&server);
        ana.send(&json!({"type": "order", "do": "claim", "words": words}));
        ana.hears("the claim", |f| is_order(f, "claim"));
        Self {
            server,
            ana,
            folder,
        }
    }

    /// The teacher orders something, and hears of it.
    #[track_caller]
    fn orders(&mut self, mut order: Value) -> Frame {
        order["type"] = json!("order");
        order["id"] = json!("order");
        self.ana.send(&order);
        let answer = |f: &Frame| f.get("id") == Some("order");
        let answer = self.ana.hears("what became of it", answer);
        assert_eq!(answer.kind(), "notice", "{order}: {answer:?}");
        answer
    }

    fn audit(&self) -> String {
        std::fs::read_to_string(audit_in(&self.folder)).unwrap()
    }
}

fn audit_in(folder: &TempDir) -> PathBuf {
    folder.path().join("audit.ndjson")
}

fn served(folder: &TempDir) -> Start {
    let audit = audit_in(folder);
    let start = Start::new(SERVER).everywhere();
    start.args(&["--audit", audit.to_str().unwrap()])
}

/// What standard error says that makes whoever types it the teacher.
#[track_caller]
fn words_of(server: &Server) -> String {
    server.program.complains("/claim ", 1);
    let errors = server.program.errors();
    let (_, words) = errors.split_once("/claim ").unwrap();
    words.split_whitespace().next().unwrap().to_owned()
}

fn is_order(frame: &Frame, order: &str) -> bool {
    frame.kind() == "notice" && frame.get("event") == Some(order)
}

/// Whoever may not is refused, with the mark of the order, and nobody else hears of it.
#[track_caller]
fn may_not(peer: &mut Peer, mut order: Value) {
    order["type"] = json!("order");
    order["id"] = json!(7);
    let refusal = peer.is_refused(&order, "not_allowed");
    assert_eq!(refusal.number("id"), Some(7), "{refusal:?}");
}

fn silence_is_asked_for_told_and_ended(via: Via) {
    let mut class = Class::new();
    let mut bob = Peer::join(&class.server, via, "bob");
    let (mut nc, _) = Typist::arrive(&class.server, Via::Tcp);
    may_not(&mut bob, json!({"do": "quiet"}));
    let told = class.orders(json!({"do": "quiet"}));
    assert_eq!(told.get("by"), Some("ana"));
    let heard = bob.hears("silence", |f| is_order(f, "quiet"));
    assert_eq!(heard.value("on"), Some(&json!(true)), "{heard:?}");
    nc.hears("silence", |line| {
        line == "* ana asks for silence: only the teacher speaks"
    });
    let refusal = bob.is_refused(&json!({"text": "psst", "id": "m"}), "not_allowed");
    assert_eq!(refusal.get("id"), Some("m"));
    nc.types("me too");
    nc.hears("a refusal", |line| {
        line.starts_with("! only the teacher speaks")
    });
    bob.send(&json!({"to": "ana", "text": "may I?"}));
    class.ana.hears("bob", |f| f.says("may I?"));
    class.ana.says("no");
    let seen = bob.hears_all("no", |f| f.says("no"));
    assert!(!seen.iter().any(|f| f.says("psst") || f.says("me too")));
    class.orders(json!({"do": "quiet", "on": false}));
    bob.hears("its end", |f| is_order(f, "quiet"));
    bob.says("at last");
}

fn one_is_muted_until_the_time_is_over_and_may_write_to_the_teacher(via: Via) {
    let mut class = Class::new();
    let mut bob = Peer::join(&class.server, via, "bob");
    may_not(&mut bob, json!({"do": "mute", "who": "ana"}));
    let told = class.orders(json!({"do": "mute", "who": "bob", "seconds": 1}));
    assert_eq!(told.get("who"), Some("bob"));
    bob.hears("it", |f| is_order(f, "mute"));
    bob.is_refused(&json!({"text": "hey", "id": 1}), "not_allowed");
    bob.send(&json!({"to": "ana", "text": "sorry"}));
    class.ana.hears("bob", |f| f.says("sorry"));
    let over = bob.hears("the end of it", |f| is_order(f, "mute"));
    assert_eq!(over.value("on"), Some(&json!(false)));
    bob.says("thanks");
    class.orders(json!({"do": "mute", "who": "bob"}));
    class.orders(json!({"do": "mute", "who": "bob", "on": false}));
    bob.says("thanks again");
    // Silence for all, and its end, change nothing about one.
    class.orders(json!({"do": "mute", "who": "bob"}));
    class.orders(json!({"do": "quiet"}));
    class.orders(json!({"do": "quiet", "on": false}));
    bob.is_refused(&json!({"text": "hey"}), "not_allowed");
}

fn whoever_is_sent_out_or_banned_is_told_not_to_return(via: Via) {
    let mut class = Class::new();
    let mut witness = Peer::join(&class.server, Via::Tcp, "witness");
    may_not(&mut witness, json!({"do": "kick", "who": "ana"}));
    may_not(&mut witness, json!({"do": "ban", "who": "ana"}));
    let mut bob = Peer::join(&class.server, via, "bob");
    class.orders(json!({"do": "kick", "who": "bob", "text": "too loud"}));
    witness.hears("it", |f| is_order(f, "kick"));
    let bye = bob.hears("a bye", |f| f.kind() == "bye");
    assert_eq!(bye.value("return"), Some(&json!(false)), "{bye:?}");
    witness.hears("that bob has left", |f| f.tells("leave", "bob"));
    // By hand it may be tried again; after a ban not.
    let mut zed = joins(&class.server, via, 2, "zed");
    class.orders(json!({"do": "ban", "who": "zed"}));
    zed.hears("a bye", |f| f.kind() == "bye");
    let mut again = Peer::connect(&class.server, via);
    let refusal = proves(&mut again, 2, json!({"type": "join", "name": "other"}));
    assert!(refusal.refuses("not_allowed"), "{refusal:?}");
    let bye = again.hears("a bye", |f| f.kind() == "bye");
    assert_eq!(bye.value("return"), Some(&json!(false)), "{bye:?}");
    Peer::join(&class.server, via, "neighbour");
    class.orders(json!({"do": "ban", "who": "zed", "on": false}));
    joins(&class.server, via, 2, "zed");
}

fn a_locked_door_lets_back_in_who_was_there(via: Via) {
    let mut class = Class::new();
    let mut bob = joins(&class.server, via, 2, "bob");
    let mut zed = Peer::join(&class.server, via, "zed");
    may_not(&mut zed, json!({"do": "lock"}));
    class.orders(json!({"do": "lock"}));
    for peer in [&mut bob, &mut zed] {
        peer.hears("it", |f| is_order(f, "lock"));
        peer.send(&json!({"type": "bye"}));
        peer.hears("a bye", |f| f.kind() == "bye");
    }
    let mut eve = Peer::connect(&class.server, via);
    eve.is_refused(&json!({"type": "join", "name": "eve"}), "not_allowed");
    class.ana.hears("a knock", |f| {
        is_order(f, "knock") && f.people("who") == ["eve"]
    });
    joins(&class.server, via, 2, "bob");
    Peer::join(&class.server, via, "zed");
    class.orders(json!({"do": "lock", "on": false}));
    Peer::join(&class.server, via, "eve");
}

fn a_message_is_taken_back_from_all_that_is_told_later(via: Via) {
    let mut class = Class::new();
    let mut bob = Peer::join(&class.server, via, "bob");
    let of_ana = class.ana.says("by ana").number("seq").unwrap();
    let of_bob = bob.says("by bob").number("seq").unwrap();
    bob.says("kept");
    may_not(&mut bob, json!({"do": "redact", "seq": of_ana}));
    bob.send(&json!({"type": "order", "do": "redact", "seq": of_bob}));
    let told = class.ana.hears("it", |f| is_order(f, "redact"));
    assert_eq!(
        (told.number("seq"), told.get("by")),
        (Some(of_bob), Some("bob"))
    );
    class.orders(json!({"do": "redact", "seq": of_ana}));
    let mut late = Peer::join(&class.server, via, "late");
    assert_eq!(late.messages(), ["kept"]);
    late.send(&json!({"type": "history"}));
    let told = late.hears_all("its end", |f| f.kind() == "history");
    assert_eq!(told.len(), 2, "{told:?}");
    late.send(&json!({"type": "search", "text": "by"}));
    let found = late.hears("its end", |f| f.kind() == "search");
    assert_eq!(found.number("count"), Some(0));
    assert!(!class.audit().contains("by bob"), "its text is nowhere");
}

fn hands_are_called_in_order_and_votes_counted(via: Via) {
    let mut class = Class::new();
    let mut bob = Peer::join(&class.server, via, "bob");
    let (mut nc, name) = Typist::arrive(&class.server, Via::Tcp);
    bob.send(&json!({"type": "order", "do": "hand"}));
    class.ana.hears("bob's hand", |f| is_order(f, "hand"));
    nc.types("/hand");
    class.ana.hears("another", |f| is_order(f, "hand"));
    class.ana.send(&json!({"type": "who"}));
    let who = class.ana.hears("who", |f| f.kind() == "who");
    assert_eq!(who.people("hands"), ["bob", &name]);
    may_not(&mut bob, json!({"do": "next"}));
    let next = class.orders(json!({"do": "next"}));
    assert_eq!(next.get("who"), Some("bob"));
    nc.types("/hand down");
    class.ana.hears("it is down", |f| is_order(f, "hand"));
    let poll = json!({"do": "poll", "text": "Ready?", "options": ["yes", "no"]});
    may_not(&mut bob, poll.clone());
    class.orders(poll);
    nc.hears("the question", |line| {
        line == "* ana asks: Ready? 1) yes 2) no — answer with /vote 1"
    });
    nc.types("/vote 2");
    nc.hears("the receipt", |line| line == "* your vote: 2) no");
    bob.send(&json!({"type": "order", "do": "vote", "option": 1}));
    // How many have voted is told too, perhaps before it.
    let own = bob.hears("the receipt", |f| {
        is_order(f, "vote") && f.value("option").is_some()
    });
    assert_eq!(own.number("option"), Some(1));
    let end = class.orders(json!({"do": "poll", "on": false}));
    assert_eq!(end.value("counts"), Some(&json!([1, 1])), "{end:?}");
    nc.hears("the counts", |line| {
        line == "* the poll is over: Ready? 1) yes: 1, 2) no: 1"
    });
}

fn an_announcement_stays_and_ends(via: Via) {
    let mut class = Class::new();
    let mut bob = Peer::join(&class.server, via, "bob");
    may_not(&mut bob, json!({"do": "announce", "text": "x"}));
    class.orders(json!({"do": "announce", "text": "room 3"}));
    let told = bob.hears("it", |f| is_order(f, "announce"));
    assert_eq!(told.text(), "ana announces: room 3");
    let mut late = Peer::connect(&class.server, via);
    let welcome = late.enter("late", "lobby");
    assert_eq!(welcome.get("announcement"), Some("room 3"));
    class.orders(json!({"do": "announce", "text": ""}));
    let welcome = late.enter("late", "lab");
    assert_eq!(welcome.get("announcement"), None);
}

#[test]
fn a_teacher_stays_one_after_a_restart_and_the_words_are_shown_no_more() {
    let folder = TempDir::new().unwrap();
    let archive = folder.path().join("chat.db");
    let start = || served(&folder).keeping(&archive);
    let mut server = start().ready();
    let words = words_of(&server);
    let mut ana = joins(&server, Via::Tcp, 1, "ana");
    ana.send(&json!({"type": "order", "do": "claim", "words": words}));
    ana.hears("the claim", |f| is_order(f, "claim"));
    let mut bob = joins(&server, Via::Tcp, 2, "bob");
    let seq = bob.says("oops").number("seq");
    ana.send(&json!({"type": "order", "do": "redact", "seq": seq}));
    bob.hears("it", |f| is_order(f, "redact"));
    ana.send(&json!({"type": "order", "do": "ban", "who": "bob"}));
    bob.hears("a bye", |f| f.kind() == "bye");
    server.program.kill();
    drop(server);
    let server = start().ready();
    let mut ana = Peer::connect(&server, Via::Tcp);
    let welcome = proves(&mut ana, 1, json!({"type": "join", "name": "ana"}));
    assert_eq!(welcome.get("role"), Some("teacher"), "{welcome:?}");
    assert!(!ana.messages().iter().any(|text| text == "oops"));
    let mut bob = Peer::connect(&server, Via::Tcp);
    let refusal = proves(&mut bob, 2, json!({"type": "join", "name": "bob"}));
    assert!(refusal.refuses("not_allowed"), "{refusal:?}");
    assert!(!server.program.errors().contains("/claim"));
}

#[test]
fn whoever_types_at_the_server_leads_with_or_without_a_slash() {
    let folder = TempDir::new().unwrap();
    let audit = audit_in(&folder);
    let mut desk = Desk::new(&["--weather", "off", "--audit", audit.to_str().unwrap()]);
    let mut bob = Peer::join(&desk.server, Via::Tcp, "bob");
    for (line, order) in [
        ("quiet", "quiet"),
        ("/quiet off", "quiet"),
        ("announce in room 3", "announce"),
        ("mute bob 5m", "mute"),
        ("/unmute bob", "mute"),
    ] {
        desk.orders(line);
        let told = bob.hears(line, |f| is_order(f, order));
        assert_eq!(told.get("by"), Some("server"), "{told:?}");
    }
    desk.orders("mute nobody");
    desk.sees("nobody here is called `nobody`", 1);
    desk.orders("claim");
    desk.sees("to be the teacher, type in chat-tui: /claim ", 2);
    desk.orders("who");
    desk.sees("bob  tcp  lobby", 1);
}

#[test]
fn the_audit_says_who_muted_whom_and_nobody_else_may_read_it() {
    let mut class = Class::new();
    let mut bob = Peer::join(&class.server, Via::Tcp, "bob");
    class.orders(json!({"do": "mute", "who": "bob", "seconds": 60}));
    may_not(&mut bob, json!({"do": "quiet"}));
    let path = audit_in(&class.folder);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = std::fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    let mut reads = Command::new(SERVER);
    let told = reads
        .arg("audit")
        .arg("--audit")
        .arg(&path)
        .output()
        .unwrap();
    assert!(told.status.success());
    let told = String::from_utf8(told.stdout).unwrap();
    assert!(told.contains("ana: mute bob (lobby) for 60 s"), "{told}");
    assert!(told.contains("bob: quiet — refused"), "{told}");
}

#[test]
fn a_teacher_sees_where_everybody_is() {
    let mut class = Class::new();
    let mut bob = Peer::join(&class.server, Via::Tcp, "bob");
    bob.send(&json!({"type": "ping", "rtt_ms": 12}));
    bob.hears("a pong", |f| f.kind() == "pong");
    class.ana.send(&json!({"type": "who", "class": true}));
    let who = class.ana.hears("who", |f| f.kind() == "who");
    let row = json!({"name": "bob", "transport": "tcp", "rooms": ["lobby"], "rtt_ms": 12});
    let class_rows = who.value("class").and_then(Value::as_array).unwrap();
    assert!(class_rows.contains(&row), "{who:?}");
    bob.send(&json!({"type": "who", "class": true}));
    let who = bob.hears("who", |f| f.kind() == "who");
    assert!(who.value("class").is_none(), "{who:?}");
}
