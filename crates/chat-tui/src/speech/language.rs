//! The languages there are.

/// A language of the screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// English.
    #[default]
    English,
    /// Portuguese, as in Portugal.
    Portuguese,
    /// Portuguese, as in Brazil.
    Brazilian,
}

impl From<Language> for chat_wire::words::language::Language {
    fn from(language: Language) -> Self {
        match language {
            Language::English => Self::English,
            Language::Portuguese => Self::Portuguese,
            Language::Brazilian => Self::Brazilian,
        }
    }
}

impl Language {
    /// Every one of them.
    pub const ALL: [Self; 3] = [Self::English, Self::Portuguese, Self::Brazilian];

    /// What a locale such as `pt_PT.UTF-8` asks for; English where it is none of
    /// ours.
    pub fn of_locale(locale: &str) -> Self {
        let locale = locale.to_ascii_lowercase();
        let mut words = locale.split(['_', '-', '.', '@', ':']);
        match (words.next(), words.next()) {
            (Some("pt"), Some("br")) => Self::Brazilian,
            (Some("pt"), _) => Self::Portuguese,
            _ => Self::English,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_locale_asks_for_a_language() {
        let check = |locale, expected| assert_eq!(Language::of_locale(locale), expected);
        check("pt_PT.UTF-8", Language::Portuguese);
        check("pt-BR", Language::Brazilian);
        check("pt_BR.UTF-8", Language::Brazilian);
        check("pt_AO", Language::Portuguese);
        check("PT", Language::Portuguese);
        check("en_US.UTF-8", Language::English);
        check("C", Language::English);
        check("", Language::English);
        check("ptx", Language::English);
    }
}
