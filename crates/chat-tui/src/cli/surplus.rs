//! A word too many, which clap would take for the name of a subcommand: what was
//! probably meant by it, such as a port after its host, as `nc` has it.

use std::ffi::OsString;

use clap::Command;
use clap::error::ContextKind;
use clap::error::ContextValue;

use crate::cli::translated;
use crate::config;
use crate::speech::Speech;

/// What is said of a mistake; none where clap says it itself.
pub(in crate::cli) fn refusal(
    error: &clap::Error,
    argv: &[OsString],
    (command, speech): (&Command, &Speech),
) -> Option<String> {
    told(error, argv, (command, speech)).or_else(|| translated::refusal(error, speech))
}

/// What to write instead, if that is what is wrong.
fn told(
    error: &clap::Error,
    argv: &[OsString],
    (command, speech): (&Command, &Speech),
) -> Option<String> {
    let Some(ContextValue::String(word)) = error.get(ContextKind::InvalidSubcommand) else {
        return None;
    };
    let words = &speech.usage;
    let shown = chat_proto::text::quoted(word);
    let port = word.parse::<u16>().ok().filter(|port| *port > 0);
    let together = port.zip(host_beside(argv, word, command));
    Some(match together {
        Some((port, host)) => words.host_and_port(config::with_port(&host, port)),
        None => words.too_many(shown),
    })
}

/// The arguments that ask for a paper, or for a recording, if one is asked for: what says
/// its language, or that no file is read, does not stand in its way.
pub(in crate::cli) fn of_paper(argv: &[OsString], command: &Command) -> Option<Vec<OsString>> {
    let kept = without_usual(argv);
    let first = kept.get(1)?.to_string_lossy();
    command.find_subcommand(&*first)?;
    Some(kept)
}

fn without_usual(argv: &[OsString]) -> Vec<OsString> {
    let mut kept = Vec::new();
    let mut words = argv.iter();
    while let Some(word) = words.next() {
        let text = word.to_string_lossy();
        match &*text {
            "--" => {
                kept.push(word.clone());
                break;
            }
            NO_CONFIG => {}
            LANG => drop(words.next()),
            _ if says_language(&text) => {}
            _ => kept.push(word.clone()),
        }
    }
    kept.extend(words.cloned());
    kept
}

fn says_language(word: &str) -> bool {
    let rest = word.strip_prefix(LANG);
    rest.is_some_and(|rest| rest.starts_with('='))
}

/// The host that stands beside the word, without a port of its own.
fn host_beside(argv: &[OsString], word: &str, command: &Command) -> Option<String> {
    let at = argv.iter().rposition(|one| one == word)?;
    let others = argv.iter().enumerate().filter(|(other, _)| *other != at);
    let others = others.map(|(_, word)| word);
    let matches = command.clone().try_get_matches_from(others).ok()?;
    let host = matches.get_one::<String>("address")?.clone();
    let bare = host
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'));
    let alone = bare.is_some() || !host.contains(':') || host.parse::<std::net::Ipv6Addr>().is_ok();
    alone.then(|| bare.unwrap_or(&host).to_owned())
}

/// What says the language.
const LANG: &str = "--lang";
/// What says that no options are read from a file: neither a paper nor a recording has any.
const NO_CONFIG: &str = "--no-config";
