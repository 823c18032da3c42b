//! The sentences of orders that were carried out.

use std::borrow::Cow;
use std::fmt::Write;

use crate::frame::order::Carried;
use crate::frame::order::Done;
use crate::frame::order::Poll;
use crate::frame::order::span;
use crate::name::Name;
use crate::text::Text;

/// What a person reads of an order that was carried out.
pub fn carried(carried: &Carried) -> Cow<'_, str> {
    let by = carried.by.as_ref().map_or(SOMEBODY, Name::as_str);
    Cow::Owned(match &carried.done {
        Done::Announced(Some(text)) => format!("{by} announces: {}", text.as_str()),
        Done::Announced(None) => format!("the announcement is over ({by})"),
        Done::Banned {
            who,
            why,
            time,
            address,
        } => {
            let time = time.map(|time| format!(" for {}", span(time)));
            let address = address.map(|people| format!(", with the address ({people} here)"));
            let (time, address) = (time.unwrap_or_default(), address.unwrap_or_default());
            with(
                format!("{who} was banned by {by}{time}{address}"),
                why.as_ref(),
            )
        }
        Done::Claimed(who) => format!("{who} is the teacher"),
        Done::Hand(who, true) => format!("{who} raises a hand"),
        Done::Hand(who, false) => format!("{who} takes the hand down"),
        Done::Kicked { who, why } => with(format!("{who} was sent out by {by}"), why.as_ref()),
        Done::Knocked(who) => format!("{who} knocks: the door is locked"),
        Done::Locked(true) => format!("the door is locked ({by})"),
        Done::Locked(false) => format!("the door is open again ({by})"),
        Done::Muted { who, time: None } => format!("{who} is muted ({by})"),
        Done::Muted {
            who,
            time: Some(time),
        } => format!("{who} is muted for {} ({by})", span(*time)),
        Done::Next(who) => format!("{who}, it is your turn ({by})"),
        Done::Poll(poll) => asked(by, poll),
        Done::PollEnded(poll, counts) => ended(poll, counts),
        Done::Quiet(true) => format!("{by} asks for silence: only the teacher speaks"),
        Done::Quiet(false) => format!("everybody may speak again ({by})"),
        Done::Released(who) => format!("the name {who} is free ({by})"),
        Done::Redacted {
            seq,
            who: Some(who),
        } if who.as_str() != by => format!("{by} took back message {seq} of {who}"),
        Done::Redacted { seq, .. } => format!("{by} took back message {seq}"),
        Done::Teacher(who, true) => format!("{who} is a teacher too ({by})"),
        Done::Teacher(who, false) => format!("{who} is no longer a teacher ({by})"),
        Done::Topic(Some(text)) => format!("{by} set the topic: {}", text.as_str()),
        Done::Topic(None) => format!("{by} took the topic away"),
        Done::Unbanned(who) => format!("{who} may come back ({by})"),
        Done::Unmuted(who) => format!("{who} may speak again ({by})"),
        Done::Votes { votes, counts } => voted(*votes, counts),
        Done::Voted(option, text) => format!("your vote: {option}) {}", text.as_str()),
    })
}

fn with(mut words: String, why: Option<&Text>) -> String {
    if let Some(why) = why {
        words.push_str(": ");
        words.push_str(why.as_str());
    }
    words
}

fn asked(by: &str, poll: &Poll) -> String {
    let mut words = format!("{by} asks: {}", poll.question.as_str());
    for (at, option) in poll.options.iter().enumerate() {
        // Writing to a string cannot fail.
        let _ = write!(words, " {}) {}", at + 1, option.as_str());
    }
    words.push_str(" — answer with /vote 1");
    words
}

fn ended(poll: &Poll, counts: &[u64]) -> String {
    let mut words = format!("the poll is over: {}", poll.question.as_str());
    for (at, (option, count)) in poll.options.iter().zip(counts).enumerate() {
        let comma = if at == 0 { "" } else { "," };
        let _ = write!(words, "{comma} {}) {}: {count}", at + 1, option.as_str());
    }
    words
}

fn voted(votes: u64, counts: &[u64]) -> String {
    let mut words = match votes {
        1 => "1 vote so far".to_owned(),
        n => format!("{n} votes so far"),
    };
    for (at, count) in counts.iter().enumerate() {
        let before = if at == 0 { ":" } else { "," };
        let _ = write!(words, "{before} {}) {count}", at + 1);
    }
    words
}

/// Whoever sits at the server, or its clock.
const SOMEBODY: &str = "the teacher";
