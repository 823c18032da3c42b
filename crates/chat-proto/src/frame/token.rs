//! What proves that a new connection goes on with an earlier one's session.
//!
//! A `welcome` gives it, the first `join` of a later connection repeats it. Whoever
//! has it is taken for the one to whom it was given: so it is never shown, not even
//! to whoever looks for a fault in a program.

use std::fmt;

use serde::Serialize;
use serde::Serializer;

/// Which session, and what nobody can know who was not told: written as 32 hex digits.
#[derive(Clone, Copy)]
pub struct Token {
    /// Which session: counted, and no secret.
    pub session: u64,
    proof: u64,
}

impl Token {
    /// Of a session, with the number that only its server can make.
    pub fn new(session: u64, proof: u64) -> Self {
        Self { session, proof }
    }

    /// From 32 hex digits, small or capital.
    pub fn parse(word: &str) -> Option<Self> {
        let is_hex = word.len() == DIGITS && word.bytes().all(|b| b.is_ascii_hexdigit());
        let (session, proof) = word.split_at_checked(DIGITS / 2).filter(|_| is_hex)?;
        Some(Self {
            session: u64::from_str_radix(session, 16).ok()?,
            proof: u64::from_str_radix(proof, 16).ok()?,
        })
    }

    /// As it is written on the wire, for the codec alone: it must not be shown.
    pub fn digits(&self) -> String {
        format!("{:016x}{:016x}", self.session, self.proof)
    }
}

impl PartialEq for Token {
    /// Takes the same time however much of it was guessed.
    fn eq(&self, other: &Self) -> bool {
        (self.session ^ other.session) | (self.proof ^ other.proof) == 0
    }
}

impl Eq for Token {}

impl Serialize for Token {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.digits())
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Token of session {}", self.session)
    }
}

/// Of both numbers.
const DIGITS: usize = 32;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_read_as_it_was_written_and_never_shown() {
        let token = Token::new(7, 0xfeed_beef);
        assert_eq!(token.digits(), "000000000000000700000000feedbeef");
        assert_eq!(Token::parse(&token.digits()), Some(token));
        assert_eq!(Token::parse(&token.digits().to_uppercase()), Some(token));
        assert!(!format!("{token:?}").contains("feedbeef"));
    }

    #[test]
    fn what_is_no_token_is_none() {
        let of_letters = "é".repeat(16);
        let short = "0".repeat(31);
        let signed = format!("+{}", "0".repeat(31));
        for word in ["", &short, &signed, &of_letters, &"g".repeat(32)] {
            assert_eq!(Token::parse(word), None, "{word}");
        }
        let one = Token::new(1, 2);
        assert!(one != Token::new(1, 3) && one != Token::new(3, 2));
    }
}
