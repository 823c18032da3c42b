//! The console of the operator: commands on standard input that change the weather,
//! and with `--hold` release each datagram. The answers, and what is held, are written
//! to standard error.
//!
//! When the input ends nobody can release anything: what is held is released. The
//! weather stays.

mod class;

use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::sync::Arc;

use chat_net::tap::Tap;
use chat_proto::text::clean;
use chat_proto::text::quoted;
use chat_proto::trace::event::Event;
use chat_proto::trace::weather::Impairments;
use chat_proto::trace::weather::Way;
use chat_weather::manual_queue;
use chat_weather::manual_queue::HeldDatagram;
use chat_weather::manual_queue::ManualCommand;
use chat_weather::profile::Profile;
use chat_weather::profile::Transports;

use crate::clock;
use crate::config::Datagrams;
use crate::door::Door;
use crate::edge::impaired_udp::Bell;
use crate::edge::input;
use crate::edge::stream_impairer::StreamImpairer;
use crate::edge::udp_endpoint::UdpEndpoint;
use crate::log;
use crate::traffic::Input;

/// Reads the operator's commands.
#[derive(Debug)]
pub struct Desk {
    reach: Reach,
    /// The transports that there are.
    over: Transports,
    /// The active weather.
    profile: Profile,
    /// Whether datagrams may be held.
    manual_delivery: bool,
    told: Told,
}

/// The numbers of those that wait and were told: bounded as what waits is. Not
/// the highest of them, since one port may be read before another keeps a lower.
#[derive(Debug, Default)]
struct Told(BTreeSet<u64>);

/// What can be changed from here.
#[derive(Debug)]
pub struct Reach {
    /// The sockets of datagrams.
    pub endpoints: Vec<Arc<UdpEndpoint>>,
    /// Rings when a datagram is held.
    pub bell: Arc<Bell>,
    /// The connections.
    pub impairer: StreamImpairer,
    /// Where changes of the weather are traced.
    pub tap: Tap,
    /// Where orders to the class go.
    pub door: Door,
}

impl Desk {
    /// With what was asked for on the command line.
    pub fn new(reach: Reach, asked: &Datagrams, over: Transports) -> Self {
        Self {
            reach,
            over,
            profile: asked.profile.clone(),
            manual_delivery: asked.hold,
            told: Told::default(),
        }
    }

    /// Takes commands until the input ends.
    pub async fn attend(mut self) {
        let mut lines = input::lines();
        if self.manual_delivery {
            say(&format!(
                "every datagram waits until you release it: {HELP}"
            ));
        }
        loop {
            tokio::select! {
                () = self.reach.bell.rings() => self.tell_news(),
                line = lines.recv() => match line {
                    Some(line) => self.hear(&line).await,
                    None if self.manual_delivery => return self.obey(ManualCommand::Off),
                    None => return,
                },
            }
        }
    }

    /// Does what a line says.
    async fn hear(&mut self, line: &str) {
        // As it is written in the client, and as it is written here.
        let line = line.strip_prefix('/').unwrap_or(line);
        let (word, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
        if let Some(asked) = class::order(word, rest.trim()) {
            match asked {
                Ok(order) => self.reach.door.tell(Input::Desk(order)).await,
                Err(refusal) => say(&refusal.to_string()),
            }
            return;
        }
        match word {
            "weather" => self.on_weather(rest.trim()),
            "help" if self.manual_delivery => say(HELP),
            "help" => say(HELP_WITHOUT_HOLD),
            _ if self.manual_delivery => self.manual_command(word, line),
            // Room between two lines of the log.
            "" => {}
            "pass" | "double" | "kill" | "all" | "off" | "list" | "hold" => say(NOTHING_IS_HELD),
            _ => {
                let word = quoted(word);
                say(&format!("unknown command `{word}`: {HELP_WITHOUT_HOLD}"));
            }
        }
    }

    /// The same where datagrams may be held.
    fn manual_command(&mut self, word: &str, line: &str) {
        match word {
            "" | "list" => self.list(),
            "hold" => self.hold(),
            _ => match ManualCommand::parse(line) {
                Ok(order) => self.obey(order),
                Err(why) => say(&why),
            },
        }
    }

    fn hold(&self) {
        for endpoint in &self.reach.endpoints {
            endpoint.hold();
        }
        say("every datagram waits until you release it");
    }

    fn obey(&self, order: ManualCommand) {
        let now = clock::now().mono;
        let before = self.held();
        // The oldest of all ports.
        let oldest = before.first().map(|(_, held)| held.number);
        let order = match order {
            ManualCommand::Pass(number) => ManualCommand::Pass(number.or(oldest)),
            ManualCommand::Double(number) => ManualCommand::Double(number.or(oldest)),
            ManualCommand::Kill(number) => ManualCommand::Kill(number.or(oldest)),
            ManualCommand::All | ManualCommand::Off => order,
        };
        let done = self
            .reach
            .endpoints
            .iter()
            .map(|endpoint| endpoint.obey(now, order));
        let done = done.fold(false, |any, done| any | done);
        if order == ManualCommand::Off {
            say("datagrams are no longer held: `hold` begins again");
        } else if !done {
            say("no such datagram is held: `list` shows those that are");
        } else {
            say(&told(order, &before));
        }
    }

    /// Another weather, or, without words, what there is and could be.
    fn on_weather(&mut self, words: &str) {
        if words.is_empty() {
            say(&describe(&self.profile, self.over));
            let (known, names) = (self.over.words(), self.over.names());
            let (known, names) = (known.join(", "), names.join(", "));
            let example = example(self.over);
            return say(&format!(
                "weather {example}, seed 7 (one or several of {known}), or a named profile: \
                 {names}; weather off"
            ));
        }
        match Profile::read(words, self.over, self.profile.seed) {
            Ok(profile) => self.change(profile),
            Err(error) => say(&error.to_string()),
        }
    }

    fn change(&mut self, profile: Profile) {
        let now = clock::now().mono;
        let Reach {
            endpoints,
            bell,
            impairer,
            tap,
            ..
        } = &self.reach;
        for endpoint in endpoints {
            endpoint.change(now, &profile, bell);
        }
        impairer.change(now, &profile);
        let (words, seed) = (profile.words.as_str().into(), profile.seed);
        tap.note(now, || Event::Impairments(Impairments { words, seed }));
        say(&describe(&profile, self.over));
        self.profile = profile;
    }

    fn tell_news(&mut self) {
        let all = self.held();
        let full = all.len() >= manual_queue::MOST;
        for (from, held) in self.told.news(all) {
            say(&line(from, &held));
        }
        if full {
            say("the queue is full: datagrams that arrive now are lost");
        }
    }

    fn list(&self) {
        let all = self.held();
        if all.is_empty() {
            say("no datagram is held");
        }
        for (from, held) in all {
            say(&line(from, &held));
        }
    }

    /// What waits at all ports, oldest first.
    fn held(&self) -> Vec<(SocketAddr, HeldDatagram)> {
        let held = self
            .reach
            .endpoints
            .iter()
            .flat_map(|endpoint| endpoint.held());
        let mut held: Vec<_> = held.collect();
        held.sort_by_key(|(_, held)| held.number);
        held
    }
}

impl Told {
    /// Those of all that wait that are told now.
    fn news(
        &mut self,
        mut all: Vec<(SocketAddr, HeldDatagram)>,
    ) -> Vec<(SocketAddr, HeldDatagram)> {
        let waits = all.iter().map(|(_, held)| held.number).collect();
        let told = std::mem::replace(&mut self.0, waits);
        all.retain(|(_, held)| !told.contains(&held.number));
        all
    }
}

/// What was done, and with which of those that waited.
fn told(order: ManualCommand, waited: &[(SocketAddr, HeldDatagram)]) -> String {
    let (done, number) = match order {
        ManualCommand::Pass(number) => ("passed", number),
        ManualCommand::Double(number) => ("doubled", number),
        ManualCommand::Kill(number) => ("killed", number),
        ManualCommand::All | ManualCommand::Off => return format!("passed all {}", waited.len()),
    };
    let one = |(_, held): &&(SocketAddr, HeldDatagram)| number.is_none_or(|n| n == held.number);
    let what = waited
        .iter()
        .find(one)
        .map(|(with, held)| gist(*with, held));
    format!("{done} {}", what.unwrap_or_default())
}

/// The active weather, and the transports that it applies to, if not all.
pub fn describe(profile: &Profile, over: Transports) -> String {
    let Profile { words, seed, .. } = profile;
    let only = match profile.transports().filter(|_| over == Transports::Both) {
        Some(Transports::Datagrams) => " (over UDP only: TCP hides it)",
        Some(Transports::Streams) => " (over TCP only)",
        Some(Transports::Both) | None => "",
    };
    if profile.is_clear() {
        "weather: none".to_owned()
    } else {
        let legend = profile.legend().map(|legend| format!(" ({legend})"));
        let legend = legend.unwrap_or_default();
        format!("weather: {words}, seed {seed}{only}{legend}")
    }
}

/// Some words as they are written.
pub fn example(over: Transports) -> &'static str {
    match over {
        Transports::Datagrams => "drop 30%, delay 20..80ms",
        Transports::Streams => "slice 1..16, stall 2s+1s/5s",
        Transports::Both => "drop 30%, delay 20..80ms, slice 1..16",
    }
}

fn line(with: SocketAddr, held: &HeldDatagram) -> String {
    format!("held {}", gist(with, held))
}

fn gist(with: SocketAddr, held: &HeldDatagram) -> String {
    let HeldDatagram {
        number,
        way,
        bytes,
        gist,
    } = held;
    let arrow = match way {
        Way::In => '←',
        Way::Out => '→',
    };
    format!("{number} {arrow} {with}  {bytes} bytes  {gist}")
}

/// Never waits for a terminal that somebody has stopped.
fn say(words: &str) {
    log::tell(&clean(words));
}

const HELP: &str = "the class: announce, quiet, lock, mute, kick, ban, redact, next, poll, release, teacher, as in \
chat-tui; in ROOM quiet; who; claim (words for a teacher). Datagrams: pass (release one), double (release it twice), kill (lose it), each with a number or \
for the oldest; all; list; off (hold no more), hold (again); weather WORDS";

/// Those who come while nobody may hold count on being heard at once.
const NOTHING_IS_HELD: &str =
    "nothing is held: datagrams wait for you only if the server is started with --hold";

const HELP_WITHOUT_HOLD: &str = "the class: announce, quiet, lock, mute, kick, ban, redact, next, poll, release, teacher, as in \
chat-tui; in ROOM quiet; who; claim (words for a teacher). The network: weather (the active weather, and the words there are); \
weather WORDS, from now on; weather off";

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(told: &mut Told, waits: &[u64], news: &[u64]) {
        let held = |number: &u64| HeldDatagram {
            number: *number,
            way: Way::In,
            bytes: 0,
            gist: String::new(),
        };
        let all = waits.iter().map(|n| (([127, 0, 0, 1], 1).into(), held(n)));
        let found = told.news(all.collect());
        let found: Vec<_> = found.iter().map(|(_, held)| held.number).collect();
        assert_eq!(found, news, "of {waits:?}");
    }

    #[test]
    fn whatever_waits_is_told_once_however_late_its_port_has_it() {
        let mut told = Told::default();
        check(&mut told, &[1, 2, 3], &[1, 2, 3]);
        check(&mut told, &[3, 5], &[5]);
        check(&mut told, &[3, 4, 5], &[4]);
        check(&mut told, &[3, 4, 5, 6], &[6]);
        assert_eq!(told.0.len(), 4, "who waits no more is not remembered");
    }
}
