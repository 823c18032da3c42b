//! The signs that one can give a message. Plain values.

/// The signs that are offered, each with what it is written as where there are only letters.
/// They are two columns wide everywhere: none is of those that terminals disagree about.
pub const SIGNS: [(&str, &str); 6] = [
    ("👍", "+1"),
    ("👎", "-1"),
    ("😂", ":D"),
    ("🎉", "\\o/"),
    ("🤔", "?"),
    ("👀", "oo"),
];

/// The sign of this key: a digit, or once more the key that offers them.
pub fn sign(letter: char) -> Option<&'static str> {
    let at = match letter {
        '+' => 0,
        letter => usize::try_from(letter.to_digit(10)?).ok()?.checked_sub(1)?,
    };
    SIGNS.get(at).map(|(sign, _)| *sign)
}

/// The sign that somebody writes: itself, or as it is written in letters.
pub fn written(word: &str) -> &str {
    let known = SIGNS.iter().find(|(_, letters)| *letters == word);
    known.map_or(word, |(sign, _)| sign)
}
