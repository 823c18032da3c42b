//! The hub's outputs into the outboxes: each frame encoded once for each
//! dialect, and frames for one audience packed together.
//!
//! Decides nothing. What an outbox finds too slow goes back to the driver.

mod packing;

use std::cmp::Reverse;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;
use std::sync::Weak;
use std::time::Instant;

use chat_archive::Question;
use chat_proto::frame::ServerFrame;
use chat_proto::frame::server::Body;
use chat_proto::frame::server::Said;

use crate::dispatch::packing::Packing;
use crate::dispatch::packing::encoded;
use crate::held::Delivery;
use crate::held::Held;
use crate::held::Parcels;
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
    /// What may not be told yet.
    pub held: Held,
    /// Questions that the archive is to be asked now.
    pub asks: Vec<(u64, Question)>,
    /// Outboxes that a writer has to be told of.
    pub listed: Vec<Arc<Outbox>>,
    /// Verdicts of the outboxes, for the hub.
    pub verdicts: Vec<Input>,
    /// How often something was put into an outbox since the start.
    pub deliveries: u64,
    /// How many bytes were encoded since the start.
    pub encoded: u64,
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
            held: Held::default(),
            asks: Vec::new(),
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

    /// The way to somebody who is there.
    pub fn outbox(&self, peer: PeerId) -> Option<&Outbox> {
        self.outboxes.get(&peer).map(|outbox| &**outbox)
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.outboxes.len()
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
                let made = parcel.len();
                let delivery = Delivery::One {
                    peer,
                    parcel,
                    reason,
                };
                self.put(now, delivery, made);
            }
            Output::Replay {
                peer,
                dialect,
                page,
                part,
            } => self.replay(now, (peer, dialect), &page, part),
            Output::Close {
                peer,
                backlog,
                last,
            } => {
                let meter = &self.meter;
                let last = last.map(|(dialect, frame)| encoded(dialect, [frame], meter));
                let made = last.as_ref().map_or(0, Parcel::len);
                let delivery = Delivery::Close {
                    peer,
                    backlog,
                    last,
                };
                self.put(now, delivery, made);
            }
            Output::Ask { ticket, question } => {
                self.put(now, Delivery::Ask { ticket, question }, 0);
            }
            // Not for an outbox: the driver's business.
            Output::Audit(_)
            | Output::Desk(_)
            | Output::Keep(_)
            | Output::Redact(..)
            | Output::Record(_)
            | Output::Replicate(_) => {}
        }
    }

    /// Some messages of a page, which is encoded once for all who ask for it.
    fn replay(
        &mut self,
        now: Instant,
        (peer, dialect): (PeerId, Dialect),
        page: &Page,
        part: Range<usize>,
    ) {
        let meter = &self.meter;
        let mut made = 0;
        let encode = |page: &Page| {
            let parcel = encoded(dialect, page.frames(), meter);
            made = parcel.len();
            parcel
        };
        let parcel = self.shelf.get(page, dialect, encode).frames(part);
        self.encoded += made as u64;
        let delivery = Delivery::One {
            peer,
            parcel,
            reason: Reason::Asked,
        };
        self.put(now, delivery, made);
    }

    /// From here on everything waits until this turn is kept.
    pub fn hold(&mut self, now: Instant, turn: u64) {
        self.deliver(now);
        self.held.begin(turn);
    }

    /// Hands on the next thing that need wait no longer; whether there was one.
    pub fn release(&mut self, now: Instant) -> bool {
        let next = self.held.next();
        let is_one = next.is_some();
        if let Some(delivery) = next {
            self.hand_on(now, delivery);
        }
        is_one
    }

    /// Puts what is packed into the outboxes, or behind what waits.
    pub fn deliver(&mut self, now: Instant) {
        let Some(packing) = self.packing.take() else {
            return;
        };
        let (delivery, made) = packing.into_delivery(&self.meter);
        self.encoded += made as u64;
        self.hand_on_or_hold(now, delivery, made);
    }

    fn hand_on_or_hold(&mut self, now: Instant, delivery: Delivery, made: usize) {
        if self.held.holds() {
            self.held.put(delivery, made);
        } else {
            self.hand_on(now, delivery);
        }
    }

    fn hand_on(&mut self, now: Instant, delivery: Delivery) {
        match delivery {
            Delivery::Room {
                audience,
                except,
                parcels,
            } => self.put_into_all(now, &audience, except, &parcels),
            Delivery::One {
                peer,
                parcel,
                reason,
            } => {
                if let Some(outbox) = self.outboxes.get(&peer) {
                    let pushed = outbox.push(now, &parcel, reason);
                    note(pushed, outbox, &mut self.listed, &mut self.verdicts);
                    self.deliveries += 1;
                }
            }
            Delivery::Close {
                peer,
                backlog,
                last,
            } => {
                if let Some(outbox) = self.outboxes.remove(&peer) {
                    let pushed = outbox.close(now, backlog, last);
                    note(pushed, &outbox, &mut self.listed, &mut self.verdicts);
                    self.see_off(&outbox);
                }
            }
            Delivery::Ask { ticket, question } => self.asks.push((ticket, question)),
        }
    }

    fn put_into_all(
        &mut self,
        now: Instant,
        audience: &Audience,
        except: Option<PeerId>,
        parcels: &Parcels,
    ) {
        self.deliveries += audience.members.len() as u64;
        for (peer, dialect) in &audience.members {
            if except == Some(*peer) {
                continue;
            }
            let Some(outbox) = self.outboxes.get(peer) else {
                continue;
            };
            let parcel = match dialect {
                Dialect::Json => &parcels.json,
                Dialect::Plain | Dialect::Listening | Dialect::Http => &parcels.plain,
                Dialect::Ascii => &parcels.ascii,
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

    /// Hands on, or holds, what comes after all that is packed.
    fn put(&mut self, now: Instant, delivery: Delivery, made: usize) {
        self.deliver(now);
        self.hand_on_or_hold(now, delivery, made);
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
        let fits = |packing: &Packing| packing.fits(&audience, except);
        if !self.packing.as_ref().is_some_and(fits) {
            self.deliver(now);
        }
        let packing = self
            .packing
            .get_or_insert_with(|| Packing::new(audience, except));
        packing.add(frame);
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
        Body::History(_)
        | Body::Pasted(_)
        | Body::Rooms(_)
        | Body::Said(Said { history: true, .. })
        | Body::Search(_)
        | Body::Who { .. }
        | Body::Whois(_) => Reason::Asked,
        Body::Bye(_)
        | Body::Dismissal(_)
        | Body::Challenge(_)
        | Body::Notice { .. }
        | Body::Pong(_)
        | Body::Refused { .. }
        | Body::Said(_)
        | Body::Welcome(_) => Reason::Said,
    }
}
