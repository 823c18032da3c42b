//! A class that is led, on a real screen: the teacher claims, announces, asks, calls a hand and
//! takes a message back; everybody sees it.

use chat_tests::peer::Peer;
use chat_tests::server::Server;
use chat_tests::server::Start;
use chat_tests::terminal::Terminal;
use chat_tests::wire::Via;
use serde_json::json;
use tempfile::TempDir;

use crate::house::SERVER;
use crate::house::client;
use crate::house::joined;

/// A server whose audit is nobody else's, and its words.
fn class(folder: &TempDir) -> (Server, String) {
    let audit = folder.path().join("audit.ndjson");
    let start = Start::new(SERVER).everywhere();
    let server = start.args(&["--audit", audit.to_str().unwrap()]).ready();
    server.program.complains("/claim ", 1);
    let errors = server.program.errors();
    let (_, words) = errors.split_once("/claim ").unwrap();
    let words = words.split_whitespace().next().unwrap().to_owned();
    (server, words)
}

fn teacher(server: &Server, folder: &TempDir, words: &str) -> Terminal {
    let key = folder.path().join("key");
    let launch = client(server, "ana").arg("--key-file");
    let ana = joined(launch.arg(key.to_str().unwrap()));
    ana.says(&format!("/claim {words}"));
    ana.shows("ana is the teacher");
    ana
}

#[test]
fn what_a_teacher_orders_is_on_every_screen() {
    let folder = TempDir::new().unwrap();
    let (server, words) = class(&folder);
    let ana = teacher(&server, &folder, &words);
    let zed = joined(client(&server, "zed"));
    let mut bob = Peer::join(&server, Via::Udp, "bob");
    ana.says("/announce room 3 at ten");
    for screen in [&ana, &zed] {
        screen.shows_row("the announcement", |row| row.starts_with("» room 3 at ten"));
    }
    bob.says("something silly");
    zed.shows("something silly");
    bob.send(&json!({"type": "order", "do": "hand"}));
    ana.shows_row("the hand", |row| row.contains("hands: bob"));
    ana.says("/next");
    zed.shows("bob, it is your turn (ana)");
    ana.says("/redact 1");
    zed.shows_row("a message that was taken back", |row| {
        row.contains("bob  (taken back)")
    });
    ana.says("/poll Ready? | yes | no");
    zed.shows_row("the question", |row| row.starts_with("? Ready?"));
    zed.says("/vote 2");
    ana.shows_row("a bar", |row| row.contains("2) no") && row.contains('█'));
    ana.says("/quiet");
    zed.shows_row("silence", |row| {
        row.contains("only the teacher speaks") && !row.contains('*')
    });
    zed.says("me too");
    zed.shows("not said; the teacher may be written to");
}

#[test]
fn whoever_is_sent_out_does_not_come_back_by_itself() {
    let folder = TempDir::new().unwrap();
    let (server, words) = class(&folder);
    let ana = teacher(&server, &folder, &words);
    let mut zed = joined(client(&server, "zed"));
    ana.says("/kick zed too loud");
    assert!(!zed.ends().success());
    ana.shows("zed was sent out by ana: too loud");
    let mut bob = Peer::join(&server, Via::Tcp, "bob");
    bob.send(&json!({"type": "who"}));
    let who = bob.hears("who", |f| f.kind() == "who");
    assert_eq!(who.people("names"), ["ana", "bob"]);
}
