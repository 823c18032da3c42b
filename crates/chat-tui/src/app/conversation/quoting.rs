//! What stands above a message that refers to another one: who said that, and how it begins.

use chat_proto::frame::Incoming;
use chat_proto::frame::incoming::Kind;
use chat_proto::frame::reference::Reference;

use crate::app::conversation::entry::Cited;
use crate::app::conversation::entry::Entry;
use crate::app::conversation::places::Places;
use crate::app::conversation::places::With;
use crate::wrap;

/// A message to which what is written next refers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct About {
    /// Where it was said.
    pub with: With,
    /// Which it is, and how it begins.
    pub cited: Cited,
}

/// The message of this number there, as it is quoted; where it is not here any more, or said
/// by somebody whom one does not want to hear, it is the number.
pub fn cited(places: &Places, hides: impl Fn(&str) -> bool, with: &With, of: Reference) -> Cited {
    let Reference { how, seq } = of;
    let timeline = places.timeline_of(with);
    let said = timeline.and_then(|timeline| timeline.said_as(seq));
    let said = said.filter(|entry| !hides(entry.speaker()));
    Cited {
        how,
        seq,
        quote: said.map_or_else(|| format!("#{seq}"), |one| quote(one.speaker(), one.said())),
    }
}

/// What was said refers to another message there, where it does.
pub fn set(
    entry: &mut Entry,
    frame: &Incoming,
    (places, with): (&Places, &With),
    hides: impl Fn(&str) -> bool,
) {
    if let Kind::Said {
        refers: Some(of), ..
    } = frame.kind
    {
        entry.cite(&cited(places, hides, with, of));
    }
}

/// `bob: does accept…`.
pub fn quote(speaker: &str, said: &str) -> String {
    let words: Vec<_> = said.split_whitespace().take(WORDS).collect();
    let text = format!("{speaker}: {}", words.join(" "));
    wrap::shortened(&text, QUOTED)
}

/// Columns of a quote: a row has room for them.
const QUOTED: usize = 48;
/// Words that may fill them.
const WORDS: usize = 24;
