//! Writers before a pretended log that loses, doubles, delays and overtakes what is sent.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::super::*;

pub fn name(number: usize) -> ServerName {
    ServerName::parse(&format!("lab{number}")).unwrap()
}

pub fn deed(text: &str) -> Box<RawValue> {
    crate::entry::object(format!("{{\"say\":\"{text}\"}}")).unwrap()
}

/// A server as it stands before the log: what it has read, and what it wants to say.
pub struct Server {
    pub name: ServerName,
    pub writer: Writer,
    pub lives: Lives,
    pub counted: Vec<Counted>,
    starts: usize,
    /// What was proposed in the present life, and what of it was heard.
    proposed: Vec<String>,
    heard: Vec<String>,
}

pub struct World {
    pub servers: Vec<Server>,
    pub log: Vec<(ServerName, String)>,
    /// Sent, and not yet in the log, nor lost.
    pub network: Vec<(ServerName, String)>,
    begin: Moment,
    ms: u64,
    said: usize,
    /// Proposed in a life that is over: nobody knows whether it counts.
    pub unknown: Vec<String>,
    confirmed: BTreeMap<ServerName, Vec<String>>,
}

#[derive(Clone, Debug)]
pub enum Step {
    Hello(usize),
    Propose(usize, usize),
    Bury(usize, usize),
    Restart(usize),
    Send(usize),
    Wait(u64),
    /// One of what is under way arrives, and may arrive again.
    Arrive(usize, bool),
    Lose(usize),
    Read(usize),
}

pub fn step() -> impl Strategy<Value = Step> {
    let server = 0..SERVERS;
    prop_oneof![
        1 => server.clone().prop_map(Step::Hello),
        3 => (server.clone(), 1..4_usize).prop_map(|(s, count)| Step::Propose(s, count)),
        1 => (server.clone(), server.clone()).prop_map(|(s, other)| Step::Bury(s, other)),
        1 => server.clone().prop_map(Step::Restart),
        6 => server.clone().prop_map(Step::Send),
        2 => (0..600_u64).prop_map(Step::Wait),
        6 => (any::<usize>(), any::<bool>()).prop_map(|(at, again)| Step::Arrive(at, again)),
        1 => any::<usize>().prop_map(Step::Lose),
        6 => server.prop_map(Step::Read),
    ]
}

impl Server {
    fn propose(&mut self, text: String) {
        let deed = deed(&text);
        if self.writer.life().is_some() {
            self.proposed.push(text);
        }
        self.writer.propose(vec![deed]);
    }
}

impl World {
    pub fn new() -> Self {
        let server = |number| Server {
            name: name(number),
            writer: Writer::new(name(number)),
            lives: Lives::default(),
            counted: Vec::new(),
            starts: 0,
            proposed: Vec::new(),
            heard: Vec::new(),
        };
        Self {
            servers: (0..SERVERS).map(server).collect(),
            log: Vec::new(),
            network: Vec::new(),
            begin: crate::clock::now(),
            ms: 0,
            said: 0,
            unknown: Vec::new(),
            confirmed: BTreeMap::new(),
        }
    }

    pub fn now(&self) -> Moment {
        Moment {
            mono: self.begin.mono + Duration::from_millis(self.ms),
            wall: self.ms,
        }
    }

    pub fn step(&mut self, step: &Step) {
        match *step {
            Step::Hello(at) => {
                let server = &mut self.servers[at];
                server.starts += 1;
                let nonce = format!("{} {}", server.name, server.starts);
                server.writer.hello(nonce, deed("hello"));
            }
            Step::Propose(at, count) => {
                for _ in 0..count {
                    self.said += 1;
                    let text = self.said.to_string();
                    self.servers[at].propose(text);
                }
            }
            Step::Bury(at, other) => {
                let server = &mut self.servers[at];
                if let Some(life) = server.lives.current(&name(other)) {
                    let server_name = name(other);
                    server.writer.bury(Grave {
                        server: server_name,
                        life,
                    });
                }
            }
            Step::Restart(at) => {
                self.end(at);
                let server = &mut self.servers[at];
                server.writer = Writer::new(name(at));
            }
            Step::Send(at) => {
                let now = self.now();
                let server = &mut self.servers[at];
                if let Some(payload) = server.writer.poll(now, &server.lives) {
                    self.network.push((name(at), payload.to_owned()));
                }
            }
            Step::Wait(ms) => self.ms += ms,
            Step::Arrive(at, again) if !self.network.is_empty() => {
                let at = at % self.network.len();
                let sent = self.network.remove(at);
                if again {
                    self.network.push(sent.clone());
                }
                self.log.push(sent);
            }
            Step::Lose(at) if !self.network.is_empty() => {
                let at = at % self.network.len();
                self.network.remove(at);
            }
            Step::Arrive(..) | Step::Lose(_) => {}
            Step::Read(at) => self.read(at),
        }
    }

    pub fn read(&mut self, at: usize) {
        let server = &mut self.servers[at];
        let position = server.lives.position();
        let Some((speaker, payload)) = self.log.get(usize::try_from(position).unwrap()) else {
            return;
        };
        let entry = Entry::read(payload.as_bytes(), Some(speaker)).unwrap();
        let nonce = entry.nonce().map(str::to_owned);
        let Some(counted) = server.lives.read(position + 1, entry) else {
            return;
        };
        let heard = server
            .writer
            .hear(&counted, nonce.as_deref(), &server.lives);
        if heard == Heard::Arrived {
            server.heard.extend(texts(&counted));
        }
        server.counted.push(counted);
        match heard {
            Heard::Buried | Heard::Namesake => self.end(at),
            Heard::Begun | Heard::Arrived | Heard::Other => {}
        }
    }

    fn read_all(&mut self, at: usize) {
        let end = u64::try_from(self.log.len()).unwrap();
        while self.servers[at].lives.position() < end {
            self.read(at);
        }
    }

    /// A life is over, at the one who lives it.
    fn end(&mut self, at: usize) {
        let server = &mut self.servers[at];
        let heard = std::mem::take(&mut server.heard);
        let rest = server.proposed.split_off(heard.len());
        assert_eq!(server.proposed, heard, "of {}", server.name);
        server.proposed.clear();
        self.unknown.extend(rest);
        let confirmed = self.confirmed.entry(server.name.clone()).or_default();
        confirmed.extend(heard);
    }

    /// A network that loses nothing, until nobody has anything to say.
    pub fn settle(&mut self) {
        for _ in 0..2000 {
            self.ms += 500;
            for at in 0..SERVERS {
                self.step(&Step::Send(at));
            }
            while !self.network.is_empty() {
                self.step(&Step::Arrive(0, false));
            }
            for at in 0..SERVERS {
                self.read_all(at);
            }
            let is_flying =
                |server: &Server| server.writer.is_in_flight() || !server.writer.queue.is_empty();
            if !self.servers.iter().any(is_flying) {
                return;
            }
        }
        panic!("it never ends");
    }

    pub fn check(&mut self) {
        let first = shown(&self.servers[0].counted);
        for server in &self.servers {
            assert_eq!(
                shown(&server.counted),
                first,
                "{} is another log",
                server.name
            );
            assert_eq!(server.writer.waiting(), 0);
        }
        let all: Vec<(ServerName, String)> = self.servers[0]
            .counted
            .iter()
            .flat_map(|counted| {
                let own = |text| (counted.server.clone(), text);
                texts(counted).into_iter().map(own)
            })
            .collect();
        for at in 0..SERVERS {
            // Whoever lives has heard all of its own; what is heard counts once, in order.
            assert_eq!(self.servers[at].proposed, self.servers[at].heard);
            self.end(at);
            let own: Vec<&String> = all
                .iter()
                .filter(|(server, text)| *server == name(at) && !self.unknown.contains(text))
                .map(|(_, text)| text)
                .collect();
            let confirmed: Vec<&String> = self.confirmed[&name(at)].iter().collect();
            assert_eq!(own, confirmed);
        }
        for text in &self.unknown {
            let count = all.iter().filter(|(_, counted)| counted == text).count();
            assert!(count <= 1, "{text} counts {count} times");
        }
    }
}

fn texts(counted: &Counted) -> Vec<String> {
    match &counted.what {
        What::Hello(_) | What::Dead { .. } => Vec::new(),
        What::Deeds(deeds) => deeds
            .iter()
            .map(|deed| {
                let deed: serde_json::Value = serde_json::from_str(deed.get()).unwrap();
                deed["say"].as_str().unwrap().to_owned()
            })
            .collect(),
    }
}

fn shown(counted: &[Counted]) -> Vec<String> {
    counted.iter().map(|one| format!("{one:?}")).collect()
}

pub const SERVERS: usize = 3;
