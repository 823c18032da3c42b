//! What is to be done at a connection to a server, or beside it: the same at every server
//! that one is at, whatever shows it.

use chat_proto::frame::PeerFrame;
use chat_proto::hex::Hex;
use chat_proto::room::RoomName;
use chat_trust::words::SixWords;
use chat_weather::manual_queue::ManualCommand;
use chat_weather::profile::Profile;

use crate::session::traffic::Derivation;
use crate::session::traffic::Target;

/// One of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Errand {
    /// Make a connection.
    Connect(Target),
    /// End it.
    Close,
    /// Send this.
    Send(PeerFrame),
    /// Work a password over.
    Derive(Derivation),
    /// The server with this certificate is the one that is meant, from now on.
    Trust(Hex<32>),
    /// Take the key of these words, or a new one, and keep it.
    Identify(Option<SixWords>),
    /// Read this file, to share it with a room.
    ReadCode(RoomName, String),
    /// Write this into a new file of this name.
    WriteCode(String, String),
    /// Write these settings into the configuration file, which stays as it is otherwise.
    Keep(Vec<(&'static str, Given)>),
    /// Another weather.
    Weather(Box<Profile>),
    /// Write what happens on the wire to this file from now on, or no longer.
    Record(Option<String>),
    /// Note what the system says of the connection: all of it, or what is new.
    LookBelow {
        /// All of it.
        anew: bool,
    },
    /// From now on every datagram waits.
    Hold,
    /// What becomes of those that do.
    Release(ManualCommand),
    /// What the link's clock does meanwhile.
    Clock(ClockOrder),
}

/// What a setting is, as the configuration file has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Given {
    /// On or off.
    Switch(bool),
    /// A number.
    Number(u16),
    /// A word.
    Text(String),
    /// Several words, or none.
    Texts(Vec<String>),
}

/// What the clock of a link is to do while datagrams are held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClockOrder {
    /// Stand still: no timer of the link expires.
    Stand,
    /// Run to the next timer, and stand there.
    Step,
    /// Go on.
    GoOn,
}
