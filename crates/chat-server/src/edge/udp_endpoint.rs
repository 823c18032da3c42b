//! One UDP socket and what lies around it: the links of its peers, the impairments,
//! the trace. Shared by the task that reads and by whoever sends.

use std::future::pending;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::OnceLock;
use std::sync::PoisonError;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;
use std::time::Duration;
use std::time::Instant;

use chat_link::Unsent;
use chat_net::datagram_tap::DatagramTap;
use chat_net::link_clock::Changes;
use chat_net::link_clock::LinkClock;
use chat_proto::now::Now;
use chat_proto::trace::weather::Way;
use chat_weather::impaired_path::ImpairedPath;
use chat_weather::manual_queue::HeldDatagram;
use chat_weather::manual_queue::ManualCommand;
use chat_weather::profile::Profile;
use tokio::net::UdpSocket;
use tokio::sync::Notify;
use tokio::time::timeout_at;
use tracing::debug;

use crate::edge::burst;
use crate::links::Attention;
use crate::links::Leaving;
use crate::links::Links;
use crate::links::To;
use chat_net::impaired_udp::Bell;
use chat_net::impaired_udp::ImpairedUdp;

/// The socket and what lies around it.
#[derive(Debug)]
pub struct UdpEndpoint {
    socket: UdpSocket,
    links: Mutex<Links>,
    /// Set once there were any impairments.
    impaired: OnceLock<Mutex<ImpairedUdp>>,
    tap: DatagramTap,
    /// Something is due earlier than the reading task knows.
    sooner: Notify,
    /// When the reading task is going to look around, whatever comes.
    awake_at: Mutex<Option<Instant>>,
    /// Whether the last words of all have been given.
    ending: AtomicBool,
    /// What links go by, where somebody may let it stand still.
    clock: Option<LinkClock>,
}

impl UdpEndpoint {
    /// A socket, with or without impairments.
    pub fn new(
        socket: UdpSocket,
        links: Links,
        impaired: Option<ImpairedUdp>,
        tap: DatagramTap,
    ) -> Self {
        Self {
            socket,
            links: Mutex::new(links),
            impaired: impaired
                .map(|impaired| OnceLock::from(Mutex::new(impaired)))
                .unwrap_or_default(),
            tap,
            sooner: Notify::new(),
            awake_at: Mutex::default(),
            ending: AtomicBool::new(false),
            clock: None,
        }
    }

    /// The same, and its links go by this clock.
    pub fn by(self, clock: Option<LinkClock>) -> Self {
        Self { clock, ..self }
    }

    /// What it is for links now.
    pub fn for_links(&self, now: Now) -> Now {
        self.clock.as_ref().map_or(now, |clock| clock.now(now))
    }

    /// When that is due for links.
    fn due(&self, at: Option<Instant>) -> Option<Instant> {
        match &self.clock {
            Some(clock) => clock.due(at),
            None => at,
        }
    }

    /// The links. Held for a moment only; no outbox is touched meanwhile.
    pub fn links(&self) -> MutexGuard<'_, Links> {
        let mut links = lock(&self.links);
        links.set_traced(self.tap.is_open());
        links
    }

    /// What happens at the socket, as it is noted.
    pub fn tap(&self) -> &DatagramTap {
        &self.tap
    }

    /// The impairments, where there are or were any.
    fn impaired(&self) -> Option<MutexGuard<'_, ImpairedUdp>> {
        let mut impaired = lock(self.impaired.get()?);
        impaired.set_traced(self.tap.is_open());
        Some(impaired)
    }

    /// Sends frames of one length, each as a datagram of its own.
    pub fn send(&self, now: Instant, to: SocketAddr, frames: &[u8], each: usize) {
        let impaired = self.impaired().filter(|s| !s.is_free());
        let Some(mut impaired) = impaired else {
            return self.let_go(now, to, frames, each);
        };
        for frame in frames.chunks(each.max(1)) {
            impaired.push(now, Way::Out, to, frame);
        }
        self.trace_weather(now, &mut impaired);
        drop(impaired);
        self.sooner.notify_one();
    }

    /// Gives a link frames of one length and sends what may leave: how many
    /// bytes of them it took, and why no more.
    pub fn send_on_link(
        &self,
        now: Now,
        to: To,
        frames: &[u8],
        each: usize,
    ) -> (usize, Option<Unsent>) {
        let mut leaving = Leaving::with_room(frames.len() * 2);
        let given = {
            let mut links = self.links();
            let Some(mut link) = links.at(to) else {
                return (0, Some(Unsent::Over));
            };
            let clock = self.for_links(now);
            let given = link.send(clock, frames, each);
            link.poll_transmit(clock, &mut leaving);
            self.trace_link(now.mono, to.0, &mut links);
            self.be_there(self.due(links.poll_timeout()));
            given
        };
        self.send_all(now.mono, &mut leaving);
        given
    }

    /// Nothing more will be given to a link.
    pub fn finish(&self, now: Now, to: To) {
        self.links().finish(self.for_links(now).mono, to);
        self.sooner.notify_one();
    }

    /// Gives a link the last frames that it gets, of one length.
    pub fn send_last(&self, now: Now, to: To, frames: &[u8], each: usize) {
        if let Some(mut link) = self.links().at(to) {
            link.send_last(self.for_links(now), frames, each);
        }
    }

    /// What waits for the operator, oldest first.
    pub fn held(&self) -> Vec<(SocketAddr, HeldDatagram)> {
        self.impaired
            .get()
            .map_or_else(Vec::new, |s| lock(s).held())
    }

    /// From now on every datagram is held until the operator releases it.
    pub fn hold(&self) {
        if let Some(impaired) = self.impaired.get() {
            lock(impaired).hold();
        }
    }

    /// Does what the operator says; whether there was such a datagram.
    pub fn obey(&self, now: Instant, order: ManualCommand) -> bool {
        let done = self.impaired().is_some_and(|mut s| s.obey(now, order));
        self.sooner.notify_one();
        done
    }

    /// Other impairments from now on. The bell is for the first ones.
    pub fn change(&self, now: Instant, profile: &Profile, bell: &Arc<Bell>) {
        if let Some(impaired) = self.impaired.get() {
            lock(impaired).change(now, profile);
        } else if !profile.datagrams.list.is_empty() {
            let path = ImpairedPath::new(now, profile, self.tap.is_open());
            let impaired = ImpairedUdp::new(path, Arc::clone(bell));
            // Another task may have set it meanwhile, to the same.
            let _ = self.impaired.set(Mutex::new(impaired));
        }
        self.sooner.notify_one();
    }

    /// Nobody says anything any more: what was said is brought to its end.
    pub fn end(&self) {
        self.ending.store(true, Ordering::Release);
        self.sooner.notify_one();
    }

    /// Whether all has been said, has left, and is known to have arrived where that
    /// can be known.
    pub fn has_ended(&self) -> bool {
        let carries = |impaired: &Mutex<ImpairedUdp>| lock(impaired).carries(Way::Out);
        self.ending.load(Ordering::Acquire)
            && self.links().is_idle()
            && !self.impaired.get().is_some_and(carries)
    }

    /// Waits until there is something to read, or something is due: at the latest until
    /// this moment.
    pub async fn readable(&self, until: Option<Instant>) {
        let weather = self.impaired.get().and_then(|s| lock(s).poll_timeout());
        let changes = self.clock.as_ref().map(LinkClock::changes);
        let due = {
            // Whoever gives a link something afterwards finds what is noted here.
            let links = self.links();
            let due = [self.due(links.poll_timeout()), weather, until];
            let due = due.into_iter().flatten().min();
            *lock(&self.awake_at) = due;
            due
        };
        let woken = async {
            tokio::select! {
                readable = self.socket.readable() => readable,
                () = self.sooner.notified() => Ok(()),
                () = next(changes) => Ok(()),
            }
        };
        let woken = match due {
            None => woken.await,
            Some(at) => timeout_at(at.into(), woken).await.unwrap_or(Ok(())),
        };
        if woken.is_err() {
            // Some systems report here that another's port was closed.
            tokio::task::yield_now().await;
        }
    }

    /// Leaves acknowledgements to themselves for a moment, where many are to come:
    /// not longer than until something is due.
    pub async fn let_answers_gather(&self, now: Instant) {
        let (awaited, due) = {
            let links = self.links();
            (links.awaited(), self.due(links.poll_timeout()))
        };
        if awaited > FEW {
            let until = due.map_or(now, |due| due.min(now + GATHERING));
            tokio::time::sleep_until(until.into()).await;
        }
    }

    /// One datagram that was received, through the impairments. `Interrupted` means one
    /// that is still in it.
    pub fn receive(&self, now: Instant, buffer: &mut [u8]) -> io::Result<(usize, SocketAddr)> {
        let Some(mut impaired) = self.impaired() else {
            return self.receive_raw(now, buffer);
        };
        self.trace_weather(now, &mut impaired);
        while let Some((way, address, bytes)) = impaired.poll(now) {
            match (way, buffer.get_mut(..bytes.len())) {
                (Way::Out, _) => self.let_go(now, address, &bytes, bytes.len()),
                (Way::In, Some(room)) => {
                    room.copy_from_slice(&bytes);
                    return Ok((bytes.len(), address));
                }
                (Way::In, None) => {}
            }
        }
        self.trace_weather(now, &mut impaired);
        if impaired.is_free() {
            return self.receive_raw(now, buffer);
        }
        let (length, from) = self.receive_raw(now, buffer)?;
        let bytes = buffer.get(..length).unwrap_or_default();
        impaired.push(now, Way::In, from, bytes);
        self.trace_weather(now, &mut impaired);
        Err(io::ErrorKind::Interrupted.into())
    }

    /// Does what is due on all links, and says which of them somebody has to
    /// look after. `leaving` is memory that is used again each time.
    pub fn on_time(&self, now: Now, leaving: &mut Leaving) -> Vec<Attention> {
        let mut attention = Vec::new();
        let mut links = self.links();
        let clock = self.for_links(now);
        links.handle_timeout(clock.mono);
        while let Some(polled) = links.poll_transmit(clock, leaving) {
            attention.extend(polled.attention);
            self.trace_link(now.mono, polled.address, &mut links);
            if leaving.is_full() {
                drop(links);
                self.send_all(now.mono, leaving);
                links = self.links();
            }
        }
        drop(links);
        self.send_all(now.mono, leaving);
        attention
    }

    /// Has the reading task look around at this moment, if it would oversleep.
    fn be_there(&self, due: Option<Instant>) {
        let Some(due) = due else {
            return;
        };
        let mut awake_at = lock(&self.awake_at);
        if awake_at.is_none_or(|at| due + SLACK < at) {
            *awake_at = Some(due);
            self.sooner.notify_one();
        }
    }

    fn send_all(&self, now: Instant, leaving: &mut Leaving) {
        for (to, burst, each) in leaving.bursts() {
            self.send(now, to, burst, each);
        }
        leaving.clear();
    }

    fn receive_raw(&self, now: Instant, buffer: &mut [u8]) -> io::Result<(usize, SocketAddr)> {
        let (length, from) = self.socket.try_recv_from(buffer)?;
        let bytes = buffer.get(..length).unwrap_or_default();
        self.tap.received(now, from, bytes);
        Ok((length, from))
    }

    fn let_go(&self, now: Instant, to: SocketAddr, frames: &[u8], each: usize) {
        let (left, outcome) = burst::send(&self.socket, to, frames, each);
        if let Err(error) = &outcome {
            debug!(%to, %error, "datagrams not sent");
        }
        if self.tap.is_open() {
            let (went, stayed) = frames.split_at(left);
            for frame in went.chunks(each.max(1)) {
                self.tap.sent(now, to, frame, &Ok(()));
            }
            for frame in stayed.chunks(each.max(1)) {
                self.tap.sent(now, to, frame, &outcome);
            }
        }
    }

    fn trace_link(&self, now: Instant, of: SocketAddr, links: &mut Links) {
        while let Some(event) = links.poll_event(of) {
            self.tap.note(now, of, || event);
        }
    }

    fn trace_weather(&self, now: Instant, impaired: &mut ImpairedUdp) {
        while let Some((of, event)) = impaired.poll_event() {
            self.tap.note(now, of, || event);
        }
    }
}

/// Waits until the clock stands still or goes on, where it can.
async fn next(changes: Option<Changes>) {
    match changes {
        Some(mut changes) => changes.next().await,
        None => pending().await,
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What is due so little before the reading task awakes can wait for it: the
/// waits of a room's peers differ by their jitter.
const SLACK: Duration = Duration::from_millis(4);

/// How long acknowledgements are left to gather. No longer: somebody may speak
/// meanwhile.
const GATHERING: Duration = Duration::from_millis(4);

/// Links whose answers are heard one by one: a small room waits for nothing.
const FEW: usize = 8;
