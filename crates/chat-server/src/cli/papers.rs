//! What is printed for the shell and for the manual: completions and the page of
//! `man`.

use std::io;
use std::io::Write;

use clap::Command;
use clap::Subcommand;
use clap_complete::Shell;
use clap_mangen::Man;

use crate::failure::Failure;

/// What may be printed.
#[derive(Clone, Copy, Debug, Subcommand)]
pub(in crate::cli) enum Paper {
    /// Print what a shell needs to complete this program's options
    #[command(hide = true)]
    Completions {
        /// Which shell
        shell: Shell,
    },
    /// Print the manual page
    #[command(hide = true)]
    Man,
}

/// Prints it. Whoever reads may stop reading.
pub(in crate::cli) fn print(paper: Paper, command: Command) -> Result<(), Failure> {
    let mut output = io::stdout().lock();
    let paper = printed(paper, command);
    match output.write_all(&paper).and_then(|()| output.flush()) {
        Err(source) if source.kind() != io::ErrorKind::BrokenPipe => Err(Failure::System {
            what: "write to standard output",
            source,
        }),
        Ok(()) | Err(_) => Ok(()),
    }
}

/// It, as bytes.
fn printed(paper: Paper, mut command: Command) -> Vec<u8> {
    let mut out = Vec::new();
    match paper {
        Paper::Completions { shell } => {
            let name = command.get_name().to_owned();
            clap_complete::generate(shell, &mut command, name, &mut out);
        }
        // Writing to memory does not fail.
        Paper::Man => drop(Man::new(command).render(&mut out)),
    }
    out
}
