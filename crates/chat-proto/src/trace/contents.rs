//! What the bytes of a datagram, a read or a write were, where a recording has them.

use std::fmt::Write;

use serde::Deserialize;
use serde::Deserializer;
use serde::Serialize;
use serde::Serializer;
use serde::de::Error;

/// `data` where it is text, else `hex`. As long as the bytes themselves, whatever was
/// masked in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Contents {
    /// UTF-8.
    Data(Box<str>),
    /// Anything else.
    Hex(Hex),
}

/// Bytes that are no text: two hex digits each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hex(pub Box<[u8]>);

impl Contents {
    /// Of these bytes, as they are.
    pub fn of(bytes: &[u8]) -> Self {
        std::str::from_utf8(bytes).map_or_else(
            |_| Self::Hex(Hex(bytes.into())),
            |text| Self::Data(text.into()),
        )
    }

    /// The bytes.
    pub fn bytes(&self) -> &[u8] {
        match self {
            Self::Data(text) => text.as_bytes(),
            Self::Hex(Hex(bytes)) => bytes,
        }
    }
}

impl Serialize for Hex {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut digits = String::with_capacity(2 * self.0.len());
        for byte in &self.0 {
            // Writing to memory cannot fail.
            let _ = write!(digits, "{byte:02x}");
        }
        serializer.serialize_str(&digits)
    }
}

impl<'de> Deserialize<'de> for Hex {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let digits = String::deserialize(deserializer)?;
        let (pairs, rest) = digits.as_bytes().as_chunks::<2>();
        let byte = |[high, low]: &[u8; 2]| Some(16 * digit(*high)? + digit(*low)?);
        let bytes: Option<Box<[u8]>> = pairs.iter().map(byte).collect();
        bytes
            .filter(|_| rest.is_empty())
            .map(Self)
            .ok_or_else(|| D::Error::custom("two hex digits for each byte"))
    }
}

fn digit(byte: u8) -> Option<u8> {
    let digit = char::from(byte).to_digit(16)?;
    u8::try_from(digit).ok()
}
