//! What happens at one UDP socket, as it is noted: a flow for each address that it
//! talks with.

use std::collections::BTreeMap;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;
use std::time::Instant;

use chat_proto::trace::contents::Contents;
use chat_proto::trace::event::Event;
use chat_proto::trace::fingerprint::Fingerprint;
use chat_proto::trace::link::Datagram;
use chat_proto::trace::recording::FlowNamed;
use chat_proto::trace::recording::Transport;
use chat_weather::gist;

use crate::flow::Flow;
use crate::mask::Level;
use crate::mask::Masker;
use crate::subscriber::Noted;
use crate::tap::Tap;

/// One socket.
#[derive(Debug)]
pub struct DatagramTap {
    tap: Tap,
    local: SocketAddr,
    /// Those that were heard of while somebody listened.
    peers: Mutex<BTreeMap<SocketAddr, Arc<Peer>>>,
}

#[derive(Debug)]
struct Peer {
    flow: Flow,
    /// Of the link's number, once there is one.
    link: Mutex<Option<Fingerprint>>,
}

impl DatagramTap {
    /// Of a socket with this address.
    pub fn new(tap: &Tap, local: SocketAddr) -> Self {
        Self {
            tap: tap.clone(),
            local,
            peers: Mutex::default(),
        }
    }

    /// Whether anybody listens.
    pub fn is_open(&self) -> bool {
        self.tap.is_open()
    }

    /// Notes what concerns no address.
    pub fn note_of_all(&self, now: Instant, event: impl FnOnce() -> Event) {
        self.tap.note(now, event);
    }

    /// Notes what was decided about an address.
    pub fn note(&self, now: Instant, peer: SocketAddr, event: impl FnOnce() -> Event) {
        if self.is_open() {
            self.put(now, peer, &event().into());
        }
    }

    /// A datagram was given to the socket.
    pub fn sent(&self, now: Instant, to: SocketAddr, bytes: &[u8], result: &io::Result<()>) {
        if self.is_open() {
            let (mut datagram, masked) = self.seen(bytes);
            datagram.result = result.as_ref().err().map(|error| error.to_string().into());
            let event = Event::Out(datagram);
            self.put(now, to, &Noted { event, masked });
        }
    }

    /// A datagram was taken from the socket.
    pub fn received(&self, now: Instant, from: SocketAddr, bytes: &[u8]) {
        if self.is_open() {
            let (datagram, masked) = self.seen(bytes);
            let event = Event::In(datagram);
            self.put(now, from, &Noted { event, masked });
        }
    }

    /// There is a link with this address.
    pub fn linked(&self, now: Instant, peer: SocketAddr, id: u64) {
        if self.is_open() {
            let link = Fingerprint::of(&id.to_be_bytes());
            let peer_state = self.peer(peer);
            *lock(&peer_state.link) = Some(link);
            let event = Event::Flow(Box::new(self.ends(peer, Some(link))));
            self.put(now, peer, &event.into());
        }
    }

    fn put(&self, now: Instant, peer: SocketAddr, noted: &Noted) {
        let state = self.peer(peer);
        let ends = || self.ends(peer, *lock(&state.link));
        state.flow.put(now, ends, noted);
    }

    fn peer(&self, address: SocketAddr) -> Arc<Peer> {
        let mut peers = lock(&self.peers);
        if peers.len() >= PEERS && !peers.contains_key(&address) {
            // Whoever is heard again has another number then.
            peers.clear();
        }
        let new = || {
            Arc::new(Peer {
                flow: Flow::new(&self.tap),
                link: Mutex::default(),
            })
        };
        Arc::clone(peers.entry(address).or_insert_with(new))
    }

    fn ends(&self, peer: SocketAddr, link: Option<Fingerprint>) -> FlowNamed {
        FlowNamed {
            transport: Transport::Udp,
            local: self.local.to_string().into(),
            peer: peer.to_string().into(),
            link,
        }
    }

    /// A datagram, and its contents with texts masked where anybody wants those.
    fn seen(&self, bytes: &[u8]) -> (Datagram, Option<Contents>) {
        let what = gist::seen(bytes);
        // A fragment may hold the middle of a secret, and nothing says so.
        let whole = what.part.is_none();
        let masked = |level| Contents::of(&Masker::of_datagram(level).mask(bytes));
        let datagram = Datagram {
            x: Fingerprint::of(bytes),
            bytes: bytes.len(),
            what: Box::new(what),
            result: None,
            contents: whole.then(|| masked(Level::Secrets)),
        };
        let texts = (whole && self.tap.masks()).then(|| masked(Level::Texts));
        (datagram, texts)
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Addresses that have a number of their own at the same time.
const PEERS: usize = 4096;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock;
    use crate::ring::RECORDER;

    #[test]
    fn a_datagram_bears_its_true_name_and_no_secret() {
        let tap = Tap::default();
        let (now, address) = (clock::now().mono, ([127, 0, 0, 1], 4040).into());
        let ring = tap.ring(now, RECORDER);
        let socket = DatagramTap::new(&tap, ([127, 0, 0, 1], 1234).into());
        let join = br#"{"link":"b7f3","n":4,"type":"join","password":"secret"}"#;
        socket.received(now, address, join);
        socket.sent(now, address, br#"{"part":"2/3","piece":"ecret"}"#, &Ok(()));
        socket.linked(now, address, 7);
        let entries = ring.since(0).entries;
        let [named, came, left, linked] = &entries[..] else {
            panic!("{entries:?}");
        };
        assert!(matches!(&named.event, Event::Flow(_)) && named.flow == came.flow);
        let Event::In(came) = &came.event else {
            panic!("{came:?}");
        };
        assert_eq!((came.x, came.bytes), (Fingerprint::of(join), join.len()));
        assert_eq!(
            (came.what.n, came.what.kind.as_deref()),
            (Some(4), Some("join"))
        );
        let contents = came.contents.as_ref().unwrap().bytes();
        let masked = br#"{"link":"****","n":4,"type":"join","password":"******"}"#;
        assert_eq!(contents, masked);
        assert!(matches!(&left.event, Event::Out(left) if left.contents.is_none()));
        assert!(matches!(&linked.event, Event::Flow(named) if named.link.is_some()));
    }
}
