//! Servers whose clocks are wrong, differ, or jump: `faketime` makes them. Where it is
//! missing, a test says so.

use std::fs;
use std::path::Path;
use std::process::Command;

use chat_proto::stamp::Stamp;
use chat_tests::clock::Deadline;
use chat_tests::clock::PATIENCE;
use chat_tests::clock::unix_ms;
use chat_tests::frame::Frame;
use chat_tests::peer::Peer;
use chat_tests::plain::Typist;
use chat_tests::plain::clock_of;
use chat_tests::server::Server;
use chat_tests::server::Start;
use chat_tests::wire::Via;
use serde_json::json;
use tempfile::TempDir;

use crate::house::SERVER;
use crate::mirrors::fall_silent;

/// A server whose clock says what stands in a file, from one moment to the next.
struct Skewed {
    server: Server,
    home: TempDir,
    _litter: Litter,
}

/// What `faketime` leaves behind of a process of this number that is killed. The next process of
/// that number is refused by it: `sem_open: File exists`.
struct Litter(u32);

impl Drop for Litter {
    fn drop(&mut self) {
        for left in ["sem.faketime_sem_", "faketime_shm_"] {
            let _ = fs::remove_file(format!("/dev/shm/{left}{}", self.0));
        }
    }
}

impl Skewed {
    /// A server whose clock goes wrong by this much: `+3d`, `-2h`.
    #[track_caller]
    fn by(offset: &str) -> Option<Self> {
        let library = preloaded()?;
        let home = TempDir::new().unwrap();
        write(home.path(), offset);
        let file = home.path().join(FILE);
        let server = Start::new(SERVER)
            .everywhere()
            .env("LD_PRELOAD", &library)
            .env("FAKETIME_TIMESTAMP_FILE", file.to_str()?)
            .env("FAKETIME_NO_CACHE", "1")
            // Only the time of day jumps on a real machine.
            .env("FAKETIME_DONT_FAKE_MONOTONIC", "1")
            .env("DONT_FAKE_MONOTONIC", "1")
            .ready();
        let litter = Litter(server.program.pid());
        Some(Self {
            server,
            home,
            _litter: litter,
        })
    }

    /// The clock jumps, and this peer has seen that it has.
    #[track_caller]
    fn jumps(&self, (offset, hours): (&str, i64), peer: &mut Peer) {
        write(self.home.path(), offset);
        let deadline = Deadline::after(PATIENCE);
        loop {
            peer.send(&json!({"type": "ping"}));
            let pong = peer.hears("a pong", |f| f.kind() == "pong");
            if hours_off(&pong) == hours {
                return;
            }
            assert!(deadline.left().is_some(), "{}", pong.raw());
        }
    }
}

/// In one step: the server never reads half of it.
fn write(home: &Path, offset: &str) {
    let new = home.join("new");
    fs::write(&new, format!("{offset}\n")).unwrap();
    fs::rename(new, home.join(FILE)).unwrap();
}

/// The library that `faketime` puts before a program's own, the one for programs of several
/// threads. Not `faketime` itself, which would stand between the test's signals and the server.
#[track_caller]
#[expect(clippy::print_stderr, reason = "says why it checks nothing")]
fn preloaded() -> Option<String> {
    let asked = Command::new("faketime")
        .args(["-m", "-f", "+0", "printenv", "LD_PRELOAD"])
        .output();
    let Ok(shown) = asked else {
        eprintln!("not checked: there is no faketime here (Debian's package `faketime`)");
        return None;
    };
    // Without a library the server would have the right time, and nothing would be checked.
    assert!(shown.status.success(), "{shown:?}");
    Some(String::from_utf8(shown.stdout).unwrap().trim().to_owned())
}

/// By how many hours a frame's stamp is away from the time of the test.
fn hours_off(frame: &Frame) -> i64 {
    let at = frame.get("timestamp").and_then(Stamp::parse).unwrap();
    let [at, now] = [at.unix_ms(), unix_ms()].map(|ms| i64::try_from(ms).unwrap());
    (at - now + HOUR_MS / 2).div_euclid(HOUR_MS)
}

#[test]
fn two_servers_whose_clocks_differ_by_days_fall_silent() {
    let (Some(one), Some(other)) = (Skewed::by("+3d"), Skewed::by("-4d")) else {
        return;
    };
    let servers = [one.server, other.server];
    for forged in [
        r#"{"name":"evil","text":"hi"}"#,
        r#"{"type":"nonsense"}"#,
        r#"{"name":"self","text":"hi","to":"self"}"#,
        "hello there\n",
    ] {
        fall_silent(&servers, forged.as_bytes());
    }
}

#[test]
fn a_clock_that_jumps_disturbs_nobody() {
    let Some(skewed) = Skewed::by("+0d") else {
        return;
    };
    let mut ana = Peer::join(&skewed.server, Via::Tcp, "ana");
    let mut bob = Peer::join(&skewed.server, Via::Udp, "bob");
    let mut typist = Typist::arrive(&skewed.server, Via::Tcp).0;
    ana.hears("the typist", |f| f.says("here"));
    for (offset, hours) in [("+0d", 0), ("+5d", 120), ("-5d", -120), ("+1h", 1)] {
        skewed.jumps((offset, hours), &mut ana);
        let text = format!("it is {offset}");
        let own = ana.says(&text);
        assert_eq!(hours_off(&own), hours, "{}", own.raw());
        let heard = bob.hears(&text, |f| f.says(&text));
        assert_eq!(heard.number("seq"), own.number("seq"), "{}", own.raw());
        let line = typist.hears(&text, |line| line.ends_with(&text));
        assert!(clock_of(&line).is_some(), "{line}");
        // Neither taken for silent nor for too fast, in whichever direction it went.
        assert!(bob.fence().is_empty());
    }
    let told: Vec<u64> = Peer::join(&skewed.server, Via::Tcp, "late")
        .fence()
        .iter()
        .filter_map(|f| f.number("seq"))
        .collect();
    assert_eq!(
        told,
        [1, 2, 3, 4, 5],
        "the order is the room's, not the clock's"
    );
    skewed.server.stop();
}

#[test]
fn a_server_whose_clock_stands_before_1970_serves_plain_peers_too() {
    let Some(skewed) = Skewed::by("-100y") else {
        return;
    };
    let mut ana = Peer::join(&skewed.server, Via::Tcp, "ana");
    for &via in Via::PLAIN {
        let (mut typist, name) = Typist::arrive(&skewed.server, via);
        ana.hears(&name, |f| f.says("here") && f.name() == name);
        let text = format!("good morning, {name}");
        let own = ana.says(&text);
        // No wire has a time before 1970: it is the first day that there is.
        let at = own.get("timestamp").and_then(Stamp::parse).unwrap();
        assert!(at.unix_ms() < DAY_MS, "{}", own.raw());
        let line = typist.hears(&text, |line| line.ends_with(&text));
        assert!(clock_of(&line).is_some(), "{line}");
    }
    skewed.server.stop();
}

const FILE: &str = "time";
const HOUR_MS: i64 = 3_600_000;
const DAY_MS: u64 = 86_400_000;
