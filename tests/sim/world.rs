//! A hub, some people with sessions, one who only listens, and the connections between
//! them. Time passes when it is told to.

use std::collections::BTreeMap;
use std::time::Duration;
use std::time::Instant;

use chat_proto::codec::Tongue;
use chat_proto::codec::json;
use chat_proto::frame::PeerFrame;
use chat_proto::frame::ServerFrame;
use chat_proto::frame::peer::Join;
use chat_proto::frame::peer::Whom;
use chat_proto::frame::server::Body;
use chat_proto::name::Name;
use chat_proto::now::Now;
use chat_proto::room::RoomName;
use chat_proto::stamp::Stamp;
use chat_proto::text::Text;
use chat_server::config::Rules;
use chat_server::hub::Hub;
use chat_server::traffic::Dialect;
use chat_server::traffic::Input;
use chat_server::traffic::Origin;
use chat_server::traffic::Output;
use chat_server::traffic::Parting;
use chat_server::traffic::PeerId;
use chat_server::traffic::Transport;
use chat_tests::clock::now;
use chat_tui::session::Session;
use chat_tui::session::receipts::Recipient;
use chat_tui::session::traffic::Input as Happened;
use chat_tui::session::traffic::News;
use chat_tui::session::traffic::Output as Wanted;
use chat_tui::session::traffic::Setup;

use crate::disk::Disk;
use crate::line::Line;
use crate::line::Moving;
use crate::reader::Reader;

/// All there is.
pub(crate) struct World {
    pub(crate) now: Now,
    pub(crate) rules: Rules,
    pub(crate) hub: Hub,
    /// Where what is said is kept, if it is.
    pub(crate) disk: Option<Disk>,
    pub(crate) people: Vec<Person>,
    /// What whoever only listens has heard: who, and what.
    pub(crate) heard: Vec<(String, String)>,
    pub(crate) lines: BTreeMap<PeerId, Line>,
    last: u64,
}

/// Somebody at a client.
pub(crate) struct Person {
    pub(crate) session: Session,
    /// The connection that the client has.
    pub(crate) line: Option<PeerId>,
    /// What was said, in order.
    pub(crate) said: Vec<String>,
    /// How many of these were confirmed.
    pub(crate) confirmed: usize,
    /// What the client shows.
    pub(crate) reader: Reader,
}

const LISTENER: PeerId = PeerId(1);

impl World {
    /// Everybody is there, and so is whoever listens.
    pub(crate) fn new(people: usize, rules: Rules) -> Self {
        let hub = Hub::new(rules.clone());
        Self::around(hub, rules, None).with(people)
    }

    /// Everybody is there, and what is said is kept.
    pub(crate) fn keeping(people: usize, rules: Rules) -> Self {
        let mut disk = Disk::new();
        let hub = Hub::with_archive(rules.clone(), &disk.is_killed());
        Self::around(hub, rules, Some(disk)).with(people)
    }

    fn around(hub: Hub, rules: Rules, disk: Option<Disk>) -> Self {
        let wall = Stamp::from_unix_ms(1_795_183_387_123);
        Self {
            now: Now { mono: now(), wall },
            rules,
            hub,
            disk,
            people: Vec::new(),
            heard: Vec::new(),
            lines: BTreeMap::new(),
            last: LISTENER.0,
        }
    }

    fn with(mut self, people: usize) -> Self {
        let world = &mut self;
        world.arrive(LISTENER);
        let join = Join {
            name: Some(Name::parse("listener")),
            ..Join::default()
        };
        world.hear(LISTENER, &PeerFrame::Join(join));
        for n in 0..people {
            let name = Name::parse(&format!("p{n}")).unwrap();
            let mut setup = Setup::new(name, n as u64 + 1);
            setup.under_way = if n % 2 == 0 { 1 } else { 8 };
            world.people.push(Person {
                session: Session::new(world.now, setup),
                line: None,
                said: Vec::new(),
                confirmed: 0,
                reader: Reader::default(),
            });
        }
        self.pass(Duration::from_secs(1));
        self
    }

    /// Somebody says something, in the room or to whoever listens.
    pub(crate) fn say(&mut self, who: usize, privately: bool, text: &str) {
        let place = if privately {
            Recipient::Direct(Whom::new("listener"))
        } else {
            Recipient::Room(RoomName::lobby())
        };
        let person = &mut self.people[who];
        let words = Text::parse(text).unwrap();
        if person.session.say(self.now, place, words).is_ok() {
            person.said.push(text.to_owned());
        }
        self.settle();
    }

    /// After so many more frames nothing arrives at the server from somebody, or from it.
    pub(crate) fn stall(&mut self, who: usize, upward: bool, more: usize) {
        if let Some(line) = self.people[who].line.and_then(|l| self.lines.get_mut(&l)) {
            if upward {
                line.up.stall_after(more);
            } else {
                line.down.stall_after(more);
            }
        }
    }

    /// The client learns that its connection is gone; the server does when it hears of it.
    pub(crate) fn cut(&mut self, who: usize) {
        if let Some(line) = self.people[who].line.take() {
            self.hang_up(Some(line));
            let lost = Happened::Lost("cut".to_owned());
            self.people[who].session.handle(self.now, lost);
        }
        self.settle();
    }

    /// What is stalled arrives after all.
    pub(crate) fn flow_on(&mut self) {
        for line in self.lines.values_mut() {
            line.up.flow_on();
            line.down.flow_on();
        }
        self.settle();
    }

    /// Time passes, step by step from one deadline to the next.
    pub(crate) fn pass(&mut self, span: Duration) {
        let end = self.now.mono + span;
        self.settle();
        for _ in 0..10_000 {
            let sessions = self.people.iter().map(|p| p.session.poll_timeout());
            let due = sessions.chain([self.hub.poll_timeout()]).flatten().min();
            let Some(at) = due.filter(|at| *at <= end) else {
                self.move_to(end);
                return;
            };
            self.move_to(at.max(self.now.mono));
            self.hub.handle_timeout(self.now);
            let is_due = |at: Instant| at <= self.now.mono;
            let sessions = self.people.iter_mut().map(|person| &mut person.session);
            for session in sessions.filter(|s| s.poll_timeout().is_some_and(is_due)) {
                session.handle_timeout(self.now);
            }
            self.settle();
        }
        panic!("somebody wants to be woken without end");
    }

    fn move_to(&mut self, at: Instant) {
        let passed = at - self.now.mono;
        let wall = self.now.wall.unix_ms() + u64::try_from(passed.as_millis()).unwrap();
        let wall = Stamp::from_unix_ms(wall);
        self.now = Now { mono: at, wall };
    }

    /// Everything that moves by itself comes to rest.
    pub(crate) fn settle(&mut self) {
        loop {
            let mut moved = self.serve();
            for who in 0..self.people.len() {
                moved |= self.attend(who);
            }
            let ids: Vec<PeerId> = self.lines.keys().copied().collect();
            for id in ids {
                moved |= self.carry(id);
            }
            if !moved {
                return;
            }
        }
    }

    /// What the hub wants done.
    fn serve(&mut self) -> bool {
        let mut moved = false;
        while let Some(output) = self.next_output() {
            moved = true;
            match output {
                Output::Tell { peer, frame, .. } => self.tell(peer, &frame),
                Output::Room {
                    audience,
                    except,
                    frame,
                } => {
                    let members = audience.members.iter().map(|(peer, _)| *peer);
                    members
                        .filter(|peer| except != Some(*peer))
                        .for_each(|peer| self.tell(peer, &frame));
                }
                Output::Replay {
                    peer, page, part, ..
                } => page
                    .frames()
                    .skip(part.start)
                    .take(part.len())
                    .for_each(|frame| self.tell(peer, &frame)),
                Output::Close { peer, last, .. } => self.close(peer, last),
                Output::Ask { ticket, question } => {
                    self.disk.as_mut().unwrap().ask(ticket, question);
                }
                // Nobody has a key here, nobody is at the server, nobody is led, and there are
                // no other servers.
                Output::Audit(_)
                | Output::Desk(_)
                | Output::Keep(_)
                | Output::Redact(..)
                | Output::Record(_)
                | Output::Replicate(_) => {}
            }
        }
        moved
    }

    /// The next thing that the hub wants done and that need not wait for the disk.
    fn next_output(&mut self) -> Option<Output> {
        let Some(disk) = &mut self.disk else {
            return self.hub.poll_output();
        };
        loop {
            while let Some(output) = self.hub.poll_output() {
                disk.hold(output);
            }
            if let Some(output) = disk.release() {
                return Some(output);
            }
            let answered = disk.answer()?;
            self.hub.handle(self.now, answered);
        }
    }

    /// The hub's end of a connection is closed.
    fn close(&mut self, peer: PeerId, last: Option<(Dialect, ServerFrame)>) {
        if let Some((_, frame)) = last {
            self.tell(peer, &frame);
        }
        if let Some(line) = self.lines.get_mut(&peer) {
            line.down.push(Moving::End);
        }
    }

    fn tell(&mut self, peer: PeerId, frame: &ServerFrame) {
        if let Some(line) = self.lines.get_mut(&peer) {
            line.down.push(Moving::Frame(frame.clone()));
        } else if let Body::Said(said) = &frame.body {
            self.heard
                .push((said.name.to_string(), said.text.as_str().to_owned()));
        }
    }

    /// What a session wants done.
    fn attend(&mut self, who: usize) -> bool {
        let mut moved = false;
        while let Some(output) = self.people[who].session.poll_output() {
            moved = true;
            match output {
                Wanted::Connect(_) => {
                    self.last += 1;
                    let id = PeerId(self.last);
                    self.lines.insert(id, Line::new(who));
                    self.arrive(id);
                    self.people[who].line = Some(id);
                    let connected = Happened::Connected("here".to_owned());
                    self.people[who].session.handle(self.now, connected);
                }
                Wanted::Close => {
                    let line = self.people[who].line.take();
                    self.hang_up(line);
                }
                Wanted::Send(frame) => {
                    let line = self.people[who].line;
                    self.send(line, Moving::Frame(frame));
                }
                Wanted::Tell(news) => {
                    let person = &mut self.people[who];
                    person.confirmed += usize::from(matches!(news, News::Confirmed { .. }));
                    person.reader.note(&news);
                }
                // Nobody has a password here, nor talks in secret.
                Wanted::Derive(_) | Wanted::Trust(_) => {}
            }
        }
        moved
    }

    /// What arrives at either end of a connection.
    fn carry(&mut self, id: PeerId) -> bool {
        let line = self.lines.get_mut(&id);
        let Some((owner, up, down)) = line.map(|l| (l.owner, l.up.pop(), l.down.pop())) else {
            return false;
        };
        let moved = up.is_some() || down.is_some();
        match up {
            Some(Moving::Frame(frame)) => self.hear(id, &frame),
            Some(Moving::End) => self.hub.handle(self.now, Input::Gone(id, Parting::Ended)),
            None => {}
        }
        let person = &mut self.people[owner];
        if person.line != Some(id) {
            return moved;
        }
        match down {
            Some(Moving::Frame(frame)) => {
                let mut bytes = Vec::new();
                json::write_server(&frame, &mut bytes);
                let frame = json::read_server(&bytes).unwrap();
                person.session.handle(self.now, Happened::Frame(frame));
            }
            Some(Moving::End) => {
                person.line = None;
                let lost = Happened::Lost("closed".to_owned());
                person.session.handle(self.now, lost);
            }
            None => {}
        }
        moved
    }

    fn arrive(&mut self, peer: PeerId) {
        let origin = Origin {
            transport: Transport::Tcp,
            address: None,
            proven: true,
        };
        self.hub.handle(self.now, Input::Arrived { peer, origin });
    }

    /// As it is written and read.
    fn hear(&mut self, peer: PeerId, frame: &PeerFrame) {
        let mut bytes = Vec::new();
        json::write_peer(frame, &mut bytes);
        let frames = json::read_peer(&bytes).into_iter().collect();
        let tongue = Tongue::Json;
        let heard = Input::Heard {
            peer,
            tongue,
            frames,
        };
        self.hub.handle(self.now, heard);
    }

    /// The client's end of a connection is closed; what it has sent is still under way.
    fn hang_up(&mut self, line: Option<PeerId>) {
        self.send(line, Moving::End);
    }

    fn send(&mut self, line: Option<PeerId>, what: Moving<PeerFrame>) {
        if let Some(line) = line.and_then(|line| self.lines.get_mut(&line)) {
            line.up.push(what);
        }
    }
}
