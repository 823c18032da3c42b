//! The programs under test: where cargo has built them, and how most tests
//! start them.

use std::process::Command;

use chat_tests::server::Server;
use chat_tests::server::Start;

/// The server.
pub(crate) const SERVER: &str = env!("CARGO_BIN_EXE_server-under-test");

/// The client.
pub(crate) const CLIENT: &str = env!("CARGO_BIN_EXE_tui-under-test");

/// A server on every transport, on loopback, without a limit of rate.
#[track_caller]
pub(crate) fn server() -> Server {
    Server::everywhere(SERVER)
}

/// The same with more options.
#[track_caller]
pub(crate) fn server_with(args: &[&str]) -> Server {
    Start::new(SERVER).everywhere().args(args).ready()
}

/// Whether a program is here that is not ours; where it is missing, that is said.
#[expect(clippy::print_stderr, reason = "says why it checks nothing")]
pub(crate) fn has(program: &str, question: &str) -> bool {
    let found = Command::new(program).arg(question).output().is_ok();
    if !found {
        eprintln!("not checked: there is no {program} here");
    }
    found
}
