//! A TCP or Unix socket as a stream of bytes, with or without impairments.
//!
//! Without them nothing lies between. Once there were any, what is said waits in the
//! [`Duplex`] until its time, and whoever waits in [`ImpairedStream::ready`] moves it on.

use std::future::pending;
use std::io;
use std::io::IoSlice;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::OnceLock;
use std::sync::PoisonError;
use std::time::Instant;

use chat_proto::trace::event::Event;
use chat_proto::trace::stream::Opened;
use chat_proto::trace::stream::Tcp;
use chat_weather::duplex::Duplex;
use chat_weather::duplex::Read;
use chat_weather::profile::Profile;
use tokio::io::Interest;
use tokio::io::Ready;
use tokio::sync::Notify;
use tokio::task::coop::consume_budget;
use tokio::time::timeout_at;

use crate::clock;
use crate::raw_stream::RawStream;
use crate::stream_tap::StreamTap;
use crate::tap::Tap;
use crate::tcp_info::TcpInfo;

/// The socket and what lies around it. Shared by the task that reads and by whoever
/// writes.
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

impl ImpairedStream {
    /// The n-th connection, without impairments.
    pub fn new(raw: RawStream, flow: u64, tap: &Tap, opened: Opened) -> Self {
        let tap = StreamTap::new(tap, &raw, opened);
        Self {
            raw,
            flow,
            impaired: OnceLock::new(),
            news: Notify::new(),
            tap,
        }
    }

    /// Other impairments from now on. Whether there are or were any.
    pub fn change(&self, now: Instant, profile: &Profile) -> bool {
        let Profile { seed, streams, .. } = profile;
        if let Some(duplex) = self.impaired.get() {
            lock(duplex).change(now, streams, *seed);
        } else if streams.is_clear() {
            return false;
        } else {
            let traced = self.tap.is_open();
            let duplex = Duplex::new(now, streams, (*seed, self.flow), traced);
            // Another task may have set it meanwhile, to the same.
            let _ = self.impaired.set(Box::new(Mutex::new(duplex)));
        }
        self.news.notify_one();
        true
    }

    /// Whether anybody listens.
    pub fn is_traced(&self) -> bool {
        self.tap.is_open()
    }

    /// Notes an event of this connection, if anybody listens.
    pub fn note(&self, now: Instant, event: impl FnOnce() -> Event) {
        self.tap.note(now, &self.raw, event);
    }

    /// What the system says of it, where it is TCP.
    pub fn below(&self, system: &mut TcpInfo) -> Option<Tcp> {
        let (local, peer) = self.raw.tcp_ends()?;
        system.ask(local, peer)
    }

    /// And of the other side's socket, where that is on this machine.
    pub fn beyond(&self, system: &mut TcpInfo) -> Option<Tcp> {
        let (local, peer) = self.raw.tcp_ends()?;
        let theirs = system.ask(peer, local)?;
        Some(Tcp {
            theirs: true,
            ..theirs
        })
    }

    /// Waits until it can be read, or written; neither where something else has happened
    /// that is worth a look.
    pub async fn ready(&self, interest: Interest) -> io::Result<Ready> {
        let Some(duplex) = self.impaired.get() else {
            return tokio::select! {
                biased;
                ready = self.raw.ready(interest) => ready,
                () = self.news.notified() => Ok(Ready::EMPTY),
            };
        };
        let ready = self.impaired_ready(duplex, interest);
        if ready.is_empty() {
            // Boxed: each connection would keep room for impairments it never has.
            Box::pin(self.wait(duplex, interest.is_readable())).await?;
        }
        Ok(ready)
    }

    /// Has whoever waits look around.
    pub fn wake(&self) {
        self.news.notify_one();
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
        self.move_bytes(&mut duplex, now);
        // The rest is moved on by the connection's task, in its time.
        self.news.notify_one();
        match taken {
            0 => Err(io::ErrorKind::WouldBlock.into()),
            taken => Ok(taken),
        }
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
                Some(wants) => self.raw.ready(wants).await.map(drop),
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

    fn impaired_ready(&self, duplex: &Mutex<Duplex>, interest: Interest) -> Ready {
        let mut duplex = lock(duplex);
        let now = clock::now().mono;
        self.move_bytes(&mut duplex, now);
        let broken = duplex.is_broken();
        let mut ready = Ready::EMPTY;
        if interest.is_readable() && (broken || duplex.is_readable(now)) {
            ready |= Ready::READABLE;
        }
        if interest.is_writable() && (broken || duplex.is_writable()) {
            ready |= Ready::WRITABLE;
        }
        ready
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

fn lock(duplex: &Mutex<Duplex>) -> MutexGuard<'_, Duplex> {
    duplex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests;
