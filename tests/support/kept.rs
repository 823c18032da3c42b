//! An archive with much in it, made by its own crate rather than by talking.

use std::ops::RangeInclusive;
use std::path::Path;
use std::sync::mpsc::channel;

use chat_archive::Archive;
use chat_archive::Conversation;
use chat_archive::Durable;
use chat_archive::Keep;
use chat_archive::Kept;
use chat_archive::News;
use chat_archive::Settings;
use chat_proto::frame::manner::Manner;
use chat_proto::name::Name;
use chat_proto::room::RoomName;
use chat_proto::stamp::Stamp;
use chat_proto::text::Text;

use crate::clock::PATIENCE;
use crate::forks::while_none_starts;

/// Adds what bob has said in the lobby, with these numbers, a minute apart. No server may
/// have the file meanwhile.
#[track_caller]
pub fn keep(file: &Path, seqs: RangeInclusive<u64>, text: impl Fn(u64) -> String) {
    while_none_starts(|| write(file, seqs, text));
}

#[track_caller]
fn write(file: &Path, seqs: RangeInclusive<u64>, text: impl Fn(u64) -> String) {
    let (tell, news) = channel();
    let settings = Settings {
        path: file.to_owned(),
        durable: Durable::Process,
        keep: Keep::Forever,
        conversation: Conversation::Own,
    };
    let sink = Box::new(move |news| drop(tell.send(news)));
    let (_, archive) = Archive::open(&settings, sink).unwrap();
    let rows: Vec<Kept> = seqs.map(|seq| said(seq, &text(seq))).collect();
    archive.keep(1, rows);
    let kept = news.recv_timeout(PATIENCE).unwrap();
    assert_eq!(kept, News::Kept { turn: 1 });
    assert!(archive.close(PATIENCE), "all of it is rows");
}

fn said(seq: u64, text: &str) -> Kept {
    Kept {
        room: RoomName::lobby(),
        seq,
        at: Stamp::from_unix_ms(FIRST + seq * 60_000),
        name: Name::parse("bob").unwrap(),
        text: Text::parse(text).unwrap(),
        id: None,
        session: 1,
        manner: Manner::default(),
        refers: None,
    }
}

/// 2026-01-01T00:00:00Z, in milliseconds.
const FIRST: u64 = 1_767_225_600_000;
