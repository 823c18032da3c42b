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
        match looked_at(LONG, || file.try_lock()) {
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
    matches!(
        looked_at(SHORT, || file.try_lock_shared()),
        Err(TryLockError::WouldBlock)
    )
}

/// Tries, and where somebody has it, looks again, so often at most: whoever asks whether it is
/// taken, and a program that a server has just started, have it for a moment. A lock is waited
/// for without a bound or not at all.
fn looked_at(
    tries: u32,
    mut attempt: impl FnMut() -> Result<(), TryLockError>,
) -> Result<(), TryLockError> {
    for _ in 1..tries {
        match attempt() {
            Err(TryLockError::WouldBlock) => thread::sleep(PAUSE),
            other => return other,
        }
    }
    attempt()
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

/// 300 ms for whoever wants it: where the machine is busy a moment is long.
const LONG: u32 = 31;

/// 40 ms for whoever only asks: mostly a server has it, and keeps it.
const SHORT: u32 = 5;

const PAUSE: Duration = Duration::from_millis(10);
