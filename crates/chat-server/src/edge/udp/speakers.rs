//! Who speaks to one socket: each address, and where to put what it is told. An
//! address that has spoken is a peer until the hub closes it.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::Arc;

use chat_proto::codec::Tongue;

use crate::door::Door;
use crate::edge::udp::sealed::Sealed;
use crate::outbox::Outbox;
use crate::outbox::State;
use crate::outbox::Wire;
use crate::traffic::Input;
use crate::traffic::Origin;
use crate::traffic::Parting;
use crate::traffic::PeerId;
use crate::traffic::Transport;

/// Everybody who speaks to one socket.
#[derive(Debug)]
pub struct Speakers {
    door: Door,
    known: HashMap<SocketAddr, Speaker>,
    /// How many there may be before those are looked for that are to be told
    /// nothing more.
    purge_above: usize,
}

/// Whoever is at an address.
#[derive(Clone, Debug)]
pub struct Speaker {
    /// Where to put what it is told.
    pub outbox: Arc<Outbox>,
    /// How it speaks.
    pub tongue: Option<Tongue>,
    /// What its link carries, where that is TLS.
    pub sealed: Option<Arc<Sealed>>,
}

impl Speaker {
    /// Whether it is to be told nothing more. The last words of a peer whose link
    /// is full wait here alone, after the hub has closed it.
    fn has_heard_all(&self) -> bool {
        match self.outbox.state() {
            State::Ended | State::Broken => true,
            State::Flowing | State::Blocked | State::Closing | State::ClosingBlocked => false,
        }
    }
}

impl Speakers {
    /// Nobody yet.
    pub fn new(door: Door) -> Self {
        Self {
            door,
            known: HashMap::new(),
            purge_above: PURGE_ABOVE,
        }
    }

    /// Whoever is at an address, or was until the hub closed it.
    pub fn at(&self, address: SocketAddr) -> Option<&Speaker> {
        self.known.get(&address)
    }

    /// The same, to note how it speaks.
    pub fn at_mut(&mut self, address: SocketAddr) -> Option<&mut Speaker> {
        self.known.get_mut(&address)
    }

    /// Lets somebody in at an address that it has proved or not. Nobody is there when the
    /// server is closing.
    pub async fn meet(
        &mut self,
        (from, proven): (SocketAddr, bool),
        wire: Box<dyn Wire>,
        tongue: Option<Tongue>,
    ) -> Option<Arc<Outbox>> {
        if self.known.len() >= self.purge_above {
            self.known.retain(|_, speaker| !speaker.has_heard_all());
            self.purge_above = PURGE_ABOVE.max(2 * self.known.len());
        }
        let origin = Origin {
            transport: Transport::Udp,
            address: Some(from),
            proven,
        };
        let outbox = self.door.enter(wire, origin).await?;
        let speaker = Speaker {
            outbox: Arc::clone(&outbox),
            tongue,
            sealed: None,
        };
        self.known.insert(from, speaker);
        Some(outbox)
    }

    /// The same with a link that carries TLS.
    pub async fn meet_sealed(
        &mut self,
        from: SocketAddr,
        sealed: Arc<Sealed>,
    ) -> Option<Arc<Outbox>> {
        let wire = Box::new(Arc::clone(&sealed));
        let outbox = self.meet((from, true), wire, Some(Tongue::Json)).await?;
        if let Some(speaker) = self.known.get_mut(&from) {
            speaker.sealed = Some(sealed);
        }
        Some(outbox)
    }

    /// Whoever is at an address, if that is its link.
    pub fn sealed_by(&self, address: SocketAddr, link: &Arc<Sealed>) -> Option<PeerId> {
        let speaker = self.known.get(&address)?;
        let its = speaker.sealed.as_ref()?;
        Arc::ptr_eq(its, link).then_some(speaker.outbox.peer)
    }

    /// Whoever was at an address is gone.
    pub async fn replace(&mut self, from: SocketAddr) {
        if let Some(old) = self.known.remove(&from) {
            let why = Parting::Lost("it began anew".to_owned());
            self.door.tell(Input::Gone(old.outbox.peer, why)).await;
        }
    }
}

/// Speakers that are kept without looking whether anybody needs them.
const PURGE_ABOVE: usize = 1024;
