//! Why a connection or a link is over, in a word or a few. A recording says it in words of
//! its own, which are for programs: English shows them as they are.

use crate::words::language::Language;

/// Of a connection that is closed.
pub(in crate::words) fn closed(why: &str, language: Language) -> &str {
    let portuguese = match why {
        "end" => "pelo outro lado",
        "ours" => "por nós",
        "refused" => "recusado",
        "reset" => "cortado",
        "timeout" => "sem resposta",
        _ => why,
    };
    language.word([why, portuguese])
}

/// Of a link that is given up.
pub(in crate::words) fn ended(why: &str, language: Language) -> &str {
    match why {
        "silence" => language.word([why, "silêncio"]),
        "tries" => language.word([why, "tentativas a mais", "tentativas demais"]),
        "reset" => language.word([
            why,
            "o outro lado já não a conhece",
            "o outro lado não a conhece mais",
        ]),
        _ => why,
    }
}

/// Of a person: `gone` where the server does not know more, else what it said to them.
pub fn left(why: &str, language: Language) -> &str {
    match why {
        "gone" => language.word([why, "já não está", "não está mais"]),
        _ => why,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_portuguese_reads_the_word_of_the_recording() {
        for why in ["end", "ours", "refused", "reset", "timeout"] {
            assert_eq!(closed(why, Language::English), why);
            for language in [Language::Portuguese, Language::Brazilian] {
                assert_ne!(closed(why, language), why);
            }
        }
        for why in ["silence", "tries", "reset"] {
            assert_eq!(ended(why, Language::English), why);
            for language in [Language::Portuguese, Language::Brazilian] {
                assert_ne!(ended(why, language), why);
            }
        }
        assert_eq!(left("gone", Language::Brazilian), "não está mais");
        assert_eq!(closed("of tomorrow", Language::Portuguese), "of tomorrow");
    }
}
