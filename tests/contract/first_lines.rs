//! Section 2 and 3: what a first line says of its speaker: JSON whatever is wrong with
//! it, or somebody else's language, of which nothing is heard.

use chat_tests::clock::PATIENCE;
use chat_tests::on_every_plain_transport;
use chat_tests::on_every_stream;
use chat_tests::peer::Peer;
use chat_tests::plain::Typist;
use chat_tests::server::Server;
use chat_tests::server::Start;
use chat_tests::wire::Via;

use crate::house::SERVER;
use crate::house::server;

on_every_plain_transport!(a_first_line_in_braces_is_answered_in_json_whatever_is_wrong_with_it,);
on_every_stream!(
    a_browser_gets_one_response_and_nobody_hears_it,
    a_tls_hello_gets_one_line_and_nobody_hears_it,
);

fn a_first_line_in_braces_is_answered_in_json_whatever_is_wrong_with_it(via: Via) {
    let server = server();
    for (first, code) in [
        (
            format!("{{\"text\":\"{}\"}}", "x".repeat(33_000)),
            "too_long",
        ),
        (format!("{{{}", "x".repeat(33_000)), "too_long"),
        ("{".to_owned(), "bad_frame"),
        ("{not json}".to_owned(), "bad_frame"),
    ] {
        let mut peer = Peer::connect(&server, via);
        // Panics where the answer is no frame.
        peer.is_refused_line(&first, code);
        assert_eq!(peer.enter("ana", "lobby").get("you"), Some("ana"));
        peer.send_line(r#"{"type":"bye"}"#);
        peer.hears("goodbye", |f| f.kind() == "bye");
    }
}

/// All bytes up to the end of the connection.
#[track_caller]
fn answer(server: &Server, via: Via, first: &[&[u8]]) -> String {
    let mut wire = server.wire(via);
    for bytes in first {
        // The server may have closed before the last of it.
        let _ = wire.try_send(bytes);
    }
    let bytes = wire.bytes_within(PATIENCE);
    assert!(wire.has_ended(), "it is closed");
    String::from_utf8(bytes).unwrap()
}

/// What a web page may post is not said; what it may put into its address neither.
fn a_browser_gets_one_response_and_nobody_hears_it(via: Via) {
    let server = server();
    let mut bob = Peer::join(&server, Via::Tcp, "bob");
    let body = "Host: 127.0.0.1:1234\r\nOrigin: https://evil.example\r\n\r\n\
                {\"name\":\"ana\",\"text\":\"from a page\"}\nhello\n";
    let long = format!("POST /{} HTTP/1.1\r\n{body}", "x".repeat(40_000));
    for request in [
        format!("POST / HTTP/1.1\r\n{body}"),
        format!("\r\nGET /chat?a=b HTTP/1.0\r\n{body}"),
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".to_owned(),
        long,
    ] {
        let answer = answer(&server, via, &[request.as_bytes()]);
        assert!(answer.starts_with("HTTP/1.1 400 "), "{answer}");
        assert_eq!(answer.matches("HTTP/1.1").count(), 1, "{answer}");
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        assert!(
            head.contains(&format!("Content-Length: {}\r", body.len())),
            "{answer}"
        );
        assert!(
            body.contains("chat server") && body.contains("chat-tui HOST:PORT"),
            "{answer}"
        );
    }
    let seen = bob.fence();
    assert!(seen.is_empty(), "nobody came, nothing was said: {seen:?}");
}

fn a_tls_hello_gets_one_line_and_nobody_hears_it(via: Via) {
    let server = Start::new(SERVER).everywhere().args(&["--no-tls"]).ready();
    let mut bob = Peer::join(&server, Via::Tcp, "bob");
    for hello in [
        &[&b"\x16\x03\x01\x02\x00\x01\x00\x01\xFC\x03\x03hi\nthere\n"[..]][..],
        &[b"\x16", b"\x03\x01", b"\x00\x05hello"],
    ] {
        let answer = answer(&server, via, hello);
        assert_eq!(
            answer,
            "* this chat server has no TLS: connect without it\n"
        );
    }
    let seen = bob.fence();
    assert!(seen.is_empty(), "nobody came, nothing was said: {seen:?}");
}

#[test]
fn a_datagram_in_somebody_elses_language_is_not_heard() {
    let server = server();
    let mut bob = Peer::join(&server, Via::Tcp, "bob");
    let mut typist = Typist::connect(&server, Via::Udp);
    typist.wire.send(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    typist.wire.send(b"\x16\xFE\xFF\x00\x00");
    typist.types("hello");
    assert!(typist.line().ends_with(": hello"));
    let seen = bob.hears_all("hello", |f| f.says("hello"));
    assert_eq!(seen.len(), 2, "it came and spoke: {seen:?}");
    // Whoever is here may talk of anything.
    typist.types("GET / HTTP/1.1");
    bob.hears("it", |f| f.says("GET / HTTP/1.1"));
}
