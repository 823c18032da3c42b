//! A program on a pseudo-terminal: what it writes, counted, timed when it comes,
//! and drawn.

use std::io::Read;
use std::io::Write;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;
use std::time::Instant;

use chat_tests::clock;
use chat_tests::clock::PATIENCE;
use chat_tests::vitals;
use portable_pty::Child;
use portable_pty::CommandBuilder;
use portable_pty::MasterPty;
use portable_pty::PtySize;
use portable_pty::native_pty_system;
use vt100::Parser;
use vt100::Screen;

/// A program and its terminal.
pub(crate) struct Seat {
    master: Box<dyn MasterPty + Send>,
    keyboard: Box<dyn Write + Send>,
    pieces: mpsc::Receiver<Piece>,
    glass: Parser,
    child: Box<dyn Child + Send + Sync>,
    /// When it was started.
    pub(crate) started: Instant,
}

/// What one read brought.
struct Piece {
    at: Instant,
    bytes: Vec<u8>,
}

/// What came until it was quiet.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Came {
    /// The first of it.
    pub(crate) first: Option<Instant>,
    /// The moment from which on the screen was as it is now.
    pub(crate) right: Option<Instant>,
    /// All of it.
    pub(crate) bytes: usize,
}

impl Seat {
    /// Starts a program.
    pub(crate) fn take(mut command: CommandBuilder) -> Self {
        command.env("TERM", "xterm-256color");
        command.env("LANG", "C.UTF-8");
        command.env_remove("NO_COLOR");
        let pair = native_pty_system().openpty(size(COLUMNS, ROWS)).unwrap();
        let keyboard = pair.master.take_writer().unwrap();
        let output = pair.master.try_clone_reader().unwrap();
        let (hand_on, pieces) = mpsc::channel();
        thread::spawn(move || read(output, &hand_on));
        let started = clock::now();
        let child = pair.slave.spawn_command(command).unwrap();
        Self {
            master: pair.master,
            keyboard,
            pieces,
            glass: Parser::new(ROWS, COLUMNS, 0),
            child,
            started,
        }
    }

    /// Presses keys; the moment before comes back.
    pub(crate) fn types(&mut self, keys: &[u8]) -> Instant {
        let before = clock::now();
        self.keyboard.write_all(keys).unwrap();
        before
    }

    /// Pulls the window to another size; the moment before comes back.
    pub(crate) fn resize(&mut self, columns: u16, rows: u16) -> Instant {
        self.glass.screen_mut().set_size(rows, columns);
        let before = clock::now();
        self.master.resize(size(columns, rows)).unwrap();
        before
    }

    /// Draws what comes until nothing has come for so long.
    pub(crate) fn settles(&mut self, quiet: Duration) -> Came {
        let mut came = Came::default();
        let mut shown = Vec::new();
        while let Ok(piece) = self.pieces.recv_timeout(quiet) {
            came.first.get_or_insert(piece.at);
            came.bytes += piece.bytes.len();
            self.glass.process(&piece.bytes);
            // Many pieces are a flood, of which nobody asks when it was right.
            if shown.len() < PIECES {
                shown.push((piece.at, self.glass.screen().contents()));
            }
        }
        let last = self.glass.screen().contents();
        let as_now = shown.iter().rev().take_while(|(_, seen)| *seen == last);
        came.right = as_now.last().map(|(at, _)| *at);
        came
    }

    /// Draws what comes in so long.
    pub(crate) fn looks_on(&mut self, time: Duration) {
        let deadline = clock::Deadline::after(time);
        while let Some(left) = deadline.left() {
            if let Ok(piece) = self.pieces.recv_timeout(left) {
                self.glass.process(&piece.bytes);
            }
        }
    }

    /// Draws what comes until the screen is so: the moment when it was.
    pub(crate) fn shows(&mut self, what: &str, wanted: impl Fn(&Screen) -> bool) -> Instant {
        let deadline = clock::Deadline::after(PATIENCE * 3);
        let mut at = clock::now();
        while !wanted(self.glass.screen()) {
            let left = deadline.left().unwrap_or_default();
            let Ok(piece) = self.pieces.recv_timeout(left) else {
                panic!(
                    "never seen: {what}; but\n{}",
                    self.glass.screen().contents()
                );
            };
            self.glass.process(&piece.bytes);
            at = piece.at;
        }
        at
    }

    /// Whether a text is on the screen.
    pub(crate) fn has(&self, text: &str) -> bool {
        self.glass.screen().contents().contains(text)
    }

    /// Draws what has come until the program does nothing any more.
    pub(crate) fn rests(&mut self) -> Came {
        let mut came = Came::default();
        let mut before = None;
        loop {
            let more = self.settles(REST);
            came.first = came.first.or(more.first);
            came.right = more.right.or(came.right);
            came.bytes += more.bytes;
            let now = self.cpu();
            // Where nothing counts its time, quiet is all there is to go by.
            let rests = match (before, now) {
                (Some(before), Some(now)) => now.saturating_sub(before) < RESTING,
                (_, None) => true,
                (None, Some(_)) => false,
            };
            if more.bytes == 0 && rests {
                return came;
            }
            before = now;
        }
    }

    /// Its processor time so far.
    pub(crate) fn cpu(&self) -> Option<Duration> {
        vitals::cpu(self.child.process_id()?)
    }

    /// How often it went to sleep so far.
    pub(crate) fn sleeps(&self) -> Option<u64> {
        vitals::sleeps(self.child.process_id()?)
    }

    /// Its memory.
    pub(crate) fn resident(&self) -> Option<u64> {
        vitals::resident(self.child.process_id()?)
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn read(mut output: impl Read, hand_on: &mpsc::Sender<Piece>) {
    let mut buffer = vec![0; 64 * 1024];
    while let Ok(count @ 1..) = output.read(&mut buffer) {
        let at = clock::now();
        let bytes = buffer.get(..count).unwrap_or_default().to_owned();
        if hand_on.send(Piece { at, bytes }).is_err() {
            return;
        }
    }
}

fn size(cols: u16, rows: u16) -> PtySize {
    PtySize {
        rows,
        cols,
        pixel_width: 0,
        pixel_height: 0,
    }
}

/// The window.
pub(crate) const COLUMNS: u16 = 120;
/// The window.
pub(crate) const ROWS: u16 = 40;
/// Pieces whose screens are remembered.
const PIECES: usize = 1000;
/// A program that has done nothing for this long has nothing to do.
const REST: Duration = Duration::from_millis(300);
/// Less processor time than this, in that time, is nothing.
const RESTING: Duration = Duration::from_millis(1);
