//! Whose each name is: the first key that takes it.
//!
//! A name that could be taken for an owned one is owned too. Every change comes out as
//! the records that keep it; where they are kept is somebody else's business. Over a
//! bound a name serves as before, and belongs to nobody.

mod record;

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use chat_proto::hex::PublicKey;
use chat_proto::name::Name;
use chat_proto::name::NameKey;
use chat_proto::stamp::Stamp;

use crate::roles::RoleRecord;
use crate::roles::Roles;

pub use self::record::Claim;
pub use self::record::Record;

/// Every claim.
#[derive(Clone, Debug, Default)]
pub struct Claims {
    /// By the plain key of the name.
    names: BTreeMap<Box<str>, Kept>,
    /// Which names look like this: each look, and the plain key.
    looks: BTreeSet<(Box<str>, Box<str>)>,
    /// Which names a key has.
    of_key: BTreeMap<PublicKey, BTreeSet<Box<str>>>,
    /// Which names are free when, if nobody comes back.
    ends: BTreeSet<(Stamp, Box<str>)>,
}

/// A claim, and what the file says of it.
#[derive(Clone, Debug)]
struct Kept {
    claim: Claim,
    /// When its owner was here last, as far as is kept.
    written: Stamp,
    /// Whether that says that its owner is here: then it holds however long that lasts.
    written_here: bool,
}

/// What a key asks for, and has proved that it is the one who asks.
#[derive(Clone, Debug)]
pub struct ClaimRequest {
    /// The name.
    pub name: Name,
    /// Whose it is to be.
    pub key: PublicKey,
    /// Whether for longer than the visit.
    pub keep: bool,
}

/// What became of a wish that nobody else's claim stands against.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Taken {
    /// Whether the name is the key's now: else a bound was met.
    pub is_owned: bool,
    /// What is to be kept.
    pub records: Vec<Record>,
}

/// What a file held.
#[derive(Clone, Debug, Default)]
pub struct Loaded {
    /// The claims.
    pub claims: Claims,
    /// What teachers have decided.
    pub roles: Roles,
    /// Lines that could not be read, blank ones not counted.
    pub skipped: usize,
}

impl Claims {
    /// From the lines of a file, whatever they are.
    pub fn load(bytes: &[u8], now: Stamp) -> Loaded {
        let mut loaded = Loaded::default();
        for line in bytes.split(|byte| *byte == b'\n') {
            match Record::parse(line) {
                Some(Record::Claimed(claim)) => loaded.claims.restore(claim, now),
                Some(Record::Released(name)) => drop(loaded.claims.remove(name.key().plain())),
                None => match RoleRecord::parse(line) {
                    Some(record) => loaded.roles.restore(record, now),
                    None => loaded.skipped += usize::from(!line.trim_ascii().is_empty()),
                },
            }
        }
        loaded.claims.expire(now);
        loaded
    }

    /// The same as they were, where they are known from elsewhere: whoever was here is.
    pub fn again(claims: impl IntoIterator<Item = Claim>) -> Self {
        let mut all = Self::default();
        for claim in claims {
            all.insert(claim);
        }
        all
    }

    /// Everything that a file has to hold.
    pub fn records(&self) -> impl Iterator<Item = Record> {
        let claims = self.names.values().map(|kept| kept.claim.clone());
        claims.map(Record::Claimed)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// What stands against somebody's taking a name: the claim of another key on it, or
    /// on one that it could be taken for.
    pub fn against(&self, now: Stamp, wanted: &NameKey, key: Option<&PublicKey>) -> Option<&Claim> {
        let alike = wanted.looks().flat_map(|look| {
            let from = (Box::from(look), Box::from(""));
            let all = self.looks.range(from..);
            all.take_while(move |(other, _)| **other == *look)
        });
        let claims = alike.filter_map(|(_, plain)| Some(&self.names.get(plain)?.claim));
        let others = claims.filter(|claim| key != Some(&claim.key) && claim.holds(now));
        let mut clashing = others.filter(|claim| claim.name.key().clashes(wanted));
        clashing.next()
    }

    /// Whose the name is, spelled in any case.
    pub fn get(&self, now: Stamp, name: &NameKey) -> Option<&Claim> {
        let claim = &self.names.get(name.plain())?.claim;
        claim.holds(now).then_some(claim)
    }

    /// A key takes a name that no other key's claim stands against. Asks whether there
    /// may be one more claim only where there would be.
    pub fn take(
        &mut self,
        now: Stamp,
        wish: ClaimRequest,
        may_add: impl FnOnce() -> bool,
    ) -> Taken {
        let mut taken = Taken {
            is_owned: false,
            records: self.expire(now),
        };
        let ClaimRequest { name, key, keep } = wish;
        let plain = name.key().plain();
        let (mut since, mut seen) = (now, now);
        if let Some(kept) = self.names.get(plain) {
            if kept.claim.key != key {
                return taken;
            }
            since = kept.claim.since;
            // A clock may step back, or be another server's.
            seen = now.max(kept.claim.seen);
            let is_told = kept.claim.name.as_str() == name.as_str() && kept.claim.keep && keep;
            taken.is_owned = true;
            if is_told && kept.written_here && !is_old(kept.written, now) {
                self.visited(now, plain, true);
                return taken;
            }
        } else if !self.make_room(&key, &mut taken.records) || !may_add() {
            return taken;
        }
        let claim = Claim {
            name,
            key,
            since,
            seen,
            keep,
            here: true,
        };
        taken.is_owned = true;
        taken.records.push(Record::Claimed(claim.clone()));
        self.insert(claim);
        taken
    }

    /// The owner of a name has gone, or has another name now.
    pub fn left(&mut self, now: Stamp, name: &Name) -> Option<Record> {
        let plain = name.key().plain();
        self.visited(now, plain, false);
        let kept = self.names.get_mut(plain)?;
        if kept.claim.keep && !is_old(kept.written, now) {
            return None;
        }
        kept.written = now;
        kept.written_here = false;
        Some(Record::Claimed(kept.claim.clone()))
    }

    /// The name is free at once.
    pub fn release(&mut self, name: &NameKey) -> Option<Record> {
        let claim = self.remove(name.plain())?;
        Some(Record::Released(claim.name))
    }

    /// Frees the names whose owners have stayed away for too long.
    fn expire(&mut self, now: Stamp) -> Vec<Record> {
        let mut free = Vec::new();
        while let Some((ends, plain)) = self.ends.first().cloned() {
            if ends >= now {
                break;
            }
            self.ends.pop_first();
            let released = self.remove(&plain);
            free.extend(released.map(|claim| Record::Released(claim.name)));
        }
        free
    }

    /// Whether there is a place for one more claim of a key: the one of its names that it
    /// has not used for longest makes it.
    fn make_room(&mut self, key: &PublicKey, records: &mut Vec<Record>) -> bool {
        let own = self.of_key.get(key);
        let own_count = own.map_or(0, BTreeSet::len);
        if own_count < NAMES_OF_A_KEY {
            return self.names.len() < CLAIMS;
        }
        let claims = own.into_iter().flatten();
        let claims = claims.filter_map(|plain| Some((&self.names.get(plain)?.claim, plain)));
        let unused = claims.filter(|(claim, _)| !claim.here);
        let oldest = unused.min_by_key(|(claim, _)| claim.seen);
        let Some(oldest) = oldest.map(|(_, plain)| plain.clone()) else {
            return false;
        };
        let released = self.remove(&oldest);
        records.extend(released.map(|claim| Record::Released(claim.name)));
        true
    }

    /// The owner of a name comes, or goes.
    fn visited(&mut self, now: Stamp, plain: &str, here: bool) {
        let Some(kept) = self.names.get_mut(plain) else {
            return;
        };
        if let Some(ends) = kept.claim.ends() {
            self.ends.remove(&(ends, plain.into()));
        }
        kept.claim.seen = now.max(kept.claim.seen);
        kept.claim.here = here;
        self.ends
            .extend(kept.claim.ends().map(|ends| (ends, plain.into())));
    }

    /// A claim from a file. Whoever was here by the last line has been here until now, as
    /// far as anybody knows: a short visit's end is not kept.
    fn restore(&mut self, claim: Claim, now: Stamp) {
        let plain = claim.name.key().plain();
        let is_new = !self.names.contains_key(plain);
        let of_key = self.of_key.get(&claim.key).map_or(0, BTreeSet::len);
        if is_new && (self.names.len() >= CLAIMS || of_key >= NAMES_OF_A_KEY) {
            return;
        }
        let seen = if claim.here { now } else { claim.seen };
        let here = false;
        self.insert(Claim {
            seen,
            here,
            ..claim
        });
    }

    fn insert(&mut self, claim: Claim) {
        let plain: Box<str> = claim.name.key().plain().into();
        self.remove(&plain);
        let looks = claim.name.key().looks();
        self.looks
            .extend(looks.map(|look| (look.into(), plain.clone())));
        let of_key = self.of_key.entry(claim.key).or_default();
        of_key.insert(plain.clone());
        self.ends
            .extend(claim.ends().map(|ends| (ends, plain.clone())));
        let (written, written_here) = (claim.seen, claim.here);
        let kept = Kept {
            claim,
            written,
            written_here,
        };
        self.names.insert(plain, kept);
    }

    fn remove(&mut self, plain: &str) -> Option<Claim> {
        let claim = self.names.remove(plain)?.claim;
        for look in claim.name.key().looks() {
            self.looks.remove(&(look.into(), plain.into()));
        }
        if let Some(own) = self.of_key.get_mut(&claim.key) {
            own.remove(plain);
            if own.is_empty() {
                self.of_key.remove(&claim.key);
            }
        }
        if let Some(ends) = claim.ends() {
            self.ends.remove(&(ends, plain.into()));
        }
        Some(claim)
    }
}

/// Whether what is kept of a visit is so old that it is kept anew.
fn is_old(written: Stamp, now: Stamp) -> bool {
    now.unix_ms().saturating_sub(written.unix_ms()) > DAY_MS
}

/// Names of one key: the fifth frees the one that was not used for longest.
const NAMES_OF_A_KEY: usize = 4;

/// Claims in all: six megabytes, and what a university's students take in a term.
const CLAIMS: usize = 20_000;

/// A visit is kept once a day: what matters is whether a term has passed since.
const DAY_MS: u64 = 24 * 3600 * 1000;

#[cfg(test)]
mod tests;
