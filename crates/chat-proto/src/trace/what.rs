//! What can be read in a datagram without knowing its conversation.

use serde::Deserialize;
use serde::Serialize;

/// The fields of a datagram that a ladder shows. All may be missing: the datagram of
/// a plain peer has none.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct What {
    /// The frame's number on its link.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub n: Option<u32>,
    /// Which transmission of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub r#try: Option<u16>,
    /// Its type.
    #[serde(default, rename = "type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// The cumulative acknowledgement that it carries.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ack: Option<u32>,
    /// The selective one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub got: Vec<u32>,
    /// The frame and the transmission that triggered the acknowledgement.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub r#for: Option<(u32, u16)>,
    /// Every transmission of that frame that was received.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tries: Vec<u16>,
    /// Which fragment of a longer frame it is, and of how many: `2/3`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part: Option<Box<str>>,
    /// How many bytes of TLS it carries.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tls: Option<usize>,
    /// What its sender calls the message.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<MessageId>,
    /// Its number in its room.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seq: Option<u64>,
}

/// The `id` of a frame, as it was written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum MessageId {
    /// An integer.
    Number(i64),
    /// A string.
    Text(Box<str>),
}
