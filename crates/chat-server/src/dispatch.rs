//! The hub's outputs into the outboxes: each frame encoded once for each
//! dialect, and frames for one audience packed together.
//!
//! Decides nothing. What an outbox finds too slow goes back to the driver.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::Weak;
use std::time::Instant;

use chat_proto::codec::foreign;
use chat_proto::codec::json;
use chat_proto::frame::ServerFrame;
use chat_proto::frame::server::Body;
use chat_proto::frame::server::Said;
use chat_proto::frame::words;
use chat_proto::plain::tell;

use crate::clock;
use crate::outbox::Outbox;
use crate::outbox::Pushed;
use crate::parcel::Parcel;
use crate::queue::Reason;
use crate::queue::Verdict;
use crate::traffic::Audience;
use crate::traffic::Dialect;
use crate::traffic::Input;
use crate::traffic::Output;
use crate::traffic::Parting;
use crate::traffic::PeerId;

/// Where the outputs go.
#[derive(Debug, Default)]
pub struct Dispatch {
    outboxes: HashMap<PeerId, Arc<Outbox>>,
    /// Those that are closed and may still have something to send.
    closing: Vec<Weak<Outbox>>,
    /// Frames for one audience that are not in the outboxes yet.
    packing: Option<Packing>,
    /// Outboxes that a writer has to be told of.
    pub listed: Vec<Arc<Outbox>>,
    /// Verdicts of the outboxes, for the hub.
    pub verdicts: Vec<Input>,
}

#[derive(Debug)]
struct Packing {
    audience: Arc<Audience>,
    except: Option<PeerId>,
    json: Packer,
    plain: Packer,
    ascii: Packer,
}

/// Frames of one dialect, one after the other.
#[derive(Debug, Default)]
struct Packer {
    wanted: bool,
    bytes: Vec<u8>,
    ends: Vec<u32>,
}

impl Dispatch {
    /// Somebody new.
    pub fn add(&mut self, outbox: Arc<Outbox>) {
        self.outboxes.insert(outbox.peer, outbox);
    }

    /// Carries out what the hub wants. Frames for a room may stay here until
    /// [`Dispatch::deliver`].
    pub fn carry(&mut self, now: Instant, output: Output) {
        match output {
            Output::Room {
                audience,
                except,
                frame,
            } => self.pack(now, audience, except, &frame),
            Output::Tell {
                peer,
                dialect,
                frame,
            } => {
                self.deliver(now);
                if let Some(outbox) = self.outboxes.get(&peer) {
                    let parcel = encoded(dialect, &frame);
                    let pushed = outbox.push(now, &parcel, reason(&frame));
                    note(pushed, outbox, &mut self.listed, &mut self.verdicts);
                }
            }
            Output::Close {
                peer,
                backlog,
                last,
            } => {
                self.deliver(now);
                if let Some(outbox) = self.outboxes.remove(&peer) {
                    let last = last.map(|(dialect, frame)| encoded(dialect, &frame));
                    let pushed = outbox.close(now, backlog, last);
                    note(pushed, &outbox, &mut self.listed, &mut self.verdicts);
                    self.see_off(&outbox);
                }
            }
        }
    }

    /// Puts what is packed into the outboxes.
    pub fn deliver(&mut self, now: Instant) {
        let Some(packing) = self.packing.take() else {
            return;
        };
        let (json, plain, ascii) = (
            packing.json.into_parcel(),
            packing.plain.into_parcel(),
            packing.ascii.into_parcel(),
        );
        for (peer, dialect) in &packing.audience.members {
            if packing.except == Some(*peer) {
                continue;
            }
            let Some(outbox) = self.outboxes.get(peer) else {
                continue;
            };
            let parcel = match dialect {
                Dialect::Json => &json,
                Dialect::Plain | Dialect::Listening | Dialect::Http => &plain,
                Dialect::Ascii => &ascii,
            };
            let pushed = outbox.push(now, parcel, Reason::Said);
            note(pushed, outbox, &mut self.listed, &mut self.verdicts);
        }
    }

    /// The outbox in which most waits, whether it is closed or not.
    pub fn fullest(&self) -> Option<Arc<Outbox>> {
        #[expect(
            clippy::disallowed_methods,
            reason = "the greatest is the same in any order"
        )]
        let open = self.outboxes.values().cloned();
        let closing = self.closing.iter().filter_map(Weak::upgrade);
        let full = |outbox: &Arc<Outbox>| outbox.waiting() > 0;
        open.chain(closing).filter(full).max_by_key(|o| o.waiting())
    }

    /// Remembers a closed outbox for as long as somebody sends what is in it.
    fn see_off(&mut self, outbox: &Arc<Outbox>) {
        if self.closing.len() == self.closing.capacity() {
            self.closing.retain(|closing| closing.strong_count() > 0);
        }
        self.closing.push(Arc::downgrade(outbox));
    }

    fn pack(
        &mut self,
        now: Instant,
        audience: Arc<Audience>,
        except: Option<PeerId>,
        frame: &ServerFrame,
    ) {
        let fits = |packing: &Packing| {
            Arc::ptr_eq(&packing.audience, &audience)
                && packing.except == except
                && packing.json.bytes.len() + packing.plain.bytes.len() < PACKED_BYTES
        };
        if !self.packing.as_ref().is_some_and(fits) {
            self.deliver(now);
        }
        let packing = self
            .packing
            .get_or_insert_with(|| Packing::new(audience, except));
        packing.json.add(Dialect::Json, frame);
        packing.plain.add(Dialect::Plain, frame);
        packing.ascii.add(Dialect::Ascii, frame);
    }
}

impl Packing {
    fn new(audience: Arc<Audience>, except: Option<PeerId>) -> Self {
        let packer = |dialects: &[Dialect]| Packer {
            wanted: audience.members.iter().any(|(_, d)| dialects.contains(d)),
            ..Packer::default()
        };
        Self {
            json: packer(&[Dialect::Json]),
            // Nobody in a room is answered in HTTP.
            plain: packer(&[Dialect::Plain, Dialect::Listening, Dialect::Http]),
            ascii: packer(&[Dialect::Ascii]),
            audience,
            except,
        }
    }
}

impl Packer {
    fn add(&mut self, dialect: Dialect, frame: &ServerFrame) {
        if self.wanted {
            encode(dialect, frame, &mut self.bytes);
            self.ends
                .push(u32::try_from(self.bytes.len()).unwrap_or(u32::MAX));
        }
    }

    fn into_parcel(self) -> Parcel {
        Parcel::new(self.bytes, self.ends)
    }
}

/// Keeps what putting a parcel in has led to.
fn note(
    pushed: Pushed,
    outbox: &Arc<Outbox>,
    listed: &mut Vec<Arc<Outbox>>,
    verdicts: &mut Vec<Input>,
) {
    if pushed.list_me {
        listed.push(Arc::clone(outbox));
    }
    verdicts.extend(pushed.verdict.map(|verdict| match verdict {
        Verdict::Slow(lag) => Input::Lags(outbox.peer, lag),
        Verdict::TooSlow(lag) => Input::Gone(outbox.peer, Parting::TooSlow(lag)),
    }));
}

/// Whether a frame is part of a long answer that the peer has asked for.
fn reason(frame: &ServerFrame) -> Reason {
    match &frame.body {
        Body::Said(Said { history: true, .. }) | Body::Who { .. } => Reason::Asked,
        Body::Bye(_)
        | Body::Notice { .. }
        | Body::Pong(_)
        | Body::Refused { .. }
        | Body::Said(_)
        | Body::Welcome(_) => Reason::Said,
    }
}

fn encoded(dialect: Dialect, frame: &ServerFrame) -> Parcel {
    let mut packer = Packer {
        wanted: true,
        ..Packer::default()
    };
    packer.add(dialect, frame);
    packer.into_parcel()
}

fn encode(dialect: Dialect, frame: &ServerFrame, out: &mut Vec<u8>) {
    let line = |frame| {
        let mut line = String::new();
        tell::frame(frame, clock::local_offset_minutes(), &mut line);
        line
    };
    match dialect {
        Dialect::Json => json::write_server(frame, out),
        Dialect::Plain | Dialect::Listening => out.extend_from_slice(line(frame).as_bytes()),
        Dialect::Ascii => out.extend_from_slice(tell::in_ascii(&line(frame)).as_bytes()),
        Dialect::Http => {
            out.extend_from_slice(foreign::http_response(&words::text(frame)).as_bytes());
        }
    }
}

/// Frames are packed together up to this size: far more than one read of one
/// speaker brings, and little beside what an outbox may hold.
const PACKED_BYTES: usize = 64 * 1024;
