//! A program under test, its keyboard, and what its terminal shows.

use std::collections::VecDeque;
use std::io::BufRead;
use std::io::BufReader;
use std::io::Read;
use std::io::Write;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::path::PathBuf;
use std::process::Child;
use std::process::ChildStdin;
use std::process::Command;
use std::process::Stdio;
use std::sync::OnceLock;
use std::sync::mpsc;
use std::sync::mpsc::Receiver;
use std::sync::mpsc::RecvTimeoutError;
use std::sync::mpsc::Sender;
use std::thread;
use std::time::Duration;

use chat_tests::clock::Deadline;
use chat_tests::forks::starting;
use chat_tests::ports::free_port;

/// How long a test waits for anything that should come at once.
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);

/// A running program. Killed, with all that it started, when it is dropped.
pub(crate) struct Program {
    name: String,
    child: Child,
    keyboard: Option<ChildStdin>,
    /// Lines of both streams; disconnected when both have ended.
    lines: Receiver<String>,
    /// Those that came while its end was waited for, and nobody has read.
    unread: VecDeque<String>,
    /// All that was taken from `lines`, for a person who reads a failure.
    shown: Vec<String>,
    /// Whether a guide leaves open what else it shows.
    pub(crate) left_open: bool,
}

/// How a program ended.
#[derive(Debug)]
pub(crate) struct Ended {
    pub(crate) code: Option<i32>,
    /// All that it showed since its start.
    pub(crate) shown: Vec<String>,
}

/// Starts a lesson.
pub(crate) fn lesson(name: &str, args: &[&str]) -> Program {
    Program::of(name, &example(name), args)
}

/// Runs a lesson to its end with this on its keyboard.
pub(crate) fn run(name: &str, args: &[&str], keyboard: &str) -> Ended {
    let mut program = lesson(name, args);
    program.types(keyboard);
    program.ends()
}

/// Starts one of our Python programs; nothing where there is no Python.
pub(crate) fn python(script: &str, args: &[&str]) -> Option<Program> {
    if !has("python3") {
        return None;
    }
    let mut command = Command::new(PYTHON.get_or_init(interpreter));
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/lessons/python/");
    command
        .arg("-u")
        .arg(format!("{path}{script}.py"))
        .args(args);
    Some(Program::start(
        &format!("{script}.py {}", args.join(" ")),
        command,
    ))
}

/// The interpreter itself: what is called `python3` may be a script that looks
/// for it, a second each time.
fn interpreter() -> String {
    let asked = ["-c", "import sys; print(sys.executable)"];
    let told = Command::new("python3").args(asked).output().unwrap();
    String::from_utf8(told.stdout).unwrap().trim().to_owned()
}

static PYTHON: OnceLock<String> = OnceLock::new();

/// The chat's own server.
pub(crate) const SERVER: &str = env!("CARGO_BIN_EXE_server-under-test");

/// The chat's own client.
pub(crate) const CLIENT: &str = env!("CARGO_BIN_EXE_tui-under-test");

/// Where cargo has put a lesson: in a folder beside the other programs. It has
/// to be as new as its page.
pub(crate) fn example(name: &str) -> PathBuf {
    let folder = Path::new(SERVER).with_file_name("examples");
    let built = folder.join(name);
    let changed = |path: &Path| path.metadata().and_then(|file| file.modified()).ok();
    let pages = PAGES.map(|folder| Path::new(folder).join(name).with_extension("rs"));
    let fresh = changed(&built) >= pages.iter().find_map(|page| changed(page));
    assert!(fresh, "{name} is not built: {BUILD}");
    built
}

/// The pages of the lessons: one folder for all, and one for that which needs
/// `chat-proto`.
pub(crate) const PAGES: [&str; 2] = [
    concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../crates/chat-lessons/examples"
    ),
    concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../crates/chat-lessons/json/examples"
    ),
];

/// What builds them all.
const BUILD: &str = "cargo build --examples -p chat-lessons -p chat-lessons-json";

/// A port that nobody has, and nobody gets while a server comes back to it.
pub(crate) fn nobodys_port() -> u16 {
    free_port()
}

/// Whether this machine has a program; if not, the reason for what is skipped is
/// printed. CI must have it.
pub(crate) fn has(name: &str) -> bool {
    let found = Command::new("sh")
        .args(["-c", &format!("command -v {name}")])
        .output();
    let found = found.is_ok_and(|out| out.status.success());
    if !found {
        assert!(std::env::var_os("CI").is_none(), "CI must have {name}");
        eprintln!("skipped: this machine has no {name}");
    }
    found
}

impl Program {
    /// Starts this program with a keyboard.
    pub(crate) fn of(name: &str, program: &Path, args: &[&str]) -> Self {
        let mut command = Command::new(program);
        command.args(args);
        Self::start(&format!("{name} {}", args.join(" ")), command)
    }

    /// Starts a command with a keyboard.
    pub(crate) fn start(name: &str, command: Command) -> Self {
        Self::start_with_input(name, command, Stdio::piped())
    }

    /// Starts a command as the leader of a group of its own.
    pub(crate) fn start_with_input(name: &str, mut command: Command, input: Stdio) -> Self {
        let piped = command
            .stdin(input)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = starting(|| piped.process_group(0).spawn()).unwrap();
        let (line, lines) = mpsc::channel();
        read_lines(child.stdout.take().unwrap(), line.clone());
        read_lines(child.stderr.take().unwrap(), line);
        let keyboard = child.stdin.take();
        Self {
            name: name.to_owned(),
            child,
            keyboard,
            lines,
            unread: VecDeque::new(),
            shown: Vec::new(),
            left_open: false,
        }
    }

    /// All lines until none comes for this long.
    pub(crate) fn next_lines(&mut self, quiet: Duration, lines: &mut Vec<String>) {
        lines.extend(self.unread.drain(..));
        while let Ok(line) = self.lines.recv_timeout(quiet) {
            lines.push(line);
        }
    }

    /// How many lines were taken.
    pub(crate) fn shown_so_far(&self) -> usize {
        self.shown.len()
    }

    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// The next line that is shown; nothing when there will be none.
    pub(crate) fn next_line(&mut self) -> Option<String> {
        let unread = self.unread.pop_front();
        match unread.map_or_else(|| self.lines.recv_timeout(PATIENCE), Ok) {
            Ok(line) => {
                self.shown.push(line.clone());
                Some(line)
            }
            Err(RecvTimeoutError::Disconnected) => None,
            Err(RecvTimeoutError::Timeout) => {
                panic!("{} shows nothing more after {:#?}", self.name, self.shown)
            }
        }
    }

    /// Waits for a line that has this in it.
    #[track_caller]
    pub(crate) fn shows(&mut self, part: &str) -> String {
        while let Some(line) = self.next_line() {
            if line.contains(part) {
                return line;
            }
        }
        panic!("{} ended without {part:?} in {:#?}", self.name, self.shown)
    }

    /// The port of the server that this is.
    #[track_caller]
    pub(crate) fn port(&mut self) -> u16 {
        let line = self.shows("listening on");
        let mut words = line.split([' ', ':']).filter_map(|word| word.parse().ok());
        words.next_back().unwrap()
    }

    /// The port of the client that this is.
    #[track_caller]
    pub(crate) fn own_port(&mut self) -> u16 {
        let line = self.shows("i am ");
        line.rsplit([' ', ':']).next().unwrap().parse().unwrap()
    }

    /// Types, without waiting for anything.
    pub(crate) fn types(&mut self, text: &str) {
        let keyboard = self.keyboard.as_mut().unwrap();
        // A program that has ended takes no more keys, and that is no failure.
        let _ = keyboard
            .write_all(text.as_bytes())
            .and_then(|()| keyboard.flush());
    }

    /// Ctrl+D.
    pub(crate) fn end_input(&mut self) {
        self.keyboard = None;
    }

    /// Sends a signal by its name to the program and all that it started.
    pub(crate) fn signal(&self, name: &str) {
        let group = format!("-{}", self.child.id());
        let kill = format!("kill -s {name} -- {group}");
        // Bash has it built in; it may fail, for the group may have ended.
        let _ = starting(|| Command::new("bash").args(["-c", &kill]).output()).unwrap();
    }

    /// Ctrl-C, and its end: what it had, as an address, is free afterwards.
    #[track_caller]
    pub(crate) fn is_interrupted(&mut self) {
        self.signal("INT");
        // Whoever runs the tests behind a shell's `&` has it ignored, and so have they.
        if !self.falls_silent_within(Duration::from_secs(2)) {
            self.signal("TERM");
        }
        self.is_over();
    }

    /// Whether its streams end within this time, as those of a program do that ends.
    fn falls_silent_within(&mut self, wait: Duration) -> bool {
        let deadline = Deadline::after(wait);
        while let Some(left) = deadline.left() {
            match self.lines.recv_timeout(left) {
                Ok(line) => self.unread.push_back(line),
                Err(RecvTimeoutError::Disconnected) => return true,
                Err(RecvTimeoutError::Timeout) => return false,
            }
        }
        false
    }

    /// Waits for its end, which is near.
    #[track_caller]
    fn is_over(&mut self) {
        let deadline = Deadline::after(PATIENCE);
        while self.runs() {
            assert!(deadline.left().is_some(), "{} does not end", self.name);
            thread::yield_now();
        }
    }

    /// Whether it is still running.
    pub(crate) fn runs(&mut self) -> bool {
        self.child.try_wait().unwrap().is_none()
    }

    /// Ends the input and waits for the end of the program.
    #[track_caller]
    pub(crate) fn ends(mut self) -> Ended {
        self.end_input();
        while self.next_line().is_some() {}
        // Its streams have ended, so this is a matter of microseconds.
        self.is_over();
        let code = self.child.wait().unwrap().code();
        Ended {
            code,
            shown: std::mem::take(&mut self.shown),
        }
    }
}

impl Ended {
    /// Ended with this status and with this in one of its lines.
    #[track_caller]
    pub(crate) fn check(&self, code: i32, part: &str) {
        assert_eq!(self.code, Some(code), "{:#?}", self.shown);
        assert!(
            self.shown.iter().any(|line| line.contains(part)),
            "{part:?} in {:#?}",
            self.shown
        );
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        if self.runs() {
            self.signal("KILL");
        }
        let _ = self.child.wait();
    }
}

fn read_lines(stream: impl Read + Send + 'static, line: Sender<String>) {
    thread::spawn(move || {
        let mut stream = BufReader::new(stream);
        let mut bytes = Vec::new();
        while stream
            .read_until(b'\n', &mut bytes)
            .is_ok_and(|size| size > 0)
        {
            let text = String::from_utf8_lossy(&bytes);
            if line
                .send(text.trim_end_matches(['\r', '\n']).to_owned())
                .is_err()
            {
                return;
            }
            bytes.clear();
        }
    });
}
