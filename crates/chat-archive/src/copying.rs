//! Copies of a file: made while a server has it, and put in the place of another one.

use std::fs;
use std::fs::File;
use std::io;
use std::io::Read as _;
use std::io::Seek as _;
use std::io::SeekFrom;
use std::io::Write as _;
use std::path::Path;
use std::path::PathBuf;

use crate::belonging;
use crate::connection;
use crate::fault::Fault;
use crate::fault::OpenError;
use crate::filesystem;
use crate::lock::Lock;
use crate::place;
use crate::place::sibling;
use crate::privacy;
use crate::rooms::Rooms;
use crate::schema;
use crate::settings::Conversation;
use crate::visit::Visit;

/// A copy of a file that a server has: one whole file beside it, as of one moment, for its owner
/// alone. Dropped, it is gone.
#[derive(Debug)]
pub struct Outgoing {
    copy: PathBuf,
    length: u64,
}

impl Outgoing {
    /// Makes it, while the server goes on. What a killed one has left of one is gone.
    pub fn make(path: &Path) -> Result<Self, OpenError> {
        let path = Visit::open(path)?.path;
        let mut made = Self {
            copy: sibling(&path, COPY),
            length: 0,
        };
        match copy(&path, &made.copy) {
            Ok(length) => made.length = length,
            Err(fault) => return Err(fault.of(&made.copy)),
        }
        Ok(made)
    }

    /// How many bytes it has.
    pub fn length(&self) -> u64 {
        self.length
    }

    /// So many of them at most, from there on; none at its end.
    pub fn read(&self, at: u64, most: usize) -> io::Result<Vec<u8>> {
        let mut file = File::open(&self.copy)?;
        file.seek(SeekFrom::Start(at))?;
        let mut bytes = Vec::with_capacity(most);
        file.take(most as u64).read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    /// What a killed server has left of one goes, also where nobody wants another.
    pub fn clear(path: &Path) {
        let _ = fs::remove_file(sibling(path, COPY));
    }
}

impl Drop for Outgoing {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.copy);
    }
}

fn copy(path: &Path, to: &Path) -> Result<u64, Fault> {
    if_there(fs::remove_file(to))?;
    let length = fs::metadata(path)?.len();
    let free = to.parent().and_then(filesystem::free);
    // Whoever has the file goes on writing.
    if free.is_some_and(|free| free / 2 < length) {
        return Err(Fault::Full);
    }
    // Empty, and nobody else's from its first moment.
    drop(privacy::open(to)?);
    let name = to.to_str().ok_or(Fault::Nowhere)?;
    connection::copier(path)?.execute("VACUUM INTO ?1", [name])?;
    Ok(fs::metadata(to)?.len())
}

/// A copy that comes from elsewhere, on its way to where a server's file is to be, which
/// nobody else has meanwhile. Dropped, it leaves what there was.
#[derive(Debug)]
pub struct Incoming {
    path: PathBuf,
    copy: PathBuf,
    file: File,
    _lock: Lock,
}

impl Incoming {
    /// It may take the place of a file of this conversation, or of none.
    pub fn begin(path: &Path, of: Conversation) -> Result<Self, OpenError> {
        begin(path, of).map_err(|fault| fault.of(path))
    }

    /// More of it.
    pub fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.file.write_all(bytes)
    }

    /// It is whole: it takes its place. What was there before, of the same conversation, lies
    /// beside it then, with `.before` at its end.
    pub fn put_in_place(self) -> Result<(), OpenError> {
        self.put().map_err(|fault| fault.of(&self.path))
    }

    fn put(&self) -> Result<(), Fault> {
        self.file.sync_all()?;
        let before = free_name(&sibling(&self.path, ".before"))?;
        // Those of a file that is gone too: they would be taken for the copy's.
        for ending in ["-wal", "-shm", ""] {
            let (is, was) = (sibling(&self.path, ending), sibling(&before, ending));
            if_there(fs::rename(is, was))?;
        }
        Ok(fs::rename(&self.copy, &self.path)?)
    }
}

impl Drop for Incoming {
    /// Where it has taken its place there is nothing of this name.
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.copy);
    }
}

fn begin(path: &Path, of: Conversation) -> Result<Incoming, Fault> {
    let path = place::settle(path)?;
    let lock = Lock::take(&sibling(&path, ".lock"))?;
    if path.exists() {
        let db = connection::reader(&path)?;
        schema::recognise(&db)?;
        belonging::check(&db, of, &Rooms::load(&db)?)?;
    }
    let copy = sibling(&path, ".incoming");
    // Of a start that was killed.
    if_there(fs::remove_file(&copy))?;
    Ok(Incoming {
        file: privacy::open(&copy)?,
        path,
        copy,
        _lock: lock,
    })
}

/// Nothing that was put aside once is lost to what is put aside later.
fn free_name(path: &Path) -> Result<PathBuf, Fault> {
    let others = (2..ASIDE).map(|nth| sibling(path, &format!("-{nth}")));
    let mut names = std::iter::once(path.to_owned()).chain(others);
    let is_free = |name: &PathBuf| {
        let mut all = ["-wal", ""].iter().map(|ending| sibling(name, ending));
        !all.any(|file| file.exists())
    };
    let none = || Fault::Other("too many files lie beside it that were put aside".to_owned());
    names.find(is_free).ok_or_else(none)
}

/// What is not there need not go.
fn if_there(done: io::Result<()>) -> io::Result<()> {
    match done {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        Ok(()) | Err(_) => Ok(()),
    }
}

const COPY: &str = ".copy";

/// Each is an archive of its own size; whoever has so many deletes some.
const ASIDE: u32 = 10;
