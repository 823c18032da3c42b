//! A checkpoint on its way to its file.

use std::path::PathBuf;

/// What is to be written.
#[derive(Debug)]
pub struct CheckpointWrite {
    /// Where.
    pub file: PathBuf,
    /// What.
    pub bytes: Vec<u8>,
}
