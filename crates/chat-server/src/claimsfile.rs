//! The file of the names that belong to keys, and of what teachers have decided: read at the
//! start, written before a name, or an order, is confirmed.
//!
//! What is appended stays when the program is killed. Mode 600; written anew at the start
//! and when much was appended, to a second file that then takes its place, so that there
//! is a whole one at every moment.

use std::fs::File;
use std::io;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::Mutex;

use chat_archive::Settings;
use chat_net::owner_file;
use chat_proto::stamp::Stamp;
use chat_trust::claims::Claims;
use chat_trust::claims::Loaded;
use tracing::warn;

use crate::clock;
use crate::failure::Failure;
use crate::patience;

/// The file, while the server runs.
#[derive(Debug)]
pub struct ClaimsFile {
    book: Arc<Mutex<Book>>,
    path: PathBuf,
    /// Whether the operator was told that it cannot be written.
    troubled: bool,
}

/// What is written, and how much that is.
#[derive(Debug)]
struct Book {
    file: File,
    path: PathBuf,
    /// Bytes since it was written anew.
    grown: usize,
}

/// Where the names lie that belong to an archive.
fn beside(archive: &Path) -> PathBuf {
    let mut path = archive.as_os_str().to_owned();
    path.push(".names");
    PathBuf::from(path)
}

impl ClaimsFile {
    /// The same where there may be none, and nobody has a name for longer than the run.
    pub fn opened(
        archive: Option<&Settings>,
        now: Stamp,
    ) -> Result<(Option<Self>, Loaded), Failure> {
        let opened = archive.map(|archive| Self::open(&beside(&archive.path), now));
        let opened = opened.transpose()?;
        Ok(opened.map_or_else(Default::default, |(file, loaded)| (Some(file), loaded)))
    }

    /// Reads what is kept, and makes the file that goes on from there.
    pub fn open(path: &Path, now: Stamp) -> Result<(Self, Loaded), Failure> {
        let failure = |why: io::Error| Failure::Claims {
            path: path.to_owned(),
            why: why.to_string(),
        };
        let bytes = match std::fs::read(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
            other => other.map_err(failure)?,
        };
        let loaded = Claims::load(&bytes, now);
        if loaded.skipped > 0 {
            warn!(
                lines = loaded.skipped,
                path = %path.display(),
                "some lines about whose a name is could not be read: those names are free"
            );
        }
        let book = Book {
            file: write_anew(path, &loaded).map_err(failure)?,
            path: path.to_owned(),
            grown: 0,
        };
        let opened = Self {
            book: Arc::new(Mutex::new(book)),
            path: path.to_owned(),
            troubled: false,
        };
        Ok((opened, loaded))
    }

    /// Keeps a line, off this thread. A disk that stands still does not hold up the chat: a
    /// name that is confirmed meanwhile may be free again if the server is killed.
    pub async fn keep(&mut self, line: String) {
        let now = clock::now().wall;
        let keeps = move |book: &mut Book| book.keep(&line, now);
        let trouble = patience::written(&self.book, keeps).await;
        match trouble {
            Some(why) if !self.troubled => {
                let path = self.path.display();
                warn!(%path, %why, "whose a name is cannot be kept: it is known until the server ends");
                self.troubled = true;
            }
            Some(_) => {}
            None => self.troubled = false,
        }
    }
}

impl Book {
    fn keep(&mut self, line: &str, now: Stamp) -> io::Result<()> {
        self.file.write_all(line.as_bytes())?;
        self.grown += line.len();
        if self.grown > MOST_GROWN {
            let loaded = Claims::load(&std::fs::read(&self.path)?, now);
            self.file = write_anew(&self.path, &loaded)?;
            self.grown = 0;
        }
        Ok(())
    }
}

/// Writes a file with all of this, which takes the place of the other.
fn write_anew(path: &Path, known: &Loaded) -> io::Result<File> {
    let claims = known.claims.records().map(|record| record.line());
    let roles = known.roles.records().map(|record| record.line());
    let lines: String = claims.chain(roles).collect();
    owner_file::replace(path, ".new", lines.as_bytes())
}

/// What is appended before all of it is written anew: as much as all claims there can be.
const MOST_GROWN: usize = 4 * 1024 * 1024;

#[cfg(test)]
mod tests {
    use chat_proto::hex::Hex;
    use chat_proto::name::Name;
    use chat_trust::claims::Claim;
    use chat_trust::claims::Record;

    use super::*;

    fn now() -> Stamp {
        Stamp::from_unix_ms(1_800_000_000_000)
    }

    fn line(word: &str, key: u8) -> String {
        Record::Claimed(Claim {
            name: Name::parse(word).unwrap(),
            key: Hex([key; 32]),
            since: now(),
            seen: now(),
            keep: true,
            here: false,
        })
        .line()
    }

    #[tokio::test]
    async fn what_is_kept_is_there_at_the_next_start() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("deep/claims.ndjson");
        let (mut file, Loaded { claims, .. }) = ClaimsFile::open(&path, now()).unwrap();
        assert!(claims.is_empty());
        file.keep(line("ana", 1)).await;
        file.keep(line("bob", 2)).await;
        drop(file);
        let (_, Loaded { claims, .. }) = ClaimsFile::open(&path, now()).unwrap();
        let owner = claims.get(now(), Name::parse("ANA").unwrap().key());
        assert_eq!(owner.map(|claim| claim.key), Some(Hex([1; 32])));
        assert_eq!(claims.len(), 2);
    }

    #[cfg(unix)]
    #[test]
    fn nobody_else_may_read_the_file() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("claims.ndjson");
        std::fs::write(&path, line("ana", 1)).unwrap();
        std::fs::write(folder.path().join("claims.ndjson.new"), "left over").unwrap();
        let (_, Loaded { claims, .. }) = ClaimsFile::open(&path, now()).unwrap();
        assert_eq!(claims.len(), 1);
        let mode = std::fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        let files = std::fs::read_dir(folder.path()).unwrap().count();
        assert_eq!(files, 1, "the second file took the place of the first");
    }

    #[test]
    fn a_cut_file_is_whole_again_after_the_start() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("claims.ndjson");
        let whole = line("ana", 1) + &line("bob", 2);
        for cut in 0..whole.len() {
            std::fs::write(&path, &whole.as_bytes()[..cut]).unwrap();
            let (_, Loaded { claims, .. }) = ClaimsFile::open(&path, now()).unwrap();
            let written = std::fs::read(&path).unwrap();
            let again = Claims::load(&written, now());
            assert_eq!((again.skipped, again.claims.len()), (0, claims.len()));
        }
    }

    #[tokio::test]
    async fn a_file_that_has_grown_is_written_anew() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("claims.ndjson");
        let (mut file, _) = ClaimsFile::open(&path, now()).unwrap();
        let seen = clock::now().wall;
        let line = |word: &str| line(word, 1).replace(&now().to_string(), &seen.to_string());
        let times = MOST_GROWN / line("ana").len();
        file.keep(line("ana").repeat(times)).await;
        assert!(std::fs::metadata(&path).unwrap().len() > 1_000_000);
        file.keep(line("bob").repeat(2)).await;
        file.keep(line("zed")).await;
        let (_, Loaded { claims, .. }) = ClaimsFile::open(&path, seen).unwrap();
        assert_eq!(claims.len(), 3);
        assert!(std::fs::metadata(&path).unwrap().len() < 1000);
    }

    #[test]
    fn a_place_where_no_file_can_be_is_said() {
        let folder = tempfile::tempdir().unwrap();
        let failure = ClaimsFile::open(folder.path(), now())
            .unwrap_err()
            .to_string();
        assert!(failure.contains("whose a name is"), "{failure}");
    }
}
