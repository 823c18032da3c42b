//! What stands above an answer: who said what is answered, and how that begins.

use chat_proto::frame::Incoming;
use chat_proto::frame::incoming::Kind;

use crate::app::conversation::entry::Entry;
use crate::app::conversation::entry::Reply;
use crate::app::conversation::places::Places;
use crate::app::conversation::places::With;
use crate::wrap;

/// A message that is answered by what is written next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answered {
    /// Where it was said.
    pub with: With,
    /// Which it is, and how it begins.
    pub reply: Reply,
}

/// The answer to the message of this number there; where that is not here any more, or said
/// by somebody whom one does not want to hear, it is the number.
pub fn reply(places: &Places, hides: impl Fn(&str) -> bool, with: &With, seq: u64) -> Reply {
    let timeline = places.timeline_of(with);
    let said = timeline.and_then(|timeline| timeline.said_as(seq));
    let said = said.filter(|entry| !hides(entry.speaker()));
    Reply {
        seq,
        quote: said.map_or_else(|| format!("#{seq}"), |one| quote(one.speaker(), one.said())),
    }
}

/// What was said answers another message there, where it does.
pub fn set(
    entry: &mut Entry,
    frame: &Incoming,
    (places, with): (&Places, &With),
    hides: impl Fn(&str) -> bool,
) {
    if let Kind::Said {
        reply: Some(seq), ..
    } = frame.kind
    {
        entry.set_reply(&reply(places, hides, with, seq));
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
