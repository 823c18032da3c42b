//! What a turn tells those who watch the wire: who comes and goes, the order of what is
//! said and to how many it goes, who does not read. While nobody watches it is one look
//! at a flag a turn.

use std::collections::BTreeMap;
use std::time::Duration;
use std::time::Instant;

use chat_net::tap::Tap;
use chat_net::tcp_info::TcpInfo;
use chat_proto::frame::peer::Heard;
use chat_proto::frame::server::Body;
use chat_proto::frame::server::Destination;
use chat_proto::trace::event::Event;
use chat_proto::trace::house;

use crate::dispatch::Dispatch;
use crate::hub::Hub;
use crate::hub::Present;
use crate::outbox::Outbox;
use crate::traffic::Dialect;
use crate::traffic::Input;
use crate::traffic::Lag;
use crate::traffic::Output;
use crate::traffic::Parting;
use crate::traffic::PeerId;
use crate::traffic::Transport;

/// What is told of each peer, and when next.
#[derive(Debug, Default)]
pub(super) struct Watching {
    tap: Tap,
    /// Those who listened when all was told last.
    audience: Option<u32>,
    /// When what has changed is told.
    next: Option<Instant>,
    /// When all is told again, changed or not.
    all_at: Option<Instant>,
    peers: BTreeMap<PeerId, Seen>,
    /// Where the system is asked about connections.
    system: TcpInfo,
    turn: Turn,
}

/// What this turn has had so far.
#[derive(Clone, Copy, Debug, Default)]
struct Turn {
    batches: usize,
    frames: usize,
}

#[derive(Debug, Default)]
struct Seen {
    frames: u64,
    kind: Option<&'static str>,
    told: Option<house::Census>,
    /// Why its connection has ended, where it ended by itself.
    parting: Option<Box<str>>,
}

impl Watching {
    /// Nobody is told anything yet.
    pub(super) fn new(tap: Tap) -> Self {
        Self {
            tap,
            ..Self::default()
        }
    }

    /// Waits until somebody begins to listen.
    pub(super) async fn joined(&self) {
        self.tap.joined().await;
    }

    /// When there is something to tell again.
    pub(super) fn poll_timeout(&self) -> Option<Instant> {
        self.next
    }

    /// This goes to the hub.
    pub(super) fn heard(&mut self, now: Instant, input: &Input) {
        if !self.tap.is_open() {
            return;
        }
        match input {
            Input::Heard { peer, frames, .. } => {
                self.turn.batches += 1;
                self.turn.frames += frames.len();
                let seen = self.peers.entry(*peer).or_default();
                seen.frames += u64::try_from(frames.len()).unwrap_or(u64::MAX);
                seen.kind = frames.last().map(kind);
            }
            Input::Gone(peer, why) => {
                if let Parting::TooSlow(lag) = why {
                    let (peer, lag) = (peer.0, *lag);
                    self.tap.note(now, || Event::TooSlow(too_slow(peer, lag)));
                }
                let seen = self.peers.entry(*peer).or_default();
                seen.parting = Some(why.to_string().into());
            }
            Input::Arrived { .. }
            | Input::Listens(_)
            | Input::Secret(..)
            | Input::Foreign(..)
            | Input::Lags(..)
            | Input::Answered(..)
            | Input::Behind(_)
            | Input::Unkept(_)
            | Input::Kept(_)
            | Input::Forgotten(_)
            | Input::Desk(_)
            | Input::Replica(_) => {}
        }
    }

    /// The hub wants this.
    pub(super) fn decided(&mut self, now: Instant, output: &Output) {
        if !self.tap.is_open() {
            return;
        }
        if let Output::Room {
            audience,
            except,
            frame,
        } = output
            && let Body::Said(said) = &frame.body
            && let Destination::Room { room, seq } = &said.place
        {
            let (room, seq): (Box<str>, _) = (room.as_str().into(), *seq);
            let (to, members) = (audience.members.len(), audience.members.iter());
            let encodings = encodings(members.map(|(_, dialect)| *dialect));
            if let Some(from) = except.or_else(|| self.called(said.name.as_str())) {
                let ordered = Event::Ordered(Box::new(house::Ordered {
                    room: room.clone(),
                    seq,
                    from: from.0,
                    id: None,
                }));
                self.tap.note(now, || ordered);
            }
            let fan_out = Event::FanOut(Box::new(house::FanOut {
                room,
                seq,
                to,
                encodings,
            }));
            self.tap.note(now, || fan_out);
        } else if let Output::Close { peer, last, .. } = output {
            let told = last.as_ref().map(|(_, frame)| &frame.body);
            let why = if let Some(Body::Bye(why) | Body::Dismissal(why)) = told {
                why.as_str().into()
            } else {
                // Nobody is there any more who could be told.
                let seen = self.peers.get_mut(peer);
                seen.and_then(|seen| seen.parting.take())
                    .unwrap_or_default()
            };
            let peer = peer.0;
            self.tap
                .note(now, || Event::Left(house::Left { peer, why }));
        }
    }

    /// Who has this name, as it was told last: where a message has no `id`, its speaker
    /// hears it as everybody does.
    fn called(&self, name: &str) -> Option<PeerId> {
        let is_it = |seen: &Seen| {
            let told = seen.told.as_ref();
            told.is_some_and(|told| told.name.as_deref() == Some(name))
        };
        let mut peers = self.peers.iter();
        peers.find(|(_, seen)| is_it(seen)).map(|(peer, _)| *peer)
    }

    /// The turn is over.
    pub(super) fn turned(&mut self, now: Instant, hub: &Hub, dispatch: &Dispatch) {
        let turn = std::mem::take(&mut self.turn);
        if !self.tap.is_open() {
            (self.next, self.all_at, self.audience) = (None, None, None);
            self.peers.clear();
            return;
        }
        if turn.batches > 0 {
            let Turn { batches, frames } = turn;
            self.tap.note(now, || {
                Event::Turn(house::Turn {
                    batches,
                    frames,
                    took: chat_net::clock::now().mono.saturating_duration_since(now),
                })
            });
        }
        let audience = self.tap.audience();
        let joined = self.audience.replace(audience) != Some(audience);
        let anew = joined || self.all_at.is_none_or(|at| at <= now);
        if anew {
            self.all_at = Some(now + house::ALL_EVERY);
        }
        if anew || self.next.is_none_or(|at| at <= now) {
            self.tell_all(now, anew, (hub, dispatch));
            self.next = Some(now + EVERY);
        }
    }

    fn tell_all(&mut self, now: Instant, anew: bool, (hub, dispatch): (&Hub, &Dispatch)) {
        let mut before = std::mem::take(&mut self.peers);
        // Thousands of questions would take a turn's time.
        let asks = dispatch.count() <= ASKED;
        for present in hub.present() {
            let mut seen = before.remove(&present.peer).unwrap_or_default();
            let mut census = census(now, &present, &seen);
            if let Some(outbox) = dispatch.outbox(present.peer) {
                add(now, &mut census, (outbox, asks.then_some(&mut self.system)));
            }
            let told = seen.told.as_ref();
            if anew || told.is_none_or(|told| differs(told, &census)) {
                seen.told = Some(census.clone());
                self.tap.note(now, || Event::Census(Box::new(census)));
            }
            self.peers.insert(present.peer, seen);
        }
        for gone in before.into_iter().filter(|(_, seen)| seen.told.is_some()) {
            let peer = gone.0.0;
            let why = "gone".into();
            self.tap
                .note(now, || Event::Left(house::Left { peer, why }));
        }
    }
}

/// Whether there is something to tell: that time passes is none.
fn differs(told: &house::Census, now: &house::Census) -> bool {
    let timeless = |census: &house::Census| house::Census {
        age: Duration::ZERO,
        ..census.clone()
    };
    timeless(told) != timeless(now)
}

fn census(now: Instant, present: &Present<'_>, seen: &Seen) -> house::Census {
    let how = match (present.origin.transport, present.dialect) {
        (Transport::Udp, _) => "udp",
        (Transport::Tcp, Some(Dialect::Json | Dialect::Http) | None) => "tcp",
        (Transport::Tcp, Some(_)) => "tcp plain",
        (Transport::Unix, Some(Dialect::Json | Dialect::Http) | None) => "unix",
        (Transport::Unix, Some(_)) => "unix plain",
    };
    house::Census {
        peer: present.peer.0,
        name: present.name.map(Into::into),
        how: Some(how.into()),
        from: present.origin.address.map(|from| from.to_string().into()),
        rooms: present.rooms,
        frames_in: seen.frames,
        bytes_out: 0,
        waiting: 0,
        limit: None,
        writer: None,
        bye: None,
        sendq: None,
        rtt: present.took,
        retransmissions: 0,
        kind: seen.kind.map(Into::into),
        age: now.saturating_duration_since(present.heard_at),
    }
}

/// What waits for it, and what the system says of its connection.
fn add(
    now: Instant,
    census: &mut house::Census,
    (outbox, system): (&Outbox, Option<&mut TcpInfo>),
) {
    census.waiting = outbox.waiting();
    census.limit = Some(outbox.limit());
    census.writer = Some(outbox.writer());
    let ends = outbox.patience_ends().filter(|_| census.waiting > 0);
    census.bye = ends.map(|at| at.saturating_duration_since(now));
    census.bytes_out = outbox.taken();
    if let Some(tcp) = system.and_then(|system| outbox.below(system)) {
        census.rtt = Some(tcp.rtt);
        census.retransmissions = tcp.total_retrans.into();
        census.sendq = Some(tcp.sendq);
    }
}

fn too_slow(peer: u64, lag: Lag) -> house::TooSlow {
    let (waiting, lag) = match lag {
        Lag::Bytes { queued, .. } | Lag::Fullest { queued } => (queued, 0),
        Lag::Behind { seconds, mark } => (mark, seconds),
        Lag::Stuck { seconds } => (0, seconds),
    };
    house::TooSlow {
        peer,
        waiting,
        lag: Duration::from_secs(lag),
    }
}

/// In how many ways a frame is written for these.
fn encodings(members: impl Iterator<Item = Dialect>) -> usize {
    let mut ways = [false; 3];
    for dialect in members {
        let [json, plain, ascii] = &mut ways;
        match dialect {
            Dialect::Json => *json = true,
            Dialect::Plain | Dialect::Listening | Dialect::Http => *plain = true,
            Dialect::Ascii => *ascii = true,
        }
    }
    ways.into_iter().filter(|used| *used).count()
}

/// What it was, in the protocol's word.
fn kind(heard: &Heard) -> &'static str {
    match heard {
        Ok(frame) => frame.word(),
        Err(_) => "refused",
    }
}

/// Four times a second: as fast as one reads a table.
const EVERY: Duration = Duration::from_millis(250);

/// Connections that the system is asked about at most: twenty microseconds each.
const ASKED: usize = 64;
