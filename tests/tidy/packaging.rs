//! The service as systemd starts it: what it may do, and that what it names exists.

use std::io::ErrorKind;
use std::process::Command;

use crate::sources::file;

const UNIT: &str = "packaging/chat-server.service";

/// Every service that we give away.
const SERVICES: [&str; 3] = [
    UNIT,
    "deploy/cluster/chat-server-cluster.service",
    "deploy/cluster/nats-chat@.service",
];

/// Of ten: as systemd rates what a service is exposed to.
const MOST_EXPOSED: &str = "15";

#[test]
fn the_services_are_exposed_to_little() {
    for service in SERVICES {
        check_exposure(&format!("{}/../{service}", env!("CARGO_MANIFEST_DIR")));
    }
}

#[track_caller]
fn check_exposure(unit: &str) {
    let asked = Command::new("systemd-analyze")
        .args(["security", "--offline=true", "--no-pager"])
        .arg(format!("--threshold={MOST_EXPOSED}"))
        .arg(unit)
        .output();
    match asked {
        Ok(rated) => assert!(
            rated.status.success(),
            "{}",
            String::from_utf8_lossy(&rated.stdout)
        ),
        Err(error) if error.kind() == ErrorKind::NotFound => skipped(),
        Err(error) => panic!("systemd-analyze: {error}"),
    }
}

#[expect(clippy::print_stderr, reason = "a skipped test says why")]
fn skipped() {
    eprintln!("skipped: there is no systemd-analyze to rate the service");
}

#[test]
fn the_service_reads_the_options_that_are_shipped_with_it() {
    let unit = file(UNIT).text;
    let options = file("packaging/chat-server.default").text;
    assert!(unit.contains("EnvironmentFile=-/etc/default/chat-server\n"));
    assert!(unit.contains("ExecStart=/usr/bin/chat-server $CHAT_SERVER_OPTIONS\n"));
    assert!(options.contains("\nCHAT_SERVER_OPTIONS="));
    // What is kept lies where the guide looks for it.
    assert!(unit.contains("\nStateDirectory=chat-server\n"));
    assert!(unit.contains("\nEnvironment=XDG_STATE_HOME=%S\n"));
    assert!(
        file("docs/DEPLOY.md")
            .text
            .contains("/var/lib/chat-server/archive.sqlite")
    );
}

#[test]
fn the_container_is_nobody_and_keeps_what_is_said_where_its_folder_is() {
    let container = file("packaging/Containerfile").text;
    let value = |word: &str| {
        let mut lines = container.lines().rev();
        lines.find_map(|line| line.strip_prefix(word)).unwrap()
    };
    let user = value("USER ");
    assert!(
        user.split(':')
            .all(|id| id.parse::<u32>().is_ok_and(|id| id > 0)),
        "{user}"
    );
    let folder = value("VOLUME ");
    let owned = format!("\nCOPY --chown={user} kept {folder}\n");
    assert!(container.contains(&owned), "{owned}");
    let state = folder.strip_suffix("/chat-server").unwrap();
    assert!(value("ENV ").contains(&format!("XDG_STATE_HOME={state}")));
    assert_eq!(value("EXPOSE "), "1234/tcp 1234/udp");
    assert_eq!(value("FROM "), "scratch");
}
