//! Everything a session remembers, and how it speaks.

use std::collections::VecDeque;
use std::time::Duration;

use chat_proto::frame::Id;
use chat_proto::frame::PeerFrame;
use chat_proto::frame::Token;
use chat_proto::frame::peer::Join;
use chat_proto::frame::trust::Offer;
use chat_proto::limits::NAME_CHARS;
use chat_proto::name::Name;
use chat_proto::now::Now;
use chat_trust::key::Key;

use crate::session::backoff::Backoff;
use crate::session::pace::Pace;
use crate::session::phase::Phase;
use crate::session::receipts::Receipts;
use crate::session::rooms::Rooms;
use crate::session::servers::Servers;
use crate::session::shown::Offered;
use crate::session::shown::Trust;
use crate::session::traffic::News;
use crate::session::traffic::Output;
use crate::session::traffic::Setup;

/// The memory of a session.
#[derive(Debug)]
pub(in crate::session) struct State {
    pub setup: Setup,
    pub phase: Phase,
    /// Whether what is sent on this connection may be lost without a word.
    pub loses: bool,
    /// The name to ask for next: the wish, or a variant of it.
    pub trying: Name,
    /// How many variants of the wish were taken.
    pub variant: u32,
    /// The name that the server knows us by; before that, the one to ask for.
    pub you: String,
    /// The name that we had before the connection was lost, while a ghost of
    /// ours still bears it.
    pub lost_name: Option<Name>,
    pub rooms: Rooms,
    pub receipts: Receipts,
    pub pace: Pace,
    pub backoff: Backoff,
    /// The run of the server that the numbers of messages belong to.
    pub run: Option<String>,
    /// Their numbering, where the server has one that outlives a run.
    pub log: Option<String>,
    /// With what a new connection goes on with the session of the last one.
    pub session: Option<Token>,
    /// Questions whose answers have not come, oldest first: at most [`ASKED`].
    pub asked: VecDeque<PendingRequest>,
    pub out: VecDeque<Output>,
    /// What we show of ourselves, and what we are shown.
    pub trust: Trust,
    pub servers: Servers,
    /// Whether a person releases each datagram.
    pub manual_delivery: bool,
    /// How long the link waits for a sign of the other side, where there is one.
    pub link: Option<Duration>,
    ids: u64,
    tickets: u64,
}

/// A question that a peer may answer or refuse.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::session) struct PendingRequest {
    pub id: Id,
    pub what: What,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::session) enum What {
    /// Another name; whether a person wanted it, and not the session.
    Nick { by_person: bool },
    /// The end of our stay in a room.
    Leave,
    /// The people of a room; whether a person wants to read them.
    Who { by_person: bool },
}

impl State {
    pub(in crate::session) fn new(setup: Setup) -> Self {
        Self {
            phase: Phase::Connecting,
            loses: setup.datagrams,
            trying: setup.name.clone(),
            variant: 1,
            you: setup.name.as_str().to_owned(),
            lost_name: None,
            rooms: Rooms::new(setup.room.clone()),
            receipts: Receipts::default(),
            pace: Pace::default(),
            backoff: Backoff::new(setup.seed),
            run: None,
            log: None,
            session: None,
            asked: VecDeque::new(),
            out: VecDeque::new(),
            trust: Trust::new(setup.identity.secret),
            servers: Servers::default(),
            manual_delivery: false,
            link: None,
            ids: 0,
            tickets: 0,
            setup,
        }
    }

    /// What we can show for this name; nothing, where there is nothing to show.
    pub(in crate::session) fn offer(&mut self, name: &Name) -> Option<Offer> {
        let setup = &self.setup;
        let key = setup.identity.key.as_ref().map(Key::public);
        if key.is_none() && (setup.password.is_none() || setup.clear_password) {
            return None;
        }
        let (nonce, keep) = (self.trust.nonces.draw(), setup.identity.keep);
        let name = name.clone();
        self.trust.offered = Some(Offered { nonce, key, name });
        Some(Offer { key, nonce, keep })
    }

    /// The first join of a connection, with what we can show. The password itself is in
    /// it only where the person wants that.
    pub(in crate::session) fn with_offer(&mut self, join: Join) -> Join {
        let name = self.trying.clone();
        let clear = self.setup.clear_password;
        Join {
            offer: self.offer(&name),
            password: self.setup.password.clone().filter(|_| clear),
            ..join
        }
    }

    pub(in crate::session) fn tell(&mut self, news: News) {
        self.out.push_back(Output::Tell(news));
    }

    pub(in crate::session) fn send(&mut self, now: Now, frame: PeerFrame) {
        if let Phase::Online { pulse, .. } = &mut self.phase {
            pulse.sent = now.mono;
        }
        self.out.push_back(Output::Send(frame));
    }

    pub(in crate::session) fn ask(
        &mut self,
        now: Now,
        what: What,
        frame: impl FnOnce(Id) -> PeerFrame,
    ) {
        let id = self.next_id();
        if self.asked.len() >= ASKED {
            self.asked.pop_front();
        }
        self.asked.push_back(PendingRequest {
            id: id.clone(),
            what,
        });
        self.send(now, frame(id));
    }

    /// An id that no other client has, and this one never again.
    pub(in crate::session) fn next_id(&mut self) -> Id {
        self.ids += 1;
        let token = format!("\"{:016x}-{}\"", self.setup.seed, self.ids);
        // Letters, digits and a dash in quotes are always an id.
        Id::from_token(&token).unwrap_or_else(|| Id::number(self.ids))
    }

    pub(in crate::session) fn next_ticket(&mut self) -> u64 {
        self.tickets += 1;
        self.tickets
    }

    /// The next name to try after one was taken: `ana2`, `ana3` …
    pub(in crate::session) fn next_variant(&mut self) -> Option<Name> {
        let wish = self.setup.name.clone();
        while self.variant < VARIANTS {
            self.variant += 1;
            let number = self.variant.to_string();
            let keep = NAME_CHARS.saturating_sub(number.len());
            let base: String = wish.as_str().chars().take(keep).collect();
            if let Ok(name) = Name::parse(&format!("{base}{number}")) {
                return Some(name);
            }
        }
        None
    }
}

/// Unanswered questions, at most; the oldest is forgotten.
const ASKED: usize = 64;
/// A class of namesakes.
const VARIANTS: u32 = 99;
