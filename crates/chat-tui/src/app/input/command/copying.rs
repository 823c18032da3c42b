//! What is copied.

/// What is copied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Copy {
    /// The message that is so many from the last, which is the first.
    Message(usize),
    /// The last address.
    Url,
}

/// It, if it is written as it has to be.
pub fn copying(what: &str) -> Option<Copy> {
    Some(match what.to_ascii_lowercase().as_str() {
        "" => Copy::Message(1),
        "url" | "link" => Copy::Url,
        number => Copy::Message(number.parse().ok().filter(|from_last| *from_last > 0)?),
    })
}
