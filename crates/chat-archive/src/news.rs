//! What passes between the server and its archive: plain data.

use std::sync::Arc;

use chat_proto::frame::Id;
use chat_proto::frame::manner::Manner;
use chat_proto::frame::reference::Reference;
use chat_proto::name::Name;
use chat_proto::room::RoomName;
use chat_proto::stamp::Stamp;
use chat_proto::text::Text;

/// A message, as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// Where it was said.
    pub room: RoomName,
    /// Its number there.
    pub seq: u64,
    /// When.
    pub at: Stamp,
    /// By whom.
    pub name: Name,
    /// What.
    pub text: Text,
    /// The sender's mark, by which it may ask whether this was said.
    pub id: Option<Id>,
    /// In which session of the sender's.
    pub session: u64,
    /// In which manner.
    pub manner: Manner,
    /// The message of the same room that it refers to.
    pub refers: Option<Reference>,
}

/// What may be asked of the archive. The answer bears the ticket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Question {
    /// The newest messages of a room, with their marks: what the server remembers of a
    /// room when it meets it for the first time. Answered by [`News::Page`].
    Tail {
        /// The room.
        room: RoomName,
        /// So many at most.
        limit: usize,
    },
    /// A page of a room. Answered by [`News::Page`].
    Page {
        /// The room.
        room: RoomName,
        /// Which part of it.
        place: Where,
        /// So many messages at most.
        limit: usize,
    },
    /// Words. Answered by [`News::Found`].
    Search(Query),
}

/// Which part of a room a page is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Where {
    /// The end.
    Newest,
    /// The last ones below this number.
    Before(u64),
    /// The first ones above this number.
    After(u64),
    /// This number in the middle, what is before it and what is after.
    Around(u64),
}

/// What is searched for, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Query {
    /// Words, all of which must occur; the last may end in `*`. Neither case nor accents
    /// matter, and nothing in it is an operator.
    pub text: String,
    /// The rooms that are searched: those that the asker may read.
    pub rooms: Vec<RoomName>,
    /// By whom.
    pub from: Option<Name>,
    /// Not earlier.
    pub since: Option<Stamp>,
    /// Not later.
    pub until: Option<Stamp>,
    /// Only messages with a lower number.
    pub before: Option<u64>,
    /// So many hits at most.
    pub limit: usize,
}

/// What is to be forgotten for good: gone from the file, not only from sight.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Forget {
    /// Everything that was said in a room. Its numbering goes on.
    Room(RoomName),
    /// Everything that was said under a name.
    Name(Name),
    /// One message.
    Message(RoomName, u64),
}

/// What the archive tells its owner, through the sink.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum News {
    /// This turn and all before it are on disk: what they tell may be told.
    Kept {
        /// As it was given to [`crate::Archive::keep`].
        turn: u64,
    },
    /// A page, the oldest message first.
    Page {
        /// Whose question it answers.
        ticket: u64,
        /// The messages, with their marks.
        rows: Vec<Kept>,
        /// Whether there are others beyond, in the direction asked: later ones for
        /// [`Where::After`] and [`Where::Around`], else earlier ones.
        more: bool,
    },
    /// Hits, the newest first.
    Found {
        /// Whose question it answers.
        ticket: u64,
        /// The messages.
        rows: Vec<Kept>,
        /// Whether there are others, earlier ones; also where the search was ended
        /// because it took too long.
        more: bool,
    },
    /// A question that cannot be answered: the file is damaged there, or gone.
    Failed {
        /// Whose question.
        ticket: u64,
        /// In words, for the log.
        why: String,
    },
    /// Nothing can be kept. What was given is tried again every few seconds; whether to
    /// wait for it is up to the owner, see [`crate::Archive::give_up`].
    Trouble {
        /// In words, for the log.
        why: String,
    },
    /// Work in the background does not succeed: nothing that was kept is lost by it, and
    /// it is tried again.
    Warning {
        /// In words, for the log.
        why: String,
    },
    /// All that was given is on disk again. What was told meanwhile without being kept
    /// counts as such until [`crate::Archive::resume`].
    Restored {
        /// The id of the numbering, as [`crate::Archive::give_up`] has told it.
        log: String,
    },
    /// What is older, or more, than is to be kept is gone.
    Trimmed {
        /// How many messages that was.
        count: usize,
    },
    /// The operator has had this forgotten, from outside or by
    /// [`crate::Archive::forget`]: what the owner remembers of it should go too.
    Forgotten {
        /// What.
        what: Forget,
    },
}

/// Whom news are told, by each of the threads.
pub type Tell = Arc<dyn Fn(News) + Send + Sync>;

/// Too many questions wait: asked again later, this one may be answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Busy;
