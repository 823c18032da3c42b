//! A checkpoint: how far this server has read the log, and what it was there, in a file
//! beside its archive. It goes on from there when it starts again, and the log need not have
//! what stands before.
//!
//! Nothing depends on it: one that cannot be read, or is of another log, or tells of more
//! than the archive has, is passed over, and the log read from its beginning.

use std::fs::File;
use std::io;
use std::io::Read;
use std::path::Path;
use std::path::PathBuf;

use chat_cluster::Lives;
use serde::Deserialize;
use serde::Serialize;
use tracing::warn;

use crate::hub::Snapshot;

/// What is in the file.
#[derive(Debug, Serialize, Deserialize)]
pub struct Checkpoint {
    v: u64,
    /// The identity of the log.
    pub log: String,
    /// By which rules this server has applied it.
    pub rules: String,
    /// Which entries have counted, and up to where it was read.
    pub lives: Lives,
    /// The servers that live there.
    pub servers: Vec<ServerRow>,
    /// What the log has made of this server.
    pub state: Snapshot,
}

/// A server that lives.
#[derive(Debug, Serialize, Deserialize)]
pub struct ServerRow {
    /// Its name.
    pub name: String,
    /// Its life.
    pub life: u64,
    /// By which rules it goes.
    pub rules: String,
}

/// Where the checkpoint of a server is whose archive is there.
pub fn beside(archive: &Path) -> PathBuf {
    let mut path = archive.as_os_str().to_owned();
    path.push(".checkpoint");
    PathBuf::from(path)
}

impl Checkpoint {
    /// Of this log, by these rules.
    pub fn new(
        (log, rules): (&str, &str),
        (lives, servers): (Lives, Vec<ServerRow>),
        state: Snapshot,
    ) -> Self {
        Self {
            v: VERSION,
            log: log.to_owned(),
            rules: rules.to_owned(),
            lives,
            servers,
            state,
        }
    }

    /// As it is written.
    pub fn write(&self) -> Vec<u8> {
        // Words and numbers can always be written.
        serde_json::to_vec(self).unwrap_or_default()
    }

    /// What the file has, where there is one that is of use by these rules.
    pub fn read(path: &Path, rules: &str) -> Option<Self> {
        let bytes = match bytes(path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return None,
            Err(error) => return passed_over(path, &error.to_string()),
        };
        match Self::of(&bytes, rules) {
            Ok(read) => Some(read),
            Err(why) => passed_over(path, &why),
        }
    }

    /// What was written, where it is of use by these rules; or why not.
    pub fn of(bytes: &[u8], rules: &str) -> Result<Self, String> {
        let read: Self = serde_json::from_slice(bytes).map_err(|error| error.to_string())?;
        if read.v != VERSION || read.rules != rules {
            return Err("another version of the program has written it".to_owned());
        }
        Ok(read)
    }
}

/// It is not to be gone on from.
pub fn forget(path: &Path) {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            let path = path.display();
            warn!(%path, %error, "a checkpoint that is wrong: delete it before the next start");
        }
        Ok(()) | Err(_) => {}
    }
}

fn bytes(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?.take(MOST_BYTES).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn passed_over<T>(path: &Path, why: &str) -> Option<T> {
    let path = path.display();
    warn!(%path, %why, "the checkpoint is passed over: the log is read from its beginning");
    None
}

/// The only one so far.
const VERSION: u64 = 1;

/// More than ten thousand people, and all that is remembered of them, take.
const MOST_BYTES: u64 = 64 * 1024 * 1024;
