//! Observers of a server: the lines of a recording, live, on a Unix socket that only
//! its owner can connect to.
//!
//! Each has a thread that waits for it, and nobody else does: what comes faster than it
//! reads is left out and counted.

use std::env;
use std::fs;
use std::fs::Permissions;
use std::io;
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::UnixListener;
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering;
use std::thread;
use std::time::Duration;

use chat_proto::trace::recording::Keeper;
use chat_proto::trace::recording::Kept;

use crate::channel::Bounds;
use crate::channel::channel;
use crate::clock;
use crate::recording::Author;
use crate::tap::Place;
use crate::tap::Tap;

/// The socket. Dropped, it is gone from the file system.
#[derive(Debug)]
pub struct Observers {
    path: PathBuf,
}

impl Observers {
    /// Serves observers from now on, for as long as the program runs. A socket file that
    /// nobody listens at any more is replaced.
    pub fn serve(tap: &Tap, path: &Path, kept: Kept, author: Author) -> io::Result<Self> {
        let listener = bind(path)?;
        let served = Self {
            path: path.to_owned(),
        };
        fs::set_permissions(path, Permissions::from_mode(0o600))?;
        let tap = tap.clone();
        let thread = thread::Builder::new().name("observers".to_owned());
        thread.spawn(move || accept_all(&listener, &tap, kept, &author))?;
        Ok(served)
    }
}

impl Drop for Observers {
    fn drop(&mut self) {
        // Somebody may have removed it before.
        let _ = fs::remove_file(&self.path);
    }
}

/// Where they are served unless somebody says otherwise: in the folder of this user's
/// running programs, or in the one of everybody's.
pub fn usual_place() -> PathBuf {
    let folder = env::var_os("XDG_RUNTIME_DIR").filter(|folder| !folder.is_empty());
    let folder = folder.map_or_else(env::temp_dir, PathBuf::from);
    folder.join("chat-server-observe.sock")
}

fn bind(path: &Path) -> io::Result<UnixListener> {
    let bound = UnixListener::bind(path);
    let in_use = |error: &io::Error| error.kind() == io::ErrorKind::AddrInUse;
    if bound.as_ref().err().is_some_and(in_use) && is_left_over(path) {
        fs::remove_file(path)?;
        return UnixListener::bind(path);
    }
    bound
}

/// Whether this is a socket file of a program that is gone.
fn is_left_over(path: &Path) -> bool {
    let refused = |error: io::Error| error.kind() == io::ErrorKind::ConnectionRefused;
    UnixStream::connect(path).err().is_some_and(refused)
}

fn accept_all(listener: &UnixListener, tap: &Tap, kept: Kept, author: &Author) {
    let watching = Arc::<AtomicUsize>::default();
    for stream in listener.incoming() {
        let Ok(stream) = stream else {
            // Out of files, most likely. When others free some, the system tells nobody.
            thread::sleep(REST);
            continue;
        };
        if watching.load(Ordering::SeqCst) >= MOST {
            // Dropped: whoever is one too many sees the end at once.
            continue;
        }
        watching.fetch_add(1, Ordering::SeqCst);
        let (tap, author, watching) = (tap.clone(), author.clone(), Arc::clone(&watching));
        let observer = thread::Builder::new().name("observer".to_owned());
        // Where there is no thread for it, it sees the end.
        let _ = observer.spawn(move || {
            let _ = show(stream, &tap, kept, &author);
            watching.fetch_sub(1, Ordering::SeqCst);
        });
    }
}

/// Shows one observer what happens, until it is gone.
fn show(mut stream: UnixStream, tap: &Tap, kept: Kept, author: &Author) -> io::Result<()> {
    let mut bytes = Vec::new();
    author.begin(kept).write(&mut bytes);
    let (mouth, end, _) = channel(WAITING, Keeper::Observer);
    // Whoever has read the first line misses nothing from then on.
    let place = tap.join(clock::now().mono, kept, Box::new(mouth));
    let begun = stream
        .write_all(&bytes)
        .and_then(|()| watch_for_end(&stream, tap.clone(), place));
    if begun.is_ok() {
        end.drain(|entries| {
            bytes.clear();
            for entry in entries {
                entry.write(&mut bytes);
            }
            stream.write_all(&bytes).is_ok()
        });
    }
    // Also where it was gone before it was told anything: nothing would find that out.
    tap.leave(place);
    begun
}

/// An observer says nothing. When it closes, it listens no more, also where nothing
/// happens that it could be told.
fn watch_for_end(stream: &UnixStream, tap: Tap, place: Place) -> io::Result<()> {
    let mut stream = stream.try_clone()?;
    let watcher = thread::Builder::new().name("observer's end".to_owned());
    watcher.spawn(move || {
        // Whatever it says is not looked at.
        let _ = io::copy(&mut stream, &mut io::sink());
        tap.leave(place);
    })?;
    Ok(())
}

/// After an accept that failed: long enough not to spin, short enough to go unnoticed.
const REST: Duration = Duration::from_millis(100);

/// Observers at the same time: a projector, a teacher, and two more.
const MOST: usize = 4;

/// What may wait for one that does not read. With the batch that is being written and
/// what the system has for it, no more than a megabyte.
const WAITING: Bounds = Bounds {
    entries: 2048,
    bytes: 384 * 1024,
};

#[cfg(test)]
mod tests {
    use std::io::BufRead;
    use std::io::BufReader;
    use std::sync::mpsc::Receiver;
    use std::sync::mpsc::channel;

    use chat_proto::trace::entry::Entry;
    use chat_proto::trace::event::Event;

    use super::*;

    const PATIENCE: Duration = Duration::from_secs(20);

    fn next(lines: &mut impl BufRead) -> Entry {
        let mut line = String::new();
        lines.read_line(&mut line).unwrap();
        Entry::read(line.as_bytes()).unwrap()
    }

    #[test]
    fn an_observer_sees_what_happens_while_it_is_there() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("observe.sock");
        let tap = Tap::default();
        let author = Author::default();
        let observers = Observers::serve(&tap, &path, Kept::Masked, author.clone()).unwrap();
        let mode = fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        assert!(!tap.is_open());
        let mut lines = BufReader::new(UnixStream::connect(&path).unwrap());
        assert!(matches!(next(&mut lines).event, Event::Begin(_)));
        assert!(tap.is_open());
        tap.note(clock::now().mono, || Event::Cookie);
        assert_eq!(next(&mut lines).event, Event::Cookie);
        assert!(Observers::serve(&tap, &path, Kept::Masked, author).is_err());
        drop(observers);
        assert!(!path.exists());
    }

    /// Shows one observer what happens; told when that is over, and how it ended.
    fn shown(tap: &Tap, to: UnixStream) -> Receiver<io::Result<()>> {
        let (tap, (over, is_over)) = (tap.clone(), channel());
        thread::spawn(move || over.send(show(to, &tap, Kept::Masked, &Author::default())));
        is_over
    }

    #[test]
    fn when_an_observer_goes_nobody_listens_though_nothing_happens() {
        let tap = Tap::default();
        let (ours, theirs) = UnixStream::pair().unwrap();
        let is_over = shown(&tap, ours);
        let mut lines = BufReader::new(theirs);
        assert!(matches!(next(&mut lines).event, Event::Begin(_)));
        assert!(tap.is_open());
        drop(lines);
        is_over.recv_timeout(PATIENCE).unwrap().unwrap();
        assert!(!tap.is_open());
    }

    #[test]
    fn one_that_has_gone_before_it_is_told_anything_is_not_waited_for() {
        let tap = Tap::default();
        let (ours, theirs) = UnixStream::pair().unwrap();
        drop(theirs);
        let is_over = shown(&tap, ours);
        assert!(is_over.recv_timeout(PATIENCE).unwrap().is_err());
        assert!(!tap.is_open());
    }

    #[test]
    fn one_that_stands_still_keeps_nobody_waiting_and_is_told_what_it_missed() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("observe.sock");
        let tap = Tap::default();
        let _observers = Observers::serve(&tap, &path, Kept::No, Author::default()).unwrap();
        let mut lines = BufReader::new(UnixStream::connect(&path).unwrap());
        next(&mut lines);
        assert!(tap.is_open());
        // Far more than any buffer on the way has room for.
        for _ in 0..100_000 {
            tap.note(clock::now().mono, || Event::Cookie);
        }
        let mut missed = false;
        let mut seen = 0;
        while !missed {
            // What is told when there is room again is told before what comes then.
            tap.note(clock::now().mono, || Event::Open);
            missed = matches!(next(&mut lines).event, Event::Missed(_));
            seen += 1;
            assert!(seen < 100_000, "nothing is said");
        }
    }
}
