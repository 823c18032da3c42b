//! The text of a configuration file, to the words of a command line.
//!
//! There is one list of options, clap's: what it says of a value is said of a
//! value in the file too, with the line. Which file it is, and what the command
//! line says besides, is decided above.

use clap::Arg;
use clap::ArgAction;
use clap::Command;
use clap::error::ContextKind;
use clap::error::ContextValue;
use clap::error::ErrorKind;
use toml::Spanned;
use toml::de::DeTable;
use toml::de::DeValue;

use crate::cli::chosen;
use crate::near::nearest;
use crate::speech::Speech;
use crate::speech::topic::configuration;

/// One line of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::cli) struct FileOption {
    /// Which option, as clap knows it.
    pub id: String,
    /// The same, as the file has it.
    pub name: String,
    /// In which line.
    pub line: usize,
    /// How it is written on a command line; nothing where it is switched off.
    pub words: Vec<String>,
}

/// What is wrong with the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::cli) struct Complaint {
    /// Where.
    pub line: usize,
    /// In words.
    pub what: String,
}

/// Reads it all.
pub(in crate::cli) fn read(
    text: &str,
    command: &Command,
    speech: &Speech,
) -> Result<Vec<FileOption>, Complaint> {
    let reader = Reader {
        text,
        command,
        speech,
    };
    // Some editors begin a file with a mark that is no text.
    let table = DeTable::parse(text.trim_start_matches('\u{feff}'));
    let table = table.map_err(|error| Complaint {
        line: reader.line(error.span().map_or(0, |span| span.start)),
        what: one_line(error.message()),
    })?;
    let mut entries = Vec::new();
    for (key, value) in table.get_ref() {
        let line = reader.line(key.span().start);
        let read = match (&**key.get_ref(), value.get_ref()) {
            ("keys", DeValue::Table(keys)) => reader.keys(keys),
            ("keys", _) => {
                let words = &speech.configuration;
                Err(Reader::complaint(line, words.wants_keys().to_owned()))
            }
            (name, value) => reader.entry(name, value, line).map(|entry| vec![entry]),
        };
        entries.extend(read?);
    }
    entries.sort_by_key(|entry| entry.line);
    reader.compare(&entries)?;
    Ok(entries)
}

/// Whether an option may stand in a file: not what is for one run.
pub(in crate::cli) fn is_for_files(arg: &Arg) -> bool {
    !ONE_RUN.iter().any(|id| arg.get_id() == *id)
}

/// What the file calls an option.
pub(in crate::cli) fn name_of(arg: &Arg) -> &str {
    arg.get_long().unwrap_or(SERVER)
}

struct Reader<'a> {
    text: &'a str,
    command: &'a Command,
    speech: &'a Speech,
}

impl Reader<'_> {
    fn line(&self, offset: usize) -> usize {
        let before = self.text.get(..offset).unwrap_or(self.text);
        before.matches('\n').count() + 1
    }

    fn complaint(line: usize, what: String) -> Complaint {
        Complaint { line, what }
    }

    fn entry(&self, name: &str, value: &DeValue<'_>, line: usize) -> Result<FileOption, Complaint> {
        let words = &self.speech.configuration;
        let wrong = |what: String| Self::complaint(line, what);
        let mut all = self.command.get_arguments();
        let arg = all.find(|arg| name_of(arg) == name);
        let arg = arg.ok_or_else(|| wrong(self.no_option(name)))?;
        if arg.get_id() == KEY {
            return Err(wrong(words.wants_keys().to_owned()));
        }
        if !is_for_files(arg) {
            return Err(wrong(words.one_run(name)));
        }
        let values = self.values(arg, value).map_err(wrong)?;
        let words = match (arg.get_action(), arg.get_long()) {
            (ArgAction::SetTrue, Some(long)) => vec![format!("--{long}"); values.len()],
            (_, Some(long)) => values.iter().map(|one| format!("--{long}={one}")).collect(),
            (_, None) => ["--".to_owned()].into_iter().chain(values).collect(),
        };
        self.check(name, &words).map_err(wrong)?;
        Ok(FileOption {
            id: arg.get_id().to_string(),
            name: name.to_owned(),
            line,
            words,
        })
    }

    /// The values that the file gives: one empty word for a switch that is on.
    fn values(&self, arg: &Arg, value: &DeValue<'_>) -> Result<Vec<String>, String> {
        let words = &self.speech.configuration;
        let name = name_of(arg);
        match (arg.get_action(), value) {
            (ArgAction::SetTrue, DeValue::Boolean(on)) => {
                Ok(on.then(String::new).into_iter().collect())
            }
            (ArgAction::SetTrue, _) => Err(words.wants_switch(name)),
            (ArgAction::Append, DeValue::Array(list)) => {
                let values = list.iter().map(|one| scalar(one.get_ref()));
                let values: Option<Vec<_>> = values.collect();
                values.ok_or_else(|| words.wants_list(name))
            }
            (_, one) => {
                let value = scalar(one).ok_or_else(|| words.wants_value(name))?;
                Ok(vec![value])
            }
        }
    }

    /// Clap's own judgement, in our words.
    fn check(&self, name: &str, args: &[String]) -> Result<(), String> {
        let words = &self.speech.configuration;
        let program = [self.command.get_name().to_owned()];
        let all = program.iter().chain(args);
        let Err(error) = self.command.clone().try_get_matches_from(all) else {
            return Ok(());
        };
        let context = |kind| match error.get(kind) {
            Some(ContextValue::String(word)) => word.clone(),
            Some(ContextValue::Strings(all)) => all.join(", "),
            Some(_) | None => String::new(),
        };
        let value = context(ContextKind::InvalidValue);
        let allowed = context(ContextKind::ValidValue);
        if error.kind() == ErrorKind::InvalidValue && !allowed.is_empty() {
            let what = words.one_of(configuration::OneOf {
                name,
                value,
                allowed,
            });
            return Err(match error.get(ContextKind::SuggestedValue) {
                Some(ContextValue::String(near)) => {
                    words.perhaps(configuration::Perhaps { what, name: near })
                }
                Some(_) | None => what,
            });
        }
        let why = std::error::Error::source(&error);
        let why = why.map_or_else(|| error.kind().to_string(), ToString::to_string);
        Err(words.wrong_value(configuration::WrongValue {
            name,
            value,
            why: one_line(&why),
        }))
    }

    fn no_option(&self, name: &str) -> String {
        let words = &self.speech.configuration;
        let known = self.command.get_arguments();
        let known = known.filter(|arg| is_for_files(arg)).map(name_of);
        nearest(name, known.chain(["keys"])).map_or_else(
            || words.listed(words.no_option(name)),
            |near| {
                words.perhaps(configuration::Perhaps {
                    what: words.no_option(name),
                    name: near,
                })
            },
        )
    }

    /// `[keys]`: each line is an action and its keys.
    fn keys(&self, table: &DeTable<'_>) -> Result<Vec<FileOption>, Complaint> {
        let lines = table.iter().map(|(action, keys)| {
            let line = self.line(action.span().start);
            self.action(action.get_ref(), keys, line)
        });
        lines.collect()
    }

    fn action(
        &self,
        action: &str,
        keys: &Spanned<DeValue<'_>>,
        line: usize,
    ) -> Result<FileOption, Complaint> {
        let words = &self.speech.configuration;
        let keys = match keys.get_ref().as_array() {
            Some(list) => list.iter().map(|one| text(one.get_ref())).collect(),
            None => text(keys.get_ref()).map(|one| vec![one]),
        };
        let keys: Vec<String> =
            keys.ok_or_else(|| Self::complaint(line, words.wants_list(action)))?;
        // That an action has no key is told so.
        let none = keys.is_empty().then(String::new);
        let all: Vec<_> = none.into_iter().chain(keys).collect();
        let read = |keys: &String| chosen::read(&format!("{action}={keys}"), self.speech);
        let told = |what| Self::complaint(line, what);
        all.iter()
            .try_for_each(|keys| read(keys).map(drop))
            .map_err(told)?;
        let args = all.iter().map(|keys| format!("--{KEY}={action}={keys}"));
        Ok(FileOption {
            id: KEY.to_owned(),
            name: action.to_owned(),
            line,
            words: args.collect(),
        })
    }

    /// Two options of the file may forbid each other.
    fn compare(&self, entries: &[FileOption]) -> Result<(), Complaint> {
        let given: Vec<_> = entries.iter().filter(|e| !e.words.is_empty()).collect();
        for (at, entry) in given.iter().enumerate() {
            let mut before = given.iter().take(at);
            if let Some(other) = before.find(|other| exclude(self.command, &other.id, &entry.id)) {
                let words = &self.speech.configuration;
                let what = words.not_both(configuration::NotBoth {
                    one: &other.name,
                    other: &entry.name,
                });
                return Err(Self::complaint(entry.line, what));
            }
        }
        Ok(())
    }
}

/// Whether clap lets only one of two options stand.
pub(in crate::cli) fn exclude(command: &Command, one: &str, other: &str) -> bool {
    let forbids = |one: &str, other: &str| {
        let arg = command.get_arguments().find(|arg| arg.get_id() == one);
        let forbidden = arg.map(|arg| command.get_arg_conflicts_with(arg));
        forbidden.is_some_and(|all| all.iter().any(|arg| arg.get_id() == other))
    };
    one != other && (forbids(one, other) || forbids(other, one))
}

/// A text, a number, or what is on or off.
fn scalar(value: &DeValue<'_>) -> Option<String> {
    match value {
        DeValue::String(text) => Some(text.to_string()),
        DeValue::Integer(number) if number.radix() == 10 => Some(number.to_string()),
        DeValue::Float(number) => Some(number.to_string()),
        DeValue::Boolean(true) => Some("on".to_owned()),
        DeValue::Boolean(false) => Some("off".to_owned()),
        DeValue::Integer(_) | DeValue::Datetime(_) | DeValue::Array(_) | DeValue::Table(_) => None,
    }
}

fn text(value: &DeValue<'_>) -> Option<String> {
    value.as_str().map(str::to_owned)
}

fn one_line(words: &str) -> String {
    words.lines().collect::<Vec<_>>().join(", ")
}

/// What the file calls the address, which has no name on a command line.
const SERVER: &str = "server";
/// The option that `[keys]` stands for.
pub(in crate::cli) const KEY: &str = "key";
/// What is for one run: experiments, and what a file would make a trap.
const ONE_RUN: [&str; 29] = [
    "more",
    "demo",
    "observe",
    "config",
    "no_config",
    "print_config",
    "write_config",
    "help",
    "version",
    "find",
    "check_lab",
    "json",
    "plain",
    "trace",
    "weather",
    "drop",
    "delay",
    "dup",
    "reorder",
    "corrupt",
    "mtu",
    "rate",
    "blackout",
    "slice",
    "glue",
    "stall",
    "reset",
    "hold",
    "seed",
];

#[cfg(test)]
mod tests;
