//! What a link does in single cases.

use std::time::Duration;

use chat_proto::trace::link::Ending;

use super::world::World;
use super::world::say;
use crate::Unsent;
use crate::envelope;
use crate::policy::Policy;

const MS: Duration = Duration::from_millis(1);

fn world(weather: &str) -> World {
    World::new(&format!("delay 10ms, {weather}"), 7, Policy::default())
}

/// The lines of the log that are about this.
fn count(world: &World, phrase: &str) -> usize {
    world
        .log
        .lines()
        .filter(|line| line.contains(phrase))
        .count()
}

#[test]
fn without_loss_everything_leaves_once() {
    let mut world = world("delay 0ms");
    for n in 0..200 {
        assert!(world.send(0, &say(&n.to_string())));
    }
    world.run_out(60_000 * MS);
    assert_eq!(world.ends[0].copies, 200);
    assert_eq!(world.texts(1).len(), 200);
}

#[test]
fn a_lost_frame_leaves_again() {
    let mut world = world("drop out:#1");
    world.send(0, &say("a"));
    world.run_out(60_000 * MS);
    assert_eq!(
        (world.ends[0].copies, world.texts(1)),
        (2, vec!["a".to_owned()])
    );
    // The first wait, and the way there.
    assert!(world.ends[1].heard[0].0 < 350 * MS);
}

#[test]
fn a_lost_acknowledgement_makes_a_duplicate_that_nobody_sees() {
    let mut world = world("drop in:#1");
    world.send(0, &say("a"));
    world.run_out(60_000 * MS);
    assert_eq!(world.texts(1), ["a"]);
    assert_eq!((world.ends[0].copies, count(&world, "duplicate")), (2, 1));
    assert_eq!(world.ends[0].link.unacked(), 0);
}

#[test]
fn an_overtaken_frame_leaves_early_and_the_order_is_kept() {
    let mut world = world("drop out:#3");
    for (ms, text) in [(0, "a"), (100, "b"), (200, "c"), (210, "d")] {
        world.run_until(ms * MS);
        world.send(0, &say(text));
    }
    world.run_out(60_000 * MS);
    assert_eq!(world.texts(1), ["a", "b", "c", "d"]);
    assert!(count(&world, "fast_retransmit") >= 1, "{}", world.ladder());
}

#[test]
fn a_long_text_travels_in_parts_and_is_seen_whole() {
    let mut world = world("drop 30%");
    let long = "\"é".repeat(1300);
    world.send(1, &say(&long));
    world.send(1, &say("short"));
    world.run_out(60_000 * MS);
    assert_eq!(world.texts(0), [long, "short".to_owned()]);
}

/// P3.
#[test]
fn a_dead_peer_is_given_up_after_a_minute() {
    let mut world = world("delay 0ms");
    world.send(0, &say("a"));
    world.run_until(1_000 * MS);
    world.dead = true;
    world.send(0, &say("b"));
    world.run_out(600_000 * MS);
    assert_eq!(world.ends[0].link.ending(), Some(Ending::Silence));
    let passed = (world.since().saturating_sub(1_000 * MS)).as_secs_f64();
    assert!((55.0..62.0).contains(&passed), "{passed}");
    assert!(world.ends[0].copies <= 31, "{}", world.ends[0].copies);
    assert_eq!(world.ends[0].link.unacked(), 1);
    let now = world.wall();
    assert_eq!(world.ends[0].link.send(now, b"{}"), Err(Unsent::Over));
}

#[test]
fn the_textbook_sends_five_times_in_three_seconds() {
    let mut world = World::new("off", 7, Policy::textbook());
    world.dead = true;
    world.send(0, &say("a"));
    world.run_out(600_000 * MS);
    let sent: Vec<&str> = world
        .log
        .lines()
        .filter(|l| l.contains("\"sent\""))
        .collect();
    let at = |line: &str| {
        let entry: serde_json::Value = serde_json::from_str(line).unwrap();
        entry["ms"].as_f64().unwrap()
    };
    let moments: Vec<f64> = sent.into_iter().map(at).collect();
    assert_eq!(moments, vec![0.0, 100.0, 300.0, 700.0, 1500.0]);
    assert_eq!(world.since(), 3_100 * MS);
    assert_eq!(world.ends[0].link.ending(), Some(Ending::Tries));
}

/// How long a link lasts whose other side is alive and never gets one of its frames, and
/// how many copies of that leave.
fn one_frame_that_never_arrives(policy: Policy) -> (Duration, usize) {
    let mut world = World::new("off", 7, policy);
    let (mut now, began) = (world.wall(), world.wall().mono);
    let link = &mut world.ends[0].link;
    link.send(now, say("x").as_bytes()).unwrap();
    let (mut out, mut copies) = (Vec::new(), 0);
    for n in 1.. {
        if link.poll_timeout().is_some_and(|at| at <= now.mono) {
            link.handle_timeout(now.mono);
        }
        while link.poll_transmit(now, &mut out) {
            copies += usize::from(out.windows(5).any(|five| five == b"\"n\":1"));
            out.clear();
        }
        if link.ending().is_some() {
            break;
        }
        envelope::write_frame(&mut out, link.id(), (n, 1), None, b"{}");
        link.handle_datagram(now, &envelope::read(&out).unwrap(), &out);
        out.clear();
        now.mono += 500 * MS;
    }
    assert_eq!(link.ending(), Some(Ending::Tries));
    (now.mono - began, copies)
}

/// Not after thirty copies, which may leave within seconds where somebody is alive and
/// holds some of the datagrams.
#[test]
fn one_frame_is_waited_for_as_long_as_there_is_patience() {
    for (patience, most) in [(60, 65), (600, 335)] {
        let patience = Duration::from_secs(patience);
        let policy = Policy {
            patience,
            ..Policy::default()
        };
        let (lasted, copies) = one_frame_that_never_arrives(policy);
        assert!(
            (patience..patience + 2_000 * MS).contains(&lasted),
            "{lasted:?}"
        );
        assert!((35..=most).contains(&copies), "{copies} copies");
    }
}

/// P8.
#[test]
fn nothing_wakes_up_when_nothing_is_under_way() {
    let mut world = world("drop 30%");
    world.send(0, &say("a"));
    world.send(1, &say("b"));
    world.run_out(60_000 * MS);
    // The last acknowledgements may have been lost.
    world.run_until(120_000 * MS);
    assert_eq!(world.next_at(), None);
}

#[test]
fn a_link_that_is_kept_alive_says_something_each_quarter_of_a_minute() {
    let every = Some(Duration::from_secs(15));
    let policy = Policy {
        keep_alive: every,
        ..Policy::default()
    };
    let mut world = World::new("delay 10ms", 7, policy);
    world.run_until(Duration::from_secs(100));
    assert!(
        (6..=14).contains(&world.ends[0].datagrams),
        "{}",
        world.ends[0].datagrams
    );
    assert!(world.ends[0].link.ending().is_none());
}

#[test]
fn a_queue_has_an_end() {
    let mut world = world("delay 0ms");
    world.dead = true;
    let taken = (0..1000).filter(|_| world.send(0, &say("x"))).count();
    // The queue, and the burst that has left it.
    assert_eq!(taken, 256 + 16);
}
