//! The one thread that writes: turns first, rows and index when there is time, and what
//! is to go last.

use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::mpsc::SyncSender;
use std::time::Duration;
use std::time::Instant;

use crate::checkpointer;
use crate::checkpointer::Bell;
use crate::clock;
use crate::fault::told;
use crate::forgetting::Forgetting;
use crate::log::Log;
use crate::mark::MarkFile;
use crate::mark::State;
use crate::news::News;
use crate::news::Tell;
use crate::post::Order;
use crate::post::Post;
use crate::post::Taken;
use crate::rooms::Rooms;
use crate::store::Store;
use crate::trimming::Trimming;

/// The thread's own.
pub struct Writer {
    pub store: Store,
    pub rooms: Arc<Rooms>,
    pub post: Arc<Post>,
    pub mark: Arc<Mutex<MarkFile>>,
    pub bell: Arc<Bell>,
    pub tell: Tell,
    pub trimming: Trimming,
    pub state: Progress,
}

/// How it is.
pub struct Progress {
    /// Nothing can be written; when it is tried again.
    trouble: Option<Instant>,
    /// How long it is left alone then.
    pause: Duration,
    /// That all is well again has to be told.
    owes: bool,
    /// The numbering's id, while what is not kept is told: what the file has of it.
    unkept: Option<Log>,
    /// When something was last kept, or the start.
    last: Instant,
    /// Who waits for rows, and up to which turn.
    waiting: Vec<(i64, SyncSender<()>)>,
    forgetting: Vec<Forgetting>,
    /// Work that failed is left alone until then.
    resting: Option<Instant>,
}

impl Progress {
    /// At the start, with what is still to be forgotten.
    pub fn new(forgetting: Vec<Forgetting>) -> Self {
        Self {
            trouble: None,
            pause: Duration::ZERO,
            owes: false,
            unkept: None,
            last: clock::now(),
            waiting: Vec::new(),
            forgetting,
            resting: None,
        }
    }
}

impl Writer {
    /// Works until it is told to end; its store comes back, and whether all was written.
    pub fn run(mut self) -> (Store, bool) {
        loop {
            let taken = match self.state.trouble {
                None => self.post.take(self.patience(), self.state.unkept),
                Some(again) => {
                    let patience = again.saturating_duration_since(clock::now());
                    self.post.take_later(patience)
                }
            };
            let closing = taken.closing;
            let orders = self.keep(taken);
            self.accept(orders);
            if closing && (self.post.is_empty() || self.state.trouble.is_some()) {
                return self.end();
            }
            self.work();
        }
    }

    /// How long nothing has to be done.
    fn patience(&self) -> Option<Duration> {
        let now = clock::now();
        if let Some(again) = self.state.resting.filter(|until| now < *until) {
            return Some(again.saturating_duration_since(now));
        }
        let forgets = self.state.forgetting.first();
        let forgets = forgets.map(|one| one.due().unwrap_or(now));
        let forgets = forgets.map(|due| due.saturating_duration_since(now));
        if self.is_wanted() || forgets == Some(Duration::ZERO) {
            return Some(Duration::ZERO);
        }
        let quiet =
            (self.store.unmade() > 0).then(|| self.quiet_at().saturating_duration_since(now));
        let trim = self.trimming.due(now);
        quiet.into_iter().chain(trim).chain(forgets).min()
    }

    /// Writes what was taken out; answers the orders that came after it.
    fn keep(&mut self, taken: Taken) -> Vec<Order> {
        let new_log = taken.unkept.filter(|log| self.state.unkept != Some(*log));
        if taken.turns.is_empty() && taken.holes.is_empty() && new_log.is_none() {
            self.settle(&taken);
            return taken.orders;
        }
        let kept = if self.bell.is_stuck() {
            Err("its log (-wal) is as long as it may be, and cannot be begun anew".to_owned())
        } else {
            let kept = self.store.keep(&taken.turns, &taken.holes, new_log);
            kept.map_err(|error| told(&error))
        };
        match kept {
            Ok(()) => self.kept(&taken),
            Err(why) => {
                self.post.put_back(taken.turns, taken.holes);
                self.state.pause = (self.state.pause * 2).clamp(SOON, AGAIN);
                self.state.trouble = Some(clock::now() + self.state.pause);
                if !std::mem::replace(&mut self.state.owes, true) {
                    (self.tell)(News::Trouble { why });
                }
            }
        }
        taken.orders
    }

    fn kept(&mut self, taken: &Taken) {
        self.state.last = clock::now();
        self.written();
        if let Some(turn) = taken.turns.last() {
            (self.tell)(News::Kept { turn: turn.number });
        }
        let redacted = taken.turns.iter().flat_map(|turn| turn.redacted.clone());
        let redacted = redacted.map(|(room, seq)| Forgetting::promised(room, seq));
        self.state.forgetting.extend(redacted);
        (self.state.trouble, self.state.pause) = (None, Duration::ZERO);
        self.state.owes |= taken.unkept.is_some() && taken.unkept != self.state.unkept;
        self.state.unkept = taken.unkept;
        if self.state.owes && self.post.is_empty() {
            self.state.owes = false;
            let log = self.post.log().told();
            (self.tell)(News::Restored { log });
        }
        self.settle(taken);
    }

    /// There is something new in the log. Where that is long, the last of it is moved here.
    fn written(&mut self) {
        if self.bell.is_long() && checkpointer::advance(self.store.db()).is_ok() {
            self.bell.set_log(checkpointer::Log::Short);
        }
        self.bell.ring();
    }

    /// The owner holds back again, and all that it told before is on disk.
    fn settle(&mut self, taken: &Taken) {
        if !taken.resumed {
            return;
        }
        self.state.unkept = None;
        self.post.settled();
        let mut mark = self.mark.lock().unwrap_or_else(PoisonError::into_inner);
        if let Err(error) = mark.set(State::Running) {
            // Then the next start gives another id, which costs nobody a message.
            let why = format!("its mark cannot be written: {error}");
            (self.tell)(News::Warning { why });
        }
    }

    fn accept(&mut self, orders: Vec<Order>) {
        for order in orders {
            match order {
                // Whoever waits hears of the end of its channel.
                Order::Make(_) if self.state.trouble.is_some() => {}
                Order::Make(done) => self.state.waiting.push((self.store.turn(), done)),
                Order::Forget(what, done) => {
                    self.state.forgetting.push(Forgetting::new(what, done));
                }
            }
        }
    }

    /// One small step of what there is time for.
    fn work(&mut self) {
        let now = clock::now();
        if self.state.trouble.is_some() || self.state.resting.is_some_and(|until| now < until) {
            self.state.waiting.clear();
            return;
        }
        self.state.resting = None;
        if let Err(error) = self.step(now) {
            self.state.resting = Some(now + AGAIN);
            self.state.waiting.clear();
            let why = told(&error);
            (self.tell)(News::Warning { why });
        }
    }

    fn step(&mut self, now: Instant) -> rusqlite::Result<()> {
        let quiet = self.store.unmade() > 0 && now >= self.quiet_at();
        let first = self.store.unmade() > 0 && !self.state.forgetting.is_empty();
        if self.is_wanted() || quiet || first {
            let many = self.store.unmade() > MANY;
            let made = if many {
                self.store.make_many(&self.rooms)?
            } else {
                self.store.make(&self.rooms)?
            };
            self.written();
            self.post.stepped();
            self.trimming.made();
            let made = made.unwrap_or(i64::MAX);
            let all = self.store.unmade() == 0;
            let waiting = std::mem::take(&mut self.state.waiting);
            let is_there = |(turn, _): &(i64, _)| all || *turn <= made;
            let (there, others): (Vec<_>, _) = waiting.into_iter().partition(is_there);
            self.state.waiting = others;
            for (_, done) in there {
                let _ = done.try_send(());
            }
            return Ok(());
        }
        let forgetting = self.state.forgetting.first_mut();
        let is_due = |one: &&mut Forgetting| one.due().is_none_or(|due| due <= now);
        if let Some(forgetting) = forgetting.filter(is_due) {
            if forgetting.step(self.store.db(), &self.rooms)? {
                let forgetting = self.state.forgetting.remove(0);
                // Whoever asked may look at once whether it is gone.
                let what = forgetting.what();
                (self.tell)(News::Forgotten { what });
                forgetting.done();
            }
            return Ok(());
        }
        if let Some(count) = self.trimming.step(self.store.db(), now)? {
            (self.tell)(News::Trimmed { count });
        }
        Ok(())
    }

    /// Whether rows are to be made though people talk: somebody waits for them, or there
    /// are so many that the next start would take long.
    fn is_wanted(&self) -> bool {
        !self.state.waiting.is_empty() || self.store.unmade() > TOO_MANY
    }

    /// When what was said is made into rows. Not between two turns of a busy room: that
    /// costs far more than keeping them, and everybody waits for the next turn.
    fn quiet_at(&self) -> Instant {
        let enough = self.store.unmade() >= ENOUGH;
        let pause = if enough { LULL } else { QUIET };
        self.state.last + pause
    }

    /// Rows of everything, all of it in the file itself.
    fn end(mut self) -> (Store, bool) {
        let until = clock::now() + LEAVE;
        while self.state.trouble.is_none() && self.store.unmade() > 0 && clock::now() < until {
            if self.store.make_many(&self.rooms).is_err() {
                break;
            }
        }
        let whole = self.state.trouble.is_none() && self.state.unkept.is_none();
        if whole {
            let _ = self
                .mark
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .set(State::Closed);
        }
        (self.store, self.state.trouble.is_none())
    }
}

/// How long a disk that has just taken nothing is left alone, twice as long each time.
const SOON: Duration = Duration::from_millis(250);

/// No longer than this.
const AGAIN: Duration = Duration::from_secs(5);

/// After so long without a turn there is time for a step of [`ENOUGH`].
const LULL: Duration = Duration::from_millis(100);

/// And for fewer.
const QUIET: Duration = Duration::from_secs(1);

/// Messages of one step.
const ENOUGH: usize = 64;

/// Beyond so many a step takes more of them at once.
const MANY: usize = 1000;

/// Beyond so many the next start would take long, which has to read them all.
const TOO_MANY: usize = 50_000;

/// How long the end may take, rows of everything included.
const LEAVE: Duration = Duration::from_secs(2);
