//! Whether a text speaks to somebody.

use crate::app::highlight::whole_words;

/// Whether the text names `name`: as a word, in whatever case. Names of one or
/// two letters are words of their own in most languages: they need `@` before
/// or `:` after them.
pub fn mentions(text: &str, name: &str) -> bool {
    let (text, name) = (text.to_lowercase(), name.to_lowercase());
    let short = name.chars().count() <= SHORT;
    whole_words(&text, &name).any(|(before, after)| {
        let called = before.ends_with('@') || after.starts_with(':');
        called || !short
    })
}

/// Letters of a name that is too short to be one by itself.
const SHORT: usize = 2;

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(name: &str, yes: &[&str], no: &[&str]) {
        for text in yes {
            assert!(mentions(text, name), "{text} names {name}");
        }
        for text in no {
            assert!(!mentions(text, name), "{text} does not name {name}");
        }
    }

    #[test]
    fn a_name_is_a_word_in_whatever_case() {
        let yes = [
            "ana",
            "ANA: hi",
            "@ana",
            "ask Ana!",
            "ana's",
            "ana’s",
            "(ana)",
            "olá,ana - x",
        ];
        check(
            "ana",
            &yes,
            &["banana", "anabela", "ana_2", "ana-maria", "an a", ""],
        );
        check("toric", &["Toric?"], &["historic", "toric2"]);
        check("Márcia", &["MÁRCIA", "diz a márcia."], &["marcia"]);
        check("ana-2", &["ana-2: olá"], &["ana", "ana-22"]);
    }

    #[test]
    fn a_name_of_one_or_two_letters_has_to_be_called() {
        check(
            "e",
            &["@e look", "e: look"],
            &["e.g. this", "café e pão", "me: x"],
        );
        check("zé", &["@Zé", "zé: olá"], &["o zé disse"]);
    }
}
