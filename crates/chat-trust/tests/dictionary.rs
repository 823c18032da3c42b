//! Whoever has captured a proof, and tries words against it: the lesson of `docs/TRUST.md`.
//!
//! Each try costs 600,000 rounds there and one here, so that the test takes no time: which
//! words are found does not depend on what a try costs.

use std::collections::BTreeSet;

use chat_proto::hex::Hex;
use chat_proto::hex::Proof;
use chat_trust::password::PasswordKey;
use chat_trust::statement::Bind;
use chat_trust::statement::Meeting;
use chat_trust::statement::Side;
use chat_trust::words;

const SALT: Hex<16> = Hex([0x73; 16]);

/// What a listener knows of it.
fn meeting() -> Meeting {
    Meeting {
        client: Hex([0x4b; 16]),
        server: Hex([0xb7; 16]),
        bind: Bind::Open,
    }
}

fn captured(password: &str) -> Proof {
    PasswordKey::derive(password, &SALT.0, 1).proof(Side::Client, &meeting(), None)
}

/// The first word of the dictionary that gives the same proof.
fn found<'a>(dictionary: &'a BTreeSet<String>, proof: &Proof) -> Option<&'a str> {
    let fits = |word: &&String| {
        let key = PasswordKey::derive(word, &SALT.0, 1);
        key.is_proved(Side::Client, &meeting(), (None, proof))
    };
    dictionary.iter().find(fits).map(String::as_str)
}

/// Ten thousand words, and all that generated passwords are made of is among them.
fn dictionary() -> BTreeSet<String> {
    let list = list();
    let mut all: BTreeSet<String> = list.iter().cloned().collect();
    for ending in ["1", "12", "123", "2026", "!"] {
        all.extend(list.iter().map(|word| format!("{word}{ending}")));
    }
    all.extend((0..1000).map(|n| format!("password{n}")));
    all
}

/// Every word of the list, which is no secret.
fn list() -> BTreeSet<String> {
    let drawn = (0..4000_u64).map(|n| words::password(n.to_le_bytes()));
    let words = drawn.flat_map(|four| {
        let four: Vec<String> = four.split('-').map(str::to_owned).collect();
        four
    });
    words.collect()
}

#[test]
fn a_dictionary_finds_a_weak_password_and_no_generated_one() {
    let dictionary = dictionary();
    assert!(list().len() == 1626 && dictionary.len() > 10_000);
    for weak in ["acrobat", "tulip123", "password7"] {
        assert_eq!(found(&dictionary, &captured(weak)), Some(weak));
    }
    for seed in 0..10_u64 {
        let drawn = seed.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let strong = words::password(drawn.to_le_bytes());
        assert_eq!(found(&dictionary, &captured(&strong)), None, "{strong}");
    }
}

/// Four of 1626, each as likely as any: 42 bits, whatever the attacker knows of the list.
#[test]
fn a_generated_password_is_one_of_seven_million_million() {
    let first: u64 = 1626;
    let places = [first, first.pow(2), first.pow(3)];
    let base = words::password(0_u64.to_le_bytes());
    for (place, step) in [1].into_iter().chain(places).enumerate() {
        let other = words::password(step.to_le_bytes());
        let differ = base.split('-').zip(other.split('-')).map(|(a, b)| a != b);
        let differ: Vec<usize> = differ
            .enumerate()
            .filter(|(_, d)| *d)
            .map(|(at, _)| at)
            .collect();
        assert_eq!(differ, [place], "each draw decides one word");
    }
    assert!(first.pow(4) > 1 << 42);
}
