//! Why an archive cannot be opened: what happened, and the ways out.

use std::path::PathBuf;

use thiserror::Error;

/// Why a server cannot have a file.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("cannot keep what is said in {}: {why}", path.display())]
pub struct OpenError {
    /// The file.
    pub path: PathBuf,
    /// What is wrong, and what to do.
    pub why: String,
}
