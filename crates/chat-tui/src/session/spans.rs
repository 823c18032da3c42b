//! Which messages of a room are here: stretches of numbers, without what divides them.

/// Stretches, ascending, none of which touches the next; at most `SPANS`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Spans {
    list: Vec<(u64, u64)>,
}

impl Spans {
    /// These are here, both ends included.
    pub fn add(&mut self, from: u64, to: u64) {
        if from > to {
            return;
        }
        // What it touches becomes one with it.
        let first = self
            .list
            .partition_point(|(_, end)| end.saturating_add(1) < from);
        let behind = self
            .list
            .partition_point(|(begin, _)| *begin <= to.saturating_add(1));
        let mut new = (from, to);
        if let Some(touched) = self.list.get(first..behind)
            && let (Some((begin, _)), Some((_, end))) = (touched.first(), touched.last())
        {
            new = (from.min(*begin), to.max(*end));
        }
        self.list.splice(first..behind.max(first), [new]);
        if self.list.len() > SPANS {
            self.list.remove(0);
        }
    }

    /// These are here no longer, both ends included.
    pub fn remove(&mut self, from: u64, to: u64) {
        let left = self.list.iter().flat_map(|(begin, end)| {
            let before = (*begin, (*end).min(from.saturating_sub(1)));
            let after = ((*begin).max(to.saturating_add(1)), *end);
            if from > to || *end < from || to < *begin {
                return vec![(*begin, *end)];
            }
            let both = [(before, from > 0), (after, to < u64::MAX)];
            let left = both.into_iter().filter(|((b, e), there)| *there && b <= e);
            left.map(|(span, _)| span).collect()
        });
        self.list = left.collect();
    }

    /// Whether this one is here.
    pub fn has(&self, seq: u64) -> bool {
        let at = self.list.partition_point(|(_, end)| *end < seq);
        self.list.get(at).is_some_and(|(begin, _)| *begin <= seq)
    }

    /// The oldest that is here.
    pub fn first(&self) -> Option<u64> {
        self.list.first().map(|(begin, _)| *begin)
    }

    /// The newest that is here.
    pub fn last(&self) -> Option<u64> {
        self.list.last().map(|(_, end)| *end)
    }

    /// What is missing between those that are here, both ends included.
    pub fn gaps(&self) -> impl Iterator<Item = (u64, u64)> {
        let pairs = self.list.iter().zip(self.list.iter().skip(1));
        pairs.map(|((_, end), (begin, _))| (end + 1, begin - 1))
    }

    /// The neighbours of a number that is not here: the next below it that is (or 0),
    /// and the next above it.
    pub fn around(&self, seq: u64) -> (u64, Option<u64>) {
        let at = self.list.partition_point(|(_, end)| *end < seq);
        let below = at.checked_sub(1).and_then(|at| self.list.get(at));
        let above = self.list.get(at);
        (
            below.map_or(0, |(_, end)| *end),
            above.map(|(begin, _)| *begin),
        )
    }

    /// The newest that is not here, of those between two numbers that do not count.
    pub fn newest_missing(&self, above: u64, below: u64) -> Option<u64> {
        let seq = below.checked_sub(1).filter(|seq| *seq > above)?;
        if !self.has(seq) {
            return Some(seq);
        }
        let at = self.list.partition_point(|(_, end)| *end < seq);
        let (begin, _) = self.list.get(at)?;
        begin.checked_sub(1).filter(|seq| *seq > above)
    }
}

/// More islands than anybody makes; of more, the oldest is forgotten.
const SPANS: usize = 256;

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    fn spans(all: &[(u64, u64)]) -> Spans {
        let mut spans = Spans::default();
        for (from, to) in all {
            spans.add(*from, *to);
        }
        spans
    }

    #[test]
    fn what_touches_becomes_one_and_what_lies_between_is_missing() {
        let here = spans(&[(5, 9), (20, 30), (10, 12), (40, 40)]);
        assert_eq!(here.gaps().collect::<Vec<_>>(), [(13, 19), (31, 39)]);
        assert_eq!(here.around(15), (12, Some(20)));
        assert_eq!(here.around(3), (0, Some(5)));
        assert_eq!(here.around(99), (40, None));
        assert_eq!(here.newest_missing(9, 41), Some(39));
        assert_eq!(here.newest_missing(9, 31), Some(19));
        assert_eq!(here.newest_missing(4, 13), None);
        assert_eq!((here.first(), here.last()), (Some(5), Some(40)));
    }

    #[test]
    fn islands_without_end_fill_no_memory() {
        let all: Vec<_> = (0..1000).map(|n| (n * 3 + 1, n * 3 + 1)).collect();
        assert_eq!(spans(&all).list.len(), SPANS);
    }

    proptest! {
        #[test]
        fn stretches_are_what_a_set_of_numbers_is(
            steps in prop::collection::vec((any::<bool>(), 0u64..40, 0u64..12), 0..40),
        ) {
            let (mut here, mut all) = (Spans::default(), BTreeSet::new());
            for (adds, from, more) in steps {
                if adds {
                    here.add(from, from + more);
                    all.extend(from..=from + more);
                } else {
                    here.remove(from, from + more);
                    all.retain(|seq| !(from..=from + more).contains(seq));
                }
                for seq in 0..60 {
                    prop_assert_eq!(here.has(seq), all.contains(&seq), "{} {:?}", seq, here);
                    let missing = (11..seq).rev().find(|seq| !all.contains(seq));
                    prop_assert_eq!(here.newest_missing(10, seq), missing);
                }
                let touching = here.list.windows(2).any(|two| two[0].1 + 1 >= two[1].0);
                prop_assert!(!touching, "{:?}", here);
            }
        }
    }
}
