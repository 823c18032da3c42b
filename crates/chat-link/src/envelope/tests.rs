//! What a datagram of a link looks like, and that odd ones are harmless.

use proptest::prelude::*;

use super::*;

const LINK: LinkId = LinkId(0xb7f3_a91c_20d4_e6b8);

fn at() -> Stamp {
    Stamp::from_unix_ms(1_795_183_387_123)
}

#[track_caller]
fn check(write: impl FnOnce(&mut Vec<u8>), written: &str, reads: &Datagram) {
    let mut out = Vec::new();
    write(&mut out);
    let text = String::from_utf8(out).unwrap();
    let bare = text.replacen("\"timestamp\":\"2026-11-20T14:03:07.123Z\",", "", 1);
    assert_eq!(bare, written);
    assert_eq!(read(text.as_bytes()).as_ref(), Some(reads));
}

fn bound(frame: Option<(u32, u16)>, ack: Option<Ack>) -> Datagram {
    let part = None;
    Datagram::Bound(LINK, Fields { frame, ack, part })
}

#[test]
fn the_fields_stand_before_those_of_the_frame() {
    check(
        |out| write_frame(out, LINK, (18, 1), None, b"{\"type\":\"msg\"}\n"),
        r#"{"link":"b7f3a91c20d4e6b8","n":18,"type":"msg"}"#,
        &bound(Some((18, 1)), None),
    );
    let ack = Ack {
        upto: 9,
        ..Ack::default()
    };
    check(
        |out| write_frame(out, LINK, (18, 2), Some(&ack), b"{}"),
        r#"{"link":"b7f3a91c20d4e6b8","n":18,"try":2,"ack":9}"#,
        &bound(Some((18, 2)), Some(ack.clone())),
    );
}

#[test]
fn a_frame_can_be_had_without_the_fields() {
    let ack = Ack {
        upto: 9,
        got: vec![11, 12],
        of: Some((12, 1)),
        tries: vec![1, 2],
    };
    let frame = br#"{"type":"msg","text":"a, \"b\"]","n":7}"#;
    for (copy, ack) in [(1, None), (4, Some(&ack))] {
        let mut out = Vec::new();
        write_frame(&mut out, LINK, (18, copy), ack, frame);
        assert_eq!(bare(&out), frame, "{}", out.escape_ascii());
    }
    for odd in [
        &b"{}"[..],
        b"{\"link\":",
        b"{\"link\":\"",
        b"{\"n\":1}",
        b" {\"n\":1,\"a\":2}",
    ] {
        assert_eq!(bare(odd), odd);
    }
}

#[test]
fn the_servers_acknowledgement_is_a_frame_of_the_contract() {
    let ack = Ack {
        upto: 17,
        got: vec![19, 20],
        of: Some((20, 4)),
        tries: vec![3, 4],
    };
    check(
        |out| write_ack(out, Side::Server, at(), LINK, &ack),
        r#"{"type":"ack","link":"b7f3a91c20d4e6b8","ack":17,"got":[19,20],"for":[20,4],"tries":[3,4],"name":"server","text":"received up to 17"}"#,
        &bound(None, Some(ack.clone())),
    );
    check(
        |out| write_ack(out, Side::Peer, at(), LINK, &ack),
        r#"{"type":"ack","link":"b7f3a91c20d4e6b8","ack":17,"got":[19,20],"for":[20,4],"tries":[3,4]}"#,
        &bound(None, Some(ack.clone())),
    );
}

#[test]
fn no_answer_to_a_stranger_is_longer_than_its_question() {
    let (nonce, cookie) = (Nonce(u64::MAX), Cookie(u64::MAX));
    for answer in [
        Datagram::Cookie(nonce, cookie),
        Datagram::Open(nonce, LINK, Some(RunId(u64::MAX)), Cover::Tls),
        Datagram::Open(nonce, LINK, Some(RunId(u64::MAX)), Cover::Clear),
        Datagram::Reset(LINK),
    ] {
        let mut out = Vec::new();
        write_answer(&mut out, at(), &answer);
        assert_eq!(read(&out), Some(answer));
        assert!(out.len() <= ANSWER_BYTES, "{}", out.len());
    }
    for (cookie, cover) in [
        (None, Cover::Clear),
        (Some(cookie), Cover::Clear),
        (None, Cover::Tls),
        (Some(cookie), Cover::Tls),
    ] {
        let mut out = Vec::new();
        write_hello(&mut out, nonce, cookie, cover);
        assert_eq!(read(&out), Some(Datagram::Hello(nonce, cookie, cover)));
        assert!(out.len() >= ANSWER_BYTES);
    }
    // Datagrams that leave together stand one behind the other.
    let mut out = Vec::new();
    for length in 0..2 * ANSWER_BYTES {
        let start = out.len();
        let copy = (1, PADDED_FROM);
        let frame = format!("{{\"text\":\"{:.<length$}\"}}", "");
        write_frame(&mut out, LINK, copy, None, frame.as_bytes());
        let written = &out[start..];
        assert!(written.len() >= ANSWER_BYTES, "{}", written.escape_ascii());
        assert!(read(written).is_some());
    }
}

#[test]
fn what_is_of_no_link_is_left_to_the_naive() {
    for bytes in [
        &br#"{"text":"hi"}"#[..],
        br#"{"link":"https://example.org","text":"hi"}"#,
        br#"{"link":"b7f3a91c20d4e6b8","n":-1}"#,
        br#"{"link":"b7f3a91c20d4e6b8","n":4294967296}"#,
        br#"{"link":"b7f3a91c20d4e6b8","n":1,"n":2}"#,
        br#"{"link":"b7f3a91c20d4e6b8","part":"1"}"#,
        br#"{"type":"hello","nonce":7}"#,
        br#"{"type":"cookie","nonce":"b7f3a91c20d4e6b8"}"#,
        b"[]",
        b"",
    ] {
        assert_eq!(read(bytes), None, "{}", bytes.escape_ascii());
    }
}

/// It has a number, so it has to be confirmed; what it says is refused as a frame.
#[test]
fn a_frame_that_makes_no_sense_is_still_one_of_the_link() {
    for odd in [
        "5",
        "-5",
        "0.5",
        "null",
        "true",
        "[[1]]",
        r#"{"a":{}}"#,
        r#""\u0061""#,
    ] {
        for field in ["type", "nonce", "cookie", "run"] {
            let object = format!(r#"{{"{field}":{odd},"text":"x"}}"#);
            let mut out = Vec::new();
            write_frame(&mut out, LINK, (1, 1), None, object.as_bytes());
            assert_eq!(read(&out), Some(bound(Some((1, 1)), None)), "{object}");
        }
    }
}

#[test]
fn a_million_numbers_are_not_even_looked_at() {
    let got = "1,".repeat(1_000_000);
    let long = format!("{{\"link\":\"{LINK}\",\"ack\":1,\"got\":[{got}1]}}");
    assert_eq!(read(long.as_bytes()), None);
}

proptest! {
    #[test]
    fn any_bytes_are_read_or_left(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = read(&bytes);
    }

    #[test]
    fn any_object_with_the_fields_in_front_is_still_one(
        text in any::<String>(),
        n in any::<u32>(),
        copy in 1_u16..40,
    ) {
        let object = serde_json::json!({ "text": text }).to_string();
        let mut out = Vec::new();
        write_frame(&mut out, LINK, (n, copy), None, object.as_bytes());
        let value: serde_json::Value = serde_json::from_slice(&out).unwrap();
        prop_assert_eq!(value["text"].as_str(), Some(&*text));
        if out.len() <= DATAGRAM_BYTES {
            prop_assert_eq!(read(&out), Some(bound(Some((n, copy)), None)));
        }
    }
}

/// An acknowledgement as somebody may write it.
fn any_answer() -> impl Strategy<Value = String> {
    let number = || prop_oneof![0_u64..40, any::<u64>(), Just(u64::from(u32::MAX))];
    let list =
        || prop::collection::vec(number(), 0..4).prop_map(|l| format!("{l:?}").replace(' ', ""));
    let value = prop_oneof![
        number().prop_map(|n| n.to_string()),
        list(),
        Just("\"x\"".to_owned()),
        Just("null".to_owned()),
        Just("00".to_owned()),
        Just("1.5".to_owned()),
    ];
    let name = prop::sample::select(vec![
        "ack", "got", "for", "tries", "n", "part", "nonce", "x",
    ]);
    let field = (name, value).prop_map(|(name, value)| format!(",\"{name}\":{value}"));
    let usual = (number(), list(), number(), 0_u32..70_000, list()).prop_map(
        |(upto, got, n, copy, tries)| {
            format!(",\"ack\":{upto},\"got\":{got},\"for\":[{n},{copy}],\"tries\":{tries}")
        },
    );
    let fields = prop_oneof![
        usual,
        prop::collection::vec(field, 0..5).prop_map(|f| f.concat())
    ];
    let link = prop_oneof![
        Just("b7f3a91c20d4e6b8"),
        Just("B7F3A91C20D4E6B8"),
        Just("b7f3"),
        Just("+7f3a91c20d4e6b8")
    ];
    let end = prop_oneof![Just("}"), Just("}\n"), Just("} "), Just("}}"), Just("")];
    (link, fields, end).prop_map(|(link, fields, end)| {
        format!("{{\"type\":\"ack\",\"link\":\"{link}\"{fields}{end}")
    })
}

proptest! {
    #[test]
    fn an_acknowledgement_read_at_a_glance_says_what_a_careful_reader_finds(text in any_answer()) {
        if let Some(answer) = bare_ack::read(text.as_bytes()) {
            prop_assert_eq!(Some(from_bare_ack(answer)), read_any(text.as_bytes()));
        }
    }
}

#[test]
fn what_a_link_answers_is_read_at_a_glance() {
    let ack = Ack {
        upto: 17,
        got: vec![19, 20],
        of: Some((20, 4)),
        tries: vec![3, 4],
    };
    for ack in [ack, Ack::default()] {
        let mut out = Vec::new();
        write_ack(&mut out, Side::Peer, at(), LINK, &ack);
        let read = bare_ack::read(&out).map(from_bare_ack);
        assert_eq!(read, Some(bound(None, Some(ack))));
    }
}

#[test]
fn a_frame_may_have_a_field_of_the_same_name_as_one_of_the_links() {
    let ack = Ack {
        upto: 2,
        of: Some((2, 1)),
        ..Ack::default()
    };
    let frame = br#"{"type":"challenge","nonce":"b7f3a91c20d4e6b849bcf26df3da3ea5","for":["name","password"]}"#;
    for ack in [None, Some(ack)] {
        let mut out = Vec::new();
        write_frame(&mut out, LINK, (1, 1), ack.as_ref(), frame);
        assert_eq!(read(&out), Some(bound(Some((1, 1)), ack)));
        assert_eq!(bare(&out), frame);
    }
}
