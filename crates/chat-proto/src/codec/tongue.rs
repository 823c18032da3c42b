//! The ways to speak to the server.

/// How a peer writes, by all that it has said so far, and how it is written to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tongue {
    /// One JSON object a line or datagram.
    Json,
    /// Lines for people: `nc`, `telnet`, a first lesson's client.
    Plain,
    /// The same in nothing but ASCII so far: who reads them may know no other letters.
    Ascii,
}

impl Tongue {
    /// What the first line that is not blank says about its speaker.
    pub fn of(line: &[u8]) -> Option<Self> {
        match line.trim_ascii_start().first() {
            None => None,
            Some(b'{') => Some(Self::Json),
            Some(_) => Some(Self::Ascii.after(line)),
        }
    }

    /// What one more line says: nobody unlearns a letter.
    #[must_use]
    pub fn after(self, line: &[u8]) -> Self {
        match self {
            Self::Ascii if !line.is_ascii() => Self::Plain,
            Self::Ascii | Self::Json | Self::Plain => self,
        }
    }

    /// Whether it is a person, or a first lesson's program, that speaks.
    pub fn is_plain(self) -> bool {
        match self {
            Self::Json => false,
            Self::Plain | Self::Ascii => true,
        }
    }
}
