//! What is asked in the window before it is shown ("what happens next?") is what a rule
//! decided in that world, and never what was drawn.

use std::collections::BTreeMap;
use std::time::Duration;

use chat_proto::trace::weather::Way;
use chat_wire::marks::Mark;
use chat_wire::merge::merged;
use chat_wire::payload::Payload;
use chat_wire::quiz::pose::posed;
use chat_wire::record::event::Why;
use chat_wire::rows::party::Side;
use chat_wire::rows::row::Row;
use chat_wire::words::language::Language::English;

use super::seeds::plan;
use super::seeds::play;
use super::seeds::seeds;
use super::shrunk::Played;
use super::truth::recordings;
use crate::envelope;
use crate::envelope::Datagram;

/// When the copies of a frame left, and when it came, each in its order.
#[derive(Debug, Default)]
struct Travels {
    left: Vec<(Duration, u16)>,
    came: Vec<Duration>,
}

type AllTravels = BTreeMap<(Side, u32), Travels>;

fn travels(played: &Played) -> AllTravels {
    let mut all = AllTravels::new();
    for flight in &played.world.road.flights {
        let Some(Datagram::Bound(_, fields)) = envelope::read(&flight.bytes) else {
            continue;
        };
        let Some((n, copy)) = fields.frame else {
            continue;
        };
        let side = match flight.way {
            Way::Out => Side::Client,
            Way::In => Side::Server,
        };
        let one = all.entry((side, n)).or_default();
        one.left.push((flight.left, copy));
        one.came.extend(flight.came.iter().map(|(came, _)| *came));
    }
    for one in all.values_mut() {
        one.came.sort_unstable();
    }
    all
}

/// Whether what is asked before this row is what really happened then; which kind it is.
fn asked_of(row: &Row, travels: &AllTravels) -> Result<&'static str, String> {
    let (n, copy) = row.payload().and_then(Payload::frame).unwrap();
    let own = &travels[&(row.sender, n)];
    let wrong = |words: &str| Err(format!("{n} copy {copy}: {words}: {own:?}"));
    if row.mark == Mark::Duplicate {
        let twice = own.came.len() > 1;
        return if twice {
            Ok("duplicate")
        } else {
            wrong("it came once")
        };
    }
    if let Some((why, _)) = row.decision().filter(|(why, _)| *why != Why::New) {
        let earlier = own.left.iter().position(|(_, left)| *left + 1 == copy);
        let this = own.left.iter().position(|(_, left)| *left == copy);
        if earlier.is_none() || this <= earlier {
            return wrong("it never left so");
        }
        return Ok(if why == Why::Timeout {
            "timeout"
        } else {
            "overtaken"
        });
    }
    let missing = row.waits_for().unwrap();
    let was_missing = |at: &Duration| {
        let other = travels.get(&(row.sender, missing));
        other.is_none_or(|other| other.came.first().is_none_or(|came| came >= at))
    };
    if missing < n && own.came.iter().any(was_missing) {
        return Ok("kept");
    }
    let other = travels.get(&(row.sender, missing));
    wrong(&format!("it had not to wait for {missing}, {other:?}"))
}

#[test]
fn what_is_asked_in_the_window_is_what_a_rule_decided_then() {
    let mut kinds = BTreeMap::<_, usize>::new();
    for seed in seeds(200) {
        let played = play(&plan(seed, 60), seed);
        let travels = travels(&played);
        for recording in recordings(&played, 0.0) {
            let merged = merged(&[recording]);
            let rows = merged.ladder.rows.numbered();
            let is_asked = |(at, row): &(usize, &Row)| posed(row, *at, English).is_some();
            for (_, row) in rows.filter(is_asked) {
                match asked_of(row, &travels) {
                    Ok(kind) => *kinds.entry(kind).or_default() += 1,
                    Err(words) => panic!("seed {seed}: {words}"),
                }
            }
        }
    }
    let all = ["duplicate", "kept", "overtaken", "timeout"];
    assert!(kinds.keys().copied().eq(all), "{kinds:?}");
}
