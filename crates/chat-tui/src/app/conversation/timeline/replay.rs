//! What was said before we came stands above everything that has happened since, under a
//! rule that says so: time goes downwards on the screen.

use chat_proto::stamp::Day;
use chat_proto::stamp::Stamp;

use crate::app::conversation::entry::Entry;
use crate::app::conversation::entry::Kind;
use crate::app::conversation::timeline::log::Log;
use crate::app::conversation::timeline::merging::Side;

/// What the rule above it tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Before {
    /// The days from the first to the last of it, where they are known.
    pub days: Option<(Day, Day)>,
    /// How many messages are older than those that are here.
    pub older: u64,
}

impl Log {
    /// We have come here, for the first time.
    pub fn come(&mut self, at: Option<Stamp>) {
        if !self.entries.iter().any(|entry| entry.kind.is_said()) {
            self.came = self.came.or(at);
        }
    }

    /// Something that was said before is told: above what has happened since we came.
    pub fn replay(&mut self, entry: Entry) {
        if self.was_before(&entry) {
            self.merge(vec![entry], Side::Replay);
        } else {
            self.push(entry);
        }
    }

    /// Where a page belongs that begins with this message.
    pub fn place_of_page(&self, first: &Entry) -> usize {
        if !self.was_before(first) {
            return self.place_of(first.seq());
        }
        let lower = |entry: &Entry| entry.seq() > 0 && entry.seq() < first.seq();
        let below = self.entries.iter().rposition(lower);
        below.or_else(|| self.rule()).map_or(0, |at| at + 1)
    }

    /// Puts the rule above what was said before, if that is any and it has none.
    pub fn rule_off_before(&mut self) {
        let first = self.entries.iter().find(|entry| entry.seq() > 0);
        if self.before.is_some() || !first.is_some_and(|first| self.was_before(first)) {
            return;
        }
        let at = self.oldest_place();
        self.put(at, Entry::new(None, Kind::Before, "", ""));
        self.before = self.entries.get(at).map(|rule| rule.key);
    }

    /// What the rule tells.
    pub fn before(&self) -> Before {
        let said = self.entries.iter().filter(|entry| entry.seq() > 0);
        let said = said.take_while(|entry| self.was_before(entry));
        let mut days = said.clone().filter_map(|entry| self.day_of(entry));
        let first = days.next();
        let last = days.last().or(first);
        let seq = said.map(Entry::seq).next();
        Before {
            days: first.zip(last),
            older: seq.map_or(0, |seq| seq - 1),
        }
    }

    fn was_before(&self, entry: &Entry) -> bool {
        let times = self.came.zip(entry.at());
        times.is_some_and(|(came, said)| said < came)
    }

    /// Where the rule is.
    fn rule(&self) -> Option<usize> {
        let key = self.before?;
        self.entries.iter().position(|entry| entry.key == key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn minute(minute: u64) -> Stamp {
        Stamp::from_unix_ms(minute * 60_000)
    }

    fn said(seq: u64) -> Entry {
        let mut entry = Entry::new(Some(minute(seq)), Kind::Said, "bob", &seq.to_string());
        entry.set_seq(seq);
        entry
    }

    #[test]
    fn pages_go_above_a_replay_without_moving_it() {
        let mut log = Log::at(0);
        log.push(Entry::new(Some(minute(9000)), Kind::Hint, "", "came"));
        log.come(Some(minute(9000)));
        (2001..=3000).for_each(|seq| log.replay(said(seq)));
        log.push(said(9001));
        let keys = |log: &Log| -> Vec<_> {
            let told = log.entries.iter().filter(|entry| entry.seq() > 2000);
            told.map(|entry| entry.key).collect()
        };
        let before = keys(&log);
        assert_eq!(log.before().older, 2000);
        for page in (0..10).rev() {
            let page = page * 200 + 1..=(page + 1) * 200;
            log.merge(page.map(said).collect(), Side::Up);
        }
        assert_eq!(keys(&log), before, "no place has moved");
        assert_eq!(log.before().older, 0);
        let numbers = log.entries.iter().map(Entry::seq).filter(|seq| *seq > 0);
        assert!(numbers.eq((1..=3000).chain([9001])));
        let first = log
            .entries
            .iter()
            .position(|entry| entry.kind == Kind::Before);
        assert_eq!(first, Some(0));
        let own = log
            .entries
            .iter()
            .rposition(|entry| entry.kind == Kind::Hint);
        assert_eq!(own, Some(log.entries.len() - 2));
        let sorted = log.entries.iter().map(|entry| entry.key);
        assert!(sorted.is_sorted());
    }
}
