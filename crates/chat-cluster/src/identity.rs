//! Who we are to NATS: credentials as `nsc` writes them, a JWT that says so and a key to
//! prove it.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ed25519_dalek::Signer as _;
use ed25519_dalek::SigningKey;

/// A JWT and the key that belongs to it.
#[derive(Clone)]
pub struct Identity {
    jwt: String,
    key: SigningKey,
}

impl fmt::Debug for Identity {
    /// Neither of them.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Identity").finish_non_exhaustive()
    }
}

impl Identity {
    /// Reads the text of a credentials file.
    pub fn parse(text: &str) -> Result<Self, &'static str> {
        let jwt = block(text, "NATS USER JWT").ok_or("there is no JWT in it")?;
        let seed = block(text, "USER NKEY SEED").ok_or("there is no NKEY seed in it")?;
        let key = read_seed(&seed).ok_or("the NKEY seed in it is damaged")?;
        let key = SigningKey::from_bytes(&key);
        Ok(Self { jwt, key })
    }

    /// The JWT.
    pub fn jwt(&self) -> &str {
        &self.jwt
    }

    /// What a server wants signed, signed.
    pub fn sign(&self, nonce: &str) -> String {
        let signature = self.key.sign(nonce.as_bytes());
        URL_SAFE_NO_PAD.encode(signature.to_bytes())
    }
}

/// What stands between `-----BEGIN …-----` and the next line of dashes.
fn block(text: &str, name: &str) -> Option<String> {
    let begin = format!("BEGIN {name}");
    let mut lines = text.lines().skip_while(|line| !line.contains(&begin));
    lines.next()?;
    let inside: String = lines
        .take_while(|line| !line.starts_with("---"))
        .map(str::trim)
        .collect();
    (!inside.is_empty()).then_some(inside)
}

/// Two bytes that say what it is, 32 of seed, two of CRC-16.
fn read_seed(written: &str) -> Option<[u8; 32]> {
    let bytes = base32(written)?;
    let (content, sum) = bytes.split_at_checked(34)?;
    if sum != crc16(content).to_le_bytes() {
        return None;
    }
    let (prefix, seed) = content.split_at_checked(2)?;
    let is_seed = prefix.first()? & 0xf8 == SEED;
    is_seed.then(|| seed.try_into().ok()).flatten()
}

/// RFC 4648 without padding.
fn base32(written: &str) -> Option<Vec<u8>> {
    let (mut bits, mut count, mut out) = (0_u32, 0, Vec::new());
    for letter in written.bytes() {
        let value = match letter {
            b'A'..=b'Z' => letter - b'A',
            b'2'..=b'7' => letter - b'2' + 26,
            _ => return None,
        };
        bits = bits << 5 | u32::from(value);
        count += 5;
        if count >= 8 {
            count -= 8;
            out.push(u8::try_from(bits >> count & 0xff).ok()?);
        }
    }
    Some(out)
}

/// CRC-16/XMODEM.
fn crc16(bytes: &[u8]) -> u16 {
    bytes.iter().fold(0, |crc, byte| {
        (0..8).fold(crc ^ u16::from(*byte) << 8, |crc, _| {
            let shifted = crc << 1;
            if crc & 0x8000 == 0 {
                shifted
            } else {
                shifted ^ 0x1021
            }
        })
    })
}

/// The letter S.
const SEED: u8 = 18 << 3;

#[cfg(test)]
mod tests {
    use super::*;

    /// As `nk -gen user` writes it, with the public key below.
    const SEED_TEXT: &str = "SUACSSL3UAHUDXKFSNVUZRF5UHPMWZ6BFDTJ7M6USDXIEDNPPQYYYCU3VY";

    #[test]
    fn base32_is_that_of_the_rfc() {
        assert_eq!(base32("MZXW6YTBOI").unwrap(), b"foobar");
        assert_eq!(base32("MZ0"), None);
    }

    #[test]
    fn a_sum_is_that_of_the_catalogue() {
        assert_eq!(crc16(b"123456789"), 0x31c3);
    }

    #[test]
    fn a_seed_is_read_and_a_changed_one_is_not() {
        assert!(read_seed(SEED_TEXT).is_some());
        let changed = SEED_TEXT.replacen('L', "M", 1);
        assert_eq!(read_seed(&changed), None);
    }

    #[test]
    fn a_file_has_both_and_shows_neither() {
        let text = format!(
            "-----BEGIN NATS USER JWT-----\neyJ0\n------END NATS USER JWT------\n\n\
             -----BEGIN USER NKEY SEED-----\n{SEED_TEXT}\n------END USER NKEY SEED------\n"
        );
        let identity = Identity::parse(&text).unwrap();
        assert_eq!(identity.jwt(), "eyJ0");
        assert_eq!(identity.sign("nonce").len(), 86);
        assert!(!format!("{identity:?}").contains("eyJ0"));
        assert!(Identity::parse("nothing").is_err());
    }
}
