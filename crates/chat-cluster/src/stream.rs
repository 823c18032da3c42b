//! `JetStream`'s calls: what is asked, and what comes back, as JSON.

use serde::Deserialize;
use serde_json::json;

/// The log, as `JetStream` has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Its name.
    pub name: String,
    /// Its identity: when it was made, and its name.
    pub id: String,
    /// How many nodes keep it.
    pub replicas: usize,
    /// Entries.
    pub messages: u64,
    /// Bytes.
    pub bytes: u64,
    /// How many it may have.
    pub max_bytes: Option<u64>,
    /// The first entry that is there.
    pub first: u64,
    /// The last one, 0 where there was none.
    pub last: u64,
    /// The node that leads.
    pub leader: Option<String>,
    /// The others.
    pub followers: Vec<Peer>,
}

/// A node that follows.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Peer {
    /// Its name.
    pub name: String,
    /// Whether it has all.
    #[serde(default)]
    pub current: bool,
    /// Whether the leader has lost it.
    #[serde(default)]
    pub offline: bool,
    /// How much it lacks.
    #[serde(default)]
    pub lag: u64,
}

/// A refusal.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct Refusal {
    /// As in HTTP.
    #[serde(default)]
    pub code: u64,
    /// `JetStream`'s own.
    #[serde(default)]
    pub err_code: u64,
    /// For people.
    #[serde(default)]
    pub description: String,
}

/// What a call came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome<T> {
    /// It did.
    Done(T),
    /// `JetStream` says no.
    Refused(Refusal),
    /// Something that is no answer.
    Unclear(String),
}

/// How the log should be, where it is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wish {
    /// On how many nodes.
    pub replicas: usize,
    /// How large.
    pub max_bytes: u64,
}

impl Wish {
    /// The next smaller one: half as large; and at the end on one node, where `full` is.
    pub fn less(self, full: u64) -> Option<Self> {
        let half = self.max_bytes / 2;
        if half >= LEAST_BYTES {
            return Some(Self {
                max_bytes: half,
                ..self
            });
        }
        (self.replicas > 1).then_some(Self {
            replicas: 1,
            max_bytes: full,
        })
    }
}

/// The body of STREAM.CREATE. Nothing is ever taken out of the log: newcomers read it from
/// its beginning, so a full one refuses what is new.
///
/// `mark` is a word of whoever makes it, and becomes the log's identity. Of two that would
/// make it at once only one does in the end: the other's differs.
pub fn create((stream, subjects): (&str, &str), mark: &str, wish: Wish) -> String {
    json!({
        "name": stream,
        "description": format!("{PURPOSE}{mark}"),
        "subjects": [subjects],
        "retention": "limits",
        "storage": "file",
        "discard": "new",
        "max_bytes": i64::try_from(wish.max_bytes).unwrap_or(i64::MAX),
        "max_msgs": -1,
        "max_age": 0,
        "num_replicas": wish.replicas,
        "deny_delete": true,
        "deny_purge": true,
        // Entries have no ids for JetStream: one that was stored and did not count must be
        // stored again.
        "duplicate_window": LEAST_WINDOW_NS,
    })
    .to_string()
}

/// The body of CONSUMER.CREATE: one that is nobody else's, and gone soon after us.
pub fn consume(stream: &str, deliver: &str, from: u64) -> String {
    json!({
        "stream_name": stream,
        "config": {
            "deliver_subject": deliver,
            "deliver_policy": "by_start_sequence",
            "opt_start_seq": from,
            "ack_policy": "none",
            "max_deliver": 1,
            "replay_policy": "instant",
            "flow_control": true,
            "idle_heartbeat": HEARTBEAT_NS,
            "inactive_threshold": INACTIVE_NS,
            "mem_storage": true,
            "num_replicas": 1,
        },
    })
    .to_string()
}

#[derive(Deserialize)]
struct Answer {
    error: Option<Refusal>,
    created: Option<String>,
    config: Option<Config>,
    state: Option<State>,
    cluster: Option<Group>,
    /// Of a consumer.
    name: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Config {
    description: String,
    num_replicas: usize,
    max_bytes: i64,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct State {
    messages: u64,
    bytes: u64,
    first_seq: u64,
    last_seq: u64,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Group {
    leader: Option<String>,
    replicas: Option<Vec<Peer>>,
}

/// Reads the answer to STREAM.INFO or STREAM.CREATE.
pub fn read_stream(stream: &str, json: &[u8]) -> Outcome<Found> {
    let answer = match read(json) {
        Outcome::Done(answer) => answer,
        Outcome::Refused(refusal) => return Outcome::Refused(refusal),
        Outcome::Unclear(why) => return Outcome::Unclear(why),
    };
    let (Some(created), Some(config), Some(state)) = (answer.created, answer.config, answer.state)
    else {
        return Outcome::Unclear("the answer says nothing of the stream".to_owned());
    };
    let group = answer.cluster.unwrap_or_default();
    Outcome::Done(Found {
        name: stream.to_owned(),
        id: identity(stream, &config.description, &created),
        replicas: config.num_replicas,
        messages: state.messages,
        bytes: state.bytes,
        max_bytes: u64::try_from(config.max_bytes).ok(),
        first: state.first_seq,
        last: state.last_seq,
        leader: group.leader,
        followers: group.replicas.unwrap_or_default(),
    })
}

/// Reads the answer to CONSUMER.CREATE: its name.
pub fn read_consumer(json: &[u8]) -> Outcome<String> {
    match read(json) {
        Outcome::Done(Answer {
            name: Some(name), ..
        }) => Outcome::Done(name),
        Outcome::Done(_) => Outcome::Unclear("the answer names no consumer".to_owned()),
        Outcome::Refused(refusal) => Outcome::Refused(refusal),
        Outcome::Unclear(why) => Outcome::Unclear(why),
    }
}

/// Reads an acknowledgement: why not, if not.
pub fn read_refusal(json: &[u8]) -> Option<Refusal> {
    match read(json) {
        Outcome::Refused(refusal) => Some(refusal),
        Outcome::Done(_) | Outcome::Unclear(_) => None,
    }
}

fn read(json: &[u8]) -> Outcome<Answer> {
    match serde_json::from_slice::<Answer>(json) {
        Ok(Answer {
            error: Some(refusal),
            ..
        }) => Outcome::Refused(refusal),
        Ok(answer) => Outcome::Done(answer),
        Err(why) => Outcome::Unclear(why.to_string()),
    }
}

/// A stream that was deleted and made anew has the same name and another mark. One that
/// somebody else has made has none, and is told by the time of that: to the nanosecond,
/// written without what differs between versions of NATS (zeros at the end). That time alone
/// would not do: where several servers make a log at once, each node may remember another.
fn identity(stream: &str, description: &str, created: &str) -> String {
    if let Some(mark) = description.strip_prefix(PURPOSE) {
        return format!("{stream}-{mark}");
    }
    let (whole, fraction) = created.split_once('.').unwrap_or((created, ""));
    let is_digit = |c: &char| c.is_ascii_digit();
    let whole: String = whole.chars().filter(is_digit).collect();
    let fraction: String = fraction.chars().take_while(char::is_ascii_digit).collect();
    format!("{stream}-{whole}{fraction:0<9}")
}

/// What an operator reads who lists the streams; the mark comes after it.
const PURPOSE: &str = "What the chat servers of one cluster say, in one order. Log ";

/// An entry of the log as its place tells it from every other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// Where it stands.
    pub position: u64,
    /// When it was stored, to the nanosecond: the same on every node.
    pub stamp: u64,
}

/// Where a message of a consumer stands: its place in the log, and its number in what the
/// consumer delivers. `$JS.ACK.…`, of which newer servers write more words.
pub fn read_place(reply: &str) -> Option<(Place, u64)> {
    let words: Vec<&str> = reply.split('.').collect();
    let first = match words.len() {
        9 => 5,
        11.. => 7,
        _ => return None,
    };
    let is_ack = words.starts_with(&["$JS", "ACK"]);
    let number = |at: usize| words.get(at)?.parse().ok();
    let place = Place {
        position: number(first)?,
        stamp: number(first + 2)?,
    };
    is_ack.then_some((place, number(first + 1)?))
}

/// There is no such stream.
pub const NO_STREAM: u64 = 10059;

/// `JetStream` is off, here or for this account.
pub const OFF: [u64; 2] = [10039, 10076];

/// There is not enough of something: nodes, disk, or the account's share.
pub const SCARCE: [u64; 6] = [10002, 10005, 10023, 10028, 10047, 10074];

/// Where room is scarce a log is made this small, and not smaller.
const LEAST_BYTES: u64 = 64 * 1024 * 1024;

/// How often a consumer says that it is there when nothing is new.
const HEARTBEAT_NS: u64 = 500_000_000;

/// A consumer that nobody listens to is gone after this.
const INACTIVE_NS: u64 = 5_000_000_000;

/// What `JetStream` takes as the shortest.
const LEAST_WINDOW_NS: u64 = 100_000_000;

#[cfg(test)]
mod tests;
