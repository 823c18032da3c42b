//! The audit of a class: who gave which order, and what became of it, a line each.

use chat_proto::hex::Hex;
use chat_proto::hex::PublicKey;
use chat_proto::stamp::Stamp;
use serde::Deserialize;
use serde::Serialize;
use sha2::Digest as _;
use sha2::Sha256;

/// Somebody, as far as it is known who that is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
pub struct Person {
    /// The name at that moment.
    pub name: String,
    /// The key that they had shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
}

/// One order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
pub struct Entry {
    /// When.
    pub at: String,
    /// By whom; whoever sits at the server is `server`.
    pub by: Person,
    /// Which.
    pub order: String,
    /// Whom it concerns.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub who: Option<Person>,
    /// Where.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub room: Option<String>,
    /// Which message.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seq: Option<u64>,
    /// The SHA-256 of its text: enough to show which it was to whoever has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sha256: Option<String>,
    /// For how long.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seconds: Option<u64>,
    /// Whether it ended what was begun.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub ended: bool,
    /// Why; of an announcement and of a question, what it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Why it was not carried out, where it was not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refused: Option<String>,
}

impl Person {
    /// Under this name, with this key.
    pub fn new(name: &str, key: Option<PublicKey>) -> Self {
        Self {
            name: name.to_owned(),
            key: key.map(|key| key.to_string()),
        }
    }
}

impl Entry {
    /// An order that somebody gave.
    pub fn new(at: Stamp, by: Person, order: &str) -> Self {
        Self {
            at: at.to_string(),
            by,
            order: order.to_owned(),
            ..Self::default()
        }
    }

    /// The line, with its end.
    pub fn line(&self) -> String {
        let mut line = serde_json::to_string(self).unwrap_or_default();
        line.push('\n');
        line
    }

    /// From a line, if it is one.
    pub fn parse(line: &[u8]) -> Option<Self> {
        serde_json::from_slice(line).ok()
    }

    /// For people: `2026-11-20T14:03:07.123Z  ana: mute bob (lobby) for 300 s`.
    pub fn told(&self) -> String {
        let off = if self.ended { " off" } else { "" };
        let who = self.who.as_ref().map(|who| format!(" {}", who.name));
        let seq = self.seq.map(|seq| format!(" {seq}"));
        let room = self.room.as_ref().map(|room| format!(" ({room})"));
        let time = self.seconds.map(|seconds| format!(" for {seconds} s"));
        let text = self.text.as_ref().map(|text| format!(": {text}"));
        let refused = self.refused.as_ref();
        let refused = refused.map(|why| format!(" — refused: {why}"));
        let rest = [who, seq, room, time, text, refused];
        let rest: String = rest.into_iter().flatten().collect();
        format!("{}  {}: {}{off}{rest}", self.at, self.by.name, self.order)
    }
}

/// What tells a text apart from every other, and does not tell what it is.
pub fn digest(text: &str) -> String {
    Hex::<32>(Sha256::digest(text.as_bytes()).into()).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_says_who_did_what_to_whom_and_reads_back() {
        let by = Person::new("ana", Some(Hex([0x9c; 32])));
        let entry = Entry {
            who: Some(Person::new("bob", None)),
            room: Some("lobby".to_owned()),
            seconds: Some(300),
            ..Entry::new(Stamp::from_unix_ms(0), by, "mute")
        };
        let line = entry.line();
        let key = "9c".repeat(32);
        assert_eq!(
            line,
            format!(
                "{{\"at\":\"1970-01-01T00:00:00.000Z\",\"by\":{{\"name\":\"ana\",\"key\":\"{key}\"}},\
                 \"order\":\"mute\",\"who\":{{\"name\":\"bob\"}},\"room\":\"lobby\",\"seconds\":300}}\n"
            )
        );
        assert_eq!(
            entry.told(),
            "1970-01-01T00:00:00.000Z  ana: mute bob (lobby) for 300 s"
        );
        assert_eq!(Entry::parse(line.as_bytes()), Some(entry));
        assert_eq!(Entry::parse(b"{\"at\":7}"), None);
    }

    #[test]
    fn a_text_that_was_taken_back_is_told_by_its_digest_alone() {
        let digest = digest("abc");
        assert!(digest.starts_with("ba7816bf8f01cfea"), "{digest}");
    }
}
