//! One connection of either program: a stream of bytes, and room for one layer between
//! its impairments and its frames.
//!
//! ```text
//! frames  ⇄  layer (TLS)  ⇄  impairments  ⇄  socket
//! ```
//!
//! Without either nothing lies between. What waits in them moves on while the
//! connection's task waits in [`Connection::ready`].

#[cfg(feature = "secrecy")]
mod tls;
#[cfg(feature = "secrecy")]
mod tls_events;
pub mod layer;

use std::cell::RefCell;
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
use chat_weather::profile::Profile;
use tokio::io::Interest;
use tokio::io::Ready;
use tokio::task::coop::consume_budget;

use crate::clock;
use crate::impaired_stream::ImpairedStream;
use crate::raw_stream::RawStream;
use crate::tap::Tap;
use crate::tcp_info::TcpInfo;

use layer::Layer;
use layer::Read;

/// A connection. Shared by the task that reads and by whoever writes.
#[derive(Debug)]
pub struct Connection {
    wire: ImpairedStream,
    /// Set once there is a layer. Boxed: most connections never have one.
    layer: OnceLock<Box<Mutex<dyn Layer>>>,
}

impl Connection {
    /// The n-th connection, with nothing in between.
    pub fn new(raw: RawStream, flow: u64, tap: &Tap, opened: Opened) -> Self {
        Self {
            wire: ImpairedStream::new(raw, flow, tap, opened),
            layer: OnceLock::new(),
        }
    }

    /// Other impairments from now on. Whether there are or were any.
    pub fn change(&self, now: Instant, profile: &Profile) -> bool {
        self.wire.change(now, profile)
    }

    /// Puts a layer in between, once, and gives it what has come already.
    pub fn put_between(&self, layer: impl Layer + 'static, came: &[u8]) -> io::Result<()> {
        let layer = Box::new(Mutex::new(layer));
        let mut layer = lock(self.layer.get_or_init(move || layer));
        let taken = self.feed(&mut *layer, came);
        let sent = self.send_pending(&mut *layer);
        taken.and(sent)
    }

    /// What of the layer one wants to know; nothing where there is none.
    pub fn layer<T>(&self, ask: impl FnOnce(&dyn Layer) -> T) -> Option<T> {
        self.layer.get().map(|layer| ask(&*lock(layer)))
    }

    /// Notes an event of this connection, if anybody listens.
    pub fn note(&self, now: Instant, event: impl FnOnce() -> Event) {
        self.wire.note(now, event);
    }

    /// What the system says of it; nothing where it does not tell.
    pub fn below(&self, system: &mut TcpInfo) -> Option<Tcp> {
        self.wire.below(system)
    }

    /// And of the other side's socket, where that is on this machine.
    pub fn beyond(&self, system: &mut TcpInfo) -> Option<Tcp> {
        self.wire.beyond(system)
    }

    /// Waits until it can be read, or written.
    pub async fn ready(&self, interest: Interest) -> io::Result<Ready> {
        if let Some(layer) = self.layer.get() {
            // Boxed: each connection would keep room for a layer it never has.
            return Box::pin(self.layered_ready(layer, interest)).await;
        }
        loop {
            // A socket may be ready for ever: others have their turn all the same.
            consume_budget().await;
            let ready = self.wire.ready(interest).await?;
            if !ready.is_empty() {
                return Ok(ready);
            }
        }
    }

    /// What is there to read. Where a layer lies between, an end that was not announced
    /// is `UnexpectedEof`: somebody else may have cut off what came before it.
    pub fn try_read(&self, buffer: &mut [u8]) -> io::Result<usize> {
        match self.layer.get() {
            None => self.wire.try_read(buffer),
            Some(layer) => self.layered_read(&mut *lock(layer), buffer),
        }
    }

    /// Writes what there is room for.
    pub fn try_write(&self, slices: &[IoSlice<'_>]) -> io::Result<usize> {
        match self.layer.get() {
            None => self.wire.try_write(slices),
            Some(layer) => self.layered_write(&mut *lock(layer), slices),
        }
    }

    /// Waits until all that was written has left, or cannot leave, where something
    /// is in between: for as long as the other side and the weather take, which is
    /// the caller's to bound. Nothing is written afterwards.
    pub async fn drained(&self) {
        if let Some(layer) = self.layer.get()
            && Box::pin(self.layered_end(layer)).await.is_err()
        {
            return;
        }
        self.wire.drained().await;
    }

    /// What is written from now on is the last: the kernel takes it whatever it has
    /// on its way, and brings it to a peer that reads after we have closed.
    pub fn hurry(&self) {
        self.wire.hurry();
    }

    /// Tells the other side that nothing more comes, and still listens.
    pub fn finish(&self) {
        self.wire.finish();
    }

    async fn layered_ready(
        &self,
        layer: &Mutex<dyn Layer>,
        interest: Interest,
    ) -> io::Result<Ready> {
        loop {
            // A socket may be ready for ever: others have their turn all the same.
            consume_budget().await;
            let (ready, wants) = {
                let mut layer = lock(layer);
                self.send_pending(&mut *layer)?;
                (ready(&*layer, interest), wants(&*layer, interest))
            };
            if !ready.is_empty() {
                return Ok(ready);
            }
            let came = self.wire.ready(wants).await?.is_readable();
            if came && interest.is_readable() {
                return Ok(Ready::READABLE);
            }
            if came {
                // The two sides are still agreeing.
                self.take_in(&mut *lock(layer))?;
            }
        }
    }

    async fn layered_end(&self, layer: &Mutex<dyn Layer>) -> io::Result<()> {
        self.noting(&mut *lock(layer), |layer| layer.finish());
        while self.owes(&mut *lock(layer))? {
            consume_budget().await;
            self.wire.ready(Interest::WRITABLE).await?;
        }
        Ok(())
    }

    fn layered_read(&self, layer: &mut dyn Layer, buffer: &mut [u8]) -> io::Result<usize> {
        if !layer.is_readable() {
            self.take_in(layer)?;
        }
        match layer.read(buffer) {
            Read::Nothing => Err(io::ErrorKind::WouldBlock.into()),
            Read::Bytes(count) => Ok(count),
            Read::End => Ok(0),
        }
    }

    /// Reads once from the wire, where there is something to read. What it leads to is
    /// sent at once, where there is room.
    fn take_in(&self, layer: &mut dyn Layer) -> io::Result<()> {
        CAME.with_borrow_mut(|buffer| {
            let count = match self.wire.try_read(buffer) {
                Ok(0) if layer.is_readable() => return Ok(()),
                Ok(0) => return Err(io::ErrorKind::UnexpectedEof.into()),
                Ok(count) => count,
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => return Ok(()),
                Err(error) => return Err(error),
            };
            let taken = self.feed(layer, buffer.get(..count).unwrap_or_default());
            let sent = self.send_pending(layer);
            taken.and(sent)
        })
    }

    /// All that is given goes into the layer as one piece: its own overhead is per piece.
    fn layered_write(&self, layer: &mut dyn Layer, slices: &[IoSlice<'_>]) -> io::Result<usize> {
        let taken = match slices {
            [only] => self.noting(layer, |layer| layer.write(only)),
            several => GATHERED.with_borrow_mut(|gathered| {
                gathered.clear();
                for slice in several {
                    let room = slice.len().min(GATHERED_BYTES - gathered.len());
                    gathered.extend_from_slice(slice.get(..room).unwrap_or_default());
                }
                self.noting(layer, |layer| layer.write(gathered))
            }),
        };
        self.send_pending(layer)?;
        if !layer.pending().is_empty() {
            // It is the connection's task that waits for room.
            self.wire.wake();
        }
        match taken {
            0 => Err(io::ErrorKind::WouldBlock.into()),
            taken => Ok(taken),
        }
    }

    fn feed(&self, layer: &mut dyn Layer, came: &[u8]) -> io::Result<()> {
        self.noting(layer, |layer| layer.feed(came))
    }

    /// Has the layer do something. What passes in it meanwhile is noted, where somebody
    /// listens: what it has made before that leaves.
    fn noting<T>(&self, layer: &mut dyn Layer, what: impl FnOnce(&mut dyn Layer) -> T) -> T {
        layer.set_traced(self.wire.is_traced());
        let done = what(layer);
        while let Some(event) = layer.poll_event() {
            self.wire.note(clock::now().mono, || event);
        }
        done
    }

    /// Whether something of the layer's has not left.
    fn owes(&self, layer: &mut dyn Layer) -> io::Result<bool> {
        self.send_pending(layer)?;
        Ok(!layer.pending().is_empty())
    }

    fn send_pending(&self, layer: &mut dyn Layer) -> io::Result<()> {
        while !layer.pending().is_empty() {
            match self.wire.try_write(&[IoSlice::new(layer.pending())]) {
                Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
                Ok(sent) => layer.advance(sent),
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => return Ok(()),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }
}

fn ready(layer: &dyn Layer, interest: Interest) -> Ready {
    let mut ready = Ready::EMPTY;
    if interest.is_readable() && layer.is_readable() {
        ready |= Ready::READABLE;
    }
    if interest.is_writable() && layer.is_writable() {
        ready |= Ready::WRITABLE;
    }
    ready
}

/// What the wire is waited for. Until both sides have agreed, who wants to write has to
/// read.
fn wants(layer: &dyn Layer, interest: Interest) -> Interest {
    let reads = interest.is_readable() || layer.is_opening();
    match (reads, layer.pending().is_empty()) {
        (_, true) => Interest::READABLE,
        (true, false) => Interest::READABLE.add(Interest::WRITABLE),
        (false, false) => Interest::WRITABLE,
    }
}

fn lock(layer: &Mutex<dyn Layer>) -> MutexGuard<'_, dyn Layer + 'static> {
    layer.lock().unwrap_or_else(PoisonError::into_inner)
}

thread_local! {
    /// Borrowed for one read of the wire: a peer that says nothing has no buffer.
    static CAME: RefCell<Box<[u8]>> = RefCell::new(vec![0; READ_BYTES].into());
    /// Borrowed for one write.
    static GATHERED: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

/// What one read of the wire takes at most: two records of the greatest length.
const READ_BYTES: usize = 32 * 1024;

/// What a layer is given at once at most: a record of TLS takes a quarter of it.
const GATHERED_BYTES: usize = 64 * 1024;

#[cfg(test)]
mod tests;
