//! The password of a class: both sides show that they know it, and neither sends it.
//!
//! A listener, or a server that only says that it is the class's, can try words against
//! what it has heard, at the price of [`ROUNDS`] each: four words of [`crate::words`]
//! hold out for years, a word of a dictionary for seconds. A scheme that gives a listener
//! nothing to try (`SPAKE2`, `CPace`) has no standard library in the languages of a course.

use std::fmt;

use chat_proto::hex::Hex;
use chat_proto::hex::Proof;
use chat_proto::hex::PublicKey;
use pbkdf2::pbkdf2_hmac;
use sha2::Sha256;

use crate::mac::hmac;
use crate::mac::is_same;
use crate::statement::Meeting;
use crate::statement::Side;
use crate::statement::of_password;

/// What a password becomes, slowly and once: some 80 ms.
#[derive(Clone)]
pub struct PasswordKey([u8; 32]);

impl PasswordKey {
    /// Of a password, as it was typed.
    pub fn derive(password: &str, salt: &[u8], rounds: u32) -> Self {
        let mut key = [0; 32];
        pbkdf2_hmac::<Sha256>(password.as_bytes(), salt, rounds, &mut key);
        Self(key)
    }

    /// That one side knows the password, and meant this meeting.
    pub fn proof(&self, side: Side, meeting: &Meeting, key: Option<&PublicKey>) -> Proof {
        let statement = of_password(meeting, side, key);
        Hex(hmac(&self.0, statement.as_bytes()))
    }

    /// Whether a side has shown it. Takes the same time however much of it is right.
    pub fn is_proved(
        &self,
        side: Side,
        meeting: &Meeting,
        (key, given): (Option<&PublicKey>, &Proof),
    ) -> bool {
        let right = self.proof(side, meeting, key);
        is_same(&right.0, &given.0)
    }
}

impl fmt::Debug for PasswordKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PasswordKey")
    }
}

/// What a guess costs: some 80 ms of a processor, 0.07 ms of the fastest card of 2024.
pub const ROUNDS: u32 = 600_000;

/// A client computes nothing for a server that asks for fewer: it would have what is
/// proved to it at the price of a dictionary's.
pub const FEWEST_ROUNDS: u32 = 10_000;

/// Nor for one that asks for more: a second or two, and no end otherwise.
pub const MOST_ROUNDS: u32 = 10_000_000;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::statement::Bind;

    fn meeting() -> Meeting {
        Meeting {
            client: Hex([1; 16]),
            server: Hex([2; 16]),
            bind: Bind::Open,
        }
    }

    #[test]
    fn a_proof_holds_for_its_side_its_key_and_its_meeting_alone() {
        let key = PasswordKey::derive("acrobat", b"salt", 1);
        let (public, at) = (Hex([9; 32]), meeting());
        let given = key.proof(Side::Client, &at, Some(&public));
        let holds = |side, at: &Meeting, public| key.is_proved(side, at, (public, &given));
        assert!(holds(Side::Client, &at, Some(&public)));
        assert!(
            !holds(Side::Server, &at, Some(&public)),
            "it is not told back"
        );
        assert!(!holds(Side::Client, &at, None));
        assert!(!holds(Side::Client, &at, Some(&Hex([8; 32]))));
        let bind = Bind::Certificate(Hex([3; 32]));
        for changed in [
            Meeting {
                client: Hex([3; 16]),
                ..at
            },
            Meeting {
                server: Hex([3; 16]),
                ..at
            },
            Meeting { bind, ..at },
        ] {
            assert!(!holds(Side::Client, &changed, Some(&public)));
        }
        let wrong = PasswordKey::derive("acrobats", b"salt", 1);
        assert!(!wrong.is_proved(Side::Client, &at, (Some(&public), &given)));
    }

    proptest! {
        #[test]
        fn a_proof_with_a_bit_flipped_does_not_hold(bit in 0_usize..256) {
            let key = PasswordKey::derive("acrobat", b"salt", 1);
            let mut given = key.proof(Side::Client, &meeting(), None);
            given.0[bit / 8] ^= 1 << (bit % 8);
            prop_assert!(!key.is_proved(Side::Client, &meeting(), (None, &given)));
        }
    }
}
