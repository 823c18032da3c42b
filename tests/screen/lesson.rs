//! Somebody at a terminal who looks at the wire and records it, as in a lesson.

use std::path::Path;
use std::process::Command;

use chat_tests::peer::Peer;
use chat_tests::server::Server;
use chat_tests::terminal::Launch;
use chat_tests::terminal::Terminal;
use chat_tests::wire::Via;

use crate::house::CLIENT;

/// Opens the window on the wire, makes it larger, closes it.
pub(crate) const F9: &[u8] = b"\x1b[20~";

/// How the window looks to a person.
#[derive(Clone, Copy)]
pub(crate) enum Look {
    English,
    Portuguese,
    Ascii,
    WithoutColours,
}

impl Look {
    const ALL: [Self; 4] = [
        Self::English,
        Self::Portuguese,
        Self::Ascii,
        Self::WithoutColours,
    ];

    fn on(self, launch: Launch) -> Launch {
        match self {
            Self::English => launch,
            Self::Portuguese => launch.env("LC_ALL", "pt_PT.UTF-8"),
            Self::Ascii => launch.env("LC_ALL", "C"),
            Self::WithoutColours => launch.env("NO_COLOR", "1"),
        }
    }

    fn is_portuguese(self) -> bool {
        matches!(self, Self::Portuguese)
    }

    /// What a row has in this look: in English, in Portuguese, in ASCII.
    pub(crate) fn of(self, [english, portuguese, ascii]: [&str; 3]) -> &str {
        match self {
            Self::English | Self::WithoutColours => english,
            Self::Portuguese => portuguese,
            Self::Ascii => ascii,
        }
    }
}

/// Ana at a terminal, who records what happens, and the window over her whole screen.
pub(crate) struct Lesson {
    /// Her.
    pub(crate) ana: Terminal,
    look: Look,
    folder: tempfile::TempDir,
}

impl Lesson {
    pub(crate) fn over(server: &Server, via: Via, look: Look, weather: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let trace = folder.path().join("ana.ndjson");
        let address = match via {
            Via::Tcp => vec![server.tcp()[0].to_string()],
            _ => vec!["--udp".to_owned(), server.udp()[0].to_string()],
        };
        let address: Vec<_> = address.iter().map(String::as_str).collect();
        let more = ["--name", "ana", "--trace", trace.to_str().unwrap()];
        let args = [&*address, &more, weather].concat();
        let launch = look.on(Launch::new(CLIENT, &args).size(110, 40));
        let ana = launch.start();
        let here = if look.is_portuguese() {
            " presente"
        } else {
            " here  "
        };
        ana.shows_row("that she has joined", |row| {
            row.starts_with(" #") && row.contains(here)
        });
        Self { ana, look, folder }
    }

    /// Says something, and is sure that it was said.
    pub(crate) fn says(&self, bob: &mut Peer, text: &str) {
        self.ana.says(text);
        bob.hears("it", |frame| frame.says(text));
    }

    /// The window over the whole screen, with this view.
    pub(crate) fn looks(&self, view: &[u8]) {
        self.ana.key(F9);
        self.ana.key(F9);
        let keys = if self.look.is_portuguese() {
            "F1 ajuda"
        } else {
            "F1 help"
        };
        self.ana
            .shows_row("the keys", |row| row.contains(keys) && row.contains('f'));
        self.ana.key(view);
    }

    /// Only rows that fit these words, once they are read.
    pub(crate) fn filters(&self, words: &str) {
        self.ana.key(b"f");
        self.ana.types(words);
        let of = if self.look.is_portuguese() {
            " de "
        } else {
            " of "
        };
        self.ana.shows_row("the filter", |row| {
            row.contains(&format!("{words}: ")) && row.contains(of)
        });
        self.ana.key(b"\r");
        self.ana.shows_row("the keys again", |row| {
            row.contains("F1 ") && row.contains("Tab ")
        });
    }

    /// A row of the window has all of these.
    pub(crate) fn sees(&self, claim: &str, all: &[&str]) {
        self.ana
            .shows_row(claim, |row| all.iter().all(|part| row.contains(part)));
    }

    /// Leaves; the recording tells it in both languages, in ASCII and without colours, on a
    /// screen and as text, and every form of it has it too.
    pub(crate) fn leaves_a_recording(mut self, words: [&str; 3], everywhere: &str) {
        self.ana.key(F9);
        self.ana.says("/quit");
        assert!(self.ana.ends().success());
        let trace = self.folder.path().join("ana.ndjson");
        for look in Look::ALL {
            is_seen(&trace, look, look.of(words));
        }
        let [english, portuguese, ascii] = words;
        for (words, wanted) in [
            (&["--text"][..], english),
            (&["--text", "--lang", "pt"], portuguese),
            (&["--text", "--ascii"], ascii),
        ] {
            let text = replayed(&trace, words);
            assert!(text.contains(wanted), "{words:?}, {wanted}: {text}");
        }
        for form in ["svg", "txt", "ndjson", "mmd", "pcapng"] {
            let out = self.folder.path().join(format!("out.{form}"));
            replayed(&trace, &["--export", out.to_str().unwrap()]);
            let bytes = std::fs::read(&out).unwrap();
            let said = String::from_utf8_lossy(&bytes).replace("&quot;", "\"");
            assert!(said.contains(everywhere), "{form}: {said}");
        }
    }
}

/// On the screen of whoever replays it.
fn is_seen(trace: &Path, look: Look, words: &str) {
    let launch = Launch::new(CLIENT, &["replay", trace.to_str().unwrap()]);
    let mut screen = look.on(launch.size(140, 400)).start();
    screen.shows_row(words, |row| row.contains(words));
    screen.key(b"q");
    assert!(screen.ends().success());
}

fn replayed(trace: &Path, words: &[&str]) -> String {
    let mut command = Command::new(CLIENT);
    command.arg("replay").arg(trace).args(words);
    let output = command.env("LC_ALL", "C.UTF-8").output().unwrap();
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).unwrap()
}
