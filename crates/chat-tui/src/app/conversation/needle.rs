//! A word that is looked for in what was said: capitals are like small letters,
//! and accents count only where the word has some itself.

use chat_proto::text::unaccented;

/// It, as it is compared.
#[derive(Debug)]
pub(in crate::app) struct Needle {
    word: String,
    accented: bool,
}

impl Needle {
    /// As somebody typed it.
    pub(in crate::app) fn new(typed: &str) -> Self {
        let word = typed.to_lowercase();
        Self {
            accented: unaccented(&word) != word,
            word,
        }
    }

    /// Whether it stands in a text.
    pub(in crate::app) fn is_in(&self, text: &str) -> bool {
        let text = text.to_lowercase();
        if self.accented || text.is_ascii() {
            return text.contains(&self.word);
        }
        unaccented(&text).contains(&self.word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_count_where_they_are_typed() {
        let found = |typed: &str, text: &str| Needle::new(typed).is_in(text);
        for typed in ["ola", "OLA", "olá", "OLÁ", ""] {
            assert!(found(typed, "Olá turma"), "{typed}");
        }
        assert!(found("ligacao", "a ligação caiu"));
        assert!(found("ola", "ola\u{301}"));
        assert!(!found("olá", "ola"));
        assert!(!found("ole", "olá"));
        assert!(found("漢", "漢字"));
    }
}
