//! What was said; how often a word was, and which of these messages one is at.

use crate::app::conversation::entry::Entry;
use crate::app::conversation::needle::Needle;
use crate::app::conversation::timeline::Timeline;

/// Messages that have a word, the newest being the first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Which of them one is at.
    pub at: usize,
    /// How many there are.
    pub all: usize,
    /// The newest message that was looked at.
    newest: u64,
}

impl Timeline {
    /// What is here of what was said, the oldest first.
    pub fn said(&self) -> impl Iterator<Item = &Entry> {
        let all = (0..self.log.len()).filter_map(|at| self.log.entry(at));
        all.filter(|entry| entry.kind.is_said())
    }

    /// All that have this word, while one is at the message of this key.
    pub fn tally(&self, word: &Needle, key: u64) -> Tally {
        let place = self.log.index_of(key);
        let mut tally = Tally {
            newest: self.log.newest(),
            ..Tally::default()
        };
        for at in 0..self.log.len() {
            if self.log.entry(at).is_some_and(|entry| entry.has(word)) {
                tally.all += 1;
                tally.at += usize::from(at >= place);
            }
        }
        tally
    }

    /// The same, with what others have said since. Whether there was anything.
    pub fn tally_on(&self, word: &Needle, tally: &mut Tally) -> bool {
        let new = self.log.since(tally.newest, true);
        // What we said was counted while it waited.
        let new = new.filter(|entry| !entry.is_here() && entry.has(word));
        let count = new.count();
        tally.newest = self.log.newest();
        tally.all += count;
        tally.at += count;
        count > 0
    }
}
