//! What a server says of itself when it begins to live.

use chat_link::proof::Secret;
use chat_proto::hex::Hex;
use serde::Deserialize;
use serde::Serialize;

/// What a server says of itself when it begins to live.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Hello {
    /// Where people find it.
    pub addresses: Vec<String>,
    /// What tokens of sessions are made with, where nobody has said so before: 16 bytes.
    secret: String,
    /// By which rules it applies the log. Two that differ would not stay the same.
    pub rules: String,
}

impl Hello {
    /// Of a server that is found there, by these rules, with a secret that nobody can guess.
    pub fn new(addresses: Vec<String>, rules: String, secret: [u64; 2]) -> Self {
        let [first, second] = secret.map(u64::to_be_bytes);
        let mut bytes = [0; 16];
        let (left, right) = bytes.split_at_mut(8);
        left.copy_from_slice(&first);
        right.copy_from_slice(&second);
        Self {
            addresses,
            secret: Hex(bytes).to_string(),
            rules,
        }
    }

    /// As it stands in the log.
    pub fn write(&self) -> String {
        // Strings can always be written.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// The same back.
    pub fn read(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok()
    }

    /// What tokens of sessions are made with.
    pub fn secret(&self) -> Secret {
        let bytes = Hex::<16>::parse(&self.secret).map_or([0; 16], |hex| hex.0);
        let number = |half: &[u8]| {
            let half: [u8; 8] = half.try_into().unwrap_or_default();
            u64::from_be_bytes(half)
        };
        let (left, right) = bytes.split_at(8);
        Secret::new([number(left), number(right)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hello_means_the_same_when_it_is_read() {
        let hello = Hello::new(vec!["10.0.0.1:1234".to_owned()], "1".to_owned(), [3, 4]);
        let read = Hello::read(&hello.write()).unwrap();
        assert_eq!(read.addresses, hello.addresses);
        assert_eq!(read.secret().token(7), Secret::new([3, 4]).token(7));
    }
}
