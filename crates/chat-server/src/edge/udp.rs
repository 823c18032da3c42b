//! One UDP socket: datagrams to traffic and back. A peer is an address that
//! has spoken, until the hub closes it.
//!
//! Peers here do not prove their address; so only those are heard whose address
//! cannot lie on the other side of the world.

use std::collections::HashMap;
use std::io;
use std::net::IpAddr;
use std::net::SocketAddr;
use std::sync::Arc;

use chat_proto::codec::Tongue;
use chat_proto::codec::ear;
use chat_proto::frame::peer::Heard;
use tokio::net::UdpSocket;
use tracing::debug;

use crate::door::Door;
use crate::edge::burst;
use crate::outbox::Outbox;
use crate::outbox::Wire;
use crate::queue::Queue;
use crate::traffic::Input;
use crate::traffic::Origin;
use crate::traffic::Transport;

/// The way to one address.
#[derive(Debug)]
struct Address {
    socket: Arc<UdpSocket>,
    to: SocketAddr,
}

impl Wire for Address {
    /// Datagrams that cannot be sent now are lost, as any may be on its way.
    fn try_send(&self, queue: &Queue) -> io::Result<usize> {
        let (frames, each) = queue.burst();
        if let Err(error) = burst::send(&self.socket, self.to, frames, each) {
            debug!(to = %self.to, %error, "datagrams not sent");
        }
        Ok(frames.len())
    }
}

/// Everybody who speaks to one socket.
struct Speakers {
    socket: Arc<UdpSocket>,
    door: Door,
    known: HashMap<SocketAddr, Speaker>,
    /// How many there may be before those are looked for that the hub has closed.
    purge_above: usize,
}

struct Speaker {
    outbox: Arc<Outbox>,
    tongue: Option<Tongue>,
}

/// Hears one socket for as long as the server runs.
pub async fn serve(socket: UdpSocket, door: Door) {
    let mut speakers = Speakers {
        socket: Arc::new(socket),
        door,
        known: HashMap::new(),
        purge_above: PURGE_ABOVE,
    };
    let mut buffer = vec![0; DATAGRAM_BYTES];
    loop {
        if speakers.socket.readable().await.is_err() {
            // Some systems report here that another's port was closed.
            tokio::task::yield_now().await;
        }
        let mut batch = Batch::default();
        for _ in 0..BATCH {
            match speakers.socket.try_recv_from(&mut buffer) {
                Ok((length, from)) => {
                    let bytes = buffer.get(..length).unwrap_or_default();
                    speakers.hear(from, bytes, &mut batch).await;
                }
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => break,
                // As above: nothing to do with this socket's own health.
                Err(_) => {}
            }
        }
        speakers.hand_on(&mut batch).await;
    }
}

/// Frames of one speaker that came one after the other.
#[derive(Default)]
struct Batch {
    of: Option<(Arc<Outbox>, Tongue)>,
    frames: Vec<Heard>,
}

impl Speakers {
    async fn hear(&mut self, from: SocketAddr, bytes: &[u8], batch: &mut Batch) {
        if !is_near(from.ip()) {
            debug!(%from, "not heard: an address that is not proved to be the sender's");
            return;
        }
        let known = self.known.get(&from).filter(|s| !s.outbox.is_closed());
        let mut tongue = known.and_then(|s| s.tongue);
        let Some(heard) = ear::datagram(&mut tongue, bytes) else {
            return;
        };
        let outbox = match known {
            Some(speaker) => Arc::clone(&speaker.outbox),
            None => match self.meet(from).await {
                Some(outbox) => outbox,
                None => return,
            },
        };
        let spoken = tongue.unwrap_or(Tongue::Plain);
        let speaker = Speaker {
            outbox: Arc::clone(&outbox),
            tongue,
        };
        self.known.insert(from, speaker);
        if batch.of.as_ref().is_none_or(|(o, _)| o.peer != outbox.peer) {
            self.hand_on(batch).await;
            batch.of = Some((outbox, spoken));
        }
        batch.frames.push(heard);
    }

    async fn meet(&mut self, from: SocketAddr) -> Option<Arc<Outbox>> {
        if self.known.len() >= self.purge_above {
            self.known.retain(|_, speaker| !speaker.outbox.is_closed());
            self.purge_above = PURGE_ABOVE.max(2 * self.known.len());
        }
        let wire = Address {
            socket: Arc::clone(&self.socket),
            to: from,
        };
        let origin = Origin {
            transport: Transport::Udp,
            address: Some(from),
        };
        self.door.enter(Box::new(wire), origin).await
    }

    async fn hand_on(&self, batch: &mut Batch) {
        let frames = std::mem::take(&mut batch.frames);
        if let Some((outbox, tongue)) = batch.of.take() {
            let input = Input::Heard {
                peer: outbox.peer,
                tongue,
                frames,
            };
            self.door.tell(input).await;
        }
    }
}

/// Whether an address is on this machine or on a network that is not routed to
/// the world: a forged one cannot make us flood a stranger.
fn is_near(ip: IpAddr) -> bool {
    match ip.to_canonical() {
        IpAddr::V4(ip) => ip.is_loopback() || ip.is_private() || ip.is_link_local(),
        IpAddr::V6(ip) => ip.is_loopback() || ip.is_unique_local() || ip.is_unicast_link_local(),
    }
}

/// The greatest datagram there can be: a longer one than we accept is refused,
/// not cut.
const DATAGRAM_BYTES: usize = 65_536;

/// Datagrams read before the hub gets them.
const BATCH: usize = 64;

/// Speakers that are kept without looking whether the hub still knows them.
const PURGE_ABOVE: usize = 1024;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_near_addresses_are_heard() {
        for near in [
            "127.0.0.1",
            "10.1.2.3",
            "192.168.0.9",
            "169.254.1.1",
            "::1",
            "fe80::1",
            "fd00::1",
        ] {
            assert!(is_near(near.parse().unwrap()), "{near}");
        }
        for far in [
            "8.8.8.8",
            "100.64.0.1",
            "2001:db8::1",
            "::ffff:8.8.8.8",
            "255.255.255.255",
        ] {
            assert!(!is_near(far.parse().unwrap()), "{far}");
        }
    }
}
