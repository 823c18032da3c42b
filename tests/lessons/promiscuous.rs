//! `promiscuous`: whom a client believes.

use std::net::UdpSocket;

use crate::program::Ended;
use crate::program::PATIENCE;
use crate::program::lesson;
use crate::program::nobodys_port;
use crate::program::python;
use crate::program::run;

/// A client with this trust, our server's socket, and the request.
fn asked(trust: &str) -> (crate::program::Program, String, UdpSocket, String) {
    // One that nobody else gets when it is free.
    let server = UdpSocket::bind(("127.0.0.1", nobodys_port())).unwrap();
    server.set_read_timeout(Some(PATIENCE)).unwrap();
    let port = server.local_addr().unwrap().port().to_string();
    let mut client = lesson("promiscuous", &["client", &port, "--trust", trust]);
    let victim = format!("127.0.0.1:{}", client.own_port());
    let mut buffer = [0; 100];
    let size = server.recv(&mut buffer).unwrap();
    (
        client,
        victim,
        server,
        String::from_utf8_lossy(&buffer[..size]).into_owned(),
    )
}

/// The forger takes this address, which nobody has any more. A program that another test
/// starts just now has a copy of our socket until it is that program: then once more.
#[track_caller]
fn takes_and_forges(victim: &str, from: &str) {
    let args = ["forge", victim, "FAKE", "--from", from];
    let has_owner = |ended: &Ended| ended.shown.iter().any(|line| line.contains("has an owner"));
    let mut forged = (0..TRIES).map(|_| run("promiscuous", &args, ""));
    let Some(forged) = forged.find(|ended| !has_owner(ended)) else {
        panic!("{from} has an owner that stays");
    };
    forged.check(0, from);
}

/// Each is a whole program, which takes longer than another's start.
const TRIES: usize = 100;

#[test]
fn who_trusts_anyone_accepts_a_forged_reply() {
    let (client, victim, _server, _) = asked("anyone");
    run("promiscuous", &["forge", &victim, "FAKE"], "").check(0, "sent \"FAKE\"");
    client.ends().check(0, "accepted \"FAKE\" from 127.0.0.1:");
}

#[test]
fn who_looks_at_the_address_refuses_a_stranger_and_accepts_the_server() {
    let (mut client, victim, server, _) = asked("address");
    run("promiscuous", &["forge", &victim, "FAKE"], "").check(0, "sent");
    client.shows("refused \"FAKE\": it came from 127.0.0.1:");
    server.send_to(b"true", &victim).unwrap();
    client.ends().check(0, "accepted \"true\"");
}

#[test]
fn the_right_port_at_another_address_is_a_stranger_too() {
    let (mut client, victim, server, _) = asked("address");
    let from = format!("127.0.0.2:{}", server.local_addr().unwrap().port());
    run(
        "promiscuous",
        &["forge", &victim, "FAKE", "--from", &from],
        "",
    )
    .check(0, &from);
    client.shows(&format!("refused \"FAKE\": it came from {from}"));
}

#[test]
fn who_wants_the_session_refuses_even_the_right_address() {
    let (mut client, victim, server, question) = asked("session");
    let session = question.strip_prefix("WHO IS THERE? ").unwrap();
    assert_eq!(session.len(), 16);
    let from = server.local_addr().unwrap().to_string();
    // The server has ended, and the forger takes its address.
    drop(server);
    takes_and_forges(&victim, &from);
    client.shows("refused \"FAKE\": from the right address, but not of this session");
    let reply = format!("FAKE {session}");
    run(
        "promiscuous",
        &["forge", &victim, &reply, "--from", &from],
        "",
    )
    .check(0, &from);
    client.ends().check(0, "accepted \"FAKE ");
}

#[test]
fn an_address_that_has_an_owner_cannot_be_forged() {
    let owner = UdpSocket::bind("127.0.0.1:0").unwrap();
    let from = owner.local_addr().unwrap().to_string();
    let victim = format!("127.0.0.1:{}", nobodys_port());
    let ended = run(
        "promiscuous",
        &["forge", &victim, "FAKE", "--from", &from],
        "",
    );
    ended.check(1, "has an owner already");
}

#[test]
fn the_echo_server_repeats_the_session() {
    let mut server = lesson("udp_echo_server", &["0"]);
    let port = server.port().to_string();
    let ended = run("promiscuous", &["client", &port, "--trust", "session"], "");
    ended.check(0, "accepted \"WHO IS THERE? ");
}

#[test]
fn promiscuous_pairs_with_python_both_ways() {
    let (client, victim, _server, _) = asked("anyone");
    let port = victim.rsplit(':').next().unwrap();
    let Some(forger) = python("promiscuous", &["forge", port, "FAKE"]) else {
        return;
    };
    assert_eq!(forger.ends().code, Some(0));
    client.ends().check(0, "accepted \"FAKE\"");

    let server = UdpSocket::bind("127.0.0.1:0").unwrap();
    let port = server.local_addr().unwrap().port().to_string();
    let Some(mut client) = python("promiscuous", &["client", &port]) else {
        return;
    };
    let victim = format!("127.0.0.1:{}", client.own_port());
    run("promiscuous", &["forge", &victim, "FAKE"], "").check(0, "sent");
    client.ends().check(0, "FAKE from");
    let Some(mut server) = python("udp_echo", &["server"]) else {
        return;
    };
    let port = server.port().to_string();
    run("promiscuous", &["client", &port, "--trust", "session"], "").check(0, "accepted");
}
