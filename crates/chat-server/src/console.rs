//! The operator's console, as a value: lines into what is to be done, and what is held
//! or was done into lines. The class is led with the client's words; the network is
//! impaired with those of `--weather`, and with `--hold` each datagram is released.
//!
//! `edge::desk` reads the lines, does what is to be done, and writes what is said.

mod class;
mod held;
pub mod weather;

use chat_proto::text::quoted;
use chat_weather::manual_queue;
use chat_weather::manual_queue::ManualCommand;
use chat_weather::profile::Profile;
use chat_weather::profile::Transports;

use self::held::Told;
use crate::config::Datagrams;
use crate::traffic::DeskOrder;

pub use self::held::Held;

/// What was typed so far, as far as it matters.
#[derive(Debug)]
pub struct Console {
    /// The transports that there are.
    over: Transports,
    /// The active weather.
    profile: Profile,
    /// Whether datagrams may be held.
    manual_delivery: bool,
    told: Told,
}

/// What a line asks for.
#[derive(Debug)]
pub enum Deed {
    /// An answer, and nothing else.
    Say(Vec<String>),
    /// An order to the class.
    Order(DeskOrder),
    /// Another weather; what is said once there is.
    Change(Box<Profile>, String),
    /// Every datagram is held again; what is said once it is.
    Hold(&'static str),
    /// Something is to happen to datagrams that are held: what it was is said by
    /// [`Console::obeyed`].
    Obey(ManualCommand),
}

impl Console {
    /// With what was asked for on the command line.
    pub fn new(asked: &Datagrams, over: Transports) -> Self {
        Self {
            over,
            profile: asked.profile.clone(),
            manual_delivery: asked.hold,
            told: Told::default(),
        }
    }

    /// What is said before anything is typed.
    pub fn opening(&self) -> Option<String> {
        let hold = || format!("{ALL_WAIT}: {}", help(true));
        self.manual_delivery.then(hold)
    }

    /// What is to be done once nobody can type any more: nobody could release what
    /// is held. The weather stays.
    pub fn closing(&self) -> Option<ManualCommand> {
        self.manual_delivery.then_some(ManualCommand::Off)
    }

    /// What a line asks for, while these datagrams are held, oldest first.
    pub fn hear(&mut self, line: &str, held: &[Held]) -> Deed {
        // As it is written in the client, and as it is written here.
        let line = line.strip_prefix('/').unwrap_or(line);
        let (word, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
        if let Some(asked) = class::order(word, rest.trim()) {
            return match asked {
                Ok(order) => Deed::Order(order),
                Err(refusal) => say(refusal.to_string()),
            };
        }
        match word {
            "weather" => self.on_weather(rest.trim()),
            "help" => say(help(self.manual_delivery)),
            _ if self.manual_delivery => manual_command(word, line, held),
            // Room between two lines of the log.
            "" => Deed::Say(Vec::new()),
            "pass" | "double" | "kill" | "all" | "off" | "list" | "hold" => say(NOTHING_IS_HELD),
            _ => {
                let word = quoted(word);
                say(format!("unknown command `{word}`: {}", help(false)))
            }
        }
    }

    /// Another weather, or, without words, what there is and could be.
    fn on_weather(&mut self, words: &str) -> Deed {
        if words.is_empty() {
            return Deed::Say(weather::choices(&self.profile, self.over));
        }
        match Profile::read(words, self.over, self.profile.seed) {
            Ok(profile) => {
                let said = weather::describe(&profile, self.over);
                self.profile = profile.clone();
                Deed::Change(Box::new(profile), said)
            }
            Err(error) => say(error.to_string()),
        }
    }

    /// What is said of a command, by whether it was `done`, with what was held before.
    pub fn obeyed(command: ManualCommand, done: bool, before: &[Held]) -> String {
        if command == ManualCommand::Off {
            "datagrams are no longer held: `hold` begins again".to_owned()
        } else if done {
            held::what_was_done(command, before)
        } else {
            "no such datagram is held: `list` shows those that are".to_owned()
        }
    }

    /// What is said when these are held, and one or more of them since a moment ago.
    pub fn news(&mut self, held: Vec<Held>) -> Vec<String> {
        let full = held.len() >= manual_queue::MOST;
        let full = full.then(|| "the queue is full: datagrams that arrive now are lost".to_owned());
        let news = self.told.news(held);
        news.iter().map(held::line).chain(full).collect()
    }
}

/// A line where datagrams may be held.
fn manual_command(word: &str, line: &str, held: &[Held]) -> Deed {
    match word {
        "" | "list" if held.is_empty() => say("no datagram is held"),
        "" | "list" => Deed::Say(held.iter().map(held::line).collect()),
        "hold" if line.trim() == "hold" => Deed::Hold(ALL_WAIT),
        _ => match ManualCommand::parse(line) {
            Ok(command) => Deed::Obey(held::of_the_oldest(command, held)),
            Err(why) => say(why),
        },
    }
}

fn say(words: impl Into<String>) -> Deed {
    Deed::Say(vec![words.into()])
}

const ALL_WAIT: &str = "every datagram waits until you release it";

const THE_CLASS: &str = "the class: announce, topic, quiet, lock, mute, unmute, kick, ban, unban, bans, \
redact, next, poll, release, teacher, as in chat-tui; in ROOM quiet; who; claim (words for a teacher)";

const HELD: &str = "Datagrams: pass (release one), double (release it twice), kill (lose it), each with a number \
or for the oldest; pass all; list; hold off (hold no more), hold (again); weather WORDS";

const WEATHER: &str = "The network: weather (the active weather, and the words there are); weather WORDS, from now \
on; weather off";

fn help(manual_delivery: bool) -> String {
    let rest = if manual_delivery { HELD } else { WEATHER };
    format!("{THE_CLASS}. {rest}")
}

/// Those who come while nobody may hold count on being heard at once.
const NOTHING_IS_HELD: &str =
    "nothing is held: datagrams wait for you only if the server is started with --hold";

#[cfg(test)]
mod tests;
