//! Which arrival belongs to which departure, of conversations that both sides have
//! recorded: datagrams by their fingerprint (of identical ones the k-th is the k-th),
//! reads by the write that their last byte came from.

use std::collections::BTreeMap;

use crate::merge::joining::Joined;
use crate::record::Recording;
use crate::record::event::Event;
use crate::rows::party::Side;

/// An entry: of which recording, and which one.
pub type At = (usize, usize);

/// Of each arrival its departure.
#[derive(Clone, Debug, Default)]
pub struct Pairs(pub BTreeMap<At, At>);

/// Finds them.
pub fn paired(recordings: &[Recording], joined: &Joined) -> Pairs {
    let mut left = BTreeMap::<_, Vec<At>>::new();
    let mut streams = BTreeMap::<_, Stream>::new();
    for_each(recordings, joined, |at, way, event| {
        if let Event::Out(datagram) = event
            && let Some(x) = datagram.x.filter(|_| datagram.failed.is_none())
        {
            left.entry((way, x)).or_default().push(at);
        } else if let Event::Write { moved, .. } = event {
            streams.entry(way).or_default().wrote(at, moved.bytes);
        }
    });
    for queue in left.values_mut() {
        queue.reverse();
    }
    let mut pairs = BTreeMap::new();
    for_each(recordings, joined, |at, (conversation, side), event| {
        let theirs = (conversation, side.other());
        let found = if let Event::In(datagram) = event {
            let x = datagram.x.and_then(|x| left.get_mut(&(theirs, x)));
            x.and_then(Vec::pop)
        } else if let Event::Read(moved) = event {
            let stream = streams.get_mut(&theirs);
            stream.and_then(|stream| stream.read(moved.bytes))
        } else {
            None
        };
        if let Some(from) = found {
            pairs.insert(at, from);
        }
    });
    Pairs(pairs)
}

/// Everything of conversations that both sides have recorded.
fn for_each(
    recordings: &[Recording],
    joined: &Joined,
    mut take: impl FnMut(At, (usize, Side), &Event),
) {
    for (recording, one) in recordings.iter().enumerate() {
        for (number, entry) in one.entries.iter().enumerate() {
            let Some((conversation, side)) = joined.side(recording, entry.flow) else {
                continue;
            };
            let known = joined.conversations.get(conversation);
            if known.is_some_and(|known| known.by_client && known.by_server) {
                take((recording, number), (conversation, side), &entry.event);
            }
        }
    }
}

/// One direction of a stream.
#[derive(Default)]
struct Stream {
    /// Where each write ends, counted from the first byte.
    writes: Vec<(usize, At)>,
    written: usize,
    read: usize,
    /// The first write whose end has not been read.
    next: usize,
}

impl Stream {
    fn wrote(&mut self, at: At, bytes: usize) {
        self.written += bytes;
        self.writes.push((self.written, at));
    }

    fn read(&mut self, bytes: usize) -> Option<At> {
        self.read += bytes;
        while self.writes.get(self.next)?.0 < self.read {
            self.next += 1;
        }
        self.writes.get(self.next).map(|(_, at)| *at)
    }
}
