//! The commands about code that is shared with a room.

use crate::speech::topic::Pasting;

/// One of them, understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sharing {
    /// Share this file.
    Paste(String),
    /// Show what somebody has shared.
    Get(u64),
    /// Write it into a new file, perhaps of this name.
    Save(u64, Option<String>),
}

/// What was typed behind the word; or how it is to be typed.
pub fn parse(word: &str, rest: &str, words: &Pasting) -> Result<Sharing, &'static str> {
    let rest = rest.trim();
    let (first, file) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
    let file = Some(file.trim_start().to_owned()).filter(|file| !file.is_empty());
    let number = first.parse().ok().filter(|number| *number > 0);
    match (word, number) {
        ("paste", _) if !rest.is_empty() => Ok(Sharing::Paste(rest.to_owned())),
        ("paste", _) => Err(words.paste_usage()),
        ("get", Some(number)) if file.is_none() => Ok(Sharing::Get(number)),
        ("get", _) => Err(words.get_usage()),
        (_, Some(number)) => Ok(Sharing::Save(number, file)),
        (_, None) => Err(words.save_usage()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::speech;
    use crate::speech::Language;

    #[test]
    fn a_file_is_shared_and_fetched_by_its_number() {
        let words = &speech::of(Language::English).pasting;
        let meant = |word: &str, rest: &str| parse(word, rest, words).ok();
        let paste = Sharing::Paste("aula 3/cliente.py".to_owned());
        assert_eq!(meant("paste", " aula 3/cliente.py "), Some(paste));
        assert_eq!(meant("get", "57"), Some(Sharing::Get(57)));
        assert_eq!(meant("save", "57"), Some(Sharing::Save(57, None)));
        let save = Sharing::Save(57, Some("a b.py".to_owned()));
        assert_eq!(meant("save", "57  a b.py"), Some(save));
        for (word, rest) in [
            ("paste", ""),
            ("get", ""),
            ("get", "0"),
            ("get", "x"),
            ("get", "5 x"),
            ("save", ""),
            ("save", "a.py"),
        ] {
            assert_eq!(meant(word, rest), None, "{word} {rest}");
        }
    }
}
