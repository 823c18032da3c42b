//! The configuration as a file: every option with what it is for. What nobody
//! chose stands there as a comment, so that a new default is not kept from
//! anybody by an old file.

use std::any::TypeId;

use clap::Arg;
use clap::ArgAction;
use clap::ArgMatches;
use clap::Command;
use clap::parser::ValueSource;
use toml::Value;

use crate::app::settings::ScreenSettings;
use crate::cli::file;
use crate::cli::file::KEY;
use crate::speech;

/// All of it, as it is now.
pub(in crate::cli) fn configuration(
    command: &Command,
    (matches, server): (&ArgMatches, Option<&str>),
    settings: &ScreenSettings,
) -> String {
    let mut text = String::new();
    let words = &speech::of(settings.language).configuration;
    let mut add = |line: &str| {
        text.push_str(line);
        text.push('\n');
    };
    add(&format!("# {}", words.head()));
    let mut heading = None;
    for arg in command
        .get_arguments()
        .filter(|arg| file::is_for_files(arg))
    {
        if arg.get_id() == KEY {
            continue;
        }
        if arg.get_help_heading() != heading && !arg.is_positional() {
            heading = arg.get_help_heading();
            add(&format!("\n## {}", heading.unwrap_or_default()));
        }
        add("");
        let help = arg.get_help().map(ToString::to_string).unwrap_or_default();
        help.lines().for_each(|line| add(&format!("# {line}")));
        let given = values(arg, matches, server);
        let sign = if given.is_some() { "" } else { "#" };
        let value = given.unwrap_or_else(|| default(arg));
        add(&format!("{sign}{} = {value}", file::name_of(arg)));
    }
    add(&format!("\n# {}\n[keys]", words.keys_head()));
    let says = &speech::of(settings.language).keys;
    for row in settings.keymap.rows() {
        let keys = row.keys.iter().map(|keys| Value::from(keys.written()));
        let value = one_or_list(keys.collect());
        let sign = if row.is_as_it_was() { "#" } else { "" };
        let meaning = row.binding.means.first();
        let meaning = meaning.map_or("", |(_, words)| words(says));
        add(&format!(
            "{sign}{} = {value}  # {meaning}",
            row.binding.name
        ));
    }
    text
}

/// What was chosen, if anything was.
fn values(arg: &Arg, matches: &ArgMatches, server: Option<&str>) -> Option<Value> {
    let id = arg.get_id().as_str();
    if arg.is_positional() {
        return server.map(Value::from);
    }
    if matches.value_source(id) != Some(ValueSource::CommandLine) {
        return None;
    }
    if matches!(arg.get_action(), ArgAction::SetTrue) {
        return Some(Value::Boolean(matches.get_flag(id)));
    }
    let raw = matches.get_raw(id)?;
    Some(one_or_list(
        raw.map(|one| value(arg, &one.to_string_lossy())).collect(),
    ))
}

/// What it is where nobody chooses; for what is nothing then, an example.
fn default(arg: &Arg) -> Value {
    if matches!(arg.get_action(), ArgAction::SetTrue) {
        return Value::Boolean(false);
    }
    let defaults = arg.get_default_values().iter();
    let defaults: Vec<_> = defaults
        .map(|one| value(arg, &one.to_string_lossy()))
        .collect();
    if !defaults.is_empty() {
        return one_or_list(defaults);
    }
    let name = arg.get_value_names().and_then(|names| names.first());
    name.map_or("", |name| name.as_str()).into()
}

/// As the file would have it: a number, on or off, a text.
fn value(arg: &Arg, raw: &str) -> Value {
    let kind = arg.get_value_parser().type_id();
    let numbers = [
        TypeId::of::<u16>(),
        TypeId::of::<u32>(),
        TypeId::of::<u64>(),
    ];
    let is_number = numbers.iter().any(|number| kind == *number);
    let switch = arg
        .get_possible_values()
        .iter()
        .any(|v| v.get_name() == "on");
    match (raw.parse(), raw) {
        (Ok(number), _) if is_number => Value::Integer(number),
        (_, "on") if switch => Value::Boolean(true),
        (_, "off") if switch => Value::Boolean(false),
        (_, text) => text.into(),
    }
}

fn one_or_list(mut values: Vec<Value>) -> Value {
    if values.len() == 1 {
        values.swap_remove(0)
    } else {
        Value::Array(values)
    }
}
