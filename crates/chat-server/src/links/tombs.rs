//! Hellos of links that are over, for a while: a late copy of one must not look
//! like somebody new.

use std::collections::BTreeSet;
use std::collections::VecDeque;
use std::net::SocketAddr;
use std::time::Duration;
use std::time::Instant;

use chat_link::envelope::Nonce;

/// The hellos of the dead.
#[derive(Debug, Default)]
pub struct Tombs {
    hellos: BTreeSet<(SocketAddr, Nonce)>,
    /// In the order in which they were added. At most [`MOST`].
    order: VecDeque<(Instant, SocketAddr, Nonce)>,
}

impl Tombs {
    /// Whether a link that began with this hello is over.
    pub fn has(&mut self, now: Instant, from: SocketAddr, nonce: Nonce) -> bool {
        self.clear(now, MOST);
        self.hellos.contains(&(from, nonce))
    }

    /// One more.
    pub fn add(&mut self, now: Instant, from: SocketAddr, nonce: Nonce) {
        self.clear(now, MOST - 1);
        if self.hellos.insert((from, nonce)) {
            self.order.push_back((now, from, nonce));
        }
    }

    fn clear(&mut self, now: Instant, most: usize) {
        while let Some((at, from, nonce)) = self.order.front().copied() {
            if self.order.len() <= most && now.saturating_duration_since(at) < KEPT {
                return;
            }
            self.order.pop_front();
            self.hellos.remove(&(from, nonce));
        }
    }
}

/// RFC 8085: a datagram may come two minutes late. A cookie is good for one.
const KEPT: Duration = Duration::from_secs(120);

const MOST: usize = 4096;
