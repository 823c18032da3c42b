//! What two programs tell, in one order while it happens: by their one clock, each one's
//! own order kept, and nothing comes before it has left.

use std::collections::VecDeque;
use std::time::Duration;

use chat_proto::trace::entry::Entry;
use chat_proto::trace::event::Event;
use chat_proto::trace::fingerprint::Fingerprint;

/// Who tells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Teller {
    /// The program whose window it is.
    #[default]
    Own,
    /// The server inside the same program.
    Hosted,
}

/// What was told, and by whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// By whom.
    pub by: Teller,
    /// What.
    pub entry: Entry,
}

impl Told {
    /// When, in microseconds of the clock of whoever told it.
    pub fn at(&self) -> i64 {
        i64::try_from(self.entry.at.as_micros()).unwrap_or(i64::MAX)
    }
}

impl From<Entry> for Told {
    /// By the program whose window it is.
    fn from(entry: Entry) -> Self {
        Self {
            by: Teller::Own,
            entry,
        }
    }
}

/// What was told and has not had its turn. No more than is put in.
#[derive(Clone, Debug, Default)]
pub struct Together {
    own: VecDeque<Entry>,
    hosted: VecDeque<Entry>,
}

impl Together {
    /// This was told, after all that was told before by the same.
    pub fn tell(&mut self, by: Teller, entries: impl IntoIterator<Item = Entry>) {
        self.queue(by).extend(entries);
    }

    /// When the oldest of it happened.
    pub fn oldest(&self) -> Option<Duration> {
        let fronts = [self.own.front(), self.hosted.front()];
        fronts.into_iter().flatten().map(|entry| entry.at).min()
    }

    /// All that happened up to a moment before which both have told everything.
    pub fn until(&mut self, moment: Duration) -> Vec<Told> {
        let mut all = Vec::new();
        while let Some(by) = self.next(moment) {
            let other = match by {
                Teller::Own => Teller::Hosted,
                Teller::Hosted => Teller::Own,
            };
            let before = self.departure_of_front(by, other);
            let before = before.map(|(by, at)| (by, at + 1));
            for (by, count) in before.into_iter().chain([(by, 1)]) {
                let count = count.min(self.queue(by).len());
                let told = self.queue(by).drain(..count);
                all.extend(told.map(|entry| Told { by, entry }));
            }
        }
        all
    }

    /// Whose turn it is.
    fn next(&self, moment: Duration) -> Option<Teller> {
        let at = |queue: &VecDeque<Entry>| queue.front().map(|entry| entry.at);
        let own = at(&self.own).map(|at| (at, Teller::Own));
        let hosted = at(&self.hosted).map(|at| (at, Teller::Hosted));
        let first = own.into_iter().chain(hosted).min()?;
        (first.0 <= moment).then_some(first.1)
    }

    /// Where the departure of what came first waits with the other: the moments of a turn
    /// are not so fine.
    fn departure_of_front(&self, by: Teller, other: Teller) -> Option<(Teller, usize)> {
        let queue = |by| match by {
            Teller::Own => &self.own,
            Teller::Hosted => &self.hosted,
        };
        let front = queue(by).front()?;
        let x = came(&front.event)?;
        let latest = front.at + FINE;
        let mut near = queue(other).iter().take_while(|entry| entry.at <= latest);
        let at = near.position(|entry| left(&entry.event) == Some(x))?;
        Some((other, at))
    }

    fn queue(&mut self, by: Teller) -> &mut VecDeque<Entry> {
        match by {
            Teller::Own => &mut self.own,
            Teller::Hosted => &mut self.hosted,
        }
    }
}

#[expect(clippy::wildcard_enum_match_arm, reason = "two of many events")]
fn left(event: &Event) -> Option<Fingerprint> {
    match event {
        Event::Out(datagram) => Some(datagram.x),
        Event::Write(write) => Some(write.moved.x),
        _ => None,
    }
}

#[expect(clippy::wildcard_enum_match_arm, reason = "two of many events")]
fn came(event: &Event) -> Option<Fingerprint> {
    match event {
        Event::In(datagram) => Some(datagram.x),
        Event::Read(read) => Some(read.moved.x),
        _ => None,
    }
}

/// A turn that notes all that it did at its beginning is over by then.
const FINE: Duration = Duration::from_millis(5);

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(line: &str) -> Entry {
        Entry::read(line.as_bytes()).unwrap()
    }

    fn datagram(ms: f64, event: &str, x: &str) -> Entry {
        entry(&format!(
            r#"{{"ms":{ms},"flow":1,"event":"{event}","x":"{x}","bytes":9,"what":{{"type":"msg"}}}}"#
        ))
    }

    #[test]
    fn it_is_one_order_by_the_clock_and_nothing_comes_before_it_left() {
        let mut together = Together::default();
        let own = [
            datagram(1.0, "out", "00000001"),
            datagram(4.2, "out", "00000002"),
        ];
        let hosted = [
            datagram(2.0, "in", "00000001"),
            // Its turn began before what it read had left.
            datagram(4.0, "in", "00000002"),
            datagram(9.0, "out", "00000003"),
        ];
        together.tell(Teller::Own, own.clone());
        together.tell(Teller::Hosted, hosted.clone());
        let told = together.until(Duration::from_millis(5));
        let order: Vec<_> = told.iter().map(|told| (told.by, told.entry.at)).collect();
        let at = |ms: u64| Duration::from_micros(ms);
        assert_eq!(
            order,
            [
                (Teller::Own, at(1000)),
                (Teller::Hosted, at(2000)),
                (Teller::Own, at(4200)),
                (Teller::Hosted, at(4000)),
            ]
        );
        assert_eq!(together.oldest(), Some(at(9000)), "its time has not come");
        assert_eq!(together.until(at(9000)).len(), 1);
        assert_eq!(together.oldest(), None);
    }
}
