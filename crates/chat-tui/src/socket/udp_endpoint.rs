//! A connected UDP socket, with the impairments, the queue of held datagrams and the
//! trace around it.

use std::io;
use std::net::SocketAddr;
use std::time::Instant;

use chat_link::envelope::LinkId;
use chat_net::datagram_tap::DatagramTap;
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

/// The socket and what lies around it.
pub(crate) struct UdpEndpoint {
    socket: UdpSocket,
    /// None as long as there are no impairments and nothing is held.
    path: Option<ImpairedPath>,
    tap: DatagramTap,
    /// The other side.
    peer: SocketAddr,
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
        let tap = DatagramTap::new(&asked.tap, socket.local_addr()?);
        let peer = socket.peer_addr()?;
        let mut endpoint = Self {
            socket,
            path: None,
            tap,
            peer,
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
                self.path = Some(ImpairedPath::new(now, profile, self.tap.is_open()));
            }
            Some(path) => path.change(now, profile),
        }
        self.note(now, || {
            let words = profile.words.as_str().into();
            let seed = profile.seed;
            Event::Impairments(Impairments { words, seed })
        });
    }

    /// From now on every datagram is held until a person releases it.
    pub(crate) fn hold(&mut self, now: Instant) {
        let traced = self.tap.is_open();
        let path = &mut self.path;
        let path = path.get_or_insert_with(|| ImpairedPath::new(now, &Profile::clear(0), traced));
        path.hold();
    }

    /// Does what a person commands; what was released towards us is returned by the
    /// next [`UdpEndpoint::receive`].
    pub(crate) fn obey(&mut self, now: Instant, order: ManualCommand) {
        if let Some(path) = &mut self.path {
            path.set_traced(self.tap.is_open());
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

    /// Whether anybody listens to events.
    pub(crate) fn is_traced(&self) -> bool {
        self.tap.is_open()
    }

    /// Sends, or does not: datagrams get lost, here as well as elsewhere. That
    /// nobody listens is told by the next read.
    pub(crate) fn send(&mut self, now: Instant, bytes: &[u8]) {
        if self.path.is_none() {
            self.leave(now, bytes);
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
                Ok(count) => {
                    let bytes = self.buffer.get(..count).unwrap_or_default();
                    self.tap.received(now, self.peer, bytes);
                    found.push(bytes.to_vec());
                }
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
    fn leave(&mut self, now: Instant, bytes: &[u8]) {
        let mut sent = self.socket.try_send(bytes);
        if let Err(error) = &sent
            && error.kind() == io::ErrorKind::ConnectionRefused
        {
            // That was about the one before, and this one has not left.
            let again = self.socket.try_send(bytes);
            self.refused = std::mem::replace(&mut sent, again).err();
        }
        self.tap.sent(now, self.peer, bytes, &sent.map(drop));
    }

    /// A datagram enters the path.
    fn take_in(&mut self, now: Instant, way: Way, bytes: &[u8]) {
        let Some(path) = &mut self.path else {
            return;
        };
        path.set_traced(self.tap.is_open());
        if path.holds(bytes) {
            self.held += 1;
            self.news = true;
            path.keep(self.held, in_transit(way, bytes));
        } else {
            path.push(now, in_transit(way, bytes));
        }
    }

    /// Notes an event, if anybody listens.
    pub(crate) fn note(&self, now: Instant, event: impl FnOnce() -> Event) {
        self.tap.note(now, self.peer, event);
    }

    /// There is a link.
    pub(crate) fn linked(&self, now: Instant, id: LinkId) {
        self.tap.linked(now, self.peer, id.0);
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
            self.tap.note(now, self.peer, || event);
        }
        if path.is_free() {
            self.path = None;
        }
        for bytes in out {
            self.leave(now, &bytes);
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
