//! The command about the six words of a key.

use chat_trust::words::SixWords;

use crate::speech::Speech;

/// What is done with the six words of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Words {
    /// Say what they are good for.
    Explain,
    /// Show them.
    Show,
    /// Make others.
    New,
    /// These are mine, from another machine.
    Mine(SixWords),
}

/// What is done with the words of a key.
pub fn six_words(what: &str, speech: &Speech) -> Result<Words, String> {
    match what.to_ascii_lowercase().as_str() {
        "" => Ok(Words::Explain),
        "show" => Ok(Words::Show),
        "new" => Ok(Words::New),
        typed => SixWords::parse(typed)
            .map(Words::Mine)
            .map_err(|fault| speech.words_fault(&fault)),
    }
}
