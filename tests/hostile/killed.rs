//! A server that is killed, again and again, while people talk as fast as they can.
//! Whatever anybody was told is there afterwards, at its number, and nothing is twice.

use std::collections::BTreeMap;
use std::io::BufRead;
use std::io::BufReader;
use std::io::Write;
use std::net::SocketAddr;
use std::net::TcpStream;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering;
use std::thread;

use chat_tests::clock::Deadline;
use chat_tests::clock::PATIENCE;
use chat_tests::peer::Peer;
use chat_tests::server::Server;
use chat_tests::server::Start;
use chat_tests::wire::Via;
use serde_json::Value;
use serde_json::json;

use crate::house::SERVER;

/// Somebody who talks, over one connection after the other.
struct Talker {
    name: String,
    last: u64,
    /// Said, and no receipt came.
    under_way: BTreeMap<u64, String>,
    /// What it was told: by number, who said what.
    told: BTreeMap<u64, (String, String)>,
    /// The numbering, as its last welcome called it.
    log: String,
    /// Whether the disk was so slow that it was told without being kept.
    unkept: bool,
}

impl Talker {
    /// Talks until the server is gone; counts what it is told.
    fn talk(mut self, to: SocketAddr, heard: &AtomicU64) -> Self {
        // Gone before it was reached, or in mid-word: that is what is tried here.
        let _ = self.try_to_talk(to, heard);
        self
    }

    fn try_to_talk(&mut self, to: SocketAddr, heard: &AtomicU64) -> std::io::Result<()> {
        let mut stream = TcpStream::connect(to)?;
        let since = self.told.keys().last().copied().unwrap_or(0);
        let join = json!({"type": "join", "name": self.name, "since": since, "log": self.log});
        writeln!(stream, "{join}")?;
        let reader = BufReader::new(stream.try_clone()?);
        for line in reader.lines() {
            let frame: Value = match serde_json::from_str(&line?) {
                Ok(frame) => frame,
                // Cut in the middle.
                Err(_) => return Ok(()),
            };
            match frame["type"].as_str().unwrap() {
                "welcome" => self.on_welcome(&frame, &mut stream)?,
                "msg" => {
                    heard.fetch_add(1, Ordering::Relaxed);
                    self.on_message(&frame);
                    self.say_more(&mut stream)?;
                }
                "notice" => self.unkept |= frame["event"] == "unkept",
                _ => panic!("{frame}"),
            }
        }
        Ok(())
    }

    /// What may have been lost is said once more, and more after it.
    fn on_welcome(&mut self, frame: &Value, stream: &mut TcpStream) -> std::io::Result<()> {
        let log = frame["log"].as_str().unwrap();
        assert!(
            self.log.is_empty() || self.log == log,
            "{} {frame}",
            self.log
        );
        log.clone_into(&mut self.log);
        for (id, text) in &self.under_way {
            writeln!(stream, "{}", json!({"text": text, "id": id, "again": true}))?;
        }
        self.say_more(stream)
    }

    fn say_more(&mut self, stream: &mut TcpStream) -> std::io::Result<()> {
        while self.under_way.len() < UNDER_WAY {
            self.last += 1;
            let text = format!("{} {}", self.name, self.last);
            writeln!(stream, "{}", json!({"text": text, "id": self.last}))?;
            self.under_way.insert(self.last, text);
        }
        Ok(())
    }

    fn on_message(&mut self, frame: &Value) {
        let seq = frame["seq"].as_u64().unwrap();
        let word = |field: &str| frame[field].as_str().unwrap().to_owned();
        let said = (word("name"), word("text"));
        let before = self.told.insert(seq, said.clone());
        assert!(
            before.is_none_or(|before| before == said),
            "two of {seq}: {frame}"
        );
        if let Some(id) = frame["id"].as_u64() {
            self.under_way.remove(&id);
        }
    }
}

fn keeping(file: &Path) -> Server {
    Start::new(SERVER).everywhere().keeping(file).ready()
}

/// All that was ever said, page by page.
fn everything(server: &Server) -> Vec<(u64, String, String)> {
    let mut peer = Peer::join(server, Via::Tcp, "reader");
    // What a newcomer is told.
    peer.fence();
    let mut all: Vec<(u64, String, String)> = Vec::new();
    loop {
        let after = all.last().map_or(0, |(seq, _, _)| *seq);
        peer.send(&json!({"type": "history", "after": after, "limit": 100, "id": "page"}));
        let mut page = peer.hears_all("a page", |f| f.kind() == "history");
        let end = page.pop().unwrap();
        let messages = page.iter().filter(|f| f.kind() == "msg");
        let new = messages.filter(|f| f.number("seq") > Some(after));
        all.extend(new.map(|f| {
            let seq = f.number("seq").unwrap();
            (seq, f.name().to_owned(), f.text().to_owned())
        }));
        if !end.flag("more") {
            return all;
        }
    }
}

#[test]
#[expect(clippy::print_stderr, reason = "says why it checks nothing")]
fn whatever_anybody_was_told_survives_any_number_of_kills() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("kept.sqlite");
    let mut talkers: Vec<Talker> = ["ana", "bob", "eva"]
        .map(|name| Talker {
            name: name.to_owned(),
            last: 0,
            under_way: BTreeMap::new(),
            told: BTreeMap::new(),
            log: String::new(),
            unkept: false,
        })
        .into();
    let kills = kills();
    for round in 0..kills {
        let mut server = keeping(&file);
        let (to, heard) = (server.tcp()[0], Arc::new(AtomicU64::new(0)));
        let threads: Vec<_> = talkers
            .drain(..)
            .map(|talker| {
                let heard = Arc::clone(&heard);
                thread::spawn(move || talker.talk(to, &heard))
            })
            .collect();
        // Another moment each time.
        let moment = 1 + round * 7919 % 1500;
        let deadline = Deadline::after(PATIENCE);
        while heard.load(Ordering::Relaxed) < moment {
            assert!(deadline.left().is_some(), "{}", server.program.story());
            thread::yield_now();
        }
        server.program.kill();
        server.program.exit_within(PATIENCE);
        talkers.extend(threads.into_iter().map(|thread| thread.join().unwrap()));
    }
    if talkers.iter().any(|talker| talker.unkept) {
        eprintln!("not checked: the disk did not answer for two seconds, and they were told so");
        return;
    }
    let server = keeping(&file);
    let all = everything(&server);
    agrees(&talkers, &all);
    let told: usize = talkers.iter().map(|talker| talker.told.len()).sum();
    assert!(told as u64 > kills, "they were told something");
}

/// What is there is what was told, in order, and nothing twice.
#[track_caller]
fn agrees(talkers: &[Talker], all: &[(u64, String, String)]) {
    let numbers: Vec<u64> = all.iter().map(|(seq, _, _)| *seq).collect();
    assert_eq!(
        numbers,
        (1..=all.len() as u64).collect::<Vec<_>>(),
        "without gap or repeat"
    );
    let mut texts: Vec<&str> = all.iter().map(|(_, _, text)| text.as_str()).collect();
    texts.sort_unstable();
    let said = texts.len();
    texts.dedup();
    assert_eq!(texts.len(), said, "said twice");
    for talker in talkers {
        for (seq, (name, text)) in &talker.told {
            let index = usize::try_from(*seq).unwrap() - 1;
            let there = all.get(index).map(|(_, name, text)| (name, text));
            assert_eq!(
                there,
                Some((name, text)),
                "{seq} was told to {}",
                talker.name
            );
        }
    }
}

/// How often it is killed: more take longer. `KILLS=200` says otherwise.
fn kills() -> u64 {
    let asked = std::env::var("KILLS").ok();
    asked.and_then(|kills| kills.parse().ok()).unwrap_or(12)
}

/// Messages of one talker that wait for their receipts.
const UNDER_WAY: usize = 16;
