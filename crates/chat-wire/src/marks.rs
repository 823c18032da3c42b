//! What is known of the fate of one row: the four marks, and the plain ones.
//!
//! The rule that everything here serves: a loss is said only where it is known. A
//! datagram that nobody answered may have come, and only its answer been lost.

/// What a row bears.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mark {
    /// Nothing is to be said: it was sent and nobody has to answer it, or it came.
    #[default]
    Plain,
    /// `?`: nobody has answered it. It may have come.
    Presumed,
    /// `✓`: it came, since the other side said so, or its recording does.
    Came,
    /// `✗`: it is lost, and that is known.
    Lost,
    /// `≡`: it came, and had come before.
    Duplicate,
    /// `!`: it came, and nothing comes of it.
    Refused,
    /// `[ ]`: it waits for a person, or for its time.
    Waiting,
}

impl Mark {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Plain,
        Self::Presumed,
        Self::Came,
        Self::Lost,
        Self::Duplicate,
        Self::Refused,
        Self::Waiting,
    ];

    /// Its sign; in ASCII where the terminal has nothing else.
    pub fn sign(self, ascii: bool) -> &'static str {
        match (self, ascii) {
            (Self::Plain, _) => "",
            (Self::Presumed, _) => "?",
            (Self::Came, false) => "✓",
            (Self::Came, true) => "+",
            (Self::Lost, false) => "✗",
            (Self::Lost, true) => "x",
            (Self::Duplicate, false) => "≡",
            (Self::Duplicate, true) => "=",
            (Self::Refused, _) => "!",
            (Self::Waiting, false) => "…",
            (Self::Waiting, true) => "~",
        }
    }

    /// Whether somebody who looks for what went wrong looks for it.
    pub fn is_notable(self) -> bool {
        match self {
            Self::Lost | Self::Duplicate | Self::Refused | Self::Presumed => true,
            Self::Plain | Self::Came | Self::Waiting => false,
        }
    }
}
