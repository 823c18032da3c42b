//! Any operations on the hub: people come, say anything, fall silent, are too
//! slow, go. Nothing panics, nobody is told anything after its end, nobody is in
//! a room that it was not told of, and when all are gone nothing is left to do.

#![no_main]

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::time::Duration;
use std::time::Instant;

use chat_proto::codec::Ear;
use chat_proto::now::Now;
use chat_proto::stamp::Stamp;
use chat_server::config::Rules;
use chat_server::hub::Hub;
use chat_server::traffic::Input;
use chat_server::traffic::Lag;
use chat_server::traffic::Origin;
use chat_server::traffic::Output;
use chat_server::traffic::Parting;
use chat_server::traffic::PeerId;
use chat_server::traffic::Transport;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let mut rules = Rules::default();
    (rules.max_peers, rules.rooms, rules.rooms_per_peer) = (8, 6, 4);
    let mut stage = Stage {
        hub: Hub::new(rules),
        now: Now {
            mono: Instant::now(),
            wall: Stamp::from_unix_ms(0),
        },
        here: BTreeMap::new(),
        last: 0,
    };
    for operation in bytes.split(|b| *b == b'\n').take(300) {
        stage.operate(operation);
    }
    stage.end();
});

struct Stage {
    hub: Hub,
    now: Now,
    here: BTreeMap<PeerId, Ear>,
    last: u64,
}

impl Stage {
    /// The first byte says what, the second who, the rest is what it says.
    fn operate(&mut self, operation: &[u8]) {
        let (what, who) = match operation {
            [what, who, ..] => (*what, usize::from(*who)),
            _ => return,
        };
        let peer = self.here.keys().nth(who % self.here.len().max(1)).copied();
        match (what % 8, peer) {
            (0, _) | (_, None) => self.come(what),
            (1, Some(peer)) => self.handle(Input::Gone(peer, Parting::Ended)),
            (2, Some(peer)) => {
                let lag = Lag::Stuck { seconds: 10 };
                self.handle(Input::Gone(peer, Parting::TooSlow(lag)));
            }
            (3, Some(peer)) => self.handle(Input::Listens(peer)),
            (4, _) => {
                let span = Duration::from_millis(1 << (who % 20));
                self.now.mono += span;
                self.hub.handle_timeout(self.now);
                self.drain();
            }
            (_, Some(peer)) => self.say(peer, &operation[2..]),
        }
    }

    fn come(&mut self, what: u8) {
        self.last += 1;
        let peer = PeerId(self.last);
        let transport = if what & 8 == 0 {
            Transport::Tcp
        } else {
            Transport::Udp
        };
        let origin = Origin {
            transport,
            address: "10.0.0.1:1".parse().ok(),
            proven: true,
        };
        self.here.insert(peer, Ear::default());
        self.handle(Input::Arrived { peer, origin });
    }

    fn say(&mut self, peer: PeerId, line: &[u8]) {
        let Some(ear) = self.here.get_mut(&peer) else {
            return;
        };
        let mut frames = Vec::new();
        ear.feed(line, |heard| frames.push(heard));
        ear.feed(b"\n", |heard| frames.push(heard));
        if let Some(foreign) = ear.foreign() {
            self.handle(Input::Foreign(peer, foreign));
        } else if let Some(tongue) = ear.tongue() {
            self.handle(Input::Heard {
                peer,
                tongue,
                frames,
            });
        }
    }

    fn handle(&mut self, input: Input) {
        self.hub.handle(self.now, input);
        self.drain();
    }

    fn drain(&mut self) {
        while let Some(output) = self.hub.poll_output() {
            match output {
                Output::Tell { peer, .. } | Output::Replay { peer, .. } => {
                    assert!(self.here.contains_key(&peer), "{peer:?}");
                }
                Output::Room { audience, .. } => {
                    let members: BTreeSet<PeerId> = audience.members.iter().map(|m| m.0).collect();
                    assert!(members.iter().all(|m| self.here.contains_key(m)));
                    assert_eq!(members.len(), audience.members.len());
                }
                Output::Close { peer, .. } => drop(self.here.remove(&peer)),
                // What goes to files, and to whoever sits at the server.
                Output::Ask { .. }
                | Output::Audit(_)
                | Output::Desk(_)
                | Output::Keep(_)
                | Output::Record(_)
                | Output::Replicate(_)
                | Output::Redact(..) => {}
            }
        }
    }

    fn end(&mut self) {
        for peer in self.here.keys().copied().collect::<Vec<_>>() {
            self.handle(Input::Gone(peer, Parting::Ended));
        }
        assert_eq!(self.hub.census().peers, 0);
        self.now.mono += Duration::from_secs(4000);
        self.hub.handle_timeout(self.now);
        self.drain();
        assert_eq!(self.hub.census().rooms, 0);
        assert_eq!(self.hub.poll_timeout(), None);
    }
}
