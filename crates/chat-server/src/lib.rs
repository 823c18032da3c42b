//! The chat server: one pure hub, thin edges.
//!
//! The list below is in reading order, and a module names only modules that
//! stand below it. [`hub`] is the chat itself, without a socket; the edges move
//! bytes; [`serve`] joins them.

mod cli;
pub mod serve;
mod advice;
mod driver;
mod membership;
#[cfg(feature = "cluster")]
mod copying;
mod keeper;
mod claimsfile;
mod auditfile;
mod patience;
mod entrance;
mod dispatch;
mod held;
mod writers;
mod edge;
mod console;
mod door;
mod places;
mod shares;
mod secrecy;
pub mod listening;
#[cfg(test)]
mod pretended;
mod outbox;
mod queue;
mod shelf;
mod parcel;
pub mod links;
pub mod hub;
pub mod traffic;
pub mod replica;
pub mod deed;
mod origin;
mod host;
mod near;
mod digest;
pub mod page;
pub mod config;
mod vital;
mod log;
mod signal;
mod clock;
pub mod failure;

use std::io::Write;
use std::process::ExitCode;

pub use auditfile::default_path as default_audit;
pub use config::Config;
pub use failure::Failure;
pub use keeper::default_archive;
pub use listening::Listening;
pub use serve::Running;
pub use serve::start;

/// Runs the program.
pub fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            // Where standard error is closed there is nobody to tell.
            let _ = writeln!(std::io::stderr(), "chat-server: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), Failure> {
    let Some(asked) = cli::read()? else {
        return Ok(());
    };
    let _log = log::start(asked.loudness);
    vital::tell_of_panics();
    let hints = asked.loudness != log::Loudness::Quiet;
    let system = |what| move |source| Failure::System { what, source };
    let signals = signal::Signals::listen().map_err(system("hear signals"))?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build();
    let runtime = runtime.map_err(system("start"))?;
    let result = runtime.block_on(async {
        // The loop runs beside the others, not on the thread that only waits.
        let main = vital::caught(serve::main(asked.config, hints, signals));
        let ended = |why| Failure::Ended { what: "it", why };
        let end = tokio::spawn(main).await;
        end.unwrap_or_else(|error| Err(error.to_string()))
            .unwrap_or_else(|why| Err(ended(why)))
    });
    runtime.shutdown_background();
    result
}
