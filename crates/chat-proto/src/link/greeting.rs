//! How a client comes to a link: hello, cookie, hello with the cookie, open.
//!
//! Sans-IO, like the link itself. It believes only answers that repeat its own
//! nonce; where they come from, the socket sees to. A server that does not know
//! links does not answer, or refuses the hello as a frame it does not know: then
//! the client stays a naive one.

use std::time::Duration;
use std::time::Instant;

use crate::frame::server::RunId;
use crate::link::envelope;
use crate::link::envelope::Cookie;
use crate::link::envelope::Datagram;
use crate::link::envelope::LinkId;
use crate::link::envelope::Nonce;

/// A client that asks for a link.
#[derive(Clone, Debug)]
pub struct Greeting {
    nonce: Nonce,
    phase: Phase,
    /// When the next hello leaves.
    due: Instant,
    wait: Duration,
    gives_up_at: Instant,
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
    /// There is a link. The server's run is told where it says so.
    Open(LinkId, Option<RunId>),
    /// Nobody answered as one who knows links.
    Naive,
}

impl Greeting {
    /// Begins. The nonce is the client's own, never used before.
    pub fn new(now: Instant, nonce: Nonce, patience: Duration) -> Self {
        Self {
            nonce,
            phase: Phase::AwaitsCookie,
            due: now,
            wait: FIRST_WAIT,
            gives_up_at: now + patience,
        }
    }

    /// How it ended, once it has.
    pub fn outcome(&self) -> Option<Outcome> {
        match self.phase {
            Phase::Done(outcome) => Some(outcome),
            Phase::AwaitsCookie | Phase::AwaitsOpen(_) => None,
        }
    }

    /// Takes in an answer. Those for somebody else change nothing.
    pub fn handle_datagram(&mut self, now: Instant, datagram: &Datagram) {
        match (self.phase, datagram) {
            (Phase::AwaitsCookie, Datagram::Cookie(nonce, cookie)) if *nonce == self.nonce => {
                self.phase = Phase::AwaitsOpen(*cookie);
                self.due = now;
                self.wait = FIRST_WAIT;
            }
            (Phase::AwaitsCookie | Phase::AwaitsOpen(_), Datagram::Open(nonce, link, run))
                if *nonce == self.nonce =>
            {
                self.phase = Phase::Done(Outcome::Open(*link, *run));
            }
            (Phase::AwaitsCookie | Phase::AwaitsOpen(_) | Phase::Done(_), _) => {}
        }
    }

    /// The server does not know what a hello is.
    pub fn handle_refusal(&mut self) {
        if self.phase == Phase::AwaitsCookie {
            self.phase = Phase::Done(Outcome::Naive);
        }
    }

    /// A moment that [`Greeting::poll_timeout`] asked for has come.
    pub fn handle_timeout(&mut self, now: Instant) {
        // Once a cookie came, somebody knows links: only loss is in the way.
        if self.phase == Phase::AwaitsCookie && now >= self.gives_up_at {
            self.phase = Phase::Done(Outcome::Naive);
        }
    }

    /// Writes the next hello, if one has to leave now.
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
        envelope::write_hello(out, self.nonce, cookie);
        self.due = now + self.wait;
        self.wait = (self.wait * 2).min(LAST_WAIT);
        true
    }

    /// When it has to be called next, if nothing comes before.
    pub fn poll_timeout(&self) -> Option<Instant> {
        match self.phase {
            Phase::AwaitsCookie => Some(self.due.min(self.gives_up_at)),
            Phase::AwaitsOpen(_) => Some(self.due),
            Phase::Done(_) => None,
        }
    }
}

/// Short beside a person's patience, long beside any local network.
const FIRST_WAIT: Duration = Duration::from_millis(150);
const LAST_WAIT: Duration = Duration::from_secs(2);
