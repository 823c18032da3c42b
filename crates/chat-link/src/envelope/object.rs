//! A datagram as one JSON object, as far as the link minds it.
//!
//! The link's fields stand in front of a frame's own, and the frame of a challenge has a
//! `for` too: what that says to a link is two numbers, and of two the first counts.

use std::borrow::Cow;
use std::fmt;

use serde::Deserialize;
use serde::Deserializer;
use serde::de::Error;
use serde::de::IgnoredAny;
use serde::de::MapAccess;
use serde::de::Visitor;

use super::word::Word;

/// What was read.
#[derive(Default)]
pub struct Object<'a> {
    pub kind: Word<'a>,
    pub link: Option<u64>,
    pub n: Option<u32>,
    pub r#try: Option<u16>,
    pub ack: Option<u32>,
    pub got: Vec<u32>,
    pub r#for: Option<(u32, u16)>,
    pub tries: Vec<u16>,
    pub part: Option<Cow<'a, str>>,
    pub nonce: Option<u64>,
    pub cookie: Option<u64>,
    pub run: Option<u64>,
    pub tls: bool,
}

/// A field that a link knows.
#[derive(Deserialize)]
#[serde(field_identifier, rename_all = "lowercase")]
enum Key {
    Type,
    Link,
    N,
    Try,
    Ack,
    Got,
    For,
    Tries,
    Part,
    Nonce,
    Cookie,
    Run,
    Tls,
    #[serde(other)]
    Other,
}

/// What a `for` says to a link, if it says something to one.
#[derive(Deserialize)]
#[serde(untagged)]
enum Triggered {
    By(u32, u16),
    Other(IgnoredAny),
}

impl Triggered {
    fn by(self) -> Option<(u32, u16)> {
        match self {
            Self::By(n, copy) => Some((n, copy)),
            Self::Other(_) => None,
        }
    }
}

/// Sixteen hex digits, or nothing.
struct Digits(Option<u64>);

/// Whether a `tls` asks for it: that of a frame has bytes.
#[derive(Deserialize)]
#[serde(untagged)]
enum Asked {
    For(bool),
    Other(IgnoredAny),
}

impl<'de> Deserialize<'de> for Object<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Fields)
    }
}

struct Fields;

impl<'de> Visitor<'de> for Fields {
    type Value = Object<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut object = Object::default();
        while let Some(key) = map.next_key()? {
            match key {
                Key::Type => {
                    let kind: Word<'de> = map.next_value()?;
                    object.kind.0 = object.kind.0.take().or(kind.0);
                }
                Key::Link => once(&mut object.link, map.next_value::<Digits>()?.0)?,
                Key::Nonce => once(&mut object.nonce, map.next_value::<Digits>()?.0)?,
                Key::Cookie => once(&mut object.cookie, map.next_value::<Digits>()?.0)?,
                Key::Run => once(&mut object.run, map.next_value::<Digits>()?.0)?,
                Key::N => once(&mut object.n, map.next_value()?)?,
                Key::Try => once(&mut object.r#try, map.next_value()?)?,
                Key::Ack => once(&mut object.ack, map.next_value()?)?,
                Key::Part => once(&mut object.part, map.next_value()?)?,
                Key::For => object.r#for = object.r#for.or(map.next_value::<Triggered>()?.by()),
                Key::Got => object.got = map.next_value()?,
                Key::Tries => object.tries = map.next_value()?,
                Key::Tls => object.tls |= matches!(map.next_value()?, Asked::For(true)),
                Key::Other => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(object)
    }
}

/// Only `for` may stand there twice: of all others nobody knows which one is meant.
fn once<T, E: Error>(slot: &mut Option<T>, value: Option<T>) -> Result<(), E> {
    if slot.is_some() {
        return Err(E::custom("a field of the link stands there twice"));
    }
    *slot = value;
    Ok(())
}

impl<'de> Deserialize<'de> for Digits {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Word(word) = Word::deserialize(deserializer)?;
        let digits = word.filter(|w| w.len() == 16 && w.bytes().all(|b| b.is_ascii_hexdigit()));
        Ok(Self(digits.and_then(|w| u64::from_str_radix(&w, 16).ok())))
    }
}
