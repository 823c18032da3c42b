//! What is written down, field by field.

use std::collections::BTreeMap;
use std::net::IpAddr;

use chat_archive::Opened;
use chat_proto::room::RoomName;
use serde::Deserialize;
use serde::Serialize;

use crate::deed::New;

/// The state at a place of the log. Names, keys and rooms are as they are shown.
#[derive(Debug, Serialize, Deserialize)]
pub struct Snapshot {
    /// Of the facts, from which whoever reads it back sees that it is the same.
    pub digest: String,
    /// What tokens of sessions are made with, once a server has begun to live.
    pub secret: Option<[u64; 2]>,
    /// How many names were given to those who had none.
    pub guests: u64,
    /// The servers that live.
    pub servers: Vec<ServerRow>,
    /// All rooms.
    pub rooms: Vec<RoomRow>,
    /// What holds in them.
    pub led: Vec<LedRow>,
    /// All peers, in the order of their numbers.
    pub peers: Vec<PeerRow>,
    /// Lines as those of the file of a server by itself.
    pub claims: Vec<String>,
    /// Who leads, and who may not come in, as lines too.
    pub roles: Vec<String>,
    /// What stands above what everybody reads.
    pub announcement: Option<String>,
    /// Who may not speak.
    pub muted: Muted,
    /// Who was where.
    pub visits: Visits,
    /// Messages that were taken back: room and number.
    pub struck: Vec<(String, u64)>,
    /// Which marked messages were said.
    pub marks: Marks,
}

impl Snapshot {
    /// Whether an archive has all messages that were said until then.
    pub fn is_kept_in(&self, opened: &Opened) -> bool {
        let kept: BTreeMap<_, _> = opened
            .rooms
            .iter()
            .map(|(room, seq)| (room, *seq))
            .collect();
        let has = |row: &RoomRow| {
            let room = RoomName::parse(&row.name).ok();
            row.seq == 0 || room.and_then(|room| kept.get(&room).copied()) >= Some(row.seq)
        };
        self.rooms.iter().all(has)
    }
}

/// A server that lives.
#[derive(Debug, Serialize, Deserialize)]
pub struct ServerRow {
    /// Its name.
    pub name: String,
    /// Its life.
    pub life: u64,
    /// Where its people find it.
    pub addresses: Vec<String>,
}

/// A room.
#[derive(Debug, Serialize, Deserialize)]
pub struct RoomRow {
    /// As whoever made it wrote it.
    pub name: String,
    /// The number of its last message.
    pub seq: u64,
    /// When that was said.
    pub at: u64,
    /// What it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub topic: Option<String>,
}

/// What holds in a room.
#[derive(Debug, Serialize, Deserialize)]
pub struct LedRow {
    /// Which.
    pub room: String,
    /// Whether only teachers speak.
    pub quiet: bool,
    /// Whether nobody new comes in.
    pub locked: bool,
    /// The sessions of those who have raised a hand, in order.
    pub hands: Vec<u64>,
    /// The question that is open.
    pub poll: Option<PollRow>,
}

/// A question.
#[derive(Debug, Serialize, Deserialize)]
pub struct PollRow {
    /// What is asked.
    pub question: String,
    /// What may be answered.
    pub options: Vec<String>,
    /// Whose vote, by key or session, is for which option.
    pub votes: Vec<(Option<String>, u64, usize)>,
}

/// A peer.
#[derive(Debug, Serialize, Deserialize)]
pub struct PeerRow {
    /// Its number.
    pub id: u64,
    /// From where it came.
    pub new: New,
    /// Its session.
    pub session: u64,
    /// Whether its session is its own now.
    pub holds: bool,
    /// The key that it has shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// What it is called.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Whether the name is its own.
    pub owns: bool,
    /// Where it is, the room last joined at the end.
    pub rooms: Vec<String>,
    /// Rooms of an earlier connection that wait for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kept: Option<Vec<String>>,
}

/// Who may not speak.
#[derive(Debug, Serialize, Deserialize)]
pub struct Muted {
    /// The number of the last who was told so.
    pub last: u64,
    /// All who may not.
    pub all: Vec<MutedRow>,
}

/// Somebody who may not speak.
#[derive(Debug, Serialize, Deserialize)]
pub struct MutedRow {
    /// The number of that.
    pub number: u64,
    /// The key that they have shown.
    pub key: Option<String>,
    /// The session.
    pub session: u64,
    /// The name.
    pub name: String,
    /// When it is over.
    pub until: Option<u64>,
}

/// Who was where.
#[derive(Debug, Serialize, Deserialize)]
pub struct Visits {
    /// What stands for all that ever happened to it.
    pub trail: u64,
    /// The last of them, the oldest first.
    pub all: Vec<(String, VisitorRow)>,
}

/// By what somebody is known.
#[derive(Debug, Serialize, Deserialize)]
pub enum VisitorRow {
    /// A key.
    Key(String),
    /// A session.
    Session(u64),
    /// A name without a key, from an address.
    Name(String, IpAddr),
}

/// Which marked messages were said.
#[derive(Debug, Serialize, Deserialize)]
pub struct Marks {
    /// What stands for all that ever were.
    pub trail: u64,
    /// The last of them: voice, mark, room, number, time.
    pub all: Vec<(u64, String, String, u64, u64)>,
}
