//! Several servers, one conversation: hubs that apply the same log are at each place of it
//! in the same state, whatever their clocks say, however the log is cut, whoever dies.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;
use std::time::Instant;

use chat_archive::Kept;
use chat_archive::Opened;
use chat_link::proof::Secret;
use chat_proto::codec::Ear;
use chat_proto::frame::order::Act;
use chat_proto::frame::order::Order;
use chat_proto::frame::order::Removal;
use chat_proto::frame::peer::Whom;
use chat_proto::frame::server::Body;
use chat_proto::frame::server::Destination;
use chat_proto::frame::token::Token;
use chat_proto::frame::trust::Challenge;
use chat_proto::hex::Hex;
use chat_proto::name::Name;
use chat_proto::now::Now;
use chat_proto::room::RoomName;
use chat_proto::stamp::Stamp;
use chat_trust::statement::Bind;
use chat_trust::statement::Meeting;
use proptest::prelude::*;

use super::trust::key;
use crate::config::Rules;
use crate::deed::Deed;
use crate::hub::Hub;
use crate::hub::facts;
use crate::replica::Birth;
use crate::replica::News;
use crate::replica::Word;
use crate::traffic::DeskOrder;
use crate::traffic::Input;
use crate::traffic::Origin;
use crate::traffic::Output;
use crate::traffic::Parting;
use crate::traffic::PeerId;
use crate::traffic::Transport;

/// One entry of the log.
#[derive(Clone, Debug)]
enum Entry {
    Begins(usize, u64, Stamp),
    Ends(usize, u64, Stamp),
    Deeds(u64, Stamp, Vec<String>),
}

/// One server: its hub, what it has not put into the log yet, how far it has read.
struct Server {
    hub: Hub,
    now: Now,
    life: u64,
    last_peer: u64,
    ears: Vec<(PeerId, Ear)>,
    waits: Vec<String>,
    read: usize,
    /// What it is at each place of the log.
    facts: BTreeMap<usize, String>,
    kept: Vec<Kept>,
    /// What each of its peers heard: room and number.
    heard: BTreeMap<PeerId, Vec<(String, u64)>>,
    whispers: Vec<(String, u64, Deed)>,
    told: Vec<String>,
    /// What was asked of whoever has offered a key.
    asked: Vec<(PeerId, Challenge)>,
    tokens: Vec<Token>,
}

struct House {
    began: Instant,
    servers: Vec<Server>,
    log: Vec<Entry>,
    /// The tokens of sessions that anybody was told, in order.
    tokens: Vec<Token>,
}

#[expect(
    clippy::disallowed_methods,
    reason = "a test needs some moment to begin with"
)]
fn moment() -> Instant {
    Instant::now()
}

fn called(server: usize) -> String {
    format!("lab{server}")
}

impl Server {
    fn new(number: usize, began: Instant) -> Self {
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

    fn handle(&mut self, input: Input) {
        self.hub.handle(self.now, input);
        self.drain();
    }

    fn drain(&mut self) {
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
                _ => {}
            }
        }
    }

    fn hears(&mut self, peer: PeerId, body: &Body) {
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

    /// Reads so many entries of the log.
    fn reads(&mut self, number: usize, log: &[Entry], most: usize) {
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
    fn of(count: usize) -> Self {
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

    fn begins(&mut self, number: usize) {
        let life = self.log.len() as u64 + 1;
        let at = self.servers[number].now.wall;
        self.log.push(Entry::Begins(number, life, at));
    }

    fn all_read(&mut self) {
        for (number, server) in self.servers.iter_mut().enumerate() {
            server.reads(number, &self.log, usize::MAX);
        }
    }

    /// What waits at a server becomes one entry.
    fn flush(&mut self, number: usize) {
        let server = &mut self.servers[number];
        if server.life > 0 && !server.waits.is_empty() {
            let deeds = std::mem::take(&mut server.waits);
            let entry = Entry::Deeds(server.life, server.now.wall, deeds);
            self.log.push(entry);
        }
    }

    /// All that waits is in the log, and everybody has read it; as long as that leads to more.
    fn settle(&mut self) {
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
    fn dies(&mut self, number: usize) {
        let mut anew = Server::new(number, self.began);
        anew.now = self.servers[number].now;
        self.servers[number] = anew;
        self.begins(number);
        self.servers[number].reads(number, &self.log, usize::MAX);
    }

    fn comes(&mut self, number: usize, transport: Transport, address: &str) -> PeerId {
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

    fn says(&mut self, number: usize, who: usize, line: &str) {
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

    fn log_so_far(&self, place: usize) -> String {
        let log = self.log.iter().take(place);
        log.map(|entry| format!("\n{entry:?}")).collect()
    }

    /// Whoever was asked for a proof gives it, each by the same key.
    fn answers(&mut self, number: usize, owner: u8) {
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
    fn check(&self) {
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

/// What happens, by numbers.
#[derive(Clone, Debug)]
enum Step {
    Comes(usize, Transport),
    Says(usize, usize, String),
    Goes(usize, usize),
    /// Somebody joins, or takes another name, with this key.
    Proves(usize, usize, u8, &'static str, bool),
    /// Somebody goes on with the session of whoever came so many before.
    Resumes(usize, usize, usize, &'static str),
    Desk(usize, Act),
    Flush(usize),
    Reads(usize, usize),
    Passes(usize, u64),
    Dies(usize),
    Buried(usize),
}

fn any_name() -> impl Strategy<Value = &'static str> {
    prop_oneof![
        Just("ana"),
        Just("Bob"),
        Just("zé"),
        Just("eva"),
        Just("аna")
    ]
}

fn any_line() -> impl Strategy<Value = String> {
    let name = || {
        prop_oneof![
            Just("ana"),
            Just("Bob"),
            Just("zé"),
            Just("eva"),
            Just("аna")
        ]
    };
    let room = || prop_oneof![Just("lobby"), Just("Lab"), Just("sala")];
    prop_oneof![
        4 => (name(), room()).prop_map(|(name, room)| {
            format!(r#"{{"type":"join","name":"{name}","room":"{room}","signs":true}}"#)
        }),
        6 => (room(), 0..9_u64, any::<bool>()).prop_map(|(room, n, again)| {
            format!(r#"{{"text":"hello {n}","room":"{room}","id":{n},"again":{again}}}"#)
        }),
        1 => (name(), 0..9_u64).prop_map(|(name, n)| {
            format!(r#"{{"text":"hi","name":"{name}","id":{n}}}"#)
        }),
        2 => (0..9_u64, prop_oneof![Just("reply"), Just("edit"), Just("react")])
            .prop_map(|(seq, how)| format!(r#"{{"text":"+1","{how}":{seq},"id":"r"}}"#)),
        1 => name().prop_map(|name| format!(r#"{{"text":"psst","to":"{name}","id":5}}"#)),
        2 => name().prop_map(|name| format!(r#"{{"type":"nick","name":"{name}"}}"#)),
        1 => room().prop_map(|room| format!(r#"{{"type":"leave","room":"{room}"}}"#)),
        1 => (0..9_u64).prop_map(|seq| format!(r#"{{"type":"order","do":"redact","seq":{seq}}}"#)),
        1 => prop_oneof![
            Just(r#"{"type":"who"}"#),
            Just(r#"{"type":"bye"}"#),
            Just(r#"{"type":"rooms"}"#),
            Just(r#"{"type":"order","do":"topic","text":"sockets"}"#),
            Just(r#"{"type":"order","do":"hand"}"#),
            Just(r#"{"type":"order","do":"vote","option":1}"#),
            Just(r#"{"type":"paste","text":"a\nb","title":"a.py"}"#),
            Just(r#"{"type":"get","paste":3}"#),
            Just(r#"{"type":"ping","typing":true}"#),
            Just(r#"{"type":"ping","away":true}"#),
            Just("a plain line"),
            Just("/join lab"),
            Just("/nick bob"),
            Just("/leave"),
        ].prop_map(str::to_owned),
    ]
}

fn any_act() -> impl Strategy<Value = Act> {
    let who = || prop_oneof![Just("ana"), Just("bob")].prop_map(|who| Whom::new(who));
    prop_oneof![
        any::<bool>().prop_map(Act::Quiet),
        any::<bool>().prop_map(Act::Lock),
        who().prop_map(|who| Act::Mute {
            who,
            time: Some(Duration::from_secs(1))
        }),
        who().prop_map(Act::Unmute),
        who().prop_map(|who| Act::Kick(Removal {
            who,
            why: None,
            time: None
        })),
        (1..9_u64).prop_map(|seq| Act::Redact(Some(seq))),
        Just(Act::Next),
    ]
}

const HOUSE: usize = 3;

const NONCE: Hex<16> = Hex([0x4b; 16]);

fn any_step() -> impl Strategy<Value = Step> {
    let of = || 0..HOUSE;
    let transport = prop_oneof![Just(Transport::Tcp), Just(Transport::Udp)];
    prop_oneof![
        3 => (of(), transport).prop_map(|(n, transport)| Step::Comes(n, transport)),
        24 => (of(), 0..6_usize, any_line()).prop_map(|(n, who, line)| Step::Says(n, who, line)),
        1 => (of(), 0..6_usize).prop_map(|(n, who)| Step::Goes(n, who)),
        1 => (of(), any_act()).prop_map(|(n, act)| Step::Desk(n, act)),
        3 => (of(), 0..6_usize, 1..4_u8, any_name(), any::<bool>())
            .prop_map(|(n, who, owner, name, nick)| Step::Proves(n, who, owner, name, nick)),
        3 => (of(), 0..6_usize, 0..8_usize, any_name())
            .prop_map(|(n, who, before, name)| Step::Resumes(n, who, before, name)),
        10 => of().prop_map(Step::Flush),
        12 => (of(), 1..4_usize).prop_map(|(n, most)| Step::Reads(n, most)),
        3 => (of(), prop_oneof![0..400_u64, Just(6_000)]).prop_map(|(n, ms)| Step::Passes(n, ms)),
        1 => of().prop_map(Step::Dies),
        1 => of().prop_map(Step::Buried),
    ]
}

fn takes(house: &mut House, step: &Step) {
    match step {
        Step::Comes(n, transport) => {
            if house.servers[*n].life > 0 {
                house.comes(*n, *transport, "10.0.0.7:4000");
            }
        }
        Step::Says(n, who, line) => house.says(*n, *who, line),
        Step::Goes(n, who) => {
            let server = &mut house.servers[*n];
            if !server.ears.is_empty() {
                let (peer, _) = server.ears.remove(who % server.ears.len());
                server.handle(Input::Gone(peer, Parting::Ended));
            }
        }
        Step::Proves(n, who, owner, name, nick) => {
            let offer = format!(
                r#""name":"{name}","key":"{}","nonce":"{NONCE}""#,
                key(*owner).public()
            );
            let kind = if *nick { "nick" } else { "join" };
            house.says(*n, *who, &format!(r#"{{"type":"{kind}",{offer}}}"#));
            house.answers(*n, *owner);
        }
        Step::Resumes(n, who, before, name) => {
            if let Some(token) = house.tokens.iter().rev().nth(*before) {
                let token = token.digits();
                let line = format!(
                    r#"{{"type":"join","name":"{name}","room":"lab","session":"{token}"}}"#
                );
                house.says(*n, *who, &line);
            }
        }
        Step::Desk(n, act) => {
            let (act, room, id) = (act.clone(), RoomName::parse("lab").ok(), None);
            let order = DeskOrder::Order(Order { act, room, id });
            house.servers[*n].handle(Input::Desk(order));
        }
        Step::Flush(n) => house.flush(*n),
        Step::Reads(n, most) => {
            let House { servers, log, .. } = house;
            servers[*n].reads(*n, log, *most);
        }
        Step::Passes(n, ms) => {
            let server = &mut house.servers[*n];
            server.now.mono += Duration::from_millis(*ms);
            let wall = server.now.wall.unix_ms() + ms;
            server.now.wall = Stamp::from_unix_ms(wall);
            server.hub.handle_timeout(server.now);
            server.drain();
        }
        Step::Dies(n) => house.dies(*n),
        Step::Buried(n) => {
            // Taken for dead, it lives on, and begins again when it reads that.
            house.flush(*n);
            let life = house.servers[*n].life;
            let at = house.servers[*n].now.wall;
            house.log.push(Entry::Ends(*n, life, at));
            house.servers[*n].waits.clear();
            house.begins(*n);
            let House { servers, log, .. } = house;
            servers[*n].reads(*n, log, usize::MAX);
            servers[*n].waits.clear();
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn servers_that_read_the_same_log_are_in_the_same_state_at_each_place_of_it(
        steps in prop::collection::vec(any_step(), 1..160),
    ) {
        let mut house = House::of(HOUSE);
        for step in &steps {
            takes(&mut house, step);
            let House { servers, tokens, .. } = &mut house;
            tokens.extend(servers.iter_mut().flat_map(|server| server.tokens.drain(..)));
        }
        house.settle();
        house.check();
        // Whoever reads all of it at once is where they are, and has kept the same.
        let mut late = Server::new(9, house.began);
        late.reads(9, &house.log, usize::MAX);
        let there = house.log.len();
        prop_assert_eq!(late.facts.get(&there), house.servers[0].facts.get(&there));
        for server in &house.servers {
            prop_assert_eq!(&server.kept, &late.kept);
        }
    }
}
