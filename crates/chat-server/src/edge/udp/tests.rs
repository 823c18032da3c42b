//! Peers whose links are full, and others who come meanwhile.

#[cfg(feature = "secrecy")]
mod sealing;

use std::net::UdpSocket;
use std::time::Duration;

use chat_link::envelope;
use chat_link::envelope::Ack;
use chat_link::envelope::Cookie;
use chat_link::envelope::Cover;
use chat_link::envelope::Datagram;
use chat_link::envelope::LinkId;
use chat_link::envelope::Nonce;
use chat_link::envelope::Side;
use chat_link::policy::Policy;
use chat_link::proof::Secret;
use chat_net::datagram_tap::DatagramTap;
use chat_net::tap::Tap;
use chat_proto::frame::server::RunId;
use tokio::sync::mpsc::Receiver;

use super::*;
use crate::config::Config;
use crate::config::Queues;
use crate::config::Rules;
use crate::door::Arrival;
use crate::links::Links;
use crate::links::Terms;
use crate::outbox::Flushed;
use crate::outbox::Limits;
use crate::parcel::Meter;
use crate::parcel::Parcel;
use crate::queue::Reason;
use crate::traffic::Backlog;

/// A server's socket, whose driver is the test, and a peer's.
struct Scene {
    listener: Listener,
    driver: Receiver<Arrival>,
    peer: UdpSocket,
    now: Now,
}

async fn scene() -> Scene {
    scene_with(Cover::Clear, Door::open).await
}

async fn scene_with(
    cover: Cover,
    door: impl FnOnce(Limits, &Rules) -> (Door, Receiver<Arrival>),
) -> Scene {
    let now = clock::now();
    let local = || UdpSocket::bind("127.0.0.1:0").unwrap();
    let (socket, peer) = (local(), local());
    socket.set_nonblocking(true).unwrap();
    peer.set_nonblocking(true).unwrap();
    let terms = Terms {
        secret: Secret::new([1, 2]),
        run: RunId(3),
        policy: Policy::default(),
        traced: false,
        most: 100,
        cover,
    };
    let queues = Queues {
        hard: 1 << 20,
        soft: 1 << 20,
        patience: Duration::from_secs(10),
        total: 1 << 20,
    };
    let limits = Limits::new(queues);
    let socket = tokio::net::UdpSocket::from_std(socket).unwrap();
    // What is sent before is lost.
    socket.writable().await.unwrap();
    let tap = DatagramTap::new(&Tap::default(), socket.local_addr().unwrap());
    let endpoint = UdpEndpoint::new(socket, Links::new(now.mono, terms), None, tap);
    let (door, driver) = door(limits, &Rules::default());
    let strangers = Strangers::new(&Config::default(), &[], &Arc::default());
    Scene {
        listener: Listener::new(Arc::new(endpoint), door, strangers),
        driver,
        peer,
        now,
    }
}

impl Scene {
    fn from(&self) -> SocketAddr {
        self.peer.local_addr().unwrap()
    }

    async fn says(&mut self, bytes: &[u8]) {
        let (from, mut batch) = (self.from(), Batch::default());
        self.listener.hear(self.now, from, bytes, &mut batch).await;
        self.listener.attend_links(self.now).await;
    }

    async fn says_hello(&mut self, cookie: Option<Cookie>, cover: Cover) -> Datagram {
        let mut hello = Vec::new();
        envelope::write_hello(&mut hello, Nonce(7), cookie, cover);
        self.says(&hello).await;
        self.hears().iter().find_map(|b| envelope::read(b)).unwrap()
    }

    /// What has come at the peer's socket.
    fn hears(&self) -> Vec<Vec<u8>> {
        let mut buffer = [0; 2048];
        let next = || {
            self.peer
                .recv(&mut buffer)
                .ok()
                .map(|n| buffer[..n].to_vec())
        };
        std::iter::from_fn(next).collect()
    }

    /// The peer gets a link: its outbox, and which link it is.
    async fn opens(&mut self) -> (Arc<Outbox>, LinkId) {
        self.opens_with(Cover::Clear).await
    }

    async fn opens_with(&mut self, cover: Cover) -> (Arc<Outbox>, LinkId) {
        let Datagram::Cookie(_, cookie) = self.says_hello(None, cover).await else {
            panic!("no cookie")
        };
        let Datagram::Open(_, id, _, told) = self.says_hello(Some(cookie), cover).await else {
            panic!("no link")
        };
        assert_eq!(told, cover);
        let Ok(Arrival::Peer(outbox, _)) = self.driver.try_recv() else {
            panic!("nobody came in")
        };
        (outbox, id)
    }

    /// The peer confirms what it has, and more until it is told nothing new.
    async fn confirms(&mut self, id: LinkId) -> Vec<Vec<u8>> {
        let mut heard = Vec::new();
        for upto in 1..=MANY {
            self.now.mono += Duration::from_millis(20);
            let (mut bytes, ack) = (
                Vec::new(),
                Ack {
                    upto,
                    ..Ack::default()
                },
            );
            envelope::write_ack(&mut bytes, Side::Peer, self.now.wall, id, &ack);
            self.says(&bytes).await;
            heard.extend(self.hears());
        }
        heard
    }

    /// So many peers without a link come in.
    async fn others_come(&mut self, count: u16) {
        for n in 0..count {
            let to = SocketAddr::from(([127, 9, 9, 9], 1 + n));
            let endpoint = Arc::clone(&self.listener.endpoint);
            let wire = Box::new(Naive::new(endpoint, to, None));
            self.listener
                .speakers
                .meet((to, false), wire, None)
                .await
                .unwrap();
            self.driver.try_recv().unwrap();
        }
    }
}

fn parcel(frame: &str) -> Parcel {
    let end = u32::try_from(frame.len()).unwrap();
    Parcel::new(frame.as_bytes().to_vec(), vec![end], &Meter::default())
}

#[tokio::test]
async fn a_peer_with_a_full_link_hears_its_bye_however_many_come_meanwhile() {
    let mut scene = scene().await;
    let (outbox, id) = scene.opens().await;
    let now = scene.now.mono;
    for _ in 0..MANY {
        let _ = outbox.push(now, &parcel("{\"text\":\"x\"}"), Reason::Said);
    }
    assert_eq!(outbox.flush(now), Flushed::Blocked);
    let _ = outbox.close(now, Backlog::Drop, Some(parcel("{\"type\":\"bye\"}")));
    drop(outbox);
    scene.others_come(1100).await;
    let heard = scene.confirms(id).await;
    let bye = |bytes: &Vec<u8>| String::from_utf8_lossy(bytes).contains("\"bye\"");
    assert!(heard.iter().any(bye), "of {} datagrams", heard.len());
    assert!(!scene.listener.endpoint.links().has(scene.from()));
}

#[tokio::test]
async fn a_link_that_nobody_speaks_for_is_brought_to_its_end() {
    let mut scene = scene().await;
    let (outbox, id) = scene.opens().await;
    let now = scene.now.mono;
    for _ in 0..MANY {
        let _ = outbox.push(now, &parcel("{\"text\":\"x\"}"), Reason::Said);
    }
    assert_eq!(outbox.flush(now), Flushed::Blocked);
    drop(outbox);
    let from = scene.from();
    scene.listener.speakers.replace(from).await;
    scene.confirms(id).await;
    assert!(!scene.listener.endpoint.links().has(from));
}

/// More than a link takes, less than it would end for.
const MANY: u32 = 100;
