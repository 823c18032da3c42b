//! The chat client: a screen for people, a pipe for programs.
//!
//! A pure [`app`] (what a person sees and does), a pure [`view`] (how it
//! looks), a pure [`session`] (one conversation over as many connections as it
//! takes), and thin edges around them: keyboard, screen, socket, clock. The
//! list below is in reading order, and a module names only modules that stand
//! below it. Look first at [`app::update`] and [`session::Session`].

mod cli;
mod run;
mod run_config;
mod screen;
mod lines;
mod pipe;
mod raw;
mod hosting;
mod frames;
mod editor;
mod arrivals;
pub mod terminal;
mod keyboard;
mod signal;
mod journal;
mod socket;
mod clock;
pub mod teller;
pub mod canvas;
pub mod view;
pub mod app;
pub mod session;
pub mod areas;
pub mod wrap;
mod failure;
mod config;
mod tracefile;
pub mod speech;

use std::io::Write;
use std::process::ExitCode;

use cli::Invocation;
use failure::Failure;

/// Runs the program.
pub fn main() -> ExitCode {
    let (speech, asked) = cli::read();
    match asked.and_then(obey) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            // Where standard error is closed there is nobody to tell.
            let words = chat_proto::text::clean(&failure.said(speech)).into_owned();
            let _ = writeln!(std::io::stderr(), "chat-tui: {words}");
            ExitCode::from(failure.status())
        }
    }
}

fn obey(asked: Invocation) -> Result<(), Failure> {
    match asked {
        Invocation::Chat(run_config) => run::run(*run_config),
        Invocation::Print(words) => {
            // Whoever reads may stop reading.
            let _ = std::io::stdout().write_all(words.as_bytes());
            Ok(())
        }
    }
}
