//! A hub with an audience: peers that say lines and remember what they are told.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;
use std::time::Instant;

use chat_archive::Kept;
use chat_archive::Opened;
use chat_archive::Question;
use chat_proto::codec::Ear;
use chat_proto::codec::foreign;
use chat_proto::codec::json;
use chat_proto::frame::ServerFrame;
use chat_proto::frame::server::Body;
use chat_proto::frame::words;
use chat_proto::now::Now;
use chat_proto::plain::tell;
use chat_proto::room::RoomName;
use chat_proto::stamp::Stamp;

use crate::config::Rules;
use crate::hub::Hub;
use crate::replica::Word;
use crate::traffic::Dialect;
use crate::traffic::Input;
use crate::traffic::Origin;
use crate::traffic::Output;
use crate::traffic::Parting;
use crate::traffic::PeerId;
use crate::traffic::Transport;

/// A hub, a clock that moves when it is told to, and everybody's mail.
pub(super) struct Stage {
    pub(super) hub: Hub,
    pub(super) now: Now,
    ears: BTreeMap<PeerId, Ear>,
    mail: BTreeMap<PeerId, Vec<String>>,
    pub(super) closed: Vec<PeerId>,
    /// In which order messages were to be kept and told.
    pub(super) order: Vec<&'static str>,
    /// What was to be kept.
    pub(super) kept: Vec<Kept>,
    /// What the archive was asked.
    pub(super) asked: Vec<(u64, Question)>,
    /// The lines about whose a name is.
    pub(super) records: Vec<String>,
    /// What was taken back.
    pub(super) redacted: Vec<(RoomName, u64)>,
    /// The lines of the audit.
    pub(super) audit: Vec<String>,
    /// What whoever sits at the server was told.
    pub(super) desk: Vec<String>,
    /// What other servers were to hear.
    pub(super) words: Vec<Word>,
    /// How many frames were put into outboxes.
    pub(super) deliveries: usize,
    last: u64,
}

impl Stage {
    pub(super) fn new() -> Self {
        Self::with(|_| {})
    }

    pub(super) fn with(change: impl FnOnce(&mut Rules)) -> Self {
        let mut rules = Rules::default();
        change(&mut rules);
        Self::of(Hub::new(rules))
    }

    /// After a restart: with an archive that has so many messages of each room.
    pub(super) fn with_archive(rooms: &[(&str, u64)]) -> Self {
        let rules = Rules {
            messages: None,
            questions: None,
            pages: None,
            ..Rules::default()
        };
        let rooms = rooms.iter();
        let rooms = rooms.map(|(room, seq)| (RoomName::parse(room).unwrap(), *seq));
        let opened = Opened {
            log: "kept".to_owned(),
            rooms: rooms.collect(),
            path: PathBuf::new(),
        };
        Self::of(Hub::with_archive(rules, &opened))
    }

    fn of(hub: Hub) -> Self {
        Self {
            hub,
            now: epoch(),
            ears: BTreeMap::new(),
            mail: BTreeMap::new(),
            closed: Vec::new(),
            order: Vec::new(),
            kept: Vec::new(),
            asked: Vec::new(),
            records: Vec::new(),
            redacted: Vec::new(),
            audit: Vec::new(),
            desk: Vec::new(),
            words: Vec::new(),
            deliveries: 0,
            last: 0,
        }
    }

    /// Somebody connects; over UDP, without a link.
    pub(super) fn comes(&mut self, transport: Transport, address: &str) -> PeerId {
        let address = address.parse().ok();
        self.comes_from(Origin {
            transport,
            address,
            proven: transport != Transport::Udp,
        })
    }

    /// Somebody connects.
    pub(super) fn comes_from(&mut self, origin: Origin) -> PeerId {
        self.last += 1;
        let peer = PeerId(self.last);
        self.ears.insert(peer, Ear::default());
        self.handle(Input::Arrived { peer, origin });
        peer
    }

    /// Somebody on this machine connects.
    pub(super) fn someone(&mut self) -> PeerId {
        self.comes(Transport::Tcp, "127.0.0.1:4000")
    }

    /// Somebody joins the lobby.
    pub(super) fn person(&mut self, name: &str) -> PeerId {
        let peer = self.person_with_mail(name);
        self.mail.remove(&peer);
        peer
    }

    /// The same, and what it is told by that is kept.
    pub(super) fn person_with_mail(&mut self, name: &str) -> PeerId {
        let peer = self.someone();
        self.says(peer, &format!(r#"{{"type":"join","name":"{name}"}}"#));
        peer
    }

    /// A peer sends lines.
    pub(super) fn says(&mut self, peer: PeerId, lines: &str) {
        let ear = self.ears.get_mut(&peer).unwrap();
        let mut frames = Vec::new();
        ear.feed(format!("{lines}\n").as_bytes(), |heard| frames.push(heard));
        if let Some(foreign) = ear.foreign() {
            return self.handle(Input::Foreign(peer, foreign));
        }
        let tongue = ear.tongue().unwrap();
        self.handle(Input::Heard {
            peer,
            tongue,
            frames,
        });
    }

    pub(super) fn goes(&mut self, peer: PeerId, why: Parting) {
        self.handle(Input::Gone(peer, why));
    }

    pub(super) fn handle(&mut self, input: Input) {
        self.hub.handle(self.now, input);
        self.collect();
    }

    /// Time passes, step by step from one deadline to the next.
    pub(super) fn wait(&mut self, span: Duration) {
        let end = self.now.mono + span;
        while let Some(at) = self.hub.poll_timeout().filter(|at| *at <= end) {
            self.move_to(at);
            self.hub.handle_timeout(self.now);
            self.collect();
        }
        self.move_to(end);
    }

    /// Time passes while nobody looks, and then everything that is due is.
    pub(super) fn sleep(&mut self, span: Duration) {
        self.move_to(self.now.mono + span);
        self.hub.handle_timeout(self.now);
        self.collect();
    }

    /// What a peer was told since it was last asked.
    pub(super) fn mail(&mut self, peer: PeerId) -> Vec<String> {
        self.mail.remove(&peer).unwrap_or_default()
    }

    /// What a peer was told, without what every frame has.
    #[track_caller]
    pub(super) fn hears(&mut self, peer: PeerId, expected: &[&str]) {
        let mail = self.mail(peer);
        assert_eq!(mail, expected, "what {peer:?} was told");
    }

    fn move_to(&mut self, at: Instant) {
        let passed = at.saturating_duration_since(self.now.mono);
        let wall = self.now.wall.unix_ms() + u64::try_from(passed.as_millis()).unwrap();
        self.now = Now {
            mono: at,
            wall: Stamp::from_unix_ms(wall),
        };
    }

    pub(super) fn collect(&mut self) {
        while let Some(output) = self.hub.poll_output() {
            self.carry(output);
        }
    }

    fn carry(&mut self, output: Output) {
        match output {
            Output::Tell {
                peer,
                dialect,
                frame,
            } => self.deliver(peer, dialect, &frame),
            Output::Room {
                audience,
                except,
                frame,
            } => {
                if matches!(frame.body, Body::Said(_)) {
                    self.order.push("tell");
                }
                let others = audience.members.iter().filter(|(p, _)| except != Some(*p));
                others.for_each(|(peer, dialect)| self.deliver(*peer, *dialect, &frame));
            }
            Output::Replay {
                peer,
                dialect,
                page,
                part,
            } => {
                let told = page.frames().skip(part.start).take(part.len());
                told.for_each(|frame| self.deliver(peer, dialect, &frame));
            }
            Output::Keep(row) => {
                self.order.push("keep");
                self.kept.push(row);
            }
            Output::Ask { ticket, question } => self.asked.push((ticket, question)),
            Output::Redact(room, seq) => {
                self.order.push("redact");
                self.redacted.push((room, seq));
            }
            Output::Record(line) => self.records.push(line),
            Output::Audit(line) => self.audit.push(line),
            Output::Desk(words) => self.desk.push(words),
            Output::Replicate(word) => self.words.push(word),
            Output::Close { peer, last, .. } => {
                if let Some((dialect, frame)) = last {
                    self.deliver(peer, dialect, &frame);
                }
                self.closed.push(peer);
            }
        }
    }

    fn deliver(&mut self, peer: PeerId, dialect: Dialect, frame: &ServerFrame) {
        assert!(
            !self.closed.contains(&peer),
            "{peer:?} is told something after its end"
        );
        self.deliveries += 1;
        self.mail
            .entry(peer)
            .or_default()
            .push(short(dialect, frame));
    }
}

/// A frame as a test reads it: plain lines without the time, JSON without what
/// every frame of its kind has.
fn short(dialect: Dialect, frame: &ServerFrame) -> String {
    let mut line = String::new();
    if dialect == Dialect::Http {
        line = foreign::http_response(&words::text(frame));
    } else if dialect == Dialect::Json {
        let mut bytes = Vec::new();
        json::write_server(frame, &mut bytes);
        let stamp = format!(r#""timestamp":"{}","#, frame.at);
        let run = r#""run":"0000000000000000","log":"0000000000000000","#;
        line = String::from_utf8(bytes).unwrap();
        line = line.replacen(&stamp, "", 1).replacen(run, "", 1);
        line = without_token(line);
        line = line.replacen(r#""name":"server","#, "", 1);
    } else {
        tell::frame(frame, 0, &mut line);
        if dialect == Dialect::Ascii {
            line = tell::in_ascii(&line);
        }
        line = line.replacen("[12:00] ", "", 1);
    }
    line.trim_end().to_owned()
}

fn without_token(line: String) -> String {
    const FIELD: &str = r#""session":""#;
    let fields = line.split_once(FIELD);
    match fields.and_then(|(before, after)| Some((before, after.split_once(r#"","#)?.1))) {
        Some((before, after)) => format!("{before}{after}"),
        None => line,
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "a test needs some moment to begin with"
)]
fn epoch() -> Now {
    Now {
        mono: Instant::now(),
        wall: Stamp::from_unix_ms(12 * 3_600_000),
    }
}
