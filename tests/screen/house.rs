//! The programs under test: where cargo has built them, and how most tests
//! start them.

use std::net::Ipv4Addr;
use std::net::SocketAddr;

use chat_tests::glass::lock;
use chat_tests::ports::free_port;
use chat_tests::server::Server;
use chat_tests::server::Start;
use chat_tests::terminal::Launch;
use chat_tests::terminal::STARTING;
use chat_tests::terminal::Terminal;
use rustix::process::Pid;
use rustix::process::Signal;
use rustix::process::WaitId;
use rustix::process::WaitIdOptions;
use rustix::process::kill_process;
use rustix::process::waitid;

/// The client.
pub(crate) const CLIENT: &str = env!("CARGO_BIN_EXE_tui-under-test");

/// A server on every transport, on loopback, without a limit of rate.
#[track_caller]
pub(crate) fn server() -> Server {
    started(Start::new(SERVER).everywhere())
}

/// A server over TCP that will die, where another one can come after it.
#[track_caller]
pub(crate) fn mortal() -> Server {
    server_at(free_address())
}

/// A server at the address where another one was.
#[track_caller]
pub(crate) fn server_at(address: SocketAddr) -> Server {
    let (host, port) = (address.ip().to_string(), address.port().to_string());
    let args = ["--tcp", "--bind", &host, "--port", &port];
    started(Start::new(SERVER).args(&args).sockets(1))
}

/// From now on the server does nothing. On a busy machine its threads run on for a
/// while after the signal was sent: the stop of the last one is waited for.
#[track_caller]
pub(crate) fn freezes(server: &Server) {
    kill_process(pid(server), Signal::STOP).unwrap();
    waitid(WaitId::Pid(pid(server)), WaitIdOptions::STOPPED).unwrap();
}

/// It does again.
#[track_caller]
pub(crate) fn thaws(server: &Server) {
    kill_process(pid(server), Signal::CONT).unwrap();
}

/// How to start a client that joins a server over TCP.
pub(crate) fn client(server: &Server, name: &str) -> Launch {
    Launch::new(CLIENT, &[&server.tcp()[0].to_string(), "--name", name])
}

/// A client that has joined a server, and has heard who is there.
#[track_caller]
pub(crate) fn joins(server: &Server, name: &str) -> Terminal {
    joined(client(server, name))
}

/// A client that has joined, and has heard who is there.
#[track_caller]
pub(crate) fn joined(launch: Launch) -> Terminal {
    let terminal = launch.start();
    terminal.shows_row("that it has joined", |row| {
        row.starts_with(" #") && row.contains(" here  ")
    });
    terminal
}

/// Where nobody listens, on loopback.
pub(crate) fn free_address() -> SocketAddr {
    (Ipv4Addr::LOCALHOST, free_port()).into()
}

fn pid(server: &Server) -> Pid {
    let pid = i32::try_from(server.program.pid()).unwrap();
    Pid::from_raw(pid).unwrap()
}

#[track_caller]
pub(crate) fn started(start: Start) -> Server {
    let _starting = lock(&STARTING);
    start.ready()
}

pub(crate) const SERVER: &str = env!("CARGO_BIN_EXE_server-under-test");
