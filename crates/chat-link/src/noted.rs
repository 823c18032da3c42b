//! What a link notes about datagrams: each is named by its fingerprint.

use std::time::Duration;

use chat_proto::trace::event::Event;
use chat_proto::trace::fingerprint::Fingerprint;
use chat_proto::trace::link;
use chat_proto::trace::link::Discard;

use crate::envelope::Ack;
use crate::told::Acked;
use crate::told::Figures;

/// A frame's turn has come: because of this transmission of it, or because the one that
/// was missing before it has come.
pub fn delivered(n: u32, own: Option<(u16, &[u8])>) -> Event {
    Event::Delivered(link::Delivered {
        n,
        r#try: own.map(|(copy, _)| copy),
        x: own.map(|(_, bytes)| Fingerprint::of(bytes)),
    })
}

/// A frame was acknowledged.
pub fn acked(acked: Acked) -> Event {
    let Acked { n, tries, after } = acked;
    Event::Acked(link::Acked { n, tries, after })
}

/// An acknowledgement came, alone or with a frame; it has acknowledged what it could.
pub fn ack_received(ack: &Ack, bytes: &[u8], (rtt, figures): (Option<Duration>, Figures)) -> Event {
    Event::AckReceived(Box::new(link::AckReceived {
        x: Some(Fingerprint::of(bytes)),
        ack: ack.upto,
        got: ack.got.clone(),
        r#for: ack.of,
        tries: ack.tries.clone(),
        rtt,
        srtt: figures.srtt,
        rttvar: figures.rttvar,
        wait: figures.wait,
    }))
}

/// A frame came before its turn.
pub fn held(n: u32, missing: u32, bytes: &[u8]) -> Event {
    let x = Some(Fingerprint::of(bytes));
    Event::Held(link::Held { n, missing, x })
}

/// A frame came once more.
pub fn duplicate(n: u32, copy: u16, bytes: &[u8]) -> Event {
    let x = Some(Fingerprint::of(bytes));
    let r#try = copy;
    Event::Duplicate(link::Duplicate { n, r#try, x })
}

/// An acknowledgement was written, alone or with a frame.
pub fn ack_sent(ack: Ack, written: &[u8], alone: bool) -> Event {
    Event::AckSent(link::AckSent {
        x: Some(Fingerprint::of(written)),
        ack: ack.upto,
        got: ack.got,
        alone,
    })
}

/// A datagram was discarded.
pub fn discarded(why: Discard, bytes: &[u8]) -> Event {
    Event::Discarded(link::Discarded {
        why,
        x: Some(Fingerprint::of(bytes)),
        bytes: Some(bytes.len()),
    })
}
