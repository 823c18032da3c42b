//! Which packets a capture has, in which order.

use std::collections::BTreeMap;

use crate::export::pcapng::ends::Ends;
use crate::export::pcapng::headers;
use crate::export::pcapng::stream::Made;
use crate::export::pcapng::stream::Stream;
use crate::merge::Merged;
use crate::merge::pairing::At;
use crate::record::Entry;
use crate::record::Recording;
use crate::record::event::Data;
use crate::record::event::Datagram;
use crate::record::event::Event;
use crate::record::event::Happening;
use crate::record::event::Moved;
use crate::record::event::Weather;
use crate::rows::party::Side;
use crate::words::label::label;
use crate::words::language::Language;
use crate::words::note::beside;

/// One packet.
#[derive(Clone, Debug)]
pub(in crate::export::pcapng) struct Packet {
    /// 0: `wire`; 1: `weather`.
    pub(in crate::export::pcapng) interface: u32,
    /// Microseconds since 1970.
    pub(in crate::export::pcapng) at: u64,
    /// Whether it left the recorder.
    pub(in crate::export::pcapng) is_outward: bool,
    /// From the IP header on.
    pub(in crate::export::pcapng) bytes: Vec<u8>,
    /// What is known about it.
    pub(in crate::export::pcapng) comments: Vec<String>,
}

/// All of them, and whose the addresses are.
pub(in crate::export::pcapng) fn packets(
    recordings: &[Recording],
    merged: &Merged,
) -> (Vec<Packet>, Ends) {
    let reference = recordings.get(merged.reference);
    let wall = reference.and_then(|one| one.begin.wall).unwrap_or(0);
    let mut writing = Writing {
        merged,
        ends: Ends::of(recordings, merged),
        wall,
        streams: BTreeMap::new(),
        packets: Vec::new(),
    };
    for (at, (recording, number)) in &merged.order {
        let entry = recordings
            .get(*recording)
            .and_then(|one| one.entries.get(*number));
        let place = entry.and_then(|entry| merged.joined.side(*recording, entry.flow));
        if let (Some(entry), Some(place)) = (entry, place) {
            // One recording's own time is told as it stands.
            let at = if recordings.len() == 1 { entry.at } else { *at };
            writing.take(place, (at, (*recording, *number)), entry);
        }
    }
    (writing.packets, writing.ends)
}

struct Writing<'a> {
    merged: &'a Merged,
    ends: Ends,
    wall: i64,
    streams: BTreeMap<usize, Stream>,
    packets: Vec<Packet>,
}

impl Writing<'_> {
    fn take(&mut self, own: (usize, Side), (at, which): (i64, At), entry: &Entry) {
        let theirs = (own.0, own.1.other());
        let both = self.merged.ladder.conversations.get(own.0);
        // Of a stream that both sides recorded, one tells of it: the server.
        let told =
            own.1 == Side::Client && both.is_some_and(|both| both.by_client && both.by_server);
        match &entry.event {
            Event::Out(datagram) if datagram.failed.is_none() => {
                self.datagram((own, true), (at, which), (WIRE, datagram));
            }
            // What both sides recorded is one packet, at its sender's.
            Event::In(_) if self.merged.pairs.0.contains_key(&which) => {}
            Event::In(datagram) => self.datagram((theirs, false), (at, which), (WIRE, datagram)),
            Event::Weather(weather) => self.lost(own, (at, which), weather),
            Event::Write { moved, .. } if !told => self.moved((own, true), (at, which), moved),
            Event::Read(moved) if !told => self.moved((theirs, false), (at, which), moved),
            Event::Happened(happening) if !told => self.happened(own, at, happening),
            Event::Out(_)
            | Event::Write { .. }
            | Event::Read(_)
            | Event::Happened(_)
            | Event::Begin(_)
            | Event::Flow(_)
            | Event::Link(_)
            | Event::Called { .. }
            | Event::Told(_)
            | Event::Aside(_)
            | Event::Unknown(_) => {}
        }
    }

    fn datagram(
        &mut self,
        (way, is_outward): ((usize, Side), bool),
        (at, which): (i64, At),
        (interface, datagram): (u32, &Datagram),
    ) {
        let Some(path) = self.ends.path(way) else {
            return;
        };
        let payload = payload(&datagram.data, datagram.bytes.min(LONGEST));
        self.packets.push(Packet {
            interface,
            at: self.since_1970(at),
            is_outward,
            bytes: headers::udp(path, &payload),
            comments: self.comments(which),
        });
    }

    /// What died before the socket never was on the wire.
    fn lost(&mut self, own: (usize, Side), when: (i64, At), weather: &Weather) {
        if weather.fate.is_loss() && !weather.inward {
            self.datagram((own, true), when, (WEATHER, &weather.datagram));
        }
    }

    fn moved(
        &mut self,
        ((conversation, sender), is_outward): ((usize, Side), bool),
        (at, which): (i64, At),
        moved: &Moved,
    ) {
        let Some(path) = self.ends.path((conversation, Side::Client)) else {
            return;
        };
        let stream = self.streams.entry(conversation).or_default();
        let opened = stream.open(path);
        let sent = stream.send(sender, path, &payload(&moved.data, moved.bytes));
        let own = if is_outward { sender } else { sender.other() };
        self.made(own, at, opened, &[]);
        let comments = self.comments(which);
        self.made(own, at, sent, &comments);
    }

    fn happened(&mut self, (conversation, side): (usize, Side), at: i64, happening: &Happening) {
        let conversations = &self.merged.ladder.conversations;
        let is_stream = conversations
            .get(conversation)
            .is_some_and(|known| known.transport != crate::record::source::Transport::Udp);
        let path = self.ends.path((conversation, Side::Client));
        let Some(path) = path.filter(|_| is_stream) else {
            return;
        };
        let stream = self.streams.entry(conversation).or_default();
        let (made, comment) = match happening {
            Happening::Opened => (stream.open(path), None),
            Happening::Closed(why) if why == "ours" => (stream.close(side, path), None),
            Happening::Closed(why) => (stream.close(side.other(), path), Some(why.clone())),
            Happening::Broken => (
                stream.close(side, path),
                Some("the weather broke it".to_owned()),
            ),
            Happening::Ended { .. }
            | Happening::Secret(_)
            | Happening::NoTls(_)
            | Happening::Blocked
            | Happening::Unblocked(_)
            | Happening::Impairments { .. }
            | Happening::Unanswered
            | Happening::NoLink
            | Happening::Retry(_)
            | Happening::TooSlow
            | Happening::BackoffReset { .. }
            | Happening::WindowFull { .. }
            | Happening::Resent { .. }
            | Happening::NoRoom { .. }
            | Happening::Missed(_)
            | Happening::Full => return,
        };
        let comments: Vec<_> = comment
            .into_iter()
            .map(|why| format!("closed: {why}"))
            .collect();
        self.made(side, at, made, &comments);
    }

    fn made(&mut self, own: Side, at: i64, made: Vec<Made>, comments: &[String]) {
        let at = self.since_1970(at);
        for (sender, bytes, word) in made {
            let word = word.map(str::to_owned);
            self.packets.push(Packet {
                interface: WIRE,
                at,
                is_outward: sender == own,
                bytes,
                comments: comments.iter().cloned().chain(word).collect(),
            });
        }
    }

    fn since_1970(&self, at: i64) -> u64 {
        u64::try_from(self.wall.saturating_add(at)).unwrap_or(0)
    }

    /// What the ladder says of it.
    fn comments(&self, which: At) -> Vec<String> {
        let row = self.merged.rows.get(&which);
        let Some(row) = row.and_then(|row| self.merged.ladder.rows.get(*row)) else {
            return Vec::new();
        };
        let words = [
            label(row, Language::English),
            beside(row, Language::English, false),
        ];
        words
            .into_iter()
            .filter(|words| !words.is_empty())
            .collect()
    }
}

/// The content as it was, or as much of it as is known: the length is true, but where no
/// read and no write can have been so long, as a recording by somebody else may say.
fn payload(data: &Data, bytes: usize) -> Vec<u8> {
    let known = match data {
        Data::Text(text) if text.len() == bytes => text.as_bytes().to_vec(),
        // A masked letter takes more bytes than most letters.
        Data::Text(text) => text.replace('•', "*").into_bytes(),
        Data::Bytes(bytes) => bytes.to_vec(),
        Data::None => Vec::new(),
    };
    let mut payload = known;
    let filler = if payload.is_empty() { b'.' } else { b' ' };
    payload.resize(bytes.min(payload.len().max(MOST)), filler);
    payload
}

const WIRE: u32 = 0;
const WEATHER: u32 = 1;

/// More than one read or write of a socket moves.
pub(super) const MOST: usize = 4 << 20;
/// What a datagram can hold.
const LONGEST: usize = 65_507;
