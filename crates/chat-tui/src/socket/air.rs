//! A UDP socket that hears one address only, with the weather and the trace
//! around it.

use std::fs::File;
use std::io;
use std::io::Write;
use std::time::Duration;
use std::time::Instant;

use chat_proto::trace::Entry;
use chat_proto::trace::Event;
use chat_proto::trace::Way;
use chat_proto::weather::Flying;
use chat_proto::weather::Weather;
use tokio::net::UdpSocket;
use tokio::time::timeout;
use tokio::time::timeout_at;

use crate::config::Air as Asked;
use crate::socket::probe;

/// The socket and what lies around it.
pub(crate) struct Air {
    socket: UdpSocket,
    weather: Option<Weather>,
    trace: Option<Trace>,
    buffer: Box<[u8]>,
}

struct Trace {
    began: Instant,
    file: File,
    /// The other side, as a line names it.
    flow: String,
    /// Bytes that may still be written.
    left: usize,
}

impl Air {
    /// Of a socket that is connected. A later connection goes on in the same
    /// trace file.
    pub(crate) fn new(socket: UdpSocket, asked: &Asked, now: Instant) -> io::Result<Self> {
        let traced = asked.trace.is_some();
        let open = |path| File::options().create(true).append(true).open(path);
        let trace = match asked.trace.as_ref().map(open).transpose()? {
            None => None,
            Some(file) => Some(Trace {
                began: now,
                file,
                flow: socket.peer_addr()?.to_string(),
                left: TRACE_BYTES,
            }),
        };
        let weather = asked.weather.clone();
        Ok(Self {
            socket,
            weather: weather.map(|(sky, seed)| Weather::new(now, sky, seed, traced)),
            trace,
            buffer: vec![0; DATAGRAM].into(),
        })
    }

    /// Whether events are written down.
    pub(crate) fn is_traced(&self) -> bool {
        self.trace.is_some()
    }

    /// Whether there is simulated weather.
    pub(crate) fn is_rough(&self) -> bool {
        self.weather.is_some()
    }

    /// Sends, or does not: datagrams get lost, here as well as elsewhere. That
    /// nobody listens is told by the next read.
    pub(crate) fn send(&mut self, now: Instant, bytes: &[u8]) {
        match &mut self.weather {
            None => drop(self.socket.try_send(bytes)),
            Some(weather) => {
                weather.push(now, flying(Way::Out, bytes));
                self.let_through(now);
            }
        }
    }

    /// Waits for something to read, but no longer than until this moment.
    pub(crate) async fn readable(&self, due: Option<Instant>) -> io::Result<()> {
        let weather = self.weather.as_ref().and_then(Weather::poll_timeout);
        match [due, weather].into_iter().flatten().min() {
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
                Err(error) if found.is_empty() => return Err(error),
                // What came before the error is heard first.
                Err(_) => break,
            }
        }
        let Some(weather) = &mut self.weather else {
            return Ok(found);
        };
        for bytes in found {
            weather.push(now, flying(Way::In, &bytes));
        }
        Ok(self.let_through(now))
    }

    /// Asks until somebody answers: a datagram may get lost. The answer is
    /// nobody's frame.
    pub(crate) async fn await_answer(&self, patience: Duration) -> io::Result<()> {
        let mut answer = [0; 64];
        for _ in 0..GREETINGS {
            self.socket.send(probe::PING).await?;
            let received = timeout(patience / GREETINGS, self.socket.recv(&mut answer)).await;
            if let Ok(received) = received {
                return received.map(drop);
            }
        }
        Err(io::ErrorKind::TimedOut.into())
    }

    /// Writes an event down.
    pub(crate) fn note(&mut self, now: Instant, event: &Event) {
        if let Some(trace) = &mut self.trace {
            trace.write(now, event);
        }
    }

    /// What the weather has kept long enough: sent, or given back if it came.
    fn let_through(&mut self, now: Instant) -> Vec<Vec<u8>> {
        let mut come = Vec::new();
        let Some(weather) = &mut self.weather else {
            return come;
        };
        while let Some(Flying { way, bytes, .. }) = weather.poll(now) {
            match way {
                Way::In => come.push(bytes),
                Way::Out => drop(self.socket.try_send(&bytes)),
            }
        }
        while let Some((_, event)) = weather.poll_event() {
            if let Some(trace) = &mut self.trace {
                trace.write(now, &event);
            }
        }
        come
    }
}

impl Trace {
    /// What does not fit, or cannot be written, is left out: the chat goes on.
    fn write(&mut self, now: Instant, event: &Event) {
        let mut line = Vec::new();
        let at = now.saturating_duration_since(self.began);
        let flow = &self.flow;
        Entry { at, flow, event }.write(&mut line);
        if let Some(left) = self.left.checked_sub(line.len()) {
            self.left = left;
            let _ = self.file.write_all(&line);
        }
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

/// Pings before a silent address counts as such.
const GREETINGS: u32 = 4;
/// The largest there is.
const DATAGRAM: usize = 65_536;
/// After so many the keyboard has its turn.
const AT_ONCE: usize = 64;
/// A lesson's worth of lines.
const TRACE_BYTES: usize = 64 * 1024 * 1024;
