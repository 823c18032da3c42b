//! What is noted of a connection.

use chat_proto::trace::entry::Entry;
use chat_proto::trace::recording::Transport;

use super::*;
use crate::ring::RECORDER;
use crate::ring::Ring;

struct Pair;

impl Ends for Pair {
    fn ends(&self) -> FlowNamed {
        FlowNamed {
            transport: Transport::Tcp,
            local: "here".into(),
            peer: "there".into(),
            link: None,
        }
    }
}

fn names(ring: &Ring) -> Vec<String> {
    let name = |entry: &Entry| {
        let value: serde_json::Value = serde_json::to_value(&entry.event).unwrap();
        value["event"].as_str().unwrap().to_owned()
    };
    ring.since(0).entries.iter().map(name).collect()
}

fn data(ring: &Ring) -> String {
    let entries = ring.since(0).entries;
    let texts = entries.iter().map(|entry| {
        let value: serde_json::Value = serde_json::to_value(&entry.event).unwrap();
        value["data"].as_str().unwrap_or_default().to_owned()
    });
    texts.collect()
}

fn write(tap: &StreamTap, bytes: &[u8], taken: &io::Result<usize>) {
    tap.written(&Pair, [bytes].into_iter(), taken);
}

#[test]
fn a_connection_is_told_from_its_beginning_to_its_end() {
    let tap = Tap::default();
    let ring = tap.ring(clock::now().mono, RECORDER);
    let stream = StreamTap::new(&tap, &Pair, Opened::default());
    write(&stream, b"hello\n", &Ok(3));
    write(&stream, b"lo\n", &Err(io::ErrorKind::WouldBlock.into()));
    write(&stream, b"lo\n", &Err(io::ErrorKind::WouldBlock.into()));
    write(&stream, b"lo\n", &Ok(3));
    stream.read(&Pair, &[b'x'; 9], &Ok(4));
    stream.read(&Pair, &[b'x'; 9], &Err(io::ErrorKind::WouldBlock.into()));
    stream.read(&Pair, &[b'x'; 9], &Ok(0));
    drop(stream);
    assert_eq!(
        names(&ring),
        [
            "flow",
            "opened",
            "write",
            "blocked",
            "unblocked",
            "write",
            "read",
            "closed"
        ]
    );
}

#[test]
fn a_password_in_two_writes_is_masked_and_what_a_write_left_is_not_seen_twice() {
    let tap = Tap::default();
    let ring = tap.ring(clock::now().mono, RECORDER);
    let stream = StreamTap::new(&tap, &Pair, Opened::default());
    let line = b"{\"password\":\"secret\",\"name\":\"ana\"}\n";
    write(&stream, line, &Ok(16));
    write(&stream, &line[16..], &Ok(line.len() - 16));
    assert_eq!(data(&ring), "{\"password\":\"******\",\"name\":\"ana\"}\n");
}

#[test]
fn whoever_begins_to_listen_later_learns_who_it_is_and_no_rest_of_a_line() {
    let tap = Tap::default();
    let stream = StreamTap::new(&tap, &Pair, Opened::default());
    write(&stream, b"{\"password\":\"se", &Ok(15));
    let ring = tap.ring(clock::now().mono, RECORDER);
    write(&stream, b"cret\"}\nhello\n", &Ok(13));
    assert_eq!(data(&ring), "******\nhello\n");
    drop(ring);
    write(&stream, b"/password a", &Ok(11));
    let ring = tap.ring(clock::now().mono, RECORDER);
    write(&stream, b"b\n", &Ok(2));
    assert_eq!(data(&ring), "*\n");
    write(&stream, b"x\n", &Ok(2));
    let other = tap.ring(clock::now().mono, RECORDER);
    write(&stream, b"x\n", &Ok(2));
    assert_eq!(names(&other), ["flow", "write"]);
}
