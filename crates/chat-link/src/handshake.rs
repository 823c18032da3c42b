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
use crate::envelope::Datagram;
use crate::envelope::LinkId;
use crate::envelope::Nonce;

/// A handshake in progress.
#[derive(Clone, Debug)]
pub struct Handshake {
    nonce: Nonce,
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
    /// There is a link; with the run of the server, where the server tells it.
    Open(LinkId, Option<RunId>),
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
            (Phase::AwaitsCookie | Phase::AwaitsOpen(_), Datagram::Open(nonce, link, run))
                if *nonce == self.nonce =>
            {
                self.phase = Phase::Done(Outcome::Open(*link, *run));
            }
            // An echo server, for example.
            (Phase::AwaitsCookie, Datagram::Hello(nonce, _)) if *nonce == self.nonce => {
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
        envelope::write_hello(out, self.nonce, cookie);
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
mod tests {
    use chat_proto::chance;

    use super::*;
    use crate::envelope::Fields;

    const PATIENCE: Duration = Duration::from_secs(60);

    #[expect(clippy::disallowed_methods, reason = "a test has to begin somewhere")]
    fn epoch() -> Instant {
        Instant::now()
    }

    /// Runs until it is over; `answer` is the server. How it ended, and after
    /// how many hellos.
    fn run(mut answer: impl FnMut(u32, Option<Cookie>) -> Vec<Datagram>) -> (Outcome, u32) {
        let mut now = epoch();
        let mut handshake = Handshake::new(now, Nonce(7), PATIENCE);
        let mut hellos = 0;
        loop {
            let mut out = Vec::new();
            while handshake.poll_transmit(now, &mut out) {
                hellos += 1;
                let cookie = match envelope::read(&out) {
                    Some(Datagram::Hello(Nonce(7), cookie)) => cookie,
                    other => panic!("{other:?}"),
                };
                let answers = answer(hellos, cookie);
                let mut hear = |datagram| handshake.handle_datagram(now, datagram);
                answers.iter().map(&mut hear).count();
                out.clear();
            }
            if let Some(outcome) = handshake.outcome() {
                return (outcome, hellos);
            }
            now = handshake.poll_timeout().unwrap();
            handshake.handle_timeout(now);
        }
    }

    /// A server with links.
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
        assert_eq!(run(forged).0, Outcome::NoAnswer);
    }

    #[test]
    fn silence_is_no_answer_and_hellos_go_on_as_long_as_patience_lasts() {
        let (outcome, hellos) = run(|_, _| Vec::new());
        assert_eq!(outcome, Outcome::NoAnswer);
        assert!((150..=180).contains(&hellos), "{hellos}");
    }

    #[test]
    fn with_seven_in_ten_lost_each_way_there_is_a_link() {
        for seed in 0..500 {
            let arrives = |n: u32, way| chance::draw(&[seed, u64::from(n), way]) % 10 >= 7;
            let answer = |n, cookie| {
                let heard = arrives(n, 0) && arrives(n, 1);
                heard.then(|| honest(cookie)).into_iter().collect()
            };
            assert_eq!(run(answer).0, OPEN, "seed {seed}");
        }
    }

    /// A server without links that answers each hello.
    fn answers_otherwise(handshake: &mut Handshake, mut now: Instant, hellos: u32) -> Instant {
        let mut out = Vec::new();
        for _ in 0..hellos {
            assert!(handshake.poll_transmit(now, &mut out));
            handshake.handle_unexpected();
            now = handshake.poll_timeout().unwrap();
            handshake.handle_timeout(now);
        }
        now
    }

    #[test]
    fn a_server_that_answers_hello_after_hello_otherwise_is_a_naive_one_soon() {
        let mut handshake = Handshake::new(epoch(), Nonce(7), PATIENCE);
        let end = answers_otherwise(&mut handshake, epoch(), 13);
        assert_eq!(handshake.outcome(), Some(Outcome::NoLinkSupport));
        assert_eq!(handshake.poll_timeout(), None);
        assert_eq!(handshake.unanswered(), 0);
        assert!(end - epoch() < Duration::from_millis(1100));
    }

    #[test]
    fn an_echo_is_a_naive_one() {
        let echo = |_, cookie| vec![Datagram::Hello(Nonce(7), cookie)];
        assert_eq!(run(echo), (Outcome::NoLinkSupport, 13));
    }

    #[test]
    fn a_cookie_wins_whatever_was_answered_before_and_after() {
        let mut handshake = Handshake::new(epoch(), Nonce(7), PATIENCE);
        let mut now = answers_otherwise(&mut handshake, epoch(), 12);
        handshake.handle_datagram(now, &honest(None));
        for _ in 0..20 {
            let mut out = Vec::new();
            assert!(handshake.poll_transmit(now, &mut out));
            handshake.handle_unexpected();
            now = handshake.poll_timeout().unwrap();
            handshake.handle_timeout(now);
            assert_eq!(handshake.outcome(), None);
        }
        handshake.handle_datagram(now, &honest(Some(Cookie(9))));
        assert_eq!(handshake.outcome(), Some(OPEN));
    }

    #[test]
    fn a_few_forged_answers_make_no_server_a_naive_one() {
        let mut handshake = Handshake::new(epoch(), Nonce(7), PATIENCE);
        let mut now = answers_otherwise(&mut handshake, epoch(), 3);
        // Many for one hello are as one.
        (0..50).for_each(|_| handshake.handle_unexpected());
        let mut out = Vec::new();
        for _ in 0..40 {
            let _ = handshake.poll_transmit(now, &mut out);
            now = handshake.poll_timeout().unwrap();
            handshake.handle_timeout(now);
            assert_eq!(handshake.outcome(), None);
        }
    }

    #[test]
    fn a_cookie_that_has_become_stale_is_replaced() {
        let mut handshake = Handshake::new(epoch(), Nonce(7), PATIENCE);
        for cookie in [Cookie(9), Cookie(10)] {
            handshake.handle_datagram(epoch(), &Datagram::Cookie(Nonce(7), cookie));
            let mut out = Vec::new();
            assert!(handshake.poll_transmit(epoch(), &mut out));
            let asked = envelope::read(&out);
            assert_eq!(asked, Some(Datagram::Hello(Nonce(7), Some(cookie))));
        }
    }

    #[test]
    fn a_server_that_never_opens_is_not_waited_for_for_ever() {
        let full = |_, cookie: Option<Cookie>| match cookie {
            None => vec![honest(None)],
            Some(_) => Vec::new(),
        };
        assert_eq!(run(full).0, Outcome::NoAnswer);
    }
}
