//! Copies of a file: made while a server has it, and put in the place of another one.

use std::fs;
use std::io;
use std::path::Path;
use std::path::PathBuf;

use crate::belonging;
use crate::connection;
use crate::fault::Fault;
use crate::fault::OpenError;
use crate::lock::Lock;
use crate::place;
use crate::place::sibling;
use crate::privacy;
use crate::rooms::Rooms;
use crate::schema;
use crate::settings::Conversation;
use crate::visit::Visit;

/// Makes a copy: one whole file, as of one moment, for its owner alone. What was there before
/// is gone.
pub fn copy(path: &Path, to: &Path) -> Result<(), OpenError> {
    let path = Visit::open(path)?.path;
    let made = make(&path, to);
    if made.is_err() {
        // Half a copy is none.
        let _ = fs::remove_file(to);
    }
    made.map_err(|fault| fault.of(to))
}

fn make(path: &Path, to: &Path) -> Result<(), Fault> {
    match fs::remove_file(to) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error.into()),
        Ok(()) | Err(_) => {}
    }
    // Empty, and nobody else's from its first moment.
    drop(privacy::open(to)?);
    let name = to.to_str().ok_or(Fault::Nowhere)?;
    connection::copier(path)?.execute("VACUUM INTO ?1", [name])?;
    Ok(())
}

/// Where a copy is put together that comes from elsewhere, for a file that is to be here.
pub fn incoming(path: &Path) -> Result<PathBuf, OpenError> {
    let settled = place::settle(path).map_err(|fault| fault.of(path))?;
    Ok(sibling(&settled, ".incoming"))
}

/// Puts a copy where a server's file is to be, which no server has now. One that is there
/// already, of the same conversation, lies beside it then, with `.before` at its end.
pub fn put_in_place(copy: &Path, path: &Path, of: Conversation) -> Result<(), OpenError> {
    put(copy, path, of).map_err(|fault| fault.of(path))
}

fn put(copy: &Path, path: &Path, of: Conversation) -> Result<(), Fault> {
    let path = place::settle(path)?;
    let _lock = Lock::take(&sibling(&path, ".lock"))?;
    if path.exists() {
        let db = connection::reader(&path)?;
        schema::recognise(&db)?;
        belonging::check(&db, of, &Rooms::load(&db)?)?;
        drop(db);
        for ending in ["-wal", "-shm", ""] {
            let (is, was) = (sibling(&path, ending), sibling(&path, BEFORE));
            match fs::rename(is, sibling(&was, ending)) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error.into()),
                Ok(()) | Err(_) => {}
            }
        }
    }
    Ok(fs::rename(copy, &path)?)
}

const BEFORE: &str = ".before";
