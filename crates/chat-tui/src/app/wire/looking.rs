//! The window looked at more closely: what is in the background, bytes, time to scale,
//! other lanes, more rows.

use chat_wire::fold::Background;
use chat_wire::how::Which;
use chat_wire::lanes::Lanes;
use chat_wire::rows::row::Row;

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
