//! A JSON object, byte by byte, also one that is none: what stands in front of a value
//! says whether it is a secret.

use crate::mask::word::Word;

/// Where in an object.
#[derive(Clone, Debug, Default)]
pub struct Json {
    place: Place,
    /// The last string or bare word: the name, where a colon follows.
    last: Word,
    /// Whether the last byte was of a bare word.
    bare: bool,
}

#[derive(Clone, Copy, Debug, Default)]
enum Place {
    /// Between strings.
    #[default]
    Between,
    /// After the name of a secret: its value follows.
    BeforeSecret,
    /// In a string that is none.
    InString(Escape),
    /// In one that is; whether a backslash was the last byte.
    InSecret(bool),
}

/// How far an escaped character of a string has come.
#[derive(Clone, Copy, Debug)]
enum Escape {
    No,
    Begun,
    /// So many hex digits are missing, and the value of those that came.
    Hex(u8, u32),
}

/// What is done with a byte.
pub enum Step {
    /// It stands in the recording.
    Shown,
    /// It does not.
    Hidden,
    /// Nor does whatever follows.
    HiddenToTheEnd,
}

impl Json {
    /// The next byte. `texts`: what people say is secret too.
    pub fn step(&mut self, byte: u8, texts: bool) -> Step {
        match self.place {
            Place::Between => self.between(byte, texts),
            Place::BeforeSecret => match byte {
                b'"' => {
                    self.place = Place::InSecret(false);
                    Step::Shown
                }
                byte if byte.is_ascii_whitespace() => Step::Shown,
                // No string: what it is, and where it ends, is not looked for.
                _ => Step::HiddenToTheEnd,
            },
            Place::InString(escape) => self.in_string(byte, escape),
            Place::InSecret(escaped) => match byte {
                b'"' if !escaped => {
                    self.place = Place::Between;
                    self.last = Word::default();
                    Step::Shown
                }
                _ => {
                    self.place = Place::InSecret(byte == b'\\' && !escaped);
                    Step::Hidden
                }
            },
        }
    }

    fn between(&mut self, byte: u8, texts: bool) -> Step {
        let bare = byte.is_ascii_alphanumeric() || byte == b'_';
        if bare {
            if !self.bare {
                self.last = Word::default();
            }
            self.last.push(byte);
        }
        self.bare = bare;
        let secret = self.last.is_secret_field() || texts && self.last.is_text_field();
        match byte {
            // Two strings without a colon between them: the second may be the value.
            b'"' if self.last.is_secret_field() => self.place = Place::InSecret(false),
            b'"' => {
                self.last = Word::default();
                self.place = Place::InString(Escape::No);
            }
            b':' | b'=' if secret => self.place = Place::BeforeSecret,
            b',' | b'[' | b'{' | b']' | b'}' | b':' => self.last = Word::default(),
            _ => {}
        }
        Step::Shown
    }

    fn in_string(&mut self, byte: u8, escape: Escape) -> Step {
        let next = match (escape, byte) {
            (Escape::No, b'"') => {
                self.place = Place::Between;
                return Step::Shown;
            }
            (Escape::No, b'\\') => Escape::Begun,
            (Escape::No, b' ') if self.last.begins_secret_text() => {
                self.place = Place::InSecret(false);
                return Step::Shown;
            }
            (Escape::Begun, b'u') => Escape::Hex(4, 0),
            (Escape::Hex(missing, value), _) => {
                let digit = char::from(byte).to_digit(16).unwrap_or(0);
                self.on_digit(missing, value * 16 + digit)
            }
            (Escape::No | Escape::Begun, _) => {
                self.last.push(byte);
                Escape::No
            }
        };
        self.place = Place::InString(next);
        Step::Shown
    }

    fn on_digit(&mut self, missing: u8, value: u32) -> Escape {
        if missing > 1 {
            return Escape::Hex(missing - 1, value);
        }
        // What is no ASCII is in no name that matters.
        self.last.push(u8::try_from(value).unwrap_or(u8::MAX));
        Escape::No
    }
}
