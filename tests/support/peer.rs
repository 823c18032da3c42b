//! A peer that speaks JSON: says, asks, and waits for what it expects.

use std::time::Duration;

use serde_json::Value;
use serde_json::json;

use crate::clock::Deadline;
use crate::clock::PATIENCE;
use crate::frame::Frame;
use crate::server::Server;
use crate::wire::Got;
use crate::wire::Via;
use crate::wire::Wire;

/// A JSON peer.
#[derive(Debug)]
pub struct Peer {
    /// Its connection.
    pub wire: Wire,
    fences: u64,
}

/// What a wait for a frame brought.
#[derive(Debug)]
pub enum Heard {
    /// A frame.
    Frame(Frame),
    /// The server has closed.
    End,
    /// Nothing in the time given.
    Silence,
}

impl Peer {
    /// Connected, and nothing said.
    #[track_caller]
    pub fn connect(server: &Server, via: Via) -> Self {
        Self::on(server.wire(via))
    }

    /// On a connection that is there already.
    pub fn on(wire: Wire) -> Self {
        Self { wire, fences: 0 }
    }

    /// Connected and in the lobby under this name.
    #[track_caller]
    pub fn join(server: &Server, via: Via, name: &str) -> Self {
        Self::join_room(server, via, name, "lobby")
    }

    /// Connected and in a room under this name.
    #[track_caller]
    pub fn join_room(server: &Server, via: Via, name: &str, room: &str) -> Self {
        let mut peer = Self::connect(server, via);
        let welcome = peer.enter(name, room);
        assert_eq!(welcome.get("you"), Some(name), "{}", welcome.raw());
        peer
    }

    /// Joins a room and waits for the welcome.
    #[track_caller]
    pub fn enter(&mut self, name: &str, room: &str) -> Frame {
        self.send(&json!({"type": "join", "name": name, "room": room}));
        self.hears("a welcome", |f| f.kind() == "welcome")
    }

    /// Sends a frame.
    #[track_caller]
    pub fn send(&mut self, frame: &Value) {
        self.send_line(&frame.to_string());
    }

    /// Sends a line as it stands: on a stream with its end, on UDP without.
    #[track_caller]
    pub fn send_line(&mut self, line: &str) {
        let line = format!("{line}\n");
        self.wire.send(line.as_bytes());
    }

    /// Says something in the room last joined.
    #[track_caller]
    pub fn say(&mut self, text: &str) {
        self.send(&json!({"text": text}));
    }

    /// Says something and waits for the receipt.
    #[track_caller]
    pub fn says(&mut self, text: &str) -> Frame {
        self.say(text);
        self.hears(text, |f| f.says(text))
    }

    /// Sends a frame and waits for the refusal with this code.
    #[track_caller]
    pub fn is_refused(&mut self, frame: &Value, code: &str) -> Frame {
        self.is_refused_line(&frame.to_string(), code)
    }

    /// Sends a line and waits for the refusal with this code.
    #[track_caller]
    pub fn is_refused_line(&mut self, line: &str, code: &str) -> Frame {
        self.send_line(line);
        let refusal = self.hears("a refusal", |f| f.kind() == "error");
        let start: String = line.chars().take(200).collect();
        assert!(
            refusal.refuses(code),
            "{code} for {start}, and not {refusal:?}"
        );
        refusal
    }

    /// The next frame, waited for so long.
    #[track_caller]
    pub fn next_within(&mut self, wait: Duration) -> Heard {
        match self.wire.line_within(wait) {
            Got::Line(line) => Heard::Frame(Frame::read(&line)),
            Got::End => Heard::End,
            Got::Silence => Heard::Silence,
        }
    }

    /// Waits for a frame and passes over all others before it.
    #[track_caller]
    pub fn hears(&mut self, what: &str, wanted: impl Fn(&Frame) -> bool) -> Frame {
        self.hears_all(what, wanted).pop().unwrap()
    }

    /// All frames up to the one that is waited for, which is the last.
    #[track_caller]
    pub fn hears_all(&mut self, what: &str, wanted: impl Fn(&Frame) -> bool) -> Vec<Frame> {
        let deadline = Deadline::after(PATIENCE);
        let mut seen: Vec<Frame> = Vec::new();
        loop {
            let left = deadline.left().unwrap_or_default();
            match self.next_within(left) {
                Heard::Frame(frame) => seen.push(frame),
                Heard::End => panic!("closed before `{what}`; heard {}", told(&seen)),
                Heard::Silence => panic!("never heard `{what}`; heard {}", told(&seen)),
            }
            if seen.last().is_some_and(&wanted) {
                return seen;
            }
        }
    }

    /// Everything that the server had for this peer until now: what comes
    /// before the answer to a ping.
    #[track_caller]
    pub fn fence(&mut self) -> Vec<Frame> {
        self.fences += 1;
        let id = format!("fence {}", self.fences);
        self.send(&json!({"type": "ping", "id": id}));
        let mut seen = self.hears_all("pong", |f| f.kind() == "pong" && f.get("id") == Some(&id));
        seen.pop();
        seen
    }

    /// The texts of the messages that came until now.
    #[track_caller]
    pub fn messages(&mut self) -> Vec<String> {
        let messages = self.fence().into_iter().filter(|f| f.kind() == "msg");
        messages.map(|f| f.text().to_owned()).collect()
    }

    /// Waits until the server has closed; gives what came before.
    #[track_caller]
    pub fn hears_the_end(&mut self) -> Vec<Frame> {
        let deadline = Deadline::after(PATIENCE);
        let mut seen = Vec::new();
        loop {
            match self.next_within(deadline.left().unwrap_or_default()) {
                Heard::Frame(frame) => seen.push(frame),
                Heard::End => return seen,
                Heard::Silence => panic!("not closed; heard {}", told(&seen)),
            }
        }
    }

    /// Waits for a `bye`, and on a stream for the end after it.
    #[track_caller]
    pub fn hears_bye(&mut self, via: Via) -> Frame {
        let bye = self.hears("a bye", |f| f.kind() == "bye");
        if via.is_stream() {
            let more = self.hears_the_end();
            assert!(more.is_empty(), "after the bye: {}", told(&more));
        }
        bye
    }
}

/// Frames for the words of a failure: the last ones, as they came.
fn told(frames: &[Frame]) -> String {
    let skipped = frames.len().saturating_sub(12);
    let last: Vec<&str> = frames[skipped..].iter().map(Frame::raw).collect();
    format!("{} frames, the last {last:#?}", frames.len())
}
