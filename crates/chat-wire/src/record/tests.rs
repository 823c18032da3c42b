//! What the reader makes of lines, good and bad.

use super::event::Fate;
use super::source::Transport;
use super::*;

fn one(line: &str) -> Reading {
    read(line.as_bytes())
}

#[test]
fn what_cannot_be_read_is_skipped_and_counted() {
    let bad = [
        "",
        "   ",
        "not json",
        "[1]",
        "{\"ms\":1}",
        "{\"ms\":1,\"event\":\"out\"}",
        "{\"event\":\"opened\"}",
        "{\"ms\":1,\"event\":\"weather\",\"way\":\"up\",\"fate\":\"dropped\"}",
        "{\"ms\":1,\"event\":\"weather\",\"way\":\"in\",\"fate\":\"eaten\"}",
        "{\"ms\":1e99,\"event\":\"opened\"}",
    ];
    let reading = one(&bad.join("\n"));
    assert_eq!((reading.skipped, reading.is_empty()), (8, true));
    let reading = read(b"\xff\xfe\n{\"ms\":1,\"event\":\"opened\",\"flow\":\"1\"}");
    assert_eq!((reading.skipped, reading.is_empty()), (1, false));
}

#[test]
fn an_event_of_tomorrow_is_kept_as_it_is() {
    let line = r#"{"ms":1.5,"event":"teleported","flow":"1","how":{"far":3}}"#;
    let reading = one(line);
    let entry = &reading.recordings[0].entries[0];
    assert_eq!((reading.unknown, reading.skipped), (1, 0));
    assert_eq!((&*entry.line, entry.at), (line, 1500));
    assert_eq!(entry.event, Event::Unknown("teleported".to_owned()));
}

#[test]
fn a_begin_in_the_middle_begins_another_recording() {
    let text = "{\"ms\":0,\"event\":\"begin\",\"version\":1,\"program\":\"chat-tui\",\"name\":\"ana\",\"wall\":5}
{\"ms\":1,\"event\":\"flow\",\"flow\":\"1\",\"transport\":\"tcp\",\"local\":\"127.0.0.1:1\",\"peer\":\"127.0.0.1:2\"}
{\"event\":\"begin\",\"program\":\"chat-server\"}
{\"ms\":1,\"event\":\"flow\",\"flow\":1,\"transport\":\"udp\",\"link\":\"••••\"}
";
    let reading = one(text);
    let [client, server] = &*reading.recordings else {
        panic!("{reading:?}")
    };
    assert_eq!(client.begin.name.as_deref(), Some("ana"));
    assert_eq!(client.flows[0].transport, Transport::Tcp);
    assert_eq!(client.flows[0].peer.as_deref(), Some("127.0.0.1:2"));
    assert!(server.begin.is_server());
    assert_eq!((server.flows.len(), &server.flows[0].link), (1, &None));
}

#[test]
fn an_old_trace_without_beginning_is_read() {
    let text = r#"{"ms":1513.6,"flow":"10.0.0.7:4040","event":"weather","way":"out","datagram":3,"fate":"dropped","drew":310000,"n":18,"try":2,"type":"msg"}
{"ms":1513.7,"flow":"10.0.0.7:4040","event":"weather","way":"in","datagram":4,"fate":{"delayed":{"us":20000}},"type":"ack"}
{"ms":1513.8,"flow":"tcp 10.0.0.7:4040","event":"read","x":"9f2c41d0","bytes":254,"ends":[105,223]}
"#;
    let reading = one(text);
    assert_eq!((reading.skipped, reading.unknown), (0, 0));
    let recording = &reading.recordings[0];
    assert!(!recording.begin.is_said);
    let transports: Vec<_> = recording.flows.iter().map(|flow| flow.transport).collect();
    assert_eq!(transports, [Transport::Udp, Transport::Tcp]);
    let [lost, late, read] = &*recording.entries else {
        panic!("{recording:?}")
    };
    let Event::Weather(lost) = &lost.event else {
        panic!("{lost:?}")
    };
    assert_eq!((lost.fate, lost.drew), (Fate::Dropped, Some(310_000)));
    assert_eq!(lost.datagram.payload.frame(), Some((18, 2)));
    let Event::Weather(late) = &late.event else {
        panic!("{late:?}")
    };
    assert_eq!((late.fate, late.inward), (Fate::Delayed(20_000), true));
    let Event::Read(read) = &read.event else {
        panic!("{read:?}")
    };
    assert_eq!(
        (read.x, read.lines(), read.rest()),
        (Some(0x9f2c_41d0), 2, Some(31))
    );
}

#[test]
fn what_a_datagram_says_is_taken_from_wherever_it_stands() {
    let text = r#"{"ms":1,"flow":"1","event":"out","x":"5b07aa13","bytes":101,"what":{"n":9,"type":"msg","id":"a-9"},"data":"{\"link\":\"••••\",\"n\":9,\"type\":\"msg\",\"text\":\"tres\"}"}"#;
    let Event::Out(datagram) = &one(text).recordings[0].entries[0].event else {
        panic!()
    };
    let payload = &datagram.payload;
    assert_eq!(
        (payload.n, payload.text.as_deref()),
        (Some(9), Some("tres"))
    );
    assert_eq!((payload.id.as_deref(), datagram.bytes), (Some("a-9"), 101));
}

proptest::proptest! {
    #[test]
    fn nothing_that_is_read_fails(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..400)) {
        read(&bytes);
    }

    #[test]
    fn no_field_fails(
        event in "begin|flow|out|in|weather|sent|acked|held|read|write|missed|ended|blocked",
        field in "ms|n|try|x|bytes|ends|data|hex|what|fate|way|flow|more|wall",
        value in "null|-1|1e308|\"\"|\"ff0\"|\"000000zz\"|\\[-1,2.5,\"a\"\\]|\\{\"a\":1\\}|18446744073709551615",
    ) {
        read(format!("{{\"ms\":1,\"event\":\"{event}\",\"bytes\":3,\"{field}\":{value}}}").as_bytes());
    }
}
