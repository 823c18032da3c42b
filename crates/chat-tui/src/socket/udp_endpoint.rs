//! A UDP socket that speaks with one address, with the impairments, the queue of held datagrams and the
//! trace around it.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Instant;

use chat_link::envelope::LinkId;
use chat_net::datagram_tap::DatagramTap;
use chat_net::impaired_udp::Bell;
use chat_net::impaired_udp::ImpairedUdp;
use chat_proto::limits::GREATEST_DATAGRAM;
use chat_proto::trace::event::Event;
use chat_proto::trace::fingerprint::Fingerprint;
use chat_proto::trace::link::Strange;
use chat_proto::trace::link::Stranger;
use chat_proto::trace::weather::Impairments;
use chat_proto::trace::weather::Way;
use chat_weather::impaired_path::ImpairedPath;
use chat_weather::manual_queue::HeldDatagram;
use chat_weather::manual_queue::ManualCommand;
use chat_weather::profile::Profile;
use tokio::net::UdpSocket;
use tokio::time::timeout_at;

use crate::config::Ear;
use crate::config::NetworkConfig;

/// The socket and what lies around it.
pub(crate) struct UdpEndpoint {
    socket: UdpSocket,
    /// None as long as there are no impairments and nothing is held.
    impaired: Option<ImpairedUdp>,
    /// Numbers what is held.
    bell: Arc<Bell>,
    tap: DatagramTap,
    /// The other side.
    peer: SocketAddr,
    /// Whether the system lets nobody else through.
    ear: Ear,
    buffer: Box<[u8]>,
    /// What came out of the path while something was sent: no more than is in it.
    come: Vec<Vec<u8>>,
    /// Whether other datagrams are held than were told.
    news: bool,
    /// What a send heard of the datagrams before it: that nobody listens. The system
    /// tells it once, to whoever asks first.
    refused: Option<io::Error>,
}

impl UdpEndpoint {
    /// Of a socket that is connected to this address, unless anybody is to be heard.
    pub(crate) fn new(
        socket: UdpSocket,
        peer: SocketAddr,
        asked: &NetworkConfig,
        now: Instant,
    ) -> io::Result<Self> {
        let tap = DatagramTap::new(&asked.tap, socket.local_addr()?);
        let mut endpoint = Self {
            socket,
            impaired: None,
            bell: Arc::default(),
            tap,
            peer,
            ear: asked.ear,
            buffer: vec![0; GREATEST_DATAGRAM].into(),
            come: Vec::new(),
            news: false,
            refused: None,
        };
        endpoint.change(now, &asked.profile);
        Ok(endpoint)
    }

    /// Other impairments from now on.
    pub(crate) fn change(&mut self, now: Instant, profile: &Profile) {
        match &mut self.impaired {
            None if profile.is_clear() => return,
            None => self.impaired = Some(self.impaired_by(now, profile)),
            Some(impaired) => impaired.change(now, profile),
        }
        self.note(now, || {
            let words = profile.words.as_str().into();
            let seed = profile.seed;
            Event::Impairments(Impairments { words, seed })
        });
    }

    /// From now on every datagram is held until a person releases it.
    pub(crate) fn hold(&mut self, now: Instant) {
        let mut impaired = self.impaired.take();
        impaired
            .get_or_insert_with(|| self.impaired_by(now, &Profile::clear(0)))
            .hold();
        self.impaired = impaired;
    }

    fn impaired_by(&self, now: Instant, profile: &Profile) -> ImpairedUdp {
        let path = ImpairedPath::new(now, profile, self.tap.is_open());
        ImpairedUdp::new(path, Arc::clone(&self.bell))
    }

    /// Does what a person commands; what was released towards us is returned by the
    /// next [`UdpEndpoint::receive`].
    pub(crate) fn obey(&mut self, now: Instant, order: ManualCommand) {
        if let Some(impaired) = &mut self.impaired {
            impaired.set_traced(self.tap.is_open());
            impaired.obey(now, order);
            self.news = true;
        }
    }

    /// What is held, where that differs from what was told before.
    pub(crate) fn news(&mut self) -> Option<Vec<HeldDatagram>> {
        let news = std::mem::take(&mut self.news);
        let held = self.impaired.as_ref().map(ImpairedUdp::held);
        let held = held.unwrap_or_default().into_iter();
        news.then(|| held.map(|(_, datagram)| datagram).collect())
    }

    /// Whether [`UdpEndpoint::news`] has any.
    pub(crate) fn has_news(&self) -> bool {
        self.news
    }

    /// Who is spoken to, and from which port.
    pub(crate) fn ends(&self) -> io::Result<(SocketAddr, u16)> {
        Ok((self.peer, self.socket.local_addr()?.port()))
    }

    /// Whether anybody listens to events.
    pub(crate) fn is_traced(&self) -> bool {
        self.tap.is_open()
    }

    /// Sends, or does not: datagrams get lost, here as well as elsewhere. That
    /// nobody listens is told by the next read.
    pub(crate) fn send(&mut self, now: Instant, bytes: &[u8]) {
        if self.impaired.is_none() {
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
        let impaired = self.impaired.as_ref().and_then(ImpairedUdp::poll_timeout);
        match [due, impaired].into_iter().flatten().min() {
            None => self.socket.readable().await,
            Some(at) => timeout_at(at.into(), self.socket.readable())
                .await
                .unwrap_or(Ok(())),
        }
    }

    /// The datagrams that are there, and no more than so many.
    pub(crate) fn receive(&mut self, now: Instant) -> io::Result<Vec<Vec<u8>>> {
        let mut found = Vec::new();
        for _ in 0..AT_ONCE {
            match self.hear() {
                Ok((from, count)) => found.extend(self.let_in(now, from, count)),
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
        if self.impaired.is_none() {
            come.extend(found);
            return Ok(come);
        }
        for bytes in found {
            self.take_in(now, Way::In, &bytes);
        }
        come.extend(self.let_through(now));
        Ok(come)
    }

    /// The next datagram that is there: whose, and how long.
    fn hear(&mut self) -> io::Result<(SocketAddr, usize)> {
        match self.ear {
            Ear::OfTheServer => {
                let count = self.socket.try_recv(&mut self.buffer)?;
                Ok((self.peer, count))
            }
            Ear::OfAll => {
                let (count, from) = self.socket.try_recv_from(&mut self.buffer)?;
                Ok((from, count))
            }
        }
    }

    /// So many bytes of the buffer came from there: they are heard if that is the server.
    fn let_in(&self, now: Instant, from: SocketAddr, count: usize) -> Option<Vec<u8>> {
        let bytes = self.buffer.get(..count)?;
        if (from.ip(), from.port()) != (self.peer.ip(), self.peer.port()) {
            self.note(now, || stranger(from, bytes));
            return None;
        }
        self.tap.received(now, self.peer, bytes);
        Some(bytes.to_vec())
    }

    fn try_send(&self, bytes: &[u8]) -> io::Result<usize> {
        match self.ear {
            Ear::OfTheServer => self.socket.try_send(bytes),
            Ear::OfAll => self.socket.try_send_to(bytes, self.peer),
        }
    }

    /// A datagram goes out. It may be lost here as well.
    fn leave(&mut self, now: Instant, bytes: &[u8]) {
        let mut sent = self.try_send(bytes);
        if let Err(error) = &sent
            && error.kind() == io::ErrorKind::ConnectionRefused
        {
            // That was about the one before, and this one has not left.
            let again = self.try_send(bytes);
            self.refused = std::mem::replace(&mut sent, again).err();
        }
        self.tap.sent(now, self.peer, bytes, &sent.map(drop));
    }

    /// A datagram meets the impairments.
    fn take_in(&mut self, now: Instant, way: Way, bytes: &[u8]) {
        if let Some(impaired) = &mut self.impaired {
            impaired.set_traced(self.tap.is_open());
            self.news |= impaired.push(now, way, self.peer, bytes);
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
        let Some(impaired) = &mut self.impaired else {
            return come;
        };
        while let Some((way, _, bytes)) = impaired.poll(now) {
            match way {
                Way::In => come.push(bytes),
                Way::Out => out.push(bytes),
            }
        }
        while let Some((peer, event)) = impaired.poll_event() {
            self.tap.note(now, peer, || event);
        }
        if impaired.is_free() {
            self.impaired = None;
        }
        for bytes in out {
            self.leave(now, &bytes);
        }
        come
    }
}

/// Somebody else's datagram.
fn stranger(from: SocketAddr, bytes: &[u8]) -> Event {
    Event::Stranger(Box::new(Stranger {
        from: from.to_string().into(),
        x: Fingerprint::of(bytes),
        bytes: bytes.len(),
        why: Strange::OtherAddress,
    }))
}

/// After so many the keyboard has its turn.
const AT_ONCE: usize = 64;
