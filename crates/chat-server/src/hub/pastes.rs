//! Code that was shared: in memory alone, for as long as a class lasts, within bounds. The
//! number of a paste is that of the message that told of it, so that none means another one
//! after a restart.

use std::collections::BTreeMap;
use std::collections::VecDeque;
use std::time::Duration;
use std::time::Instant;

use chat_proto::name::Name;
use chat_proto::paste::Code;
use chat_proto::paste::Title;
use chat_proto::room::RoomName;

/// All that is kept.
#[derive(Debug, Default)]
pub struct Pastes {
    rooms: BTreeMap<RoomName, VecDeque<Sheet>>,
    /// The bytes of all of them.
    held: usize,
}

/// One of them.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// The number of the message that told of it.
    pub number: u64,
    /// By whom.
    pub name: Name,
    /// The name of its file.
    pub title: Title,
    /// The code.
    pub code: Code,
    /// When.
    pub at: Instant,
}

impl Pastes {
    /// Keeps one more: what is too old goes, then the oldest of its room beyond the bounds,
    /// then the oldest of all.
    pub fn keep(&mut self, room: &RoomName, sheet: Sheet) {
        let now = sheet.at;
        self.held += sheet.weight();
        self.rooms.entry(room.clone()).or_default().push_back(sheet);
        self.strike(|_, sheet| now.saturating_duration_since(sheet.at) > KEPT_FOR);
        while self.is_too_much(room) {
            self.forget_first(room);
        }
        while self.held > ALL_BYTES
            && let Some(room) = self.oldest()
        {
            self.forget_first(&room);
        }
    }

    /// What has this number in a room.
    pub fn get(&self, now: Instant, room: &RoomName, number: u64) -> Option<&Sheet> {
        let sheets = self.rooms.get(room)?;
        let sheet = sheets.iter().find(|sheet| sheet.number == number)?;
        (now.saturating_duration_since(sheet.at) <= KEPT_FOR).then_some(sheet)
    }

    /// Forgets all of a room: what is said there next has the same numbers again.
    pub fn forget_room(&mut self, room: &RoomName) {
        for sheet in self.rooms.remove(room).unwrap_or_default() {
            self.held -= sheet.weight();
        }
    }

    /// Forgets what nobody is to be told any more.
    pub fn strike(&mut self, is_struck: impl Fn(&RoomName, &Sheet) -> bool) {
        for (room, sheets) in &mut self.rooms {
            sheets.retain(|sheet| !is_struck(room, sheet));
        }
        self.rooms.retain(|_, sheets| !sheets.is_empty());
        let sheets = self.rooms.values().flatten();
        self.held = sheets.map(Sheet::weight).sum();
    }

    fn is_too_much(&self, room: &RoomName) -> bool {
        self.rooms.get(room).is_some_and(|sheets| {
            let bytes: usize = sheets.iter().map(Sheet::weight).sum();
            sheets.len() > EACH || bytes > EACH_BYTES
        })
    }

    /// The room where the oldest one is.
    fn oldest(&self) -> Option<RoomName> {
        let first = self
            .rooms
            .iter()
            .filter_map(|(room, s)| Some((s.front()?.at, room)));
        first.min().map(|(_, room)| room.clone())
    }

    fn forget_first(&mut self, room: &RoomName) {
        let Some(sheets) = self.rooms.get_mut(room) else {
            return;
        };
        if let Some(first) = sheets.pop_front() {
            self.held -= first.weight();
        }
        if sheets.is_empty() {
            self.rooms.remove(room);
        }
    }
}

impl Sheet {
    /// What it costs in memory, roughly.
    fn weight(&self) -> usize {
        self.code.as_str().len() + AROUND
    }
}

/// Of one room: as many as anybody looks through, and 512 KiB of them.
const EACH: usize = 32;
const EACH_BYTES: usize = 512 * 1024;

/// Of all rooms.
const ALL_BYTES: usize = 8 * 1024 * 1024;

/// As long as a day of classes.
const KEPT_FOR: Duration = Duration::from_secs(12 * 3600);

/// A title, a name, and what is around them.
const AROUND: usize = 256;

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet(at: Instant, number: u64, bytes: usize) -> Sheet {
        Sheet {
            number,
            name: Name::guest(1),
            title: Title::of("a.py"),
            code: Code::parse(&"x".repeat(bytes)).unwrap(),
            at,
        }
    }

    #[expect(
        clippy::disallowed_methods,
        reason = "a test needs some moment to begin with"
    )]
    fn epoch() -> Instant {
        Instant::now()
    }

    fn count(pastes: &Pastes) -> usize {
        pastes.rooms.values().map(VecDeque::len).sum()
    }

    #[test]
    fn a_room_keeps_its_newest_within_number_and_bytes() {
        let (mut pastes, at, room) = (Pastes::default(), epoch(), RoomName::lobby());
        for number in 1..=40 {
            pastes.keep(&room, sheet(at, number, 10));
        }
        assert_eq!(count(&pastes), EACH);
        assert!(pastes.get(at, &room, 8).is_none());
        assert!(pastes.get(at, &room, 9).is_some());
        for number in 41..=100 {
            pastes.keep(&room, sheet(at, number, 16_384));
        }
        assert!(pastes.held <= EACH_BYTES, "{}", pastes.held);
        assert_eq!(count(&pastes), EACH_BYTES / (16_384 + AROUND));
    }

    #[test]
    fn all_rooms_together_are_bounded_and_the_oldest_goes_first() {
        let (mut pastes, at) = (Pastes::default(), epoch());
        for n in 0..1000_u64 {
            let room = RoomName::parse(&format!("r{n}")).unwrap();
            let at = at + Duration::from_secs(n);
            pastes.keep(&room, sheet(at, 1, 16_384));
        }
        assert!(pastes.held <= ALL_BYTES, "{}", pastes.held);
        let later = at + Duration::from_secs(1000);
        let room = |n: u64| RoomName::parse(&format!("r{n}")).unwrap();
        assert!(pastes.get(later, &room(999), 1).is_some());
        assert!(pastes.get(later, &room(0), 1).is_none());
    }

    #[test]
    fn what_is_too_old_or_struck_is_gone_and_counted_no_more() {
        let (mut pastes, at, room) = (Pastes::default(), epoch(), RoomName::lobby());
        pastes.keep(&room, sheet(at, 1, 10));
        let later = at + KEPT_FOR + Duration::from_secs(1);
        assert!(pastes.get(at, &room, 1).is_some());
        assert!(pastes.get(later, &room, 1).is_none());
        pastes.keep(&room, sheet(later, 2, 10));
        assert_eq!(count(&pastes), 1);
        pastes.strike(|_, sheet| sheet.number == 2);
        assert_eq!((count(&pastes), pastes.held), (0, 0));
    }
}
