//! Thousands of conversations, each from its seed. A failure prints the seed and
//! the least conversation that fails alike, as a ladder.
//!
//! `LINK_SEEDS=1000000 cargo test -p chat-proto --release seeds` looks longer.

use std::time::Duration;

use chat_proto::chance;

use super::shrunk::ATTEMPTS;
use super::shrunk::Case;
use super::shrunk::Claim;
use super::shrunk::HOUR;
use super::shrunk::Played;
use super::shrunk::Says;
use super::shrunk::converse;
use super::shrunk::story;
use super::world::World;
use crate::policy::Policy;

/// What one seed stands for.
pub(super) struct Plan {
    weather: String,
    policy: Policy,
    says: Says,
}

pub(super) fn plan(seed: u64, worst_loss: u64) -> Plan {
    let ask = |what: u64, below: u64| chance::below(below, &[seed, 0xB00C, what]);
    let mut weather = vec![format!("delay {}..{}ms", ask(1, 20), 20 + ask(2, 80))];
    weather.push(format!(
        "drop in:{}%,out:{}%",
        ask(3, worst_loss),
        ask(4, worst_loss)
    ));
    if ask(5, 2) == 0 {
        weather.push(format!("dup {}%", ask(6, 40)));
    }
    if ask(7, 2) == 0 {
        weather.push(format!("reorder {}%:{}", ask(8, 50), 1 + ask(9, 5)));
    }
    if ask(10, 3) == 0 {
        weather.push(format!("corrupt {}%", ask(11, 20)));
    }
    if ask(12, 4) == 0 {
        weather.push("drop burst:5%/30%".to_owned());
    }
    if ask(13, 4) == 0 {
        weather.push("blackout 200ms+1s/3s".to_owned());
    }
    let count = 1 + ask(14, 40);
    let mut at = Duration::ZERO;
    let says = (0..count).map(|n| {
        let text = match ask(100 + n, 20) {
            0 => "é\"".repeat(900),
            _ => format!("{n}"),
        };
        let gap = ask(300 + n, 100) / 50 * ask(400 + n, 120);
        let from = usize::from(ask(200 + n, 2) == 0);
        at += Duration::from_millis(gap);
        (at, from, format!("{n} {text}"))
    });
    Plan {
        weather: weather.join(", "),
        policy: Policy::default(),
        says: says.collect(),
    }
}

/// The conversation of a seed.
pub(super) fn play(plan: &Plan, seed: u64) -> Played {
    converse(World::new(&plan.weather, seed, plan.policy), &plan.says)
}

/// Fails with the seed, and with the least that fails alike.
#[track_caller]
fn hold(claim: Claim, plan: &Plan, seed: u64) {
    let played = play(plan, seed);
    let Err(words) = claim(&played) else {
        return;
    };
    let case = Case {
        seed,
        policy: plan.policy,
        says: plan.says.clone(),
        fates: played.world.road.fates(),
        attempts: ATTEMPTS,
    };
    let weather = &plan.weather;
    panic!(
        "seed {seed}: {words}\nsky: {weather}\n{}",
        story(case, claim)
    );
}

pub(super) fn seeds(usual: u64) -> std::ops::Range<u64> {
    let asked = std::env::var("LINK_SEEDS").ok();
    0..asked.and_then(|n| n.parse().ok()).unwrap_or(usual)
}

fn check(claim: bool, words: impl FnOnce() -> String) -> Result<(), String> {
    if claim { Ok(()) } else { Err(words()) }
}

/// P1, and P8 at its end.
fn everything_has_arrived(played: &Played) -> Result<(), String> {
    let Played { said, world } = played;
    for (from, to) in [(0, 1), (1, 0)] {
        let heard = world.texts(to);
        check(heard == said[from], || {
            let at = heard.iter().zip(&said[from]).take_while(|(a, b)| a == b);
            format!(
                "after {} messages, what is heard is not what was said",
                at.count()
            )
        })?;
        let left = world.ends[from].link.unacked();
        check(left == 0, || format!("{left} frames are still unconfirmed"))?;
        let wakes = world.ends[from].link.poll_timeout();
        check(wakes.is_none(), || {
            "something wakes up for nothing".to_owned()
        })?;
    }
    Ok(())
}

#[test]
fn everything_arrives_once_and_in_order_under_any_loss() {
    for seed in seeds(6_000) {
        let mut plan = plan(seed, if seed % 10 == 0 { 90 } else { 60 });
        plan.policy.tries = u16::MAX;
        plan.policy.patience = HOUR;
        hold(everything_has_arrived, &plan, seed);
    }
}

/// The most copies of one frame: its tries, and then one in the longest wait for as long
/// as there is patience, and a little longer (see `outlook`).
fn copies(policy: &Policy) -> u32 {
    let seldom = (policy.patience + Duration::from_secs(1)).as_millis();
    let seldom = seldom / policy.max_rto.as_millis() + 1;
    u32::from(policy.tries) + u32::try_from(seldom).unwrap()
}

/// P2 and P3.
fn nobody_is_deceived(played: &Played) -> Result<(), String> {
    let Played { said, world } = played;
    for (from, to) in [(0, 1), (1, 0)] {
        let heard = world.texts(to);
        check(said[from].starts_with(&heard), || {
            "what is heard is no beginning of what was said".to_owned()
        })?;
        let (sender, receiver) = (&world.ends[from], &world.ends[to]);
        let untrue = sender.confirmed.difference(&receiver.arrived).next();
        check(untrue.is_none(), || {
            format!("{untrue:?} is confirmed and never arrived")
        })?;
        let most = copies(&sender.link.policy);
        let often = sender
            .tries
            .iter()
            .find(|(_, tries)| u32::from(**tries) > most);
        check(often.is_none(), || {
            format!("{often:?}: more copies than there may be")
        })?;
    }
    Ok(())
}

#[test]
fn confirmed_means_delivered_and_what_is_delivered_is_a_beginning() {
    for seed in seeds(4_000) {
        let mut plan = plan(seed, 97);
        plan.policy.tries = 6;
        plan.policy.patience = Duration::from_secs(4);
        hold(nobody_is_deceived, &plan, seed);
    }
}

/// P6.
#[test]
fn the_same_seed_gives_the_same_log() {
    for seed in seeds(200) {
        let plan = plan(seed, 60);
        let logs = [(); 2].map(|()| play(&plan, seed).world.log);
        assert!(!logs[0].is_empty() && logs[0] == logs[1], "seed {seed}");
    }
}

/// A flipped digit of an acknowledgement would confirm what never arrived, and
/// whoever waits for that would wait for ever.
#[test]
fn everything_arrives_once_and_in_order_however_much_is_corrupted() {
    for seed in seeds(500) {
        let mut plan = plan(seed, 30);
        plan.weather += ", corrupt 30%";
        plan.policy.tries = u16::MAX;
        plan.policy.patience = HOUR;
        hold(everything_has_arrived, &plan, seed);
    }
}
