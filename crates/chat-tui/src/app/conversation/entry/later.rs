//! What comes to a message later: how it was said better, and what others think of it; and
//! the line in which an entry keeps that.

/// Both, as far as there is any.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Later {
    better: Option<String>,
    signs: String,
}

impl Later {
    /// How it was said last, and each sign with how many gave it.
    pub fn new(better: Option<&str>, signs: &[(&str, usize)]) -> Self {
        let one = |(sign, count): &(&str, usize)| match count {
            1 => (*sign).to_owned(),
            count => format!("{sign} {count}"),
        };
        let signs: Vec<_> = signs.iter().take(SIGNS).map(one).collect();
        Self {
            better: better.map(str::to_owned),
            signs: signs.join("  "),
        }
    }

    /// How it was said last; empty where it was said once.
    pub fn better(&self) -> &str {
        self.better.as_deref().unwrap_or_default()
    }

    /// The line that is kept: how many bytes of what stands behind it are the better words,
    /// and the signs. Empty where nothing came.
    pub fn line(&self) -> String {
        match (&self.better, self.signs.as_str()) {
            (None, "") => String::new(),
            (better, signs) => {
                let bytes = better.as_ref().map_or(0, String::len);
                format!("{bytes} {signs}\n")
            }
        }
    }
}

/// The signs that a line tells, and how many bytes behind it are better words.
pub fn read(line: &str) -> (&str, Option<usize>) {
    let parts = line.trim_end_matches('\n').split_once(' ');
    let (bytes, signs) = parts.unwrap_or_default();
    (signs, bytes.parse().ok().filter(|bytes| *bytes > 0))
}

/// What is shown behind a text that was said better, or of which others think something.
pub fn shown(edited: bool, signs: &str) -> String {
    let edited = if edited { EDITED } else { "" };
    let end = if signs.is_empty() { "" } else { "\n" };
    [edited, end, signs].concat()
}

/// Stands behind what was said better.
const EDITED: &str = " ✎";
/// Different signs of one message that are shown: of a crowd that draws its own, the first.
const SIGNS: usize = 12;
