//! Several servers, one conversation: hubs that apply the same log are at each place of it
//! in the same state, whatever their clocks say, however the log is cut, whoever dies.

mod stories;
mod steps;
mod house;
mod server;

use std::collections::BTreeMap;

use chat_archive::Kept;
use chat_proto::room::RoomName;
use proptest::prelude::*;

use self::house::House;
use self::server::Server;
use self::steps::any_step;
use self::steps::takes;

/// How many servers there are.
const HOUSE: usize = 3;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn servers_that_read_the_same_log_are_in_the_same_state_at_each_place_of_it(
        steps in prop::collection::vec(any_step(), 1..160),
        cut in any::<prop::sample::Index>(),
    ) {
        let mut house = House::of(HOUSE);
        for step in &steps {
            takes(&mut house, step);
            let House { servers, tokens, .. } = &mut house;
            tokens.extend(servers.iter_mut().flat_map(|server| server.tokens.drain(..)));
        }
        house.settle();
        house.check();
        // Whoever reads all of it at once is where they are, and has kept the same.
        let mut late = Server::new(9, house.began);
        let there = house.log.len();
        late.reads(9, &house.log, cut.index(there + 1));
        // So is whoever goes on from what was written down anywhere.
        let mut later = Server::going_on_from(&late, 8);
        for server in [&mut late, &mut later] {
            server.reads(9, &house.log, usize::MAX);
        }
        for (at, facts) in &later.facts {
            prop_assert_eq!(Some(facts), late.facts.get(at));
        }
        prop_assert_eq!(&later.kept, &late.kept);
        prop_assert_eq!(late.facts.get(&there), house.servers[0].facts.get(&there));
        for server in &house.servers {
            prop_assert_eq!(&server.kept, &late.kept);
        }
        time_steps_back_only_far(&late.kept)?;
    }
}

/// The clocks of these servers differ: where it is by a few seconds nobody in a room sees it.
fn time_steps_back_only_far(kept: &[Kept]) -> Result<(), TestCaseError> {
    let mut last: BTreeMap<&RoomName, u64> = BTreeMap::new();
    for said in kept {
        let at = said.at.unix_ms();
        let before = last.insert(&said.room, at).unwrap_or_default();
        prop_assert!(before <= at || before - at > 10_000, "{kept:?}");
    }
    Ok(())
}
