//! The fields of a peer's frames, as they are written and as they are read.

use std::borrow::Cow;
use std::time::Duration;

use serde::Deserialize;
use serde::Serialize;
use serde_json::value::RawValue;

use crate::frame::id::Id;
use crate::frame::peer::Sign;
use crate::frame::peer::Toward;
use crate::frame::token::Token;
use crate::frame::trust::Offer;
use crate::frame::trust::Prove;
use crate::hex::Nonce;
use crate::hex::PublicKey;
use crate::hex::Signature;
use crate::refusal::FrameFault;
use crate::room::RoomName;
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
    pub title: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub paste: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<PublicKey>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nonce: Option<Nonce>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub keep: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sign: Option<Signature>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub password: Option<Cow<'a, str>>,
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
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reply: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub edit: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub react: Option<u64>,
    #[serde(rename = "who", skip_serializing_if = "Option::is_none")]
    pub whom: Option<&'a str>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub signs: bool,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub typing: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub away: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rtt_ms: Option<u64>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub class: bool,
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    pub led: Option<Led<'a>>,
}

impl<'a> Fields<'a> {
    /// What a ping tells besides.
    pub fn ping(&mut self, sign: Option<&'a Sign>, took: Option<Duration>) {
        self.sign_of(sign);
        self.rtt_ms = took.and_then(|took| u64::try_from(took.as_millis()).ok());
    }

    /// What others may know without a word.
    fn sign_of(&mut self, sign: Option<&'a Sign>) {
        match sign {
            None => {}
            Some(Sign::Away(away)) => self.away = Some(*away),
            Some(Sign::Typing(Toward::Room(room))) => {
                self.typing = true;
                self.room = room.as_ref().map(RoomName::as_str);
            }
            Some(Sign::Typing(Toward::Person(whom))) => {
                self.typing = true;
                self.to = Some(&whom.shown);
            }
        }
    }

    /// What is shown for a challenge.
    pub fn prove(&mut self, prove: &Prove) {
        self.sign = prove.sign;
        self.password = prove.password.map(|proof| Cow::Owned(proof.to_string()));
    }

    /// What is offered to be proved.
    pub fn offer(&mut self, offer: Option<&Offer>) {
        self.key = offer.and_then(|offer| offer.key);
        self.nonce = offer.map(|offer| offer.nonce);
        self.keep = offer.filter(|offer| !offer.keep).map(|_| false);
    }
}

/// What only an order has.
#[derive(Debug, Default, Serialize)]
pub struct Led<'a> {
    #[serde(rename = "do")]
    pub act: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub who: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub on: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seq: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seconds: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub words: Option<&'a str>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub address: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub option: Option<usize>,
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
    pub title: Option<&'a RawValue>,
    #[serde(borrow)]
    pub paste: Option<&'a RawValue>,
    #[serde(borrow)]
    pub text: Option<&'a RawValue>,
    #[serde(borrow)]
    pub key: Option<&'a RawValue>,
    #[serde(borrow)]
    pub nonce: Option<&'a RawValue>,
    #[serde(borrow)]
    pub keep: Option<&'a RawValue>,
    #[serde(borrow)]
    pub sign: Option<&'a RawValue>,
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
    pub reply: Option<&'a RawValue>,
    #[serde(borrow)]
    pub edit: Option<&'a RawValue>,
    #[serde(borrow)]
    pub react: Option<&'a RawValue>,
    #[serde(borrow)]
    pub signs: Option<&'a RawValue>,
    #[serde(borrow)]
    pub typing: Option<&'a RawValue>,
    #[serde(borrow)]
    pub away: Option<&'a RawValue>,
    #[serde(borrow)]
    pub rtt_ms: Option<&'a RawValue>,
    #[serde(borrow)]
    pub class: Option<&'a RawValue>,
    #[serde(rename = "do", borrow)]
    pub act: Option<&'a RawValue>,
    #[serde(borrow)]
    pub who: Option<&'a RawValue>,
    #[serde(borrow)]
    pub on: Option<&'a RawValue>,
    #[serde(borrow)]
    pub seq: Option<&'a RawValue>,
    #[serde(borrow)]
    pub seconds: Option<&'a RawValue>,
    #[serde(borrow)]
    pub words: Option<&'a RawValue>,
    #[serde(borrow)]
    pub address: Option<&'a RawValue>,
    #[serde(borrow)]
    pub options: Option<&'a RawValue>,
    #[serde(borrow)]
    pub option: Option<&'a RawValue>,
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
