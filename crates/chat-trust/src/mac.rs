//! HMAC-SHA256, and comparing secrets: what everything else here is made of.

use hmac::Hmac;
use hmac::KeyInit as _;
use hmac::Mac as _;
use sha2::Sha256;
use subtle::ConstantTimeEq as _;

/// The authentication code of a message. A key of any length is one.
pub fn hmac(key: &[u8], message: &[u8]) -> [u8; 32] {
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) else {
        // Never: HMAC takes every length. Zeros would be nobody's proof.
        return [0; 32];
    };
    mac.update(message);
    mac.finalize().into_bytes().into()
}

/// Whether two secrets are one. Tells by its duration at most how long they are.
pub fn is_same(a: &[u8], b: &[u8]) -> bool {
    a.ct_eq(b).into()
}

#[cfg(test)]
mod tests {
    use chat_proto::hex::Hex;

    use super::*;

    #[test]
    fn a_code_is_that_of_rfc_4231() {
        let code = hmac(b"Jefe", b"what do ya want for nothing?");
        let right = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
        assert_eq!(Hex(code).to_string(), right);
    }

    #[test]
    fn secrets_are_one_only_when_they_are_equal() {
        for (a, b, same) in [
            ("", "", true),
            ("acrobat", "acrobat", true),
            ("acrobat", "acrobaT", false),
            ("acrobat", "acrobat-", false),
            ("a", "", false),
        ] {
            assert_eq!(is_same(a.as_bytes(), b.as_bytes()), same, "{a} {b}");
        }
    }
}
