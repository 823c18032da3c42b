//! What the links of a socket tell whoever owns it.

use std::net::SocketAddr;

use chat_link::envelope::Cover;
use chat_link::envelope::LinkId;
use chat_proto::trace::link::Ending;

/// A link at an address: whoever comes later to the address has another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct To(pub SocketAddr, pub LinkId);

/// A link that somebody outside has to look after.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Attention {
    /// Which link.
    pub to: To,
    /// Why it is over, if it is.
    pub ending: Option<Ending>,
}

/// A link that was asked what it has to send.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Polled {
    /// Its peer.
    pub address: SocketAddr,
    /// Whether somebody has to look after it.
    pub attention: Option<Attention>,
}

/// What a datagram turned out to be.
#[derive(Debug, PartialEq, Eq)]
pub enum Heard {
    /// Nothing that concerns a link.
    Naive {
        /// Whether there was a link of which the peer knows nothing: it is forgotten.
        left: bool,
    },
    /// Said beside the link that its address uses: not by its peer.
    Beside,
    /// Dealt with. It may have brought frames, in order.
    Frames(Vec<Vec<u8>>),
    /// To be answered so, and forgotten.
    Stranger(Vec<u8>),
    /// A peer that has shown its address: a new one, even where there was one.
    Opened(Opened),
}

/// A link that has begun.
#[derive(Debug, PartialEq, Eq)]
pub struct Opened {
    /// Which one.
    pub link: LinkId,
    /// What travels inside it.
    pub cover: Cover,
    /// What its peer is answered.
    pub answer: Vec<u8>,
}
