//! Who may not speak: found by key, by session, or by name where there is no key.

use std::collections::BTreeMap;

use chat_proto::hex::PublicKey;
use chat_proto::name::Name;
use chat_proto::name::NameKey;
use chat_proto::stamp::Stamp;

/// Everybody who may not speak.
#[derive(Debug, Default)]
pub struct Mutes {
    all: BTreeMap<u64, Muted>,
    of_key: BTreeMap<PublicKey, u64>,
    of_session: BTreeMap<u64, u64>,
    of_name: BTreeMap<Box<str>, u64>,
    last: u64,
}

/// Somebody, by all that they can be known by.
#[derive(Clone, Debug)]
pub struct Muted {
    /// The key that they have shown.
    pub key: Option<PublicKey>,
    /// The session.
    pub session: u64,
    /// The name.
    pub name: Name,
    /// When it is over, by the clock of whoever has ordered it.
    pub until: Option<Stamp>,
}

impl Mutes {
    /// Somebody may not speak from now on: the number of that, by which it can be ended.
    /// Nothing where there are too many.
    pub fn add(&mut self, who: Muted) -> Option<u64> {
        self.remove(&who);
        if self.all.len() >= MUTES {
            return None;
        }
        self.last += 1;
        let number = self.last;
        match who.key {
            Some(key) => drop(self.of_key.insert(key, number)),
            None => drop(self.of_name.insert(who.name.key().plain().into(), number)),
        }
        self.of_session.insert(who.session, number);
        self.all.insert(number, who);
        Some(number)
    }

    /// The number of the last one.
    pub fn last(&self) -> u64 {
        self.last
    }

    /// The same as they were, where they are known from elsewhere.
    pub fn again(all: impl IntoIterator<Item = (u64, Muted)>, last: u64) -> Self {
        let mut mutes = Self::default();
        for (number, who) in all {
            mutes.last = number.saturating_sub(1);
            mutes.add(who);
        }
        Self { last, ..mutes }
    }

    /// All of them, each with its number.
    pub fn all(&self) -> impl Iterator<Item = (u64, &Muted)> {
        self.all.iter().map(|(number, muted)| (*number, muted))
    }

    /// Whether somebody may not speak.
    pub fn is_muted(&self, key: Option<&PublicKey>, session: u64, name: &NameKey) -> bool {
        !self.all.is_empty() && self.number(key, session, name).is_some()
    }

    /// Somebody may speak again: whether they might not before.
    pub fn remove(&mut self, who: &Muted) -> bool {
        let number = self.number(who.key.as_ref(), who.session, who.name.key());
        number.and_then(|number| self.end(number)).is_some()
    }

    /// The same of somebody who is not here, by the name of that time.
    pub fn remove_absent(&mut self, name: &NameKey) -> Option<Name> {
        let mut all = self.all.iter();
        let found = all.find(|(_, who)| who.name.key().plain() == name.plain());
        let number = *found?.0;
        self.end(number).map(|who| who.name)
    }

    /// Its time is over: of whom.
    pub fn end(&mut self, number: u64) -> Option<Muted> {
        let who = self.all.remove(&number)?;
        if let Some(key) = &who.key {
            self.of_key.remove(key);
        }
        let plain = who.name.key().plain();
        if self.of_name.get(plain) == Some(&number) {
            self.of_name.remove(plain);
        }
        if self.of_session.get(&who.session) == Some(&number) {
            self.of_session.remove(&who.session);
        }
        Some(who)
    }

    /// Somebody has another name: where it is by that that they are known, they still are.
    pub fn renamed(&mut self, session: u64, name: &Name) {
        let number = self.of_session.get(&session).copied();
        let Some((number, who)) = number.and_then(|n| Some((n, self.all.get_mut(&n)?))) else {
            return;
        };
        let old = std::mem::replace(&mut who.name, name.clone());
        if who.key.is_none() {
            self.of_name.remove(old.key().plain());
            self.of_name.insert(name.key().plain().into(), number);
        }
    }

    fn number(&self, key: Option<&PublicKey>, session: u64, name: &NameKey) -> Option<u64> {
        let of_key = key.and_then(|key| self.of_key.get(key));
        let of_session = || self.of_session.get(&session);
        let of_name = || self.of_name.get(name.plain());
        of_key.or_else(of_session).or_else(of_name).copied()
    }
}

/// People who may not speak: as many as may be here.
const MUTES: usize = 4096;

#[cfg(test)]
mod tests {
    use chat_proto::hex::Hex;

    use super::*;

    fn somebody(key: Option<u8>, session: u64, name: &str) -> Muted {
        Muted {
            key: key.map(|byte| Hex([byte; 32])),
            session,
            name: Name::parse(name).unwrap(),
            until: None,
        }
    }

    fn is_muted(mutes: &Mutes, who: &Muted) -> bool {
        mutes.is_muted(who.key.as_ref(), who.session, who.name.key())
    }

    #[test]
    fn whoever_comes_back_is_still_muted() {
        let mut mutes = Mutes::default();
        mutes.add(somebody(Some(1), 1, "bob")).unwrap();
        mutes.add(somebody(None, 2, "zed")).unwrap();
        assert!(
            is_muted(&mutes, &somebody(Some(1), 9, "other")),
            "by the key"
        );
        assert!(is_muted(&mutes, &somebody(None, 9, "ZED")), "by the name");
        assert!(
            is_muted(&mutes, &somebody(None, 2, "other")),
            "by the session"
        );
        assert!(
            !is_muted(&mutes, &somebody(None, 9, "bob")),
            "whose key it is"
        );
        mutes.renamed(2, &Name::parse("zoe").unwrap());
        assert!(is_muted(&mutes, &somebody(None, 9, "zoe")));
        assert!(!is_muted(&mutes, &somebody(None, 9, "zed")));
    }

    #[test]
    fn a_mute_is_ended_once_and_leaves_nothing_behind() {
        let mut mutes = Mutes::default();
        let first = mutes.add(somebody(Some(1), 1, "bob")).unwrap();
        let second = mutes.add(somebody(Some(1), 1, "bob")).unwrap();
        assert!(mutes.end(first).is_none(), "the second took its place");
        assert!(is_muted(&mutes, &somebody(Some(1), 1, "bob")));
        assert!(mutes.end(second).is_some());
        mutes.add(somebody(None, 2, "zed")).unwrap();
        assert!(mutes.remove(&somebody(None, 2, "zed")));
        mutes.add(somebody(None, 3, "gone")).unwrap();
        let name = Name::parse("Gone").unwrap();
        assert!(mutes.remove_absent(name.key()).is_some());
        assert!(mutes.all.is_empty() && mutes.of_key.is_empty());
        assert!(mutes.of_name.is_empty() && mutes.of_session.is_empty());
    }

    #[test]
    fn there_are_only_so_many() {
        let mut mutes = Mutes::default();
        for n in 0..MUTES as u64 {
            assert!(mutes.add(somebody(None, n, &format!("p{n}"))).is_some());
        }
        assert!(mutes.add(somebody(None, 9999, "late")).is_none());
        assert!(mutes.add(somebody(None, 1, "p1")).is_some());
    }
}
