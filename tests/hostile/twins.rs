//! One key on two machines, a copied file or a cloned disk, under two names: both stay, and
//! who comes is told of the other. (Under one name: `tests/screen/twins.rs`.)

use std::path::Path;
use std::process::ChildStdin;
use std::process::Command;

use chat_tests::client::CONFIGURATION;
use chat_tests::peer::Peer;
use chat_tests::program::Program;
use chat_tests::server::Server;
use chat_tests::wire::Via;
use tempfile::TempDir;

use crate::house::CLIENT;
use crate::house::server_with;

/// A client that stays, with what is typed into it.
fn stays(server: &Server, key: &Path, name: &str) -> (Program, ChildStdin) {
    let mut command = Command::new(CLIENT);
    command.args(["--tcp", &server.tcp()[0].to_string(), "--name", name]);
    command.arg("--key-file").arg(key).env("LC_ALL", "C");
    command.env(CONFIGURATION.0, CONFIGURATION.1);
    command.env_remove("CHAT_PASSWORD");
    let mut program = Program::start(&mut command);
    let input = program.input().unwrap();
    (program, input)
}

fn types(input: &mut ChildStdin, line: &str) {
    use std::io::Write;
    input.write_all(format!("{line}\n").as_bytes()).unwrap();
    input.flush().unwrap();
}

#[test]
fn two_of_one_key_under_two_names_both_stay_and_who_comes_is_told_of_the_other() {
    let (home, server) = (TempDir::new().unwrap(), server_with(&[]));
    let key = home.path().join("key");
    let mut witness = Peer::join(&server, Via::Tcp, "witness");
    let (mut first, mut of_first) = stays(&server, &key, "ana");
    witness.hears("her coming", |f| f.tells("join", "ana"));
    let (mut second, mut of_second) = stays(&server, &key, "eva");
    witness.hears("the other's coming", |f| f.tells("join", "eva"));
    second.complains("ana", 1);
    for (input, name) in [(&mut of_first, "ana"), (&mut of_second, "eva")] {
        types(input, name);
        assert_eq!(witness.hears(name, |f| f.says(name)).name(), name);
    }
    assert!(!first.has_ended() && !second.has_ended());
}
