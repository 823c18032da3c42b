//! What holds for every page.

use std::fs;
use std::fs::Permissions;
use std::os::unix::fs::MetadataExt;
use std::os::unix::fs::PermissionsExt;
use std::process::Command;

use crate::program::PAGES;
use crate::program::Program;
use crate::program::example;
use crate::program::has;
use crate::program::lesson;
use crate::program::nobodys_port;
use crate::program::run;

pub(crate) fn pages() -> Vec<(String, String)> {
    let mut pages = Vec::new();
    for entry in PAGES
        .iter()
        .flat_map(|folder| fs::read_dir(folder).unwrap())
    {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        pages.push((name, fs::read_to_string(&path).unwrap()));
    }
    pages.sort();
    pages
}

#[test]
fn every_lesson_of_the_table_is_there() {
    let names: Vec<String> = pages().into_iter().map(|(name, _)| name).collect();
    for name in [
        "udp_echo_server",
        "udp_echo_client",
        "tcp_echo_server",
        "tcp_echo_client",
        "udp_local",
        "udp_remote",
        "promiscuous",
        "tcp_sixteen",
        "talk",
        "udp_chat_server",
        "tcp_chat_server",
        "chat_client",
        "serve_one",
        "serve_many",
        "buffers",
        "families",
        "reuse",
        "http_get",
        "json_chat",
    ] {
        assert!(names.iter().any(|there| there == name), "{name}");
    }
}

#[test]
fn a_lesson_is_a_page_of_at_most_120_lines_of_at_most_100_characters() {
    for (name, text) in pages() {
        let lines = text.lines().count();
        assert!(lines <= 120, "{name} has {lines} lines");
        assert!(
            text.lines().all(|line| line.chars().count() <= 100),
            "{name}"
        );
    }
}

#[test]
fn a_page_begins_with_what_it_is_and_how_to_run_it() {
    for (name, text) in pages() {
        let head: Vec<&str> = text
            .lines()
            .take_while(|line| line.starts_with("//!"))
            .collect();
        assert!(head.len() > 3, "{name}");
        let command = format!("cargo run --example {name} -- ");
        assert!(head.iter().any(|line| line.contains(&command)), "{name}");
    }
}

#[test]
fn a_page_reads_from_top_to_bottom() {
    for (name, text) in pages() {
        // What is called stands below its caller: `main` comes before all others.
        let first = text.lines().find(|line| line.contains("fn ")).unwrap();
        assert!(first.contains("fn main()"), "{name}: {first}");
        assert!(!text.contains("\nmod "), "{name}");
    }
}

#[test]
fn only_json_chat_uses_a_crate_of_ours() {
    for (name, text) in pages() {
        let used = text.lines().filter_map(|line| line.strip_prefix("use "));
        let crates: Vec<&str> = used.filter_map(|path| path.split("::").next()).collect();
        let ours = crates.contains(&"chat_proto");
        assert_eq!(ours, name == "json_chat", "{name}");
        for used in crates {
            assert!(
                ["std", "tokio", "chat_proto"].contains(&used),
                "{name} uses {used}"
            );
        }
    }
}

/// Whatever else stood there would be compiled before the first lesson starts.
#[test]
fn all_other_lessons_need_nothing_but_tokio() {
    let manifest = fs::read_to_string(format!("{}/../Cargo.toml", PAGES[0])).unwrap();
    let mut section = "";
    let mut needed = Vec::new();
    for line in manifest.lines().filter(|line| !line.starts_with('#')) {
        if line.starts_with('[') {
            section = line;
        } else if section.contains("dependencies") && !line.is_empty() {
            needed.push(line);
        }
    }
    assert_eq!(needed, ["tokio.workspace = true"]);
}

#[test]
fn wrong_usage_is_told_with_status_2() {
    for (name, _) in pages() {
        let ended = run(&name, &["--no-such-thing", "x", "y", "z", "1", "2"], "");
        ended.check(2, &format!("usage: {name}"));
    }
}

#[test]
fn a_port_in_use_is_told_with_its_owner() {
    for (name, role, owner_is_told) in [
        ("udp_echo_server", None, true),
        ("tcp_echo_server", None, true),
        ("udp_local", Some("server"), true),
        ("udp_remote", Some("server"), false),
        ("tcp_sixteen", Some("server"), false),
        ("talk", Some("--listen"), false),
        ("udp_chat_server", None, false),
        ("tcp_chat_server", None, false),
        ("serve_one", None, false),
        ("serve_many", Some("tasks"), false),
        ("buffers", Some("receiver"), false),
        ("reuse", None, true),
        ("json_chat", Some("server"), false),
    ] {
        let args = |port| role.into_iter().chain([port]).collect::<Vec<_>>();
        let mut first = lesson(name, &args("0"));
        let port = first.port().to_string();
        let second = run(name, &args(&port), "");
        second.check(1, "in use");
        if owner_is_told && has("ss") {
            second.check(1, &format!("pid={}", first.id()));
        } else if !owner_is_told {
            second.check(1, "ss -");
        }
    }
}

#[test]
fn a_port_below_1024_is_told_to_be_the_administrators() {
    let free = fs::read_to_string("/proc/sys/net/ipv4/ip_unprivileged_port_start");
    if free.is_ok_and(|first| first.trim() != "1024") {
        eprintln!("skipped: this machine gives every port to everybody");
        return;
    }
    // Where somebody else may read it too.
    let folder = tempfile::tempdir().unwrap();
    fs::set_permissions(folder.path(), Permissions::from_mode(0o755)).unwrap();
    let root = fs::metadata("/proc/self").is_ok_and(|me| me.uid() == 0);
    for name in ["udp_echo_server", "tcp_echo_server", "udp_local", "reuse"] {
        let mut command = Command::new("sh");
        // The administrator, who may have every port, plays somebody else.
        let become_somebody = if root {
            "setpriv --reuid 65534 --clear-groups"
        } else {
            ""
        };
        let role = if name == "udp_local" {
            "server 80"
        } else {
            "80"
        };
        let copy = folder.path().join(name);
        // By a process of its own: a file that this one writes stays open for writing in
        // whatever another test starts meanwhile, and cannot be executed.
        let copied = Command::new("cp").args([&example(name), &copy]).status();
        assert!(copied.unwrap().success());
        let script = format!("exec {become_somebody} '{}' {role}", copy.display());
        command.args(["-c", &script]);
        Program::start(name, command)
            .ends()
            .check(1, "are the administrator's");
    }
}

#[test]
fn a_server_off_is_told_as_refused() {
    let port = nobodys_port().to_string();
    run("udp_echo_client", &["127.0.0.1", &port], "a\n").check(1, "nobody has port");
    run("tcp_echo_client", &["127.0.0.1", &port], "a\n").check(1, "nobody listens on");
    run("udp_remote", &["client", &format!("127.0.0.1:{port}")], "").check(1, "refused");
    run("tcp_sixteen", &["client", &port], "").check(1, "refused");
    run("chat_client", &["127.0.0.1", &port], "").check(1, "nobody has port");
    run("chat_client", &["--udp", "127.0.0.1", &port], "a\n").check(1, "nobody has port");
    run("serve_many", &["crowd", &port], "").check(1, "refused");
    run("buffers", &["sender", &port], "").check(1, "refused");
    run("families", &["client", &format!("127.0.0.1:{port}")], "").check(1, "refused");
    run("json_chat", &["client", "ana", "127.0.0.1", &port], "").check(1, "is the server on");
}
