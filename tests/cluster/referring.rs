//! What was said is corrected, answered, taken back and found from every server.

use chat_tests::frame::Frame;
use chat_tests::peer::Peer;
use chat_tests::wire::Via;
use serde_json::json;

use crate::house::Lab;
use crate::house::in_step;
use crate::house::witnesses;
use crate::past;

/// The numbers that a search finds.
#[track_caller]
fn finds(peer: &mut Peer, text: &str) -> Vec<u64> {
    peer.send(&json!({"type": "search", "text": text, "id": "s"}));
    let found = peer.hears_all("the end", |f| f.get("id") == Some("s"));
    let hits = found.iter().filter(|f| f.flag("history"));
    hits.map(|f| f.number("seq").unwrap()).collect()
}

#[test]
fn corrections_signs_and_answers_refer_to_one_message_everywhere() {
    let Some(lab) = Lab::new() else { return };
    let servers = lab.three();
    let mut all = witnesses(&servers);
    all[0].says("teh cable");
    all[0].send(&json!({"text": "the cable", "edit": 2, "id": 1}));
    all[1].hears("the correction", |f| f.number("edit") == Some(2));
    all[1].send(&json!({"text": "👍", "react": 2}));
    all[2].hears("the sign", |f| f.number("react") == Some(2));
    all[2].send(&json!({"text": "mine", "reply": 2}));
    let answer = all[0].hears("the answer", |f| f.says("mine"));
    assert_eq!(answer.number("reply"), Some(2), "{answer:?}");
    // Of somebody else it is no correction.
    all[1].send(&json!({"text": "no cable", "edit": 2}));
    let said = all[0].hears("a message", |f| f.says("no cable"));
    assert_eq!(said.number("edit"), None);
    in_step(&mut all, "so it is");
    let told = past::agreed(&servers.each_ref(), "lobby");
    assert_eq!(told.len(), 7, "{told:?}");
}

#[test]
fn what_is_taken_back_is_gone_from_every_server_and_search_agrees() {
    let Some(lab) = Lab::new() else { return };
    let servers = lab.three();
    let mut all = witnesses(&servers);
    all[0].says("a secret word");
    all[1].says("another word");
    all[2].says("the last word");
    in_step(&mut all, "enough");
    for peer in &mut all {
        assert_eq!(finds(peer, "word"), [4, 3, 2]);
    }
    all[0].send(&json!({"type": "order", "do": "redact", "seq": 2}));
    let is_redacted = |f: &Frame| f.get("event") == Some("redact");
    for peer in &mut all {
        let told = peer.hears("it", is_redacted);
        assert_eq!(told.get("by"), Some("w1"), "{told:?}");
    }
    for peer in &mut all {
        assert_eq!(finds(peer, "word"), [4, 3]);
    }
    // Nobody takes back another one's, wherever.
    all[2].is_refused(
        &json!({"type": "order", "do": "redact", "seq": 3}),
        "not_allowed",
    );
    let told = past::agreed(&servers.each_ref(), "lobby");
    let numbers: Vec<u64> = told.iter().map(|(seq, ..)| *seq).collect();
    assert_eq!(numbers, [1, 3, 4, 5]);
}

#[test]
fn shared_code_is_had_on_every_server() {
    let Some(lab) = Lab::new() else { return };
    let servers = lab.three();
    let mut ana = Peer::join(&servers[0], Via::Tcp, "ana");
    let mut bob = Peer::join(&servers[1], Via::Tcp, "bob");
    ana.hears("bob", |f| f.tells("join", "bob"));
    let code = "import socket\nprint(1)\n";
    ana.send(&json!({"type": "paste", "title": "a.py", "text": code}));
    let told = bob.hears("the code", |f| f.kind() == "msg");
    let number = told.number("seq").unwrap();
    bob.send(&json!({"type": "get", "paste": number}));
    let got = bob.hears("it", |f| f.kind() == "paste");
    assert_eq!((got.name(), got.text()), ("ana", code), "{got:?}");
}
