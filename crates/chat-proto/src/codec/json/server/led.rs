//! The fields of frames about a class that is led: orders that were carried out, what holds
//! for whoever comes, who has raised a hand.

use serde::Serialize;

use crate::codec::json::server::people::People;
use crate::frame::order::Carried;
use crate::frame::order::Done;
use crate::frame::order::Poll;
use crate::frame::server::Holds;
use crate::frame::server::Member;
use crate::frame::server::Roll;
use crate::name::Name;
use crate::name::SERVER;
use crate::room::RoomName;
use crate::stamp::Stamp;
use crate::text::Text;

/// Every such field; one that is absent is left out.
#[derive(Default, Serialize)]
pub struct Led<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    by: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    on: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    seconds: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    address: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    announcement: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    topic: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    question: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    options: Vec<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    option: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    votes: Option<u64>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    counts: &'a [u64],
    #[serde(skip_serializing_if = "Option::is_none")]
    role: Option<&'static str>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    quiet: bool,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    locked: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    muted: Option<Muted<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    teachers: Option<People<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    hands: Option<People<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    class: Vec<Row<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    bans: Vec<Banned<'a>>,
}

/// Whether the reader is muted, or who is.
#[derive(Serialize)]
#[serde(untagged)]
enum Muted<'a> {
    You(bool),
    These(People<'a>),
}

/// One of the class, as only a teacher is told.
#[derive(Serialize)]
struct Row<'a> {
    name: &'a str,
    transport: &'static str,
    rooms: Vec<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rtt_ms: Option<u64>,
}

/// Somebody who is kept out, as only a teacher is told.
#[derive(Serialize)]
struct Banned<'a> {
    who: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<Stamp>,
}

impl<'a> Led<'a> {
    /// An order that was carried out. Its `seq` stands elsewhere.
    pub fn carried(carried: &'a Carried) -> Self {
        let Carried { done, by, .. } = carried;
        let mut led = Self {
            by: Some(by.as_ref().map_or(SERVER, Name::as_str)),
            on: done.ends().then_some(false),
            ..Self::default()
        };
        if matches!(done, Done::Votes { .. }) {
            // Never whose they are.
            led.by = None;
        }
        led.fill(done);
        led
    }

    fn fill(&mut self, done: &'a Done) {
        match done {
            Done::Announced(text) => self.announcement = text.as_ref().map(Text::as_str),
            Done::Topic(text) => self.topic = text.as_ref().map(Text::as_str),
            Done::Banned {
                why, time, address, ..
            } => {
                self.why = why.as_ref().map(Text::as_str);
                self.seconds = time.map(|time| time.as_secs());
                self.address = *address;
            }
            Done::Kicked { why, .. } => self.why = why.as_ref().map(Text::as_str),
            Done::Muted { time, .. } => self.seconds = time.map(|time| time.as_secs()),
            Done::Poll(poll) => self.poll(poll),
            Done::PollEnded(poll, counts) => {
                self.poll(poll);
                self.counts = counts;
            }
            Done::Votes { votes, counts } => {
                self.votes = Some(*votes);
                self.counts = counts;
            }
            Done::Voted(option, _) => self.option = Some(*option),
            Done::Quiet(_) | Done::Locked(_) | Done::Hand(..) | Done::Teacher(..) => {
                self.on = Some(!done.ends());
            }
            Done::Claimed(_)
            | Done::Knocked(_)
            | Done::Next(_)
            | Done::Redacted { .. }
            | Done::Released(_)
            | Done::Unbanned(_)
            | Done::Unmuted(_) => {}
        }
    }

    fn poll(&mut self, poll: &'a Poll) {
        self.question = Some(poll.question.as_str());
        self.options = poll.options.iter().map(Text::as_str).collect();
    }

    /// What holds for whoever comes in.
    pub fn holds(holds: &'a Holds) -> Self {
        Self {
            announcement: holds.announcement.as_ref().map(Text::as_str),
            topic: holds.topic.as_ref().map(Text::as_str),
            role: holds.teacher.then_some(TEACHER),
            quiet: holds.quiet,
            locked: holds.locked,
            muted: holds.muted.then_some(Muted::You(true)),
            ..Self::default()
        }
    }

    /// What is to be said of a message of a teacher.
    pub fn teachers() -> Self {
        Self {
            role: Some(TEACHER),
            ..Self::default()
        }
    }

    /// What is to be said of those on a list, beside their names.
    pub fn roll(roll: &'a Roll) -> Self {
        Self {
            teachers: some(&roll.teachers),
            hands: some(&roll.hands),
            muted: some(&roll.muted).map(Muted::These),
            class: roll.class.iter().map(row).collect(),
            bans: roll.bans.iter().map(banned).collect(),
            ..Self::default()
        }
    }
}

fn row(member: &Member) -> Row<'_> {
    Row {
        name: member.name.as_str(),
        transport: member.transport,
        rooms: member.rooms.iter().map(RoomName::as_str).collect(),
        rtt_ms: member
            .took
            .and_then(|took| u64::try_from(took.as_millis()).ok()),
    }
}

fn banned((who, until): &(Name, Option<Stamp>)) -> Banned<'_> {
    Banned {
        who: who.as_str(),
        until: *until,
    }
}

fn some(names: &[Name]) -> Option<People<'_>> {
    (!names.is_empty()).then_some(People::Many(names))
}

/// The one role there is.
const TEACHER: &str = "teacher";
