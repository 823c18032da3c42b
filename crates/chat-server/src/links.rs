//! The links of one UDP socket: which conversation belongs to which address,
//! who has shown that it hears there, and when something is due next.
//!
//! Pure: datagrams and moments in, datagrams and news out. A stranger costs
//! nothing: an answer is computed, sent and forgotten. What a link's frames say
//! is not known here, and not who its peer is.

pub mod gate;
pub mod answers;
mod known;
mod leaving;
mod news;
mod tombs;

use std::collections::BTreeSet;
use std::collections::HashMap;
use std::net::SocketAddr;
use std::time::Duration;
use std::time::Instant;

use chat_link::Link;
use chat_link::Setup;
use chat_link::envelope;
use chat_link::envelope::Cookie;
use chat_link::envelope::Cover;
use chat_link::envelope::Datagram;
use chat_link::envelope::Fields;
use chat_link::envelope::LinkId;
use chat_link::envelope::Nonce;
use chat_link::envelope::Side;
use chat_link::policy::Policy;
use chat_link::proof::Secret;
use chat_proto::frame::server::RunId;
use chat_proto::now::Now;
use chat_proto::trace::event::Event;
use chat_proto::trace::link::Strange;

use answers::Answers;
use gate::Admission;
use gate::Knock;
pub use known::At;
use known::Capacity;
use known::Known;
pub use leaving::Leaving;
pub use news::Attention;
pub use news::Heard;
pub use news::Opened;
pub use news::Polled;
pub use news::To;
use tombs::Tombs;

/// All links of a socket.
#[derive(Debug)]
pub struct Links {
    terms: Terms,
    began: Instant,
    /// By address. Never walked.
    known: HashMap<SocketAddr, Known>,
    /// When each link is due.
    due: BTreeSet<(Instant, SocketAddr)>,
    /// Links to which something has happened since they were last asked what
    /// they have to send: those with [`Known::touched`].
    touched: Vec<SocketAddr>,
    answers: Answers,
    /// Wrong codes.
    guesses: Answers,
    tombs: Tombs,
    /// Links so far.
    count: u64,
}

/// What all links of a server have in common.
#[derive(Clone, Copy, Debug)]
pub struct Terms {
    /// What cookies and names of links are made with.
    pub secret: Secret,
    /// This run of the server.
    pub run: RunId,
    /// How links behave.
    pub policy: Policy,
    /// Whether they tell what they do.
    pub traced: bool,
    /// How many there may be.
    pub most: usize,
    /// The best cover that there is for whoever asks for one.
    pub cover: Cover,
}

/// What a client begins with.
struct Hello {
    nonce: Nonce,
    cookie: Option<Cookie>,
    cover: Cover,
    /// Of its datagram.
    length: usize,
}

impl Links {
    /// None yet.
    pub fn new(now: Instant, terms: Terms) -> Self {
        Self {
            terms,
            began: now,
            known: HashMap::new(),
            due: BTreeSet::new(),
            touched: Vec::new(),
            answers: Answers::new(now),
            guesses: Answers::guesses(now),
            tombs: Tombs::default(),
            count: 0,
        }
    }

    /// Whether an address has a link.
    pub fn has(&self, address: SocketAddr) -> bool {
        self.known.contains_key(&address)
    }

    /// Whether somebody unknown may come in without a link, having typed the
    /// code back.
    pub fn admit(&mut self, now: Now, from: SocketAddr, knock: Knock<'_>) -> Admission {
        let since = now.mono.saturating_duration_since(self.began);
        let secret = self.terms.secret;
        if let Some(code) = knock.code() {
            if !self.guesses.could(now.mono, from.ip()) {
                return Admission::default();
            }
            if secret.admits(code, from, since) {
                return Admission {
                    granted: true,
                    answer: knock.welcome().to_vec(),
                };
            }
            self.guesses.may(now.mono, from.ip());
        }
        let question = knock.question(now.wall, secret.code(from, since));
        let question = question.filter(|_| self.answers.may(now.mono, from.ip()));
        Admission {
            granted: false,
            answer: question.unwrap_or_default(),
        }
    }

    /// Whether nothing is under way on any link.
    pub fn is_idle(&self) -> bool {
        self.due.is_empty()
    }

    /// On how many links something is under way.
    pub fn awaited(&self) -> usize {
        self.due.len()
    }

    /// Takes in a datagram.
    pub fn handle_datagram(&mut self, now: Now, from: SocketAddr, bytes: &[u8]) -> Heard {
        let concerns = envelope::concerns_link(bytes);
        let Some(datagram) = concerns.then(|| envelope::read(bytes)).flatten() else {
            return self.on_naive(now.mono, from, bytes);
        };
        match datagram {
            Datagram::Hello(nonce, cookie, cover) => {
                let hello = Hello {
                    nonce,
                    cookie,
                    cover,
                    length: bytes.len(),
                };
                self.on_hello(now, from, &hello)
            }
            Datagram::Bound(id, fields) => self.on_bound(now, To(from, id), &fields, bytes),
            // These are answers. Answering them could go on for ever.
            Datagram::Cookie(..) | Datagram::Open(..) | Datagram::Reset(_) => {
                Heard::Frames(Vec::new())
            }
        }
    }

    /// The link at an address, if it is still this one.
    pub fn at(&mut self, To(address, id): To) -> Option<At<'_>> {
        let known = self.known.get_mut(&address)?;
        known.link.set_traced(self.terms.traced);
        (known.link.id() == id).then(|| At::new(known, &mut self.due, address))
    }

    /// When anything was last heard on a link, if it is there.
    pub fn heard_at(&self, To(address, id): To) -> Option<Instant> {
        let known = self.known.get(&address)?;
        (known.link.id() == id).then(|| known.link.heard_at())
    }

    /// Nothing more will be given to a link: it ends when everything is
    /// confirmed, or soon. Said again, it changes nothing.
    pub fn finish(&mut self, now: Instant, To(address, id): To) {
        let known = self.known.get_mut(&address);
        let known = known.filter(|k| k.link.id() == id && k.until.is_none());
        if let Some(known) = known {
            known.until = Some(now + LAST_WORDS);
            known.touch(&mut self.touched, address);
        }
    }

    /// A moment that [`Links::poll_timeout`] asked for has come.
    pub fn handle_timeout(&mut self, now: Instant) {
        while let Some((at, address)) = self.due.first().copied().filter(|(at, _)| *at <= now) {
            self.due.remove(&(at, address));
            if let Some(known) = self.known.get_mut(&address) {
                known.due = None;
                known.link.set_traced(self.terms.traced);
                known.link.handle_timeout(now);
                known.touch(&mut self.touched, address);
            }
        }
    }

    /// Writes what has to leave on one link to which something has happened: its
    /// peer, and whether somebody has to look after it. Until there is no other.
    pub fn poll_transmit(&mut self, now: Now, out: &mut Leaving) -> Option<Polled> {
        let address = self.touched.pop()?;
        let mut polled = Polled {
            address,
            attention: None,
        };
        if let Some(known) = self.known.get_mut(&address) {
            known.touched = false;
            known.link.set_traced(self.terms.traced);
            let ending = known.link.ending();
            if known.capacity == Capacity::Lacking || ending.is_some() {
                let to = To(address, known.link.id());
                polled.attention = Some(Attention { to, ending });
            }
            let mut at = At::new(known, &mut self.due, address);
            at.poll_transmit(now, out);
            if at.is_done(now.mono) {
                at.say_it_is_over(now, out);
                self.forget(now.mono, address);
            }
        }
        Some(polled)
    }

    /// Whether links tell what they do, from when something happens to them next.
    pub fn set_traced(&mut self, traced: bool) {
        self.terms.traced = traced;
    }

    /// The next event of a link, where they are traced.
    pub fn poll_event(&mut self, of: SocketAddr) -> Option<Event> {
        self.known.get_mut(&of)?.link.poll_event()
    }

    /// When [`Links::handle_timeout`] is needed next.
    pub fn poll_timeout(&self) -> Option<Instant> {
        self.due.first().map(|(at, _)| *at)
    }

    fn on_naive(&mut self, now: Instant, from: SocketAddr, bytes: &[u8]) -> Heard {
        match self.known.get_mut(&from) {
            None => Heard::Naive { left: false },
            Some(known) if known.used => {
                known.link.set_traced(self.terms.traced);
                known.link.handle_unread(bytes);
                known.touch(&mut self.touched, from);
                Heard::Beside
            }
            // The answer never came to its peer, which took us for one without links.
            Some(_) => {
                self.forget(now, from);
                Heard::Naive { left: true }
            }
        }
    }

    fn on_hello(&mut self, now: Now, from: SocketAddr, hello: &Hello) -> Heard {
        let Hello {
            nonce,
            cookie,
            cover,
            length,
        } = *hello;
        let nothing = Heard::Frames(Vec::new());
        // No stranger is sent more than it sent.
        if length < envelope::ANSWER_BYTES {
            return Heard::Refused(Strange::Short, None);
        }
        let mut answer = Vec::with_capacity(envelope::ANSWER_BYTES);
        let since = now.mono.saturating_duration_since(self.began);
        let secret = self.terms.secret;
        let proved = cookie.filter(|cookie| secret.proves(*cookie, from, nonce, since));
        let known = self.known.get(&from).filter(|known| known.nonce == nonce);
        let old = known.map(|known| (known.link.id(), known.cover));
        match (proved, old) {
            (None, _) => {
                if !self.answers.may(now.mono, from.ip()) {
                    return Heard::Refused(Strange::Flood, None);
                }
                let right = secret.cookie(from, nonce, since);
                envelope::write_answer(&mut answer, now.wall, &Datagram::Cookie(nonce, right));
                match cookie {
                    None => Heard::Stranger(answer),
                    Some(_) => Heard::Refused(Strange::CookieWrong, Some(answer)),
                }
            }
            // The answer was lost on its way.
            (Some(_), Some((id, cover))) => {
                let open = Datagram::Open(nonce, id, Some(self.terms.run), cover);
                envelope::write_answer(&mut answer, now.wall, &open);
                Heard::Stranger(answer)
            }
            (Some(_), None) if self.tombs.has(now.mono, from, nonce) => nothing,
            (Some(_), None) if self.known.len() >= self.terms.most => nothing,
            (Some(_), None) => {
                let cover = self.terms.cover.min(cover);
                let link = self.open(now.mono, from, (nonce, cover));
                let open = Datagram::Open(nonce, link, Some(self.terms.run), cover);
                envelope::write_answer(&mut answer, now.wall, &open);
                Heard::Opened(Opened {
                    link,
                    cover,
                    answer,
                })
            }
        }
    }

    /// A link begins; one that was at this address is over.
    fn open(&mut self, now: Instant, from: SocketAddr, hello: (Nonce, Cover)) -> LinkId {
        self.forget(now, from);
        self.count += 1;
        let id = self.terms.secret.link_id(self.count);
        let setup = Setup {
            id,
            side: Side::Server,
            policy: self.terms.policy,
            seed: id.0,
            traced: self.terms.traced,
        };
        let known = Known::new(Link::new(now, setup), hello);
        self.known.insert(from, known);
        id
    }

    fn on_bound(&mut self, now: Now, of: To, fields: &Fields, bytes: &[u8]) -> Heard {
        let To(from, id) = of;
        let known = self.known.get_mut(&from);
        let Some(known) = known.filter(|known| known.link.id() == id) else {
            // An acknowledgement is an answer; a frame is a question, and may be
            // answered if it is long enough.
            if fields.frame.is_none() {
                return Heard::Frames(Vec::new());
            }
            let asks = bytes.len() >= envelope::ANSWER_BYTES;
            if !asks || !self.answers.may(now.mono, from.ip()) {
                return Heard::Refused(Strange::NoLink, None);
            }
            let mut answer = Vec::new();
            envelope::write_answer(&mut answer, now.wall, &Datagram::Reset(id));
            return Heard::Refused(Strange::NoLink, Some(answer));
        };
        known.used = true;
        known.link.set_traced(self.terms.traced);
        known.link.handle_bound(now, fields, bytes);
        let frames = std::iter::from_fn(|| known.link.poll_frame()).collect();
        known.touch(&mut self.touched, from);
        Heard::Frames(frames)
    }

    fn forget(&mut self, now: Instant, address: SocketAddr) {
        if let Some(known) = self.known.remove(&address) {
            known.due.map(|at| self.due.remove(&(at, address)));
            self.tombs.add(now, address, known.nonce);
        }
    }
}

/// How long the last frames of a link have, its `bye` among them.
const LAST_WORDS: Duration = Duration::from_secs(5);

#[cfg(test)]
mod tests;
