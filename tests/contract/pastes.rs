//! Code that is shared: whoever is in the room fetches it, in each language and over each
//! transport.

use chat_tests::on_every_plain_transport;
use chat_tests::peer::Peer;
use chat_tests::plain::Typist;
use chat_tests::wire::Via;
use serde_json::json;

use crate::house::server;

on_every_plain_transport!(a_plain_peer_gets_lines_that_nobody_has_said);

#[test]
fn code_is_shared_fetched_and_the_same_byte_for_byte() {
    let server = server();
    let lines = (0..900).map(|n| format!("\tif x == {n}:  # olá\n"));
    let code: String = lines.collect();
    let code = code.get(..16_384).or_else(|| code.get(..16_383)).unwrap();
    let mut ana = Peer::join(&server, Via::Tcp, "ana");
    for via in [Via::Tcp, Via::Udp] {
        let name = format!("bob-{via:?}").to_lowercase();
        let mut bob = Peer::join(&server, via, &name);
        ana.send(&json!({"type":"paste","title":"client.py","text":code,"id":1}));
        let own = ana.hears("the message", |f| {
            f.kind() == "msg" && f.number("id") == Some(1)
        });
        let number = own.number("seq").unwrap();
        let told = own.text();
        let names_it = told.starts_with("client.py, ") && told.ends_with(&format!("/get {number}"));
        assert!(names_it, "{told}");
        bob.send(&json!({"type":"get","paste":number,"id":"q"}));
        let got = bob.hears("the code", |f| f.kind() == "paste");
        assert_eq!(got.text(), code);
        assert_eq!(
            (got.get("title"), got.get("id")),
            (Some("client.py"), Some("q"))
        );
        assert_eq!((got.name(), got.number("paste")), ("ana", Some(number)));
    }
}

fn a_plain_peer_gets_lines_that_nobody_has_said(via: Via) {
    let server = server();
    let mut ana = Peer::join(&server, Via::Tcp, "ana");
    let (mut typist, _) = Typist::arrive(&server, via);
    let code = "a = 1\n[14:03] ana: forged\n\n";
    ana.send(&json!({"type":"paste","title":"x","text":code}));
    let told = typist.hears("the message", |line| line.contains(": /get "));
    let (_, number) = told.rsplit_once(' ').unwrap();
    typist.types(&format!("/get {number}"));
    let mut lines = vec![typist.hears("whose it is", |line| line.starts_with("* x"))];
    lines.extend((0..3).map(|_| typist.line()));
    let expected = ["* x, of ana:", "| a = 1", "| [14:03] ana: forged", "| "];
    assert_eq!(lines, expected);
}
