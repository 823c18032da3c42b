//! Section 7: secrecy. TLS on the same port, by the first bytes; inside it everything as
//! it stands.

#[cfg(unix)]
use std::fs;
use std::io::Read;
use std::io::Write;
use std::net::SocketAddr;
use std::net::TcpStream;
#[cfg(unix)]
use std::path::Path;
use std::process::Command;
use std::process::Stdio;

use chat_proto::hex::Hex;
#[cfg(unix)]
use chat_secrecy::certificate::Identity;
use chat_secrecy::fingerprint::Fingerprint;
use chat_tests::clock::Deadline;
use chat_tests::clock::PATIENCE;
use chat_tests::peer::Peer;
use chat_tests::plain::Typist;
use chat_tests::server::Server;
use chat_tests::server::Start;
use chat_tests::tunnel;
use chat_tests::tunnel::Tunnel;
use chat_tests::wire::Via;
use chat_trust::key::Key;
use chat_trust::statement::Bind;
use chat_trust::statement::Meeting;
use chat_trust::words::SixWords;
use serde_json::json;
use tempfile::TempDir;

use crate::house::SERVER;
use crate::house::has;
use crate::house::server;

fn tcp(server: &Server) -> SocketAddr {
    server.tcp()[0]
}

fn words(print: Fingerprint) -> String {
    SixWords::of(*print.bytes().first_chunk().unwrap()).to_string()
}

#[test]
fn open_and_secret_peers_meet_in_one_room_of_one_port() {
    let server = server();
    let tunnel = Tunnel::to(tcp(&server));
    let mut ana = Peer::on(tunnel.wire());
    ana.enter("ana", "lobby");
    let mut bob = Peer::join(&server, Via::Tcp, "bob");
    ana.hears("bob", |f| f.tells("join", "bob"));
    for text in ["olá".to_owned(), "x".repeat(4000)] {
        ana.say(&text);
        bob.hears("it", |f| f.says(&text));
        bob.say(&text);
        ana.hears("it back", |f| f.says(&text) && f.name() == "bob");
    }
    ana.send_line(r#"{"type":"bye"}"#);
    let end = ana.hears_the_end();
    assert_eq!(end.last().unwrap().kind(), "bye", "{end:?}");
}

#[test]
fn a_person_who_types_is_a_guest_inside_it_too() {
    let server = server();
    let tunnel = Tunnel::to(tcp(&server));
    let mut typist = Typist {
        wire: tunnel.wire(),
    };
    typist.types("hello");
    let line = typist.line();
    assert!(line.ends_with(": hello"), "{line}");
}

#[test]
fn the_words_of_the_certificate_are_told_at_the_start_and_stay_the_same() {
    let home = TempDir::new().unwrap();
    let archive = home.path().join("chat.db");
    let start = || Start::new(SERVER).everywhere().keeping(&archive).ready();
    let mut server = start();
    let print = tunnel::shown(tcp(&server)).unwrap();
    server.program.complains(&words(print), 1);
    server.program.kill();
    let server = start();
    assert_eq!(tunnel::shown(tcp(&server)).unwrap(), print);
}

#[test]
fn a_server_for_secret_peers_alone_tells_others_so_in_their_language() {
    let server = Start::new(SERVER)
        .everywhere()
        .args(&["--tls-only"])
        .ready();
    let tunnel = Tunnel::to(tcp(&server));
    let mut ana = Peer::on(tunnel.wire());
    ana.enter("ana", "lobby");
    for via in Via::PLAIN {
        let mut bob = Peer::connect(&server, *via);
        bob.send(&json!({"type": "join", "name": "bob"}));
        let bye = bob.hears_bye(*via);
        assert!(bye.text().contains("--tls"), "{bye:?}");
        let mut typist = Typist::connect(&server, *via);
        typist.types("hello");
        let told = typist.line();
        assert!(told.starts_with("* this server speaks TLS only"), "{told}");
        if via.is_stream() {
            assert_eq!(typist.hears_the_end(), [""; 0]);
        }
    }
    let seen = ana.fence();
    assert!(seen.is_empty(), "nobody came: {seen:?}");
}

#[cfg(unix)]
fn write(folder: &Path, pem: &str) {
    for file in ["cert.pem", "key.pem"] {
        fs::write(folder.join(file), pem).unwrap();
    }
}

#[cfg(unix)]
#[test]
fn the_operators_own_certificate_is_shown_and_read_again_on_sighup() {
    let home = TempDir::new().unwrap();
    let [one, other] = [Identity::make().unwrap(), Identity::make().unwrap()];
    write(home.path(), one.pem());
    let [cert, key] = ["cert.pem", "key.pem"].map(|file| home.path().join(file));
    let (cert, key) = (cert.to_str().unwrap(), key.to_str().unwrap());
    let server = Start::new(SERVER)
        .everywhere()
        .args(&["--tls", cert, key])
        .ready();
    let print = |identity: &Identity| identity.offer().unwrap().fingerprint();
    assert_eq!(tunnel::shown(tcp(&server)).unwrap(), print(&one));
    server.program.complains(&words(print(&one)), 1);
    write(home.path(), other.pem());
    let pid = server.program.pid().to_string();
    let killed = Command::new("kill").args(["-HUP", &pid]).status().unwrap();
    assert!(killed.success());
    server.program.complains(&words(print(&other)), 1);
    assert_eq!(tunnel::shown(tcp(&server)).unwrap(), print(&other));
}

#[test]
fn a_proof_is_bound_to_the_certificate() {
    let server = server();
    let print = tunnel::shown(tcp(&server)).unwrap();
    let tunnel = Tunnel::to(tcp(&server));
    let key = Key::from_seed(&Hex([7; 32]));
    let nonce = Hex([9; 16]);
    let certificate = Bind::Certificate(Hex(*print.bytes()));
    for (bind, fits) in [(Bind::Open, false), (certificate, true)] {
        let mut ana = Peer::on(tunnel.wire());
        let join = json!({"type": "join", "name": "ana", "key": key.public(), "nonce": nonce});
        ana.send(&join);
        let asked = ana.hears("a challenge", |f| f.kind() == "challenge");
        let meeting = Meeting {
            client: nonce,
            server: Hex::parse(asked.get("nonce").unwrap()).unwrap(),
            bind,
        };
        let (run, you) = (asked.get("run"), asked.get("you"));
        let sign = key.sign(&meeting, run.unwrap(), you.unwrap());
        ana.send(&json!({"type": "prove", "sign": sign.to_string()}));
        let heard = ana.hears("the answer", |f| ["welcome", "error"].contains(&f.kind()));
        assert_eq!(heard.kind() == "welcome", fits, "{heard:?}");
    }
}

/// Bytes of a hello that somebody changed harm nobody, and no connection stays open for
/// them.
#[test]
fn a_hello_with_any_byte_changed_ends_or_goes_on_and_harms_nobody() {
    let server = server();
    let mut bob = Peer::join(&server, Via::Tcp, "bob");
    let hello = hello();
    for at in 1..hello.len() {
        let mut changed = hello.clone();
        changed[at] ^= 1 << (at % 8);
        let mut socket = TcpStream::connect(tcp(&server)).unwrap();
        socket.set_read_timeout(Some(PATIENCE)).unwrap();
        socket.write_all(&changed).unwrap();
        // The other half never comes: it says so, and that ends it.
        socket.shutdown(std::net::Shutdown::Write).unwrap();
        let mut answer = Vec::new();
        // It may be closed before all of this was read.
        let _ = socket.read_to_end(&mut answer);
        assert!(!answer.starts_with(b"*"), "byte {at}: {answer:?}");
    }
    let seen = bob.fence();
    assert!(seen.is_empty(), "nobody came, nothing was said: {seen:?}");
    assert!(tunnel::shown(tcp(&server)).is_ok());
}

fn hello() -> Vec<u8> {
    use chat_secrecy::ask::Ask;
    use chat_secrecy::layer::Layer;
    let layer = Layer::client(&Ask::new().unwrap(), "127.0.0.1").unwrap();
    layer.pending().to_vec()
}

/// What a program that is not ours hears when it says one line through TLS.
fn hears(program: &mut Command) -> String {
    let mut child = program
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    input.write_all(b"hello\n").unwrap();
    let mut output = child.stdout.take().unwrap();
    let (mut heard, mut buffer) = (String::new(), [0; 4096]);
    let deadline = Deadline::after(PATIENCE);
    while !heard.contains(": hello\n") && deadline.left().is_some() {
        match output.read(&mut buffer).unwrap() {
            0 => break,
            count => heard.push_str(&String::from_utf8_lossy(&buffer[..count])),
        }
    }
    drop(input);
    let _ = child.kill();
    let _ = child.wait();
    heard
}

#[test]
fn openssl_talks_in_the_room() {
    if !has("openssl", "version") {
        return;
    }
    let server = server();
    let mut bob = Peer::join(&server, Via::Tcp, "bob");
    let mut program = Command::new("openssl");
    program.args(["s_client", "-quiet", "-tls1_3", "-connect"]);
    program.arg(tcp(&server).to_string());
    assert!(hears(&mut program).contains(": hello\n"));
    bob.hears("it", |f| f.says("hello"));
}

/// Ten lines of Python: the certificate's digest is the one that others see too.
const PYTHON: &str = "
import hashlib, socket, ssl, sys
context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
with socket.create_connection(('127.0.0.1', int(sys.argv[1])), 20) as raw:
    with context.wrap_socket(raw) as s:
        print(hashlib.sha256(s.getpeercert(True)).hexdigest(), flush=True)
        s.sendall(sys.stdin.readline().encode())
        print(s.recv(4096).decode(), end='', flush=True)
";

#[test]
fn python_talks_in_the_room_and_sees_the_same_certificate() {
    if !has("python3", "--version") {
        return;
    }
    let server = server();
    let print = tunnel::shown(tcp(&server)).unwrap();
    let mut program = Command::new("python3");
    program.args(["-c", PYTHON, &tcp(&server).port().to_string()]);
    let heard = hears(&mut program);
    assert!(heard.starts_with(&print.to_string()), "{heard}");
    assert!(heard.contains(": hello\n"), "{heard}");
}
