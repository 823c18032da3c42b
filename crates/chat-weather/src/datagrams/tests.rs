//! What the weather does to datagrams, and that it is the same each time.

use std::time::Duration;
use std::time::Instant;

use proptest::prelude::*;

use super::*;
use crate::flows::FLOWS;
use crate::words;

#[expect(clippy::disallowed_methods, reason = "a test has to begin somewhere")]
fn epoch() -> Instant {
    Instant::now()
}

fn weather(began: Instant, words: &str) -> Impairer {
    Impairer::new(began, words::impairments(words).unwrap(), 7, true)
}

fn datagram(way: Way, flow: u64, bytes: &[u8]) -> InTransit {
    let bytes = bytes.to_vec();
    InTransit { way, flow, bytes }
}

/// Pushes datagrams with these numbers, one each 10 ms; what comes out, and
/// after how many milliseconds.
fn run(words: &str, count: u8) -> Vec<(u128, u8)> {
    let began = epoch();
    let mut weather = weather(began, words);
    let mut out = Vec::new();
    let mut take = |weather: &mut Impairer, now: Instant| {
        while let Some(in_transit) = weather.poll(now) {
            out.push(((now - began).as_millis(), in_transit.bytes[0]));
        }
    };
    let mut now = began;
    for n in 1..=count {
        let pushed = began + Duration::from_millis(10) * u32::from(n - 1);
        while let Some(at) = weather.poll_timeout().filter(|at| *at <= pushed) {
            take(&mut weather, at.max(now));
        }
        now = pushed;
        weather.push(now, datagram(Way::Out, 0, &[n]));
        take(&mut weather, now);
    }
    while let Some(at) = weather.poll_timeout() {
        take(&mut weather, at);
    }
    out
}

#[track_caller]
fn check(words: &str, expected: &[(u128, u8)]) {
    assert_eq!(run(words, 4), expected, "{words}");
}

#[test]
fn each_word_does_what_it_says() {
    check("off", &[(0, 1), (10, 2), (20, 3), (30, 4)]);
    check("drop #2,#3", &[(0, 1), (30, 4)]);
    check("drop every:2", &[(0, 1), (20, 3)]);
    check("drop in:100%", &[(0, 1), (10, 2), (20, 3), (30, 4)]);
    check("drop out:100%", &[]);
    check("dup #2", &[(0, 1), (10, 2), (10, 2), (20, 3), (30, 4)]);
    check("delay 25ms", &[(25, 1), (35, 2), (45, 3), (55, 4)]);
    check("reorder #1:2", &[(10, 2), (20, 3), (20, 1), (30, 4)]);
    check("blackout 5ms+20ms", &[(0, 1), (30, 4)]);
    check("blackout 0s+5ms/20ms", &[(10, 2), (30, 4)]);
    check("mtu 1", &[(0, 1), (10, 2), (20, 3), (30, 4)]);
    // One byte takes 8 ms.
    check("rate 1kbps", &[(8, 1), (18, 2), (28, 3), (38, 4)]);
}

/// Whoever has noted a seed wants the same again.
#[test]
fn a_seed_is_the_same_fate_in_every_version() {
    let words = "drop 20%, dup 30%, delay 5..90ms, corrupt 20%, reorder 30%:2";
    let expected = [
        (52, 1),
        (72, 7),
        (78, 5),
        (112, 5),
        (112, 3),
        (116, 6),
        (124, 7),
    ];
    assert_eq!(run(words, 8), expected);
}

#[test]
fn what_is_longer_than_the_path_takes_is_lost() {
    let began = epoch();
    let mut weather = weather(began, "mtu 2");
    for bytes in [&b"123"[..], b"12", b"1234"] {
        weather.push(began, datagram(Way::Out, 0, bytes));
    }
    let came: Vec<_> = std::iter::from_fn(|| weather.poll(began)).collect();
    assert_eq!(came, [datagram(Way::Out, 0, b"12")]);
}

#[test]
fn whoever_is_passed_by_nobody_comes_all_the_same() {
    assert_eq!(run("reorder #4:3", 4), [(0, 1), (10, 2), (20, 3), (130, 4)]);
}

#[test]
fn a_fault_may_be_for_one_kind_of_frame() {
    let began = epoch();
    let mut weather = weather(began, "drop ack:100%");
    for bytes in [
        &br#"{"type":"ack"}"#[..],
        br#"{"type" : "ack"}"#,
        br#"{"type":"msg"}"#,
        br#"{"text":"ack"}"#,
    ] {
        weather.push(began, datagram(Way::In, 0, bytes));
    }
    assert_eq!(std::iter::from_fn(|| weather.poll(began)).count(), 2);
}

#[test]
fn a_flipped_bit_is_told_and_never_read() {
    let began = epoch();
    let mut weather = weather(began, "corrupt #1");
    for _ in 0..2 {
        weather.push(began, datagram(Way::In, 0, &[0; 100]));
    }
    let came: Vec<_> = std::iter::from_fn(|| weather.poll(began)).collect();
    assert_eq!(came, [datagram(Way::In, 0, &[0; 100])]);
    let (_, told) = weather.poll_event().unwrap();
    let Event::Weather(told) = told else {
        panic!("{told:?}")
    };
    let (datagram, fate) = (told.datagram, told.fate);
    let bit = |fate| matches!(fate, Fate::Corrupted { bit } if bit < 800);
    assert!(datagram == 1 && bit(fate), "{fate:?}");
    assert_eq!(weather.poll_event(), None);
}

#[test]
fn shares_are_met_and_bursts_come_in_rows() {
    let count = |words| run(&format!("{words}, mtu 500"), 255).len();
    assert!((100..155).contains(&count("drop 50%")));
    let came = run("drop burst:10%/20%", 255);
    let rows = came
        .windows(2)
        .filter(|two| two[1].1 - two[0].1 > 3)
        .count();
    assert!(rows >= 5, "{rows}");
}

#[test]
fn what_is_under_way_is_bounded() {
    let began = epoch();
    let mut weather = weather(began, "delay 10s");
    for flow in 0..20_000 {
        weather.push(began, datagram(Way::In, flow, b"x"));
    }
    let later = began + Duration::from_secs(20);
    assert_eq!(std::iter::from_fn(|| weather.poll(later)).count(), 8192);
    assert!(weather.flows.len() <= FLOWS);
}

/// A flood, so long a wait, and one more: how long that one is under way.
fn after_a_flood(rate: &str, wait: Duration) -> Duration {
    let began = epoch();
    let mut weather = weather(began, rate);
    for _ in 0..20_000 {
        weather.push(began, datagram(Way::In, 0, &[0; 1000]));
    }
    let later = began + wait;
    while weather.poll(later).is_some() {}
    assert_eq!(weather.poll_timeout(), None, "{rate}: all has arrived");
    weather.push(later, datagram(Way::In, 1, &[0; 1000]));
    weather.poll_timeout().unwrap() - later
}

#[test]
fn what_is_lost_for_want_of_room_takes_no_time_on_the_path() {
    let alone = after_a_flood("rate 100mbps", Duration::from_secs(1));
    assert_eq!(alone, Duration::from_micros(80));
}

#[test]
fn nobody_queues_for_minutes_on_a_slow_path() {
    let alone = after_a_flood("rate 64kbps", LONGEST_QUEUE + Duration::from_secs(1));
    assert_eq!(alone, Duration::from_millis(125));
}

#[test]
fn another_rate_finds_the_path_free_and_what_is_under_way_keeps_its_time() {
    let began = epoch();
    let mut weather = weather(began, "rate 1kbps");
    weather.push(began, datagram(Way::In, 0, &[1; 1000]));
    weather.change(began, words::impairments("rate 1mbps").unwrap(), 7);
    weather.push(began, datagram(Way::In, 0, &[2; 1000]));
    let mut came = |ms| {
        let in_transit = weather.poll(began + Duration::from_millis(ms));
        in_transit.map(|in_transit| in_transit.bytes[0])
    };
    assert_eq!(
        [came(7), came(8), came(7_999), came(8_000)],
        [None, Some(2), None, Some(1)]
    );
}

/// As many as there may be, each way.
#[test]
fn no_flow_of_as_many_as_there_may_be_forgets_another() {
    let began = epoch();
    let mut weather = weather(began, "drop #2");
    let mut came = |way, flow| {
        weather.push(began, datagram(way, flow, b"x"));
        weather.poll(began).is_some()
    };
    let ways = [Way::In, Way::Out];
    for expected in [true, false] {
        let flows = 0..FLOWS as u64;
        let mut all = flows.flat_map(|flow| ways.map(|way| came(way, flow)));
        assert!(all.all(|came| came == expected));
    }
}

#[test]
fn who_has_been_silent_longest_is_forgotten_first() {
    let began = epoch();
    let mut weather = weather(began, "drop #3");
    let mut came = |flow| {
        weather.push(began, datagram(Way::In, flow, b"x"));
        weather.poll(began).is_some()
    };
    // The first of all speaks on, and then as many come as there may be.
    assert!(came(0) && came(1) && came(1) && came(0));
    assert!((2..=FLOWS as u64).all(&mut came));
    assert!(!came(0), "its third");
    assert!(came(1), "its first again");
}

#[test]
fn whoever_is_forgotten_loses_nothing_that_waits_to_be_passed() {
    let began = epoch();
    let mut weather = weather(began, "reorder #1:3");
    for flow in 0..=FLOWS as u64 {
        weather.push(began, datagram(Way::In, flow, b"x"));
    }
    let later = began + Duration::from_secs(1);
    let came = std::iter::from_fn(|| weather.poll(later));
    assert_eq!(came.count(), FLOWS + 1);
}

proptest! {
    /// Others on the path, and the clock, change nothing.
    #[test]
    fn the_nth_datagram_of_a_flow_has_one_fate(
        others in prop::collection::vec((1_u64..4, any::<bool>(), 0_u64..50), 0..40),
    ) {
        let words = "drop 30%, dup 20%, delay 5..90ms, corrupt 10%";
        let fates = |others: &[(u64, bool, u64)]| {
            let began = epoch();
            let mut now = began;
            let mut weather = weather(began, words);
            let mut others = others.iter();
            for _ in 0..40 {
                weather.push(now, datagram(Way::Out, 0, b"mine"));
                if let Some((flow, way, gap)) = others.next() {
                    now += Duration::from_millis(*gap);
                    let way = if *way { Way::In } else { Way::Out };
                    weather.push(now, datagram(way, *flow, b"theirs"));
                }
            }
            let events = std::iter::from_fn(|| weather.poll_event());
            events.filter(|(flow, _)| *flow == 0).collect::<Vec<_>>()
        };
        prop_assert_eq!(fates(&others), fates(&[]));
    }
}
