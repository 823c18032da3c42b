//! `udp_echo_*` and `tcp_echo_*`: exercises 3.1 to 3.5.

use std::io::Read;
use std::io::Write;
use std::net::TcpListener;
use std::net::TcpStream;
use std::net::UdpSocket;

use crate::program::PATIENCE;
use crate::program::lesson;
use crate::program::python;
use crate::program::run;

fn udp() -> UdpSocket {
    let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
    socket.set_read_timeout(Some(PATIENCE)).unwrap();
    socket
}

#[test]
fn a_datagram_is_one_unit_and_only_ascii_letters_grow() {
    let mut server = lesson("udp_echo_server", &["0"]);
    let to = ("127.0.0.1", server.port());
    let (me, mut buffer) = (udp(), [0; 8192]);
    let own = me.local_addr().unwrap();
    for text in ["olá", "", "two words"] {
        me.send_to(text.as_bytes(), to).unwrap();
    }
    for (sent, expected) in [("olá", "OLá"), ("", ""), ("two words", "TWO WORDS")] {
        let size = me.recv(&mut buffer).unwrap();
        assert_eq!(&buffer[..size], expected.as_bytes());
        server.shows(&format!("{own} sent {} bytes: {sent}", sent.len()));
    }
}

#[test]
fn byte_4097_of_a_datagram_is_lost_and_said_to_be() {
    let mut server = lesson("udp_echo_server", &["0"]);
    let to = ("127.0.0.1", server.port());
    let (me, mut buffer) = (udp(), [0; 8192]);
    me.send_to(&[b'x'; 4097], to).unwrap();
    assert_eq!(me.recv(&mut buffer).unwrap(), 4096);
    server.shows("byte 4097 and all that came after it are lost");
    // And it does not come with the next one.
    me.send_to(b"y", to).unwrap();
    assert_eq!(me.recv(&mut buffer).unwrap(), 1);
}

#[test]
fn a_server_on_loopback_says_that_nobody_else_reaches_it() {
    for name in ["udp_echo_server", "tcp_echo_server"] {
        lesson(name, &["0"]).shows("only this machine reaches it");
        run(name, &["0", "192.0.2.1"], "").check(1, "does not have that address");
    }
}

#[test]
fn the_udp_client_tells_who_answered() {
    let mut server = lesson("udp_echo_server", &["0"]);
    let port = server.port();
    let ended = run(
        "udp_echo_client",
        &["127.0.0.1", &port.to_string()],
        "olá\n",
    );
    ended.check(0, &format!("127.0.0.1:{port} answered 4 bytes: OLá"));
}

#[test]
fn the_udp_client_sends_a_line_without_its_end_as_one_datagram() {
    let me = udp();
    let port = me.local_addr().unwrap().port().to_string();
    let mut client = lesson("udp_echo_client", &["localhost", &port]);
    client.types("olá\n");
    let mut buffer = [0; 100];
    let (size, _) = me.recv_from(&mut buffer).unwrap();
    assert_eq!(&buffer[..size], "olá".as_bytes());
    // We stay silent.
    client.ends().check(1, "no answer in 3 s");
}

#[test]
fn a_datagram_that_is_too_long_is_told() {
    let me = udp();
    let port = me.local_addr().unwrap().port().to_string();
    let line = "x".repeat(65_508) + "\n";
    run("udp_echo_client", &["127.0.0.1", &port], &line).check(1, "at most 65507 bytes");
}

#[test]
fn udp_echo_pairs_with_python_both_ways() {
    let Some(mut server) = python("udp_echo", &["server"]) else {
        return;
    };
    let port = server.port().to_string();
    run("udp_echo_client", &["127.0.0.1", &port], "olá\n").check(0, "answered 4 bytes: OLá");
    let mut server = lesson("udp_echo_server", &["0"]);
    let port = server.port().to_string();
    let Some(mut client) = python("udp_echo", &["client", &port]) else {
        return;
    };
    client.types("olá\nsecond\n");
    let ended = client.ends();
    assert_eq!(ended.shown, ["OLá", "SECOND"]);
}

#[test]
fn the_tcp_server_goes_on_after_a_client_leaves() {
    let mut server = lesson("tcp_echo_server", &["0"]);
    let port = server.port();
    for _ in 0..3 {
        let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        let own = stream.local_addr().unwrap();
        server.shows(&format!("{own} connected"));
        stream.write_all("olá".as_bytes()).unwrap();
        let mut answer = [0; 4];
        stream.read_exact(&mut answer).unwrap();
        assert_eq!(&answer, "OLá".as_bytes());
        drop(stream);
        server.shows(&format!("{own} left after 4 bytes"));
    }
}

#[test]
fn a_silent_server_is_connected_and_says_nothing() {
    let mut server = lesson("tcp_echo_server", &["0"]);
    let port = server.port();
    // It serves us, so the next one connects and waits.
    let first = TcpStream::connect(("127.0.0.1", port)).unwrap();
    server.shows("connected");
    let second = run("tcp_echo_client", &["127.0.0.1", &port.to_string()], "a\n");
    second.check(1, "connected, but 127.0.0.1 says nothing for 3 s");
    drop(first);
}

#[test]
fn the_tcp_client_sends_a_line_without_its_end() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port().to_string();
    let mut client = lesson("tcp_echo_client", &["127.0.0.1", &port]);
    client.types("olá\n\n");
    client.end_input();
    let (mut stream, _) = listener.accept().unwrap();
    let mut text = [0; 4];
    stream.read_exact(&mut text).unwrap();
    assert_eq!(&text, "olá".as_bytes());
    stream.write_all(b"heard").unwrap();
    // It has sent nothing more, and leaves.
    let mut rest = Vec::new();
    stream.read_to_end(&mut rest).unwrap();
    assert!(rest.is_empty());
    client.ends().check(0, "one read brought 5 bytes: heard");
}

#[test]
fn a_server_that_leaves_and_one_that_dies_are_told_apart() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port().to_string();
    for (read_it, sentence) in [(true, "closed the connection"), (false, "reset")] {
        let mut client = lesson("tcp_echo_client", &["127.0.0.1", &port]);
        client.types("abc\n");
        let (mut stream, _) = listener.accept().unwrap();
        let mut text = [0; 3];
        // Whoever closes with bytes unread resets: wait until they are there.
        stream.peek(&mut text).unwrap();
        if read_it {
            stream.read_exact(&mut text).unwrap();
        }
        drop(stream);
        client.ends().check(1, sentence);
    }
}

#[test]
fn tcp_echo_pairs_with_python_both_ways() {
    let Some(mut server) = python("tcp_echo", &["server"]) else {
        return;
    };
    let port = server.port().to_string();
    let ended = run("tcp_echo_client", &["127.0.0.1", &port], "olá\nagain\n");
    ended.check(0, "one read brought 4 bytes: OLá");
    ended.check(0, "one read brought 5 bytes: AGAIN");
    let mut server = lesson("tcp_echo_server", &["0"]);
    let port = server.port().to_string();
    let Some(mut client) = python("tcp_echo", &["client", &port]) else {
        return;
    };
    client.types("olá\nagain\n");
    assert_eq!(client.ends().shown, ["OLá", "AGAIN"]);
}
