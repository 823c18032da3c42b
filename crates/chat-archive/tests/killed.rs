//! A program that keeps, killed at whatever moment, a hundred times: what it was told to
//! be kept is there, in order, nothing twice, and the numbering's id is the same.

#![allow(
    clippy::explicit_write,
    clippy::unwrap_used,
    clippy::panic,
    clippy::wildcard_enum_match_arm,
    reason = "a test, though the harness does not know it"
)]

use std::io::BufRead;
use std::io::BufReader;
use std::io::Write;
use std::path::Path;
use std::process::Command;
use std::process::Stdio;
use std::sync::mpsc::channel;
use std::time::Duration;

use chat_archive::Archive;
use chat_archive::Conversation;
use chat_archive::Durable;
use chat_archive::Keep;
use chat_archive::Kept;
use chat_archive::News;
use chat_archive::Question;
use chat_archive::Settings;
use chat_archive::Where;
use chat_proto::frame::manner::Manner;
use chat_proto::name::Name;
use chat_proto::room::RoomName;
use chat_proto::stamp::Stamp;
use chat_proto::text::Text;

fn main() {
    let mut arguments = std::env::args().skip(1);
    match (arguments.next().as_deref(), arguments.next()) {
        (Some("child"), Some(file)) => child(Path::new(&file)),
        (Some("--list"), _) => {}
        _ => parent(),
    }
}

fn settings(file: &Path) -> Settings {
    Settings {
        path: file.to_owned(),
        durable: Durable::Process,
        keep: Keep::Forever,
        conversation: Conversation::Own,
    }
}

fn said(room: &str, seq: u64) -> Kept {
    Kept {
        room: RoomName::parse(room).unwrap(),
        seq,
        at: Stamp::from_unix_ms(seq),
        name: Name::parse("ana").unwrap(),
        text: Text::parse(&format!("{room} {seq}")).unwrap(),
        id: None,
        session: 1,
        manner: Manner::default(),
        refers: None,
    }
}

/// Says a message in two rooms each turn, and what is kept, until it is killed.
fn child(file: &Path) {
    let (tell, news) = channel();
    let sink = Box::new(move |news| drop(tell.send(news)));
    let (opened, archive) = Archive::open(&settings(file), sink).unwrap();
    let mut turn = opened.rooms.first().map_or(0, |(_, last)| *last);
    let mut output = std::io::stdout();
    writeln!(output, "log {}", opened.log).unwrap();
    let mut kept = turn;
    loop {
        // Some turns under way, so that several are written at once.
        while turn < kept + 50 {
            turn += 1;
            archive.keep(turn, ROOMS.map(|room| said(room, turn)).into());
        }
        if let News::Kept { turn } = news.recv().unwrap() {
            kept = turn;
            writeln!(output, "{kept}").unwrap();
        }
    }
}

fn parent() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.sqlite");
    let (mut log, mut told, mut known) = (None, 0, 0);
    for round in 0..ROUNDS {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .arg("child")
            .arg(&file)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let first = lines.next().unwrap().unwrap();
        assert_eq!(log.get_or_insert_with(|| first.clone()), &first, "the id");
        // Other moments each time: after so many commits, and in the midst of the next.
        for line in lines.by_ref().take(1 + round * 7 % 23) {
            told = line.unwrap().parse().unwrap();
        }
        child.kill().unwrap();
        child.wait().unwrap();
        // What it had told before it was killed was told.
        for line in lines.map_while(Result::ok) {
            told = line.parse().unwrap_or(told);
        }
        let last = there(&file, told, known);
        known = last;
    }
    let all = there(&file, told, 0);
    let mut output = std::io::stdout();
    writeln!(
        output,
        "killed {ROUNDS} times: {told} turns told, {all} kept"
    )
    .unwrap();
}

/// What is in the file beyond what is known: without gap, each as it was said, and all
/// that was told.
fn there(file: &Path, told: u64, known: u64) -> u64 {
    let (tell, news) = channel();
    let sink = Box::new(move |news| drop(tell.send(news)));
    let (opened, archive) = Archive::open(&settings(file), sink).unwrap();
    let lasts: Vec<u64> = opened.rooms.iter().map(|(_, last)| *last).collect();
    assert_eq!(lasts.len(), ROOMS.len());
    assert!(
        lasts.iter().all(|last| *last == lasts[0] && *last >= told),
        "{lasts:?} {told}"
    );
    for room in ROOMS {
        let room_name = RoomName::parse(room).unwrap();
        let (room_name, place, limit) = (room_name, Where::After(known), 1_000_000);
        let question = Question::Page {
            room: room_name,
            place,
            limit,
        };
        archive.ask(1, question).unwrap();
        let rows = match news.recv_timeout(Duration::from_secs(60)).unwrap() {
            News::Page { rows, .. } => rows,
            other => panic!("{other:?}"),
        };
        let expected: Vec<Kept> = (known + 1..=lasts[0]).map(|seq| said(room, seq)).collect();
        assert!(
            rows == expected,
            "{room}: {} of {}",
            rows.len(),
            expected.len()
        );
    }
    assert!(archive.close(Duration::from_secs(60)));
    lasts[0]
}

const ROOMS: [&str; 2] = ["one", "two"];

const ROUNDS: usize = 100;
