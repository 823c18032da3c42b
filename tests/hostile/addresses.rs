//! What the server does about addresses, met by hosts that have addresses of
//! their own: nothing is counted of loopback, which all other tests use.

use std::net::IpAddr;
use std::net::SocketAddr;
use std::net::UdpSocket;
use std::time::Duration;
use std::time::Instant;

use chat_tests::clock::PATIENCE;
use chat_tests::clock::now;
use chat_tests::in_a_lab;
use chat_tests::lab::Host;
use chat_tests::lab::Lab;
use chat_tests::peer::Heard;
use chat_tests::peer::Peer;
use chat_tests::server::Server;
use chat_tests::server::Start;
use chat_tests::wire::Got;
use chat_tests::wire::Wire;
use serde_json::json;

use crate::house::SERVER;

in_a_lab!(
    one_address_cannot_fill_the_server_and_another_still_gets_in,
    an_ipv6_64_counts_as_one_address,
    a_forged_near_address_is_sent_no_more_than_the_bound,
    a_link_between_two_hosts_survives_a_silence,
);

/// A server on a host, which is told where its peers come from.
#[track_caller]
fn serve(host: &Host, args: &[&str]) -> Server {
    let start = Start::new(SERVER).args(&["--tcp", "--udp", "--port", "0"]);
    host.runs(|| start.args(args).sockets(2).ready())
}

/// The same port at an address that others reach.
fn at(address: &str, socket: SocketAddr) -> SocketAddr {
    SocketAddr::new(address.parse().unwrap(), socket.port())
}

/// Whoever is turned away is told so, and its place is free for others.
fn one_address_cannot_fill_the_server_and_another_still_gets_in(lab: &mut Lab) {
    let [home, mob, person] = ["10.9.0.1/24", "10.9.0.2/24", "10.9.0.3/24"].map(|a| lab.host(&[a]));
    let limits = ["--max-peers", "40", "--max-per-address", "8"];
    let server = serve(&home, &[&["--bind", "10.9.0.1"], &limits[..]].concat());
    let to = server.tcp()[0];
    // More than the server and its doorway hold, each with one byte.
    let mut crowd: Vec<Peer> = mob.runs(|| (0..320).map(|_| Peer::on(Wire::tcp(to))).collect());
    for peer in &mut crowd {
        // Some may be closed already.
        let _ = peer.wire.try_send(b"{");
    }
    let mut ana = Peer::on(person.runs(|| Wire::tcp(to)));
    ana.enter("ana", "lobby");
    ana.says("still here");
    let mut inside = 0;
    for (n, peer) in crowd.iter_mut().enumerate() {
        let rest = format!("\"type\":\"join\",\"name\":\"m{n}\"}}\n");
        let _ = peer.wire.try_send(rest.as_bytes());
        let Got::Line(line) = peer.wire.line_within(PATIENCE) else {
            panic!("m{n} is told nothing");
        };
        if line.contains(r#""type":"welcome""#) {
            inside += 1;
        } else {
            // Beyond the doorway nobody waits for a word in whichever language.
            let told = line.contains("server_full") || line.starts_with("! too many connections");
            assert!(told, "{line}");
            while let Got::Line(_) = peer.wire.line_within(PATIENCE) {}
            assert!(peer.wire.has_ended(), "m{n} is not closed");
        }
    }
    assert_eq!(inside, 8, "peers of one address");
}

/// Whoever has a /64 has as many addresses as he likes.
fn an_ipv6_64_counts_as_one_address(lab: &mut Lab) {
    let home = lab.host(&["fd09::1/64", "fd0a::1/64"]);
    let (mob, person) = (lab.host(&["fd09::2/64"]), lab.host(&["fd0a::2/64"]));
    let server = serve(&home, &["--bind", "::", "--max-per-address", "8"]);
    let to = at("fd09::1", server.tcp()[0]);
    let join = |n: u32| {
        let from = format!("fd09::9:{n:x}");
        mob.takes(&format!("{from}/64"));
        let from: IpAddr = from.parse().unwrap();
        let mut peer = Peer::on(mob.runs(|| Wire::tcp_from(from, to)));
        peer.send(&json!({"type": "join", "name": format!("m{n}")}));
        peer
    };
    let mut inside: Vec<Peer> = (0..8).map(join).collect();
    for peer in &mut inside {
        peer.hears("a welcome", |f| f.kind() == "welcome");
    }
    let refusal = join(8).hears("a refusal", |f| f.kind() == "error");
    assert!(refusal.refuses("server_full"), "{}", refusal.raw());
    // The next network is another one.
    let to = at("fd0a::1", server.tcp()[0]);
    let mut ana = Peer::on(person.runs(|| Wire::tcp(to)));
    ana.enter("ana", "lobby");
    ana.says("from elsewhere");
}

/// A near address need not be whose it says. Whoever bears another's and comes
/// and goes has the room's history sent to the other: at most a megabyte at
/// once, and 250,000 bytes a second.
fn a_forged_near_address_is_sent_no_more_than_the_bound(lab: &mut Lab) {
    let [home, liar, victim] =
        ["10.9.0.1/24", "10.9.0.2/24", "10.9.0.3/24"].map(|a| lab.host(&[a]));
    let server = serve(&home, &["--bind", "10.9.0.1", "--rate-limit", "500/500"]);
    let (to, stream) = (server.udp()[0], server.tcp()[0]);
    let mut ana = Peer::on(home.runs(|| Wire::tcp(stream)));
    ana.enter("ana", "lobby");
    for _ in 0..100 {
        ana.says(&"x".repeat(4000));
    }
    let mut target = Target::on(&victim, "10.9.0.3:5000");
    // Both have spoken to the server, so that everybody's way is known.
    target.socket.send_to(b"\n", to).unwrap();
    let mut witness = Peer::on(liar.runs(|| Wire::udp(to)));
    witness.fence();
    liar.takes("10.9.0.3/32");
    let forged = liar.runs(|| UdpSocket::bind("10.9.0.3:5000").unwrap());
    for _ in 0..100 {
        for frame in [r#"{"type":"join","name":"v"}"#, r#"{"type":"bye"}"#] {
            forged.send_to(frame.as_bytes(), to).unwrap();
        }
        witness.fence();
        target.listen();
    }
    assert!(target.heard > 100_000, "{} bytes", target.heard);
    let seconds = target.since.elapsed().as_secs_f64();
    let most = 1_000_000.0 + 250_000.0 * seconds + 33_000.0;
    let heard = f64::from(u32::try_from(target.heard).unwrap());
    assert!(heard <= most, "{heard} bytes in {seconds} s");
}

/// Whoever never asked for what comes.
struct Target {
    socket: UdpSocket,
    heard: usize,
    since: Instant,
}

impl Target {
    fn on(host: &Host, address: &str) -> Self {
        let socket = host.runs(|| UdpSocket::bind(address).unwrap());
        socket.set_nonblocking(true).unwrap();
        let since = now();
        Self {
            socket,
            heard: 0,
            since,
        }
    }

    fn listen(&mut self) {
        let mut buffer = vec![0; 1 << 16];
        while let Ok(count) = self.socket.recv(&mut buffer) {
            self.heard += count;
        }
    }
}

/// The cable is pulled and put in again while something is on its way.
fn a_link_between_two_hosts_survives_a_silence(lab: &mut Lab) {
    let (home, away) = (lab.host(&["10.9.0.1/24"]), lab.host(&["10.9.0.2/24"]));
    let server = serve(&home, &["--bind", "10.9.0.1"]);
    let (to, stream) = (server.udp()[0], server.tcp()[0]);
    let mut ana = Peer::on(away.runs(|| Wire::link(to)));
    ana.enter("ana", "lobby");
    let mut rui = Peer::on(home.runs(|| Wire::tcp(stream)));
    rui.enter("rui", "lobby");
    ana.hears("rui's coming", |f| f.tells("join", "rui"));
    away.falls_silent();
    ana.say("into the silence");
    let nothing = ana.next_within(Duration::from_millis(300));
    assert!(matches!(nothing, Heard::Silence), "{nothing:?}");
    away.comes_back();
    rui.hears("what was said", |f| f.says("into the silence"));
    ana.hears("the receipt", |f| f.says("into the silence"));
}
