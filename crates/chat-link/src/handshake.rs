//! The handshake of a client: hello, cookie, hello with the cookie, open.
//!
//! Sans-IO, like the link itself. Only answers that repeat the client's nonce
//! count; the socket sees to it that they come from the right address. Silence says
//! nothing: any datagram may have been lost. A server that does not support links
//! answers hello after hello with something else; then the client does without. A
//! cookie shows that the server supports links, whatever came before it.

use std::time::Duration;
use std::time::Instant;

use chat_proto::frame::server::RunId;
use chat_proto::trace::event::Event;
use chat_proto::trace::fingerprint::Fingerprint;
use chat_proto::trace::link;

use crate::envelope;
use crate::envelope::Cookie;
use crate::envelope::Cover;
use crate::envelope::Datagram;
use crate::envelope::LinkId;
use crate::envelope::Nonce;

/// A handshake in progress.
#[derive(Clone, Debug)]
pub struct Handshake {
    nonce: Nonce,
    /// What is asked for.
    cover: Cover,
    phase: Phase,
    /// When the next hello is sent.
    due: Instant,
    /// The time between two hellos, and how many are sent before it grows.
    interval: Duration,
    quick_hellos: u32,
    /// How long there may be no answer.
    patience: Duration,
    gives_up_at: Instant,
    hellos: u32,
    unexpected: Unexpected,
}

/// Answers that no server with links gives, or that were damaged on their way.
#[derive(Clone, Copy, Debug, Default)]
struct Unexpected {
    /// How many came, at most one counted for each hello.
    count: u32,
    /// How many hellos had been sent when the first of them came, and when the last did.
    first_at: u32,
    last_at: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    AwaitsCookie,
    AwaitsOpen(Cookie),
    Done(Outcome),
}

/// How it ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// There is a link; with the run of the server, where the server tells it, and the
    /// cover that was asked for, if the server has it.
    Open(LinkId, Option<RunId>, Cover),
    /// There is a server, and it does not support links.
    NoLinkSupport,
    /// No answer within `patience`.
    NoAnswer,
}

impl Handshake {
    /// Begins. The nonce is the client's own, never used before.
    pub fn new(now: Instant, nonce: Nonce, patience: Duration) -> Self {
        Self {
            nonce,
            cover: Cover::Clear,
            phase: Phase::AwaitsCookie,
            due: now,
            interval: FIRST_INTERVAL,
            quick_hellos: QUICK_HELLOS,
            patience,
            gives_up_at: now + patience,
            hellos: 0,
            unexpected: Unexpected::default(),
        }
    }

    /// Asks for a cover too.
    #[must_use]
    pub fn with(mut self, cover: Cover) -> Self {
        self.cover = cover;
        self
    }

    /// How it ended, once it has.
    pub fn outcome(&self) -> Option<Outcome> {
        match self.phase {
            Phase::Done(outcome) => Some(outcome),
            Phase::AwaitsCookie | Phase::AwaitsOpen(_) => None,
        }
    }

    /// Takes in an answer. Answers to somebody else change nothing.
    pub fn handle_datagram(&mut self, now: Instant, datagram: &Datagram) {
        match (self.phase, datagram) {
            (Phase::AwaitsCookie, Datagram::Cookie(nonce, cookie)) if *nonce == self.nonce => {
                self.gives_up_at = now + self.patience;
                self.ask_with(now, *cookie);
            }
            // Cookies expire; this is a newer one.
            (Phase::AwaitsOpen(old), Datagram::Cookie(nonce, cookie))
                if *nonce == self.nonce && *cookie != old =>
            {
                self.ask_with(now, *cookie);
            }
            (
                Phase::AwaitsCookie | Phase::AwaitsOpen(_),
                Datagram::Open(nonce, link, run, cover),
            ) if *nonce == self.nonce => {
                self.phase = Phase::Done(Outcome::Open(*link, *run, *cover));
            }
            // An echo server, for example.
            (Phase::AwaitsCookie, Datagram::Hello(nonce, ..)) if *nonce == self.nonce => {
                self.handle_unexpected();
            }
            (Phase::AwaitsCookie | Phase::AwaitsOpen(_) | Phase::Done(_), _) => {}
        }
    }

    /// An answer came that has nothing to do with links.
    pub fn handle_unexpected(&mut self) {
        let unexpected = &mut self.unexpected;
        if self.hellos > unexpected.last_at {
            if unexpected.count == 0 {
                unexpected.first_at = self.hellos;
            }
            unexpected.count += 1;
            unexpected.last_at = self.hellos;
        }
    }

    /// The last hello that was sent, for a trace: this datagram.
    pub fn hello(&self, written: &[u8]) -> Event {
        let (x, hello) = (Some(Fingerprint::of(written)), self.hellos);
        let cookie = matches!(self.phase, Phase::AwaitsOpen(_));
        Event::Hello(link::Hello { x, hello, cookie })
    }

    /// Whether there was an answer of any kind.
    pub fn has_heard(&self) -> bool {
        self.unexpected.count > 0 || self.phase != Phase::AwaitsCookie
    }

    /// How many hellos have had no unexpected answer yet.
    pub fn unanswered(&self) -> u32 {
        self.hellos.saturating_sub(self.unexpected.count)
    }

    /// A moment that [`Handshake::poll_timeout`] asked for has come.
    pub fn handle_timeout(&mut self, now: Instant) {
        let over = now >= self.gives_up_at;
        match self.phase {
            Phase::AwaitsCookie if self.lacks_link_support(now) => {
                self.phase = Phase::Done(Outcome::NoLinkSupport);
            }
            Phase::AwaitsCookie if over && self.unexpected.count > 0 => {
                self.phase = Phase::Done(Outcome::NoLinkSupport);
            }
            Phase::AwaitsCookie | Phase::AwaitsOpen(_) if over => {
                self.phase = Phase::Done(Outcome::NoAnswer);
            }
            Phase::AwaitsCookie | Phase::AwaitsOpen(_) | Phase::Done(_) => {}
        }
    }

    /// Writes the next hello, if one is due.
    #[must_use]
    pub fn poll_transmit(&mut self, now: Instant, out: &mut Vec<u8>) -> bool {
        let cookie = match self.phase {
            Phase::AwaitsCookie => None,
            Phase::AwaitsOpen(cookie) => Some(cookie),
            Phase::Done(_) => return false,
        };
        if now < self.due {
            return false;
        }
        envelope::write_hello(out, self.nonce, cookie, self.cover);
        self.due = now + self.interval;
        self.hellos = self.hellos.saturating_add(1);
        match self.quick_hellos.checked_sub(1) {
            Some(left) => self.quick_hellos = left,
            None => self.interval = (self.interval + self.interval / 4).min(LAST_INTERVAL),
        }
        true
    }

    /// When it has to be called next, if nothing comes before.
    pub fn poll_timeout(&self) -> Option<Instant> {
        match self.phase {
            Phase::AwaitsCookie | Phase::AwaitsOpen(_) => Some(self.due.min(self.gives_up_at)),
            Phase::Done(_) => None,
        }
    }

    fn ask_with(&mut self, now: Instant, cookie: Cookie) {
        self.phase = Phase::AwaitsOpen(cookie);
        self.due = now;
        self.interval = FIRST_INTERVAL;
        self.quick_hellos = QUICK_HELLOS;
    }

    /// Whether hello after hello was answered, and never as a server with links would.
    /// A single such answer may be damaged or forged.
    fn lacks_link_support(&self, now: Instant) -> bool {
        let Unexpected {
            count, first_at, ..
        } = self.unexpected;
        count >= UNEXPECTED_ANSWERS && self.hellos >= first_at + HELLOS_OF_DOUBT && now >= self.due
    }
}

/// A hello is small: on a good path one of the first is answered, on a bad one a dozen
/// get an answer soon.
const FIRST_INTERVAL: Duration = Duration::from_millis(80);
const QUICK_HELLOS: u32 = 12;
/// Two or three a second are a burden to nobody. Within 60 s they are a hundred and
/// sixty: with seven in ten lost each way, one in three million
/// calls gets no answer.
const LAST_INTERVAL: Duration = Duration::from_millis(400);

/// So many unexpected answers mean that the server does not support links, once so
/// many hellos more were sent that a cookie could have answered: a second.
const UNEXPECTED_ANSWERS: u32 = 4;
const HELLOS_OF_DOUBT: u32 = 12;

#[cfg(test)]
mod tests;
