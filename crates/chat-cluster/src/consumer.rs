//! A consumer of the log: what its messages are, and whether one is missing.

use std::time::Duration;
use std::time::Instant;

use bytes::BytesMut;

use crate::moment::Moment;
use crate::operation;
use crate::operation::Message;
use crate::stream;
use crate::stream::Place;

/// A consumer of the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Consumer {
    /// Of what it has delivered, the last that is here.
    delivered: u64,
    heard: Instant,
    /// What was read last before it was made: it begins with that.
    known: Option<Place>,
}

/// What a message is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// The next entry.
    Entry(Place),
    /// The log has something else where we have read already.
    Other(Place),
    /// There is nothing new.
    Nothing,
    /// Nobody knows what else was to come: a consumer must be made anew, and why.
    Doubt(&'static str),
    /// Nothing that a consumer says.
    Void,
}

impl Consumer {
    /// One that was just made; it begins with `known`, where that is something.
    pub fn new(now: Moment, known: Option<Place>) -> Self {
        Self {
            known,
            delivered: 0,
            heard: now.mono,
        }
    }

    /// A message of it. Flow control is answered.
    pub fn hear(&mut self, now: Moment, message: &Message, out: &mut BytesMut) -> Sign {
        match message.status() {
            Some(STATUS) => {
                answer_flow(message, out);
                let last = message.header("Nats-Last-Consumer");
                let last = last.and_then(|last| last.parse::<u64>().ok());
                if last.is_some_and(|last| last > self.delivered) {
                    return Sign::Doubt(LOST);
                }
                self.heard = now.mono;
                Sign::Nothing
            }
            Some(_) => Sign::Doubt("the engine has ended our consumer"),
            None => match message.reply.as_deref().and_then(stream::read_place) {
                Some((place, count)) if count == self.delivered + 1 => {
                    self.delivered = count;
                    self.heard = now.mono;
                    match self.known.take() {
                        Some(known) if known == place => Sign::Nothing,
                        Some(_) => Sign::Other(place),
                        None => Sign::Entry(place),
                    }
                }
                Some(_) => Sign::Doubt(LOST),
                None => Sign::Void,
            },
        }
    }

    /// Our own side did not read until now: it may have spoken.
    pub fn forgive(&mut self, now: Moment) {
        self.heard = now.mono;
    }

    /// When it has been silent for too long.
    pub fn timeout(&self) -> Instant {
        self.heard + SILENCE
    }
}

/// A flow control message wants an answer, and so does a heartbeat that says that one got
/// lost.
fn answer_flow(message: &Message, out: &mut BytesMut) {
    let stalled = message.header("Nats-Consumer-Stalled");
    for reply in [message.reply.as_deref(), stalled].into_iter().flatten() {
        operation::publish(out, reply, None, b"");
    }
}

const LOST: &str = "a message of the log was lost on the way";

/// A heartbeat, or flow control.
const STATUS: u16 = 100;

/// Two heartbeats of half a second that did not come.
const SILENCE: Duration = Duration::from_millis(1200);
