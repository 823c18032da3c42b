//! What a link notes about datagrams: each is named by its fingerprint.

use chat_proto::trace::event::Event;
use chat_proto::trace::fingerprint::Fingerprint;
use chat_proto::trace::link;
use chat_proto::trace::link::Discard;

use crate::envelope::Ack;

/// A frame's turn has come: because of this transmission of it, or because the one that
/// was missing before it has come.
pub fn delivered(n: u32, own: Option<(u16, &[u8])>) -> Event {
    Event::Delivered(link::Delivered {
        n,
        r#try: own.map(|(copy, _)| copy),
        x: own.map(|(_, bytes)| Fingerprint::of(bytes)),
    })
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
