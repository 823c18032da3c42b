//! The client, talking in secret: on which transport, and with what else, its options say.

use std::io::Write;
use std::net::SocketAddr;
use std::path::Path;
use std::process::Command;

use chat_tests::client::CONFIGURATION;
use chat_tests::client::KEYLESS;
use chat_tests::clock::PATIENCE;
use chat_tests::program::Exit;
use chat_tests::program::Program;
use chat_tests::server::Server;
use chat_tests::tunnel;
use chat_trust::words::SixWords;

use crate::house::CLIENT;

/// A client that talks in secret, with this folder for what it remembers.
pub(crate) fn client(to: SocketAddr, home: &Path, more: &[&str]) -> Command {
    client_of(&to.to_string(), home, more)
}

/// The same, of a server that is called so.
pub(crate) fn client_of(server: &str, home: &Path, more: &[&str]) -> Command {
    let mut command = Command::new(CLIENT);
    command.args(["--tls", "--name", "ana", server]);
    command.args(more).env("LC_ALL", "C");
    command.env("XDG_DATA_HOME", home).env("HOME", home);
    command.env(CONFIGURATION.0, CONFIGURATION.1);
    command.env(KEYLESS.0, KEYLESS.1);
    command.env_remove("CHAT_PASSWORD");
    command
}

/// Says these lines and ends.
pub(crate) fn says(mut command: Command, lines: &str) -> Exit {
    let mut program = Program::start(&mut command);
    let mut input = program.input().unwrap();
    // It may have ended by itself.
    let _ = input.write_all(lines.as_bytes());
    drop(input);
    program.exit_within(PATIENCE)
}

#[track_caller]
pub(crate) fn ends_with(exit: &Exit, words: &str) {
    assert_eq!(exit.status.code(), Some(1), "{exit:?}");
    assert!(exit.errors.contains(words), "{exit:?}");
}

/// The words of a server's certificate, as it shows it over TCP.
pub(crate) fn words(server: &Server) -> String {
    let print = tunnel::shown(server.tcp()[0]).unwrap();
    SixWords::of(*print.bytes().first_chunk().unwrap()).to_string()
}
