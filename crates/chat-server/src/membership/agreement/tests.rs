//! Servers that are alike or not, told of each other in any order.

use proptest::prelude::*;

use super::*;

fn sum(place: u64, digest: &str) -> Sum {
    let digest = digest.to_owned();
    Sum { place, digest }
}

/// What one of these servers makes of what all of them are at a place.
fn judged(
    servers: &[(&str, u64, &str)],
    own: usize,
    order: impl Iterator<Item = usize>,
) -> Option<Verdict> {
    let mut agreement = Agreement::default();
    let (_, life, digest) = servers[own];
    let others = servers.iter().enumerate().filter(|(at, _)| *at != own);
    let living = others.map(|(_, (name, life, _))| (*name, *life)).collect();
    let mut found = None;
    agreement.own(sum(EACH, digest));
    for at in order.filter(|at| *at != own) {
        let (name, life_of, digest) = servers[at];
        assert_eq!(found, None, "before all have told");
        agreement.other(name, life_of, sum(EACH, digest));
        found = agreement.judge(life, &living);
    }
    assert_eq!(agreement.judge(life, &living), None, "once");
    found
}

fn names(of: &[&str]) -> Vec<String> {
    of.iter().map(|&name| name.to_owned()).collect()
}

#[test]
fn a_place_is_summed_up_once_and_before_what_comes_after_it() {
    let mut agreement = Agreement::default();
    assert_eq!(agreement.passes(1), None);
    assert_eq!(agreement.passes(EACH - 1), None);
    assert_eq!(agreement.passes(EACH + 3), Some(EACH));
    assert_eq!(agreement.passes(EACH + 4), None);
    // Entries between that count nowhere.
    assert_eq!(agreement.passes(9 * EACH), Some(9 * EACH));
}

#[test]
fn the_one_of_three_that_differs_goes_and_the_others_know_which() {
    let servers = [("lab1", 1, "x"), ("lab2", 2, "y"), ("lab3", 3, "y")];
    let odd = Verdict::Odd(EACH, names(&["lab2", "lab3"]));
    assert_eq!(judged(&servers, 0, 0..3), Some(odd));
    let others = Some(Verdict::Others(EACH, names(&["lab1"])));
    assert_eq!(judged(&servers, 1, 0..3), others);
    assert_eq!(judged(&servers, 2, (0..3).rev()), others);
}

#[test]
fn of_two_the_later_goes() {
    let servers = [("lab1", 7, "x"), ("lab2", 5, "y")];
    let odd = Verdict::Odd(EACH, names(&["lab2"]));
    assert_eq!(judged(&servers, 0, 0..2), Some(odd));
    let others = Verdict::Others(EACH, names(&["lab1"]));
    assert_eq!(judged(&servers, 1, 0..2), Some(others));
}

#[test]
fn nobody_is_judged_before_all_that_live_have_told_of_one_place() {
    let mut agreement = Agreement::default();
    let living = [("lab2", 2), ("lab3", 3)].into_iter().collect();
    agreement.own(sum(EACH, "x"));
    agreement.own(sum(2 * EACH, "x"));
    agreement.other("lab2", 2, sum(EACH, "y"));
    agreement.other("lab3", 3, sum(2 * EACH, "y"));
    assert_eq!(agreement.judge(1, &living), None);
    // A new life of the server has read everything anew.
    agreement.other("lab3", 9, sum(EACH, "x"));
    assert_eq!(
        agreement.judge(1, &living),
        None,
        "a life that is not there"
    );
    let living = [("lab2", 2), ("lab3", 9)].into_iter().collect();
    agreement.other("lab3", 9, sum(EACH, "x"));
    let others = Verdict::Others(EACH, names(&["lab2"]));
    assert_eq!(agreement.judge(1, &living), Some(others));
}

#[test]
fn only_so_many_places_are_remembered() {
    let mut agreement = Agreement::default();
    for place in 1..=200 {
        agreement.own(sum(place * EACH, "x"));
        agreement.other("lab2", 2, sum(place * EACH, "x"));
    }
    let others = agreement.others.values().map(|other| other.sums.len());
    assert_eq!(others.chain([agreement.own.len()]).max(), Some(PLACES));
}

proptest! {
    /// Whatever they are, and in whichever order they hear of each other: all of them that
    /// go on are alike, and somebody does.
    #[test]
    fn all_who_go_on_are_alike(
        digests in prop::collection::vec("[xyz]", 2..6),
        seed in any::<prop::sample::Index>(),
    ) {
        let names: Vec<_> = (0..digests.len()).map(|at| format!("lab{at}")).collect();
        let servers: Vec<(&str, u64, &str)> = digests
            .iter()
            .enumerate()
            .map(|(at, digest)| (names[at].as_str(), 9 - at as u64, digest.as_str()))
            .collect();
        let turned = seed.index(servers.len());
        let order = || (0..servers.len()).map(|at| (at + turned) % servers.len());
        let left: Vec<_> = (0..servers.len())
            .filter(|own| !matches!(judged(&servers, *own, order()), Some(Verdict::Odd(..))))
            .map(|own| servers[own].2)
            .collect();
        prop_assert!(!left.is_empty());
        prop_assert!(left.windows(2).all(|two| two[0] == two[1]), "{left:?}");
    }
}
