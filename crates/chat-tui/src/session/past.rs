//! What was said in one room before: which of it is here, and what is asked about the
//! rest. One question of a room is under way at a time, so that what comes with
//! `history` between a question and its answer is the answer's.

mod direction;
mod missed;

use std::time::Duration;
use std::time::Instant;

use chat_proto::frame::Id;
use chat_proto::frame::Incoming;
use chat_proto::frame::incoming::Answered;
use chat_proto::frame::incoming::Kind;
use chat_proto::frame::peer::History;
use chat_proto::frame::peer::Part;
use chat_proto::frame::peer::Search;
use chat_proto::limits::PAGE_MOST;

use self::direction::can_answer;
use self::direction::is_answered;
use self::missed::Missed;
use crate::session::spans::Spans;

/// One room's.
#[derive(Clone, Debug, Default)]
pub struct Past {
    /// Which messages are here.
    pub here: Spans,
    /// The newest message that we know of.
    newest: u64,
    /// What was said while we were away, and is fetched without being asked for.
    missed: Option<Missed>,
    /// What a person wants to see next.
    wanted: Option<History>,
    /// What a person looks for, or reads once more.
    looked_for: Option<Question>,
    under_way: Option<UnderWay>,
    /// Nothing is asked before this.
    not_before: Option<Instant>,
    replay: Replay,
}

/// The older messages that follow a welcome.
#[derive(Clone, Copy, Debug, Default)]
struct Replay {
    left: u64,
    /// The one before the next.
    after: Option<u64>,
}

/// A question that has no answer yet.
#[derive(Clone, Debug)]
struct UnderWay {
    id: Id,
    question: Question,
    until: Instant,
    /// The answer, as far as it has come: at most [`PAGE_MOST`].
    page: Vec<Incoming>,
    /// All that came, also what was not wanted.
    count: u64,
}

/// What is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Question {
    /// Some of what was said.
    Page {
        /// The question as it is sent, but for its id.
        asked: History,
        /// What is missing where it is asked: between two numbers that do not count.
        gap: (u64, u64),
        /// Whether nobody asked for it, but the reconnect.
        missed: bool,
    },
    /// The same to be read once more, whatever is here.
    Reading(History),
    /// Where words occur.
    Search(Search),
}

/// What became of a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// What was asked.
    pub question: Question,
    /// What came.
    pub page: Vec<Incoming>,
    /// Whether there is more, in the direction asked.
    pub more: bool,
}

impl Past {
    /// We come in, and so many older messages follow, up to the newest one. `since` is
    /// the last that we had, where the server knows it; between it and the first that
    /// follows we missed something, which is fetched.
    pub fn on_welcome(&mut self, now: Instant, newest: u64, replay: u64, since: Option<u64>) {
        self.newest = self.newest.max(newest);
        let told_from = newest.saturating_sub(replay);
        self.replay = Replay {
            left: replay,
            after: since.filter(|since| *since == told_from),
        };
        self.not_before = (replay > 0).then(|| now + REPLAY);
        if let Some(since) = since.filter(|since| *since < told_from) {
            let before = self.missed.take();
            self.missed = Some(Missed {
                above: before.map_or(since, |before| before.above.min(since)),
                below: told_from + 1,
                count: before.map_or(0, |before| before.count) + replay,
            });
        }
    }

    /// The connection is gone, and with it the answer.
    pub fn on_lost(&mut self) {
        if let Some(lost) = self.under_way.take() {
            self.put_back(lost.question);
        }
        self.replay = Replay::default();
        self.not_before = None;
    }

    /// A message came by itself, live or replayed.
    pub fn on_heard(&mut self, seq: u64, replayed: bool) {
        self.newest = self.newest.max(seq);
        let mut from = seq;
        if replayed && self.replay.left > 0 {
            // What is missing inside a replay is not kept anywhere.
            from = self
                .replay
                .after
                .map_or(seq, |after| after.saturating_add(1));
            self.replay.after = Some(seq);
            self.replay.left -= 1;
            if self.replay.left == 0 {
                self.not_before = None;
            }
        }
        self.here.add(from.min(seq), seq);
    }

    /// These are here no longer. What was missed and is as old is not fetched for it.
    pub fn forget(&mut self, from: u64, to: u64) {
        self.here.remove(from, to);
        if let Some(missed) = &mut self.missed {
            missed.above = missed.above.max(to.min(missed.below));
        }
    }

    /// A person wants to see this, before anything that was missed.
    pub fn want(&mut self, asked: History) {
        self.wanted = Some(asked);
    }

    /// A person looks for this; what was looked for before is not any more.
    pub fn look_for(&mut self, question: Question) {
        self.looked_for = Some(question);
    }

    /// The next question, if it is time for one.
    pub fn next(&mut self, now: Instant, catches_up: bool) -> Option<Question> {
        let early = self.not_before.is_some_and(|at| now < at);
        if self.under_way.is_some() || early {
            return None;
        }
        if let Some(question) = self.looked_for.take() {
            return Some(question);
        }
        let wanted = self.wanted.take().map(|asked| self.page(asked, false));
        wanted.or_else(|| catches_up.then(|| self.next_missed()).flatten())
    }

    /// It was sent.
    pub fn on_asked(&mut self, now: Instant, id: Id, question: Question) {
        self.under_way = Some(UnderWay {
            id,
            question,
            until: now + PATIENCE,
            page: Vec::new(),
            count: 0,
        });
    }

    /// An older message came: whether it is of the answer, and stays there until that is whole.
    pub fn keep(&mut self, frame: &Incoming) -> bool {
        let Some(under_way) = &mut self.under_way else {
            return false;
        };
        if let Question::Page { asked, .. } = &under_way.question
            && !can_answer(asked.part, seq_of(frame))
        {
            return false;
        }
        under_way.count += 1;
        let fits = match (&frame.kind, &under_way.question) {
            (Kind::Said { seq: Some(seq), .. }, Question::Page { gap, .. }) => {
                gap.0 < *seq && *seq < gap.1
            }
            (Kind::Said { seq, .. }, Question::Search(_) | Question::Reading(_)) => seq.is_some(),
            (_, Question::Page { .. } | Question::Search(_) | Question::Reading(_)) => false,
        };
        if fits && under_way.page.len() < usize::try_from(PAGE_MOST).unwrap_or(0) {
            under_way.page.push(frame.clone());
        }
        true
    }

    /// An answer ends, if it is to the question that is under way: what has come.
    /// Nothing where some of it got lost, as datagrams do: it is asked for again.
    pub fn on_answer(&mut self, now: Instant, answered: &Answered) -> Option<Answer> {
        let is_it = |under_way: &mut UnderWay| Some(&under_way.id) == answered.id.as_ref();
        let UnderWay {
            question,
            mut page,
            count,
            ..
        } = self.under_way.take_if(is_it)?;
        if count < answered.count {
            self.not_before = Some(now + AGAIN);
            self.put_back(question);
            return None;
        }
        if let Question::Page { asked, gap, missed } = &question {
            page.sort_by_key(seq_of);
            page.dedup_by_key(|frame| seq_of(frame));
            page.retain(|frame| is_answered(answered, seq_of(frame)));
            let covered = page.clone();
            // What came by itself meanwhile is not told twice.
            page.retain(|frame| !self.here.has(seq_of(frame)));
            self.cover(asked.part, *gap, &covered, answered);
            let is_stuck = covered.is_empty() && answered.more;
            if let Some(all) = self.missed.as_mut().filter(|_| *missed) {
                all.note(page.len(), is_stuck);
            }
        }
        Some(Answer {
            question,
            page,
            more: answered.more,
        })
    }

    /// Whether a refused question was ours, and is to be asked again after a wait.
    pub fn on_refused(&mut self, now: Instant, id: &Id, wait: Option<Duration>) -> Option<bool> {
        let refused = self.under_way.take_if(|under_way| under_way.id == *id)?;
        let Some(wait) = wait else {
            if matches!(refused.question, Question::Page { missed: true, .. }) {
                self.missed = None;
            }
            return Some(false);
        };
        self.not_before = Some(now + wait);
        self.put_back(refused.question);
        Some(true)
    }

    /// A question without an answer for too long: what was asked.
    pub fn on_timeout(&mut self, now: Instant) -> Option<Question> {
        if self.not_before.is_some_and(|at| at <= now) {
            self.not_before = None;
            self.replay = Replay::default();
        }
        let late = self.under_way.take_if(|under_way| under_way.until <= now)?;
        Some(late.question)
    }

    /// When something becomes due.
    pub fn deadline(&self) -> Option<Instant> {
        let asks = self.looked_for.is_some() || self.wanted.is_some() || self.missed.is_some();
        let patience = self.under_way.as_ref().map(|under_way| under_way.until);
        patience.or_else(|| self.not_before.filter(|_| asks))
    }

    /// Whether this question has no answer yet.
    pub fn waits_for(&self, id: &Id) -> bool {
        self.under_way.as_ref().is_some_and(|one| one.id == *id)
    }

    /// Whether this is looked for and has no answer yet.
    pub fn looks_for(&self, question: &Question) -> bool {
        let asked = self.under_way.as_ref().map(|one| &one.question);
        [asked, self.looked_for.as_ref()].contains(&Some(question))
    }

    /// How many were missed, once all of them have been fetched.
    pub fn caught_up(&mut self) -> Option<u64> {
        let here = &self.here;
        let all = |missed: &mut Missed| here.newest_missing(missed.above, missed.below).is_none();
        self.missed.take_if(all).map(|missed| missed.count)
    }

    /// The newest message that there is, as far as we know.
    pub fn newest(&self) -> u64 {
        self.newest
    }

    /// Whether this is being asked for already.
    pub fn asks_for(&self, part: Part) -> bool {
        let is_it = |one: &UnderWay| matches!(&one.question, Question::Page { asked, .. } if asked.part == part);
        let under_way = self.under_way.as_ref().is_some_and(is_it);
        under_way || self.wanted.as_ref().is_some_and(|asked| asked.part == part)
    }

    fn put_back(&mut self, question: Question) {
        match question {
            Question::Page { missed: true, .. } => {}
            Question::Page { asked, .. } => {
                self.wanted.get_or_insert(asked);
            }
            Question::Search(_) | Question::Reading(_) => {
                self.looked_for.get_or_insert(question);
            }
        }
    }

    /// The newest of what was missed comes first.
    fn next_missed(&self) -> Option<Question> {
        let missed = self.missed?;
        let newest = self.here.newest_missing(missed.above, missed.below)?;
        let asked = page(Part::Before(newest.saturating_add(1)), PAGE_MOST);
        Some(self.page(asked, true))
    }

    fn page(&self, asked: History, missed: bool) -> Question {
        let end = self.newest.saturating_add(1);
        let seq = match asked.part {
            Part::Newest => end,
            Part::Before(seq) => seq.saturating_sub(1),
            Part::After(seq) => seq.saturating_add(1),
            Part::Around(seq) => seq,
        };
        let (above, below) = self.here.around(seq);
        let below = below.unwrap_or_else(|| end.max(seq.saturating_add(1)));
        Question::Page {
            asked,
            gap: (above, below),
            missed,
        }
    }

    /// What is here now, and what need not be asked for because there is nothing.
    fn cover(&mut self, part: Part, gap: (u64, u64), page: &[Incoming], answered: &Answered) {
        let (mut low, mut high) = (gap.0.saturating_add(1), gap.1.saturating_sub(1));
        match part {
            Part::Before(seq) => high = high.min(seq.saturating_sub(1)),
            Part::After(seq) => low = low.max(seq.saturating_add(1)),
            Part::Newest | Part::Around(_) => {}
        }
        let first = page.first().map_or(0, seq_of);
        let last = page.last().map_or(0, seq_of);
        high = high.min(self.newest.max(last));
        let reached = |seq: u64| {
            answered
                .ends
                .is_some_and(|ends| ends.0 <= seq && seq <= ends.1)
        };
        let all = match part {
            Part::Before(_) | Part::Newest => !answered.more || reached(gap.0),
            Part::After(_) => !answered.more || reached(gap.1),
            Part::Around(_) => false,
        };
        if all {
            return self.here.add(low, high);
        }
        if page.is_empty() {
            return;
        }
        match part {
            Part::Before(_) | Part::Newest => self.here.add(first, high),
            Part::After(_) => self.here.add(low, last),
            Part::Around(_) => self.here.add(first, last),
        }
    }
}

/// A question for a page.
pub fn page(part: Part, limit: u64) -> History {
    History {
        room: None,
        part,
        limit,
        id: None,
    }
}

/// The number of a message.
pub fn seq_of(frame: &Incoming) -> u64 {
    if let Kind::Said { seq: Some(seq), .. } = &frame.kind {
        return *seq;
    }
    0
}

/// How long an answer is waited for.
const PATIENCE: Duration = Duration::from_secs(10);
/// A replay that has not come by then does not come.
const REPLAY: Duration = Duration::from_secs(2);
/// An answer of which something got lost is asked for again after this.
const AGAIN: Duration = Duration::from_secs(1);
