//! Section 1: what goes wrong at the start, the words and the exit status.

use std::net::TcpListener;
use std::net::UdpSocket;
#[cfg(unix)]
use std::os::unix::net::UnixListener;

use chat_tests::clock::PATIENCE;
use chat_tests::program::Exit;
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
