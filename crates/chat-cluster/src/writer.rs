//! What this server has to say in the log, one entry in flight.
//!
//! An entry that was sent is neither given up nor changed: it may be in the log already,
//! and the log has it, or has it not, only when it is heard there. So it is sent again
//! until then, and the reader's rule counts it once. An acknowledgement proves nothing
//! that hearing does not prove better.

use std::collections::VecDeque;
use std::time::Duration;
use std::time::Instant;

use serde_json::value::RawValue;

use crate::address::ServerName;
use crate::entry::Entry;
use crate::entry::Grave;
use crate::entry::Said;
use crate::entry::Turn;
use crate::lives::Lives;
use crate::moment::Moment;
use crate::news::Counted;
use crate::news::What;

/// What an entry of the log means to the one who writes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Heard {
    /// Nothing.
    Other,
    /// What was in flight has arrived.
    Arrived,
    /// So has the hello: a life begins.
    Begun,
    /// The own life is over.
    Buried,
    /// Another server speaks under our name.
    Namesake,
}

/// What this server has to say in the log.
#[derive(Debug)]
pub struct Writer {
    server: ServerName,
    stage: Stage,
    /// What is in no entry yet. Bounded by who proposes: [`Writer::waiting`] tells.
    queue: VecDeque<Waiting>,
    flight: Option<Flight>,
    /// Bytes of deeds, here and in flight.
    waiting: usize,
}

#[derive(Debug)]
enum Stage {
    Unborn,
    Greeting {
        nonce: String,
        hello: Box<RawValue>,
    },
    /// The life, and its last entry that was heard.
    Living {
        life: u64,
        n: u64,
    },
}

#[derive(Debug)]
enum Waiting {
    Deed(Box<RawValue>),
    Dead(Grave),
}

#[derive(Debug)]
struct Flight {
    payload: String,
    /// The number it has in its life; a hello has 0.
    n: u64,
    /// Bytes of deeds.
    bytes: usize,
    grave: Option<Grave>,
    sent: Option<Instant>,
}

impl Writer {
    /// With nothing to say, and no life to say it in.
    pub fn new(server: ServerName) -> Self {
        Self {
            server,
            stage: Stage::Unborn,
            queue: VecDeque::new(),
            flight: None,
            waiting: 0,
        }
    }

    /// Begins a life; nothing happens where there is one.
    pub fn hello(&mut self, nonce: String, hello: Box<RawValue>) {
        match self.stage {
            Stage::Unborn => self.stage = Stage::Greeting { nonce, hello },
            Stage::Greeting { .. } | Stage::Living { .. } => {}
        }
    }

    /// Something to say. Without a life nobody could count it, and it is dropped.
    pub fn propose(&mut self, deeds: Vec<Box<RawValue>>) {
        if self.life().is_none() {
            return;
        }
        for deed in deeds {
            self.waiting += deed.get().len();
            self.queue.push_back(Waiting::Deed(deed));
        }
    }

    /// A life that should be over. That of this server, too: then it is the last word.
    pub fn bury(&mut self, grave: Grave) {
        if self.life().is_some() && !self.is_burying(&grave) {
            self.queue.push_back(Waiting::Dead(grave));
        }
    }

    /// The own life.
    pub fn life(&self) -> Option<u64> {
        match &self.stage {
            Stage::Living { life, .. } => Some(*life),
            Stage::Unborn | Stage::Greeting { .. } => None,
        }
    }

    /// By what the own hello is known, while it is on its way.
    pub fn nonce(&self) -> Option<&str> {
        match &self.stage {
            Stage::Greeting { nonce, .. } => Some(nonce),
            Stage::Unborn | Stage::Living { .. } => None,
        }
    }

    /// Bytes that were proposed and not yet heard.
    pub fn waiting(&self) -> usize {
        self.waiting
    }

    /// Whether something is said that was not yet heard.
    pub fn is_in_flight(&self) -> bool {
        self.flight.is_some()
    }

    /// Nobody knows whether what was sent has arrived: it is sent again at once.
    pub fn reconnected(&mut self) {
        if let Some(flight) = &mut self.flight {
            flight.sent = None;
        }
    }

    /// What to publish now.
    pub fn poll(&mut self, now: Moment, lives: &Lives) -> Option<&str> {
        if self.flight.is_none() {
            self.flight = self.take_off(now, lives);
        }
        let flight = self.flight.as_mut()?;
        let is_due = flight.sent.is_none_or(|sent| now.since(sent) >= PATIENCE);
        if !is_due {
            return None;
        }
        flight.sent = Some(now.mono);
        Some(&flight.payload)
    }

    /// When [`Writer::poll`] has something again.
    pub fn timeout(&self) -> Option<Instant> {
        self.flight.as_ref()?.sent.map(|sent| sent + PATIENCE)
    }

    /// An entry that counts was read; `lives` has it, and `nonce` is that of a hello.
    pub fn hear(&mut self, counted: &Counted, nonce: Option<&str>, lives: &Lives) -> Heard {
        let is_own = counted.server == self.server;
        match &counted.what {
            What::Hello(_) if is_own => return self.hear_hello(counted, nonce),
            What::Dead { server, life } if *server == self.server => {
                if self.life() == Some(*life) {
                    self.end();
                    return Heard::Buried;
                }
            }
            What::Hello(_) | What::Dead { .. } | What::Deeds(_) => {}
        }
        let heard = if is_own {
            self.hear_own(counted)
        } else {
            Heard::Other
        };
        self.drop_graves(lives);
        heard
    }

    fn hear_hello(&mut self, counted: &Counted, heard: Option<&str>) -> Heard {
        match &self.stage {
            Stage::Greeting { nonce, .. } if Some(nonce.as_str()) == heard => {
                self.flight = None;
                let life = counted.life;
                self.stage = Stage::Living { life, n: 0 };
                Heard::Begun
            }
            // An earlier start's: ours has named another life before it, and can never
            // count. It is written anew.
            Stage::Greeting { .. } => {
                self.flight = None;
                Heard::Other
            }
            Stage::Living { .. } => {
                self.end();
                Heard::Namesake
            }
            Stage::Unborn => Heard::Other,
        }
    }

    fn hear_own(&mut self, counted: &Counted) -> Heard {
        let Stage::Living { life, n } = &mut self.stage else {
            return Heard::Other;
        };
        if *life != counted.life {
            return Heard::Other;
        }
        let Some(flight) = self.flight.take_if(|flight| flight.n == counted.n) else {
            // Nobody else knows this life.
            self.end();
            return Heard::Namesake;
        };
        *n = counted.n;
        self.waiting = self.waiting.saturating_sub(flight.bytes);
        Heard::Arrived
    }

    /// A life that is over meanwhile needs no grave: lives never come back, so an entry in
    /// flight that names one can never count, and its number is free again.
    fn drop_graves(&mut self, lives: &Lives) {
        let is_open = |grave: &Grave| lives.current(&grave.server) == Some(grave.life);
        self.flight
            .take_if(|flight| flight.grave.as_ref().is_some_and(|grave| !is_open(grave)));
        self.queue.retain(|waiting| match waiting {
            Waiting::Deed(_) => true,
            Waiting::Dead(grave) => is_open(grave),
        });
    }

    fn is_burying(&self, wanted: &Grave) -> bool {
        let flying = self
            .flight
            .as_ref()
            .and_then(|flight| flight.grave.as_ref());
        let queued = self.queue.iter().any(|waiting| match waiting {
            Waiting::Deed(_) => false,
            Waiting::Dead(grave) => grave == wanted,
        });
        flying == Some(wanted) || queued
    }

    fn end(&mut self) {
        self.stage = Stage::Unborn;
        self.queue.clear();
        self.flight = None;
        self.waiting = 0;
    }

    fn take_off(&mut self, now: Moment, lives: &Lives) -> Option<Flight> {
        let (said, n, bytes) = match &self.stage {
            Stage::Unborn => return None,
            Stage::Greeting { nonce, hello } => {
                let said = Said::Hello {
                    nonce: nonce.clone(),
                    after: lives.last(&self.server),
                    hello: hello.clone(),
                };
                (said, 0, 0)
            }
            Stage::Living { life, n } => {
                let (life, n) = (*life, n + 1);
                let (turn, bytes) = take_turn(&mut self.queue)?;
                (Said::Turn { life, n, turn }, n, bytes)
            }
        };
        let grave = match &said {
            Said::Turn {
                turn: Turn::Dead(grave),
                ..
            } => Some(grave.clone()),
            Said::Turn {
                turn: Turn::Deeds(_),
                ..
            }
            | Said::Hello { .. } => None,
        };
        let entry = Entry {
            server: self.server.clone(),
            at: now.wall,
            said,
        };
        Some(Flight {
            payload: entry.write(),
            n,
            bytes,
            grave,
            sent: None,
        })
    }
}

/// As many deeds as an entry takes, or a grave; and the bytes of deeds.
fn take_turn(queue: &mut VecDeque<Waiting>) -> Option<(Turn, usize)> {
    let (mut deeds, mut bytes) = (Vec::new(), 0);
    loop {
        let fits = match queue.front() {
            Some(Waiting::Deed(deed)) => {
                deeds.is_empty() || bytes + deed.get().len() <= ENTRY_BYTES
            }
            Some(Waiting::Dead(_)) => deeds.is_empty(),
            None => false,
        };
        if !fits {
            break;
        }
        match queue.pop_front()? {
            Waiting::Deed(deed) => {
                bytes += deed.get().len();
                deeds.push(deed);
            }
            Waiting::Dead(grave) => return Some((Turn::Dead(grave), 0)),
        }
    }
    (!deeds.is_empty()).then_some((Turn::Deeds(deeds), bytes))
}

/// How long one waits to hear what was sent, before it is sent again.
pub const PATIENCE: Duration = Duration::from_millis(500);

/// An entry takes so many bytes of deeds: what three nodes carry in one round trip.
pub const ENTRY_BYTES: usize = 60_000;

/// One deed alone may have so many.
pub const DEED_BYTES: usize = 200_000;

/// A hello may have so many: NATS carries 1 MiB, unless its operator says otherwise.
pub const HELLO_BYTES: usize = 900_000;

#[cfg(test)]
mod tests;
