//! The one loop: what a front brings, what the connection brings, signals and
//! deadlines, none of them ever waiting for another.
//!
//! A [`Front`] is where the person or program is: a screen, lines, a pipe. It turns
//! what has come into effects. Those of the connection, of the log and of the end
//! are carried out here, the same for every front; all others are the front's, which
//! lets none fall without a word.

use std::collections::VecDeque;
use std::future::pending;
use std::time::Instant;

use chat_proto::trace::talk::Waker;
use tokio::time::sleep_until;

use crate::app::errand::Errand;
use crate::app::event::Effect;
use crate::clock;
use crate::failure::Failure;
use crate::journal;
use crate::journal::Journal;
use crate::orders;
use crate::signal;
use crate::signal::Signals;
use crate::signal::StopRequest;
use crate::socket::Arrival;
use crate::socket::Socket;

/// What is to be done after something came, in order; or why it cannot go on.
pub(crate) type Turn = Result<Vec<Effect>, Failure>;

/// One way to talk: a screen, lines, or a pipe.
pub(crate) trait Front {
    /// What comes from its own sides: keys, lines, jobs.
    type Came;

    /// What is asked for when it begins.
    fn begin(&mut self) -> Turn;

    /// Waits for what comes from its own sides. Loses nothing if dropped while waiting.
    async fn next(&mut self) -> Self::Came;

    /// That has come.
    fn on_came(&mut self, came: Self::Came) -> Turn;

    /// Something came from the connection.
    fn on_arrival(&mut self, arrival: Arrival) -> Turn;

    /// A signal asks for the end.
    fn on_stop_request(&mut self, request: &StopRequest) -> Turn;

    /// The log cannot be written any more.
    fn on_log_failed(&mut self, why: String) -> Turn;

    /// The moment of [`Front::wake`] has come.
    fn on_wake(&mut self) -> Turn;

    /// Everything that came was carried out: whatever is due now.
    fn settle(&mut self) -> Turn;

    /// Carries out an effect that is the front's; what follows from that.
    fn perform(&mut self, effect: Effect) -> Turn;

    /// It is over, for whatever reason: what the server is told last.
    fn leave(&mut self) -> Vec<Effect>;

    /// When it wants to be woken.
    fn wake(&self) -> Option<Instant>;

    /// Whether the connection is listened to: no faster than the front can tell, and
    /// nobody is taken for silent meanwhile.
    fn listens(&self) -> bool;

    /// Whether an end may come now, or waits.
    fn may_end(&self) -> bool;

    /// Whether it has taken leave: then what was sent last still has to go out.
    fn has_left(&self) -> bool;

    /// Tells what is still to be told, once the connection has ended.
    async fn finish(&mut self, signals: &mut Signals);

    /// What woke the loop, if that is worth telling.
    fn waker(&self, _came: &Self::Came) -> Option<Waker> {
        None
    }

    /// A turn is over that began then, for this.
    fn turned(&mut self, _by: Waker, _began: Instant) {}

    /// How it went, where nothing else ended it.
    fn verdict(self) -> Result<(), Failure>;
}

/// How the loop ends.
type End = Result<(), Failure>;

/// Everything that the loop owns.
struct Talk<F> {
    front: F,
    socket: Socket,
    journal: Option<Journal>,
    /// The end that has come, until it may.
    ending: Option<End>,
    /// What woke this turn, and when.
    woken: Option<(Waker, Instant)>,
}

/// What ended a wait.
#[expect(
    clippy::large_enum_variant,
    reason = "it is handed over at once, one at a time"
)]
enum Next<C> {
    Came(C),
    Arrived(Arrival),
    LogFailed(String),
    Woke,
}

/// Runs until the person leaves, or everything is said, or it cannot go on.
pub(crate) async fn run<F: Front>(
    front: F,
    socket: Socket,
    journal: Option<Journal>,
    mut signals: Signals,
) -> Result<(), Failure> {
    let mut talk = Talk {
        front,
        socket,
        journal,
        ending: None,
        woken: None,
    };
    let end = talk.turn_until_end(&mut signals).await;
    let last = talk.front.leave();
    // It ends anyway.
    let _ = talk.carry_out(Ok(last));
    talk.socket.finish().await;
    talk.front.finish(&mut signals).await;
    if let Some(journal) = talk.journal {
        journal.finish();
    }
    end.and_then(|()| talk.front.verdict())
}

impl<F: Front> Talk<F> {
    async fn turn_until_end(&mut self, signals: &mut Signals) -> End {
        let mut turn = self.front.begin();
        loop {
            self.carry_out(turn)?;
            if let Some(end) = self.end() {
                return end;
            }
            let settled = self.front.settle();
            self.carry_out(settled)?;
            if let Some(end) = self.end() {
                return end;
            }
            if let Some((by, began)) = self.woken.take() {
                self.front.turned(by, began);
            }
            signal::look_up().await;
            turn = self.turn(signals).await;
        }
    }

    /// The end, where it has come and may.
    fn end(&mut self) -> Option<End> {
        if self.front.may_end() {
            return self.ending.take();
        }
        None
    }

    /// Waits for whatever comes next, and asks the front what it means.
    async fn turn(&mut self, signals: &mut Signals) -> Turn {
        let listens = self.front.listens();
        let wake = self.front.wake().filter(|_| listens);
        let asleep = async {
            match wake {
                Some(at) => sleep_until(at.into()).await,
                None => pending().await,
            }
        };
        let next = async {
            tokio::select! {
                came = self.front.next() => Next::Came(came),
                arrival = self.socket.arrival(), if listens => Next::Arrived(arrival),
                why = journal::trouble(&mut self.journal) => Next::LogFailed(why),
                () = asleep => Next::Woke,
            }
        };
        let next = tokio::select! {
            // A signal came before whatever was its consequence.
            biased;
            request = signals.stop_request() => return self.front.on_stop_request(&request),
            next = next => next,
        };
        let by = match &next {
            Next::Came(came) => self.front.waker(came),
            Next::Arrived(_) => Some(Waker::Socket),
            Next::Woke => Some(Waker::Timer),
            Next::LogFailed(_) => None,
        };
        self.woken = by.map(|by| (by, clock::now().mono));
        match next {
            Next::Came(came) => self.front.on_came(came),
            Next::Arrived(arrival) => self.front.on_arrival(arrival),
            Next::LogFailed(why) => self.front.on_log_failed(why),
            Next::Woke => self.front.on_wake(),
        }
    }

    /// Does what a turn asks for, and what follows from that.
    fn carry_out(&mut self, turn: Turn) -> Result<(), Failure> {
        let mut effects = VecDeque::from(turn?);
        while let Some(effect) = effects.pop_front() {
            if effect == Effect::Errand(Errand::Close) && self.front.has_left() {
                continue;
            }
            // What is no errand, nor the loop's own, is the front's.
            if let Effect::Errand(errand) = effect {
                orders::obey(&mut self.socket, errand);
            } else if let Effect::Log(line) = effect {
                journal::keep(&mut self.journal, line);
            } else if effect == Effect::Quit {
                self.ending = Some(Ok(()));
            } else if let Effect::Fail(why) = effect {
                self.ending = Some(Err(Failure::Session(why)));
                return Ok(());
            } else {
                effects.extend(self.front.perform(effect)?);
            }
        }
        Ok(())
    }
}

/// Whether it ends with these.
pub(crate) fn ends(effects: &[Effect]) -> bool {
    let end = |effect: &Effect| matches!(effect, Effect::Quit | Effect::Fail(_));
    effects.iter().any(end)
}
