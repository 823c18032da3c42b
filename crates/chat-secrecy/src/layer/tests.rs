//! Two sides of one connection, without a wire.

use std::sync::LazyLock;

use proptest::prelude::*;

use super::*;
use crate::certificate::Identity;
use crate::noted::Message;

static OFFER: LazyLock<Offer> = LazyLock::new(|| Identity::make().unwrap().offer().unwrap());

fn pair() -> (Layer, Layer) {
    let client = Layer::client(&Ask::new().unwrap(), "127.0.0.1").unwrap();
    (client, Layer::server(&OFFER).unwrap())
}

/// Carries what waits, in pieces of this length, until nothing waits.
fn carry(one: &mut Layer, other: &mut Layer, piece: usize) {
    loop {
        let moved = step(one, other, piece) + step(other, one, piece);
        if moved == 0 {
            return;
        }
    }
}

fn step(from: &mut Layer, to: &mut Layer, piece: usize) -> usize {
    let bytes = from.pending();
    let bytes = bytes[..bytes.len().min(piece)].to_vec();
    from.advance(bytes.len());
    to.feed(&bytes).unwrap();
    bytes.len()
}

fn read_all(layer: &mut Layer) -> Vec<u8> {
    let mut all = Vec::new();
    let mut buffer = [0; 1000];
    while let Read::Bytes(count) = layer.read(&mut buffer) {
        all.extend_from_slice(&buffer[..count]);
    }
    all
}

#[test]
fn the_client_sees_the_certificate_before_it_says_anything() {
    let (mut client, mut server) = pair();
    assert_eq!(client.shown(), None);
    assert_eq!(client.write(b"too early"), 0);
    carry(&mut client, &mut server, 1);
    assert!(!client.is_handshaking() && !server.is_handshaking());
    assert_eq!(client.shown(), Some(OFFER.fingerprint()));
}

#[test]
fn the_end_is_told_and_is_not_a_break() {
    let (mut client, mut server) = pair();
    carry(&mut client, &mut server, 4096);
    assert_eq!(server.write(b"bye"), 3);
    server.finish();
    carry(&mut client, &mut server, 4096);
    assert_eq!(read_all(&mut client), b"bye");
    assert_eq!(client.read(&mut [0; 9]), Read::End);
    assert!(client.is_readable());
}

#[test]
fn what_has_left_is_not_kept_though_something_always_waits() {
    let (mut client, mut server) = pair();
    carry(&mut client, &mut server, 4096);
    let block = vec![b'x'; OUT_BYTES];
    for _ in 0..200 {
        server.write(&block);
        server.advance(server.pending().len() / 2);
        assert!(!server.pending().is_empty());
        let kept = server.out.len();
        assert!(kept <= 4 * OUT_BYTES, "{kept} bytes for {OUT_BYTES}");
    }
}

#[test]
fn what_waits_to_be_sent_is_bounded() {
    let (mut client, mut server) = pair();
    carry(&mut client, &mut server, 4096);
    let block = vec![b'x'; 1 << 20];
    let taken = server.write(&block);
    assert!((OUT_BYTES / 2..=OUT_BYTES).contains(&taken), "{taken}");
    let mut all = taken;
    while server.is_writable() {
        all += server.write(&block);
    }
    assert!(server.pending().len() <= OUT_BYTES + 32 * 1024);
    carry(&mut client, &mut server, 4096);
    assert_eq!(read_all(&mut client).len(), all);
}

#[test]
fn many_lines_in_one_write_are_few_records() {
    let (mut client, mut server) = pair();
    carry(&mut client, &mut server, 4096);
    let line = [b'x'; 200].repeat(64);
    assert_eq!(server.write(&line), line.len());
    // 22 bytes a record.
    assert!(server.pending().len() <= line.len() + 22);
}

#[test]
fn the_words_are_not_on_the_wire() {
    let (mut client, mut server) = pair();
    carry(&mut client, &mut server, 4096);
    client.write(b"nobody else reads this");
    let wire = client.pending().to_vec();
    assert!(!wire.windows(6).any(|six| six == b"nobody"));
}

#[test]
fn something_else_than_tls_is_an_error() {
    let (_, mut server) = pair();
    let error = server.feed(b"\x16\x03\x01\x00\x05hello").unwrap_err();
    assert!(error.to_string().contains("failed"), "{error}");
}

#[test]
fn only_tls_1_3_is_spoken() {
    // A ClientHello of TLS 1.2 without the extension that names versions.
    let mut hello = vec![3, 3];
    hello.extend([7; 32]);
    hello.extend([0, 0, 2, 0xc0, 0x2b, 1, 0]);
    hello.extend([0, 0]);
    let length = u8::try_from(hello.len()).unwrap();
    let mut record = vec![0x16, 3, 1, 0, length + 4, 1, 0, 0, length];
    record.extend(hello);
    let (_, mut server) = pair();
    assert!(server.feed(&record).is_err());
    // The other side is told why, in an alert record.
    assert_eq!(server.pending().first(), Some(&0x15));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn whatever_is_said_comes_out_however_the_stream_is_cut(
        texts in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 0..3000), 1..8),
        piece in 1..5000_usize,
    ) {
        let (mut client, mut server) = pair();
        carry(&mut client, &mut server, piece);
        for text in &texts {
            prop_assert_eq!(client.write(text), text.len());
            carry(&mut client, &mut server, piece);
        }
        prop_assert_eq!(read_all(&mut server), texts.concat());
    }

    #[test]
    fn a_byte_that_somebody_changes_never_becomes_a_wrong_text(at in 0..1200_usize, bit in 0..8_u32) {
        let (mut client, mut server) = pair();
        let mut passed = 0;
        let said = b"this, or nothing".as_slice();
        let mut written = false;
        let mut broken = false;
        while !broken {
            for way in [true, false] {
                let (from, to) = if way {
                    (&mut client, &mut server)
                } else {
                    (&mut server, &mut client)
                };
                let mut bytes = from.pending().to_vec();
                from.advance(bytes.len());
                if let Some(byte) = at.checked_sub(passed).and_then(|at| bytes.get_mut(at)) {
                    *byte ^= 1 << bit;
                }
                passed += bytes.len();
                broken |= to.feed(&bytes).is_err();
            }
            if !written && !client.is_handshaking() {
                client.write(said);
                written = true;
            }
            if client.pending().is_empty() && server.pending().is_empty() {
                break;
            }
        }
        let heard = read_all(&mut server);
        prop_assert!(heard.is_empty() || heard == said);
    }
}

/// What a side has seen of records: which way, what, how long.
fn records(layer: &mut Layer) -> Vec<(Way, Kind, usize, Content)> {
    let noted = std::iter::from_fn(|| layer.poll_noted());
    let record = noted.filter_map(|noted| match noted {
        Noted::Record(record) => Some(record),
        Noted::Open(_) | Noted::Failed(_) => None,
    });
    record
        .map(|record| (record.way, record.kind, record.bytes, record.content))
        .collect()
}

fn watched_pair() -> (Layer, Layer) {
    let (mut client, mut server) = pair();
    client.set_watched(true);
    server.set_watched(true);
    (client, server)
}

#[test]
fn a_handshake_is_seen_from_the_first_message_to_the_first_secret() {
    for piece in [1, 7, 4096] {
        let (mut client, mut server) = watched_pair();
        carry(&mut client, &mut server, piece);
        let (at_client, at_server) = (records(&mut client), records(&mut server));
        let kinds = |way: Way, all: &[(Way, Kind, usize, Content)]| -> Vec<_> {
            let of = all.iter().filter(|record| record.0 == way);
            of.map(|(_, kind, _, content)| (*kind, *content)).collect()
        };
        assert_eq!(
            kinds(Way::Out, &at_client),
            [
                (Kind::Handshake, Content::Message(Message::ClientHello)),
                (Kind::ChangeCipherSpec, Content::Unknown),
                (Kind::ApplicationData, Content::Handshake),
            ]
        );
        let flight = kinds(Way::In, &at_client);
        assert_eq!(
            flight[0],
            (Kind::Handshake, Content::Message(Message::ServerHello))
        );
        assert_eq!(flight[1], (Kind::ChangeCipherSpec, Content::Unknown));
        assert!(flight.len() > 2);
        for record in &flight[2..] {
            assert_eq!(*record, (Kind::ApplicationData, Content::Handshake));
        }
        // What one side has sent the other has seen, of the same length.
        let other = |way| if way == Way::In { Way::Out } else { Way::In };
        for way in [Way::In, Way::Out] {
            let told = at_client.iter().filter(|record| record.0 == way);
            let told: Vec<_> = told.map(|record| record.2).collect();
            let theirs = at_server.iter().filter(|record| record.0 == other(way));
            assert_eq!(told, theirs.map(|record| record.2).collect::<Vec<_>>());
        }
    }
}

#[test]
fn both_sides_tell_once_what_they_agreed_on() {
    let (mut client, mut server) = watched_pair();
    carry(&mut client, &mut server, 4096);
    let open = |layer: &mut Layer| {
        let noted = std::iter::from_fn(|| layer.poll_noted());
        noted
            .filter(|noted| matches!(noted, Noted::Open(_)))
            .collect::<Vec<_>>()
    };
    let (ours, theirs) = (open(&mut client), open(&mut server));
    let expected = Open {
        group: "X25519".to_owned(),
        suite: "TLS_AES_256_GCM_SHA384".to_owned(),
        certificate: Some(OFFER.fingerprint()),
    };
    assert_eq!(ours, [Noted::Open(expected)]);
    assert_eq!(ours, theirs);
}

#[test]
fn a_record_is_twenty_two_bytes_longer_than_what_is_said_in_it() {
    let (mut client, mut server) = watched_pair();
    carry(&mut client, &mut server, 4096);
    let (_, _) = (records(&mut client), records(&mut server));
    client.write(b"um\ndois\n");
    client.write(&vec![b'x'; 20_000]);
    carry(&mut client, &mut server, 100);
    let talk = |way, bytes, lines| {
        let content = Content::Talk { bytes, lines };
        (way, Kind::ApplicationData, bytes + 22, content)
    };
    let said = |way| {
        [
            talk(way, 8, 2),
            talk(way, 1 << 14, 0),
            talk(way, 20_000 - (1 << 14), 0),
        ]
    };
    assert_eq!(records(&mut client), said(Way::Out));
    assert_eq!(records(&mut server), said(Way::In));
}

#[test]
fn an_end_is_an_alert_and_a_changed_record_is_told_with_its_reason() {
    let (mut client, mut server) = watched_pair();
    carry(&mut client, &mut server, 4096);
    let (_, _) = (records(&mut client), records(&mut server));
    client.finish();
    carry(&mut client, &mut server, 4096);
    let end = Content::Alert(Some(0));
    assert_eq!(
        records(&mut client),
        [(Way::Out, Kind::ApplicationData, 24, end)]
    );
    assert_eq!(
        records(&mut server),
        [(Way::In, Kind::ApplicationData, 24, end)]
    );

    let (mut client, mut server) = watched_pair();
    carry(&mut client, &mut server, 4096);
    let (_, _) = (records(&mut client), records(&mut server));
    client.write(b"um\n");
    let mut changed = client.pending().to_vec();
    *changed.last_mut().unwrap() ^= 1;
    server.feed(&changed).unwrap_err();
    let noted: Vec<_> = std::iter::from_fn(|| server.poll_noted()).collect();
    let [
        Noted::Record(came),
        Noted::Record(answer),
        Noted::Failed(why),
    ] = &*noted
    else {
        panic!("{noted:?}");
    };
    assert_eq!((came.way, came.content), (Way::In, Content::Unknown));
    assert_eq!(
        (answer.way, answer.content),
        (Way::Out, Content::Alert(None))
    );
    assert!(why.contains("decrypt"), "{why}");
}

#[test]
fn nobody_looks_and_nothing_is_kept() {
    let (mut client, mut server) = pair();
    carry(&mut client, &mut server, 4096);
    assert_eq!((client.poll_noted(), server.poll_noted()), (None, None));
    server.set_watched(true);
    client.write(b"um\n");
    carry(&mut client, &mut server, 4096);
    assert_eq!(
        records(&mut server).len(),
        1,
        "whoever looks later sees what follows"
    );
    server.set_watched(false);
    client.write(b"um\n");
    carry(&mut client, &mut server, 4096);
    server.set_watched(true);
    assert_eq!(server.poll_noted(), None);
}
