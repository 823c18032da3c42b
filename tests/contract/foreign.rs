//! Programs that are not ours and that a first course has: `nc -u`, and Python
//! clients that send a line and wait for one, once trusting whoever answers, once
//! waiting twice as long each time. Where a program is missing, its test says so.

use chat_tests::client::Client;
use chat_tests::clock::PATIENCE;
use chat_tests::peer::Peer;
use chat_tests::plain::clock_of;
use chat_tests::server::Server;
use chat_tests::wire::Via;

use crate::house::has;
use crate::house::server;

fn port(server: &Server) -> String {
    server.udp()[0].port().to_string()
}

/// What it printed: one line for a person, which is its own message.
#[track_caller]
fn hears_itself(server: &Server, program: &str, text: &str) {
    let mut witness = Peer::join(server, Via::Tcp, "witness");
    let mut client = Client::start("python3", &["-c", program, &port(server), text]);
    client.end_input();
    let exit = client.program.exit_within(PATIENCE);
    assert_eq!(exit.status.code(), Some(0), "{exit:?}");
    let name = witness.hears(text, |f| f.says(text)).name().to_owned();
    let shown = exit.output.first().unwrap_or_else(|| panic!("{exit:?}"));
    let said = clock_of(shown.trim_end()).map(|(_, rest)| rest.to_owned());
    assert_eq!(said, Some(format!("{name}: {text}")));
}

/// The client of a first lesson: it believes whoever answers.
const LOCAL: &str = "
import socket, sys
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.settimeout(15)
s.sendto(sys.argv[2].encode('ascii'), ('127.0.0.1', int(sys.argv[1])))
data, address = s.recvfrom(65535)
assert address == ('127.0.0.1', int(sys.argv[1]))
print(data.decode('utf-8').rstrip())
";

#[test]
fn a_python_client_that_sends_one_datagram_hears_one() {
    if has("python3", "--version") {
        hears_itself(&server(), LOCAL, "hello there");
    }
}

/// The client of the lesson on lost datagrams: a connected socket, and a wait
/// that doubles until it is given up.
const REMOTE: &str = "
import socket, sys
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.connect(('127.0.0.1', int(sys.argv[1])))
wait = 0.1
while True:
    s.send(sys.argv[2].encode('ascii'))
    s.settimeout(wait)
    try:
        data = s.recv(65535)
        break
    except socket.timeout:
        wait *= 2
        if wait > 2.0:
            raise RuntimeError('the server is down')
print(data.decode('utf-8').rstrip())
";

#[test]
fn a_python_client_that_waits_twice_as_long_each_time_is_answered() {
    if has("python3", "--version") {
        hears_itself(&server(), REMOTE, "is anybody there?");
    }
}

#[test]
fn nc_with_datagrams_talks_and_listens() {
    if !has("nc", "-h") {
        return;
    }
    let server = server();
    let mut witness = Peer::join(&server, Via::Tcp, "witness");
    let mut nc = Client::start("nc", &["-u", "127.0.0.1", &port(&server)]);
    nc.types("hello from nc\n");
    let name = witness
        .hears("it", |f| f.says("hello from nc"))
        .name()
        .to_owned();
    nc.shows(|line| line.ends_with(&format!("{name}: hello from nc")));
    witness.says("hello nc");
    nc.shows(|line| line.ends_with("witness: hello nc"));
    nc.types("/nick nina\n");
    witness.hears("the rename", |f| f.get("now") == Some("nina"));
    nc.types("/quit\n");
    witness.hears("the leaving", |f| f.tells("leave", "nina"));
}
