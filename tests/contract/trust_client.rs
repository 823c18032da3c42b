//! Section 7, the client: it proves the password and has it proved, says nothing to a
//! server that cannot, and keeps its name by its key.

use std::io::BufRead;
use std::io::BufReader;
use std::io::Write;
use std::net::TcpListener;
use std::path::Path;
use std::process::Command;
use std::thread;

use chat_tests::client::CONFIGURATION;
use chat_tests::clock::PATIENCE;
use chat_tests::peer::Peer;
use chat_tests::program::Exit;
use chat_tests::program::Program;
use chat_tests::server::Server;
use chat_tests::server::Start;
use chat_tests::wire::Via;
use serde_json::Value;
use serde_json::json;
use tempfile::TempDir;

use crate::house::CLIENT;
use crate::house::SERVER;
use crate::house::server;

/// A client that says these lines, with a key in this file and perhaps a password.
fn client(address: &str, key: &Path, password: Option<&str>) -> Command {
    let mut command = Command::new(CLIENT);
    command.args(["--tcp", address, "--name", "ana"]);
    command.arg("--key-file").arg(key).env("LC_ALL", "C");
    command.env(CONFIGURATION.0, CONFIGURATION.1);
    command.env_remove("CHAT_PASSWORD");
    command.envs(password.map(|word| ("CHAT_PASSWORD", word)));
    command
}

/// Says one line and ends.
fn says(mut command: Command, line: &str) -> Exit {
    let mut program = Program::start(&mut command);
    let mut input = program.input().unwrap();
    input.write_all(line.as_bytes()).unwrap();
    drop(input);
    program.exit_within(PATIENCE)
}

fn address(server: &Server) -> String {
    server.tcp()[0].to_string()
}

#[test]
fn the_client_proves_the_password_and_is_in() {
    let (home, start) = (TempDir::new().unwrap(), Start::new(SERVER).everywhere());
    let server = start.env("CHAT_PASSWORD", "sesame").ready();
    let key = home.path().join("key");
    let exit = says(client(&address(&server), &key, Some("sesame")), "olá\n");
    assert_eq!(exit.status.code(), Some(0), "{exit:?}");
    let exit = says(
        client(&address(&server), &home.path().join("other"), Some("guess")),
        "olá\n",
    );
    assert_eq!(exit.status.code(), Some(1), "{exit:?}");
    assert!(exit.errors.contains("password"), "{exit:?}");
}

#[test]
fn a_pipe_with_a_password_says_nothing_where_nobody_asks_for_one() {
    let (home, server) = (TempDir::new().unwrap(), server());
    let mut witness = Peer::join(&server, Via::Tcp, "witness");
    let exit = says(
        client(&address(&server), &home.path().join("key"), Some("sesame")),
        "secret\n",
    );
    assert_eq!(exit.status.code(), Some(1), "{exit:?}");
    assert!(exit.errors.contains("asks for none"), "{exit:?}");
    let heard = witness.fence();
    assert!(!heard.iter().any(|f| f.says("secret")), "{heard:?}");
}

/// A server that says that it is the class's: answers each line of the client by what
/// comes of it here, and gives back all that the client has sent.
fn rogue(
    answers: impl Fn(&Value) -> Option<Value> + Send + 'static,
) -> (String, thread::JoinHandle<Vec<String>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let heard = thread::spawn(move || {
        let (stream, _) = listener.accept().unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        let mut out = stream.try_clone().unwrap();
        let mut heard = Vec::new();
        for line in BufReader::new(stream).lines().map_while(Result::ok) {
            let frame = serde_json::from_str(&line).unwrap_or_default();
            heard.push(line);
            if let Some(answer) = answers(&frame) {
                let _ = writeln!(out, "{answer}");
            }
        }
        heard
    });
    (address, heard)
}

fn challenge() -> Value {
    json!({
        "type": "challenge", "name": "server", "timestamp": "2026-11-20T14:00:00.000Z",
        "nonce": "b7".repeat(16), "for": ["password"], "run": "0a",
        "salt": "73".repeat(16), "rounds": 10_000, "text": "show that you know the password",
    })
}

fn welcome() -> Value {
    json!({
        "type": "welcome", "name": "server", "timestamp": "2026-11-20T14:00:00.000Z",
        "you": "ana", "room": "lobby", "run": "0a", "seq": 0, "proof": "00".repeat(32),
        "text": "you are ana in lobby",
    })
}

#[test]
fn a_server_that_does_not_know_the_password_hears_nothing() {
    let home = TempDir::new().unwrap();
    let (address, heard) = rogue(|frame| match frame["type"].as_str() {
        Some("join") => Some(challenge()),
        Some("prove") => Some(welcome()),
        _ => None,
    });
    let exit = says(
        client(&address, &home.path().join("key"), Some("sesame")),
        "secret\n",
    );
    assert_eq!(exit.status.code(), Some(1), "{exit:?}");
    assert!(
        exit.errors.contains("does not know the password"),
        "{exit:?}"
    );
    let heard = heard.join().unwrap().join("\n");
    assert!(heard.contains("prove"), "{heard}");
    assert!(
        !heard.contains("sesame") && !heard.contains("secret"),
        "{heard}"
    );
}

#[test]
fn the_plain_word_is_sent_only_where_that_is_wanted() {
    let refusal = |frame: &Value| {
        let right = frame["password"] == "sesame";
        let refusal = json!({
            "type": "error", "name": "server", "timestamp": "2026-11-20T14:00:00.000Z",
            "code": "wrong_password", "text": "this server asks for a password",
        });
        (frame["type"] == "join").then(|| if right { welcome() } else { refusal })
    };
    let home = TempDir::new().unwrap();
    let key = home.path().join("key");
    let (address, heard) = rogue(refusal);
    let exit = says(client(&address, &key, Some("sesame")), "olá\n");
    assert_eq!(exit.status.code(), Some(1), "{exit:?}");
    assert!(exit.errors.contains("--clear-password"), "{exit:?}");
    assert!(!heard.join().unwrap().concat().contains("sesame"));
    let (address, heard) = rogue(refusal);
    let mut clear = client(&address, &key, Some("sesame"));
    clear.arg("--clear-password");
    let mut clear = Program::start(&mut clear);
    drop(clear.input());
    clear.exit_within(PATIENCE);
    assert!(heard.join().unwrap().concat().contains("sesame"));
}

#[cfg(unix)]
#[test]
fn a_name_is_kept_by_its_key_and_whoever_was_replaced_does_not_come_back() {
    let home = TempDir::new().unwrap();
    let (key, other) = (home.path().join("key"), home.path().join("other"));
    let archive = home.path().join("archive");
    let server = Start::new(SERVER).everywhere().keeping(&archive).ready();
    let mut witness = Peer::join(&server, Via::Tcp, "witness");
    let mut first = Program::start(&mut client(&address(&server), &key, None));
    let input = first.input().unwrap();
    witness.hears("ana's coming", |f| f.tells("join", "ana"));
    // Another key gets another name, and is told why.
    let exit = says(client(&address(&server), &other, None), "not me\n");
    assert_eq!(exit.status.code(), Some(0), "{exit:?}");
    assert!(exit.errors.contains("belongs to somebody"), "{exit:?}");
    let heard = witness.hears("it", |f| f.says("not me"));
    assert_eq!(heard.name(), "ana2");
    // The same key has the name at once.
    let exit = says(client(&address(&server), &key, None), "me\n");
    assert_eq!(exit.status.code(), Some(0), "{exit:?}");
    let seen = witness.hears_all("it", |f| f.says("me"));
    assert_eq!(seen.last().unwrap().name(), "ana");
    let exit = first.exit_within(PATIENCE);
    assert_eq!(exit.status.code(), Some(1), "{exit:?}");
    assert!(exit.errors.contains("you go on there"), "{exit:?}");
    drop(input);
    // And it still has it after the server was started anew.
    server.stop();
    let server = Start::new(SERVER).everywhere().keeping(&archive).ready();
    let mut thief = Peer::connect(&server, Via::Tcp);
    let refusal = thief.is_refused(&json!({"type": "join", "name": "ana"}), "name_taken");
    assert!(refusal.flag("owned"), "{refusal:?}");
    let exit = says(client(&address(&server), &key, None), "me again\n");
    assert_eq!(exit.status.code(), Some(0), "{exit:?}");
    let mode = std::fs::read_to_string(&key).unwrap();
    assert_eq!(mode.lines().count(), 3, "{mode}");
}
