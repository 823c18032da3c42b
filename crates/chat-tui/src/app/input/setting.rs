//! The commands about settings: `/set`, `/save` and `/highlight`.

/// One about settings, understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Setting {
    /// All of them.
    List,
    /// What this one is.
    Show(String),
    /// It is this from now on.
    Change {
        /// Which.
        name: String,
        /// What.
        value: String,
    },
    /// Write what was changed into the configuration file.
    Keep,
    /// Which words mark a message.
    Highlights,
    /// One more.
    Highlight(String),
    /// One less.
    Unhighlight(String),
}

/// What was typed behind `/set`.
pub fn set(rest: &str) -> Setting {
    // As the file has it too: `theme = dark`.
    let (name, value) = rest
        .split_once(|c: char| c.is_whitespace() || c == '=')
        .unwrap_or((rest, ""));
    let value = value.trim_start_matches(|c: char| c.is_whitespace() || c == '=');
    let value = value.trim().trim_matches('"').to_lowercase();
    match (name, value.as_str()) {
        ("", _) => Setting::List,
        (name, "") => Setting::Show(name.to_owned()),
        (name, _) => Setting::Change {
            name: name.to_lowercase(),
            value,
        },
    }
}

/// What was typed behind `/highlight`.
pub fn highlight(rest: &str) -> Setting {
    match rest.strip_prefix('-') {
        None if rest.is_empty() => Setting::Highlights,
        Some(word) if !word.is_empty() => Setting::Unhighlight(word.trim().to_owned()),
        Some(_) | None => Setting::Highlight(rest.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_setting_is_typed_as_it_stands_in_the_file_or_without_its_signs() {
        let change = |name: &str, value: &str| Setting::Change {
            name: name.to_owned(),
            value: value.to_owned(),
        };
        for typed in [
            "theme dark",
            "Theme = dark",
            "theme=\"Dark\"",
            "theme   dark ",
        ] {
            assert_eq!(set(typed), change("theme", "dark"), "{typed}");
        }
        assert_eq!(set("notify bell, osc9"), change("notify", "bell, osc9"));
        assert_eq!(set(""), Setting::List);
        assert_eq!(set("times"), Setting::Show("times".to_owned()));
        assert_eq!(
            highlight("-prova"),
            Setting::Unhighlight("prova".to_owned())
        );
        assert_eq!(highlight("prova"), Setting::Highlight("prova".to_owned()));
        assert_eq!(highlight("-"), Setting::Highlight("-".to_owned()));
        assert_eq!(highlight(""), Setting::Highlights);
    }
}
