//! `json_chat`: the contract's frames, in ten lines.

use std::io::BufRead;
use std::io::BufReader;
use std::io::Write;
use std::net::TcpListener;
use std::net::TcpStream;

use crate::program::PATIENCE;
use crate::program::Program;
use crate::program::SERVER;
use crate::program::lesson;
use crate::program::python;

#[test]
fn the_client_sends_a_frame_a_line() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port().to_string();
    let mut client = lesson("json_chat", &["client", "ana", "127.0.0.1", &port]);
    client.types("olá\n");
    let (stream, _) = listener.accept().unwrap();
    let mut line = String::new();
    BufReader::new(&stream).read_line(&mut line).unwrap();
    assert_eq!(
        line,
        "{\"type\":\"msg\",\"name\":\"ana\",\"text\":\"olá\"}\n"
    );
    let frame = "{\"name\":\"rui\",\"timestamp\":\"2026-11-20T14:03:07.123Z\",\"text\":\"hi\"}\n";
    (&stream).write_all(frame.as_bytes()).unwrap();
    client.shows("[2026-11-20T14:03:07.123Z] rui: hi");
    assert_eq!(client.ends().code, Some(0));
}

#[test]
fn what_cannot_be_a_name_or_a_text_is_not_sent() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port().to_string();
    let ended = crate::program::run("json_chat", &["client", "a b", "127.0.0.1", &port], "");
    ended.check(1, "a name has no spaces");
    let mut client = lesson("json_chat", &["client", "ana", "127.0.0.1", &port]);
    client.types(&("x".repeat(5000) + "\n"));
    client.shows("not sent: ");
}

#[test]
fn every_frame_of_the_server_has_name_timestamp_and_text() {
    let mut server = lesson("json_chat", &["server", "0"]);
    let stream = TcpStream::connect(("127.0.0.1", server.port())).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    (&stream)
        .write_all("nonsense\n{\"name\":\"ana\",\"text\":\"olá\"}\n".as_bytes())
        .unwrap();
    let mut line = String::new();
    BufReader::new(&stream).read_line(&mut line).unwrap();
    assert!(line.contains("\"name\":\"ana\""), "{line}");
    assert!(line.contains("\"timestamp\":\"20"), "{line}");
    assert!(line.contains("\"text\":\"olá\""), "{line}");
    assert!(line.contains("\"seq\":1"), "{line}");
}

#[test]
fn json_chat_pairs_with_python_both_ways() {
    let Some(mut server) = python("json_chat", &["server"]) else {
        return;
    };
    let port = server.port().to_string();
    let mut client = lesson("json_chat", &["client", "ana", "127.0.0.1", &port]);
    client.types("olá\n");
    client.shows("Z] ana: olá");

    let mut server = lesson("json_chat", &["server", "0"]);
    let port = server.port().to_string();
    let Some(mut client) = python("json_chat", &["client", &port, "rui"]) else {
        return;
    };
    client.types("olá\n");
    client.shows("Z rui: olá");
}

#[test]
fn the_client_and_pythons_meet_on_the_real_server() {
    let mut server = Program::of(
        "chat-server",
        SERVER.as_ref(),
        &["--ephemeral", "--tcp", "--bind", "127.0.0.1", "--port", "0"],
    );
    let port = server.port().to_string();
    let mut ana = lesson("json_chat", &["client", "ana", "127.0.0.1", &port]);
    ana.types("olá\n");
    ana.shows("Z] ana: olá");
    let Some(mut rui) = python("json_chat", &["client", &port, "rui"]) else {
        return;
    };
    rui.types("good day\n");
    rui.shows("Z rui: good day");
    ana.shows("Z] rui: good day");
}
