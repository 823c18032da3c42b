//! The small file beside the archive that says when the id of the numbering has to be
//! another one.
//!
//! A client believes that what it was told under an id is what this archive has. So the
//! id changes when something was told that is not kept: in trouble, at a power cut (where
//! the disk was not waited for), and where the file is not the one that was last used
//! here (a copy, or one that was put back). The file beside it is overwritten in place, so
//! that a full disk takes it too.

use std::fs::File;
use std::io;
use std::io::Read;
use std::io::Seek;
use std::io::Write;
use std::path::Path;

use rusqlite::Connection;

use crate::fault::Fault;
use crate::log::Log;
use crate::log::chance;
use crate::privacy;
use crate::settings::Durable;
use crate::table::begin;
use crate::table::meta;
use crate::table::set_meta;

/// What the small file says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// `running`, `unkept` or `closed`.
    pub state: State,
    /// What the archive bears too while it is the one that was last used here.
    pub use_: i64,
    /// When the machine was started, as it tells.
    pub boot: String,
    /// Whether each turn waits for the disk.
    pub durable: Durable,
}

/// How the last program that had the archive is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It runs, or was killed.
    Running,
    /// The same, and it tells what it cannot keep.
    Unkept,
    /// It has ended.
    Closed,
}

/// The small file, open for as long as the archive is.
#[derive(Debug)]
pub struct MarkFile {
    file: File,
    mark: Mark,
}

impl MarkFile {
    /// Decides which id the numbering has from now on, and writes down that the archive
    /// is in use.
    pub fn open(path: &Path, db: &mut Connection, durable: Durable) -> Result<(Log, Self), Fault> {
        let mut file = privacy::open(path)?;
        let mut text = String::new();
        let before = match Read::by_ref(&mut file)
            .take(SIZE as u64)
            .read_to_string(&mut text)
        {
            Ok(_) => parse(&text),
            Err(_) => None,
        };
        let now = Mark {
            state: State::Running,
            use_: chance(0),
            boot: boot(),
            durable,
        };
        let used = meta(db, "use")?;
        let goes_on = before.is_some_and(|before| goes_on(&before, used, &now));
        let log = Log::load(db)?;
        let log = if goes_on { log } else { log.another() };
        let tx = begin(db)?;
        log.store(&tx)?;
        set_meta(&tx, "use", now.use_)?;
        tx.commit()?;
        let mut opened = Self { file, mark: now };
        opened.write()?;
        opened.file.sync_data()?;
        Ok((log, opened))
    }

    /// Writes down how it is now.
    pub fn set(&mut self, state: State) -> io::Result<()> {
        self.mark.state = state;
        self.write()?;
        self.file.sync_data()
    }

    fn write(&mut self) -> io::Result<()> {
        let state = match self.mark.state {
            State::Running => "running",
            State::Unkept => "unkept",
            State::Closed => "closed",
        };
        let durable = match self.mark.durable {
            Durable::Process => "process",
            Durable::Full => "full",
        };
        let (use_, boot) = (self.mark.use_, &self.mark.boot);
        let text = format!("{HEAD}\n{state}\n{use_}\n{boot}\n{durable}\n");
        self.file.rewind()?;
        self.file
            .write_all(format!("{text:<width$}\n", width = SIZE - 1).as_bytes())
    }
}

/// Whether all that was told under the old id is in the archive.
fn goes_on(before: &Mark, used: Option<i64>, now: &Mark) -> bool {
    let cut = before.state == State::Running && before.boot != now.boot;
    used == Some(before.use_)
        && before.state != State::Unkept
        && (!cut || before.durable == Durable::Full)
}

fn parse(text: &str) -> Option<Mark> {
    let mut lines = text.lines();
    (lines.next()? == HEAD).then_some(())?;
    Some(Mark {
        state: match lines.next()? {
            "running" => State::Running,
            "unkept" => State::Unkept,
            "closed" => State::Closed,
            _ => return None,
        },
        use_: lines.next()?.parse().ok()?,
        boot: lines.next()?.to_owned(),
        durable: match lines.next()? {
            "full" => Durable::Full,
            _ => Durable::Process,
        },
    })
}

/// Which start of the machine this is, where the system says.
fn boot() -> String {
    let id = std::fs::read_to_string("/proc/sys/kernel/random/boot_id");
    id.map_or_else(|_| "unknown".to_owned(), |id| id.trim().to_owned())
}

/// The whole file, for as long as it lives: no new block is ever needed.
const SIZE: usize = 256;

const HEAD: &str = "chat archive mark 1: do not remove while the archive is in use";

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(state: State, boot: &str, durable: Durable) -> Mark {
        Mark {
            state,
            use_: 7,
            boot: boot.to_owned(),
            durable,
        }
    }

    #[test]
    fn the_numbering_goes_on_while_nothing_told_can_be_missing() {
        let now = mark(State::Running, "b", Durable::Process);
        for (before, used, expected) in [
            (mark(State::Closed, "a", Durable::Process), 7, true),
            (mark(State::Running, "b", Durable::Process), 7, true),
            (mark(State::Running, "a", Durable::Process), 7, false),
            (mark(State::Running, "a", Durable::Full), 7, true),
            (mark(State::Unkept, "b", Durable::Full), 7, false),
            (mark(State::Closed, "b", Durable::Full), 8, false),
        ] {
            assert_eq!(goes_on(&before, Some(used), &now), expected, "{before:?}");
        }
    }
}
