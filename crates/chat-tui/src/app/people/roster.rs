//! Who is in each room, and who spoke last.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::collections::VecDeque;

use chat_proto::room::RoomName;

/// The people, as far as the server has told.
#[derive(Debug, Default)]
pub struct Roster {
    /// At most [`ROOMS`], and in all of them [`PEOPLE`].
    rooms: BTreeMap<RoomName, BTreeSet<Person>>,
    /// Rooms whose list is being told anew, in several frames.
    begun: BTreeSet<RoomName>,
    /// Who spoke, and in which room, the latest first: at most [`SPEAKERS`].
    speakers: VecDeque<(Option<RoomName>, String)>,
    /// Who named us or wrote to us alone, the latest first: at most
    /// [`SPEAKERS`].
    callers: VecDeque<String>,
}

/// Ordered without case.
type Person = (String, String);

impl Roster {
    /// A room's people, or some of them.
    pub fn tell(&mut self, room: &str, names: &[String], more: bool) {
        let Ok(room) = RoomName::parse(room) else {
            return;
        };
        if !self.begun.contains(&room)
            && let Some(people) = self.rooms.get_mut(&room)
        {
            people.clear();
        }
        if !self.add(&room, names) {
            return;
        }
        if more {
            self.begun.insert(room);
        } else {
            self.begun.remove(&room);
        }
    }

    /// Whether this one is in any room, in whatever case the name is written.
    pub fn has(&self, name: &str) -> bool {
        let lower = name.to_lowercase();
        let from = (lower.clone(), String::new());
        let found = |people: &BTreeSet<Person>| {
            let mut from = people.range(&from..);
            from.next().is_some_and(|(known, _)| *known == lower)
        };
        self.rooms.values().any(found)
    }

    /// Whether the server has told who is where, and this one is nowhere.
    pub fn lacks(&self, name: &str) -> bool {
        !self.rooms.is_empty() && !self.has(name)
    }

    /// People came.
    pub fn joined(&mut self, room: Option<&str>, names: &[String]) {
        if let Some(room) = room.and_then(|room| RoomName::parse(room).ok()) {
            self.add(&room, names);
        }
    }

    /// People left.
    pub fn left(&mut self, room: Option<&str>, names: &[String]) {
        let room = room.and_then(|room| RoomName::parse(room).ok());
        if let Some(people) = room.and_then(|room| self.rooms.get_mut(&room)) {
            for name in names {
                people.remove(&person(name));
            }
        }
    }

    /// Somebody is called otherwise, in every room.
    pub fn renamed(&mut self, was: &str, now: &str) {
        for people in self.rooms.values_mut() {
            if people.remove(&person(was)) {
                people.insert(person(now));
            }
        }
        let speakers = self.speakers.iter_mut().map(|(_, name)| name);
        for speaker in speakers.chain(&mut self.callers) {
            if speaker == was {
                now.clone_into(speaker);
            }
        }
    }

    /// We left: who is there is not told any longer.
    pub fn forget(&mut self, room: &RoomName) {
        self.rooms.remove(room);
        self.begun.remove(room);
    }

    /// Nothing is known any longer.
    pub fn clear(&mut self) {
        self.rooms.clear();
        self.begun.clear();
    }

    /// Somebody spoke in a room, or to one person.
    pub fn spoke(&mut self, room: Option<&RoomName>, name: &str) {
        let spoke = (room.cloned(), name.to_owned());
        self.speakers.retain(|known| *known != spoke);
        self.speakers.push_front(spoke);
        self.speakers.truncate(SPEAKERS);
    }

    /// Somebody spoke to us.
    pub fn called(&mut self, name: &str) {
        self.callers.retain(|caller| caller != name);
        self.callers.push_front(name.to_owned());
        self.callers.truncate(SPEAKERS);
    }

    /// The people of a room, by the alphabet.
    pub fn people(&self, room: Option<&RoomName>) -> impl Iterator<Item = &str> {
        let people = room.and_then(|room| self.rooms.get(room));
        people.into_iter().flatten().map(|(_, name)| name.as_str())
    }

    /// Who stands before and after this one in a room's list.
    pub fn beside(&self, room: Option<&RoomName>, name: &str) -> Vec<&str> {
        let here = person(name);
        let people = room.and_then(|room| self.rooms.get(room));
        let beside = people.into_iter().flat_map(|people| {
            let before = people.range(..&here).next_back();
            let after = people.range(&here..).find(|other| **other != here);
            before.into_iter().chain(after)
        });
        beside.map(|(_, name)| name.as_str()).collect()
    }

    /// How many there are.
    pub fn count(&self, room: Option<&RoomName>) -> usize {
        room.and_then(|room| self.rooms.get(room))
            .map_or(0, BTreeSet::len)
    }

    /// How many others are in any of our rooms.
    pub fn others(&self, you: &str) -> usize {
        let all: BTreeSet<_> = self.rooms.values().flatten().collect();
        all.into_iter().filter(|(_, name)| name != you).count()
    }

    /// The names that begin so: who spoke last in this room comes first, then
    /// who called us, then this room's alphabet, then who spoke elsewhere; never
    /// oneself.
    pub fn completions(&self, room: Option<&RoomName>, begun: &str, you: &str) -> Vec<String> {
        let begun = begun.to_lowercase();
        let mut found: Vec<String> = Vec::new();
        let you = you.to_lowercase();
        let here = self.speakers.iter().filter(|(of, _)| of.as_ref() == room);
        let here = here.map(|(_, name)| name.as_str());
        let callers = self.callers.iter().map(String::as_str);
        let all = self.speakers.iter().map(|(_, name)| name.as_str());
        for name in here.chain(callers).chain(self.people(room)).chain(all) {
            let lower = name.to_lowercase();
            let fits = lower.starts_with(&begun) && lower != you;
            if fits && !found.iter().any(|known| known == name) {
                found.push(name.to_owned());
            }
        }
        found
    }

    /// As many as there is room for; whether there is any for this room.
    fn add(&mut self, room: &RoomName, names: &[String]) -> bool {
        let known: usize = self.rooms.values().map(BTreeSet::len).sum();
        let full = self.rooms.len() >= ROOMS && !self.rooms.contains_key(room);
        if full {
            return false;
        }
        let people = self.rooms.entry(room.clone()).or_default();
        for name in names.iter().take(PEOPLE.saturating_sub(known)) {
            people.insert(person(name));
        }
        true
    }
}

fn person(name: &str) -> Person {
    (name.to_lowercase(), name.to_owned())
}

/// People that are remembered, in all rooms together: more than a server lets in.
const PEOPLE: usize = 10_000;
/// Rooms: as many as there are conversations.
const ROOMS: usize = 64;
/// Speakers that are remembered, and callers.
const SPEAKERS: usize = 200;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_spoke_last_is_offered_first_and_oneself_never() {
        let lobby = RoomName::lobby();
        let mut roster = Roster::default();
        let names = ["ana", "Anton", "andre", "anabela", "bob"].map(str::to_owned);
        roster.tell("lobby", &names, false);
        roster.spoke(Some(&lobby), "andre");
        roster.spoke(Some(&lobby), "Anton");
        roster.spoke(Some(&lobby), "ana");
        assert_eq!(
            roster.completions(Some(&lobby), "an", "Ana"),
            ["Anton", "andre", "anabela"]
        );
        roster.renamed("andre", "Zoe");
        assert_eq!(roster.completions(Some(&lobby), "z", "ana"), ["Zoe"]);
    }

    #[test]
    fn who_called_us_comes_after_who_spoke_here_and_before_the_alphabet() {
        let (lobby, lab) = (RoomName::lobby(), RoomName::parse("lab").unwrap());
        let mut roster = Roster::default();
        let names = ["b1", "b2", "b3", "b4"].map(str::to_owned);
        roster.tell("lobby", &names, false);
        roster.spoke(Some(&lab), "b0");
        roster.spoke(Some(&lobby), "b4");
        roster.spoke(None, "b3");
        roster.called("b3");
        // Coming is not speaking.
        roster.joined(Some("lobby"), &["b5".to_owned()]);
        let offered = roster.completions(Some(&lobby), "b", "ana");
        assert_eq!(offered, ["b4", "b3", "b1", "b2", "b5", "b0"]);
        assert_eq!(
            roster.completions(Some(&lab), "b", "ana"),
            ["b0", "b3", "b4"]
        );
    }

    #[test]
    fn a_server_that_tells_of_more_and_more_fills_no_memory() {
        let mut roster = Roster::default();
        for n in 0..1000 {
            let room = format!("r{n}");
            let names: Vec<String> = (0..100).map(|who| format!("{n}-{who}")).collect();
            roster.joined(Some(&room), &names);
            roster.tell(&format!("q{n}"), &names, true);
            roster.left(Some(&format!("l{n}")), &names);
            for name in names {
                roster.spoke(None, &name);
            }
        }
        assert!(roster.rooms.len() <= ROOMS && roster.begun.len() <= ROOMS);
        let people: usize = roster.rooms.values().map(BTreeSet::len).sum();
        assert!(people <= PEOPLE, "{people}");
        assert!(roster.speakers.len() <= SPEAKERS);
    }

    #[test]
    fn a_list_in_several_frames_replaces_the_old_one() {
        let lobby = RoomName::lobby();
        let mut roster = Roster::default();
        roster.tell("lobby", &["old".to_owned()], false);
        roster.tell("lobby", &["b".to_owned()], true);
        roster.tell("Lobby", &["a".to_owned()], false);
        let people: Vec<_> = roster.people(Some(&lobby)).collect();
        assert_eq!(people, ["a", "b"]);
    }
}
