//! `reuse`: address in use, `TIME_WAIT`, `SO_REUSEADDR`.

use std::fs;
use std::io::Read;
use std::net::TcpStream;

use chat_tests::clock::now;

use crate::program::has;
use crate::program::lesson;

/// Runs a server that serves one client; the port it had is left in `TIME_WAIT`,
/// for the server closes first.
fn served_once(args: &[&str]) -> String {
    let mut server = lesson("reuse", args);
    let port = server.port();
    let mut client = TcpStream::connect(("127.0.0.1", port)).unwrap();
    let mut text = String::new();
    // To the end: the server has closed, and so do we now.
    client.read_to_string(&mut text).unwrap();
    assert_eq!(text, "goodbye\n");
    server.ends().check(0, "was told goodbye; i close first");
    drop(client);
    port.to_string()
}

#[test]
fn a_port_in_time_wait_is_refused_and_the_reason_told() {
    let port = served_once(&["0"]);
    let since = now();
    let mut second = lesson("reuse", &[&port]);
    let first_line = second.next_line().unwrap_or_default();
    // It has happened once that nothing rested there, on a machine that had much to do.
    let rests = fs::read_to_string("/proc/net/tcp").unwrap_or_default();
    let waited = since.elapsed();
    assert!(
        !first_line.starts_with("listening"),
        "port {port} is free after {waited:?}: {rests}"
    );
    let second = second.ends();
    second.check(1, &format!("port {port}/tcp is in use"));
    if has("ss") {
        second.check(
            1,
            "nobody listens: a connection of the last run rests in TIME_WAIT",
        );
    }
}

#[test]
fn the_option_in_both_runs_lets_the_second_one_start() {
    let port = served_once(&["0", "--reuse"]);
    let again = served_once(&[&port, "--reuse"]);
    assert_eq!(again, port);
}

#[test]
fn the_option_in_the_second_run_alone_is_too_late() {
    let port = served_once(&["0"]);
    lesson("reuse", &[&port, "--reuse"])
        .ends()
        .check(1, "is in use");
}

#[test]
fn two_listeners_never_share_a_port_and_the_owner_is_named() {
    let mut first = lesson("reuse", &["0", "--reuse"]);
    let port = first.port().to_string();
    let second = lesson("reuse", &[&port, "--reuse"]).ends();
    second.check(1, "is in use");
    if has("ss") {
        second.check(1, "SO_REUSEADDR does not help");
        second.check(1, &format!("pid={}", first.id()));
    }
}
