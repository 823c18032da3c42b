//! Somebody in the path with a certificate of their own, who hands on what both sides say:
//! to a server whose password they do not know.
//!
//! The client's proof is bound to the certificate that it sees. So the server does not take
//! it, the one between cannot prove anything either, and nothing is said or remembered.

use std::fs;
use std::io::Read;
use std::io::Write;
use std::net::SocketAddr;
use std::net::TcpListener;
use std::net::TcpStream;
use std::path::Path;
use std::process::Command;
use std::thread;
use std::thread::JoinHandle;

use chat_secrecy::certificate::Identity;
use chat_secrecy::layer;
use chat_secrecy::layer::Layer;
use chat_tests::client::CONFIGURATION;
use chat_tests::client::KEYLESS;
use chat_tests::clock::PATIENCE;
use chat_tests::frame::Frame;
use chat_tests::peer::Peer;
use chat_tests::program::Exit;
use chat_tests::program::Program;
use chat_tests::server::Start;
use chat_tests::tunnel;
use chat_tests::tunnel::Tunnel;
use chat_tests::wire::Via;
use chat_trust::words::SixWords;
use serde_json::json;
use tempfile::TempDir;

use crate::house::CLIENT;
use crate::house::SERVER;

/// The near side of a secret connection whose far side is a client.
struct Sealed {
    stream: TcpStream,
    layer: Layer,
    held: Vec<u8>,
}

impl Sealed {
    fn new(stream: TcpStream) -> Self {
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        let offer = Identity::make().unwrap().offer().unwrap();
        Self {
            stream,
            layer: Layer::server(&offer).unwrap(),
            held: Vec::new(),
        }
    }

    /// The next line that the client says in confidence.
    fn line(&mut self) -> Option<String> {
        let mut buffer = [0; 4096];
        loop {
            if let Some(end) = self.held.iter().position(|byte| *byte == b'\n') {
                let line: Vec<u8> = self.held.drain(..=end).collect();
                return Some(String::from_utf8(line).unwrap());
            }
            let count = self.stream.read(&mut buffer).ok().filter(|n| *n > 0)?;
            self.layer.feed(&buffer[..count]).ok()?;
            self.send()?;
            let mut plain = [0; 4096];
            while let layer::Read::Bytes(count) = self.layer.read(&mut plain) {
                self.held.extend_from_slice(&plain[..count]);
            }
        }
    }

    fn say(&mut self, line: &str) -> Option<()> {
        let line = format!("{line}\n");
        assert_eq!(self.layer.write(line.as_bytes()), line.len());
        self.send()
    }

    fn send(&mut self) -> Option<()> {
        self.stream.write_all(self.layer.pending()).ok()?;
        self.layer.advance(self.layer.pending().len());
        Some(())
    }
}

/// All lines of the client, and how the server has answered them.
type Passed = (Vec<String>, Vec<Frame>);

/// Hands on what one client says, and what it is answered; but where the server refuses, says
/// what the client would like to hear. Gives back all that has passed.
fn between(server: SocketAddr) -> (SocketAddr, JoinHandle<Passed>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let at = listener.local_addr().unwrap();
    let relay = thread::spawn(move || {
        let mut near = Sealed::new(listener.accept().unwrap().0);
        let mut far = Peer::on(Tunnel::to(server).wire());
        let (mut said, mut answers) = (Vec::new(), Vec::new());
        while let Some(line) = near.line() {
            if line.contains("\"join\"") || line.contains("\"prove\"") {
                far.send_line(line.trim_end());
                let answer = far.hears("an answer", |f| f.kind() != "notice");
                let told = dressed(&answer);
                answers.push(answer);
                near.say(&told);
            }
            said.push(line);
        }
        (said, answers)
    });
    (at, relay)
}

/// A refusal becomes what the client would like to hear.
fn dressed(answer: &Frame) -> String {
    if answer.kind() == "error" {
        return welcome().to_string();
    }
    answer.raw().to_owned()
}

fn welcome() -> serde_json::Value {
    json!({
        "type": "welcome", "name": "server", "timestamp": "2026-11-20T14:00:00.000Z",
        "you": "ana", "room": "lobby", "run": "0a", "seq": 0, "proof": "00".repeat(32),
        "text": "you are ana in lobby",
    })
}

/// A client with a password, which says one line.
fn says(to: SocketAddr, home: &Path, more: &[&str]) -> Exit {
    let mut command = Command::new(CLIENT);
    command.args(["--tls", "--name", "ana", &to.to_string()]);
    command.args(more);
    command.env("LC_ALL", "C").env("CHAT_PASSWORD", "sesame");
    command.env("XDG_DATA_HOME", home).env("HOME", home);
    command.env(CONFIGURATION.0, CONFIGURATION.1);
    command.env(KEYLESS.0, KEYLESS.1);
    let mut program = Program::start(&mut command);
    let mut input = program.input().unwrap();
    let _ = input.write_all(b"psst\n");
    drop(input);
    program.exit_within(PATIENCE)
}

/// Every file below a folder.
fn files(folder: &Path) -> Vec<String> {
    let mut all = Vec::new();
    for entry in fs::read_dir(folder).unwrap().map_while(Result::ok) {
        if entry.path().is_dir() {
            all.extend(files(&entry.path()));
        } else {
            all.push(entry.file_name().to_string_lossy().into_owned());
        }
    }
    all
}

#[test]
fn whoever_hands_on_a_proof_under_another_certificate_learns_nothing_and_is_left() {
    let start = Start::new(SERVER).everywhere();
    let server = start.env("CHAT_PASSWORD", "sesame").ready();
    let home = TempDir::new().unwrap();
    let (at, relay) = between(server.tcp()[0]);
    let exit = says(at, home.path(), &[]);
    assert_eq!(exit.status.code(), Some(1), "{exit:?}");
    assert!(
        exit.errors.contains("does not know the password"),
        "{exit:?}"
    );
    let (said, answers) = relay.join().unwrap();
    let kinds: Vec<&str> = answers.iter().map(Frame::kind).collect();
    assert_eq!(kinds, ["challenge", "error"]);
    assert!(answers[1].refuses("wrong_password"), "{answers:?}");
    let said = said.concat();
    assert!(said.contains("prove"), "{said}");
    assert!(!said.contains("sesame") && !said.contains("psst"), "{said}");
    assert!(
        !files(home.path()).contains(&"servers".to_owned()),
        "no pin"
    );
    // Without anybody between it is said; and whose words are known is remembered.
    let mut bob = Peer::connect(&server, Via::Tcp);
    bob.send(&json!({"type": "join", "name": "bob", "password": "sesame"}));
    bob.hears("a welcome", |f| f.kind() == "welcome");
    let print = tunnel::shown(server.tcp()[0]).unwrap();
    let words = SixWords::of(*print.bytes().first_chunk().unwrap()).to_string();
    for more in [&[][..], &["--words", &words]] {
        let exit = says(server.tcp()[0], home.path(), more);
        assert_eq!(exit.status.code(), Some(0), "{exit:?}");
        bob.hears("it", |f| f.says("psst"));
    }
    assert!(files(home.path()).contains(&"servers".to_owned()), "a pin");
}
