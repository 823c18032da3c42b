//! Section 6: what was said before, for whoever asks.

use chat_tests::frame::Frame;
use chat_tests::on_one_of;
use chat_tests::peer::Peer;
use chat_tests::plain::Typist;
use chat_tests::server::Server;
use chat_tests::wire::Via;
use serde_json::Value;
use serde_json::json;

use crate::house::server;
use crate::house::server_with;

on_one_of!(
    ALL:
    a_page_of_the_past_ends_with_what_was_answered,
    a_search_finds_all_words_the_newest_first,
    values_that_a_question_may_not_have_are_bad_frame,
    only_who_is_in_a_room_may_ask_for_its_past,
    a_newcomer_is_told_the_newest_and_the_rest_is_there,
);

/// The messages of an answer, and the frame behind them.
fn answer(peer: &mut Peer, question: &Value) -> (Vec<Frame>, Frame) {
    let mut question = question.clone();
    question["id"] = json!("the question");
    peer.send(&question);
    let kind = question["type"].as_str().unwrap();
    let mut seen = peer.hears_all(kind, |f| f.get("id") == Some("the question"));
    let end = seen.pop().unwrap();
    assert_eq!(end.kind(), kind, "{}", end.raw());
    seen.retain(|frame| frame.kind() == "msg");
    for message in &seen {
        assert!(message.flag("history"), "{}", message.raw());
        assert_eq!(message.value("id"), None, "{}", message.raw());
    }
    (seen, end)
}

fn numbers(frames: &[Frame]) -> Vec<u64> {
    frames.iter().filter_map(|f| f.number("seq")).collect()
}

/// Somebody who has said so many things, each with an id.
fn talker(server: &Server, via: Via, count: u64) -> Peer {
    let mut ana = Peer::join(server, via, "ana");
    for n in 1..=count {
        ana.send(&json!({"text": format!("message {n}"), "id": n}));
    }
    let last = format!("message {count}");
    ana.hears(&last, |f| f.says(&last));
    ana
}

fn a_page_of_the_past_ends_with_what_was_answered(via: Via) {
    let server = server();
    let mut ana = talker(&server, via, 9);
    for (fields, expected, more) in [
        (json!({}), 1..=9, json!(false)),
        (json!({"limit": 2}), 8..=9, json!(true)),
        (json!({"before": 4, "limit": 2}), 2..=3, json!(true)),
        (json!({"after": 0, "limit": 4}), 1..=4, json!(true)),
        (json!({"after": 7}), 8..=9, json!(false)),
        (json!({"around": 5, "limit": 3}), 4..=6, json!(true)),
    ] {
        let mut question = fields.clone();
        question["type"] = json!("history");
        let (messages, end) = answer(&mut ana, &question);
        assert_eq!(
            numbers(&messages),
            expected.clone().collect::<Vec<_>>(),
            "{fields}"
        );
        assert_eq!(end.number("count"), Some(messages.len() as u64));
        assert_eq!(end.number("first"), Some(*expected.start()));
        assert_eq!(end.number("last"), Some(*expected.end()));
        assert_eq!(end.value("more"), Some(&more), "{fields}");
        assert_eq!(end.get("room"), Some("lobby"));
    }
    let (messages, end) = answer(&mut ana, &json!({"type": "history", "after": 9}));
    assert!(messages.is_empty() && end.number("count") == Some(0));
    assert!(
        end.value("first").is_none() && end.value("last").is_none(),
        "{}",
        end.raw()
    );
}

fn a_search_finds_all_words_the_newest_first(via: Via) {
    let server = server();
    let mut ana = Peer::join(&server, via, "ana");
    let mut bob = Peer::join(&server, Via::Tcp, "bob");
    for text in ["Olá, turma!", "olá", "boa tarde, turma"] {
        ana.says(text);
    }
    bob.says("ola turmas");
    ana.hears("it too", |f| f.says("ola turmas"));
    for (fields, expected) in [
        (json!({"text": "OLA"}), vec![4, 2, 1]),
        (json!({"text": "ola turma"}), vec![1]),
        (json!({"text": "ola turma*"}), vec![4, 1]),
        (json!({"text": "-turma OR"}), vec![]),
        (json!({"text": "ola", "from": "Bob"}), vec![4]),
        (json!({"text": "ola", "before": 4, "limit": 1}), vec![2]),
        (
            json!({"text": "ola", "until": "2001-01-01T00:00:00Z"}),
            vec![],
        ),
        (
            json!({"text": "ola", "since": "2001-01-01T00:00:00+01:00"}),
            vec![4, 2, 1],
        ),
    ] {
        let mut question = fields.clone();
        question["type"] = json!("search");
        let (messages, end) = answer(&mut ana, &question);
        assert_eq!(numbers(&messages), expected, "{fields}");
        assert_eq!(end.number("count"), Some(expected.len() as u64));
        let more = fields.get("limit").is_some();
        assert_eq!(end.value("more"), Some(&json!(more)), "{fields}");
    }
}

fn values_that_a_question_may_not_have_are_bad_frame(via: Via) {
    let server = server();
    let mut ana = Peer::join(&server, via, "ana");
    for line in [
        r#"{"type":"history","limit":0,"id":1}"#,
        r#"{"type":"history","limit":101,"id":1}"#,
        r#"{"type":"history","before":3,"after":1,"id":1}"#,
        r#"{"type":"history","around":"3","id":1}"#,
        r#"{"type":"search","id":1}"#,
        r#"{"type":"search","text":"*","id":1}"#,
        r#"{"type":"search","text":"a","since":"today","id":1}"#,
    ] {
        let refusal = ana.is_refused_line(line, "bad_frame");
        assert_eq!(refusal.number("id"), Some(1), "{line}");
    }
}

fn only_who_is_in_a_room_may_ask_for_its_past(via: Via) {
    let server = server();
    let mut ana = Peer::join_room(&server, Via::Tcp, "ana", "lab");
    ana.says("secret");
    let mut bob = Peer::connect(&server, via);
    bob.is_refused(&json!({"type": "history", "room": "lab"}), "not_joined");
    bob.is_refused(&json!({"type": "history"}), "not_joined");
    bob.enter("bob", "lobby");
    for room in ["lab", "nowhere"] {
        bob.is_refused(&json!({"type": "history", "room": room}), "not_joined");
        let search = json!({"type": "search", "room": room, "text": "secret"});
        bob.is_refused(&search, "not_joined");
    }
}

fn a_newcomer_is_told_the_newest_and_the_rest_is_there(via: Via) {
    let server = server_with(&["--replay", "5"]);
    let _ana = talker(&server, Via::Tcp, 60);
    let mut bob = Peer::connect(&server, via);
    bob.send(&json!({"type": "join", "name": "bob", "since": 20}));
    let welcome = bob.hears("a welcome", |f| f.kind() == "welcome");
    assert_eq!(welcome.number("replay"), Some(5), "{}", welcome.raw());
    assert_eq!(welcome.number("missed"), Some(35), "{}", welcome.raw());
    let told: Vec<Frame> = bob
        .fence()
        .into_iter()
        .filter(|f| f.flag("history"))
        .collect();
    assert_eq!(numbers(&told), (56..=60).collect::<Vec<_>>());
    let rest = json!({"type": "history", "before": 56, "limit": 35});
    let (messages, _) = answer(&mut bob, &rest);
    assert_eq!(numbers(&messages), (21..=55).collect::<Vec<_>>());
}

#[test]
fn a_plain_peer_types_two_words_for_it() {
    let server = server_with(&["--replay-plain", "1"]);
    let _ana = talker(&server, Via::Tcp, 3);
    let mut bob = Typist::connect(&server, Via::Tcp);
    bob.types("/last 2");
    bob.hears("message 3", |line| line.contains("message 3"));
    bob.hears("* messages 2 to 3 of lobby", |line| {
        line.contains("* messages 2 to 3 of lobby")
    });
    bob.types("/search MESSAGE 1");
    bob.hears("message 1", |line| line.contains("message 1"));
    bob.hears("* found once in lobby", |line| {
        line.contains("* found once in lobby")
    });
    bob.types("/join nowhere");
    bob.hears("nowhere", |line| line.contains("nowhere"));
    bob.types("/join lobby");
    bob.hears("message 3", |line| line.contains("message 3"));
}
