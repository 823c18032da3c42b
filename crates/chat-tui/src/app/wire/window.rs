//! What the window shows: a ladder of what is noted, folded and filtered, and the row
//! that is chosen in it. A row is remembered by its number, so that whatever comes moves
//! nothing that one looks at.

use std::time::Duration;
use std::time::Instant;

use chat_proto::trace::event::Event;
use chat_proto::trace::talk::Waker;
use chat_wire::filter::Filter;
use chat_wire::filter::Unread;
use chat_wire::fold;
use chat_wire::fold::Background;
use chat_wire::fold::Folding;
use chat_wire::fold::Line;
use chat_wire::how;
use chat_wire::how::How;
use chat_wire::how::Which;
use chat_wire::live::Live;
use chat_wire::rows::Ladder;
use chat_wire::rows::party::Side;
use chat_wire::rows::row::Row;
use chat_wire::together::Told;
use chat_wire::words::language::Language;

use crate::app::wire::chosen;
use crate::app::wire::chosen::Chosen;
use crate::app::wire::chosen::Step;
use crate::app::wire::chosen::row_of;
use crate::app::wire::closer::Closer;
use crate::app::wire::holding::Holding;
use crate::app::wire::player::Player;
use crate::app::wire::quiz::Quiz;
use crate::app::wire::shown::Asked;
use crate::app::wire::shown::Extent;
use crate::app::wire::shown::Noted;
use crate::app::wire::shown::Observed;
use crate::app::wire::shown::View;
use crate::app::wire::steps::Steps;

/// The window.
#[derive(Debug)]
pub struct Window {
    pub(in crate::app::wire) extent: Option<Extent>,
    pub(in crate::app::wire) live: Live,
    /// What there is to show, from the oldest to the newest.
    pub(in crate::app::wire) lines: Vec<Line>,
    /// The row that is chosen.
    chosen: Chosen,
    /// The number of the first row that came after it was told to stand still.
    pub(in crate::app::wire) frozen: Option<usize>,
    /// When that was, and when the newest event happened, by the clock of what is told.
    pub(in crate::app::wire) froze_at: Duration,
    pub(in crate::app::wire) newest: Duration,
    /// What is stepped through meanwhile, event by event.
    pub(in crate::app::wire) steps: Option<Steps>,
    pub(in crate::app::wire) folding: Folding,
    filter: Filter,
    /// The filter as it is written.
    written: String,
    unread: Vec<Unread>,
    /// Whether the bytes of the chosen row are shown; nothing where nobody said so.
    pub(in crate::app::wire) bytes: Option<bool>,
    /// What is to be told where there is no screen, once it is known.
    pub(in crate::app) asked: Option<Asked>,
    pub(in crate::app::wire) view: View,
    /// Whether letters are hidden.
    masks: bool,
    /// When the system is asked next, while one looks at what is below.
    asks: Option<Instant>,
    /// Whether a server is observed, and whether it shows no more.
    pub(in crate::app::wire) observed: Option<Observed>,
    /// The recording that is played in it.
    pub(in crate::app::wire) player: Option<Player>,
    /// The message whose way is shown in place of the rows, and its way.
    how: Option<(Which, Option<How>)>,
    /// What is asked of whoever looks.
    pub(in crate::app::wire) quiz: Option<Quiz>,
    /// How one looks at it.
    pub(in crate::app::wire) closer: Closer,
    /// Which of the held datagrams is chosen.
    pub holding: Holding,
}

impl Default for Window {
    fn default() -> Self {
        Self {
            extent: None,
            live: Live::new(Side::Client, ""),
            lines: Vec::new(),
            chosen: Chosen::default(),
            frozen: None,
            froze_at: Duration::ZERO,
            newest: Duration::ZERO,
            steps: None,
            folding: Folding::default(),
            filter: Filter::default(),
            written: String::new(),
            unread: Vec::new(),
            bytes: None,
            asked: None,
            view: View::Ladder,
            masks: false,
            asks: None,
            observed: None,
            player: None,
            how: None,
            quiz: None,
            closer: Closer::default(),
            holding: Holding::default(),
        }
    }
}

impl Window {
    /// How much of the screen it has; nothing while it is closed.
    pub fn extent(&self) -> Option<Extent> {
        self.extent
    }

    /// Opens it, or makes it another size. True: everything is to be told to it anew.
    pub fn open(&mut self, extent: Extent) -> bool {
        let was_closed = self.extent.is_none();
        self.extent = Some(extent);
        was_closed
    }

    /// Closes it: what it knew is forgotten, what was written as its filter is not.
    pub fn close(&mut self) {
        let (filter, written) = (std::mem::take(&mut self.filter), self.written.clone());
        let mut live = Live::new(Side::Client, "");
        live.mask(self.masks);
        *self = Self {
            filter,
            written,
            live,
            masks: self.masks,
            folding: self.folding,
            closer: self.closer,
            ..Self::default()
        };
    }

    /// This was noted, by somebody who is called so.
    pub fn on_noted(&mut self, name: &str, language: Language, noted: &Noted) {
        if self.steps_take(noted) {
            return;
        }
        if self.observed.is_none() {
            self.live.called(name);
        } else if noted.entries.iter().any(is_the_end) {
            self.observed = Some(Observed::Ended);
        }
        if noted.missed > 0 {
            let at = noted.entries.first().map_or(0, Told::at);
            self.live.missed(at, noted.missed);
        }
        for told in &noted.entries {
            self.newest = told.entry.at;
            self.live.take_from(told.by, &told.entry);
        }
        self.fold_and_ask(language);
        // What has come may belong to it.
        if let Some((which, _)) = self.how.take() {
            self.show_how(which, language);
        }
    }

    /// What is shown.
    pub fn view(&self) -> View {
        self.view
    }

    /// Something else is shown.
    pub fn show(&mut self, view: View) {
        self.view = view;
        self.how = None;
    }

    /// Whether the system is to be asked now: whether everything is to be told anew.
    pub fn asks_below(&mut self, now: Instant) -> Option<bool> {
        let looks = self.extent.is_some() && !self.is_alone() && self.view.is_below();
        if !looks && !self.notes_turns() {
            self.asks = None;
            return None;
        }
        let before = self.asks;
        if before.is_some_and(|at| at > now) {
            return None;
        }
        self.asks = Some(now + ASKED_EVERY);
        looks.then_some(before.is_none())
    }

    /// Whether it is looked at what wakes this program.
    fn notes_turns(&self) -> bool {
        self.extent.is_some() && !self.is_alone() && self.view == View::Woke
    }

    /// Whether it is noted that this woke the program then: not where it is the window
    /// itself that looked again.
    pub fn notes_turn(&self, by: Waker, began: Instant) -> bool {
        let asked = self.asks.is_some_and(|at| at >= began + ASKED_EVERY);
        self.notes_turns() && !(by == Waker::Timer && asked)
    }

    /// When something is to be looked at again.
    pub fn poll_timeout(&self) -> Option<Instant> {
        let playing = self.player().and_then(Player::poll_timeout);
        self.asks.into_iter().chain(playing).min()
    }

    /// The way of a message is shown in place of the rows.
    pub fn show_how(&mut self, which: Which, language: Language) {
        let how = how::how(self.ladder(), &which, language);
        self.how = Some((which, how));
    }

    /// The rows are shown again. False: they are shown already.
    pub fn hide_how(&mut self) -> bool {
        self.how.take().is_some()
    }

    /// The way that is shown, if one is; nothing in it where it is not kept.
    pub fn how(&self) -> Option<Option<&How>> {
        self.how.as_ref().map(|(_, how)| how.as_ref())
    }

    /// The message that the chosen row is about.
    pub fn chosen_message(&self) -> Option<Which> {
        message_of(self.ladder().rows.get(self.chosen.at()?)?)
    }

    /// The newest message, whoever said it.
    pub fn newest_message(&self) -> Option<Which> {
        let rows = self.ladder().rows.iter().rev();
        let said = |row: &&Row| row.payload().is_some_and(|payload| payload.is("msg"));
        rows.filter(said).find_map(message_of)
    }

    /// The rows.
    pub fn ladder(&self) -> &Ladder {
        self.live.ladder()
    }

    /// The row that is spoken of: the chosen one, or the newest.
    pub fn chosen(&self) -> Option<usize> {
        self.chosen.at().or_else(|| self.rows().next_back())
    }

    /// Whether the newest row is followed.
    pub fn follows(&self) -> bool {
        self.chosen.at().is_none()
    }

    /// How many rows came since it stands still, where it does.
    pub fn frozen(&self) -> Option<usize> {
        let first = self.frozen?;
        Some(self.ladder().rows.next().saturating_sub(first))
    }

    /// Stands still, or goes on. What happens on the wire goes on in any case.
    pub fn freeze(&mut self) {
        self.end_steps();
        self.froze_at = self.newest;
        self.frozen = match self.frozen {
            Some(_) => None,
            None => Some(self.ladder().rows.next()),
        };
        self.fold();
    }

    /// Hides letters, or shows them. True: everything is to be told to it anew. What a
    /// server has told cannot be: there it is what comes from now on.
    pub fn turn_mask(&mut self) -> bool {
        self.masks = !self.masks;
        if self.steps.take().is_some() {
            self.frozen = None;
        }
        if self.observed.is_none() {
            self.live = Live::new(Side::Client, "");
        }
        self.live.mask(self.masks);
        self.observed.is_none()
    }

    /// Whether letters are hidden: on the screen, and in whatever is written of it.
    pub fn masks(&self) -> bool {
        self.masks
    }

    /// The filter as it is written.
    pub fn written(&self) -> &str {
        &self.written
    }

    /// What cannot be read of it.
    pub fn unread(&self) -> &[Unread] {
        &self.unread
    }

    /// Another filter: it works while it is written.
    pub fn filter(&mut self, written: String) {
        (self.filter, self.unread) = Filter::parse(&written);
        self.written = written;
        self.fold();
    }

    /// How many rows are shown, of how many.
    pub fn counts(&self) -> (usize, usize) {
        (self.rows().count(), self.ladder().rows.len())
    }

    /// Another row is chosen.
    pub fn step(&mut self, step: Step) {
        let ladder = self.live.ladder();
        self.chosen.step(ladder, &self.lines, step);
    }

    /// Chooses this row.
    pub fn choose(&mut self, row: usize) {
        self.chosen.choose(row);
    }

    /// Keeps the chosen row in sight, in so many lines.
    pub fn settle(&mut self, height: usize) {
        self.chosen.settle(&self.lines, height);
    }

    /// Begins to choose where one looks: nothing moves by that.
    pub fn hold_on(&mut self, height: usize) {
        self.chosen.hold_on(&self.lines, height);
    }

    /// What is shown in so many lines, each with whether it is the chosen one.
    pub fn page(&self, height: usize) -> impl Iterator<Item = (&Line, bool)> {
        let first = self.chosen.first(&self.lines, height);
        let lines = self.lines.iter().skip(first).take(height);
        let at = self.chosen.at();
        lines.map(move |line| (line, at.is_some() && row_of(line) == at))
    }

    /// The newest rows that are shown, at most so many, oldest first.
    pub fn newest(&self, most: usize) -> impl Iterator<Item = usize> {
        let count = self.rows().count();
        self.rows().skip(count.saturating_sub(most))
    }

    /// The rows that are shown.
    fn rows(&self) -> impl DoubleEndedIterator<Item = usize> {
        chosen::rows(&self.lines)
    }

    /// Which lines there are to show.
    pub(in crate::app::wire) fn fold(&mut self) {
        let ladder = self.live.ladder();
        let end = self.frozen.unwrap_or(usize::MAX);
        let rows = ladder.rows.numbered().take_while(|(at, _)| *at < end);
        let shows = |at: usize, row: &Row| {
            let before = at.checked_sub(1).and_then(|at| ladder.rows.get(at));
            let since = before.map_or(0, |before| row.at - before.at);
            self.filter.0.is_empty() || self.filter.shows(ladder, row, since)
        };
        // What is asked for is shown, whatever it is.
        let mut folding = self.folding;
        if !self.filter.0.is_empty() {
            folding.background = Background::Shown;
        }
        self.lines = fold::folded(rows, folding, shows);
    }
}

/// Whether a server shows no more: an end that is of no conversation.
fn is_the_end(told: &Told) -> bool {
    let entry = &told.entry;
    entry.flow.is_none() && matches!(entry.event, Event::Closed(_))
}

/// The message that a row is about.
fn message_of(row: &Row) -> Option<Which> {
    let payload = row.payload()?;
    if let Some(id) = &payload.id {
        return Some(Which::Id(id.clone()));
    }
    payload.seq.map(|seq| Which::Number {
        seq,
        room: payload.room.clone().unwrap_or_default(),
    })
}

/// Four times a second: as fast as one reads numbers.
const ASKED_EVERY: Duration = Duration::from_millis(250);

#[cfg(test)]
mod tests;
