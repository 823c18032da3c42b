//! How a handshake ends, whoever answers it and however.

use chat_proto::chance;

use super::*;
use crate::envelope::Fields;

const PATIENCE: Duration = Duration::from_secs(60);

#[expect(clippy::disallowed_methods, reason = "a test has to begin somewhere")]
fn epoch() -> Instant {
    Instant::now()
}

/// Runs until it is over; `answer` is the server. How it ended, and after
/// how many hellos.
fn run(mut answer: impl FnMut(u32, Option<Cookie>) -> Vec<Datagram>) -> (Outcome, u32) {
    let mut now = epoch();
    let mut handshake = Handshake::new(now, Nonce(7), PATIENCE);
    let mut hellos = 0;
    loop {
        let mut out = Vec::new();
        while handshake.poll_transmit(now, &mut out) {
            hellos += 1;
            let cookie = match envelope::read(&out) {
                Some(Datagram::Hello(Nonce(7), cookie, _)) => cookie,
                other => panic!("{other:?}"),
            };
            let answers = answer(hellos, cookie);
            let mut hear = |datagram| handshake.handle_datagram(now, datagram);
            answers.iter().map(&mut hear).count();
            out.clear();
        }
        if let Some(outcome) = handshake.outcome() {
            return (outcome, hellos);
        }
        now = handshake.poll_timeout().unwrap();
        handshake.handle_timeout(now);
    }
}

/// A server with links.
fn honest(cookie: Option<Cookie>) -> Datagram {
    match cookie {
        None => Datagram::Cookie(Nonce(7), Cookie(9)),
        Some(cookie) => {
            assert_eq!(cookie, Cookie(9));
            Datagram::Open(Nonce(7), LinkId(1), None, Cover::Clear)
        }
    }
}

const OPEN: Outcome = Outcome::Open(LinkId(1), None, Cover::Clear);

#[test]
fn two_hellos_open_a_link_and_a_lost_one_is_repeated() {
    assert_eq!(run(|_, cookie| vec![honest(cookie)]), (OPEN, 2));
    let lossy = |n: u32, cookie| match n % 3 {
        0 => vec![honest(cookie)],
        _ => Vec::new(),
    };
    assert_eq!(run(lossy), (OPEN, 6));
}

#[test]
fn a_cover_is_asked_for_in_every_hello_and_told_by_the_answer() {
    let asks = |cover| Handshake::new(epoch(), Nonce(7), PATIENCE).with(cover);
    let mut handshake = asks(Cover::Tls);
    for cookie in [None, Some(Cookie(9))] {
        let mut out = Vec::new();
        assert!(handshake.poll_transmit(epoch(), &mut out));
        let hello = Datagram::Hello(Nonce(7), cookie, Cover::Tls);
        assert_eq!(envelope::read(&out), Some(hello));
        handshake.handle_datagram(epoch(), &honest(None));
    }
    // A server without it, or somebody on the way who does not want it.
    handshake.handle_datagram(epoch(), &honest(Some(Cookie(9))));
    assert_eq!(handshake.outcome(), Some(OPEN));
}

#[test]
fn answers_to_somebody_else_are_not_believed() {
    let forged = |_, _| {
        vec![
            Datagram::Open(Nonce(8), LinkId(2), None, Cover::Clear),
            Datagram::Cookie(Nonce(8), Cookie(9)),
            Datagram::Reset(LinkId(1)),
            Datagram::Bound(LinkId(1), Fields::default()),
        ]
    };
    assert_eq!(run(forged).0, Outcome::NoAnswer);
}

#[test]
fn silence_is_no_answer_and_hellos_go_on_as_long_as_patience_lasts() {
    let (outcome, hellos) = run(|_, _| Vec::new());
    assert_eq!(outcome, Outcome::NoAnswer);
    assert!((150..=180).contains(&hellos), "{hellos}");
}

#[test]
fn with_seven_in_ten_lost_each_way_there_is_a_link() {
    for seed in 0..500 {
        let arrives = |n: u32, way| chance::draw(&[seed, u64::from(n), way]) % 10 >= 7;
        let answer = |n, cookie| {
            let heard = arrives(n, 0) && arrives(n, 1);
            heard.then(|| honest(cookie)).into_iter().collect()
        };
        assert_eq!(run(answer).0, OPEN, "seed {seed}");
    }
}

/// A server without links that answers each hello.
fn answers_otherwise(handshake: &mut Handshake, mut now: Instant, hellos: u32) -> Instant {
    let mut out = Vec::new();
    for _ in 0..hellos {
        assert!(handshake.poll_transmit(now, &mut out));
        handshake.handle_unexpected();
        now = handshake.poll_timeout().unwrap();
        handshake.handle_timeout(now);
    }
    now
}

#[test]
fn a_server_that_answers_hello_after_hello_otherwise_is_a_naive_one_soon() {
    let mut handshake = Handshake::new(epoch(), Nonce(7), PATIENCE);
    let end = answers_otherwise(&mut handshake, epoch(), 13);
    assert_eq!(handshake.outcome(), Some(Outcome::NoLinkSupport));
    assert_eq!(handshake.poll_timeout(), None);
    assert_eq!(handshake.unanswered(), 0);
    assert!(end - epoch() < Duration::from_millis(1100));
}

#[test]
fn an_echo_is_a_naive_one() {
    let echo = |_, cookie| vec![Datagram::Hello(Nonce(7), cookie, Cover::Clear)];
    assert_eq!(run(echo), (Outcome::NoLinkSupport, 13));
}

#[test]
fn a_cookie_wins_whatever_was_answered_before_and_after() {
    let mut handshake = Handshake::new(epoch(), Nonce(7), PATIENCE);
    let mut now = answers_otherwise(&mut handshake, epoch(), 12);
    handshake.handle_datagram(now, &honest(None));
    for _ in 0..20 {
        let mut out = Vec::new();
        assert!(handshake.poll_transmit(now, &mut out));
        handshake.handle_unexpected();
        now = handshake.poll_timeout().unwrap();
        handshake.handle_timeout(now);
        assert_eq!(handshake.outcome(), None);
    }
    handshake.handle_datagram(now, &honest(Some(Cookie(9))));
    assert_eq!(handshake.outcome(), Some(OPEN));
}

#[test]
fn a_few_forged_answers_make_no_server_a_naive_one() {
    let mut handshake = Handshake::new(epoch(), Nonce(7), PATIENCE);
    let mut now = answers_otherwise(&mut handshake, epoch(), 3);
    // Many for one hello are as one.
    (0..50).for_each(|_| handshake.handle_unexpected());
    let mut out = Vec::new();
    for _ in 0..40 {
        let _ = handshake.poll_transmit(now, &mut out);
        now = handshake.poll_timeout().unwrap();
        handshake.handle_timeout(now);
        assert_eq!(handshake.outcome(), None);
    }
}

#[test]
fn a_cookie_that_has_become_stale_is_replaced() {
    let mut handshake = Handshake::new(epoch(), Nonce(7), PATIENCE);
    for cookie in [Cookie(9), Cookie(10)] {
        handshake.handle_datagram(epoch(), &Datagram::Cookie(Nonce(7), cookie));
        let mut out = Vec::new();
        assert!(handshake.poll_transmit(epoch(), &mut out));
        let asked = envelope::read(&out);
        assert_eq!(
            asked,
            Some(Datagram::Hello(Nonce(7), Some(cookie), Cover::Clear))
        );
    }
}

#[test]
fn a_server_that_never_opens_is_not_waited_for_for_ever() {
    let full = |_, cookie: Option<Cookie>| match cookie {
        None => vec![honest(None)],
        Some(_) => Vec::new(),
    };
    assert_eq!(run(full).0, Outcome::NoAnswer);
}
