//! A connected UDP socket, with the impairments, the queue of held datagrams and the
//! trace around it.

use std::io;
use std::net::SocketAddr;
use std::time::Instant;

use chat_proto::limits::GREATEST_DATAGRAM;
use chat_proto::trace::event::Event;
use chat_proto::trace::weather::Impairments;
use chat_proto::trace::weather::Way;
use chat_weather::InTransit;
use chat_weather::impaired_path::ImpairedPath;
use chat_weather::manual_queue::HeldDatagram;
use chat_weather::manual_queue::ManualCommand;
use chat_weather::profile::Profile;
use tokio::net::UdpSocket;
use tokio::time::timeout_at;

use crate::config::NetworkConfig;
use crate::tracefile::FlowTrace;
use crate::tracefile::TraceFile;

/// The socket and what lies around it.
pub(crate) struct UdpEndpoint {
    socket: UdpSocket,
    /// None as long as there are no impairments and nothing is held.
    path: Option<ImpairedPath>,
    trace: Option<FlowTrace>,
    buffer: Box<[u8]>,
    /// What came out of the path while something was sent: no more than is in it.
    come: Vec<Vec<u8>>,
    /// How many were held so far.
    held: u64,
    /// Whether other datagrams are held than were told.
    news: bool,
    /// What a send heard of the datagrams before it: that nobody listens. The system
    /// tells it once, to whoever asks first.
    refused: Option<io::Error>,
}

impl UdpEndpoint {
    /// Of a socket that is connected.
    pub(crate) fn new(socket: UdpSocket, asked: &NetworkConfig, now: Instant) -> io::Result<Self> {
        let flow = socket.peer_addr()?.to_string();
        let open = |trace: &TraceFile| trace.open(flow);
        let mut endpoint = Self {
            socket,
            path: None,
            trace: asked.trace.as_ref().map(open),
            buffer: vec![0; GREATEST_DATAGRAM].into(),
            come: Vec::new(),
            held: 0,
            news: false,
            refused: None,
        };
        endpoint.change(now, &asked.profile);
        Ok(endpoint)
    }

    /// Other impairments from now on.
    pub(crate) fn change(&mut self, now: Instant, profile: &Profile) {
        match &mut self.path {
            None if profile.is_clear() => return,
            None => {
                self.path = Some(ImpairedPath::new(now, profile, self.trace.is_some()));
            }
            Some(path) => path.change(now, profile),
        }
        let words = profile.words.as_str().into();
        let seed = profile.seed;
        self.note(now, &Event::Impairments(Impairments { words, seed }));
    }

    /// From now on every datagram is held until a person releases it.
    pub(crate) fn hold(&mut self, now: Instant) {
        let traced = self.trace.is_some();
        let path = &mut self.path;
        let path = path.get_or_insert_with(|| ImpairedPath::new(now, &Profile::clear(0), traced));
        path.hold();
    }

    /// Does what a person commands; what was released towards us is returned by the
    /// next [`UdpEndpoint::receive`].
    pub(crate) fn obey(&mut self, now: Instant, order: ManualCommand) {
        if let Some(path) = &mut self.path {
            path.obey(now, order);
            self.news = true;
        }
    }

    /// What is held, where that differs from what was told before.
    pub(crate) fn news(&mut self) -> Option<Vec<HeldDatagram>> {
        let news = std::mem::take(&mut self.news);
        let held = self.path.as_ref().and_then(ImpairedPath::held);
        news.then(|| held.unwrap_or_default())
    }

    /// Whether [`UdpEndpoint::news`] has any.
    pub(crate) fn has_news(&self) -> bool {
        self.news
    }

    /// Who is spoken to, and from which port.
    pub(crate) fn ends(&self) -> io::Result<(SocketAddr, u16)> {
        Ok((self.socket.peer_addr()?, self.socket.local_addr()?.port()))
    }

    /// Whether events are written down.
    pub(crate) fn is_traced(&self) -> bool {
        self.trace.is_some()
    }

    /// Sends, or does not: datagrams get lost, here as well as elsewhere. That
    /// nobody listens is told by the next read.
    pub(crate) fn send(&mut self, now: Instant, bytes: &[u8]) {
        if self.path.is_none() {
            self.leave(bytes);
            return;
        }
        self.take_in(now, Way::Out, bytes);
        let come = self.let_through(now);
        self.come.extend(come);
    }

    /// Waits for something to read, but no longer than until this moment.
    pub(crate) async fn readable(&self, due: Option<Instant>) -> io::Result<()> {
        if !self.come.is_empty() || self.news || self.refused.is_some() {
            return Ok(());
        }
        let path = self.path.as_ref().and_then(ImpairedPath::poll_timeout);
        match [due, path].into_iter().flatten().min() {
            None => self.socket.readable().await,
            Some(at) => timeout_at(at.into(), self.socket.readable())
                .await
                .unwrap_or(Ok(())),
        }
    }

    /// The datagrams that are there, and no more than so many.
    pub(crate) fn receive(&mut self, now: Instant) -> io::Result<Vec<Vec<u8>>> {
        let mut found = Vec::new();
        while found.len() < AT_ONCE {
            match self.socket.try_recv(&mut self.buffer) {
                Ok(count) => found.push(self.buffer.get(..count).unwrap_or_default().to_vec()),
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => break,
                Err(error) if found.is_empty() && self.come.is_empty() => return Err(error),
                // What came before the error is heard first.
                Err(_) => break,
            }
        }
        if found.is_empty()
            && self.come.is_empty()
            && let Some(error) = self.refused.take()
        {
            return Err(error);
        }
        let mut come = std::mem::take(&mut self.come);
        if self.path.is_none() {
            come.extend(found);
            return Ok(come);
        }
        for bytes in found {
            self.take_in(now, Way::In, &bytes);
        }
        come.extend(self.let_through(now));
        Ok(come)
    }

    /// A datagram goes out. It may be lost here as well.
    fn leave(&mut self, bytes: &[u8]) {
        match self.socket.try_send(bytes) {
            Err(error) if error.kind() == io::ErrorKind::ConnectionRefused => {
                self.refused = Some(error);
                // That was about the one before, and this one has not left.
                let _ = self.socket.try_send(bytes);
            }
            Ok(_) | Err(_) => {}
        }
    }

    /// A datagram enters the path.
    fn take_in(&mut self, now: Instant, way: Way, bytes: &[u8]) {
        let Some(path) = &mut self.path else {
            return;
        };
        if path.holds(bytes) {
            self.held += 1;
            self.news = true;
            path.keep(self.held, in_transit(way, bytes));
        } else {
            path.push(now, in_transit(way, bytes));
        }
    }

    /// Writes an event down.
    pub(crate) fn note(&mut self, now: Instant, event: &Event) {
        if let Some(trace) = &self.trace {
            trace.write(now, event);
        }
    }

    /// What has come through: sent, or returned if it was received.
    fn let_through(&mut self, now: Instant) -> Vec<Vec<u8>> {
        let (mut come, mut out) = (Vec::new(), Vec::new());
        let Some(path) = &mut self.path else {
            return come;
        };
        while let Some(InTransit { way, bytes, .. }) = path.poll(now) {
            match way {
                Way::In => come.push(bytes),
                Way::Out => out.push(bytes),
            }
        }
        while let Some((_, event)) = path.poll_event() {
            if let Some(trace) = &self.trace {
                trace.write(now, &event);
            }
        }
        if path.is_free() {
            self.path = None;
        }
        for bytes in out {
            self.leave(&bytes);
        }
        come
    }
}

fn in_transit(way: Way, bytes: &[u8]) -> InTransit {
    let bytes = bytes.to_vec();
    InTransit {
        way,
        flow: 0,
        bytes,
    }
}

/// After so many the keyboard has its turn.
const AT_ONCE: usize = 64;
