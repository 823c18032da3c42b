//! A claim, and the line of a file that it is kept as.
//!
//! One JSON object a line, the later of two about one name counts. Whatever line cannot
//! be read is skipped: a file that was cut anywhere loses at most its last line.

use std::borrow::Cow;
use std::time::Duration;

use chat_proto::hex::PublicKey;
use chat_proto::name::Name;
use chat_proto::stamp::Stamp;
use serde::Deserialize;
use serde::Serialize;

/// A name that belongs to a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// The name, as it was spelled last.
    pub name: Name,
    /// Whose.
    pub key: PublicKey,
    /// Since when.
    pub since: Stamp,
    /// When its owner was here last.
    pub seen: Stamp,
    /// Whether it outlives its owner's visit for long.
    pub keep: bool,
    /// Whether its owner is here.
    pub here: bool,
}

/// What is to be kept of a change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Record {
    /// The name belongs to a key now, or still.
    Claimed(Claim),
    /// The name is free.
    Released(Name),
}

impl Claim {
    /// When the name is free, if its owner does not come back; `None` while it is here.
    pub fn ends(&self) -> Option<Stamp> {
        let kept = if self.keep { KEPT } else { LENT };
        let ms = u64::try_from(kept.as_millis()).unwrap_or(u64::MAX);
        let ends = Stamp::from_unix_ms(self.seen.unix_ms().saturating_add(ms));
        (!self.here).then_some(ends)
    }

    /// Whether the name is not free yet.
    pub fn holds(&self, now: Stamp) -> bool {
        self.ends().is_none_or(|ends| now <= ends)
    }
}

/// The line, as its fields are written.
#[derive(Debug, Default, Deserialize, Serialize)]
struct Row<'a> {
    #[serde(borrow)]
    name: Cow<'a, str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    key: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    since: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    seen: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    keep: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    here: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    released: Option<bool>,
}

impl Record {
    /// The line, with its end.
    pub fn line(&self) -> String {
        let row = match self {
            Self::Claimed(claim) => Row {
                name: claim.name.as_str().into(),
                key: Some(claim.key.to_string()),
                since: Some(claim.since.to_string()),
                seen: Some(claim.seen.to_string()),
                keep: (!claim.keep).then_some(false),
                here: claim.here.then_some(true),
                released: None,
            },
            Self::Released(name) => Row {
                name: name.as_str().into(),
                released: Some(true),
                ..Row::default()
            },
        };
        let mut line = serde_json::to_string(&row).unwrap_or_default();
        line.push('\n');
        line
    }

    /// From a line, if it is one.
    pub fn parse(line: &[u8]) -> Option<Self> {
        let row: Row<'_> = serde_json::from_slice(line).ok()?;
        let name = Name::parse(&row.name).ok()?;
        if row.released == Some(true) {
            return Some(Self::Released(name));
        }
        Some(Self::Claimed(Claim {
            name,
            key: PublicKey::parse(&row.key?)?,
            since: Stamp::parse(&row.since?)?,
            seen: Stamp::parse(&row.seen?)?,
            keep: row.keep.unwrap_or(true),
            here: row.here.unwrap_or(false),
        }))
    }
}

/// How long a name waits for its owner: a term.
const KEPT: Duration = Duration::from_secs(120 * 24 * 3600);

/// How long it does where the key is not its owner's alone, as on a shared account.
const LENT: Duration = Duration::from_secs(15 * 60);

#[cfg(test)]
mod tests {
    use chat_proto::hex::Hex;
    use proptest::prelude::*;

    use super::*;

    fn claim() -> Claim {
        Claim {
            name: Name::parse("Ana").unwrap(),
            key: Hex([0x9c; 32]),
            since: Stamp::from_unix_ms(1_000),
            seen: Stamp::from_unix_ms(2_000),
            keep: true,
            here: true,
        }
    }

    #[test]
    fn a_claim_is_one_line_of_json() {
        let line = Record::Claimed(claim()).line();
        assert_eq!(
            line,
            format!(
                "{{\"name\":\"Ana\",\"key\":\"{}\",\"since\":\"1970-01-01T00:00:01.000Z\",\
                 \"seen\":\"1970-01-01T00:00:02.000Z\",\"here\":true}}\n",
                "9c".repeat(32)
            )
        );
        let released = Record::Released(claim().name);
        assert_eq!(released.line(), "{\"name\":\"Ana\",\"released\":true}\n");
        assert_eq!(Record::parse(released.line().as_bytes()), Some(released));
    }

    #[test]
    fn a_name_is_free_a_term_after_the_last_visit_and_a_lent_one_soon() {
        let at = |seconds: u64| Stamp::from_unix_ms(2_000 + 1000 * seconds);
        assert!(claim().holds(at(1 << 40)), "its owner is here");
        let left = Claim {
            here: false,
            ..claim()
        };
        assert!(left.holds(at(120 * 86_400)) && !left.holds(at(120 * 86_400 + 1)));
        let borrowed = Claim {
            keep: false,
            ..left
        };
        assert!(borrowed.holds(at(900)) && !borrowed.holds(at(901)));
    }

    proptest! {
        #[test]
        fn a_claim_is_read_as_it_was_written(
            keep: bool, here: bool, key: [u8; 32], since in 0_u64..1 << 40, seen in 0_u64..1 << 40
        ) {
            let claim = Claim {
                key: Hex(key),
                since: Stamp::from_unix_ms(since),
                seen: Stamp::from_unix_ms(seen),
                keep,
                here,
                ..claim()
            };
            let line = Record::Claimed(claim.clone()).line();
            prop_assert_eq!(Record::parse(line.as_bytes()), Some(Record::Claimed(claim)));
        }

        #[test]
        fn a_line_of_anything_is_a_record_or_none(line: Vec<u8>) {
            let _ = Record::parse(&line);
        }
    }
}
