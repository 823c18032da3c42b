//! The command line's own help in another language than English, in which it is
//! written beside the options, and what it says when it refuses something.

use clap::Arg;
use clap::ArgAction;
use clap::Command;
use clap::builder::PossibleValue;

use crate::speech::Speech;
use crate::speech::topic::Options;

/// What follows the options, in English.
pub(in crate::cli) const EXAMPLES: &str = "\
Examples:
  chat-tui                       join the server on this machine, or host one
  chat-tui 192.168.1.7           join the one on that machine
  chat-tui --find                the servers of this network
  chat-tui --check-lab HOST      whether a class can talk with that one
  echo hi | chat-tui 192.168.1.7 say one thing; status 0 means delivered
  chat-tui --plain HOST:PORT     talk to any server, line by line
  chat-tui completions bash      what a shell needs to complete the options
  chat-tui man                   the manual page: chat-tui man | man -l -
  chat-tui replay FILE           what --trace FILE wrote, as a ladder
  chat-tui --observe             who is connected how to the server of this machine
  chat-tui --demo                try all of it alone: a server and people who follow a script";

/// The command as this language describes it.
pub(crate) fn command(command: Command, speech: &'static Speech) -> Command {
    let Some(words) = &speech.options else {
        return command;
    };
    let replay = words.replay;
    let command = with_flags(command)
        .about(words.about)
        .long_about(words.long_about)
        .after_help(words.examples)
        .help_template(words.template)
        // What is switched off for a command is off for its subcommands too.
        .mut_subcommands(with_flags)
        .mut_subcommand("replay", |command| {
            let command = command.about(replay.about).help_template(replay.template);
            command.mut_args(|arg| {
                let help = match arg.get_id().as_str() {
                    "help" => words.help("help"),
                    option => replay.help(option),
                };
                argument(arg, help, words)
            })
        });
    command.mut_args(|arg| {
        let help = words.help(arg.get_id().as_str());
        argument(arg, help, words)
    })
}

/// Flags of our own in place of clap's, whose help is English.
fn with_flags(command: Command) -> Command {
    let flag = |name| Arg::new(name).long(name);
    let version = flag("version").short('V').action(ArgAction::Version);
    let has_version = command.get_version().is_some();
    command
        .disable_help_flag(true)
        .disable_version_flag(true)
        .arg(flag("help").short('h').action(ArgAction::Help))
        .args(has_version.then_some(version))
}

/// What clap says of a mistake, in this language; none where it says it itself.
pub(crate) fn refusal(error: &clap::Error, speech: &Speech) -> Option<String> {
    let words = speech.options.as_ref().filter(|_| error.use_stderr())?;
    let english = error.render().to_string();
    let told = english.strip_prefix("error: ").unwrap_or(&english);
    Some(words.refusal(told).trim_end().to_owned())
}

fn argument(arg: Arg, help: &'static str, words: &'static Options) -> Arg {
    let heading = match arg.get_help_heading() {
        Some(heading) => words.heading(heading),
        None if arg.is_positional() => words.arguments,
        None => words.others,
    };
    if !arg.get_action().takes_values() {
        return arg.help(help).help_heading(heading);
    }
    let value = arg.get_value_names().and_then(|names| names.first());
    let value = value.and_then(|name| words.value(name));
    let help = format!("{help}{}", choices(&arg, words));
    let arg = arg
        .help(help)
        .help_heading(heading)
        .hide_default_value(true)
        .hide_possible_values(true);
    match value {
        Some(value) => arg.value_name(value),
        None => arg,
    }
}

/// Which value it has where none is given, and which there are.
fn choices(arg: &Arg, words: &Options) -> String {
    let default = arg.get_default_values().first();
    let default = default.and_then(|value| value.to_str());
    let default = default.map(|value| format!(" [{}: {value}]", words.default));
    let values = arg.get_possible_values();
    let names: Vec<_> = values.iter().map(PossibleValue::get_name).collect();
    let values = format!(" [{}: {}]", words.values, names.join(", "));
    let values = Some(values).filter(|_| !names.is_empty());
    default.into_iter().chain(values).collect()
}
