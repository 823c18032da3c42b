//! Law 5: pure rooms have no task, clock, file, environment, thread, socket,
//! chance or print. Times come in as arguments, chance as a seed.
//!
//! Addresses (`SocketAddr`, `IpAddr`) and moments (`Instant`) are data and
//! welcome; reading the clock (`Instant::now`, `elapsed`) is not. What stands in
//! test modules does not count. A room that is not built yet is not missed; once
//! it has a file, it is covered.

use crate::code::Token;
use crate::code::stands;
use crate::modules::Tree;
use crate::sources::Source;
use crate::sources::complains;
use crate::sources::content;
use crate::sources::crates;
use crate::sources::made_up;

/// Everything of the world in the pure rooms.
fn impure(sources: &[Source]) -> Vec<String> {
    let mut complaints = Vec::new();
    for (name, rooms) in ROOMS {
        let tree = Tree::of(name, sources);
        for module in tree.of_rooms(rooms) {
            let found = worldly(&module.code).into_iter();
            complaints.extend(found.map(|(line, what)| {
                let place = format!("{}:{line}", module.file);
                format!("{place}: `{what}` has no place in a pure room")
            }));
        }
    }
    complaints
}

fn worldly(code: &[Token]) -> Vec<(usize, String)> {
    let at = |(at, token): (usize, &Token)| {
        let words = WORLD.iter().find(|words| stands(code, at, words))?;
        Some((token.line, words.concat()))
    };
    code.iter().enumerate().filter_map(at).collect()
}

/// The pure rooms of each crate; none named: all of it.
const ROOMS: [(&str, &[&str]); 9] = [
    ("chat-proto", &[]),
    ("chat-link", &[]),
    ("chat-weather", &[]),
    ("chat-trust", &[]),
    ("chat-wire", &[]),
    ("chat-net", &["mask", "subscriber"]),
    (
        "chat-server",
        &["hub", "links", "deed", "replica", "origin"],
    ),
    (
        "chat-cluster",
        &[
            "member",
            "command",
            "engine",
            "follow",
            "calls",
            "consumer",
            "link",
            "writer",
            "watch",
            "presence",
            "lives",
            "entry",
            "asks",
            "stream",
            "subjects",
            "parser",
            "operation",
            "identity",
            "news",
            "settings",
            "fault",
            "address",
            "moment",
        ],
    ),
    (
        "chat-tui",
        &[
            "app",
            "view",
            "lab",
            "teller",
            "standing",
            "reasons",
            "session",
            "painted",
            "areas",
            "wire_areas",
            "wrap",
            "speech",
            "canvas",
        ],
    ),
];

/// What belongs to the world.
const WORLD: [&[&str]; 44] = [
    // Tasks and threads.
    &["tokio"],
    &["async"],
    &["await"],
    &["futures"],
    &["futures_util"],
    &["std", "::", "thread"],
    &["std", "::", "process"],
    &["thread", "::", "sleep"],
    &["thread", "::", "spawn"],
    // The clock.
    &["Instant", "::", "now"],
    &["SystemTime", "::", "now"],
    &["Local", "::", "now"],
    &["Utc", "::", "now"],
    &[".", "elapsed", "("],
    &["Instant", "::", "elapsed"],
    &["SystemTime", "::", "elapsed"],
    // Files and the environment.
    &["std", "::", "fs"],
    &["std", "::", "env"],
    &["std", "::", "os"],
    &["fs", "::", "File"],
    &["tempfile"],
    // Sockets.
    &["std", "::", "net", "::", "*"],
    &["TcpListener"],
    &["TcpStream"],
    &["ToSocketAddrs"],
    &["UdpSocket"],
    &["UnixDatagram"],
    &["UnixListener"],
    &["UnixStream"],
    &["socket2"],
    // Chance.
    &["rand"],
    &["rand_core"],
    &["fastrand"],
    &["getrandom"],
    &["RandomState"],
    // Print.
    &["print", "!"],
    &["println", "!"],
    &["eprint", "!"],
    &["eprintln", "!"],
    &["dbg", "!"],
    &["stdin"],
    &["stdout"],
    &["stderr"],
    // All of it under another name.
    &["std", "as"],
];

#[test]
fn the_pure_rooms_know_nothing_of_the_world() {
    content(&impure(&crates()));
}

#[test]
fn a_pure_room_may_hold_moments_and_addresses() {
    let text = "use std::net::SocketAddr; use std::time::Instant; // tokio\n
        fn f(now: Instant) { env!(\"X\"); write!(x, \"println!\"); brand.awaits() }
        #[cfg(test)] mod tests { fn epoch() { Instant::now() } }";
    complains(
        &impure(&made_up(&[("crates/chat-proto/src/a.rs", text)])),
        &[],
    );
}

#[test]
fn what_is_outside_the_pure_rooms_may_touch_the_world() {
    let text = "use tokio::x; fn f() { std::thread::y() }";
    let sources = made_up(&[
        ("crates/chat-server/src/lib.rs", text),
        ("crates/chat-server/src/edge/hub.rs", text),
        ("crates/chat-tui/src/screen.rs", text),
        ("crates/chat-tui/src/app/tests.rs", text),
    ]);
    complains(&impure(&sources), &[]);
}

#[test]
fn each_touch_of_the_world_is_seen_in_each_pure_room() {
    let files = [
        "crates/chat-link/src/lib.rs",
        "crates/chat-link/src/envelope/answer.rs",
        "crates/chat-proto/src/lib.rs",
        "crates/chat-proto/src/codec/json/peer.rs",
        "crates/chat-server/src/hub.rs",
        "crates/chat-server/src/hub/say.rs",
        "crates/chat-server/src/links.rs",
        "crates/chat-tui/src/app/keys.rs",
        "crates/chat-tui/src/session.rs",
        "crates/chat-tui/src/view/theme.rs",
        "crates/chat-tui/src/wrap.rs",
        "crates/chat-weather/src/words.rs",
        "crates/chat-wire/src/rows/taking.rs",
    ];
    for file in files {
        for words in WORLD {
            let text = format!("fn f() {{\n {} }}", words.join(" "));
            let complaints = impure(&made_up(&[(file, &text)]));
            assert!(!complaints.is_empty(), "{file}: {words:?}");
            assert!(
                complaints
                    .iter()
                    .all(|c| c.starts_with(&format!("{file}:2: ")))
            );
        }
    }
}
