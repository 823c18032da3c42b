//! The figures that the link has to reach, in virtual time: 10 ms and 0 to 2 ms
//! each way, loss each way by itself.

use std::time::Duration;

use super::world::World;
use super::world::say;
use crate::policy::Policy;

const MS: Duration = Duration::from_millis(1);

/// One lossy hop: when each message, said at these moments, is heard; and the
/// copies for each.
fn hop(loss: &str, seed: u64, policy: Policy, says: &[Duration]) -> (Vec<Duration>, f64) {
    let mut world = World::new(&format!("delay 10..12ms, {loss}"), seed, policy);
    for at in says {
        world.run_until(*at);
        assert!(world.send(0, &say("x")));
    }
    world.run_out(60_000 * MS);
    let heard: Vec<Duration> = world.ends[1].heard.iter().map(|(at, _)| *at).collect();
    assert_eq!(heard.len(), says.len());
    (heard, per(world.ends[0].copies, says.len()))
}

/// Twenty messages a second.
fn says() -> Vec<Duration> {
    (0..300).map(|n| n * 50 * MS).collect()
}

/// Latencies in milliseconds, sorted.
fn latencies(said: &[Duration], heard: &[Duration]) -> Vec<u128> {
    let late = |(said, heard): (&Duration, &Duration)| heard.saturating_sub(*said).as_millis();
    let mut late: Vec<u128> = said.iter().zip(heard).map(late).collect();
    late.sort_unstable();
    late
}

fn paced(loss: &str, seed: u64, policy: Policy) -> (Vec<u128>, f64) {
    let (heard, copies) = hop(loss, seed, policy, &says());
    (latencies(&says(), &heard), copies)
}

/// Speaker and listener both behind a lossy link; copies for each hop.
fn two_hops(seed: u64, policy: Policy) -> (Vec<u128>, f64) {
    let (at_server, first) = hop("drop 30%", seed, policy, &says());
    let (heard, second) = hop("drop 30%", seed + 1000, policy, &at_server);
    (latencies(&says(), &heard), first.max(second))
}

/// Seconds until all is confirmed, and copies for each message.
fn at_once(weather: &str, seed: u64) -> (f64, f64) {
    under(&format!("delay 10..12ms, {weather}"), seed)
}

/// The same with this weather alone.
fn under(weather: &str, seed: u64) -> (f64, f64) {
    let mut world = World::new(weather, seed, Policy::default());
    let count = 1000;
    let mut given = 0;
    while given < count || world.ends[0].link.unacked() > 0 {
        while given < count && world.send(0, &say(&given.to_string())) {
            given += 1;
        }
        world.run_until(world.since() + 20 * MS);
    }
    assert_eq!(world.texts(1).len(), count);
    let took = world.since().as_secs_f64();
    (took, per(world.ends[0].copies, count))
}

fn per(copies: usize, count: usize) -> f64 {
    let number = |n| f64::from(u32::try_from(n).unwrap());
    number(copies) / number(count)
}

#[test]
fn a_conversation_stays_quick_at_thirty_percent_loss() {
    for seed in 1..=3 {
        let (late, copies) = paced("drop 30%", seed, Policy::default());
        let good = late[150] <= 50 && late[297] <= 500 && copies <= 1.6;
        assert!(good, "seed {seed}: {} {} {copies}", late[150], late[297]);
        let (late, copies) = two_hops(seed, Policy::default());
        let good = late[150] <= 80 && late[297] <= 800 && copies <= 1.8;
        assert!(good, "seed {seed}: {} {} {copies}", late[150], late[297]);
    }
}

#[test]
fn a_thousand_at_once_get_through() {
    let rows = [
        ("drop 30%", 8.0, 1.5),
        ("drop 50%", 13.0, 2.3),
        ("drop 0%", 6.0, 1.0),
    ];
    for (weather, seconds, most) in rows {
        for seed in 1..=12 {
            let (took, copies) = at_once(weather, seed);
            let good = took <= seconds && copies <= most;
            assert!(good, "{weather}, seed {seed}: {took} s, {copies} copies");
        }
    }
}

#[test]
fn jitter_alone_makes_hardly_any_copies() {
    for seed in 1..=3 {
        let (_, copies) = at_once("delay 0..30ms", seed);
        let (_, calm) = paced("delay 0..30ms", seed, Policy::default());
        assert!(copies <= 1.02 && calm <= 1.02, "{copies} {calm}");
    }
}

#[test]
fn a_path_that_keeps_order_is_used_faster_and_not_too_fast() {
    // The last is a narrow one: what is too much for it waits at its entrance.
    for (weather, seconds) in [
        ("delay 1ms", 1.0),
        ("delay 10ms", 1.0),
        ("delay 10ms, rate 512kbps", 3.0),
    ] {
        let (took, copies) = under(weather, 1);
        let good = took <= seconds && copies <= 1.0;
        assert!(good, "{weather}: {took} s, {copies} copies");
    }
    let (took, copies) = under("delay 1ms, drop 0.2%", 1);
    let good = took <= 3.0 && copies <= 1.01;
    assert!(good, "with a loss now and then: {took} s, {copies} copies");
}
