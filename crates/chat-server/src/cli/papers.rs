//! Prints what the shell and the manual want.

use std::io;
use std::io::Write;

use chat_net::papers::Paper;
use clap::Command;

use crate::failure::Failure;

/// Prints it. Whoever reads may stop reading.
pub(in crate::cli) fn print(paper: Paper, command: Command) -> Result<(), Failure> {
    let mut output = io::stdout().lock();
    let paper = paper.printed(command, &[]);
    match output.write_all(&paper).and_then(|()| output.flush()) {
        Err(source) if source.kind() != io::ErrorKind::BrokenPipe => Err(Failure::System {
            what: "write to standard output",
            source,
        }),
        Ok(()) | Err(_) => Ok(()),
    }
}
