//! What goes wrong with a file, in words with the ways out.

use std::path::Path;
use std::path::PathBuf;

use rusqlite::ErrorCode;
use thiserror::Error;

/// Why a server, or a subcommand, cannot have a file.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("the archive {}: {why}", path.display())]
pub struct OpenError {
    /// The file.
    pub path: PathBuf,
    /// What is wrong, and what to do.
    pub why: String,
}

/// The same, before it is in words.
#[derive(Debug, Error)]
pub enum Fault {
    /// The folder is on a file system of several machines, or of another program.
    #[error(
        "it is on {0}, where SQLite's shared memory does not work across machines and files get damaged without a word. Choose a file on a disk of this machine (--archive FILE), or keep nothing (--ephemeral)"
    )]
    Shared(&'static str),
    /// Another server has it.
    #[error(
        "{0} has it, and a file has one server at a time. Stop that one, or choose another file (--archive FILE)"
    )]
    Taken(String),
    /// A directory.
    #[error("it is a folder: name a file in it (--archive FILE)")]
    Folder,
    /// The folder is not there.
    #[error("there is no such folder: make it, or choose another file (--archive FILE)")]
    NoFolder,
    /// There is no such file, and none is to be made.
    #[error("there is no such file: --archive FILE says which one is meant")]
    Missing,
    /// No such room in it.
    #[error("nothing is kept of a room `{0}`: `chat-server stats` lists those there are")]
    NoRoom(String),
    /// No folder for it.
    #[error("the system has no folder for it: name a file (--archive FILE)")]
    Nowhere,
    /// Some other database.
    #[error(
        "it is a database of another program, or none at all. Choose another file (--archive FILE)"
    )]
    Foreign,
    /// Made by a newer program.
    #[error(
        "a newer chat-server made it (version {0}), and this one cannot read it. Use the newer program, or choose another file (--archive FILE)"
    )]
    Newer(usize),
    /// A server by itself has kept something else in it.
    #[error(
        "it has what was said on a server by itself, and no place for the conversation of a cluster. Choose another file (--archive FILE)"
    )]
    OfOneServer,
    /// A copy of what several servers share.
    #[error(
        "it is the copy of a conversation that several servers share: start this one with --cluster too, or choose another file (--archive FILE)"
    )]
    OfCluster,
    /// A copy of another such conversation.
    #[error(
        "it is the copy of another conversation than the one that this cluster's log has. Choose another file (--archive FILE): it is filled from the log"
    )]
    OtherConversation,
    /// It cannot be written.
    #[error(
        "it may not be written, there or in its folder. Give yourself the right to (chmod u+w), choose another file (--archive FILE), or keep nothing (--ephemeral)"
    )]
    ReadOnly,
    /// No room.
    #[error(
        "there is no room left on its disk. Make room, choose a file on another disk (--archive FILE), or keep nothing (--ephemeral)"
    )]
    Full,
    /// Damaged.
    #[error(
        "it is damaged ({0}). `chat-server check` says where; restore a copy, save what can be read with `sqlite3 FILE .recover`, choose another file (--archive FILE), or keep nothing (--ephemeral)"
    )]
    Damaged(String),
    /// Anything else.
    #[error(
        "it cannot be used ({0}). Choose another file (--archive FILE), or keep nothing (--ephemeral)"
    )]
    Other(String),
}

impl Fault {
    /// Which file.
    pub fn of(self, path: &Path) -> OpenError {
        OpenError {
            path: path.to_owned(),
            why: self.to_string(),
        }
    }
}

impl From<std::io::Error> for Fault {
    fn from(error: std::io::Error) -> Self {
        use std::io::ErrorKind;
        #[expect(
            clippy::wildcard_enum_match_arm,
            reason = "the system's kinds of error may grow"
        )]
        match error.kind() {
            ErrorKind::NotFound => Self::NoFolder,
            ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => Self::ReadOnly,
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Self::Full,
            _ => Self::Other(error.to_string()),
        }
    }
}

impl From<rusqlite::Error> for Fault {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::NotADatabase) => Self::Foreign,
            Some(ErrorCode::DatabaseCorrupt) => Self::Damaged(told(&error)),
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => Self::ReadOnly,
            Some(ErrorCode::DiskFull) => Self::Full,
            _ => Self::Other(told(&error)),
        }
    }
}

/// What the database says, in a few words and with its number: what goes into a log.
pub fn told(error: &rusqlite::Error) -> String {
    match error.sqlite_error() {
        Some(code) => format!("{error}, SQLite's error {}", code.extended_code),
        None => error.to_string(),
    }
}
