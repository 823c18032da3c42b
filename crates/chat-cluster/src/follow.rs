//! Following the log: it is found or made, and read by a consumer that is made anew, from
//! where we are, whenever there is doubt that it delivers everything.
//!
//! Each time the stream is asked for first: its identity tells whether it is still the
//! log that was read before.

pub mod nodes;
mod settling;

use std::time::Duration;
use std::time::Instant;

use bytes::BytesMut;

use crate::calls;
use crate::calls::Call;
use crate::consumer::Consumer;
use crate::consumer::Sign;
use crate::fault::Fault;
use crate::follow::nodes::Nodes;
use crate::follow::settling::Settling;
use crate::moment::Moment;
use crate::operation;
use crate::operation::Message;
use crate::stream;
use crate::stream::Found;
use crate::stream::Outcome;
use crate::stream::Place;
use crate::stream::Refusal;
use crate::stream::Wish;
use crate::subjects::Subjects;

/// What a message of the consumer was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delivered {
    /// The entry at this position, the next one.
    Entry(u64),
    /// There is nothing new.
    Nothing,
    /// Something of an older consumer, or something that shows a gap.
    Void,
}

/// Following the log.
#[derive(Debug)]
pub struct Follow {
    subjects: Subjects,
    max_bytes: u64,
    stage: Stage,
    /// The last entry that was read, and how it is known again if this start has read it.
    position: u64,
    known: Option<Place>,
    /// The log, as it was when last asked for.
    found: Option<Found>,
    /// It was followed once: if it is gone now, it is not made anew.
    is_known: bool,
    /// Of consumers and calls: what comes under an older one is void.
    number: u64,
    /// Since when this connection is up.
    up: Instant,
    nodes: Nodes,
    settling: Settling,
    why: Option<String>,
    is_held: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    Idle,
    Calling {
        call: Call,
        until: Instant,
        patience: Duration,
    },
    /// It delivers under [`Follow::number`].
    Following(Consumer),
}

impl Follow {
    /// From the entry after `position`.
    pub fn new(now: Moment, subjects: Subjects, max_bytes: u64, position: u64) -> Self {
        Self {
            subjects,
            max_bytes,
            stage: Stage::Idle,
            position,
            known: None,
            found: None,
            is_known: false,
            number: FIRST_SID,
            up: now.mono,
            nodes: Nodes::default(),
            settling: Settling::default(),
            why: None,
            is_held: false,
        }
    }

    /// The same for who only reads, and makes no log.
    pub fn reading(now: Moment, subjects: Subjects, position: u64) -> Self {
        let is_known = true;
        let follow = Self::new(now, subjects, 0, position);
        Self { is_known, ..follow }
    }

    /// A connection is up, to such an engine.
    pub fn begin(&mut self, now: Moment, nodes: Nodes, out: &mut BytesMut) {
        self.up = now.mono;
        self.nodes = nodes;
        self.call(now, Call::Find, PATIENCE, out);
    }

    /// The connection is gone.
    pub fn stop(&mut self) {
        self.stage = Stage::Idle;
    }

    /// There is doubt.
    pub fn restart(&mut self, now: Moment, why: &str, out: &mut BytesMut) {
        self.why = Some(why.to_owned());
        self.call(now, Call::Find, PATIENCE, out);
    }

    /// Whether it is read.
    pub fn is_following(&self) -> bool {
        matches!(self.stage, Stage::Following(_))
    }

    /// The log.
    pub fn found(&self) -> Option<&Found> {
        self.found.as_ref()
    }

    /// Why it is not read.
    pub fn why(&self) -> Option<&str> {
        self.why.as_deref()
    }

    /// Our own side does not read for now, or does again: what was not heard meanwhile is
    /// no sign of anything.
    pub fn hold(&mut self, now: Moment, is_held: bool) {
        if self.is_held && !is_held {
            match &mut self.stage {
                Stage::Idle => {}
                Stage::Calling {
                    until, patience, ..
                } => *until = now.mono + *patience,
                Stage::Following(consumer) => consumer.forgive(now),
            }
        }
        self.is_held = is_held;
    }

    /// An answer to the call of this number.
    pub fn answer(
        &mut self,
        now: Moment,
        number: u64,
        message: &Message,
        out: &mut BytesMut,
    ) -> Result<(), Fault> {
        let Stage::Calling { call, .. } = self.stage else {
            return Ok(());
        };
        if number != self.number {
            return Ok(());
        }
        if message.is_unheard() {
            return Err(Fault::NoJetStream("nobody answers its calls".to_owned()));
        }
        let name = &self.subjects.stream;
        match call {
            Call::Find | Call::Make(_) => match stream::read_stream(name, &message.payload) {
                Outcome::Done(found) => return self.on_found(now, found, out),
                Outcome::Refused(refusal) => return self.on_refused(now, call, &refusal, out),
                Outcome::Unclear(why) => self.pause(now, call, why),
            },
            Call::Consume => match stream::read_consumer(&message.payload) {
                Outcome::Done(_) => self.on_consumer(now),
                Outcome::Refused(refusal) => self.pause(now, Call::Find, refusal.description),
                Outcome::Unclear(why) => self.pause(now, Call::Find, why),
            },
        }
        Ok(())
    }

    /// A message under a number of [`Subjects::delivery`].
    pub fn deliver(
        &mut self,
        now: Moment,
        message: &Message,
        out: &mut BytesMut,
    ) -> Result<Delivered, Fault> {
        if message.sid != self.number {
            return Ok(Delivered::Void);
        }
        // The first message may be here before the answer to the making of the consumer.
        if let Stage::Calling { call, .. } = self.stage
            && call == Call::Consume
        {
            self.on_consumer(now);
        }
        let Stage::Following(consumer) = &mut self.stage else {
            return Ok(Delivered::Void);
        };
        match consumer.hear(now, message, out) {
            Sign::Entry(place) => self.on_entry(place),
            Sign::Other(place) => Err(Fault::Changed(place.position)),
            Sign::Nothing => {
                self.why = None;
                Ok(Delivered::Nothing)
            }
            Sign::Doubt(why) => {
                self.restart(now, why, out);
                Ok(Delivered::Void)
            }
            Sign::Void => Ok(Delivered::Void),
        }
    }

    fn on_consumer(&mut self, now: Moment) {
        self.stage = Stage::Following(Consumer::new(now, self.known));
        self.is_known = true;
    }

    fn on_entry(&mut self, place: Place) -> Result<Delivered, Fault> {
        let (wanted, is) = (self.position + 1, place.position);
        if is != wanted {
            return Err(Fault::Hole { wanted, is });
        }
        self.position = is;
        self.known = Some(place);
        self.why = None;
        Ok(Delivered::Entry(is))
    }

    /// Calls again, or makes a silent consumer anew, when it is time.
    pub fn tick(&mut self, now: Moment, out: &mut BytesMut) {
        if self.is_held {
            return;
        }
        match self.stage {
            Stage::Calling {
                until, patience, ..
            } if now.mono >= until => {
                let why = "JetStream does not answer: it has no leader now";
                self.why.get_or_insert_with(|| why.to_owned());
                let patience = (patience * 2).min(MOST_PATIENCE);
                // The log may have been made meanwhile.
                self.call(now, Call::Find, patience, out);
            }
            Stage::Following(consumer) if now.mono >= consumer.timeout() => {
                self.restart(now, "the log has fallen silent", out);
            }
            Stage::Idle | Stage::Calling { .. } | Stage::Following(_) => {}
        }
    }

    /// When [`Follow::tick`] is needed.
    pub fn timeout(&self) -> Option<Instant> {
        if self.is_held {
            return None;
        }
        match self.stage {
            Stage::Idle => None,
            Stage::Calling { until, .. } => Some(until),
            Stage::Following(consumer) => Some(consumer.timeout()),
        }
    }

    fn call(&mut self, now: Moment, call: Call, patience: Duration, out: &mut BytesMut) {
        self.renumber(out);
        // The last entry again: so a log is known that has lost its end and got another.
        let next = self.known.map_or(self.position + 1, |known| known.position);
        calls::write(&self.subjects, call, self.number, next, out);
        let until = now.mono + patience;
        self.stage = Stage::Calling {
            call,
            until,
            patience,
        };
    }

    /// What comes under the number of before is void, and the engine should not send it.
    fn renumber(&mut self, out: &mut BytesMut) {
        let is_heard = match self.stage {
            Stage::Calling { call, .. } => call == Call::Consume,
            Stage::Following(_) => true,
            Stage::Idle => false,
        };
        if is_heard {
            operation::unsubscribe(out, self.number);
        }
        self.number += 1;
    }

    fn pause(&mut self, now: Moment, call: Call, why: String) {
        self.why = Some(why);
        self.number += 1;
        self.stage = Stage::Calling {
            call,
            until: now.mono + PAUSE,
            patience: PATIENCE / 2,
        };
    }

    fn on_found(&mut self, now: Moment, found: Found, out: &mut BytesMut) -> Result<(), Fault> {
        if let Some(known) = self.found.as_ref().filter(|known| known.id != found.id) {
            return Err(Fault::OtherLog {
                name: self.subjects.stream.clone(),
                was: known.id.clone(),
                is: found.id,
            });
        }
        let (last, read) = (found.last, self.position);
        if last < read {
            if self.settling.is_short(now) {
                let log = found.id;
                return Err(Fault::Shorter { log, last, read });
            }
            let why = format!("the log ends at {last}, and we have read up to {read}");
            self.pause(now, Call::Find, why);
            return Ok(());
        }
        self.settling.is_whole();
        if last == 0 && self.nodes.make_twice() && !self.settling.is_made(now, &found.id) {
            self.pause(now, Call::Find, "it was just made".to_owned());
            return Ok(());
        }
        if found.first > read + 1 {
            return Err(Fault::Hole {
                wanted: read + 1,
                is: found.first,
            });
        }
        self.found = Some(found);
        self.call(now, Call::Consume, PATIENCE, out);
        Ok(())
    }

    fn on_refused(
        &mut self,
        now: Moment,
        call: Call,
        refusal: &Refusal,
        out: &mut BytesMut,
    ) -> Result<(), Fault> {
        let why = refusal.description.clone();
        if stream::OFF.contains(&refusal.err_code) {
            return Err(Fault::NoJetStream(why));
        }
        match call {
            Call::Find if refusal.err_code == stream::NO_STREAM && self.is_known => {
                let name = &self.subjects.stream;
                let why = format!("the log {name} is not there any more");
                self.pause(now, Call::Find, why);
            }
            Call::Find if refusal.err_code == stream::NO_STREAM => {
                let wish = Wish {
                    replicas: self.nodes.replicas(),
                    max_bytes: self.max_bytes,
                };
                self.call(now, Call::Make(wish), MAKING, out);
            }
            Call::Make(wish) if stream::SCARCE.contains(&refusal.err_code) => {
                // Nodes that have just started do not know each other yet.
                let is_early = wish.replicas > 1 && now.since(self.up) < NODES_PATIENCE;
                match wish.less(self.max_bytes) {
                    Some(less) if !is_early => self.call(now, Call::Make(less), MAKING, out),
                    Some(_) | None => self.pause(now, Call::Find, why),
                }
            }
            // Another server has made it in the meantime, or something is not ready.
            Call::Find | Call::Make(_) | Call::Consume => self.pause(now, Call::Find, why),
        }
        Ok(())
    }
}

/// Below are the subscriptions that stay.
pub const FIRST_SID: u64 = 10;

/// A call is answered within a millisecond, or by nobody.
const PATIENCE: Duration = Duration::from_millis(500);

/// On a busy machine it may take longer: each time it is given more.
const MOST_PATIENCE: Duration = Duration::from_secs(1);

/// Three nodes need up to half a second to make a log. Of those who make it at once one may
/// hear nothing.
const MAKING: Duration = Duration::from_secs(1);

/// After a refusal, before it is tried again.
const PAUSE: Duration = Duration::from_millis(250);

/// How long nodes that start together may take to know each other.
const NODES_PATIENCE: Duration = Duration::from_secs(3);

#[cfg(test)]
mod tests;
