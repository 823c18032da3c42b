//! The program that keeps, and the one that limits it.

use std::io::BufRead;
use std::io::BufReader;
use std::io::Lines;
use std::io::Write;
use std::path::Path;
use std::process::Child;
use std::process::ChildStdin;
use std::process::ChildStdout;
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
use rustix::process::Pid;
use rustix::process::Resource;
use rustix::process::Rlimit;
use rustix::process::prlimit;

fn settings(file: &Path) -> Settings {
    Settings {
        path: file.to_owned(),
        durable: Durable::Process,
        keep: Keep::Forever,
        conversation: Conversation::Own,
    }
}

fn said(seq: u64) -> Kept {
    Kept {
        room: RoomName::lobby(),
        seq,
        at: Stamp::from_unix_ms(seq),
        name: Name::parse("ana").unwrap(),
        text: Text::parse(&"x".repeat(4000)).unwrap(),
        id: None,
        session: 1,
        manner: Manner::default(),
        refers: None,
    }
}

/// Does what it reads, and writes what it is told.
pub(crate) fn child(file: &str) {
    let told = |words: &str| writeln!(std::io::stdout(), "{words}").unwrap();
    let sink = Box::new(move |news| match news {
        News::Kept { turn } => told(&format!("kept {turn}")),
        News::Trouble { .. } => told("trouble"),
        News::Restored { log } => told(&format!("restored {log}")),
        News::Page { rows, .. } => told(&format!("page {}", rows.len())),
        News::Found { .. }
        | News::Failed { .. }
        | News::Warning { .. }
        | News::Trimmed { .. }
        | News::Forgotten { .. } => {}
    });
    let (opened, archive) = Archive::open(&settings(Path::new(file)), sink).unwrap();
    told(&format!("log {}", opened.log));
    let mut seq = 0;
    for line in std::io::stdin().lines() {
        let line = line.unwrap();
        match line.split_once(' ').unwrap_or((&line, "")) {
            ("say", count) => {
                for _ in 0..count.parse().unwrap() {
                    seq += 1;
                    archive.keep(seq, vec![said(seq)]);
                }
            }
            ("page", _) => {
                let (room, place, limit) = (RoomName::lobby(), Where::Before(2), 9);
                archive
                    .ask(1, Question::Page { room, place, limit })
                    .unwrap();
            }
            ("give-up", _) => told(&format!("log {}", archive.give_up())),
            ("resume", _) => archive.resume(),
            (other, _) => panic!("{other}"),
        }
    }
}

/// The child, and what it says.
struct Limited {
    child: Child,
    input: ChildStdin,
    lines: Lines<BufReader<ChildStdout>>,
}

impl Limited {
    fn start(file: &Path) -> Self {
        // Ignored signals stay ignored: the limit is an error and not the end, as in a
        // server, which takes the signal over.
        let mut child = Command::new("sh")
            .args(["-c", "trap '' XFSZ; exec \"$0\" child \"$1\""])
            .arg(std::env::current_exe().unwrap())
            .arg(file)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        Self {
            input: child.stdin.take().unwrap(),
            lines: BufReader::new(child.stdout.take().unwrap()).lines(),
            child,
        }
    }

    fn tell(&mut self, words: &str) {
        writeln!(self.input, "{words}").unwrap();
    }

    /// The rest of the next line that begins so.
    fn hear(&mut self, begin: &str) -> String {
        let mut lines = self.lines.by_ref().map(Result::unwrap);
        let found = lines.find_map(|line| line.strip_prefix(begin).map(str::to_owned));
        found.unwrap_or_else(|| panic!("it ended before it said {begin}"))
    }

    /// How long its files may be: the mark, which is overwritten in place, fits.
    fn limit(&self, bytes: Option<u64>) {
        let pid = Pid::from_child(&self.child);
        let limit = Rlimit {
            current: bytes,
            maximum: None,
        };
        prlimit(Some(pid), Resource::Fsize, limit).unwrap();
    }

    fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

pub(crate) fn parent() {
    a_kill_in_trouble_gives_another_id();
    what_waited_is_written_when_there_is_room();
    what_was_too_much_is_a_hole();
    writeln!(std::io::stdout(), "3 disks that took nothing").unwrap();
}

fn a_kill_in_trouble_gives_another_id() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.sqlite");
    let (limited, before, during) = in_trouble(&file);
    limited.kill();
    let (log, seqs) = there(&file);
    assert_eq!(seqs, [1]);
    assert!(log != before && log != during, "{before} {during} {log}");
}

fn what_waited_is_written_when_there_is_room() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.sqlite");
    let (mut limited, _, during) = in_trouble(&file);
    limited.tell("page");
    assert_eq!(limited.hear("page "), "1", "who only reads is answered");
    limited.limit(None);
    assert_eq!(limited.hear("restored "), during);
    limited.tell("resume");
    limited.tell("say 1");
    assert_eq!(limited.hear("kept "), "4");
    // The mark says so too before the next is kept.
    limited.tell("say 1");
    assert_eq!(limited.hear("kept "), "5");
    limited.kill();
    assert_eq!(there(&file), (during, vec![1, 2, 3, 4, 5]));
}

fn what_was_too_much_is_a_hole() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.sqlite");
    let (mut limited, _, during) = in_trouble(&file);
    limited.tell("say 4000");
    limited.tell("give-up");
    assert_eq!(limited.hear("log "), during, "it has begun already");
    limited.limit(None);
    assert_eq!(limited.hear("restored "), during);
    limited.kill();
    let (_, seqs) = there(&file);
    assert!(seqs.len() > 1000 && seqs.len() < 3000, "{}", seqs.len());
    assert_eq!((seqs[0], seqs[seqs.len() - 1]), (1, 4003));
    assert!(
        seqs[1..].windows(2).all(|two| two[0] + 1 == two[1]),
        "one hole"
    );
    let db = rusqlite::Connection::open(&file).unwrap();
    let hole = db.query_row("SELECT first, last FROM hole", [], |r| {
        Ok((r.get::<_, i64>(0)?, r.get::<_, i64>(1)?))
    });
    let last = i64::try_from(seqs[1]).unwrap() - 1;
    assert_eq!(hole.unwrap(), (2, last));
}

/// One message is kept, two are told without being; the ids before and since.
fn in_trouble(file: &Path) -> (Limited, String, String) {
    let mut limited = Limited::start(file);
    let before = limited.hear("log ");
    limited.tell("say 1");
    assert_eq!(limited.hear("kept "), "1");
    // Rows of it, so that nothing but what comes is to be written.
    limited.tell("page");
    assert_eq!(limited.hear("page "), "1");
    limited.limit(Some(4096));
    limited.tell("say 1");
    limited.hear("trouble");
    limited.tell("say 1");
    limited.tell("give-up");
    let during = limited.hear("log ");
    assert_ne!(before, during);
    (limited, before, during)
}

/// The id and the numbers in the file.
fn there(file: &Path) -> (String, Vec<u64>) {
    let (tell, news) = channel();
    let sink = Box::new(move |news| drop(tell.send(news)));
    let (opened, archive) = Archive::open(&settings(file), sink).unwrap();
    let (room, place, limit) = (RoomName::lobby(), Where::After(0), 10_000);
    archive
        .ask(1, Question::Page { room, place, limit })
        .unwrap();
    let rows = loop {
        match news.recv_timeout(Duration::from_secs(60)).unwrap() {
            News::Page { rows, .. } => break rows,
            News::Failed { why, .. } => panic!("{why}"),
            News::Kept { .. }
            | News::Found { .. }
            | News::Trouble { .. }
            | News::Warning { .. }
            | News::Restored { .. }
            | News::Trimmed { .. }
            | News::Forgotten { .. } => {}
        }
    };
    assert!(archive.close(Duration::from_secs(60)));
    (opened.log, rows.iter().map(|row| row.seq).collect())
}
