//! One connection as a socket: TCP or Unix, with or without impairments.
//!
//! Without them nothing lies between. Once there were any, what is said waits in the [`Duplex`] until its time, and the connection's own task
//! moves it on while it waits here for something to read.

use std::future::pending;
use std::io;
use std::io::IoSlice;
use std::net::Shutdown;
use std::net::SocketAddr;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::OnceLock;
use std::sync::PoisonError;
use std::time::Duration;
use std::time::Instant;

use chat_net::stream_tap::Ends;
use chat_net::stream_tap::StreamTap;
use chat_net::tap::Tap;
use chat_proto::trace::recording::FlowNamed;
use chat_proto::trace::recording::Transport;
use chat_proto::trace::stream::Opened;
use chat_weather::duplex::Duplex;
use chat_weather::duplex::Read;
use chat_weather::profile::Profile;
use socket2::SockRef;
use tokio::io::Interest;
use tokio::sync::Notify;
use tokio::task::coop::consume_budget;
use tokio::time::timeout_at;

use crate::clock;

/// A connection.
#[derive(Debug)]
pub struct ImpairedStream {
    raw: RawStream,
    /// Which connection: each has draws of its own.
    flow: u64,
    /// Set once there were any impairments. Boxed: most connections never need it.
    impaired: OnceLock<Box<Mutex<Duplex>>>,
    /// Something was written, or the impairments have changed, since the connection's
    /// task last looked.
    news: Notify,
    tap: StreamTap,
}

/// A socket that carries a stream of bytes.
#[derive(Debug)]
pub enum RawStream {
    /// A TCP connection.
    Tcp(tokio::net::TcpStream),
    /// A connection to the socket file.
    #[cfg(unix)]
    Unix(tokio::net::UnixStream),
}

impl ImpairedStream {
    /// The n-th connection, without impairments.
    pub fn new(raw: RawStream, flow: u64, tap: &Tap) -> Self {
        let tap = StreamTap::new(tap, &raw, Opened::default());
        Self {
            raw,
            flow,
            impaired: OnceLock::new(),
            news: Notify::new(),
            tap,
        }
    }

    /// Other impairments from now on.
    pub fn change(&self, now: Instant, profile: &Profile) {
        let Profile { seed, streams, .. } = profile;
        if let Some(duplex) = self.impaired.get() {
            lock(duplex).change(now, streams, *seed);
        } else if !streams.is_clear() {
            let traced = self.tap.is_open();
            let duplex = Duplex::new(now, streams, (*seed, self.flow), traced);
            // Another task may have set it meanwhile, to the same.
            let _ = self.impaired.set(Box::new(Mutex::new(duplex)));
        }
        self.news.notify_one();
    }

    /// Waits until it can be read, or written.
    pub async fn ready(&self, interest: Interest) -> io::Result<()> {
        loop {
            let Some(duplex) = self.impaired.get() else {
                tokio::select! {
                    biased;
                    ready = self.raw.ready(interest) => return ready,
                    () = self.news.notified() => continue,
                }
            };
            if self.is_ready(duplex, interest) {
                return Ok(());
            }
            // Boxed: each connection would keep room for impairments it never has.
            Box::pin(self.wait(duplex, interest.is_readable())).await?;
        }
    }

    /// What is there to read.
    pub fn try_read(&self, buffer: &mut [u8]) -> io::Result<usize> {
        let Some(duplex) = self.impaired.get() else {
            return self.read_raw(buffer);
        };
        let mut duplex = lock(duplex);
        let now = clock::now().mono;
        self.move_bytes(&mut duplex, now);
        match duplex.read(now, buffer) {
            Read::Nothing => Err(io::ErrorKind::WouldBlock.into()),
            Read::Bytes(count) => Ok(count),
            Read::End => Ok(0),
            Read::Broken(why) => Err(why.into()),
        }
    }

    /// Writes what there is room for.
    pub fn try_write(&self, slices: &[IoSlice<'_>]) -> io::Result<usize> {
        let Some(duplex) = self.impaired.get() else {
            return self.write_raw(slices);
        };
        let mut duplex = lock(duplex);
        if let Some(why) = duplex.write_error() {
            return Err(why.into());
        }
        let now = clock::now().mono;
        let mut taken = 0;
        for slice in slices {
            let count = duplex.push(now, slice);
            taken += count;
            if count < slice.len() {
                break;
            }
        }
        // It is the connection's task that moves it on, in its time.
        self.news.notify_one();
        match taken {
            0 => Err(io::ErrorKind::WouldBlock.into()),
            taken => Ok(taken),
        }
    }

    /// Waits until all that was written has left, or cannot leave, where something
    /// is in between: for as long as the other side and the weather take, which is
    /// the caller's to bound.
    pub async fn drained(&self) {
        let Some(duplex) = self.impaired.get() else {
            return;
        };
        lock(duplex).finish();
        while !self.has_drained(duplex) && self.wait(duplex, false).await.is_ok() {}
    }

    /// What is written from now on is the last: the kernel takes it whatever it has
    /// on its way, and brings it to a peer that reads after we have closed.
    pub fn hurry(&self) {
        self.raw.hurry();
    }

    /// Tells the other side that nothing more comes, and still listens.
    pub fn finish(&self) {
        self.raw.finish();
    }

    /// Waits for whatever comes first: the socket, the impairments, or something that is
    /// written. `reads` is whether what comes in is waited for.
    async fn wait(&self, duplex: &Mutex<Duplex>, reads: bool) -> io::Result<()> {
        // A socket may be ready for ever, and time that has come does not wait
        // either: others have their turn all the same.
        consume_budget().await;
        let (wants, due) = {
            let duplex = lock(duplex);
            (wants(&duplex), duplex.poll_timeout(reads))
        };
        let socket = async {
            match wants {
                Some(wants) => self.raw.ready(wants).await,
                None => pending().await,
            }
        };
        let woken = async {
            tokio::select! {
                outcome = socket => outcome,
                () = self.news.notified() => Ok(()),
            }
        };
        match due {
            None => woken.await,
            Some(due) => timeout_at(due.into(), woken).await.unwrap_or(Ok(())),
        }
    }

    fn is_ready(&self, duplex: &Mutex<Duplex>, interest: Interest) -> bool {
        let mut duplex = lock(duplex);
        let now = clock::now().mono;
        self.move_bytes(&mut duplex, now);
        let reads = interest.is_readable() && duplex.is_readable(now);
        reads || duplex.is_broken() || (interest.is_writable() && duplex.is_writable())
    }

    fn has_drained(&self, duplex: &Mutex<Duplex>) -> bool {
        let mut duplex = lock(duplex);
        self.move_bytes(&mut duplex, clock::now().mono);
        duplex.is_written_out()
    }

    fn read_raw(&self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.raw.try_read(buffer);
        self.tap.read(&self.raw, buffer, &read);
        read
    }

    fn write_raw(&self, slices: &[IoSlice<'_>]) -> io::Result<usize> {
        let written = self.raw.try_write(slices);
        let pieces = slices.iter().map(|slice| &**slice);
        self.tap.written(&self.raw, pieces, &written);
        written
    }

    /// What is due leaves; what is there is read.
    fn move_bytes(&self, duplex: &mut Duplex, now: Instant) {
        let read = |buffer: &mut [u8]| self.read_raw(buffer);
        let write = |piece: &[u8]| self.write_raw(&[IoSlice::new(piece)]);
        duplex.set_traced(self.tap.is_open());
        duplex.carry(now, read, write);
        if duplex.is_broken() {
            self.raw.break_off();
        }
        while let Some(event) = duplex.poll_event() {
            self.tap.note(now, &self.raw, || event);
        }
    }
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

    fn hurry(&self) {
        let socket = self.socket();
        // A connection that is gone needs no last words.
        #[cfg(target_os = "linux")]
        if matches!(self, Self::Tcp(_)) {
            let _ = socket.set_tcp_notsent_lowat(u32::MAX);
        }
        if let Ok(room) = socket.send_buffer_size()
            && room < ROOMY
        {
            let _ = socket.set_send_buffer_size(room + ROOMY);
        }
    }

    fn finish(&self) {
        // A connection that is already gone needs no end.
        let _ = self.socket().shutdown(Shutdown::Write);
    }

    fn socket(&self) -> SockRef<'_> {
        match self {
            Self::Tcp(stream) => SockRef::from(stream),
            #[cfg(unix)]
            Self::Unix(stream) => SockRef::from(stream),
        }
    }

    /// Makes the end, when it comes, a reset, where there is such a thing.
    fn break_off(&self) {
        match self {
            Self::Tcp(stream) => {
                // A socket that is gone already cannot be broken.
                let _ = SockRef::from(stream).set_linger(Some(Duration::ZERO));
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
                local: path_of(stream),
                peer: "".into(),
                link: None,
            },
        }
    }
}

/// The socket file that it was accepted at.
#[cfg(unix)]
fn path_of(stream: &tokio::net::UnixStream) -> Box<str> {
    let address = stream.local_addr().ok();
    let path = address
        .as_ref()
        .and_then(tokio::net::unix::SocketAddr::as_pathname);
    path.map_or_else(|| "".into(), |path| path.display().to_string().into())
}

fn lock(duplex: &Mutex<Duplex>) -> MutexGuard<'_, Duplex> {
    duplex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A kernel that keeps at least this much for a peer has room for a last word.
const ROOMY: usize = 256 * 1024;

#[cfg(test)]
mod tests {
    use tokio::net::TcpListener;
    use tokio::net::TcpSocket;
    use tokio::time::timeout;

    use super::*;

    /// Writes until the kernel takes no more; then the last words all the same.
    async fn has_room_for_a_last_word(raw: RawStream) {
        let stream = ImpairedStream::new(raw, 0, &Tap::default());
        let block = [b'x'; 4096];
        while let Ok(ready) = timeout(QUIET, stream.ready(Interest::WRITABLE)).await {
            ready.unwrap();
            while stream.try_write(&[IoSlice::new(&block)]).is_ok() {}
        }
        stream.hurry();
        let ready = timeout(PATIENCE, stream.ready(Interest::WRITABLE)).await;
        ready.expect("room").unwrap();
        assert_eq!(stream.try_write(&[IoSlice::new(b"bye")]).unwrap(), 3);
    }

    #[tokio::test]
    async fn a_peer_that_reads_nothing_finds_the_last_words_behind_what_it_has_left() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let peer = TcpSocket::new_v4().unwrap();
        peer.set_recv_buffer_size(4096).unwrap();
        let peer = peer.connect(listener.local_addr().unwrap());
        let (peer, accepted) = tokio::join!(peer, listener.accept());
        let (_peer, (socket, _)) = (peer.unwrap(), accepted.unwrap());
        #[cfg(target_os = "linux")]
        SockRef::from(&socket).set_tcp_notsent_lowat(16384).unwrap();
        has_room_for_a_last_word(RawStream::Tcp(socket)).await;
    }

    #[cfg(unix)]
    #[tokio::test]
    async fn one_on_a_unix_socket_does_too() {
        let (socket, _peer) = tokio::net::UnixStream::pair().unwrap();
        has_room_for_a_last_word(RawStream::Unix(socket)).await;
    }

    /// Nothing has become free for this long: it is full, or the test proves less.
    const QUIET: Duration = Duration::from_millis(50);
    const PATIENCE: Duration = Duration::from_secs(20);
}
