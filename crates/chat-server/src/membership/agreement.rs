//! Whether this server is what the others are: each looks at what the log has made of it at
//! the same places, and tells the others.
//!
//! Pure, and the same answer everywhere once all have told: of servers that differ the most
//! that are alike are right; of as many, those with whom the oldest life is. Whoever is not
//! with them has met a mistake of this program or of its machine, and must not go on.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use chat_cluster::Sum;

/// What the log has made of each server, at the last places.
#[derive(Debug, Default)]
pub struct Agreement {
    /// The last place that this one has passed.
    passed: u64,
    /// Its own sums.
    own: Sums,
    /// Those of the others, by name. As many as there are servers.
    others: BTreeMap<String, Other>,
    /// The last place where it is known who is right.
    judged: u64,
}

/// By place: at most [`PLACES`].
type Sums = BTreeMap<u64, String>;

#[derive(Debug, Default)]
struct Other {
    life: u64,
    sums: Sums,
}

/// Servers are not what others are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// This one is not what these are.
    Odd(u64, Vec<String>),
    /// These are not what this one is.
    Others(u64, Vec<String>),
}

impl Agreement {
    /// Of a server that goes on from there.
    pub fn going_on(position: u64) -> Self {
        Self {
            passed: position - position % EACH,
            ..Self::default()
        }
    }

    /// The next entry stands there: whether what was done before it is to be summed up, and
    /// for which place.
    pub fn passes(&mut self, position: u64) -> Option<u64> {
        let place = position - position % EACH;
        let is_next = place > self.passed;
        self.passed = self.passed.max(place);
        is_next.then_some(place)
    }

    /// What the log has made of this server.
    pub fn own(&mut self, sum: Sum) {
        remember(&mut self.own, sum);
    }

    /// What it has made of another one, as that says.
    pub fn other(&mut self, server: &str, life: u64, sum: Sum) {
        if !self.others.contains_key(server) {
            self.others.insert(server.to_owned(), Other::default());
        }
        if let Some(other) = self.others.get_mut(server) {
            // It has read all of the log anew since.
            if std::mem::replace(&mut other.life, life) != life {
                other.sums.clear();
            }
            remember(&mut other.sums, sum);
        }
    }

    /// Who is right, at the last place of which all that live have told; `living` are the
    /// lives of the others. Each place is judged once.
    pub fn judge(&mut self, own: u64, living: &BTreeMap<&str, u64>) -> Option<Verdict> {
        self.others
            .retain(|server, other| living.get(server.as_str()) == Some(&other.life));
        let places = self.own.range(self.judged + 1..).rev();
        let mut full = places.filter(|(place, _)| self.has_all(**place, living.len()));
        let (place, digest) = full.next()?;
        self.judged = *place;
        let mut groups: BTreeMap<&str, Group> = BTreeMap::new();
        groups.entry(digest).or_default().lives.push(own);
        for (server, other) in &self.others {
            if let Some(told) = other.sums.get(place) {
                let group = groups.entry(told).or_default();
                group.lives.push(other.life);
                group.servers.push(server.clone());
            }
        }
        let right = groups.iter().max_by_key(|(_, group)| group.weight())?.0;
        if *right != digest {
            let right = groups.remove(*right)?;
            return Some(Verdict::Odd(*place, right.servers));
        }
        groups.remove(digest.as_str());
        let wrong = groups.into_values().flat_map(|group| group.servers);
        let wrong: Vec<_> = wrong.collect();
        (!wrong.is_empty()).then_some(Verdict::Others(*place, wrong))
    }

    /// Whether all others have told of this place.
    fn has_all(&self, place: u64, living: usize) -> bool {
        let mut others = self.others.values();
        self.others.len() == living && others.all(|other| other.sums.contains_key(&place))
    }
}

fn remember(sums: &mut Sums, sum: Sum) {
    sums.insert(sum.place, sum.digest);
    while sums.len() > PLACES {
        sums.pop_first();
    }
}

/// Servers that are alike.
#[derive(Debug, Default)]
struct Group {
    lives: Vec<u64>,
    /// This one is not named.
    servers: Vec<String>,
}

impl Group {
    /// More servers weigh more; of as many, those with the oldest life.
    fn weight(&self) -> (usize, Reverse<Option<u64>>) {
        let oldest = self.lives.iter().min().copied();
        (self.lives.len(), Reverse(oldest))
    }
}

/// Entries between two places: a second of a saturated log, an hour of a class. For four
/// thousand people a sum takes a millisecond.
const EACH: u64 = 1024;

/// Places of each server that are remembered: whoever is further behind is not compared.
const PLACES: usize = 64;

#[cfg(test)]
mod tests;
