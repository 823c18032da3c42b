//! Servers that have answered, and the line that is printed of each. Pure.
//!
//! What they say of themselves proves nothing: whoever sends first may bear any title.
//! So equal titles are shown side by side, each with its own address, and marked.

use std::net::IpAddr;
use std::net::SocketAddr;

use chat_proto::codec::json;
use chat_proto::discovery::Here;
use chat_proto::name::NameKey;
use chat_trust::words::SixWords;

use crate::speech::Speech;

/// What has answered one question.
#[derive(Debug)]
pub(crate) struct Servers {
    nonce: String,
    /// This machine's addresses: a server here answers at each.
    own: Vec<IpAddr>,
    /// An address that was asked by itself, wherever it is.
    asked: Vec<SocketAddr>,
    found: Vec<Found>,
}

/// A server as it stands in a list.
#[derive(Debug)]
pub(crate) struct Listed {
    /// Its address, as one goes there.
    pub host: String,
    /// And its port.
    pub port: u16,
    /// Whether it is reached over UDP alone.
    pub over_udp: bool,
    /// All that there is to say.
    pub line: String,
}

#[derive(Debug)]
struct Found {
    from: SocketAddr,
    here: Here,
}

impl Servers {
    /// None yet.
    pub(crate) fn new(nonce: String, own: Vec<IpAddr>, asked: Vec<SocketAddr>) -> Self {
        Self {
            nonce,
            own,
            asked,
            found: Vec::new(),
        }
    }

    /// Takes a datagram, if it is an answer to the question, and of somebody who can have
    /// been asked. Whether it has brought a server.
    pub(crate) fn hear(&mut self, from: SocketAddr, bytes: &[u8]) -> bool {
        let can_answer = is_near(from.ip()) || self.asked.contains(&from);
        let of_host = self.found.iter().filter(|f| f.from.ip() == from.ip());
        let is_known = self.found.iter().any(|f| f.from == from);
        if !can_answer || is_known || of_host.count() >= EACH {
            return false;
        }
        let answer = json::read_here(bytes).filter(|here| here.nonce == self.nonce);
        let Some(here) = answer.filter(|here| here.tcp.or(here.udp).is_some()) else {
            return false;
        };
        if self.found.len() >= MOST && !self.makes_room(from.ip()) {
            return false;
        }
        self.found.push(Found { from, here });
        true
    }

    /// Makes room for an address that has no entry, at the cost of one that has several:
    /// whoever answers first as many servers keeps nobody else out.
    fn makes_room(&mut self, ip: IpAddr) -> bool {
        let entries = |ip| self.found.iter().filter(move |f| f.from.ip() == ip).count();
        let several = |found: &Found| entries(found.from.ip()) > 1;
        let place = self.found.iter().rposition(several);
        let place = place.filter(|_| entries(ip) == 0);
        if let Some(place) = place {
            self.found.remove(place);
        }
        place.is_some()
    }

    /// What the server at one of these addresses says of itself.
    pub(crate) fn at(&self, addresses: &[SocketAddr]) -> Option<&Here> {
        let found = self.found.iter().find(|f| addresses.contains(&f.from));
        found.map(|found| &found.here)
    }

    /// Whether the server that says this of itself is among them, by whichever address.
    pub(crate) fn holds(&self, here: &Here) -> bool {
        here.run.is_some() && self.found.iter().any(|f| f.here.run == here.run)
    }

    /// Whether one of these is an address of this machine.
    pub(crate) fn is_own(&self, addresses: &[SocketAddr]) -> bool {
        let mut ips = addresses.iter().map(SocketAddr::ip);
        ips.any(|ip| ip.is_loopback() || self.own.contains(&ip))
    }

    /// How many there are on other machines.
    pub(crate) fn elsewhere(&self) -> usize {
        let others = self.found.iter().filter(|f| !self.is_own(&[f.from]));
        others.filter(|f| !self.is_doubled(f)).count()
    }

    /// One line for each server.
    pub(crate) fn lines(&self, speech: &Speech) -> Vec<String> {
        let listed = self.listed(speech, |_| false);
        listed.into_iter().map(|one| one.line).collect()
    }

    /// Each server, those first whose certificate begins like one that is known. That they
    /// have it nobody has shown yet: it is a place in a list, and no more.
    pub(crate) fn listed(
        &self,
        speech: &Speech,
        is_known: impl Fn(&[u8; 8]) -> bool,
    ) -> Vec<Listed> {
        let is_known = |found: &Found| found.here.tls.is_some_and(|tls| is_known(&tls.0));
        let mut shown: Vec<&Found> = self.found.iter().filter(|f| !self.is_doubled(f)).collect();
        shown.sort_by_key(|found| (!is_known(found), found.here.title.as_str(), found.from));
        let keys: Vec<NameKey> = shown
            .iter()
            .map(|found| NameKey::of(found.here.title.as_str()))
            .collect();
        let alike = |key: &NameKey| keys.iter().filter(|other| other.clashes(key)).count() > 1;
        let lines = shown.iter().zip(&keys);
        let listed = lines.map(|(found, key)| {
            let line = found.line((alike(key), is_known(found)), speech);
            found.listed(line)
        });
        listed.collect()
    }

    /// Whether another entry is a better address of the same server. Of another machine's
    /// servers that is believed of an IPv6 address alone, beside one of a better kind:
    /// whoever pretends to be somebody else hides nobody.
    fn is_doubled(&self, found: &Found) -> bool {
        let is_own = |f: &Found| self.own.contains(&f.from.ip()) || f.from.ip().is_loopback();
        let same = |other: &&Found| {
            found.here.run.is_some()
                && other.here.run == found.here.run
                && other.here.title == found.here.title
        };
        let better = |other: &Found| {
            let [better, worse] = [other, found].map(|f| (rank(f.from.ip()), f.from));
            if is_own(other) && is_own(found) {
                better < worse
            } else {
                found.from.is_ipv6() && better.0 < worse.0
            }
        };
        self.found.iter().filter(same).any(better)
    }
}

impl Found {
    fn listed(&self, line: String) -> Listed {
        let at = self.at();
        let host = match at {
            SocketAddr::V4(at) => at.ip().to_string(),
            SocketAddr::V6(at) if at.scope_id() == 0 => at.ip().to_string(),
            SocketAddr::V6(at) => format!("{}%{}", at.ip(), at.scope_id()),
        };
        Listed {
            host,
            port: at.port(),
            over_udp: self.here.tcp.is_none(),
            line,
        }
    }

    /// Where it listens.
    fn at(&self) -> SocketAddr {
        let mut at = self.from;
        at.set_port(self.here.tcp.or(self.here.udp).unwrap_or_default());
        at
    }

    fn line(&self, (alike, known): (bool, bool), speech: &Speech) -> String {
        let (words, here, at) = (&speech.finding, &self.here, self.at());
        let title = if here.title.is_blank() {
            words.untitled()
        } else {
            here.title.as_str()
        };
        let mut parts = vec![at.to_string(), title.to_owned(), words.people(here.people)];
        if here.tcp.is_none() {
            parts.push("--udp".to_owned());
        }
        if here.asks_password {
            parts.push(words.password().to_owned());
        }
        if let Some(tls) = here.tls {
            parts.push(words.secret(SixWords::of(tls.0)));
        }
        if known {
            parts.push(words.known().to_owned());
        }
        if alike {
            parts.push(words.alike().to_owned());
        }
        parts.join("  ")
    }
}

/// The address that people type, best first.
fn rank(ip: IpAddr) -> u8 {
    match ip {
        ip if ip.is_loopback() => 3,
        IpAddr::V4(_) => 0,
        IpAddr::V6(ip) if ip.is_unicast_link_local() => 2,
        IpAddr::V6(_) => 1,
    }
}

/// Whether an address is on this machine or on a network that is not routed to the
/// world.
fn is_near(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => ip.is_loopback() || ip.is_private() || ip.is_link_local(),
        IpAddr::V6(ip) => ip.is_loopback() || ip.is_unique_local() || ip.is_unicast_link_local(),
    }
}

/// More than there are in any class, few enough to read.
const MOST: usize = 64;

/// Of one address: one with a thousand ports leaves room for others.
const EACH: usize = 8;

#[cfg(test)]
mod tests;
