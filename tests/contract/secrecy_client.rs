//! Section 7, the client: it talks in secret or not at all, and says nothing to a server
//! that is not the one that is meant.

use std::io::Read;
use std::io::Write;
use std::net::SocketAddr;
use std::net::TcpListener;
use std::net::TcpStream;
use std::process::Command;
use std::sync::Arc;
use std::sync::Mutex;
use std::thread;

use chat_secrecy::certificate::Identity;
use chat_secrecy::layer;
use chat_secrecy::layer::Layer;
use chat_tests::clock::Deadline;
use chat_tests::clock::PATIENCE;
use chat_tests::peer::Peer;
use chat_tests::program::Exit;
use chat_tests::program::Program;
use chat_tests::server::Server;
use chat_tests::server::Start;
use chat_tests::wire::Via;
use chat_trust::words::SixWords;
use tempfile::TempDir;

use crate::house::SERVER;
use crate::house::server;
use crate::secret_talk;
use crate::secret_talk::client;
use crate::secret_talk::ends_with;
use crate::secret_talk::words;

/// Says one line and ends.
fn says(command: Command) -> Exit {
    secret_talk::says(command, "psst\n")
}

fn tcp(server: &Server) -> SocketAddr {
    server.tcp()[0]
}

#[test]
fn it_says_nothing_to_a_new_server_until_its_words_are_given_and_then_remembers_it() {
    let (home, server) = (TempDir::new().unwrap(), server());
    let mut bob = Peer::join(&server, Via::Tcp, "bob");
    let words = words(&server);
    let new = says(client(tcp(&server), home.path(), &[]));
    ends_with(&new, &format!("--words \"{words}\""));
    let given = says(client(tcp(&server), home.path(), &["--words", &words]));
    assert_eq!(given.status.code(), Some(0), "{given:?}");
    bob.hears("it", |f| f.says("psst") && f.name() == "ana");
    let known = says(client(tcp(&server), home.path(), &[]));
    assert_eq!(known.status.code(), Some(0), "{known:?}");
    let seen = bob.hears_all("it again", |f| f.says("psst"));
    assert!(!seen.is_empty());
}

#[test]
fn words_of_another_server_end_it() {
    let (home, server) = (TempDir::new().unwrap(), server());
    let wrong = SixWords::of([1; 8]).to_string();
    let exit = says(client(tcp(&server), home.path(), &["--words", &wrong]));
    ends_with(&exit, "is not the server whose words you gave");
}

/// Whoever stands between, with a certificate of its own: all that is said to it.
struct Relay {
    address: SocketAddr,
    heard: Arc<Mutex<Vec<u8>>>,
}

impl Relay {
    fn at(address: &str) -> Self {
        let listener = TcpListener::bind(address).unwrap();
        let address = listener.local_addr().unwrap();
        let heard = Arc::new(Mutex::new(Vec::new()));
        let notes = Arc::clone(&heard);
        thread::spawn(move || {
            let offer = Identity::make().unwrap().offer().unwrap();
            for mut came in listener.incoming().map_while(Result::ok) {
                let mut layer = Layer::server(&offer).unwrap();
                hear(&mut came, &mut layer, &notes);
            }
        });
        Self { address, heard }
    }

    fn heard(&self) -> Vec<u8> {
        self.heard.lock().unwrap().clone()
    }
}

fn hear(came: &mut TcpStream, layer: &mut Layer, notes: &Mutex<Vec<u8>>) {
    came.set_read_timeout(Some(PATIENCE)).unwrap();
    let mut buffer = [0; 4096];
    while let Ok(count) = came.read(&mut buffer)
        && count > 0
    {
        let fed = layer.feed(&buffer[..count]);
        let _ = came.write_all(layer.pending());
        layer.advance(layer.pending().len());
        let mut plain = [0; 4096];
        while let layer::Read::Bytes(count) = layer.read(&mut plain) {
            notes.lock().unwrap().extend_from_slice(&plain[..count]);
        }
        if fed.is_err() {
            return;
        }
    }
}

#[test]
fn whoever_stands_between_hears_nothing_neither_the_first_time_nor_later() {
    let home = TempDir::new().unwrap();
    let server = server();
    let words = words(&server);
    let first = Relay::at("127.0.0.1:0");
    let new = says(client(first.address, home.path(), &[]));
    ends_with(&new, "is new here");
    let given = says(client(first.address, home.path(), &["--words", &words]));
    ends_with(&given, "is not the server whose words you gave");
    // Known under this address, which is then somebody else's.
    let at = tcp(&server);
    let known = says(client(at, home.path(), &["--words", &words]));
    assert_eq!(known.status.code(), Some(0), "{known:?}");
    drop(server);
    let later = Relay::at(&at.to_string());
    let changed = says(client(at, home.path(), &[]));
    ends_with(&changed, "is not the server that was there before");
    for relay in [first, later] {
        assert_eq!(relay.heard(), b"", "not one byte");
    }
}

#[test]
fn a_password_that_the_server_proves_is_as_good_as_its_words() {
    let home = TempDir::new().unwrap();
    let start = Start::new(SERVER)
        .everywhere()
        .env("CHAT_PASSWORD", "sesame");
    let server = start.ready();
    let mut command = client(tcp(&server), home.path(), &[]);
    command.env("CHAT_PASSWORD", "sesame");
    let exit = says(command);
    assert_eq!(exit.status.code(), Some(0), "{exit:?}");
    // It is remembered: what is lacking now is the password, and no words.
    let without = says(client(tcp(&server), home.path(), &[]));
    ends_with(&without, "password");
    assert!(!without.errors.contains("--words"), "{without:?}");
    // Who stands between asks for none, or cannot prove it: nothing is said.
    let relay = Relay::at("127.0.0.1:0");
    let mut command = client(relay.address, home.path(), &[]);
    command.env("CHAT_PASSWORD", "sesame");
    let mut program = Program::start(&mut command);
    let input = program.input();
    let deadline = Deadline::after(PATIENCE);
    while relay.heard().is_empty() && deadline.left().is_some() {
        thread::yield_now();
    }
    let heard = String::from_utf8(relay.heard()).unwrap();
    assert!(
        heard.contains("join"),
        "it comes in, and no further: {heard}"
    );
    assert!(
        !heard.contains("sesame") && !heard.contains("psst"),
        "{heard}"
    );
    drop(input);
    program.kill();
}

/// Nothing falls back: a server without TLS hears a hello, and no word.
#[test]
fn it_never_falls_back_to_talking_openly() {
    let home = TempDir::new().unwrap();
    let server = Start::new(SERVER).everywhere().args(&["--no-tls"]).ready();
    let mut bob = Peer::join(&server, Via::Tcp, "bob");
    let exit = says(client(tcp(&server), home.path(), &[]));
    ends_with(&exit, "no secret connection");
    let seen = bob.fence();
    assert!(seen.is_empty(), "{seen:?}");
    // One that answers the hello with frames.
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let at = listener.local_addr().unwrap();
    let heard = thread::spawn(move || {
        let (mut came, _) = listener.accept().unwrap();
        let _ = came.write_all(b"{\"type\":\"pong\",\"name\":\"server\",\"text\":\"\"}\n");
        let mut all = Vec::new();
        let _ = came.read_to_end(&mut all);
        all
    });
    let exit = says(client(at, home.path(), &[]));
    ends_with(&exit, "no secret connection");
    let heard = heard.join().unwrap();
    assert!(!heard.windows(4).any(|w| w == b"join" || w == b"psst"));
}

#[test]
fn the_keys_of_a_capture_are_written_where_the_environment_says() {
    let (home, server) = (TempDir::new().unwrap(), server());
    let keys = home.path().join("keys.log");
    let mut command = client(tcp(&server), home.path(), &["--words", &words(&server)]);
    command.env("SSLKEYLOGFILE", &keys);
    let exit = says(command);
    assert_eq!(exit.status.code(), Some(0), "{exit:?}");
    let keys = std::fs::read_to_string(keys).unwrap();
    for secret in ["CLIENT_TRAFFIC_SECRET_0 ", "SERVER_TRAFFIC_SECRET_0 "] {
        assert!(keys.contains(secret), "{keys}");
    }
}
