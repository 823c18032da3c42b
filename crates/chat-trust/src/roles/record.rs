//! What is kept of a decision, and its line in the file.

use std::borrow::Cow;

use chat_proto::hex::PublicKey;
use chat_proto::name::Name;
use chat_proto::name::NameKey;
use chat_proto::stamp::Stamp;
use serde::Deserialize;
use serde::Serialize;

/// Somebody who may not come in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ban {
    /// The name at that moment.
    pub name: Name,
    /// The key, where they had shown one: then the name alone is not meant.
    pub key: Option<PublicKey>,
    /// The address, in words, where that was asked for.
    pub address: Option<String>,
    /// Until when; nothing: until somebody ends it.
    pub until: Option<Stamp>,
}

/// Whoever wants in, as far as it is known who that is.
#[derive(Clone, Copy, Debug, Default)]
pub struct Newcomer<'a> {
    /// The key that it has shown.
    pub key: Option<PublicKey>,
    /// The name that it asks for.
    pub name: Option<&'a NameKey>,
    /// From where it comes, in words.
    pub address: Option<&'a str>,
}

/// What is to be kept of a decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RoleRecord {
    /// A key is a teacher's.
    Teacher(PublicKey, Name),
    /// It is so no longer.
    NoTeacher(PublicKey),
    /// Somebody may not come in.
    Banned(Ban),
    /// Somebody may come in again.
    Unbanned(Name),
}

impl Ban {
    /// Whether it is not over yet.
    pub fn holds(&self, now: Stamp) -> bool {
        self.until.is_none_or(|until| now < until)
    }

    /// Whether it keeps this one out.
    pub fn is_of(&self, who: Newcomer<'_>) -> bool {
        let is_key = self.key.is_some() && self.key == who.key;
        let is_name = self.key.is_none()
            && who
                .name
                .is_some_and(|name| name.plain() == self.name.key().plain());
        let is_address = self.address.is_some() && self.address.as_deref() == who.address;
        is_key || is_name || is_address
    }
}

/// The line, as its fields are written: which of the first two it has tells what it is.
#[derive(Debug, Default, Deserialize, Serialize)]
struct Row<'a> {
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    teacher: Option<Cow<'a, str>>,
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    ban: Option<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    key: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    address: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    on: Option<bool>,
}

impl RoleRecord {
    /// The line, with its end.
    pub fn line(&self) -> String {
        let row = match self {
            Self::Teacher(key, name) => Row {
                teacher: Some(name.as_str().into()),
                key: Some(key.to_string()),
                ..Row::default()
            },
            Self::NoTeacher(key) => Row {
                teacher: Some("".into()),
                key: Some(key.to_string()),
                on: Some(false),
                ..Row::default()
            },
            Self::Banned(ban) => Row {
                ban: Some(ban.name.as_str().into()),
                key: ban.key.map(|key| key.to_string()),
                address: ban.address.clone(),
                until: ban.until.map(|until| until.to_string()),
                ..Row::default()
            },
            Self::Unbanned(name) => Row {
                ban: Some(name.as_str().into()),
                on: Some(false),
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
        let is_on = row.on.unwrap_or(true);
        // What stands there and cannot be read is no key: never another ban than was meant.
        let key = row.key.as_deref().map(PublicKey::parse);
        if let Some(name) = &row.teacher {
            let key = key??;
            return Some(if is_on {
                Self::Teacher(key, Name::of_anybody(name).ok()?)
            } else {
                Self::NoTeacher(key)
            });
        }
        if let Some(name) = &row.ban {
            let name = Name::of_anybody(name).ok()?;
            if !is_on {
                return Some(Self::Unbanned(name));
            }
            let key = match key {
                None => None,
                Some(key) => Some(key?),
            };
            let until = row.until.as_deref().map(Stamp::parse);
            let until = match until {
                None => None,
                Some(until) => Some(until?),
            };
            return Some(Self::Banned(Ban {
                name,
                key,
                address: row.address,
                until,
            }));
        }
        None
    }
}
