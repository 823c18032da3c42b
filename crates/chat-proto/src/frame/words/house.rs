//! The sentences about the house: which rooms there are, and who somebody is.

use std::fmt::Write;

use crate::frame::house::Listed;
use crate::frame::house::Rooms;
use crate::frame::house::Whois;
use crate::room::RoomName;

/// Every room with how many people, and what it is about.
pub fn listed(rooms: &Rooms) -> String {
    if rooms.rooms.is_empty() {
        return "nobody is in any room".to_owned();
    }
    let one = |words: &mut String, room: &Listed| {
        // Writing to a string cannot fail.
        let _ = write!(words, "{} {}", room.room, room.people);
        if let Some(topic) = &room.topic {
            let _ = write!(words, " ({})", topic.as_str());
        }
    };
    let mut words = "rooms: ".to_owned();
    for (at, room) in rooms.rooms.iter().enumerate() {
        words.push_str(if at == 0 { "" } else { ", " });
        one(&mut words, room);
    }
    if rooms.more {
        words.push_str(" …");
    }
    words
}

/// What there is to know of somebody.
pub fn of(whois: &Whois) -> String {
    let mut words = format!("{} is here over {}", whois.name, whois.transport);
    if let Some(server) = &whois.server {
        let _ = write!(words, " on {server}");
    }
    if let Some(address) = &whois.address {
        let _ = write!(words, " from {address}");
    }
    if !whois.framed {
        words.push_str(", with plain lines");
    }
    let rooms: Vec<_> = whois.rooms.iter().map(RoomName::as_str).collect();
    if !rooms.is_empty() {
        let _ = write!(words, ", in {}", rooms.join(" and "));
    }
    let _ = write!(words, ", since {}", whois.since);
    if let Some(took) = whois.took {
        let _ = write!(words, ", round trip {} ms", took.as_millis());
    }
    for (holds, what) in [
        (whois.known, "the name is proved"),
        (whois.teacher, "a teacher"),
        (whois.away, "away"),
    ] {
        if holds {
            let _ = write!(words, ", {what}");
        }
    }
    words
}
