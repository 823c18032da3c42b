//! `--hold`: nothing moves until somebody lets it.
//!
//! The exercise of the textbook: send five, stop, kill the first, look what
//! happens; then kill its acknowledgement instead. Here is the pure part, and
//! the words of a plain line-by-line control.

use std::collections::VecDeque;

use crate::trace::Event;
use crate::trace::Fate;
use crate::weather::queue::Flying;

/// Datagrams that wait for a person's decision.
#[derive(Clone, Debug, Default)]
pub struct Hand {
    /// In the order in which they came; each keeps its number. At most [`MOST`].
    held: Vec<(u64, Flying)>,
    count: u64,
    freed: VecDeque<Flying>,
    events: VecDeque<(u64, Event)>,
}

/// What a person says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// Let this one through; absent: the oldest.
    Free(Option<u64>),
    /// Let it through twice.
    Double(Option<u64>),
    /// It is lost.
    Kill(Option<u64>),
    /// Let all through.
    All,
    /// Show what waits.
    List,
}

impl Order {
    /// Reads a line: nothing or `go` lets the oldest through, `go 3` the third,
    /// `x 3` kills it, `2 3` doubles it, `all`, `list`.
    pub fn parse(line: &str) -> Result<Self, String> {
        let mut words = line.split_whitespace();
        let word = words.next().unwrap_or("go");
        let number = words
            .next()
            .map(|text| text.trim_start_matches('#').parse())
            .transpose()
            .map_err(|_| {
                format!(
                    "`{}` names no datagram: `list` shows their numbers",
                    line.trim()
                )
            })?;
        match word {
            "go" | "g" => Ok(Self::Free(number)),
            "2" | "double" => Ok(Self::Double(number)),
            "x" | "kill" => Ok(Self::Kill(number)),
            "all" | "a" => Ok(Self::All),
            "list" | "l" => Ok(Self::List),
            _ => Err(format!(
                "`{word}`: write go (or nothing), x to kill, 2 to double, each with a number if you \
                 like; all; list"
            )),
        }
    }
}

impl Hand {
    /// Takes in a datagram. Where too many wait already it is lost.
    pub fn push(&mut self, flying: Flying) {
        self.count += 1;
        let full = self.held.len() >= MOST;
        self.note(
            self.count,
            &flying,
            if full { Fate::Overflow } else { Fate::Held },
        );
        if !full {
            self.held.push((self.count, flying));
        }
    }

    /// Does what a person says; whether the datagram exists.
    pub fn obey(&mut self, order: Order) -> bool {
        match order {
            Order::Free(n) => self.decide(n, &[Fate::Freed]),
            Order::Double(n) => self.decide(n, &[Fate::Doubled, Fate::Freed]),
            Order::Kill(n) => self.decide(n, &[Fate::Killed]),
            Order::All => {
                while self.decide(None, &[Fate::Freed]) {}
                true
            }
            Order::List => true,
        }
    }

    /// What waits: number and datagram.
    pub fn held(&self) -> impl Iterator<Item = (u64, &Flying)> {
        self.held.iter().map(|(n, flying)| (*n, flying))
    }

    /// The next datagram that was let through.
    pub fn poll(&mut self) -> Option<Flying> {
        self.freed.pop_front()
    }

    /// The next event, and whose it is.
    pub fn poll_event(&mut self) -> Option<(u64, Event)> {
        self.events.pop_front()
    }

    fn decide(&mut self, n: Option<u64>, fates: &[Fate]) -> bool {
        let meant = |(number, _): &(u64, Flying)| n.is_none_or(|n| n == *number);
        let Some(at) = self.held.iter().position(meant) else {
            return false;
        };
        let (n, flying) = self.held.remove(at);
        for fate in fates {
            self.note(n, &flying, *fate);
            if *fate != Fate::Killed {
                self.freed.push_back(flying.clone());
            }
        }
        true
    }

    fn note(&mut self, datagram: u64, flying: &Flying, fate: Fate) {
        let way = flying.way;
        let drew = None;
        if self.events.len() < MOST {
            let event = Event::Weather {
                way,
                datagram,
                fate,
                drew,
            };
            self.events.push_back((flying.flow, event));
        }
    }
}

/// Datagrams that may wait: more than anybody decides over.
const MOST: usize = 256;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trace::Way;

    fn five() -> Hand {
        let mut hand = Hand::default();
        for n in 1..=5 {
            hand.push(Flying {
                way: Way::Out,
                flow: 0,
                bytes: vec![n],
            });
        }
        hand
    }

    #[track_caller]
    fn check(lines: &[&str], expected: &[u8]) {
        let mut hand = five();
        for line in lines {
            assert!(hand.obey(Order::parse(line).unwrap()), "{line}");
        }
        let out: Vec<u8> = std::iter::from_fn(|| hand.poll())
            .map(|f| f.bytes[0])
            .collect();
        assert_eq!(out, expected);
    }

    #[test]
    fn nothing_moves_by_itself() {
        check(&["list"], &[]);
        check(&["", "go"], &[1, 2]);
        check(&["x 1", "all"], &[2, 3, 4, 5]);
        check(&["go #3", "2 1", "go"], &[3, 1, 1, 2]);
    }

    #[test]
    fn what_is_not_there_is_said() {
        assert!(!five().obey(Order::Free(Some(9))));
        assert!(Order::parse("go x").unwrap_err().contains("list"));
        assert!(Order::parse("fly 1").unwrap_err().contains("x to kill"));
    }
}
