//! What passes between a hub and those of the other servers with which it shares a
//! conversation: plain data, carried by the driver.
//!
//! What is in the common order comes to every hub in that order, to whoever put it there
//! too: it is done when it comes, not before.

use chat_link::proof::Secret;
use chat_proto::stamp::Stamp;

use crate::deed::Deed;

/// What a hub wants others to hear.
#[derive(Clone, Debug)]
pub enum Word {
    /// Something for the common order.
    Order(Deed),
    /// A sign: told now or never.
    Sign(Deed),
    /// A message for one person on another server.
    Whisper {
        /// Which server.
        to: String,
        /// What the answer bears.
        ticket: u64,
        /// The message.
        deed: Deed,
    },
    /// Whether somebody here was told such a message.
    Answer {
        /// Which one it was.
        reply: u64,
        /// Whether it was.
        heard: bool,
    },
}

/// What it hears.
#[derive(Clone, Debug)]
pub enum News {
    /// A server begins to live: an earlier life of it is over.
    Begins(Birth),
    /// A life of a server is over.
    Ends {
        /// When, by the clock of whoever has told.
        at: Stamp,
        /// Which server.
        server: String,
        /// Which life.
        life: u64,
    },
    /// Things that were done on one server, in order.
    Deeds {
        /// In which life of which server.
        life: u64,
        /// When, by the clock of that server.
        at: Stamp,
        /// What.
        deeds: Vec<Deed>,
    },
    /// The life that began last is this server's own.
    Begun(u64),
    /// The others are out of reach, or back.
    Apart(bool),
    /// So much waits for the order that no more may, or no longer.
    Full(bool),
    /// A sign of somebody on another server.
    Sign(Deed),
    /// A message from somebody on another server to one person here.
    Whispered {
        /// What the answer bears.
        reply: u64,
        /// The message.
        deed: Deed,
    },
    /// Whether such a message was heard; nothing where nobody has answered.
    Answered {
        /// Which one.
        ticket: u64,
        /// Whether it was.
        heard: Option<bool>,
    },
}

/// A server that begins to live.
#[derive(Clone, Debug)]
pub struct Birth {
    /// When, by its own clock.
    pub at: Stamp,
    /// Its name.
    pub server: String,
    /// The life: its place in the log.
    pub life: u64,
    /// Where its people find it.
    pub addresses: Vec<String>,
    /// What tokens of sessions are made with, where nobody has said so before.
    pub secret: Secret,
}

/// How far clocks differ that somebody looks after.
pub const SKEW_MS: u64 = 10_000;
