//! What was said in a room, in pages: plain data, shared by the hub, which adds to
//! the last page, and by whoever encodes them.

use chat_proto::frame::Id;
use chat_proto::frame::ServerFrame;
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
    /// Whether it is something that the speaker did.
    pub me: bool,
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
            me: self.me,
            reply: None,
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

    /// What it costs in memory, roughly: its text, and what is around it.
    pub fn weight(&self) -> usize {
        self.text.as_str().len() + AROUND
    }
}

/// A message in a page, its mark, and the name under which it was said.
const AROUND: usize = 160;
