//! Servers and the engine fail at random while people talk; afterwards all that anybody has
//! seen has to be one conversation. In the manner of Kyle Kingsbury's Jepsen. Once on this
//! machine, and once where each program has a machine, so that cables can be pulled out.
//!
//! `CHAT_JEPSEN_SECONDS=300` goes on for longer, `CHAT_JEPSEN_NODES=3` has an engine of three
//! nodes, `CHAT_JEPSEN_SEED=7` does the same again as far as chance is concerned.

use std::sync::Mutex;
use std::sync::RwLock;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;
use std::thread;
use std::time::Duration;

use chat_proto::chance;
use chat_tests::clock::Deadline;
use chat_tests::clock::PATIENCE;
use chat_tests::clock::unix_ms;
use chat_tests::engine::Node;
use chat_tests::frame::Frame;
use chat_tests::peer::Peer;
use chat_tests::server::Server;
use chat_tests::wire::Via;
use serde_json::json;

use crate::checker;
use crate::ground::Cable;
use crate::ground::Ground;
use crate::ground::Loopback;
use crate::ground::server_name;
use crate::house::Lab;
use crate::house::first;
use crate::house::in_step;
#[cfg(target_os = "linux")]
use crate::machines::Machines;
use crate::past;
use crate::slow_disk::SlowDisk;
use crate::talker::Places;
use crate::talker::ROOMS;
use crate::talker::Talker;
use crate::three_nodes;

/// Chance for one of those who do harm.
struct Chance {
    seed: u64,
    who: u64,
    drawn: u64,
}

impl Chance {
    fn below(&mut self, bound: u64) -> u64 {
        self.drawn += 1;
        chance::below(bound, &[self.seed, self.who, self.drawn])
    }

    /// Lets some time go by: nothing happens then that could be waited for.
    fn pause(&mut self, least: u64, most: u64) {
        let ms = least + self.below(most - least);
        let end = Deadline::after(Duration::from_millis(ms));
        while let Some(left) = end.left() {
            thread::park_timeout(left);
        }
    }
}

/// What all who do harm have in common.
struct Scene<'a> {
    lab: &'a Lab,
    ground: &'a dyn Ground,
    places: &'a Places,
    /// Held for writing while there is no engine: no server can be started then.
    engine: &'a RwLock<()>,
    until: Deadline,
}

impl Scene<'_> {
    /// Kills, stops, cuts off and starts one server again and again; it lives in the end.
    fn haunt(&self, mut server: Server, nth: usize, mut chance: Chance) -> Server {
        let name = server_name(nth);
        let mut copies = 0;
        let mut sure = (nth == 0).then_some(KILL);
        let harms = if self.ground.has_machines() { 7 } else { 6 };
        loop {
            chance.pause(300, 4000);
            if self.until.left().is_none() {
                return server;
            }
            // However short it is, and whatever chance says, people lose one server.
            let harm = sure.take().unwrap_or_else(|| chance.below(harms));
            println!("{name}: {}", HARMS[usize::try_from(harm).unwrap()]);
            match harm {
                0 => {
                    server.program.pause();
                    chance.pause(200, 8000);
                    server.program.go_on();
                    continue;
                }
                4 => {
                    self.cut(Cable::Engine(nth), &mut chance);
                    continue;
                }
                5 => {
                    let _slow = SlowDisk::of(server.program.pid());
                    chance.pause(200, 8000);
                    continue;
                }
                6 => {
                    self.cut(Cable::People(nth), &mut chance);
                    continue;
                }
                1 => {
                    server.program.terminate();
                    server.program.exit_within(PATIENCE);
                }
                _ => server.program.kill(),
            }
            chance.pause(1, 1500);
            copies += u64::from(harm == 3);
            let copy = self.lab.archive(&format!("{name}-{copies}"));
            let there = self.engine.read().unwrap();
            server = self.ground.server(self.lab, nth, &copy);
            drop(there);
            self.places.lock().unwrap()[nth] = server.tcp()[0];
        }
    }

    /// Nothing passes for some time.
    fn cut(&self, cable: Cable<'_>, chance: &mut Chance) {
        self.ground.pull(cable, true);
        chance.pause(200, 8000);
        self.ground.pull(cable, false);
    }

    /// The same with the engine: one of its nodes, or so many that the others are too few.
    fn haunt_engine(&self, nodes: &mut [Node], mut chance: Chance) {
        let all = nodes.len() as u64;
        let harms = if self.ground.has_machines() { 4 } else { 3 };
        loop {
            chance.pause(1000, 6000);
            let struck = chance.below(all / 2 + 1) + 1;
            let is_away = struck * 2 >= all;
            let away = is_away.then(|| self.engine.write().unwrap());
            if self.until.left().is_none() {
                return;
            }
            nodes.rotate_left(usize::try_from(chance.below(all)).unwrap());
            let (struck, _) = nodes.split_at_mut(usize::try_from(struck).unwrap());
            let harm = chance.below(harms);
            let names: Vec<&str> = struck.iter().map(Node::name).collect();
            let what = ENGINE_HARMS[usize::try_from(harm).unwrap()];
            println!("{}: {what}", names.join(" and "));
            self.strike(struck, harm, &mut chance);
            // The next one may be too much for those that are well.
            if all > 1 {
                three_nodes::leader(self.lab);
            }
            drop(away);
        }
    }

    fn isolate(&self, nodes: &[Node], is_out: bool) {
        for node in nodes {
            self.ground.pull(Cable::Node(node), is_out);
        }
    }

    fn strike(&self, struck: &mut [Node], harm: u64, chance: &mut Chance) {
        match harm {
            0 => {
                struck.iter().for_each(Node::pause);
                chance.pause(100, 3000);
                struck.iter().for_each(Node::go_on);
            }
            1 => {
                struck.iter_mut().for_each(Node::kill);
                chance.pause(1, 1000);
                for node in struck {
                    self.ground.restart(node);
                }
            }
            2 => {
                let slow = struck.iter().map(|node| SlowDisk::of(node.pid()));
                let _slow: Vec<_> = slow.collect();
                chance.pause(200, 3000);
            }
            _ => {
                self.isolate(struck, true);
                chance.pause(200, 6000);
                self.isolate(struck, false);
            }
        }
    }
}

/// Has the talkers stop when it is dropped.
struct Stops<'a>(&'a AtomicBool);

impl Drop for Stops<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// Lets them talk while all of that happens.
fn suffer(
    lab: &Lab,
    (servers, ground): ([Server; 3], &dyn Ground),
    nodes: &mut [Node],
    seed: u64,
) -> ([Server; 3], Vec<Talker>) {
    let places = Mutex::new(servers.each_ref().map(|server| server.tcp()[0]));
    let (engine, stop) = (RwLock::new(()), AtomicBool::new(false));
    let scene = Scene {
        lab,
        ground,
        places: &places,
        engine: &engine,
        until: Deadline::after(lasting()),
    };
    let fate = |who| Chance {
        seed,
        who,
        drawn: 0,
    };
    thread::scope(|scope| {
        let (scene, places, stop) = (&scene, &places, &stop);
        let talkers = NAMES.iter().enumerate().map(|(nth, name)| {
            let talker = Talker::new(name, nth % 3);
            scope.spawn(move || talker.talk(places, stop))
        });
        let talkers: Vec<_> = talkers.collect();
        let mut nth = 0;
        let haunted = servers.map(|server| {
            nth += 1;
            let (at, chance) = (nth - 1, fate(nth as u64));
            scope.spawn(move || scene.haunt(server, at, chance))
        });
        // Also where one of them fails: nobody is to wait for ever.
        let stops = Stops(stop);
        scene.haunt_engine(nodes, fate(0));
        let haunted = haunted.map(thread::ScopedJoinHandle::join);
        drop(stops);
        let talkers: Vec<_> = talkers
            .into_iter()
            .map(|talker| talker.join().unwrap())
            .collect();
        (haunted.map(|server| server.unwrap()), talkers)
    })
}

/// Somebody who is in, also where the server only learns now that it was taken for dead.
fn settled(server: &Server, name: &str) -> Peer {
    let deadline = Deadline::after(PATIENCE);
    loop {
        let mut peer = Peer::connect(server, Via::Tcp);
        peer.send(&json!({"type": "join", "name": name}));
        peer.send(&json!({"text": "here I am"}));
        let own = |f: &Frame| f.says("here I am") && f.name() == name;
        if first(&mut peer, own).is_some() {
            return peer;
        }
        assert!(deadline.left().is_some(), "{name} is not let in");
    }
}

#[test]
fn whatever_dies_and_whenever_it_stays_one_conversation() {
    let nodes = match nodes() {
        3 => Node::three().map(Vec::from),
        _ => Node::alone().map(|node| vec![node]),
    };
    if let Some(nodes) = nodes {
        stays_one(&Loopback::to(&nodes), nodes);
    }
}

#[cfg(target_os = "linux")]
chat_tests::in_a_lab!(whichever_cables_are_pulled_out_it_stays_one_conversation);

/// Each program on a machine of its own.
#[cfg(target_os = "linux")]
fn whichever_cables_are_pulled_out_it_stays_one_conversation(lan: &mut chat_tests::lab::Lab) {
    let machines = Machines::on(lan, nodes());
    if let Some(nodes) = machines.start_nodes() {
        machines.among_people(|| stays_one(&machines, nodes));
    }
}

/// Talks, strikes, and looks at what all have seen.
fn stays_one(ground: &dyn Ground, mut nodes: Vec<Node>) {
    let asked = std::env::var("CHAT_JEPSEN_SEED").ok();
    let seed = asked.map_or_else(unix_ms, |seed| seed.parse().unwrap());
    println!("CHAT_JEPSEN_SEED={seed}");
    let lab = Lab::on(&nodes.iter().collect::<Vec<_>>());
    let servers = [0, 1, 2].map(|nth| {
        let copy = lab.archive(&format!("{}-0", server_name(nth)));
        ground.server(&lab, nth, &copy)
    });
    let (servers, talkers) = suffer(&lab, (servers, ground), &mut nodes, seed);
    let mut nth = 0;
    let mut readers = servers.each_ref().map(|server| {
        nth += 1;
        settled(server, &format!("w{nth}"))
    });
    in_step(&mut readers, "all is well");
    let mut sum = 0;
    for (room, name) in ROOMS.iter().enumerate() {
        let pasts = servers.each_ref();
        let mut there = pasts.map(|server| past::all(server, name));
        assert!(
            there[0] == there[1] && there[0] == there[2],
            "{name} differs"
        );
        let [there, ..] = &mut there;
        sum += there.len();
        checker::check(&talkers, room, there);
    }
    let slowest = talkers.iter().flat_map(|talker| &talker.returns).max();
    let returns: usize = talkers.iter().map(|talker| talker.returns.len()).sum();
    println!(
        "{sum} messages, {:?}, {returns} times to another server, in {slowest:?} at most",
        checker::sum(&talkers)
    );
    assert!(returns > 0, "nothing has happened");
}

/// Of how many nodes the engine is.
fn nodes() -> usize {
    let asked = std::env::var("CHAT_JEPSEN_NODES");
    if asked.is_ok_and(|count| count == "3") {
        3
    } else {
        1
    }
}

/// How long it goes on.
fn lasting() -> Duration {
    let asked = std::env::var("CHAT_JEPSEN_SECONDS").ok();
    let asked = asked.and_then(|seconds| seconds.parse().ok());
    Duration::from_secs(asked.unwrap_or(10))
}

const NAMES: [&str; 6] = ["ana", "bob", "eva", "ida", "joe", "zoe"];

/// The last one only where it has a cable of its own.
const ENGINE_HARMS: [&str; 4] = ["stands still", "is killed", "has a slow disk", "is cut off"];

/// As the harms below count.
const KILL: u64 = 2;

/// The last one only where there are two cables.
const HARMS: [&str; 7] = [
    "stands still",
    "is told to stop",
    "is killed",
    "is killed, and its copy is lost",
    "is cut off from the engine",
    "has a slow disk",
    "is cut off from its people",
];
