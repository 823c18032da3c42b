//! Section 9: whoever looks for servers finds them, and nobody is disturbed by it.

use std::net::SocketAddr;
use std::net::UdpSocket;

use chat_tests::client::Client;
use chat_tests::clock::PATIENCE;
use chat_tests::peer::Peer;
use chat_tests::program::Exit;
use chat_tests::tunnel;
use chat_tests::wire::Via;
use chat_trust::words::SixWords;
use serde_json::Value;
use serde_json::json;

use crate::house::CLIENT;
use crate::house::server_with;

/// A question of so many bytes.
fn find(nonce: &str, bytes: usize) -> Vec<u8> {
    let begun = json!({"type": "find", "nonce": nonce, "pad": ""}).to_string();
    let pad = ".".repeat(bytes - begun.len());
    let question = json!({"type": "find", "nonce": nonce, "pad": pad}).to_string();
    assert_eq!(question.len(), bytes);
    question.into_bytes()
}

/// Somebody of whom the server has never heard.
fn stranger(to: SocketAddr) -> UdpSocket {
    let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
    socket.set_read_timeout(Some(PATIENCE)).unwrap();
    socket.connect(to).unwrap();
    socket
}

fn answer(socket: &UdpSocket) -> (Value, usize) {
    let mut buffer = [0; 2048];
    let count = socket.recv(&mut buffer).unwrap();
    (serde_json::from_slice(&buffer[..count]).unwrap(), count)
}

fn looks(args: &[&str]) -> Exit {
    let mut client = Client::start(CLIENT, args);
    client.end_input();
    client.program.exit_within(PATIENCE)
}

#[test]
fn a_question_is_answered_by_one_here_that_is_no_longer() {
    let title = format!("redes A \"{}\u{1b}[2J", "x".repeat(99));
    let server = server_with(&["--title", &title]);
    let (tcp, udp) = (server.tcp()[0], server.udp()[0]);
    let mut ana = Peer::connect(&server, Via::Tcp);
    let welcome = ana.enter("ana", "lobby");
    let asker = stranger(udp);
    asker.send(&find("4b1e0c77a2d95f36", 384)).unwrap();
    let (here, length) = answer(&asker);
    assert!(length <= 384, "{length}");
    assert_eq!(here["type"], "here");
    assert_eq!(here["nonce"], "4b1e0c77a2d95f36");
    assert_eq!(
        (&here["tcp"], &here["udp"]),
        (&json!(tcp.port()), &json!(udp.port()))
    );
    assert_eq!((&here["people"], &here["asks"]), (&json!(1), &json!([])));
    assert_eq!(here["run"].as_str(), welcome.get("run"));
    let title = here["title"].as_str().unwrap();
    assert!(
        title.starts_with("redes A \"xxx") && title.len() <= 48,
        "{title}"
    );
    assert!(!title.contains('\u{1b}'));
    // For the simplest of clients.
    assert!(
        here["text"].as_str().unwrap().contains("1 person"),
        "{here}"
    );
    assert_eq!(here["name"], "server");
    assert!(here["timestamp"].as_str().unwrap().ends_with('Z'));
    // One answer, and it was nobody's: the next one is to what is asked next.
    asker.send(&find("other", 400)).unwrap();
    assert_eq!(answer(&asker).0["nonce"], "other");
    assert!(ana.fence().is_empty());
}

#[test]
fn a_question_is_no_message_and_makes_nobody_a_peer_however_it_is_written() {
    let server = server_with(&[]);
    let mut witness = Peer::join(&server, Via::Tcp, "witness");
    let mut ana = Peer::join(&server, Via::Udp, "ana");
    witness.hears("ana's coming", |f| f.tells("join", "ana"));
    let asker = stranger(server.udp()[0]);
    let without = format!(r#"{{"type":"find","pad":"{}"}}"#, "x".repeat(400));
    for question in [
        &find("short", 100)[..],
        br#"{"type":"find"}"#,
        without.as_bytes(),
    ] {
        asker.send(question).unwrap();
        ana.wire.send(question);
    }
    // Nor is anybody's conversation disturbed who asks beside it.
    ana.wire.send(&find("n", 384));
    let here = ana.hears("the answer", |f| f.raw().contains(r#""type":"here""#));
    assert!(here.raw().contains(r#""nonce":"n""#), "{}", here.raw());
    asker.send(&find("last", 384)).unwrap();
    assert_eq!(
        answer(&asker).0["nonce"],
        "last",
        "the others had no answer"
    );
    assert!(ana.fence().is_empty());
    assert!(witness.fence().is_empty());
}

#[test]
fn a_hidden_server_answers_nobody_and_serves_whoever_knows_it() {
    let server = server_with(&["--hidden"]);
    let mut ana = Peer::join(&server, Via::Udp, "ana");
    ana.wire.send(&find("n", 384));
    assert!(ana.fence().is_empty());
    let to = server.udp()[0].to_string();
    let exit = looks(&["--find", &to]);
    assert_eq!(
        (exit.status.code(), exit.output.len()),
        (Some(1), 0),
        "{exit:?}"
    );
}

/// The words of a server's certificate.
fn words_of(server: SocketAddr) -> String {
    let print = tunnel::shown(server).unwrap();
    SixWords::of(*print.bytes().first_chunk().unwrap()).to_string()
}

#[test]
fn the_client_prints_one_line_for_a_server_that_it_finds() {
    let home = tempfile::tempdir().unwrap();
    let word = home.path().join("password");
    std::fs::write(&word, "segredo\n").unwrap();
    let word = word.to_str().unwrap();
    let server = server_with(&["--title", "redes  A", "--password-file", word]);
    let (tcp, udp) = (server.tcp()[0], server.udp()[0].to_string());
    let exit = looks(&["--find", &udp]);
    assert_eq!(exit.status.code(), Some(0), "{exit:?}");
    let words = words_of(tcp);
    let line = format!("{tcp}  redes A  0 people  password  secret: {words}\n");
    assert_eq!(exit.output, [line]);
    let exit = looks(&["--find", "--lang", "pt", &udp]);
    let line = format!("{tcp}  redes A  0 pessoas  palavra-passe  ligação secreta: {words}\n");
    assert_eq!(exit.output, [line]);
}

#[test]
fn whoever_finds_nobody_is_told_what_to_do() {
    // Nobody listens there, and nobody else takes the port meanwhile.
    let taken = UdpSocket::bind("127.0.0.1:0").unwrap();
    let to = taken.local_addr().unwrap().to_string();
    let exit = looks(&["--find", &to]);
    assert_eq!(
        (exit.status.code(), exit.output.len()),
        (Some(1), 0),
        "{exit:?}"
    );
    for part in ["no chat-server answers", "--bind", "chat-tui HOST"] {
        assert!(exit.errors.contains(part), "{}", exit.errors);
    }
    assert_eq!(exit.errors.lines().count(), 1, "{}", exit.errors);
}

#[cfg(target_os = "linux")]
mod networks {
    use std::net::IpAddr;
    use std::net::Ipv4Addr;

    use chat_tests::clock::now;
    use chat_tests::in_a_lab;
    use chat_tests::lab::Host;
    use chat_tests::lab::Lab;
    use chat_tests::server::Server;
    use chat_tests::server::Start;

    use super::*;
    use crate::house::SERVER;

    in_a_lab!(
        servers_on_other_hosts_are_found_by_nothing_but_being_there,
        a_server_is_found_where_there_is_only_ipv6,
        forged_answers_do_not_hide_the_true_one,
        a_server_is_in_the_multicast_dns_of_its_network_under_its_title,
    );

    /// A server on every interface of a host. In a network of its own every port is free.
    fn serve(host: &Host, args: &[&str]) -> Server {
        let start = Start::new(SERVER)
            .args(&["--tcp", "--udp", "--port", PORT, "--no-tls"])
            .args(args);
        host.runs(|| {
            let mut server = start.sockets(2).ready();
            // One line for each family, where the host has both.
            while server.one_more(std::time::Duration::from_millis(50)) {}
            server
        })
    }

    fn finds(host: &Host) -> Exit {
        host.runs(|| looks(&["--find", "--port", PORT]))
    }

    fn servers_on_other_hosts_are_found_by_nothing_but_being_there(lab: &mut Lab) {
        let [one, two, hidden, bound, seat] = [1, 2, 3, 4, 9]
            .map(|n| lab.host(&[&format!("10.9.0.{n}/24") as &str, &format!("fd09::{n}/64")]));
        let _servers = [
            serve(&one, &["--title", "redes A"]),
            serve(&two, &["--title", "redes B"]),
            serve(&hidden, &["--hidden"]),
            // It hears no broadcast: found by its address only.
            serve(&bound, &["--title", "redes D", "--bind", "10.9.0.4"]),
            serve(&seat, &["--title", "mine"]),
        ];
        let exit = finds(&seat);
        assert_eq!(exit.status.code(), Some(0), "{exit:?}");
        assert_eq!(
            exit.output,
            [
                format!("10.9.0.9:{PORT}  mine  0 people\n"),
                format!("10.9.0.1:{PORT}  redes A  0 people\n"),
                format!("10.9.0.2:{PORT}  redes B  0 people\n"),
            ]
        );
        let to = format!("10.9.0.4:{PORT}");
        let exit = seat.runs(|| looks(&["--find", &to]));
        assert_eq!(exit.output, [format!("{to}  redes D  0 people\n")]);
    }

    fn a_server_is_found_where_there_is_only_ipv6(lab: &mut Lab) {
        let [home, seat] = ["fd09::1/64", "fd09::2/64"].map(|a| lab.host(&[a]));
        let _server = serve(&home, &["--title", "redes A"]);
        let exit = finds(&seat);
        assert_eq!(exit.status.code(), Some(0), "{exit:?}");
        let [line] = &exit.output[..] else {
            panic!("{exit:?}");
        };
        assert!(
            line.starts_with('[') && line.contains("  redes A  "),
            "{line}"
        );
    }

    fn forged_answers_do_not_hide_the_true_one(lab: &mut Lab) {
        let [home, mallory, seat] =
            ["10.9.0.1/24", "10.9.0.66/24", "10.9.0.2/24"].map(|a| lab.host(&[a]));
        let _server = serve(&home, &["--title", "redes A"]);
        let forger = mallory.runs(|| UdpSocket::bind(("0.0.0.0", PORT.parse().unwrap())).unwrap());
        forger.set_read_timeout(Some(PATIENCE)).unwrap();
        let looking = std::thread::scope(|scope| {
            scope.spawn(|| mallory.runs(|| forges(&forger)));
            finds(&seat)
        });
        assert_eq!(looking.status.code(), Some(0), "{looking:?}");
        let told = looking.output.concat();
        assert!(
            told.contains(&format!("10.9.0.1:{PORT}  redes A  0 people")),
            "{told}"
        );
        assert!(looking.output.len() <= 9, "of one address: {told}");
        assert!(
            !told.contains("forged") && !told.contains('\u{1b}'),
            "{told}"
        );
    }

    /// As any program of the system's asks for services, of which one has this type.
    fn a_server_is_in_the_multicast_dns_of_its_network_under_its_title(lab: &mut Lab) {
        let [home, seat] = ["10.9.0.1/24", "10.9.0.2/24"].map(|a| lab.host(&[a]));
        let _server = serve(&home, &["--title", "redes A"]);
        let (group, own) = (Ipv4Addr::new(224, 0, 0, 251), Ipv4Addr::new(10, 9, 0, 2));
        let socket = seat.runs(|| {
            let socket = UdpSocket::bind("0.0.0.0:5353").unwrap();
            socket.join_multicast_v4(&group, &own).unwrap();
            socket.set_multicast_loop_v4(false).unwrap();
            let _ = socket2::SockRef::from(&socket).set_multicast_if_v4(&own);
            socket
        });
        let each = std::time::Duration::from_millis(300);
        socket.set_read_timeout(Some(each)).unwrap();
        let question = [
            &[0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0][..],
            b"\x0c_chat-server\x04_tcp\x05local\0",
            &[0, 12, 0, 1],
        ]
        .concat();
        let mut buffer = [0; 9000];
        let began = now();
        loop {
            assert!(began.elapsed() < PATIENCE, "no answer with its title");
            socket.send_to(&question, (group, 5353)).unwrap();
            let Ok((count, from)) = socket.recv_from(&mut buffer) else {
                continue;
            };
            let told = buffer[..count]
                .windows(13)
                .any(|part| part == b"title=redes A");
            if told && from.ip() == IpAddr::from([10, 9, 0, 1]) {
                return;
            }
        }
    }

    /// Answers the first question that it hears as a thousand servers, in the true one's
    /// name and in others.
    fn forges(forger: &UdpSocket) {
        let mut buffer = [0; 2048];
        let (count, from) = forger.recv_from(&mut buffer).unwrap();
        let asked: Value = serde_json::from_slice(&buffer[..count]).unwrap();
        let here = |nonce: &Value, title: &str| {
            let run = "49bcf26df3da3ea5";
            json!({"type": "here", "nonce": nonce, "title": title, "tcp": 1234, "run": run})
        };
        for n in 0..1000 {
            let stale = here(&json!(format!("{n:016x}")), "forged").to_string();
            forger.send_to(stale.as_bytes(), from).unwrap();
            let right = here(&asked["nonce"], &format!("\u{1b}[2Jredes A\r\n{n}")).to_string();
            let another = UdpSocket::bind("0.0.0.0:0").unwrap();
            another.send_to(right.as_bytes(), from).unwrap();
        }
        let same = here(&asked["nonce"], "redes A").to_string();
        forger.send_to(same.as_bytes(), from).unwrap();
    }

    /// Of the networks that a test makes for itself, and of nobody else's.
    const PORT: &str = "1234";
}
