//! The audit of a class: who gave which order, a line each, written before anybody is told
//! of it.
//!
//! Mode 600; made when there is something to write. When it is long it becomes the second
//! one, which takes the place of the one before: so there are always the newest megabytes.

use std::fs::File;
use std::fs::OpenOptions;
use std::io;
use std::io::Write as _;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::Mutex;

use chat_net::owner_file;
use tracing::warn;

use crate::failure::Failure;
use crate::patience;

/// The file, while the server runs.
#[derive(Debug)]
pub struct AuditFile {
    pages: Arc<Mutex<Pages>>,
    path: PathBuf,
    /// Whether the operator was told that it cannot be written.
    troubled: bool,
}

#[derive(Debug)]
struct Pages {
    path: PathBuf,
    file: Option<File>,
    /// Bytes before it becomes the second one.
    most: u64,
}

/// Where it is unless something else is said: beside what is kept by default.
pub fn default_path() -> Result<PathBuf, Failure> {
    let archive = chat_archive::default_path().map_err(Failure::Archive)?;
    Ok(archive.with_file_name(NAME))
}

/// Where its earlier lines are.
pub fn second(path: &Path) -> PathBuf {
    let mut second = path.as_os_str().to_owned();
    second.push(".1");
    second.into()
}

impl AuditFile {
    /// At this place.
    pub fn new(path: PathBuf) -> Self {
        let pages = Pages {
            path: path.clone(),
            file: None,
            most: MOST,
        };
        Self {
            pages: Arc::new(Mutex::new(pages)),
            path,
            troubled: false,
        }
    }

    /// Keeps a line, off this thread. What a teacher orders is not held up by a disk that
    /// stands still.
    pub async fn keep(&mut self, line: String) {
        let keeps = move |pages: &mut Pages| pages.keep(&line);
        let trouble = patience::written(&self.pages, keeps).await;
        if let Some(why) = &trouble
            && !self.troubled
        {
            let path = self.path.display();
            warn!(%path, %why, "orders are carried out, but the audit cannot be written");
        }
        self.troubled = trouble.is_some();
    }
}

impl Pages {
    fn keep(&mut self, line: &str) -> io::Result<()> {
        let mut file = match self.file.take() {
            Some(file) => file,
            None => open(&self.path)?,
        };
        if file.metadata()?.len() > self.most {
            std::fs::rename(&self.path, second(&self.path))?;
            file = open(&self.path)?;
        }
        // In one piece: another server may write to it too.
        file.write_all(line.as_bytes())?;
        self.file = Some(file);
        Ok(())
    }
}

/// The file, for whoever it belongs to alone.
fn open(path: &Path) -> io::Result<File> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let mut how = OpenOptions::new();
    let file = owner_file::open(how.append(true).create(true), path)?;
    owner_file::close_to_others(&file)?;
    Ok(file)
}

/// Beside the archive.
const NAME: &str = "audit.ndjson";

/// A year of orders; there may be twice as much.
const MOST: u64 = 4 * 1024 * 1024;

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_is_kept_is_there_at_once_and_nobody_else_may_read_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("deep/audit.ndjson");
        let mut file = AuditFile::new(path.clone());
        assert!(!path.exists(), "nothing was ordered yet");
        file.keep("a\n".to_owned()).await;
        file.keep("b\n".to_owned()).await;
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "a\nb\n");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let mode = std::fs::metadata(&path).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }
        assert!(!file.troubled);
    }

    #[test]
    fn it_never_grows_beyond_its_bound_and_the_newest_lines_are_there() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("audit.ndjson");
        let mut pages = Pages {
            path: path.clone(),
            file: None,
            most: 1000,
        };
        for n in 0..1000 {
            pages.keep(&format!("{n:09}\n")).unwrap();
        }
        let length = |path: &Path| std::fs::metadata(path).unwrap().len();
        assert!(length(&path) <= 1010 && length(&second(&path)) <= 1010);
        let newest = std::fs::read_to_string(&path).unwrap();
        assert!(newest.ends_with("000000999\n"), "{newest}");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 2);
    }

    #[tokio::test]
    async fn where_it_cannot_be_written_the_class_goes_on() {
        let folder = tempfile::tempdir().unwrap();
        let mut file = AuditFile::new(folder.path().to_owned());
        file.keep("a\n".to_owned()).await;
        assert!(file.troubled);
    }
}
