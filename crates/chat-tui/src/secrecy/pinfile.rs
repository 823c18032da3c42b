//! The file of the servers that were spoken with: mode 600, in the folder of the key.

use std::io;
use std::path::Path;
use std::path::PathBuf;

use chat_net::owner_file;
use directories::ProjectDirs;

use crate::pins::Pins;

/// Where it is.
pub(in crate::secrecy) fn usual_place() -> Option<PathBuf> {
    let directories = ProjectDirs::from("", "", "chat-tui")?;
    Some(directories.data_dir().join("servers"))
}

/// What is remembered; nothing where there is no file.
pub(in crate::secrecy) fn read(path: &Path) -> Pins {
    std::fs::read_to_string(path).map_or_else(|_| Pins::default(), |text| Pins::read(&text))
}

/// A new file takes the place of the old one. Several programs of one person may do so.
pub(in crate::secrecy) fn write(path: &Path, pins: &Pins) -> io::Result<()> {
    let ending = format!(".{}", std::process::id());
    owner_file::replace(path, &ending, pins.written().as_bytes()).map(drop)
}
