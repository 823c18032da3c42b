//! A checkpoint on its way to its file.

use std::path::PathBuf;

use tokio::sync::oneshot;

/// What is to be written.
#[derive(Debug)]
pub struct CheckpointWrite {
    /// Where.
    pub file: PathBuf,
    /// What.
    pub bytes: Vec<u8>,
    /// Told when it is, where somebody waits for that.
    pub written: Option<oneshot::Sender<()>>,
}
