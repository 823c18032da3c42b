//! One thing in a history: what somebody said, or what happened.

mod kind;
mod parts;
mod later;
mod marks;

use std::borrow::Cow;
use std::ops::Range;

use chat_proto::frame::reference::How;
use chat_proto::stamp::Stamp;

use crate::app::conversation::needle::Needle;

pub use kind::Kind;
pub use later::Later;
use marks::ANSWERS;
use marks::EDITS;
use marks::HERE;
use marks::LATER;
use marks::LEADS;
use marks::REACTS;
use marks::REFERS;
use marks::WHOLE;
use parts::Parts;

/// One message or happening.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Its number, in order of arrival.
    pub key: u64,
    /// What it is.
    pub kind: Kind,
    /// Whether it names us, or was said to us alone.
    pub for_you: bool,
    /// [`HERE`], [`WHOLE`], [`LEADS`], and how it refers to another message.
    marks: u8,
    /// When, by the server's clock: milliseconds since 1970, or [`NO_TIME`].
    at: u64,
    /// What is written, in this order and as far as there is any: see [`Parts`].
    words: Box<str>,
    /// Its number in its room, or 0: see [`Entry::seq`].
    seq: u32,
    /// Bytes of the name.
    name: u16,
}

/// Which message another one refers to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cited {
    /// In which way.
    pub how: How,
    /// Its number in the room.
    pub seq: u64,
    /// Who said it, and how it begins; or only the number.
    pub quote: String,
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

    /// Whether a teacher has said it.
    pub fn leads(&self) -> bool {
        self.marks & LEADS > 0
    }

    pub(in crate::app) fn set_leads(&mut self, leads: bool) {
        self.marks = (self.marks & !LEADS) | if leads { LEADS } else { 0 };
    }

    /// When, by the server's clock.
    pub fn at(&self) -> Option<Stamp> {
        (self.at != NO_TIME).then(|| Stamp::from_unix_ms(self.at))
    }

    /// Who speaks; empty for what happened.
    pub fn name(&self) -> &str {
        self.parts().name
    }

    /// What is read: as it was said last.
    pub fn text(&self) -> &str {
        let parts = self.parts();
        parts.better.unwrap_or(parts.first)
    }

    /// As it was said first.
    pub fn first_text(&self) -> &str {
        self.parts().first
    }

    /// How it was said better, and what others think of it.
    pub(in crate::app) fn set_later(&mut self, later: &Later) {
        let Parts {
            name, cited, first, ..
        } = self.parts();
        let (line, better) = (later.line(), later.better());
        let words = [name, cited, &line, better, first].concat();
        self.words = words.into_boxed_str();
        self.marks = (self.marks & !LATER) | if line.is_empty() { 0 } else { LATER };
    }

    /// What it refers to: who said that, and how it begins. Empty where it refers to nothing.
    pub fn quote(&self) -> &str {
        let cited = self.parts().cited.trim_end_matches('\n');
        cited.split_once(' ').map_or("", |(_, quote)| quote)
    }

    /// Which message it refers to, and how.
    pub fn refers(&self) -> Option<(How, u64)> {
        let how = match self.marks & REFERS {
            ANSWERS => How::Answers,
            EDITS => How::Edits,
            REACTS => How::Reacts,
            _ => return None,
        };
        let (number, _) = self.parts().cited.split_once(' ')?;
        Some((how, number.parse().ok()?))
    }

    /// It refers to this message.
    pub(in crate::app) fn cite(&mut self, cited: &Cited) {
        let (name, text) = (self.name().to_owned(), self.first_text().to_owned());
        let quote = cited.quote.replace(['\n', '\t'], " ");
        let words = format!("{name}{} {quote}\n{text}", cited.seq);
        self.words = words.into_boxed_str();
        self.marks = (self.marks & !(REFERS | LATER))
            | match cited.how {
                How::Answers => ANSWERS,
                How::Edits => EDITS,
                How::Reacts => REACTS,
            };
    }

    /// It refers to nothing after all.
    pub(in crate::app) fn cite_nothing(&mut self) {
        let (name, text) = (self.name().to_owned(), self.first_text().to_owned());
        self.marks &= !REFERS;
        self.set_words(&name, &text);
    }

    pub(in crate::app) fn set_at(&mut self, at: Option<Stamp>) {
        self.at = at.map_or(NO_TIME, Stamp::unix_ms);
    }

    pub(in crate::app) fn set_words(&mut self, name: &str, text: &str) {
        // A line break in a name could make a row that looks like another's.
        let name = name.replace(['\n', '\t'], " ");
        let words = [name.as_str(), self.parts().cited, text].concat();
        self.marks &= !LATER;
        self.name = u16::try_from(name.len()).unwrap_or(0);
        self.words = words.into_boxed_str();
    }

    pub(in crate::app) fn set_text(&mut self, text: &str) {
        let name = self.name().to_owned();
        self.set_words(&name, text);
    }

    fn parts(&self) -> Parts<'_> {
        let name = usize::from(self.name);
        let (name, rest) = self.words.split_at_checked(name).unwrap_or_default();
        let line = |rest: &'_ str, mark: u8| {
            let end = rest.find('\n').filter(|_| self.marks & mark > 0);
            end.map_or(0, |end| end + 1)
        };
        let (cited, rest) = rest.split_at(line(rest, REFERS));
        let (later, rest) = rest.split_at(line(rest, LATER));
        let (signs, better) = later::read(later);
        let (better, first) = match better {
            Some(bytes) => rest.split_at_checked(bytes).unwrap_or((rest, "")),
            None => ("", rest),
        };
        Parts {
            name,
            cited,
            signs,
            better: Some(better).filter(|better| !better.is_empty()),
            first,
        }
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

    /// What is wrapped: with the name, where that has no column, under what it refers to and
    /// above what others think of it.
    pub(in crate::app) fn shown(&self, inline: bool) -> Cow<'_, str> {
        let said = self.shown_alone(inline);
        match (self.quote(), self.behind()) {
            ("", behind) if behind.is_empty() => said,
            ("", behind) => Cow::Owned(format!("{said}{behind}")),
            (quote, behind) => {
                let sign = self.sign();
                Cow::Owned(format!("{sign}{quote}\n{said}{behind}"))
            }
        }
    }

    /// What is shown behind the text.
    fn behind(&self) -> String {
        if self.marks & LATER == 0 {
            return String::new();
        }
        let Parts { better, signs, .. } = self.parts();
        later::shown(better.is_some(), signs)
    }

    /// Bytes of what is shown that stand for the message that it refers to.
    pub fn quoted(&self) -> usize {
        match self.quote() {
            "" => 0,
            quote => self.sign().len() + quote.len() + 1,
        }
    }

    /// What stands before that message.
    fn sign(&self) -> &'static str {
        if self.marks & REFERS == EDITS {
            INSTEAD
        } else {
            BELOW
        }
    }

    /// Where in what is shown begins what others think of it.
    pub fn signs_from(&self, inline: bool) -> Option<usize> {
        let signs = self.parts().signs;
        (!signs.is_empty()).then(|| self.shown(inline).len() - signs.len())
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
                // No name has a blank in it: nobody is called like that.
                let leads = if self.leads() { LED } else { "" };
                return Cow::Owned(format!("{sign}{leads}{}: {}", self.name(), self.text()));
            }
            Kind::Edited
            | Kind::Reacted
            | Kind::Day(_)
            | Kind::Unread(_)
            | Kind::Gap(_)
            | Kind::Before
            | Kind::Start => "",
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
        !self.kind.is_elsewhere() && (word.is_in(self.text()) || word.is_in(self.name()))
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
        self.shown(inline).len() - self.text().len() - self.behind().len()
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
/// Stands before what an answer is to.
const BELOW: &str = "↳ ";
/// Stands before what somebody says better.
const INSTEAD: &str = "✎ ";
/// Stands before the name of somebody who does something.
const ACTS: &str = "* ";

/// Where there is no time: later than any.
const NO_TIME: u64 = u64::MAX;
/// Bytes of an allocation that nobody can use.
const ALLOCATED: usize = 16;
/// Stands before a name that speaks to us.
const FOR_YOU: &str = "» ";
/// Stands before the name of a teacher.
const LED: &str = "◆ ";
