//! Forged and repeated datagrams against a conversation over a link. The forger
//! knows everything that was ever on the wire and can send from any socket but
//! those of the two who talk.

use std::net::SocketAddr;
use std::net::UdpSocket;

use chat_link::envelope;
use chat_link::envelope::Cookie;
use chat_link::envelope::Cover;
use chat_link::envelope::Datagram;
use chat_link::envelope::LinkId;
use chat_link::envelope::Nonce;
use chat_proto::stamp::Stamp;
use chat_tests::client::Client;
use chat_tests::clock::PATIENCE;
use chat_tests::peer::Peer;
use chat_tests::quiet;
use chat_tests::server::Server;
use chat_tests::wire::Via;

use crate::house::CLIENT;
use crate::house::server_with;
use crate::relay::Relay;
use crate::relay::Towards;

/// A forger's sockets: another port of this machine, and the port that is
/// imitated at another address of it, where the system has one.
fn forgers(imitated: SocketAddr) -> Vec<UdpSocket> {
    let other_port = UdpSocket::bind("127.0.0.1:0").unwrap();
    let other_address = UdpSocket::bind(("127.0.0.2", imitated.port()));
    let sockets: Vec<UdpSocket> = [Some(other_port), other_address.ok()]
        .into_iter()
        .flatten()
        .collect();
    // Every address of 127.0.0.0/8 is this machine on Linux.
    assert!(sockets.len() == 2 || !cfg!(target_os = "linux"));
    sockets
}

fn framed(link: LinkId, n: u32, frame: &str) -> Vec<u8> {
    let mut out = Vec::new();
    envelope::write_frame(&mut out, link, (n, 1), None, frame.as_bytes());
    out
}

fn answered(answer: &Datagram) -> Vec<u8> {
    let mut out = Vec::new();
    envelope::write_answer(&mut out, Stamp::from_unix_ms(1_795_183_387_123), answer);
    out
}

/// What would be believed if it came from the server.
fn forged_for_the_client(link: LinkId, next: u32) -> Vec<Vec<u8>> {
    let fake = r#"{"type":"msg","name":"eve","timestamp":"2026-11-20T14:03:07.123Z","room":"lobby","seq":1,"text":"FAKE"}"#;
    let bye =
        r#"{"type":"bye","name":"server","timestamp":"2026-11-20T14:03:07.123Z","text":"FAKE"}"#;
    vec![
        framed(link, next, fake),
        framed(link, next, bye),
        fake.as_bytes().to_vec(),
        answered(&Datagram::Reset(link)),
    ]
}

/// A client at a relay, and a witness in the same room.
fn conversation() -> (Server, Relay, Client, Peer) {
    let server = server_with(&["--rate-limit", "off"]);
    let relay = Relay::before(server.udp()[0]);
    let mut witness = Peer::join(&server, Via::Tcp, "witness");
    let address = relay.address().to_string();
    let client = Client::start(CLIENT, &["--udp", &address, "--name", "ana"]);
    witness.hears("ana's coming", |f| f.tells("join", "ana"));
    (server, relay, client, witness)
}

#[test]
fn the_client_believes_nobody_but_the_server_that_it_called() {
    let (_server, relay, mut client, mut witness) = conversation();
    witness.says("one");
    client.shows(|line| line.ends_with("witness: one"));
    let (link, _, next) = relay.link();
    let client_at = relay.client();
    for forger in forgers(relay.address()) {
        for bytes in forged_for_the_client(link, next) {
            forger.send_to(&bytes, client_at).unwrap();
        }
    }
    // From the right address with a wrong session.
    for bytes in forged_for_the_client(LinkId(link.0 ^ 1), next) {
        relay.front().send_to(&bytes, client_at).unwrap();
    }
    witness.says("two");
    let shown = client.program.line();
    assert!(shown.ends_with("witness: two"), "{shown}");
    client.types("three\n");
    witness.hears("three", |f| f.says("three") && f.name() == "ana");
    client.end_input();
    let exit = client.program.exit_within(PATIENCE);
    assert_eq!(exit.status.code(), Some(0), "{exit:?}");
    assert!(!exit.output.concat().contains("FAKE"), "{exit:?}");
}

#[test]
fn the_server_hears_a_link_from_its_own_address_alone() {
    let (server, relay, mut client, mut witness) = conversation();
    client.types("one\n");
    witness.hears("one", |f| f.says("one"));
    let (link, next, _) = relay.link();
    let forged = framed(link, next, r#"{"type":"msg","text":"FAKE"}"#);
    let bye = framed(link, next, r#"{"type":"bye"}"#);
    let back = relay.back().local_addr().unwrap();
    for forger in forgers(back) {
        for bytes in [&forged, &bye] {
            forger.send_to(bytes, server.udp()[0]).unwrap();
        }
    }
    relay
        .back()
        .send(&framed(LinkId(link.0 ^ 1), next, r#"{"text":"FAKE"}"#))
        .unwrap();
    client.types("two\n");
    let heard = witness.hears("anything", |_| true);
    assert!(
        heard.says("two") && heard.name() == "ana",
        "{}",
        heard.raw()
    );
    quiet::is_idle(&server);
}

/// All of an old conversation again, from the address that it came from: while
/// another one is held from there, and after it.
#[test]
fn an_old_session_that_is_repeated_says_nothing() {
    let (server, relay, mut client, mut witness) = conversation();
    client.types("old\n");
    witness.hears("old", |f| f.says("old"));
    client.end_input();
    client.program.exit_within(PATIENCE);
    witness.hears("ana's leaving", |f| f.tells("leave", "ana"));
    let old = relay.datagrams(Towards::Server);
    let say_it_again = || {
        for bytes in &old {
            relay.back().send(bytes).unwrap();
        }
    };
    say_it_again();
    let address = relay.address().to_string();
    let mut again = Client::start(CLIENT, &["--udp", &address, "--name", "bea"]);
    let news = witness.hears("anything", |_| true);
    assert!(news.tells("join", "bea"), "{}", news.raw());
    say_it_again();
    again.types("new\n");
    let news = witness.hears("anything", |_| true);
    assert!(news.says("new") && news.name() == "bea", "{}", news.raw());
    again.end_input();
    again.program.exit_within(PATIENCE);
    witness.hears("bea's leaving", |f| f.tells("leave", "bea"));
    say_it_again();
    assert!(witness.fence().is_empty());
    quiet::is_idle(&server);
}

/// Whoever hears a greeting can answer it, but not from the right address.
#[test]
fn a_forged_answer_to_a_greeting_opens_nothing() {
    let server = UdpSocket::bind("127.0.0.1:0").unwrap();
    server.set_read_timeout(Some(PATIENCE)).unwrap();
    let address = server.local_addr().unwrap();
    let _client = Client::start(CLIENT, &["--udp", &address.to_string(), "--name", "ana"]);
    let mut buffer = [0; 2048];
    let mut hello = || {
        let (count, from) = server.recv_from(&mut buffer).unwrap();
        match envelope::read(&buffer[..count]) {
            Some(Datagram::Hello(nonce, cookie, _)) => (nonce, cookie, from),
            other => panic!("believed a forger: {other:?}"),
        }
    };
    let (nonce, _, client_at) = hello();
    let forgers = forgers(address);
    for forger in &forgers {
        for answer in [
            Datagram::Cookie(nonce, Cookie(666)),
            Datagram::Open(nonce, LinkId(666), None, Cover::Clear),
        ] {
            forger.send_to(&answered(&answer), client_at).unwrap();
        }
    }
    // From the right address, to somebody else.
    let other = Nonce(nonce.0 ^ 1);
    server
        .send_to(
            &answered(&Datagram::Open(other, LinkId(666), None, Cover::Clear)),
            client_at,
        )
        .unwrap();
    for _ in 0..3 {
        let (again, cookie, _) = hello();
        assert_eq!((again, cookie), (nonce, None), "it still asks");
    }
    // And it takes the true one.
    server
        .send_to(&answered(&Datagram::Cookie(nonce, Cookie(7))), client_at)
        .unwrap();
    let mut came = hello();
    for _ in 0..3 {
        if came.1.is_none() {
            came = hello();
        }
    }
    assert_eq!(came.1, Some(Cookie(7)));
}
