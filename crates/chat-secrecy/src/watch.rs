//! Records as they pass, for whoever looks: where each ends, and what its first bytes say.
//!
//! A record begins with its type, a version and its length; more than that is readable
//! only of the first two messages. Whoever begins to look in the middle of one waits for a
//! piece that begins like a record.

use std::collections::VecDeque;

use crate::noted::Content;
use crate::noted::Kind;
use crate::noted::Message;
use crate::noted::Noted;
use crate::noted::Record;
use crate::noted::Way;

/// What was seen and nobody has asked for yet: no more than one feeding, or one write, has
/// records.
#[derive(Default)]
pub struct Watch {
    coming: Splitter,
    noted: VecDeque<Noted>,
}

/// What the records that are made just now hold, where they are encrypted.
#[derive(Clone, Copy)]
pub enum Holds<'a> {
    /// The answer to what came: handshake messages.
    Handshake,
    /// This was said.
    Talk(&'a [u8]),
    /// That nothing more comes, or why.
    Alert(Option<u8>),
    /// They were made before anybody looked.
    Unknown,
}

impl Watch {
    /// How many bytes of what came to take in at once, and the record that ends with them.
    pub fn next(&mut self, wire: &[u8]) -> (usize, Option<Head>) {
        self.coming.next(wire)
    }

    /// Something was seen.
    pub fn note(&mut self, noted: Noted) {
        self.noted.push_back(noted);
    }

    /// Something was seen before those that came after so many.
    pub fn note_at(&mut self, at: usize, noted: Noted) {
        self.noted.insert(at.min(self.noted.len()), noted);
    }

    /// How much was seen.
    pub fn len(&self) -> usize {
        self.noted.len()
    }

    /// What was seen first.
    pub fn poll(&mut self) -> Option<Noted> {
        self.noted.pop_front()
    }

    /// These records were made.
    pub fn note_made(&mut self, mut records: &[u8], mut holds: Holds<'_>) {
        let mut splitter = Splitter::default();
        while !records.is_empty() {
            let (taken, head) = splitter.next(records);
            records = records.get(taken..).unwrap_or_default();
            let Some(head) = head else {
                continue;
            };
            let content = match (head.kind, &mut holds) {
                (Kind::ApplicationData, Holds::Talk(said)) => talk(&head, said),
                (Kind::ApplicationData, Holds::Handshake) => Content::Handshake,
                (Kind::ApplicationData, Holds::Alert(why)) => Content::Alert(*why),
                (Kind::ApplicationData, Holds::Unknown)
                | (Kind::Alert | Kind::ChangeCipherSpec | Kind::Handshake, _) => head.clear(),
            };
            self.note(Noted::Record(head.record(Way::Out, content)));
        }
    }
}

/// The part of what was said that this record of ours holds.
fn talk(head: &Head, said: &mut &[u8]) -> Content {
    let room = head.bytes.saturating_sub(AROUND_BYTES);
    let (own, rest) = said.split_at(room.min(said.len()));
    *said = rest;
    Content::Talk {
        bytes: own.len(),
        lines: lines(own),
    }
}

/// How many lines end in it.
pub fn lines(said: &[u8]) -> usize {
    said.split(|byte| *byte == b'\n').skip(1).count()
}

/// What can be read of a record.
#[derive(Debug)]
pub struct Head {
    /// What it says that it is.
    pub kind: Kind,
    /// How long it is, with its header.
    pub bytes: usize,
    /// Its first bytes, behind the header.
    begins: Vec<u8>,
}

impl Head {
    /// What everybody can read in it.
    pub fn clear(&self) -> Content {
        match (self.kind, &*self.begins) {
            (Kind::Handshake, [first, ..]) => Content::Message(self.message(*first)),
            (Kind::Alert, [_, why]) if self.bytes == HEADER_BYTES + 2 => Content::Alert(Some(*why)),
            (Kind::Alert, _) => Content::Alert(None),
            (Kind::Handshake | Kind::ChangeCipherSpec | Kind::ApplicationData, _) => {
                Content::Unknown
            }
        }
    }

    /// The record, once it is known what it holds.
    pub fn record(&self, way: Way, content: Content) -> Record {
        Record {
            way,
            kind: self.kind,
            bytes: self.bytes,
            content,
        }
    }

    fn message(&self, first: u8) -> Message {
        // Behind type, length and version.
        let random = self.begins.get(6..6 + RETRY.len());
        match first {
            1 => Message::ClientHello,
            2 if random == Some(&RETRY) => Message::HelloRetryRequest,
            2 => Message::ServerHello,
            _ => Message::Other,
        }
    }
}

/// One direction, cut into its records.
#[derive(Default)]
struct Splitter {
    header: Vec<u8>,
    begins: Vec<u8>,
    /// Bytes of its body so far.
    came: usize,
}

impl Splitter {
    fn next(&mut self, wire: &[u8]) -> (usize, Option<Head>) {
        let missing = HEADER_BYTES.saturating_sub(self.header.len());
        let (header, body) = wire.split_at(missing.min(wire.len()));
        self.header.extend_from_slice(header);
        if self.header.len() < HEADER_BYTES {
            return (wire.len(), None);
        }
        let Some((kind, length)) = read_header(&self.header) else {
            // Somewhere in the middle of one, or no TLS at all.
            *self = Self::default();
            return (wire.len(), None);
        };
        let body = body.get(..body.len().min(length - self.came));
        let body = body.unwrap_or_default();
        let first = BEGINS_BYTES.saturating_sub(self.begins.len());
        self.begins
            .extend_from_slice(body.get(..first.min(body.len())).unwrap_or_default());
        self.came += body.len();
        let taken = header.len() + body.len();
        if self.came < length {
            return (taken, None);
        }
        let begins = std::mem::take(self).begins;
        let bytes = HEADER_BYTES + length;
        let head = Head {
            kind,
            bytes,
            begins,
        };
        (taken, Some(head))
    }
}

/// The type and the length of what follows; nothing where it is no header.
fn read_header(header: &[u8]) -> Option<(Kind, usize)> {
    let [kind, 3, _, high, low] = header else {
        return None;
    };
    let length = usize::from(u16::from_be_bytes([*high, *low]));
    let kind = match kind {
        20 => Kind::ChangeCipherSpec,
        21 => Kind::Alert,
        22 => Kind::Handshake,
        23 => Kind::ApplicationData,
        _ => return None,
    };
    (length <= GREATEST_BODY).then_some((kind, length))
}

/// Type, version, length.
const HEADER_BYTES: usize = 5;

/// What a record of ours has around what was said: its header, the true type, and the tag
/// by which a changed record is found out.
const AROUND_BYTES: usize = HEADER_BYTES + 1 + 16;

/// RFC 8446, 5.2.
const GREATEST_BODY: usize = (1 << 14) + 256;

/// Type, length, version and random of a `ServerHello`.
const BEGINS_BYTES: usize = 1 + 3 + 2 + RETRY.len();

/// The random of a `ServerHello` that asks for another offer (RFC 8446, 4.1.3).
const RETRY: [u8; 32] = [
    0xcf, 0x21, 0xad, 0x74, 0xe5, 0x9a, 0x61, 0x11, 0xbe, 0x1d, 0x8c, 0x02, 0x1e, 0x65, 0xb8, 0x91,
    0xc2, 0xa2, 0x11, 0x16, 0x7a, 0xbb, 0x8c, 0x5e, 0x07, 0x9e, 0x09, 0xe2, 0xc8, 0xa8, 0x33, 0x9c,
];

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn record(kind: u8, body: &[u8]) -> Vec<u8> {
        let [high, low] = u16::try_from(body.len()).unwrap().to_be_bytes();
        [&[kind, 3, 3, high, low], body].concat()
    }

    fn heads(pieces: &[&[u8]]) -> Vec<(Kind, usize, Content)> {
        let mut splitter = Splitter::default();
        let mut heads = Vec::new();
        for piece in pieces {
            let mut rest = *piece;
            while !rest.is_empty() {
                let (taken, head) = splitter.next(rest);
                assert!(taken > 0, "it goes on");
                rest = &rest[taken..];
                heads.extend(head.map(|head| (head.kind, head.bytes, head.clear())));
            }
        }
        heads
    }

    #[test]
    fn the_readable_part_of_a_handshake_is_read() {
        let hello = |kind: u8, random: [u8; 32]| {
            let body = [&[kind, 0, 0, 40, 3, 3][..], &random].concat();
            let heads = heads(&[&record(22, &body)]);
            heads[0].2
        };
        let [client, server, retry] =
            [(1, [0; 32]), (2, [0; 32]), (2, RETRY)].map(|(k, r)| hello(k, r));
        assert_eq!(client, Content::Message(Message::ClientHello));
        assert_eq!(server, Content::Message(Message::ServerHello));
        assert_eq!(retry, Content::Message(Message::HelloRetryRequest));
        let alert = heads(&[&record(21, &[2, 40])]);
        assert_eq!(alert, [(Kind::Alert, 7, Content::Alert(Some(40)))]);
    }

    #[test]
    fn whoever_looks_late_waits_for_the_next_beginning() {
        let whole = record(23, b"0123456789");
        let pieces = [&whole[7..], &whole, &whole];
        let seen = heads(&pieces);
        assert_eq!(seen, [(Kind::ApplicationData, 15, Content::Unknown); 2]);
    }

    proptest! {
        #[test]
        fn however_records_are_cut_they_are_the_same(
            bodies in prop::collection::vec((20u8..24, prop::collection::vec(any::<u8>(), 0..90)), 1..6),
            piece in 1usize..60,
        ) {
            let records: Vec<_> = bodies.iter().map(|(kind, body)| record(*kind, body)).collect();
            let lengths: Vec<_> = records.iter().map(Vec::len).collect();
            let all = records.concat();
            let cut: Vec<_> = all.chunks(piece).collect();
            let seen = heads(&cut);
            prop_assert_eq!(&seen, &heads(&[&all]));
            prop_assert_eq!(seen.iter().map(|head| head.1).collect::<Vec<_>>(), lengths);
        }

        #[test]
        fn any_bytes_are_cut_somewhere(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
            heads(&[&bytes]);
        }
    }
}
