//! TCP and Unix sockets: lines cut from a stream.

use std::io;

use chat_proto::codec::lines::Line;
use chat_proto::codec::lines::LineSplitter;
use tokio::io::Interest;
use tokio::io::Ready;
use tokio::net::TcpStream;
#[cfg(unix)]
use tokio::net::UnixStream;

/// A stream of lines both ways.
pub(crate) struct Stream {
    pipe: Pipe,
    lines: LineSplitter,
    /// What is to be written: at most a few frames, since the session has one
    /// message under way at a time.
    out: Vec<u8>,
    buffer: Box<[u8]>,
    /// The other side reads no more; what it has said may still arrive.
    deaf: bool,
    ended: bool,
}

/// The two kinds of stream, which have no trait in common.
pub(crate) enum Pipe {
    Tcp(TcpStream),
    #[cfg(unix)]
    Unix(UnixStream),
}

impl Stream {
    pub(crate) fn new(pipe: Pipe) -> Self {
        Self {
            pipe,
            lines: LineSplitter::default(),
            out: Vec::new(),
            buffer: vec![0; READ].into(),
            deaf: false,
            ended: false,
        }
    }

    /// Writes what can be written at once; the rest goes out while waiting.
    pub(crate) fn send(&mut self, line: &[u8]) {
        if !self.deaf {
            self.out.extend_from_slice(line);
            self.write();
        }
    }

    /// The lines of the next read. Loses nothing if dropped while waiting.
    pub(crate) async fn next(&mut self) -> io::Result<Vec<Vec<u8>>> {
        loop {
            if self.ended {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            let interest = if self.out.is_empty() {
                Interest::READABLE
            } else {
                Interest::READABLE.add(Interest::WRITABLE)
            };
            let ready = self.pipe.ready(interest).await?;
            if ready.is_writable() {
                self.write();
            }
            let lines = self.read()?;
            if !lines.is_empty() {
                return Ok(lines);
            }
        }
    }

    fn read(&mut self) -> io::Result<Vec<Vec<u8>>> {
        let mut found = Vec::new();
        let mut keep = |line: Line<'_>| match line {
            Line::Whole(bytes) if !bytes.trim_ascii().is_empty() => found.push(bytes.to_vec()),
            // No frame of ours is that long: it is nothing.
            Line::Whole(_) | Line::TooLong => {}
        };
        match self.pipe.try_read(&mut self.buffer) {
            Ok(0) => {
                self.lines.flush(&mut keep);
                self.ended = true;
            }
            Ok(count) => {
                let read = self.buffer.get(..count).unwrap_or_default();
                self.lines.feed(read, &mut keep);
            }
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
            Err(error) => return Err(error),
        }
        Ok(found)
    }

    fn write(&mut self) {
        while !self.out.is_empty() {
            match self.pipe.try_write(&self.out) {
                Ok(count) => drop(self.out.drain(..count)),
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => return,
                // Reading tells why: the server says `bye` before it closes.
                Err(_) => {
                    self.deaf = true;
                    self.out.clear();
                }
            }
        }
    }
}

impl Pipe {
    pub(crate) async fn ready(&self, interest: Interest) -> io::Result<Ready> {
        match self {
            Self::Tcp(stream) => stream.ready(interest).await,
            #[cfg(unix)]
            Self::Unix(stream) => stream.ready(interest).await,
        }
    }

    pub(crate) fn try_read(&self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Tcp(stream) => stream.try_read(buffer),
            #[cfg(unix)]
            Self::Unix(stream) => stream.try_read(buffer),
        }
    }

    pub(crate) fn try_write(&self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Tcp(stream) => stream.try_write(bytes),
            #[cfg(unix)]
            Self::Unix(stream) => stream.try_write(bytes),
        }
    }
}

/// One read: some hundred frames, after which the keyboard has its turn.
const READ: usize = 32 * 1024;
