//! One peer on a stream of bytes, TCP or Unix: its reader, and the end of its
//! connection.
//!
//! Writing is the writers' business as long as the socket takes everything;
//! when it is full, this task waits for room and goes on.

mod farewell;

use std::cell::RefCell;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use chat_net::connection::Connection;
use chat_proto::codec::Ear;
use chat_proto::codec::Tongue;
use chat_proto::frame::peer::Heard;
use tokio::io::Interest;
use tokio::io::Ready;
use tokio::task::coop::consume_budget;
use tokio::time::Instant;
use tokio::time::timeout;
use tokio::time::timeout_at;

use crate::clock;
use crate::door::Door;
use crate::edge::handshake::Handshake;
use crate::edge::turned_away;
use crate::outbox::LAST_WORDS;
use crate::outbox::Outbox;
use crate::outbox::State;
use crate::traffic::Input;
use crate::traffic::Origin;
use crate::traffic::Parting;
use crate::traffic::PeerId;

/// Attends to one connection until it has ended. It has its number at once: of two that wait
/// to be accepted the later one is to have the later number.
pub async fn attend(peer: PeerId, stream: Arc<Connection>, origin: Origin, door: Door) {
    // Held until the connection has ended.
    let _place = match door.place(&origin) {
        Ok(place) => place,
        Err(refusal) => return Box::pin(turned_away::no_place(stream, refusal)).await,
    };
    let wire = Box::new(Arc::clone(&stream));
    let Some(outbox) = door.enter_as(peer, wire, origin).await else {
        return Box::pin(turned_away::closing(stream)).await;
    };
    let mut attended = Attended {
        stream,
        outbox,
        door,
        ear: Ear::default(),
        handshake: Handshake::Unknown(origin),
        arrived: clock::now().mono.into(),
        begun_at: None,
        voice: Voice::Silent,
        parted: false,
    };
    let parting = attended.converse().await;
    // Boxed: nobody keeps room for the end during the conversation.
    Box::pin(attended.end(parting)).await;
}

/// A connection that is attended to.
struct Attended {
    stream: Arc<Connection>,
    outbox: Arc<Outbox>,
    door: Door,
    ear: Ear,
    handshake: Handshake,
    /// When it came, or became secret.
    arrived: Instant,
    /// When its first line began, as long as it has not ended.
    begun_at: Option<Instant>,
    /// What the hub has heard of it.
    voice: Voice,
    /// Whether the hub knows that this peer is gone.
    parted: bool,
}

/// What the hub has heard of a peer.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Voice {
    /// Nothing.
    Silent,
    /// That it only listens, so far.
    Listens,
    /// What it said first.
    Speaks,
}

/// What the wait of a connection has brought.
enum Woken {
    /// The socket has something to read.
    Readable(io::Result<Ready>),
    /// The outbox is full, or closed.
    Attention,
    /// The socket has room again.
    Writable,
    /// Nothing came in time.
    Silence,
}

impl Attended {
    /// Reads, and writes when the writers could not, until the connection ends:
    /// for a reason of the peer's, or (`None`) because the hub closed it.
    async fn converse(&mut self) -> Option<Parting> {
        loop {
            // The socket may be ready for ever, with nothing worth handing on.
            consume_budget().await;
            let woken = match self.outbox.state() {
                State::Flowing => self.wait(false).await,
                State::Blocked => self.wait(true).await,
                State::Closing | State::ClosingBlocked | State::Ended => return None,
                State::Broken => return Some(Parting::Lost("it cannot be written to".into())),
            };
            if let Some(parting) = self.react(woken).await {
                return Some(parting);
            }
        }
    }

    async fn react(&mut self, woken: Woken) -> Option<Parting> {
        match woken {
            Woken::Readable(Ok(_)) => return self.read().await,
            Woken::Readable(Err(error)) => return Some(Parting::Lost(error.to_string())),
            Woken::Attention => {}
            Woken::Writable => drop(self.outbox.flush(clock::now().mono)),
            Woken::Silence => return self.on_silence().await,
        }
        None
    }

    async fn wait(&self, blocked: bool) -> Woken {
        let deadline = self.deadline(blocked);
        let woken = async {
            tokio::select! {
                readable = self.stream.ready(Interest::READABLE) => Woken::Readable(readable),
                () = self.outbox.attention() => Woken::Attention,
                _ = self.stream.ready(Interest::WRITABLE), if blocked => Woken::Writable,
            }
        };
        match deadline {
            None => woken.await,
            Some(at) => timeout_at(at, woken).await.unwrap_or(Woken::Silence),
        }
    }

    /// When silence means something: the end of an unfinished line, a listener,
    /// or a peer that does not read.
    fn deadline(&self, blocked: bool) -> Option<Instant> {
        let quiet = self.ear.awaits_quiet().then(|| clock::now().mono + QUIET);
        let listens = self.may_listen().then(|| self.arrived.into_std() + LISTENS);
        let patience = self.outbox.next_look().filter(|_| blocked);
        let first_line = self.first_line_ends();
        let handshake = self.handshake.ends();
        let first = [quiet, listens, patience, first_line, handshake];
        first.into_iter().flatten().min().map(Into::into)
    }

    /// Whether it may turn out to be a peer that only listens.
    fn may_listen(&self) -> bool {
        self.voice == Voice::Silent && self.handshake.ends().is_none() && self.ear.heard_nothing()
    }

    /// By when the first line has to end that has begun.
    fn first_line_ends(&self) -> Option<std::time::Instant> {
        let began = self.begun_at?.into_std();
        Some(began + self.door.first_line())
    }

    async fn on_silence(&mut self) -> Option<Parting> {
        let now = clock::now().mono;
        let peer = self.outbox.peer;
        if self.handshake.ends().is_some_and(|at| at <= now) {
            return Some(Parting::Lost("its TLS handshake did not end".into()));
        }
        if let Some(lag) = self.outbox.verdict(now) {
            let why = Parting::TooSlow(lag);
            self.door.tell(Input::Gone(peer, why)).await;
            // The hub closes the outbox, which calls for our attention.
            self.outbox.attention().await;
        } else if let Some(tongue) = self.ear.begins()
            && self.first_line_ends().is_some_and(|at| at <= now)
        {
            let seconds = self.door.first_line().as_secs();
            return Some(Parting::Unfinished(tongue, seconds));
        } else if self.ear.awaits_quiet() {
            let mut frames = Vec::new();
            self.ear.quiet(|heard| frames.push(heard));
            self.begun_at = None;
            self.hand_on(frames).await;
        } else if self.may_listen() && now >= self.arrived.into_std() + LISTENS {
            self.voice = Voice::Listens;
            self.door.tell(Input::Listens(peer)).await;
        }
        None
    }

    /// Reads once, and hands on every line that is whole.
    async fn read(&mut self) -> Option<Parting> {
        let mut frames = Vec::new();
        // Lines beyond the first batch, kept as bytes: a frame is larger.
        let mut rest = Vec::new();
        let read = BUFFER.with_borrow_mut(|buffer| -> io::Result<usize> {
            let read = self.stream.try_read(buffer)?;
            let bytes = buffer.get(..read).unwrap_or_default();
            let secrecy = self.door.secrecy();
            if self.handshake.takes(bytes, &self.stream, secrecy)? {
                return Err(io::ErrorKind::WouldBlock.into());
            }
            let (first, more) = split_lines(bytes);
            self.ear.feed(first, |heard| frames.push(heard));
            rest.extend_from_slice(more);
            Ok(read)
        });
        if let Some(certificate) = self.handshake.settles(&self.stream) {
            self.arrived = clock::now().mono.into();
            let peer = self.outbox.peer;
            self.door.tell(Input::Secret(peer, certificate)).await;
        }
        match read {
            Ok(0) => {
                self.ear.end(|heard| frames.push(heard));
                self.hand_on(frames).await;
                Some(Parting::Ended)
            }
            Ok(read) => {
                self.hand_on(frames).await;
                let mut rest = rest.as_slice();
                while !rest.is_empty() {
                    let (first, more) = split_lines(rest);
                    let mut frames = Vec::new();
                    self.ear.feed(first, |heard| frames.push(heard));
                    self.hand_on(frames).await;
                    rest = more;
                }
                self.note_first_line();
                if self.ear.tongue().is_some() {
                    self.voice = Voice::Speaks;
                }
                if read == READ_BYTES {
                    // More is there than fits: it waits until others had their turn,
                    // also where nothing in it was worth handing on.
                    tokio::task::yield_now().await;
                }
                None
            }
            Err(error) if farewell::is_passing(&error) => None,
            Err(error) => Some(self.on_failure(&error)),
        }
    }

    /// Why it cannot go on. A secret connection that ends without saying so may have been
    /// cut off by somebody else: what had begun is no line.
    fn on_failure(&mut self, error: &io::Error) -> Parting {
        let cut = error.kind() == io::ErrorKind::UnexpectedEof;
        if error.kind() == io::ErrorKind::InvalidData {
            self.handshake = Handshake::Garbled;
        }
        if cut && self.handshake.ends().is_none() {
            return Parting::Ended;
        }
        Parting::Lost(error.to_string())
    }

    /// Notes when the first line begins, and forgets that when it ends. A byte now and
    /// then does not make it begin anew.
    fn note_first_line(&mut self) {
        self.begun_at = match (self.ear.begins(), self.begun_at) {
            (None, _) => None,
            (Some(_), Some(at)) => Some(at),
            (Some(_), None) => Some(clock::now().mono.into()),
        };
    }

    async fn hand_on(&self, frames: Vec<Heard>) {
        if let Some(foreign) = self.ear.foreign() {
            // Of what follows the hub takes no notice: whose it was, it has closed.
            return self
                .door
                .tell(Input::Foreign(self.outbox.peer, foreign))
                .await;
        }
        if frames.is_empty() {
            return;
        }
        let input = Input::Heard {
            peer: self.outbox.peer,
            // A line that is no frame in any tongue is refused in the plain one.
            tongue: self.ear.tongue().unwrap_or(Tongue::Ascii),
            frames,
        };
        match self.voice {
            Voice::Speaks => self.door.tell(input).await,
            Voice::Silent | Voice::Listens => self.door.tell_first(input).await,
        }
    }

    /// Sends what is still to be sent, within [`LAST_WORDS`], and lets go.
    async fn end(mut self, parting: Option<Parting>) {
        let broken = matches!(parting, Some(Parting::Lost(_))) && !self.handshake.is_garbled();
        if let Some(why) = parting {
            self.door.tell(Input::Gone(self.outbox.peer, why)).await;
        }
        self.parted = true;
        let sent = async {
            self.stream.hurry();
            farewell::send_rest(&self.stream, &self.outbox).await;
            self.stream.drained().await;
        };
        if !broken && timeout(LAST_WORDS, sent).await.is_ok() {
            self.stream.finish();
            // Bytes that nobody reads would turn the end into a reset, which may
            // destroy the last words on their way.
            let _ = timeout(LINGER, farewell::ignore_rest(&self.stream)).await;
        }
    }
}

impl Drop for Attended {
    /// Whatever ends its task, a mistake of ours too: nobody stays behind under a name.
    fn drop(&mut self) {
        self.outbox.abandon();
        if !self.parted {
            let why = Parting::Lost("the server failed to attend to it".into());
            self.door.tell_later(Input::Gone(self.outbox.peer, why));
        }
    }
}

/// Cuts after so many lines that their frames make one batch.
fn split_lines(bytes: &[u8]) -> (&[u8], &[u8]) {
    let end = memchr::memchr_iter(b'\n', bytes).nth(BATCH - 1);
    end.map_or((bytes, &[]), |end| bytes.split_at(end + 1))
}

thread_local! {
    /// Borrowed for one read: a peer that says nothing has no buffer.
    static BUFFER: RefCell<Box<[u8]>> = RefCell::new(vec![0; READ_BYTES].into());
}

/// What one read takes at most.
const READ_BYTES: usize = 32 * 1024;

/// Frames of one peer that the hub hears in one turn: one flooder does not own it.
const BATCH: usize = 64;

/// Text without a line end is a line after this silence: a first lesson's
/// client sends none.
const QUIET: Duration = Duration::from_millis(300);

/// Whoever has said nothing for this long is a plain peer that only listens.
const LISTENS: Duration = Duration::from_secs(3);

/// How long the other side is still read after the end.
const LINGER: Duration = Duration::from_secs(1);

#[cfg(test)]
mod tests;
