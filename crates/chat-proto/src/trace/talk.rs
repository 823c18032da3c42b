//! What a client's conversation was doing: keys, messages, receipts, the program's own
//! turns. Keys are counted, never named.

use std::time::Duration;

use serde::Deserialize;
use serde::Serialize;

use crate::trace::millis;
use crate::trace::what::MessageId;

/// A line was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Typed {
    /// With so many keys.
    pub keys: u32,
    /// In so much time, the last of them aside.
    #[serde(rename = "took_ms", with = "millis")]
    pub took: Duration,
}

/// A message was said: it waits for its receipt from now on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    /// What the client calls it.
    pub id: MessageId,
    /// How long its text is.
    pub bytes: usize,
}

/// A message was given to the connection that the line names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Given {
    /// What the client calls it.
    pub id: MessageId,
    /// How long its frame is.
    pub bytes: usize,
}

/// A message came back to its sender.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// What the client calls it.
    pub id: MessageId,
    /// Its number in its room; a direct message has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seq: Option<u64>,
    /// Time since it was said.
    #[serde(rename = "after_ms", with = "millis")]
    pub after: Duration,
}

/// The server refused something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Denied {
    /// The code of the error.
    pub code: Box<str>,
    /// The message that was meant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<MessageId>,
}

/// The session waits for something else.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Phase {
    /// What it does now: `connecting`, `joining`, `joined`, …
    pub phase: Box<str>,
}

/// Another attempt to connect follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Retry {
    /// So much later.
    #[serde(rename = "in_ms", with = "millis")]
    pub after: Duration,
    /// The how-manieth since there was a connection.
    pub attempt: u32,
}

/// The program woke up and went to sleep again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Woke {
    /// What woke it.
    pub by: Waker,
    /// How long it was busy.
    #[serde(rename = "took_ms", with = "millis")]
    pub took: Duration,
}

/// What can wake a program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Waker {
    /// A key.
    Keyboard,
    /// The network.
    Socket,
    /// A moment that it had asked for.
    Timer,
    /// A signal of the system.
    Signal,
}

/// The screen was drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Drawn {
    /// How much was written to the terminal.
    pub bytes: usize,
    /// How long that took.
    #[serde(rename = "took_ms", with = "millis")]
    pub took: Duration,
}
