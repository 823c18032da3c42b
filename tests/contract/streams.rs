//! Section 2 on streams: frames arrive cut and glued anywhere.

use chat_tests::on_every_stream;
use chat_tests::on_one_of;
use chat_tests::peer::Peer;
use chat_tests::wire::Via;
use serde_json::json;

use crate::house::server;

on_every_stream!(
    frames_that_arrive_byte_by_byte_are_read,
    a_frame_cut_at_any_point_is_the_same_frame,
    after_the_end_of_input_everything_is_still_answered,
);

on_one_of!(
    STREAMS:
    many_frames_in_one_write_are_answered_in_their_order,
    frames_of_different_types_glued_together_are_each_obeyed,
    a_frame_may_begin_in_the_write_that_ended_another,
    a_megabyte_without_a_line_end_is_refused_once_and_skipped,
    half_a_frame_disturbs_nobody,
);

fn frames_that_arrive_byte_by_byte_are_read(via: Via) {
    let server = server();
    let mut ana = Peer::connect(&server, via);
    let frames = [
        json!({"type": "join", "name": "ana", "room": "lab"}),
        json!({"text": "olá 漢 🎉"}),
    ];
    for frame in frames {
        for byte in format!("{frame}\r\n").as_bytes() {
            ana.wire.send(&[*byte]);
        }
    }
    ana.hears("a welcome", |f| f.kind() == "welcome");
    ana.hears("it", |f| f.says("olá 漢 🎉"));
}

fn many_frames_in_one_write_are_answered_in_their_order(via: Via) {
    let server = server();
    let mut ana = Peer::join(&server, via, "ana");
    let lines: Vec<String> = (0..500)
        .map(|n| json!({"type": "ping", "id": n}).to_string() + "\n")
        .collect();
    ana.wire.send(lines.concat().as_bytes());
    for n in 0..500 {
        let pong = ana.hears("a pong", |f| f.kind() == "pong");
        assert_eq!(pong.number("id"), Some(n));
    }
}

/// Sends the line in two pieces, the second only when the server has served
/// somebody else meanwhile, and so has had its time to read the first.
fn in_two_pieces(peer: &mut Peer, witness: &mut Peer, line: &[u8], at: usize) {
    let (first, second) = line.split_at(at);
    peer.wire.send(first);
    witness.fence();
    peer.wire.send(second);
}

fn a_frame_cut_at_any_point_is_the_same_frame(via: Via) {
    let server = server();
    let mut witness = Peer::connect(&server, via);
    let mut ana = Peer::join(&server, via, "ana");
    let examples = [
        (json!({"text": "olá 🎉 \"x\" \\"}), "msg"),
        (json!({"type": "ping", "id": "é"}), "pong"),
        (json!({"type": "who", "room": "#lobby"}), "who"),
        (json!({"type": "join", "name": "ana"}), "welcome"),
        (json!({"type": "nick", "name": "ana"}), ""),
        (json!({"to": "ana", "text": "psst"}), ""),
        (json!({"type": "fly"}), "error"),
        (json!({"type": "leave", "room": "nowhere"}), "error"),
    ];
    for (frame, answer) in examples {
        let line = format!("{frame}\r\n").into_bytes();
        let mut whole: Option<Vec<String>> = None;
        for at in 0..line.len() {
            in_two_pieces(&mut ana, &mut witness, &line, at);
            let kinds: Vec<String> = ana.fence().iter().map(|f| f.kind().to_owned()).collect();
            if !answer.is_empty() {
                assert!(
                    kinds.iter().any(|kind| kind == answer),
                    "{frame} cut at {at}"
                );
            }
            // Not cut at all, it was answered so.
            let expected = whole.get_or_insert_with(|| kinds.clone());
            assert_eq!(&kinds, expected, "{frame} cut at {at}");
        }
    }
}

fn frames_of_different_types_glued_together_are_each_obeyed(via: Via) {
    let server = server();
    let mut bob = Peer::join(&server, Via::Tcp, "bob");
    let mut ana = Peer::connect(&server, via);
    let frames = [
        json!({"type": "join", "name": "ana"}),
        json!({"text": "one"}),
        json!({"type": "nick", "name": "eva"}),
        json!({"text": "two"}),
        json!({"type": "fly"}),
        json!({"type": "bye"}),
    ];
    let glued: Vec<String> = frames.iter().map(|f| format!("{f}\n")).collect();
    ana.wire.send(glued.concat().as_bytes());
    let kinds: Vec<String> = ana
        .hears_the_end()
        .iter()
        .map(|f| f.kind().to_owned())
        .collect();
    let expected = ["welcome", "msg", "notice", "msg", "error"];
    let mut rest = kinds.iter();
    for kind in expected {
        assert!(rest.any(|k| k == kind), "{kind} in its place in {kinds:?}");
    }
    assert_eq!(bob.hears("one", |f| f.says("one")).name(), "ana");
    assert_eq!(bob.hears("two", |f| f.says("two")).name(), "eva");
    bob.hears("the leaving", |f| f.tells("leave", "eva"));
}

fn a_frame_may_begin_in_the_write_that_ended_another(via: Via) {
    let server = server();
    let mut ana = Peer::join(&server, via, "ana");
    let lines: String = (0..50)
        .map(|n| json!({"text": format!("message {n} é")}).to_string() + "\n")
        .collect();
    // Pieces of a size that no line has.
    for piece in lines.as_bytes().chunks(37) {
        ana.wire.send(piece);
    }
    for n in 0..50 {
        let heard = ana.hears("it", |f| f.kind() == "msg");
        assert_eq!(heard.text(), format!("message {n} é"));
    }
}

fn a_megabyte_without_a_line_end_is_refused_once_and_skipped(via: Via) {
    let server = server();
    let mut ana = Peer::join(&server, via, "ana");
    ana.wire.send(b"{\"text\":\"");
    ana.wire.send(&vec![b'x'; 1 << 20]);
    ana.wire.send(b"\"}\n");
    ana.say("next");
    let seen = ana.hears_all("the next", |f| f.says("next"));
    assert_eq!(seen.len(), 2, "one refusal, and the next: {seen:?}");
    assert!(seen[0].refuses("too_long"), "{}", seen[0].raw());
}

fn half_a_frame_disturbs_nobody(via: Via) {
    let server = server();
    let mut bob = Peer::join(&server, via, "bob");
    let mut ana = Peer::join(&server, via, "ana");
    ana.wire.send(br#"{"text":"half"#);
    bob.hears("ana's coming", |f| f.tells("join", "ana"));
    drop(ana);
    let seen = bob.hears_all("the leaving", |f| f.tells("leave", "ana"));
    assert!(seen.iter().all(|f| f.kind() != "msg"), "{seen:?}");
    bob.says("still here");
}

/// As `printf … | nc` does: all is said at once, and the input ends.
fn after_the_end_of_input_everything_is_still_answered(via: Via) {
    let server = server();
    let mut bob = Peer::join(&server, via, "bob");
    let mut ana = Peer::connect(&server, via);
    let lines: String = (0..100)
        .map(|n| json!({"name": "ana", "text": format!("line {n}")}).to_string() + "\n")
        .collect();
    ana.wire.send(lines.as_bytes());
    ana.wire.end_input();
    let seen = ana.hears_the_end();
    let receipts: Vec<_> = seen.iter().filter(|f| f.kind() == "msg").collect();
    assert_eq!(receipts.len(), 100);
    for n in 0..100 {
        let heard = bob.hears("a line", |f| f.kind() == "msg");
        assert_eq!(heard.text(), format!("line {n}"));
    }
    bob.hears("the leaving", |f| f.tells("leave", "ana"));
}
