//! Hubs that read one log, and their people.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;
use std::time::Instant;

use chat_archive::Kept;
use chat_archive::Opened;
use chat_link::proof::Secret;
use chat_proto::codec::Ear;
use chat_proto::frame::server::Body;
use chat_proto::frame::server::Destination;
use chat_proto::frame::token::Token;
use chat_proto::frame::trust::Challenge;
use chat_proto::hex::Hex;
use chat_proto::name::Name;
use chat_proto::now::Now;
use chat_proto::stamp::Stamp;
use chat_trust::statement::Bind;
use chat_trust::statement::Meeting;

use crate::config::Rules;
use crate::deed::Deed;
use crate::hub::Hub;
use crate::hub::facts;
use crate::hub::tests::trust::key;
use crate::replica::Birth;
use crate::replica::News;
use crate::replica::Word;
use crate::traffic::Input;
use crate::traffic::Origin;
use crate::traffic::Output;
use crate::traffic::PeerId;
use crate::traffic::Transport;

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
    pub(super) told: Vec<String>,
    /// What was asked of whoever has offered a key.
    pub(super) asked: Vec<(PeerId, Challenge)>,
    pub(super) tokens: Vec<Token>,
}

pub(super) struct House {
    pub(super) began: Instant,
    pub(super) servers: Vec<Server>,
    pub(super) log: Vec<Entry>,
    /// The tokens of sessions that anybody was told, in order.
    pub(super) tokens: Vec<Token>,
}

#[expect(
    clippy::disallowed_methods,
    reason = "a test needs some moment to begin with"
)]
fn moment() -> Instant {
    Instant::now()
}

/// What the key of somebody is offered with.
pub(super) const NONCE: Hex<16> = Hex([0x4b; 16]);

fn called(server: usize) -> String {
    format!("lab{server}")
}

impl Server {
    pub(super) fn new(number: usize, began: Instant) -> Self {
        let kept = Opened {
            log: String::new(),
            rooms: Vec::new(),
            path: PathBuf::new(),
        };
        let rules = Rules {
            messages: None,
            questions: None,
            faults: None,
            ..Rules::default()
        };
        // No two clocks say the same.
        let wall = 1_795_183_387_000 + 7_919 * number as u64;
        Self {
            hub: Hub::sharing(rules, called(number), "log", &kept),
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
            told: Vec::new(),
            asked: Vec::new(),
            tokens: Vec::new(),
        }
    }

    pub(super) fn handle(&mut self, input: Input) {
        self.hub.handle(self.now, input);
        self.drain();
    }

    pub(super) fn drain(&mut self) {
        while let Some(output) = self.hub.poll_output() {
            self.told.push(format!("{output:?}"));
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
                    members.for_each(|peer| self.hears(peer, &frame.body));
                }
                Output::Tell { peer, frame, .. } => self.hears(peer, &frame.body),
                Output::Close { peer, .. } => {
                    assert!(peer.life() == self.life || self.life == 0, "{peer:?}");
                }
                Output::Audit(_)
                | Output::Ask { .. }
                | Output::Desk(_)
                | Output::Record(_)
                | Output::Redact(..)
                | Output::Replay { .. }
                | Output::Replicate(Word::Answer { .. } | Word::Sign(_)) => {}
            }
        }
    }

    pub(super) fn hears(&mut self, peer: PeerId, body: &Body) {
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
            self.facts.insert(self.read, facts::of(&self.hub.state));
        }
    }
}

fn news(entry: &Entry) -> News {
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

impl House {
    pub(super) fn of(count: usize) -> Self {
        let began = moment();
        let servers = (0..count).map(|n| Server::new(n, began)).collect();
        let mut house = Self {
            began,
            servers,
            log: Vec::new(),
            tokens: Vec::new(),
        };
        for number in 0..count {
            house.begins(number);
        }
        house.all_read();
        house
    }

    pub(super) fn begins(&mut self, number: usize) {
        let life = self.log.len() as u64 + 1;
        let at = self.servers[number].now.wall;
        self.log.push(Entry::Begins(number, life, at));
    }

    pub(super) fn all_read(&mut self) {
        for (number, server) in self.servers.iter_mut().enumerate() {
            server.reads(number, &self.log, usize::MAX);
        }
    }

    /// What waits at a server becomes one entry.
    pub(super) fn flush(&mut self, number: usize) {
        let server = &mut self.servers[number];
        if server.life > 0 && !server.waits.is_empty() {
            let deeds = std::mem::take(&mut server.waits);
            let entry = Entry::Deeds(server.life, server.now.wall, deeds);
            self.log.push(entry);
        }
    }

    /// All that waits is in the log, and everybody has read it; as long as that leads to more.
    pub(super) fn settle(&mut self) {
        while self
            .servers
            .iter()
            .any(|s| !s.waits.is_empty() || s.read < self.log.len())
        {
            for number in 0..self.servers.len() {
                self.flush(number);
            }
            self.all_read();
        }
    }

    /// It is killed, and starts again with nothing: the others are told by its new life.
    pub(super) fn dies(&mut self, number: usize) {
        let mut anew = Server::new(number, self.began);
        anew.now = self.servers[number].now;
        self.servers[number] = anew;
        self.begins(number);
        self.servers[number].reads(number, &self.log, usize::MAX);
    }

    /// Taken for dead, it lives on, and begins again when it reads that.
    pub(super) fn buried(&mut self, number: usize) {
        self.flush(number);
        let server = &self.servers[number];
        let (life, at) = (server.life, server.now.wall);
        self.log.push(Entry::Ends(number, life, at));
        self.servers[number].waits.clear();
        self.begins(number);
        self.servers[number].reads(number, &self.log, usize::MAX);
        self.servers[number].waits.clear();
    }

    pub(super) fn comes(&mut self, number: usize, transport: Transport, address: &str) -> PeerId {
        let server = &mut self.servers[number];
        server.last_peer += 1;
        let peer = PeerId(PeerId::first_of(server.life).0 + server.last_peer);
        server.ears.push((peer, Ear::default()));
        let origin = Origin {
            transport,
            address: address.parse().ok(),
            proven: true,
        };
        server.handle(Input::Arrived { peer, origin });
        peer
    }

    pub(super) fn says(&mut self, number: usize, who: usize, line: &str) {
        let server = &mut self.servers[number];
        let count = server.ears.len().max(1);
        let Some((peer, ear)) = server.ears.get_mut(who % count) else {
            return;
        };
        let mut frames = Vec::new();
        ear.feed(format!("{line}\n").as_bytes(), |heard| frames.push(heard));
        let (peer, tongue) = (*peer, ear.tongue().unwrap());
        server.handle(Input::Heard {
            peer,
            tongue,
            frames,
        });
    }

    pub(super) fn log_so_far(&self, place: usize) -> String {
        let log = self.log.iter().take(place);
        let lines: Vec<_> = log.map(|entry| format!("{entry:?}")).collect();
        lines.join("\n")
    }

    /// Whoever was asked for a proof gives it, each by the same key.
    pub(super) fn answers(&mut self, number: usize, owner: u8) {
        for (peer, challenge) in std::mem::take(&mut self.servers[number].asked) {
            let server = &mut self.servers[number];
            let found = server.ears.iter_mut().find(|(here, _)| *here == peer);
            let Some((_, ear)) = found else {
                continue;
            };
            let meeting = Meeting {
                client: NONCE,
                server: challenge.nonce,
                bind: Bind::Open,
            };
            let you = challenge.you.as_ref().map_or("", Name::as_str);
            let sign = key(owner).sign(&meeting, "0000000000000000", you);
            let line = format!("{{\"type\":\"prove\",\"sign\":\"{sign}\"}}\n");
            let mut frames = Vec::new();
            ear.feed(line.as_bytes(), |heard| frames.push(heard));
            let tongue = ear.tongue().unwrap();
            server.handle(Input::Heard {
                peer,
                tongue,
                frames,
            });
        }
    }

    /// Whether all servers have been the same at each place where more than one was.
    pub(super) fn check(&self) {
        let mut known: BTreeMap<usize, &String> = BTreeMap::new();
        for server in &self.servers {
            for (place, facts) in &server.facts {
                let other = known.entry(*place).or_insert(facts);
                assert_eq!(*other, facts, "at {place} of {}", self.log_so_far(*place));
            }
            server.heard.values().for_each(|heard| is_in_order(heard));
        }
    }
}

/// Whether each number of a room was told after those before it, and once.
fn is_in_order(heard: &[(String, u64)]) {
    let mut last: BTreeMap<&str, u64> = BTreeMap::new();
    for (room, seq) in heard {
        let before = last.insert(room, *seq);
        assert!(before.is_none_or(|before| before < *seq), "{heard:?}");
    }
}
