//! Frames of one audience, packed together in each dialect that somebody reads there.

use std::sync::Arc;

use chat_proto::codec::foreign;
use chat_proto::codec::json;
use chat_proto::frame::ServerFrame;
use chat_proto::frame::words;
use chat_proto::plain::tell;

use crate::clock;
use crate::held::Delivery;
use crate::held::Parcels;
use crate::parcel::Meter;
use crate::parcel::Parcel;
use crate::traffic::Audience;
use crate::traffic::Dialect;
use crate::traffic::PeerId;

/// Frames for one audience that are not on their way yet.
#[derive(Debug)]
pub struct Packing {
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

impl Packing {
    /// None yet.
    pub fn new(audience: Arc<Audience>, except: Option<PeerId>) -> Self {
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

impl Packing {
    /// Whether one more for this audience fits.
    pub fn fits(&self, audience: &Arc<Audience>, except: Option<PeerId>) -> bool {
        Arc::ptr_eq(&self.audience, audience)
            && self.except == except
            && self.json.bytes.len() + self.plain.bytes.len() < PACKED_BYTES
    }

    /// One more frame.
    pub fn add(&mut self, frame: &ServerFrame) {
        self.json.add(Dialect::Json, frame);
        self.plain.add(Dialect::Plain, frame);
        self.ascii.add(Dialect::Ascii, frame);
    }

    /// All of them, and how many bytes that is.
    pub fn into_delivery(self, meter: &Meter) -> (Delivery, usize) {
        let parcels = Parcels {
            json: self.json.into_parcel(meter),
            plain: self.plain.into_parcel(meter),
            ascii: self.ascii.into_parcel(meter),
        };
        let made = parcels.len();
        let delivery = Delivery::Room {
            audience: self.audience,
            except: self.except,
            parcels,
        };
        (delivery, made)
    }
}

impl Packer {
    fn add(&mut self, dialect: Dialect, frame: &ServerFrame) {
        if !self.wanted {
            return;
        }
        let begin = self.bytes.len();
        encode(dialect, frame, &mut self.bytes);
        let end = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        match dialect {
            Dialect::Json | Dialect::Http => self.ends.push(end(self.bytes.len())),
            // Shared code is several lines, and each is a datagram of its own.
            Dialect::Plain | Dialect::Listening | Dialect::Ascii => {
                let new = self.bytes.iter().enumerate().skip(begin);
                let breaks = new.filter(|(_, byte)| **byte == b'\n');
                self.ends.extend(breaks.map(|(at, _)| end(at + 1)));
            }
        }
    }

    fn into_parcel(self, meter: &Meter) -> Parcel {
        Parcel::new(self.bytes, self.ends, meter)
    }
}

/// Some frames in one dialect.
pub fn encoded(
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
