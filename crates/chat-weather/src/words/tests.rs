//! The grammar by examples, and its explanations.

use proptest::prelude::*;

use super::*;

fn does(text: &str) -> Vec<Effect> {
    let read = impairments(text).unwrap_or_else(|e| panic!("{text}: {e}"));
    read.list.into_iter().map(|f| f.effect).collect()
}

fn half() -> Selection {
    Selection::Chance(Probability(500_000))
}

fn ms(ms: u64) -> Duration {
    Duration::from_millis(ms)
}

#[test]
fn a_share_may_be_written_in_two_ways() {
    for text in ["drop 50%", "drop 0.5", "drop 50.0%", "drop .5"] {
        assert_eq!(does(text), [Effect::Drop(half())]);
    }
    assert_eq!(
        does("drop 100%"),
        [Effect::Drop(Selection::Chance(Probability(ALL)))]
    );
    assert_eq!(
        does("dup 0.5%"),
        [Effect::Dup(Selection::Chance(Probability(5_000)))]
    );
}

#[test]
fn a_fault_may_be_of_one_way_and_of_one_kind() {
    let read = impairments("drop in:50%,out:ack:50%").unwrap();
    let [first, second] = &read.list[..] else {
        panic!("{read:?}")
    };
    assert_eq!((first.way, &first.kind), (Some(Way::In), &None));
    assert_eq!(second.way, Some(Way::Out));
    assert_eq!(second.kind.as_deref(), Some("ack"));
}

#[test]
fn datagrams_may_be_picked_by_number() {
    assert_eq!(
        does("drop #2,#5"),
        [Effect::Drop(Selection::Numbers(vec![2, 5]))]
    );
    assert_eq!(does("drop every:3"), [Effect::Drop(Selection::Every(3))]);
    let burst = Selection::Burst(Probability(50_000), Probability(300_000));
    assert_eq!(does("drop burst:5%/30%"), [Effect::Drop(burst)]);
}

#[test]
fn a_whole_profile_is_one_string() {
    let read = impairments("drop 50%, delay 20..80ms, seed 7, rate 64kbps").unwrap();
    assert_eq!(read.seed, Some(7));
    let expected = [
        Effect::Drop(half()),
        Effect::Delay(ms(20)..=ms(80)),
        Effect::Rate(64_000),
    ];
    assert_eq!(
        does("drop 50%, delay 20..80ms, seed 7, rate 64kbps"),
        expected
    );
    assert_eq!(does("delay 80ms"), [Effect::Delay(ms(80)..=ms(80))]);
    assert_eq!(
        does("delay 900ms..1.5s"),
        [Effect::Delay(ms(900)..=ms(1500))]
    );
    assert_eq!(does("reorder 50%:3"), [Effect::Reorder(half(), 3)]);
    assert_eq!(
        does("reorder every:3"),
        [Effect::Reorder(Selection::Every(3), 1)]
    );
    assert_eq!(does("mtu 576"), [Effect::Mtu(576)]);
    let spell = Period {
        from: ms(10_000),
        length: ms(5_000),
        every: Some(ms(30_000)),
    };
    assert_eq!(does("blackout 10s+5s/30s"), [Effect::Blackout(spell)]);
    assert_eq!(does("off"), []);
}

#[test]
fn every_named_profile_can_be_read_and_added_to() {
    for (name, made_of) in NAMED {
        assert_eq!(impairments(name), impairments(made_of));
        let more = impairments(&format!("{name}, seed 7, mtu 500")).unwrap();
        assert_eq!(more.list.len(), impairments(name).unwrap().list.len() + 1);
    }
}

#[test]
fn what_is_wrong_is_explained() {
    for (text, words) in [
        ("drop 1", "write 100% for all"),
        ("drop", "write 30%"),
        ("drop 101%", "write 30%"),
        ("drop #0", "the first is #1"),
        ("drop every:0", "every:3"),
        ("drop burst:5%", "burst:5%/30%"),
        ("delay 80", "write 80ms"),
        ("delay 80..20ms", "write the shorter time first"),
        ("delay 9999999s", "write 80ms"),
        ("rate 64", "64kbps"),
        ("mtu big", "like 576"),
        ("blackout 5s", "10s+5s"),
        ("reorder 5%:99", "1 to 64"),
        ("seed x", "a whole number"),
        ("3g 5", "takes no value"),
        ("slice 1..16", "is for TCP"),
        ("rain", "crowded-wifi"),
    ] {
        let error = impairments(text).unwrap_err().to_string();
        assert!(error.contains(words), "{text}: {error}");
    }
}

proptest! {
    #[test]
    fn no_text_makes_the_grammar_panic(text in "[a-z0-9:#%./+, ]{0,40}") {
        let _ = impairments(&text);
    }
}
