//! What is written in an entry of a history, taken apart.

/// What is written in an entry: all of it in one string, because there are thousands.
pub struct Parts<'a> {
    /// Who speaks; empty for what happened.
    pub name: &'a str,
    /// A line with the number of the message that it refers to, and what is quoted of it.
    pub cited: &'a str,
    /// What others think of it.
    pub signs: &'a str,
    /// How it was said better.
    pub better: Option<&'a str>,
    /// How it was said first.
    pub first: &'a str,
}
