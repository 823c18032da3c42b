//! `docs/PROTOCOL.md`: with `--naive-udp code`, whoever comes over UDP without a
//! link types four digits back first.

use std::time::Duration;

use chat_tests::clock::PATIENCE;
use chat_tests::peer::Peer;
use chat_tests::server::Server;
use chat_tests::wire::Got;
use chat_tests::wire::Via;
use chat_tests::wire::Wire;
use serde_json::json;

use crate::house::server_with;

fn server() -> Server {
    server_with(&["--naive-udp", "code"])
}

#[track_caller]
fn line(wire: &mut Wire) -> String {
    match wire.line_within(PATIENCE) {
        Got::Line(line) => line,
        other => panic!("{other:?}"),
    }
}

/// The four digits of a question.
#[track_caller]
fn code(question: &str) -> String {
    let (_, rest) = question.split_once("code ").expect(question);
    let digits = rest.get(..4).unwrap().to_owned();
    assert!(digits.bytes().all(|b| b.is_ascii_digit()), "{question}");
    digits
}

#[test]
fn a_person_types_four_digits_and_is_heard() {
    let server = server();
    let mut witness = Peer::join(&server, Via::Tcp, "witness");
    let mut nc = server.wire(Via::Udp);
    nc.send(b"hello\n");
    let question = line(&mut nc);
    assert!(question.is_ascii() && question.len() <= 59, "{question}");
    assert!(witness.fence().is_empty(), "not heard, not there");
    nc.send(format!("{}\n", code(&question)).as_bytes());
    assert!(line(&mut nc).starts_with("you are in"));
    witness.hears("the coming", |f| f.tells("join", "guest-1"));
    nc.send(b"now you hear me\n");
    let heard = witness.hears("a message", |f| f.kind() == "msg");
    assert_eq!(heard.text(), "now you hear me");
}

#[test]
fn a_program_says_the_code_as_a_text_and_joins() {
    let server = server();
    let mut witness = Peer::join(&server, Via::Tcp, "witness");
    let mut nina = Peer::connect(&server, Via::Udp);
    let join = json!({"type": "join", "name": "nina"});
    let asked = nina.is_refused(&join, "not_joined");
    let digits = code(asked.text());
    nina.send(&json!({"text": digits}));
    nina.enter("nina", "lobby");
    nina.says("it is I");
    let heard = witness.hears("a message", |f| f.kind() == "msg");
    assert_eq!((heard.name(), heard.text()), ("nina", "it is I"));
}

#[test]
fn the_code_of_one_address_is_none_at_another_and_guesses_are_few() {
    let server = server();
    let mut nc = server.wire(Via::Udp);
    nc.send(b"hello");
    let right = code(&line(&mut nc));
    let wrong = format!("{:04}", (right.parse::<u16>().unwrap() + 5000) % 10_000);
    for _ in 0..3 {
        nc.send(wrong.as_bytes());
        assert_eq!(code(&line(&mut nc)), right, "asked again");
    }
    // Now even the right one is not looked at, here and from another port.
    let mut other = server.wire(Via::Udp);
    for wire in [&mut nc, &mut other] {
        wire.send(right.as_bytes());
        let silence = wire.line_within(Duration::from_millis(300));
        assert_eq!(silence, Got::Silence);
    }
}

#[test]
fn who_has_a_link_types_nothing_and_a_probe_is_nobody() {
    let server = server();
    let mut nc = server.wire(Via::Udp);
    nc.send(b"X");
    // Too short for an answer that would not be an amplifier.
    nc.send(b"{\"text\":\"\"}");
    assert_eq!(nc.line_within(Duration::from_millis(300)), Got::Silence);
    let mut witness = Peer::join(&server, Via::Tcp, "witness");
    let address = server.udp()[0].to_string();
    let args = ["--udp", &*address, "--name", "ana"];
    let exit = chat_tests::client::Client::start(crate::house::CLIENT, &args).finish("hi\n");
    assert_eq!(exit.status.code(), Some(0), "{exit:?}");
    witness.hears("it", |f| f.says("hi"));
}
