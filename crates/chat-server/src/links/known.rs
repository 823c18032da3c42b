//! One link of a server, and what is noted about it: when it is due, whether
//! anybody waits for room in it.

use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::time::Instant;

use chat_link::Link;
use chat_link::Unsent;
use chat_link::envelope;
use chat_link::envelope::Cover;
use chat_link::envelope::Datagram;
use chat_link::envelope::Nonce;
use chat_link::policy::SEND_WINDOW;
use chat_proto::now::Now;

use crate::links::leaving::Leaving;

/// A link and what is noted about it.
#[derive(Debug)]
pub struct Known {
    /// The link.
    pub link: Link,
    /// Whether the peer has said anything over it.
    pub used: bool,
    /// The hello that it began with.
    pub nonce: Nonce,
    /// What travels inside it.
    pub cover: Cover,
    /// Nothing more is to be sent: the last frames have until then.
    pub until: Option<Instant>,
    /// Whether it is on the list of those to which something has happened.
    pub touched: bool,
    /// Whether it could take the frame that it was given last.
    pub capacity: Capacity,
    /// Its entry among those that are due.
    pub due: Option<Instant>,
}

/// Room for frames.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Capacity {
    /// As far as is known.
    Enough,
    /// A frame had to be left where it waits.
    Lacking,
}

impl Known {
    /// Of a link that has just begun.
    pub fn new(link: Link, (nonce, cover): (Nonce, Cover)) -> Self {
        Self {
            link,
            used: false,
            nonce,
            cover,
            until: None,
            touched: false,
            capacity: Capacity::Enough,
            due: None,
        }
    }

    /// Puts it on the list of those to which something has happened.
    pub fn touch(&mut self, touched: &mut Vec<SocketAddr>, address: SocketAddr) {
        if !self.touched {
            self.touched = true;
            touched.push(address);
        }
    }
}

/// A link that is given frames, and asked what has to leave.
#[derive(Debug)]
pub struct At<'a> {
    known: &'a mut Known,
    due: &'a mut BTreeSet<(Instant, SocketAddr)>,
    address: SocketAddr,
}

impl<'a> At<'a> {
    /// A link, and where it is noted when it is due.
    pub fn new(
        known: &'a mut Known,
        due: &'a mut BTreeSet<(Instant, SocketAddr)>,
        address: SocketAddr,
    ) -> Self {
        Self {
            known,
            due,
            address,
        }
    }

    /// Gives it frames of one length: how many bytes of them it took, and why
    /// no more.
    pub fn send(&mut self, now: Now, frames: &[u8], each: usize) -> (usize, Option<Unsent>) {
        let mut given = 0;
        self.known.capacity = Capacity::Enough;
        for frame in frames.chunks(each.max(1)) {
            // What waits beyond a window waits in the outbox, where it is counted.
            let full = self.known.link.waiting() >= SEND_WINDOW as usize;
            let sent = if full {
                Err(Unsent::Full)
            } else {
                self.known.link.send(now, frame)
            };
            if sent == Err(Unsent::Full) {
                self.known.capacity = Capacity::Lacking;
            }
            if let Err(why @ (Unsent::Full | Unsent::Over)) = sent {
                return (given, Some(why));
            }
            // What no link can carry is left out, as an unfit frame.
            given += frame.len();
        }
        (given, None)
    }

    /// Gives it the last frames that it gets, of one length: what waits beyond the window
    /// has no outbox to wait in.
    pub fn send_last(&mut self, now: Now, frames: &[u8], each: usize) {
        for frame in frames.chunks(each.max(1)) {
            // Where it is over, there is nobody to send it to.
            let _ = self.known.link.send(now, frame);
        }
    }

    /// Writes what has to leave now, and notes when it is due again.
    pub fn poll_transmit(&mut self, now: Now, out: &mut Leaving) {
        while self.known.link.poll_transmit(now, &mut out.bytes) {
            out.ends.push((self.address, out.bytes.len()));
        }
        let next = [self.known.link.poll_timeout(), self.known.until];
        let next = next.into_iter().flatten().min();
        if next != self.known.due {
            let before = std::mem::replace(&mut self.known.due, next);
            before.map(|at| self.due.remove(&(at, self.address)));
            self.due.extend(next.map(|at| (at, self.address)));
        }
    }

    /// Tells a peer that has not confirmed everything that nobody is here any more: it
    /// may have been away for long, or somebody holds its datagrams, and it believes
    /// itself connected.
    pub fn say_it_is_over(&self, now: Now, out: &mut Leaving) {
        if self.known.link.unacked() > 0 {
            let reset = Datagram::Reset(self.known.link.id());
            envelope::write_answer(&mut out.bytes, now.wall, &reset);
            out.ends.push((self.address, out.bytes.len()));
        }
    }

    /// Whether it has said its last.
    pub fn is_done(&self, now: Instant) -> bool {
        let link = &self.known.link;
        let done = link.unacked() == 0 || link.ending().is_some();
        self.known.until.is_some_and(|until| done || until <= now)
    }
}
