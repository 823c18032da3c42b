//! What a certificate is recognised by.

use std::fmt;

use sha2::Digest;
use sha2::Sha256;

/// The SHA-256 of a certificate as it is sent: what `openssl x509 -fingerprint -sha256`
/// prints, and Python's `hashlib.sha256(sock.getpeercert(True))`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fingerprint([u8; 32]);

impl Fingerprint {
    /// Of a certificate in DER.
    pub fn of(der: &[u8]) -> Self {
        Self(Sha256::digest(der).into())
    }

    /// The bytes.
    pub const fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// From 64 hex digits.
    pub fn from_hex(hex: &str) -> Option<Self> {
        let mut bytes = [0; 32];
        let digits = hex.as_bytes();
        if digits.len() != 2 * bytes.len() {
            return None;
        }
        for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
            let digit = |at: usize| char::from(*pair.get(at)?).to_digit(16);
            *byte = u8::try_from(digit(0)? * 16 + digit(1)?).ok()?;
        }
        Some(Self(bytes))
    }
}

/// In lower-case hex.
impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hex_is_read_as_it_is_written_and_nothing_else_is_read() {
        let print = Fingerprint::of(b"abc");
        let hex = print.to_string();
        // The example of FIPS 180-2.
        assert!(hex.starts_with("ba7816bf8f01cfea") && hex.ends_with("f20015ad"));
        assert_eq!(Fingerprint::from_hex(&hex), Some(print));
        assert_eq!(Fingerprint::from_hex(&hex.to_uppercase()), Some(print));
        for wrong in [
            "",
            "ba",
            hex.strip_prefix('b').unwrap(),
            &format!("{hex}0"),
            &hex.replace('b', "g"),
        ] {
            assert_eq!(Fingerprint::from_hex(wrong), None, "{wrong}");
        }
    }
}
