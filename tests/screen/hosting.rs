//! Without a server: the client hosts one inside itself.

use chat_tests::peer::Peer;
use chat_tests::ports::free_port;
use chat_tests::server::Start;
use chat_tests::terminal::Launch;
use chat_tests::terminal::Terminal;
use chat_tests::wire::Via;
use chat_tests::wire::Wire;

use crate::house;
use crate::house::CLIENT;
use crate::house::joined;

#[track_caller]
fn on_port(args: &[&str], port: u16, name: &str) -> Terminal {
    let port = port.to_string();
    let args = [args, &["--port", &port, "--name", name]].concat();
    joined(Launch::new(CLIENT, &args).size(120, 24))
}

/// What the screen tells others to type: the words after `chat-tui`. A machine
/// without a network has nothing to tell; then it is the loopback's address.
#[track_caller]
fn told_to_type(host: &Terminal, port: u16) -> String {
    host.shows("this machine hosts the chat");
    let rows = host.rows();
    let line = rows.iter().find_map(|row| {
        let (before, rest) = row.split_once("chat-tui ")?;
        before.trim().is_empty().then_some(rest)
    });
    let Some(line) = line else {
        host.shows("has no network that others could reach");
        return format!("127.0.0.1:{port}");
    };
    let address = line.split('│').next().unwrap().trim();
    address.trim_matches('\'').to_owned()
}

#[test]
fn with_nothing_on_its_port_it_hosts_and_others_join_by_the_line_that_it_shows() {
    let port = free_port();
    let host = on_port(&[], port, "host");
    let address = told_to_type(&host, port);
    assert!(address.ends_with(&format!(":{port}")), "{address}");
    assert!(port == 1234 || !address.starts_with("127."), "{address}");
    let guest = joined(Launch::new(CLIENT, &[&address, "--name", "guest"]));
    host.shows("guest joined");
    guest.says("olá, host");
    host.shows_row("the guest", |row| row.contains("guest  olá, host"));
    host.says("olá, guest");
    guest.shows_row("the host", |row| row.contains("host  olá, guest"));
    // A peer of another make comes by UDP.
    let to = format!("127.0.0.1:{port}").parse().unwrap();
    let mut bob = Peer::on(Wire::udp(to));
    bob.enter("bob", "lobby");
    host.shows("bob joined");
}

#[test]
fn a_second_one_on_the_same_machine_joins_the_first() {
    let port = free_port();
    let host = on_port(&["--host"], port, "host");
    let guest = on_port(&[], port, "guest");
    host.shows("guest joined");
    guest.shows(&format!("tcp 127.0.0.1:{port}"));
    let hosts = guest.look(|screen| screen.contents().contains("hosts the chat"));
    assert!(!hosts, "one host is enough");
}

#[test]
fn a_second_host_on_one_port_is_told_how_to_join() {
    let port = free_port();
    let _host = on_port(&["--host"], port, "host");
    let port = port.to_string();
    let args = ["--host", "--port", &port, "--name", "late"];
    let mut late = Launch::new(CLIENT, &args).size(120, 24).start();
    assert_eq!(late.ends().exit_code(), 1);
    late.shows("a chat-server already runs here");
    late.shows(&format!("chat-tui 127.0.0.1:{port}"));
    late.is_as_before();
}

#[test]
fn when_the_host_leaves_the_guests_are_told_and_wait() {
    let port = free_port();
    let mut host = on_port(&["--host"], port, "host");
    let to = format!("127.0.0.1:{port}");
    let guest = joined(Launch::new(CLIENT, &[&to, "--name", "guest"]));
    host.says("/quit");
    assert_eq!(host.ends().exit_code(), 0);
    host.is_as_before();
    guest.shows("the server closed the connection");
    guest.shows("not connected");
}

#[test]
fn a_server_that_runs_already_is_joined() {
    let server = house::server();
    let mut bob = Peer::join(&server, Via::Tcp, "bob");
    let ana = on_port(&[], server.tcp()[0].port(), "ana");
    bob.hears("ana", |f| f.tells("join", "ana"));
    ana.shows(" #lobby  2 here");
}

#[test]
fn servers_elsewhere_are_listed_and_one_is_chosen_by_its_number() {
    let udp = [
        "--udp",
        "--bind",
        "127.0.0.1",
        "--port",
        "0",
        "--title",
        "redes A",
    ];
    let start = Start::new(house::SERVER).args(&udp).sockets(1);
    let server = house::started(start);
    let port = server.udp()[0].port().to_string();
    let start = || {
        let args = ["--port", &port, "--name", "ana"];
        Launch::new(CLIENT, &args).size(120, 24).start()
    };
    let ana = start();
    ana.shows("servers near here:");
    ana.shows(&format!("  1  127.0.0.1:{port}  redes A  0 people  --udp"));
    ana.shows("  h  none of these");
    ana.types("7\r");
    ana.types("1\r");
    ana.shows_row("that it has joined", |row| {
        row.starts_with(" #") && row.contains(&format!("udp 127.0.0.1:{port}"))
    });
    // Whoever wants none of them leaves.
    let mut other = start();
    other.shows("servers near here:");
    other.key(b"\x04");
    assert_eq!(other.ends().exit_code(), 0);
    other.is_as_before();
}

#[test]
fn whoever_hosts_because_nobody_answered_is_told_what_that_may_mean() {
    let host = on_port(&[], free_port(), "host");
    host.shows("no server answered on this network");
    let asked = on_port(&["--host"], free_port(), "host");
    asked.shows("this machine hosts the chat");
    let told = asked.look(|screen| screen.contents().contains("no server answered"));
    assert!(!told, "nobody was looked for");
}

const F9: &[u8] = b"\x1b[20~";

#[test]
fn whoever_hosts_sees_the_servers_side_in_the_window_and_a_guest_is_told_that_it_does_not() {
    let port = free_port();
    let host = on_port(&["--host"], port, "host");
    let address = format!("127.0.0.1:{port}");
    let guest = joined(Launch::new(CLIENT, &[&address, "--name", "guest"]).size(120, 24));
    host.shows("guest joined");
    host.key(F9);
    host.shows("─ wire ─");
    host.key(F9);
    host.shows("Enter bytes");
    guest.says("MOON");
    // Three lanes: to the server, and from it to everybody. It is seen as by any observer.
    host.shows_row("the lanes", |row| {
        row.contains("host :") && row.contains("server :") && row.contains("guest :")
    });
    host.shows_row("what she says to the server, masked", |row| {
        row.contains("read ") && row.contains("****") && row.trim_end().ends_with('│')
    });
    host.shows_row("what the host got of it, which is the host's own", |row| {
        row.contains("✓ read ")
    });
    host.key(b"7");
    for (name, how) in [("host", "tcp"), ("guest", "tcp")] {
        host.shows_row(name, |row| {
            row.trim_start().starts_with(name) && row.contains(how)
        });
    }
    host.shows_row("where it goes", |row| {
        row.contains("from guest") && row.contains("to 2")
    });
    host.key(b"4");
    host.shows("At the server, what waits for each person:");
    guest.key(F9);
    guest.key(F9);
    guest.shows("Enter bytes");
    guest.key(b"7");
    guest.shows("Only the server knows who is connected");
}
