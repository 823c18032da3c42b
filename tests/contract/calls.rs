//! `docs/LINK.md`, section 1: how the client calls, whatever gets lost, and whom it
//! takes for a server without links.

use std::net::SocketAddr;
use std::net::UdpSocket;
use std::time::Duration;

use chat_link::envelope;
use chat_link::envelope::Cookie;
use chat_link::envelope::Datagram;
use chat_proto::stamp::Stamp;
use chat_tests::client::Client;
use chat_tests::clock::PATIENCE;
use chat_tests::clock::now;
use chat_tests::peer::Peer;
use chat_tests::wire::Via;

use crate::house::CLIENT;
use crate::house::server;

/// Seeds with which more than a dozen hellos get lost one after the other.
#[test]
fn with_six_in_ten_lost_each_way_a_call_gets_through_and_leaves_no_ghost() {
    let server = server();
    let address = server.udp()[0].to_string();
    let mut witness = Peer::join(&server, Via::Tcp, "witness");
    let seeds = ["25", "31", "52", "53", "55"];
    let clients = seeds.map(|seed| {
        let name = format!("ana{seed}");
        let args = [
            "--udp", &address, "--name", &name, "--drop", "60%", "--seed", seed,
        ];
        let mut client = Client::start(CLIENT, &args);
        client.types("hi\n");
        client.end_input();
        client
    });
    for mut client in clients {
        let exit = client.program.exit_within(3 * PATIENCE);
        assert_eq!(exit.status.code(), Some(0), "{exit:?}");
        assert!(
            !exit.errors.contains("does not support reliable UDP"),
            "{exit:?}"
        );
    }
    for _ in seeds {
        witness.hears("a leaving", |f| f.get("event") == Some("leave"));
    }
}

/// Something that listens on UDP and is not our server.
struct Other {
    socket: UdpSocket,
    buffer: [u8; 2048],
}

impl Other {
    fn new() -> Self {
        let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
        socket.set_read_timeout(Some(PATIENCE)).unwrap();
        let buffer = [0; 2048];
        Self { socket, buffer }
    }

    fn called_by(&self, more: &[&str]) -> Client {
        let address = self.socket.local_addr().unwrap().to_string();
        let args = [&["--udp", &*address, "--name", "ana"], more].concat();
        Client::start(CLIENT, &args)
    }

    fn hears(&mut self) -> (&[u8], SocketAddr) {
        let (length, from) = self.socket.recv_from(&mut self.buffer).unwrap();
        (&self.buffer[..length], from)
    }

    fn refuses(&self, to: SocketAddr) {
        self.socket.send_to(REFUSAL, to).unwrap();
    }
}

const REFUSAL: &[u8] = br#"{"type":"error","code":"bad_frame","name":"server","timestamp":"2026-11-20T14:03:07.123Z","text":"what is a hello?"}"#;

#[test]
fn a_cookie_that_comes_after_a_forged_refusal_wins() {
    let mut server = Other::new();
    let _client = server.called_by(&[]);
    let mut refused = 0;
    loop {
        let (bytes, from) = server.hears();
        match envelope::read(bytes) {
            Some(Datagram::Hello(_, None, _)) if refused < 3 => {
                refused += 1;
                server.refuses(from);
            }
            Some(Datagram::Hello(nonce, None, _)) => {
                let mut answer = Vec::new();
                let at = Stamp::from_unix_ms(1_795_183_387_123);
                let cookie = Datagram::Cookie(nonce, Cookie(9));
                envelope::write_answer(&mut answer, at, &cookie);
                server.socket.send_to(&answer, from).unwrap();
            }
            Some(Datagram::Hello(_, Some(cookie), _)) => {
                assert_eq!(cookie, Cookie(9));
                return;
            }
            other => panic!("{other:?}: a naive frame, though links are known"),
        }
    }
}

#[cfg(unix)]
#[test]
fn a_server_without_links_is_spoken_to_without_and_the_person_is_told() {
    let mut server = Other::new();
    let mut client = server.called_by(&[]);
    loop {
        let (bytes, from) = server.hears();
        if envelope::read(bytes).is_none() {
            let frame = String::from_utf8_lossy(bytes).into_owned();
            assert!(frame.contains(r#""type":"join""#), "{frame}");
            break;
        }
        server.refuses(from);
    }
    client.program.complains("does not support reliable UDP", 1);
    client.end_input();
    client.program.interrupt();
    client.program.exit_within(PATIENCE);
}

#[test]
fn where_nobody_answers_that_is_said_soon_and_at_the_end() {
    let silent = Other::new();
    let began = now();
    let exit = silent.called_by(&["--patience", "6"]).finish("hi\n");
    assert_eq!(exit.status.code(), Some(1), "{exit:?}");
    let lines: Vec<&str> = exit.errors.lines().collect();
    assert!(lines[0].contains("in 4 s so far"), "{lines:?}");
    assert!(lines[1].contains("in 6 s: is"), "{lines:?}");
    assert!(began.elapsed() >= Duration::from_secs(6));
}
