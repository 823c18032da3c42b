//! One thing in a history: what somebody said, or what happened.

use std::borrow::Cow;
use std::ops::Range;

use chat_proto::stamp::Day;
use chat_proto::stamp::Stamp;

use crate::app::conversation::needle::Needle;

/// One message or happening.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Its number, in order of arrival.
    pub key: u64,
    /// What it is.
    pub kind: Kind,
    /// Whether it names us, or was said to us alone.
    pub for_you: bool,
    /// [`HERE`], [`WHOLE`] and [`REPLIES`].
    marks: u8,
    /// When, by the server's clock: milliseconds since 1970, or [`NO_TIME`].
    at: u64,
    /// Who speaks (empty for what happened), then what is read; of an answer, before that a
    /// line with the number that it answers and what is quoted of it.
    words: Box<str>,
    /// Its number in its room, or 0: see [`Entry::seq`].
    seq: u32,
    /// Bytes of the name.
    name: u16,
}

/// Which message one answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// Its number in the room.
    pub seq: u64,
    /// Who said it, and how it begins; or only the number.
    pub quote: String,
}

/// What an entry is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Somebody said it.
    Said,
    /// We said it, and everybody has it.
    Own,
    /// We said it under this ticket, and nobody has confirmed it.
    Waiting(u64),
    /// We said it and it was refused.
    Refused,
    /// Somebody said it, and it was taken back.
    TakenBack,
    /// We said it under this ticket and have no confirmation: it may have arrived.
    Unconfirmed(u64),
    /// Somebody came, left, is called otherwise.
    Happened,
    /// This program says it.
    Hint,
    /// Something went wrong.
    Trouble,
    /// A rule: another day begins.
    Day(Day),
    /// A rule: so many are unread below it.
    Unread(usize),
    /// A rule: so many messages are not here yet.
    Gap(u64),
    /// A rule: what is below it was said before we came.
    Before,
    /// A rule: nothing older is kept.
    Start,
}

impl Kind {
    /// Whether somebody said it.
    pub fn is_said(self) -> bool {
        match self {
            Self::Said
            | Self::Own
            | Self::Waiting(_)
            | Self::Refused
            | Self::TakenBack
            | Self::Unconfirmed(_) => true,
            Self::Happened
            | Self::Hint
            | Self::Trouble
            | Self::Day(_)
            | Self::Unread(_)
            | Self::Gap(_)
            | Self::Before
            | Self::Start => false,
        }
    }

    /// Whether we said it, and others perhaps did not get it.
    pub fn wants_mending(self) -> bool {
        matches!(self, Self::Refused | Self::Unconfirmed(_))
    }

    /// The day that it begins, if it is such a rule.
    pub fn day(self) -> Option<Day> {
        if let Self::Day(day) = self {
            return Some(day);
        }
        None
    }

    /// How many are unread below it, if it is such a rule.
    pub fn unread(self) -> Option<usize> {
        if let Self::Unread(count) = self {
            return Some(count);
        }
        None
    }

    /// Whether it is a line across, and no text.
    pub fn is_rule(self) -> bool {
        matches!(
            self,
            Self::Day(_) | Self::Unread(_) | Self::Gap(_) | Self::Before | Self::Start
        )
    }

    /// How many messages are not here, if it says so.
    pub fn gap(self) -> Option<u64> {
        if let Self::Gap(count) = self {
            return Some(count);
        }
        None
    }

    /// Whether it says that some are not here.
    pub fn is_gap(self) -> bool {
        self.gap().is_some()
    }
}

impl Entry {
    /// One that has no number yet.
    pub fn new(at: Option<Stamp>, kind: Kind, name: &str, text: &str) -> Self {
        let mut entry = Self {
            key: 0,
            seq: 0,
            kind,
            for_you: false,
            marks: 0,
            at: NO_TIME,
            words: Box::default(),
            name: 0,
        };
        entry.set_at(at);
        entry.set_words(name, text);
        entry
    }

    /// Its number in its room, or 0 where it has none (or one above four thousand
    /// million); of a gap the first that is missing.
    pub fn seq(&self) -> u64 {
        u64::from(self.seq)
    }

    pub(in crate::app) fn set_seq(&mut self, seq: u64) {
        self.seq = u32::try_from(seq).unwrap_or(0);
    }

    /// Whether it was written here.
    pub fn is_here(&self) -> bool {
        self.marks & HERE > 0
    }

    pub(in crate::app) fn set_here(&mut self) {
        self.marks |= HERE;
    }

    /// Whether all of it is shown, however long it is.
    pub(in crate::app) fn is_whole(&self) -> bool {
        self.marks & WHOLE > 0
    }

    pub(in crate::app) fn set_whole(&mut self) {
        self.marks |= WHOLE;
    }

    /// When, by the server's clock.
    pub fn at(&self) -> Option<Stamp> {
        (self.at != NO_TIME).then(|| Stamp::from_unix_ms(self.at))
    }

    /// Who speaks; empty for what happened.
    pub fn name(&self) -> &str {
        self.split().0
    }

    /// What is read.
    pub fn text(&self) -> &str {
        self.split().2
    }

    /// What it answers: who said that, and how it begins. Empty where it answers nothing.
    pub fn quote(&self) -> &str {
        self.split()
            .1
            .split_once(' ')
            .map_or("", |(_, quote)| quote)
    }

    /// Whether it answers the message of this number.
    pub(in crate::app) fn answers(&self, seq: u64) -> bool {
        let number = self.split().1.split_once(' ').map(|(number, _)| number);
        number.and_then(|number| number.parse().ok()) == Some(seq)
    }

    /// It answers this message.
    pub(in crate::app) fn set_reply(&mut self, reply: &Reply) {
        let (name, text) = (self.name().to_owned(), self.text().to_owned());
        let quote = reply.quote.replace(['\n', '\t'], " ");
        let words = format!("{name}{} {quote}\n{text}", reply.seq);
        self.words = words.into_boxed_str();
        self.marks |= REPLIES;
    }

    pub(in crate::app) fn set_at(&mut self, at: Option<Stamp>) {
        self.at = at.map_or(NO_TIME, Stamp::unix_ms);
    }

    pub(in crate::app) fn set_words(&mut self, name: &str, text: &str) {
        // A line break in a name could make a row that looks like another's.
        let name = name.replace(['\n', '\t'], " ");
        let end = if self.marks & REPLIES > 0 { "\n" } else { "" };
        let words = [name.as_str(), self.split().1, end, text].concat();
        self.name = u16::try_from(name.len()).unwrap_or(0);
        self.words = words.into_boxed_str();
    }

    pub(in crate::app) fn set_text(&mut self, text: &str) {
        let name = self.name().to_owned();
        self.set_words(&name, text);
    }

    /// The name, the line of what it answers, the text.
    fn split(&self) -> (&str, &str, &str) {
        let name = usize::from(self.name);
        let (name, rest) = self.words.split_at_checked(name).unwrap_or_default();
        let replies = self.marks & REPLIES > 0;
        let quoted = rest.split_once('\n').filter(|_| replies);
        let (line, text) = quoted.unwrap_or(("", rest));
        (name, line, text)
    }

    /// What we said, without the line under it that tells its fate.
    pub(in crate::app) fn said(&self) -> &str {
        match self.text().rsplit_once('\n') {
            Some((said, _)) if self.kind.wants_mending() => said,
            Some(_) | None => self.text(),
        }
    }

    /// Puts a line that tells its fate under what we said.
    pub(in crate::app) fn tell(&mut self, kind: Kind, fate: &str) {
        self.kind = kind;
        self.set_text(&format!("{}\n{}", self.text(), fate.replace('\n', " ")));
    }

    /// What is wrapped: with the name, where that has no column, under what it answers.
    pub(in crate::app) fn shown(&self, inline: bool) -> Cow<'_, str> {
        let said = self.shown_alone(inline);
        match self.quote() {
            "" => said,
            quote => Cow::Owned(format!("{ANSWERS}{quote}\n{said}")),
        }
    }

    /// Bytes of what is shown that stand for the message that it answers.
    pub fn quoted(&self) -> usize {
        match self.quote() {
            "" => 0,
            quote => ANSWERS.len() + quote.len() + 1,
        }
    }

    fn shown_alone(&self, inline: bool) -> Cow<'_, str> {
        if !inline {
            return Cow::Borrowed(self.text());
        }
        let sign = match self.kind {
            Kind::Happened => "* ",
            Kind::Trouble => "! ",
            Kind::Hint => "- ",
            Kind::Said
            | Kind::Own
            | Kind::Waiting(_)
            | Kind::Refused
            | Kind::TakenBack
            | Kind::Unconfirmed(_) => {
                let sign = if self.for_you { FOR_YOU } else { "" };
                return Cow::Owned(format!("{sign}{}: {}", self.name(), self.text()));
            }
            Kind::Day(_) | Kind::Unread(_) | Kind::Gap(_) | Kind::Before | Kind::Start => "",
        };
        Cow::Owned(format!("{sign}{}", self.text()))
    }

    /// Who speaks or acts.
    pub fn speaker(&self) -> &str {
        let name = self.name();
        name.strip_prefix(ACTS).unwrap_or(name)
    }

    /// Whether it is between backticks: then each blank counts.
    pub(in crate::app) fn is_code(&self) -> bool {
        let said = self.said().trim();
        let within = said.len() > 2 && said.starts_with('`') && said.ends_with('`');
        self.kind.is_said() && (within || said.contains("```"))
    }

    /// Whether it has several lines, or is code: its rows belong together.
    pub fn is_block(&self) -> bool {
        self.is_code() || (self.kind.is_said() && self.said().trim().contains('\n'))
    }

    /// Whether a word stands in the text or the name.
    pub(in crate::app) fn has(&self, word: &Needle) -> bool {
        word.is_in(self.text()) || word.is_in(self.name())
    }

    /// Where a word stands in what is shown, in the name too where that has no column.
    pub fn places(&self, word: &Needle, inline: bool) -> Vec<Range<usize>> {
        let before = self.prefix(inline);
        let name = before.checked_sub(self.name().len() + COLON);
        let name = name.filter(|_| self.kind.is_said());
        let in_name = name
            .into_iter()
            .flat_map(|start| moved(word.places(self.name()), start));
        in_name
            .chain(moved(word.places(self.text()), before))
            .collect()
    }

    pub(in crate::app) fn prefix(&self, inline: bool) -> usize {
        self.shown(inline).len() - self.text().len()
    }

    /// The memory that it takes, with what the allocator takes for itself.
    pub(in crate::app) fn weight(&self) -> usize {
        self.words.len() + size_of::<Self>() + ALLOCATED
    }
}

fn moved(places: Vec<Range<usize>>, by: usize) -> impl Iterator<Item = Range<usize>> {
    let places = places.into_iter();
    places.map(move |at| at.start + by..at.end + by)
}

/// How the name of somebody is shown who does something: a name has no blank, so
/// nobody is called like that.
pub(in crate::app) fn acting(name: &str) -> String {
    format!("{ACTS}{name}")
}

/// `2026-11-20 16:20:03`.
pub fn moment(at: Stamp, offset_minutes: i32) -> String {
    let (year, month, day) = at.day(offset_minutes).date();
    let (hour, minute) = at.hour_minute(offset_minutes);
    let second = at.second();
    format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}")
}

/// Bytes between a name and what is said, where it has no column.
const COLON: usize = 2;
/// Stands before what is answered.
const ANSWERS: &str = "↳ ";
/// Stands before the name of somebody who does something.
const ACTS: &str = "* ";

/// Where there is no time: later than any.
const NO_TIME: u64 = u64::MAX;
/// Bytes of an allocation that nobody can use.
const ALLOCATED: usize = 16;
/// Stands before a name that speaks to us.
const FOR_YOU: &str = "» ";
/// It was written here.
const HERE: u8 = 1;
/// All of it is shown.
const WHOLE: u8 = 2;
/// It answers a message.
const REPLIES: u8 = 4;
