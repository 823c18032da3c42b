//! The key that a client has, and what it signs.
//!
//! Ed25519. Made of six words, slowly, so that whoever guesses words has to guess
//! slowly too; then kept as the seed that they lead to.

use std::fmt;

use chat_proto::hex::Hex;
use chat_proto::hex::PublicKey;
use chat_proto::hex::Signature;
use ed25519_dalek::SigningKey;
use ed25519_dalek::VerifyingKey;
use pbkdf2::pbkdf2_hmac;
use sha2::Sha256;

use crate::statement::Meeting;
use crate::statement::of_name;
use crate::words::SixWords;

/// A private key. Never shown, and wiped from memory when it goes.
#[derive(Clone)]
pub struct Key(SigningKey);

impl Key {
    /// The key of six words. As slow as a password's: some 80 ms.
    pub fn of(words: &SixWords) -> Self {
        let mut seed = [0; 32];
        pbkdf2_hmac::<Sha256>(words.to_string().as_bytes(), SALT, ROUNDS, &mut seed);
        Self(SigningKey::from_bytes(&seed))
    }

    /// The key that was kept.
    pub fn from_seed(seed: &Hex<32>) -> Self {
        Self(SigningKey::from_bytes(&seed.0))
    }

    /// What there is to keep: for a file that nobody else may read.
    pub fn seed(&self) -> Hex<32> {
        Hex(self.0.to_bytes())
    }

    /// What everybody may know.
    pub fn public(&self) -> PublicKey {
        Hex(self.0.verifying_key().to_bytes())
    }

    /// That a name is asked for by whoever has this key.
    pub fn sign(&self, meeting: &Meeting, run: &str, name: &str) -> Signature {
        use ed25519_dalek::ed25519::signature::Signer as _;
        let signature = self.0.sign(of_name(meeting, run, name).as_bytes());
        Hex(signature.to_bytes())
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Key of {}", self.public())
    }
}

/// Whether the owner of a public key has signed that it asks for a name. Strict: no
/// key of small order, no second form of a signature.
pub fn is_signed(
    key: &PublicKey,
    signature: &Signature,
    meeting: &Meeting,
    (run, name): (&str, &str),
) -> bool {
    let statement = of_name(meeting, run, name);
    let signature = ed25519_dalek::Signature::from_bytes(&signature.0);
    VerifyingKey::from_bytes(&key.0)
        .is_ok_and(|key| key.verify_strict(statement.as_bytes(), &signature).is_ok())
}

/// What the words of a key are salted with: for keys, and this version of them.
const SALT: &[u8] = b"chat key 1";

/// As many as a password has.
const ROUNDS: u32 = crate::password::ROUNDS;

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
    fn a_signature_holds_for_its_key_its_name_and_its_meeting_alone() {
        let key = Key::from_seed(&Hex([7; 32]));
        let signature = key.sign(&meeting(), "run", "ana");
        let holds = |key: &PublicKey, sign: &Signature, meeting: &Meeting, run, name| {
            is_signed(key, sign, meeting, (run, name))
        };
        let (public, at) = (key.public(), meeting());
        assert!(holds(&public, &signature, &at, "run", "ana"));
        assert!(!holds(&public, &signature, &at, "run", "bob"));
        assert!(!holds(&public, &signature, &at, "another", "ana"));
        let other = Key::from_seed(&Hex([8; 32])).public();
        assert!(!holds(&other, &signature, &at, "run", "ana"));
        for changed in [
            Meeting {
                client: Hex([3; 16]),
                ..at
            },
            Meeting {
                server: Hex([3; 16]),
                ..at
            },
            Meeting {
                bind: Bind::Certificate(Hex([3; 32])),
                ..at
            },
        ] {
            assert!(!holds(&public, &signature, &changed, "run", "ana"));
        }
    }

    #[test]
    fn a_key_that_is_none_has_signed_nothing() {
        // Of small order: it would verify anything where one is not strict.
        let mut weak = Hex([0; 32]);
        weak.0[0] = 1;
        let mut signature = Hex([0; 64]);
        signature.0[0] = 1;
        for key in [weak, Hex([0; 32]), Hex([0xff; 32])] {
            assert!(
                !is_signed(&key, &signature, &meeting(), ("run", "ana")),
                "{key}"
            );
        }
    }

    #[test]
    fn a_seed_is_kept_and_never_shown() {
        let key = Key::from_seed(&Hex([7; 32]));
        let seed = key.seed();
        assert_eq!(Key::from_seed(&seed).public(), key.public());
        assert!(!format!("{key:?}").contains(&seed.to_string()));
    }

    proptest! {
        #[test]
        fn a_signature_with_a_bit_flipped_does_not_hold(bit in 0_usize..512) {
            let key = Key::from_seed(&Hex([7; 32]));
            let mut signature = key.sign(&meeting(), "run", "ana");
            signature.0[bit / 8] ^= 1 << (bit % 8);
            prop_assert!(!is_signed(&key.public(), &signature, &meeting(), ("run", "ana")));
        }
    }
}
