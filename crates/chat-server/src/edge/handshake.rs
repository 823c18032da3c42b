//! Whether a connection becomes secret: its first byte tells.

use std::io;
use std::time::Instant;

use chat_net::connection::Connection;
use chat_proto::hex::Hex;

use crate::clock;
use crate::secrecy::Secrecy;
use crate::traffic::Origin;

/// How far a connection has come with that.
#[derive(Debug)]
pub enum Handshake {
    /// Nothing has come yet.
    Unknown(Origin),
    /// The two sides are agreeing.
    UnderWay {
        /// By then they have to.
        ends: Instant,
        /// On the server's certificate.
        with: Hex<32>,
    },
    /// It is open, or secret, for good.
    Settled,
    /// What came was no TLS, where it had to be: the other side is told so.
    Garbled,
}

impl Handshake {
    /// Takes the first bytes of a connection if they are TLS, which it is from then on.
    pub fn takes(
        &mut self,
        bytes: &[u8],
        stream: &Connection,
        secrecy: &Secrecy,
    ) -> io::Result<bool> {
        let Self::Unknown(origin) = self else {
            return Ok(false);
        };
        let Some(first) = bytes.first() else {
            return Ok(false);
        };
        let origin = *origin;
        *self = Self::Settled;
        if *first != RECORD {
            return Ok(false);
        }
        let Some(with) = secrecy.secure(stream, &origin, bytes)? else {
            return Ok(false);
        };
        let ends = clock::now().mono + secrecy.handshake();
        *self = Self::UnderWay { ends, with };
        Ok(true)
    }

    /// By when it has to be over, while it is under way.
    pub fn ends(&self) -> Option<Instant> {
        match self {
            Self::UnderWay { ends, .. } => Some(*ends),
            Self::Unknown(_) | Self::Settled | Self::Garbled => None,
        }
    }

    /// Whether it ends because of what came.
    pub fn is_garbled(&self) -> bool {
        matches!(self, Self::Garbled)
    }

    /// The certificate that the connection is bound to, once, when both have agreed.
    pub fn settles(&mut self, stream: &Connection) -> Option<Hex<32>> {
        let Self::UnderWay { with, .. } = self else {
            return None;
        };
        if stream.layer(|layer| layer.is_opening()).unwrap_or(false) {
            return None;
        }
        let with = *with;
        *self = Self::Settled;
        Some(with)
    }
}

/// A record of TLS that carries a handshake begins with this byte, and no text does.
const RECORD: u8 = 0x16;
