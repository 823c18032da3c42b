//! Any datagrams in any order against one end of a link, and what must hold
//! whatever they are. `run` is what the fuzzer runs, too: bytes that it finds are
//! a test here.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::time::Duration;
use std::time::Instant;

use chat_proto::now::Now;
use chat_proto::stamp::Stamp;
use chat_proto::trace::event::Event;
use chat_proto::trace::link;

use crate::Link;
use crate::Setup;
use crate::envelope;
use crate::envelope::Ack;
use crate::envelope::Cover;
use crate::envelope::Datagram;
use crate::envelope::Fields;
use crate::envelope::LinkId;
use crate::envelope::Side;
use crate::policy::DATAGRAM_BYTES;
use crate::policy::MAX_FRAGMENTS;
use crate::policy::Policy;
use crate::policy::RECEIVE_WINDOW;
use crate::policy::SEND_QUEUE;
use crate::policy::SEND_WINDOW;

/// Does what the bytes say. Panics where something does not hold.
pub fn run(began: Instant, bytes: &[u8]) {
    let mut tape = Tape(bytes);
    let first = tape.byte();
    let mut policy = if first & 1 == 0 {
        Policy::default()
    } else {
        Policy::textbook()
    };
    let side = if first & 2 == 0 {
        Side::Server
    } else {
        policy.keep_alive = Some(Duration::from_secs(15));
        Side::Peer
    };
    let setup = Setup {
        id: LINK,
        side,
        policy,
        seed: 7,
        traced: true,
    };
    let mut end = End {
        began,
        now: began,
        policy,
        link: Link::new(began, setup),
        delivered: 0,
        marked: 0,
        held: BTreeSet::new(),
        tries: BTreeMap::new(),
        confirmed: BTreeSet::new(),
        claimed: (0, BTreeSet::new()),
    };
    for _ in 0..OPERATIONS {
        if tape.0.is_empty() {
            return;
        }
        end.operate(&mut tape);
        end.settle();
    }
}

/// Bytes that are read as a script; after their end come zeros.
struct Tape<'a>(&'a [u8]);

impl Tape<'_> {
    fn byte(&mut self) -> u8 {
        match self.0 {
            [first, rest @ ..] => {
                self.0 = rest;
                *first
            }
            [] => 0,
        }
    }

    fn bytes(&mut self, count: usize) -> Vec<u8> {
        (0..count).map(|_| self.byte()).collect()
    }

    fn word(&mut self) -> u32 {
        u32::from_be_bytes([self.byte(), self.byte(), self.byte(), self.byte()])
    }

    fn half(&mut self) -> u16 {
        u16::from_be_bytes([self.byte(), self.byte()])
    }
}

/// One end, and what is known of it from its events.
struct End {
    began: Instant,
    now: Instant,
    policy: Policy,
    link: Link,
    /// Up to here everything was delivered.
    delivered: u32,
    /// The last number that a delivered frame bore.
    marked: u64,
    held: BTreeSet<u32>,
    tries: BTreeMap<u32, u16>,
    confirmed: BTreeSet<u32>,
    /// What the other side has said that it has: all up to here, and these.
    claimed: (u32, BTreeSet<u32>),
}

impl End {
    fn operate(&mut self, tape: &mut Tape<'_>) {
        match tape.byte() % 8 {
            0 => self.say(tape),
            1 => self.pass(Duration::from_millis(1 << (tape.byte() % 17))),
            2 => self.hear_anything(tape),
            3 => self.hear_ends(tape),
            _ => self.hear_fields(tape),
        }
    }

    fn say(&mut self, tape: &mut Tape<'_>) {
        let length = usize::from(tape.byte()) * usize::from(tape.byte() % 32);
        let object = format!("{{\"text\":\"{}\"}}", "x".repeat(length));
        let now = self.moment();
        let _ = self.link.send(now, object.as_bytes());
    }

    /// Time passes, and the link is woken whenever it asked for it.
    fn pass(&mut self, time: Duration) {
        let end = self.now + time;
        let mut woken = 0;
        while let Some(at) = self.link.poll_timeout().filter(|at| *at <= end) {
            self.now = self.now.max(at);
            self.settle();
            woken += 1;
            assert!(woken < 20_000, "it wants to be woken without end");
        }
        self.now = end;
    }

    /// Bytes that begin as one of its datagrams does, or not.
    fn hear_anything(&mut self, tape: &mut Tape<'_>) {
        let mut bytes = match tape.byte() % 3 {
            0 => Vec::new(),
            1 => format!("{{\"link\":\"{LINK}\",\"n\":1,").into_bytes(),
            _ => format!("{{\"link\":\"{LINK}\",\"ack\":0,\"got\":[").into_bytes(),
        };
        let count = usize::from(tape.byte());
        bytes.extend(tape.bytes(count));
        if let Some(datagram) = envelope::read(&bytes) {
            self.hear(&datagram, &bytes);
        }
    }

    /// What ends or begins a link, of this one and of others.
    fn hear_ends(&mut self, tape: &mut Tape<'_>) {
        let id = if tape.byte() & 1 == 0 {
            LinkId(1)
        } else {
            LINK
        };
        let nonce = envelope::Nonce(1);
        let datagram = match tape.byte() % 4 {
            0 => Datagram::Reset(id),
            1 => Datagram::Hello(nonce, None, Cover::Clear),
            2 => Datagram::Open(nonce, id, None, Cover::Clear),
            _ => Datagram::Cookie(nonce, envelope::Cookie(1)),
        };
        self.hear(&datagram, b"{}");
    }

    /// Any valid fields: of the past, of the future, contradicting themselves.
    fn hear_fields(&mut self, tape: &mut Tape<'_>) {
        let has = tape.byte();
        let frame = (has & 1 != 0).then(|| (self.number(tape), tape.half() % 40));
        let ack = (has & 2 != 0).then(|| {
            let upto = self.number(tape);
            let mut got: Vec<u32> = (0..tape.byte() % 8).map(|_| self.number(tape)).collect();
            if has & 64 != 0 {
                got = got.repeat(usize::from(tape.half()));
            }
            let of = (has & 4 != 0).then(|| (self.number(tape), tape.half() % 40));
            let tries = vec![tape.half(); usize::from(has & 8)];
            Ack {
                upto,
                got,
                of,
                tries,
            }
        });
        let part = (has & 16 != 0).then(|| match tape.byte() % 4 {
            0 => (tape.half(), tape.half()),
            k => (u16::from(k), 3),
        });
        let n = frame.map_or(0, |(n, _)| n);
        let text = "y".repeat(usize::from(has) * 4);
        // A frame of its own bears its number; a part is a piece of another's.
        let bytes = match part {
            None => format!("{{\"link\":\"{LINK}\",\"mark\":{n},\"text\":\"{text}\"}}"),
            Some((k, of)) => format!("{{\"part\":\"{k}/{of}\",\"text\":\"{text}\"}}"),
        };
        let id = if has & 32 == 0 { LINK } else { LinkId(1) };
        let fields = Fields { frame, ack, part };
        self.hear(&Datagram::Bound(id, fields), bytes.as_bytes());
    }

    /// A number that may matter.
    fn number(&self, tape: &mut Tape<'_>) -> u32 {
        let sent = self.tries.last_key_value().map_or(0, |(n, _)| *n);
        let (kind, more) = (tape.byte(), u32::from(tape.byte()));
        match kind % 8 {
            0 => 0,
            1 => u32::MAX,
            2 => self.delivered + 1,
            3 => self.delivered.saturating_add(more % 70),
            4 => sent,
            5 => sent + 1,
            6 => sent.saturating_sub(more % 40),
            _ => tape.word(),
        }
    }

    fn hear(&mut self, datagram: &Datagram, bytes: &[u8]) {
        let now = self.moment();
        self.note_claims(datagram);
        let before = self.link.clone();
        self.link.handle_datagram(now, datagram, bytes);
        if !concerns(datagram) {
            while self.link.poll_event().is_some() {}
            assert_eq!(self.link, before, "a foreign datagram changed something");
        }
    }

    fn note_claims(&mut self, datagram: &Datagram) {
        let Datagram::Bound(LINK, Fields { ack: Some(ack), .. }) = datagram else {
            return;
        };
        self.claimed.0 = self.claimed.0.max(ack.upto);
        self.claimed.1.extend(&ack.got);
    }

    /// Takes out everything, and looks at it.
    fn settle(&mut self) {
        if self.link.poll_timeout().is_some_and(|at| at <= self.now) {
            self.link.handle_timeout(self.now);
        }
        let now = self.moment();
        let mut left = 0;
        let mut out = Vec::new();
        while self.link.poll_transmit(now, &mut out) {
            left += 1;
            // Frames, and acknowledgements said twice.
            assert!(left <= SEND_WINDOW + 4, "more than a window leaves at once");
            assert!(out.len() <= DATAGRAM_BYTES, "{} bytes", out.len());
            assert!(envelope::read(&out).is_some(), "{}", out.escape_ascii());
            out.clear();
        }
        while let Some(event) = self.link.poll_event() {
            self.note(&event);
        }
        while let Some(frame) = self.link.poll_frame() {
            self.on_frame(&frame);
        }
        let waiting = self.link.waiting();
        assert!(
            waiting <= SEND_QUEUE + usize::from(MAX_FRAGMENTS),
            "{waiting} wait"
        );
        let under_way = self.link.unacked() - waiting;
        assert!(under_way <= SEND_WINDOW as usize, "{under_way} under way");
        assert!(
            self.held.len() <= RECEIVE_WINDOW as usize,
            "{:?} held",
            self.held
        );
        let spins = self.link.poll_timeout().is_some_and(|at| at <= self.now);
        assert!(!spins, "it wants to be called again at once");
        let over = self.link.ending().is_some();
        assert!(
            !over || self.link.poll_timeout().is_none(),
            "the dead wake up"
        );
    }

    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "a few of many events matter here"
    )]
    fn note(&mut self, event: &Event) {
        match event {
            Event::Sent(link::Sent { n, r#try, .. }) => {
                let seldom = self.policy.patience.as_secs() / 2 + 2;
                let most = u64::from(self.policy.tries) + seldom;
                assert!(u64::from(*r#try) <= most, "{n} left {try} times");
                assert!(!self.confirmed.contains(n), "{n} leaves and is confirmed");
                let before = self.tries.insert(*n, *r#try).unwrap_or(0);
                assert_eq!(before + 1, *r#try, "a copy of {n} is missing");
            }
            Event::Acked(link::Acked { n, .. }) => {
                assert!(self.tries.contains_key(n), "{n} never left");
                assert!(self.confirmed.insert(*n), "{n} is confirmed twice");
                let (upto, got) = &self.claimed;
                assert!(n <= upto || got.contains(n), "nobody has {n}");
            }
            Event::Delivered(link::Delivered { n, .. }) => {
                assert_eq!(*n, self.delivered + 1, "out of turn");
                self.delivered = *n;
                self.held.remove(n);
            }
            Event::Held(link::Held { n, missing, .. }) => {
                assert_eq!(*missing, self.delivered + 1);
                assert!(*n > *missing && self.held.insert(*n), "{n} is held twice");
                let most = self.delivered.saturating_add(RECEIVE_WINDOW);
                assert!(*n <= most, "{n} is held after {}", self.delivered);
            }
            _ => {}
        }
    }

    /// Frames come in the order of their numbers, each once.
    fn on_frame(&mut self, frame: &[u8]) {
        let value: serde_json::Value = serde_json::from_slice(frame).unwrap_or_default();
        if let Some(mark) = value["mark"].as_u64() {
            assert!(mark > self.marked, "{mark} after {}", self.marked);
            self.marked = mark;
        }
    }

    fn moment(&self) -> Now {
        let ms = (self.now - self.began).as_millis();
        Now {
            mono: self.now,
            wall: Stamp::from_unix_ms(u64::try_from(ms).unwrap_or(u64::MAX)),
        }
    }
}

/// Whether a datagram may change anything.
fn concerns(datagram: &Datagram) -> bool {
    match datagram {
        Datagram::Bound(id, _) | Datagram::Reset(id) => *id == LINK,
        Datagram::Hello(..) | Datagram::Cookie(..) | Datagram::Open(..) => false,
    }
}

const LINK: LinkId = LinkId(0xb7f3_a91c_20d4_e6b8);

/// What one script does, at most.
const OPERATIONS: usize = 400;
