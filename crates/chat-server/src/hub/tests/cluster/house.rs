//! Hubs that read one log, and their people.

use crate::hub::tests::trust::key;
use crate::traffic::Input;
use crate::traffic::Origin;
use crate::traffic::PeerId;
use crate::traffic::Transport;
use chat_proto::codec::Ear;
use chat_proto::frame::token::Token;
use chat_proto::hex::Hex;
use chat_proto::name::Name;
use chat_trust::statement::Bind;
use chat_trust::statement::Meeting;
use std::collections::BTreeMap;
use std::time::Instant;

use super::server::Entry;
use super::server::Server;
use super::server::is_in_order;

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

    /// It is killed, and starts again with what one of them has written down: it reads what
    /// has come since.
    pub(super) fn goes_on(&mut self, number: usize, from: usize) {
        let mut anew = Server::going_on_from(&self.servers[from], number);
        anew.now = self.servers[number].now;
        anew.heard.clear();
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
