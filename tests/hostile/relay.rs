//! Somebody in the middle: hands every datagram on, both ways, and remembers it.
//! So a test knows all that an eavesdropper would.

use std::net::SocketAddr;
use std::net::UdpSocket;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;
use std::thread;
use std::time::Duration;

use chat_link::envelope;
use chat_link::envelope::Datagram;
use chat_link::envelope::Fields;
use chat_link::envelope::LinkId;

/// Which way a datagram goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Towards {
    Server,
    Client,
}

/// The relay between one client and a server.
pub(crate) struct Relay(Arc<Middle>);

struct Middle {
    /// What the client takes for the server.
    front: UdpSocket,
    /// What the server takes for the client.
    back: UdpSocket,
    seen: Mutex<Seen>,
    stop: AtomicBool,
}

#[derive(Default)]
struct Seen {
    client: Option<SocketAddr>,
    datagrams: Vec<(Towards, Vec<u8>)>,
}

impl Relay {
    pub(crate) fn before(server: SocketAddr) -> Self {
        let front = UdpSocket::bind("127.0.0.1:0").unwrap();
        let back = UdpSocket::bind("127.0.0.1:0").unwrap();
        back.connect(server).unwrap();
        for socket in [&front, &back] {
            socket.set_read_timeout(Some(GLANCE)).unwrap();
        }
        let middle = Arc::new(Middle {
            front,
            back,
            seen: Mutex::default(),
            stop: AtomicBool::new(false),
        });
        for towards in [Towards::Server, Towards::Client] {
            let middle = Arc::clone(&middle);
            thread::spawn(move || middle.hand_on(towards));
        }
        Self(middle)
    }

    /// What the client takes for the server.
    pub(crate) fn front(&self) -> &UdpSocket {
        &self.0.front
    }

    /// What the server takes for the client.
    pub(crate) fn back(&self) -> &UdpSocket {
        &self.0.back
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.0.front.local_addr().unwrap()
    }

    /// Where the client is.
    pub(crate) fn client(&self) -> SocketAddr {
        self.0.seen().client.expect("it has spoken")
    }

    /// All that went this way.
    pub(crate) fn datagrams(&self, towards: Towards) -> Vec<Vec<u8>> {
        let seen = self.0.seen();
        let those = seen.datagrams.iter().filter(|(way, _)| *way == towards);
        those.map(|(_, bytes)| bytes.clone()).collect()
    }

    /// The link that was opened last, and the next number each way.
    pub(crate) fn link(&self) -> (LinkId, u32, u32) {
        let mut link = (LinkId(0), 1, 1);
        let seen = self.0.seen();
        for (towards, bytes) in &seen.datagrams {
            let Some(Datagram::Bound(id, Fields { frame, .. })) = envelope::read(bytes) else {
                continue;
            };
            if id != link.0 {
                link = (id, 1, 1);
            }
            let next = if *towards == Towards::Server {
                &mut link.1
            } else {
                &mut link.2
            };
            *next = frame.map_or(*next, |(n, _)| (*next).max(n + 1));
        }
        link
    }
}

impl Drop for Relay {
    fn drop(&mut self) {
        self.0.stop.store(true, Ordering::Relaxed);
    }
}

impl Middle {
    fn seen(&self) -> MutexGuard<'_, Seen> {
        self.seen.lock().unwrap()
    }

    fn hand_on(&self, towards: Towards) {
        let mut buffer = [0; 2048];
        while !self.stop.load(Ordering::Relaxed) {
            let socket = match towards {
                Towards::Server => &self.front,
                Towards::Client => &self.back,
            };
            if let Ok((count, from)) = socket.recv_from(&mut buffer) {
                self.pass(towards, from, &buffer[..count]);
            }
        }
    }

    fn pass(&self, towards: Towards, from: SocketAddr, bytes: &[u8]) {
        let mut seen = self.seen();
        seen.datagrams.push((towards, bytes.to_vec()));
        if towards == Towards::Server {
            seen.client = Some(from);
            let _ = self.back.send(bytes);
        } else if let Some(client) = seen.client {
            let _ = self.front.send_to(bytes, client);
        }
    }
}

/// How long a relay that nobody needs any more lives on.
const GLANCE: Duration = Duration::from_millis(200);
