//! One UDP socket: datagrams to traffic and back.
//!
//! The addresses of peers with a link are validated. Peers without one have
//! not: see [`strangers`].

mod batch;
mod strangers;
mod speakers;
mod sealed;
mod ways;

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Instant;

use chat_link::envelope::Cover;
use chat_proto::codec::Foreign;
use chat_proto::codec::Tongue;
use chat_proto::codec::ear;
use chat_proto::codec::json;
use chat_proto::codec::told;
use chat_proto::limits::GREATEST_DATAGRAM;
use chat_proto::now::Now;
use chat_proto::trace::event::Event;
use chat_proto::trace::fingerprint::Fingerprint;
use chat_proto::trace::link::Ending;
use chat_proto::trace::link::Strange;
use chat_proto::trace::link::Stranger;
use tokio::sync::mpsc;
use tokio::task::coop::consume_budget;

use crate::clock;
use crate::config::NaiveUdp;
use crate::door::Door;
use crate::edge::udp_endpoint::UdpEndpoint;
use crate::links;
use crate::links::Attention;
use crate::links::Leaving;
use crate::links::Opened;
use crate::links::To;
use crate::outbox::Outbox;
use crate::outbox::State;
use crate::traffic::Input;
use crate::traffic::Parting;

use batch::Batch;
use sealed::Handshakes;
use sealed::Sealed;
use speakers::Speakers;
use strangers::Said;
pub use strangers::Strangers;
use ways::Linked;
use ways::Naive;

/// What listens at one socket.
struct Listener {
    endpoint: Arc<UdpEndpoint>,
    door: Door,
    strangers: Strangers,
    speakers: Speakers,
    /// What this reading has brought so far.
    heard: Option<Sound>,
    leaving: Leaving,
    handshakes: Handshakes,
}

/// What datagrams have brought.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sound {
    /// Acknowledgements alone.
    Answers,
    /// Something for the hub, or for a stranger.
    More,
}

/// Hears one socket for as long as the server runs, and links have something
/// to say. Drops `alive` at its end.
pub async fn serve(
    endpoint: Arc<UdpEndpoint>,
    door: Door,
    strangers: Strangers,
    alive: mpsc::Sender<()>,
) {
    let mut listener = Listener::new(endpoint, door, strangers);
    let mut buffer = vec![0; GREATEST_DATAGRAM];
    loop {
        // The socket may be ready for ever.
        consume_budget().await;
        let until = listener.handshakes.next();
        listener.endpoint.readable(until).await;
        let now = clock::now();
        let mut batch = Batch::default();
        listener.heard = None;
        for _ in 0..BATCH {
            match listener.endpoint.receive(now.mono, &mut buffer) {
                Ok((length, from)) => {
                    let bytes = buffer.get(..length).unwrap_or_default();
                    listener.hear(now, from, bytes, &mut batch).await;
                }
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => break,
                // Nothing to do with this socket's own health.
                Err(_) => {}
            }
        }
        batch.hand_on(&listener.door).await;
        listener.attend_links(now).await;
        listener.end_handshakes(now).await;
        if listener.heard == Some(Sound::Answers) {
            // The others of the room answer too: not each of them by itself.
            listener.endpoint.let_answers_gather(now.mono).await;
        }
        if listener.endpoint.has_ended() {
            break;
        }
    }
    drop(alive);
}

impl Listener {
    fn new(endpoint: Arc<UdpEndpoint>, door: Door, strangers: Strangers) -> Self {
        Self {
            endpoint,
            speakers: Speakers::new(door.clone()),
            handshakes: Handshakes::new(door.secrecy().handshake()),
            door,
            strangers,
            heard: None,
            leaving: Leaving::default(),
        }
    }

    async fn hear(&mut self, now: Now, from: SocketAddr, bytes: &[u8], batch: &mut Batch) {
        if let Some(find) = json::read_find(bytes) {
            // Whoever asks is nobody's peer, whatever its address says beside it.
            let answer = self
                .strangers
                .discovery
                .answer(now, from, &find, bytes.len());
            if let Some(answer) = answer {
                self.endpoint.send(now.mono, from, &answer, answer.len());
            }
            return;
        }
        let clock = self.endpoint.for_links(now);
        let heard = self.endpoint.links().handle_datagram(clock, from, bytes);
        match &heard {
            links::Heard::Refused(_, None) => {
                self.heard.get_or_insert(Sound::Answers);
            }
            links::Heard::Frames(frames) if frames.is_empty() => {
                self.heard.get_or_insert(Sound::Answers);
            }
            links::Heard::Frames(_)
            | links::Heard::Naive { .. }
            | links::Heard::Beside
            | links::Heard::Refused(_, Some(_))
            | links::Heard::Opened(_)
            | links::Heard::Stranger(_) => self.heard = Some(Sound::More),
        }
        match heard {
            links::Heard::Naive { left } => {
                if left {
                    self.speakers.replace(from).await;
                }
                self.hear_naive(now, from, bytes, batch).await;
            }
            links::Heard::Beside => {}
            links::Heard::Refused(why, answer) => {
                self.note_refused(now, from, bytes, why);
                if let Some(answer) = answer {
                    self.endpoint.send(now.mono, from, &answer, answer.len());
                }
            }
            links::Heard::Frames(frames) => {
                for frame in frames {
                    self.hear_frame(from, &frame, batch).await;
                }
            }
            links::Heard::Stranger(answer) => {
                self.endpoint.send(now.mono, from, &answer, answer.len());
            }
            links::Heard::Opened(opened) => {
                batch.hand_on(&self.door).await;
                self.open(now, from, &opened).await;
            }
        }
    }

    /// A datagram of somebody who does not ask for a link.
    async fn hear_naive(&mut self, now: Now, from: SocketAddr, bytes: &[u8], batch: &mut Batch) {
        if !strangers::may_be_naive(self.strangers.naive, from) {
            return self.note_refused(now, from, bytes, Strange::NotNear);
        }
        if told::is_told(bytes, now.wall) {
            return self.note_refused(now, from, bytes, Strange::LikeAnAnswer);
        }
        let known = self.speakers.at_mut(from);
        let Some(speaker) = known.filter(|s| !s.outbox.is_closed()) else {
            return self.hear_stranger(from, bytes, batch).await;
        };
        if let Some(heard) = ear::datagram(&mut speaker.tongue, bytes) {
            let (outbox, tongue) = (Arc::clone(&speaker.outbox), speaker.tongue);
            batch.add(&self.door, (outbox, tongue), heard).await;
        }
    }

    /// Whoever looks at the server sees who knocked.
    fn note_refused(&self, now: Now, from: SocketAddr, bytes: &[u8], why: Strange) {
        let event = || {
            Event::Stranger(Box::new(Stranger {
                from: from.to_string().into(),
                x: Fingerprint::of(bytes),
                bytes: bytes.len(),
                why,
            }))
        };
        self.endpoint.tap().note(now.mono, from, event);
    }

    /// The first datagram of an address, or of one that the hub has closed.
    async fn hear_stranger(&mut self, from: SocketAddr, bytes: &[u8], batch: &mut Batch) {
        if strangers::is_probe(bytes) || Foreign::of_datagram(bytes).is_some() {
            return;
        }
        let mut tongue = None;
        let Some(heard) = ear::datagram(&mut tongue, bytes) else {
            return;
        };
        let asked = self.strangers.naive == NaiveUdp::Code;
        let said = Said {
            heard: &heard,
            tongue,
            bytes: bytes.len(),
        };
        if asked && !strangers::is_admitted(&self.endpoint, clock::now(), from, said) {
            return;
        }
        let share = self.door.share(clock::now().mono, from);
        let wire = Naive::new(Arc::clone(&self.endpoint), from, share);
        // A code that was typed back was read at that address.
        let came = (from, asked);
        let Some(outbox) = self.speakers.meet(came, Box::new(wire), tongue).await else {
            return;
        };
        if !asked {
            batch.add(&self.door, (outbox, tongue), heard).await;
        } else if tongue.is_some_and(Tongue::is_plain) {
            // What it has typed was the code, and no message; and it has been told a
            // line already, so that no other is its first.
            batch.hand_on(&self.door).await;
            batch.begin(outbox, Tongue::Plain);
            batch.hand_on(&self.door).await;
        }
    }

    /// A frame that a link has handed on.
    async fn hear_frame(&mut self, from: SocketAddr, bytes: &[u8], batch: &mut Batch) {
        let Some(speaker) = self.speakers.at(from) else {
            return;
        };
        let outbox = Arc::clone(&speaker.outbox);
        match speaker.sealed.clone() {
            None => self.hear_bare(outbox, bytes, batch).await,
            Some(sealed) => self.hear_sealed((outbox, &sealed), bytes, batch).await,
        }
    }

    /// A frame as its peer wrote it.
    async fn hear_bare(&self, outbox: Arc<Outbox>, bytes: &[u8], batch: &mut Batch) {
        let mut tongue = Some(Tongue::Json);
        if let Some(heard) = ear::datagram(&mut tongue, bytes) {
            batch.add(&self.door, (outbox, tongue), heard).await;
        }
    }

    /// A piece of the TLS that a link carries, with what it holds.
    async fn hear_sealed(
        &self,
        (outbox, sealed): (Arc<Outbox>, &Sealed),
        bytes: &[u8],
        batch: &mut Batch,
    ) {
        match sealed.hear(bytes) {
            Ok(unsealed) => {
                if let Some(with) = unsealed.with {
                    self.door.tell(Input::Secret(outbox.peer, with)).await;
                    // What was to be said to it meanwhile.
                    flush_blocked(&outbox, clock::now().mono);
                }
                for frame in unsealed.frames {
                    self.hear_bare(Arc::clone(&outbox), &frame, batch).await;
                }
            }
            Err(error) => {
                batch.hand_on(&self.door).await;
                sealed.give_up();
                let why = Parting::Lost(error.to_string());
                self.door.tell(Input::Gone(outbox.peer, why)).await;
            }
        }
    }

    /// A peer with a link comes in; whoever was at its address is gone.
    async fn open(&mut self, now: Now, from: SocketAddr, opened: &Opened) {
        self.speakers.replace(from).await;
        let endpoint = Arc::clone(&self.endpoint);
        let to = To(from, opened.link);
        // Its frames go nowhere when the server is closing.
        match opened.cover {
            Cover::Clear => {
                let wire = Box::new(Linked { endpoint, to });
                let came = (from, true);
                let _ = self.speakers.meet(came, wire, Some(Tongue::Json)).await;
            }
            Cover::Tls => {
                let Some(sealed) = Sealed::begin(endpoint, to, self.door.secrecy()) else {
                    // It hears nothing, as where its hello was lost.
                    return self.endpoint.finish(now, to);
                };
                self.handshakes.begin(now.mono, from, Arc::clone(&sealed));
                let _ = self.speakers.meet_sealed(from, sealed).await;
            }
        }
        self.endpoint.tap().linked(now.mono, from, opened.link.0);
        let answer = &opened.answer;
        self.endpoint.send(now.mono, from, answer, answer.len());
    }

    /// Ends the links whose handshake has taken too long.
    async fn end_handshakes(&mut self, now: Now) {
        while let Some((from, sealed)) = self.handshakes.overdue(now.mono) {
            sealed.give_up();
            if let Some(peer) = self.speakers.sealed_by(from, &sealed) {
                let why = Parting::Lost("its handshake took too long".to_owned());
                self.door.tell(Input::Gone(peer, why)).await;
            }
        }
    }

    /// Sends what is due, and judges peers that confirm nothing.
    async fn attend_links(&mut self, now: Now) {
        for Attention { to, ending } in self.endpoint.on_time(now, &mut self.leaving) {
            let Some(speaker) = self.speakers.at(to.0) else {
                // Nobody has anything to say on it any more.
                self.endpoint.finish(now, to);
                continue;
            };
            let outbox = Arc::clone(&speaker.outbox);
            if let Some(sealed) = &speaker.sealed {
                sealed.go_on();
            }
            flush_blocked(&outbox, now.mono);
            let lag = outbox.verdict(now.mono).map(Parting::TooSlow);
            let lost = ending.map(|why| Parting::Lost(words(why).to_owned()));
            if let Some(why) = lost.or(lag).filter(|_| !outbox.is_closed()) {
                self.door.tell(Input::Gone(outbox.peer, why)).await;
            }
        }
    }
}

/// Sends what waited for room.
fn flush_blocked(outbox: &Outbox, now: Instant) {
    if matches!(outbox.state(), State::Blocked | State::ClosingBlocked) {
        outbox.flush(now);
    }
}

/// Why a link is over, in a sentence about its peer.
fn words(why: Ending) -> &'static str {
    match why {
        Ending::Silence => "nothing was heard of it for too long",
        Ending::Tries => "a frame did not get through to it",
        Ending::Reset => "it does not know the link any more",
    }
}

/// Datagrams read before the hub gets them.
const BATCH: usize = 64;

#[cfg(test)]
mod tests;
