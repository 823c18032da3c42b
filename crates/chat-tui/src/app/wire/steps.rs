//! What is stepped through while the window stands still, and how far one is. Plain values.

use std::time::Duration;

use chat_wire::together::Told;

use crate::app::wire::shown::Noted;

/// What became of a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stepped {
    /// The event is shown.
    There,
    /// All that is kept is to be told once more: then it is shown.
    Asks,
    /// There is none that way.
    Nowhere,
}

/// What was told, and how much of it is shown. As much as a program keeps while somebody
/// looks, and what comes until one goes on.
#[derive(Debug, Default)]
pub struct Steps {
    /// Each with how many events are missing before it.
    pub(in crate::app::wire) told: Vec<(u64, Told)>,
    pub(in crate::app::wire) done: usize,
    /// Where the window stood still, and which way one goes from there; nothing once it was
    /// told everything.
    pub(in crate::app::wire) from: Option<(Duration, Way)>,
}

/// Which way one goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// To the event before.
    Back,
    /// To the next one.
    On,
}

impl Steps {
    /// How many events are shown, and how many there are.
    pub fn counts(&self) -> (usize, usize) {
        (self.done, self.told.len())
    }

    /// This has come.
    pub(in crate::app::wire) fn take(&mut self, noted: &Noted) {
        let entries = noted.entries.iter().cloned();
        let missed = std::iter::once(noted.missed).chain(std::iter::repeat(0));
        self.told.extend(missed.zip(entries));
        if let Some((from, way)) = self.from.take() {
            let shown = |(_, told): &&(u64, Told)| told.entry.at <= from;
            self.done = self.told.iter().filter(shown).count();
            self.go(way);
        }
    }

    /// False: there is nothing that way.
    pub(in crate::app::wire) fn go(&mut self, way: Way) -> bool {
        let was = self.done;
        self.done = match way {
            Way::Back => was.saturating_sub(1),
            Way::On => (was + 1).min(self.told.len()),
        };
        was != self.done
    }
}
