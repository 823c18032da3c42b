//! What a session remembers of what it has shown of itself, and was asked.

use chat_proto::frame::trust::Asked;
use chat_proto::hex::Nonce;
use chat_proto::hex::PublicKey;
use chat_proto::name::Name;
use chat_trust::challenge::Nonces;
use chat_trust::password::PasswordKey;
use chat_trust::statement::Bind;
use chat_trust::statement::Meeting;

use crate::session::traffic::Derivation;

/// What of that a session remembers.
#[derive(Debug)]
pub(in crate::session) struct Trust {
    pub nonces: Nonces,
    /// What we offered last on this connection.
    pub offered: Option<Offered>,
    /// What waits until the password is worked over.
    pub waits: Option<Asked>,
    /// What the password became, and from what.
    pub derived: Option<(Derivation, PasswordKey)>,
    /// The challenge that we have answered with a proof of the password: by it the
    /// server's own is measured.
    pub answered: Option<(Meeting, Option<PublicKey>)>,
    /// Whether the server has asked us anything on this connection.
    pub asked: bool,
    /// What the connection is bound to.
    pub bind: Bind,
}

/// What we offered to show.
#[derive(Clone, Debug)]
pub(in crate::session) struct Offered {
    /// What we drew for it.
    pub nonce: Nonce,
    /// Our key, if we have one.
    pub key: Option<PublicKey>,
    /// The name that it asks for.
    pub name: Name,
}

impl Trust {
    pub(in crate::session) fn new(secret: [u8; 32]) -> Self {
        Self {
            nonces: Nonces::new(secret),
            offered: None,
            waits: None,
            derived: None,
            answered: None,
            asked: false,
            bind: Bind::Open,
        }
    }

    /// A new connection: what was asked on the last one is over.
    pub(in crate::session) fn on_connected(&mut self) {
        (self.offered, self.waits, self.answered) = (None, None, None);
        self.asked = false;
    }
}
