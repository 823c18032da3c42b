//! Names that look alike.

use super::*;

#[test]
fn those_who_look_alike_in_ascii_cost_the_next_one_nothing() {
    let mut roster = Roster::default();
    let mut add = |word: &str, id| {
        let key = NameKey::of(word);
        roster.names.extend(keys(&key).map(|key| (key, PeerId(id))));
    };
    for n in 0..64 {
        let letters = (0..6).map(|bit| if n >> bit & 1 == 0 { 'l' } else { 'i' });
        add(&letters.collect::<String>(), n);
    }
    let palochkas = "\u{4cf}".repeat(6);
    add(&palochkas, 99);
    let alike = |word: &str| -> Vec<PeerId> { roster.alike(&NameKey::of(word)).collect() };
    assert_eq!(alike("llllll"), [PeerId(0), PeerId(99)]);
    assert_eq!(alike("1lllll"), [PeerId(99)]);
    // Whoever comes from outside ASCII clashes with each of them.
    assert!(alike(&palochkas).contains(&PeerId(63)));
}
