//! Section 5: a standard output that nobody reads, that takes nothing or cannot be
//! written ends the printing, not the saying.

#![cfg(unix)]

use std::fs::OpenOptions;
use std::io::Write;
use std::process::Child;
use std::process::Command;
use std::process::Stdio;

use chat_tests::client::CONFIGURATION;
use chat_tests::client::KEYLESS;
use chat_tests::on_every_client_transport;
use chat_tests::peer::Peer;
use chat_tests::server::Server;
use chat_tests::wire::Via;
use rustix::process::Pid;
use rustix::process::Signal;
use rustix::process::kill_process;

use crate::client::to;
use crate::house::CLIENT;
use crate::house::server;

on_every_client_transport!(
    whoever_reads_has_gone_and_everything_is_said,
    the_same_with_json,
    nothing_can_be_printed_and_everything_is_said,
);

/// What the client says, once the reader of its output is gone.
const SAID: [&str; 3] = ["one", "two", "three"];

#[track_caller]
fn start(server: &Server, via: Via, args: &[&str], output: Stdio) -> Child {
    Command::new(CLIENT)
        .args(to(server, via, args))
        .env("LC_ALL", "C")
        .env(CONFIGURATION.0, CONFIGURATION.1)
        .env(KEYLESS.0, KEYLESS.1)
        .stdin(Stdio::piped())
        .stdout(output)
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

/// Its status, and what it has written to standard error.
#[track_caller]
fn says_all(mut client: Child, witness: &mut Peer) -> (Option<i32>, String) {
    let mut input = client.stdin.take().unwrap();
    for text in SAID {
        // Each is printed before the next is read.
        writeln!(input, "{text}").unwrap();
        witness.hears(text, |f| f.says(text));
    }
    drop(input);
    let done = client.wait_with_output().unwrap();
    (done.status.code(), String::from_utf8(done.stderr).unwrap())
}

#[track_caller]
fn into_nothing(via: Via, args: &[&str]) {
    let server = server();
    let mut witness = Peer::join(&server, Via::Tcp, "witness");
    let mut client = start(&server, via, args, Stdio::piped());
    drop(client.stdout.take());
    let (status, errors) = says_all(client, &mut witness);
    assert_eq!(status, Some(0), "{errors}");
}

fn whoever_reads_has_gone_and_everything_is_said(via: Via) {
    into_nothing(via, &["--name", "ana"]);
}

fn the_same_with_json(via: Via) {
    into_nothing(via, &["--name", "ana", "--json"]);
}

#[test]
fn the_same_in_lines_and_plainly() {
    into_nothing(Via::Tcp, &["--name", "ana", "--lines"]);
    into_nothing(Via::Tcp, &["--plain"]);
}

fn full() -> Stdio {
    let full = OpenOptions::new().write(true).open("/dev/full");
    full.map_or_else(|_| Stdio::null(), Stdio::from)
}

#[track_caller]
fn into_a_full_disk(via: Via, args: &[&str]) {
    if !std::path::Path::new("/dev/full").exists() {
        return;
    }
    let server = server();
    let mut witness = Peer::join(&server, Via::Tcp, "witness");
    let client = start(&server, via, args, full());
    let (status, errors) = says_all(client, &mut witness);
    assert_eq!(status, Some(1), "{errors}");
    assert!(
        errors.contains("cannot write to standard output"),
        "{errors}"
    );
}

fn nothing_can_be_printed_and_everything_is_said(via: Via) {
    into_a_full_disk(via, &["--name", "ana"]);
}

#[test]
fn a_full_disk_is_no_server_that_cannot_be_reached() {
    into_a_full_disk(Via::Tcp, &["--plain"]);
    into_a_full_disk(Via::Tcp, &["--name", "ana", "--lines"]);
}

/// A pipe that nobody empties holds up what is heard: not what is said meanwhile, and
/// not the end.
#[test]
fn one_signal_ends_it_though_its_output_takes_nothing() {
    for args in [
        &["--name", "ana"][..],
        &["--name", "ana", "--lines"],
        &["--plain"],
    ] {
        let server = server();
        let mut bob = Peer::join(&server, Via::Tcp, "bob");
        let mut client = start(&server, Via::Tcp, args, Stdio::piped());
        let mut input = client.stdin.take().unwrap();
        writeln!(input, "here").unwrap();
        bob.hears("it", |f| f.says("here"));
        // More than a pipe holds.
        for _ in 0..50 {
            bob.says(&"x".repeat(4000));
        }
        let pid = Pid::from_child(&client);
        kill_process(pid, Signal::TERM).unwrap();
        let output = client.stdout.take();
        let status = client.wait().unwrap();
        drop(output);
        // A pipe has not said that all of its input was.
        let expected = i32::from(args == ["--name", "ana"]);
        assert_eq!(status.code(), Some(expected), "{args:?}");
    }
}
