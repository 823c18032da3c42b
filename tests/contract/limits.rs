//! Section 4: how long things may be. Names and rooms have tests of their own.

use chat_tests::on_every_plain_transport;
use chat_tests::on_every_stream;
use chat_tests::on_every_transport;
use chat_tests::on_one_of;
use chat_tests::peer::Peer;
use chat_tests::plain::Typist;
use chat_tests::wire::Via;
use serde_json::json;

use crate::house::server;

on_every_transport!(
    a_text_of_4096_bytes_may_be_escaped_throughout,
    a_line_of_32768_bytes_is_read_and_one_byte_more_is_too_long,
);

on_one_of!(
    ALL:
    a_text_of_4096_bytes_is_said_and_one_byte_more_is_too_long,
    a_text_is_measured_in_bytes_of_utf8,
    a_whisper_has_the_same_limit,
);
on_every_plain_transport!(a_long_line_of_a_plain_peer_is_refused_alike,);
on_every_stream!(after_a_line_that_is_too_long_the_next_one_is_read,);

on_one_of!(
    STREAMS:
    a_line_end_of_two_bytes_does_not_count,
    a_line_that_is_too_long_may_hold_anything,
);

fn a_text_of_4096_bytes_is_said_and_one_byte_more_is_too_long(via: Via) {
    let server = server();
    let mut bob = Peer::join(&server, Via::Tcp, "bob");
    let mut ana = Peer::join(&server, via, "ana");
    let longest = "x".repeat(4096);
    ana.says(&longest);
    bob.hears("it", |f| f.says(&longest));
    ana.is_refused(&json!({"text": "x".repeat(4097)}), "too_long");
    assert_eq!(bob.messages(), [""; 0], "nothing is said");
}

fn a_text_is_measured_in_bytes_of_utf8(via: Via) {
    let server = server();
    let mut ana = Peer::join(&server, via, "ana");
    ana.says(&"é".repeat(2048));
    ana.is_refused(&json!({"text": "é".repeat(2049)}), "too_long");
    ana.says(&"🎉".repeat(1024));
    ana.is_refused(&json!({"text": "🎉".repeat(1025)}), "too_long");
}

/// Six bytes for each character, as some libraries write all of JSON.
fn a_text_of_4096_bytes_may_be_escaped_throughout(via: Via) {
    let server = server();
    let mut ana = Peer::join(&server, via, "ana");
    for (escape, count, letter) in [("\\u0061", 4096, "a"), ("\\u00e9", 2048, "é")] {
        let line = format!(r#"{{"text":"{}"}}"#, escape.repeat(count));
        ana.send_line(&line);
        let text = letter.repeat(count);
        ana.hears("it", |f| f.says(&text));
    }
}

/// A frame that is this long as a line.
fn line_of(bytes: usize, text: &str) -> String {
    let bare = format!(r#"{{"text":"{text}","pad":""}}"#);
    let line = format!(
        r#"{{"text":"{text}","pad":"{}"}}"#,
        "x".repeat(bytes - bare.len())
    );
    assert_eq!(line.len(), bytes);
    line
}

fn a_line_of_32768_bytes_is_read_and_one_byte_more_is_too_long(via: Via) {
    let server = server();
    let mut ana = Peer::join(&server, via, "ana");
    ana.send_line(&line_of(32_768, "fits"));
    ana.hears("it", |f| f.says("fits"));
    ana.is_refused_line(&line_of(32_769, "does not"), "too_long");
    assert_eq!(ana.messages(), [""; 0]);
}

fn a_line_end_of_two_bytes_does_not_count(via: Via) {
    let server = server();
    let mut ana = Peer::join(&server, via, "ana");
    ana.send_line(&format!("{}\r", line_of(32_768, "fits")));
    ana.hears("it", |f| f.says("fits"));
    ana.is_refused_line(&format!("{}\r", line_of(32_769, "does not")), "too_long");
    assert_eq!(ana.messages(), [""; 0]);
}

fn after_a_line_that_is_too_long_the_next_one_is_read(via: Via) {
    let server = server();
    let mut ana = Peer::join(&server, via, "ana");
    for bytes in [32_769, 65_536, 100_000] {
        let next = line_of(100, "next");
        let both = format!("{}\n{next}\n", line_of(bytes, "too long"));
        ana.wire.send(both.as_bytes());
        let seen = ana.hears_all("the next", |f| f.says("next"));
        assert_eq!(seen.len(), 2, "one refusal, and the next: {seen:?}");
        assert!(seen[0].refuses("too_long"), "{}", seen[0].raw());
    }
}

fn a_line_that_is_too_long_may_hold_anything(via: Via) {
    let server = server();
    let mut ana = Peer::join(&server, via, "ana");
    let mut bytes: Vec<u8> = (0..=255).filter(|b| *b != b'\n').collect();
    bytes = bytes.repeat(200);
    bytes.push(b'\n');
    ana.wire.send(&bytes);
    ana.hears("the refusal", |f| f.refuses("too_long"));
    ana.says("still here");
}

fn a_long_line_of_a_plain_peer_is_refused_alike(via: Via) {
    let server = server();
    let (mut typist, _) = Typist::arrive(&server, via);
    let longest = "x".repeat(4096);
    typist.types(&longest);
    typist.hears("it", |line| line.ends_with(&longest));
    for bytes in [4097, 32_768, 32_769, 40_000] {
        typist.types(&"x".repeat(bytes));
        let line = typist.hears("a refusal", |line| line.starts_with("! "));
        assert!(line.len() < 200, "{line:?}");
    }
    assert_eq!(typist.fence("still here"), [""; 0]);
}

fn a_whisper_has_the_same_limit(via: Via) {
    let server = server();
    let mut bob = Peer::join(&server, Via::Tcp, "bob");
    let mut ana = Peer::join(&server, via, "ana");
    let longest = "x".repeat(4096);
    ana.send(&json!({"to": "bob", "text": longest}));
    bob.hears("it", |f| f.says(&longest));
    ana.is_refused(
        &json!({"to": "bob", "text": format!("{longest}x")}),
        "too_long",
    );
    assert_eq!(bob.messages(), [""; 0]);
}
