//! Words of a filter, and the rows that they show.

use proptest::prelude::*;

use super::words::FIELDS;
use super::words::WORDS;
use super::*;
use crate::merge::merged;
use crate::record;

const LINES: &str = r#"{"event":"begin","program":"chat-tui","name":"Zoé"}
{"ms":0,"flow":1,"event":"flow","transport":"udp","local":"127.0.0.1:9","peer":"127.0.0.1:1"}
{"ms":1,"flow":1,"event":"weather","way":"out","x":"0000000a","bytes":9,"fate":"dropped","n":1,"type":"msg"}
{"ms":200,"flow":1,"event":"out","x":"0000000b","bytes":9,"data":"{\"n\":1,\"try\":2,\"type\":\"msg\",\"id\":\"a-1\",\"text\":\"Olá turma\"}"}
{"ms":201,"flow":1,"event":"in","x":"0000000c","bytes":9,"data":"{\"n\":7,\"type\":\"msg\",\"id\":\"a-1\",\"room\":\"lab\",\"seq\":18,\"text\":\"Olá turma\"}"}
{"ms":202,"flow":1,"event":"out","x":"0000000d","bytes":9,"what":{"n":2,"type":"ping"}}
"#;

#[track_caller]
fn check(filter: &str, expected: &[usize]) {
    let (filter, unread) = Filter::parse(filter);
    assert_eq!(unread, []);
    let ladder = merged(&record::read(LINES.as_bytes()).recordings).ladder;
    let mut before = 0;
    let mut shown = Vec::new();
    for (at, row) in ladder.rows.numbered() {
        if filter.shows(&ladder, row, row.at - before) {
            shown.push(at);
        }
        before = row.at;
    }
    assert_eq!(shown, expected, "{filter}");
}

#[test]
fn words_choose_rows() {
    check("", &[0, 1, 2, 3]);
    check("lost", &[0]);
    check("-lost", &[1, 2, 3]);
    check("lost,again", &[0, 1]);
    check("again type:msg", &[1]);
    check("type:msg,ping", &[0, 1, 2, 3]);
    check("seq:18", &[2]);
    check("n:1", &[0, 1]);
    check("id:a-1 -from:server", &[1]);
    check("from:zoe to:server", &[0, 1, 3]);
    check("x:0000000c", &[2]);
    check("room:lab flow:udp", &[2]);
    check("flow:tcp", &[]);
    check("unknown", &[1, 3]);
    check("background", &[3]);
    check(">100ms", &[1]);
    check("1ms..200ms", &[0, 1]);
    check("\"ola TURMA\"", &[1, 2]);
}

#[test]
fn what_is_secret_is_found_on_a_stream_too() {
    let lines = r#"{"ms":0,"flow":1,"event":"flow","transport":"tcp"}
{"ms":1,"flow":1,"event":"opened"}
{"ms":1,"flow":1,"event":"tls_record","way":"out","type":"handshake","bytes":20,"message":"client_hello"}
{"ms":1,"flow":1,"event":"write","offered":20,"x":"00000009","bytes":20,"ends":[]}
{"ms":2,"flow":1,"event":"tls_failed","why":"x"}"#;
    let ladder = merged(&record::read(lines.as_bytes()).recordings).ladder;
    let (filter, _) = Filter::parse("type:tls");
    let shown = ladder.rows.iter().map(|row| filter.shows(&ladder, row, 0));
    assert_eq!(shown.collect::<Vec<_>>(), [false, true, true]);
}

#[test]
fn portuguese_words_are_known_with_and_without_accents() {
    check("perdidos", &[0]);
    check("cópias tipo:msg", &[1]);
    check("copias", &[1]);
    check("de:Zoé para:server", &[0, 1, 3]);
    check("sala:lab", &[2]);
}

#[test]
fn what_cannot_be_read_is_told_with_the_nearest_word() {
    let (filter, unread) = Filter::parse("lsot seq:1 frm:ana xyzzyplugh");
    assert_eq!(filter.to_string(), "seq:1");
    let told: Vec<_> = unread.iter().map(|one| (&*one.word, one.nearest)).collect();
    let expected = [
        ("lsot", Some("lost")),
        ("frm:ana", Some("from")),
        ("xyzzyplugh", None),
    ];
    assert_eq!(told, expected);
}

fn any_test() -> impl Strategy<Value = Vec<Test>> {
    let fields = prop::sample::select(FIELDS.map(|(_, field)| field).to_vec());
    let values = prop::collection::vec("[a-z0-9#.:á-]{1,8}", 1..4);
    let named = (fields, values).prop_map(|(field, values)| {
        let tests = values.into_iter().map(|value| Test::Field(field, value));
        tests.collect::<Vec<_>>()
    });
    let kinds = prop::sample::select(WORDS.map(|(_, kind)| kind).to_vec());
    let one = prop_oneof![
        kinds.prop_map(Test::Is),
        (0..1_000_000_000_i64).prop_map(Test::After),
        (0..1_000_000_i64, 0..1_000_000_i64).prop_map(|(from, to)| Test::Between(from, to)),
    ];
    let several = prop::collection::vec(one, 1..4);
    let text = "[^\"\\s][^\"\\t\\r\\n\\p{Z}]{0,9}".prop_map(|text| vec![Test::Text(text)]);
    prop_oneof![named, several, text]
}

proptest! {
    #[test]
    fn what_is_written_back_is_read_as_the_same(
        terms in prop::collection::vec((any::<bool>(), any_test()), 0..6),
    ) {
        let terms = terms.into_iter().map(|(not, any)| Term { not, any });
        let filter = Filter(terms.collect());
        let (again, unread) = Filter::parse(&filter.to_string());
        prop_assert_eq!(unread, []);
        prop_assert_eq!(again, filter);
    }

    #[test]
    fn nothing_that_is_typed_fails(text in "\\PC{0,60}") {
        let (filter, _) = Filter::parse(&text);
        let (again, unread) = Filter::parse(&filter.to_string());
        prop_assert_eq!(unread, []);
        prop_assert_eq!(again, filter);
    }
}
