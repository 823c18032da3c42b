//! Which language is asked for: by `--lang`, by the environment, or else by the
//! system's own setting.

use crate::app::settings::Charset;
use std::ffi::OsString;

use clap::ValueEnum;

use crate::speech::Language;

/// The languages, as the option names them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Lang {
    /// English
    En,
    /// Português
    Pt,
    /// Português do Brasil
    PtBr,
}

impl Lang {
    /// The language of this name, if there is one.
    pub fn named(name: &str) -> Option<Self> {
        Self::from_str(name, false).ok()
    }

    /// The language of the catalogue.
    pub fn language(self) -> Language {
        match self {
            Self::En => Language::English,
            Self::Pt => Language::Portuguese,
            Self::PtBr => Language::Brazilian,
        }
    }
}

/// What `--lang` says, looked at before the arguments are understood: the words
/// about what is wrong with them are in that language too.
pub fn asked(args: impl IntoIterator<Item = OsString>) -> Option<Lang> {
    let words = args
        .into_iter()
        .map(|word| word.to_string_lossy().into_owned());
    let mut words = words.take_while(|word| word != "--");
    let mut found = None;
    while let Some(word) = words.next() {
        let value = match word.strip_prefix("--lang") {
            Some("") => words.next(),
            Some(rest) => rest.strip_prefix('=').map(str::to_owned),
            None => None,
        };
        found = value.and_then(|value| Lang::named(&value)).or(found);
    }
    found
}

/// What the first of the usual variables says that says anything; where none does,
/// what the person told the system: Windows sets no such variable.
pub fn of_environment() -> Language {
    of_variables(|name| std::env::var(name).ok(), sys_locale::get_locale)
}

fn of_variables(
    value: impl Fn(&str) -> Option<String>,
    system: impl FnOnce() -> Option<String>,
) -> Language {
    let set = |name: &&str| value(name).filter(|locale| !locale.is_empty());
    let first = ["LC_ALL", "LC_MESSAGES", "LANG"].iter().find_map(set);
    Language::of_locale(&first.or_else(system).unwrap_or_default())
}

/// What a terminal of this environment shows: more than ASCII, unless a variable names a
/// locale without UTF-8.
pub fn charset() -> Charset {
    if is_utf8(|name| std::env::var(name).ok()) {
        Charset::Unicode
    } else {
        Charset::Ascii
    }
}

fn is_utf8(value: impl Fn(&str) -> Option<String>) -> bool {
    let set = |name: &&str| value(name).filter(|locale| !locale.is_empty());
    let named = ["LC_ALL", "LC_CTYPE", "LANG"].iter().find_map(set);
    named.is_none_or(|locale| {
        let locale = locale.to_ascii_lowercase();
        locale.contains("utf-8") || locale.contains("utf8")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_is_known_before_the_arguments_are() {
        let check = |args: &str, expected| {
            let words = args.split(' ').map(OsString::from);
            assert_eq!(asked(words), expected, "{args}");
        };
        check("chat-tui --lang pt host", Some(Lang::Pt));
        check("chat-tui --wrong --lang=en", Some(Lang::En));
        check("chat-tui --lang=xx", None);
        check("chat-tui --language=pt --lang", None);
        check("chat-tui -- --lang pt", None);
    }

    /// What is spoken with these variables, on a system set to `system`.
    fn spoken(set: &[(&str, &str)], system: Option<&str>) -> Language {
        let value = |name: &str| {
            let found = set.iter().find(|(known, _)| *known == name);
            found.map(|(_, value)| (*value).to_owned())
        };
        of_variables(value, || system.map(str::to_owned))
    }

    #[test]
    fn the_first_variable_that_says_anything_decides() {
        let check = |set: &[(&str, &str)], expected| {
            assert_eq!(spoken(set, None), expected, "{set:?}");
        };
        check(&[], Language::English);
        check(&[("LANG", "pt_PT.UTF-8")], Language::Portuguese);
        check(
            &[("LANG", "pt_PT.UTF-8"), ("LC_ALL", "C")],
            Language::English,
        );
        check(
            &[("LANG", "en_GB"), ("LC_MESSAGES", "pt"), ("LC_ALL", "")],
            Language::Portuguese,
        );
    }

    #[test]
    fn a_locale_without_utf_8_gets_ascii() {
        let check = |set: &[(&str, &str)], expected| {
            let value = |name: &str| {
                let found = set.iter().find(|(known, _)| *known == name);
                found.map(|(_, value)| (*value).to_owned())
            };
            assert_eq!(is_utf8(value), expected, "{set:?}");
        };
        check(&[], true);
        check(&[("LANG", "pt_PT.UTF-8")], true);
        check(&[("LC_ALL", "C.utf8")], true);
        check(&[("LC_ALL", "C")], false);
        check(&[("LANG", "pt_PT.ISO-8859-1")], false);
        check(&[("LANG", "C"), ("LC_CTYPE", "en_GB.UTF-8")], true);
    }

    #[test]
    fn the_system_decides_where_no_variable_does() {
        let check = |set: &[(&str, &str)], expected| {
            assert_eq!(spoken(set, Some("pt-PT")), expected, "{set:?}");
        };
        check(&[], Language::Portuguese);
        check(&[("LANG", "")], Language::Portuguese);
        check(&[("LANG", "en_GB.UTF-8")], Language::English);
        check(&[("LC_ALL", "C")], Language::English);
    }
}
