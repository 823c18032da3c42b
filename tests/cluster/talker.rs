//! Somebody who talks in two rooms, and whenever a server fails goes on at another one, as the
//! real client does: with its session, the last number it has heard, and what may be lost.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::io;
use std::io::ErrorKind;
use std::io::Read;
use std::io::Write;
use std::net::SocketAddr;
use std::net::TcpStream;
use std::sync::Mutex;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;
use std::thread;
use std::time::Duration;
use std::time::Instant;

use chat_tests::clock::Deadline;
use chat_tests::clock::now;
use chat_tests::frame::Frame;
use serde_json::Value;
use serde_json::json;

/// Where the servers are now.
pub(crate) type Places = Mutex<[SocketAddr; 3]>;

/// Somebody who talks.
pub(crate) struct Talker {
    pub(crate) name: String,
    /// What it was told in each room: by number, who said what.
    pub(crate) told: [BTreeMap<u64, (String, String)>; 2],
    /// What it has said, by mark.
    pub(crate) said: BTreeMap<u64, Said>,
    /// How long each change to another server has taken.
    pub(crate) returns: Vec<Duration>,
    at: usize,
    session: Option<Value>,
    log: Option<String>,
    under_way: BTreeSet<u64>,
    lost: Option<Instant>,
}

/// A message, and what is known of it.
#[derive(Debug)]
pub(crate) struct Said {
    pub(crate) room: usize,
    pub(crate) sent: Instant,
    /// Whether it went out more than once.
    pub(crate) again: bool,
    pub(crate) fate: Fate,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    Unknown,
    /// Never said.
    Refused,
    Confirmed(u64, Instant),
}

/// One connection.
struct Line {
    stream: TcpStream,
    held: Vec<u8>,
    heard: Instant,
    asked: Instant,
    said: Instant,
    /// The last number of each room that was entered.
    live: [Option<u64>; 2],
}

impl Talker {
    /// Who begins at this server.
    pub(crate) fn new(name: &str, at: usize) -> Self {
        Self {
            name: name.to_owned(),
            told: Default::default(),
            said: BTreeMap::new(),
            returns: Vec::new(),
            at,
            session: None,
            log: None,
            under_way: BTreeSet::new(),
            lost: None,
        }
    }

    /// Talks until it is to stop, and then until all that it has said is confirmed.
    pub(crate) fn talk(mut self, places: &Places, stop: &AtomicBool) -> Self {
        let mut healing = None;
        loop {
            let to = places.lock().unwrap()[self.at];
            if self.visit(to, stop).is_ok() {
                return self;
            }
            self.lost.get_or_insert_with(now);
            self.at = (self.at + 1) % 3;
            if stop.load(Ordering::Relaxed) {
                let end = healing.get_or_insert_with(|| Deadline::after(HEALING));
                let Self {
                    name, under_way, ..
                } = &self;
                assert!(end.left().is_some(), "{name} is not well: {under_way:?}");
            }
            // Nobody wakes it: a moment.
            thread::park_timeout(MOMENT);
        }
    }

    /// All that is done over one connection; it ends well when nothing is left to do.
    fn visit(&mut self, to: SocketAddr, stop: &AtomicBool) -> io::Result<()> {
        let mut line = Line::to(to)?;
        line.send(&self.join(0))?;
        loop {
            let is_in = line.live.iter().all(Option::is_some);
            let stops = stop.load(Ordering::Relaxed);
            if is_in && stops && self.under_way.is_empty() {
                return line.send(&json!({"type": "bye"}));
            }
            let is_time = line.said.elapsed() > PACE;
            if is_in && !stops && is_time && self.under_way.len() < WINDOW {
                line.said = now();
                self.say_more(&mut line)?;
            }
            if let Some(frame) = line.next()? {
                self.hear(&frame, &mut line)?;
            }
        }
    }

    fn join(&self, room: usize) -> Value {
        let since = self.told[room].keys().next_back().copied();
        json!({
            "type": "join",
            "name": self.name,
            "room": ROOMS[room],
            "session": self.session,
            "log": self.log,
            "since": since.unwrap_or(0),
            "id": "join",
        })
    }

    fn say_more(&mut self, line: &mut Line) -> io::Result<()> {
        let mark = self.said.len() as u64 + 1;
        let room = usize::from(mark.is_multiple_of(3));
        let said = Said {
            room,
            sent: now(),
            again: false,
            fate: Fate::Unknown,
        };
        self.said.insert(mark, said);
        self.under_way.insert(mark);
        line.send(&self.message(mark, room))
    }

    fn message(&self, mark: u64, room: usize) -> Value {
        let text = format!("{} {mark}", self.name);
        json!({"text": text, "room": ROOMS[room], "id": mark})
    }

    fn hear(&mut self, frame: &Frame, line: &mut Line) -> io::Result<()> {
        match frame.kind() {
            "welcome" => self.on_welcome(frame, line),
            "msg" => {
                self.on_message(frame, line);
                Ok(())
            }
            "error" => self.on_refusal(frame),
            "bye" => {
                let stays = frame.value("return") == Some(&json!(false));
                assert!(!stays, "{} was sent away: {frame:?}", self.name);
                Err(io::Error::other("a bye"))
            }
            _ => Ok(()),
        }
    }

    fn on_welcome(&mut self, frame: &Frame, line: &mut Line) -> io::Result<()> {
        assert_eq!(frame.get("you"), Some(self.name.as_str()), "{frame:?}");
        let log = frame.get("log").map(str::to_owned);
        assert!(
            self.log.is_none() || self.log == log,
            "{:?} {frame:?}",
            self.log
        );
        self.log = log;
        if let Some(session) = frame.value("session") {
            self.session = Some(session.clone());
        }
        self.returns
            .extend(self.lost.take().map(|lost| lost.elapsed()));
        line.live[room_of(frame)] = frame.number("seq");
        if line.live[1].is_none() {
            return line.send(&self.join(1));
        }
        // What may have been lost.
        for mark in &self.under_way {
            let said = self.said.get_mut(mark).unwrap();
            said.again = true;
            let room = said.room;
            let mut message = self.message(*mark, room);
            message["again"] = json!(true);
            line.send(&message)?;
        }
        Ok(())
    }

    fn on_message(&mut self, frame: &Frame, line: &mut Line) {
        let (room, seq) = (room_of(frame), frame.number("seq").unwrap());
        let what = (frame.name().to_owned(), frame.text().to_owned());
        let before = self.told[room].insert(seq, what.clone());
        assert!(
            before.is_none_or(|before| before == what),
            "two of {seq}: {frame:?}"
        );
        let mark = frame.number("id").filter(|_| frame.name() == self.name);
        let last = line.live[room].as_mut().expect("it has entered");
        if !frame.flag("history") && (seq > *last || mark.is_none()) {
            assert_eq!(seq, *last + 1, "{} heard {frame:?} after {last}", self.name);
            *last = seq;
        }
        let Some(mark) = mark else { return };
        self.under_way.remove(&mark);
        let said = self.said.get_mut(&mark).unwrap();
        if let Fate::Confirmed(before, _) = said.fate {
            assert_eq!(before, seq, "twice: {frame:?}");
        } else {
            said.fate = Fate::Confirmed(seq, now());
        }
    }

    fn on_refusal(&mut self, frame: &Frame) -> io::Result<()> {
        let is_for_a_while = frame.refuses("rate_limited");
        assert!(is_for_a_while, "{} is refused: {frame:?}", self.name);
        let Some(mark) = frame.number("id") else {
            return Err(io::Error::other("not let in"));
        };
        self.under_way.remove(&mark);
        let said = self.said.get_mut(&mark).unwrap();
        if !said.again && said.fate == Fate::Unknown {
            said.fate = Fate::Refused;
        }
        Ok(())
    }
}

fn room_of(frame: &Frame) -> usize {
    let room = ROOMS
        .iter()
        .position(|room| frame.get("room") == Some(room));
    room.unwrap_or_else(|| panic!("of which room is {frame:?}?"))
}

impl Line {
    fn to(to: SocketAddr) -> io::Result<Self> {
        let stream = TcpStream::connect_timeout(&to, SILENCE)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(PACE))?;
        stream.set_write_timeout(Some(SILENCE))?;
        Ok(Self {
            stream,
            held: Vec::new(),
            heard: now(),
            asked: now(),
            said: now(),
            live: [None; 2],
        })
    }

    fn send(&mut self, frame: &Value) -> io::Result<()> {
        self.stream.write_all(format!("{frame}\n").as_bytes())
    }

    /// The next frame, if one comes in a moment. Whoever is silent is asked, and then given up.
    fn next(&mut self) -> io::Result<Option<Frame>> {
        let end = self.held.iter().position(|byte| *byte == b'\n');
        if let Some(end) = end {
            let line: Vec<u8> = self.held.drain(..=end).collect();
            let line = str::from_utf8(&line).unwrap().trim_end();
            // What is for people alone is passed over.
            return Ok(line.starts_with('{').then(|| Frame::read(line)));
        }
        let mut buffer = [0; 1 << 14];
        match self.stream.read(&mut buffer) {
            Ok(0) => return Err(ErrorKind::UnexpectedEof.into()),
            Ok(count) => {
                self.held.extend_from_slice(&buffer[..count]);
                self.heard = now();
            }
            Err(error) if [ErrorKind::WouldBlock, ErrorKind::TimedOut].contains(&error.kind()) => {}
            Err(error) => return Err(error),
        }
        if self.heard.elapsed() > SILENCE {
            return Err(ErrorKind::TimedOut.into());
        }
        if self.heard.elapsed() > SILENCE / 3 && self.asked.elapsed() > SILENCE / 3 {
            self.asked = now();
            self.send(&json!({"type": "ping"}))?;
        }
        Ok(None)
    }
}

/// Where they talk.
pub(crate) const ROOMS: [&str; 2] = ["lobby", "lab"];

/// Messages of one talker that wait for their receipts.
const WINDOW: usize = 4;

/// Between two messages.
const PACE: Duration = Duration::from_millis(15);

const MOMENT: Duration = Duration::from_millis(30);

/// After which a server is given up.
const SILENCE: Duration = Duration::from_secs(3);

/// In which all is to be well again.
const HEALING: Duration = Duration::from_secs(30);
