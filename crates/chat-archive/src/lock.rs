//! One server at a time: a small file beside the archive, locked for as long as its
//! process lives, with the number of that process in it.

use std::fs::File;
use std::fs::TryLockError;
use std::io::Read;
use std::io::Seek;
use std::io::Write;
use std::path::Path;
use std::thread;
use std::time::Duration;

use crate::fault::Fault;
use crate::privacy;

/// The lock, held while this lives, however the process ends.
#[derive(Debug)]
pub struct Lock {
    _file: File,
}

impl Lock {
    /// Takes it, or says who has it.
    pub fn take(path: &Path) -> Result<Self, Fault> {
        let mut file = privacy::open(path)?;
        // Whoever asks whether it is taken has it for a moment. A lock is waited for
        // without a bound or not at all, so it is looked at again: 50 ms at most.
        let locked = (0..TRIES).find_map(|_| match file.try_lock() {
            Err(TryLockError::WouldBlock) => {
                thread::sleep(PAUSE);
                None
            }
            other => Some(other),
        });
        match locked.unwrap_or(Err(TryLockError::WouldBlock)) {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(Fault::Taken(owner(&mut file))),
            Err(TryLockError::Error(error)) => return Err(error.into()),
        }
        file.set_len(0)?;
        file.rewind()?;
        writeln!(file, "{}", std::process::id())?;
        Ok(Self { _file: file })
    }
}

/// Whether a server has the archive.
pub fn is_taken(path: &Path) -> bool {
    let Ok(file) = File::open(path) else {
        return false;
    };
    // A program that a server has just started has it too, for a moment.
    (0..TRIES).all(|look| {
        if look > 0 {
            thread::sleep(PAUSE);
        }
        matches!(file.try_lock_shared(), Err(TryLockError::WouldBlock))
    })
}

fn owner(file: &mut File) -> String {
    let mut text = String::new();
    let _ = file.take(20).read_to_string(&mut text);
    match text.trim().parse::<u32>() {
        Ok(id) if id == std::process::id() => "this program".to_owned(),
        Ok(id) => format!("another server (process {id})"),
        Err(_) => "another server".to_owned(),
    }
}

const TRIES: u32 = 5;

const PAUSE: Duration = Duration::from_millis(10);
