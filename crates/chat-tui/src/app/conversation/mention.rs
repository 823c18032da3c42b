//! Whether a text speaks to somebody.

/// Whether the text names `name`: as a word, in whatever case. Names of one or
/// two letters are words of their own in most languages: they need `@` before
/// or `:` after them.
pub fn mentions(text: &str, name: &str) -> bool {
    let (text, name) = (text.to_lowercase(), name.to_lowercase());
    if name.is_empty() {
        return false;
    }
    let short = name.chars().count() <= SHORT;
    text.match_indices(&name).any(|(at, found)| {
        let (before, _) = text.split_at(at);
        let (_, after) = text.split_at(at + found.len());
        let called = before.ends_with('@') || after.starts_with(':');
        !goes_on(before.chars().rev()) && !goes_on(after.chars()) && (called || !short)
    })
}

/// Whether the word does not end here. A hyphen is inside of a word where a
/// letter follows it.
fn goes_on(mut chars: impl Iterator<Item = char>) -> bool {
    let in_word = |c: char| c.is_alphanumeric() || c == '_';
    match chars.next() {
        Some('-') => chars.next().is_some_and(in_word),
        Some(c) => in_word(c),
        None => false,
    }
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
