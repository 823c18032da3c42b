//! What was said, as a server tells it.

use chat_tests::frame::Frame;
use chat_tests::peer::Peer;
use chat_tests::server::Server;
use chat_tests::wire::Via;
use serde_json::json;

/// Who said what at which number, and to which it refers: the words of a frame that have to be the same everywhere.
pub(crate) type Line = (u64, String, String, String);

/// All that was ever said in a room, page by page, to somebody who comes in for it and goes.
#[track_caller]
pub(crate) fn all(server: &Server, reader: &str, room: &str) -> Vec<Line> {
    let mut peer = Peer::join_room(server, Via::Tcp, reader, room);
    // What a newcomer is told.
    peer.fence();
    let mut all: Vec<Line> = Vec::new();
    loop {
        let after = all.last().map_or(0, |(seq, ..)| *seq);
        let asked =
            json!({"type": "history", "room": room, "after": after, "limit": 100, "id": "page"});
        peer.send(&asked);
        let mut page = peer.hears_all("a page", |f| f.get("id") == Some("page"));
        let end = page.pop().unwrap();
        assert_eq!(end.kind(), "history", "{end:?}");
        all.extend(page.iter().filter(|f| f.flag("history")).map(line));
        if !end.flag("more") {
            peer.send(&json!({"type": "bye"}));
            peer.hears("a bye", |f| f.kind() == "bye");
            return all;
        }
    }
}

/// What a message says.
pub(crate) fn line(frame: &Frame) -> Line {
    let refers = ["reply", "edit", "react"].map(|field| frame.number(field));
    (
        frame.number("seq").unwrap(),
        frame.name().to_owned(),
        frame.text().to_owned(),
        format!("{:?} {refers:?}", frame.get("timestamp")),
    )
}
