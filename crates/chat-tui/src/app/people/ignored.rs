//! The people whose words are not shown. They are counted, so that whoever
//! ignores them knows that there was something.

use chat_proto::frame::peer::Whom;

/// Everybody who is ignored, for this run of the program: at most [`PEOPLE`].
#[derive(Debug, Default)]
pub struct Ignored {
    people: Vec<(Whom, usize)>,
}

impl Ignored {
    /// Ignores somebody from now on; not where there are too many.
    pub fn add(&mut self, whom: Whom) -> bool {
        if self.has(&whom.shown) {
            return true;
        }
        let room = self.people.len() < PEOPLE;
        if room {
            self.people.push((whom, 0));
        }
        room
    }

    /// Ignores somebody no longer. Whether that was so.
    pub fn remove(&mut self, whom: &Whom) -> bool {
        let before = self.people.len();
        self.people.retain(|(known, _)| known.key != whom.key);
        self.people.len() < before
    }

    /// Whether somebody is ignored.
    pub fn has(&self, name: &str) -> bool {
        // Most people ignore nobody.
        if self.people.is_empty() {
            return false;
        }
        let whom = Whom::new(name);
        self.people.iter().any(|(known, _)| known.key == whom.key)
    }

    /// Somebody said something: whether it is not to be shown. Then it is
    /// counted.
    pub fn hides(&mut self, name: &str) -> bool {
        if self.people.is_empty() {
            return false;
        }
        let whom = Whom::new(name);
        let found = self
            .people
            .iter_mut()
            .find(|(known, _)| known.key == whom.key);
        let Some((_, hidden)) = found else {
            return false;
        };
        *hidden += 1;
        true
    }

    /// Somebody is called otherwise.
    pub fn renamed(&mut self, was: &str, now: &str) {
        let was = Whom::new(was);
        for (known, _) in &mut self.people {
            if known.key == was.key {
                *known = Whom::new(now);
            }
        }
    }

    /// Everybody's name.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.people.iter().map(|(whom, _)| whom.shown.as_str())
    }

    /// Everybody, and how much of theirs was not shown.
    pub fn words(&self) -> Option<String> {
        let told = self.people.iter();
        let told = told.map(|(whom, hidden)| format!("{} ({hidden})", whom.shown));
        let told: Vec<_> = told.collect();
        (!told.is_empty()).then(|| told.join(", "))
    }
}

/// Whoever ignores more of them is better off in another room.
pub const PEOPLE: usize = 100;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_is_ignored_is_counted_in_whatever_case_and_under_the_next_name() {
        let mut ignored = Ignored::default();
        assert!(!ignored.hides("bob"));
        assert!(ignored.add(Whom::new("Bob")) && ignored.add(Whom::new("bob")));
        assert!(ignored.hides("bob") && ignored.hides("BOB") && !ignored.hides("ana"));
        ignored.renamed("bob", "Robert");
        assert!(ignored.hides("robert") && !ignored.has("bob"));
        assert_eq!(ignored.words().unwrap(), "Robert (3)");
        assert!(ignored.remove(&Whom::new("robert")));
        assert!(!ignored.remove(&Whom::new("robert")));
        assert_eq!(ignored.words(), None);
    }

    #[test]
    fn nobody_can_be_made_to_ignore_the_whole_world() {
        let mut ignored = Ignored::default();
        let added = (0..1000).filter(|n| ignored.add(Whom::new(&n.to_string())));
        assert_eq!(added.count(), PEOPLE);
    }
}
