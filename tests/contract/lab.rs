//! `chat-tui --check-lab`: what is tried out the day before, and what is said of it.

use std::io::BufRead;
use std::io::BufReader;
use std::io::Write;
use std::net::TcpListener;
use std::net::UdpSocket;
use std::thread;

use chat_tests::client::Client;
use chat_tests::clock::PATIENCE;
use chat_tests::peer::Peer;
use chat_tests::ports::free_port;
use chat_tests::program::Exit;
use chat_tests::server::Server;
use chat_tests::server::Start;
use chat_tests::wire::Via;

use crate::house::CLIENT;
use crate::house::SERVER;

/// A server with one number for both transports.
#[track_caller]
fn serve(args: &[&str]) -> (Server, String) {
    let port = free_port().to_string();
    let start = Start::new(SERVER).args(&["--bind", "127.0.0.1", "--port", &port]);
    let is_one = args.iter().any(|arg| ["--tcp", "--udp"].contains(arg));
    let start = start.sockets(if is_one { 1 } else { 2 });
    (start.args(args).ready(), format!("127.0.0.1:{port}"))
}

fn checks(server: &str, args: &[&str]) -> Exit {
    let mut client = Client::start(CLIENT, &[&["--check-lab", server], args].concat());
    client.end_input();
    client.program.exit_within(PATIENCE)
}

/// What was printed has a line that begins so and has this in it.
#[track_caller]
fn says(exit: &Exit, begins: &str, part: &str) {
    let mut lines = exit.output.iter();
    let found = lines.any(|line| line.starts_with(begins) && line.contains(part));
    assert!(found, "{begins} … {part}: {exit:#?}");
}

#[track_caller]
fn fails(exit: &Exit, server: &str) {
    assert_eq!(exit.status.code(), Some(1), "{exit:?}");
    let why = format!("chat-tui: a class cannot talk with {server}");
    assert!(exit.errors.starts_with(&why), "{exit:?}");
}

#[test]
fn a_class_can_talk_and_whoever_is_there_notices_nothing() {
    let (server, at) = serve(&["--title", "redes A"]);
    let mut witness = Peer::join(&server, Via::Tcp, "witness");
    let exit = checks(&at, &[]);
    assert_eq!(exit.status.code(), Some(0), "{exit:?}");
    for (begins, part) in [
        ("ok    name", "127.0.0.1"),
        ("ok    TCP", "went there and back"),
        ("ok    UDP", "over a link; a message went there and back"),
        ("ok    length", "1200 bytes come through both ways"),
        ("note  broadcast", "this machine itself"),
        ("ok    clock", "ms apart"),
        (
            "ok    server",
            "redes A, 1 person, no password, offers secrecy",
        ),
        ("a class can talk", "over TCP and over UDP"),
    ] {
        says(&exit, begins, part);
    }
    assert_eq!(exit.output.len(), 8, "{exit:?}");
    assert!(witness.fence().is_empty());
    // Nothing is kept of it: the next one finds nobody's words.
    let frames = Peer::join(&server, Via::Tcp, "ana").fence();
    assert!(frames.iter().all(|f| f.kind() != "msg"), "{frames:?}");
}

#[test]
fn a_port_that_nobody_listens_on_is_told_from_one_that_is_silent() {
    let free = free_port();
    let at = format!("127.0.0.1:{free}");
    let exit = checks(&at, &[]);
    fails(&exit, &at);
    says(&exit, "FAIL  TCP", "refused at once");
    says(&exit, "FAIL  UDP", "refused at once");
    // Bound, and nobody reads.
    let silent = UdpSocket::bind(&at).unwrap();
    let exit = checks(&at, &["--patience", "1"]);
    drop(silent);
    fails(&exit, &at);
    says(&exit, "FAIL  TCP", "refused at once");
    says(&exit, "FAIL  UDP", "no answer in 1 s");
}

#[test]
fn one_transport_is_enough_and_says_so() {
    let (_server, at) = serve(&["--tcp"]);
    let exit = checks(&at, &[]);
    assert_eq!(exit.status.code(), Some(0), "{exit:?}");
    says(&exit, "FAIL  UDP", "refused at once");
    says(&exit, "a class can talk", "over TCP.");
    let (_server, at) = serve(&["--udp"]);
    let exit = checks(&at, &[]);
    assert_eq!(exit.status.code(), Some(0), "{exit:?}");
    says(&exit, "FAIL  TCP", "refused at once");
    says(&exit, "a class can talk", "--udp HOST");
}

#[test]
fn datagrams_that_are_too_long_for_the_path_are_told() {
    let (_server, at) = serve(&["--mtu", "576"]);
    let exit = checks(&at, &["--patience", "2"]);
    says(&exit, "ok    UDP", "answers in");
    says(&exit, "FAIL  length", "1200 bytes do not");
    says(&exit, "a class can talk", "over TCP.");
}

#[test]
fn a_server_that_wants_more_is_reached_and_says_what() {
    let home = tempfile::tempdir().unwrap();
    let word = home.path().join("password");
    std::fs::write(&word, "segredo\n").unwrap();
    let (_server, at) = serve(&["--password-file", word.to_str().unwrap()]);
    let exit = checks(&at, &[]);
    assert_eq!(exit.status.code(), Some(0), "{exit:?}");
    says(&exit, "ok    TCP", "answers in");
    says(&exit, "note  length", "come through to the server");
    says(&exit, "note  server", "asks for a password");
    let (_server, at) = serve(&["--tls-only"]);
    let exit = checks(&at, &[]);
    assert_eq!(exit.status.code(), Some(0), "{exit:?}");
    says(&exit, "note  server", "this server speaks TLS only");
}

#[test]
fn something_else_that_listens_there_is_no_server() {
    let other = TcpListener::bind("127.0.0.1:0").unwrap();
    let at = other.local_addr().unwrap().to_string();
    let greets = thread::spawn(move || {
        let (mut stream, _) = other.accept().unwrap();
        stream.write_all(b"220 mail.example ready\r\n").unwrap();
    });
    let exit = checks(&at, &[]);
    greets.join().unwrap();
    fails(&exit, &at);
    says(&exit, "FAIL  TCP", "no chat-server");
}

#[test]
fn a_clock_that_is_wrong_is_told() {
    let other = TcpListener::bind("127.0.0.1:0").unwrap();
    let at = other.local_addr().unwrap().to_string();
    let lives_ahead = thread::spawn(move || {
        let (mut stream, _) = other.accept().unwrap();
        let mut asked = String::new();
        BufReader::new(&stream).read_line(&mut asked).unwrap();
        assert!(asked.contains("\"ping\""), "{asked}");
        let pong = r#"{"type":"pong","id":1,"name":"server","timestamp":"9999-01-01T00:00:00.000Z","text":"pong"}"#;
        writeln!(stream, "{pong}").unwrap();
    });
    let exit = checks(&at, &[]);
    lives_ahead.join().unwrap();
    says(&exit, "note  clock", "s ahead of this machine's");
    says(&exit, "FAIL  TCP", "no message came back");
}

#[test]
fn a_name_that_means_nothing_is_told_and_a_server_has_to_be_named() {
    let exit = checks("nowhere.invalid", &[]);
    fails(&exit, "nowhere.invalid:1234");
    says(&exit, "FAIL  name", "check the spelling");
    let mut client = Client::start(CLIENT, &["--check-lab"]);
    client.end_input();
    let exit = client.program.exit_within(PATIENCE);
    assert_eq!(exit.status.code(), Some(2), "{exit:?}");
    assert!(
        exit.errors.contains("chat-tui --check-lab HOST"),
        "{exit:?}"
    );
}

#[cfg(target_os = "linux")]
mod networks {
    use chat_tests::in_a_lab;
    use chat_tests::lab::Lab;

    use super::*;

    in_a_lab!(between_two_machines_broadcasts_are_tried_and_silence_is_told);

    fn between_two_machines_broadcasts_are_tried_and_silence_is_told(lab: &mut Lab) {
        let [home, hidden, seat] =
            ["10.9.0.1/24", "10.9.0.2/24", "10.9.0.9/24"].map(|at| lab.host(&[at]));
        let serve = |args: &[&str]| {
            let start = Start::new(SERVER).args(&["--bind", "0.0.0.0"]).args(args);
            start.sockets(2).ready()
        };
        let _one = home.runs(|| serve(&[]));
        let _other = hidden.runs(|| serve(&["--hidden"]));
        let checks = |at: &str| seat.runs(|| checks(at, &["--patience", "1"]));
        let exit = checks("10.9.0.1");
        assert_eq!(exit.status.code(), Some(0), "{exit:?}");
        says(&exit, "ok    broadcast", "finds this server");
        says(&exit, "a class can talk", "over TCP and over UDP");
        let exit = checks("10.9.0.2");
        assert_eq!(exit.status.code(), Some(0), "{exit:?}");
        says(&exit, "note  broadcast", "--hidden");
        // Nobody is there, but others are.
        let exit = checks("10.9.0.77");
        fails(&exit, "10.9.0.77:1234");
        says(&exit, "FAIL  TCP", "no answer in 1 s");
        says(&exit, "FAIL  UDP", "no answer in 1 s");
        says(&exit, "note  broadcast", "1 other server answers");
        // As where a network keeps its machines apart.
        home.falls_silent();
        let exit = checks("10.9.0.1");
        fails(&exit, "10.9.0.1:1234");
        says(&exit, "FAIL  TCP", "no answer in 1 s");
        says(&exit, "FAIL  broadcast", "Guest Wi-Fi");
    }
}
