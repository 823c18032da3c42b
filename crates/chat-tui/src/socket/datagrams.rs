//! UDP: frames over a link, or one a datagram and best effort where the server
//! knows no links.

use std::io;
use std::time::Duration;
use std::time::Instant;

use chat_proto::codec::json;
use chat_proto::frame::incoming::Kind;
use chat_proto::link::Link;
use chat_proto::link::Setup;
use chat_proto::link::envelope;
use chat_proto::link::envelope::LinkId;
use chat_proto::link::envelope::Nonce;
use chat_proto::link::envelope::Side;
use chat_proto::link::greeting::Greeting;
use chat_proto::link::greeting::Outcome;
use chat_proto::link::policy::Policy;
use chat_proto::trace::Ending;
use chat_proto::weather::forecast::Forecast;
use chat_proto::weather::hand::Held;
use chat_proto::weather::hand::Order;

use crate::clock;
use crate::socket::air::Air;

/// A conversation with one address.
pub(crate) struct Datagrams {
    air: Air,
    /// None where the server knows none.
    link: Option<Link>,
}

impl Datagrams {
    /// Asks for a link. A server that answers, but not as one that knows links,
    /// is spoken to without.
    pub(crate) async fn greet(mut air: Air, policy: Policy, nonce: u64) -> io::Result<Self> {
        let patience = if air.is_rough() { ROUGH } else { GREETING };
        let mut greeting = Greeting::new(clock::now().mono, Nonce(nonce), patience);
        let mut out = Vec::new();
        loop {
            let now = clock::now().mono;
            greeting.handle_timeout(now);
            while greeting.poll_transmit(now, &mut out) {
                air.send(now, &out);
                out.clear();
            }
            if let Some(outcome) = greeting.outcome() {
                return Ok(Self::agreed(air, outcome, policy, nonce));
            }
            air.readable(greeting.poll_timeout()).await?;
            for bytes in air.receive(clock::now().mono)? {
                on_answer(&mut greeting, &bytes);
            }
        }
    }

    fn agreed(air: Air, outcome: Outcome, policy: Policy, seed: u64) -> Self {
        let link = match outcome {
            Outcome::Naive => None,
            Outcome::Open(id, _) => Some(link(&air, id, policy, seed)),
        };
        Self { air, link }
    }

    /// Whether there is a link.
    pub(crate) fn is_link(&self) -> bool {
        self.link.is_some()
    }

    /// Waits for a sign of life of a server without links.
    pub(crate) async fn await_answer(&self, patience: Duration) -> io::Result<()> {
        self.air.await_answer(patience).await
    }

    /// Sends a frame.
    pub(crate) fn send(&mut self, frame: &[u8]) {
        let now = clock::now();
        match &mut self.link {
            None => self.air.send(now.mono, frame),
            Some(link) => {
                // Where it is full or over, the session hears of no receipt.
                let _ = link.send(now, frame);
                self.transmit();
            }
        }
    }

    /// Another weather from now on.
    pub(crate) fn change(&mut self, forecast: &Forecast) {
        self.air.change(clock::now().mono, forecast);
    }

    /// From now on everything waits for a person, and nobody gives up for that.
    pub(crate) fn hold(&mut self) {
        self.air.hold(clock::now().mono);
        if let Some(link) = &mut self.link {
            link.wait_for_a_person();
        }
    }

    /// Does what a person says.
    pub(crate) fn obey(&mut self, order: Order) {
        self.air.obey(clock::now().mono, order);
    }

    /// What waits for a person, where that is other than was told before.
    pub(crate) fn news(&mut self) -> Option<Vec<Held>> {
        self.air.news()
    }

    /// The frames that are there; none only where there is other news. Loses
    /// nothing if dropped.
    pub(crate) async fn next(&mut self) -> io::Result<Vec<Vec<u8>>> {
        loop {
            // An end may have come together with frames: those were heard first.
            if let Some(why) = self.link.as_ref().and_then(Link::ending) {
                return Err(over(why));
            }
            let due = self.link.as_ref().and_then(Link::poll_timeout);
            self.air.readable(due).await?;
            let frames = self.take_all()?;
            if !frames.is_empty() || self.air.has_news() {
                return Ok(frames);
            }
        }
    }

    /// Whether everything that was sent is known to have arrived, as far as
    /// that can be known.
    pub(crate) fn is_settled(&self) -> bool {
        let open = |link: &Link| link.ending().is_none() && link.unconfirmed() > 0;
        !self.link.as_ref().is_some_and(open)
    }

    fn take_all(&mut self) -> io::Result<Vec<Vec<u8>>> {
        let now = clock::now();
        let datagrams = self.air.receive(now.mono)?;
        let Some(link) = &mut self.link else {
            let bare = datagrams.iter().map(|bytes| bytes.trim_ascii());
            let frames = bare.filter(|bytes| !bytes.is_empty());
            return Ok(frames.map(<[u8]>::to_vec).collect());
        };
        for bytes in datagrams {
            match envelope::read(&bytes) {
                Some(datagram) => link.handle_datagram(now, &datagram, &bytes),
                None => link.handle_unread(bytes.len()),
            }
        }
        if link.poll_timeout().is_some_and(|at| at <= now.mono) {
            link.handle_timeout(now.mono);
        }
        let frames = std::iter::from_fn(|| link.poll_frame()).collect();
        self.transmit();
        Ok(frames)
    }

    fn transmit(&mut self) {
        let now = clock::now();
        let Some(link) = &mut self.link else {
            return;
        };
        let mut out = Vec::new();
        while link.poll_transmit(now, &mut out) {
            self.air.send(now.mono, &out);
            out.clear();
        }
        while let Some(event) = link.poll_event() {
            self.air.note(now.mono, &event);
        }
    }
}

fn on_answer(greeting: &mut Greeting, bytes: &[u8]) {
    match envelope::read(bytes) {
        Some(datagram) => greeting.handle_datagram(clock::now().mono, &datagram),
        None if is_refusal(bytes) => greeting.handle_refusal(),
        None => {}
    }
}

fn link(air: &Air, id: LinkId, policy: Policy, seed: u64) -> Link {
    let setup = Setup {
        id,
        side: Side::Peer,
        policy,
        seed,
        traced: air.is_traced(),
    };
    let now: Instant = clock::now().mono;
    Link::new(now, setup)
}

/// Whether a server says that it does not know what was asked.
fn is_refusal(bytes: &[u8]) -> bool {
    json::read_server(bytes).is_ok_and(|frame| matches!(frame.kind, Kind::Refused { .. }))
}

fn over(why: Ending) -> io::Error {
    let kind = match why {
        Ending::Silence | Ending::Tries => io::ErrorKind::TimedOut,
        Ending::Reset => io::ErrorKind::ConnectionReset,
    };
    kind.into()
}

/// A server that knows links answers within this time, or is taken for one that
/// does not.
const GREETING: Duration = Duration::from_secs(1);
/// In weather that was asked for it takes longer.
const ROUGH: Duration = Duration::from_secs(5);

#[cfg(test)]
mod tests {
    use chat_proto::link::envelope::Datagram;
    use tokio::net::UdpSocket;
    use tokio::time::timeout;

    use super::*;
    use crate::config;

    #[tokio::test]
    async fn an_end_that_comes_together_with_frames_is_told_after_them() {
        let server = UdpSocket::bind("127.0.0.1:0").await.unwrap();
        let client = UdpSocket::bind("127.0.0.1:0").await.unwrap();
        client.connect(server.local_addr().unwrap()).await.unwrap();
        server.connect(client.local_addr().unwrap()).await.unwrap();
        let asked = config::Air {
            forecast: Forecast::clear(0),
            hold: false,
            policy: Policy::default(),
            trace: None,
        };
        let air = Air::new(client, &asked, clock::now().mono).unwrap();
        let id = LinkId(7);
        let outcome = Outcome::Open(id, None);
        let mut datagrams = Datagrams::agreed(air, outcome, asked.policy, 0);
        let mut out = Vec::new();
        envelope::write_frame(&mut out, id, (1, 1), None, br#"{"text":"last"}"#);
        server.send(&out).await.unwrap();
        out.clear();
        envelope::write_answer(&mut out, clock::now().wall, &Datagram::Reset(id));
        server.send(&out).await.unwrap();
        let frames = datagrams.next().await.unwrap();
        assert_eq!(frames.len(), 1, "{frames:?}");
        let end = timeout(ROUGH, datagrams.next()).await;
        let end = end.expect("an end").expect_err("no more frames");
        assert_eq!(end.kind(), io::ErrorKind::ConnectionReset);
    }
}
