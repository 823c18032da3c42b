//! How words are found: what a search and the text that it meets are both brought to.
//!
//! Shared by the archive's index, by whoever looks through a screen, and by whoever marks
//! hits: they find the same.

use crate::text::unaccented;

/// A text as it is compared: no case, no accents, ligatures and compatibility forms in
/// the usual letters. `Straße` is `strasse`, `ΟΔΌΣ` is `οδος`, `œuvre` is `oeuvre`.
pub fn folded(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    // Up and down again: ς and σ become one.
    let upper = unaccented(text);
    let upper = upper.chars().flat_map(char::to_uppercase);
    let lower: String = upper.flat_map(char::to_lowercase).collect();
    unaccented(&lower)
}

/// The words of a text, folded: runs of letters and digits.
pub fn words(text: &str) -> Vec<String> {
    let folded = folded(text);
    let words = folded.split(|c: char| !c.is_alphanumeric());
    words.filter(|w| !w.is_empty()).map(str::to_owned).collect()
}

/// What somebody searches for: words, all of which must occur, and whether the last one
/// may go on. Only a `*` right behind the last word says so.
pub fn wanted(text: &str) -> (Vec<String>, bool) {
    let text = text.trim_end();
    let bare = text.trim_end_matches('*');
    let goes_on = bare.len() < text.len() && bare.ends_with(char::is_alphanumeric);
    (words(text), goes_on)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn neither_case_nor_accents_nor_ligatures_count() {
        for (one, other) in [
            ("OLÁ", "ola"),
            ("Straße", "STRASSE"),
            ("ΟΔΌΣ", "οδος"),
            ("Œuvre", "oeuvre"),
            ("ﬁm", "FIM"),
            ("ola\u{301}", "Olá"),
            ("Ångström Łódź Ørsted", "angstrom lodz orsted"),
            ("İstanbul ılık", "istanbul ilik"),
            ("ａｎａ ①", "ana 1"),
        ] {
            assert_eq!(folded(one), folded(other), "{one} {other}");
        }
        assert_ne!(folded("olá"), folded("ole"));
    }

    #[test]
    fn words_are_letters_and_digits_and_nothing_else() {
        assert_eq!(
            words("Olá, turma-2! a:b \"x\""),
            ["ola", "turma", "2", "a", "b", "x"]
        );
        assert_eq!(words("NEAR(x*y) -- ' OR 1"), ["near", "x", "y", "or", "1"]);
        assert_eq!(words("*** \n"), [""; 0]);
    }

    #[test]
    fn only_a_star_behind_the_last_word_says_that_it_may_go_on() {
        let wanted = |text| {
            let (words, goes_on) = wanted(text);
            (words.join(" "), goes_on)
        };
        assert_eq!(wanted("bom di*"), ("bom di".to_owned(), true));
        assert_eq!(wanted("bom* dia"), ("bom dia".to_owned(), false));
        assert_eq!(wanted("bom *"), ("bom".to_owned(), false));
        assert_eq!(wanted("olá** "), ("ola".to_owned(), true));
        assert_eq!(wanted("*"), (String::new(), false));
    }

    proptest! {
        #[test]
        fn folding_twice_is_folding_once(raw in any::<String>()) {
            let once = folded(&raw);
            prop_assert_eq!(folded(&once), once);
        }

        #[test]
        fn case_never_counts(raw in "[\\p{Latin}\\p{Cyrillic}Α-Ωα-ωάέήίόύώ ]{0,8}") {
            let words = words(&raw);
            prop_assert_eq!(&super::words(&raw.to_lowercase()), &words);
            prop_assert_eq!(&super::words(&raw.to_uppercase()), &words);
        }
    }
}
