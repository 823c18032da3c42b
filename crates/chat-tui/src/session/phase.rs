//! How the connection is. Every change consumes the old phase.

use std::time::Duration;
use std::time::Instant;

use chat_proto::frame::Id;

use crate::session::need::Need;
use crate::session::reason::Reason;

/// Named after what is awaited.
#[derive(Clone, Debug)]
pub enum Phase {
    /// The end of a count-down.
    Waiting {
        /// When it ends.
        until: Instant,
        /// Why there is no connection.
        why: Reason,
    },
    /// The connection.
    Connecting,
    /// The welcome.
    Joining {
        /// Where we are connected to.
        address: String,
        /// Not waited for any longer than this.
        give_up: Instant,
        /// When a datagram may have been lost: the join is sent again.
        again: Option<Instant>,
    },
    /// Whatever people say.
    Online {
        /// Where we are connected to.
        address: String,
        /// Since when.
        since: Instant,
        /// Whether the other side lives.
        pulse: Pulse,
    },
    /// What only the person can say, on no connection.
    Asking {
        /// What that is.
        need: Need,
    },
    /// Nothing.
    Ended {
        /// Why.
        why: Reason,
    },
}

/// Whether the other side lives.
#[derive(Clone, Debug)]
pub struct Pulse {
    /// When something came.
    pub heard: Instant,
    /// When something was sent.
    pub sent: Instant,
    /// The ping that waits for its pong.
    pub ping: Option<(Id, Instant)>,
    /// The first ping since something came.
    first_asked: Option<Instant>,
    /// Pings since something came.
    pub unanswered: u32,
    /// How long a ping takes, as it was when that last changed for the eye: a
    /// figure that trembles says nothing, and moves the screen of whoever idles.
    pub round_trip: Option<Duration>,
    /// Whether older messages came since the ping: its pong had to wait behind them.
    behind: bool,
    rhythm: Rhythm,
}

/// How often to ask.
#[derive(Clone, Copy, Debug)]
struct Rhythm {
    /// Silence that is not worth a question.
    quiet: Duration,
    /// The wait between unanswered questions.
    again: Duration,
    /// The most silence of our own: a server forgets who does not speak.
    own: Option<Duration>,
}

impl Pulse {
    /// Begins to beat.
    pub fn new(now: Instant, datagrams: bool) -> Self {
        Self {
            heard: now,
            sent: now,
            ping: None,
            first_asked: None,
            unanswered: 0,
            round_trip: None,
            behind: false,
            rhythm: if datagrams { DATAGRAMS } else { STREAM },
        }
    }

    /// When to ask whether the other side lives.
    pub fn ask_at(&self) -> Instant {
        let asked = self.ping.as_ref().map(|(_, at)| *at);
        let silent = match asked.filter(|at| *at >= self.heard) {
            Some(at) => at + self.rhythm.again,
            None => self.heard + self.rhythm.quiet,
        };
        match self.rhythm.own {
            Some(own) => silent.min(self.sent + own),
            None => silent,
        }
    }

    /// When the other side counts as dead: never before it was asked, however
    /// long the silence. We may have slept ourselves.
    pub fn dead_at(&self) -> Option<Instant> {
        let by_time = self.first_asked? + DEAD;
        let last = self.ping.as_ref().map(|(_, at)| *at);
        Some(match last.filter(|_| self.unanswered >= PINGS) {
            Some(at) => by_time.min(at + self.rhythm.again),
            None => by_time,
        })
    }

    /// When it was asked, since something came.
    pub fn asked_at(&self) -> Option<Instant> {
        self.first_asked
    }

    /// How long the other side has owed an answer: quiet by itself is no trouble.
    pub fn owes_for(&self, now: Instant) -> Option<Duration> {
        self.first_asked
            .map(|asked| now.saturating_duration_since(asked))
    }

    /// Something came.
    pub fn on_heard(&mut self, now: Instant) {
        self.heard = now;
        self.first_asked = None;
        self.unanswered = 0;
    }

    /// An older message came: whatever is asked now is answered behind all of them.
    pub fn on_replayed(&mut self) {
        self.behind = true;
    }

    /// A pong came. Whether it measures the way: not where it had to wait.
    pub fn on_pong(&mut self, now: Instant, id: Option<&Id>) -> bool {
        let Some((ping, at)) = &self.ping else {
            return true;
        };
        if id.is_some_and(|id| id != ping) {
            return true;
        }
        let took = now.duration_since(*at);
        self.ping = None;
        if self.behind {
            return false;
        }
        let same = |shown: &Duration| took.abs_diff(*shown) <= TREMBLING.max(*shown / 2);
        self.round_trip = Some(self.round_trip.filter(same).unwrap_or(took));
        true
    }

    /// A ping goes out.
    pub fn on_ping(&mut self, now: Instant, id: Id) {
        self.ping = Some((id, now));
        self.behind = false;
        self.sent = now;
        self.first_asked.get_or_insert(now);
        self.unanswered += 1;
    }
}

/// Less than this nobody feels.
const TREMBLING: Duration = Duration::from_millis(5);
/// Unanswered pings after which the other side is dead.
const PINGS: u32 = 3;
/// And the time, where the pings were slower.
const DEAD: Duration = Duration::from_secs(20);
const STREAM: Rhythm = Rhythm {
    quiet: Duration::from_secs(15),
    again: Duration::from_secs(6),
    own: None,
};
const DATAGRAMS: Rhythm = Rhythm {
    quiet: Duration::from_secs(5),
    again: Duration::from_secs(5),
    // A third of the time after which the server forgets us.
    own: Some(Duration::from_secs(20)),
};
