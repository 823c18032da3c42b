//! Commands as other programs call them.

/// What fingers bring along from other programs, and what it is here.
pub const ALIASES: [(&str, &str); 8] = [
    ("j", "join"),
    ("query", "msg"),
    ("names", "who"),
    ("w", "who"),
    ("part", "leave"),
    ("exit", "quit"),
    ("bye", "quit"),
    ("hilight", "highlight"),
];

/// The command that a word stands for: itself, if it is no other name of one.
pub fn alias(word: &str) -> &str {
    let known = ALIASES.iter().find(|(other, _)| *other == word);
    known.map_or(word, |(_, meant)| meant)
}
