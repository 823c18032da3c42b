//! Any datagrams from any addresses against the links of a server, and what must
//! hold whatever they are. `run` is what the fuzzer runs, too: bytes that it finds
//! are a test here.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::time::Duration;
use std::time::Instant;

use chat_link::envelope;
use chat_link::envelope::ANSWER_BYTES;
use chat_link::envelope::Ack;
use chat_link::envelope::Cookie;
use chat_link::envelope::Cover;
use chat_link::envelope::Datagram;
use chat_link::envelope::LinkId;
use chat_link::envelope::Nonce;
use chat_link::envelope::Side;
use chat_link::policy::DATAGRAM_BYTES;
use chat_link::policy::Policy;
use chat_link::proof::Secret;
use chat_proto::frame::server::RunId;
use chat_proto::now::Now;
use chat_proto::stamp::Stamp;

use crate::links::Heard;
use crate::links::Leaving;
use crate::links::Links;
use crate::links::Opened;
use crate::links::Terms;
use crate::links::To;

/// Does what the bytes say. Panics where something does not hold.
pub fn run(began: Instant, bytes: &[u8]) {
    let terms = Terms {
        secret: Secret::new([1, 2]),
        run: RunId(3),
        policy: Policy::default(),
        traced: false,
        most: MOST,
        cover: Cover::Clear,
    };
    let mut town = Town {
        began,
        now: began,
        links: Links::new(began, terms),
        cookies: BTreeSet::new(),
        open: BTreeMap::new(),
        opened: Vec::new(),
        answers: 0,
    };
    for operation in bytes.chunks(OPERATION).take(OPERATIONS) {
        let mut padded = [0; OPERATION];
        padded[..operation.len()].copy_from_slice(operation);
        town.operate(padded);
        town.settle();
    }
}

/// A server's links, and what everybody may know of them.
struct Town {
    began: Instant,
    now: Instant,
    links: Links,
    /// Which cookie went to which address, for which nonce.
    cookies: BTreeSet<(SocketAddr, u64, u64)>,
    /// Which link an address has, and the last number that was delivered on it.
    open: BTreeMap<SocketAddr, (LinkId, u64)>,
    /// Every link that ever was: whoever listened knows them.
    opened: Vec<LinkId>,
    /// Answers to strangers since time last passed.
    answers: usize,
}

impl Town {
    fn operate(&mut self, [what, who, a, b, c, d]: [u8; OPERATION]) {
        let from = address(who);
        match what % 10 {
            0 => self.hear(from, &hello(a, None, usize::from(b))),
            1 | 2 => self.hear(from, &hello(a, Some(self.stolen(b)), usize::from(c))),
            3 | 4 => self.hear(from, &self.frame(a, u32::from(b), c, d)),
            5 => self.hear(from, &self.answer(a, b)),
            6 => self.hear(from, &mangled(&self.frame(a, 1, 1, b), c, d)),
            7 => self.pass(Duration::from_millis(1 << (a % 18))),
            8 => self.say(address(a), b),
            _ => self.finish(address(a)),
        }
    }

    /// One of the cookies that were given to anybody.
    fn stolen(&self, which: u8) -> Cookie {
        let count = self.cookies.len().max(1);
        let cookie = self.cookies.iter().nth(usize::from(which) % count);
        Cookie(cookie.map_or(1, |(_, _, cookie)| *cookie))
    }

    fn link(&self, which: u8) -> LinkId {
        let count = self.opened.len().max(1);
        let known = self.opened.get(usize::from(which) % count).copied();
        known
            .filter(|_| which < 240)
            .unwrap_or_else(|| LinkId(u64::from(which)))
    }

    fn frame(&self, which: u8, n: u32, copy: u8, length: u8) -> Vec<u8> {
        let text = "x".repeat(usize::from(length) * 5);
        let object = format!("{{\"mark\":{n},\"text\":\"{text}\"}}");
        let mut out = Vec::new();
        let id = (n, u16::from(copy % 40));
        envelope::write_frame(&mut out, self.link(which), id, None, object.as_bytes());
        out
    }

    fn answer(&self, which: u8, what: u8) -> Vec<u8> {
        let (mut out, nonce, link) = (Vec::new(), Nonce(u64::from(which % 3)), self.link(which));
        let wall = self.moment().wall;
        let answer = match what % 4 {
            0 => Datagram::Cookie(nonce, Cookie(1)),
            1 => Datagram::Open(nonce, link, None, Cover::Clear),
            2 => Datagram::Reset(link),
            _ => {
                let (upto, of) = (u32::from(what / 4), None);
                let (got, tries) = (vec![upto + 2], Vec::new());
                let ack = Ack {
                    upto,
                    got,
                    of,
                    tries,
                };
                let side = if what & 64 == 0 {
                    Side::Server
                } else {
                    Side::Peer
                };
                envelope::write_ack(&mut out, side, wall, link, &ack);
                return out;
            }
        };
        envelope::write_answer(&mut out, wall, &answer);
        out
    }

    fn hear(&mut self, from: SocketAddr, bytes: &[u8]) {
        let now = self.moment();
        let asked = envelope::read(bytes);
        match self.links.handle_datagram(now, from, bytes) {
            Heard::Naive { .. } | Heard::Beside | Heard::Refused(_, None) => {}
            Heard::Frames(frames) => self.on_frames(from, asked.as_ref(), &frames),
            Heard::Stranger(answer) | Heard::Refused(_, Some(answer)) => {
                self.on_answer(from, bytes, asked.as_ref(), &answer);
            }
            Heard::Opened(Opened {
                link: id, answer, ..
            }) => {
                assert!(answer.len() <= bytes.len() && bytes.len() >= ANSWER_BYTES);
                let Some(Datagram::Hello(Nonce(nonce), Some(Cookie(cookie)), _)) = asked else {
                    panic!("{asked:?} opened a link");
                };
                let given = self.cookies.contains(&(from, nonce, cookie));
                assert!(given, "{from} has not shown that it hears");
                assert!(!self.opened.contains(&id), "{id} was there before");
                self.opened.push(id);
                self.open.insert(from, (id, 0));
            }
        }
    }

    fn on_answer(
        &mut self,
        from: SocketAddr,
        asked: &[u8],
        read: Option<&Datagram>,
        answer: &[u8],
    ) {
        assert!(
            answer.len() <= asked.len(),
            "{} for {}",
            answer.len(),
            asked.len()
        );
        self.answers += 1;
        match (read, envelope::read(answer)) {
            (Some(Datagram::Hello(nonce, ..)), Some(Datagram::Cookie(to, cookie))) => {
                assert_eq!(*nonce, to);
                self.cookies.insert((from, nonce.0, cookie.0));
            }
            (Some(Datagram::Hello(..)), Some(Datagram::Open(_, id, ..))) => {
                assert_eq!(self.open.get(&from).map(|open| open.0), Some(id));
            }
            (Some(Datagram::Bound(id, fields)), Some(Datagram::Reset(of))) => {
                assert!(fields.frame.is_some(), "an acknowledgement is an answer");
                assert_eq!(*id, of);
            }
            other => panic!("{other:?}"),
        }
    }

    fn on_frames(&mut self, from: SocketAddr, asked: Option<&Datagram>, frames: &[Vec<u8>]) {
        for frame in frames {
            let Some(Datagram::Bound(id, _)) = asked else {
                panic!("{asked:?} brought a frame");
            };
            let open = self.open.get_mut(&from).filter(|open| open.0 == *id);
            let (_, last) = open.expect("a frame of somebody else");
            let value: serde_json::Value = serde_json::from_slice(frame).unwrap_or_default();
            if let Some(mark) = value["mark"].as_u64() {
                assert!(mark > *last, "{mark} after {last}");
                *last = mark;
            }
        }
    }

    fn pass(&mut self, time: Duration) {
        let end = self.now + time;
        let mut woken = 0;
        while let Some(at) = self.links.poll_timeout().filter(|at| *at <= end) {
            self.now = self.now.max(at);
            self.settle();
            woken += 1;
            assert!(woken < 50_000, "it wants to be woken without end");
        }
        self.now = end;
        self.answers = 0;
    }

    fn say(&mut self, to: SocketAddr, length: u8) {
        let Some((id, _)) = self.open.get(&to) else {
            return;
        };
        let text = "x".repeat(usize::from(length) * 10);
        let frame = format!("{{\"text\":\"{text}\"}}");
        let (now, mut leaving) = (self.moment(), Leaving::default());
        if let Some(mut link) = self.links.at(To(to, *id)) {
            let _ = link.send(now, frame.as_bytes(), frame.len());
            link.poll_transmit(now, &mut leaving);
        }
        self.look_at(&leaving);
    }

    /// What leaves goes to those who have shown that they hear.
    fn look_at(&self, leaving: &Leaving) {
        let mut start = 0;
        for (to, end) in &leaving.ends {
            assert!(self.open.contains_key(to), "{to} has shown nothing");
            let length = end - start;
            assert!(length <= DATAGRAM_BYTES, "{length} bytes");
            start = *end;
        }
    }

    fn finish(&mut self, to: SocketAddr) {
        if let Some((id, _)) = self.open.get(&to) {
            self.links.finish(self.now, To(to, *id));
        }
    }

    fn settle(&mut self) {
        // Twice: what was heard may make something due that was not.
        for _ in 0..2 {
            self.links.handle_timeout(self.now);
            let mut leaving = Leaving::default();
            let now = self.moment();
            while self.links.poll_transmit(now, &mut leaving).is_some() {}
            self.look_at(&leaving);
        }
        self.open.retain(|address, _| self.links.has(*address));
        let known = (0..ADDRESSES)
            .filter(|n| self.links.has(address(*n)))
            .count();
        assert_eq!(
            known,
            self.open.len(),
            "somebody is known who showed nothing"
        );
        assert!(known <= MOST, "{known} links");
        assert!(self.answers <= 500, "{} answers at once", self.answers);
        let spins = self.links.poll_timeout().is_some_and(|at| at <= self.now);
        assert!(!spins, "it wants to be called again at once");
    }

    fn moment(&self) -> Now {
        let ms = (self.now - self.began).as_millis();
        Now {
            mono: self.now,
            wall: Stamp::from_unix_ms(u64::try_from(ms).unwrap_or(u64::MAX)),
        }
    }
}

/// A hello, whole or short, or with more behind it.
fn hello(nonce: u8, cookie: Option<Cookie>, cut: usize) -> Vec<u8> {
    let mut out = Vec::new();
    envelope::write_hello(&mut out, Nonce(u64::from(nonce % 3)), cookie, Cover::Clear);
    if cut >= 200 {
        // One byte of padding less: too short for an answer.
        let pad = out.len() - 3;
        out.remove(pad);
    }
    out
}

/// One byte is another. Its number may be, too, so it bears no mark.
fn mangled(bytes: &[u8], at: u8, with: u8) -> Vec<u8> {
    let unmarked = String::from_utf8_lossy(bytes).replace("mark", "note");
    let mut bytes = unmarked.into_bytes();
    let at = usize::from(at) % bytes.len();
    bytes[at] ^= with;
    bytes
}

fn address(n: u8) -> SocketAddr {
    let n = n % ADDRESSES;
    SocketAddr::from(([10, 0, 0, n / 3], 1000 + u16::from(n % 3)))
}

/// Two machines with three ports each.
const ADDRESSES: u8 = 6;

/// One place fewer than there are addresses.
const MOST: usize = 5;

/// Bytes of one operation, and how many there are.
const OPERATION: usize = 6;
const OPERATIONS: usize = 300;
