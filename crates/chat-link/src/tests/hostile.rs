//! Frames that nobody honest sends.

use std::time::Duration;
use std::time::Instant;

use proptest::prelude::*;

use super::world::LINK;
use super::world::at;
use super::world::epoch;
use super::world::say;
use super::world::setup;
use crate::Link;
use crate::envelope;
use crate::envelope::Ack;
use crate::envelope::Datagram;
use crate::envelope::Fields;
use crate::envelope::LinkId;
use crate::envelope::Side;
use crate::policy::Policy;
use crate::policy::RECEIVE_WINDOW;
use crate::policy::SEND_WINDOW;

/// A server's end with three frames under way.
fn link(began: Instant) -> Link {
    let mut link = Link::new(began, setup(Side::Server, Policy::default(), 7));
    for text in ["a", "b", "c"] {
        link.send(at(began, began), say(text).as_bytes()).unwrap();
    }
    drain(&mut link, began, began);
    link
}

fn drain(link: &mut Link, began: Instant, now: Instant) -> usize {
    let mut out = Vec::new();
    let mut count = 0;
    while link.poll_transmit(at(began, now), &mut out) {
        count += 1;
    }
    while link.poll_event().is_some() {}
    count
}

fn bound(fields: Fields) -> Datagram {
    Datagram::Bound(LINK, fields)
}

fn ack(upto: u32, got: Vec<u32>, of: Option<(u32, u16)>) -> Datagram {
    bound(Fields {
        ack: Some(Ack {
            upto,
            got,
            of,
            tries: Vec::new(),
        }),
        ..Fields::default()
    })
}

/// P5.
#[test]
fn the_same_acknowledgement_twice_is_as_once() {
    let began = epoch();
    let now = began + Duration::from_millis(20);
    for datagram in [
        ack(1, vec![3], Some((3, 1))),
        ack(0, vec![2], None),
        ack(3, vec![], Some((1, 1))),
        ack(0, vec![], Some((2, 1))),
    ] {
        let mut link = link(began);
        link.handle_datagram(at(began, now), &datagram, b"");
        drain(&mut link, began, now);
        let once = link.clone();
        link.handle_datagram(at(began, now), &datagram, b"");
        assert_eq!(drain(&mut link, began, now), 0);
        assert_eq!(link, once);
    }
}

/// P7.
#[test]
fn what_is_foreign_or_from_the_future_changes_nothing() {
    let began = epoch();
    let fields = Fields {
        frame: Some((1, 1)),
        ..Fields::default()
    };
    for datagram in [
        Datagram::Bound(LinkId(1), fields),
        Datagram::Reset(LINK),
        Datagram::Reset(LinkId(1)),
        ack(4, vec![], None),
        ack(u32::MAX, vec![], None),
        ack(0, vec![u32::MAX], None),
        ack(0, vec![], Some((4, 1))),
    ] {
        let mut link = link(began);
        let before = link.clone();
        link.handle_datagram(at(began, began), &datagram, b"{}");
        assert_eq!(drain(&mut link, began, began), 0);
        assert_eq!(link, before, "{datagram:?}");
    }
}

#[test]
fn an_end_that_is_reset_says_so() {
    let began = epoch();
    let mut link = Link::new(began, setup(Side::Peer, Policy::default(), 7));
    link.handle_datagram(at(began, began), &Datagram::Reset(LINK), b"");
    assert_eq!(link.ending(), Some(chat_proto::trace::link::Ending::Reset));
    assert_eq!(link.poll_timeout(), None);
}

fn any_number() -> impl Strategy<Value = u32> {
    prop_oneof![0_u32..8, 60_u32..70, any::<u32>(), Just(u32::MAX),]
}

fn any_fields() -> impl Strategy<Value = Fields> {
    let frame = prop::option::of((any_number(), prop_oneof![0_u16..40, any::<u16>()]));
    let ack = prop::option::of((
        any_number(),
        prop::collection::vec(any_number(), 0..100),
        prop::option::of((any_number(), any::<u16>())),
    ));
    let part = prop::option::of((0_u16..100, 0_u16..100));
    (frame, ack, part).prop_map(|(frame, ack, part)| Fields {
        frame,
        ack: ack.map(|(upto, got, of)| Ack {
            upto,
            got,
            of,
            tries: Vec::new(),
        }),
        part,
    })
}

proptest! {
    /// P4.
    #[test]
    fn any_valid_frames_in_any_order_meet_bounds(
        script in prop::collection::vec((any_fields(), 0_u64..3000), 0..60),
    ) {
        let began = epoch();
        let mut now = began;
        let mut link = link(began);
        for (fields, gap) in script {
            now += Duration::from_millis(gap);
            link.handle_timeout(now);
            link.handle_datagram(at(began, now), &bound(fields), &b"{\"text\":\"x\"}"[..]);
            prop_assert!(link.inbound.out_of_order() <= RECEIVE_WINDOW as usize);
            prop_assert!(link.unacked() - link.waiting() <= SEND_WINDOW as usize);
            let left = drain(&mut link, began, now);
            prop_assert!(left <= 17, "{}", left);
            while link.poll_frame().is_some() {}
            let fields = format!("{:?}", link.inbound.seen_copies());
            prop_assert!(fields.len() < 8_000);
        }
    }

    #[test]
    fn any_bytes_are_taken(bytes in prop::collection::vec(any::<u8>(), 0..100)) {
        let began = epoch();
        let mut link = link(began);
        let mut datagram = format!("{{\"link\":\"{LINK}\",\"n\":1,\"part\":\"1/1\",").into_bytes();
        datagram.extend(bytes);
        if let Some(read) = envelope::read(&datagram) {
            link.handle_datagram(at(began, began), &read, &datagram);
        }
    }
}
