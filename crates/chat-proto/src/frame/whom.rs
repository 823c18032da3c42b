//! Somebody who is meant.

use crate::name::NameKey;
use crate::text::quoted;

/// Somebody who is spoken to or about: found by the plain key of the name,
/// never by its looks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Whom {
    /// As it was written, fit to be quoted.
    pub shown: String,
    /// What is looked up.
    pub key: NameKey,
}

impl Whom {
    /// From what a peer wrote.
    pub fn new(raw: &str) -> Self {
        Self {
            shown: quoted(raw),
            key: NameKey::of(raw),
        }
    }
}
