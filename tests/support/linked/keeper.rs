//! The thread that keeps a link: it sleeps until a datagram comes, something is
//! due, or somebody nudges it.

use std::net::SocketAddr;
use std::net::UdpSocket;
use std::sync::mpsc;
use std::sync::mpsc::TryRecvError;
use std::time::Duration;
use std::time::Instant;

use chat_link::Link;
use chat_link::Setup;
use chat_link::Unsent;
use chat_link::envelope;
use chat_link::envelope::LinkId;
use chat_link::envelope::Side;
use chat_link::handshake::Handshake;
use chat_link::handshake::Outcome;
use chat_link::policy::DATAGRAM_BYTES;
use chat_link::policy::Policy;
use chat_proto::now::Now;
use chat_proto::stamp::Stamp;
use chat_proto::trace::weather::Way;
use chat_weather::Impairer;
use chat_weather::InTransit;
use serde_json::Map;
use serde_json::Value;
use serde_json::json;

use crate::clock::Deadline;
use crate::clock::PATIENCE;
use crate::clock::now;
use crate::clock::unix_ms;

/// The thread that keeps a link.
pub(super) struct Keeper {
    pub(super) socket: UdpSocket,
    pub(super) to: SocketAddr,
    pub(super) weather: Impairer,
    pub(super) phase: Phase,
    pub(super) says: mpsc::Receiver<Vec<u8>>,
    /// What the link has no room for yet.
    pub(super) next: Option<Vec<u8>>,
    /// The test has dropped it: what is under way has until then.
    pub(super) until: Option<Deadline>,
    pub(super) frames: mpsc::Sender<Vec<u8>>,
}

pub(super) enum Phase {
    /// Told when the link is open.
    Greets(Handshake, mpsc::Sender<()>),
    Open(Box<Link>),
}

impl Keeper {
    pub(super) fn keep(mut self) {
        let mut buffer = vec![0; 1 << 16];
        while !self.is_over() {
            self.work();
            let wait = self.next_at().map(|at| at.saturating_duration_since(now()));
            let wait = wait.map(|w| w.max(Duration::from_micros(100)));
            self.socket.set_read_timeout(wait).unwrap();
            // Else it is silence, or a nudge, or somebody who still calls for another
            // test's server, which had this port before; on Windows also word of a
            // datagram that nobody heard.
            if let Ok((count, from)) = self.socket.recv_from(&mut buffer)
                && from == self.to
            {
                self.fly(Way::In, buffer[..count].to_vec());
            }
        }
    }

    /// Everything that is to be done now.
    fn work(&mut self) {
        self.land();
        self.say();
        self.transmit();
        // Without impairments it has arrived already.
        self.land();
    }

    /// Hands on what has passed the weather.
    fn land(&mut self) {
        while let Some(in_transit) = self.weather.poll(now()) {
            match in_transit.way {
                Way::In => self.hear(&in_transit.bytes),
                // Lost like any other, if the system has no room.
                Way::Out => drop(self.socket.send_to(&in_transit.bytes, self.to)),
            }
        }
    }

    fn next_at(&self) -> Option<Instant> {
        let due = match &self.phase {
            Phase::Greets(handshake, _) => handshake.poll_timeout(),
            Phase::Open(link) => link.poll_timeout(),
        };
        let flies = self.weather.poll_timeout();
        let ends = self.until.map(|_| now() + Duration::from_millis(100));
        [due, flies, ends].into_iter().flatten().min()
    }

    fn hear(&mut self, bytes: &[u8]) {
        if let Some(complaint) = breach(bytes) {
            // No frame: whoever listens fails with it.
            let _ = self.frames.send(complaint.into_bytes());
        }
        let now = moment();
        let Some(datagram) = envelope::read(bytes) else {
            return;
        };
        match &mut self.phase {
            Phase::Greets(handshake, _) => handshake.handle_datagram(now.mono, &datagram),
            Phase::Open(link) => {
                link.handle_datagram(now, &datagram, bytes);
                while let Some(frame) = link.poll_frame() {
                    let _ = self.frames.send(frame);
                }
            }
        }
    }

    /// Gives the link what it has room for.
    fn say(&mut self) {
        let Phase::Open(link) = &mut self.phase else {
            return;
        };
        loop {
            let next = match self.next.take().map_or_else(|| self.says.try_recv(), Ok) {
                Ok(next) => next,
                Err(TryRecvError::Empty) => return,
                Err(TryRecvError::Disconnected) => {
                    self.until.get_or_insert_with(|| Deadline::after(PATIENCE));
                    return;
                }
            };
            let objects = objects(&next);
            if link.waiting() + objects.len() > ROOM {
                self.next = Some(next);
                return;
            }
            for object in objects {
                let sent = link.send(moment(), object.as_bytes());
                assert_ne!(sent, Err(Unsent::Unfit), "no link carries {object}");
            }
        }
    }

    fn transmit(&mut self) {
        let now = moment();
        let mut out = Vec::new();
        match &mut self.phase {
            Phase::Greets(handshake, opened) => {
                handshake.handle_timeout(now.mono);
                if let Some(Outcome::Open(id, ..)) = handshake.outcome() {
                    let _ = opened.send(());
                    self.phase = Phase::Open(Box::new(link(now.mono, id)));
                } else if handshake.poll_transmit(now.mono, &mut out) {
                    self.fly(Way::Out, out);
                }
            }
            Phase::Open(link) => {
                if link.poll_timeout().is_some_and(|at| at <= now.mono) {
                    link.handle_timeout(now.mono);
                }
                let mut all = Vec::new();
                while link.poll_transmit(now, &mut out) {
                    all.push(std::mem::take(&mut out));
                }
                for bytes in all {
                    self.fly(Way::Out, bytes);
                }
            }
        }
    }

    fn fly(&mut self, way: Way, bytes: Vec<u8>) {
        let flow = 0;
        self.weather.push(now(), InTransit { way, flow, bytes });
    }

    /// Ended, given up, or dropped with nothing under way.
    fn is_over(&self) -> bool {
        match &self.phase {
            Phase::Greets(handshake, _) => {
                matches!(
                    handshake.outcome(),
                    Some(Outcome::NoLinkSupport | Outcome::NoAnswer)
                )
            }
            Phase::Open(link) => {
                let quiet = link.unacked() == 0 && self.weather.poll_timeout().is_none();
                let dropped = self.until.is_some_and(|end| quiet || end.left().is_none());
                link.ending().is_some() || dropped
            }
        }
    }
}

/// As `chat-tui` has it, the jitter apart.
fn link(now: Instant, id: LinkId) -> Link {
    let policy = Policy {
        keep_alive: Some(Duration::from_secs(15)),
        ..Policy::default()
    };
    let setup = Setup {
        id,
        side: Side::Peer,
        policy,
        seed: id.0,
        traced: false,
    };
    Link::new(now, setup)
}

fn moment() -> Now {
    Now {
        mono: now(),
        wall: Stamp::from_unix_ms(unix_ms()),
    }
}

/// A line as objects that a link carries. What is no object is the text of
/// parts: so a peer that means to can say it, and a server has to answer it.
fn objects(line: &[u8]) -> Vec<String> {
    let text = std::str::from_utf8(line).expect("a link carries UTF-8 alone");
    let line = text.strip_suffix('\n').unwrap_or(text);
    if serde_json::from_str::<Map<String, Value>>(line).is_ok() {
        return vec![line.to_owned()];
    }
    let letters: Vec<char> = line.chars().collect();
    // Six bytes for a letter at most, and a part has room for a thousand.
    let mut pieces: Vec<String> = letters.chunks(150).map(|c| c.iter().collect()).collect();
    if pieces.is_empty() {
        pieces.push(String::new());
    }
    let of = pieces.len();
    let part = |(k, piece)| json!({"type": "part", "part": format!("{k}/{of}"), "text": piece});
    let parts = (1..).zip(pieces).map(part);
    parts.map(|part| part.to_string()).collect()
}

/// What is wrong with a datagram of the server, if something is.
fn breach(bytes: &[u8]) -> Option<String> {
    let shown = || String::from_utf8_lossy(bytes).into_owned();
    if bytes.len() > DATAGRAM_BYTES {
        return Some(format!("{} bytes: {}", bytes.len(), shown()));
    }
    let value: Value = match serde_json::from_slice(bytes) {
        Ok(value) => value,
        Err(error) => return Some(format!("{error}: {}", shown())),
    };
    let has = |field: &&str| value.get(field).is_some_and(Value::is_string);
    let missing = ["name", "timestamp", "text"].into_iter().find(|f| !has(f));
    missing.map(|field| format!("no `{field}` in {}", shown()))
}

/// Fewer than a link lets wait: what it has no room for waits here.
const ROOM: usize = 200;
