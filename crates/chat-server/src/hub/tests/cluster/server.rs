//! One server of a house: its hub, and what came of it.

use crate::config::Rules;
use crate::deed::Deed;
use crate::hub::Hub;
use crate::hub::Snapshot;
use crate::hub::facts;
use crate::replica::Birth;
use crate::replica::News;
use crate::replica::Word;
use crate::traffic::Input;
use crate::traffic::Output;
use crate::traffic::PeerId;
use chat_archive::Kept;
use chat_archive::Opened;
use chat_link::proof::Secret;
use chat_proto::codec::Ear;
use chat_proto::codec::json;
use chat_proto::frame::ServerFrame;
use chat_proto::frame::server::Body;
use chat_proto::frame::server::Destination;
use chat_proto::frame::token::Token;
use chat_proto::frame::trust::Challenge;
use chat_proto::now::Now;
use chat_proto::room::RoomName;
use chat_proto::stamp::Stamp;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;
use std::time::Instant;

/// One entry of the log.
#[derive(Clone, Debug)]
pub(super) enum Entry {
    Begins(usize, u64, Stamp),
    Ends(usize, u64, Stamp),
    Deeds(u64, Stamp, Vec<String>),
}

/// One server: its hub, what it has not put into the log yet, how far it has read.
pub(super) struct Server {
    pub(super) hub: Hub,
    pub(super) now: Now,
    pub(super) life: u64,
    pub(super) last_peer: u64,
    pub(super) ears: Vec<(PeerId, Ear)>,
    pub(super) waits: Vec<String>,
    pub(super) read: usize,
    /// What it is at each place of the log.
    pub(super) facts: BTreeMap<usize, String>,
    pub(super) kept: Vec<Kept>,
    /// What each of its peers heard: room and number.
    pub(super) heard: BTreeMap<PeerId, Vec<(String, u64)>>,
    pub(super) whispers: Vec<(String, u64, Deed)>,
    /// All that each of its peers was told, as JSON.
    pub(super) mail: BTreeMap<PeerId, Vec<String>>,
    pub(super) closed: Vec<PeerId>,
    /// What went to other servers beside the log.
    pub(super) signs: Vec<Deed>,
    pub(super) answers: Vec<(u64, bool)>,
    /// What was asked of whoever has offered a key.
    pub(super) asked: Vec<(PeerId, Challenge)>,
    pub(super) tokens: Vec<Token>,
}

pub(super) fn called(server: usize) -> String {
    format!("lab{server}")
}

fn rules() -> Rules {
    Rules {
        messages: None,
        questions: None,
        faults: None,
        ..Rules::default()
    }
}

impl Server {
    pub(super) fn new(number: usize, began: Instant) -> Self {
        let kept = Opened {
            log: String::new(),
            rooms: Vec::new(),
            path: PathBuf::new(),
        };
        // No two clocks say the same.
        let wall = 1_795_183_387_000 + 7_919 * number as u64;
        Self {
            hub: Hub::sharing(rules(), called(number), "log", &kept),
            now: Now {
                mono: began,
                wall: Stamp::from_unix_ms(wall),
            },
            life: 0,
            last_peer: 0,
            ears: Vec::new(),
            waits: Vec::new(),
            read: 0,
            facts: BTreeMap::new(),
            kept: Vec::new(),
            heard: BTreeMap::new(),
            whispers: Vec::new(),
            mail: BTreeMap::new(),
            closed: Vec::new(),
            signs: Vec::new(),
            answers: Vec::new(),
            asked: Vec::new(),
            tokens: Vec::new(),
        }
    }

    /// One that goes on where another one is, with a copy of its archive: what was written
    /// down of it means the same.
    pub(super) fn going_on_from(other: &Self, number: usize) -> Self {
        let mut rooms: BTreeMap<RoomName, u64> = BTreeMap::new();
        for row in &other.kept {
            rooms.insert(row.room.clone(), row.seq);
        }
        let kept = Opened {
            log: String::new(),
            rooms: rooms.into_iter().collect(),
            path: PathBuf::new(),
        };
        let snapshot = serde_json::to_string(&other.hub.snapshot().unwrap()).unwrap();
        let snapshot: Snapshot = serde_json::from_str(&snapshot).unwrap();
        let hub = Hub::sharing(rules(), called(number), "log", &kept);
        let hub = hub.going_on(other.now, &snapshot);
        Self {
            hub: hub.expect("it comes out as it was written down"),
            read: other.read,
            kept: other.kept.clone(),
            ..Self::new(number, other.now.mono)
        }
    }

    pub(super) fn handle(&mut self, input: Input) {
        self.hub.handle(self.now, input);
        self.drain();
    }

    pub(super) fn drain(&mut self) {
        while let Some(output) = self.hub.poll_output() {
            match output {
                Output::Replicate(Word::Order(deed)) => {
                    let text = deed.write().unwrap();
                    // As it stands in the log it means the same.
                    assert_eq!(Deed::read(&text), Some(deed), "{text}");
                    self.waits.push(text);
                }
                Output::Replicate(Word::Whisper { to, ticket, deed }) => {
                    self.whispers.push((to, ticket, deed));
                }
                Output::Keep(row) => self.kept.push(row),
                Output::Room {
                    audience,
                    except,
                    frame,
                } => {
                    let members = audience.members.iter().map(|(peer, _)| *peer);
                    let members = members.filter(|peer| Some(*peer) != except);
                    members.for_each(|peer| self.hears(peer, &frame));
                }
                Output::Tell { peer, frame, .. } => self.hears(peer, &frame),
                Output::Close { peer, .. } => {
                    assert!(peer.life() == self.life || self.life == 0, "{peer:?}");
                    self.closed.push(peer);
                }
                Output::Audit(_)
                | Output::Ask { .. }
                | Output::Desk(_)
                | Output::Record(_)
                | Output::Redact(..)
                | Output::Replay { .. } => {}
                Output::Replicate(Word::Sign(deed)) => self.signs.push(deed),
                Output::Replicate(Word::Answer { reply, heard }) => {
                    self.answers.push((reply, heard));
                }
            }
        }
    }

    pub(super) fn hears(&mut self, peer: PeerId, frame: &ServerFrame) {
        let body = &frame.body;
        let mut line = Vec::new();
        json::write_server(frame, &mut line);
        let line = String::from_utf8(line).unwrap();
        self.mail.entry(peer).or_default().push(line);
        assert!(
            self.ears.iter().any(|(here, _)| *here == peer) || peer.life() == self.life,
            "{peer:?} is told something here and is not here"
        );
        if let Body::Welcome(welcome) = body {
            self.tokens.extend(welcome.session);
        }
        if let Body::Challenge(challenge) = body {
            self.asked.push((peer, challenge.clone()));
        }
        if let Body::Said(said) = body
            && let Destination::Room { room, seq } = &said.place
            && !said.history
            // Receipts may come twice.
            && said.id.is_none()
        {
            let heard = self.heard.entry(peer).or_default();
            heard.push((room.to_string(), *seq));
        }
    }

    pub(super) fn passes(&mut self, ms: u64) {
        self.now.mono += Duration::from_millis(ms);
        self.now.wall = Stamp::from_unix_ms(self.now.wall.unix_ms() + ms);
        self.hub.handle_timeout(self.now);
        self.drain();
    }

    /// Reads so many entries of the log.
    pub(super) fn reads(&mut self, number: usize, log: &[Entry], most: usize) {
        for entry in log.iter().skip(self.read).take(most) {
            let begun = match entry {
                Entry::Begins(server, life, _) if *server == number => Some(*life),
                Entry::Begins(..) | Entry::Ends(..) | Entry::Deeds(..) => None,
            };
            self.handle(Input::Replica(news(entry)));
            // The last of its lives in the log is its own.
            let is_last = |life: u64| {
                let mut all = log.iter();
                !all.any(|e| matches!(e, Entry::Begins(s, l, _) if *s == number && *l > life))
            };
            if let Some(life) = begun.filter(|life| is_last(*life)) {
                self.life = life;
                self.ears.retain(|(peer, _)| peer.life() == life);
                self.handle(Input::Replica(News::Begun(life)));
            }
            self.read += 1;
            let mut facts = String::new();
            facts::write(&self.hub.state, &mut facts).unwrap();
            self.facts.insert(self.read, facts);
        }
    }
}

pub(super) fn news(entry: &Entry) -> News {
    match entry {
        Entry::Begins(server, life, at) => News::Begins(Birth {
            at: *at,
            server: called(*server),
            life: *life,
            addresses: vec![format!("10.0.0.{server}:1234")],
            secret: Secret::new([*life, 7]),
        }),
        Entry::Ends(server, life, at) => News::Ends {
            at: *at,
            server: called(*server),
            life: *life,
        },
        Entry::Deeds(life, at, deeds) => News::Deeds {
            life: *life,
            at: *at,
            deeds: deeds.iter().map(|deed| Deed::read(deed).unwrap()).collect(),
        },
    }
}

/// Whether each number of a room was told after those before it, and once.
pub(super) fn is_in_order(heard: &[(String, u64)]) {
    let mut last: BTreeMap<&str, u64> = BTreeMap::new();
    for (room, seq) in heard {
        let before = last.insert(room, *seq);
        assert!(before.is_none_or(|before| before < *seq), "{heard:?}");
    }
}
