//! `docs/LINK.md`, section 5: bad weather over TCP and Unix sockets, in both
//! programs.

use std::net::SocketAddr;
use std::process::Command;
use std::time::Duration;

use chat_tests::client::Client;
use chat_tests::clock::Deadline;
use chat_tests::clock::PATIENCE;
use chat_tests::clock::now;
use chat_tests::peer::Peer;
use chat_tests::program::Program;
use chat_tests::server::Server;
use chat_tests::wire::Via;

use crate::house::CLIENT;
use crate::house::SERVER;
use crate::house::server;
use crate::house::server_with;

/// Everything that a stream can go through and live.
const STREAM_IMPAIRMENTS: [&str; 10] = [
    "--slice",
    "1..7",
    "--glue",
    "5ms",
    "--stall",
    "200ms+300ms/1s",
    "--delay",
    "1..9ms",
    "--seed",
    "7",
];

/// Says lines through the client; all of them come, once and in order.
#[track_caller]
fn lines_come_through(server: &Server, args: &[&str]) {
    let mut witness = Peer::join(server, Via::Tcp, "witness");
    let lines: Vec<String> = (0..5).map(|n| format!("linha n.º {n}\n")).collect();
    let args = [args, &["--name", "ana"]].concat();
    let exit = Client::start(CLIENT, &args).finish(&lines.concat());
    assert_eq!(exit.status.code(), Some(0), "{exit:?}");
    for line in &lines {
        let frame = witness.hears("a line", |f| f.kind() == "msg");
        assert_eq!(frame.text(), line.trim());
    }
}

fn tcp(server: &Server) -> SocketAddr {
    server.tcp()[0]
}

#[test]
fn in_the_servers_gusts_every_line_arrives_once_and_in_order() {
    let server = server_with(&STREAM_IMPAIRMENTS);
    lines_come_through(&server, &[&tcp(&server).to_string()]);
}

#[test]
fn in_the_clients_gusts_every_line_arrives_once_and_in_order() {
    let server = server();
    let address = tcp(&server).to_string();
    lines_come_through(&server, &[&[&*address], &STREAM_IMPAIRMENTS[..]].concat());
}

#[cfg(unix)]
#[test]
fn a_unix_socket_has_the_weather_of_streams() {
    let server = server_with(&STREAM_IMPAIRMENTS);
    let path = server.unix()[0].to_str().unwrap().to_owned();
    lines_come_through(
        &server,
        &[&["--unix", &*path], &STREAM_IMPAIRMENTS[..]].concat(),
    );
}

#[test]
fn what_the_server_writes_comes_in_pieces() {
    let server = server_with(&["--slice", "out:5"]);
    let mut ana = server.wire(Via::Tcp);
    // Whoever looks often sees a part of an answer before all of it; a machine
    // that is busy elsewhere may look too late once, and not each time.
    let deadline = Deadline::after(PATIENCE);
    let mut in_pieces = false;
    while !in_pieces && deadline.left().is_some() {
        ana.send(b"{\"type\":\"ping\",\"id\":1}\n");
        let mut seen = Vec::new();
        while !seen.ends_with(b"\n") && deadline.left().is_some() {
            seen.extend(ana.bytes_within(Duration::from_millis(1)));
            in_pieces |= !seen.is_empty() && !seen.ends_with(b"\n");
        }
    }
    assert!(in_pieces, "every answer came whole");
}

#[test]
fn a_reset_breaks_each_connection_in_its_time_and_the_server_lives_on() {
    let server = server_with(&["--reset", "1s"]);
    let began = now();
    let mut ana = Peer::join(&server, Via::Tcp, "ana");
    ana.says("before");
    ana.hears_the_end();
    assert!(began.elapsed() >= Duration::from_millis(900));
    let mut bob = Peer::join(&server, Via::Tcp, "bob");
    bob.says("after");
    assert!(bob.hears_the_end().iter().all(|f| f.kind() != "bye"));
}

#[cfg(unix)]
#[track_caller]
fn the_bye_of_a_server_that_stops_comes_late_but_comes(via: Via) {
    let server = server_with(&["--delay", "1s"]);
    let mut ana = Peer::join(&server, via, "ana");
    let began = now();
    server.stop();
    ana.hears_bye(via);
    assert!(began.elapsed() < PATIENCE);
}

#[cfg(unix)]
#[test]
fn the_bye_of_a_server_that_stops_comes_late_but_comes_on_tcp() {
    the_bye_of_a_server_that_stops_comes_late_but_comes(Via::Tcp);
}

#[cfg(unix)]
#[test]
fn the_bye_of_a_server_that_stops_comes_late_but_comes_on_udp() {
    the_bye_of_a_server_that_stops_comes_late_but_comes(Via::Udp);
}

#[test]
fn the_client_in_the_raw_cuts_what_it_sends() {
    let server = server();
    let address = tcp(&server).to_string();
    let mut witness = Peer::join(&server, Via::Tcp, "witness");
    let args = [
        "--plain", &*address, "--slice", "out:1", "--stall", "0s+1s", "--seed", "7",
    ];
    let mut raw = Client::start(CLIENT, &args);
    let began = now();
    raw.types("cut into letters\n");
    let heard = witness.hears("a message", |f| f.kind() == "msg");
    assert_eq!(heard.text(), "cut into letters");
    assert!(began.elapsed() >= Duration::from_millis(800));
    let exit = raw.finish("");
    let told = "weather: slice out:1, stall 0s+1s, seed 7";
    assert!(exit.errors.contains(told), "{exit:?}");
}

#[track_caller]
fn refuses(exe: &str, args: &[&str], words: &str) {
    let exit = Program::start(Command::new(exe).args(args)).exit_within(PATIENCE);
    assert_eq!(exit.status.code(), Some(2), "{exit:?}");
    assert!(exit.errors.contains(words), "{}", exit.errors);
}

#[test]
fn the_wrong_word_for_the_transport_is_explained_with_status_two() {
    refuses(CLIENT, &["localhost", "--drop", "30%"], "TCP hides loss");
    refuses(
        CLIENT,
        &["--udp", "localhost", "--slice", "3"],
        "is for TCP",
    );
    refuses(
        CLIENT,
        &["--udp", "localhost", "--hold"],
        "needs the screen",
    );
    refuses(SERVER, &["--tcp", "--drop", "30%"], "TCP hides loss");
    refuses(SERVER, &["--udp", "--weather", "glue 5ms"], "is for TCP");
    refuses(SERVER, &["--weather", "rain"], "stall");
}

#[test]
fn a_slip_is_told_of_the_option_in_which_it_is() {
    let refused = |args: &[&str], words| {
        refuses(CLIENT, &[&["--udp", "localhost"], args].concat(), words);
    };
    refused(
        &["--drop", "mgs:30%"],
        "--drop: `mgs` is not a type of frame",
    );
    refused(&["--drop", ""], "--drop: `drop` needs a value");
    refused(&["--weather", "drop"], "--weather: `drop` needs a value");
    let mixed = ["--weather", "classroom", "--mtu", "0"];
    refused(&mixed, "--mtu: `0` is not the length");
}

#[test]
fn the_seed_is_shown_and_a_trace_tells_of_the_pieces() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("trace");
    let path = path.to_str().unwrap();
    let server = server();
    let address = tcp(&server).to_string();
    let args = [
        &*address, "--name", "ana", "--slice", "16", "--seed", "42", "--trace", path,
    ];
    let exit = Client::start(CLIENT, &args).finish("hello\n");
    assert!(exit.errors.contains("seed 42"), "{exit:?}");
    let trace = std::fs::read_to_string(path).unwrap();
    assert!(
        trace.contains(r#""event":"impairments","words":"slice 16","seed":42"#),
        "{trace}"
    );
    let piece = r#""flow":1,"event":"piece","way":"out","piece":1,"bytes":16"#;
    assert!(trace.contains(piece), "{trace}");
}
