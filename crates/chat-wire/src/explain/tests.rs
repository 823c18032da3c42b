//! Every kind of row with every mark has words, and they keep the three rules.

use std::collections::BTreeSet;

use chat_proto::trace::tls::Message;
use chat_proto::trace::tls::Open;
use chat_proto::trace::tls::Record;
use chat_proto::trace::tls::RecordType;
use chat_proto::trace::weather::Way;

use super::*;
use crate::marks::Mark;
use crate::payload::Payload;
use crate::record::event::Fate;
use crate::record::event::Happening;
use crate::record::event::Why;
use crate::rows::party::Side;
use crate::rows::records::Ended;
use crate::rows::records::Records;
use crate::rows::row::Chunk;
use crate::rows::row::Datagram;
use crate::rows::row::Leg;
use crate::rows::row::Note;

fn row(what: What, mark: Mark, notes: Vec<Note>) -> Row {
    Row {
        at: 0,
        came: None,
        conversation: Some(0),
        from: 0,
        to: 1,
        sender: Side::Client,
        what,
        mark,
        leg: Leg::Whole,
        notes,
        records: None,
        is_background: false,
        is_received: false,
    }
}

/// Each row that there can be, as far as its words differ.
fn rows() -> Vec<Row> {
    let mut whats = Vec::new();
    let kinds = [
        "ack", "hello", "cookie", "open", "reset", "msg", "ping", "part", "tls", "",
    ];
    for kind in kinds {
        let payload = Payload {
            kind: (!kind.is_empty()).then(|| kind.to_owned()),
            ..Payload::default()
        };
        let numbered = Payload {
            n: Some(18),
            copy: Some(2),
            ..payload.clone()
        };
        let first = Payload {
            n: Some(18),
            ..payload.clone()
        };
        let answer = Payload {
            ack: Some(18),
            answers: Some((18, 2)),
            tries: vec![1, 2],
            cookie: true,
            ..payload.clone()
        };
        let gap = Payload {
            ack: Some(18),
            got: vec![20],
            ..payload.clone()
        };
        for payload in [payload, numbered, first, answer, gap] {
            whats.push(What::Datagram(Datagram {
                payload,
                ..Datagram::default()
            }));
        }
    }
    whats.extend(chunks());
    let notes = notes();
    let mut rows: Vec<_> = happenings()
        .into_iter()
        .map(|happening| row(What::Happening(happening), Mark::Plain, Vec::new()))
        .collect();
    rows.extend(secret_rows());
    for what in whats {
        for mark in Mark::ALL {
            rows.extend(
                notes
                    .iter()
                    .map(|note| row(what.clone(), mark, note.clone())),
            );
        }
    }
    rows
}

/// Rows that carry each kind of record.
fn secret_rows() -> Vec<Row> {
    let record =
        |kind, message, inside, alert: Option<&str>, talk: Option<(usize, usize)>| Record {
            way: Way::Out,
            kind,
            bytes: 208,
            message,
            inside,
            alert: alert.map(Box::from),
            plaintext: talk.map(|talk| talk.0),
            frames: talk.map(|talk| talk.1),
        };
    let clear = |message| record(RecordType::Handshake, Some(message), None, None, None);
    let sealed =
        |inside, alert, talk| record(RecordType::ApplicationData, None, inside, alert, talk);
    let records = [
        clear(Message::ClientHello),
        clear(Message::ServerHello),
        clear(Message::HelloRetryRequest),
        clear(Message::Other),
        record(RecordType::ChangeCipherSpec, None, None, None, None),
        record(
            RecordType::Alert,
            None,
            None,
            Some("handshake_failure"),
            None,
        ),
        sealed(Some(RecordType::Handshake), None, None),
        sealed(Some(RecordType::Alert), Some("close_notify"), None),
        sealed(Some(RecordType::Alert), None, None),
        sealed(Some(RecordType::ApplicationData), None, Some((186, 1))),
        sealed(None, None, None),
    ];
    let ended = records.map(Some).into_iter().chain([None]);
    ended.flat_map(rows_with).collect()
}

/// This record, or a part of one, in each kind of row, from each side.
fn rows_with(record: Option<Record>) -> Vec<Row> {
    let ended = record.into_iter();
    let records = Records {
        told_by: Side::Client,
        ended: ended.map(|record| Ended { record, at: 208 }).collect(),
        more: 0,
        open: Some(208),
    };
    let payload = Payload {
        kind: Some("tls".to_owned()),
        n: Some(18),
        ..Payload::default()
    };
    let frame = Datagram {
        payload,
        ..Datagram::default()
    };
    let whats = [
        What::Write(Chunk::default()),
        What::Read(Chunk::default()),
        What::Datagram(frame),
    ];
    let mut rows = Vec::new();
    for sender in [Side::Client, Side::Server] {
        for what in &whats {
            let mut row = row(what.clone(), Mark::Plain, Vec::new());
            row.records = Some(Box::new(records.clone()));
            row.sender = sender;
            rows.push(row);
        }
    }
    rows
}

/// Reads and writes.
fn chunks() -> Vec<What> {
    let mut whats = Vec::new();
    for (lines, kept) in [(0, Some(9)), (1, None), (2, None), (2, Some(31))] {
        let chunk = Chunk {
            bytes: 254,
            lines,
            kept,
            ..Chunk::default()
        };
        for offered in [254, 400] {
            let chunk = chunk.clone();
            whats.push(What::Write(Chunk { offered, ..chunk }));
        }
        whats.push(What::Read(chunk));
    }
    whats
}

fn notes() -> Vec<Vec<Note>> {
    let again = [Why::New, Why::Timeout, Why::Overtaken];
    let mut notes = vec![
        Vec::new(),
        vec![Note::Absent],
        vec![Note::NotTaken("x".to_owned())],
    ];
    notes.extend(again.map(|why| vec![Note::Again(why, None)]));
    notes.extend(again.map(|why| vec![Note::Again(why, Some(41_000))]));
    notes.push(vec![Note::Kept { n: 18, missing: 17 }]);
    let fates = [
        Fate::Dropped,
        Fate::Blackout,
        Fate::TooLong,
        Fate::Overflow,
        Fate::Corrupted,
        Fate::Killed,
        Fate::Delayed(80_000),
        Fate::Held,
    ];
    notes.extend(fates.map(|fate| vec![Note::Fate(fate, None)]));
    notes.push(vec![Note::Fate(Fate::Dropped, Some(160_000))]);
    notes
}

fn happenings() -> Vec<Happening> {
    let closed = ["end", "ours", "refused", "timeout", "reset"];
    let ended = ["silence", "tries", "reset"];
    let mut all: Vec<_> = closed.map(|why| Happening::Closed(why.to_owned())).into();
    all.extend(ended.map(|why| Happening::Ended {
        why: why.to_owned(),
        unacked: Some(3),
    }));
    let words = |words: &str| Happening::Impairments {
        words: words.to_owned(),
        seed: Some(7),
    };
    all.extend([
        Happening::Opened,
        Happening::Broken,
        Happening::Blocked,
        Happening::Unblocked(None),
        Happening::Unblocked(Some(412_000)),
        words(""),
        words("drop 30%"),
        Happening::Unanswered,
        Happening::NoLink,
        Happening::Retry(None),
        Happening::Retry(Some(1_600_000)),
        Happening::TooSlow,
        Happening::BackoffReset {
            wait: None,
            frames: 0,
        },
        Happening::BackoffReset {
            wait: Some(41_000),
            frames: 3,
        },
        Happening::WindowFull {
            in_flight: 31,
            waiting: 9,
        },
        Happening::Resent {
            more: 2,
            next: Some(1_600_000),
        },
        Happening::Resent {
            more: 1,
            next: None,
        },
        Happening::NoRoom {
            doubled: 3,
            next: Some(3_200_000),
        },
        Happening::Missed(12),
        Happening::Secret(Box::new(Open {
            version: "TLS 1.3".into(),
            suite: "TLS_AES_256_GCM_SHA384".into(),
            group: "X25519".into(),
            certificate: Some("sharon protect evita milan satire educate".into()),
        })),
        Happening::NoTls("cannot decrypt".to_owned()),
        Happening::Full,
    ]);
    all
}

/// The numbers that a text names.
fn numbers(text: &str) -> Vec<String> {
    let digits = text.split(|c: char| !c.is_ascii_digit() && c != '.' && c != ',');
    let digits = digits.map(|digits| digits.trim_matches(['.', ',']));
    digits
        .filter(|digits| !digits.is_empty())
        .map(str::to_owned)
        .collect()
}

#[test]
fn every_row_has_its_sentence_in_every_language_and_it_fits_three_lines() {
    for row in rows() {
        for language in Language::ALL {
            let said = explain(&row, language);
            assert!(said.ends_with('.') && said.len() > 10, "{said}");
            // Three rows of 120 columns, whatever the words' ends leave free.
            assert!(
                said.chars().count() <= 310,
                "{}: {said}",
                said.chars().count()
            );
        }
        assert_ne!(
            explain(&row, Language::English),
            explain(&row, Language::Portuguese)
        );
    }
}

#[test]
fn no_sentence_says_a_number_that_the_row_does_not_hold() {
    let held = [
        "1", "2", "3", "9", "12", "17", "18", "20", "31", "41", "80", "254", "400", "412", "0.16",
        "0,16", "1.6", "1,6", "186", "22", "25519",
    ];
    for row in rows() {
        for language in Language::ALL {
            let said = explain(&row, language);
            let strange = numbers(&said).into_iter().find(|n| !held.contains(&&**n));
            assert_eq!(strange, None, "{said}");
        }
    }
}

#[test]
fn a_loss_is_stated_where_it_is_known_and_nowhere_else() {
    let stated = [
        ("took it", "levou-a"),
        ("killed it", "matou-a"),
        ("takes all", "leva tudo"),
        ("never left", "nunca saiu"),
        ("longer than the simulated", "mais longa do que"),
        ("is full, and what comes", "está cheia, e o que vem"),
        ("checksum is wrong", "está errada"),
    ];
    for row in rows() {
        let (english, portuguese) = (
            explain(&row, Language::English),
            explain(&row, Language::Portuguese),
        );
        let is_lost = row.mark == Mark::Lost && matches!(row.what, What::Datagram(_));
        let says = stated.iter().any(|(words, _)| english.contains(words));
        let diz = stated.iter().any(|(_, words)| portuguese.contains(words));
        assert_eq!(
            (says, diz),
            (is_lost, is_lost),
            "{row:?}: {english} {portuguese}"
        );
    }
}

#[test]
fn what_a_record_holds_is_told_of_each_kind_and_no_two_alike() {
    for language in Language::ALL {
        let rows = secret_rows();
        let writes = rows
            .iter()
            .filter(|row| matches!(row.what, What::Write(_)) && row.sender == Side::Server);
        let told: Vec<_> = writes.map(|row| explain(row, language)).collect();
        let different: BTreeSet<_> = told.iter().collect();
        // Two alerts say the same: that it goes on no more.
        assert_eq!((told.len(), different.len()), (12, 11), "{told:#?}");
    }
}

#[test]
fn who_sends_the_rest_of_the_handshake_says_what_is_in_it() {
    let is_handshake = |row: &&Row| {
        let ended = row.records.iter().flat_map(|records| &records.ended);
        let mut inside = ended.map(|ended| ended.record.inside);
        inside.any(|inside| inside == Some(RecordType::Handshake))
    };
    let rows = secret_rows();
    let streams = rows
        .iter()
        .filter(|row| !matches!(row.what, What::Datagram(_)));
    let rows: Vec<_> = streams.filter(is_handshake).collect();
    assert_eq!(rows.len(), 4);
    for row in rows {
        let said = explain(row, Language::English);
        let from_client = row.sender == Side::Client;
        assert_eq!(said.contains("Finished"), from_client, "{said}");
        assert_eq!(said.contains("its certificate"), !from_client, "{said}");
    }
}
