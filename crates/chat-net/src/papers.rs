//! What is printed for the shell and for the manual: completions, and the page of `man`.

use clap::Command;
use clap::Subcommand;
use clap_complete::Shell;
use clap_mangen::Man;
use clap_mangen::roff::Roff;

/// What may be printed.
#[derive(Clone, Copy, Debug, Subcommand)]
pub enum Paper {
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

impl Paper {
    /// It, as bytes. The sections stand in the manual behind the options.
    pub fn printed(self, mut command: Command, sections: &[Roff]) -> Vec<u8> {
        let mut out = Vec::new();
        match self {
            Self::Completions { shell } => {
                let name = command.get_name().to_owned();
                clap_complete::generate(shell, &mut command, name, &mut out);
            }
            // Writing to memory does not fail.
            Self::Man => drop(manual(command, sections, &mut out)),
        }
        out
    }
}

fn manual(command: Command, sections: &[Roff], out: &mut Vec<u8>) -> std::io::Result<()> {
    let man = Man::new(command);
    if sections.is_empty() {
        return man.render(out);
    }
    man.render_title(out)?;
    man.render_name_section(out)?;
    man.render_synopsis_section(out)?;
    man.render_description_section(out)?;
    man.render_options_section(out)?;
    for section in sections {
        section.to_writer(out)?;
    }
    man.render_extra_section(out)?;
    man.render_version_section(out)
}
