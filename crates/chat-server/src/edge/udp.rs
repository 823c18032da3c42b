//! One UDP socket: datagrams to traffic and back. A peer is an address that
//! has spoken, until the hub closes it.
//!
//! Peers with a link have shown that they hear at their address. Naive ones have
//! not; so only those are heard whose address cannot lie on the other side of
//! the world.

use std::collections::HashMap;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use chat_proto::codec::Tongue;
use chat_proto::codec::ear;
use chat_proto::frame::peer::Heard;
use chat_proto::frame::peer::PeerFrame;
use chat_proto::link::Unsent;
use chat_proto::link::envelope::LinkId;
use chat_proto::now::Now;
use chat_proto::trace::Ending;
use tokio::sync::mpsc;
use tracing::debug;

use crate::clock;
use crate::config::NaiveUdp;
use crate::door::Door;
use crate::edge::near::is_near;
use crate::edge::port::Port;
use crate::edge::share::Share;
use crate::links;
use crate::links::Attention;
use crate::links::Leaving;
use crate::links::To;
use crate::links::gate::Admission;
use crate::links::gate::Knock;
use crate::outbox::Outbox;
use crate::outbox::State;
use crate::outbox::Wire;
use crate::queue::Queue;
use crate::traffic::Input;
use crate::traffic::Origin;
use crate::traffic::Parting;
use crate::traffic::Transport;

/// The way to a naive address.
#[derive(Debug)]
struct Naive {
    port: Arc<Port>,
    to: SocketAddr,
    share: Option<Share>,
}

impl Wire for Naive {
    /// Datagrams that cannot be sent now are lost, as any may be on its way.
    fn try_send(&self, queue: &Queue) -> io::Result<usize> {
        let (frames, each) = queue.burst();
        let now = clock::now().mono;
        if self
            .share
            .as_ref()
            .is_none_or(|s| s.take(now, frames.len()))
        {
            self.port.send(now, self.to, frames, each);
        }
        Ok(frames.len())
    }
}

/// The way to a peer with a link.
#[derive(Debug)]
struct Linked {
    port: Arc<Port>,
    to: To,
}

impl Wire for Linked {
    /// Gives the link what it takes; the rest waits until something is confirmed.
    fn try_send(&self, queue: &Queue) -> io::Result<usize> {
        let (frames, each) = queue.burst();
        let (given, stopped) = self.port.send_on_link(clock::now(), self.to, frames, each);
        match stopped {
            Some(Unsent::Over) => Err(io::ErrorKind::BrokenPipe.into()),
            Some(_) if given == 0 => Err(io::ErrorKind::WouldBlock.into()),
            Some(_) | None => Ok(given),
        }
    }

    fn end(&self) {
        self.port.finish(clock::now().mono, self.to);
    }
}

/// Everybody who speaks to one socket.
struct Speakers {
    port: Arc<Port>,
    door: Door,
    naive: NaiveUdp,
    known: HashMap<SocketAddr, Speaker>,
    /// How many there may be before those are looked for that the hub has closed.
    purge_above: usize,
    /// What this reading has brought so far.
    heard: Option<Sound>,
    leaving: Leaving,
}

/// What datagrams have brought.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sound {
    /// Acknowledgements alone.
    Answers,
    /// Something for the hub, or for a stranger.
    More,
}

struct Speaker {
    outbox: Arc<Outbox>,
    tongue: Option<Tongue>,
}

/// Hears one socket for as long as the server runs, and links have something
/// to say. Drops `alive` at its end.
pub async fn serve(port: Arc<Port>, door: Door, naive: NaiveUdp, alive: mpsc::Sender<()>) {
    let mut speakers = Speakers {
        port,
        door,
        naive,
        known: HashMap::new(),
        purge_above: PURGE_ABOVE,
        heard: None,
        leaving: Leaving::default(),
    };
    let mut buffer = vec![0; DATAGRAM_BYTES];
    loop {
        speakers.port.readable().await;
        let now = clock::now();
        let mut batch = Batch::default();
        speakers.heard = None;
        for _ in 0..BATCH {
            match speakers.port.receive(now.mono, &mut buffer) {
                Ok((length, from)) => {
                    let bytes = buffer.get(..length).unwrap_or_default();
                    speakers.hear(now, from, bytes, &mut batch).await;
                }
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => break,
                // Nothing to do with this socket's own health.
                Err(_) => {}
            }
        }
        speakers.hand_on(&mut batch).await;
        speakers.attend_links(now).await;
        if speakers.heard == Some(Sound::Answers) {
            // The others of the room answer too: not each of them by itself.
            speakers.port.let_answers_gather(now.mono).await;
        }
        if speakers.port.has_ended() {
            break;
        }
    }
    drop(alive);
}

/// Frames of one speaker that came one after the other.
#[derive(Default)]
struct Batch {
    of: Option<(Arc<Outbox>, Tongue)>,
    frames: Vec<Heard>,
}

impl Speakers {
    async fn hear(&mut self, now: Now, from: SocketAddr, bytes: &[u8], batch: &mut Batch) {
        let heard = self.port.links().handle_datagram(now, from, bytes);
        match &heard {
            links::Heard::Frames(frames) if frames.is_empty() => {
                self.heard.get_or_insert(Sound::Answers);
            }
            links::Heard::Frames(_)
            | links::Heard::Naive
            | links::Heard::Opened(..)
            | links::Heard::Stranger(_) => self.heard = Some(Sound::More),
        }
        match heard {
            links::Heard::Naive => self.hear_naive(from, bytes, batch).await,
            links::Heard::Frames(frames) => {
                for frame in frames {
                    self.hear_frame(from, &frame, batch).await;
                }
            }
            links::Heard::Stranger(answer) => {
                self.port.send(now.mono, from, &answer, answer.len());
            }
            links::Heard::Opened(link, answer) => {
                self.hand_on(batch).await;
                self.open(from, link).await;
                self.port.send(now.mono, from, &answer, answer.len());
            }
        }
    }

    /// A datagram of somebody who does not ask for a link.
    async fn hear_naive(&mut self, from: SocketAddr, bytes: &[u8], batch: &mut Batch) {
        if self.port.links().is_used(from) {
            // Whoever has a link and says something beside it is not its peer.
            return;
        }
        if self.port.links().leave(clock::now().mono, from) {
            self.replace(from).await;
        }
        if self.naive == NaiveUdp::Off || !is_near(from.ip()) {
            debug!(%from, "not heard: an address that is not proved to be the sender's");
            return;
        }
        let known = self.known.get(&from).filter(|s| !s.outbox.is_closed());
        if known.is_none() && bytes == PROBE {
            return;
        }
        let mut tongue = known.and_then(|s| s.tongue);
        let Some(heard) = ear::datagram(&mut tongue, bytes) else {
            return;
        };
        let known = known.map(|s| Arc::clone(&s.outbox));
        let stranger = known.is_none() && self.naive == NaiveUdp::Code;
        if stranger && !self.is_admitted(from, &heard, tongue, bytes.len()) {
            return;
        }
        let Some(outbox) = self.known_or_met(from, known).await else {
            return;
        };
        let speaker = Speaker {
            outbox: Arc::clone(&outbox),
            tongue,
        };
        self.known.insert(from, speaker);
        if !stranger {
            self.add(outbox, tongue, heard, batch).await;
        } else if tongue == Some(Tongue::Plain) {
            // What it has typed was the code, and no message.
            self.hand_on(batch).await;
            self.door.tell(Input::Listens(outbox.peer)).await;
        }
    }

    /// Whether somebody unknown has typed the code back; otherwise it is asked.
    fn is_admitted(
        &self,
        from: SocketAddr,
        heard: &Heard,
        tongue: Option<Tongue>,
        bytes: usize,
    ) -> bool {
        let now = clock::now();
        let text = match heard {
            Ok(PeerFrame::Say(say)) => Some(say.text.as_str()),
            Ok(_) | Err(_) => None,
        };
        let tongue = tongue.unwrap_or(Tongue::Plain);
        let knock = Knock {
            text,
            bytes,
            tongue,
        };
        let Admission { granted, answer } = self.port.links().admit(now, from, knock);
        if !answer.is_empty() {
            self.port.send(now.mono, from, &answer, answer.len());
        }
        granted
    }

    async fn known_or_met(
        &mut self,
        from: SocketAddr,
        known: Option<Arc<Outbox>>,
    ) -> Option<Arc<Outbox>> {
        if known.is_some() {
            return known;
        }
        let port = Arc::clone(&self.port);
        // What is sent to this machine itself floods nobody.
        let loopback = from.ip().to_canonical().is_loopback();
        let wire = Naive {
            port,
            to: from,
            share: (!loopback).then(|| Share::new(clock::now().mono)),
        };
        self.meet(from, Box::new(wire)).await
    }

    /// A frame that a link has handed on.
    async fn hear_frame(&mut self, from: SocketAddr, bytes: &[u8], batch: &mut Batch) {
        let mut tongue = Some(Tongue::Json);
        let outbox = self.known.get(&from).map(|s| Arc::clone(&s.outbox));
        if let (Some(outbox), Some(heard)) = (outbox, ear::datagram(&mut tongue, bytes)) {
            self.add(outbox, tongue, heard, batch).await;
        }
    }

    async fn add(
        &self,
        outbox: Arc<Outbox>,
        tongue: Option<Tongue>,
        heard: Heard,
        batch: &mut Batch,
    ) {
        if batch.of.as_ref().is_none_or(|(o, _)| o.peer != outbox.peer) {
            self.hand_on(batch).await;
            batch.of = Some((outbox, tongue.unwrap_or(Tongue::Plain)));
        }
        batch.frames.push(heard);
    }

    /// A peer with a link comes in; whoever was at its address is gone.
    async fn open(&mut self, from: SocketAddr, link: LinkId) {
        self.replace(from).await;
        let port = Arc::clone(&self.port);
        let wire = Box::new(Linked {
            port,
            to: To(from, link),
        });
        if let Some(outbox) = self.meet(from, wire).await {
            let tongue = Some(Tongue::Json);
            self.known.insert(from, Speaker { outbox, tongue });
        }
    }

    /// Whoever was at an address is gone.
    async fn replace(&mut self, from: SocketAddr) {
        if let Some(old) = self.known.remove(&from) {
            let why = Parting::Lost("it began anew".to_owned());
            self.door.tell(Input::Gone(old.outbox.peer, why)).await;
        }
    }

    /// Sends what is due, and judges peers that confirm nothing.
    async fn attend_links(&mut self, now: Now) {
        for Attention { address, ending } in self.port.on_time(now, &mut self.leaving) {
            let Some(speaker) = self.known.get(&address) else {
                continue;
            };
            let outbox = Arc::clone(&speaker.outbox);
            if outbox.state() == State::Blocked || outbox.state() == State::ClosingBlocked {
                outbox.flush(now.mono);
            }
            let lag = outbox.verdict(now.mono).map(Parting::TooSlow);
            let lost = ending.map(|why| Parting::Lost(words(why).to_owned()));
            if let Some(why) = lost.or(lag).filter(|_| !outbox.is_closed()) {
                self.door.tell(Input::Gone(outbox.peer, why)).await;
            }
        }
    }

    async fn meet(&mut self, from: SocketAddr, wire: Box<dyn Wire>) -> Option<Arc<Outbox>> {
        if self.known.len() >= self.purge_above {
            self.known.retain(|_, speaker| !speaker.outbox.is_closed());
            self.purge_above = PURGE_ABOVE.max(2 * self.known.len());
        }
        let origin = Origin {
            transport: Transport::Udp,
            address: Some(from),
        };
        self.door.enter(wire, origin).await
    }

    async fn hand_on(&self, batch: &mut Batch) {
        let frames = std::mem::take(&mut batch.frames);
        if let Some((outbox, tongue)) = batch.of.take() {
            let input = Input::Heard {
                peer: outbox.peer,
                tongue,
                frames,
            };
            self.door.tell(input).await;
        }
    }
}

/// Why a link is over, in a sentence about its peer.
fn words(why: Ending) -> &'static str {
    match why {
        Ending::Silence => "nothing was heard of it for too long",
        Ending::Tries => "a frame did not get through to it",
        Ending::Reset => "it does not know the link any more",
        Ending::Closed => "its link was closed",
    }
}

/// The greatest datagram there can be: a longer one than we accept is refused,
/// not cut.
const DATAGRAM_BYTES: usize = 65_536;

/// Datagrams read before the hub gets them.
const BATCH: usize = 64;

/// Speakers that are kept without looking whether the hub still knows them.
const PURGE_ABOVE: usize = 1024;

/// What `nc -uv` sends to see whether a port is open: nobody says only this.
const PROBE: &[u8] = b"X";
