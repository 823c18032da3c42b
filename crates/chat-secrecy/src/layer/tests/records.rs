//! What a side shows of the records that pass, to whoever looks.

use super::*;
use crate::noted::Message;

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
