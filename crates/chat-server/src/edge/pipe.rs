//! One connection as a socket: TCP or Unix, in clear weather or in some.
//!
//! In clear weather nothing lies between. In any other, what is said waits in
//! the [`Duplex`] until its time, and the connection's own task moves it on
//! while it waits here for something to read.

use std::future::pending;
use std::io;
use std::io::IoSlice;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;
use std::time::Duration;
use std::time::Instant;

use chat_proto::weather::duplex::Duplex;
use chat_proto::weather::duplex::Read;
use tokio::io::Interest;
use tokio::sync::Notify;
use tokio::time::timeout_at;

use crate::clock;
use crate::edge::tracefile::StreamTrace;

/// A connection. Clones are the same one.
#[derive(Clone, Debug)]
pub enum Pipe {
    /// As it is.
    Clear(Bare),
    /// In some weather.
    Rough(Arc<Rough>),
}

/// A socket that carries a stream of bytes.
#[derive(Clone, Debug)]
pub enum Bare {
    /// A TCP connection.
    Tcp(Arc<tokio::net::TcpStream>),
    /// A connection to the socket file.
    #[cfg(unix)]
    Unix(Arc<tokio::net::UnixStream>),
}

/// A connection in some weather.
#[derive(Debug)]
pub struct Rough {
    bare: Bare,
    inside: Mutex<Inside>,
    /// Something was said since the connection's task last looked.
    said: Notify,
    trace: Option<StreamTrace>,
}

#[derive(Debug)]
struct Inside {
    duplex: Duplex,
    /// The socket has given its end: it is asked no more.
    ended: bool,
    buffer: Box<[u8]>,
}

impl Pipe {
    /// In this weather.
    pub fn rough(bare: Bare, duplex: Duplex, trace: Option<StreamTrace>) -> Self {
        Self::Rough(Arc::new(Rough {
            bare,
            inside: Mutex::new(Inside {
                duplex,
                ended: false,
                buffer: vec![0; READ].into(),
            }),
            said: Notify::new(),
            trace,
        }))
    }

    /// Waits until it can be read, or written.
    pub async fn ready(&self, interest: Interest) -> io::Result<()> {
        match self {
            Self::Clear(bare) => bare.ready(interest).await,
            Self::Rough(rough) => rough.ready(interest).await,
        }
    }

    /// What is there to read.
    pub fn try_read(&self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Clear(bare) => bare.try_read(buffer),
            Self::Rough(rough) => rough.try_read(buffer),
        }
    }

    /// Writes what there is room for.
    pub fn try_write(&self, slices: &[IoSlice<'_>]) -> io::Result<usize> {
        match self {
            Self::Clear(bare) => bare.try_write(slices),
            Self::Rough(rough) => rough.try_write(slices),
        }
    }

    /// Waits until all that was written has left, where something is in between.
    pub async fn drained(&self) {
        let Self::Rough(rough) = self else {
            return;
        };
        rough.lock().duplex.finish();
        // A socket that fails takes nothing any more.
        while !rough.has_drained() && rough.wait().await.is_ok() {}
    }

    /// Tells the other side that nothing more comes, and still listens.
    pub fn finish(&self) {
        match self {
            Self::Clear(bare) => bare.finish(),
            Self::Rough(rough) => rough.bare.finish(),
        }
    }
}

impl Rough {
    async fn ready(&self, interest: Interest) -> io::Result<()> {
        while !self.is_ready(interest) {
            self.wait().await?;
        }
        Ok(())
    }

    /// Waits for whatever comes first: the socket, the weather, or something
    /// that is said.
    async fn wait(&self) -> io::Result<()> {
        let (wants, due) = {
            let inside = self.lock();
            (inside.wants(), inside.duplex.poll_timeout())
        };
        let socket = async {
            match wants {
                Some(wants) => self.bare.ready(wants).await,
                None => pending().await,
            }
        };
        let woken = async {
            tokio::select! {
                ready = socket => ready,
                () = self.said.notified() => Ok(()),
            }
        };
        match due {
            None => woken.await,
            Some(due) => timeout_at(due.into(), woken).await.unwrap_or(Ok(())),
        }
    }

    fn is_ready(&self, interest: Interest) -> bool {
        let mut inside = self.lock();
        let now = clock::now().mono;
        self.move_bytes(&mut inside, now);
        let reads = interest.is_readable() && inside.duplex.is_readable(now);
        let broken = inside.duplex.is_broken();
        reads || broken || (interest.is_writable() && inside.duplex.has_room())
    }

    fn has_drained(&self) -> bool {
        let mut inside = self.lock();
        self.move_bytes(&mut inside, clock::now().mono);
        inside.duplex.is_written_out() || inside.duplex.is_broken()
    }

    fn try_read(&self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut inside = self.lock();
        let now = clock::now().mono;
        self.move_bytes(&mut inside, now);
        match inside.duplex.read(now, buffer) {
            Read::Nothing => Err(io::ErrorKind::WouldBlock.into()),
            Read::Bytes(count) => Ok(count),
            Read::End => Ok(0),
            Read::Broken => Err(io::ErrorKind::ConnectionReset.into()),
        }
    }

    fn try_write(&self, slices: &[IoSlice<'_>]) -> io::Result<usize> {
        let mut inside = self.lock();
        let now = clock::now().mono;
        if inside.duplex.is_broken() {
            return Err(io::ErrorKind::ConnectionReset.into());
        }
        let mut taken = 0;
        for slice in slices {
            let count = inside.duplex.push(now, slice);
            taken += count;
            if count < slice.len() {
                break;
            }
        }
        // It is the connection's task that moves it on, in its time.
        self.said.notify_one();
        match taken {
            0 => Err(io::ErrorKind::WouldBlock.into()),
            taken => Ok(taken),
        }
    }

    /// What is due leaves; what is there is read.
    fn move_bytes(&self, inside: &mut Inside, now: Instant) {
        while let Some(piece) = inside.duplex.to_write(now) {
            match self.bare.try_write(&[IoSlice::new(piece)]) {
                Ok(count) => inside.duplex.written(count),
                // Reading tells why it cannot be written.
                Err(_) => break,
            }
        }
        let room = inside.duplex.room_to_hear().min(READ);
        let buffer = inside.buffer.get_mut(..room).unwrap_or_default();
        if room > 0
            && !inside.ended
            && let Ok(count) = self.bare.try_read(buffer)
        {
            inside.ended = count == 0;
            let read = inside.buffer.get(..count).unwrap_or_default();
            inside.duplex.hear(now, read);
        }
        if inside.duplex.is_broken() {
            self.bare.break_off();
        }
        while let Some(event) = inside.duplex.poll_event() {
            if let Some(trace) = &self.trace {
                trace.write(now, &event);
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, Inside> {
        self.inside.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Inside {
    /// What the socket is waited for.
    fn wants(&self) -> Option<Interest> {
        let reads = self.duplex.room_to_hear() > 0 && !self.ended;
        let reads = reads.then_some(Interest::READABLE);
        let writes = self.duplex.is_writing().then_some(Interest::WRITABLE);
        match (reads, writes) {
            (Some(reads), Some(writes)) => Some(reads.add(writes)),
            (reads, writes) => reads.or(writes),
        }
    }
}

impl Bare {
    async fn ready(&self, interest: Interest) -> io::Result<()> {
        match self {
            Self::Tcp(stream) => stream.ready(interest).await.map(drop),
            #[cfg(unix)]
            Self::Unix(stream) => stream.ready(interest).await.map(drop),
        }
    }

    fn try_read(&self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Tcp(stream) => stream.try_read(buffer),
            #[cfg(unix)]
            Self::Unix(stream) => stream.try_read(buffer),
        }
    }

    fn try_write(&self, slices: &[IoSlice<'_>]) -> io::Result<usize> {
        match self {
            Self::Tcp(stream) => stream.try_write_vectored(slices),
            #[cfg(unix)]
            Self::Unix(stream) => stream.try_write_vectored(slices),
        }
    }

    fn finish(&self) {
        // A connection that is already gone needs no end.
        let _ = match self {
            Self::Tcp(stream) => {
                socket2::SockRef::from(&**stream).shutdown(std::net::Shutdown::Write)
            }
            #[cfg(unix)]
            Self::Unix(stream) => {
                socket2::SockRef::from(&**stream).shutdown(std::net::Shutdown::Write)
            }
        };
    }

    /// Makes the end, when it comes, a reset, where there is such a thing.
    fn break_off(&self) {
        match self {
            Self::Tcp(stream) => {
                // A socket that is gone already cannot be broken.
                let _ = socket2::SockRef::from(&**stream).set_linger(Some(Duration::ZERO));
            }
            #[cfg(unix)]
            Self::Unix(_) => {}
        }
    }
}

/// What one read of a rough connection takes at most.
const READ: usize = 32 * 1024;
