//! Bytes of a fixed number, as the wire writes them: hex digits in lower case.
//!
//! One spelling for each value, because what is signed is the spelling. Keys, nonces,
//! signatures and proofs are told apart by the fields that hold them; whether one is
//! right is decided in `chat-trust`, which compares secrets in constant time.

use std::fmt;

use serde::Serialize;
use serde::Serializer;

/// A public key of Ed25519.
pub type PublicKey = Hex<32>;

/// What is drawn anew for each question, so that no answer serves twice.
pub type Nonce = Hex<16>;

/// A signature of Ed25519.
pub type Signature = Hex<64>;

/// That somebody knows the password.
pub type Proof = Hex<32>;

/// So many bytes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hex<const N: usize>(pub [u8; N]);

impl<const N: usize> Hex<N> {
    /// From exactly as many digits as it takes, in lower case.
    pub fn parse(word: &str) -> Option<Self> {
        let (pairs, rest) = word.as_bytes().as_chunks::<2>();
        if pairs.len() != N || !rest.is_empty() {
            return None;
        }
        let mut bytes = [0; N];
        for (byte, [high, low]) in bytes.iter_mut().zip(pairs) {
            *byte = digit(*high)? << 4 | digit(*low)?;
        }
        Some(Self(bytes))
    }
}

impl<const N: usize> fmt::Display for Hex<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl<const N: usize> fmt::Debug for Hex<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Hex({self})")
    }
}

impl<const N: usize> Serialize for Hex<N> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// What a digit is worth.
fn digit(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_read_as_they_were_written() {
        let all: [u8; 256] = std::array::from_fn(|n| u8::try_from(n).unwrap());
        let written = Hex(all).to_string();
        assert_eq!(Hex::parse(&written), Some(Hex(all)));
        assert!(written.starts_with("000102") && written.ends_with("fdfeff"));
    }

    #[test]
    fn there_is_one_spelling_and_no_other() {
        for word in [
            "", "0", "00f", "00FF", "00fff", "0g0f", "+0ff", "00é", "00ff\n",
        ] {
            assert_eq!(Hex::<2>::parse(word), None, "{word}");
        }
        assert_eq!(Hex::<2>::parse("00ff"), Some(Hex([0, 255])));
    }
}
