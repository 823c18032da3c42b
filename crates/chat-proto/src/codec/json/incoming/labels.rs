//! Names of people and things, as a server that may be anybody's has sent them.

use serde::Deserialize;

use crate::limits::ROOM_CHARS;
use crate::text::clean;

/// A string, an array of strings, or nothing.
#[derive(Default, Deserialize)]
#[serde(untagged)]
pub enum Names {
    /// A string.
    One(String),
    /// An array.
    Many(Vec<String>),
    /// Neither.
    #[default]
    Nobody,
}

impl Names {
    /// All of them, fit to be shown.
    pub fn cleaned(&self) -> Vec<String> {
        match self {
            Self::Nobody => Vec::new(),
            Self::One(name) => vec![label(name)],
            Self::Many(names) => names.iter().map(|n| label(n)).collect(),
        }
    }
}

/// A name of somebody or something. What is longer than one can be is cut, since it is
/// kept: a server must not be able to fill a client's memory with names.
pub fn label(raw: &str) -> String {
    cut(raw, LABEL)
}

/// So many bytes of a text at most, fit to be shown.
pub fn cut(raw: &str, most: usize) -> String {
    let mut ends = (0..=most.min(raw.len())).rev();
    let end = ends.find(|at| raw.is_char_boundary(*at)).unwrap_or(0);
    clean(raw.get(..end).unwrap_or_default()).into_owned()
}

/// Bytes of a name: those of the longest that the contract knows, a room's.
pub const LABEL: usize = 4 * ROOM_CHARS;
