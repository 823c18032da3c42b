//! What is printed for the shell and for the manual: completions, and the page of `man`.

use clap::Command;
use clap::Subcommand;
use clap_complete::Shell;
use clap_mangen::Man;
use clap_mangen::roff::Roff;
use clap_mangen::roff::bold;
use clap_mangen::roff::italic;
use clap_mangen::roff::roman;

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

/// A section of the manual: what each of these is.
pub fn section(heading: &str, entries: &[(&str, &str)]) -> Roff {
    let mut page = Roff::new();
    page.control("SH", [heading]);
    for (what, said) in entries {
        page.control("TP", [])
            .text([bold(*what)])
            .text([roman(*said)]);
    }
    page
}

fn manual(command: Command, sections: &[Roff], out: &mut Vec<u8>) -> std::io::Result<()> {
    let synopsis = synopsis(&command);
    let examples = command.get_after_help().map(ToString::to_string);
    let man = Man::new(command).date(DATED);
    man.render_title(out)?;
    man.render_name_section(out)?;
    synopsis.to_writer(out)?;
    man.render_description_section(out)?;
    man.render_options_section(out)?;
    for section in sections {
        section.to_writer(out)?;
    }
    if let Some(examples) = examples {
        shown("EXAMPLES", &examples).to_writer(out)?;
    }
    man.render_version_section(out)
}

/// How it is called. Some sixty options are a section, and no line.
fn synopsis(command: &Command) -> Roff {
    let mut words = vec![bold(command.get_name()), roman(" [OPTIONS]")];
    for positional in command.get_positionals() {
        let names = positional.get_value_names().unwrap_or_default();
        for name in names {
            words.extend([roman(" ["), italic(name.as_str()), roman("]")]);
        }
    }
    let mut page = Roff::new();
    page.control("SH", ["SYNOPSIS"]).text(words);
    page
}

/// A section that stands as it is written.
fn shown(heading: &str, text: &str) -> Roff {
    let mut page = Roff::new();
    page.control("SH", [heading]).control("nf", []);
    for line in text.lines() {
        page.text([roman(line)]);
    }
    page.control("fi", []);
    page
}

/// When the pages were last looked through.
const DATED: &str = "2026-11-29";
