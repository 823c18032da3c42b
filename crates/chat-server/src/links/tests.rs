//! Who gets a link, who gets an answer, who gets nothing.

mod asleep;
mod knocking;
mod script;

use chat_link::Unsent;
use chat_proto::stamp::Stamp;
use chat_proto::trace::link::Discard;
use chat_proto::trace::link::Ending;
use proptest::prelude::ProptestConfig;
use proptest::prelude::any;
use proptest::prelude::prop;
use proptest::proptest;

use super::*;

#[expect(clippy::disallowed_methods, reason = "a test has to begin somewhere")]
fn epoch() -> Instant {
    Instant::now()
}

fn at(mono: Instant) -> Now {
    Now {
        mono,
        wall: Stamp::from_unix_ms(0),
    }
}

fn links(began: Instant) -> Links {
    links_of(began, false)
}

fn links_of(began: Instant, traced: bool) -> Links {
    let terms = Terms {
        secret: Secret::new([1, 2]),
        run: RunId(3),
        policy: Policy::default(),
        traced,
        most: 100,
        cover: Cover::Clear,
    };
    Links::new(began, terms)
}

fn address(n: u16) -> SocketAddr {
    SocketAddr::from(([10, 0, u8::try_from(n / 256).unwrap(), 1], 1000 + n))
}

fn hello(nonce: u64, cookie: Option<Cookie>) -> Vec<u8> {
    let mut out = Vec::new();
    envelope::write_hello(&mut out, Nonce(nonce), cookie, Cover::Clear);
    out
}

/// A hello without cookie is answered with one.
#[track_caller]
fn cookie(links: &mut Links, now: Instant, from: SocketAddr, nonce: u64) -> Cookie {
    let Heard::Stranger(answer) = links.handle_datagram(at(now), from, &hello(nonce, None)) else {
        panic!("no answer");
    };
    assert!(answer.len() <= hello(nonce, None).len());
    match envelope::read(&answer) {
        Some(Datagram::Cookie(n, cookie)) if n == Nonce(nonce) => cookie,
        other => panic!("{other:?}"),
    }
}

#[track_caller]
fn open(links: &mut Links, now: Instant, from: SocketAddr, nonce: u64) -> LinkId {
    let cookie = cookie(links, now, from, nonce);
    let Heard::Opened(Opened { answer, .. }) =
        links.handle_datagram(at(now), from, &hello(nonce, Some(cookie)))
    else {
        panic!("not opened");
    };
    match envelope::read(&answer) {
        Some(Datagram::Open(_, id, Some(RunId(3)), _)) => id,
        other => panic!("{other:?}"),
    }
}

fn frame(id: LinkId, n: u32, copy: u16) -> Vec<u8> {
    let mut out = Vec::new();
    envelope::write_frame(&mut out, id, (n, copy), None, b"{\"text\":\"x\"}");
    out
}

/// Gives a link a frame, and has it leave.
fn send(links: &mut Links, now: Instant, to: To, frame: &[u8]) -> Result<usize, Unsent> {
    let mut leaving = Leaving::default();
    let mut link = links.at(to).ok_or(Unsent::Over)?;
    if let (_, Some(why)) = link.send(at(now), frame, frame.len()) {
        return Err(why);
    }
    link.poll_transmit(at(now), &mut leaving);
    Ok(leaving.ends.len())
}

/// To whom something leaves now.
fn leave(links: &mut Links, now: Instant) -> Vec<SocketAddr> {
    let mut leaving = Leaving::default();
    while links.poll_transmit(at(now), &mut leaving).is_some() {}
    leaving.ends.into_iter().map(|(to, _)| to).collect()
}

/// Which links somebody has to look after.
fn needing(links: &mut Links, now: Instant) -> Vec<Attention> {
    let mut leaving = Leaving::default();
    let polled = std::iter::from_fn(|| links.poll_transmit(at(now), &mut leaving));
    polled.filter_map(|polled| polled.attention).collect()
}

fn nothing() -> Heard {
    Heard::Frames(Vec::new())
}

#[test]
fn a_stranger_costs_no_memory_until_it_has_shown_its_address() {
    let now = epoch();
    let mut links = links(now);
    for n in 0..100_000_u32 {
        let [_, a, b, c] = n.to_be_bytes();
        let from = SocketAddr::from(([10, a, b, c], 1000));
        let _ = links.handle_datagram(at(now), from, &hello(u64::from(n), None));
        let _ = links.handle_datagram(at(now), from, &frame(LinkId(9), 1, 3));
    }
    assert_eq!(links.known.len() + links.due.len() + links.touched.len(), 0);
    open(&mut links, now + Duration::from_secs(9), address(1), 7);
    assert_eq!(links.known.len(), 1);
}

/// P5, in bytes: counted without headers, which make it smaller still.
#[test]
fn strangers_are_never_sent_more_than_they_sent() {
    let now = epoch();
    let mut links = links(now);
    let (mut came, mut left) = (0, 0);
    let id = LinkId(9);
    for n in 0..5_000 {
        let from = address(n % 7);
        for bytes in [
            hello(u64::from(n), None),
            hello(u64::from(n), Some(Cookie(1))),
            frame(id, 1, 1),
            frame(id, 1, 9),
            br#"{"type":"hello","nonce":"0000000000000001"}"#.to_vec(),
        ] {
            came += bytes.len();
            let heard = links.handle_datagram(at(now), from, &bytes);
            if let Heard::Stranger(answer) | Heard::Refused(_, Some(answer)) = heard {
                assert!(answer.len() <= bytes.len());
                left += answer.len();
            }
        }
    }
    assert!(left > 0 && left < 200 * 200, "{left} of {came}");
}

#[test]
fn a_cookie_of_another_address_opens_nothing() {
    let now = epoch();
    let mut links = links(now);
    let cookie = cookie(&mut links, now, address(1), 7);
    let stolen = links.handle_datagram(at(now), address(2), &hello(7, Some(cookie)));
    let Heard::Refused(Strange::CookieWrong, Some(answer)) = stolen else {
        panic!("{stolen:?}");
    };
    assert!(matches!(
        envelope::read(&answer),
        Some(Datagram::Cookie(..))
    ));
    assert!(!links.has(address(2)));
}

#[test]
fn whoever_is_not_let_in_is_told_of_with_the_reason() {
    let now = epoch();
    let mut links = links(now);
    let mut why = |bytes: &[u8]| {
        let heard = links.handle_datagram(at(now), address(1), bytes);
        let Heard::Refused(why, _) = heard else {
            return None;
        };
        Some(why)
    };
    let short = br#"{"type":"hello","nonce":"0000000000000001"}"#;
    assert_eq!(why(short), Some(Strange::Short));
    assert_eq!(why(&frame(LinkId(9), 1, 1)), Some(Strange::NoLink));
    assert_eq!(why(&frame(LinkId(9), 1, 9)), Some(Strange::NoLink));
    let reasons: Vec<_> = (0..1000).map(|n| why(&hello(n, None))).collect();
    assert_eq!(reasons.first(), Some(&None), "answered");
    assert_eq!(reasons.last(), Some(&Some(Strange::Flood)));
}

#[test]
fn a_hello_that_comes_again_gets_the_same_answer_and_opens_nothing() {
    let now = epoch();
    let mut links = links(now);
    let id = open(&mut links, now, address(1), 7);
    let cookie = cookie(&mut links, now, address(1), 7);
    let again = links.handle_datagram(at(now), address(1), &hello(7, Some(cookie)));
    let Heard::Stranger(answer) = again else {
        panic!("{again:?}")
    };
    assert!(matches!(envelope::read(&answer), Some(Datagram::Open(_, i, ..)) if i == id));
    // A client that began anew has another nonce.
    let newer = open(&mut links, now, address(1), 8);
    assert_ne!(newer, id);
    let late = links.handle_datagram(at(now), address(1), &frame(id, 1, 1));
    assert_eq!(late, Heard::Refused(Strange::NoLink, None));
    let stale = To(address(1), id);
    links.finish(now, stale);
    leave(&mut links, now);
    assert_eq!(send(&mut links, now, stale, b"{}"), Err(Unsent::Over));
    assert!(links.has(address(1)));
    links.finish(now, To(address(1), newer));
    leave(&mut links, now);
    assert!(!links.has(address(1)));
    let replayed = links.handle_datagram(at(now), address(1), &hello(7, Some(cookie)));
    assert_eq!(replayed, nothing());
}

/// P7.
#[test]
fn a_frame_counts_only_from_its_own_address() {
    let now = epoch();
    let mut links = links(now);
    let id = open(&mut links, now, address(1), 7);
    let before = links.known[&address(1)].link.clone();
    let forged = links.handle_datagram(at(now), address(2), &frame(id, 1, 1));
    assert_eq!(forged, Heard::Refused(Strange::NoLink, None));
    let guessed = links.handle_datagram(at(now), address(1), &frame(LinkId(1), 1, 1));
    assert_eq!(guessed, Heard::Refused(Strange::NoLink, None));
    assert_eq!(links.known[&address(1)].link, before);
    assert!(!links.has(address(2)));
    let own = links.handle_datagram(at(now), address(1), &frame(id, 1, 1));
    assert!(matches!(own, Heard::Frames(frames) if frames.len() == 1));
}

#[test]
fn answers_are_never_answered() {
    let now = epoch();
    let mut links = links(now);
    let id = LinkId(9);
    let mut answers = Vec::new();
    for answer in [
        Datagram::Cookie(Nonce(1), Cookie(2)),
        Datagram::Open(Nonce(1), id, None, Cover::Clear),
        Datagram::Reset(id),
    ] {
        let mut out = Vec::new();
        envelope::write_answer(&mut out, at(now).wall, &answer);
        answers.push(out);
    }
    answers.push(format!("{{\"type\":\"ack\",\"link\":\"{id}\",\"ack\":1}}").into_bytes());
    for bytes in answers {
        assert_eq!(
            links.handle_datagram(at(now), address(1), &bytes),
            nothing()
        );
    }
    // A frame is a question, too short here for an answer.
    let short = links.handle_datagram(at(now), address(1), &frame(id, 1, 1));
    assert_eq!(short, Heard::Refused(Strange::NoLink, None));
}

#[test]
fn who_never_used_its_link_may_speak_without_it_and_nobody_else_beside_one() {
    let now = epoch();
    let mut links = links(now);
    let mut says = |bytes: &[u8]| links.handle_datagram(at(now), address(1), bytes);
    assert_eq!(says(b"{}"), Heard::Naive { left: false });
    open(&mut links, now, address(1), 7);
    let mut says = |bytes: &[u8]| links.handle_datagram(at(now), address(1), bytes);
    assert_eq!(says(b"{}"), Heard::Naive { left: true });
    assert_eq!(says(b"{}"), Heard::Naive { left: false });
    let id = open(&mut links, now, address(1), 8);
    let mut says = |bytes: &[u8]| links.handle_datagram(at(now), address(1), bytes);
    assert!(matches!(says(&frame(id, 1, 1)), Heard::Frames(_)));
    assert_eq!(says(b"{}"), Heard::Beside);
    assert!(links.has(address(1)));
}

#[test]
fn what_cannot_be_read_beside_a_link_is_told_in_its_trace() {
    let now = epoch();
    let mut links = links_of(now, true);
    let id = open(&mut links, now, address(1), 7);
    for bytes in [&frame(id, 1, 1)[..], b"{\"link\":", &[b' '; 1201]] {
        let _ = links.handle_datagram(at(now), address(1), bytes);
    }
    assert_eq!(leave(&mut links, now), [address(1)]);
    let told: Vec<_> = std::iter::from_fn(|| links.poll_event(address(1))).collect();
    for why in [Discard::Unreadable, Discard::TooLong] {
        let is = |event: &Event| matches!(event, Event::Discarded(told) if told.why == why);
        assert!(told.iter().any(is), "{told:?}");
    }
}

#[test]
fn a_link_that_is_finished_waits_for_its_last_confirmation() {
    let now = epoch();
    let mut links = links(now);
    let id = open(&mut links, now, address(1), 7);
    let to = To(address(1), id);
    assert_eq!(send(&mut links, now, to, b"{\"type\":\"bye\"}"), Ok(1));
    links.finish(now, to);
    assert_eq!(leave(&mut links, now), []);
    assert!(links.has(address(1)));
    let ack = format!("{{\"type\":\"ack\",\"link\":\"{id}\",\"ack\":1,\"for\":[1,1]}}");
    assert_eq!(
        links.handle_datagram(at(now), address(1), ack.as_bytes()),
        nothing()
    );
    assert_eq!(leave(&mut links, now), []);
    assert!(!links.has(address(1)) && links.is_idle());
}

#[test]
fn a_finished_link_nobody_confirms_is_forgotten_soon() {
    let now = epoch();
    let mut links = links(now);
    let id = open(&mut links, now, address(1), 7);
    let to = To(address(1), id);
    assert_eq!(send(&mut links, now, to, b"{\"type\":\"bye\"}"), Ok(1));
    links.finish(now, to);
    leave(&mut links, now);
    let later = now + LAST_WORDS;
    let mut leaving = Leaving::default();
    while let Some(due) = links.poll_timeout().filter(|due| *due <= later) {
        links.handle_timeout(due);
        leaving.clear();
        while links.poll_transmit(at(due), &mut leaving).is_some() {}
    }
    assert!(!links.has(address(1)) && links.poll_timeout().is_none());
    // Whoever is there after all, and holds its datagrams, learns that nobody is here.
    assert_eq!(
        envelope::read(&leaving.bytes),
        Some(Datagram::Reset(id)),
        "the last that leaves"
    );
}

#[test]
fn only_links_that_are_full_or_over_need_somebody() {
    let now = epoch();
    let mut links = links(now);
    let id = open(&mut links, now, address(1), 7);
    let to = To(address(1), id);
    let ack = |upto: u32| format!("{{\"type\":\"ack\",\"link\":\"{id}\",\"ack\":{upto}}}");
    let attention = |links: &mut Links, upto: u32| {
        let _ = links.handle_datagram(at(now), address(1), ack(upto).as_bytes());
        needing(links, now)
    };
    assert_eq!(send(&mut links, now, to, b"{}"), Ok(1));
    assert_eq!(attention(&mut links, 1), []);
    while send(&mut links, now, to, b"{}").is_ok() {}
    let full = Attention { to, ending: None };
    assert_eq!(attention(&mut links, 2), [full]);
    // Seen, and a little later judged.
    for seconds in [100, 101] {
        let then = now + Duration::from_secs(seconds);
        let before = needing(&mut links, then);
        assert!(before.iter().all(|a| a.ending.is_none()), "{before:?}");
        links.handle_timeout(then);
    }
    let why = needing(&mut links, now);
    assert_eq!(why.first().and_then(|a| a.ending), Some(Ending::Silence));
}
