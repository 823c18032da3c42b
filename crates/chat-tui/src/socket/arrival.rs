//! What comes of a connection.

use std::time::Duration;

use chat_proto::frame::Incoming;
use chat_trust::key::Key;
use chat_trust::password::PasswordKey;
use chat_trust::words::SixWords;
use chat_weather::manual_queue::HeldDatagram;

use crate::app::event::Filed;
use crate::failure::Failure;
use crate::pins::Print;
use crate::session::traffic::Derivation;
use crate::session::traffic::Input;
use crate::socket::remark::Remark;

/// What came.
pub(crate) enum Arrival {
    /// The connection is made, this way, and secret by this certificate.
    Connected(Way, Option<Print>),
    /// Lines or datagrams: never none, and no more than one read holds.
    Heard(Vec<Heard>),
    /// The held datagrams have changed: all of them.
    Held(Vec<HeldDatagram>),
    /// Something that the person is to know. It goes on.
    Remark(Remark),
    /// What a password has become.
    Derived(Derivation, PasswordKey),
    /// Who sits here from now on, or why nobody else.
    Identified(Result<(Key, SixWords), String>),
    /// A file was read or written, or why not.
    Filed(Result<Filed, String>),
    /// The connection ended or was not made.
    Lost(Failure),
}

/// How the server was reached.
pub(crate) enum Way {
    /// By a stream, or by datagrams alone: at this address.
    Bare(String),
    /// By a link with this address, and how long it waits for a sign.
    Link(String, Duration),
}

impl From<Way> for Input {
    fn from(way: Way) -> Self {
        match way {
            Way::Bare(address) => Self::Connected(address),
            Way::Link(address, patience) => Self::Linked(address, patience),
        }
    }
}

/// One line or datagram.
pub(crate) struct Heard {
    /// As it came, without its end.
    pub line: Vec<u8>,
    /// What it says, if it is a frame.
    pub frame: Option<Incoming>,
}
