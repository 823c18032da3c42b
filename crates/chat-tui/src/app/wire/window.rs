//! What the window shows: a ladder of what is noted, folded and filtered, and the row
//! that is chosen in it. A row is remembered by its number, so that whatever comes moves
//! nothing that one looks at.

use std::time::Duration;
use std::time::Instant;

use chat_wire::filter::Filter;
use chat_wire::filter::Unread;
use chat_wire::fold;
use chat_wire::fold::Background;
use chat_wire::fold::Line;
use chat_wire::how;
use chat_wire::how::How;
use chat_wire::how::Which;
use chat_wire::live::Live;
use chat_wire::rows::Ladder;
use chat_wire::rows::party::Side;
use chat_wire::rows::row::Row;
use chat_wire::words::language::Language;

use crate::app::wire::chosen;
use crate::app::wire::chosen::Chosen;
use crate::app::wire::chosen::Step;
use crate::app::wire::chosen::row_of;
use crate::app::wire::player::Play;
use crate::app::wire::player::Player;
use crate::app::wire::shown::Asked;
use crate::app::wire::shown::Extent;
use crate::app::wire::shown::Noted;
use crate::app::wire::shown::View;

/// The window.
#[derive(Debug)]
pub struct Window {
    extent: Option<Extent>,
    live: Live,
    /// What there is to show, from the oldest to the newest.
    lines: Vec<Line>,
    /// The row that is chosen.
    chosen: Chosen,
    /// The number of the first row that came after it was told to stand still.
    frozen: Option<usize>,
    background: Background,
    filter: Filter,
    /// The filter as it is written.
    written: String,
    unread: Vec<Unread>,
    /// Whether the bytes of the chosen row are shown; nothing where nobody said so.
    bytes: Option<bool>,
    /// What is to be told where there is no screen, once it is known.
    pub(in crate::app) asked: Option<Asked>,
    view: View,
    /// When the system is asked next, while one looks at what is below.
    asks: Option<Instant>,
    /// The recording that is played in it.
    player: Option<Player>,
    /// The message whose way is shown in place of the rows, and its way.
    how: Option<(Which, Option<How>)>,
}

impl Default for Window {
    fn default() -> Self {
        Self {
            extent: None,
            live: Live::new(Side::Client, ""),
            lines: Vec::new(),
            chosen: Chosen::default(),
            frozen: None,
            background: Background::Folded,
            filter: Filter::default(),
            written: String::new(),
            unread: Vec::new(),
            bytes: None,
            asked: None,
            view: View::Ladder,
            asks: None,
            player: None,
            how: None,
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
        *self = Self {
            filter,
            written,
            background: self.background,
            ..Self::default()
        };
    }

    /// A recording is played in it, over the whole screen.
    pub fn play(&mut self, player: Player) {
        self.extent = Some(Extent::Whole);
        self.player = Some(player);
        self.tell_all();
    }

    /// The recording that is played in it, if one is.
    pub fn player(&self) -> Option<&Player> {
        self.player.as_ref()
    }

    /// Plays it otherwise.
    pub fn obey(&mut self, now: Instant, play: Play) {
        let Some(player) = &mut self.player else {
            return;
        };
        let told = player.obey(now, play);
        if told.start == 0 {
            return self.tell_all();
        }
        player.tell(told, &mut self.live);
        self.fold();
    }

    /// Time has passed.
    pub fn tick(&mut self, now: Instant) {
        if let Some(player) = &mut self.player {
            let told = player.tick(now);
            player.tell(told, &mut self.live);
            self.fold();
        }
    }

    /// What has happened so far, anew.
    fn tell_all(&mut self) {
        if let Some(player) = &self.player {
            self.live = player.empty();
            player.tell(0..player.counts().0, &mut self.live);
        }
        self.fold();
    }

    /// This was noted, by somebody who is called so.
    pub fn on_noted(&mut self, name: &str, language: Language, noted: &Noted) {
        self.live.called(name);
        if noted.missed > 0 {
            let at = noted.entries.first().map_or(0, |entry| {
                i64::try_from(entry.at.as_micros()).unwrap_or(i64::MAX)
            });
            self.live.missed(at, noted.missed);
        }
        for entry in &noted.entries {
            self.live.take(entry);
        }
        self.fold();
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
        let looks = self.extent.is_some() && self.player.is_none() && self.view.is_below();
        if !looks {
            self.asks = None;
            return None;
        }
        let before = self.asks;
        if before.is_some_and(|at| at > now) {
            return None;
        }
        self.asks = Some(now + ASKED_EVERY);
        Some(before.is_none())
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
        self.frozen = match self.frozen {
            Some(_) => None,
            None => Some(self.ladder().rows.next()),
        };
        self.fold();
    }

    /// Shows what is in the background, or folds it.
    pub fn turn_background(&mut self) {
        self.background = match self.background {
            Background::Folded => Background::Shown,
            Background::Shown => Background::Folded,
        };
        self.fold();
    }

    /// Whether the background is folded.
    pub fn folds(&self) -> bool {
        self.background == Background::Folded
    }

    /// Whether the bytes of a row are shown, where that is so unless somebody says
    /// otherwise.
    pub fn shows_bytes(&self, usually: bool) -> bool {
        self.bytes.unwrap_or(usually)
    }

    /// Shows the bytes of the chosen row, or does not.
    pub fn turn_bytes(&mut self, usually: bool) {
        self.bytes = Some(!self.shows_bytes(usually));
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
    fn fold(&mut self) {
        let ladder = self.live.ladder();
        let end = self.frozen.unwrap_or(usize::MAX);
        let rows = ladder.rows.numbered().take_while(|(at, _)| *at < end);
        let shows = |at: usize, row: &Row| {
            let before = at.checked_sub(1).and_then(|at| ladder.rows.get(at));
            let since = before.map_or(0, |before| row.at - before.at);
            self.filter.0.is_empty() || self.filter.shows(ladder, row, since)
        };
        // What is asked for is shown, whatever it is.
        let background = if self.filter.0.is_empty() {
            self.background
        } else {
            Background::Shown
        };
        self.lines = fold::folded(rows, background, shows);
    }
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
