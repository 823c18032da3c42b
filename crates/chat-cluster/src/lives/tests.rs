//! Which entries count.

use proptest::prelude::*;

use super::*;
use crate::entry::Grave;
use crate::entry::object;

fn name(number: u8) -> ServerName {
    ServerName::parse(&format!("lab{number}")).unwrap()
}

fn hello(server: u8, after: u64) -> Entry {
    let said = Said::Hello {
        nonce: "0a".to_owned(),
        after,
        hello: object("{}".to_owned()).unwrap(),
    };
    entry(server, said)
}

fn deeds(server: u8, life: u64, n: u64) -> Entry {
    let turn = Turn::Deeds(vec![object("{}".to_owned()).unwrap()]);
    entry(server, Said::Turn { life, n, turn })
}

fn dead(server: u8, life: u64, n: u64, grave: (u8, u64)) -> Entry {
    let (whose, dead) = grave;
    let turn = Turn::Dead(Grave {
        server: name(whose),
        life: dead,
    });
    entry(server, Said::Turn { life, n, turn })
}

fn entry(server: u8, said: Said) -> Entry {
    let (server, at) = (name(server), 0);
    Entry { server, at, said }
}

/// Which of the entries count, by their positions from 1.
fn check(entries: Vec<Entry>, expected: &[u64]) -> Lives {
    let mut lives = Lives::default();
    let count = |(position, entry)| lives.read(position, entry);
    let counted: Vec<u64> = (1..)
        .zip(entries)
        .filter_map(count)
        .map(|counted| counted.position)
        .collect();
    assert_eq!(counted, expected);
    lives
}

#[test]
fn an_entry_counts_once_and_in_its_turn() {
    let sent = vec![
        deeds(1, 2, 1),
        hello(1, 0),
        deeds(1, 2, 2),
        deeds(1, 2, 1),
        deeds(1, 2, 1),
        deeds(1, 2, 2),
        deeds(1, 9, 3),
        deeds(2, 2, 3),
    ];
    let lives = check(sent, &[2, 4, 6]);
    assert_eq!((lives.position(), lives.current(&name(1))), (8, Some(2)));
}

#[test]
fn a_hello_that_comes_late_or_twice_begins_nothing() {
    let sent = vec![
        hello(1, 0),
        hello(1, 0),
        dead(1, 1, 1, (1, 1)),
        hello(1, 0),
        hello(1, 1),
        hello(1, 1),
        hello(1, 5),
    ];
    let lives = check(sent, &[1, 3, 5, 7]);
    assert_eq!(lives.current(&name(1)), Some(7));
}

#[test]
fn a_death_ends_the_life_that_it_names_and_no_other() {
    let sent = vec![
        hello(1, 0),
        hello(2, 0),
        dead(1, 1, 1, (2, 1)),
        dead(1, 1, 1, (3, 1)),
        dead(1, 1, 2, (2, 2)),
        dead(1, 1, 1, (2, 2)),
        deeds(2, 2, 1),
        dead(1, 1, 2, (2, 2)),
        deeds(1, 1, 2),
        hello(2, 2),
        deeds(2, 2, 1),
        deeds(2, 10, 1),
    ];
    let lives = check(sent, &[1, 2, 6, 9, 10, 12]);
    let all: Vec<u64> = lives.all().map(|(_, life)| life).collect();
    assert_eq!(all, [1, 10]);
}

#[test]
fn who_is_gone_longest_is_forgotten_first_and_who_lives_never() {
    let mut lives = Lives::default();
    let entry = |number: u64| {
        let said = hello(1, 0).said;
        let server = ServerName::parse(&format!("s{number}")).unwrap();
        let at = 0;
        Entry { server, at, said }
    };
    let bound = u64::try_from(SERVERS).unwrap();
    for number in 1..=bound {
        assert!(lives.read(number, entry(number)).is_some());
    }
    assert!(lives.read(bound + 1, entry(bound + 1)).is_none());
    let first = ServerName::parse("s1").unwrap();
    let mut end = dead(1, 1, 1, (1, 1));
    end.server = first.clone();
    let Said::Turn {
        turn: Turn::Dead(grave),
        ..
    } = &mut end.said
    else {
        panic!("no grave");
    };
    grave.server = first.clone();
    assert!(lives.read(bound + 2, end).is_some());
    assert_eq!(lives.last(&first), 1);
    assert!(lives.read(bound + 3, entry(bound + 3)).is_some());
    assert_eq!(lives.last(&first), 0);
    assert_eq!(lives.all().count(), SERVERS);
}

fn any_entry() -> impl Strategy<Value = Entry> {
    let (server, life, n) = (0_u8..3, 0_u64..30, 1_u64..5);
    prop_oneof![
        (server.clone(), prop_oneof![Just(0), 1_u64..30]).prop_map(|(s, after)| hello(s, after)),
        (server.clone(), life.clone(), n.clone()).prop_map(|(s, l, n)| deeds(s, l, n)),
        (server.clone(), life.clone(), n, server, life)
            .prop_map(|(s, l, n, whose, dead_life)| dead(s, l, n, (whose, dead_life))),
    ]
}

proptest! {
    #[test]
    fn what_counts_is_enough_to_know_the_lives(entries in prop::collection::vec(any_entry(), 0..200)) {
        let (mut lives, mut beside) = (Lives::default(), Lives::default());
        let mut ends: Vec<(ServerName, u64)> = Vec::new();
        for (position, entry) in (1..).zip(entries) {
            if let Some(counted) = lives.read(position, entry) {
                prop_assert!(!ends.contains(&(counted.server.clone(), counted.life)));
                if let What::Dead { server, life } = &counted.what {
                    ends.push((server.clone(), *life));
                }
                beside.note(&counted);
                prop_assert_eq!(&beside, &lives);
            }
            let json = serde_json::to_string(&lives).unwrap();
            prop_assert_eq!(serde_json::from_str::<Lives>(&json).unwrap(), lives.clone());
        }
        prop_assert_eq!(beside.all().count(), lives.all().count());
    }
}
