//! Section 5: where the system says that nobody listens, a pipe ends at once.

use std::io::Read;
use std::io::Write;
use std::net::TcpListener;
use std::net::UdpSocket;
use std::thread;
use std::time::Duration;

use chat_tests::client::Client;
use chat_tests::clock::PATIENCE;

use crate::house::CLIENT;

/// It ends, though it may call for ten minutes; with these words.
#[track_caller]
fn is_told(args: &[&str], words: &str) {
    let args = [args, &["--name", "ana", "--patience", "600"]].concat();
    let mut client = Client::start(CLIENT, &args);
    client.types("hi\n");
    client.end_input();
    let exit = client.program.exit_within(PATIENCE);
    assert_eq!(exit.status.code(), Some(1), "{args:?}: {exit:?}");
    let last = exit.errors.lines().last().unwrap_or_default();
    assert!(last.contains(words), "{args:?}: {}", exit.errors);
}

/// Of a datagram socket that nobody has any more.
fn nobody() -> String {
    let free = UdpSocket::bind("127.0.0.1:0").unwrap();
    free.local_addr().unwrap().to_string()
}

#[test]
fn over_udp() {
    is_told(&["--udp", &nobody()], "nobody listens on udp 127.0.0.1:");
}

#[test]
fn over_udp_in_bad_weather() {
    let weather = ["--udp", "--drop", "20%", "--delay", "5ms"];
    let nobody = nobody();
    let args = [&weather[..], &[&nobody]].concat();
    is_told(&args, "nobody listens on udp 127.0.0.1:");
}

#[test]
fn over_udp_where_a_server_is_there_over_tcp() {
    let tcp = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = tcp.local_addr().unwrap().to_string();
    is_told(&["--udp", &address], "leave out --udp");
}

/// The system takes the connection; whoever should answer is stopped.
#[test]
fn whoever_takes_the_connection_and_says_nothing_is_called_as_long_as_asked_for() {
    let stopped = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = stopped.local_addr().unwrap().to_string();
    let mut client = Client::start(CLIENT, &[&address, "--name", "ana", "--patience", "6"]);
    client.types("hi\n");
    client.end_input();
    let exit = client.program.exit_within(PATIENCE);
    assert_eq!(exit.status.code(), Some(1), "{exit:?}");
    let told: Vec<_> = exit.errors.lines().collect();
    let [so_far, end] = told[..] else {
        panic!("{told:#?}")
    };
    assert!(so_far.contains("in 4 s so far") && so_far.contains("up to 6 s"));
    assert!(end.contains("is it one?"), "{end}");
    assert!(exit.took >= Duration::from_secs(6), "{:?}", exit.took);
}

/// A prompt has no line end, and none is waited for.
#[test]
fn whoever_speaks_otherwise_is_told_at_once_though_the_line_never_ends() {
    let other = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = other.local_addr().unwrap().to_string();
    let speaks = thread::spawn(move || {
        let (mut stream, _) = other.accept().unwrap();
        stream.write_all(b"login: ").unwrap();
        // Until the client has gone.
        let _ = stream.read_to_end(&mut Vec::new());
    });
    is_told(&[&address], "not as a chat server does");
    speaks.join().unwrap();
}

#[test]
fn raw_lines_over_udp() {
    let mut client = Client::start(CLIENT, &["--plain", "--udp", &nobody()]);
    client.types("hi\n");
    let exit = client.program.exit_within(PATIENCE);
    assert_eq!(exit.status.code(), Some(1), "{exit:?}");
    assert!(exit.errors.contains("nobody listens on udp"), "{exit:?}");
}
