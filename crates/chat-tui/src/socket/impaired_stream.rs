//! A TCP or Unix connection: bytes both ways, through the impairments if there are any.
//! Without them nothing lies between.

use std::cell::RefCell;
use std::future::pending;
use std::io;
use std::net::SocketAddr;
use std::time::Duration;
use std::time::Instant;

use chat_net::stream_tap::Ends;
use chat_net::stream_tap::StreamTap;
use chat_proto::trace::event::Event;
use chat_proto::trace::recording::FlowNamed;
use chat_proto::trace::recording::Transport;
use chat_proto::trace::stream::Opened;
use chat_proto::trace::weather::Impairments;
use chat_weather::duplex::Duplex;
use chat_weather::duplex::Read;
use chat_weather::profile::Profile;
use tokio::io::Interest;
use tokio::io::Ready;
use tokio::net::TcpStream;
#[cfg(unix)]
use tokio::net::UnixStream;
use tokio::task::coop::consume_budget;
use tokio::time::timeout_at;

use crate::clock;
use crate::config::NetworkConfig;

/// A connection.
pub(crate) struct ImpairedStream {
    raw: RawStream,
    /// Borrowed for a moment at a time, never while waiting.
    impaired: Option<Box<RefCell<Duplex>>>,
    tap: StreamTap,
}

/// The two kinds of socket, which have no trait in common.
pub(crate) enum RawStream {
    Tcp(TcpStream),
    #[cfg(unix)]
    Unix(UnixStream),
}

impl ImpairedStream {
    /// With the impairments that were asked for.
    pub(crate) fn new(raw: RawStream, asked: &NetworkConfig, opened: Opened) -> Self {
        let tap = StreamTap::new(&asked.tap, &raw, opened);
        let mut stream = Self {
            raw,
            impaired: None,
            tap,
        };
        stream.change(&asked.profile);
        stream
    }

    /// Other impairments from now on.
    pub(crate) fn change(&mut self, profile: &Profile) {
        let now = clock::now().mono;
        match &self.impaired {
            None if profile.is_clear() => return,
            None => {
                let traced = self.tap.is_open();
                let duplex = Duplex::new(now, &profile.streams, (profile.seed, 0), traced);
                self.impaired = Some(Box::new(RefCell::new(duplex)));
            }
            Some(impaired) => {
                let mut duplex = impaired.borrow_mut();
                duplex.change(now, &profile.streams, profile.seed);
            }
        }
        self.tap.note(now, &self.raw, || {
            let words = profile.words.as_str().into();
            let seed = profile.seed;
            Event::Impairments(Impairments { words, seed })
        });
    }

    /// Waits until it can be read or written, as is wished.
    pub(crate) async fn ready(&self, interest: Interest) -> io::Result<Ready> {
        let Some(impaired) = &self.impaired else {
            return self.raw.ready(interest).await;
        };
        loop {
            // A socket may be ready for ever: keys and signals have their turn.
            consume_budget().await;
            let (ready, wants, due) = {
                let mut duplex = impaired.borrow_mut();
                let now = clock::now().mono;
                self.move_bytes(&mut duplex, now);
                let ready = ready(&mut duplex, interest, now);
                let due = duplex.poll_timeout(interest.is_readable());
                (ready, wants(&duplex), due)
            };
            if !ready.is_empty() {
                return Ok(ready);
            }
            let socket = async {
                match wants {
                    Some(wants) => self.raw.ready(wants).await.map(drop),
                    None => pending().await,
                }
            };
            match due {
                None => socket.await?,
                // The time has come: the loop looks again.
                Some(due) => timeout_at(due.into(), socket).await.unwrap_or(Ok(()))?,
            }
        }
    }

    pub(crate) fn try_read(&self, buffer: &mut [u8]) -> io::Result<usize> {
        let Some(impaired) = &self.impaired else {
            return self.read_raw(buffer);
        };
        let mut duplex = impaired.borrow_mut();
        let now = clock::now().mono;
        self.move_bytes(&mut duplex, now);
        match duplex.read(now, buffer) {
            Read::Nothing => Err(io::ErrorKind::WouldBlock.into()),
            Read::Bytes(count) => Ok(count),
            Read::End => Ok(0),
            Read::Broken(why) => Err(why.into()),
        }
    }

    pub(crate) fn try_write(&self, bytes: &[u8]) -> io::Result<usize> {
        let Some(impaired) = &self.impaired else {
            return self.write_raw(bytes);
        };
        let mut duplex = impaired.borrow_mut();
        if let Some(why) = duplex.write_error() {
            return Err(why.into());
        }
        let now = clock::now().mono;
        let taken = duplex.push(now, bytes);
        self.move_bytes(&mut duplex, now);
        match taken {
            0 if !bytes.is_empty() => Err(io::ErrorKind::WouldBlock.into()),
            taken => Ok(taken),
        }
    }

    fn read_raw(&self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.raw.try_read(buffer);
        self.tap.read(&self.raw, buffer, &read);
        read
    }

    fn write_raw(&self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.raw.try_write(bytes);
        let pieces = std::iter::once(bytes);
        self.tap.written(&self.raw, pieces, &written);
        written
    }

    /// What is due leaves; what is there is read.
    fn move_bytes(&self, duplex: &mut Duplex, now: Instant) {
        let read = |buffer: &mut [u8]| self.read_raw(buffer);
        duplex.set_traced(self.tap.is_open());
        duplex.carry(now, read, |piece| self.write_raw(piece));
        if duplex.is_broken() {
            self.raw.break_off();
        }
        while let Some(event) = duplex.poll_event() {
            self.tap.note(now, &self.raw, || event);
        }
    }
}

fn ready(duplex: &mut Duplex, interest: Interest, now: Instant) -> Ready {
    let mut ready = Ready::EMPTY;
    if interest.is_readable() && duplex.is_readable(now) {
        ready |= Ready::READABLE;
    }
    if interest.is_writable() && duplex.is_writable() {
        ready |= Ready::WRITABLE;
    }
    ready
}

/// What the socket is waited for.
fn wants(duplex: &Duplex) -> Option<Interest> {
    match (duplex.wants_to_read(), duplex.wants_to_write()) {
        (true, true) => Some(Interest::READABLE.add(Interest::WRITABLE)),
        (true, false) => Some(Interest::READABLE),
        (false, true) => Some(Interest::WRITABLE),
        (false, false) => None,
    }
}

impl RawStream {
    async fn ready(&self, interest: Interest) -> io::Result<Ready> {
        match self {
            Self::Tcp(stream) => stream.ready(interest).await,
            #[cfg(unix)]
            Self::Unix(stream) => stream.ready(interest).await,
        }
    }

    fn try_read(&self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Tcp(stream) => stream.try_read(buffer),
            #[cfg(unix)]
            Self::Unix(stream) => stream.try_read(buffer),
        }
    }

    fn try_write(&self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Tcp(stream) => stream.try_write(bytes),
            #[cfg(unix)]
            Self::Unix(stream) => stream.try_write(bytes),
        }
    }

    /// Makes the end, when it comes, a reset, where there is such a thing.
    fn break_off(&self) {
        match self {
            Self::Tcp(stream) => {
                // A socket that is gone already cannot be broken.
                let _ = socket2::SockRef::from(stream).set_linger(Some(Duration::ZERO));
            }
            #[cfg(unix)]
            Self::Unix(_) => {}
        }
    }
}

impl Ends for RawStream {
    fn ends(&self) -> FlowNamed {
        let shown = |address: io::Result<SocketAddr>| match address {
            Ok(address) => address.to_string().into(),
            Err(_) => "".into(),
        };
        match self {
            Self::Tcp(stream) => FlowNamed {
                transport: Transport::Tcp,
                local: shown(stream.local_addr()),
                peer: shown(stream.peer_addr()),
                link: None,
            },
            #[cfg(unix)]
            Self::Unix(stream) => FlowNamed {
                transport: Transport::Unix,
                local: "".into(),
                peer: path_of(stream),
                link: None,
            },
        }
    }
}

/// The socket file that it is connected to.
#[cfg(unix)]
fn path_of(stream: &UnixStream) -> Box<str> {
    let address = stream.peer_addr().ok();
    let path = address
        .as_ref()
        .and_then(tokio::net::unix::SocketAddr::as_pathname);
    path.map_or_else(|| "".into(), |path| path.display().to_string().into())
}

/// One read: some hundred frames, after which the keyboard has its turn.
pub(crate) const READ: usize = 32 * 1024;
