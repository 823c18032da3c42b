//! What an expression finds, what is none, and what it costs.

use proptest::prelude::*;

use super::*;
use crate::speech;
use crate::speech::Language;

#[track_caller]
fn check(written: &str, text: &str, expected: &[&str]) {
    let pattern = Pattern::parse(written).unwrap();
    let places = pattern.places(text).into_iter();
    let found: Vec<_> = places.map(|at| text.get(at).unwrap()).collect();
    assert_eq!(found, expected, "{written}");
    assert!(pattern.is_in(text) || expected.is_empty(), "{written}");
}

#[test]
fn capitals_count_where_one_is_typed_and_accents_always() {
    check("ol[aá]", "Olá OLA ole", &["Olá", "OLA"]);
    check("Ol[aá]", "Olá OLA olá", &["Olá"]);
    check("AÇÃO", "ação AÇÃO", &["AÇÃO"]);
    check("ação", "ação AÇÃO acao", &["ação", "AÇÃO"]);
    // The letter of a class is no capital.
    check(r"ab\S", "ABC abc", &["ABC", "abc"]);
    check(r"(?P<Um>a)b\W", "AB!", &["AB!"]);
}

#[test]
fn letters_with_accents_are_letters_and_each_line_has_its_ends() {
    check(r"\w+ção", "uma ligação", &["ligação"]);
    check(r"\bé\b", "é ré é", &["é", "é"]);
    check(r"^\d+$", "a 1\n22\n3 b", &["22"]);
    check(r"a/b", "a/b", &["a/b"]);
    check("a*", "bab", &["a"]);
}

#[test]
fn the_last_stroke_may_be_left_away() {
    for (typed, between) in [
        ("/ab", Some("ab")),
        ("/ab/", Some("ab")),
        ("/", Some("")),
        ("//", Some("")),
        ("/etc/hosts", Some("etc/hosts")),
        (r"/a\/", Some(r"a\/")),
        (r"/a\\/", Some(r"a\\")),
        ("ab/", None),
        ("", None),
    ] {
        assert_eq!(Pattern::between(typed), between, "{typed}");
    }
}

#[test]
fn what_is_no_expression_is_told_in_words() {
    for (written, fault) in [
        ("", Fault::Empty),
        ("[ab", Fault::Class),
        ("(ab", Fault::Group),
        ("(?", Fault::Group),
        ("(?P<a", Fault::Group),
        ("ab)", Fault::Closing),
        ("*a", Fault::Repeats),
        ("a{", Fault::Count),
        ("a{2", Fault::Count),
        ("a{x}", Fault::Count),
        ("[z-a]", Fault::Backwards),
        ("a{3,2}", Fault::Backwards),
        ("a\\", Fault::Escape),
        (r"\q", Fault::Meaningless),
        (r"(a)\1", Fault::Foreign),
        ("(?=a)", Fault::Foreign),
        (r"\p{Nowhere}", Fault::Foreign),
        ("a{1000}", Fault::Large),
        ("((a{9}){9}){9}", Fault::Large),
        (r"\b(a?){60}", Fault::Large),
        (r"\w{60}", Fault::Large),
        ("a{99999999999}", Fault::Large),
        ("(?a)", Fault::Other),
    ] {
        assert_eq!(Pattern::parse(written), Err(fault), "{written}");
        for language in Language::ALL {
            assert!(!fault.words(speech::of(language)).is_empty());
        }
    }
    let long = "a".repeat(LENGTH + 1);
    assert_eq!(Pattern::parse(&long), Err(Fault::Large));
    let week = r"\b(segunda|terça|quarta|quinta|sexta)-feiras?\b";
    assert!(Pattern::parse(week).is_ok());
    let deep = "(".repeat(99) + &")".repeat(99);
    assert!(Pattern::parse(&deep).is_ok());
}

proptest! {
    #[test]
    fn whatever_is_typed_is_an_expression_or_told_why_not(
        written in r"[ab\\\[\](){}*+?|.^$\-,0-9/çÃ]{0,40}",
        text in any::<String>(),
    ) {
        if let Ok(pattern) = Pattern::parse(&written) {
            let mut end = 0;
            for place in pattern.places(&text) {
                prop_assert!(place.start >= end && place.start < place.end);
                end = place.end;
                prop_assert!(text.get(place).is_some());
            }
            prop_assert!(end == 0 || pattern.is_in(&text));
        }
    }
}
