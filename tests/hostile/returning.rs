//! Whoever comes back: what an address may do is not given anew to who says `bye` and
//! returns, and those for whom there is no place take none from others.
//!
//! This machine's own are limited for that; elsewhere they are not.

use std::time::Duration;

use chat_tests::clock::now;
use chat_tests::peer::Heard;
use chat_tests::peer::Peer;
use chat_tests::server::Server;
use chat_tests::server::Start;
use chat_tests::wire::Via;
use serde_json::json;

use crate::house::SERVER;
use crate::house::server_with;

mod passwords_are_guessed_forty_times {
    chat_tests::on_ways!(guesses: on_tcp Tcp, on_udp Udp, over_a_link Link);
}

mod messages_have_a_limit {
    chat_tests::on_ways!(speaks: on_tcp Tcp, on_udp Udp);
}

fn guarded() -> Server {
    let start = Start::new(SERVER).everywhere();
    start.env("CHAT_PASSWORD", "sesame").ready()
}

/// How many seconds have passed, and one more.
fn seconds(began: std::time::Instant) -> usize {
    usize::try_from(began.elapsed().as_secs()).unwrap() + 1
}

/// On loopback, and without any other limit.
fn guesses(via: Via) {
    let server = guarded();
    let guess = json!({"type": "join", "name": "ana", "password": "guess"});
    let (began, mut wrong) = (now(), 0);
    for _ in 0..60 {
        let mut ana = Peer::connect(&server, via);
        ana.send(&guess);
        let refusal = ana.hears("a refusal", |f| f.kind() == "error");
        if refusal.refuses("wrong_password") {
            wrong += 1;
            continue;
        }
        assert!(refusal.refuses("rate_limited"), "{}", refusal.raw());
        // A day of guesses is not over sooner because the right one is among them.
        let right = json!({"type": "join", "name": "ana", "password": "sesame"});
        ana.send(&right);
        ana.hears("a refusal", |f| f.refuses("rate_limited"));
        break;
    }
    let most = 40 + seconds(began);
    assert!((40..=most).contains(&wrong), "{wrong} guesses");
}

fn speaks(via: Via) {
    let server = server_with(&["--rate-limit", "1/1", "--limit-loopback"]);
    let (began, mut said) = (now(), 0);
    for n in 0..90 {
        let mut ana = Peer::connect(&server, via);
        ana.send(&json!({"name": format!("ana{n}"), "text": "hello", "id": n}));
        let answer = ana.hears("an answer", |f| f.number("id") == Some(n));
        said += usize::from(answer.kind() == "msg");
        ana.send(&json!({"type": "bye"}));
        ana.hears_bye(via);
    }
    let most = 60 + 10 * seconds(began);
    assert!((60..=most).contains(&said), "{said} messages of 90");
}

/// A history of 240 KB, asked for forty times.
#[test]
fn a_near_address_gets_its_share_of_bytes_whoever_comes_again() {
    let server = server_with(&["--rate-limit", "off", "--limit-loopback"]);
    let mut witness = Peer::join(&server, Via::Tcp, "witness");
    for _ in 0..60 {
        witness.says(&"x".repeat(4000));
    }
    let (began, mut bytes) = (now(), 0);
    for n in 0..40 {
        let mut ana = Peer::connect(&server, Via::Udp);
        ana.send(&json!({"type": "join", "name": format!("ana{n}")}));
        while let Heard::Frame(frame) = ana.next_within(Duration::from_millis(30)) {
            bytes += frame.raw().len();
        }
        ana.send(&json!({"type": "bye"}));
    }
    let most = 1_000_000 + 250_000 * (seconds(began) + 1);
    assert!((200_000..most).contains(&bytes), "{bytes} bytes");
}

/// Linux has more addresses of its own than one.
#[cfg(target_os = "linux")]
mod of_another_address {
    use std::io::BufRead;
    use std::io::BufReader;
    use std::io::Write;
    use std::net::Ipv4Addr;
    use std::net::TcpStream;

    use chat_tests::clock::PATIENCE;
    use socket2::Domain;
    use socket2::Socket;
    use socket2::Type;

    use super::*;

    /// A connection from one of this machine's addresses, which has said this.
    fn from(host: [u8; 4], server: &Server, words: &[u8]) -> TcpStream {
        let socket = Socket::new(Domain::IPV4, Type::STREAM, None).unwrap();
        let here = std::net::SocketAddr::from((Ipv4Addr::from(host), 0));
        socket.bind(&here.into()).unwrap();
        socket.connect(&server.tcp()[0].into()).unwrap();
        socket.set_read_timeout(Some(PATIENCE)).unwrap();
        let mut stream = TcpStream::from(socket);
        stream.write_all(words).unwrap();
        stream
    }

    /// One byte a connection locks nobody out.
    #[test]
    fn a_crowd_of_beginnings_from_one_address_keeps_nobody_elsewhere_out() {
        let server = server_with(&["--limit-loopback", "--max-peers", "300"]);
        let crowd: Vec<TcpStream> = (0..700)
            .map(|_| from([127, 0, 0, 2], &server, b"{"))
            .collect();
        let mut person = Peer::join(&server, Via::Tcp, "person");
        person.says("here I am");
        // Who finds no place at all is told at once, in its tongue. A busy machine may send
        // the first byte after it was waited for, and then it is told in plain words.
        let told = (0..50).find_map(|_| {
            let mut told = String::new();
            let one = from([127, 0, 0, 2], &server, b"{");
            BufReader::new(one).read_line(&mut told).unwrap();
            told.starts_with('{').then_some(told)
        });
        let told = told.expect("one of them is told in JSON");
        assert!(told.contains("\"server_full\""), "{told:?}");
        drop(crowd);
    }
}
