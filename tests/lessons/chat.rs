//! `udp_chat_server`, `tcp_chat_server`, `chat_client`: exercises 3.6 to 3.8 and
//! Lab 07-03.

use std::io::ErrorKind;
use std::io::Read;
use std::io::Write;
use std::net::TcpListener;
use std::net::TcpStream;
use std::net::UdpSocket;
use std::time::Duration;

use chat_tests::clock::Deadline;

use crate::program::PATIENCE;
use crate::program::lesson;
use crate::program::python;

#[test]
fn who_sends_is_in_the_list_and_all_hear_the_same_in_one_order() {
    let mut server = lesson("udp_chat_server", &["0"]);
    let to = ("127.0.0.1", server.port());
    let [ana, rui] = [1, 2].map(|_| UdpSocket::bind("127.0.0.1:0").unwrap());
    let [ana_at, rui_at] = [&ana, &rui].map(|socket| socket.local_addr().unwrap());
    ana.send_to("olá".as_bytes(), to).unwrap();
    server.shows(&format!("in the list: [{ana_at}]"));
    rui.send_to(b"good day", to).unwrap();
    server.shows(&format!("in the list: [{ana_at}, {rui_at}]"));
    ana.send_to(b"bye", to).unwrap();
    server.shows(&format!("{ana_at} says \"BYE\" to 2"));
    let heard = |socket: &UdpSocket| {
        socket.set_read_timeout(Some(PATIENCE)).unwrap();
        let mut buffer = [0; 100];
        let size = socket.recv(&mut buffer).unwrap();
        String::from_utf8_lossy(&buffer[..size]).into_owned()
    };
    // Ana hears her own words too; Rui those that came after his first.
    assert_eq!(
        [heard(&ana), heard(&ana), heard(&ana)],
        ["OLá", "GOOD DAY", "BYE"]
    );
    assert_eq!([heard(&rui), heard(&rui)], ["GOOD DAY", "BYE"]);
}

#[test]
fn who_leaves_is_no_longer_in_the_list_of_sockets() {
    let mut server = lesson("tcp_chat_server", &["0"]);
    let port = server.port();
    let [ana, mut rui] = [1, 2].map(|_| {
        let stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
        let own = stream.local_addr().unwrap();
        assert!(server.shows("in the list").contains(&own.to_string()));
        stream
    });
    let ana_at = ana.local_addr().unwrap();
    drop(ana);
    let line = server.shows(&format!("{ana_at} left; in the list: ["));
    assert!(
        line.ends_with(&format!("[{}]", rui.local_addr().unwrap())),
        "{line}"
    );
    rui.write_all("olá".as_bytes()).unwrap();
    let mut heard = [0; 4];
    rui.read_exact(&mut heard).unwrap();
    assert_eq!(&heard, "OLá".as_bytes());
}

const PIECE: [u8; 4096] = [b'x'; 4096];

/// One client that reads nothing, and another that says a piece and waits for
/// it to come back, until it has waited in vain or `pieces` came.
fn talk_beside_one_that_does_not_read(
    option: &str,
    pieces: usize,
) -> (TcpStream, TcpStream, usize) {
    let mut server = lesson("tcp_chat_server", &["0", option]);
    let port = server.port();
    let slow = TcpStream::connect(("127.0.0.1", port)).unwrap();
    server.shows("in the list");
    let mut quick = TcpStream::connect(("127.0.0.1", port)).unwrap();
    server.shows("in the list");
    let wait = if option == "--naive" {
        Duration::from_secs(1)
    } else {
        PATIENCE
    };
    quick.set_read_timeout(Some(wait)).unwrap();
    let mut came = 0;
    let mut buffer = PIECE;
    for _ in 0..pieces {
        quick.write_all(&PIECE).unwrap();
        if quick.read_exact(&mut buffer).is_err() {
            break;
        }
        came += 1;
    }
    if option == "--bounded" {
        let slow_at = slow.local_addr().unwrap();
        server.shows(&format!("{slow_at} does not read: put out"));
        return (slow, quick, came);
    }
    // As soon as the slow one reads, the others go on.
    assert!(
        came < pieces,
        "{came} pieces came although one does not read"
    );
    slow.set_nonblocking(true).unwrap();
    quick.set_nonblocking(true).unwrap();
    let deadline = Deadline::after(PATIENCE);
    loop {
        assert!(deadline.left().is_some(), "nothing goes on");
        drain(&slow);
        match (&quick).read(&mut buffer) {
            Ok(1..) => return (slow, quick, came),
            Err(why) if why.kind() == ErrorKind::WouldBlock => std::thread::yield_now(),
            end => panic!("{end:?}"),
        }
    }
}

fn drain(mut stream: &TcpStream) {
    let mut buffer = [0; 8192];
    while stream.read(&mut buffer).is_ok_and(|size| size > 0) {}
}

#[test]
fn one_slow_reader_stops_everyone_of_the_naive_server() {
    talk_beside_one_that_does_not_read("--naive", 20_000);
}

#[test]
fn one_slow_reader_of_the_bounded_server_is_put_out_and_stops_nobody() {
    let (_, _, came) = talk_beside_one_that_does_not_read("--bounded", 2000);
    assert_eq!(came, 2000);
}

#[test]
fn many_messages_at_once_come_glued_over_tcp_and_never_over_udp() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port().to_string();
    let mut client = lesson("chat_client", &["127.0.0.1", &port]);
    let (mut stream, _) = listener.accept().unwrap();
    client.shows("i am");
    client.signal("STOP");
    for word in [&b"one "[..], b"two ", b"three"] {
        stream.write_all(word).unwrap();
    }
    client.signal("CONT");
    client.shows("[13 bytes] one two three");

    let server = UdpSocket::bind("127.0.0.1:0").unwrap();
    let port = server.local_addr().unwrap().port().to_string();
    let mut client = lesson("chat_client", &["--udp", "127.0.0.1", &port]);
    let to = ("127.0.0.1", client.own_port());
    client.signal("STOP");
    for word in [&b"one "[..], b"two ", b"three"] {
        server.send_to(word, to).unwrap();
    }
    client.signal("CONT");
    client.shows("[4 bytes] one ");
    client.shows("[4 bytes] two ");
    client.shows("[5 bytes] three");
}

#[test]
fn the_client_hears_while_it_waits_for_the_keyboard() {
    for (server, udp) in [("udp_chat_server", true), ("tcp_chat_server", false)] {
        let mut server = lesson(server, &["0"]);
        let port = server.port().to_string();
        let args: Vec<&str> = udp
            .then_some("--udp")
            .into_iter()
            .chain(["127.0.0.1", &port])
            .collect();
        let [mut ana, mut rui] = [1, 2].map(|_| lesson("chat_client", &args));
        // Over UDP one is in the list only after having spoken.
        ana.types("i am here\n");
        ana.shows("I AM HERE");
        rui.types("hello\n");
        // What came before may be glued to it.
        rui.shows("HELLO");
        ana.shows("[5 bytes] HELLO");
        ana.types("olá\n");
        rui.shows("[4 bytes] OLá");
        ana.shows("[4 bytes] OLá");
        // After Ctrl+D it hears what comes within a second, and ends.
        assert_eq!(ana.ends().code, Some(0));
    }
}

#[test]
fn the_client_tells_when_the_server_leaves() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port().to_string();
    let mut client = lesson("chat_client", &["127.0.0.1", &port]);
    drop(listener.accept().unwrap());
    client.shows("the server closed the connection");
    client.ends().check(1, "the server closed");
}

#[test]
fn the_chats_pair_with_python_both_ways() {
    for (python_server, python_client, server, udp) in [
        ("udp-server", "udp-client", "udp_chat_server", true),
        ("tcp-server", "tcp-client", "tcp_chat_server", false),
    ] {
        let Some(mut theirs) = python("chat", &[python_server]) else {
            return;
        };
        let port = theirs.port().to_string();
        let args: Vec<&str> = udp
            .then_some("--udp")
            .into_iter()
            .chain(["127.0.0.1", &port])
            .collect();
        let mut client = lesson("chat_client", &args);
        client.types("olá\n");
        client.shows("[4 bytes] OLá");

        let mut ours = lesson(server, &["0"]);
        let port = ours.port().to_string();
        let Some(mut client) = python("chat", &[python_client, &port]) else {
            return;
        };
        client.shows("connected");
        client.types("olá\n");
        client.shows("heard OLá");
    }
}
