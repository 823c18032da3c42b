//! What is printed for the shell and for the manual: completions and the page of
//! `man`.

use clap::Command;
use clap::Subcommand;
use clap_complete::Shell;
use clap_mangen::Man;

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

/// It, as bytes.
pub(in crate::cli) fn printed(paper: Paper, mut command: Command) -> Vec<u8> {
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
