//! What was written: a message, or a command and what it asks for.

mod explain;
mod alias;
mod meaning;
mod copying;
mod words;
mod list;

use chat_proto::frame::peer::Whom;
use chat_proto::name::Name;
use chat_proto::plain::order::order;
use chat_proto::refusal::FrameFault;
use chat_proto::refusal::Refusal;
use chat_proto::room::RoomName;
use chat_proto::text::quoted;
use chat_weather::manual_queue::ManualCommand;
use chat_wire::export::Form;

use crate::app::input::lookup;
use crate::app::input::referring;
use crate::app::input::setting;
use crate::app::input::setting::Setting;
use crate::app::input::sharing;
use crate::app::settings::Palette;
use crate::app::wire::shown::HowOf;
use crate::areas::Pane;
use crate::session::traffic::House;
use crate::speech::Speech;

use alias::alias;
pub use copying::Copy;
use copying::copying;
pub use explain::explain;
pub use explain::nearest;
pub use list::all;
pub use list::usage;
pub use list::without_screen;
pub use meaning::Command;
pub use words::Words;
use words::six_words;

/// Why nothing is done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// There is no command of this name.
    Unknown(String),
    /// It is not typed so: words for the person, who gets the input back to mend it.
    Wrong(String),
}

/// What was written, or why it is not done. How long a text may be is another's
/// question.
pub fn parse(written: &str, speech: &Speech) -> Result<Command, Fault> {
    match written.strip_prefix('/') {
        Some(text) if !text.starts_with('/') => obey(text, speech),
        Some(text) => Ok(Command::Say(text.to_owned())),
        None => Ok(Command::Say(written.to_owned())),
    }
}

/// Where the text that is said begins in what is written.
pub fn text_start(written: &str) -> usize {
    if written.starts_with("//") {
        return 1;
    }
    match written.split_once(char::is_whitespace) {
        Some((word, rest)) if word.eq_ignore_ascii_case("/me") => {
            written.trim_end().len() - rest.trim().len()
        }
        Some((word, rest))
            if ["/msg", "/query"]
                .iter()
                .any(|one| word.eq_ignore_ascii_case(one)) =>
        {
            let (_, text) = split_word(rest);
            written.trim_end().len() - text.len()
        }
        Some(_) | None => 0,
    }
}

fn obey(command: &str, speech: &Speech) -> Result<Command, Fault> {
    let words = &speech.commands;
    let (word, rest) = split_word(command);
    let usage = |how: &str| Err(Fault::Wrong(words.type_as(how)));
    let room =
        |word: &str| RoomName::parse(word).map_err(|fault| Fault::Wrong(speech.room_fault(&fault)));
    let lower = word.to_ascii_lowercase();
    if let Some(command) = never_wrong(alias(&lower), rest) {
        return Ok(command);
    }
    match (alias(&lower), rest) {
        ("copy", what) => match copying(what) {
            Some(what) => Ok(Command::Copy(what)),
            None => usage("/copy, /copy 2, /copy url"),
        },
        ("unignore", _) => usage(speech.reading.unignore_usage()),
        (word @ ("search" | "goto" | "last"), rest) => looking(word, rest, speech),
        ("join", "") => usage(words.join_usage()),
        ("join", rest) => {
            let (name, password) = split_word(rest);
            let password = (!password.is_empty()).then(|| password.to_owned());
            Ok(Command::Join(room(name)?, password))
        }
        ("leave", "") => Ok(Command::Leave(None)),
        ("leave", name) => Ok(Command::Leave(Some(room(name)?))),
        ("me", "") => usage(words.me_usage()),
        ("me", text) => Ok(Command::Act(text.to_owned())),
        ("nick", "") => usage(words.nick_usage()),
        ("nick", name) => Name::parse(name)
            .map(Command::Nick)
            .map_err(|bad| Fault::Wrong(speech.name_fault(bad.fault))),
        ("who", "") => Ok(Command::Who(None)),
        ("who", name) => Ok(Command::Who(Some(room(name)?))),
        ("class" | "bans", "") => Ok(Command::Class(None)),
        ("class", name) => Ok(Command::Class(Some(room(name)?))),
        ("connect", _) => usage(speech.several.connect_usage()),
        ("disconnect", _) => usage(list::DISCONNECT),
        ("whois", _) => usage(speech.house.whois_usage()),
        (word @ ("reply" | "react" | "correct"), rest) => refer(word, rest, speech),
        (word @ ("paste" | "get" | "save"), rest) => share(word, rest, speech),
        ("words", what) => six_words(what, speech)
            .map(Command::Words)
            .map_err(Fault::Wrong),
        (word, rest) if NETWORK.contains(&word) => {
            network(word, rest, speech).map_err(Fault::Wrong)
        }
        ("theme", name) => match Palette::named(name) {
            Some(palette) => Ok(Command::Theme(palette)),
            None => usage(&words.theme_names(Palette::ALL.map(Palette::name).join("|"))),
        },
        ("msg", rest) => match split_word(rest) {
            ("", _) => usage(words.msg_usage()),
            (name, "") => Ok(Command::Open(Whom::new(name))),
            (name, text) => Ok(Command::Direct(Whom::new(name), text.to_owned())),
        },
        (known, rest) => led(known, rest, speech).unwrap_or_else(|| {
            let fault = Fault::Unknown(quoted(word));
            Err(fault)
        }),
    }
}

/// Those that cannot be typed wrong.
fn never_wrong(word: &str, rest: &str) -> Option<Command> {
    Some(match (word, rest) {
        ("help", "") => Command::Help(None),
        ("help", command) => Command::Help(Some(command.to_owned())),
        ("ignore", "") => Command::Ignore(None),
        ("ignore", name) => Command::Ignore(Some(Whom::new(name))),
        ("unignore", name) if !name.is_empty() => Command::Unignore(Whom::new(name)),
        ("go", "") => Command::Go(None),
        ("go", name) => Command::Go(Some(name.to_owned())),
        ("whois", name) if !name.is_empty() => Command::House(House::Whois(Whom::new(name))),
        ("quit", _) => Command::Quit,
        ("edit", _) => Command::Edit,
        ("clear", _) => Command::Clear,
        ("bare", _) => Command::Bare,
        ("present", _) => Command::Present,
        ("mentions", _) => Command::Mentions,
        ("list", "") => Command::House(House::Rooms),
        ("topic", "") => Command::Topic,
        ("connect", host) if !host.is_empty() => Command::Connect(host.to_owned()),
        ("disconnect", "") => Command::Disconnect,
        ("rooms", _) => Command::Toggle(Pane::Rooms),
        ("people", _) => Command::Toggle(Pane::People),
        ("set", rest) => Command::Set(setting::set(rest)),
        ("save", "") => Command::Set(Setting::Keep),
        ("highlight", rest) => Command::Set(setting::highlight(rest)),
        _ => return None,
    })
}

/// What is said about another message.
fn refer(word: &str, rest: &str, speech: &Speech) -> Result<Command, Fault> {
    let meant = referring::parse(word, rest, &speech.referring);
    meant
        .map(Command::Refer)
        .map_err(|how| Fault::Wrong(speech.commands.type_as(how)))
}

/// What is shared, or fetched.
fn share(word: &str, rest: &str, speech: &Speech) -> Result<Command, Fault> {
    let meant = sharing::parse(word, rest, &speech.pasting);
    meant
        .map(Command::Share)
        .map_err(|how| Fault::Wrong(speech.commands.type_as(how)))
}

/// What is ordered, if it is an order.
fn led(word: &str, rest: &str, speech: &Speech) -> Option<Result<Command, Fault>> {
    Some(match order(word, rest)? {
        Ok(act) => Ok(Command::Order(act)),
        Err(Refusal::Frame(FrameFault::Usage(how))) => {
            let own = explain::usage(word, speech).unwrap_or(how);
            Err(Fault::Wrong(speech.commands.type_as(own)))
        }
        Err(refusal) => Err(Fault::Wrong(refusal.to_string())),
    })
}

/// Words about the network.
const NETWORK: [&str; 9] = [
    "weather", "record", "export", "hold", "pass", "double", "kill", "wire", "how",
];

/// What the network is made to be, or what becomes of a datagram that waits.
fn network(word: &str, rest: &str, speech: &Speech) -> Result<Command, String> {
    let words = &speech.commands;
    match (word, rest) {
        ("weather", words) => Ok(Command::Weather(words.to_owned())),
        ("record", "") => Err(words.type_as(speech.weather.record_usage())),
        ("record", "off") => Ok(Command::Record(None)),
        ("record", file) => Ok(Command::Record(Some(file.to_owned()))),
        ("export", file) if Form::of(file).is_none() => {
            let (usage, what) = (speech.wire.export_usage(), speech.wire.export());
            Err(words.type_as(format!("{usage}  {what}")))
        }
        ("export", file) => Ok(Command::Export(file.to_owned())),
        ("how", which) => {
            let (words, usage) = (&speech.commands, speech.wire.how_usage());
            HowOf::parse(which)
                .ok_or_else(|| words.type_as(usage))
                .map(Command::How)
        }
        ("wire", filter) => Ok(Command::Wire(filter.to_owned())),
        ("hold", "") => Ok(Command::Hold),
        ("hold", "off") => Ok(Command::Release(ManualCommand::Off)),
        ("hold", _) => Err(words.type_as(speech.weather.hold_usage())),
        ("pass", "all") => Ok(Command::Release(ManualCommand::All)),
        (word, number) => ManualCommand::parse(&format!("{word} {number}"))
            .map(Command::Release)
            .map_err(|_| words.type_as(speech.weather.order_usage())),
    }
}

/// What was said before.
fn looking(word: &str, rest: &str, speech: &Speech) -> Result<Command, Fault> {
    let lookup = match word {
        "search" => lookup::search(rest, speech),
        "goto" => lookup::goto(rest, speech),
        _ => lookup::last(rest, speech),
    };
    let lookup = lookup.map(Command::Lookup);
    lookup.map_err(|how| Fault::Wrong(speech.commands.type_as(how)))
}

/// The first word, and what follows it.
fn split_word(text: &str) -> (&str, &str) {
    let text = text.trim();
    let (word, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    (word, rest.trim_start())
}

#[cfg(test)]
mod tests;
