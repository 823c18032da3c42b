//! One UDP socket with what lies around it: the links of its peers, the
//! weather, the trace. Shared by the task that reads and by whoever sends.

use std::collections::HashMap;
use std::io;
use std::net::SocketAddr;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;
use std::time::Duration;
use std::time::Instant;

use chat_proto::link::Unsent;
use chat_proto::now::Now;
use chat_proto::trace::Way;
use chat_proto::weather::Flying;
use chat_proto::weather::Weather;
use tokio::net::UdpSocket;
use tokio::sync::Notify;
use tokio::time::timeout_at;
use tracing::debug;

use crate::edge::burst;
use crate::edge::tracefile::TraceFile;
use crate::links::Attention;
use crate::links::Leaving;
use crate::links::Links;
use crate::links::To;

/// The socket and what lies around it.
#[derive(Debug)]
pub struct Port {
    socket: UdpSocket,
    links: Mutex<Links>,
    storm: Option<Mutex<Storm>>,
    trace: Option<TraceFile>,
    /// Something is due earlier than the reading task knows.
    sooner: Notify,
    /// When the reading task is going to look around, whatever comes.
    awake_at: Mutex<Option<Instant>>,
}

/// The weather, and whose datagrams are in it.
#[derive(Debug)]
pub struct Storm {
    weather: Weather,
    /// The number of each flow: in the order of appearance, so that a seed
    /// means the same in every run.
    flows: HashMap<SocketAddr, u64>,
    addresses: Vec<SocketAddr>,
}

impl Port {
    /// A socket in any weather.
    pub fn new(
        socket: UdpSocket,
        links: Links,
        weather: Option<Weather>,
        trace: Option<TraceFile>,
    ) -> Self {
        let storm = |weather| {
            Mutex::new(Storm {
                weather,
                flows: HashMap::new(),
                addresses: Vec::new(),
            })
        };
        Self {
            socket,
            links: Mutex::new(links),
            storm: weather.map(storm),
            trace,
            sooner: Notify::new(),
            awake_at: Mutex::default(),
        }
    }

    /// The links. Held for a moment only; no outbox is touched meanwhile.
    pub fn links(&self) -> MutexGuard<'_, Links> {
        self.links.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Sends frames of one length, each as a datagram of its own.
    pub fn send(&self, now: Instant, to: SocketAddr, frames: &[u8], each: usize) {
        let Some(storm) = &self.storm else {
            return self.let_go(to, frames, each);
        };
        {
            let mut storm = lock(storm);
            for frame in frames.chunks(each.max(1)) {
                storm.push(now, Way::Out, to, frame);
            }
        }
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
        let mut leaving = Leaving::default();
        let given = {
            let mut links = self.links();
            let Some(mut link) = links.at(to) else {
                return (0, Some(Unsent::Over));
            };
            let given = link.send(now, frames, each);
            link.poll_transmit(now, &mut leaving);
            self.trace_link(now.mono, to.0, &mut links);
            self.be_there(links.poll_timeout());
            given
        };
        self.send_all(now.mono, &leaving);
        given
    }

    /// Nothing more will be given to a link.
    pub fn finish(&self, now: Instant, to: To) {
        self.links().finish(now, to);
        self.sooner.notify_one();
    }

    /// Has the reading task look around.
    pub fn wake(&self) {
        self.sooner.notify_one();
    }

    /// Waits until there is something to read, or something is due.
    pub async fn readable(&self) {
        let weather = self
            .storm
            .as_ref()
            .and_then(|s| lock(s).weather.poll_timeout());
        let due = {
            // Whoever gives a link something afterwards finds what is noted here.
            let links = self.links();
            let due = [links.poll_timeout(), weather].into_iter().flatten().min();
            *lock(&self.awake_at) = due;
            due
        };
        let woken = async {
            tokio::select! {
                readable = self.socket.readable() => readable,
                () = self.sooner.notified() => Ok(()),
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
            (links.awaited(), links.poll_timeout())
        };
        if awaited > FEW {
            let until = due.map_or(now, |due| due.min(now + GATHERING));
            tokio::time::sleep_until(until.into()).await;
        }
    }

    /// One datagram that has come, through the weather. `Interrupted` means one
    /// that is still in it.
    pub fn receive(&self, now: Instant, buffer: &mut [u8]) -> io::Result<(usize, SocketAddr)> {
        let Some(storm) = &self.storm else {
            return self.socket.try_recv_from(buffer);
        };
        let mut storm = lock(storm);
        while let Some(Flying { way, flow, bytes }) = storm.weather.poll(now) {
            let Some(address) = storm.address(flow) else {
                continue;
            };
            match (way, buffer.get_mut(..bytes.len())) {
                (Way::Out, _) => self.let_go(address, &bytes, bytes.len()),
                (Way::In, Some(room)) => {
                    room.copy_from_slice(&bytes);
                    return Ok((bytes.len(), address));
                }
                (Way::In, None) => {}
            }
        }
        self.trace_weather(now, &mut storm);
        let (length, from) = self.socket.try_recv_from(buffer)?;
        let bytes = buffer.get(..length).unwrap_or_default();
        storm.push(now, Way::In, from, bytes);
        Err(io::ErrorKind::Interrupted.into())
    }

    /// Does what is due on all links, and says which of them somebody has to
    /// look after.
    pub fn on_time(&self, now: Now) -> Vec<Attention> {
        let mut leaving = Leaving::default();
        let attention = {
            let mut links = self.links();
            links.handle_timeout(now.mono);
            let touched = self.trace.is_some().then(|| links.touched().to_vec());
            let attention = links.poll_transmit(now, &mut leaving);
            for address in touched.unwrap_or_default() {
                self.trace_link(now.mono, address, &mut links);
            }
            attention
        };
        self.send_all(now.mono, &leaving);
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

    fn send_all(&self, now: Instant, leaving: &Leaving) {
        for (to, burst, each) in leaving.bursts() {
            self.send(now, to, burst, each);
        }
    }

    fn let_go(&self, to: SocketAddr, frames: &[u8], each: usize) {
        if let Err(error) = burst::send(&self.socket, to, frames, each) {
            debug!(%to, %error, "datagrams not sent");
        }
    }

    fn trace_link(&self, now: Instant, of: SocketAddr, links: &mut Links) {
        if let Some(trace) = &self.trace {
            while let Some(event) = links.poll_event(of) {
                trace.write(now, &of, &event);
            }
        }
    }

    fn trace_weather(&self, now: Instant, storm: &mut Storm) {
        if let Some(trace) = &self.trace {
            while let Some((flow, event)) = storm.weather.poll_event() {
                storm
                    .address(flow)
                    .inspect(|of| trace.write(now, of, &event));
            }
        }
    }
}

impl Storm {
    fn push(&mut self, now: Instant, way: Way, address: SocketAddr, bytes: &[u8]) {
        let count = self.addresses.len() as u64;
        let known = self.flows.get(&address).copied();
        if known.is_none() && self.addresses.len() < FLOWS {
            self.flows.insert(address, count);
            self.addresses.push(address);
        }
        // More strangers than a class has: they are not worth a storm.
        if let Some(flow) = known.or_else(|| self.flows.get(&address).copied()) {
            let bytes = bytes.to_vec();
            self.weather.push(now, Flying { way, flow, bytes });
        }
    }

    fn address(&self, flow: u64) -> Option<SocketAddr> {
        self.addresses.get(usize::try_from(flow).ok()?).copied()
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

/// Addresses that the weather knows.
const FLOWS: usize = 4096;
