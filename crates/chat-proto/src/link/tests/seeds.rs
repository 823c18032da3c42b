//! Thousands of conversations, each from its seed. A failure prints the seed
//! and the conversation as a ladder.
//!
//! `LINK_SEEDS=1000000 cargo test -p chat-proto --release seeds` looks longer.

use std::time::Duration;

use super::world::World;
use super::world::say;
use crate::chance;
use crate::link::policy::Policy;
use crate::trace::Ending;

const HOUR: Duration = Duration::from_secs(3600);

/// What one seed stands for.
struct Plan {
    sky: String,
    policy: Policy,
    /// Pause before it in milliseconds, who speaks, what.
    says: Vec<(u64, usize, String)>,
}

fn plan(seed: u64, worst_loss: u64) -> Plan {
    let ask = |what: u64, below: u64| chance::below(below, &[seed, 0xB00C, what]);
    let mut sky = vec![format!("delay {}..{}ms", ask(1, 20), 20 + ask(2, 80))];
    sky.push(format!(
        "drop in:{}%,out:{}%",
        ask(3, worst_loss),
        ask(4, worst_loss)
    ));
    if ask(5, 2) == 0 {
        sky.push(format!("dup {}%", ask(6, 40)));
    }
    if ask(7, 2) == 0 {
        sky.push(format!("reorder {}%:{}", ask(8, 50), 1 + ask(9, 5)));
    }
    if ask(10, 3) == 0 {
        sky.push(format!("corrupt {}%", ask(11, 20)));
    }
    if ask(12, 4) == 0 {
        sky.push("drop burst:5%/30%".to_owned());
    }
    if ask(13, 4) == 0 {
        sky.push("blackout 200ms+1s/3s".to_owned());
    }
    let count = 1 + ask(14, 40);
    let says = (0..count).map(|n| {
        let text = match ask(100 + n, 20) {
            0 => "é\"".repeat(900),
            _ => format!("{n}"),
        };
        let gap = ask(300 + n, 100) / 50 * ask(400 + n, 120);
        let from = usize::from(ask(200 + n, 2) == 0);
        (gap, from, format!("{n} {text}"))
    });
    Plan {
        sky: sky.join(", "),
        policy: Policy::default(),
        says: says.collect(),
    }
}

/// What was said at each end, and the world after it.
fn play(plan: &Plan, seed: u64) -> ([Vec<String>; 2], World) {
    let mut world = World::new(&plan.sky, seed, plan.policy);
    let mut said = [Vec::new(), Vec::new()];
    let mut at = Duration::ZERO;
    for (gap, from, text) in &plan.says {
        at += Duration::from_millis(*gap);
        world.run_until(at);
        if world.send(*from, &say(text)) {
            said[*from].push(text.clone());
        }
    }
    world.run_out(HOUR);
    (said, world)
}

/// Fails with the seed and the ladder.
#[track_caller]
fn hold(claim: bool, seed: u64, plan: &Plan, world: &World, words: &str) {
    let sky = &plan.sky;
    assert!(
        claim,
        "seed {seed}: {words}\nsky: {sky}\n{}",
        world.ladder()
    );
}

fn seeds(usual: u64) -> std::ops::Range<u64> {
    let asked = std::env::var("LINK_SEEDS").ok();
    0..asked.and_then(|n| n.parse().ok()).unwrap_or(usual)
}

/// P1.
#[test]
fn everything_arrives_once_and_in_order_under_any_loss() {
    for seed in seeds(3_000) {
        let mut plan = plan(seed, if seed % 10 == 0 { 90 } else { 60 });
        // A corrupted datagram may still be a valid one: another claim.
        plan.sky = plan.sky.replace("corrupt", "dup");
        plan.policy.tries = u16::MAX;
        plan.policy.patience = HOUR;
        let (said, world) = play(&plan, seed);
        for (from, to) in [(0, 1), (1, 0)] {
            let heard = world.texts(to);
            hold(
                heard == said[from],
                seed,
                &plan,
                &world,
                "delivered is not what was sent",
            );
            let left = world.ends[from].link.unconfirmed();
            hold(
                left == 0,
                seed,
                &plan,
                &world,
                "something is still unconfirmed",
            );
        }
    }
}

/// P2 and P3.
#[test]
fn confirmed_means_delivered_and_what_is_delivered_is_a_beginning() {
    for seed in seeds(2_000) {
        let mut plan = plan(seed, 97);
        plan.sky = plan.sky.replace("corrupt", "dup");
        plan.policy.tries = 6;
        plan.policy.patience = Duration::from_secs(4);
        let (said, world) = play(&plan, seed);
        for (from, to) in [(0, 1), (1, 0)] {
            let heard = world.texts(to);
            let begins = said[from].starts_with(&heard);
            hold(
                begins,
                seed,
                &plan,
                &world,
                "not a beginning of what was sent",
            );
            // Frames, not parts, so that a long text counts as it is counted.
            let whole = plan.says.iter().all(|(_, _, text)| text.len() < 1000);
            let arrived = world.ends[to].link.inbound.upto() as usize;
            let sure = world.ends[from].confirmed <= arrived + world.ends[to].link.inbound.held();
            hold(sure, seed, &plan, &world, "confirmed and never arrived");
            let sent = world.ends[from].copies;
            let bound = !whole || sent <= 6 * said[from].len();
            hold(bound, seed, &plan, &world, "more copies than tries");
        }
    }
}

/// P6.
#[test]
fn the_same_seed_gives_the_same_log() {
    for seed in seeds(200) {
        let plan = plan(seed, 60);
        let (first, again) = (play(&plan, seed).1.log, play(&plan, seed).1.log);
        assert!(!first.is_empty() && first == again, "seed {seed}");
    }
}

/// A flipped bit may make another valid frame, but never harm.
#[test]
fn corruption_breaks_nothing() {
    for seed in seeds(500) {
        let mut plan = plan(seed, 30);
        plan.sky += ", corrupt 30%";
        let (_, world) = play(&plan, seed);
        for end in &world.ends {
            let sane = !matches!(end.link.ending(), Some(Ending::Closed));
            hold(sane, seed, &plan, &world, "closed by nobody");
        }
    }
}
