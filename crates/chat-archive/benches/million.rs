//! A million messages kept: what opening, a page and a search take, and the memory.
//! Measured, not asserted: `cargo bench -p chat-archive`.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::disallowed_methods,
    clippy::wildcard_enum_match_arm,
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::explicit_write,
    reason = "a bench measures and tells"
)]

use std::io::Write;
use std::path::Path;
use std::sync::mpsc::Receiver;
use std::sync::mpsc::channel;
use std::time::Duration;
use std::time::Instant;

use chat_archive::Archive;
use chat_archive::Durable;
use chat_archive::Keep;
use chat_archive::Kept;
use chat_archive::News;
use chat_archive::Query;
use chat_archive::Question;
use chat_archive::Settings;
use chat_archive::Where;
use chat_proto::name::Name;
use chat_proto::room::RoomName;
use chat_proto::stamp::Stamp;
use chat_proto::text::Text;

fn main() {
    let count = std::env::args()
        .find_map(|word| word.parse().ok())
        .unwrap_or(1_000_000);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.sqlite");
    fill(&file, count);
    let bytes = std::fs::metadata(&file).unwrap().len();
    say(&format!("{count} messages, {} MB", bytes / 1_000_000));
    let memory = resident();
    let begun = Instant::now();
    let (archive, news) = open(&file);
    say(&format!("open: {:?}", begun.elapsed()));
    let room = |n: u64| RoomName::parse(&format!("room{n}")).unwrap();
    let asked = |name: &str, question: &dyn Fn(u64) -> Question| {
        let mut times: Vec<Duration> = (0..200)
            .map(|n| ask(&archive, &news, question(n)))
            .collect();
        times.sort();
        say(&format!(
            "{name}: p50 {:?}, p99 {:?}, most {:?}",
            times[100], times[197], times[199]
        ));
    };
    asked("page of 100", &|n| Question::Page {
        room: room(n % ROOMS),
        place: Where::Before(1 + n * 7919 % (count / ROOMS)),
        limit: 100,
    });
    let rooms: Vec<RoomName> = (0..ROOMS).map(room).collect();
    let search = |text: &str, rooms: &[RoomName]| {
        Question::Search(Query {
            text: text.to_owned(),
            rooms: rooms.to_vec(),
            from: None,
            since: None,
            until: None,
            before: None,
            limit: 50,
        })
    };
    asked("a rare word, all rooms", &|n| {
        search(&format!("word{}", 19_000 + n), &rooms[..50])
    });
    asked("a common word, all rooms", &|_| {
        search("word0", &rooms[..50])
    });
    asked("a common word, one room", &|n| {
        search("word0", &rooms[(n % ROOMS) as usize..][..1])
    });
    asked("two words", &|n| {
        search(&format!("word1 word{n}"), &rooms[..50])
    });
    asked("one letter and a star", &|_| search("w*", &rooms[..50]));
    say(&format!(
        "memory: {} KiB more than before it was open",
        (resident() - memory) / 1024
    ));
    archive.close(Duration::from_secs(60));
}

fn open(file: &Path) -> (Archive, Receiver<News>) {
    let (tell, news) = channel();
    let settings = Settings {
        path: file.to_owned(),
        durable: Durable::Process,
        keep: Keep::Forever,
    };
    let (_, archive) =
        Archive::open(&settings, Box::new(move |news| drop(tell.send(news)))).unwrap();
    (archive, news)
}

/// Words with few that are common and many that are rare.
fn fill(file: &Path, count: u64) {
    let (archive, news) = open(file);
    let (mut turn, mut kept, mut chance) = (0, 0, 1_u64);
    let names: Vec<Name> = (0..300)
        .map(|n| Name::parse(&format!("person{n}")).unwrap())
        .collect();
    let rooms: Vec<RoomName> = (0..ROOMS)
        .map(|n| RoomName::parse(&format!("room{n}")).unwrap())
        .collect();
    let mut draw = move || {
        chance = chance
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (chance >> 33) as f64 / f64::from(1_u32 << 31)
    };
    for first in (0..count).step_by(64) {
        let rows = (first..count.min(first + 64)).map(|n| {
            let words: Vec<String> = (0..12)
                .map(|_| format!("word{}", (20_000_f64.powf(draw()) - 1.0) as u64))
                .collect();
            Kept {
                room: rooms[(n % ROOMS) as usize].clone(),
                seq: 1 + n / ROOMS,
                at: Stamp::from_unix_ms(1_790_000_000_000 + n * 100),
                name: names[(draw() * 300.0) as usize % 300].clone(),
                text: Text::parse(&words.join(" ")).unwrap(),
                id: None,
                session: n,
                me: false,
            }
        });
        turn += 1;
        archive.keep(turn, rows.collect());
        while turn > kept + 200 {
            match news.recv().unwrap() {
                News::Kept { turn } => kept = turn,
                other => panic!("{other:?}"),
            }
        }
    }
    // Rows of all of it: a question waits for them.
    let room = rooms[0].clone();
    ask(&archive, &news, Question::Tail { room, limit: 1 });
    assert!(archive.close(Duration::from_secs(600)));
}

fn ask(archive: &Archive, news: &Receiver<News>, question: Question) -> Duration {
    let begun = Instant::now();
    archive.ask(1, question).unwrap();
    loop {
        match news.recv().unwrap() {
            News::Page { .. } | News::Found { .. } => return begun.elapsed(),
            News::Kept { .. } => {}
            other => panic!("{other:?}"),
        }
    }
}

/// Bytes of memory of this program that no file stands behind, where Linux says so.
fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("RssAnon:"));
    let kib = line.and_then(|rest| rest.trim().split(' ').next()?.parse::<u64>().ok());
    kib.unwrap_or(0) * 1024
}

fn say(words: &str) {
    writeln!(std::io::stdout(), "{words}").unwrap();
}

const ROOMS: u64 = 100;
