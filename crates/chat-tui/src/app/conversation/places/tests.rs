//! Several conversations, one of which is shown.

use super::*;
use crate::speech;
use crate::speech::Language;

fn room(name: &str) -> With {
    With::Room(RoomName::parse(name).unwrap())
}

fn three() -> Places {
    let mut places = Places::new(room("a"), 0, Kept::messages(10_000));
    assert!(places.open(&room("b")) && places.open(&room("c")) && places.open(&room("A")));
    places
}

fn titles(places: &Places) -> Vec<String> {
    let speech = speech::of(Language::English);
    let listed = places.listed();
    listed.iter().map(|one| one.with.title(speech)).collect()
}

#[test]
fn the_order_stays_whichever_is_shown() {
    let mut places = three();
    places.show(&room("c"));
    assert_eq!(titles(&places), ["#a", "#b", "#c"]);
    assert_eq!(places.further(1), Some(&room("a")));
    assert_eq!(places.further(2), Some(&room("b")));
    assert_eq!(places.last(), Some(&room("a")));
    assert_eq!(places.at(1), Some(&room("b")));
}

#[test]
fn closing_shows_the_one_before_and_the_last_one_stays_as_nobody() {
    let mut places = three();
    places.show(&room("c"));
    places.close(&room("c"));
    assert_eq!(places.shown().with, room("a"));
    places.close(&room("b"));
    places.close(&room("a"));
    assert_eq!(titles(&places), ["no room"]);
    assert!(places.open(&room("d")));
    assert_eq!(titles(&places), ["#d"]);
}

#[test]
fn whoever_speaks_to_us_comes_before_whatever_is_new() {
    let mut places = three();
    assert_eq!(places.most_wanted(), None);
    places.find(&room("b")).unwrap().unread = 9;
    assert_eq!(places.most_wanted(), Some(&room("b")));
    places.find(&room("c")).unwrap().for_you = 1;
    assert_eq!(places.most_wanted(), Some(&room("c")));
    places.show(&room("c"));
    assert_eq!(places.most_wanted(), Some(&room("b")));
}

#[test]
fn strangers_cannot_open_more_than_there_may_be() {
    let mut places = three();
    let open = (0..1000).filter(|n| places.open(&With::Person(Whom::new(&n.to_string()))));
    assert_eq!(open.count(), CONVERSATIONS - 3);
}

#[test]
fn a_conversation_follows_a_new_name() {
    let mut places = three();
    places.open(&With::Person(Whom::new("bob")));
    places.renamed("bob", "Robert");
    assert_eq!(titles(&places), ["#a", "#b", "#c", "Robert"]);
}
