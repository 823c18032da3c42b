//! Section 7, over the link: the same secrecy where datagrams are lost.

use std::fmt::Write as _;
use std::fs;
use std::net::SocketAddr;
use std::net::UdpSocket;
use std::path::Path;
use std::thread;

use chat_link::envelope;
use chat_link::envelope::Datagram;
use chat_tests::clock::PATIENCE;
use chat_tests::frame::Frame;
use chat_tests::linked::STORM;
use chat_tests::peer::Peer;
use chat_tests::program::Exit;
use chat_tests::wire::Via;
use chat_trust::words::SixWords;
use tempfile::TempDir;

use crate::house::server;
use crate::house::server_with;
use crate::secret_talk;
use crate::secret_talk::client;
use crate::secret_talk::ends_with;
use crate::secret_talk::words;

/// The same over UDP, saying these lines.
fn says(to: SocketAddr, home: &Path, more: &[&str], lines: &str) -> Exit {
    let mut command = client(to, home, more);
    command.arg("--udp");
    secret_talk::says(command, lines)
}

#[test]
fn in_a_storm_all_is_said_once_and_nothing_can_be_read() {
    let home = TempDir::new().unwrap();
    let server = server();
    let mut bob = Peer::join(&server, Via::Tcp, "bob");
    let words = words(&server);
    let trace = home.path().join("trace");
    let path = trace.to_str().unwrap();
    let options = ["--words", &words, "--trace", path, "--weather", STORM];
    // Longer than a datagram, longer than a read, and letters of two bytes.
    let long = format!("{}fim", "segredo é ".repeat(350));
    let mut lines = format!("{long}\n");
    for n in 1..=30 {
        let _ = writeln!(lines, "segredo {n}");
    }
    let exit = says(server.udp()[0], home.path(), &options, &lines);
    assert_eq!(exit.status.code(), Some(0), "{exit:?}");
    let heard = bob.hears_all("the last", |f| f.says("segredo 30"));
    let heard = heard
        .iter()
        .filter(|f| f.kind() == "msg" && f.name() == "ana");
    let heard: Vec<&str> = heard.map(Frame::text).collect();
    assert_eq!(heard, lines.lines().collect::<Vec<_>>());
    let recorded = fs::read_to_string(trace).unwrap();
    assert!(recorded.contains(r#""type":"tls""#), "{recorded}");
    // Long ones: base64 has every word of three letters sooner or later.
    for word in ["segredo", "lobby", "welcome"] {
        assert!(!recorded.contains(word), "{word} in {recorded}");
    }
}

#[test]
fn it_says_nothing_to_a_server_that_it_does_not_know() {
    let (home, server) = (TempDir::new().unwrap(), server());
    let mut bob = Peer::join(&server, Via::Tcp, "bob");
    let to = server.udp()[0];
    let new = says(to, home.path(), &[], "psst\n");
    ends_with(&new, &format!("--words \"{}\"", words(&server)));
    let wrong = SixWords::of([1; 8]).to_string();
    let other = says(to, home.path(), &["--words", &wrong], "psst\n");
    ends_with(&other, "is not the server whose words you gave");
    let seen = bob.fence();
    assert!(seen.is_empty(), "{seen:?}");
    let given = says(to, home.path(), &["--words", &words(&server)], "psst\n");
    assert_eq!(given.status.code(), Some(0), "{given:?}");
    let known = says(to, home.path(), &[], "psst\n");
    assert_eq!(known.status.code(), Some(0), "{known:?}");
}

/// Nothing falls back: neither where the server has no TLS, nor where somebody on the way
/// takes the wish for it out of the hello, nor where there are no links.
#[test]
fn it_never_falls_back_to_talking_openly() {
    let home = TempDir::new().unwrap();
    let server = server_with(&["--no-tls"]);
    let mut bob = Peer::join(&server, Via::Tcp, "bob");
    let exit = says(server.udp()[0], home.path(), &[], "psst\n");
    ends_with(&exit, "no secret connection");
    let seen = bob.fence();
    assert!(seen.is_empty(), "{seen:?}");
    let echo = UdpSocket::bind("127.0.0.1:0").unwrap();
    let at = echo.local_addr().unwrap();
    echo.set_read_timeout(Some(PATIENCE)).unwrap();
    let heard = thread::spawn(move || {
        let (mut buffer, mut all) = ([0; 2048], Vec::new());
        // The client ends before the patience does, and its port says so.
        while let Ok((count, from)) = echo.recv_from(&mut buffer) {
            all.push(envelope::read(&buffer[..count]));
            if echo.send_to(&buffer[..count], from).is_err() || all.len() == 13 {
                break;
            }
        }
        all
    });
    let exit = says(at, home.path(), &[], "psst\n");
    ends_with(&exit, "no secret connection");
    let heard = heard.join().unwrap();
    assert!(
        heard.iter().all(|d| matches!(d, Some(Datagram::Hello(..)))),
        "{heard:?}"
    );
}

#[test]
fn a_server_for_secret_peers_alone_hears_it_and_refuses_an_open_link() {
    let home = TempDir::new().unwrap();
    let server = server_with(&["--tls-only"]);
    let words = words(&server);
    let exit = says(server.udp()[0], home.path(), &["--words", &words], "psst\n");
    assert_eq!(exit.status.code(), Some(0), "{exit:?}");
    let mut open = Peer::connect(&server, Via::Link);
    open.send_line(r#"{"type":"join","name":"bob"}"#);
    let bye = open.hears("a bye", |f| f.kind() == "bye");
    assert!(bye.text().contains("--tls"), "{bye:?}");
}
