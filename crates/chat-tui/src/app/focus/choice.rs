//! A list to choose from while one types: a conversation to go to, or a message
//! that is for us, in whichever conversation it stands.

use chat_proto::stamp::Stamp;

use crate::app::beside::Beside;
use crate::app::beside::BesideRow;
use crate::app::beside::ServerId;
use crate::app::conversation::entry::Entry;
use crate::app::conversation::needle::Needle;
use crate::app::conversation::places::Conversation;
use crate::app::conversation::places::Places;
use crate::app::conversation::places::With;
use crate::app::event::Choose;
use crate::speech::Speech;

/// One choosing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// Among what.
    pub of: Choose,
    /// What was typed.
    pub query: String,
    /// Which of those that fit it is on.
    pub at: usize,
}

/// One of those that can be chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// Which conversation it is.
    pub place: Place,
    /// The message in it, if one is meant: its key, and what is read of it.
    pub message: Option<Message>,
    /// How many are unread there, and how many of these are for us.
    pub news: (usize, usize),
}

/// A conversation that can be chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// Of the server that is shown.
    Here(With),
    /// Of another one.
    There {
        /// Which.
        server: ServerId,
        /// Its place in the list there; without one it is that which was shown last.
        at: Option<usize>,
        /// What the server, and the conversation, are called.
        title: String,
    },
}

impl Place {
    /// As it is written in lists.
    pub fn title(&self, speech: &Speech) -> String {
        match self {
            Self::Here(with) => with.title(speech),
            Self::There { title, .. } => title.clone(),
        }
    }
}

/// A message that can be chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// Its key in its conversation.
    pub key: u64,
    /// When.
    pub at: Option<Stamp>,
    /// Who said it.
    pub name: String,
    /// What, on one row.
    pub text: String,
}

impl Choice {
    /// Nothing is typed yet.
    pub fn new(of: Choose) -> Self {
        Self {
            of,
            query: String::new(),
            at: 0,
        }
    }

    /// Those that fit what was typed, the likeliest first.
    pub fn items(&self, (places, beside): (&Places, &[Beside]), speech: &Speech) -> Vec<Item> {
        match self.of {
            Choose::Conversation => conversations((places, beside), &self.query, speech),
            Choose::Mention => mentions(places, &Needle::new(&self.query)),
        }
    }
}

/// Those shown last come first; the one that is shown is the last of this server's, and those
/// of others come behind.
fn conversations(
    (places, beside): (&Places, &[Beside]),
    query: &str,
    speech: &Speech,
) -> Vec<Item> {
    let here = places.by_recency().into_iter();
    let here = here.filter_map(|one| {
        let rank = rank(&one.with.title(speech), query)?;
        Some((rank, item(one, None)))
    });
    let there = beside.iter().flat_map(|other| {
        let rows = other.rows.iter().enumerate();
        let rows = rows.map(|(at, row)| Some((at, row)));
        rows.chain([None])
            .filter_map(|row| there(other, row, query))
    });
    let mut ranked: Vec<_> = here.chain(there).collect();
    ranked.sort_by_key(|(rank, _)| *rank);
    ranked.into_iter().map(|(_, item)| item).collect()
}

/// A conversation of another server, by its name; or that server, by its own, where that is
/// what was typed.
fn there(other: &Beside, row: Option<(usize, &BesideRow)>, query: &str) -> Option<(u8, Item)> {
    let Beside { id, title, .. } = other;
    let (rank, at, title, news) = match row {
        Some((at, row)) => {
            let news = (row.unread, row.for_you);
            let called = format!("{title} {}", row.title);
            (rank(&row.title, query)?, Some(at), called, news)
        }
        None if query.is_empty() => return None,
        None => (rank(title, query)?, None, title.clone(), (0, 0)),
    };
    let place = Place::There {
        server: *id,
        at,
        title,
    };
    let item = Item {
        place,
        message: None,
        news,
    };
    Some((rank, item))
}

/// The newest first.
fn mentions(places: &Places, query: &Needle) -> Vec<Item> {
    let listed = places.listed();
    let all = listed.iter().flat_map(|one| {
        let entries = one.timeline.mentions();
        entries.map(move |entry| (*one, entry))
    });
    let mut all: Vec<_> = all.filter(|(_, entry)| entry.has(query)).collect();
    all.sort_by_key(|(_, entry)| (std::cmp::Reverse(entry.at()), std::cmp::Reverse(entry.key)));
    all.truncate(MENTIONS);
    all.into_iter()
        .map(|(one, entry)| item(one, Some(entry)))
        .collect()
}

fn item(one: &Conversation, entry: Option<&Entry>) -> Item {
    Item {
        place: Place::Here(one.with.clone()),
        message: entry.map(|entry| Message {
            key: entry.key,
            at: entry.at(),
            name: entry.speaker().to_owned(),
            text: entry.text().replace(['\n', '\t'], " "),
        }),
        news: (one.unread, one.for_you),
    }
}

/// How well a title fits: it begins so, has it inside, or has its letters in
/// that order. Less is better.
fn rank(title: &str, query: &str) -> Option<u8> {
    let (title, query) = (title.to_lowercase(), query.to_lowercase());
    let (name, query) = (title.trim_start_matches('#'), query.trim_start_matches('#'));
    if name.starts_with(query) {
        return Some(0);
    }
    if name.contains(query) {
        return Some(1);
    }
    let mut letters = name.chars();
    let in_order = query.chars().all(|c| letters.any(|letter| letter == c));
    in_order.then_some(2)
}

/// Nobody goes through more of them.
const MENTIONS: usize = 500;

#[cfg(test)]
mod tests {
    use chat_proto::room::RoomName;

    use super::*;
    use crate::app::conversation::places::Kept;
    use crate::speech;
    use crate::speech::Language;

    #[test]
    fn what_begins_so_comes_before_what_has_it_inside_or_only_its_letters() {
        assert_eq!(rank("#Networks", "net"), Some(0));
        assert_eq!(rank("#home-net", "#net"), Some(1));
        assert_eq!(rank("#nightly-test", "net"), Some(2));
        assert_eq!(rank("#lab", "net"), None);
        assert_eq!(rank("Márcia", ""), Some(0));
    }

    #[test]
    fn the_conversation_shown_before_is_offered_first_and_the_shown_one_last() {
        let room = |name| With::Room(RoomName::parse(name).unwrap());
        let mut places = Places::new(room("a"), 0, Kept::messages(10_000));
        for name in ["b", "c", "ab"] {
            places.open(&room(name));
            places.show(&room(name));
        }
        places.show(&room("b"));
        let speech = speech::of(Language::English);
        let row = |title: &str| BesideRow {
            title: title.to_owned(),
            unread: 0,
            for_you: 0,
        };
        let beside = [Beside {
            id: ServerId(1),
            title: "cloud:1234".to_owned(),
            online: true,
            rows: vec![row("#b"), row("#x")],
        }];
        let titles = |query: &str| {
            let choice = Choice {
                query: query.to_owned(),
                ..Choice::new(Choose::Conversation)
            };
            let items = choice.items((&places, &beside), speech).into_iter();
            items
                .map(|item| item.place.title(speech))
                .collect::<Vec<_>>()
        };
        let elsewhere = ["cloud:1234 #b", "cloud:1234 #x"];
        let all = [&["#ab", "#c", "#a", "#b"][..], &elsewhere].concat();
        assert_eq!(titles(""), all);
        assert_eq!(titles("b"), ["#b", "cloud:1234 #b", "#ab"]);
        // The server itself, by its name.
        assert_eq!(titles("clou"), ["cloud:1234"]);
    }
}
