//! Keeps secrets out of a recording: passwords, proofs, the teacher's words, the
//! numbers that a link is known by. Each byte of one becomes `*`, so that every length
//! stays what it was.
//!
//! A secret may be cut anywhere by reads and writes. So this goes through the bytes one
//! by one and remembers where in a line it is; what stands before a secret tells that
//! it follows, so nothing has to be waited for. Where the beginning of a line was never
//! seen, all of it is masked.

mod json;
mod word;

use json::Json;
use word::Word;

/// Goes through the bytes of one direction of a conversation.
#[derive(Clone, Debug)]
pub struct Masker {
    level: Level,
    /// Whether a line ends at its line end: a datagram does not.
    lines: bool,
    state: State,
}

/// What is masked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// Secrets.
    Secrets,
    /// These, and what people say to each other.
    Texts,
}

/// Where in a line.
#[derive(Clone, Debug)]
enum State {
    /// Nobody knows: its beginning was not seen.
    Unknown,
    /// Before its first letter.
    Start,
    /// In one of a plain peer.
    Plain(Typed),
    /// In one that is a JSON object.
    Json(Json),
    /// Where all that follows is secret.
    Secret,
}

/// Where in what a plain peer types.
#[derive(Clone, Copy, Debug, Default)]
enum Typed {
    /// In a text.
    #[default]
    Text,
    /// After these letters of a command.
    Command(Word),
    /// Before the room of a `/join`.
    Joins,
    /// In its name: what follows is a password.
    Room,
}

impl Masker {
    /// For a stream, from its first byte.
    pub fn of_stream(level: Level) -> Self {
        Self {
            level,
            lines: true,
            state: State::Start,
        }
    }

    /// For one datagram.
    pub fn of_datagram(level: Level) -> Self {
        Self {
            level,
            lines: false,
            state: State::Start,
        }
    }

    /// Some bytes went by unseen.
    pub fn lose_place(&mut self) {
        self.state = State::Unknown;
    }

    /// The next bytes, masked.
    pub fn mask(&mut self, bytes: &[u8]) -> Vec<u8> {
        let masked = |byte: &u8| if self.hides(*byte) { b'*' } else { *byte };
        bytes.iter().map(masked).collect()
    }

    fn hides(&mut self, byte: u8) -> bool {
        if self.lines && byte == b'\n' {
            self.state = State::Start;
            return false;
        }
        if matches!(self.state, State::Start) {
            self.state = match byte {
                // A byte order mark counts as a blank.
                b' ' | b'\t' | b'\r' | b'\n' | 0xef | 0xbb | 0xbf => return false,
                b'{' => State::Json(Json::default()),
                _ => State::Plain(Typed::default()),
            };
        }
        let secrets = self.level == Level::Secrets;
        match &mut self.state {
            State::Start => false,
            State::Unknown | State::Secret => true,
            State::Plain(typed) => {
                if follows_secret(typed, byte) {
                    self.state = State::Secret;
                }
                !secrets
            }
            State::Json(json) => match json.step(byte, self.level == Level::Texts) {
                json::Step::Shown => false,
                json::Step::Hidden => true,
                json::Step::HiddenToTheEnd => {
                    self.state = State::Secret;
                    true
                }
            },
        }
    }
}

/// `/password WORDS`, `/claim WORDS` and `/join ROOM PASSWORD`, wherever in a line: one that
/// a plain peer did not end may stand before it.
fn follows_secret(typed: &mut Typed, byte: u8) -> bool {
    let is_blank = byte.is_ascii_whitespace();
    *typed = match (*typed, byte) {
        (_, b'/') => Typed::Command(Word::default()),
        (Typed::Command(mut word), letter) if letter.is_ascii_alphabetic() => {
            word.push(letter);
            Typed::Command(word)
        }
        (Typed::Command(word), _) if is_blank && word.is_secret_command() => return true,
        (Typed::Command(word), _) if is_blank && word.is_join() => Typed::Joins,
        (Typed::Joins, _) if is_blank => Typed::Joins,
        (Typed::Room, _) if is_blank => return true,
        (Typed::Joins | Typed::Room, _) => Typed::Room,
        (Typed::Command(_) | Typed::Text, _) => Typed::Text,
    };
    false
}

#[cfg(test)]
mod tests;
