//! `serve_one`, `serve_many`: one at a time, then threads, then tasks.

use std::io::Read;
use std::io::Write;
use std::net::TcpStream;

use crate::program::lesson;
use crate::program::python;
use crate::program::run;

fn ask(mut stream: &TcpStream) {
    stream.write_all("olá".as_bytes()).unwrap();
    let mut answer = [0; 4];
    stream.read_exact(&mut answer).unwrap();
    assert_eq!(&answer, "OLá".as_bytes());
}

#[test]
fn the_second_client_waits_in_the_backlog_until_the_first_has_left() {
    let mut server = lesson("serve_one", &["0"]);
    let port = server.port();
    let first = TcpStream::connect(("127.0.0.1", port)).unwrap();
    server.shows(&format!("client 1 is {}", first.local_addr().unwrap()));
    let second = TcpStream::connect(("127.0.0.1", port)).unwrap();
    ask(&first);
    server.shows("answered 4 bytes; in the backlog: 1");
    let third = TcpStream::connect(("127.0.0.1", port)).unwrap();
    ask(&first);
    server.shows("answered 4 bytes; in the backlog: 2");
    drop(first);
    server.shows(&format!("client 2 is {}", second.local_addr().unwrap()));
    ask(&second);
    server.shows("answered 4 bytes; in the backlog: 1");
    drop((second, third));
    server.shows("client 3 left; in the backlog: 0");
}

#[test]
fn a_hundred_clients_are_a_hundred_threads() {
    let mut server = lesson("serve_many", &["threads", "0"]);
    let port = server.port().to_string();
    let crowd = run("serve_many", &["crowd", &port, "100"], "");
    crowd.check(0, "100 answered: OLá");
    // And the one that accepts.
    server.shows("clients: 100, threads: 101");
    server.shows("all have left");
}

#[test]
fn a_thousand_clients_are_one_thread_with_tasks() {
    let mut server = lesson("serve_many", &["tasks", "0"]);
    let port = server.port().to_string();
    let crowd = run("serve_many", &["crowd", &port, "1000"], "");
    crowd.check(0, "1000 connected");
    crowd.check(0, "1000 answered: OLá");
    server.shows("clients: 1000, threads: 1");
    server.shows("all have left");
}

#[test]
fn the_servers_pair_with_python_both_ways() {
    for args in [
        &["serve_one", "0"][..],
        &["serve_many", "threads", "0"],
        &["serve_many", "tasks", "0"],
    ] {
        let mut server = lesson(args[0], &args[1..]);
        let port = server.port().to_string();
        let Some(mut client) = python("tcp_echo", &["client", &port]) else {
            return;
        };
        client.types("olá\nagain\n");
        assert_eq!(client.ends().shown, ["OLá", "AGAIN"]);
    }
    let Some(mut server) = python("tcp_echo", &["threads"]) else {
        return;
    };
    let port = server.port().to_string();
    run("serve_many", &["crowd", &port, "50"], "").check(0, "50 answered: OLá");
}
