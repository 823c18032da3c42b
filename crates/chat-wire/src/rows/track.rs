//! Which bytes a record of TLS lies in. Its bytes and those that were written, read or
//! carried by a link are one stream: two rows of lengths laid beside each other.
//!
//! Whoever sends tells a record before its bytes leave, whoever hears it behind those that
//! brought its end.

use std::collections::BTreeMap;
use std::collections::VecDeque;

use chat_proto::trace::tls::Record;

/// One direction, as one side tells of it.
#[derive(Clone, Debug, Default)]
pub struct Track {
    records: VecDeque<Record>,
    /// Bytes of the first of them that have been met.
    met: usize,
    carriers: BTreeMap<u64, Carrier>,
    /// All before this one are over.
    next: u64,
    has_begun: bool,
}

/// Bytes that were moved together.
#[derive(Clone, Copy, Debug)]
struct Carrier {
    spot: Spot,
    bytes: usize,
    used: usize,
}

/// Where they are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spot {
    /// In this row.
    Row(usize),
    /// In each row of this frame of the link.
    Frame(u32),
}

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// A record ends there, behind so many bytes.
    Ends(Spot, Record, usize),
    /// One of this length goes on behind it.
    GoesOn(Spot, usize),
}

impl Track {
    /// The number of one more row of a stream.
    pub fn number(&self) -> u64 {
        let last = self.carriers.last_key_value().map(|(last, _)| last + 1);
        last.unwrap_or(self.next)
    }

    /// A record is going to leave.
    pub fn made(&mut self, record: &Record) {
        if self.records.len() >= MOST {
            self.records.pop_front();
            self.met = 0;
        }
        self.records.push_back(record.clone());
    }

    /// Bytes leave: what is known of them.
    pub fn left(&mut self, number: u64, spot: Spot, bytes: usize) -> Vec<Found> {
        if number < self.next {
            return Vec::new();
        }
        self.carry(number, spot, bytes);
        let found = self.match_up();
        // What is of no record that was told is of one before.
        self.carriers.clear();
        self.next = number.saturating_add(1);
        found
    }

    /// Bytes have come.
    pub fn came(&mut self, number: u64, spot: Spot, bytes: usize) {
        if number >= self.next && !self.carriers.contains_key(&number) {
            self.carry(number, spot, bytes);
        }
        let most = if self.has_begun { MOST } else { MOST_BEFORE };
        while self.carriers.len() > most {
            self.drop_first();
        }
    }

    /// A record has come, with the last of those.
    pub fn heard(&mut self, record: &Record) -> Vec<Found> {
        let begins = std::mem::replace(&mut self.has_begun, true);
        if !begins && record.message.is_none() {
            // Told from somewhere in the middle: it ends where they do.
            self.keep_last(record.bytes);
        }
        self.records.push_back(record.clone());
        let found = self.match_up();
        self.records.clear();
        self.met = 0;
        found
    }

    /// Something is missing here: what comes next is where it begins anew.
    pub fn lose_place(&mut self) {
        self.next = self.number();
        self.records.clear();
        self.carriers.clear();
        (self.met, self.has_begun) = (0, false);
    }

    fn carry(&mut self, number: u64, spot: Spot, bytes: usize) {
        let carrier = Carrier {
            spot,
            bytes,
            used: 0,
        };
        self.carriers.insert(number, carrier);
    }

    fn match_up(&mut self) -> Vec<Found> {
        let mut found = Vec::new();
        while let (Some(record), Some(mut first)) =
            (self.records.front(), self.carriers.first_entry())
        {
            let carrier = first.get_mut();
            let step = (record.bytes - self.met).min(carrier.bytes - carrier.used);
            carrier.used += step;
            self.met += step;
            let (spot, used) = (carrier.spot, carrier.used);
            let is_over = carrier.used == carrier.bytes;
            if self.met == record.bytes {
                found.push(Found::Ends(spot, record.clone(), used));
                self.records.pop_front();
                self.met = 0;
            } else {
                found.push(Found::GoesOn(spot, record.bytes));
            }
            if is_over {
                self.drop_first();
            }
        }
        found
    }

    fn keep_last(&mut self, bytes: usize) {
        // Of a recording by somebody else any number may be.
        let all = self.carriers.values().map(|carrier| carrier.bytes);
        let all = all.fold(0, usize::saturating_add);
        let mut too_many = all.saturating_sub(bytes);
        while let Some(mut first) = self.carriers.first_entry() {
            let carrier = first.get_mut();
            if carrier.bytes > too_many {
                carrier.used = too_many;
                return;
            }
            too_many -= carrier.bytes;
            self.drop_first();
        }
    }

    fn drop_first(&mut self) {
        if let Some((number, _)) = self.carriers.pop_first() {
            self.next = number.saturating_add(1);
        }
    }
}

/// The longest record in pieces of 16 bytes; and more than a window of a link's frames.
const MOST: usize = 1100;

/// Before the first record: most streams never have one.
const MOST_BEFORE: usize = 32;

#[cfg(test)]
mod tests {
    use chat_proto::trace::tls::Message;
    use chat_proto::trace::tls::RecordType;
    use chat_proto::trace::weather::Way;
    use proptest::prelude::*;

    use super::*;

    fn record(bytes: usize, message: Option<Message>) -> Record {
        Record {
            way: Way::In,
            kind: RecordType::Handshake,
            bytes,
            message,
            inside: None,
            alert: None,
            plaintext: None,
            frames: None,
        }
    }

    /// Where records end, by the number of their carrier and the offset in it.
    fn ends(found: Vec<Found>) -> Vec<(usize, usize)> {
        let end = |found| match found {
            Found::Ends(Spot::Row(row), _, at) => Some((row, at)),
            Found::Ends(Spot::Frame(_), ..) | Found::GoesOn(..) => None,
        };
        found.into_iter().filter_map(end).collect()
    }

    /// The same without any queue: byte by byte.
    fn counted(records: &[usize], carriers: &[usize]) -> Vec<(usize, usize)> {
        let byte = |(row, bytes): (usize, &usize)| (1..=*bytes).map(move |at| (row, at));
        let all: Vec<_> = carriers.iter().enumerate().flat_map(byte).collect();
        let mut end = 0;
        let last = |length: &usize| {
            end += length;
            all.get(end - 1).copied()
        };
        records.iter().filter_map(last).collect()
    }

    proptest! {
        #[test]
        fn a_record_ends_where_its_last_byte_is(
            lengths in prop::collection::vec(5usize..60, 1..8),
            pieces in prop::collection::vec(1usize..90, 1..30),
        ) {
            let mut sender = Track::default();
            for bytes in &lengths {
                sender.made(&record(*bytes, None));
            }
            let mut told = Vec::new();
            for (row, bytes) in pieces.iter().enumerate() {
                told.extend(ends(sender.left(sender.number(), Spot::Row(row), *bytes)));
            }
            prop_assert_eq!(told, counted(&lengths, &pieces));

            let mut receiver = Track::default();
            for (row, bytes) in pieces.iter().enumerate() {
                receiver.came(receiver.number(), Spot::Row(row), *bytes);
            }
            let mut heard = Vec::new();
            for bytes in &lengths {
                let hello = record(*bytes, Some(Message::ClientHello));
                heard.extend(ends(receiver.heard(&hello)));
            }
            prop_assert_eq!(heard, counted(&lengths, &pieces));
        }
    }

    #[test]
    fn whoever_begins_in_the_middle_knows_where_the_next_one_ends() {
        let mut track = Track::default();
        for row in 0..3 {
            track.came(track.number(), Spot::Row(row), 50);
        }
        assert_eq!(ends(track.heard(&record(60, None))), [(2, 50)]);
        track.came(track.number(), Spot::Row(3), 40);
        assert_eq!(ends(track.heard(&record(30, None))), [(3, 30)]);
    }

    #[test]
    fn what_leaves_before_a_record_is_told_is_of_none() {
        let mut track = Track::default();
        assert_eq!(track.left(track.number(), Spot::Row(0), 30), []);
        track.made(&record(30, None));
        assert_eq!(
            ends(track.left(track.number(), Spot::Row(1), 30)),
            [(1, 30)]
        );
    }

    #[test]
    fn after_something_was_missed_the_next_record_is_found_again() {
        let mut track = Track::default();
        track.came(track.number(), Spot::Row(0), 30);
        track.heard(&record(30, Some(Message::ServerHello)));
        track.came(track.number(), Spot::Row(1), 50);
        track.lose_place();
        track.came(track.number(), Spot::Row(2), 60);
        assert_eq!(ends(track.heard(&record(40, None))), [(2, 60)]);
    }

    #[test]
    fn frames_that_come_out_of_order_or_twice_are_one_stream() {
        let mut track = Track::default();
        for n in [2, 1, 2, 3] {
            track.came(u64::from(n), Spot::Frame(n), 10);
        }
        let hello = record(15, Some(Message::ServerHello));
        let found = track.heard(&hello);
        let expected = [
            Found::GoesOn(Spot::Frame(1), 15),
            Found::Ends(Spot::Frame(2), hello, 5),
        ];
        assert_eq!(found, expected);
        track.came(1, Spot::Frame(1), 10);
        track.came(2, Spot::Frame(2), 10);
        let next = track.heard(&record(15, None));
        assert_eq!(
            next.last(),
            Some(&Found::Ends(Spot::Frame(3), record(15, None), 10))
        );
    }
}
