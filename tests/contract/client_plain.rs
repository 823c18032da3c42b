//! Section 5: `--plain`: raw lines to any server whatever.

use std::io;
use std::io::Read;
use std::io::Write;
use std::net::TcpListener;
use std::net::TcpStream;
use std::net::UdpSocket;
use std::thread;
use std::time::Duration;

use chat_tests::client::Client;
use chat_tests::clock::Deadline;
use chat_tests::clock::PATIENCE;
use chat_tests::clock::now;
use chat_tests::peer::Peer;
use chat_tests::wire::Via;

use crate::house::CLIENT;
use crate::house::server;

/// A client at a server of our own, and the server's end of the connection.
fn at_our_server() -> (Client, TcpStream) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let client = Client::start(CLIENT, &["--plain", &address]);
    let (stream, _) = listener.accept().unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    (client, stream)
}

fn read_exactly(stream: &mut TcpStream, expected: &str) {
    let mut bytes = vec![0; expected.len()];
    stream.read_exact(&mut bytes).unwrap();
    assert_eq!(String::from_utf8_lossy(&bytes), expected);
}

#[test]
fn what_is_typed_is_sent_as_it_is_and_nothing_else() {
    let (mut client, mut stream) = at_our_server();
    client.types("HELLO world\n{\"a\":1}\n");
    read_exactly(&mut stream, "HELLO world\n{\"a\":1}\n");
    client.end_input();
    let mut rest = Vec::new();
    stream.write_all(b"bye\n").unwrap();
    stream.read_to_end(&mut rest).unwrap();
    assert!(rest.is_empty(), "{:?}", String::from_utf8_lossy(&rest));
}

#[test]
fn what_comes_is_shown_as_it_is() {
    let (mut client, mut stream) = at_our_server();
    stream.write_all("220 olá {\"x\"\n".as_bytes()).unwrap();
    assert_eq!(client.program.line(), "220 olá {\"x\"");
    stream
        .write_all(b"{\"type\":\"msg\",\"name\":\"ana\",\"text\":\"hi\"}\n")
        .unwrap();
    let shown = client.program.line();
    assert_eq!(shown, "{\"type\":\"msg\",\"name\":\"ana\",\"text\":\"hi\"}");
}

#[test]
fn an_unterminated_answer_is_shown_too() {
    let (mut client, mut stream) = at_our_server();
    client.types("question\n");
    read_exactly(&mut stream, "question\n");
    stream.write_all(b"answer without end").unwrap();
    client.end_input();
    let exit = client.program.exit_within(PATIENCE);
    assert_eq!(exit.status.code(), Some(0), "{exit:?}");
    assert_eq!(exit.output.concat().trim_end(), "answer without end");
    drop(stream);
}

/// A second of quiet, counted anew with each thing that comes.
#[test]
fn after_the_end_of_input_it_stays_for_a_second_of_quiet() {
    let deadline = Deadline::after(PATIENCE);
    while !answers_meet_it_until_a_second_is_quiet() {
        assert!(
            deadline.left().is_some(),
            "the machine was never quick enough"
        );
    }
}

/// Three answers, each half a second after the one before. Whether this machine was
/// quick enough: what was written later than promised proves nothing.
#[track_caller]
fn answers_meet_it_until_a_second_is_quiet() -> bool {
    let (mut client, mut stream) = at_our_server();
    client.types("question\n");
    let mut quiet_since = now();
    client.end_input();
    read_exactly(&mut stream, "question\n");
    for answer in ["one\n", "two\n", "three\n"] {
        let waited = client.program.line_within(QUIET / 2);
        assert_eq!(waited, None, "nothing was sent");
        let writes = now();
        let written = stream.write_all(answer.as_bytes());
        if quiet_since.elapsed() >= QUIET {
            return false;
        }
        written.unwrap();
        quiet_since = writes;
        let shown = client.program.line_within(PATIENCE);
        assert_eq!(shown.as_deref(), Some(answer));
    }
    let exit = client.program.exit_within(PATIENCE);
    assert_eq!(exit.status.code(), Some(0), "{exit:?}");
    let quiet = quiet_since.elapsed();
    assert!(quiet >= QUIET, "quiet for {quiet:?}");
    quiet < QUIET * 6
}

/// How long it stays.
const QUIET: Duration = Duration::from_secs(1);

/// It sends before it reads on, as an echo does; neither waits for the other.
#[test]
fn a_server_that_answers_before_it_reads_on_is_heard_meanwhile() {
    let (mut client, mut stream) = at_our_server();
    let line = format!("{}\n", "x".repeat(64 * 1024 - 1));
    let answers = thread::spawn(move || {
        let mut bytes = vec![0; 64 * 1024];
        stream.read_exact(&mut bytes).unwrap();
        // More than any buffer on the way holds.
        for _ in 0..MANY {
            stream.write_all(&bytes).unwrap();
        }
        let read = io::copy(&mut stream, &mut io::sink()).unwrap();
        usize::try_from(read).unwrap()
    });
    for _ in 0..MANY {
        client.types(&line);
    }
    for _ in 0..MANY {
        assert_eq!(client.program.line().len(), line.len() - 1);
    }
    client.end_input();
    let exit = client.program.exit_within(PATIENCE);
    assert_eq!(exit.status.code(), Some(0), "{exit:?}");
    assert_eq!(answers.join().unwrap(), (MANY - 1) * line.len());
}

/// Lines of 64 KiB.
const MANY: usize = 256;

#[test]
fn it_ends_when_the_server_closes() {
    let (mut client, mut stream) = at_our_server();
    stream.write_all(b"closed\n").unwrap();
    drop(stream);
    client.shows(|line| line == "closed");
    client.end_input();
    client.program.exit_within(PATIENCE);
}

#[test]
fn over_udp_each_line_is_a_datagram() {
    let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
    socket.set_read_timeout(Some(PATIENCE)).unwrap();
    let address = socket.local_addr().unwrap().to_string();
    let mut client = Client::start(CLIENT, &["--plain", "--udp", &address]);
    for text in ["one", "two"] {
        client.types(&format!("{text}\n"));
        let mut bytes = [0; 100];
        let (count, from) = socket.recv_from(&mut bytes).unwrap();
        let heard = String::from_utf8_lossy(&bytes[..count]);
        assert_eq!(heard.trim_end(), text);
        socket
            .send_to(format!("re: {text}\n").as_bytes(), from)
            .unwrap();
        client.shows(|line| line.contains(&format!("re: {text}")));
    }
    client.end_input();
    let exit = client.program.exit_within(PATIENCE);
    assert_eq!(exit.status.code(), Some(0), "{exit:?}");
}

#[test]
fn at_our_own_server_it_is_a_plain_peer() {
    let server = server();
    let mut ana = Peer::join(&server, Via::Tcp, "ana");
    let address = server.tcp()[0].to_string();
    let exit = Client::start(CLIENT, &["--plain", &address]).finish("olá\n");
    assert_eq!(exit.status.code(), Some(0), "{exit:?}");
    let heard = ana.hears("it", |f| f.says("olá"));
    assert!(heard.name().starts_with("guest-"), "{}", heard.raw());
    let shown = exit.output.concat();
    // Whoever has said a letter outside ASCII can read it.
    assert!(
        shown.contains("guest-") && shown.ends_with("olá\n"),
        "{shown:?}"
    );
}

#[test]
fn where_nobody_listens_it_fails() {
    let free = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = free.local_addr().unwrap().to_string();
    drop(free);
    let exit = Client::start(CLIENT, &["--plain", &address])
        .program
        .exit_within(PATIENCE);
    assert!(!exit.status.success());
    assert!(!exit.errors.is_empty(), "a word to the student");
}
