//! A word that is looked for in the inputs of one conversation, the newest first.
//! What the keys do there is decided elsewhere.

use std::collections::VecDeque;
use std::ops::Range;

/// One looking for it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Recall {
    /// The word; nothing fits every input.
    pub query: String,
    /// Which of the inputs has it.
    pub found: Option<usize>,
}

impl Recall {
    /// Nothing is typed yet: the newest input is offered.
    pub fn new(sent: &VecDeque<String>) -> Self {
        let mut recall = Self::default();
        recall.anew(sent);
        recall
    }

    /// From the newest input on.
    pub fn anew(&mut self, sent: &VecDeque<String>) {
        let mut all = sent.iter().enumerate().rev();
        let found = all.find(|(_, text)| self.part(text).is_some());
        self.found = found.map(|(at, _)| at);
    }

    /// To the next one that is another text. Whether there was one.
    pub fn step(&mut self, sent: &VecDeque<String>, older: bool) -> bool {
        let Some(from) = self.found else {
            return false;
        };
        let other = |at: &usize| {
            let text = sent.get(*at);
            text != sent.get(from) && text.is_some_and(|text| self.part(text).is_some())
        };
        let next = if older {
            (0..from).rev().find(other)
        } else {
            (from + 1..sent.len()).find(other)
        };
        self.found = next.or(self.found);
        next.is_some()
    }

    /// Where a text has it, capital letters being like small ones.
    pub fn part(&self, text: &str) -> Option<Range<usize>> {
        let mut places = text.char_indices().map(|(at, _)| at);
        places.find_map(|at| Some(at..at + self.length_at_start(text.get(at..)?)?))
    }

    /// The bytes of it, where the text begins with it.
    fn length_at_start(&self, text: &str) -> Option<usize> {
        let mut wanted = self.query.chars().flat_map(char::to_lowercase).peekable();
        for (at, c) in text.char_indices() {
            if wanted.peek().is_none() {
                return Some(at);
            }
            // A letter that is two small ones may end the word with the first.
            let mut small = c.to_lowercase();
            if !small.all(|c| wanted.next_if_eq(&c).is_some() || wanted.peek().is_none()) {
                return None;
            }
        }
        wanted.peek().is_none().then_some(text.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent() -> VecDeque<String> {
        let all = ["/join lab", "does accept() block?", "Join us", "ok", "ok"];
        all.map(str::to_owned).into()
    }

    fn looking_for(query: &str) -> Recall {
        let mut recall = Recall {
            query: query.to_owned(),
            found: None,
        };
        recall.anew(&sent());
        recall
    }

    #[test]
    fn the_newest_that_fits_is_found_first_and_capitals_are_like_small_letters() {
        assert_eq!(
            Recall::new(&sent()).found,
            Some(4),
            "before anything is typed"
        );
        assert_eq!(looking_for("jOIN").found, Some(2));
        assert_eq!(looking_for("accept").found, Some(1));
        assert_eq!(looking_for("join them").found, None);
        assert_eq!(Recall::new(&VecDeque::new()).found, None);
    }

    #[test]
    fn a_step_goes_to_another_text_and_stays_where_there_is_none() {
        let mut recall = looking_for("o");
        let mut steps = |older| (recall.step(&sent(), older), recall.found);
        assert_eq!(steps(true), (true, Some(2)), "not to the same words");
        assert_eq!(steps(true), (true, Some(1)));
        assert_eq!(steps(true), (true, Some(0)));
        assert_eq!(steps(true), (false, Some(0)));
        assert_eq!(steps(false), (true, Some(1)));
        assert!(!looking_for("nowhere").step(&sent(), true));
    }

    #[test]
    fn the_part_that_fits_is_whole_letters() {
        let part = |query: &str, text: &str| {
            let recall = Recall {
                query: query.to_owned(),
                found: None,
            };
            let part = recall.part(text)?;
            Some(text.get(part).unwrap().to_owned())
        };
        assert_eq!(part("ÉCOLE", "l'école").as_deref(), Some("école"));
        assert_eq!(part("aab", "aaab").as_deref(), Some("aab"));
        // A capital that is two small characters.
        assert_eq!(part("i", "İstanbul").as_deref(), Some("İ"));
        assert_eq!(part("x", "").as_deref(), None);
    }
}
