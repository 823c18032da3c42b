//! The terminal: taken at the start and given back at the end, whatever the
//! end is.
//!
//! A guard gives it back on every way out of the loop, a panic hook before the
//! words of a panic are printed; signals end the loop. Once is enough: the
//! first of them does it. Where the program hangs, another thread wrests it back.
//! What is written is the [`Canvas`]'s to say.

mod job;
#[cfg(unix)]
mod stuck;

use std::env;
use std::io;
use std::io::Write;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;
use std::thread;

use crossterm::Command;
use crossterm::clipboard::CopyToClipboard;
use crossterm::cursor::Show;
use crossterm::event::DisableBracketedPaste;
use crossterm::event::DisableFocusChange;
use crossterm::event::EnableBracketedPaste;
use crossterm::event::EnableFocusChange;
use crossterm::event::KeyboardEnhancementFlags;
use crossterm::event::PopKeyboardEnhancementFlags;
use crossterm::event::PushKeyboardEnhancementFlags;
use crossterm::execute;
use crossterm::queue;
use crossterm::style::Print;
use crossterm::terminal::EnterAlternateScreen;
use crossterm::terminal::LeaveAlternateScreen;
use crossterm::terminal::disable_raw_mode;
use crossterm::terminal::enable_raw_mode;
use ratatui::buffer::Buffer;

use crate::app::settings::MouseUse;
use crate::canvas::Canvas;
use crate::painted::Painted;

/// The screen, as long as this lives.
#[derive(Debug)]
pub struct Terminal {
    canvas: Canvas,
    size: (u16, u16),
    /// Whether it tells keys apart that look alike on others.
    tells_keys_apart: bool,
    /// Whether it is to tell what is done with the mouse.
    mouse: bool,
}

/// What a terminal is asked to tell besides keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tells {
    /// Keys that look alike on others.
    pub keys_apart: bool,
    /// What is done with the mouse.
    pub mouse: bool,
}

impl Terminal {
    /// Takes the terminal, and perhaps asks whether it can tell keys apart that
    /// look alike on others: its answer goes to whoever reads the keys.
    pub fn take(tells: Tells) -> io::Result<Self> {
        give_back_before_panics();
        TELLS_OF_THE_MOUSE.store(tells.mouse, Ordering::SeqCst);
        take(if tells.keys_apart { QUESTION } else { "" })?;
        // From here on dropping it gives the terminal back.
        let mut taken = Self {
            canvas: Canvas::new((0, 0), knows_links()),
            size: (0, 0),
            tells_keys_apart: false,
            mouse: tells.mouse,
        };
        let (width, height) = crossterm::terminal::size()?;
        taken.resize(width, height);
        Ok(taken)
    }

    /// Columns and rows.
    pub fn size(&self) -> (u16, u16) {
        self.size
    }

    /// The window has another size, or had one in between.
    pub fn resize(&mut self, width: u16, height: u16) {
        self.size = (width, height);
        self.canvas.resize(self.size);
    }

    /// The next frame is written whole.
    pub fn spoil(&mut self) {
        self.canvas.spoil();
    }

    /// Whether it is to tell what is done with the mouse, from the next frame on.
    pub fn wants_mouse(&mut self, mouse: MouseUse) {
        self.mouse = mouse == MouseUse::Ours;
    }

    /// Paints a frame; only what differs from the last one is written.
    pub fn draw(&mut self, paint: impl FnOnce(&mut Buffer) -> Painted) -> io::Result<usize> {
        if !TAKEN.load(Ordering::SeqCst) {
            return Ok(0);
        }
        if TELLS_OF_THE_MOUSE.swap(self.mouse, Ordering::SeqCst) != self.mouse {
            write(if self.mouse { MOUSE } else { NO_MOUSE }.as_bytes())?;
        }
        let bytes = self.canvas.draw(paint);
        // One frame is one write: half a frame is never seen.
        write(&bytes)?;
        Ok(bytes.len())
    }

    /// Puts a text on the clipboard, if the terminal allows it (OSC 52).
    pub fn copy(&mut self, text: &str) -> io::Result<()> {
        if !knows_links() {
            return Ok(());
        }
        let mut told = String::new();
        // Writing to a text cannot fail.
        let _ = CopyToClipboard::to_clipboard_from(text).write_ansi(&mut told);
        write(told.as_bytes())
    }

    /// Rings the bell.
    pub fn ring(&mut self) -> io::Result<()> {
        write(b"\x07")
    }

    /// Tells the desktop something by way of the terminal.
    pub fn notify(&mut self, told: &str) -> io::Result<()> {
        write(format!("\x1b]{told}\x07").as_bytes())
    }

    /// Gives the terminal back and stops, where there is a shell that could
    /// bring the program back. Then it is to be [taken again](Self::take_again);
    /// until then nothing is painted.
    pub fn suspend(&mut self) {
        if job::has_shell() {
            give_back();
            job::stop();
        }
    }

    /// The program goes on after it was stopped, whoever did that: the terminal
    /// may have been another's.
    pub fn take_again(&mut self) -> io::Result<()> {
        give_back();
        take("")?;
        self.canvas.spoil();
        if self.tells_keys_apart {
            return tell_keys_apart();
        }
        Ok(())
    }

    /// It answered that it can: from now on it does.
    pub fn tell_keys_apart(&mut self) -> io::Result<()> {
        self.tells_keys_apart = true;
        tell_keys_apart()
    }

    /// Gives the terminal to another program.
    pub fn lend(&mut self) {
        self.canvas.spoil();
        give_back();
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        give_back();
    }
}

/// Whether the terminal knows links and the clipboard, or at least passes over
/// what it is told of them.
fn knows_links() -> bool {
    match env::var("TERM").as_deref() {
        Ok("" | "linux" | "dumb" | "cons25" | "emacs") => false,
        Ok(_) => true,
        // The console of Windows has no such variable.
        Err(_) => cfg!(windows),
    }
}

fn take(question: &str) -> io::Result<()> {
    enable_raw_mode()?;
    TAKEN.store(true, Ordering::SeqCst);
    OURS.store(true, Ordering::SeqCst);
    let mut out = io::stdout();
    execute!(
        out,
        Print(question),
        EnterAlternateScreen,
        EnableBracketedPaste,
        EnableFocusChange
    )?;
    if TELLS_OF_THE_MOUSE.load(Ordering::SeqCst) {
        execute!(out, Print(MOUSE))?;
    }
    Ok(())
}

fn tell_keys_apart() -> io::Result<()> {
    let flags = KeyboardEnhancementFlags::DISAMBIGUATE_ESCAPE_CODES;
    TELLS_KEYS_APART.store(true, Ordering::SeqCst);
    execute!(io::stdout(), PushKeyboardEnhancementFlags(flags))
}

/// Errors are of no use here: there is no other terminal to tell them to.
fn give_back() {
    if TAKEN.swap(false, Ordering::SeqCst) {
        let _ = write(&farewell());
        let _ = disable_raw_mode();
        TELLS_KEYS_APART.store(false, Ordering::SeqCst);
        OURS.store(false, Ordering::SeqCst);
    }
}

/// What the terminal is told at the end.
fn farewell() -> Vec<u8> {
    let mut out = Vec::new();
    // Writing to memory cannot fail.
    if TELLS_KEYS_APART.load(Ordering::SeqCst) {
        let _ = queue!(out, PopKeyboardEnhancementFlags);
    }
    if TELLS_OF_THE_MOUSE.load(Ordering::SeqCst) {
        let _ = queue!(out, Print(NO_MOUSE));
    }
    let _ = queue!(out, DisableFocusChange, DisableBracketedPaste);
    let _ = queue!(out, LeaveAlternateScreen, Show);
    out
}

/// From another thread, while whoever has the terminal hangs, perhaps because it
/// takes no bytes: its mode first, which nothing can hold up, then as much of the
/// rest as it lets itself be told.
#[cfg(unix)]
pub(crate) fn wrest_back() {
    if OURS.load(Ordering::SeqCst) {
        let _ = disable_raw_mode();
        stuck::tell(&farewell());
    }
}

/// A panic elsewhere, as in a hosted server, must not write over the screen:
/// its thread's owner notices.
fn give_back_before_panics() {
    let ours = thread::current().id();
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if thread::current().id() == ours {
            give_back();
        }
        if !TAKEN.load(Ordering::SeqCst) {
            before(panic);
        }
    }));
}

fn write(bytes: &[u8]) -> io::Result<()> {
    if bytes.is_empty() {
        return Ok(());
    }
    let mut out = io::stdout().lock();
    out.write_all(bytes)?;
    out.flush()
}

/// Whether the terminal is ours, and may be written.
static TAKEN: AtomicBool = AtomicBool::new(false);
/// The same, until it has been given back to the end.
static OURS: AtomicBool = AtomicBool::new(false);
/// Whether it has to be told that keys may look alike again.
static TELLS_KEYS_APART: AtomicBool = AtomicBool::new(false);
/// Asks which keys the terminal tells apart; whoever does not know the question
/// passes over it.
const QUESTION: &str = "\x1b[?u";
/// Whether it was asked to tell what is done with the mouse.
static TELLS_OF_THE_MOUSE: AtomicBool = AtomicBool::new(false);
/// Buttons and the wheel, with columns of any number; no mere movement.
const MOUSE: &str = "\x1b[?1000h\x1b[?1006h";
const NO_MOUSE: &str = "\x1b[?1006l\x1b[?1000l";
