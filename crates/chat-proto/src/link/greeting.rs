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
                self.gives_up_at = now + OPENING;
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
        let done = matches!(self.phase, Phase::Done(_));
        if !done && now >= self.gives_up_at {
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
        if cookie.is_some() {
            self.wait = (self.wait + self.wait / 4).min(LAST_WAIT);
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
}

/// A dozen hellos before a server is taken for one without links: with half of
/// everything lost each way, three in a hundred are.
const FIRST_WAIT: Duration = Duration::from_millis(80);
const LAST_WAIT: Duration = Duration::from_secs(1);

/// Once a cookie came, somebody knows links: only loss is in the way, or the
/// server has no room.
const OPENING: Duration = Duration::from_secs(10);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::link::envelope::Fields;

    #[expect(clippy::disallowed_methods, reason = "a test has to begin somewhere")]
    fn epoch() -> Instant {
        Instant::now()
    }

    /// Runs until it is over; `answer` is the server. How it ended, and after
    /// how many hellos.
    fn run(mut answer: impl FnMut(u32, Option<Cookie>) -> Vec<Datagram>) -> (Outcome, u32) {
        let mut now = epoch();
        let mut greeting = Greeting::new(now, Nonce(7), Duration::from_secs(1));
        let mut hellos = 0;
        loop {
            let mut out = Vec::new();
            while greeting.poll_transmit(now, &mut out) {
                hellos += 1;
                let cookie = match envelope::read(&out) {
                    Some(Datagram::Hello(Nonce(7), cookie)) => cookie,
                    other => panic!("{other:?}"),
                };
                let answers = answer(hellos, cookie);
                let mut hear = |datagram| greeting.handle_datagram(now, datagram);
                answers.iter().map(&mut hear).count();
                out.clear();
            }
            if let Some(outcome) = greeting.outcome() {
                return (outcome, hellos);
            }
            now = greeting.poll_timeout().unwrap();
            greeting.handle_timeout(now);
        }
    }

    /// A server that knows links.
    fn honest(cookie: Option<Cookie>) -> Datagram {
        match cookie {
            None => Datagram::Cookie(Nonce(7), Cookie(9)),
            Some(cookie) => {
                assert_eq!(cookie, Cookie(9));
                Datagram::Open(Nonce(7), LinkId(1), None)
            }
        }
    }

    const OPEN: Outcome = Outcome::Open(LinkId(1), None);

    #[test]
    fn two_hellos_open_a_link_and_a_lost_one_is_repeated() {
        assert_eq!(run(|_, cookie| vec![honest(cookie)]), (OPEN, 2));
        let lossy = |n: u32, cookie| match n % 3 {
            0 => vec![honest(cookie)],
            _ => Vec::new(),
        };
        assert_eq!(run(lossy), (OPEN, 6));
    }

    #[test]
    fn answers_to_somebody_else_are_not_believed() {
        let forged = |_, _| {
            vec![
                Datagram::Open(Nonce(8), LinkId(2), None),
                Datagram::Cookie(Nonce(8), Cookie(9)),
                Datagram::Reset(LinkId(1)),
                Datagram::Bound(LinkId(1), Fields::default()),
            ]
        };
        assert_eq!(run(forged).0, Outcome::Naive);
    }

    #[test]
    fn a_server_without_links_is_a_naive_one_soon() {
        assert_eq!(run(|_, _| Vec::new()), (Outcome::Naive, 13));
        let mut greeting = Greeting::new(epoch(), Nonce(7), Duration::from_secs(1));
        greeting.handle_refusal();
        assert_eq!(greeting.outcome(), Some(Outcome::Naive));
        assert_eq!(greeting.poll_timeout(), None);
    }

    #[test]
    fn a_server_that_never_opens_is_not_waited_for_for_ever() {
        let full = |_, cookie: Option<Cookie>| match cookie {
            None => vec![honest(None)],
            Some(_) => Vec::new(),
        };
        assert_eq!(run(full).0, Outcome::Naive);
    }
}
