//! The name of some bytes, by which the recordings of two programs are joined.

use std::fmt;
use std::hash::Hasher;

use serde::Deserialize;
use serde::Deserializer;
use serde::Serialize;
use serde::Serializer;
use serde::de::Error;
use siphasher::sip::SipHasher13;

/// `SipHash`-1-3 under a key of zeroes, its low 32 bits: written as eight hex digits.
/// No secret: whoever has the bytes has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fingerprint(pub u32);

impl Fingerprint {
    /// Of one datagram.
    pub fn of(bytes: &[u8]) -> Self {
        Self::of_pieces([bytes])
    }

    /// Of what lies in several places: where it is cut makes no difference.
    pub fn of_pieces<'a>(pieces: impl IntoIterator<Item = &'a [u8]>) -> Self {
        let mut hasher = SipHasher13::new();
        for piece in pieces {
            // `write` alone is used: its result does not depend on the borders.
            hasher.write(piece);
        }
        let [.., a, b, c, d] = hasher.finish().to_be_bytes();
        Self(u32::from_be_bytes([a, b, c, d]))
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:08x}", self.0)
    }
}

impl Serialize for Fingerprint {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Fingerprint {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let digits = String::deserialize(deserializer)?;
        let plain = digits.len() == 8 && digits.bytes().all(|b| b.is_ascii_hexdigit());
        if !plain {
            return Err(D::Error::custom("a fingerprint is eight hex digits"));
        }
        let number = u32::from_str_radix(&digits, 16);
        number.map(Self).map_err(D::Error::custom)
    }
}
