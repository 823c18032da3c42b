//! What the manual says besides the options: the configuration file and the keys, made of
//! the same tables as all else, in the language of the screen (the headings of the page's
//! sections are clap's).

use chat_net::papers;
use chat_net::papers::Paper;
use clap::Command;
use clap_mangen::roff::Roff;
use clap_mangen::roff::bold;
use clap_mangen::roff::roman;

use crate::app::keys::table::TABLE;
use crate::cli::file;
use crate::speech::Speech;
use crate::speech::topic::Manual;

/// It, as text.
pub(in crate::cli) fn printed(paper: Paper, mut command: Command, speech: &Speech) -> String {
    command.build();
    let words = &speech.manual;
    let sections = [
        configuration(&command, speech),
        keys(speech),
        papers::section(
            "EXIT STATUS",
            &[
                ("0", words.well()),
                ("1", words.failed()),
                ("2", words.misunderstood()),
            ],
        ),
        papers::section("ENVIRONMENT", &environment(words)),
        papers::section("FILES", &files(words)),
    ];
    String::from_utf8_lossy(&paper.printed(command, &sections)).into_owned()
}

fn environment(words: &Manual) -> [(&'static str, &'static str); 6] {
    [
        ("CHAT_PASSWORD", words.password()),
        ("CHAT_KEY", words.key()),
        ("LC_ALL, LC_MESSAGES, LANG", words.language()),
        ("NO_COLOR, TERM, COLORTERM", words.colours()),
        ("VISUAL, EDITOR", words.editor()),
        ("SSLKEYLOGFILE", words.key_log()),
    ]
}

/// Where they are on Linux; the configuration says where on other systems.
fn files(words: &Manual) -> [(&'static str, &'static str); 3] {
    [
        ("~/.config/chat-tui/config.toml", words.configuration_file()),
        ("~/.local/share/chat-tui/key", words.key_file()),
        ("~/.local/share/chat-tui/servers", words.servers_file()),
    ]
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
