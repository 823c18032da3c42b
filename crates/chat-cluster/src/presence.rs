//! The other servers, by their beats: who is there, and whose life should be over.

use std::collections::BTreeMap;
use std::time::Duration;
use std::time::Instant;

use serde::Deserialize;
use serde::Serialize;

use crate::address::ServerName;
use crate::entry::Grave;
use crate::lives::Lives;
use crate::moment::Moment;
use crate::news::ServerSeen;
use crate::news::Sum;

/// What a server says of itself each second.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Beat {
    /// Its name.
    pub server: ServerName,
    /// Its life, while it has one.
    pub life: Option<u64>,
    /// How far it has read.
    pub position: u64,
    /// How many people are with it.
    pub people: usize,
    /// What the log has made of it, at the last few places where that was looked at.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sums: Vec<Sum>,
    /// Where clients come in.
    #[serde(default)]
    pub addresses: Vec<String>,
    /// By what its hello will be known, while it is on its way.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nonce: Option<String>,
}

/// The other servers.
#[derive(Debug, Default)]
pub struct Presence {
    /// At most [`SEEN`].
    seen: BTreeMap<ServerName, Seen>,
    /// Lives whose hello was heard: their beats are still to come. As many as there are.
    greeted: BTreeMap<ServerName, (u64, Instant)>,
    has_changed: bool,
}

#[derive(Debug)]
struct Seen {
    beat: Beat,
    heard: Instant,
}

impl Presence {
    /// A beat was heard.
    pub fn hear(&mut self, now: Moment, beat: Beat) {
        let before = self.seen.get(&beat.server).map(|seen| &seen.beat);
        if before.is_none() && self.seen.len() >= SEEN {
            return;
        }
        let is_news = before.is_none_or(|before| {
            (before.life, before.people, &before.addresses, &before.sums)
                != (beat.life, beat.people, &beat.addresses, &beat.sums)
        });
        self.has_changed |= is_news;
        let name = beat.server.clone();
        let heard = now.mono;
        self.seen.insert(name, Seen { beat, heard });
    }

    /// A life has begun in the log.
    pub fn greet(&mut self, now: Moment, server: ServerName, life: u64) {
        self.greeted.insert(server, (life, now.mono));
    }

    /// The list, if it has changed.
    pub fn poll(&mut self, now: Moment) -> Option<Vec<ServerSeen>> {
        let before = self.seen.len();
        self.seen.retain(|_, seen| now.since(seen.heard) < SILENCE);
        self.greeted
            .retain(|_, (_, since)| now.since(*since) < SILENCE);
        let is_news = std::mem::take(&mut self.has_changed) || self.seen.len() < before;
        is_news.then(|| self.list(now))
    }

    /// All that are heard.
    pub fn list(&self, now: Moment) -> Vec<ServerSeen> {
        let shown = |seen: &Seen| ServerSeen {
            name: seen.beat.server.clone(),
            life: seen.beat.life,
            addresses: seen.beat.addresses.clone(),
            people: seen.beat.people,
            position: seen.beat.position,
            sums: seen.beat.sums.clone(),
            silent: now.since(seen.heard),
        };
        self.seen.values().map(shown).collect()
    }

    /// Lives that nobody has heard of for [`SILENCE`], though we were `together` as long.
    pub fn graves(
        &self,
        own: &ServerName,
        lives: &Lives,
        together: Option<Duration>,
    ) -> Vec<Grave> {
        if together.is_none_or(|together| together < SILENCE) {
            return Vec::new();
        }
        let is_heard = |server: &ServerName, life: u64| {
            let seen = self.seen.get(server).and_then(|seen| seen.beat.life);
            let greeted = self.greeted.get(server).map(|(life, _)| *life);
            seen == Some(life) || greeted == Some(life)
        };
        lives
            .all()
            .filter(|(server, life)| *server != own && !is_heard(server, *life))
            .map(|(server, life)| Grave {
                server: server.clone(),
                life,
            })
            .collect()
    }
}

/// Who is not heard for so long is gone: five beats.
pub const SILENCE: Duration = Duration::from_secs(5);

/// As many servers as may live at once.
const SEEN: usize = crate::lives::SERVERS;

#[cfg(test)]
mod tests;
