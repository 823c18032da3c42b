//! Whatever happens to connections, what somebody says is said once, in order, under
//! one name.

use std::time::Duration;

use chat_proto::chance;
use chat_server::config::Rules;

use crate::world::World;

/// An evening of three people, all of whose connections are bad in their own ways.
fn evening(seed: u64, steps: u64) {
    let mut rules = Rules::default();
    if seed.is_multiple_of(2) {
        rules.messages = None;
    }
    let mut world = World::new(PEOPLE, rules);
    for step in 0..steps {
        let draw = |bound: u64, of: u64| chance::below(bound, &[seed, step, of]);
        let who = usize::try_from(draw(PEOPLE as u64, 0)).unwrap();
        match draw(10, 1) {
            // Few words, so that many are alike.
            0..4 => {
                let which = usize::try_from(step % 3).unwrap();
                world.say(who, draw(3, 2) == 0, ["ok", "sim", "no"][which]);
            }
            4..6 => {
                let more = usize::try_from(draw(3, 2)).unwrap();
                world.stall(who, draw(2, 3) == 0, more);
            }
            6 => world.cut(who),
            7 => world.flow_on(),
            _ => world.pass(Duration::from_millis(draw(40_000, 2))),
        }
    }
    world.flow_on();
    world.pass(Duration::from_secs(300));
    let heard = std::mem::take(&mut world.heard);
    for (n, person) in world.people.iter().enumerate() {
        let name = format!("p{n}");
        let theirs = heard.iter().filter(|(who, _)| *who == name);
        let theirs: Vec<&str> = theirs.map(|(_, text)| text.as_str()).collect();
        assert_eq!(theirs, person.said, "what {name} said, seed {seed}");
        assert_eq!(person.confirmed, person.said.len(), "{name}, seed {seed}");
        assert_eq!(person.session.unconfirmed(), 0, "{name}, seed {seed}");
    }
    let all: usize = world.people.iter().map(|person| person.said.len()).sum();
    assert_eq!(heard.len(), all, "nobody else has spoken, seed {seed}");
}

#[test]
fn what_is_said_is_said_once_in_order_under_one_name_whatever_connections_do() {
    for seed in 0..1_000 {
        evening(seed, 60);
    }
}

const PEOPLE: usize = 3;
