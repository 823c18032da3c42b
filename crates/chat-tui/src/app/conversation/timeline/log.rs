//! The entries of a history, in order: what has arrived, what waits below it,
//! and the rules between. Which part is looked at is the timeline's, above.

use std::collections::VecDeque;

use chat_proto::stamp::Day;
use chat_proto::stamp::Stamp;

use crate::app::conversation::digest::Change;
use crate::app::conversation::digest::Digest;
use crate::app::conversation::entry::Cited;
use crate::app::conversation::entry::Entry;
use crate::app::conversation::entry::Kind;
use crate::speech::Speech;

/// The entries.
#[derive(Debug, Default)]
pub struct Log {
    pub(super) entries: VecDeque<Entry>,
    /// Our own messages that nobody has confirmed: below everything else.
    pub(super) pending: VecDeque<Entry>,
    /// The day of the newest entry; a rule stands before another one.
    pub(super) day: Option<Day>,
    /// The comings and goings that the newest entry tells, if it does.
    pub(super) digest: Option<(u64, Digest)>,
    eyes: Eyes,
    /// The entry that rules off what is unread, if it is still there.
    pub(super) ruler: Option<u64>,
    pub(super) offset_minutes: i32,
    /// When we came here first.
    pub(super) came: Option<Stamp>,
    /// The rule above what was said before that, if there is one.
    pub(super) before: Option<u64>,
    /// The stretches that are missing, as rows say.
    pub(super) gaps: Vec<(u64, u64)>,
    pub(super) keys: u64,
    pub(super) bytes: usize,
}

/// Whether somebody looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Eyes {
    /// The ruler does not move.
    #[default]
    Here,
    /// Nothing has come since: the next message gets the ruler before it.
    Gone,
    /// What comes is counted by the ruler.
    Missing,
}

impl Log {
    /// An empty one, at a place so many minutes east of UTC.
    pub fn at(offset_minutes: i32) -> Self {
        Self {
            offset_minutes,
            ..Self::default()
        }
    }

    /// Something arrived.
    pub fn push(&mut self, entry: Entry) {
        self.rule_off_day(&entry);
        self.append(entry);
    }

    /// Somebody said something just now: while nobody looks, it is unread.
    pub fn push_unread(&mut self, entry: Entry) {
        match self.eyes {
            Eyes::Here => {}
            Eyes::Gone => {
                self.drop_ruler();
                self.append(Entry::new(None, Kind::Unread(1), "", ""));
                self.ruler = Some(self.keys);
                self.eyes = Eyes::Missing;
            }
            Eyes::Missing => {
                if let Some((at, count)) = self.ruler()
                    && let Some(ruler) = self.entries.get_mut(at)
                {
                    ruler.kind = Kind::Unread(count + 1);
                }
            }
        }
        self.push(entry);
    }

    /// Somebody came or left: told by one entry with those who did so just
    /// before. Whoever does so alone is told by the entry's own words.
    pub fn gather(&mut self, mut entry: Entry, place: &str, changes: &[Change], speech: &Speech) {
        let same_day = self.day_of(&entry).is_none_or(|day| self.day == Some(day));
        if let (Some((key, digest)), Some(newest)) = (&mut self.digest, self.entries.back_mut())
            && newest.key == *key
            && same_day
            && digest.add(place, changes)
        {
            self.bytes -= newest.weight();
            newest.set_text(&digest.words(speech));
            self.bytes += newest.weight();
            return;
        }
        let digest = Digest::new(place, changes);
        if changes.len() > 1 {
            entry.set_text(&digest.words(speech));
        }
        self.push(entry);
        self.digest = Some((self.keys, digest));
    }

    /// We said something; the session bounds how much may wait.
    pub fn push_own(&mut self, ticket: u64, mut entry: Entry) {
        entry.key = self.next_key();
        entry.kind = Kind::Waiting(ticket);
        entry.set_here();
        self.pending.push_back(entry);
    }

    /// Whether what we said under this ticket has no fate yet.
    pub fn waits(&self, ticket: u64) -> bool {
        let mut pending = self.pending.iter();
        pending.any(|entry| entry.kind == Kind::Waiting(ticket))
    }

    /// What we said under this ticket has its fate: it takes its place in the
    /// order that everybody sees. Its old key and its new one come back.
    /// What was told as unconfirmed has one already, and is changed there.
    pub fn settle(&mut self, ticket: u64, change: impl FnOnce(&mut Entry)) -> Option<(u64, u64)> {
        let waits = |entry: &Entry| entry.kind == Kind::Waiting(ticket);
        let Some(at) = self.pending.iter().position(waits) else {
            let at = self.unconfirmed(ticket)?;
            let entry = self.entries.get_mut(at)?;
            self.bytes -= entry.weight();
            let said = entry.said().to_owned();
            entry.set_text(&said);
            change(entry);
            self.bytes += entry.weight();
            let (seq, refers) = (entry.seq(), entry.refers());
            if let Some((_, target)) = refers {
                self.tie(target);
            }
            if self.index_of_seq(seq).is_some_and(|other| other != at) {
                self.take_away(at);
            }
            return None;
        };
        let mut entry = self.pending.remove(at)?;
        let old = entry.key;
        change(&mut entry);
        Some((old, self.take_place(entry)))
    }

    /// The message with this number was taken back: these words stand there instead.
    pub fn take_back(&mut self, seq: u64, words: &str) {
        if self.untie(seq) {
            return;
        }
        let is_it = |entry: &&mut Entry| entry.kind.is_said() && entry.seq() == seq && seq > 0;
        if let Some(entry) = self.entries.iter_mut().rev().find(is_it) {
            self.bytes -= entry.weight();
            entry.kind = Kind::TakenBack;
            entry.for_you = false;
            entry.set_text(words);
            self.bytes += entry.weight();
        }
        // Nor is it quoted any more.
        for entry in &mut self.entries {
            let refers = entry.refers().filter(|(_, of)| *of == seq);
            let Some((how, _)) = refers else {
                continue;
            };
            self.bytes -= entry.weight();
            let quote = format!("#{seq}");
            entry.cite(&Cited { how, seq, quote });
            self.bytes += entry.weight();
        }
    }

    /// What has come after this key, the oldest first: all of it, or without the
    /// newest where it tells comings and goings that more may join.
    pub fn since(&self, key: u64, all: bool) -> impl Iterator<Item = &Entry> {
        let from = self.entries.partition_point(|entry| entry.key <= key);
        let newest = self.entries.back().map(|entry| entry.key);
        let digest = self.digest.as_ref().map(|(key, _)| *key);
        let open = digest.filter(|key| !all && Some(*key) == newest);
        let new = self.entries.range(from..);
        new.take_while(move |entry| open != Some(entry.key))
    }

    /// The comings and goings that an entry tells, if they are the last ones.
    pub fn digest_of(&self, key: u64) -> Option<&[Change]> {
        let (known, digest) = self.digest.as_ref()?;
        (*known == key).then(|| digest.changes())
    }

    /// What comes and goes from now on is told by another entry.
    pub fn end_digest(&mut self) {
        self.digest = None;
    }

    /// Where the entry is that nobody had confirmed in time.
    pub fn unconfirmed(&self, ticket: u64) -> Option<usize> {
        let entries = self.entries.iter();
        let mut newest_first = entries.enumerate().rev();
        let found = newest_first.find(|(_, entry)| entry.kind == Kind::Unconfirmed(ticket));
        found.map(|(at, _)| at)
    }

    /// The key of the newest that has its place.
    pub(in crate::app) fn newest(&self) -> u64 {
        self.entries.back().map_or(0, |entry| entry.key)
    }

    /// The newest that we said, and others perhaps did not get.
    pub fn newest_to_mend(&self) -> Option<&Entry> {
        let mut newest_first = self.entries.iter().rev();
        newest_first.find(|entry| entry.kind.wants_mending())
    }

    /// Takes an entry away, if it is still there.
    pub fn remove(&mut self, key: u64) {
        let at = self.index_of(key);
        let same = self.entries.get(at).is_some_and(|entry| entry.key == key);
        if same && let Some(entry) = self.entries.remove(at) {
            self.bytes -= entry.weight();
        }
    }

    /// Forgets everything that is confirmed.
    pub fn clear(&mut self) {
        self.entries.clear();
        self.digest = None;
        self.ruler = None;
        self.before = None;
        self.gaps.clear();
        self.bytes = 0;
    }

    /// Nobody looks from now on.
    pub fn look_away(&mut self) {
        if self.eyes == Eyes::Here {
            self.eyes = Eyes::Gone;
        }
    }

    /// Somebody looks.
    pub fn look_back(&mut self) {
        self.eyes = Eyes::Here;
    }

    /// Takes the ruler away.
    pub fn drop_ruler(&mut self) {
        let found = self.ruler().and_then(|(at, _)| self.entries.remove(at));
        if let Some(ruler) = found {
            self.bytes -= ruler.weight();
        }
        self.ruler = None;
    }

    /// Where the ruler is, and how many it counts.
    pub fn ruler(&self) -> Option<(usize, usize)> {
        let key = self.ruler?;
        let at = self.index_of(key);
        let entry = self.entry(at).filter(|entry| entry.key == key)?;
        entry.kind.unread().map(|count| (at, count))
    }

    /// How many of them are not our own that wait.
    pub fn kept(&self) -> usize {
        self.entries.len()
    }

    /// And their bytes.
    pub fn bytes(&self) -> usize {
        self.bytes
    }

    /// How many there are.
    #[expect(clippy::len_without_is_empty, reason = "nobody asks for that")]
    pub fn len(&self) -> usize {
        self.entries.len() + self.pending.len()
    }

    /// One of them, from the oldest.
    pub fn entry(&self, index: usize) -> Option<&Entry> {
        match index.checked_sub(self.entries.len()) {
            None => self.entries.get(index),
            Some(index) => self.pending.get(index),
        }
    }

    /// All of it is shown from now on.
    pub(in crate::app) fn unfold(&mut self, index: usize) {
        let entry = match index.checked_sub(self.entries.len()) {
            None => self.entries.get_mut(index),
            Some(index) => self.pending.get_mut(index),
        };
        if let Some(entry) = entry {
            entry.set_whole();
        }
    }

    /// Where the entry of this key is; where it was trimmed, the oldest after it.
    pub fn index_of(&self, key: u64) -> usize {
        let waiting = self.pending.iter().position(|entry| entry.key == key);
        match waiting {
            Some(at) => self.entries.len() + at,
            None => self.entries.partition_point(|entry| entry.key < key),
        }
    }

    /// The day on which it was.
    pub fn day_of(&self, entry: &Entry) -> Option<Day> {
        entry.at().map(|at| at.day(self.offset_minutes))
    }

    /// The first day needs no rule: it stands at the top of the screen.
    fn rule_off_day(&mut self, entry: &Entry) {
        let Some(day) = self.day_of(entry) else {
            return;
        };
        if self.day.is_some_and(|before| before != day) {
            self.append(Entry::new(None, Kind::Day(day), "", ""));
        }
        self.day = Some(day);
    }

    fn append(&mut self, mut entry: Entry) {
        entry.key = self.next_key();
        self.bytes += entry.weight();
        let refers = entry.refers();
        self.entries.push_back(entry);
        if let Some((_, target)) = refers {
            self.tie(target);
        }
    }

    fn next_key(&mut self) -> u64 {
        self.keys += STEP;
        self.keys
    }
}

/// From one key to the next: what comes between later has room there.
pub(super) const STEP: u64 = 1 << 24;
