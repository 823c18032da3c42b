//! The id of the numbering, by which a client knows whether the numbers that it has are
//! still those of this archive.

use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;

use rusqlite::Connection;

use crate::table::meta;
use crate::table::set_meta;

/// The id of the numbering: the archive's own, and how often it began anew, as chance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Log {
    archive: i64,
    epoch: i64,
}

impl Log {
    /// The archive's; a new one where it has none.
    pub fn load(db: &Connection) -> rusqlite::Result<Self> {
        Ok(Self {
            archive: meta(db, "archive")?.unwrap_or_else(|| chance(1)),
            epoch: meta(db, "epoch")?.unwrap_or_else(|| chance(2)),
        })
    }

    /// As clients have it.
    pub fn told(self) -> String {
        format!("{:x}.{:x}", self.archive, self.epoch)
    }

    /// Another one of the same archive.
    pub fn another(self) -> Self {
        Self {
            epoch: chance(self.epoch),
            ..self
        }
    }

    /// Writes it into the archive.
    pub fn store(self, db: &Connection) -> rusqlite::Result<()> {
        set_meta(db, "archive", self.archive)?;
        set_meta(db, "epoch", self.epoch)
    }
}

/// A number that nobody has had: positive, so that it is written alike everywhere.
pub fn chance(of: i64) -> i64 {
    let drawn = RandomState::new().hash_one((of, std::process::id()));
    i64::try_from(drawn >> 1).unwrap_or(i64::MAX)
}
