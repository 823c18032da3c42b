//! Orders: what a teacher does, what anybody in a class may do, and how a room is told.

use std::time::Duration;

use crate::frame::id::Id;
use crate::frame::whom::Whom;
use crate::name::Name;
use crate::refusal::FrameFault;
use crate::refusal::Refusal;
use crate::room::RoomName;
use crate::text::Text;

/// A request that the room be led.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Order {
    /// What is to be done.
    pub act: Act,
    /// Where; absent: the room last joined.
    pub room: Option<RoomName>,
    /// Repeated in the answer.
    pub id: Option<Id>,
}

/// What an order asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Act {
    /// Something stands above what everybody reads; nothing ends it.
    Announce(Option<Text>),
    /// Somebody has to go, and may not come back.
    Ban {
        /// Who, why, for how long.
        removal: Removal,
        /// Whether nobody may come from their address either.
        address: bool,
    },
    /// The words that the server has printed make whoever says them the teacher.
    Claim(String),
    /// Somebody raises a hand, or takes it down.
    Hand(bool),
    /// Somebody has to go.
    Kick(Removal),
    /// Nobody new comes into the room, or anybody may again.
    Lock(bool),
    /// Somebody may not speak, for a time or until it is ended.
    Mute {
        /// Who.
        who: Whom,
        /// For how long.
        time: Option<Duration>,
    },
    /// The first hand is called.
    Next,
    /// A question to everybody.
    Poll {
        /// The question.
        question: Text,
        /// What may be answered.
        options: Vec<Text>,
    },
    /// The question is over.
    EndPoll,
    /// Only the teacher speaks, or everybody may again.
    Quiet(bool),
    /// A message is taken back; absent: one's own last.
    Redact(Option<u64>),
    /// A name belongs to nobody any more.
    Release(Whom),
    /// Somebody is a teacher too, or no longer.
    Teacher(Whom, bool),
    /// What a room is about; nothing ends it.
    Topic(Option<Text>),
    /// Somebody may come back.
    Unban(Whom),
    /// Somebody may speak again.
    Unmute(Whom),
    /// An answer to the question, counted from 1.
    Vote(usize),
}

/// Who has to go, and what there is to say about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Removal {
    /// Who.
    pub who: Whom,
    /// Why.
    pub why: Option<Text>,
    /// For how long they may not come back.
    pub time: Option<Duration>,
}

/// An order that was carried out, as a room is told of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Carried {
    /// What was done.
    pub done: Done,
    /// Who gave it; the server, where it is nobody's name.
    pub by: Option<Name>,
    /// The order's own id: only for whoever gave it.
    pub id: Option<Id>,
}

/// What was done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Done {
    /// This stands above what everybody reads; nothing: no longer.
    Announced(Option<Text>),
    /// Somebody had to go, and may not come back.
    Banned {
        /// Who.
        who: Name,
        /// Why.
        why: Option<Text>,
        /// For how long.
        time: Option<Duration>,
        /// How many people are behind the address, where that is banned too.
        address: Option<usize>,
    },
    /// Somebody is the teacher.
    Claimed(Name),
    /// Somebody raised a hand, or took it down.
    Hand(Name, bool),
    /// Somebody had to go.
    Kicked {
        /// Who.
        who: Name,
        /// Why.
        why: Option<Text>,
    },
    /// Somebody wanted in through a locked door: told to teachers alone.
    Knocked(Name),
    /// Nobody new comes in, or anybody may again.
    Locked(bool),
    /// Somebody may not speak.
    Muted {
        /// Who.
        who: Name,
        /// For how long.
        time: Option<Duration>,
    },
    /// Somebody is called.
    Next(Name),
    /// A question to everybody.
    Poll(Poll),
    /// It is over, with so many votes for each option.
    PollEnded(Poll, Vec<u64>),
    /// Only the teacher speaks, or everybody may again.
    Quiet(bool),
    /// Somebody's name belongs to nobody any more.
    Released(Name),
    /// A message was taken back.
    Redacted {
        /// Its number.
        seq: u64,
        /// Whose it was, where that is known.
        who: Option<Name>,
    },
    /// Somebody is a teacher too, or no longer.
    Teacher(Name, bool),
    /// What the room is about; nothing: no longer anything.
    Topic(Option<Text>),
    /// Somebody may come back.
    Unbanned(Name),
    /// Somebody may speak again.
    Unmuted(Name),
    /// So many have voted; to teachers, how.
    Votes {
        /// How many.
        votes: u64,
        /// For each option.
        counts: Vec<u64>,
    },
    /// A vote was counted: told to the voter alone.
    Voted(usize, Text),
}

/// A question to everybody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Poll {
    /// The question.
    pub question: Text,
    /// What may be answered.
    pub options: Vec<Text>,
}

impl Done {
    /// The order that led to it, as the wire spells it.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Announced(_) => "announce",
            Self::Banned { .. } | Self::Unbanned(_) => "ban",
            Self::Claimed(_) => "claim",
            Self::Hand(..) => "hand",
            Self::Kicked { .. } => "kick",
            Self::Knocked(_) => "knock",
            Self::Locked(_) => "lock",
            Self::Muted { .. } | Self::Unmuted(_) => "mute",
            Self::Next(_) => "next",
            Self::Poll(_) | Self::PollEnded(..) => "poll",
            Self::Quiet(_) => "quiet",
            Self::Redacted { .. } => "redact",
            Self::Released(_) => "release",
            Self::Teacher(..) => "teacher",
            Self::Topic(_) => "topic",
            Self::Votes { .. } | Self::Voted(..) => "vote",
        }
    }

    /// Whom it concerns.
    pub fn who(&self) -> Option<&Name> {
        match self {
            Self::Banned { who, .. }
            | Self::Claimed(who)
            | Self::Hand(who, _)
            | Self::Kicked { who, .. }
            | Self::Knocked(who)
            | Self::Muted { who, .. }
            | Self::Next(who)
            | Self::Released(who)
            | Self::Teacher(who, _)
            | Self::Unbanned(who)
            | Self::Unmuted(who) => Some(who),
            Self::Redacted { who, .. } => who.as_ref(),
            Self::Announced(_)
            | Self::Locked(_)
            | Self::Poll(_)
            | Self::PollEnded(..)
            | Self::Quiet(_)
            | Self::Topic(_)
            | Self::Votes { .. }
            | Self::Voted(..) => None,
        }
    }

    /// Whether it ends what an order before has begun.
    pub fn ends(&self) -> bool {
        match self {
            Self::Announced(text) | Self::Topic(text) => text.is_none(),
            Self::Hand(_, on) | Self::Locked(on) | Self::Quiet(on) | Self::Teacher(_, on) => !on,
            Self::PollEnded(..) | Self::Unbanned(_) | Self::Unmuted(_) => true,
            Self::Banned { .. }
            | Self::Claimed(_)
            | Self::Kicked { .. }
            | Self::Knocked(_)
            | Self::Muted { .. }
            | Self::Next(_)
            | Self::Poll(_)
            | Self::Released(_)
            | Self::Redacted { .. }
            | Self::Votes { .. }
            | Self::Voted(..) => false,
        }
    }
}

impl Act {
    /// As the wire spells it.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Announce(_) => "announce",
            Self::Ban { .. } | Self::Unban(_) => "ban",
            Self::Claim(_) => "claim",
            Self::Hand(_) => "hand",
            Self::Kick(_) => "kick",
            Self::Lock(_) => "lock",
            Self::Mute { .. } | Self::Unmute(_) => "mute",
            Self::Next => "next",
            Self::Poll { .. } | Self::EndPoll => "poll",
            Self::Quiet(_) => "quiet",
            Self::Redact(_) => "redact",
            Self::Release(_) => "release",
            Self::Teacher(..) => "teacher",
            Self::Topic(_) => "topic",
            Self::Vote(_) => "vote",
        }
    }

    /// Whom it concerns, as it was written.
    pub fn who(&self) -> Option<&Whom> {
        match self {
            Self::Ban { removal, .. } | Self::Kick(removal) => Some(&removal.who),
            Self::Mute { who, .. }
            | Self::Release(who)
            | Self::Teacher(who, _)
            | Self::Unban(who)
            | Self::Unmute(who) => Some(who),
            Self::Announce(_)
            | Self::Claim(_)
            | Self::Hand(_)
            | Self::Lock(_)
            | Self::Next
            | Self::Poll { .. }
            | Self::EndPoll
            | Self::Quiet(_)
            | Self::Redact(_)
            | Self::Topic(_)
            | Self::Vote(_) => None,
        }
    }
}

/// Which order it was that a room is told of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    /// `announce`.
    Announce,
    /// `ban`.
    Ban,
    /// `claim`.
    Claim,
    /// `hand`.
    Hand,
    /// `kick`.
    Kick,
    /// `knock`.
    Knock,
    /// `lock`.
    Lock,
    /// `mute`.
    Mute,
    /// `next`.
    Next,
    /// `poll`.
    Poll,
    /// `quiet`.
    Quiet,
    /// `redact`.
    Redact,
    /// `release`.
    Release,
    /// `teacher`.
    Teacher,
    /// `topic`.
    Topic,
    /// `vote`.
    Vote,
}

impl Deed {
    /// All of them, as the wire spells them.
    const ALL: [(&'static str, Self); 16] = [
        ("announce", Self::Announce),
        ("ban", Self::Ban),
        ("claim", Self::Claim),
        ("hand", Self::Hand),
        ("kick", Self::Kick),
        ("knock", Self::Knock),
        ("lock", Self::Lock),
        ("mute", Self::Mute),
        ("next", Self::Next),
        ("poll", Self::Poll),
        ("quiet", Self::Quiet),
        ("redact", Self::Redact),
        ("release", Self::Release),
        ("teacher", Self::Teacher),
        ("topic", Self::Topic),
        ("vote", Self::Vote),
    ];

    /// The one with this spelling.
    pub fn parse(word: &str) -> Option<Self> {
        let mut all = Self::ALL.into_iter();
        all.find(|(known, _)| *known == word).map(|(_, deed)| deed)
    }
}

/// A span as people say it: `5 minutes`, `1 hour`.
pub fn span(time: Duration) -> String {
    let seconds = time.as_secs();
    let units = [(86_400, "day"), (3600, "hour"), (60, "minute")];
    let whole = units
        .into_iter()
        .find(|(unit, _)| seconds >= *unit && seconds.is_multiple_of(*unit));
    let (unit, word) = whole.unwrap_or((1, "second"));
    match seconds / unit {
        1 => format!("1 {word}"),
        n => format!("{n} {word}s"),
    }
}

/// A text of at most so many bytes.
pub fn brief(raw: &str, most: usize) -> Result<Text, Refusal> {
    if raw.len() > most {
        return Err(FrameFault::TooWordy(most).into());
    }
    Ok(Text::parse(raw.trim())?)
}
