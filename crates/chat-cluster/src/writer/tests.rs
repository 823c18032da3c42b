//! Writers, one by one and against each other.

mod world;

use proptest::prelude::*;

use self::world::SERVERS;
use self::world::Step;
use self::world::World;
use self::world::deed;
use self::world::name;
use self::world::step;
use super::*;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn whatever_happens_all_read_one_log_and_each_deed_counts_once(
        steps in prop::collection::vec(step(), 0..400),
    ) {
        let mut world = World::new();
        for at in 0..SERVERS {
            world.step(&Step::Hello(at));
        }
        for step in &steps {
            world.step(step);
        }
        world.settle();
        world.check();
    }
}

/// A writer that lives, and the log so far.
fn living() -> World {
    let mut world = World::new();
    world.step(&Step::Hello(0));
    world.settle();
    assert_eq!(world.servers[0].writer.life(), Some(1));
    world
}

#[test]
fn an_entry_is_sent_again_unchanged_until_it_is_heard() {
    let mut world = living();
    world.step(&Step::Propose(0, 1));
    world.step(&Step::Send(0));
    world.step(&Step::Propose(0, 1));
    world.step(&Step::Send(0));
    assert_eq!(world.network.len(), 1);
    world.step(&Step::Wait(499));
    world.step(&Step::Send(0));
    assert_eq!(world.network.len(), 1);
    world.step(&Step::Wait(1));
    world.step(&Step::Send(0));
    assert_eq!(world.network.len(), 2);
    assert_eq!(world.network[0], world.network[1]);
    world.servers[0].writer.reconnected();
    world.step(&Step::Send(0));
    assert_eq!(world.network[0], world.network[2]);
}

#[test]
fn an_entry_takes_what_waits_up_to_its_bound_and_a_large_deed_alone() {
    let mut world = living();
    let sizes = [
        ENTRY_BYTES / 2,
        ENTRY_BYTES / 2 - 30,
        100,
        DEED_BYTES - 10,
        7,
    ];
    let writer = &mut world.servers[0].writer;
    for size in sizes {
        writer.propose(vec![deed(&"x".repeat(size))]);
    }
    assert!(writer.waiting() > sizes.iter().sum());
    let mut taken = Vec::new();
    while let Some((Turn::Deeds(deeds), bytes)) = take_turn(&mut writer.queue) {
        assert!(bytes <= ENTRY_BYTES || deeds.len() == 1);
        taken.push(deeds.len());
    }
    assert_eq!(taken, [2, 1, 1, 1]);
}

#[test]
fn without_a_life_nothing_waits() {
    let mut world = World::new();
    world.step(&Step::Propose(0, 3));
    world.step(&Step::Hello(0));
    world.step(&Step::Propose(0, 3));
    assert_eq!(world.servers[0].writer.waiting(), 0);
    world.settle();
    assert_eq!(world.log.len(), 1);
}

#[test]
fn the_buried_drops_what_waits_and_begins_anew() {
    let mut world = living();
    world.step(&Step::Hello(1));
    world.settle();
    world.step(&Step::Propose(0, 3));
    world.step(&Step::Bury(1, 0));
    world.step(&Step::Send(1));
    world.step(&Step::Arrive(0, false));
    world.read(0);
    let writer = &world.servers[0].writer;
    assert_eq!((writer.life(), writer.waiting()), (None, 0));
    world.step(&Step::Hello(0));
    world.settle();
    assert_eq!(world.servers[0].writer.life(), Some(4));
}

#[test]
fn two_who_bury_the_same_life_do_not_wait_for_each_other() {
    let mut world = World::new();
    for at in 0..SERVERS {
        world.step(&Step::Hello(at));
    }
    world.settle();
    world.step(&Step::Bury(0, 2));
    world.step(&Step::Bury(1, 2));
    world.step(&Step::Bury(1, 2));
    world.step(&Step::Propose(1, 1));
    world.settle();
    world.check();
    assert_eq!(world.servers[0].counted.len(), SERVERS + 2);
}

#[test]
fn another_start_of_the_same_server_takes_its_place_and_is_told() {
    let mut world = living();
    let mut other = Writer::new(name(0));
    other.hello("other".to_owned(), deed("hello"));
    let lives = world.servers[0].lives.clone();
    let payload = other.poll(world.now(), &lives).unwrap().to_owned();
    world.step(&Step::Propose(0, 1));
    world.log.push((name(0), payload));
    world.read(0);
    assert_eq!(world.servers[0].writer.life(), None);
    assert_eq!(world.unknown.len(), 1);
}
