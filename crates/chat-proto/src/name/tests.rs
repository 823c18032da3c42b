//! Which words are names, and which names are one.

use proptest::prelude::*;

use super::*;

fn name(raw: &str) -> Name {
    Name::parse(raw).unwrap_or_else(|bad| panic!("{raw:?}: {bad}"))
}

#[track_caller]
fn refused(raw: &str, fault: NameFault) {
    assert_eq!(
        Name::parse(raw).map_err(|bad| bad.fault),
        Err(fault),
        "{raw:?}"
    );
}

/// Not for anybody, whatever else is wrong with it.
#[track_caller]
fn reserved(raw: &str) {
    let bad = Name::parse(raw).expect_err(raw);
    let fault = bad.fault;
    assert!(
        matches!(fault, NameFault::Reserved | NameFault::Mixed),
        "{raw}: {fault}"
    );
    assert!(bad.key.is_reserved(), "{raw}");
}

#[track_caller]
fn one_name(a: &str, b: &str) {
    assert!(NameKey::of(a).clashes(&NameKey::of(b)), "{a:?} and {b:?}");
    assert!(NameKey::of(b).clashes(&NameKey::of(a)), "{b:?} and {a:?}");
}

#[track_caller]
fn two_names(a: &str, b: &str) {
    assert!(!name(a).key().clashes(name(b).key()), "{a:?} and {b:?}");
}

#[test]
fn names_of_people_are_names() {
    for raw in [
        "ana",
        "Zé",
        "João_2",
        "李雷",
        "山田太郎",
        "Οδυσσέας",
        "Борис",
        "احمد",
        "ශ්‍රී",
        "👩‍👩‍👧",
        "❤️",
        "x",
        "ana.b-c_d",
        "r2d2",
        "1️⃣",
        "Ana漢",
    ] {
        assert_eq!(name(raw).as_str(), raw.nfkc().collect::<String>(), "{raw}");
    }
}

#[test]
fn compatibility_forms_become_the_usual_letters() {
    assert_eq!(name("ａｎａ").as_str(), "ana");
    assert_eq!(name("Jose\u{301}").as_str(), "José");
}

#[test]
fn the_length_is_counted_in_characters() {
    assert!(Name::parse(&"é".repeat(NAME_CHARS)).is_ok());
    refused(&"é".repeat(NAME_CHARS + 1), NameFault::TooLong(25));
    refused(&"x".repeat(100_000), NameFault::TooLong(100_000));
}

#[test]
fn what_hides_or_imitates_is_no_name() {
    refused("", NameFault::Empty);
    refused("\u{3164}", NameFault::Empty);
    refused("\u{301}a", NameFault::Empty);
    refused("a b", NameFault::Space);
    refused("a\u{a0}b", NameFault::Space);
    refused("a\tb", NameFault::Invisible);
    refused("a\u{1b}[2J", NameFault::Invisible);
    refused("an\u{200b}a", NameFault::Invisible);
    refused("an\u{200d}a", NameFault::Invisible);
    refused("an\u{fe0f}a", NameFault::Invisible);
    refused("ana\u{202e}", NameFault::Invisible);
    for hides in [
        "\u{2800}",
        "\u{1d159}",
        "\u{e000}",
        "\u{378}",
        "\u{ffff}",
        "\u{10ffff}",
        "\u{fffc}",
    ] {
        refused(hides, NameFault::Invisible);
        refused(&format!("ana{hides}"), NameFault::Invisible);
    }
    refused(&format!("a{}", "\u{301}".repeat(5)), NameFault::Invisible);
    refused("ana\u{e0041}", NameFault::Invisible);
    refused("аna", NameFault::Mixed);
    refused("Ιvo", NameFault::Mixed);
}

#[test]
fn the_server_and_its_guests_keep_their_names() {
    for raw in [
        "server",
        "SERVER",
        "Server",
        "ｓｅｒｖｅｒ",
        "guest-1",
        "Guest-204",
        "guest-l",
        "guest‐7",
        "guest-O",
        "se\u{332}rver",
        "sérver",
        "guest-3\u{301}",
        "ꓢꓰꓣꓦꓰꓣ",
        "ꜱᴇʀᴠᴇʀ",
        "🆂🅴🆁🆅🅴🆁",
        "🅢🅔🅡🅥🅔🅡",
        "🇸🇪🇷🇻🇪🇷",
        "ѕеrvеr",
        "ꓖꓴꓰꓢꓔ-1",
        "ɢᴜᴇꜱᴛ-2",
    ] {
        reserved(raw);
    }
    refused("SERVEᖇ", NameFault::Mixed);
    for raw in ["guest", "guest-", "guest-ana", "server2", "observer"] {
        name(raw);
    }
}

#[test]
fn names_that_could_be_confused_are_one() {
    for other in [
        "ana",
        "Ana",
        "ANA",
        "ａｎａ",
        "аna",
        "ana\u{200b}",
        "a\u{200d}na",
        "ＡＮＡ",
    ] {
        one_name("ana", other);
    }
    one_name("асе", "ace"); // Cyrillic through and through
    one_name("José", "jose\u{301}");
    one_name("Straße", "STRASSE");
    one_name("ΟΔΥΣΣΕΥΣ", "οδυσσευς");
    one_name("server", "ѕеrvеr");
    for other in ["ꓮꓠꓮ", "ᴀɴᴀ", "🅰🅽🅰", "🅐🅝🅐", "🇦🇳🇦", "ΑΝΑ", "ΑνΑ", "АNА"]
    {
        one_name("ANA", other);
        one_name("ana", other);
    }
    one_name("ВОВ", "bob");
    one_name("вов", "BOB");
    one_name("ꓲara", "Iara");
    one_name("ꓲARA", "iara");
}

/// Every character that there is, in either case, that looks like letters of ours in either case:
/// by Unicode's list of look-alikes, by its compatibility forms, or by case alone.
fn look_alikes() -> impl Iterator<Item = (char, String)> {
    let assigned = ('\u{80}'..=char::MAX).filter(|c| c.script() != Script::Unknown);
    assigned.flat_map(|c| {
        let mut forms = vec![c];
        forms.extend(c.to_uppercase().chain(c.to_lowercase()));
        forms.sort_unstable();
        forms.dedup();
        forms.into_iter().flat_map(|form| {
            let one = form.to_string();
            let skeleton = |s: &str| unicode_security::skeleton(s).collect::<String>();
            // A name is shown in its usual form: `ϲ` is a `ς`, whatever it looked like.
            let usual: String = one.nfkc().collect();
            if usual.is_ascii() {
                // It is shown as what it is: `¹` is a 1.
                return vec![(form, usual)].into_iter();
            }
            let of_usual = skeleton(&usual);
            let again = skeleton(&of_usual.to_lowercase());
            let mut ways = vec![usual, of_usual, again];
            ways.retain(|way| !way.is_empty() && way.bytes().all(|b| b.is_ascii_alphabetic()));
            ways.sort_unstable();
            ways.dedup();
            let ways = ways.into_iter().map(move |way| (form, way));
            ways.collect::<Vec<_>>().into_iter()
        })
    })
}

#[test]
fn no_character_that_looks_like_letters_of_ours_makes_another_name_of_a_word() {
    let mut found = 0;
    for (c, letters) in look_alikes() {
        found += 1;
        // In its own word, among capitals and among small letters.
        for (before, after) in [("", ""), ("AN", "a")] {
            let both = [&letters, &c.to_string()];
            let [meant, written] = both.map(|it| format!("{before}{it}{after}"));
            let (key, code) = (NameKey::of(&written), u32::from(c));
            for case in [meant.to_lowercase(), meant.to_uppercase(), meant] {
                let taken = NameKey::of(&case).clashes(&key);
                assert!(taken, "{written} (U+{code:04X}) beside {case}");
            }
        }
    }
    assert!(found > 2000, "{found}");
}

#[test]
fn no_look_alike_makes_another_server_or_guest() {
    for (c, letters) in look_alikes() {
        let letters = letters.to_ascii_lowercase();
        let kept = ["server", "guest-1"];
        for kept in kept.into_iter().filter(|kept| kept.contains(&letters)) {
            let gap = kept.replace(&letters, "\0");
            for around in [gap.to_uppercase(), gap] {
                let written = around.replace('\0', &c.to_string());
                let code = u32::from(c);
                assert!(Name::parse(&written).is_err(), "{written} (U+{code:04X})");
            }
        }
    }
}

#[test]
fn honest_names_that_resemble_each_other_are_two() {
    two_names("Lara", "Iara");
    two_names("mama", "marna");
    two_names("u1", "ul");
    two_names("pc10", "pc1O1");
    two_names("Jose", "José");
    two_names("Ána", "Áva");
    two_names("Борис", "Boris");
    two_names("Νίκος", "Nikos");
}

#[test]
fn a_guest_is_called_by_its_number() {
    assert_eq!(Name::guest(7).as_str(), "guest-7");
    one_name("GUEST-7", Name::guest(7).as_str());
}

proptest! {
    #[test]
    fn a_name_reads_back_and_has_nothing_that_steers(raw in any::<String>()) {
        if let Ok(name) = Name::parse(&raw) {
            let again = Name::parse(name.as_str());
            prop_assert_eq!(again.as_ref(), Ok(&name));
            prop_assert!(name.as_str().chars().count() <= NAME_CHARS);
            prop_assert!(!name.as_str().chars().any(|c| c.is_control() || c.is_whitespace()));
            prop_assert!(name.key().clashes(&NameKey::of(&raw)));
        }
    }

    #[test]
    fn case_makes_no_second_name(raw in "[a-zA-Zà-öø-ÿ]{1,12}") {
        prop_assert!(NameKey::of(&raw.to_uppercase()).clashes(&NameKey::of(&raw)));
    }
}

#[test]
fn a_guests_name_is_somebodys_and_nobodys_to_choose() {
    for raw in ["guest-7", "Guest-7", "GUEST-7"] {
        assert!(Name::parse(raw).is_err());
        assert_eq!(Name::of_anybody(raw).unwrap().as_str(), "guest-7");
    }
    for raw in ["ana", "guest-", "guest-x", "", "server", "two words"] {
        assert_eq!(Name::of_anybody(raw), Name::parse(raw), "{raw}");
    }
}
