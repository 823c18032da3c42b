//! What is printed for the shell and for the manual: completions and the page of
//! `man`, made of the same options and keys as all else, in the language of the
//! screen (the headings of the page's sections are clap's).

use clap::Command;
use clap::Subcommand;
use clap_complete::Shell;
use clap_mangen::Man;
use clap_mangen::roff::Roff;
use clap_mangen::roff::bold;
use clap_mangen::roff::roman;

use crate::app::keys::table::TABLE;
use crate::cli::file;
use crate::speech::Speech;

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

/// It, as text.
pub(in crate::cli) fn printed(paper: Paper, mut command: Command, speech: &Speech) -> String {
    let mut out = Vec::new();
    match paper {
        Paper::Completions { shell } => {
            let name = command.get_name().to_owned();
            clap_complete::generate(shell, &mut command, name, &mut out);
        }
        // Writing to memory does not fail.
        Paper::Man => drop(manual(command, speech, &mut out)),
    }
    String::from_utf8_lossy(&out).into_owned()
}

fn manual(mut command: Command, speech: &Speech, out: &mut Vec<u8>) -> std::io::Result<()> {
    command.build();
    let (configuration, keys) = (configuration(&command, speech), keys(speech));
    let man = Man::new(command);
    man.render_title(out)?;
    man.render_name_section(out)?;
    man.render_synopsis_section(out)?;
    man.render_description_section(out)?;
    man.render_options_section(out)?;
    configuration.to_writer(out)?;
    keys.to_writer(out)?;
    man.render_extra_section(out)?;
    man.render_version_section(out)
}

fn configuration(command: &Command, speech: &Speech) -> Roff {
    let mut page = Roff::new();
    let lasting = command
        .get_arguments()
        .filter(|arg| file::is_for_files(arg));
    let names: Vec<_> = lasting
        .map(file::name_of)
        .filter(|name| *name != file::KEY)
        .collect();
    let words = &speech.configuration;
    page.control("SH", ["CONFIGURATION"])
        .text([roman(words.manual())])
        .control("PP", [])
        .text([roman(words.manual_names(names.join(", ")))]);
    page
}

fn keys(speech: &Speech) -> Roff {
    let mut page = Roff::new();
    page.control("SH", ["KEYS"])
        .text([roman(speech.configuration.manual_keys())]);
    for binding in TABLE {
        let keys: Vec<_> = binding.keys.iter().map(|keys| keys.written()).collect();
        let mut said = Vec::new();
        for (_, says) in binding.means {
            let words = says(&speech.keys);
            if !said.contains(&words) {
                said.push(words);
            }
        }
        page.control("TP", [])
            .text([bold(binding.name), roman(format!("  {}", keys.join(", ")))])
            .text([roman(said.join("; "))]);
    }
    page
}
