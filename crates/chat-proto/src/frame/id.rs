//! The mark that a peer puts on a frame to recognise the answer.

use serde::Serialize;
use serde_json::value::RawValue;

use crate::limits::ID_BYTES;

/// A string of at most [`ID_BYTES`] or an integer, kept as the JSON token that
/// came, because it is repeated as it came.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id(Box<str>);

impl Id {
    /// From a JSON token, if it is one that may be an id.
    pub fn from_token(token: &str) -> Option<Self> {
        let integer = {
            let digits = token.strip_prefix('-').unwrap_or(token);
            !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit())
        };
        let fits = if integer {
            token.len() <= ID_BYTES
        } else {
            // Six bytes of token for one of content at most, and two quotes.
            token.len() <= 6 * ID_BYTES + 2
                && serde_json::from_str::<String>(token).is_ok_and(|s| s.len() <= ID_BYTES)
        };
        fits.then(|| Self(token.into()))
    }

    /// The n-th id of a client that counts.
    pub fn number(n: u64) -> Self {
        Self(n.to_string().into())
    }

    /// The JSON token.
    pub fn token(&self) -> &str {
        &self.0
    }
}

impl Serialize for Id {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let raw = RawValue::from_string(self.0.to_string()).map_err(serde::ser::Error::custom)?;
        raw.serialize(serializer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn integers_and_short_strings_are_ids() {
        for token in [
            "0",
            "-7",
            "\"a\"",
            "\"\"",
            "18446744073709551616",
            "\"\\u0041\"",
        ] {
            assert_eq!(Id::from_token(token).unwrap().token(), token);
        }
        let longest = format!("\"{}\"", "x".repeat(ID_BYTES));
        assert!(Id::from_token(&longest).is_some());
    }

    #[test]
    fn everything_else_is_none() {
        let long = format!("\"{}\"", "x".repeat(ID_BYTES + 1));
        let digits = "9".repeat(ID_BYTES + 1);
        for token in [
            "", "-", "1.5", "1e3", "true", "{}", "[1]", "null", &long, &digits,
        ] {
            assert_eq!(Id::from_token(token), None, "{token}");
        }
    }
}
