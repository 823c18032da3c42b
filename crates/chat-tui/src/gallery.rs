//! What a server shows of itself to observers (`chat-server --observe`): the lines of a
//! recording, live, from a Unix socket. Nothing is ever said to it.

use std::io;
use std::path::Path;
use std::time::Duration;

use chat_proto::trace::entry::Entry;
use chat_proto::trace::event::Event;
use chat_proto::trace::stream::Close;
use chat_proto::trace::stream::Closed;
use tokio::net::UnixStream;

use crate::app::wire::shown::Noted;

/// A connection to it.
pub(crate) struct Gallery {
    stream: UnixStream,
    /// The beginning of a line whose end has not come.
    torn: Vec<u8>,
    noted: Noted,
    ended: bool,
    /// When something happened last.
    last: Duration,
    buffer: Box<[u8]>,
}

impl Gallery {
    /// Connects: to whoever serves there, or nobody.
    pub(crate) async fn connect(path: &Path) -> io::Result<Self> {
        Ok(Self {
            stream: UnixStream::connect(path).await?,
            torn: Vec::new(),
            noted: Noted::default(),
            ended: false,
            last: Duration::ZERO,
            buffer: vec![0; READ].into(),
        })
    }

    /// Waits until something has come; for ever once it has ended. Loses nothing if it is
    /// dropped while waiting.
    pub(crate) async fn came(&mut self) {
        while !self.ended {
            let read = match self.stream.readable().await {
                Ok(()) => self.stream.try_read(&mut self.buffer),
                Err(error) => Err(error),
            };
            match read {
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => continue,
                Ok(0) | Err(_) => self.end(),
                Ok(count) => self.take(count),
            }
            return;
        }
        std::future::pending::<()>().await;
    }

    /// What has come since; nothing where that is nothing.
    pub(crate) fn take_noted(&mut self) -> Option<Noted> {
        let noted = std::mem::take(&mut self.noted);
        (noted.missed > 0 || !noted.entries.is_empty()).then_some(noted)
    }

    /// It shows no more: which is told as the end of everything.
    fn end(&mut self) {
        self.ended = true;
        let closed = Event::Closed(Closed {
            why: Close::End,
            unread: None,
        });
        let entry = Entry {
            at: self.last,
            flow: None,
            event: closed,
        };
        self.noted.entries.push(entry.into());
    }

    fn take_line(&mut self) {
        match Entry::read(&self.torn) {
            Ok(entry) => {
                self.last = entry.at;
                self.noted.entries.push(entry.into());
            }
            Err(_) => self.noted.missed += 1,
        }
        self.torn.clear();
    }

    /// Whole lines are read; what is no event is counted as missed.
    fn take(&mut self, count: usize) {
        let buffer = std::mem::take(&mut self.buffer);
        let read = buffer.get(..count).unwrap_or_default();
        for piece in read.split_inclusive(|byte| *byte == b'\n') {
            // Longer is no line of a recording: its rest is no line either.
            if self.torn.len() < LONGEST {
                self.torn.extend_from_slice(piece);
            }
            if piece.ends_with(b"\n") {
                self.take_line();
            }
        }
        self.buffer = buffer;
        let more = self.noted.entries.len().saturating_sub(MOST);
        if more > 0 {
            self.noted.missed += u64::try_from(more).unwrap_or(u64::MAX);
            self.noted.entries.drain(..more);
        }
    }
}

/// One read: some hundred events, after which the keyboard has its turn.
const READ: usize = 32 * 1024;

/// Longer than any line of a recording.
const LONGEST: usize = 1024 * 1024;

/// Events that wait for the next frame.
const MOST: usize = 16 * 1024;

#[cfg(test)]
mod tests {
    use tokio::io::AsyncWriteExt;

    use super::*;

    #[tokio::test]
    async fn however_lines_are_cut_they_are_read_whole() {
        let (stream, mut server) = UnixStream::pair().unwrap();
        let mut gallery = Gallery {
            stream,
            torn: Vec::new(),
            noted: Noted::default(),
            ended: false,
            last: Duration::ZERO,
            buffer: vec![0; 16].into(),
        };
        let lines =
            b"{\"ms\":1.0,\"event\":\"cookie\"}\nnonsense\n{\"ms\":2.0,\"event\":\"open\"}\n";
        server.write_all(lines).await.unwrap();
        drop(server);
        while !gallery.ended {
            gallery.came().await;
        }
        let noted = gallery.take_noted().unwrap();
        assert_eq!(noted.entries.len(), 3, "and that it has ended");
        assert_eq!(noted.missed, 1, "the nonsense");
        assert!(gallery.take_noted().is_none());
    }
}
