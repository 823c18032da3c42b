//! What was written: a message, or a command and what it asks for.

mod explain;
mod alias;
mod copying;
mod words;
mod list;

use chat_proto::frame::order::Act;
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
use crate::app::input::lookup::Lookup;
use crate::app::input::setting;
use crate::app::input::setting::Setting;
use crate::app::input::sharing;
use crate::app::input::sharing::Sharing;
use crate::app::settings::Palette;
use crate::app::wire::shown::HowOf;
use crate::areas::Pane;
use crate::speech::Speech;

use alias::alias;
pub use copying::Copy;
use copying::copying;
pub use explain::explain;
pub use explain::nearest;
pub use list::all;
pub use list::usage;
pub use list::without_screen;
pub use words::Words;
use words::six_words;

/// What was written, understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Say it here.
    Say(String),
    /// Do it here.
    Act(String),
    /// Say it to one person.
    Direct(Whom, String),
    /// Show the conversation with one person.
    Open(Whom),
    /// Enter a room, perhaps with a password.
    Join(RoomName, Option<String>),
    /// Leave a room, or this one.
    Leave(Option<RoomName>),
    /// Take another name.
    Nick(Name),
    /// Who is in a room, or in this one.
    Who(Option<RoomName>),
    /// The class, for its teacher: who is where.
    Class(Option<RoomName>),
    /// Lead the class, or take part in it.
    Order(Act),
    /// Share code with the room, or fetch it.
    Share(Sharing),
    /// The six words of our key.
    Words(Words),
    /// Another weather, or what it is.
    Weather(String),
    /// What happens on the wire is written to a file, or no longer.
    Record(Option<String>),
    /// What passed on the wire goes to a file, in the form of its ending.
    Export(String),
    /// What passes on the wire, perhaps only what fits.
    Wire(String),
    /// How a message got here.
    How(HowOf),
    /// Every datagram is held until a person releases it.
    Hold,
    /// What becomes of those that wait.
    Release(ManualCommand),
    /// Write in an editor of one's own.
    Edit,
    /// Settings, and the words that mark a message.
    Set(Setting),
    /// Other colours.
    Theme(Palette),
    /// Put what was said on the clipboard.
    Copy(Copy),
    /// What was said and nothing else, to be selected.
    Bare,
    /// The same for a projector.
    Present,
    /// Go to the conversation whose name fits best, or choose one.
    Go(Option<String>),
    /// All messages that are for us.
    Mentions,
    /// Look for something that was said, or go back to it.
    Lookup(Lookup),
    /// Show a part of the screen, or hide it.
    Toggle(Pane),
    /// Show somebody's words no longer; or who is ignored.
    Ignore(Option<Whom>),
    /// Show them again.
    Unignore(Whom),
    /// Keys and commands, or one command.
    Help(Option<String>),
    /// Forget what is on the screen.
    Clear,
    /// Leave.
    Quit,
}

impl Command {
    /// Whether it is about the screen.
    pub fn needs_screen(&self) -> bool {
        match self {
            Self::Copy(_)
            | Self::Bare
            | Self::Present
            | Self::Go(None)
            | Self::Mentions
            | Self::Theme(_)
            | Self::Toggle(_)
            | Self::Lookup(Lookup::Goto(_))
            | Self::Edit
            | Self::Clear => true,
            Self::Say(_)
            | Self::Act(_)
            | Self::Direct(..)
            | Self::Open(_)
            | Self::Join(..)
            | Self::Leave(_)
            | Self::Nick(_)
            | Self::Who(_)
            | Self::Class(_)
            | Self::Order(_)
            | Self::Words(_)
            | Self::Share(_)
            | Self::Set(_)
            | Self::Go(Some(_))
            | Self::Lookup(_)
            | Self::Ignore(_)
            | Self::Unignore(_)
            | Self::Weather(_)
            | Self::Record(_)
            | Self::Export(_)
            | Self::Wire(_)
            | Self::How(_)
            | Self::Hold
            | Self::Release(_)
            | Self::Help(_)
            | Self::Quit => false,
        }
    }

    /// Whether it holds what nobody is to find among what was written before.
    pub fn is_secret(&self) -> bool {
        matches!(
            self,
            Self::Words(Words::Mine(_)) | Self::Join(_, Some(_)) | Self::Order(Act::Claim(_))
        )
    }

    /// The text that it says, however long.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Say(text) | Self::Act(text) | Self::Direct(_, text) => Some(text),
            Self::Open(_)
            | Self::Join(..)
            | Self::Leave(_)
            | Self::Nick(_)
            | Self::Who(_)
            | Self::Class(_)
            | Self::Order(_)
            | Self::Words(_)
            | Self::Share(_)
            | Self::Set(_)
            | Self::Weather(_)
            | Self::Record(_)
            | Self::Export(_)
            | Self::Wire(_)
            | Self::How(_)
            | Self::Hold
            | Self::Release(_)
            | Self::Edit
            | Self::Theme(_)
            | Self::Copy(_)
            | Self::Bare
            | Self::Present
            | Self::Go(_)
            | Self::Mentions
            | Self::Lookup(_)
            | Self::Toggle(_)
            | Self::Ignore(_)
            | Self::Unignore(_)
            | Self::Help(_)
            | Self::Clear
            | Self::Quit => None,
        }
    }
}

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
        ("ignore", "") => Ok(Command::Ignore(None)),
        ("ignore", name) => Ok(Command::Ignore(Some(Whom::new(name)))),
        ("unignore", "") => usage(speech.reading.unignore_usage()),
        ("unignore", name) => Ok(Command::Unignore(Whom::new(name))),
        ("go", "") => Ok(Command::Go(None)),
        ("go", name) => Ok(Command::Go(Some(name.to_owned()))),
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
        ("class", "") => Ok(Command::Class(None)),
        ("class", name) => Ok(Command::Class(Some(room(name)?))),
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
        ("quit", _) => Command::Quit,
        ("edit", _) => Command::Edit,
        ("clear", _) => Command::Clear,
        ("bare", _) => Command::Bare,
        ("present", _) => Command::Present,
        ("mentions", _) => Command::Mentions,
        ("rooms", _) => Command::Toggle(Pane::Rooms),
        ("people", _) => Command::Toggle(Pane::People),
        ("set", rest) => Command::Set(setting::set(rest)),
        ("save", "") => Command::Set(Setting::Keep),
        ("highlight", rest) => Command::Set(setting::highlight(rest)),
        _ => return None,
    })
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
            Err(Fault::Wrong(speech.commands.type_as(how)))
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
            Err(words.type_as(speech.wire.export_usage()))
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
