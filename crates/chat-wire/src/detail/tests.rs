//! Every byte is accounted for, whatever was sent.

use proptest::prelude::*;

use super::*;
use crate::live::Live;
use crate::record;
use crate::rows::party::Side;

fn ladder(lines: &[String]) -> Ladder {
    let mut live = Live::new(Side::Client, "ana");
    let flow = r#"{"ms":1.0,"flow":1,"event":"flow","transport":"udp","local":"127.0.0.1:4","peer":"127.0.0.1:1234"}"#;
    for line in [flow.to_owned()].iter().chain(lines) {
        live.take_line(record::line(line.as_bytes()).unwrap());
    }
    live.ladder().clone()
}

fn out(data: &str) -> String {
    let data_written = serde_json::to_string(data).unwrap();
    let bytes = data.len();
    format!(
        r#"{{"ms":2.0,"flow":1,"event":"out","x":"00000001","bytes":{bytes},"data":{data_written}}}"#
    )
}

#[test]
fn a_message_is_told_field_by_field() {
    let data = r#"{"link":"****","n":9,"try":2,"type":"msg","room":"lobby","text":"a, \"b\" {c}","id":"x-9"}"#;
    let ladder = ladder(&[out(data)]);
    let detail = detail(&ladder, 0, Language::English).unwrap();
    let told: Vec<_> = detail
        .parts
        .iter()
        .map(|part| (&*part.text, part.bytes))
        .collect();
    assert_eq!(
        told,
        [
            ("IPv4", 20),
            ("UDP", 8),
            ("{", 1),
            (r#""link":"****","#, 14),
            (r#""n":9,"#, 6),
            (r#""try":2,"#, 8),
            (r#""type":"msg","#, 13),
            (r#""room":"lobby","#, 15),
            (r#""text":"a, \"b\" {c}","#, 22),
            (r#""id":"x-9""#, 10),
            ("}", 1),
        ]
    );
    assert_eq!(detail.bytes(), 28 + data.len());
    assert_eq!(detail.title, r#"9 msg t2 "a, "b" {c}""#);
    let text = detail.parts.iter().find(|part| part.text.contains("text"));
    assert_eq!(text.unwrap().meaning, "what is said");
}

#[test]
fn every_field_that_is_explained_is_so_in_every_language() {
    for language in Language::ALL {
        for key in [
            "link", "n", "try", "ack", "got", "for", "tries", "text", "reply", "{", "}",
        ] {
            assert!(!meaning::of(key, language).is_empty(), "{key}");
        }
    }
}

#[test]
fn a_read_is_told_frame_by_frame_and_the_rest_is_not_forgotten() {
    let line = r#"{"ms":2.0,"flow":1,"event":"read","x":"00000001","bytes":12,"ends":[4,9],"data":"one\ntwo2\nthr"}"#;
    let ladder = ladder(&[line.to_owned()]);
    let detail = detail(&ladder, 0, Language::English).unwrap();
    let told: Vec<_> = detail.parts.iter().map(|part| part.bytes).collect();
    assert_eq!(told, [4, 5, 3]);
    assert!(detail.parts[2].meaning.contains("another read"));
}

#[test]
fn the_copies_of_a_frame_stand_together() {
    let copy = |n: u32| {
        format!(
            r#"{{"ms":{n}.5,"flow":1,"event":"out","x":"0000000{n}","bytes":9,"what":{{"n":7,"try":{n},"type":"msg"}}}}"#
        )
    };
    let ladder = ladder(&[copy(1), copy(2)]);
    let detail = detail(&ladder, 1, Language::English).unwrap();
    let copies = detail.facts.iter().find(|(word, _)| word == "copies");
    assert_eq!(copies.unwrap().1, "t1 ? · t2 ?");
}

proptest! {
    #[test]
    fn whatever_is_sent_every_byte_is_told_once(
        data in prop_oneof![
            "\\PC{0,80}",
            r#"\{("[a-z]{1,4}":("[^\\\\"]{0,8}"|[0-9]{1,3}|\[1,2\]),?){0,4}\}[\n]?"#,
            r#"[\{\}\[\]",:a\\]{0,40}"#,
        ],
        bytes in 0usize..100,
    ) {
        let bytes = bytes.max(data.len());
        let data_written = serde_json::to_string(&data).unwrap();
        for event in ["out", "read"] {
            let line = format!(
                r#"{{"ms":2.0,"flow":1,"event":"{event}","x":"00000001","bytes":{bytes},"data":{data_written}}}"#
            );
            let ladder = ladder(&[line]);
            let detail = detail(&ladder, 0, Language::Portuguese).unwrap();
            let own = detail.parts.iter().filter(|part| part.is_own);
            prop_assert_eq!(own.map(|part| part.bytes).sum::<usize>(), bytes);
        }
    }
}

#[test]
fn a_record_is_cut_at_its_header_what_was_said_and_its_tag() {
    let lines = [
        r#"{"ms":1,"flow":1,"event":"flow","transport":"tcp"}"#,
        r#"{"ms":1,"flow":1,"event":"read","x":"00000009","bytes":20,"ends":[]}"#,
        r#"{"ms":1,"flow":1,"event":"tls_record","way":"in","type":"handshake","bytes":20,"message":"server_hello"}"#,
        r#"{"ms":2,"flow":1,"event":"read","x":"00000001","bytes":90,"ends":[9]}"#,
        r#"{"ms":2,"flow":1,"event":"tls_record","way":"in","type":"application_data","bytes":64,"inside":"application_data","plaintext":42,"frames":1}"#,
        r#"{"ms":3,"flow":1,"event":"read","x":"00000002","bytes":14,"ends":[]}"#,
        r#"{"ms":3,"flow":1,"event":"tls_record","way":"in","type":"application_data","bytes":40,"inside":"alert","alert":"close_notify"}"#,
    ];
    let ladder = ladder(&lines.map(str::to_owned));
    let cut = |at| {
        let detail = detail(&ladder, at, Language::English).unwrap();
        let parts = detail.parts.iter();
        parts
            .map(|part| (part.text.clone(), part.bytes))
            .collect::<Vec<_>>()
    };
    let part = |text: &str, bytes| (text.to_owned(), bytes);
    let first = [part("TLS", 5), part("…", 42), part("…", 17), part("…", 26)];
    assert_eq!(cut(0), [part("TLS", 5), part("ServerHello", 15)]);
    assert_eq!(cut(1), first);
    assert_eq!(cut(2), [part("…", 14)]);
}

#[test]
fn what_was_agreed_on_stands_in_the_detail_of_its_row() {
    let open = r#"{"ms":2,"flow":1,"event":"tls_open","version":"TLS 1.3","suite":"TLS_AES_256_GCM_SHA384","group":"X25519","certificate":"sharon protect evita milan satire educate"}"#;
    let detail = detail(&ladder(&[open.to_owned()]), 0, Language::English).unwrap();
    let facts: Vec<_> = detail.facts.iter().map(|(_, told)| &**told).collect();
    for told in [
        "TLS 1.3",
        "X25519",
        "sharon protect evita milan satire educate",
    ] {
        assert!(facts.contains(&told), "{facts:?}");
    }
}
