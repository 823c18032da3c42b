//! The door given to every edge: where peers come in, and what they say.
//!
//! One bounded channel leads from all edges to the driver. When the hub is
//! busy, the readers wait here, and TCP carries that back to the speakers.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering;
use std::time::Duration;
use std::time::Instant;

use chat_proto::refusal::Refusal;
use tokio::runtime::Handle;
use tokio::sync::OwnedSemaphorePermit;
use tokio::sync::Semaphore;
use tokio::sync::mpsc;
use tokio::sync::mpsc::error::TrySendError;

use crate::config::Rules;
use crate::outbox::Limits;
use crate::outbox::Outbox;
use crate::outbox::Wire;
use crate::places::Destination;
use crate::places::Places;
use crate::secrecy::Secrecy;
use crate::shares::Share;
use crate::shares::Shares;
use crate::traffic::Host;
use crate::traffic::Input;
use crate::traffic::Origin;
use crate::traffic::PeerId;

/// What comes through the door.
#[derive(Debug)]
pub enum Arrival {
    /// Somebody new, and where to put what it is told.
    Peer(Arc<Outbox>, Origin),
    /// Something about a peer that came before.
    Input(Input),
    /// The first that a peer says, and its turn, over when it was heard.
    First(Input, OwnedSemaphorePermit),
    /// What makes the driver fail, in tests of what becomes of the others then.
    #[cfg(test)]
    Fault(fn()),
}

/// The edges' side of the door. Each connection has one: two words.
#[derive(Clone, Debug)]
pub struct Door {
    arrivals: mpsc::Sender<Arrival>,
    frame: Arc<Frame>,
}

/// What all doors are in.
#[derive(Debug)]
struct Frame {
    last_peer: Arc<AtomicU64>,
    limits: Limits,
    places: Arc<Places>,
    secrecy: Arc<Secrecy>,
    /// Turns of those who say their first: however many come at once, those who are
    /// here already wait behind no more than these.
    first_turns: Arc<Semaphore>,
    first_line: Duration,
    shares: Shares,
    limit_loopback: bool,
}

impl Door {
    /// A door, and the driver's side of it.
    pub fn new(
        limits: Limits,
        rules: &Rules,
        secrecy: Arc<Secrecy>,
    ) -> (Self, mpsc::Receiver<Arrival>) {
        let (arrivals, driver) = mpsc::channel(BATCHES);
        let frame = Arc::new(Frame {
            last_peer: Arc::default(),
            limits,
            places: Arc::new(Places::new(rules)),
            secrecy,
            first_turns: Arc::new(Semaphore::new(FIRST_TURNS)),
            first_line: rules.first_line,
            shares: Shares::default(),
            limit_loopback: rules.limit_loopback,
        });
        (Self { arrivals, frame }, driver)
    }

    /// The number of the last peer that came in.
    pub fn last_peer(&self) -> Arc<AtomicU64> {
        Arc::clone(&self.frame.last_peer)
    }

    /// How long a first line may take.
    pub fn first_line(&self) -> Duration {
        self.frame.first_line
    }

    /// What whoever asks for a secret connection is offered.
    pub fn secrecy(&self) -> &Secrecy {
        &self.frame.secrecy
    }

    /// Takes a place for one more connection, or says why there is none.
    pub fn place(&self, origin: &Origin) -> Result<Destination, Refusal> {
        self.frame.places.take(origin)
    }

    /// What may be sent to an address that nobody has proved. What is sent to this
    /// machine itself floods nobody.
    pub fn share(&self, now: Instant, to: SocketAddr) -> Option<Arc<Share>> {
        let host = Host::of(to.ip());
        let limited = self.frame.limit_loopback || !host.is_here();
        limited.then(|| self.frame.shares.of(now, host))
    }

    /// The number of somebody who has come.
    pub fn number(&self) -> PeerId {
        PeerId(self.frame.last_peer.fetch_add(1, Ordering::Relaxed) + 1)
    }

    /// Lets somebody in. Nothing comes back when the server is closing.
    pub async fn enter(&self, wire: Box<dyn Wire>, origin: Origin) -> Option<Arc<Outbox>> {
        self.enter_as(self.number(), wire, origin).await
    }

    /// The same with a number that was given before.
    pub async fn enter_as(
        &self,
        peer: PeerId,
        wire: Box<dyn Wire>,
        origin: Origin,
    ) -> Option<Arc<Outbox>> {
        let outbox = Arc::new(Outbox::new(peer, wire, self.frame.limits.clone()));
        let arrival = Arrival::Peer(Arc::clone(&outbox), origin);
        self.arrivals.send(arrival).await.ok()?;
        Some(outbox)
    }

    /// Hands on what a peer said or did. Lost when the server is closing.
    pub async fn tell(&self, input: Input) {
        let _ = self.arrivals.send(Arrival::Input(input)).await;
    }

    /// The same for the first that a peer says, which costs the most: it waits for its
    /// turn among those who come, and not in front of those who are here.
    pub async fn tell_first(&self, input: Input) {
        // Never closed.
        if let Ok(turn) = Arc::clone(&self.frame.first_turns).acquire_owned().await {
            let _ = self.arrivals.send(Arrival::First(input, turn)).await;
        }
    }

    /// The same from where nobody can wait: after what stands in the door already.
    pub fn tell_later(&self, input: Input) {
        let Err(TrySendError::Full(arrival)) = self.arrivals.try_send(Arrival::Input(input)) else {
            return;
        };
        let arrivals = self.arrivals.clone();
        if let Ok(runtime) = Handle::try_current() {
            runtime.spawn(async move { drop(arrivals.send(arrival).await) });
        }
    }
}

#[cfg(test)]
impl Door {
    /// A door where nothing is secret.
    pub fn open(limits: Limits, rules: &Rules) -> (Self, mpsc::Receiver<Arrival>) {
        let mut config = crate::config::Config::default();
        config.secrecy.certificate = crate::config::Certificate::None;
        let secrecy = Secrecy::prepare(&config, None).unwrap();
        Self::new(limits, rules, Arc::new(secrecy))
    }

    /// Hands on something that fails.
    pub async fn fail(&self, fault: fn()) {
        self.arrivals.send(Arrival::Fault(fault)).await.unwrap();
    }
}

/// Batches that may wait for the hub, two turns of it: a batch is up to 64 frames, some
/// twenty kilobytes, so that all of them together are some megabytes.
const BATCHES: usize = 128;

/// Of them, those that may be the first of their peers: about a millisecond of the hub's.
const FIRST_TURNS: usize = 16;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Queues;

    #[tokio::test]
    async fn who_is_here_stands_behind_few_of_those_who_come() {
        let limits = Limits::new(Queues::default());
        let (door, mut driver) = Door::open(limits, &Rules::default());
        let crowd = 5 * FIRST_TURNS as u64;
        let comes = |door: Door, input| async move { door.tell_first(input).await };
        for peer in 1..=crowd {
            tokio::spawn(comes(door.clone(), Input::Listens(PeerId(peer))));
        }
        // Each of the crowd has come as far as it can.
        for _ in 0..crowd {
            tokio::task::yield_now().await;
        }
        door.tell(Input::Listens(PeerId(0))).await;
        for _ in 0..FIRST_TURNS {
            let arrival = driver.recv().await;
            assert!(matches!(arrival, Some(Arrival::First(..))), "{arrival:?}");
        }
        let arrival = driver.recv().await;
        assert!(
            matches!(arrival, Some(Arrival::Input(Input::Listens(PeerId(0))))),
            "{arrival:?}"
        );
        // Nobody of the crowd waits for ever.
        for _ in FIRST_TURNS as u64..crowd {
            let arrival = driver.recv().await;
            assert!(matches!(arrival, Some(Arrival::First(..))), "{arrival:?}");
        }
    }
}
