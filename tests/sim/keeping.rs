//! What can happen in a world whose server keeps what is said.

use std::time::Duration;

use chat_proto::frame::peer::Part;
use chat_proto::room::RoomName;
use chat_server::hub::Hub;
use chat_tui::session::past::page;
use chat_tui::session::traffic::Input as Happened;

use crate::disk::Disk;
use crate::world::World;

impl World {
    /// The disk.
    pub(crate) fn disk(&mut self) -> &mut Disk {
        self.disk.as_mut().unwrap()
    }

    /// So many more messages are kept, then none for a while; or all.
    pub(crate) fn keeps(&mut self, more: Option<usize>) {
        self.disk().keeps = more;
        self.settle();
    }

    /// Whether questions are answered.
    pub(crate) fn answers(&mut self, answers: bool) {
        self.disk().answers = answers;
        self.settle();
    }

    /// The server is killed, and another one is there at once.
    pub(crate) fn restart(&mut self) {
        let opened = self.disk().is_killed();
        self.hub = Hub::with_archive(self.rules.clone(), &opened);
        self.lines.clear();
        for person in &mut self.people {
            if person.line.take().is_some() {
                let lost = Happened::Lost("killed".to_owned());
                person.session.handle(self.now, lost);
            }
        }
        self.settle();
    }

    /// Somebody scrolls: a page from where something is missing, the newest first, or
    /// around any message.
    pub(crate) fn scrolls(&mut self, who: usize, around: Option<u64>, limit: u64) {
        let lobby = RoomName::lobby();
        let person = &mut self.people[who];
        let part = around.map(Part::Around).or_else(|| {
            let past = person.session.past(&lobby)?;
            let newest = past.newest();
            let end = (past.here.last() < Some(newest)).then_some(newest + 1);
            let gap = past.here.gaps().last().map(|(_, last)| last + 1);
            end.or(gap).or(past.here.first()).map(Part::Before)
        });
        if let Some(part) = part {
            person.session.fetch(self.now, &lobby, page(part, limit));
        }
        self.settle();
    }

    /// Somebody's client has no room any more for these.
    pub(crate) fn forgets(&mut self, who: usize, from: u64, to: u64) {
        let person = &mut self.people[who];
        person.session.forget(&RoomName::lobby(), from, to);
        person.reader.forget(from, to);
    }

    /// Somebody scrolls back to where nothing is missing.
    pub(crate) fn reads_all(&mut self, who: usize) {
        let whole = |world: &Self| {
            let past = world.people[who].session.past(&RoomName::lobby())?;
            let begins = past.here.first().is_none_or(|first| first <= 1);
            let ends = past.here.last().unwrap_or(0) == past.newest();
            Some(begins && ends && past.here.gaps().next().is_none())
        };
        for _ in 0..1_000 {
            if whole(self) == Some(true) {
                return;
            }
            self.scrolls(who, None, 5);
            self.pass(Duration::from_secs(1));
        }
        panic!("reading back has no end");
    }
}
