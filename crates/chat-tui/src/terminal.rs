//! The terminal: taken at the start and given back at the end, whatever the
//! end is.
//!
//! A guard gives it back on every way out of the loop, a panic hook before the
//! words of a panic are printed; signals end the loop. Once is enough: the
//! first of them does it.

mod ink;
mod pen;

use std::env;
use std::io;
use std::io::Stdout;
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
use crossterm::style::Print;
use crossterm::terminal::EnterAlternateScreen;
use crossterm::terminal::LeaveAlternateScreen;
use crossterm::terminal::disable_raw_mode;
use crossterm::terminal::enable_raw_mode;
use ratatui::buffer::Buffer;

use crate::failure::Failure;
use crate::view::Painted;

use ink::Ink;

/// The screen, as long as this lives.
pub(crate) struct Terminal {
    ink: Ink<Stdout>,
    /// Whether it tells keys apart that look alike on others.
    tells_keys_apart: bool,
}

impl Terminal {
    /// Takes the terminal, and perhaps asks whether it can tell keys apart that
    /// look alike on others: its answer goes to whoever reads the keys.
    pub(crate) fn take(ask: bool) -> Result<Self, Failure> {
        give_back_before_panics();
        take(if ask { QUESTION } else { "" }).map_err(Failure::Terminal)?;
        let mut ink = Ink::new(io::stdout(), size(), knows_links());
        ink.anew(size());
        Ok(Self {
            ink,
            tells_keys_apart: false,
        })
    }

    /// Paints a frame; only what differs from the last one is written.
    pub(crate) fn draw(
        &mut self,
        paint: impl FnOnce(&mut Buffer) -> Painted,
    ) -> Result<(), Failure> {
        self.ink.frame(paint).map_err(Failure::Terminal)
    }

    /// The next frame is written whole.
    pub(crate) fn repaint(&mut self) {
        self.ink.anew(size());
    }

    /// Puts a text on the clipboard, if the terminal allows it (OSC 52).
    pub(crate) fn copy(&mut self, text: &str) -> Result<(), Failure> {
        if !knows_links() {
            return Ok(());
        }
        let mut told = String::new();
        // Writing to a text cannot fail.
        let _ = CopyToClipboard::to_clipboard_from(text).write_ansi(&mut told);
        self.ink.tell(told.as_bytes()).map_err(Failure::Terminal)
    }

    /// Rings the bell.
    pub(crate) fn ring(&mut self) -> Result<(), Failure> {
        self.ink.tell(b"\x07").map_err(Failure::Terminal)
    }

    /// It answered: from now on it does.
    pub(crate) fn tell_keys_apart(&mut self) -> Result<(), Failure> {
        self.tells_keys_apart = true;
        let flags = KeyboardEnhancementFlags::DISAMBIGUATE_ESCAPE_CODES;
        TELLS_KEYS_APART.store(true, Ordering::SeqCst);
        let asked = execute!(io::stdout(), PushKeyboardEnhancementFlags(flags));
        asked.map_err(Failure::Terminal)
    }

    /// Gives the terminal to another program.
    pub(crate) fn lend(&mut self) {
        // Whatever is there when it comes back, we have not painted it.
        self.repaint();
        give_back();
    }

    /// Takes it again.
    pub(crate) fn take_again(&mut self) -> Result<(), Failure> {
        take("").map_err(Failure::Terminal)?;
        if self.tells_keys_apart {
            self.tell_keys_apart()?;
        }
        self.repaint();
        Ok(())
    }

    /// Tells the desktop something by way of the terminal.
    pub(crate) fn notify(&mut self, told: &str) -> Result<(), Failure> {
        let told = format!("\x1b]{told}\x07");
        self.ink.tell(told.as_bytes()).map_err(Failure::Terminal)
    }

    /// Gives the terminal back, stops as a shell's job does, and takes it again
    /// when the shell says so.
    pub(crate) fn suspend(&mut self) -> Result<(), Failure> {
        self.lend();
        stop();
        self.take_again()
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        give_back();
    }
}

/// Columns and rows.
pub(crate) fn size() -> (u16, u16) {
    crossterm::terminal::size().unwrap_or_default()
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
    let mut out = io::stdout();
    execute!(
        out,
        Print(question),
        EnterAlternateScreen,
        EnableBracketedPaste,
        EnableFocusChange
    )
}

/// Errors are of no use here: there is no other terminal to tell them to.
fn give_back() {
    if TAKEN.swap(false, Ordering::SeqCst) {
        let mut out = io::stdout();
        if TELLS_KEYS_APART.swap(false, Ordering::SeqCst) {
            let _ = execute!(out, PopKeyboardEnhancementFlags);
        }
        let _ = execute!(out, DisableFocusChange, DisableBracketedPaste);
        let _ = execute!(out, LeaveAlternateScreen, Show);
        let _ = out.flush();
        let _ = disable_raw_mode();
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

#[cfg(unix)]
fn stop() {
    // The whole job, as the terminal itself would do it.
    let _ = rustix::process::kill_current_process_group(rustix::process::Signal::TSTP);
}

#[cfg(not(unix))]
fn stop() {}

/// Whether the terminal is ours.
static TAKEN: AtomicBool = AtomicBool::new(false);
/// Whether it has to be told that keys may look alike again.
static TELLS_KEYS_APART: AtomicBool = AtomicBool::new(false);
/// Asks which keys the terminal tells apart; whoever does not know the question
/// passes over it.
const QUESTION: &str = "\x1b[?u";
