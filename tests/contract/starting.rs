//! Section 1: the transports, the ports, the ready lines.

use std::net::SocketAddr;
use std::time::Duration;

use chat_tests::clock::PATIENCE;
use chat_tests::peer::Peer;
use chat_tests::server::Server;
use chat_tests::server::Start;
use chat_tests::wire::Via;
use chat_tests::wire::Wire;

use crate::house::SERVER;
use crate::house::server;

fn start(args: &[&str], sockets: usize) -> Server {
    Start::new(SERVER).args(args).sockets(sockets).ready()
}

/// Joins over this wire and hears itself.
#[track_caller]
fn is_served(wire: Wire, name: &str) {
    let mut peer = Peer::on(wire);
    peer.enter(name, "lobby");
    assert_eq!(peer.says(&format!("I am {name}")).name(), name);
}

#[test]
fn peers_of_every_transport_meet_in_the_same_room() {
    let server = server();
    let mut peers: Vec<Peer> = Via::ALL
        .iter()
        .map(|via| Peer::join(&server, *via, &format!("{via:?}")))
        .collect();
    for speaker in 0..peers.len() {
        let text = format!("from {speaker}");
        peers[speaker].say(&text);
        for peer in &mut peers {
            peer.hears(&text, |f| f.says(&text));
        }
    }
}

#[test]
fn only_the_chosen_transport_is_served() {
    let tcp = start(&["--tcp", "--bind", "127.0.0.1", "--port", "0"], 1);
    assert_eq!((tcp.tcp().len(), tcp.udp().len()), (1, 0));
    is_served(tcp.wire(Via::Tcp), "ana");
    let udp = start(&["--udp", "--bind", "127.0.0.1", "--port", "0"], 1);
    assert_eq!((udp.tcp().len(), udp.udp().len()), (0, 1));
    is_served(udp.wire(Via::Udp), "ana");
}

#[test]
fn port_zero_is_a_port_that_the_system_chose_and_the_line_names_it() {
    let server = start(&["--tcp", "--udp", "--bind", "127.0.0.1", "--port", "0"], 2);
    for address in server.tcp().iter().chain(server.udp()) {
        assert_eq!(address.ip().to_string(), "127.0.0.1");
        assert_ne!(address.port(), 0);
    }
    is_served(server.wire(Via::Tcp), "ana");
    is_served(server.wire(Via::Udp), "bob");
}

#[test]
fn a_ready_line_is_exactly_the_words_of_the_contract() {
    let mut program = Start::new(SERVER)
        .args(&["--tcp", "--bind", "127.0.0.1", "--port", "0"])
        .program();
    let line = program.line_within(PATIENCE).unwrap();
    let port: u16 = line
        .strip_prefix("listening on tcp 127.0.0.1:")
        .and_then(|rest| rest.strip_suffix('\n'))
        .and_then(|port| port.parse().ok())
        .unwrap_or_else(|| panic!("{line:?}"));
    is_served(Wire::tcp(SocketAddr::from(([127, 0, 0, 1], port))), "ana");
}

#[cfg(unix)]
#[test]
fn standard_output_has_one_line_for_each_socket_and_nothing_else() {
    let mut server = server();
    for via in Via::ALL {
        Peer::join(&server, *via, &format!("{via:?}")).says("hello");
    }
    server.program.terminate();
    let exit = server.program.exit_within(PATIENCE);
    assert_eq!(exit.output.len(), Via::PLAIN.len(), "{:?}", exit.output);
}

/// Nothing chosen but the port: TCP and UDP, every interface, both families.
#[test]
fn by_default_tcp_and_udp_are_served_on_every_interface_of_both_families() {
    let mut server = start(&["--port", "0"], 2);
    // One socket may serve both families, or one each: take what else comes.
    while server.tcp().len() + server.udp().len() < 4 && server.one_more(Duration::from_secs(1)) {}
    for addresses in [server.tcp(), server.udp()] {
        assert!(!addresses.is_empty(), "{}", server.program.story());
        for address in addresses {
            assert!(address.ip().is_unspecified(), "{address}");
            assert_eq!(address.port(), addresses[0].port(), "one number");
        }
    }
    assert!(server.unix().is_empty());
    let (tcp, udp) = (server.tcp()[0].port(), server.udp()[0].port());
    is_served(Wire::tcp(SocketAddr::from(([127, 0, 0, 1], tcp))), "ana");
    is_served(Wire::udp(SocketAddr::from(([127, 0, 0, 1], udp))), "bob");
    if has_ipv6() {
        let six = |port| SocketAddr::new("::1".parse().unwrap(), port);
        is_served(Wire::tcp(six(tcp)), "eva");
        is_served(Wire::udp(six(udp)), "gil");
    }
}

#[test]
fn an_ipv6_address_can_be_bound_and_is_written_in_brackets() {
    if !has_ipv6() {
        return;
    }
    let mut program = Start::new(SERVER)
        .args(&["--tcp", "--bind", "::1", "--port", "0"])
        .program();
    let line = program.line();
    assert!(line.starts_with("listening on tcp [::1]:"), "{line:?}");
    let address = line.rsplit(' ').next().unwrap().parse().unwrap();
    is_served(Wire::tcp(address), "ana");
}

/// Nobody may count on port 1234 being free while tests run: either the ready
/// line names it, or the refusal does.
#[test]
fn the_default_port_is_1234() {
    for transport in ["tcp", "udp"] {
        let mut program = Start::new(SERVER)
            .args(&[&format!("--{transport}"), "--bind", "127.0.0.1"])
            .program();
        if let Some(line) = program.line_within(PATIENCE) {
            assert_eq!(line, format!("listening on {transport} 127.0.0.1:1234\n"));
        } else {
            let exit = program.exit_within(PATIENCE);
            assert!(exit.errors.contains(":1234"), "{}", exit.errors);
        }
    }
}

#[expect(clippy::print_stderr, reason = "says why it checks less")]
fn has_ipv6() -> bool {
    let has = std::net::TcpListener::bind("[::1]:0").is_ok();
    if !has {
        eprintln!("not checked: this machine has no IPv6");
    }
    has
}
