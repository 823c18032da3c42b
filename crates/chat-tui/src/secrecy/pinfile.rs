//! The file of the servers that were spoken with: mode 600, in the folder of the key.

use std::fs::OpenOptions;
use std::io;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;

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

/// A new file takes the place of the old one, so that there is a whole one at every
/// moment.
pub(in crate::secrecy) fn write(path: &Path, pins: &Pins) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let mut second = path.as_os_str().to_owned();
    second.push(format!(".{}", std::process::id()));
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&second)?;
    file.write_all(pins.written().as_bytes())?;
    file.sync_all()?;
    std::fs::rename(&second, path)
}
