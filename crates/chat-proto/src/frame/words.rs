//! The sentences of the server's own frames: what a person reads.

mod house;
mod led;

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::frame::server::Answered;
use crate::frame::server::Body;
use crate::frame::server::Event;
use crate::frame::server::Given;
use crate::frame::server::ServerFrame;
use crate::frame::server::Welcome;
use crate::frame::trust::Challenge;
use crate::name::Name;
use crate::refusal::READABLE;
use crate::refusal::UNASKED;
use crate::room::RoomName;

/// The text of a frame.
pub fn text(frame: &ServerFrame) -> Cow<'_, str> {
    match &frame.body {
        Body::Bye(why) | Body::Dismissal(why) => Cow::Borrowed(why),
        Body::Challenge(challenge) => asked(challenge),
        Body::Notice { event, .. } => happened(event),
        Body::History(answered) => Cow::Owned(paged(answered)),
        Body::Pasted(pasted) => Cow::Borrowed(pasted.code.as_str()),
        Body::Pong(_) => Cow::Borrowed("pong"),
        Body::Refused { refusal, .. } => Cow::Owned(refusal.to_string()),
        Body::Rooms(rooms) => Cow::Owned(house::listed(rooms)),
        Body::Said(said) => Cow::Borrowed(said.text.as_str()),
        Body::Search(answered) => Cow::Owned(found(answered)),
        Body::Welcome(welcome) => Cow::Owned(welcomed(welcome)),
        Body::Who {
            room,
            names,
            roll,
            more,
            ..
        } => Cow::Owned(present(room, (names, &roll.servers), *more)),
        Body::Whois(whois) => Cow::Owned(house::of(whois)),
    }
}

fn happened(event: &Event) -> Cow<'_, str> {
    match event {
        Event::Apart => Cow::Borrowed(APART),
        Event::Away(who) => Cow::Owned(format!("{who} is away")),
        Event::Back(who) => Cow::Owned(format!("{who} is back")),
        Event::Help(line) => Cow::Borrowed(line),
        Event::Lag(words) => Cow::Borrowed(words),
        Event::Join(who) => Cow::Owned(format!("{} joined", people(who))),
        Event::Kept => Cow::Borrowed("what is said here is kept again"),
        Event::Leave { who, why } if why.is_empty() => Cow::Owned(format!("{} left", people(who))),
        Event::Leave { who, why } => Cow::Owned(format!("{} left ({why})", people(who))),
        Event::Order(carried) => led::carried(carried),
        Event::Rename { who, now } => Cow::Owned(format!("{who} is now {now}")),
        Event::Together => Cow::Borrowed("the other servers are back: what waited is said now"),
        Event::Unkept => Cow::Borrowed(UNKEPT),
        Event::Typing(who) => Cow::Owned(format!("{who} is typing")),
    }
}

fn paged(answered: &Answered) -> String {
    let Answered {
        room, ends, more, ..
    } = answered;
    let others = if *more { "; there are others" } else { "" };
    match ends {
        None => format!("no messages of {room} there{others}"),
        Some((first, last)) if first == last => format!("message {first} of {room}{others}"),
        Some((first, last)) => format!("messages {first} to {last} of {room}{others}"),
    }
}

fn found(answered: &Answered) -> String {
    let room = &answered.room;
    let earlier = if answered.more {
        "; there are earlier ones"
    } else {
        ""
    };
    match answered.count {
        0 => format!("found nowhere in {room}{earlier}"),
        1 => format!("found once in {room}{earlier}"),
        n => format!("found {n} times in {room}, the newest first{earlier}"),
    }
}

fn welcomed(welcome: &Welcome) -> String {
    let (you, room) = (&welcome.you, &welcome.room);
    let others = match welcome.people {
        0 | 1 => "alone so far".to_owned(),
        n => format!("{n} people here"),
    };
    let mut words = format!("you are {you} in {room}, {others}");
    let given = match welcome.given {
        Given::Not => None,
        Given::Unasked => Some(UNASKED),
        Given::Readable => Some(READABLE),
    };
    if let Some(given) = given {
        words.push_str("; ");
        words.push_str(given);
    }
    if let Some(topic) = &welcome.holds.topic {
        words.push_str("; topic: ");
        words.push_str(topic.as_str());
    }
    if let Some(announcement) = &welcome.holds.announcement {
        words.push_str("; announced: ");
        words.push_str(announcement.as_str());
    }
    words
}

fn asked(challenge: &Challenge) -> Cow<'_, str> {
    match (&challenge.you, challenge.password) {
        (Some(you), true) => Cow::Owned(format!("show that {you} and the password are yours")),
        (Some(you), false) => Cow::Owned(format!("show that {you} is yours")),
        (None, _) => Cow::Borrowed("show that you know the password"),
    }
}

fn present(
    room: &RoomName,
    (names, servers): (&[Name], &[(String, Vec<Name>)]),
    more: bool,
) -> String {
    if names.is_empty() {
        return format!("nobody is in {room}");
    }
    let elsewhere: BTreeMap<_, _> = servers
        .iter()
        .flat_map(|(server, people)| people.iter().map(move |name| (name.as_str(), server)))
        .collect();
    let one = |name: &Name| match elsewhere.get(name.as_str()) {
        Some(server) => format!("{name} ({server})"),
        None => name.as_str().to_owned(),
    };
    let names: Vec<_> = names.iter().map(one).collect();
    let end = if more { " …" } else { "" };
    format!("in {room}: {}{end}", names.join(", "))
}

/// A few by name, a crowd by its number.
fn people(who: &[Name]) -> String {
    let (first, rest) = who.split_at(who.len().min(NAMED));
    let mut names: Vec<_> = first.iter().map(|n| n.as_str().to_owned()).collect();
    match rest.len() {
        0 => {}
        1 => names.push(rest.iter().map(Name::as_str).collect()),
        n => names.push(format!("{n} more")),
    }
    let last = names.pop().unwrap_or_default();
    if names.is_empty() {
        last
    } else {
        format!("{} and {last}", names.join(", "))
    }
}

/// What a room is told while its server is cut off from the others.
const APART: &str = "cut off from the other servers: what you say waits here until they are back";

/// What a room is told while its messages cannot be written to disk.
const UNKEPT: &str = "the server cannot write to its disk: what is said from now on may be \
forgotten when it stops";

/// More people than this are told by their number.
const NAMED: usize = 8;

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(count: u64, expected: &str) {
        let who: Vec<_> = (1..=count).map(Name::guest).collect();
        let shown = people(&who).replace("guest-", "");
        assert_eq!(shown, expected);
    }

    #[test]
    fn a_few_are_named_and_a_crowd_is_counted() {
        check(1, "1");
        check(2, "1 and 2");
        check(9, "1, 2, 3, 4, 5, 6, 7, 8 and 9");
        check(10, "1, 2, 3, 4, 5, 6, 7, 8 and 2 more");
    }
}
