//! `docs/LINK.md`: the link between `chat-tui --udp` and the server, in any
//! weather, and who cannot break into it.

use std::net::UdpSocket;
use std::process::Command;
use std::time::Duration;

use chat_link::envelope;
use chat_link::envelope::Cookie;
use chat_link::envelope::Cover;
use chat_link::envelope::Datagram;
use chat_link::envelope::LinkId;
use chat_link::envelope::Nonce;
use chat_tests::client::Client;
use chat_tests::clock::PATIENCE;
#[cfg(unix)]
use chat_tests::clock::now;
use chat_tests::peer::Peer;
use chat_tests::program::Program;
use chat_tests::server::Server;
use chat_tests::wire::Via;

use crate::house::CLIENT;
use crate::house::SERVER;
use crate::house::server;
use crate::house::server_with;

/// The weather of the issue.
const STORM: [&str; 6] = ["--drop", "30%", "--dup", "10%", "--reorder", "20%"];

/// Says twelve lines through the client; what it printed of them.
#[track_caller]
fn twelve_lines(server: &Server, more: &[&str]) {
    let address = server.udp()[0].to_string();
    let mut args = vec!["--udp", &address, "--name", "ana"];
    args.extend(more);
    let lines: Vec<String> = (0..12).map(|n| format!("line {n}\n")).collect();
    let mut witness = Peer::join(server, Via::Tcp, "witness");
    let exit = Client::start(CLIENT, &args).finish(&lines.concat());
    assert_eq!(exit.status.code(), Some(0), "{exit:?}");
    for line in &lines {
        let frame = witness.hears("a line", |f| f.kind() == "msg");
        assert_eq!(frame.text(), line.trim());
    }
    let shown: Vec<&str> = exit
        .output
        .iter()
        .filter_map(|line| Some(line.split_once(": line ")?.1))
        .collect();
    let said: Vec<&str> = lines
        .iter()
        .filter_map(|line| line.strip_prefix("line "))
        .collect();
    assert_eq!(shown, said);
}

#[test]
fn without_weather_everything_arrives_once_and_in_order() {
    twelve_lines(&server(), &[]);
}

#[test]
fn in_the_servers_storm_everything_arrives_once_and_in_order() {
    let storm = [&STORM[..], &["--seed", "7"]].concat();
    twelve_lines(&server_with(&storm), &[]);
}

#[test]
fn in_the_clients_storm_everything_arrives_once_and_in_order() {
    let storm = [&STORM[..], &["--seed", "7"]].concat();
    twelve_lines(&server(), &storm);
}

#[test]
fn a_trace_has_an_object_on_each_line() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("trace");
    let path = path.to_str().unwrap();
    std::fs::write(path, "of another run\n").unwrap();
    twelve_lines(&server(), &["--trace", path, "--drop", "#2"]);
    let trace = std::fs::read_to_string(path).unwrap();
    let has = |event: &str| trace.contains(&format!("\"event\":\"{event}\""));
    assert!(has("sent") && has("acked") && has("delivered") && has("weather"));
    assert!(has("hello") && has("cookie") && has("open"));
    for line in trace.lines() {
        let entry: serde_json::Value = serde_json::from_str(line).unwrap();
        assert!(
            entry["ms"].is_number() && (entry["flow"].is_number() || entry["event"] == "begin"),
            "{line}"
        );
    }
}

#[test]
fn a_trace_that_cannot_be_written_is_named() {
    let args = [
        "--udp",
        "--ephemeral",
        "--port",
        "0",
        "--trace",
        "/nowhere/trace",
    ];
    let exit = Program::start(Command::new(SERVER).args(args)).exit_within(PATIENCE);
    assert_eq!(exit.status.code(), Some(1), "{exit:?}");
    assert!(
        exit.errors.contains("the trace /nowhere/trace:"),
        "{exit:?}"
    );
}

/// A peer that writes its datagrams itself.
struct Bare {
    socket: UdpSocket,
    link: LinkId,
}

impl Bare {
    #[track_caller]
    fn greet(server: &Server, nonce: u64) -> Self {
        let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
        socket.connect(server.udp()[0]).unwrap();
        socket.set_read_timeout(Some(PATIENCE)).unwrap();
        let mut bare = Self {
            socket,
            link: LinkId(0),
        };
        let Some(Datagram::Cookie(_, cookie)) = bare.ask(nonce, None) else {
            panic!("no cookie")
        };
        let Some(Datagram::Open(_, link, Some(_), _)) = bare.ask(nonce, Some(cookie)) else {
            panic!("not open")
        };
        bare.link = link;
        bare
    }

    fn ask(&self, nonce: u64, cookie: Option<Cookie>) -> Option<Datagram> {
        let mut out = Vec::new();
        envelope::write_hello(&mut out, Nonce(nonce), cookie, Cover::Clear);
        self.socket.send(&out).unwrap();
        let answer = self.hear()?;
        assert!(answer.len() <= out.len(), "more than was asked with");
        envelope::read(answer.as_bytes())
    }

    fn say(&self, link: LinkId, n: u32, frame: &str) {
        let mut out = Vec::new();
        envelope::write_frame(&mut out, link, (n, 1), None, frame.as_bytes());
        self.socket.send(&out).unwrap();
    }

    fn hear(&self) -> Option<String> {
        let mut buffer = [0; 2048];
        let length = self.socket.recv(&mut buffer).ok()?;
        Some(String::from_utf8_lossy(&buffer[..length]).into_owned())
    }

    /// Waits for a datagram with this in it.
    #[track_caller]
    fn hears(&self, words: &str) -> String {
        let mut all = Vec::new();
        while let Some(datagram) = self.hear() {
            if datagram.contains(words) {
                return datagram;
            }
            all.push(datagram);
        }
        panic!("no {words} in {all:?}")
    }
}

#[test]
fn every_datagram_of_the_server_is_a_frame_of_the_contract() {
    let server = server();
    let ana = Bare::greet(&server, 7);
    ana.say(ana.link, 1, r#"{"type":"join","name":"ana"}"#);
    for words in ["\"ack\"", "welcome"] {
        let datagram = ana.hears(words);
        let frame: serde_json::Value = serde_json::from_str(&datagram).unwrap();
        for field in ["name", "timestamp", "text"] {
            assert!(frame[field].is_string(), "{datagram}");
        }
    }
}

#[test]
fn a_stolen_or_forged_link_says_nothing() {
    let server = server();
    let mut witness = Peer::join(&server, Via::Tcp, "witness");
    let ana = Bare::greet(&server, 7);
    ana.say(ana.link, 1, r#"{"type":"join","name":"ana"}"#);
    ana.hears("welcome");
    let eve = Bare::greet(&server, 7);
    // The right link from a wrong address, and a wrong one from a right address.
    eve.say(ana.link, 2, r#"{"text":"forged"}"#);
    ana.say(LinkId(1), 2, r#"{"text":"forged"}"#);
    ana.say(ana.link, 2, r#"{"text":"true"}"#);
    let heard = witness.hears("a message", |f| f.kind() == "msg");
    assert_eq!((heard.name(), heard.text()), ("ana", "true"));
}

#[test]
fn a_client_that_begins_anew_is_somebody_new() {
    let server = server();
    let mut witness = Peer::join(&server, Via::Tcp, "witness");
    let mut ana = Bare::greet(&server, 7);
    let old = ana.link;
    ana.say(old, 1, r#"{"type":"join","name":"ana"}"#);
    witness.hears("the coming", |f| f.tells("join", "ana"));
    let Some(Datagram::Cookie(_, cookie)) = ana.ask_past_others(8, None) else {
        panic!("no cookie")
    };
    let Some(Datagram::Open(_, link, ..)) = ana.ask_past_others(8, Some(cookie)) else {
        panic!("not open")
    };
    ana.link = link;
    assert_ne!(link, old);
    witness.hears("the leaving", |f| f.tells("leave", "ana"));
    // What was of the old link changes nothing.
    ana.say(old, 2, r#"{"text":"late"}"#);
    ana.say(link, 1, r#"{"name":"ana","text":"new"}"#);
    let heard = witness.hears("a message", |f| f.kind() == "msg");
    assert_eq!(heard.text(), "new");
}

impl Bare {
    /// The same where frames of a link come in between.
    fn ask_past_others(&self, nonce: u64, cookie: Option<Cookie>) -> Option<Datagram> {
        let mut out = Vec::new();
        envelope::write_hello(&mut out, Nonce(nonce), cookie, Cover::Clear);
        self.socket.send(&out).unwrap();
        loop {
            match envelope::read(self.hear()?.as_bytes()) {
                Some(Datagram::Bound(..)) | None => {}
                answer => return answer,
            }
        }
    }
}

#[test]
fn a_link_that_is_not_known_is_reset_and_only_when_it_asks_at_length() {
    let server = server();
    let ana = Bare::greet(&server, 7);
    let short = Duration::from_millis(300);
    ana.socket.set_read_timeout(Some(short)).unwrap();
    ana.say(LinkId(5), 1, r#"{"text":"x"}"#);
    assert_eq!(ana.hear(), None);
    let long = format!("{{\"text\":\"{}\"}}", "x".repeat(200));
    ana.say(LinkId(5), 1, &long);
    let reset = ana.hears("reset");
    assert_eq!(
        envelope::read(reset.as_bytes()),
        Some(Datagram::Reset(LinkId(5)))
    );
}

#[test]
fn a_probe_of_one_byte_is_nobody() {
    let server = server();
    let mut witness = Peer::join(&server, Via::Tcp, "witness");
    let mut probe = server.wire(Via::Udp);
    for _ in 0..4 {
        probe.send(b"X");
    }
    probe.send(b"hello");
    let heard = witness.hears("a message", |f| f.kind() == "msg");
    assert_eq!(heard.text(), "hello");
}

#[test]
fn where_naive_peers_are_off_only_links_are_heard() {
    let server = server_with(&["--naive-udp", "off"]);
    let mut witness = Peer::join(&server, Via::Tcp, "witness");
    let mut naive = server.wire(Via::Udp);
    naive.send(br#"{"name":"nina","text":"naive"}"#);
    let ana = Bare::greet(&server, 7);
    ana.say(ana.link, 1, r#"{"name":"ana","text":"linked"}"#);
    let heard = witness.hears("a message", |f| f.kind() == "msg");
    assert_eq!(heard.text(), "linked");
}

#[cfg(unix)]
#[test]
fn the_last_word_of_the_server_survives_a_storm() {
    let storm = [&STORM[..], &["--seed", "3"]].concat();
    let server = server_with(&storm);
    let address = server.udp()[0].to_string();
    let mut client = Client::start(CLIENT, &["--udp", &address, "--name", "ana", "--json"]);
    client.shows(|line| line.contains("welcome"));
    let began = now();
    server.stop();
    let exit = client.finish("");
    assert!(exit.errors.contains("the server is closing"), "{exit:?}");
    assert!(began.elapsed() < PATIENCE);
}
