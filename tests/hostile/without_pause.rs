//! Servers that send without pause: the client hears its person and its signals all
//! the same, and its memory has a bound.

use std::io::BufRead;
use std::io::BufReader;
use std::io::Write;
use std::net::TcpListener;
use std::net::TcpStream;
use std::sync::mpsc;
use std::sync::mpsc::Receiver;
use std::thread;

use chat_tests::client::Client;
use chat_tests::clock::PATIENCE;
use chat_tests::vitals;

use crate::house::CLIENT;

/// Serves one client like this. Where, comes back.
fn serves(serve: impl FnOnce(TcpStream) + Send + 'static) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    thread::spawn(move || {
        if let Ok((stream, _)) = listener.accept() {
            serve(stream);
        }
    });
    address
}

/// Sends this again and again; when a client has taken much of it, that is told.
fn sends(bytes: Vec<u8>) -> (String, Receiver<()>) {
    let (tell, taken) = mpsc::channel();
    let address = serves(move |mut stream| {
        let mut sent = 0;
        while stream.write_all(&bytes).is_ok() {
            sent += bytes.len();
            if sent > MUCH {
                let _ = tell.send(());
            }
        }
    });
    (address, taken)
}

/// More than the system keeps for a client that does not read.
const MUCH: usize = 8 << 20;

fn welcomes() -> Vec<u8> {
    WELCOME.repeat(400)
}

const WELCOME: &[u8] =
    br#"{"type":"welcome","name":"server","you":"ana","room":"lobby","text":"hi"}
"#;

/// Nobody says anything, and that without pause.
fn blank_lines() -> Vec<u8> {
    vec![b'\n'; 1 << 16]
}

#[track_caller]
fn one_signal_ends(args: &[&str], bytes: Vec<u8>) {
    let (address, taken) = sends(bytes);
    let mut client = Client::start(CLIENT, &[args, &[&address]].concat());
    taken.recv_timeout(PATIENCE).expect("a client that hears");
    client.program.terminate();
    let exit = client.program.exit_within(PATIENCE);
    assert!(exit.status.code().is_some(), "heard by the loop: {exit:?}");
}

#[test]
fn one_signal_ends_a_pipe_that_hears_welcomes_without_pause() {
    one_signal_ends(&[], welcomes());
}

#[test]
fn one_signal_ends_a_pipe_that_hears_nothing_without_pause() {
    one_signal_ends(&[], blank_lines());
}

#[test]
fn one_signal_ends_lines_and_raw_lines_too() {
    one_signal_ends(&["--lines"], blank_lines());
    let line = [vec![b'x'; (1 << 16) - 1], vec![b'\n']].concat();
    one_signal_ends(&["--plain"], line);
}

/// A list of people, in a room of its own, with a name as long as a line has room for.
fn strangers(n: usize) -> Vec<u8> {
    let name = format!("{n}-{}", "x".repeat(15_000));
    let room = if n.is_multiple_of(2) {
        "lobby".to_owned()
    } else {
        format!("r{n}")
    };
    let who = format!(
        r#"{{"type":"who","name":"server","room":"{room}","names":["{name}"],"away":["{name}"],"more":true,"text":"w"}}"#
    );
    let joins = format!(
        r#"{{"type":"notice","event":"join","name":"server","room":"{room}","who":["{name}"],"text":"j"}}"#
    );
    format!("{who}\n{joins}\n").into_bytes()
}

/// Fifty megabytes of names.
const STRANGERS: usize = 1_100;
/// What is kept of what was said, and what the program needs besides.
const BOUND: u64 = 24 << 20;

#[test]
#[expect(clippy::print_stderr, reason = "says why it checks nothing")]
fn a_server_that_names_more_and_more_people_fills_no_memory() {
    let address = serves(|mut stream| {
        let mut heard = BufReader::new(stream.try_clone().unwrap()).lines();
        let joins =
            |line: &std::io::Result<String>| line.as_ref().is_ok_and(|l| l.contains("join"));
        assert!(heard.any(|line| joins(&line)));
        let says =
            |text: &str| format!("{{\"name\":\"bob\",\"room\":\"lobby\",\"text\":\"{text}\"}}\n");
        stream.write_all(WELCOME).unwrap();
        stream.write_all(says("the beginning").as_bytes()).unwrap();
        for n in 0..STRANGERS {
            stream.write_all(&strangers(n)).unwrap();
        }
        stream.write_all(says("the end").as_bytes()).unwrap();
        // Until the client has left.
        heard.for_each(drop);
    });
    let mut client = Client::start(CLIENT, &["--lines", "--name", "ana", &address]);
    client.shows(|line| line.contains("the beginning"));
    let before = vitals::resident(client.program.pid());
    client.shows(|line| line.contains("the end"));
    let after = vitals::resident(client.program.pid());
    let (Some(before), Some(after)) = (before, after) else {
        eprintln!("not measured: this system has no /proc/PID/status");
        return;
    };
    let grown = after.saturating_sub(before);
    assert!(grown <= BOUND, "grew by {} KiB", grown >> 10);
}
