//! What was written to look for something that was said, or to go back to it:
//! `/search cable from:ana after:2026-11-20`, `/search cable in:all`, `/goto yesterday`,
//! `/last`.

use chat_proto::frame::peer::Whom;
use chat_proto::limits::PAGE_MOST;
use chat_proto::room::RoomName;
use chat_proto::stamp::Stamp;
use chat_proto::wanted::Words;

use crate::speech::Speech;

/// What is wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lookup {
    /// Where words occur.
    Search(Wanted),
    /// To a message, or the first one of a day.
    Goto(When),
    /// The newest messages, so many where there is no screen.
    Last(u64),
}

/// What is looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// The words.
    pub words: Words,
    /// In which conversations.
    pub within: Within,
    /// Said by whom.
    pub from: Option<Whom>,
    /// From this day on.
    pub after: Option<When>,
    /// Before this day.
    pub before: Option<When>,
}

/// Where something is looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Within {
    /// In the room that is shown.
    Here,
    /// In this one.
    Room(RoomName),
    /// In all conversations that one has.
    All,
}

impl Within {
    /// A room that is called as all of them are is meant with its `#`.
    fn parse(word: &str) -> Option<Self> {
        if ALL.contains(&word.to_lowercase().as_str()) {
            return Some(Self::All);
        }
        RoomName::parse(word).ok().map(Self::Room)
    }
}

/// A place in what was said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum When {
    /// A message, by its number.
    Message(u64),
    /// The first message of the day so many days ago.
    Ago(u64),
    /// The first message of a day: `2026-11-20`.
    Day(String),
}

impl When {
    /// The moment at which it begins, at a place so many minutes east of UTC.
    pub fn begins(&self, now: Stamp, offset_minutes: i32) -> Option<Stamp> {
        let day = match self {
            Self::Message(_) => return None,
            Self::Day(day) => day.clone(),
            Self::Ago(days) => {
                let then = now.unix_ms().saturating_sub(days * DAY_MS);
                let (year, month, day) = Stamp::from_unix_ms(then).day(offset_minutes).date();
                format!("{year:04}-{month:02}-{day:02}")
            }
        };
        let sign = if offset_minutes < 0 { '-' } else { '+' };
        let (hours, minutes) = (
            offset_minutes.unsigned_abs() / 60,
            offset_minutes.unsigned_abs() % 60,
        );
        Stamp::parse_rfc3339(&format!("{day}T00:00:00{sign}{hours:02}:{minutes:02}"))
    }

    fn parse(word: &str) -> Option<Self> {
        match word.to_lowercase().as_str() {
            "today" | "hoje" => Some(Self::Ago(0)),
            "yesterday" | "ontem" => Some(Self::Ago(1)),
            day => {
                let is_day = day.len() == DAY_BYTES
                    && Stamp::parse_rfc3339(&format!("{day}T00:00:00Z")).is_some();
                is_day.then(|| Self::Day(day.to_owned()))
            }
        }
    }
}

/// After `/search`; else how it is typed.
pub fn search(rest: &str, speech: &Speech) -> Result<Lookup, &'static str> {
    let bad = || speech.past.bad_search();
    let (mut within, mut from, mut after, mut before) = (Within::Here, None, None, None);
    let mut words = Vec::new();
    for word in rest.split_whitespace() {
        match word.split_once(':') {
            Some(("from" | "de", name)) if !name.is_empty() => from = Some(Whom::new(name)),
            Some(("in" | "em", name)) => within = Within::parse(name).ok_or_else(bad)?,
            Some(("after" | "desde", day)) => after = Some(When::parse(day).ok_or_else(bad)?),
            Some(("before" | "antes", day)) => before = Some(When::parse(day).ok_or_else(bad)?),
            Some(_) | None => words.push(word),
        }
    }
    let words = Words::parse(&words.join(" ")).ok_or_else(bad)?;
    Ok(Lookup::Search(Wanted {
        words,
        within,
        from,
        after,
        before,
    }))
}

/// After `/goto`.
pub fn goto(rest: &str, speech: &Speech) -> Result<Lookup, &'static str> {
    let number = rest.trim_start_matches('#').parse();
    let number = number.ok().filter(|seq| *seq > 0).map(When::Message);
    let when = number.or_else(|| When::parse(rest));
    when.map(Lookup::Goto).ok_or_else(|| speech.past.bad_goto())
}

/// After `/last`.
pub fn last(rest: &str, speech: &Speech) -> Result<Lookup, &'static str> {
    if rest.is_empty() {
        return Ok(Lookup::Last(LAST));
    }
    let count = rest.parse().ok();
    let count = count.filter(|count| (1..=PAGE_MOST).contains(count));
    count
        .map(Lookup::Last)
        .ok_or_else(|| speech.past.bad_last())
}

/// What all conversations are called.
const ALL: [&str; 5] = ["all", "*", "todas", "tudo", "todos"];
const DAY_MS: u64 = 24 * 60 * 60 * 1000;
/// `2026-11-20`.
const DAY_BYTES: usize = 10;
/// Messages, where nobody says how many.
const LAST: u64 = 10;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::speech;
    use crate::speech::Language;

    fn english() -> &'static Speech {
        speech::of(Language::English)
    }

    #[test]
    fn words_and_what_narrows_them_are_told_apart() {
        let Ok(Lookup::Search(wanted)) = search(
            "cab* from:ana in:#lab2 before:2026-11-20 a:b after:ontem",
            english(),
        ) else {
            panic!()
        };
        assert_eq!(wanted.words.as_str(), "cab* a:b");
        assert_eq!(wanted.from, Some(Whom::new("ana")));
        assert_eq!(
            wanted.within,
            Within::Room(RoomName::parse("lab2").unwrap())
        );
        assert_eq!(wanted.before, Some(When::Day("2026-11-20".to_owned())));
        assert_eq!(wanted.after, Some(When::Ago(1)));
    }

    #[test]
    fn all_conversations_are_called_so_in_either_language() {
        let within = |rest: &str| match search(rest, english()) {
            Ok(Lookup::Search(wanted)) => wanted.within,
            other => panic!("{other:?}"),
        };
        for all in ["in:all", "in:*", "em:todas", "em:tudo", "in:ALL"] {
            assert_eq!(within(&format!("cabo {all}")), Within::All, "{all}");
        }
        let room = RoomName::parse("all").unwrap();
        assert_eq!(within("cabo in:#all"), Within::Room(room));
        assert_eq!(within("all cabo"), Within::Here);
    }

    #[test]
    fn slips_are_explained() {
        for bad in ["", "from:ana", "x before:tomorrow", "x in:a/b", "***"] {
            assert_eq!(
                search(bad, english()),
                Err(english().past.bad_search()),
                "{bad}"
            );
        }
        for bad in ["", "0", "2026-13-40", "next week", "-1"] {
            assert_eq!(
                goto(bad, english()),
                Err(english().past.bad_goto()),
                "{bad}"
            );
        }
        for bad in ["0", "101", "all"] {
            assert_eq!(
                last(bad, english()),
                Err(english().past.bad_last()),
                "{bad}"
            );
        }
        assert_eq!(
            goto("#1234", english()),
            Ok(Lookup::Goto(When::Message(1234)))
        );
        assert_eq!(last("20", english()), Ok(Lookup::Last(20)));
    }

    #[test]
    fn a_day_begins_at_its_own_midnight() {
        let now = Stamp::parse_rfc3339("2026-11-29T00:30:00Z").unwrap();
        let begins = |when: When, offset| when.begins(now, offset).unwrap();
        let at = |text: &str| Stamp::parse_rfc3339(text).unwrap();
        assert_eq!(begins(When::Ago(1), 0), at("2026-11-28T00:00:00Z"));
        assert_eq!(begins(When::Ago(0), -60), at("2026-11-28T01:00:00Z"));
        let day = When::Day("2026-11-20".to_owned());
        assert_eq!(begins(day, 90), at("2026-11-19T22:30:00Z"));
    }
}
