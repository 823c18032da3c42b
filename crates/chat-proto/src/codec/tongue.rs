//! The two ways to speak to the server.

/// How a peer writes, and how it is written to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tongue {
    /// One JSON object a line or datagram.
    Json,
    /// Lines for people: `nc`, `telnet`, a first lesson's client.
    Plain,
}

impl Tongue {
    /// What the first line that is not blank says about its speaker.
    pub fn of(line: &[u8]) -> Option<Self> {
        match line.trim_ascii_start().first() {
            None => None,
            Some(b'{') => Some(Self::Json),
            Some(_) => Some(Self::Plain),
        }
    }
}
