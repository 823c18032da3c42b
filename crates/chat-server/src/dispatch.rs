//! The hub's outputs into the outboxes: each frame encoded once for each
//! dialect, and frames for one audience packed together.
//!
//! Decides nothing. What an outbox finds too slow goes back to the driver.

use std::cmp::Reverse;
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
use crate::page::Page;
use crate::parcel::Meter;
use crate::parcel::Parcel;
use crate::queue::Reason;
use crate::queue::Verdict;
use crate::shelf::Shelf;
use crate::traffic::Audience;
use crate::traffic::Dialect;
use crate::traffic::Input;
use crate::traffic::Output;
use crate::traffic::Parting;
use crate::traffic::PeerId;

/// Where the outputs go.
#[derive(Debug)]
pub struct Dispatch {
    meter: Meter,
    /// What was said before, encoded.
    shelf: Shelf,
    outboxes: HashMap<PeerId, Arc<Outbox>>,
    /// Those that are closed and may still have something to send.
    closing: Vec<Weak<Outbox>>,
    /// Frames for one audience that are not in the outboxes yet.
    packing: Option<Packing>,
    /// Outboxes that a writer has to be told of.
    pub listed: Vec<Arc<Outbox>>,
    /// Verdicts of the outboxes, for the hub.
    pub verdicts: Vec<Input>,
    /// How often something was put into an outbox since the start.
    pub deliveries: u64,
    /// How many bytes were encoded since the start.
    pub encoded: u64,
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
    /// Nobody is there. What waits is counted on the meter.
    pub fn new(meter: Meter) -> Self {
        Self {
            meter,
            shelf: Shelf::default(),
            outboxes: HashMap::new(),
            closing: Vec::new(),
            packing: None,
            listed: Vec::new(),
            verdicts: Vec::new(),
            deliveries: 0,
            encoded: 0,
        }
    }

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
                let reason = reason(&frame);
                let parcel = encoded(dialect, [frame], &self.meter);
                self.encoded += parcel.len() as u64;
                self.put(now, peer, &parcel, reason);
            }
            Output::Replay {
                peer,
                dialect,
                page,
                skipped,
            } => {
                let meter = &self.meter;
                let made = &mut self.encoded;
                let encode = |page: &Page| {
                    let parcel = encoded(dialect, page.frames(), meter);
                    *made += parcel.len() as u64;
                    parcel
                };
                let parcel = self.shelf.get(&page, dialect, encode).without(skipped);
                self.put(now, peer, &parcel, Reason::Asked);
            }
            Output::Close {
                peer,
                backlog,
                last,
            } => {
                self.deliver(now);
                if let Some(outbox) = self.outboxes.remove(&peer) {
                    let meter = &self.meter;
                    let last = last.map(|(dialect, frame)| encoded(dialect, [frame], meter));
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
            packing.json.into_parcel(&self.meter),
            packing.plain.into_parcel(&self.meter),
            packing.ascii.into_parcel(&self.meter),
        );
        self.encoded += [&json, &plain, &ascii]
            .map(|p| p.len() as u64)
            .iter()
            .sum::<u64>();
        self.deliveries += packing.audience.members.len() as u64;
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

    /// The outboxes without which most memory would be free, those first, whether they
    /// are closed or not.
    pub fn greatest(&self) -> Vec<Arc<Outbox>> {
        #[expect(
            clippy::disallowed_methods,
            reason = "they are put in order afterwards"
        )]
        let open = self.outboxes.values().cloned();
        let closing = self.closing.iter().filter_map(Weak::upgrade);
        let all = open.chain(closing).map(|outbox| (outbox.share(), outbox));
        let mut all: Vec<_> = all.filter(|(share, _)| *share > 0).collect();
        all.sort_by_key(|(share, outbox)| (Reverse(*share), outbox.peer));
        all.into_iter().map(|(_, outbox)| outbox).collect()
    }

    /// Puts something into one outbox.
    fn put(&mut self, now: Instant, peer: PeerId, parcel: &Parcel, reason: Reason) {
        self.deliver(now);
        if let Some(outbox) = self.outboxes.get(&peer) {
            let pushed = outbox.push(now, parcel, reason);
            note(pushed, outbox, &mut self.listed, &mut self.verdicts);
            self.deliveries += 1;
        }
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

    fn into_parcel(self, meter: &Meter) -> Parcel {
        Parcel::new(self.bytes, self.ends, meter)
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

fn encoded(
    dialect: Dialect,
    frames: impl IntoIterator<Item = ServerFrame>,
    meter: &Meter,
) -> Parcel {
    let mut packer = Packer {
        wanted: true,
        ..Packer::default()
    };
    for frame in frames {
        packer.add(dialect, &frame);
    }
    packer.into_parcel(meter)
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
