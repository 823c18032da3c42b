//! The screens of the guides are what the real program shows.
//!
//! For whoever writes `docs/WIRE.md`, its twin `docs/FIO.md` and `docs/LINK.md`: a block
//! that opens with ```` ```text replay loss.ndjson 90x16 keys: N Enter ```` holds what
//! `chat-tui replay docs/recordings/loss.ndjson` shows on a terminal of so many columns and
//! rows once these keys were pressed; one with `--text` instead of a size, what that prints.
//! `SCREENS=write` writes the blocks anew instead of comparing them. In `docs/LINK.md` such a
//! block stands under the frames of its recording.

use std::env;
use std::fs;
use std::iter;
use std::process::Command;
use std::time::Duration;

use chat_proto::trace::fingerprint::Fingerprint;
use chat_tests::glass;
use chat_tests::terminal::Launch;
use chat_tests::terminal::Terminal;
use serde_json::Value;

use crate::house;
use crate::house::CLIENT;
use crate::house::SERVER;

#[test]
fn the_screens_of_the_guides_are_what_the_program_shows() {
    let written = ["WIRE.md", "LINK.md"].map(|page| shown(page, "en"));
    assert!(written.iter().all(|blocks| *blocks > 0), "{written:?}");
}

#[test]
fn the_screens_of_the_portuguese_guide_are_what_the_program_shows() {
    assert!(shown("FIO.md", "pt") > 0);
}

#[test]
fn the_conversations_of_the_link_are_their_recordings() {
    let text = fs::read_to_string(format!("{DOCS}/LINK.md")).unwrap();
    let mut frames = Vec::new();
    let mut compared = 0;
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        if line == "```json" {
            frames.extend(lines.by_ref().take_while(|line| *line != "```"));
        } else if let Some(words) = line.strip_prefix("```text replay ") {
            let scene = Scene::of(words);
            let recording = fs::read_to_string(&scene.files[0]).unwrap();
            let noted: Vec<_> = recording.lines().filter_map(noted).collect();
            assert_eq!(noted.len(), frames.len(), "{words}");
            let shown: Vec<_> = frames.drain(..).zip(&noted).map(Noted::of).collect();
            assert_eq!(noted, shown, "{words}");
            compared += 1;
        }
    }
    assert!(frames.is_empty(), "no recording has {frames:?}");
    assert_eq!(compared, 7);
}

#[test]
fn what_a_second_server_says_is_in_the_guides() {
    let server = house::mortal();
    let address = server.tcp()[0];
    let (host, port) = (address.ip().to_string(), address.port().to_string());
    let mut second = Command::new(SERVER);
    second.args(["--tcp", "--bind", &host, "--port", &port]);
    let output = second.env("LC_ALL", "C.UTF-8").output().unwrap();
    assert!(!output.status.success(), "{output:?}");
    let said = String::from_utf8(output.stderr).unwrap();
    let said = said.replace(&host, "0.0.0.0").replace(&port, "1234");
    for page in ["WIRE.md", "FIO.md"] {
        let text = fs::read_to_string(format!("{DOCS}/{page}")).unwrap();
        let (_, lesson) = text.split_once("\n### 14. ").unwrap();
        let (_, block) = lesson.split_once("```text\n").unwrap();
        let (block, _) = block.split_once("\n```").unwrap();
        assert_eq!(said.trim(), block.replace('\n', " "), "{page}");
    }
}

/// A datagram as a recording has it.
#[derive(Debug, PartialEq)]
struct Noted {
    way: String,
    fingerprint: String,
    bytes: u64,
    /// Of what the weather took, no contents are kept.
    data: Option<String>,
}

impl Noted {
    /// A line of the page, as it has to be noted where this one was.
    fn of((line, noted): (&str, &Self)) -> Self {
        let (side, frame) = line.split_at(2);
        Self {
            way: if side == "> " { "out" } else { "in" }.to_owned(),
            fingerprint: Fingerprint::of(frame.as_bytes()).to_string(),
            bytes: frame.len().try_into().unwrap(),
            data: noted.data.as_ref().map(|_| without_secrets(frame)),
        }
    }
}

/// What a line of a recording tells of a datagram that passed the socket, or that the
/// weather took.
fn noted(line: &str) -> Option<Noted> {
    let event: Value = serde_json::from_str(line).unwrap();
    let text = |field: &str| event[field].as_str().map(str::to_owned);
    let what = text("event")?;
    let is_lost = what == "weather" && event["fate"] == "dropped";
    (is_lost || what == "out" || what == "in").then(|| Noted {
        way: text("way").unwrap_or(what),
        fingerprint: text("x").unwrap(),
        bytes: event["bytes"].as_u64().unwrap(),
        data: (!is_lost).then(|| text("data").unwrap()),
    })
}

/// As every recording has it: the numbers that a link is known by are masked.
fn without_secrets(frame: &str) -> String {
    let mut masked = frame.to_owned();
    for field in [r#""link":""#, r#""cookie":""#] {
        if let Some((before, after)) = masked.split_once(field) {
            let (secret, after) = after.split_once('"').unwrap();
            masked = format!("{before}{field}{}\"{after}", "*".repeat(secret.len()));
        }
    }
    masked
}

/// Compares every block of a page, or writes it anew. How many there are.
#[track_caller]
fn shown(page: &str, language: &str) -> usize {
    let path = format!("{DOCS}/{page}");
    let text = fs::read_to_string(&path).unwrap();
    let writes = env::var("SCREENS").is_ok_and(|value| value == "write");
    let mut anew = String::new();
    let mut blocks = 0;
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        anew.extend([line, "\n"]);
        let Some(words) = line.strip_prefix("```text replay ") else {
            continue;
        };
        blocks += 1;
        let held: Vec<_> = lines.by_ref().take_while(|line| *line != "```").collect();
        let scene = Scene::of(words);
        if writes {
            anew.push_str(&scene.now(language).join("\n"));
            anew.push_str("\n```\n");
        } else {
            scene.is(language, &held, &format!("{page}: {words}"));
        }
    }
    if writes {
        fs::write(&path, anew).unwrap();
    }
    blocks
}

/// What a block is to hold.
struct Scene<'a> {
    files: Vec<String>,
    /// Of a terminal; without, it is printed.
    size: Option<(u16, u16)>,
    keys: Vec<&'a str>,
}

impl<'a> Scene<'a> {
    #[track_caller]
    fn of(words: &'a str) -> Self {
        let (shown, keys) = words.split_once(" keys: ").unwrap_or((words, ""));
        let (files, size) = shown.rsplit_once(' ').expect("a size, or --text");
        let file = |name| format!("{DOCS}/recordings/{name}");
        Self {
            files: files.split(' ').map(file).collect(),
            size: (size != "--text").then(|| {
                let (columns, rows) = size.split_once('x').expect("columns x rows");
                (columns.parse().unwrap(), rows.parse().unwrap())
            }),
            keys: keys.split_whitespace().flat_map(repeated).collect(),
        }
    }

    /// Checks that the program shows these rows.
    #[track_caller]
    fn is(&self, language: &str, rows: &[&str], claim: &str) {
        let Some(size) = self.size else {
            assert_eq!(
                self.printed(language).join("\n"),
                rows.join("\n"),
                "{claim}"
            );
            return;
        };
        self.played(language, size)
            .shows_that(claim, |screen| glass::rows(screen) == rows);
    }

    /// What the program shows now.
    #[track_caller]
    fn now(&self, language: &str) -> Vec<String> {
        let Some(size) = self.size else {
            return self.printed(language);
        };
        let terminal = self.played(language, size);
        for _ in 0..CHANGES {
            let rows = terminal.rows();
            if !terminal.may_show(STILL, |screen| glass::rows(screen) != rows) {
                return rows;
            }
        }
        panic!("it never stands still: {:?}", terminal.rows())
    }

    #[track_caller]
    fn printed(&self, language: &str) -> Vec<String> {
        let mut command = Command::new(CLIENT);
        command.args(["--lang", language, "replay", "--text"]);
        let output = command.args(&self.files).env("LC_ALL", "C.UTF-8").output();
        let output = output.unwrap();
        assert!(
            output.status.success() && output.stderr.is_empty(),
            "{output:?}"
        );
        let text = String::from_utf8(output.stdout).unwrap();
        text.lines().map(str::to_owned).collect()
    }

    /// The recordings in the window, and the keys pressed.
    #[track_caller]
    fn played(&self, language: &str, (columns, rows): (u16, u16)) -> Terminal {
        let files = self.files.iter().map(String::as_str);
        let words: Vec<_> = ["--lang", language, "replay"]
            .into_iter()
            .chain(files)
            .collect();
        let terminal = Launch::new(CLIENT, &words).size(columns, rows).start();
        terminal.shows_row("the keys", |row| row.contains("F1 "));
        for key in &self.keys {
            let before = terminal.rows();
            terminal.key(bytes(key));
            let claim = format!("what {key} changes");
            terminal.shows_that(&claim, |screen| glass::rows(screen) != before);
        }
        terminal
    }
}

/// `Up*3` is that key three times.
fn repeated(word: &str) -> impl Iterator<Item = &str> {
    let (key, times) = word.rsplit_once('*').unwrap_or((word, "1"));
    iter::repeat_n(key, times.parse().unwrap())
}

/// What a terminal sends for a key; other words are written as they stand.
fn bytes(key: &str) -> &[u8] {
    match key {
        "Up" => b"\x1b[A",
        "Down" => b"\x1b[B",
        "Home" => b"\x1b[H",
        "End" => b"\x1b[F",
        "Enter" => b"\r",
        "Tab" => b"\t",
        "Space" => b" ",
        letters => letters.as_bytes(),
    }
}

const DOCS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs");

/// A recording that is shown to its end changes no more often.
const CHANGES: usize = 50;

/// Nothing has changed for so long: only where blocks are written anew.
const STILL: Duration = Duration::from_millis(400);
