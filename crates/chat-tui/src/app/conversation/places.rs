//! The conversations: one for each room and each person, each with a history
//! and a draft of its own, and which of them is shown.

use chat_proto::frame::peer::Whom;
use chat_proto::room::RoomName;

use crate::app::conversation::timeline::Timeline;
use crate::app::input::composer::Composer;
use crate::speech::Speech;

/// All of them. One is always shown.
#[derive(Debug)]
pub struct Places {
    shown: Conversation,
    /// In no order: each has its number.
    hidden: Vec<Conversation>,
    /// The one that was shown before.
    last: Option<With>,
    /// How often another one was shown.
    showings: u64,
    offset_minutes: i32,
    kept: Kept,
}

/// How much is kept, of all of them together.
#[derive(Clone, Copy, Debug)]
pub struct Kept {
    messages: usize,
    bytes: usize,
}

/// One of them.
#[derive(Debug)]
pub struct Conversation {
    /// With whom.
    pub with: With,
    /// What was said.
    pub timeline: Timeline,
    /// What is being written.
    pub composer: Composer,
    /// The message that a list led to, until the next key.
    pub led_to: Option<u64>,
    /// How many messages came while another one was shown.
    pub unread: usize,
    /// How many of these are for us.
    pub for_you: usize,
    /// Its place in the list.
    number: u64,
    /// When it was shown last, counted in showings.
    shown_last: u64,
}

/// Messages of a room that are not here any more: both numbers included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Forgotten {
    /// Which room.
    pub room: RoomName,
    /// The first.
    pub from: u64,
    /// The last.
    pub to: u64,
}

/// With whom one speaks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum With {
    /// With nobody: every room was left.
    Nobody,
    /// With everybody in a room.
    Room(RoomName),
    /// With one person.
    Person(Whom),
}

impl With {
    /// As it is written in lists.
    pub fn title(&self, speech: &Speech) -> String {
        match self {
            Self::Nobody => speech.screen.no_room().to_owned(),
            Self::Room(room) => format!("#{room}"),
            Self::Person(whom) => whom.shown.clone(),
        }
    }
}

impl Places {
    /// One conversation, at a place so many minutes east of UTC.
    pub fn new(with: With, offset_minutes: i32, kept: Kept) -> Self {
        Self {
            shown: Conversation::new(with, 0, Timeline::at(offset_minutes)),
            hidden: Vec::new(),
            last: None,
            showings: 0,
            offset_minutes,
            kept,
        }
    }

    /// The one that is shown.
    pub fn shown(&self) -> &Conversation {
        &self.shown
    }

    /// The same, to change it.
    pub fn shown_mut(&mut self) -> &mut Conversation {
        &mut self.shown
    }

    /// All of them in order.
    pub fn listed(&self) -> Vec<&Conversation> {
        let mut all: Vec<_> = self.hidden.iter().chain([&self.shown]).collect();
        all.sort_by_key(|one| one.number);
        all
    }

    /// All of them: the one shown before the others first, the shown one last.
    pub fn by_recency(&self) -> Vec<&Conversation> {
        let mut all: Vec<_> = self.hidden.iter().collect();
        all.sort_by_key(|one| std::cmp::Reverse((one.shown_last, one.number)));
        all.push(&self.shown);
        all
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.hidden.len() + 1
    }

    /// The one with these people, if there is one.
    pub fn find(&mut self, with: &With) -> Option<&mut Conversation> {
        self.all_mut().find(|one| one.with == *with)
    }

    /// What was said there, if there is such a one.
    pub fn timeline_of(&self, with: &With) -> Option<&Timeline> {
        let mut all = self.hidden.iter().chain([&self.shown]);
        all.find(|one| one.with == *with).map(|one| &one.timeline)
    }

    /// Whether there is one with these people.
    pub fn has(&self, with: &With) -> bool {
        self.hidden
            .iter()
            .chain([&self.shown])
            .any(|one| one.with == *with)
    }

    /// The one with these people, or else the shown one.
    pub fn find_or_shown(&mut self, with: &With) -> &mut Conversation {
        let hidden = self.hidden.iter_mut().find(|one| one.with == *with);
        hidden.unwrap_or(&mut self.shown)
    }

    /// The one in which our message of this ticket waits, or is unconfirmed.
    pub fn holding(&mut self, ticket: u64) -> Option<&mut Conversation> {
        if self.all_mut().any(|one| one.timeline.waits(ticket)) {
            return self.all_mut().find(|one| one.timeline.waits(ticket));
        }
        let mut all = self.all_mut();
        all.find(|one| one.timeline.is_unconfirmed(ticket))
    }

    /// Whether there is one with these people now; not where there are too many.
    pub fn open(&mut self, with: &With) -> bool {
        if self.find(with).is_some() {
            return true;
        }
        if self.shown.with == With::Nobody {
            self.shown.with = with.clone();
            return true;
        }
        if self.count() >= CONVERSATIONS {
            return false;
        }
        let number = self.all_mut().map(|one| one.number).max().unwrap_or(0) + 1;
        let timeline = Timeline::at(self.offset_minutes);
        let mut new = Conversation::new(with.clone(), number, timeline);
        new.timeline.look_away();
        self.hidden.push(new);
        true
    }

    /// Shows this one, if there is one.
    pub fn show(&mut self, with: &With) {
        let found = self.hidden.iter_mut().find(|one| one.with == *with);
        let Some(wanted) = found else {
            return;
        };
        self.last = Some(self.shown.with.clone());
        self.shown.timeline.look_away();
        std::mem::swap(&mut self.shown, wanted);
        self.showings += 1;
        self.shown.shown_last = self.showings;
        self.shown.unread = 0;
        self.shown.for_you = 0;
    }

    /// Forgets this one, and shows the one before it if it was shown.
    pub fn close(&mut self, with: &With) {
        if self.shown.with == *with {
            let before = self.last.clone().filter(|last| self.find(last).is_some());
            let any = self.hidden.first().map(|one| one.with.clone());
            if let Some(other) = before.or(any) {
                self.show(&other);
            } else {
                // The last one keeps what one may still want to read.
                self.shown.with = With::Nobody;
                self.shown.timeline.end_numbering();
            }
        }
        self.hidden.retain(|one| one.with != *with);
    }

    /// Somebody is called otherwise. The conversation with them, if it has another
    /// title now.
    pub fn renamed(&mut self, was: &str, now: &str) -> Option<&mut Conversation> {
        let now = With::Person(Whom::new(now));
        if self.has(&now) {
            return None;
        }
        let one = self.find(&With::Person(Whom::new(was)))?;
        one.with = now;
        Some(one)
    }

    /// The one that wants an eye most: who speaks to us comes first.
    pub fn most_wanted(&self) -> Option<&With> {
        let listed = self.listed();
        let for_you = listed.iter().find(|one| one.for_you > 0);
        let wanted = for_you.or_else(|| listed.iter().find(|one| one.unread > 0));
        wanted.map(|one| &one.with)
    }

    /// The one at this place of the list.
    pub fn at(&self, place: usize) -> Option<&With> {
        self.listed().get(place).map(|one| &one.with)
    }

    /// The one so many places further down, going around.
    pub fn further(&self, places: usize) -> Option<&With> {
        let listed = self.listed();
        let at = listed
            .iter()
            .position(|one| one.number == self.shown.number)?;
        let wanted = listed.get((at + places) % listed.len().max(1))?;
        Some(&wanted.with)
    }

    /// What comes and goes from now on is told by other entries, everywhere.
    pub fn end_digests(&mut self) {
        for one in self.all_mut() {
            one.timeline.end_digest();
        }
    }

    /// The one that was shown before.
    pub fn last(&self) -> Option<&With> {
        self.last.as_ref()
    }

    /// Forgets what is more than is kept: the oldest of the conversation that was
    /// not shown for longest, but its newest few while another one has more.
    /// What is not here any more of which room comes back.
    pub fn trim(&mut self) -> Vec<Forgotten> {
        let mut forgotten: Vec<Forgotten> = Vec::new();
        let (mut messages, mut bytes) = (0, 0);
        for one in self.all_mut() {
            messages += one.timeline.kept();
            bytes += one.timeline.bytes();
        }
        while messages > self.kept.messages || bytes > self.kept.bytes {
            let Some(one) = self.least_wanted() else {
                break;
            };
            let before = (one.timeline.kept(), one.timeline.bytes());
            let gone = one.timeline.forget_farthest(FEW);
            if let (With::Room(room), Some((from, to))) = (&one.with, gone) {
                let room = room.clone();
                forgotten.push(Forgotten { room, from, to });
            }
            messages -= before.0 - one.timeline.kept();
            bytes -= before.1 - one.timeline.bytes();
        }
        forgotten
    }

    fn least_wanted(&mut self) -> Option<&mut Conversation> {
        let shown = self.shown.number;
        let all = self.all_mut().filter(|one| one.timeline.kept() > 0);
        all.min_by_key(|one| {
            let few = one.timeline.kept() <= FEW;
            (few, one.number == shown, one.shown_last)
        })
    }

    /// Nothing that is here belongs to a numbering any more.
    pub fn end_numbering(&mut self) {
        for one in self.all_mut() {
            one.timeline.end_numbering();
        }
    }

    fn all_mut(&mut self) -> impl Iterator<Item = &mut Conversation> {
        [&mut self.shown].into_iter().chain(&mut self.hidden)
    }
}

impl Conversation {
    /// The message with this number was taken back: these words stand there instead.
    pub fn take_back(&mut self, seq: u64, words: &str) {
        self.timeline.log.take_back(seq, words);
    }

    /// Its number, which no other one has.
    pub fn number(&self) -> u64 {
        self.number
    }

    fn new(with: With, number: u64, timeline: Timeline) -> Self {
        Self {
            with,
            timeline,
            composer: Composer::default(),
            led_to: None,
            unread: 0,
            for_you: 0,
            number,
            shown_last: 0,
        }
    }
}

impl Kept {
    /// So many messages; and their bytes, should they all be as long as they may
    /// be.
    pub fn messages(messages: usize) -> Self {
        Self {
            messages: messages.clamp(FEW, MOST_MESSAGES),
            bytes: messages.saturating_mul(EACH).max(BYTES),
        }
    }
}

/// Nobody reads more, and a slip in a configuration fills no memory.
const MOST_MESSAGES: usize = 1_000_000;
/// Bytes for each of them, as messages are.
const EACH: usize = 180;
/// And for fewer, should they all be long: with what the program needs besides,
/// less than 30 MB.
const BYTES: usize = 18 << 20;
/// The newest of a conversation: some screens full.
const FEW: usize = 100;
/// More than one person follows, and a bound on who can open them from outside.
const CONVERSATIONS: usize = 64;

#[cfg(test)]
mod tests;
