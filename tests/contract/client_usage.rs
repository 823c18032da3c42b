//! What the client is asked for and cannot do: told at once, with what to do next.

use chat_tests::client::Client;
use chat_tests::clock::PATIENCE;

use crate::house::CLIENT;
#[cfg(unix)]
use crate::house::server;

/// One line, with these words in it, and this exit status.
#[track_caller]
fn is_refused(args: &[&str], status: i32, words: &str) {
    let mut client = Client::start(CLIENT, args);
    client.end_input();
    let exit = client.program.exit_within(PATIENCE);
    assert_eq!(exit.status.code(), Some(status), "{args:?}: {exit:?}");
    assert!(exit.errors.contains(words), "{args:?}: {}", exit.errors);
    assert_eq!(exit.errors.lines().count(), 1, "{}", exit.errors);
}

#[cfg(unix)]
#[test]
fn a_trace_that_cannot_be_written_is_told_before_anything_else_over_every_transport() {
    let server = server();
    let (tcp, udp) = (server.tcp()[0].to_string(), server.udp()[0].to_string());
    let unix = server.unix()[0].to_str().unwrap();
    let ways = [&["--udp", &*udp][..], &[&*tcp], &["--unix", unix]];
    for way in ways {
        let args = [way, &["--trace", "/nonexistent/x"]].concat();
        is_refused(&args, 1, "cannot write the trace /nonexistent/x: ");
    }
    is_refused(
        &["--plain", &tcp, "--trace", "/nonexistent/x"],
        1,
        "cannot write the trace /nonexistent/x: ",
    );
}

/// A pipe that nobody reads: the chat goes on, and what is not in it is told.
#[cfg(unix)]
#[test]
fn a_trace_that_takes_nothing_stops_nobody() {
    let server = server();
    let home = tempfile::tempdir().unwrap();
    let pipe = home.path().join("pipe");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    assert!(made.unwrap().success());
    let (udp, pipe) = (server.udp()[0].to_string(), pipe.to_str().unwrap());
    let client = Client::start(CLIENT, &["--udp", "--trace", pipe, &udp]);
    let exit = client.finish("hi\n");
    assert_eq!(exit.status.code(), Some(0), "{exit:?}");
    let words = format!("missing from the trace {pipe}");
    assert!(exit.errors.contains(&words), "{exit:?}");
}

#[test]
fn a_demo_is_for_a_person_at_a_terminal() {
    for more in [&[][..], &["--lines"]] {
        let args = [&["--demo"], more].concat();
        is_refused(&args, 2, "--demo: it is for a person at a terminal");
    }
}

#[cfg(unix)]
#[test]
fn a_log_that_cannot_be_written_is_told_before_anything_else() {
    let server = server();
    let tcp = server.tcp()[0].to_string();
    is_refused(
        &["--lines", "--log", "/nonexistent/x", &tcp],
        1,
        "cannot write the log /nonexistent/x: ",
    );
    let words = "--log: a log is kept of the screen and of --lines";
    is_refused(&["--log", "/nonexistent/x", &tcp], 2, words);
}

#[test]
fn a_port_after_the_host_is_told_how_it_is_written() {
    for (args, words) in [
        (&["localhost", "7301"][..], "write it as localhost:7301"),
        (&["--udp", "fd00::7", "7301"], "write it as [fd00::7]:7301"),
        (
            &["--lang", "pt", "localhost", "7301"],
            "escreva localhost:7301",
        ),
        (&["localhost", "lab"], "several servers need a screen"),
        (
            &["--lang", "pt", "localhost", "lab"],
            "vários servidores precisam de um ecrã",
        ),
    ] {
        is_refused(args, 2, words);
    }
}

#[test]
fn the_manual_is_printed_in_the_language_that_is_asked_for_before_it() {
    let mut client = Client::start(CLIENT, &["--lang", "pt", "man"]);
    client.end_input();
    let exit = client.program.exit_within(PATIENCE);
    assert_eq!(exit.status.code(), Some(0), "{exit:?}");
    assert!(exit.output.concat().contains("linha de comandos"));
}

#[cfg(unix)]
#[test]
fn a_file_that_is_no_socket_is_called_so() {
    let file = tempfile::NamedTempFile::new().unwrap();
    let path = file.path().to_str().unwrap();
    is_refused(&["--unix", path], 1, "is a file that is no socket");
}
