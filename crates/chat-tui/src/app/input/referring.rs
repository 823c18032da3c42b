//! Commands about a message that is there: to answer it, to give it a sign, to say it better.

use chat_proto::frame::peer::Whom;

use crate::app::input::signs;
use crate::speech::topic::referring::Referring as Words;

/// What is said about which message: the newest of this person, or else of anybody else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Referring {
    /// An answer.
    Reply(Option<Whom>, String),
    /// A sign.
    React(Option<Whom>, String),
    /// One's own last message, better.
    Correct(String),
}

impl Referring {
    /// The text that it says, however long.
    pub fn text(&self) -> &str {
        match self {
            Self::Reply(_, text) | Self::React(_, text) | Self::Correct(text) => text,
        }
    }
}

/// What is meant, or how it is typed.
pub fn parse(word: &str, rest: &str, words: &Words) -> Result<Referring, &'static str> {
    let (whom, text) = addressed(rest.trim());
    match (word, text) {
        ("reply", "") => Err(words.reply_usage()),
        ("reply", text) => Ok(Referring::Reply(whom, text.to_owned())),
        ("react", text) => {
            let sign = if text.is_empty() { FIRST } else { text };
            Ok(Referring::React(whom, signs::written(sign).to_owned()))
        }
        (_, "") => Err(words.correct_usage()),
        _ => Ok(Referring::Correct(rest.trim().to_owned())),
    }
}

/// `@bob` before what is said.
fn addressed(rest: &str) -> (Option<Whom>, &str) {
    let Some(after) = rest.strip_prefix('@') else {
        return (None, rest);
    };
    let (name, text) = after.split_once(char::is_whitespace).unwrap_or((after, ""));
    if name.is_empty() {
        return (None, rest);
    }
    (Some(Whom::new(name)), text.trim_start())
}

/// The sign of whoever names none.
const FIRST: &str = "+1";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::speech;
    use crate::speech::Language;

    #[test]
    fn somebody_may_be_named_before_what_is_said() {
        let words = &speech::of(Language::English).referring;
        let parse = |word: &str, rest: &str| parse(word, rest, words);
        let bob = || Some(Whom::new("bob"));
        let yes = || "yes, it does".to_owned();
        for (word, rest, expected) in [
            ("reply", "yes, it does", Ok(Referring::Reply(None, yes()))),
            (
                "reply",
                "@bob yes, it does",
                Ok(Referring::Reply(bob(), yes())),
            ),
            (
                "reply",
                "@ yes",
                Ok(Referring::Reply(None, "@ yes".to_owned())),
            ),
            ("reply", "@bob", Err("/reply [@NAME] TEXT")),
            ("react", "", Ok(Referring::React(None, "👍".to_owned()))),
            (
                "react",
                "@bob -1",
                Ok(Referring::React(bob(), "👎".to_owned())),
            ),
            ("react", "ok", Ok(Referring::React(None, "ok".to_owned()))),
            (
                "correct",
                "@bob hi",
                Ok(Referring::Correct("@bob hi".to_owned())),
            ),
            ("correct", " ", Err("/correct TEXT")),
        ] {
            assert_eq!(parse(word, rest), expected, "{word} {rest}");
        }
    }
}
