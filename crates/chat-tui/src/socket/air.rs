//! A UDP socket that hears one address only, with the passage (a hand, the
//! weather) and the trace around it.

use std::io;
use std::net::SocketAddr;
use std::time::Instant;

use chat_proto::limits::GREATEST_DATAGRAM;
use chat_proto::trace::Event;
use chat_proto::trace::Way;
use chat_weather::Flying;
use chat_weather::forecast::Forecast;
use chat_weather::hand::Held;
use chat_weather::hand::Order;
use chat_weather::passage::Passage;
use tokio::net::UdpSocket;
use tokio::time::timeout_at;

use crate::config::Air as Asked;
use crate::tracefile::FlowTrace;
use crate::tracefile::TraceFile;

/// The socket and what lies around it.
pub(crate) struct Air {
    socket: UdpSocket,
    /// None as long as nothing blows and nobody holds.
    passage: Option<Passage>,
    trace: Option<FlowTrace>,
    buffer: Box<[u8]>,
    /// What came out of the passage while something was sent: no more than is in
    /// it.
    come: Vec<Vec<u8>>,
    /// Datagrams that were held so far.
    held: u64,
    /// Whether other datagrams wait for a person than were told.
    news: bool,
}

impl Air {
    /// Of a socket that is connected.
    pub(crate) fn new(socket: UdpSocket, asked: &Asked, now: Instant) -> io::Result<Self> {
        let flow = socket.peer_addr()?.to_string();
        let open = |trace: &TraceFile| trace.open(flow);
        let mut air = Self {
            socket,
            passage: None,
            trace: asked.trace.as_ref().map(open),
            buffer: vec![0; GREATEST_DATAGRAM].into(),
            come: Vec::new(),
            held: 0,
            news: false,
        };
        air.change(now, &asked.forecast);
        Ok(air)
    }

    /// Another weather from now on.
    pub(crate) fn change(&mut self, now: Instant, forecast: &Forecast) {
        match &mut self.passage {
            None if forecast.is_clear() => return,
            None => {
                self.passage = Some(Passage::new(now, forecast, self.trace.is_some()));
            }
            Some(passage) => passage.change(now, forecast),
        }
        let (words, seed) = (forecast.words.clone(), forecast.seed);
        self.note(now, &Event::Impairments { words, seed });
    }

    /// From now on everything waits for a person.
    pub(crate) fn hold(&mut self, now: Instant) {
        let traced = self.trace.is_some();
        let passage = &mut self.passage;
        let passage = passage.get_or_insert_with(|| Passage::new(now, &Forecast::clear(0), traced));
        passage.hold();
    }

    /// Does what a person says; what was let through towards us is given back
    /// by the next [`Air::receive`].
    pub(crate) fn obey(&mut self, now: Instant, order: Order) {
        if let Some(passage) = &mut self.passage {
            passage.obey(now, order);
            self.news = true;
        }
    }

    /// What waits for a person, where that is other than was told before.
    pub(crate) fn news(&mut self) -> Option<Vec<Held>> {
        let news = std::mem::take(&mut self.news);
        let held = self.passage.as_ref().and_then(Passage::held);
        news.then(|| held.unwrap_or_default())
    }

    /// Whether [`Air::news`] has any.
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
        if self.passage.is_none() {
            // It may be lost here as well.
            let _ = self.socket.try_send(bytes);
            return;
        }
        self.take_in(now, Way::Out, bytes);
        let come = self.let_through(now);
        self.come.extend(come);
    }

    /// Waits for something to read, but no longer than until this moment.
    pub(crate) async fn readable(&self, due: Option<Instant>) -> io::Result<()> {
        if !self.come.is_empty() || self.news {
            return Ok(());
        }
        let passage = self.passage.as_ref().and_then(Passage::poll_timeout);
        match [due, passage].into_iter().flatten().min() {
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
        let mut come = std::mem::take(&mut self.come);
        if self.passage.is_none() {
            come.extend(found);
            return Ok(come);
        }
        for bytes in found {
            self.take_in(now, Way::In, &bytes);
        }
        come.extend(self.let_through(now));
        Ok(come)
    }

    /// A datagram enters the passage.
    fn take_in(&mut self, now: Instant, way: Way, bytes: &[u8]) {
        let Some(passage) = &mut self.passage else {
            return;
        };
        if passage.holds(bytes) {
            self.held += 1;
            self.news = true;
            passage.keep(self.held, flying(way, bytes));
        } else {
            passage.push(now, flying(way, bytes));
        }
    }

    /// Writes an event down.
    pub(crate) fn note(&mut self, now: Instant, event: &Event) {
        if let Some(trace) = &self.trace {
            trace.write(now, event);
        }
    }

    /// What has passed: sent, or given back if it came.
    fn let_through(&mut self, now: Instant) -> Vec<Vec<u8>> {
        let mut come = Vec::new();
        let Some(passage) = &mut self.passage else {
            return come;
        };
        while let Some(Flying { way, bytes, .. }) = passage.poll(now) {
            match way {
                Way::In => come.push(bytes),
                Way::Out => drop(self.socket.try_send(&bytes)),
            }
        }
        while let Some((_, event)) = passage.poll_event() {
            if let Some(trace) = &self.trace {
                trace.write(now, &event);
            }
        }
        if passage.is_free() {
            self.passage = None;
        }
        come
    }
}

fn flying(way: Way, bytes: &[u8]) -> Flying {
    let bytes = bytes.to_vec();
    Flying {
        way,
        flow: 0,
        bytes,
    }
}

/// After so many the keyboard has its turn.
const AT_ONCE: usize = 64;
