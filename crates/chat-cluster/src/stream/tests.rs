//! The calls of `JetStream`, and what comes back.

use super::*;

#[test]
fn a_stream_is_known_by_when_it_was_made() {
    let id = identity("CHAT_a", "", "2026-11-30T09:47:31.1234Z");
    assert_eq!(id, "CHAT_a-20261130094731123400000");
    let same = identity("CHAT_a", "", "2026-11-30T09:47:31.123400000Z");
    assert_eq!(id, same);
    assert_ne!(id, identity("CHAT_a", "", "2026-11-30T09:47:31.1235Z"));
    assert_eq!(
        identity("CHAT_a", "", "2026-11-30T09:47:31Z"),
        "CHAT_a-20261130094731000000000"
    );
}

#[test]
fn the_place_of_a_message_is_read_in_both_forms() {
    let old = "$JS.ACK.CHAT_a.Xy.1.70.7.1700000000.0";
    let new = "$JS.ACK.hub.Ab12.CHAT_a.Xy.1.70.7.1700000000.0.r4nd";
    let place = Place {
        position: 70,
        stamp: 1_700_000_000,
    };
    assert_eq!(read_place(old), Some((place, 7)));
    assert_eq!(read_place(new), Some((place, 7)));
    for bad in [
        "",
        "$JS.ACK.a.b.1.x.7.1.0",
        "$JS.FC.a.b.1.70.7.1.0",
        "$JS.ACK.a.b.1.70.7.1.0.0",
    ] {
        assert_eq!(read_place(bad), None, "{bad}");
    }
}

#[test]
fn where_room_is_scarce_less_is_wished_and_at_last_one_node() {
    let full = 4 * LEAST_BYTES;
    let mut wish = Wish {
        replicas: 3,
        max_bytes: full,
    };
    let mut wishes = Vec::new();
    while let Some(less) = wish.less(full) {
        wishes.push((less.replicas, less.max_bytes / LEAST_BYTES));
        wish = less;
    }
    assert_eq!(wishes, [(3, 2), (3, 1), (1, 4), (1, 2), (1, 1)]);
}

#[test]
fn answers_are_told_apart() {
    let json = br#"{"type":"io.nats.jetstream.api.v1.stream_info_response","config":{"name":"CHAT_a",
        "num_replicas":3,"max_bytes":-1},"created":"2026-11-30T09:47:31Z","state":{"messages":5,
        "bytes":900,"first_seq":1,"last_seq":5},"cluster":{"name":"lab","leader":"n1",
        "replicas":[{"name":"n2","current":true,"active":1},{"name":"n3","lag":2,"offline":true}]}}"#;
    let Outcome::Done(found) = read_stream("CHAT_a", json) else {
        panic!("no stream");
    };
    assert_eq!((found.replicas, found.max_bytes, found.last), (3, None, 5));
    assert_eq!(found.followers.len(), 2);
    let refused = br#"{"error":{"code":404,"err_code":10059,"description":"stream not found"}}"#;
    let Outcome::Refused(refusal) = read_stream("CHAT_a", refused) else {
        panic!("not refused");
    };
    assert_eq!(refusal.err_code, NO_STREAM);
    assert_eq!(read_refusal(refused), Some(refusal));
    assert_eq!(read_refusal(br#"{"stream":"CHAT_a","seq":7}"#), None);
    assert!(matches!(read_stream("CHAT_a", b"{}"), Outcome::Unclear(_)));
    assert!(matches!(read_stream("CHAT_a", b"+OK"), Outcome::Unclear(_)));
    assert!(matches!(read_consumer(b"{}"), Outcome::Unclear(_)));
    assert_eq!(
        read_consumer(br#"{"name":"Xy"}"#),
        Outcome::Done("Xy".to_owned())
    );
}
