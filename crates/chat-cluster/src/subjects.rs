//! What things are called in NATS. The speaker's name is the last word of every subject,
//! so that an operator can give each server the right to speak for itself alone.

use crate::address::ClusterName;
use crate::address::ServerName;

/// The subjects of one cluster, as one server sees them.
#[derive(Clone, Debug)]
pub struct Subjects {
    /// The stream.
    pub stream: String,
    name: ClusterName,
    server: ServerName,
    inbox: String,
}

impl Subjects {
    /// A word that nobody else has.
    pub fn mark(&self) -> &str {
        self.inbox.strip_prefix(INBOX).unwrap_or(&self.inbox)
    }

    /// `token` is a word that nobody else has: 32 hexadecimal digits of chance.
    pub fn new(name: ClusterName, server: ServerName, token: &str) -> Self {
        Self {
            stream: format!("CHAT_{name}"),
            inbox: format!("{INBOX}{token}"),
            name,
            server,
        }
    }

    /// Who we are.
    pub fn server(&self) -> &ServerName {
        &self.server
    }

    /// All of the log.
    pub fn log(&self) -> String {
        format!("chat.{}.log.*", self.name)
    }

    /// Our entries.
    pub fn own_log(&self) -> String {
        format!("chat.{}.log.{}", self.name, self.server)
    }

    /// Everybody's beats, signs, or our own.
    pub fn beats(&self, whose: &str) -> String {
        format!("chat.{}.beat.{whose}", self.name)
    }

    /// The same with signs.
    pub fn signs(&self, whose: &str) -> String {
        format!("chat.{}.sign.{whose}", self.name)
    }

    /// What is asked of us, by anybody.
    pub fn to_us(&self) -> String {
        format!("chat.{}.to.{}.*", self.name, self.server)
    }

    /// What we ask of another.
    pub fn to(&self, other: &ServerName) -> String {
        format!("chat.{}.to.{other}.{}", self.name, self.server)
    }

    /// A call of `JetStream`.
    pub fn call(&self, what: &str) -> String {
        format!("$JS.API.{what}.{}", self.stream)
    }

    /// All answers.
    pub fn answers(&self) -> String {
        format!("{}.in.>", self.inbox)
    }

    /// Where one answer goes: a kind, and a number of ours.
    pub fn answer(&self, kind: &str, number: u64) -> String {
        format!("{}.in.{kind}.{number}", self.inbox)
    }

    /// The kind and the number again.
    pub fn read_answer<'a>(&self, subject: &'a str) -> Option<(&'a str, u64)> {
        let rest = subject.strip_prefix(self.inbox.as_str())?;
        let (kind, number) = rest.strip_prefix(".in.")?.split_once('.')?;
        Some((kind, number.parse().ok()?))
    }

    /// Where a consumer of ours delivers to.
    pub fn delivery(&self, number: u64) -> String {
        format!("{}.log.{number}", self.inbox)
    }
}

/// The speaker: the last word of a subject.
pub fn speaker(subject: &str) -> Option<ServerName> {
    let (_, last) = subject.rsplit_once('.')?;
    ServerName::parse(last).ok()
}

/// The kind of answer to a call of `JetStream`.
pub const CALL: &str = "call";

/// The kind that acknowledges an entry.
pub const ACK: &str = "ack";

/// The kind of another server.
pub const ASK: &str = "ask";

const INBOX: &str = "_INBOX.";
