//! Where the file is: the default, its siblings, and whether its folder can have one.

use std::path::Path;
use std::path::PathBuf;

use directories::ProjectDirs;

use crate::fault::Fault;
use crate::fault::OpenError;
use crate::filesystem;
use crate::privacy;

/// Where what is said is kept without an option: the platform's state directory, which is
/// made when a server opens it.
pub fn default_path() -> Result<PathBuf, OpenError> {
    let folders = ProjectDirs::from("", "", "chat-server");
    let folders = folders.ok_or_else(|| Fault::Nowhere.of(Path::new(NAME)))?;
    let folder = folders.state_dir();
    Ok(folder
        .unwrap_or_else(|| folders.data_local_dir())
        .join(NAME))
}

/// The file beside it with this ending.
pub fn sibling(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

/// The file itself, whatever links lead there, with its folder looked at. Where that is the
/// folder of the default it is made.
pub fn settle(path: &Path) -> Result<PathBuf, Fault> {
    // Absolute: no name is taken for an address of the database's.
    let path = std::path::absolute(path)?;
    if let (Ok(default), Some(folder)) = (default_path(), path.parent())
        && default.parent() == Some(folder)
    {
        privacy::folder(folder)?;
    }
    let path = if let Ok(path) = path.canonicalize() {
        path
    } else {
        let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else {
            return Err(Fault::Folder);
        };
        folder.canonicalize()?.join(name)
    };
    if path.is_dir() {
        return Err(Fault::Folder);
    }
    if let Some(folder) = path.parent()
        && let Some(kind) = filesystem::shared(folder)
    {
        return Err(Fault::Shared(kind));
    }
    Ok(path)
}

const NAME: &str = "archive.sqlite";
