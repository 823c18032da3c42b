//! `tcp_sixteen`: sixteen octets, read in full.

use std::io::ErrorKind;
use std::io::Read;
use std::io::Write;
use std::net::TcpListener;
use std::net::TcpStream;

use crate::program::PATIENCE;
use crate::program::lesson;
use crate::program::python;
use crate::program::run;

#[test]
fn both_strings_are_sixteen_octets() {
    let mut server = lesson("tcp_sixteen", &["server", "0"]);
    let mut stream = TcpStream::connect(("127.0.0.1", server.port())).unwrap();
    stream.write_all(b"Enviei, servidor").unwrap();
    let mut reply = Vec::new();
    stream.read_to_end(&mut reply).unwrap();
    assert_eq!(reply, b"Recebi, cliente!");
    server.shows("says \"Enviei, servidor\"");

    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port().to_string();
    let client = lesson("tcp_sixteen", &["client", &port]);
    let (mut stream, _) = listener.accept().unwrap();
    let mut text = [0; 16];
    stream.read_exact(&mut text).unwrap();
    assert_eq!(&text, b"Enviei, servidor");
    stream.write_all(b"0123456789abcdef").unwrap();
    drop(stream);
    let ended = client.ends();
    ended.check(0, "the server says \"0123456789abcdef\"");
    ended.check(0, "and then the end of the stream: 0 octets");
}

#[test]
fn five_and_eleven_octets_are_two_reads_and_one_message() {
    let mut server = lesson("tcp_sixteen", &["server", "0"]);
    let mut stream = TcpStream::connect(("127.0.0.1", server.port())).unwrap();
    stream.write_all(b"Envie").unwrap();
    server.shows("one read brought 5, 11 of 16 are missing");
    stream.write_all(b"i, servidor").unwrap();
    server.shows("one read brought 11, 0 of 16 are missing");
    server.shows("says \"Enviei, servidor\"");
    let port = stream.peer_addr().unwrap().port().to_string();
    drop(stream);
    let ended = run("tcp_sixteen", &["client", &port, "--send", "5,11"], "");
    ended.check(0, "sent 5 octets");
    ended.check(0, "sent 11 octets");
    ended.check(0, "the server says \"Recebi, cliente!\"");
}

#[test]
fn ten_octets_and_silence_block_the_server_and_the_queue_behind_it() {
    let mut server = lesson("tcp_sixteen", &["server", "0"]);
    let port = server.port();
    let mut first = TcpStream::connect(("127.0.0.1", port)).unwrap();
    first.write_all(b"0123456789").unwrap();
    server.shows("one read brought 10, 6 of 16 are missing");
    // The backlog of 1 takes two on Linux: they connect, and wait.
    let two: Vec<TcpStream> = (0..2)
        .map(|_| TcpStream::connect(("127.0.0.1", port)).unwrap())
        .collect();
    // The next one's connection is not even taken.
    let third = run("tcp_sixteen", &["client", &port.to_string()], "");
    third.check(1, "3 s of silence");
    assert!(
        !third.shown.iter().any(|line| line.contains("i am")),
        "{third:?}"
    );
    // The first goes on, and so does the queue.
    first.write_all(b"abcdef").unwrap();
    let mut reply = [0; 16];
    first.read_exact(&mut reply).unwrap();
    for mut stream in two {
        stream.write_all(b"Enviei, servidor").unwrap();
        stream.read_exact(&mut reply).unwrap();
    }
}

#[test]
fn ten_octets_and_silence_are_told_by_the_client() {
    let mut server = lesson("tcp_sixteen", &["server", "0"]);
    let port = server.port().to_string();
    let ended = run("tcp_sixteen", &["client", &port, "--send", "10"], "");
    ended.check(1, "3 s of silence: it waits for more");
    // The client's end is the end of the stream for the server, which goes on.
    server.shows("the stream ended before the sixteenth octet");
    run("tcp_sixteen", &["client", &port], "").check(0, "the server says");
}

#[test]
fn ten_octets_and_close_end_the_message_and_not_the_server() {
    let mut server = lesson("tcp_sixteen", &["server", "0"]);
    let port = server.port().to_string();
    let ended = run(
        "tcp_sixteen",
        &["client", &port, "--send", "10", "--close"],
        "",
    );
    ended.check(1, "the stream ended before the sixteenth octet");
    server.shows("the stream ended before the sixteenth octet");
    run("tcp_sixteen", &["client", &port], "").check(0, "the server says");
}

#[test]
fn after_seventeen_octets_the_reply_comes_and_then_a_reset() {
    let mut server = lesson("tcp_sixteen", &["server", "0"]);
    let port = server.port();
    for _ in 0..20 {
        let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream.write_all(b"Enviei, servidor!").unwrap();
        let mut reply = [0; 16];
        stream.read_exact(&mut reply).unwrap();
        let next = stream.read(&mut [0; 1]).unwrap_err();
        assert_eq!(next.kind(), ErrorKind::ConnectionReset);
    }
    let ended = run(
        "tcp_sixteen",
        &["client", &port.to_string(), "--send", "17"],
        "",
    );
    ended.check(1, "the server says \"Recebi, cliente!\"");
    ended.check(1, "reset: the other side closed with octets unread");
}

#[test]
fn tcp_sixteen_pairs_with_python_both_ways() {
    let Some(mut server) = python("tcp_sixteen", &["server"]) else {
        return;
    };
    let port = server.port().to_string();
    let ended = run("tcp_sixteen", &["client", &port, "--send", "5,11"], "");
    ended.check(0, "the server says \"Recebi, cliente!\"");
    server.shows("message b'Enviei, servidor'");
    // The course's server dies of ten octets.
    let ended = run(
        "tcp_sixteen",
        &["client", &port, "--send", "10", "--close"],
        "",
    );
    ended.check(1, "the stream ended");
    server.ends().check(1, "expected 16 bytes, only 10 came");

    let mut server = lesson("tcp_sixteen", &["server", "0"]);
    let port = server.port().to_string();
    let Some(client) = python("tcp_sixteen", &["client", &port]) else {
        return;
    };
    assert_eq!(
        client.ends().shown,
        ["reply b'Recebi, cliente!'", "then b''"]
    );
}
