//! Section 6: what the operator does with what is kept, without and with a server.

use std::io::Write;
use std::path::Path;
use std::process::Command;

use chat_tests::clock::PATIENCE;
use chat_tests::peer::Peer;
use chat_tests::program::Exit;
use chat_tests::program::Program;
use chat_tests::server::Start;
use chat_tests::wire::Via;
use serde_json::json;

use crate::house::SERVER;

/// The program on this file, with an answer for where it asks.
#[track_caller]
fn run(task: &str, file: &Path, more: &[&str], answer: &str) -> Exit {
    let mut command = Command::new(SERVER);
    command.arg(task).arg("--archive").arg(file).args(more);
    let mut program = Program::start(&mut command);
    if let Some(mut input) = program.input() {
        // Whoever does not ask may have ended.
        let _ = input.write_all(answer.as_bytes());
    }
    program.exit_within(PATIENCE)
}

fn status(exit: &Exit) -> Option<i32> {
    exit.status.code()
}

#[test]
fn what_is_kept_is_exported_checked_counted_and_forgotten_while_a_server_has_it() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("kept.db");
    let server = Start::new(SERVER).everywhere().keeping(&file).ready();
    let mut ana = Peer::join(&server, Via::Tcp, "ana");
    ana.says("olá turma");
    let exit = run("export", &file, &["--format", "json"], "");
    assert_eq!((status(&exit), exit.output.len()), (Some(0), 1), "{exit:?}");
    assert!(
        exit.output[0].contains("\"text\":\"olá turma\""),
        "{exit:?}"
    );
    let exit = run("check", &file, &[], "");
    assert_eq!(status(&exit), Some(0), "{exit:?}");
    let exit = run("stats", &file, &[], "");
    assert!(
        exit.output
            .iter()
            .any(|line| line.contains("which a server has")),
        "{exit:?}"
    );
    let exit = run("forget", &file, &["--name", "ana"], "no\n");
    assert_eq!(status(&exit), Some(1), "{exit:?}");
    let exit = run("forget", &file, &["--name", "ANA"], "yes\n");
    assert_eq!(status(&exit), Some(0), "{exit:?}");
    assert!(
        exit.output[0].starts_with("1 messages forgotten"),
        "{exit:?}"
    );
    ana.send(&json!({"type": "history", "id": 7}));
    let told = ana.hears("a history", |f| f.kind() == "history");
    assert_eq!(
        told.number("count"),
        Some(0),
        "the server has forgotten it too"
    );
    ana.says("and on");
    let exit = run("export", &file, &["--room", "LOBBY"], "");
    assert_eq!(exit.output.len(), 1, "{exit:?}");
}

#[test]
fn damage_is_found_and_a_file_that_is_not_there_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("kept.db");
    let exit = run("stats", &file, &[], "");
    assert_eq!(status(&exit), Some(1), "{exit:?}");
    std::fs::write(&file, "nothing of ours").unwrap();
    for task in ["export", "check", "stats"] {
        let exit = run(task, &file, &[], "");
        assert_eq!(status(&exit), Some(1), "{exit:?}");
    }
    assert_eq!(std::fs::read(&file).unwrap(), b"nothing of ours");
}
