//! The fields of a peer's frames, as they are written and as they are read.

use std::borrow::Cow;

use serde::Deserialize;
use serde::Serialize;
use serde_json::value::RawValue;

use crate::frame::id::Id;
use crate::frame::token::Token;
use crate::refusal::FrameFault;
use crate::stamp::Stamp;

/// Every field that a peer may send, as it is written.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a field of its own on the wire"
)]
#[derive(Debug, Default, Serialize)]
pub struct Fields<'a> {
    #[serde(rename = "type")]
    pub kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub room: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub password: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since: Option<Since>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<Stamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub log: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub run: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub around: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub session: Option<Token>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<&'a Id>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub again: bool,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub me: bool,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub signs: bool,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub typing: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub away: Option<bool>,
}

/// A number in a `join`, a moment in a `search`.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub enum Since {
    Number(u64),
    Moment(Stamp),
}

/// The same as they are read: each is looked at only where the type of the
/// frame has it, because a field that it does not have is unknown, and ignored.
#[derive(Deserialize)]
pub struct Raw<'a> {
    #[serde(rename = "type", borrow)]
    pub kind: Option<&'a RawValue>,
    #[serde(borrow)]
    pub name: Option<&'a RawValue>,
    #[serde(borrow)]
    pub room: Option<&'a RawValue>,
    #[serde(borrow)]
    pub to: Option<&'a RawValue>,
    #[serde(borrow)]
    pub text: Option<&'a RawValue>,
    #[serde(borrow)]
    pub password: Option<&'a RawValue>,
    #[serde(borrow)]
    pub since: Option<&'a RawValue>,
    #[serde(borrow)]
    pub until: Option<&'a RawValue>,
    #[serde(borrow)]
    pub log: Option<&'a RawValue>,
    #[serde(borrow)]
    pub run: Option<&'a RawValue>,
    #[serde(borrow)]
    pub from: Option<&'a RawValue>,
    #[serde(borrow)]
    pub before: Option<&'a RawValue>,
    #[serde(borrow)]
    pub after: Option<&'a RawValue>,
    #[serde(borrow)]
    pub around: Option<&'a RawValue>,
    #[serde(borrow)]
    pub limit: Option<&'a RawValue>,
    #[serde(borrow)]
    pub session: Option<&'a RawValue>,
    #[serde(borrow)]
    pub id: Option<&'a RawValue>,
    #[serde(borrow)]
    pub again: Option<&'a RawValue>,
    #[serde(borrow)]
    pub me: Option<&'a RawValue>,
    #[serde(borrow)]
    pub signs: Option<&'a RawValue>,
    #[serde(borrow)]
    pub typing: Option<&'a RawValue>,
    #[serde(borrow)]
    pub away: Option<&'a RawValue>,
}

/// A field that is a string, where it is there.
pub fn word<'a>(
    raw: Option<&'a RawValue>,
    field: &'static str,
) -> Result<Option<Cow<'a, str>>, FrameFault> {
    // Borrowed where it has no escapes; `Cow` by itself would always copy.
    #[derive(Deserialize)]
    struct Word<'a>(#[serde(borrow)] Cow<'a, str>);
    let word = raw.map(|raw| serde_json::from_str(raw.get())).transpose();
    let word = word.map_err(|_| FrameFault::NotText(field))?;
    Ok(word.map(|Word(word)| word))
}
