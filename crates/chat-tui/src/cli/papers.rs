//! What is printed for the shell and for the manual: completions and the page of
//! `man`, made of the same options and keys as all else. In English, as the
//! sections of a manual are.

use clap::Command;
use clap::Subcommand;
use clap_complete::Shell;
use clap_mangen::Man;
use clap_mangen::roff::Roff;
use clap_mangen::roff::bold;
use clap_mangen::roff::roman;

use crate::app::keys::table::TABLE;
use crate::cli::file;
use crate::speech;
use crate::speech::Language;

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
pub(in crate::cli) fn printed(paper: Paper, mut command: Command) -> String {
    let mut out = Vec::new();
    match paper {
        Paper::Completions { shell } => {
            let name = command.get_name().to_owned();
            clap_complete::generate(shell, &mut command, name, &mut out);
        }
        // Writing to memory does not fail.
        Paper::Man => drop(manual(command, &mut out)),
    }
    String::from_utf8_lossy(&out).into_owned()
}

fn manual(mut command: Command, out: &mut Vec<u8>) -> std::io::Result<()> {
    command.build();
    let (configuration, keys) = (configuration(&command), keys());
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

fn configuration(command: &Command) -> Roff {
    let mut page = Roff::new();
    let lasting = command
        .get_arguments()
        .filter(|arg| file::is_for_files(arg));
    let names: Vec<_> = lasting
        .map(file::name_of)
        .filter(|name| *name != file::KEY)
        .collect();
    page.control("SH", ["CONFIGURATION"])
        .text([roman(CONFIGURATION)])
        .control("PP", [])
        .text([
            roman(format!("In the file: {}; and the table ", names.join(", "))),
            bold("[keys]"),
            roman("."),
        ]);
    page
}

fn keys() -> Roff {
    let words = &speech::of(Language::English).keys;
    let mut page = Roff::new();
    page.control("SH", ["KEYS"]).text([roman(KEYS)]);
    for binding in TABLE {
        let keys: Vec<_> = binding.keys.iter().map(|keys| keys.written()).collect();
        let mut said: Vec<_> = binding.means.iter().map(|(_, says)| says(words)).collect();
        said.dedup();
        page.control("TP", [])
            .text([bold(binding.name), roman(format!("  {}", keys.join(", ")))])
            .text([roman(said.join("; "))]);
    }
    page
}

const CONFIGURATION: &str = "Every option that is not for one run only can stand in config.toml, \
under the name it has here; server is the address. The file is in ~/.config/chat-tui on Linux \
(XDG_CONFIG_HOME is honoured), in ~/Library/Application Support/chat-tui on macOS, in \
%APPDATA%\\chat-tui\\config on Windows, or where --config says. The command line stands over it. \
chat-tui --print-config prints one, with what each option is for.";

const KEYS: &str = "The actions, as the table [keys] and --key name them, their usual keys, and \
what they do; where they do different things in the chat, in a search and on the help page, \
one after another.";
