//! Whatever happens to connections, to the disk and to the server: what a client shows
//! of a room is what the server has kept.

use std::time::Duration;

use chat_proto::chance;
use chat_server::config::Rules;

use crate::world::World;

/// An evening of three people whose server is killed now and then, and whose disk keeps
/// and answers when it likes.
fn evening(seed: u64, steps: u64) {
    let mut rules = Rules::default();
    rules.messages = None;
    rules.pages = None;
    rules.arrivals = None;
    // So little that the disk is asked for most.
    rules.memory.messages = 6;
    rules.memory.replayed = 4;
    let mut world = World::keeping(PEOPLE, rules);
    for person in &mut world.people {
        person.reader.seed = seed;
    }
    for step in 0..steps {
        let draw = |bound: u64, of: u64| chance::below(bound, &[seed, step, of]);
        let some = |bound: u64, of: u64| usize::try_from(draw(bound, of)).unwrap();
        let who = some(PEOPLE as u64, 0);
        let newest = world.disk().ever.len() as u64;
        match draw(20, 1) {
            0..8 => world.say(who, false, &format!("{step}")),
            8 => world.stall(who, draw(2, 3) == 0, some(3, 2)),
            9 => world.cut(who),
            10 => world.flow_on(),
            11 => world.keeps((draw(2, 2) == 0).then(|| some(3, 3))),
            12 => world.answers(draw(2, 2) == 0),
            13 => world.scrolls(who, None, 1 + draw(5, 2)),
            14 => world.scrolls(who, Some(1 + draw(newest + 1, 2)), 1 + draw(5, 3)),
            15 => {
                let from = draw(newest + 1, 2);
                world.forgets(who, from, from + draw(5, 3));
            }
            16 if draw(3, 2) == 0 => world.disk().trim(some(4, 3)),
            17 if draw(2, 2) == 0 => world.restart(),
            _ => world.pass(Duration::from_millis(draw(20_000, 2))),
        }
    }
    world.flow_on();
    world.keeps(None);
    world.answers(true);
    world.pass(Duration::from_secs(300));
    for who in 0..PEOPLE {
        world.reads_all(who);
        let shown = std::mem::take(&mut world.people[who].reader.shown);
        let disk = world.disk();
        for (seq, text) in disk.all() {
            let is = shown.get(&seq).map(String::as_str);
            assert_eq!(is, Some(text), "message {seq} for p{who}, seed {seed}");
        }
        for (seq, text) in &shown {
            // What was read before it was trimmed stays; nothing else is there.
            let is = disk.ever.get(seq);
            assert_eq!(is, Some(text), "message {seq} of p{who}, seed {seed}");
        }
        let unconfirmed = world.people[who].session.unconfirmed();
        assert_eq!(unconfirmed, 0, "p{who}, seed {seed}");
    }
}

#[test]
fn whatever_happens_a_client_shows_what_the_server_has_kept() {
    for seed in 0..400 {
        evening(seed, 80);
    }
}

const PEOPLE: usize = 3;
