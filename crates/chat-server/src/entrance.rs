//! What the password is worked into before anybody is let in, once a run.

use chat_proto::frame::trust::Salted;
use chat_proto::hex::Hex;
use chat_trust::password::PasswordKey;
use chat_trust::password::ROUNDS;
use tokio::task::spawn_blocking;
use tracing::warn;

use crate::config::Proving;

/// What the password of this run is worked into: slow on purpose, so not on a thread that
/// serves anybody.
pub async fn proving(password: Option<String>, salt: [u8; 16]) -> Option<Proving> {
    if password
        .as_ref()
        .is_some_and(|word| word.chars().count() < LONG)
    {
        warn!(
            "a password of fewer than {LONG} characters falls to a list of words within seconds, \
             to whoever listens or says that this is their server: --password makes a good one"
        );
    }
    let (password, salt) = (password?, Hex(salt));
    let rounds = ROUNDS;
    let derived = spawn_blocking(move || PasswordKey::derive(&password, &salt.0, rounds));
    Some(Proving {
        key: derived.await.ok()?,
        salted: Salted { salt, rounds },
    })
}

/// Characters of a password that is no word of a list.
const LONG: usize = 10;
