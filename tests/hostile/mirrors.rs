//! Two servers that a forger has taken each other for peers: each hears from the
//! other's address. They must not talk to each other for ever.

use std::net::UdpSocket;
use std::time::Duration;

use chat_proto::limits::GREATEST_DATAGRAM;
use chat_tests::clock::Deadline;
use chat_tests::clock::PATIENCE;
use chat_tests::server::Server;

use crate::house::server_with;

/// One server as the other sees it: what it says to this socket is said to the
/// other from the other's.
fn end(server: &Server) -> UdpSocket {
    let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
    socket.connect(server.udp()[0]).unwrap();
    socket.set_read_timeout(Some(QUIET)).unwrap();
    socket
}

/// What a forger says to the one, in the name of the other.
#[track_caller]
fn falls_silent(options: [&[&str]; 2], forged: &[u8]) {
    fall_silent(&options.map(server_with), forged);
}

/// The same between two servers that run already.
#[track_caller]
pub(crate) fn fall_silent(servers: &[Server; 2], forged: &[u8]) {
    let [one, other] = [end(&servers[0]), end(&servers[1])];
    one.send(forged).unwrap();
    let deadline = Deadline::after(PATIENCE);
    let (mut carried, mut buffer) = (0, vec![0; GREATEST_DATAGRAM]);
    let carry = |from: &UdpSocket, to: &UdpSocket, buffer: &mut [u8]| {
        let heard = from.recv(buffer).ok().and_then(|n| buffer.get(..n));
        heard.map(|heard| to.send(heard).unwrap()).is_some()
    };
    while carry(&one, &other, &mut buffer) | carry(&other, &one, &mut buffer) {
        carried += 1;
        let forged = String::from_utf8_lossy(forged);
        assert!(
            carried < 50 && deadline.left().is_some(),
            "{forged} is answered for ever"
        );
    }
}

const OPEN: &[&str] = &["--rate-limit", "off"];
const CODE: &[&str] = &["--rate-limit", "off", "--naive-udp", "code"];

#[test]
fn two_servers_never_talk_to_each_other_for_ever() {
    for forged in [
        "hello there\n",
        "/who\n",
        "/nonsense\n",
        r#"{"name":"evil","text":"hi"}"#,
        r#"{"type":"join","name":"evil"}"#,
        r#"{"type":"nonsense"}"#,
        r#"{"type":"bye"}"#,
        r#"{"name":"evil","text":"hi","to":"evil"}"#,
        "GET / HTTP/1.1\r\n\r\n",
    ] {
        falls_silent([OPEN, OPEN], forged.as_bytes());
    }
    for forged in ["hello there\n", r#"{"name":"evil","text":"hi"}"#] {
        falls_silent([CODE, CODE], forged.as_bytes());
        falls_silent([OPEN, CODE], forged.as_bytes());
    }
}

/// Nothing is under way any more.
const QUIET: Duration = Duration::from_millis(200);
