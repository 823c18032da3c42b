//! `udp_local`: answers with the length.

use std::net::UdpSocket;

use crate::program::PATIENCE;
use crate::program::lesson;
use crate::program::nobodys_port;
use crate::program::python;
use crate::program::run;

#[test]
fn the_reply_is_the_length_and_the_sender_is_named() {
    let mut server = lesson("udp_local", &["server", "0"]);
    let me = UdpSocket::bind("127.0.0.1:0").unwrap();
    me.set_read_timeout(Some(PATIENCE)).unwrap();
    me.send_to(b"hello", ("127.0.0.1", server.port())).unwrap();
    let mut buffer = [0; 100];
    let size = me.recv(&mut buffer).unwrap();
    assert_eq!(&buffer[..size], b"Your data was 5 bytes long");
    server.shows(&format!(
        "the client at {} says \"hello\"",
        me.local_addr().unwrap()
    ));
}

#[test]
fn the_system_chooses_the_clients_port_anew_each_time() {
    let mut server = lesson("udp_local", &["server", "0"]);
    let port = server.port().to_string();
    for _ in 0..2 {
        let mut client = lesson("udp_local", &["client", &port]);
        let line = client.shows("the system assigned me the address 0.0.0.0:");
        let chosen = line.rsplit(':').next().unwrap().to_owned();
        assert_ne!(chosen, "0");
        server.shows(&format!(
            "the client at 127.0.0.1:{chosen} says \"The time is "
        ));
        client.ends().check(0, "bytes long");
    }
}

#[test]
fn a_server_that_is_off_is_only_silence_here() {
    let port = nobodys_port().to_string();
    run("udp_local", &["client", &port], "").check(1, "no answer in 3 s");
}

#[test]
fn udp_local_pairs_with_python_both_ways() {
    let Some(mut server) = python("udp_local", &["server"]) else {
        return;
    };
    let port = server.port().to_string();
    run("udp_local", &["client", &port], "").check(0, "replied \"Your data was ");
    let mut server = lesson("udp_local", &["server", "0"]);
    let port = server.port().to_string();
    let Some(client) = python("udp_local", &["client", &port]) else {
        return;
    };
    let ended = client.ends();
    let sent = ended.shown[0].strip_prefix("sent ").unwrap();
    assert_eq!(ended.shown[1], format!("Your data was {sent} bytes long"));
}
