//! A terminal with a program on it: what a person sees, and what a person does.

use std::sync::Arc;
use std::sync::Mutex;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use crate::client::CONFIGURATION;
use crate::client::KEYLESS;
use crate::client::STATE;
use crate::clock::Deadline;
use crate::clock::PATIENCE;
use portable_pty::Child;
use portable_pty::CommandBuilder;
use portable_pty::ExitStatus;
use portable_pty::MasterPty;
use portable_pty::PtySize;
use portable_pty::native_pty_system;
use rustix::process::Pid;
use rustix::process::Signal;
use rustix::process::kill_process;
use vt100::Color;
use vt100::MouseProtocolMode;
use vt100::Screen;

use crate::forks;
use crate::glass;
use crate::glass::Glass;
use crate::glass::Keyboard;
use crate::glass::lock;

/// A pseudo-terminal must not leak into a program that another test starts at
/// the same moment, or its end is never seen: whoever starts one holds this.
pub static STARTING: Mutex<()> = Mutex::new(());

/// How to start a program on a terminal.
#[must_use]
pub struct Launch {
    command: CommandBuilder,
    size: (u16, u16),
}

impl Launch {
    /// With 80 columns and 24 rows.
    pub fn new(exe: &str, args: &[&str]) -> Self {
        let mut command = CommandBuilder::new(exe);
        command.args(args);
        command.env("TERM", "xterm-256color");
        // Whatever language whoever runs the tests speaks.
        command.env("LC_ALL", "C.UTF-8");
        command.env(CONFIGURATION.0, CONFIGURATION.1);
        command.env(KEYLESS.0, KEYLESS.1);
        command.env(STATE.0, STATE.1);
        for variable in ["NO_COLOR", "CHAT_PASSWORD", "COLORTERM"] {
            command.env_remove(variable);
        }
        Self {
            command,
            size: (80, 24),
        }
    }

    /// With so many columns and rows.
    pub fn size(mut self, columns: u16, rows: u16) -> Self {
        self.size = (columns, rows);
        self
    }

    /// With one thing in its environment.
    pub fn env(mut self, name: &str, value: &str) -> Self {
        self.command.env(name, value);
        self
    }

    /// With one more argument.
    pub fn arg(mut self, word: &str) -> Self {
        self.command.arg(word);
        self
    }

    /// Starts it.
    #[track_caller]
    pub fn start(self) -> Terminal {
        let starting = lock(&STARTING);
        let (columns, rows) = self.size;
        let pair = native_pty_system().openpty(pty_size(columns, rows));
        let pair = pair.expect("a pseudo-terminal");
        let before = termios(&*pair.master);
        let child = forks::starting(|| pair.slave.spawn_command(self.command));
        // The program alone holds this end: when it is gone, output ends.
        drop(pair.slave);
        drop(starting);
        let keyboard = Arc::new(Mutex::new(pair.master.take_writer().unwrap()));
        let output = pair.master.try_clone_reader().unwrap();
        Terminal {
            glass: Glass::on(output, Arc::clone(&keyboard), self.size),
            keyboard: Some(keyboard),
            master: Some(pair.master),
            child: Some(child.expect("the program")),
            before,
        }
    }
}

/// A terminal and the program on it.
pub struct Terminal {
    glass: Arc<Glass>,
    keyboard: Option<Keyboard>,
    master: Option<Box<dyn MasterPty + Send>>,
    child: Option<Box<dyn Child + Send + Sync>>,
    /// How the terminal was set before the program began.
    before: String,
}

impl Terminal {
    /// Waits until the screen shows these words.
    #[track_caller]
    pub fn shows(&self, words: &str) {
        self.shows_that(words, |screen| screen.contents().contains(words));
    }

    /// Waits until one row of the screen is so.
    #[track_caller]
    pub fn shows_row(&self, claim: &str, wanted: impl Fn(&str) -> bool) {
        self.shows_that(claim, |screen| {
            glass::rows(screen).iter().any(|row| wanted(row))
        });
    }

    /// Waits until the screen is so.
    #[track_caller]
    pub fn shows_that(&self, claim: &str, wanted: impl Fn(&Screen) -> bool) {
        if let Err(seen) = self.glass.wait(|seen| wanted(seen.screen())) {
            let ended = if seen.ended { ", and it has ended" } else { "" };
            panic!("never seen: {claim}{ended}; but {:#?}", seen.rows());
        }
    }

    /// Whether the screen becomes so before this has passed: where both may be.
    pub fn may_show(&self, wait: Duration, wanted: impl Fn(&Screen) -> bool) -> bool {
        self.glass
            .wait_for(wait, |seen| wanted(seen.screen()))
            .is_ok()
    }

    /// The rows of the screen, without the blanks at their ends.
    pub fn rows(&self) -> Vec<String> {
        self.glass.now().rows()
    }

    /// Looks at the screen.
    pub fn look<T>(&self, eye: impl FnOnce(&Screen) -> T) -> T {
        eye(self.glass.now().screen())
    }

    /// Every byte that ever came.
    pub fn raw(&self) -> Vec<u8> {
        self.glass.now().raw().to_owned()
    }

    /// Types text, as it stands.
    pub fn types(&self, text: &str) {
        self.key(text.as_bytes());
    }

    /// Types text and Enter.
    pub fn says(&self, text: &str) {
        self.types(&format!("{text}\r"));
    }

    /// Presses a key: the bytes that a terminal sends for it. That the program
    /// is gone is seen by whoever waits for what it does.
    pub fn key(&self, bytes: &[u8]) {
        if let Some(keyboard) = &self.keyboard {
            let _ = lock(keyboard).write_all(bytes);
        }
    }

    /// Pulls the window to another size. Whatever was on it is rubbish then:
    /// who does not paint all of it anew is found out.
    #[track_caller]
    pub fn resize(&self, columns: u16, rows: u16) {
        self.glass.now().resize(columns, rows);
        let master = self.master.as_ref().expect("the window is open");
        master.resize(pty_size(columns, rows)).unwrap();
    }

    /// Writes over the whole screen, as another program's words would.
    pub fn spoil(&self) {
        self.glass.now().spoil();
    }

    /// Sends the program a signal.
    #[track_caller]
    pub fn signal(&self, signal: Signal) {
        kill_process(self.pid(), signal).unwrap();
    }

    /// Sends a signal to whichever of a shell's jobs has the keyboard.
    #[track_caller]
    pub fn signal_job(&self, signal: Signal) {
        let master = self.master.as_ref().expect("the window is open");
        let leader = master.process_group_leader().and_then(Pid::from_raw);
        kill_process(leader.expect("a job"), signal).unwrap();
    }

    /// Whether the screen is the program's: alternate screen, pastes in
    /// brackets, keys as they come.
    pub fn is_taken(&self) -> bool {
        let screen = self.look(|screen| screen.alternate_screen() && screen.bracketed_paste());
        screen && self.termios() != self.before
    }

    /// Checks that the terminal is as it was before.
    #[track_caller]
    pub fn is_as_before(&self) {
        self.look(|screen| {
            assert!(!screen.alternate_screen(), "still the alternate screen");
            assert!(!screen.hide_cursor(), "no cursor");
            assert!(!screen.bracketed_paste(), "pastes still come in brackets");
            let mouse = screen.mouse_protocol_mode();
            assert_eq!(mouse, MouseProtocolMode::None, "the mouse");
            let keys = screen.application_cursor() || screen.application_keypad();
            assert!(!keys, "the keys");
            let style = (screen.fgcolor(), screen.bgcolor(), screen.inverse());
            let plain = (Color::Default, Color::Default, false);
            assert_eq!(style, plain, "what comes next is painted");
        });
        let raw = String::from_utf8_lossy(&self.raw()).into_owned();
        let asked = raw.rfind("\x1b[?1004h");
        assert!(
            asked <= raw.rfind("\x1b[?1004l"),
            "it is still told who looks"
        );
        assert_eq!(self.termios(), self.before, "the line discipline");
    }

    /// Waits for the end of the program and all that it wrote.
    #[track_caller]
    pub fn ends(&mut self) -> ExitStatus {
        if let Err(seen) = self.glass.wait(|seen| seen.ended) {
            panic!("it does not end; it shows {:#?}", seen.rows());
        }
        self.status()
    }

    /// Closes the window over the program while it reads keys, and waits for its
    /// end.
    #[track_caller]
    pub fn is_closed(&mut self) -> ExitStatus {
        self.glass.leave();
        // Its answer wakes the one who draws, who then leaves too.
        self.types("x");
        let left = self.glass.wait(|seen| seen.ended).is_ok();
        assert!(left, "no answer to a key");
        // It is closed in the middle of its reading.
        self.key(&[b'y'; 500]);
        self.keyboard = None;
        self.master = None;
        self.status()
    }

    /// From now on nobody takes what it writes.
    #[track_caller]
    pub fn is_stopped_reading(&self) {
        self.glass.leave();
        // Its answer wakes the one who draws, who then leaves.
        self.types("x");
        let left = self.glass.wait(|seen| seen.ended).is_ok();
        assert!(left, "no answer to a key");
    }

    /// Wishes for the end until it comes. A wish that the system merges with the one
    /// before is none.
    #[track_caller]
    pub fn ends_at_last(&mut self, wish: impl Fn(&Self)) {
        let deadline = Deadline::after(PATIENCE);
        while deadline.left().is_some() {
            wish(self);
            // Its terminal does not tell the end, since nobody reads it; and whoever
            // waited for the process elsewhere would free the number that is signalled.
            thread::sleep(MOMENT);
            let child = self.child.as_mut().expect("it is waited for once");
            if child.try_wait().unwrap().is_some() {
                self.child = None;
                return;
            }
        }
        panic!("it does not end");
    }

    /// Checks that the line discipline is as it was before.
    #[track_caller]
    pub fn has_its_mode_again(&self) {
        assert_eq!(self.termios(), self.before, "the line discipline");
    }

    fn pid(&self) -> Pid {
        let child = self.child.as_ref().expect("it was not waited for");
        let pid = child.process_id().and_then(|id| i32::try_from(id).ok());
        pid.and_then(Pid::from_raw).expect("it has a number")
    }

    fn termios(&self) -> String {
        let master = self.master.as_ref().expect("the window is open");
        termios(&**master)
    }

    /// How it ended: it has closed the terminal, so this is a moment away.
    #[track_caller]
    fn status(&mut self) -> ExitStatus {
        let pid = self.pid();
        let mut child = self.child.take().expect("it is waited for once");
        let (sender, status) = mpsc::channel();
        thread::spawn(move || sender.send(child.wait()));
        let Ok(status) = status.recv_timeout(PATIENCE) else {
            let _ = kill_process(pid, Signal::KILL);
            panic!("it has no terminal any more, and does not end");
        };
        status.unwrap()
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        if self.child.is_some() {
            let _ = kill_process(self.pid(), Signal::KILL);
        }
        if let Some(mut child) = self.child.take() {
            let _ = child.wait();
        }
    }
}

/// Between two wishes for the end.
const MOMENT: Duration = Duration::from_millis(300);

fn pty_size(cols: u16, rows: u16) -> PtySize {
    PtySize {
        rows,
        cols,
        pixel_width: 0,
        pixel_height: 0,
    }
}

/// How the terminal's line discipline is set, to be compared.
fn termios(master: &(dyn MasterPty + Send)) -> String {
    format!("{:?}", master.get_termios().expect("a terminal"))
}
