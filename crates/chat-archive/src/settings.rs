//! What the operator decides about the archive, as values.

use std::path::PathBuf;
use std::time::Duration;

/// Where what was said is kept, how safely and for how long.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// The file. Its siblings (`-wal`, `-shm`, `.lock`, `.mark`, `.desk`) lie beside it.
    pub path: PathBuf,
    /// What a message that is kept survives.
    pub durable: Durable,
    /// How much is kept.
    pub keep: Keep,
    /// Whose it is.
    pub conversation: Conversation,
}

/// Whose conversation is kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Conversation {
    /// That of one server.
    #[default]
    Own,
    /// A copy of one that several servers share, by a number that no other has.
    Shared(i64),
    /// Whichever it is: nothing is said.
    Any,
}

/// What a message that is kept survives.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Durable {
    /// The end of the program, however it ends. A power cut may take the last moments;
    /// the numbering's id is another one then.
    #[default]
    Process,
    /// A power cut too: each turn waits for the disk.
    Full,
}

/// How much is kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Keep {
    /// Everything.
    #[default]
    Forever,
    /// What is not older.
    For(Duration),
    /// So many messages of each room, the newest.
    Messages(u64),
}

impl Keep {
    /// As the option writes it: `30d`, `12h`, `100000` or `forever`.
    pub fn parse(word: &str) -> Option<Self> {
        if word == "forever" {
            return Some(Self::Forever);
        }
        if let Ok(messages) = word.parse() {
            return (messages > 0).then_some(Self::Messages(messages));
        }
        let unit = match word.chars().last()? {
            'h' => HOUR,
            'd' => 24 * HOUR,
            'w' => 7 * 24 * HOUR,
            _ => return None,
        };
        let count: u64 = word.strip_suffix(['h', 'd', 'w'])?.parse().ok()?;
        let seconds = count.checked_mul(unit).filter(|s| *s > 0)?;
        Some(Self::For(Duration::from_secs(seconds.min(LONGEST))))
    }
}

const HOUR: u64 = 3600;

/// A hundred years: more than any clock of ours is asked to reach back.
const LONGEST: u64 = 100 * 366 * 24 * HOUR;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_much_is_kept_is_a_time_or_a_number() {
        let days = |n: u64| Some(Keep::For(Duration::from_secs(n * 24 * 3600)));
        assert_eq!(Keep::parse("30d"), days(30));
        assert_eq!(Keep::parse("2w"), days(14));
        assert_eq!(Keep::parse("24h"), days(1));
        assert_eq!(Keep::parse("100000"), Some(Keep::Messages(100_000)));
        assert_eq!(Keep::parse("forever"), Some(Keep::Forever));
        for wrong in ["", "0", "0d", "d", "30m", "-1", "1.5d", "30 d", "x", "30é"] {
            assert_eq!(Keep::parse(wrong), None, "{wrong}");
        }
    }
}
