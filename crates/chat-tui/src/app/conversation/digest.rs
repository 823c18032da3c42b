//! Comings and goings in a few words: `+zed -bob`.

use std::fmt::Write;

use crate::speech::Speech;

/// Somebody came or left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// Came.
    Came(String),
    /// Left.
    Left(String),
}

/// Those who came and left one after another, with nothing said between.
#[derive(Clone, Debug)]
pub struct Digest {
    /// What stands before them: the room, where it is another one.
    place: String,
    /// In order, each at most once: at most [`TOLD`].
    changes: Vec<Change>,
    /// How many more there were.
    untold: usize,
}

impl Digest {
    /// Of these.
    pub fn new(place: &str, changes: &[Change]) -> Self {
        let mut digest = Self {
            place: place.to_owned(),
            changes: Vec::new(),
            untold: 0,
        };
        digest.add(place, changes);
        digest
    }

    /// And these too; not where they are of another place.
    pub fn add(&mut self, place: &str, changes: &[Change]) -> bool {
        if place != self.place {
            return false;
        }
        for change in changes {
            // Who flaps is told once for each direction, the last one last.
            self.changes.retain(|known| known != change);
            if self.changes.len() < TOLD {
                self.changes.push(change.clone());
            } else {
                self.untold += 1;
            }
        }
        true
    }

    /// Who came and left, in order.
    pub fn changes(&self) -> &[Change] {
        &self.changes
    }

    /// The line.
    pub fn words(&self, speech: &Speech) -> String {
        let mut words = self.place.clone();
        for (at, change) in self.changes.iter().enumerate() {
            let gap = if at > 0 { " " } else { "" };
            let (sign, name) = match change {
                Change::Came(name) => ('+', name),
                Change::Left(name) => ('-', name),
            };
            let _ = write!(words, "{gap}{sign}{name}");
        }
        if self.untold > 0 {
            let _ = write!(words, " {}", speech.screen.more(self.untold));
        }
        words
    }
}

/// Names in one line: more than that nobody reads.
const TOLD: usize = 40;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::speech;
    use crate::speech::Language;

    fn english() -> &'static Speech {
        speech::of(Language::English)
    }

    fn came(name: &str) -> Change {
        Change::Came(name.to_owned())
    }

    fn left(name: &str) -> Change {
        Change::Left(name.to_owned())
    }

    #[test]
    fn who_comes_and_goes_again_and_again_is_told_once_each_way() {
        let mut digest = Digest::new("", &[came("zed"), left("bob")]);
        assert_eq!(digest.words(english()), "+zed -bob");
        for _ in 0..9 {
            assert!(digest.add("", &[left("zed"), came("zed")]));
        }
        assert_eq!(digest.words(english()), "-bob -zed +zed");
    }

    #[test]
    fn a_crowd_is_counted_and_another_room_is_another_line() {
        let crowd: Vec<_> = (0..TOLD + 7).map(|n| came(&n.to_string())).collect();
        let mut digest = Digest::new("#lab ", &crowd);
        assert!(digest.words(english()).starts_with("#lab +0 +1 "));
        assert!(digest.words(english()).ends_with("+39 and 7 more"));
        assert!(!digest.add("", &[came("zed")]));
    }
}
