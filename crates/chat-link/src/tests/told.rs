//! What a link tells of acknowledgements, of its window and of its backoff.

use std::time::Duration;
use std::time::Instant;

use chat_proto::now::Now;
use chat_proto::stamp::Stamp;
use chat_proto::trace::event::Event;

use crate::Link;
use crate::Setup;
use crate::envelope;
use crate::envelope::LinkId;
use crate::envelope::Side;
use crate::policy::Policy;
use crate::policy::SEND_WINDOW;

#[expect(clippy::disallowed_methods, reason = "a test has to begin somewhere")]
fn epoch() -> Now {
    Now {
        mono: Instant::now(),
        wall: Stamp::from_unix_ms(0),
    }
}

fn link(now: Now, side: Side) -> Link {
    let setup = Setup {
        id: LinkId(7),
        side,
        policy: Policy::default(),
        seed: 1,
        traced: true,
    };
    Link::new(now.mono, setup)
}

/// All that leaves until this moment, and when the last of it did.
fn leaves(link: &mut Link, now: &mut Now, until: Instant) -> Vec<Vec<u8>> {
    let mut all = Vec::new();
    loop {
        link.handle_timeout(now.mono);
        let mut out = Vec::new();
        while link.poll_transmit(*now, &mut out) {
            all.push(std::mem::take(&mut out));
        }
        match link.poll_timeout().filter(|at| *at <= until) {
            Some(at) => now.mono = at.max(now.mono + Duration::from_micros(1)),
            None => return all,
        }
    }
}

fn hear(link: &mut Link, now: Now, datagrams: &[Vec<u8>]) {
    for bytes in datagrams {
        let datagram = envelope::read(bytes).unwrap();
        link.handle_datagram(now, &datagram, bytes);
    }
}

fn told<T>(link: &mut Link, pick: impl Fn(Event) -> Option<T>) -> Vec<T> {
    std::iter::from_fn(|| link.poll_event())
        .filter_map(pick)
        .collect()
}

#[test]
fn an_acknowledgement_is_told_with_what_it_measured() {
    let mut now = epoch();
    let (mut ours, mut theirs) = (link(now, Side::Peer), link(now, Side::Server));
    ours.send(now, br#"{"text":"x"}"#).unwrap();
    let until = now.mono;
    let out = leaves(&mut ours, &mut now, until);
    now.mono += Duration::from_millis(20);
    hear(&mut theirs, now, &out);
    let until = now.mono;
    let answer = leaves(&mut theirs, &mut now, until);
    now.mono += Duration::from_millis(20);
    hear(&mut ours, now, &answer);
    let acks = told(&mut ours, |event| {
        let Event::AckReceived(ack) = event else {
            return None;
        };
        Some(ack)
    });
    let [ack] = &acks[..] else {
        panic!("{acks:?}");
    };
    let trip = Some(Duration::from_millis(40));
    assert_eq!((ack.ack, ack.r#for), (1, Some((1, 1))));
    assert_eq!((ack.rtt, ack.srtt), (trip, trip));
    assert_eq!(ack.rttvar, Some(Duration::from_millis(20)));
    assert_eq!(ack.wait, Policy::default().min_rto);
}

#[test]
fn a_full_window_is_told_once_until_it_is_full_again() {
    let mut now = epoch();
    let (mut ours, mut theirs) = (link(now, Side::Peer), link(now, Side::Server));
    for _ in 0..2 * SEND_WINDOW + 5 {
        ours.send(now, br#"{"text":"x"}"#).unwrap();
    }
    let full = |event| {
        let Event::WindowFull(full) = event else {
            return None;
        };
        Some((full.in_flight, full.waiting))
    };
    let until = now.mono + Duration::from_millis(200);
    let out = leaves(&mut ours, &mut now, until);
    let window = SEND_WINDOW as usize;
    assert_eq!(told(&mut ours, full), [(window, window + 5)]);
    hear(&mut theirs, now, &out);
    let until = now.mono;
    let answers = leaves(&mut theirs, &mut now, until);
    hear(&mut ours, now, &answers);
    let until = now.mono + Duration::from_millis(190);
    leaves(&mut ours, &mut now, until);
    assert_eq!(told(&mut ours, full), [(window, 5)]);
}

#[test]
fn the_end_of_a_backoff_is_told_with_the_frames_that_are_due_earlier_for_it() {
    let mut now = epoch();
    let (mut ours, mut theirs) = (link(now, Side::Peer), link(now, Side::Server));
    ours.send(now, br#"{"text":"x"}"#).unwrap();
    let until = now.mono + Duration::from_secs(6);
    let copies = leaves(&mut ours, &mut now, until);
    assert!(copies.len() > 4, "{}", copies.len());
    let reset = |event| {
        let Event::BackoffReset(reset) = event else {
            return None;
        };
        Some(reset.frames)
    };
    assert!(told(&mut ours, reset).is_empty());
    ours.send(now, br#"{"text":"y"}"#).unwrap();
    let until = now.mono + Duration::from_millis(20);
    leaves(&mut ours, &mut now, until);
    // The last copy of the first one comes through, the second one does not.
    hear(&mut theirs, now, copies.last_chunk::<1>().unwrap());
    let answer = leaves(&mut theirs, &mut now, until);
    hear(&mut ours, now, &answer);
    assert_eq!(told(&mut ours, reset), [1]);
}
