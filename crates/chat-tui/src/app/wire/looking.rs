//! The window looked at more closely: what is in the background, bytes, time to scale,
//! other lanes, more rows.

use chat_wire::fold::Background;
use chat_wire::fold::Line;
use chat_wire::fold::Span;
use chat_wire::how::Which;
use chat_wire::lanes::Lanes;
use chat_wire::rows::row::Row;

use crate::app::wire::chosen::row_of;
use crate::app::wire::window::Window;

impl Window {
    /// Shows what is in the background, or folds it.
    pub fn turn_background(&mut self) {
        self.folding.background = match self.folding.background {
            Background::Folded => Background::Shown,
            Background::Shown => Background::Folded,
        };
        self.fold();
    }

    /// Shows what is folded beside the chosen row, or folds it again. False: nothing is.
    pub fn turn_fold(&mut self) -> bool {
        if self.folding.unfolded.take().is_none() {
            self.folding.unfolded = self.fold_beside();
            if self.folding.unfolded.is_none() {
                return false;
            }
        }
        self.fold();
        true
    }

    /// The rows that are folded above the chosen one, or else below it.
    fn fold_beside(&self) -> Option<Span> {
        let chosen = self.chosen()?;
        let rows = &self.ladder().rows;
        let at = self.lines.iter().position(|l| row_of(l) == Some(chosen))?;
        let folds = |line: &Line| match line {
            Line::Folded(folded) => folded.pings + folded.answers > 0,
            Line::Row(_) | Line::Silence(_) | Line::Blank => false,
        };
        let row_at = |at: usize| self.lines.get(at).and_then(row_of);
        let above = at.checked_sub(1).and_then(|above| self.lines.get(above));
        if above.is_some_and(folds) {
            let before = at.checked_sub(2).and_then(row_at);
            let first = before.map_or_else(|| rows.first(), |row| row + 1);
            return Some((first, chosen.saturating_sub(1)));
        }
        let below = self.lines.get(at + 1).is_some_and(folds);
        let next = row_at(at + 2).unwrap_or_else(|| rows.next());
        below.then_some((chosen + 1, next.saturating_sub(1)))
    }

    /// Whether the background is folded.
    pub fn folds(&self) -> bool {
        self.folding.background == Background::Folded
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

    /// Time to scale, or a row for each event.
    pub fn turn_scale(&mut self) {
        self.folding.scale = match self.folding.scale {
            Some(_) => None,
            None => Some(self.closer.scale()),
        };
        self.fold();
    }

    /// Time to scale, closer or from further away.
    pub fn zoom(&mut self, closer: bool) {
        if self.folding.scale.is_some() {
            self.closer.zoom(closer);
        }
        self.folding.scale = Some(self.closer.scale());
        self.fold();
    }

    /// How many microseconds a row stands for, where time is to scale.
    pub fn scale(&self) -> Option<i64> {
        self.folding.scale
    }

    /// The lanes of other people.
    pub fn turn_lanes(&mut self) {
        self.closer.passed += 1;
    }

    /// Whether there are lanes that a narrow window has no room for.
    pub fn has_more_lanes(&self) -> bool {
        Lanes::folding(self.ladder(), 0, 0).hidden > 0
    }

    /// The room and the number of this message, as far as a row tells them.
    pub fn number_of(&self, which: &Which) -> Option<(Option<String>, u64)> {
        match which {
            Which::Number { seq, room } => Some(((!room.is_empty()).then(|| room.clone()), *seq)),
            Which::Id(id) => {
                let payloads = self.ladder().rows.iter().filter_map(Row::payload);
                let mut named = payloads.filter(|payload| payload.id.as_ref() == Some(id));
                named.find_map(|payload| Some((payload.room.clone(), payload.seq?)))
            }
            Which::Own(_) => None,
        }
    }

    /// How many people's lanes are passed over, where not all have room.
    pub fn passed_over(&self) -> usize {
        self.closer.passed
    }

    /// Says what the row is, or does not.
    pub fn turn_sentence(&mut self) {
        self.closer.hides_sentence = !self.closer.hides_sentence;
    }

    /// Whether it is said what the row is.
    pub fn has_sentence(&self) -> bool {
        !self.closer.hides_sentence
    }
}
