//! Names, as they are written.

use serde::Serialize;
use serde::Serializer;

use crate::name::Name;

/// One name is written as a string, several as an array.
pub enum People<'a> {
    /// A string.
    One(&'a Name),
    /// An array.
    Many(&'a [Name]),
}

impl Serialize for People<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::One(name) => serializer.serialize_str(name.as_str()),
            Self::Many(names) => serializer.collect_seq(names.iter().map(Name::as_str)),
        }
    }
}
