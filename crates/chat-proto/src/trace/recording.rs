//! How a recording begins, who its lines are about, and what it says about itself.

use serde::Deserialize;
use serde::Serialize;

use crate::trace::fingerprint::Fingerprint;

/// The first line: whose recording it is, and when that began.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Begin {
    /// Of what is written here: [`VERSION`].
    pub version: u32,
    /// The program and its version.
    pub program: Box<str>,
    /// Microseconds since 1970 at `ms` 0.
    pub wall: u64,
    /// The operating system.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub os: Option<Box<str>>,
    /// The server's run.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub run: Option<Box<str>>,
    /// The name that the client asks for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Box<str>>,
    /// What every draw of the impairments depends on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seed: Option<u64>,
    /// How the retransmission timeout is chosen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rto: Option<Box<str>>,
    /// Whether the bytes themselves stand in it.
    #[serde(default)]
    pub contents: Kept,
}

/// What is done with the bytes themselves. Secrets are masked in any case.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kept {
    /// They stand there.
    Yes,
    /// They stand there, their texts masked.
    Masked,
    /// They do not.
    #[default]
    No,
}

/// The version of what is written.
pub const VERSION: u32 = 1;

/// Who a flow is between: the first line that names its number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FlowNamed {
    /// How its bytes travel.
    pub transport: Transport,
    /// This side's address.
    pub local: Box<str>,
    /// The other side's.
    pub peer: Box<str>,
    /// Of the link's number, once there is one: the number itself is a secret of the two.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<Fingerprint>,
}

/// How bytes travel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Transport {
    /// A stream.
    Tcp,
    /// Datagrams.
    Udp,
    /// A stream within one machine.
    Unix,
}

/// Some events are not in the recording.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Missed {
    /// How many.
    pub n: u64,
    /// Where there was no room for them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<Keeper>,
}

/// Who keeps events.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Keeper {
    /// A file: the disk was too slow.
    File,
    /// The ring of the newest events: it forgot the oldest.
    Ring,
    /// An observer, who was too slow.
    Observer,
}
