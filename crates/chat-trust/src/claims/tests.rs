//! Whose a name is, over visits, bounds and cuts of the file.

use chat_proto::hex::Hex;
use proptest::prelude::*;

use super::*;

const DAY: u64 = 24 * 3600;

fn at(seconds: u64) -> Stamp {
    Stamp::from_unix_ms(1_800_000_000_000 + 1000 * seconds)
}

fn name(word: &str) -> Name {
    Name::parse(word).unwrap()
}

fn key(n: u32) -> PublicKey {
    let mut key = [0; 32];
    key[..4].copy_from_slice(&n.to_be_bytes());
    Hex(key)
}

fn wish(word: &str, owner: u32) -> ClaimRequest {
    ClaimRequest {
        name: name(word),
        key: key(owner),
        keep: true,
    }
}

/// What somebody who wants a name hears.
fn takes(claims: &mut Claims, now: Stamp, wish: ClaimRequest) -> Result<Taken, Name> {
    if let Some(claim) = claims.against(now, wish.name.key(), Some(&wish.key)) {
        return Err(claim.name.clone());
    }
    Ok(claims.take(now, wish, || true))
}

/// What a server would find after it was ended at this moment.
fn reloaded(claims: &Claims, now: Stamp) -> Claims {
    let lines: String = claims.records().map(|record| record.line()).collect();
    let loaded = Claims::load(lines.as_bytes(), now);
    assert_eq!(loaded.skipped, 0);
    loaded.claims
}

#[test]
fn the_first_key_that_takes_a_name_has_it() {
    let mut claims = Claims::default();
    let first = takes(&mut claims, at(0), wish("ana", 1)).unwrap();
    assert!(first.is_owned && first.records.len() == 1, "{first:?}");
    assert_eq!(takes(&mut claims, at(1), wish("Ana", 2)), Err(name("ana")));
    assert!(claims.against(at(1), name("ANA").key(), None).is_some());
    let again = takes(&mut claims, at(2), wish("ana", 1)).unwrap();
    assert!(again.is_owned && again.records.is_empty(), "nothing is new");
    assert!(takes(&mut claims, at(3), wish("bob", 2)).unwrap().is_owned);
}

#[test]
fn a_name_that_could_be_taken_for_an_owned_one_is_owned() {
    let mut claims = Claims::default();
    takes(&mut claims, at(0), wish("ana", 1)).unwrap();
    for trick in ["Ana", "ANA", "аna", "ａｎａ", "ana\u{200d}", "anа"] {
        let against = claims.against(at(1), &NameKey::of(trick), Some(&key(2)));
        assert!(against.is_some(), "{trick}");
        let own = claims.against(at(1), &NameKey::of(trick), Some(&key(1)));
        assert_eq!(own, None, "{trick}: whose name it is may play with it");
    }
    for honest in ["anna", "an", "bob"] {
        let against = claims.against(at(1), &NameKey::of(honest), Some(&key(2)));
        assert_eq!(against, None, "{honest}");
    }
}

#[test]
fn a_name_waits_for_its_owner_for_a_term_after_the_last_visit() {
    let mut claims = Claims::default();
    takes(&mut claims, at(0), wish("ana", 1)).unwrap();
    let late = at(500 * DAY);
    assert!(
        takes(&mut claims, late, wish("ana", 2)).is_err(),
        "she is here"
    );
    let record = claims.left(late, &name("ana")).unwrap();
    assert!(matches!(record, Record::Claimed(claim) if claim.seen == late));
    let mut claims = reloaded(&claims, late);
    assert!(takes(&mut claims, at(620 * DAY), wish("ana", 2)).is_err());
    let taken = takes(&mut claims, at(621 * DAY), wish("ana", 2)).unwrap();
    assert!(taken.is_owned);
    assert_eq!(taken.records.first(), Some(&Record::Released(name("ana"))));
}

#[test]
fn a_visit_is_kept_once_a_day() {
    let mut claims = Claims::default();
    takes(&mut claims, at(0), wish("ana", 1)).unwrap();
    assert_eq!(claims.left(at(60), &name("ana")), None);
    let soon = takes(&mut claims, at(DAY), wish("ana", 1)).unwrap();
    assert_eq!(soon.records, []);
    let later = takes(&mut claims, at(DAY + 1), wish("ana", 1)).unwrap();
    assert_eq!(later.records.len(), 1);
    assert_eq!(claims.left(at(DAY + 2), &name("ana")), None);
    assert!(claims.left(at(3 * DAY), &name("ana")).is_some());
}

#[test]
fn a_name_that_is_only_lent_is_free_a_quarter_of_an_hour_after_its_owner_left() {
    let mut claims = Claims::default();
    let lent = ClaimRequest {
        keep: false,
        ..wish("ana", 1)
    };
    takes(&mut claims, at(0), lent).unwrap();
    assert!(
        takes(&mut claims, at(DAY), wish("ana", 2)).is_err(),
        "she is here"
    );
    // The server is killed, and back a day later: nobody knows when she left.
    let mut back = reloaded(&claims, at(2 * DAY));
    assert!(takes(&mut back, at(2 * DAY + 900), wish("ana", 2)).is_err());
    assert!(takes(&mut back, at(2 * DAY + 901), wish("ana", 2)).is_ok());
    assert!(claims.left(at(DAY), &name("ana")).is_some(), "that is kept");
    assert!(takes(&mut claims, at(DAY + 900), wish("ana", 2)).is_err());
    let mut back = reloaded(&claims, at(2 * DAY));
    assert!(takes(&mut back, at(2 * DAY), wish("ana", 2)).is_ok());
}

#[test]
fn a_fifth_name_frees_the_one_that_was_not_used_for_longest() {
    let mut claims = Claims::default();
    for (at_second, word) in [(0, "a1"), (1, "a2"), (2, "a3"), (3, "a4")] {
        takes(&mut claims, at(at_second), wish(word, 1)).unwrap();
    }
    for word in ["a1", "a2", "a3"] {
        claims.left(at(10), &name(word));
    }
    takes(&mut claims, at(20), wish("a1", 1)).unwrap();
    let fifth = takes(&mut claims, at(30), wish("a5", 1)).unwrap();
    assert_eq!(fifth.records.first(), Some(&Record::Released(name("a2"))));
    assert!(fifth.is_owned && claims.len() == 4);
    // Those that are in use are not taken away.
    takes(&mut claims, at(40), wish("a3", 1)).unwrap();
    let sixth = takes(&mut claims, at(50), wish("a6", 1)).unwrap();
    assert_eq!(sixth, Taken::default());
    assert!(claims.against(at(50), name("a6").key(), None).is_none());
}

#[test]
fn there_are_at_most_so_many_claims_and_the_chat_goes_on() {
    let mut claims = Claims::default();
    let count = u32::try_from(CLAIMS).unwrap();
    for n in 0..count {
        let taken = claims.take(at(0), wish(&format!("n{n}"), n), || true);
        assert!(taken.is_owned);
        claims.left(at(0), &name(&format!("n{n}")));
    }
    let beyond = takes(&mut claims, at(1), wish("late", count)).unwrap();
    assert_eq!((beyond.is_owned, claims.len()), (false, CLAIMS));
    let own = takes(&mut claims, at(1), wish("n7", 7)).unwrap();
    assert!(own.is_owned, "whoever has one keeps it");
    let term = takes(&mut claims, at(121 * DAY), wish("late", count)).unwrap();
    assert!(term.is_owned, "a term later there is room");
}

#[test]
fn nothing_new_is_made_where_there_may_be_nothing_new() {
    let mut claims = Claims::default();
    let refused = claims.take(at(0), wish("ana", 1), || false);
    assert_eq!((refused, claims.len()), (Taken::default(), 0));
    takes(&mut claims, at(0), wish("ana", 1)).unwrap();
    let own = claims.take(at(0), wish("ana", 1), || panic!("it is not new"));
    assert!(own.is_owned);
}

#[test]
fn a_released_name_is_anybodys() {
    let mut claims = Claims::default();
    takes(&mut claims, at(0), wish("oca", 1)).unwrap();
    let record = claims.release(name("OCA").key()).unwrap();
    assert_eq!(record, Record::Released(name("oca")));
    assert_eq!(claims.release(name("oca").key()), None);
    assert!(
        takes(&mut claims, at(1), wish("оса", 2)).is_ok(),
        "no look is left"
    );
}

#[test]
fn a_file_that_is_cut_anywhere_loses_at_most_its_last_line() {
    let mut claims = Claims::default();
    let mut file = String::new();
    for n in 0..20 {
        let taken = claims.take(at(n.into()), wish(&format!("åna{n}"), n % 7), || true);
        file.extend(taken.records.iter().map(Record::line));
        claims.left(at(n.into()), &name(&format!("åna{n}")));
    }
    for cut in 0..=file.len() {
        let kept = &file.as_bytes()[..cut];
        let whole = kept.split(|byte| *byte == b'\n').count() - 1;
        let up_to = file.lines().take(whole).map(|line| format!("{line}\n"));
        let right = Claims::load(up_to.collect::<String>().as_bytes(), at(20));
        let found = Claims::load(kept, at(20));
        let extra = found.claims.len().abs_diff(right.claims.len());
        // The last line may be whole but for its end.
        assert!(extra <= 1 && found.skipped <= 1, "cut at {cut}");
        let names = right.claims.records().filter(|record| {
            let Record::Claimed(claim) = record else {
                return true;
            };
            found.claims.get(at(20), claim.name.key()).map(|c| c.key) != Some(claim.key)
        });
        assert!(names.count() <= 1, "cut at {cut}");
    }
}

#[test]
fn lines_that_cannot_be_read_are_counted_and_skipped() {
    let good = Record::Claimed(Claim {
        name: name("ana"),
        key: key(1),
        since: at(0),
        seen: at(0),
        keep: true,
        here: false,
    });
    let file = format!("\n{{\"name\":\"a b\"}}\nnonsense\n{}\n\u{0}\n", good.line());
    let loaded = Claims::load(file.as_bytes(), at(1));
    assert_eq!((loaded.skipped, loaded.claims.len()), (3, 1));
}

/// What may happen to the names of three keys.
#[derive(Clone, Debug)]
enum Step {
    Takes(u32, usize, bool),
    Leaves(usize),
    Released(usize),
    Days(u64),
}

const WORDS: [&str; 7] = ["oca", "Oca", "оса", "bob", "b0b", "zed", "Lara"];

fn step() -> impl Strategy<Value = Step> {
    let word = 0..WORDS.len();
    prop_oneof![
        4 => (0_u32..3, word.clone(), any::<bool>()).prop_map(|(k, w, keep)| Step::Takes(k, w, keep)),
        2 => word.clone().prop_map(Step::Leaves),
        1 => word.prop_map(Step::Released),
        1 => (0_u64..130).prop_map(Step::Days),
    ]
}

proptest! {
    /// Whatever happens: no two keys have names that could be taken for one another, no
    /// index is left behind, and the lines say what is there.
    #[test]
    fn two_keys_never_have_names_that_look_alike(
        steps in prop::collection::vec(step(), 0..80)
    ) {
        let (mut claims, mut now, mut file) = (Claims::default(), 0, String::new());
        for step in steps {
            let records = match step {
                Step::Takes(owner, word, keep) => {
                    let wish = ClaimRequest { keep, ..wish(WORDS[word], owner) };
                    takes(&mut claims, at(now), wish).map(|t| t.records).unwrap_or_default()
                }
                Step::Leaves(word) => Vec::from_iter(claims.left(at(now), &name(WORDS[word]))),
                Step::Released(word) => Vec::from_iter(claims.release(name(WORDS[word]).key())),
                Step::Days(days) => { now += days * DAY; Vec::new() }
            };
            file.extend(records.iter().map(Record::line));
            let held: Vec<&Claim> = claims.names.values().map(|kept| &kept.claim).collect();
            for (a, b) in held.iter().flat_map(|a| held.iter().map(move |b| (a, b))) {
                let clash = a.key != b.key && a.name.key().clashes(b.name.key());
                prop_assert!(!clash || !a.holds(at(now)) || !b.holds(at(now)), "{a:?} {b:?}");
            }
            let looks: usize = held.iter().map(|claim| claim.name.key().looks().count()).sum();
            prop_assert_eq!(claims.looks.len(), looks);
            prop_assert_eq!(claims.of_key.values().map(BTreeSet::len).sum::<usize>(), held.len());
            let away = held.iter().filter(|claim| !claim.here).count();
            prop_assert_eq!(claims.ends.len(), away);
        }
        let loaded = Claims::load(file.as_bytes(), at(now)).claims;
        for claim in claims.names.values().map(|kept| &kept.claim) {
            if claim.here || claim.keep && claim.holds(at(now)) {
                let owner = loaded.get(at(now), claim.name.key()).map(|c| c.key);
                prop_assert_eq!(owner, Some(claim.key), "{:?}", claim.name);
            }
        }
    }
}
