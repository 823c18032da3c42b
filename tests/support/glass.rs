//! The glass of a terminal: whatever a program writes, drawn as a terminal
//! draws it.
//!
//! One thread reads, draws, and answers what a terminal answers; whoever waits
//! for something to appear is woken after each piece.

use std::io::Read;
use std::io::Write;
use std::sync::Arc;
use std::sync::Condvar;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;
use std::thread;
use std::time::Duration;

use crate::clock::Deadline;
use crate::clock::PATIENCE;
use vt100::Callbacks;
use vt100::Parser;
use vt100::Screen;

/// What is seen, and the bell that rings when there is more of it.
pub struct Glass {
    seen: Mutex<Seen>,
    more: Condvar,
}

/// What is seen.
pub struct Seen {
    parser: Parser<Asked>,
    raw: Vec<u8>,
    /// What has come of a frame that is to be seen when it is whole.
    held: Vec<u8>,
    /// The program has closed the terminal.
    pub ended: bool,
    /// Nobody looks any more.
    left: bool,
}

/// Where keys are pressed, and where the terminal's own answers go.
pub type Keyboard = Arc<Mutex<Box<dyn Write + Send>>>;

/// What the program asks the terminal.
#[derive(Default)]
struct Asked {
    cursor: bool,
}

impl Callbacks for Asked {
    fn unhandled_csi(
        &mut self,
        _: &mut Screen,
        _: Option<u8>,
        _: Option<u8>,
        params: &[&[u16]],
        sign: char,
    ) {
        self.cursor |= sign == 'n' && params == [[6]];
    }
}

impl Glass {
    /// Begins to draw what comes, until it ends or nobody looks any more.
    pub fn on(
        output: Box<dyn Read + Send>,
        keyboard: Keyboard,
        (columns, rows): (u16, u16),
    ) -> Arc<Self> {
        let seen = Seen {
            parser: parser(columns, rows),
            raw: Vec::new(),
            held: Vec::new(),
            ended: false,
            left: false,
        };
        let glass = Arc::new(Self {
            seen: Mutex::new(seen),
            more: Condvar::new(),
        });
        let drawn = Arc::clone(&glass);
        thread::spawn(move || drawn.draw(output, &keyboard));
        glass
    }

    /// What is seen now.
    pub fn now(&self) -> MutexGuard<'_, Seen> {
        lock(&self.seen)
    }

    /// Waits until what is seen is so; else what was seen instead comes back.
    pub fn wait(&self, done: impl Fn(&Seen) -> bool) -> Result<(), MutexGuard<'_, Seen>> {
        self.wait_for(PATIENCE, done)
    }

    /// The same, but no longer than this.
    pub fn wait_for(
        &self,
        wait: Duration,
        done: impl Fn(&Seen) -> bool,
    ) -> Result<(), MutexGuard<'_, Seen>> {
        let deadline = Deadline::after(wait);
        let mut seen = self.now();
        while !done(&seen) {
            let Some(left) = deadline.left().filter(|_| !seen.ended) else {
                return Err(seen);
            };
            let woken = self.more.wait_timeout(seen, left);
            seen = woken.unwrap_or_else(PoisonError::into_inner).0;
        }
        Ok(())
    }

    /// Nobody looks any more, after the next piece.
    pub fn leave(&self) {
        self.now().left = true;
    }

    fn draw(&self, mut output: impl Read, keyboard: &Mutex<Box<dyn Write + Send>>) {
        let mut buffer = [0; 4096];
        while let Ok(count @ 1..) = output.read(&mut buffer) {
            let mut seen = self.now();
            seen.take(&buffer[..count]);
            let left = seen.left;
            let asked = std::mem::take(&mut seen.parser.callbacks_mut().cursor);
            let (row, column) = seen.screen().cursor_position();
            drop(seen);
            if asked {
                let answer = format!("\x1b[{};{}R", row + 1, column + 1);
                let _ = lock(keyboard).write_all(answer.as_bytes());
            }
            self.more.notify_all();
            if left {
                break;
            }
        }
        drop(output);
        let mut seen = self.now();
        seen.show_held();
        seen.ended = true;
        drop(seen);
        self.more.notify_all();
    }
}

impl Seen {
    /// More was written. Between the marks of a synchronized update nothing is drawn, as
    /// on terminals that know them: nobody sees half a frame.
    fn take(&mut self, bytes: &[u8]) {
        self.raw.extend(bytes);
        self.held.extend(bytes);
        while let Some(begin) = find(&self.held, BEGIN) {
            let Some(end) = find(&self.held[begin..], END) else {
                return;
            };
            let frame: Vec<u8> = self.held.drain(..begin + end + END.len()).collect();
            self.parser.process(&frame);
        }
        // The first mark may have come in two pieces.
        let mark = (1..BEGIN.len()).rev();
        let begun = mark.filter(|length| self.held.ends_with(&BEGIN[..*length]));
        let whole = self.held.len() - begun.max().unwrap_or(0);
        let shown: Vec<u8> = self.held.drain(..whole).collect();
        self.parser.process(&shown);
    }

    /// There will be no more of it.
    fn show_held(&mut self) {
        let held = std::mem::take(&mut self.held);
        self.parser.process(&held);
    }

    /// The screen.
    pub fn screen(&self) -> &Screen {
        self.parser.screen()
    }

    /// Every byte that ever came.
    pub fn raw(&self) -> &[u8] {
        &self.raw
    }

    /// The rows of the screen, without the blanks at their ends.
    pub fn rows(&self) -> Vec<String> {
        rows(self.screen())
    }

    /// Writes over the whole screen.
    pub fn spoil(&mut self) {
        let (rows, columns) = self.screen().size();
        let row = RUBBISH.repeat(usize::from(columns));
        for at in 1..=rows {
            let written = format!("\x1b[{at};1H{row}");
            self.parser.process(written.as_bytes());
        }
    }

    /// Another size, and rubbish everywhere; modes stay as they were.
    pub fn resize(&mut self, columns: u16, rows: u16) {
        let was = self.screen();
        let mut modes = Vec::new();
        if was.alternate_screen() {
            modes.extend(b"\x1b[?1049h");
        }
        if was.hide_cursor() {
            modes.extend(b"\x1b[?25l");
        }
        modes.extend(was.input_mode_formatted());
        self.parser = parser(columns, rows);
        self.parser.process(&modes);
        self.spoil();
    }
}

/// The rows of a screen, without the blanks at their ends.
pub fn rows(screen: &Screen) -> Vec<String> {
    let (_, columns) = screen.size();
    let rows = screen.rows(0, columns);
    rows.map(|row| row.trim_end().to_owned()).collect()
}

/// What it guards, whatever became of a thread that had it.
pub fn lock<T: ?Sized>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn parser(columns: u16, rows: u16) -> Parser<Asked> {
    Parser::new_with_callbacks(rows, columns, 0, Asked::default())
}

/// Where these bytes begin.
fn find(bytes: &[u8], mark: &[u8]) -> Option<usize> {
    bytes.windows(mark.len()).position(|part| part == mark)
}

const BEGIN: &[u8] = b"\x1b[?2026h";
const END: &[u8] = b"\x1b[?2026l";

/// What a spoilt screen is full of until it is painted.
pub const RUBBISH: &str = "▒";
