//! The beginning of a name, without its case.

/// Of a command, or of a field.
#[derive(Clone, Copy, Debug, Default)]
pub struct Word {
    letters: [u8; LONGEST],
    length: usize,
}

impl Word {
    /// One more letter.
    pub fn push(&mut self, letter: u8) {
        if let Some(slot) = self.letters.get_mut(self.length) {
            *slot = letter.to_ascii_lowercase();
        }
        self.length = self.length.saturating_add(1);
    }

    /// Whether what follows such a command is a secret.
    pub fn is_secret_command(&self) -> bool {
        [&b"password"[..], b"claim"].contains(&self.letters())
    }

    /// Whether a room follows such a command, and then perhaps a secret.
    pub fn is_join(&self) -> bool {
        self.letters() == b"join"
    }

    /// The same of a text that begins with one.
    pub fn begins_secret_text(&self) -> bool {
        [&b"/password"[..], b"/claim"].contains(&self.letters())
    }

    /// Whether a field of this name is a secret.
    pub fn is_secret_field(&self) -> bool {
        let secret: [&[u8]; 5] = [b"password", b"proof", b"words", b"cookie", b"link"];
        secret.contains(&self.letters())
    }

    /// Whether a field of this name is what people say.
    pub fn is_text_field(&self) -> bool {
        let texts: [&[u8]; 3] = [b"text", b"options", b"announcement"];
        texts.contains(&self.letters())
    }

    /// What it is, or nothing where it is longer than any that matters.
    fn letters(&self) -> &[u8] {
        self.letters.get(..self.length).unwrap_or_default()
    }
}

/// Longer than any of the names above.
const LONGEST: usize = 16;
