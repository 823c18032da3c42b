//! What was said in a room, in pages: plain data, shared by the hub, which adds to
//! the last page, and by whoever encodes them.

use std::sync::Arc;

use chat_proto::frame::Id;
use chat_proto::frame::ServerFrame;
use chat_proto::frame::manner::Manner;
use chat_proto::frame::reference::Citation;
use chat_proto::frame::reference::How;
use chat_proto::frame::reference::Quote;
use chat_proto::frame::server::Body;
use chat_proto::frame::server::Destination;
use chat_proto::frame::server::Said;
use chat_proto::name::Name;
use chat_proto::room::RoomName;
use chat_proto::stamp::Stamp;
use chat_proto::text::Text;

/// Some messages of one room that follow each other.
#[derive(Clone, Debug)]
pub struct Page {
    /// No other page of this run has it.
    pub id: PageId,
    /// The room, as it is shown.
    pub room: RoomName,
    /// The messages, the oldest first. Only more are added.
    pub past: Vec<Past>,
}

/// The number of a page, never given twice in a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct PageId(pub u64);

/// A message that was said.
#[derive(Clone, Debug)]
pub struct Past {
    /// Its number in the room.
    pub seq: u64,
    /// When.
    pub at: Stamp,
    /// By whom.
    pub name: Name,
    /// In which session of theirs: a number that no other session of any run has.
    pub session: u64,
    /// What.
    pub text: Text,
    /// The sender's mark, by which it may ask whether this was said.
    pub id: Option<Id>,
    /// In which manner.
    pub manner: Manner,
    /// Which message of the room it refers to.
    pub cites: Option<Citation>,
}

impl Page {
    /// Its messages as they are told to whoever was not there.
    pub fn frames(&self) -> impl Iterator<Item = ServerFrame> {
        self.past.iter().map(|past| ServerFrame {
            at: past.at,
            body: Body::Said(past.told(&self.room)),
        })
    }
}

impl Past {
    /// The message as it is told later.
    pub fn told(&self, room: &RoomName) -> Said {
        Said {
            name: self.name.clone(),
            text: self.text.clone(),
            place: Destination::Room {
                room: room.clone(),
                seq: self.seq,
            },
            id: None,
            history: true,
            manner: self.manner,
            cites: self.cites.clone(),
        }
    }

    /// The mark that it bears where this session is told of it, or whoever has this name:
    /// only its own knows it.
    pub fn mark_for(&self, session: u64, name: Option<&Name>) -> Option<&Id> {
        let is_theirs = || {
            let same = |name: &Name| name.key().plain() == self.name.key().plain();
            self.session == session || name.is_some_and(same)
        };
        self.id.as_ref().filter(|_| is_theirs())
    }

    /// What it costs in memory, roughly: its text, what is around it, and what it quotes.
    pub fn weight(&self) -> usize {
        let quote = self.cites.as_ref().and_then(|cites| cites.said.as_ref());
        let quoted = quote.map_or(0, |quote| quote.text().len() + AROUND_QUOTE);
        self.text.as_str().len() + AROUND + quoted
    }

    /// Forgets what it quotes, where that is of a message that nobody is to be told of.
    pub fn unquote(&mut self, is_struck: impl Fn(u64, &Name) -> bool) {
        if self.quotes(is_struck)
            && let Some(cites) = &mut self.cites
        {
            cites.said = None;
        }
    }

    /// Whether it quotes such a message, by its number and who has said it.
    pub fn quotes(&self, is_it: impl Fn(u64, &Name) -> bool) -> bool {
        let cites = self.cites.as_ref();
        let quote = cites.and_then(|cites| Some((cites.of.seq, cites.said.as_ref()?)));
        quote.is_some_and(|(seq, quote)| is_it(seq, quote.name()))
    }

    /// The number of the message that it says better, if it does that.
    pub fn edits(&self) -> Option<u64> {
        self.cites.as_ref()?.of.seq_if(How::Edits)
    }

    /// Its beginning, for messages that refer to it.
    pub fn quote(&self) -> Arc<Quote> {
        Arc::new(Quote::new(&self.name, self.text.as_str()))
    }
}

/// A message in a page, its mark, and the name under which it was said.
const AROUND: usize = 184;

/// What is quoted, where it is shared, and the name.
const AROUND_QUOTE: usize = 64;
