//! The way to a peer whose link carries TLS. Its handshake has a time: until it is over
//! nothing is heard of the peer, and nothing said to it.

use std::collections::VecDeque;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;
use std::time::Duration;
use std::time::Instant;

use chat_link::Unsent;
use chat_net::sealed_link::SealedLink;
use chat_proto::hex::Hex;
use tracing::debug;

use crate::clock;
use crate::edge::udp_endpoint::UdpEndpoint;
use crate::links::To;
use crate::outbox::Wire;
use crate::queue::Queue;
use crate::secrecy::Secrecy;
use crate::traffic::Origin;
use crate::traffic::Transport;

/// A link with TLS in it. Shared by the task that reads and by whoever sends.
#[derive(Debug)]
pub struct Sealed {
    endpoint: Arc<UdpEndpoint>,
    to: To,
    inside: Mutex<Inside>,
}

#[derive(Debug)]
struct Inside {
    link: SealedLink,
    /// The certificate, until both have agreed on it.
    with: Option<Hex<32>>,
    /// Nothing more is sent.
    over: bool,
}

/// What a frame of the link has brought.
#[derive(Debug, Default)]
pub struct Unsealed {
    /// The certificate, once, when both have agreed on it.
    pub with: Option<Hex<32>>,
    /// The frames inside.
    pub frames: Vec<Vec<u8>>,
}

impl Sealed {
    /// The handshake begins, unless there are too many.
    pub fn begin(endpoint: Arc<UdpEndpoint>, to: To, secrecy: &Secrecy) -> Option<Arc<Self>> {
        let origin = Origin {
            transport: Transport::Udp,
            address: Some(to.0),
            proven: true,
        };
        let begun = secrecy.seal(&origin);
        let begun = begun.inspect_err(|error| debug!(from = %to.0, %error, "no handshake"));
        let (link, with) = begun.ok().flatten()?;
        let inside = Inside {
            link,
            with: Some(with),
            over: false,
        };
        Some(Arc::new(Self {
            endpoint,
            to,
            inside: Mutex::new(inside),
        }))
    }

    /// Takes in a frame that the link has handed on, and sends what it leads to.
    pub fn hear(&self, frame: &[u8]) -> io::Result<Unsealed> {
        let mut inside = self.lock();
        let heard = self.noting(&mut inside, |link| link.hear(frame));
        let sent = self.send_pending(&mut inside);
        let frames = heard?;
        sent?;
        let agreed = !inside.link.is_opening();
        let with = inside.with.take_if(|_| agreed);
        Ok(Unsealed { with, frames })
    }

    /// Gives the link what it had no room for.
    pub fn go_on(&self) {
        // Where the link is over, whoever looks after it is told so.
        let _ = self.send_pending(&mut self.lock());
    }

    /// Whether the two sides have not agreed yet.
    pub fn is_opening(&self) -> bool {
        self.lock().link.is_opening()
    }

    /// Whether anything came over the link in this time.
    fn was_heard_within(&self, now: Instant, time: Duration) -> bool {
        let heard_at = self.endpoint.links().heard_at(self.to);
        heard_at.is_some_and(|at| now.saturating_duration_since(at) < time)
    }

    /// Nothing more is said, and the link ends.
    pub fn give_up(&self) {
        self.lock().over = true;
        self.endpoint.finish(clock::now(), self.to);
    }

    /// Gives the link what it takes of what the layer has made.
    fn send_pending(&self, inside: &mut Inside) -> io::Result<()> {
        while inside.link.has_pending() {
            let now = clock::now();
            let records = inside.link.records(Some(now.wall));
            let (given, stopped) =
                self.endpoint
                    .send_on_link(now, self.to, &records.frames, records.each);
            inside.link.advance(&records, given);
            match stopped {
                Some(Unsent::Over) => return Err(io::ErrorKind::BrokenPipe.into()),
                Some(_) => return Ok(()),
                None if given == 0 => return Ok(()),
                None => {}
            }
        }
        Ok(())
    }

    /// Has the layer do something. What passes in it meanwhile is noted, where somebody
    /// listens: what it has made before that leaves.
    fn noting<T>(&self, inside: &mut Inside, what: impl FnOnce(&mut SealedLink) -> T) -> T {
        let tap = self.endpoint.tap();
        inside.link.set_traced(tap.is_open());
        let done = what(&mut inside.link);
        while let Some(event) = inside.link.poll_event() {
            tap.note(clock::now().mono, self.to.0, || event);
        }
        done
    }

    fn lock(&self) -> MutexGuard<'_, Inside> {
        self.inside.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Wire for Arc<Sealed> {
    /// Gives the layer one gathering, where the one before has left.
    fn try_send(&self, queue: &Queue) -> io::Result<usize> {
        let mut inside = self.lock();
        if inside.over {
            return Err(io::ErrorKind::BrokenPipe.into());
        }
        self.send_pending(&mut inside)?;
        let mut said = Vec::new();
        for piece in queue.pieces() {
            let room = GATHERED_BYTES.saturating_sub(said.len());
            said.extend_from_slice(piece.get(..piece.len().min(room)).unwrap_or_default());
            if said.len() >= GATHERED_BYTES {
                break;
            }
        }
        match self.noting(&mut inside, |link| link.write(&said)) {
            0 => Err(io::ErrorKind::WouldBlock.into()),
            taken => {
                self.send_pending(&mut inside)?;
                Ok(taken)
            }
        }
    }

    fn end(&self) {
        let mut inside = self.lock();
        self.noting(&mut inside, SealedLink::finish);
        inside.over = true;
        // Where the link is over, there is nobody to say it to.
        let _ = self.send_pending(&mut inside);
        let now = clock::now();
        while inside.link.has_pending() {
            let records = inside.link.records(Some(now.wall));
            let frames = &records.frames;
            self.endpoint.send_last(now, self.to, frames, records.each);
            inside.link.advance(&records, frames.len());
        }
        drop(inside);
        self.endpoint.finish(now, self.to);
    }
}

/// Handshakes that are under way, those that are looked at first in front.
///
/// Each has as long as on a stream, and once more while anything was heard of it
/// meanwhile, since what is lost has to be sent again: a few times.
#[derive(Debug)]
pub struct Handshakes {
    time: Duration,
    under_way: VecDeque<UnderWay>,
}

#[derive(Debug)]
struct UnderWay {
    until: Instant,
    from: SocketAddr,
    sealed: Arc<Sealed>,
    /// How often it may have the same time again.
    left: u32,
}

impl Handshakes {
    /// None yet; each has this time.
    pub fn new(time: Duration) -> Self {
        Self {
            time,
            under_way: VecDeque::new(),
        }
    }

    /// One more.
    pub fn begin(&mut self, now: Instant, from: SocketAddr, sealed: Arc<Sealed>) {
        self.under_way.push_back(UnderWay {
            until: now + self.time,
            from,
            sealed,
            left: TIMES_MORE,
        });
    }

    /// When [`Handshakes::overdue`] is to be asked.
    pub fn next(&self) -> Option<Instant> {
        self.under_way.front().map(|one| one.until)
    }

    /// One whose time is over and that is not: where it comes from.
    pub fn overdue(&mut self, now: Instant) -> Option<(SocketAddr, Arc<Sealed>)> {
        while self.next().is_some_and(|at| at <= now) {
            let one = self.under_way.pop_front()?;
            let (until, left) = (now + self.time, one.left.checked_sub(1));
            if !one.sealed.is_opening() {
                continue;
            }
            match left.filter(|_| one.sealed.was_heard_within(now, self.time)) {
                Some(left) => self.under_way.push_back(UnderWay { until, left, ..one }),
                None => return Some((one.from, one.sealed)),
            }
        }
        None
    }
}

/// Twenty seconds in all, with the usual five: with half of everything lost each way, one
/// handshake in thousands needs longer.
const TIMES_MORE: u32 = 3;

/// What the layer is given at once: with what it adds, less than a send window of the link.
const GATHERED_BYTES: usize = 16 * 1024;
