//! A few letters that stand for much: the same for the same text, on any machine.

use std::fmt::Display;
use std::fmt::Formatter;
use std::fmt::Result;
use std::fmt::Write;
use std::hash::Hasher;

use siphasher::sip::SipHasher13;

/// Of what was written into it.
#[derive(Clone, Debug, Default)]
pub struct Digest(SipHasher13);

impl Digest {
    /// Of one thing, as it is shown.
    pub fn of(shown: impl Display) -> u64 {
        let mut digest = Self::default();
        // It takes whatever is written.
        let _ = write!(digest, "{shown}");
        digest.number()
    }

    /// As a number.
    pub fn number(&self) -> u64 {
        self.0.finish()
    }
}

impl Write for Digest {
    fn write_str(&mut self, text: &str) -> Result {
        self.0.write(text.as_bytes());
        Ok(())
    }
}

impl Display for Digest {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        write!(f, "{:016x}", self.number())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_the_same_wherever_it_is_made_and_however_it_is_cut() {
        let mut digest = Digest::default();
        digest.write_str("one text").unwrap();
        // SipHash-1-3 under a key of zeros.
        assert_eq!(digest.to_string(), "259140f8e6bef52d");
        let mut in_parts = Digest::default();
        in_parts.write_str("one ").unwrap();
        in_parts.write_str("text").unwrap();
        assert_eq!(in_parts.number(), digest.number());
        assert_ne!(Digest::of("another"), digest.number());
    }
}
