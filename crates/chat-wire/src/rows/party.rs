//! Who talks with whom: the lanes of a ladder, and the conversations between them.

use crate::record::source::Transport;

/// A program at one end: a lane.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Party {
    /// How it is called: a person's name, or `server`.
    pub name: String,
    /// Where it is, as far as it is known.
    pub address: String,
    /// Whether it is a server.
    pub is_server: bool,
}

/// A conversation between two of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Conversation {
    /// How it goes.
    pub transport: Transport,
    /// The lane of its client.
    pub client: usize,
    /// The lane of its server.
    pub server: usize,
    /// Whether the client's recording is there.
    pub by_client: bool,
    /// Whether the server's is.
    pub by_server: bool,
}

impl Conversation {
    /// The lane of a side.
    pub fn lane(&self, side: Side) -> usize {
        match side {
            Side::Client => self.client,
            Side::Server => self.server,
        }
    }

    /// Whether a side wrote down what it did.
    pub fn is_recorded(&self, side: Side) -> bool {
        match side {
            Side::Client => self.by_client,
            Side::Server => self.by_server,
        }
    }
}

/// An end of a conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    /// Who came.
    Client,
    /// Who was there.
    Server,
}

impl Side {
    /// The other one.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::Client => Self::Server,
            Self::Server => Self::Client,
        }
    }
}

/// Where something happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// At one end of one of [`crate::rows::Ladder::conversations`].
    In(usize, Side),
    /// At a program, whatever it talks to: its lane.
    At(usize),
}
