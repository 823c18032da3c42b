//! The chat client: a screen for people, a pipe for programs.
//!
//! A pure [`app`] (what a person sees and does), a pure [`view`] (how it
//! looks), a pure [`session`] (one conversation over as many connections as it
//! takes), and thin edges around them: keyboard, screen, socket, clock. The
//! list below is in reading order, and a module names only modules that stand
//! below it. Look first at [`app::update`] and [`session::Session`].

mod cli;
mod replay;
mod run;
mod alone;
mod demo;
mod meeting;
mod run_config;
mod screen;
mod opening;
mod remotes;
mod lines;
mod pipe;
mod raw;
mod choosing;
mod checking;
mod hosting;
mod find;
mod servers;
pub mod lab;
mod talk;
mod orders;
mod frames;
mod recorder;
#[cfg(unix)]
mod gallery;
mod editor;
mod arrivals;
mod keyboard;
mod mouse;
#[cfg(unix)]
mod resort;
pub mod terminal;
mod output;
mod signal;
mod journal;
mod socket;
mod aside;
mod codefile;
mod configfile;
mod clock;
pub mod teller;
pub mod canvas;
pub mod view;
pub mod switchboard;
pub mod standing;
pub mod app;
pub mod reasons;
pub mod session;
pub mod painted;
pub mod wire_areas;
pub mod areas;
pub mod wrap;
mod failure;
mod address;
mod config;
mod secrecy;
mod pins;
mod keyfile;
mod near;
pub mod speech;

use std::io::Write;
use std::process::ExitCode;

use cli::Invocation;
use failure::Failure;
use replay::Task;

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
        Invocation::Find(asked, speech) => print(&find::run(&asked, speech)?),
        Invocation::CheckLab(asked, speech) => {
            let checked = checking::run(&asked, speech)?;
            print(&checked.lines)?;
            checked.verdict
        }
        Invocation::Observe(place, display, speech) => alone::observe(&place, display, speech),
        Invocation::Print(words) => print(&words),
        Invocation::Replay(asked, speech) => match asked.task {
            Task::Play(display) => alone::play(replay::player(&asked, speech)?, display, speech),
            Task::Text { .. } | Task::Export(_) | Task::Check | Task::Quiz(_) => {
                print(&replay::run(&asked, speech)?)
            }
        },
        Invocation::Write(path, text, words) => {
            configfile::write(&path, &text).map_err(|error| Failure::Written {
                path: path.display().to_string(),
                error,
            })?;
            print(&words)
        }
    }
}

fn print(words: &str) -> Result<(), Failure> {
    let mut stdout = std::io::stdout();
    let printed = stdout.write_all(words.as_bytes());
    match printed.and_then(|()| stdout.flush()) {
        // Whoever reads may stop reading.
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(Failure::Output(error)),
        Ok(()) | Err(_) => Ok(()),
    }
}
