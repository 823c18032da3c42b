//! The window stepped through while it stands still: one event on, one event back. For that
//! it is told once more all that is kept; what comes meanwhile waits.

use chat_wire::live::Live;
use chat_wire::rows::party::Side;
use chat_wire::together::Told;

use crate::app::wire::shown::Noted;
use crate::app::wire::steps::Stepped;
use crate::app::wire::steps::Steps;
use crate::app::wire::steps::Way;
use crate::app::wire::window::Window;

impl Window {
    /// What is stepped through, where something is.
    pub fn steps(&self) -> Option<&Steps> {
        self.steps.as_ref()
    }

    /// One event back or on, and the window stands still.
    pub fn step_event(&mut self, way: Way) -> Stepped {
        let Some(steps) = &mut self.steps else {
            let from = self.frozen.map_or(self.newest, |_| self.froze_at);
            self.frozen = Some(usize::MAX);
            self.steps = Some(Steps {
                from: Some((from, way)),
                ..Steps::default()
            });
            return Stepped::Asks;
        };
        if !steps.go(way) {
            return Stepped::Nowhere;
        }
        let on = steps.done.checked_sub(1).and_then(|at| steps.told.get(at));
        match (way, on.cloned()) {
            (Way::On, Some(on)) => {
                let row = tell(&mut self.live, &on);
                self.fold();
                self.choose_if_any(row);
            }
            (Way::Back | Way::On, _) => self.tell_steps(),
        }
        Stepped::There
    }

    /// This has come while one steps. False: nobody does.
    pub(in crate::app::wire) fn steps_take(&mut self, noted: &Noted) -> bool {
        let Some(steps) = &mut self.steps else {
            return false;
        };
        let begins = steps.from.is_some();
        steps.take(noted);
        if begins {
            self.tell_steps();
        }
        true
    }

    /// Nobody steps any more: what has come meanwhile is shown too.
    pub(in crate::app::wire) fn end_steps(&mut self) {
        if let Some(steps) = self.steps.take() {
            for one in steps.told.iter().skip(steps.done) {
                tell(&mut self.live, one);
            }
            // From there one steps back the next time.
            let newest = steps.told.last().map(|(_, told)| told.entry.at);
            self.newest = newest.unwrap_or(self.newest);
        }
    }

    /// What is shown, anew.
    fn tell_steps(&mut self) {
        let Some(steps) = &self.steps else {
            return;
        };
        let mut live = Live::new(Side::Client, "");
        live.mask(self.masks());
        let mut row = None;
        for one in steps.told.iter().take(steps.done) {
            row = tell(&mut live, one);
        }
        if let Some(own) = self.ladder().parties.first() {
            live.called(&own.name);
        }
        self.live = live;
        self.fold();
        self.choose_if_any(row);
    }

    /// The row of the event that one has stepped to; one that has none changes a mark, and
    /// the newest row is looked at.
    fn choose_if_any(&mut self, row: Option<usize>) {
        let newest = self.ladder().rows.next().checked_sub(1);
        if let Some(row) = row.or(newest) {
            self.choose(row);
        }
    }
}

fn tell(live: &mut Live, (missed, told): &(u64, Told)) -> Option<usize> {
    if *missed > 0 {
        live.missed(told.at(), *missed);
    }
    live.take_from(told.by, &told.entry)
}

#[cfg(test)]
mod tests;
