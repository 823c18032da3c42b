//! Writers before a pretended log that loses, doubles, delays and overtakes what is sent.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;

fn name(number: usize) -> ServerName {
    ServerName::parse(&format!("lab{number}")).unwrap()
}

fn deed(text: &str) -> Box<RawValue> {
    crate::entry::object(format!("{{\"say\":\"{text}\"}}")).unwrap()
}

/// A server as it stands before the log: what it has read, and what it wants to say.
struct Server {
    name: ServerName,
    writer: Writer,
    lives: Lives,
    counted: Vec<Counted>,
    starts: usize,
    /// What was proposed in the present life, and what of it was heard.
    proposed: Vec<String>,
    heard: Vec<String>,
}

struct World {
    servers: Vec<Server>,
    log: Vec<(ServerName, String)>,
    /// Sent, and not yet in the log, nor lost.
    network: Vec<(ServerName, String)>,
    begin: Moment,
    ms: u64,
    said: usize,
    /// Proposed in a life that is over: nobody knows whether it counts.
    unknown: Vec<String>,
    confirmed: BTreeMap<ServerName, Vec<String>>,
}

#[derive(Clone, Debug)]
enum Step {
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

fn step() -> impl Strategy<Value = Step> {
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

impl World {
    fn new() -> Self {
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

    fn now(&self) -> Moment {
        Moment {
            mono: self.begin.mono + Duration::from_millis(self.ms),
            wall: self.ms,
        }
    }

    fn step(&mut self, step: &Step) {
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
                    let server = &mut self.servers[at];
                    if server.writer.life().is_some() {
                        server.proposed.push(text.clone());
                    }
                    server.writer.propose(vec![deed(&text)]);
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

    fn read(&mut self, at: usize) {
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
    fn settle(&mut self) {
        for _ in 0..2000 {
            self.ms += 500;
            for at in 0..SERVERS {
                self.step(&Step::Send(at));
            }
            while !self.network.is_empty() {
                self.step(&Step::Arrive(0, false));
            }
            for at in 0..SERVERS {
                while self.servers[at].lives.position() < u64::try_from(self.log.len()).unwrap() {
                    self.read(at);
                }
            }
            let is_flying =
                |server: &Server| server.writer.is_in_flight() || !server.writer.queue.is_empty();
            if !self.servers.iter().any(is_flying) {
                return;
            }
        }
        panic!("it never ends");
    }

    fn check(&mut self) {
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

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn whatever_happens_all_read_one_log_and_each_deed_counts_once(
        steps in prop::collection::vec(step(), 0..400),
    ) {
        let mut world = World::new();
        for at in 0..SERVERS {
            world.step(&Step::Hello(at));
        }
        for step in &steps {
            world.step(step);
        }
        world.settle();
        world.check();
    }
}

/// A writer that lives, and the log so far.
fn living() -> World {
    let mut world = World::new();
    world.step(&Step::Hello(0));
    world.settle();
    assert_eq!(world.servers[0].writer.life(), Some(1));
    world
}

#[test]
fn an_entry_is_sent_again_unchanged_until_it_is_heard() {
    let mut world = living();
    world.step(&Step::Propose(0, 1));
    world.step(&Step::Send(0));
    world.step(&Step::Propose(0, 1));
    world.step(&Step::Send(0));
    assert_eq!(world.network.len(), 1);
    world.step(&Step::Wait(499));
    world.step(&Step::Send(0));
    assert_eq!(world.network.len(), 1);
    world.step(&Step::Wait(1));
    world.step(&Step::Send(0));
    assert_eq!(world.network.len(), 2);
    assert_eq!(world.network[0], world.network[1]);
    world.servers[0].writer.reconnected();
    world.step(&Step::Send(0));
    assert_eq!(world.network[0], world.network[2]);
}

#[test]
fn an_entry_takes_what_waits_up_to_its_bound_and_a_large_deed_alone() {
    let mut world = living();
    let sizes = [
        ENTRY_BYTES / 2,
        ENTRY_BYTES / 2 - 30,
        100,
        DEED_BYTES - 10,
        7,
    ];
    let writer = &mut world.servers[0].writer;
    for size in sizes {
        writer.propose(vec![deed(&"x".repeat(size))]);
    }
    assert!(writer.waiting() > sizes.iter().sum());
    let mut taken = Vec::new();
    while let Some((Turn::Deeds(deeds), bytes)) = take_turn(&mut writer.queue) {
        assert!(bytes <= ENTRY_BYTES || deeds.len() == 1);
        taken.push(deeds.len());
    }
    assert_eq!(taken, [2, 1, 1, 1]);
}

#[test]
fn without_a_life_nothing_waits() {
    let mut world = World::new();
    world.step(&Step::Propose(0, 3));
    world.step(&Step::Hello(0));
    world.step(&Step::Propose(0, 3));
    assert_eq!(world.servers[0].writer.waiting(), 0);
    world.settle();
    assert_eq!(world.log.len(), 1);
}

#[test]
fn the_buried_drops_what_waits_and_begins_anew() {
    let mut world = living();
    world.step(&Step::Hello(1));
    world.settle();
    world.step(&Step::Propose(0, 3));
    world.step(&Step::Bury(1, 0));
    world.step(&Step::Send(1));
    world.step(&Step::Arrive(0, false));
    world.read(0);
    let writer = &world.servers[0].writer;
    assert_eq!((writer.life(), writer.waiting()), (None, 0));
    world.step(&Step::Hello(0));
    world.settle();
    assert_eq!(world.servers[0].writer.life(), Some(4));
}

#[test]
fn two_who_bury_the_same_life_do_not_wait_for_each_other() {
    let mut world = World::new();
    for at in 0..SERVERS {
        world.step(&Step::Hello(at));
    }
    world.settle();
    world.step(&Step::Bury(0, 2));
    world.step(&Step::Bury(1, 2));
    world.step(&Step::Bury(1, 2));
    world.step(&Step::Propose(1, 1));
    world.settle();
    world.check();
    assert_eq!(world.servers[0].counted.len(), SERVERS + 2);
}

#[test]
fn another_start_of_the_same_server_takes_its_place_and_is_told() {
    let mut world = living();
    let mut other = Writer::new(name(0));
    other.hello("other".to_owned(), deed("hello"));
    let lives = world.servers[0].lives.clone();
    let payload = other.poll(world.now(), &lives).unwrap().to_owned();
    world.step(&Step::Propose(0, 1));
    world.log.push((name(0), payload));
    world.read(0);
    assert_eq!(world.servers[0].writer.life(), None);
    assert_eq!(world.unknown.len(), 1);
}

const SERVERS: usize = 3;
