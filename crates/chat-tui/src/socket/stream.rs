//! TCP and Unix sockets: lines cut from a stream.

use std::io;
use std::io::IoSlice;

use chat_net::connection::Connection;
use chat_net::tcp_info::TcpInfo;
use chat_proto::codec::lines::Line;
use chat_proto::codec::lines::LineSplitter;
use chat_proto::hex::Hex;
use chat_proto::trace::event::Event;
use chat_proto::trace::house::SendBuffer;
use chat_proto::trace::house::Writer;
use chat_proto::trace::weather::Impairments;
use chat_weather::profile::Profile;
use tokio::io::Interest;

use crate::clock;
use crate::pins::Print;

/// A stream of lines both ways.
pub(crate) struct Stream {
    bytes: Connection,
    lines: LineSplitter,
    /// What is to be written: the messages that the session has under way (one of
    /// a screen's, 32 of a pipe's), and its questions, which end with the connection
    /// where nobody answers.
    out: Vec<u8>,
    buffer: Box<[u8]>,
    /// The other side reads no more; what it has said may still arrive.
    deaf: bool,
    ended: bool,
    /// How many lines have come.
    heard: u64,
    /// What was told last of what is below it: only what changes is told again.
    below: Vec<Event>,
}

impl Stream {
    pub(crate) fn new(stream: Connection) -> Self {
        Self {
            bytes: stream,
            lines: LineSplitter::default(),
            out: Vec::new(),
            buffer: vec![0; READ].into(),
            deaf: false,
            ended: false,
            heard: 0,
            below: Vec::new(),
        }
    }

    /// The certificate by which it is secret, if it is.
    pub(crate) fn secret(&self) -> Option<Print> {
        self.bytes.layer(|layer| layer.shown()).flatten().map(Hex)
    }

    /// Other impairments from now on.
    pub(crate) fn change(&mut self, profile: &Profile) {
        change(&self.bytes, profile);
    }

    /// Notes what waits here, and what the system says; all of it anew, or what is new.
    pub(crate) fn look_below(&mut self, system: &mut TcpInfo, anew: bool) {
        let outbox = SendBuffer {
            peer: None,
            waiting: self.out.len(),
            limit: None,
            writer: if self.out.is_empty() {
                Writer::Idle
            } else {
                Writer::Blocked
            },
        };
        let ours = self.bytes.below(system);
        let sockets = ours.into_iter().chain(self.bytes.beyond(system));
        let told: Vec<_> = std::iter::once(Event::SendBuffer(outbox))
            .chain(sockets.map(Box::new).map(Event::Tcp))
            .collect();
        let now = clock::now().mono;
        for event in &told {
            if anew || !self.below.contains(event) {
                self.bytes.note(now, || event.clone());
            }
        }
        self.below = told;
    }

    /// Writes what can be written at once; the rest goes out while waiting.
    pub(crate) fn send(&mut self, line: &[u8]) {
        if !self.deaf {
            self.out.extend_from_slice(line);
            self.write();
        }
    }

    /// The lines of the next read, which may be none: whoever waits for more gives
    /// others their turn. Loses nothing if dropped while waiting.
    pub(crate) async fn next(&mut self) -> io::Result<Vec<Vec<u8>>> {
        if self.ended {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let interest = if self.out.is_empty() {
            Interest::READABLE
        } else {
            Interest::READABLE.add(Interest::WRITABLE)
        };
        let ready = self.bytes.ready(interest).await?;
        if ready.is_writable() {
            self.write();
        }
        self.read()
    }

    fn read(&mut self) -> io::Result<Vec<Vec<u8>>> {
        let mut found = Vec::new();
        let mut keep = |line: Line<'_>| match line {
            Line::Whole(bytes) if !bytes.trim_ascii().is_empty() => found.push(bytes.to_vec()),
            // No frame of ours is that long: it is nothing.
            Line::Whole(_) | Line::TooLong(_) => {}
        };
        match self.bytes.try_read(&mut self.buffer) {
            Ok(0) => {
                self.lines.flush(&mut keep);
                self.ended = true;
            }
            Ok(count) => {
                let read = self.buffer.get(..count).unwrap_or_default();
                self.lines.feed(read, &mut keep);
                // A first line that is no frame may never end: a prompt, say.
                let begun = self.lines.begun().trim_ascii_start().first();
                if self.heard == 0 && begun.is_some_and(|first| *first != b'{') {
                    self.lines.flush(&mut keep);
                }
            }
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
            Err(error) => return Err(error),
        }
        self.heard += u64::try_from(found.len()).unwrap_or(0);
        Ok(found)
    }

    fn write(&mut self) {
        while !self.out.is_empty() {
            match self.bytes.try_write(&[IoSlice::new(&self.out)]) {
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

/// Other impairments from now on, as it is noted.
pub(crate) fn change(bytes: &Connection, profile: &Profile) {
    let now = clock::now().mono;
    if bytes.change(now, profile) {
        bytes.note(now, || {
            let words = profile.words.as_str().into();
            let seed = profile.seed;
            Event::Impairments(Impairments { words, seed })
        });
    }
}

/// One read: some hundred frames, after which the keyboard has its turn.
const READ: usize = 32 * 1024;
