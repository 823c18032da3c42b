//! UDP: frames over a link, or best effort, one frame in a datagram, where the server
//! does not support links.

mod late;

use std::io;
use std::net::SocketAddr;
use std::time::Duration;
use std::time::Instant;

use chat_link::Link;
use chat_link::Setup;
use chat_link::envelope;
use chat_link::envelope::Cover;
use chat_link::envelope::Datagram;
use chat_link::envelope::LinkId;
use chat_link::envelope::Nonce;
use chat_link::envelope::Side;
use chat_link::handshake::Handshake;
use chat_link::handshake::Outcome;
use chat_link::policy::Policy;
use chat_net::link_clock::LinkClock;
use chat_net::sealed_link::SealedLink;
use chat_proto::trace::event::Event;
use chat_proto::trace::link::Ending;
use chat_weather::manual_queue::HeldDatagram;
use chat_weather::manual_queue::ManualCommand;
use chat_weather::profile::Profile;

use tokio::task::yield_now;

use crate::app::errand::ClockOrder;
use crate::clock;
use crate::pins::Print;
use crate::socket::sealing::Sealing;
use crate::socket::udp_endpoint::UdpEndpoint;

/// A server that datagrams went to, and the port that they left from. Who comes
/// again from there is known to be the same: the server ends the old link at once,
/// and its name is free.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Kept {
    pub(crate) server: SocketAddr,
    pub(crate) port: u16,
}

/// A conversation with one address.
pub(crate) struct Datagrams {
    endpoint: UdpEndpoint,
    /// None where the server does not support links.
    link: Option<Link>,
    /// The clock of the link.
    clock: LinkClock,
    /// Hellos that a server without links may still refuse.
    late: u32,
    /// What the two sides agreed to carry in the link.
    cover: Cover,
    sealing: Option<Sealing>,
}

/// A link that is asked for.
pub(crate) struct Call {
    endpoint: UdpEndpoint,
    handshake: Handshake,
    policy: Policy,
    seed: u64,
    clock: LinkClock,
}

/// How a call ended.
pub(crate) enum Answer {
    /// It did not yet: nobody was heard.
    NotYet(Box<Call>),
    /// There is a conversation, without a link where the server supports none.
    There(Box<Datagrams>),
    /// There was no answer, and the client has given up.
    Silence,
}

impl Call {
    /// Asks for nothing yet.
    pub(crate) fn new(
        endpoint: UdpEndpoint,
        (policy, link_clock): (Policy, LinkClock),
        nonce: u64,
        cover: Cover,
    ) -> Self {
        let now = clock::now().mono;
        let handshake = Handshake::new(now, Nonce(nonce), policy.patience);
        Self {
            endpoint,
            handshake: handshake.with(cover),
            policy,
            seed: nonce,
            clock: link_clock,
        }
    }

    /// Asks until there is an answer, or until this moment if nothing was heard.
    pub(crate) async fn ask(mut self, until: Option<Instant>) -> io::Result<Answer> {
        let mut out = Vec::new();
        loop {
            let now = clock::now().mono;
            self.handshake.handle_timeout(now);
            while self.handshake.poll_transmit(now, &mut out) {
                self.endpoint.note(now, || self.handshake.hello(&out));
                self.endpoint.send(now, &out);
                out.clear();
            }
            match self.handshake.outcome() {
                None => {}
                Some(Outcome::NoAnswer) => {
                    self.endpoint.note(now, || Event::Unanswered);
                    return Ok(Answer::Silence);
                }
                Some(Outcome::NoLinkSupport) => {
                    self.endpoint.note(now, || Event::NoLinkSupport);
                    let late = self.handshake.unanswered();
                    return Ok(self.agreed(None, Cover::Clear, late));
                }
                Some(Outcome::Open(id, _, cover)) => {
                    self.endpoint.note(now, || Event::Open);
                    self.endpoint.linked(now, id);
                    let now = self.clock.now(clock::now()).mono;
                    let link = link(now, &self.endpoint, id, (self.policy, self.seed));
                    return Ok(self.agreed(Some(link), cover, 0));
                }
            }
            let until = until.filter(|_| !self.handshake.has_heard());
            if until.is_some_and(|at| at <= now) {
                return Ok(Answer::NotYet(Box::new(self)));
            }
            let due = self.handshake.poll_timeout().into_iter().chain(until).min();
            self.endpoint.readable(due).await?;
            for bytes in self.endpoint.receive(clock::now().mono)? {
                self.hear(&bytes);
            }
            // Whoever answers with what says nothing keeps nobody from their turn.
            yield_now().await;
        }
    }

    fn hear(&mut self, bytes: &[u8]) {
        let now = clock::now().mono;
        match envelope::read(bytes) {
            Some(datagram) => {
                if matches!(datagram, Datagram::Cookie(nonce, _) if nonce == Nonce(self.seed)) {
                    self.endpoint.note(now, || Event::Cookie);
                }
                self.handshake.handle_datagram(now, &datagram);
            }
            None if bytes.trim_ascii().is_empty() => {}
            None => {
                self.endpoint.note(now, || Event::Unexpected);
                self.handshake.handle_unexpected();
            }
        }
    }

    fn agreed(self, link: Option<Link>, cover: Cover, late: u32) -> Answer {
        let endpoint = self.endpoint;
        Answer::There(Box::new(Datagrams {
            endpoint,
            link,
            clock: self.clock,
            late,
            cover,
            sealing: None,
        }))
    }
}

impl Datagrams {
    /// Whether there is a link.
    pub(crate) fn is_link(&self) -> bool {
        self.link.is_some()
    }

    /// Has the link carry TLS from now on: the certificate that its server has shown, once
    /// both have agreed. Frames are sent and heard inside it alone.
    pub(crate) async fn agree(&mut self, link: SealedLink) -> io::Result<Print> {
        if self.cover == Cover::Clear {
            return Err(io::ErrorKind::Unsupported.into());
        }
        self.sealing = Some(Sealing::new(link));
        self.seal();
        loop {
            if let Some(print) = self.secret() {
                return Ok(print);
            }
            if let Some(why) = self.link.as_ref().and_then(Link::ending) {
                return Err(over(why));
            }
            self.endpoint.readable(self.due()).await?;
            // The server says nothing before the client does.
            self.take_all()?;
            yield_now().await;
        }
    }

    /// The certificate by which it is secret, if it is.
    pub(crate) fn secret(&self) -> Option<Print> {
        self.sealing.as_ref()?.shown()
    }

    /// Sends a frame.
    pub(crate) fn send(&mut self, frame: &[u8]) {
        let now = clock::now();
        if let Some(sealing) = &mut self.sealing {
            sealing.say(frame);
            return self.seal();
        }
        match &mut self.link {
            None => self.endpoint.send(now.mono, frame),
            Some(link) => {
                // Where it is full or over, the session hears of no receipt.
                let _ = link.send(self.clock.now(now), frame);
                self.transmit();
            }
        }
    }

    /// Other impairments from now on.
    pub(crate) fn change(&mut self, profile: &Profile) {
        self.endpoint.change(clock::now().mono, profile);
    }

    /// From now on every datagram is held, and the link does not give up for that.
    pub(crate) fn hold(&mut self) {
        self.endpoint.hold(clock::now().mono);
        if let Some(link) = &mut self.link {
            link.set_manual_delivery();
        }
    }

    /// What the link's clock does meanwhile.
    pub(crate) fn order_clock(&mut self, order: ClockOrder) {
        let now = clock::now().mono;
        match order {
            ClockOrder::Stand => self.clock.stand(now),
            ClockOrder::GoOn => self.clock.go_on(now),
            ClockOrder::Step => self.clock.step(),
        }
    }

    /// Does what a person commands.
    pub(crate) fn obey(&mut self, order: ManualCommand) {
        self.endpoint.obey(clock::now().mono, order);
    }

    /// What is held, where that differs from what was told before.
    pub(crate) fn news(&mut self) -> Option<Vec<HeldDatagram>> {
        self.endpoint.news()
    }

    /// The frames that are there; none only where there is other news. Loses
    /// nothing if dropped.
    pub(crate) async fn next(&mut self) -> io::Result<Vec<Vec<u8>>> {
        loop {
            // An end may have come together with frames: those were heard first.
            if let Some(why) = self.link.as_ref().and_then(Link::ending) {
                return Err(over(why));
            }
            let mut changes = self.clock.changes();
            let due = self.due();
            tokio::select! {
                readable = self.endpoint.readable(due) => readable?,
                // Others who go by it may let it stand, or run.
                () = changes.next() => {}
            }
            let frames = self.take_all()?;
            if !frames.is_empty() || self.endpoint.has_news() {
                return Ok(frames);
            }
            // Whoever sends datagrams that say nothing keeps nobody from their turn.
            yield_now().await;
        }
    }

    /// Waits until everything that was sent is known to have arrived, as far as
    /// that can be known, or nothing was heard for so long.
    pub(crate) async fn settle(&mut self, silence: Duration) {
        // Nobody is there any more who would let it run.
        self.clock.go_on(clock::now().mono);
        while let Some(link) = self
            .link
            .as_ref()
            .filter(|link| link.unacked() > 0 || self.sealing.as_ref().is_some_and(Sealing::owes))
        {
            let since = link.unanswered_since();
            let ends = since.and_then(|at| self.clock.due(Some(at + silence)));
            let over = ends.is_some_and(|at| at <= clock::now().mono);
            if over || link.ending().is_some() {
                return;
            }
            let due = self.due().into_iter().chain(ends).min();
            if self.endpoint.readable(due).await.is_err() || self.take_all().is_err() {
                return;
            }
            yield_now().await;
        }
    }

    /// With whom it is, and from where: for the next one.
    pub(crate) fn kept(&self) -> Option<Kept> {
        let (server, port) = self.endpoint.ends().ok()?;
        Some(Kept { server, port })
    }

    /// When the link wants to be asked again.
    fn due(&self) -> Option<Instant> {
        let due = self.link.as_ref().and_then(Link::poll_timeout);
        self.clock.due(due)
    }

    fn take_all(&mut self) -> io::Result<Vec<Vec<u8>>> {
        let now = clock::now();
        let datagrams = self.endpoint.receive(now.mono)?;
        let now = self.clock.now(now);
        let Some(link) = &mut self.link else {
            let late = &mut self.late;
            let bare = datagrams.iter().map(|bytes| bytes.trim_ascii());
            let frames = bare.filter(|bytes| !bytes.is_empty() && !late::is_late(late, bytes));
            return Ok(frames.map(<[u8]>::to_vec).collect());
        };
        link.set_traced(self.endpoint.is_traced());
        for bytes in datagrams {
            match envelope::read(&bytes) {
                Some(datagram) => link.handle_datagram(now, &datagram, &bytes),
                None => link.handle_unread(&bytes),
            }
        }
        if link.poll_timeout().is_some_and(|at| at <= now.mono) {
            link.handle_timeout(now.mono);
        }
        let frames = std::iter::from_fn(|| link.poll_frame()).collect();
        let Some(sealing) = &mut self.sealing else {
            self.transmit();
            return Ok(frames);
        };
        sealing.set_traced(self.endpoint.is_traced());
        let lines = sealing.unseal(&frames);
        self.seal();
        lines
    }

    /// Gives the link what it takes of what TLS makes of what was said: noted before it leaves.
    fn seal(&mut self) {
        if let (Some(link), Some(sealing)) = (&mut self.link, &mut self.sealing) {
            sealing.set_traced(self.endpoint.is_traced());
            sealing.seal(self.clock.now(clock::now()), link);
            let made = std::iter::from_fn(|| sealing.poll_event());
            made.for_each(|event| self.endpoint.note(clock::now().mono, || event));
        }
        self.transmit();
    }

    fn transmit(&mut self) {
        let now = clock::now();
        let Some(link) = &mut self.link else {
            return;
        };
        link.set_traced(self.endpoint.is_traced());
        let mut out = Vec::new();
        loop {
            let leaves = link.poll_transmit(self.clock.now(now), &mut out);
            // What was decided stands before what became of it.
            while let Some(event) = link.poll_event() {
                self.endpoint.note(now.mono, || event);
            }
            if !leaves {
                return;
            }
            self.endpoint.send(now.mono, &out);
            out.clear();
        }
    }
}

fn link(now: Instant, endpoint: &UdpEndpoint, id: LinkId, (policy, seed): (Policy, u64)) -> Link {
    let setup = Setup {
        id,
        side: Side::Peer,
        policy,
        seed,
        traced: endpoint.is_traced(),
    };
    Link::new(now, setup)
}

fn over(why: Ending) -> io::Error {
    let kind = match why {
        Ending::Silence | Ending::Tries => io::ErrorKind::TimedOut,
        Ending::Reset => io::ErrorKind::ConnectionReset,
    };
    kind.into()
}

#[cfg(test)]
mod tests;
