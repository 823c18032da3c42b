//! What a filter is made of.

/// One word of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Term {
    /// Whether it must not fit.
    pub not: bool,
    /// What one of which has to fit.
    pub any: Vec<Test>,
}

/// One thing to look at.
#[derive(Clone, Debug, PartialEq)]
pub enum Test {
    /// A field has this value.
    Field(Field, String),
    /// A kind of row.
    Is(Kind),
    /// At least so many microseconds after the row before.
    After(i64),
    /// At a time between these, in microseconds.
    Between(i64, i64),
    /// What is said contains this.
    Text(String),
}

/// What has a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// The number in the room.
    Seq,
    /// The number on the link.
    N,
    /// The sender's mark.
    Id,
    /// The fingerprint.
    X,
    /// The type of the frame.
    Type,
    /// Who sends.
    From,
    /// Who is sent to.
    To,
    /// Either of them.
    Peer,
    /// The transport.
    Flow,
    /// The room.
    Room,
}

/// What a row can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Known to be lost.
    Lost,
    /// A second transmission or a later one.
    Again,
    /// A duplicate.
    Duplicate,
    /// It waits, or is kept for an earlier one.
    Held,
    /// Refused.
    Refused,
    /// Of unknown fate.
    Unknown,
    /// Overtaken.
    Overtaken,
    /// Signs of life and their answers.
    Background,
    /// Reads of streams.
    Reads,
    /// Writes to streams.
    Writes,
}
