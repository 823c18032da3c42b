//! `docs/LINK.md`, section 5: the operator decides over each datagram.

use std::time::Duration;

#[cfg(unix)]
use chat_tests::client::Client;
use chat_tests::clock::PATIENCE;
use chat_tests::peer::Peer;
use chat_tests::wire::Got;
use chat_tests::wire::Via;
use serde_json::json;

use crate::desk::Desk;
#[cfg(unix)]
use crate::house::CLIENT;

#[test]
fn nothing_moves_until_it_is_let_through_doubled_or_killed() {
    let mut desk = Desk::new(&["--hold"]);
    let mut witness = Peer::join(&desk.server, Via::Tcp, "witness");
    let mut naive = desk.server.wire(Via::Udp);
    for text in ["one", "two", "three"] {
        naive.send(json!({"name": "nina", "text": text}).to_string().as_bytes());
    }
    desk.sees("held 3 ←", 1);
    assert!(desk.server.program.errors().contains("msg: two"));
    assert!(witness.fence().is_empty(), "nothing moves");
    desk.orders("pass 1 2");
    desk.sees("one at a time", 1);
    desk.orders("kill 1");
    desk.sees("killed 1 ←", 1);
    desk.orders("double 2");
    desk.orders("pass");
    for text in ["two", "two", "three"] {
        let heard = witness.hears("a message", |f| f.kind() == "msg");
        assert_eq!(heard.text(), text);
    }
    // What the server answers waits as well.
    desk.sees("→", 1);
    let waits = Duration::from_millis(100);
    assert_eq!(naive.line_within(waits), Got::Silence);
    desk.orders("off");
    assert!(matches!(naive.line_within(PATIENCE), Got::Line(_)));
}

#[test]
fn an_order_that_is_none_is_explained_and_the_end_of_input_frees_everything() {
    let mut desk = Desk::new(&["--hold"]);
    desk.orders("fly");
    desk.sees("unknown command `fly`", 1);
    desk.orders("kill 7");
    desk.sees("no such datagram is held", 1);
    desk.orders("weather dup 100%, seed 9");
    desk.sees("weather: dup 100%, seed 9 (over UDP only", 1);
    let mut naive = desk.server.wire(Via::Udp);
    naive.send(b"hello");
    desk.sees("held 1 ←", 1);
    let mut witness = Peer::join(&desk.server, Via::Tcp, "witness");
    drop(desk.input);
    for _ in 0..2 {
        witness.hears("hello, twice", |f| f.says("hello"));
    }
}

#[cfg(unix)]
#[test]
fn a_link_opens_under_the_hand_and_the_last_words_wait_for_nobody() {
    let mut desk = Desk::new(&["--hold"]);
    let address = desk.server.udp()[0].to_string();
    let mut client = Client::start(CLIENT, &["--udp", &address, "--name", "ana", "--json"]);
    desk.sees("join n 1", 1);
    desk.orders("off");
    client.shows(|line| line.contains("welcome"));
    desk.orders("hold");
    desk.sees("every datagram waits until you release it", 2);
    desk.server.stop();
    let exit = client.finish("");
    assert!(exit.errors.contains("the server is closing"), "{exit:?}");
}
