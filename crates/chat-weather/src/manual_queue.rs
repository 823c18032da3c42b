//! `--hold`: every datagram waits until a person releases, doubles or kills it.
//!
//! The exercise of the textbook: send five, kill the first, see what is retransmitted;
//! then kill its acknowledgement instead. Here is the queue, and the commands of a
//! plain line-by-line control.

use std::collections::VecDeque;
use std::fmt;

use chat_proto::text::quoted;
use chat_proto::trace::event::Event;
use chat_proto::trace::fingerprint::Fingerprint;
use chat_proto::trace::weather::Fate;
use chat_proto::trace::weather::Way;
use chat_proto::trace::weather::Weather;
use chat_proto::trace::what::What;

use crate::gist;
use crate::queue::InTransit;

/// Datagrams that wait until a person releases them.
#[derive(Clone, Debug)]
pub struct ManualQueue<A = u64> {
    /// In the order in which they came; each keeps its number. At most [`MOST`].
    held: Vec<(u64, InTransit<A>)>,
    released: VecDeque<InTransit<A>>,
    traced: bool,
    events: VecDeque<(A, Event)>,
}

/// What a person can do with them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ManualCommand {
    /// Release this one; without a number the oldest.
    Pass(Option<u64>),
    /// Release it twice.
    Double(Option<u64>),
    /// Lose it.
    Kill(Option<u64>),
    /// Release all.
    All,
    /// Release all, and hold no more.
    Off,
}

/// What a person is told about a datagram that waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldDatagram {
    /// Its number.
    pub number: u64,
    /// Which way it goes.
    pub way: Way,
    /// Its length.
    pub bytes: usize,
    /// What it is.
    pub gist: String,
    /// The name of its bytes.
    pub x: Fingerprint,
    /// What can be read in it.
    pub what: What,
}

impl ManualCommand {
    /// Reads a word and perhaps a number: `pass`, `pass 3`, `double 3`,
    /// `kill 3`, `all`, `off`; as the client has it too: `pass all`, `hold off`.
    pub fn parse(line: &str) -> Result<Self, String> {
        let mut words = line.split_whitespace();
        match [words.next(), words.next(), words.next()] {
            [Some("pass"), Some("all"), None] => return Ok(Self::All),
            [Some("hold"), Some("off"), None] => return Ok(Self::Off),
            _ => {}
        }
        let mut words = line.split_whitespace();
        let word = words.next().unwrap_or_default();
        let number = words.next().map(number).transpose()?;
        if let Some(more) = words.next() {
            let more = quoted(more);
            return Err(format!(
                "one at a time: `{word}` takes no second number `{more}`"
            ));
        }
        match word {
            "pass" => Ok(Self::Pass(number)),
            "double" => Ok(Self::Double(number)),
            "kill" => Ok(Self::Kill(number)),
            "all" => Ok(Self::All),
            "off" => Ok(Self::Off),
            _ => Err(format!("unknown command `{}`: {WORDS}", quoted(word))),
        }
    }
}

fn number(word: &str) -> Result<u64, String> {
    let number = word.trim_start_matches('#').parse();
    number.map_err(|_| {
        let word = quoted(word);
        format!("`{word}` is not the number of a datagram: `list` shows them")
    })
}

impl<A: Copy> ManualQueue<A> {
    /// Holds a datagram under a number of its own. Where the queue is full it is lost;
    /// whether it is held.
    pub fn push(&mut self, number: u64, in_transit: InTransit<A>) -> bool {
        let room = self.held.len() < MOST;
        let fate = if room { Fate::Held } else { Fate::Overflow };
        self.note(number, &in_transit, fate);
        if room {
            self.held.push((number, in_transit));
        }
        room
    }

    /// Does what a person commands; whether the datagram exists.
    pub fn obey(&mut self, order: ManualCommand) -> bool {
        match order {
            ManualCommand::Pass(n) => self.decide(n, &[Fate::Released]),
            ManualCommand::Double(n) => self.decide(n, &[Fate::Doubled, Fate::Released]),
            ManualCommand::Kill(n) => self.decide(n, &[Fate::Killed]),
            ManualCommand::All | ManualCommand::Off => {
                while self.decide(None, &[Fate::Released]) {}
                true
            }
        }
    }

    /// What waits: number and datagram, oldest first.
    pub fn held(&self) -> impl Iterator<Item = (u64, &InTransit<A>)> {
        self.held.iter().map(|(n, in_transit)| (*n, in_transit))
    }

    /// The next datagram that was released.
    pub fn poll(&mut self) -> Option<InTransit<A>> {
        self.released.pop_front()
    }

    /// Whether events are kept from now on.
    pub fn set_traced(&mut self, traced: bool) {
        self.traced = traced;
    }

    /// The next event, and whose it is.
    pub fn poll_event(&mut self) -> Option<(A, Event)> {
        self.events.pop_front()
    }

    fn decide(&mut self, n: Option<u64>, fates: &[Fate]) -> bool {
        let meant = |(number, _): &(u64, InTransit<A>)| n.is_none_or(|n| n == *number);
        let Some(at) = self.held.iter().position(meant) else {
            return false;
        };
        let (n, in_transit) = self.held.remove(at);
        for fate in fates {
            self.note(n, &in_transit, *fate);
            if *fate != Fate::Killed {
                self.released.push_back(in_transit.clone());
            }
        }
        true
    }

    fn note(&mut self, datagram: u64, in_transit: &InTransit<A>, fate: Fate) {
        let way = in_transit.way;
        let drew = None;
        if self.traced && self.events.len() < MOST {
            let weather = Weather {
                x: Fingerprint::of(&in_transit.bytes),
                bytes: in_transit.bytes.len(),
                way,
                datagram,
                fate,
                drew,
                what: gist::seen(&in_transit.bytes),
            };
            let event = Event::Weather(Box::new(weather));
            self.events.push_back((in_transit.flow, event));
        }
    }
}

impl<A> Default for ManualQueue<A> {
    fn default() -> Self {
        Self {
            held: Vec::new(),
            released: VecDeque::new(),
            traced: false,
            events: VecDeque::new(),
        }
    }
}

impl HeldDatagram {
    /// What is told of a datagram.
    pub fn of<A>(number: u64, in_transit: &InTransit<A>) -> Self {
        Self::seen(number, in_transit.way, &in_transit.bytes)
    }

    /// Its type, as a frame has it.
    pub fn kind(&self) -> &str {
        self.what.kind.as_deref().unwrap_or("msg")
    }

    /// What is told of these bytes.
    pub fn seen(number: u64, way: Way, bytes: &[u8]) -> Self {
        Self {
            number,
            way,
            bytes: bytes.len(),
            gist: gist::of(bytes),
            x: Fingerprint::of(bytes),
            what: gist::seen(bytes),
        }
    }
}

/// `3  → 148 bytes  msg n 4 try 2: olá`
impl fmt::Display for HeldDatagram {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            number,
            bytes,
            gist,
            ..
        } = self;
        let arrow = match self.way {
            Way::In => '←',
            Way::Out => '→',
        };
        write!(f, "{number} {arrow} {bytes} bytes  {gist}")
    }
}

/// The commands, for people.
pub const WORDS: &str = "write pass (release one), double (release it twice) or kill (lose it), each with a \
     number or for the oldest; all; list; off (hold no more)";

/// The most that may wait: more than anybody goes through. What comes then is lost.
pub const MOST: usize = 256;

#[cfg(test)]
mod tests {
    use super::*;

    fn five() -> ManualQueue {
        let mut manual_queue = ManualQueue::default();
        for n in 1..=5 {
            let in_transit = InTransit {
                way: Way::Out,
                flow: 0,
                bytes: vec![n],
            };
            assert!(manual_queue.push(n.into(), in_transit));
        }
        manual_queue
    }

    #[track_caller]
    fn check(lines: &[&str], expected: &[u8]) {
        let mut manual_queue = five();
        for line in lines {
            assert!(
                manual_queue.obey(ManualCommand::parse(line).unwrap()),
                "{line}"
            );
        }
        let out: Vec<u8> = std::iter::from_fn(|| manual_queue.poll())
            .map(|f| f.bytes[0])
            .collect();
        assert_eq!(out, expected);
    }

    #[test]
    fn nothing_moves_by_itself() {
        check(&[], &[]);
        check(&["pass", "pass"], &[1, 2]);
        check(&["kill 1", "all"], &[2, 3, 4, 5]);
        check(&["pass #3", "double 1", "pass"], &[3, 1, 1, 2]);
        check(&["kill", "kill", "double", "off"], &[3, 3, 4, 5]);
        check(&["kill", "pass all"], &[2, 3, 4, 5]);
        check(&["kill 2", "hold off"], &[1, 3, 4, 5]);
    }

    #[test]
    fn what_is_not_there_is_said() {
        assert!(!five().obey(ManualCommand::Pass(Some(9))));
        assert!(ManualCommand::parse("pass x").unwrap_err().contains("list"));
        assert!(
            ManualCommand::parse("pass 1 2")
                .unwrap_err()
                .contains("one at a time")
        );
        for line in ["fly 1", ""] {
            assert!(
                ManualCommand::parse(line)
                    .unwrap_err()
                    .contains("kill (lose it)")
            );
        }
    }

    #[test]
    fn more_than_anybody_decides_over_is_lost() {
        let mut manual_queue = ManualQueue::default();
        let in_transit = |n| InTransit {
            way: Way::In,
            flow: n,
            bytes: vec![],
        };
        let kept = (0..MOST as u64 + 9).filter(|n| manual_queue.push(*n, in_transit(*n)));
        assert_eq!(kept.count(), MOST);
        assert!(
            manual_queue.obey(ManualCommand::Kill(None)) && manual_queue.push(999, in_transit(0))
        );
    }

    #[test]
    fn what_waits_is_told_in_a_line() {
        let held = five()
            .held()
            .map(|(n, f)| HeldDatagram::of(n, f).to_string())
            .next();
        assert_eq!(held.as_deref(), Some("1 → 1 bytes  plain: "));
    }
}
