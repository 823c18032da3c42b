//! Requests to other servers that wait for an answer.

use std::collections::BTreeMap;
use std::time::Duration;
use std::time::Instant;

use crate::moment::Moment;

/// Requests that wait.
#[derive(Debug, Default)]
pub struct Asks {
    last: u64,
    /// By our own number: the asker's ticket, and when. At most [`ASKS`].
    open: BTreeMap<u64, (u64, Instant)>,
}

impl Asks {
    /// A request goes out, under this number. None where too many wait.
    pub fn open(&mut self, now: Moment, ticket: u64) -> Option<u64> {
        if self.open.len() >= ASKS {
            return None;
        }
        self.last += 1;
        self.open.insert(self.last, (ticket, now.mono));
        Some(self.last)
    }

    /// An answer came: the ticket, if anybody still waits for it.
    pub fn close(&mut self, number: u64) -> Option<u64> {
        self.open.remove(&number).map(|(ticket, _)| ticket)
    }

    /// A ticket that has waited long enough.
    pub fn poll(&mut self, now: Moment) -> Option<u64> {
        // The numbers are given in the order of time.
        let first = self.open.first_entry()?;
        (now.since(first.get().1) >= PATIENCE).then(|| first.remove().0)
    }

    /// When [`Asks::poll`] has something.
    pub fn timeout(&self) -> Option<Instant> {
        let (_, (_, since)) = self.open.first_key_value()?;
        Some(*since + PATIENCE)
    }
}

/// Another server is asked for what a person waits for.
pub const PATIENCE: Duration = Duration::from_secs(1);

/// So many at once; who asks more is answered by nobody.
pub const ASKS: usize = 4096;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_request_is_answered_once_or_is_over_after_a_second() {
        let begin = crate::clock::now();
        let late = Moment {
            mono: begin.mono + PATIENCE,
            wall: 0,
        };
        let mut asks = Asks::default();
        let (first, second) = (asks.open(begin, 70).unwrap(), asks.open(begin, 71).unwrap());
        assert_eq!(asks.close(second), Some(71));
        assert_eq!(asks.close(second), None);
        assert_eq!(asks.poll(begin), None);
        assert_eq!(asks.timeout(), Some(late.mono));
        assert_eq!(asks.poll(late), Some(70));
        assert_eq!(asks.close(first), None);
        assert_eq!(asks.poll(late), None);
    }

    #[test]
    fn no_more_wait_than_the_bound() {
        let begin = crate::clock::now();
        let mut asks = Asks::default();
        assert!(
            (0..)
                .take(ASKS)
                .all(|ticket| asks.open(begin, ticket).is_some())
        );
        assert_eq!(asks.open(begin, 1), None);
    }
}
