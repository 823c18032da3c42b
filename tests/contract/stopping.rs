//! Section 1: SIGINT and SIGTERM.

#![cfg(unix)]

use std::thread;
use std::time::Duration;

use chat_tests::clock::PATIENCE;
use chat_tests::frame::Frame;
use chat_tests::peer::Peer;
use chat_tests::plain::Typist;
use chat_tests::server::Server;
use chat_tests::wire::Got;
use chat_tests::wire::Via;
use chat_tests::wire::Wire;

use crate::house::server;

/// The contract's five seconds, and a little for a loaded machine.
const STOPPING: Duration = Duration::from_millis(5500);

/// Stops a server with peers of every kind and checks all that is promised.
#[track_caller]
fn stops_well(stop: fn(&Server)) {
    let mut server = server();
    let mut peers: Vec<_> = Via::ALL
        .iter()
        .map(|via| (*via, Peer::join(&server, *via, &format!("{via:?}"))))
        .collect();
    let mut typists: Vec<_> = Via::PLAIN
        .iter()
        .map(|via| (*via, Typist::arrive(&server, *via).0))
        .collect();
    stop(&server);
    for (via, peer) in &mut peers {
        let bye = peer.hears_bye(*via);
        assert!(!bye.text().is_empty(), "{}", bye.raw());
    }
    for (via, typist) in &mut typists {
        if via.is_stream() {
            let lines = typist.hears_the_end();
            let last = lines.last().expect("a word at the end");
            assert!(last.starts_with("* "), "{lines:#?}");
        } else {
            typist.hears("a bye", |line| line.starts_with("* ") && !is_news(line));
        }
    }
    let exit = server.program.exit_within(STOPPING);
    assert_eq!(exit.status.code(), Some(0), "{}", exit.errors);
}

fn is_news(line: &str) -> bool {
    line.contains("joined") || line.contains("left")
}

#[test]
fn on_sigterm_every_peer_gets_a_bye_and_the_server_ends_with_0() {
    stops_well(|server| server.program.terminate());
}

#[test]
fn on_sigint_every_peer_gets_a_bye_and_the_server_ends_with_0() {
    stops_well(|server| server.program.interrupt());
}

/// The terminal is gone, and with it whoever sat there. Where only Linux knows how to find
/// out that somebody wants it ignored, others do what the system does.
#[cfg(target_os = "linux")]
#[test]
fn on_sighup_every_peer_gets_a_bye_and_the_server_ends_with_0() {
    stops_well(|server| server.program.hang_up());
}

#[test]
fn a_peer_that_has_said_nothing_gets_a_bye_too() {
    let mut server = server();
    let mut silent = Peer::connect(&server, Via::Unix);
    // Accepted in the order of arrival: when the second is served, so was the first.
    Peer::connect(&server, Via::Unix).fence();
    server.program.terminate();
    let last = silent.wire.line_within(PATIENCE);
    assert!(
        matches!(last, Got::Line(_)),
        "a word at the end, and not {last:?}"
    );
    assert_eq!(server.program.exit_within(STOPPING).status.code(), Some(0));
}

/// A reader with hundreds of kilobytes before it, and the server told to stop.
fn behind(server: &Server) -> (Peer, Peer, usize) {
    let mut slow = Peer::on(Wire::narrow_tcp(server.tcp()[0]));
    slow.enter("slow", "lobby");
    let mut talker = Peer::join(server, Via::Tcp, "talker");
    let text = "x".repeat(4000);
    for _ in 0..LEFT_BEHIND {
        talker.says(&text);
    }
    (slow, talker, LEFT_BEHIND)
}

/// Messages of 4000 bytes: more than the kernel takes for a narrow peer, and
/// less than what ends one.
const LEFT_BEHIND: usize = 60;

#[test]
fn queued_messages_are_flushed_before_the_end() {
    let mut server = server();
    let (mut slow, talker, count) = behind(&server);
    server.program.terminate();
    let seen = slow.hears_the_end();
    let said = seen.iter().filter(|f| f.kind() == "msg").count();
    assert_eq!(said, count, "every message that was confirmed arrives");
    assert_eq!(seen.last().map(Frame::kind), Some("bye"));
    drop(talker);
    let exit = server.program.exit_within(STOPPING);
    assert_eq!(exit.status.code(), Some(0), "{}", exit.errors);
}

#[test]
fn a_peer_that_does_not_read_does_not_keep_the_server() {
    let mut server = server();
    let (slow, mut talker, _) = behind(&server);
    server.program.terminate();
    talker.hears_bye(Via::Tcp);
    let exit = server.program.exit_within(STOPPING);
    assert_eq!(exit.status.code(), Some(0), "{}", exit.errors);
    drop(slow);
}

#[test]
fn a_second_sigint_ends_it_at_once() {
    let mut server = server();
    let (slow, mut talker, _) = behind(&server);
    server.program.interrupt();
    talker.hears_bye(Via::Tcp);
    server.program.interrupt();
    let exit = server.program.exit_within(PATIENCE);
    assert!(exit.took < Duration::from_secs(2), "took {:?}", exit.took);
    drop(slow);
}

/// Its one task waits for a file that nobody reads. What can be seen from outside
/// that it does is its socket file, which it makes before.
#[cfg(target_os = "linux")]
#[test]
fn a_second_signal_ends_it_whatever_its_tasks_do() {
    let home = tempfile::tempdir().unwrap();
    let (pipe, path) = (home.path().join("pipe"), home.path().join("chat"));
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    assert!(made.unwrap().success());
    let mut program = chat_tests::server::Start::new(crate::house::SERVER)
        .args(&["--unix", path.to_str().unwrap()])
        .args(&["--trace", pipe.to_str().unwrap()])
        .program();
    let deadline = chat_tests::clock::Deadline::after(PATIENCE);
    while !path.exists() {
        assert!(deadline.left().is_some(), "{}", program.story());
        thread::yield_now();
    }
    // Different ones: of two equal ones that come together the system keeps one.
    program.terminate();
    program.interrupt();
    let exit = program.exit_within(PATIENCE);
    assert_eq!(exit.status.code(), Some(1), "{}", exit.errors);
    assert!(exit.took < Duration::from_secs(5), "took {:?}", exit.took);
}

/// A person has stopped the terminal, or a script reads the addresses later.
#[cfg(target_os = "linux")]
#[test]
fn a_server_whose_output_nobody_takes_stops_all_the_same() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("chat");
    let (reader, mut writer) = std::io::pipe().unwrap();
    std::io::Write::write_all(&mut writer, &vec![b'\n'; PIPE_BYTES]).unwrap();
    let mut server = std::process::Command::new(crate::house::SERVER)
        .args(["-q", "--ephemeral", "--unix"])
        .arg(&path)
        .stdin(std::process::Stdio::null())
        .stdout(writer)
        .spawn()
        .unwrap();
    let deadline = chat_tests::clock::Deadline::after(PATIENCE);
    let mut peer = loop {
        assert!(deadline.left().is_some(), "never ready");
        if let Ok(stream) = std::os::unix::net::UnixStream::connect(&path) {
            break stream;
        }
        thread::yield_now();
    };
    // It is let in before the server stops, and not only on its way.
    std::io::Write::write_all(&mut peer, b"let me in\n").unwrap();
    let mut lines = std::io::BufReader::new(&mut peer);
    let mut heard = String::new();
    std::io::BufRead::read_line(&mut lines, &mut heard).unwrap();
    assert!(heard.contains("let me in"), "{heard:?}");
    let pid = rustix::process::Pid::from_child(&server);
    rustix::process::kill_process(pid, rustix::process::Signal::TERM).unwrap();
    std::io::Read::read_to_string(&mut lines, &mut heard).unwrap();
    assert!(heard.contains("closing"), "{heard:?}");
    assert_eq!(server.wait().unwrap().code(), Some(0));
    drop(reader);
}

/// What a pipe holds.
#[cfg(target_os = "linux")]
const PIPE_BYTES: usize = 64 * 1024;

/// Three talk as fast as they can, and go on while it stops.
#[test]
fn in_the_middle_of_a_flood_it_stops_as_well() {
    let mut server = server();
    let mut witness = Peer::join(&server, Via::Tcp, "witness");
    let talkers: Vec<Peer> = (0..3)
        .map(|n| Peer::join(&server, Via::Tcp, &format!("talker{n}")))
        .collect();
    thread::scope(|scope| {
        for talker in talkers {
            scope.spawn(|| talks_to_the_end(talker));
        }
        for _ in 0..1000 {
            witness.hears("a message", |f| f.kind() == "msg");
        }
        server.program.terminate();
        let exit = server.program.exit_within(STOPPING);
        assert_eq!(exit.status.code(), Some(0), "{}", exit.errors);
    });
    let seen = witness.hears_the_end();
    assert_eq!(seen.last().map(Frame::kind), Some("bye"));
}

fn talks_to_the_end(mut talker: Peer) {
    let lines = "{\"text\":\"and so on\"}\n".repeat(20);
    while talker.wire.try_send(lines.as_bytes()).is_ok() && !talker.wire.has_ended() {
        while let Got::Line(_) = talker.wire.line_within(Duration::from_millis(1)) {}
    }
}
