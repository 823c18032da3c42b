//! Which marked messages were said to one person lately. No room remembers those, so
//! a sender whose receipt was lost finds it here.

use std::collections::BTreeMap;
use std::collections::VecDeque;

use chat_proto::frame::Id;
use chat_proto::name::Name;
use chat_proto::stamp::Stamp;

/// The last of them, by session and mark. Their texts are not kept.
#[derive(Debug, Default)]
pub struct Directs {
    known: BTreeMap<(u64, Id), Direct>,
    /// In the order in which they were said: at most [`REMEMBERED`].
    order: VecDeque<(u64, Id)>,
}

/// That something was said.
#[derive(Clone, Debug)]
pub struct Direct {
    /// When.
    pub at: Stamp,
    /// By whom.
    pub name: Name,
    /// To whom.
    pub to: Name,
}

impl Directs {
    /// Something was said.
    pub fn remember(&mut self, session: u64, id: Id, direct: Direct) {
        let key = (session, id);
        if self.known.insert(key.clone(), direct).is_none() {
            self.order.push_back(key);
        }
        if self.order.len() > REMEMBERED
            && let Some(oldest) = self.order.pop_front()
        {
            self.known.remove(&oldest);
        }
    }

    /// What a session has said under this mark.
    pub fn find(&self, session: u64, id: &Id) -> Option<&Direct> {
        self.known.get(&(session, id.clone()))
    }
}

/// Messages: half an hour of one peer as fast as it may speak, and less than 4 MiB.
const REMEMBERED: usize = 16 * 1024;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_remembered_has_a_bound() {
        let ana = Name::parse("ana").unwrap();
        let direct = Direct {
            at: Stamp::from_unix_ms(0),
            name: ana.clone(),
            to: ana,
        };
        let mut directs = Directs::default();
        for n in 0..20_000 {
            // Each twice: an id may be used any number of times.
            directs.remember(7, Id::number(n), direct.clone());
            directs.remember(7, Id::number(n), direct.clone());
        }
        assert_eq!(
            (directs.known.len(), directs.order.len()),
            (REMEMBERED, REMEMBERED)
        );
        let is_known = |n| directs.find(7, &Id::number(n)).is_some();
        assert!(is_known(19_999) && !is_known(0));
        assert!(directs.find(8, &Id::number(19_999)).is_none());
    }
}
