//! Section 1: what goes wrong at the start, the words and the exit status.

use std::net::TcpListener;
use std::net::UdpSocket;
#[cfg(unix)]
use std::os::unix::net::UnixDatagram;
#[cfg(unix)]
use std::os::unix::net::UnixListener;
#[cfg(unix)]
use std::process::Command;

use chat_tests::clock::PATIENCE;
use chat_tests::program::Exit;
#[cfg(unix)]
use chat_tests::program::Program;
use chat_tests::server::Start;
#[cfg(unix)]
use chat_tests::wire::Via;

use crate::house::SERVER;

fn fails(args: &[&str]) -> Exit {
    let mut program = Start::new(SERVER).args(args).program();
    program.exit_within(PATIENCE)
}

/// Exit status 1 and one line that names the place and says what to do next.
#[track_caller]
fn is_refused_with_advice(args: &[&str], place: &str) {
    let exit = fails(args);
    assert_eq!(exit.status.code(), Some(1), "{}", exit.errors);
    assert!(exit.output.is_empty(), "{:?}", exit.output);
    let lines: Vec<&str> = exit.errors.lines().collect();
    assert_eq!(lines.len(), 1, "one clear line, and not {lines:#?}");
    assert!(lines[0].contains(place), "which place: {}", lines[0]);
    let advice = ["--port", "--bind", "--unix", "stop", "choose"];
    assert!(
        advice.iter().any(|word| lines[0].contains(word)),
        "what to do next: {}",
        lines[0]
    );
    for noise in ["panicked", "backtrace", "RUST_BACKTRACE"] {
        assert!(!exit.errors.contains(noise), "{}", exit.errors);
    }
}

#[test]
fn a_tcp_port_in_use_is_one_clear_line_and_status_1() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    is_refused_with_advice(&["--tcp", "--bind", "127.0.0.1", "--port", &port], &port);
}

#[test]
fn a_udp_port_in_use_is_one_clear_line_and_status_1() {
    let taken = UdpSocket::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    is_refused_with_advice(&["--udp", "--bind", "127.0.0.1", "--port", &port], &port);
}

#[test]
fn two_servers_do_not_share_a_port() {
    let first = Start::new(SERVER).all_transports().ready();
    for (transport, address) in [("--tcp", first.tcp()[0]), ("--udp", first.udp()[0])] {
        let port = address.port().to_string();
        is_refused_with_advice(&[transport, "--bind", "127.0.0.1", "--port", &port], &port);
    }
}

#[test]
fn an_address_that_is_not_ours_is_one_clear_line_and_status_1() {
    // TEST-NET-1 of RFC 5737 belongs to no machine.
    for transport in ["--tcp", "--udp"] {
        is_refused_with_advice(
            &[transport, "--bind", "192.0.2.1", "--port", "0"],
            "192.0.2.1",
        );
    }
}

#[test]
fn wrong_usage_is_status_2() {
    for args in [
        &["--nonsense"][..],
        &["--port"],
        &["--port", "70000"],
        &["--port", "-1"],
        &["--port", "http"],
        &["--unix"],
        &["--bind", "not an address"],
        &["--max-peers", "many"],
        &["--rate-limit", "fast"],
        &["stray"],
        &["--unix", "chat", "--port", "4000"],
        &["--udp-silence", "18446744073709551615"],
    ] {
        let exit = fails(args);
        assert_eq!(exit.status.code(), Some(2), "{args:?}: {}", exit.errors);
        assert!(!exit.errors.is_empty(), "{args:?} needs a word");
        assert!(exit.output.is_empty(), "{args:?}: {:?}", exit.output);
        assert!(!exit.errors.contains("panicked"), "{}", exit.errors);
    }
}

#[cfg(unix)]
#[test]
fn the_ready_line_of_a_unix_socket_has_its_path_even_with_spaces() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("our chat");
    let shown = path.to_str().unwrap();
    let server = Start::new(SERVER)
        .args(&["--unix", shown])
        .sockets(1)
        .ready();
    assert_eq!(server.unix(), [path.as_path()]);
    assert!(server.tcp().is_empty() && server.udp().is_empty());
    chat_tests::peer::Peer::join(&server, Via::Unix, "ana").says("hello");
}

#[cfg(unix)]
#[test]
fn a_socket_file_that_nobody_listens_at_is_no_hindrance() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("chat");
    drop(UnixListener::bind(&path).unwrap());
    assert!(path.exists(), "the file is there and stale");
    let server = Start::new(SERVER)
        .args(&["--unix", path.to_str().unwrap()])
        .sockets(1)
        .ready();
    chat_tests::peer::Peer::join(&server, Via::Unix, "ana").says("hello");
}

#[cfg(unix)]
#[test]
fn a_socket_file_that_somebody_listens_at_is_in_use() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("chat");
    let listener = UnixListener::bind(&path).unwrap();
    let shown = path.to_str().unwrap();
    is_refused_with_advice(&["--unix", shown], shown);
    // It is still the other one's: whoever connects reaches it.
    let _caller = std::os::unix::net::UnixStream::connect(&path).unwrap();
    listener.accept().unwrap();
}

#[cfg(unix)]
#[test]
fn another_programs_datagram_socket_is_never_removed() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("log");
    let datagrams = UnixDatagram::bind(&path).unwrap();
    let shown = path.to_str().unwrap();
    is_refused_with_advice(&["--unix", shown], shown);
    let sender = UnixDatagram::unbound().unwrap();
    sender.send_to(b"still here", &path).unwrap();
    assert_eq!(datagrams.recv(&mut [0; 64]).unwrap(), 10);
}

#[cfg(unix)]
#[test]
fn a_server_that_is_too_busy_to_answer_is_alive_all_the_same() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("chat");
    let socket = socket2::Socket::new(socket2::Domain::UNIX, socket2::Type::STREAM, None).unwrap();
    let address = socket2::SockAddr::unix(&path).unwrap();
    socket.bind(&address).unwrap();
    socket.listen(0).unwrap();
    // Nobody accepts: connections are made until the queue is full.
    let connect = || {
        let caller = socket2::Socket::new(socket2::Domain::UNIX, socket2::Type::STREAM, None);
        let caller = caller.unwrap();
        caller.set_nonblocking(true).unwrap();
        caller.connect(&address).map(|()| caller)
    };
    let _waiting: Vec<_> = std::iter::from_fn(|| connect().ok()).take(100).collect();
    let shown = path.to_str().unwrap();
    is_refused_with_advice(&["--unix", shown], shown);
    assert!(path.exists());
}

#[cfg(unix)]
#[test]
fn a_server_that_ends_leaves_the_file_of_another_one_alone() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("chat");
    let args = ["--unix", path.to_str().unwrap()];
    let first = Start::new(SERVER).args(&args).sockets(1).ready();
    std::fs::remove_file(&path).unwrap();
    let second = Start::new(SERVER).args(&args).sockets(1).ready();
    first.stop();
    chat_tests::peer::Peer::join(&second, Via::Unix, "ana").says("hello");
    second.stop();
    assert!(!path.exists(), "its own file goes with it");
}

#[cfg(unix)]
#[test]
fn a_file_that_is_no_socket_is_never_removed() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("homework");
    std::fs::write(&path, "important").unwrap();
    let shown = path.to_str().unwrap();
    is_refused_with_advice(&["--unix", shown], shown);
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "important");
}

#[test]
fn a_word_that_is_no_option_is_told_what_to_write() {
    for (word, words) in [("extra", "one word too many"), ("7301", "--port 7301")] {
        let exit = fails(&[word]);
        assert_eq!(exit.status.code(), Some(2), "{exit:?}");
        assert!(exit.errors.contains(words), "{}", exit.errors);
    }
}

/// The address has to reach somebody: a script that waits for it, or a person.
#[cfg(unix)]
#[test]
fn a_standard_output_that_nobody_reads_is_one_clear_line_and_status_1() {
    let shown = |script: &str| {
        let args = ["-c", script, SERVER];
        Program::start(Command::new("sh").args(args)).exit_within(PATIENCE)
    };
    let serve = "\"$0\" -q --ephemeral --tcp --bind 127.0.0.1 --port 0";
    // The reader of the pipe goes first: whatever the shell prints then fails.
    let closed =
        format!("(trap '' PIPE; while echo; do :; done 2>/dev/null; {serve}; echo $? >&2) | true");
    let full = format!("{serve} >/dev/full; echo $? >&2");
    for script in [closed, full] {
        let exit = shown(&script);
        let lines: Vec<&str> = exit.errors.lines().collect();
        assert_eq!(lines.len(), 2, "{script}: {lines:#?}");
        assert!(lines[0].contains("standard output"), "{}", lines[0]);
        assert_eq!(lines[1], "1", "{script}");
    }
}

#[cfg(unix)]
#[test]
fn an_address_that_is_asked_for_twice_is_served_once() {
    let args = ["--tcp", "--bind", "127.0.0.1", "--bind", "127.0.0.1"];
    let start = Start::new(SERVER).args(&args).args(&["--port", "0"]);
    let mut server = start.sockets(1).ready();
    server.program.terminate();
    let exit = server.program.exit_within(PATIENCE);
    assert_eq!(exit.output.len(), 1, "{:?}", exit.output);
    assert_eq!(exit.status.code(), Some(0), "{}", exit.errors);
}
