//! A million messages kept: what opening, a page and a search take, and the memory.
//! Measured, not asserted: `cargo bench -p chat-archive`. The file is made once, which
//! takes a minute or two, and stays in `target` for the next time.

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

use std::io::Read;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;
use std::process::Stdio;
use std::sync::mpsc::Receiver;
use std::sync::mpsc::channel;
use std::time::Duration;
use std::time::Instant;

use chat_archive::Archive;
use chat_archive::Conversation;
use chat_archive::Durable;
use chat_archive::Keep;
use chat_archive::Kept;
use chat_archive::News;
use chat_archive::Query;
use chat_archive::Question;
use chat_archive::Settings;
use chat_archive::Where;
use chat_proto::frame::manner::Manner;
use chat_proto::name::Name;
use chat_proto::room::RoomName;
use chat_proto::stamp::Stamp;
use chat_proto::text::Text;

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    if let ["killed", file] = words.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        return keep_until_killed(Path::new(file));
    }
    let count = words.iter().find_map(|word| word.parse().ok());
    let count = count.unwrap_or(MILLION);
    let file = made(count);
    let bytes = std::fs::metadata(&file).unwrap().len();
    say(&format!(
        "{count} messages, {} MB, {} bytes each",
        bytes / 1_000_000,
        bytes / count
    ));
    openings(&file);
    let memory = resident();
    let asker = Asker::open(&file, count);
    asker.asks_all();
    say(&format!(
        "memory: {} KiB more than before it was open",
        (resident() - memory) / 1024
    ));
    asker.archive.close(Duration::from_secs(60));
}

/// The file, made where it is not there.
fn made(count: u64) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let file = folder.join(format!("archive-of-{count}.sqlite"));
    if !file.exists() {
        let begun = Instant::now();
        let unfinished = folder.join("archive-unfinished.sqlite");
        for ending in ["", "-wal", "-shm", ".mark", ".lock"] {
            let _ = std::fs::remove_file(sibling(&unfinished, ending));
        }
        fill(&unfinished, count);
        std::fs::rename(sibling(&unfinished, ".mark"), sibling(&file, ".mark")).unwrap();
        std::fs::rename(&unfinished, &file).unwrap();
        say(&format!("made in {:?}", begun.elapsed()));
    }
    file
}

/// How long it takes to open, after an end and after a kill.
fn openings(file: &Path) {
    let mut times: Vec<Duration> = (0..20)
        .map(|_| {
            let begun = Instant::now();
            let (archive, _news) = open(file);
            let took = begun.elapsed();
            assert!(archive.close(Duration::from_secs(60)));
            took
        })
        .collect();
    tell("open after an end", &mut times);
    let copy = sibling(file, ".killed");
    std::fs::copy(file, &copy).unwrap();
    std::fs::copy(sibling(file, ".mark"), sibling(&copy, ".mark")).unwrap();
    let mut times: Vec<Duration> = (0..5)
        .map(|_| {
            let mut child = Command::new(std::env::current_exe().unwrap());
            let child = child.arg("killed").arg(&copy).stdout(Stdio::piped());
            let mut child = child.spawn().unwrap();
            // It says a byte for each turn that it has kept.
            let mut turns = [0; TURNS_BEFORE_KILL];
            child
                .stdout
                .as_mut()
                .unwrap()
                .read_exact(&mut turns)
                .unwrap();
            child.kill().unwrap();
            child.wait().unwrap();
            let begun = Instant::now();
            let (archive, _news) = open(&copy);
            let took = begun.elapsed();
            assert!(archive.close(Duration::from_secs(60)));
            took
        })
        .collect();
    tell("open after a kill under load", &mut times);
    for ending in ["", "-wal", "-shm", ".mark", ".lock", ".desk"] {
        let _ = std::fs::remove_file(sibling(&copy, ending));
    }
}

/// As fast as it goes, until somebody ends it.
fn keep_until_killed(file: &Path) {
    let (tell, news) = channel();
    let sink = Box::new(move |news| drop(tell.send(news)));
    let (opened, archive) = Archive::open(&settings(file), sink).unwrap();
    let last = opened.rooms.iter().map(|(_, last)| *last).max().unwrap();
    let mut said = Said::new();
    for turn in 1.. {
        let rows = (0..64).map(|n| said.next(n, last + turn)).collect();
        archive.keep(turn, rows);
        while !matches!(news.recv().unwrap(), News::Kept { turn: kept } if kept == turn) {}
        std::io::stdout().write_all(b".").unwrap();
        std::io::stdout().flush().unwrap();
    }
}

/// Turns of 64 messages that a program keeps before it is killed: some seconds of a room
/// that talks as fast as it goes.
const TURNS_BEFORE_KILL: usize = 500;

/// Who asks an open archive.
struct Asker {
    archive: Archive,
    news: Receiver<News>,
    rooms: Vec<RoomName>,
    /// Messages of each room.
    each: u64,
}

impl Asker {
    fn open(file: &Path, count: u64) -> Self {
        let (archive, news) = open(file);
        Self {
            archive,
            news,
            rooms: rooms(),
            each: count / ROOMS,
        }
    }

    fn asks_all(&self) {
        self.asks("page of 100", |n| Question::Page {
            room: self.rooms[(n % ROOMS) as usize].clone(),
            place: Where::Before(1 + n * 7919 % self.each),
            limit: 100,
        });
        let some = &self.rooms[..50];
        self.asks("a rare word, 50 rooms", |n| {
            search(&format!("word{}", 19_000 + n), some)
        });
        self.asks("a common word, 50 rooms", |_| search("word0", some));
        self.asks("a common word, one room", |n| {
            search("word0", &self.rooms[(n % ROOMS) as usize..][..1])
        });
        self.asks("two words", |n| search(&format!("word1 word{n}"), some));
        self.asks("two rare words", |n| {
            search(&format!("word{} word{}", 9000 + n, 12_000 + n), some)
        });
        self.asks("three letters and a star", |_| search("wor*", some));
        self.asks("one letter and a star", |_| search("w*", some));
        self.asks("a common word of one person", |n| {
            let mut asked = search("word0", some);
            if let Question::Search(query) = &mut asked {
                query.from = Some(Name::parse(&format!("person{n}")).unwrap());
            }
            asked
        });
    }

    fn asks(&self, name: &str, question: impl Fn(u64) -> Question) {
        let mut times: Vec<Duration> = (0..200)
            .map(|n| ask(&self.archive, &self.news, question(n)))
            .collect();
        tell(name, &mut times);
    }
}

fn search(text: &str, rooms: &[RoomName]) -> Question {
    Question::Search(Query {
        text: text.to_owned(),
        rooms: rooms.to_vec(),
        from: None,
        since: None,
        until: None,
        before: None,
        limit: 50,
    })
}

fn settings(file: &Path) -> Settings {
    Settings {
        path: file.to_owned(),
        durable: Durable::Process,
        keep: Keep::Forever,
        conversation: Conversation::Own,
    }
}

fn open(file: &Path) -> (Archive, Receiver<News>) {
    let (tell, news) = channel();
    let sink = Box::new(move |news| drop(tell.send(news)));
    let (_, archive) = Archive::open(&settings(file), sink).unwrap();
    (archive, news)
}

fn fill(file: &Path, count: u64) {
    let (archive, news) = open(file);
    let mut said = Said::new();
    let mut kept = 0;
    for first in (0..count).step_by(TURN) {
        let rows = first..count.min(first + TURN as u64);
        let rows = rows.map(|n| said.next(n, 1 + n / ROOMS)).collect();
        let turn = 1 + first / TURN as u64;
        archive.keep(turn, rows);
        while turn > kept + 2 {
            match news.recv().unwrap() {
                News::Kept { turn } => kept = turn,
                News::Warning { why } => say(&why),
                other => panic!("{other:?}"),
            }
        }
    }
    // Rows of all of it: a question waits for them.
    let room = rooms().remove(0);
    ask(&archive, &news, Question::Tail { room, limit: 1 });
    assert!(archive.close(Duration::from_secs(600)));
}

/// Words of which few are common and many rare, said by many in many rooms.
struct Said {
    names: Vec<Name>,
    rooms: Vec<RoomName>,
    chance: u64,
}

impl Said {
    fn new() -> Self {
        let names = (0..300).map(|n| Name::parse(&format!("person{n}")).unwrap());
        Self {
            names: names.collect(),
            rooms: rooms(),
            chance: 1,
        }
    }

    fn next(&mut self, n: u64, seq: u64) -> Kept {
        let words: Vec<String> = (0..12)
            .map(|_| format!("word{}", (20_000_f64.powf(self.draw()) - 1.0) as u64))
            .collect();
        let name = (self.draw() * 300.0) as usize % 300;
        Kept {
            room: self.rooms[(n % ROOMS) as usize].clone(),
            seq,
            at: Stamp::from_unix_ms(1_790_000_000_000 + n * 100),
            name: self.names[name].clone(),
            text: Text::parse(&words.join(" ")).unwrap(),
            id: None,
            session: n,
            manner: Manner::default(),
            refers: None,
        }
    }

    fn draw(&mut self) -> f64 {
        self.chance = self
            .chance
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.chance >> 33) as f64 / f64::from(1_u32 << 31)
    }
}

fn rooms() -> Vec<RoomName> {
    let room = |n| RoomName::parse(&format!("room{n}")).unwrap();
    (0..ROOMS).map(room).collect()
}

fn ask(archive: &Archive, news: &Receiver<News>, question: Question) -> Duration {
    let begun = Instant::now();
    archive.ask(1, question).unwrap();
    loop {
        match news.recv().unwrap() {
            News::Page { .. } | News::Found { .. } => return begun.elapsed(),
            News::Warning { why } => say(&why),
            News::Kept { .. } => {}
            other => panic!("{other:?}"),
        }
    }
}

fn sibling(file: &Path, ending: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(ending);
    name.into()
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

fn tell(name: &str, times: &mut [Duration]) {
    times.sort();
    let (first, middle) = (times[0], times[times.len() / 2]);
    let (late, last) = (times[times.len() * 99 / 100], times[times.len() - 1]);
    say(&format!(
        "{name}: least {first:.1?}, p50 {middle:.1?}, p99 {late:.1?}, most {last:.1?}"
    ));
}

fn say(words: &str) {
    writeln!(std::io::stdout(), "{words}").unwrap();
}

const MILLION: u64 = 1_000_000;

const ROOMS: u64 = 100;

/// Messages of a turn: many, since nobody waits.
const TURN: usize = 4096;
