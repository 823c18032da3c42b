//! What TLS made of the bytes of a row: the records that end in them.

use chat_proto::trace::tls::Message;
use chat_proto::trace::tls::Record;
use chat_proto::trace::tls::RecordType;

use crate::rows::party::Side;

/// Of one read, write or datagram.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Records {
    /// Which side has told so: where both do, the first.
    pub told_by: Side,
    /// Those that end in it, at most 32.
    pub ended: Vec<Ended>,
    /// How many more do.
    pub more: usize,
    /// How long the one is that begins in it, or before it, and does not end.
    pub open: Option<usize>,
}

/// A record that ends in the bytes of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ended {
    /// Which one.
    pub record: Record,
    /// Where it ends, counted from the first of those bytes.
    pub at: usize,
}

/// What a record is to whoever looks on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sight<'a> {
    /// A message of the handshake that everybody can read.
    Hello(Message),
    /// The rest of the handshake, encrypted.
    Handshake,
    /// An alert, by its name, where that is known.
    Alert(Option<&'a str>),
    /// What was said: so many bytes, with the ends of so many frames.
    Talk(usize, usize),
    /// It says nothing.
    Filler,
    /// Encrypted, and nobody here knows what it holds.
    Unknown,
}

impl Records {
    /// None yet, as this side tells.
    pub(in crate::rows) fn by(told_by: Side) -> Self {
        Self {
            told_by,
            ended: Vec::new(),
            more: 0,
            open: None,
        }
    }

    /// One more.
    pub(in crate::rows) fn push(&mut self, ended: Ended) {
        self.open = None;
        if self.ended.len() < MOST {
            self.ended.push(ended);
        } else {
            self.more += 1;
        }
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.ended.len() + self.more
    }

    /// What was said in them: bytes, frames, and what TLS has put around it; nothing where
    /// nothing was.
    pub fn talk(&self) -> Option<(usize, usize, usize)> {
        let mut all = (0, 0, 0);
        for ended in &self.ended {
            let Sight::Talk(said, frames) = sight(&ended.record) else {
                continue;
            };
            let around = ended.record.bytes.saturating_sub(said);
            all = (all.0 + said, all.1 + frames, all.2 + around);
        }
        (self.more == 0 && all.2 > 0).then_some(all)
    }
}

/// What a record is.
pub fn sight(record: &Record) -> Sight<'_> {
    match (record.kind, record.inside) {
        (RecordType::ChangeCipherSpec, _) => Sight::Filler,
        (RecordType::Handshake, _) => Sight::Hello(record.message.unwrap_or(Message::Other)),
        (RecordType::Alert, _) | (RecordType::ApplicationData, Some(RecordType::Alert)) => {
            Sight::Alert(record.alert.as_deref())
        }
        (RecordType::ApplicationData, Some(RecordType::Handshake)) => Sight::Handshake,
        (RecordType::ApplicationData, Some(RecordType::ApplicationData)) => {
            let said = record.plaintext.unwrap_or_default();
            Sight::Talk(said, record.frames.unwrap_or_default())
        }
        (RecordType::ApplicationData, Some(RecordType::ChangeCipherSpec) | None) => Sight::Unknown,
    }
}

/// Records of one row that are kept.
const MOST: usize = 32;
