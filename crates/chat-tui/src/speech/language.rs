//! The languages there are.

/// A language of the screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// English.
    #[default]
    English,
    /// Portuguese.
    Portuguese,
}

impl From<Language> for chat_wire::words::language::Language {
    fn from(language: Language) -> Self {
        match language {
            Language::English => Self::English,
            Language::Portuguese => Self::Portuguese,
        }
    }
}

impl Language {
    /// Every one of them.
    pub const ALL: [Self; 2] = [Self::English, Self::Portuguese];

    /// What a locale such as `pt_PT.UTF-8` asks for; English where it is none of
    /// ours.
    pub fn of_locale(locale: &str) -> Self {
        let word = locale.split(['_', '-', '.', '@', ':']).next();
        match word.unwrap_or_default().to_ascii_lowercase().as_str() {
            "pt" => Self::Portuguese,
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
        check("pt-BR", Language::Portuguese);
        check("PT", Language::Portuguese);
        check("en_US.UTF-8", Language::English);
        check("C", Language::English);
        check("", Language::English);
        check("ptx", Language::English);
    }
}
