//! What was said, as a server tells it.

use std::sync::atomic::AtomicU32;
use std::sync::atomic::Ordering;

use chat_tests::clock::Deadline;
use chat_tests::clock::PATIENCE;
use chat_tests::frame::Frame;
use chat_tests::peer::Peer;
use chat_tests::server::Server;
use chat_tests::wire::Via;
use serde_json::json;

/// Who said what at which number, and when, and to what it refers: the same everywhere.
pub(crate) type Line = (u64, String, String, String);

/// All that was ever said in a room, page by page, to somebody who comes in for it and goes.
#[track_caller]
pub(crate) fn all(server: &Server, room: &str) -> Vec<Line> {
    static READERS: AtomicU32 = AtomicU32::new(0);
    let reader = format!("reader{}", READERS.fetch_add(1, Ordering::Relaxed));
    let mut peer = Peer::join_room(server, Via::Tcp, &reader, room);
    // What a newcomer is told.
    peer.fence();
    let mut all: Vec<Line> = Vec::new();
    let deadline = Deadline::after(PATIENCE);
    loop {
        let after = all.last().map_or(0, |(seq, ..)| *seq);
        let asked =
            json!({"type": "history", "room": room, "after": after, "limit": 100, "id": "page"});
        peer.send(&asked);
        let mut page = peer.hears_all("a page", |f| f.get("id") == Some("page"));
        let end = page.pop().unwrap();
        // A disk that has just taken in a long past may be slow.
        if end.refuses("rate_limited") && deadline.left().is_some() {
            continue;
        }
        assert_eq!(end.kind(), "history", "{end:?}");
        all.extend(page.iter().filter(|f| f.flag("history")).map(line));
        if !end.flag("more") {
            peer.send(&json!({"type": "bye"}));
            peer.hears("a bye", |f| f.kind() == "bye");
            return all;
        }
    }
}

/// The same on all of them, which is said by all alike.
#[track_caller]
pub(crate) fn agreed(servers: &[&Server], room: &str) -> Vec<Line> {
    let (first, others) = servers.split_first().unwrap();
    let told = all(first, room);
    for (nth, other) in others.iter().enumerate() {
        let differs = format!("server {} has another {room}", nth + 2);
        // Thousands of lines are no help.
        assert!(all(other, room) == told, "{differs}");
    }
    told
}

/// What a message says.
fn line(frame: &Frame) -> Line {
    let refers = ["reply", "edit", "react"].map(|field| frame.number(field));
    (
        frame.number("seq").unwrap(),
        frame.name().to_owned(),
        frame.text().to_owned(),
        format!("{:?} {refers:?}", frame.get("timestamp")),
    )
}
