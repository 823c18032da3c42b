//! `--trace FILE`: what was read and written, and what the link and the impairments did, one JSON object a line.
//!
//! One file for a run of the program, however many connections it has: begun anew
//! at its start, and its clock with it. Written by a thread of its own: a disk that
//! is slow, or a pipe that nobody reads, never makes the chat wait. What is missing
//! for that reason is said in the file, and at the end of the program.

use std::fs::File;
use std::fs::OpenOptions;
use std::io;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering;
use std::sync::mpsc::Receiver;
use std::sync::mpsc::RecvTimeoutError;
use std::sync::mpsc::SyncSender;
use std::sync::mpsc::sync_channel;
use std::thread;
use std::time::Duration;
use std::time::Instant;

use chat_proto::trace::entry::ByteBudget;
use chat_proto::trace::entry::TraceLine;
use chat_proto::trace::event::Event;
use chat_proto::trace::recording::Keeper;
use chat_proto::trace::recording::Missed;

/// The file. Clones write to the same one.
#[derive(Clone, Debug)]
pub struct TraceFile {
    path: PathBuf,
    begun: Arc<Mutex<Option<Begun>>>,
}

/// What was begun at the start.
#[derive(Debug)]
struct Begun {
    at: Instant,
    lines: SyncSender<Line>,
    /// Lines that the thread was given and has not written.
    owed: Arc<AtomicU64>,
    /// Lines that it could not be given: since the file was told, and in all.
    missed: u64,
    lost: u64,
    /// The end of the thread.
    ended: Receiver<()>,
}

/// One event, on its way to the file.
#[derive(Debug)]
struct Line {
    at: Duration,
    flow: Arc<str>,
    event: Event,
}

/// The same for one connection.
#[derive(Debug)]
pub(crate) struct FlowTrace {
    file: TraceFile,
    /// The other side, as a line names it.
    flow: Arc<str>,
}

impl TraceFile {
    /// Of a run in which nothing has happened.
    pub(crate) fn at(path: PathBuf) -> Self {
        Self {
            path,
            begun: Arc::default(),
        }
    }

    /// Where it is.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Begins the file anew: whether that can be is what a person wants to know
    /// before anything else happens. A pipe that nobody reads yet is opened when
    /// somebody does.
    pub(crate) fn begin(&self, now: Instant) -> io::Result<()> {
        let (lines, to_write) = sync_channel(WAITING);
        let (tell, opened) = sync_channel(1);
        let (end, ended) = sync_channel(1);
        let owed = Arc::<AtomicU64>::default();
        let (path, unwritten) = (self.path.clone(), Arc::clone(&owed));
        let writer = thread::Builder::new().name("trace".to_owned());
        writer.spawn(move || {
            match create(&path) {
                Ok(file) => {
                    let _ = tell.send(Ok(()));
                    // Whoever asks for the end sees what is owed.
                    let _ = write_all(file, &to_write, &unwritten);
                }
                Err(error) => drop(tell.send(Err(error))),
            }
            let _ = end.send(());
        })?;
        match opened.recv_timeout(PATIENCE) {
            Ok(outcome) => outcome?,
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return Err(io::ErrorKind::Other.into()),
        }
        *self.lock() = Some(Begun {
            at: now,
            lines,
            owed,
            missed: 0,
            lost: 0,
            ended,
        });
        Ok(())
    }

    /// For one more connection.
    pub(crate) fn open(&self, flow: String) -> FlowTrace {
        FlowTrace {
            file: self.clone(),
            flow: flow.into(),
        }
    }

    /// Gives what waits a moment to be written. How many events are not in the file.
    pub(crate) fn finish(&self) -> u64 {
        let Some(begun) = self.lock().take() else {
            return 0;
        };
        drop(begun.lines);
        let _ = begun.ended.recv_timeout(PATIENCE);
        begun.lost + begun.owed.load(Ordering::SeqCst)
    }

    fn lock(&self) -> MutexGuard<'_, Option<Begun>> {
        self.begun.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl FlowTrace {
    /// One more line.
    pub(crate) fn write(&self, now: Instant, event: &Event) {
        if let Some(begun) = &mut *self.file.lock() {
            begun.write(now, &self.flow, event);
        }
    }
}

impl Begun {
    /// One more line. What finds no room, or cannot be written, is left out: the chat
    /// goes on.
    fn write(&mut self, now: Instant, flow: &Arc<str>, event: &Event) {
        let at = now.saturating_duration_since(self.at);
        let missed = Event::Missed(Missed {
            n: self.missed,
            by: Some(Keeper::File),
        });
        if self.missed > 0 && self.hand_on(at, flow, missed) {
            self.missed = 0;
        }
        if self.missed > 0 || !self.hand_on(at, flow, event.clone()) {
            self.missed += 1;
            self.lost += 1;
        }
    }

    fn hand_on(&self, at: Duration, flow: &Arc<str>, event: Event) -> bool {
        let flow = Arc::clone(flow);
        self.owed.fetch_add(1, Ordering::SeqCst);
        let taken = self.lines.try_send(Line { at, flow, event }).is_ok();
        if !taken {
            self.owed.fetch_sub(1, Ordering::SeqCst);
        }
        taken
    }
}

/// Writes what comes, in as few pieces as that can be.
fn write_all(mut file: File, lines: &Receiver<Line>, owed: &AtomicU64) -> io::Result<()> {
    let mut budget = ByteBudget::default();
    let mut bytes = Vec::new();
    while let Ok(first) = lines.recv() {
        let mut count = 0;
        for line in std::iter::once(first).chain(lines.try_iter()).take(WAITING) {
            let Line { at, flow, event } = &line;
            let (at, flow) = (*at, &**flow);
            budget.write(&TraceLine { at, flow, event }, &mut bytes);
            count += 1;
        }
        file.write_all(&bytes)?;
        bytes.clear();
        owed.fetch_sub(count, Ordering::SeqCst);
    }
    Ok(())
}

/// Only its owner reads who talked with whom.
fn create(path: &Path) -> io::Result<File> {
    let mut how = OpenOptions::new();
    how.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut how, 0o600);
    how.open(path)
}

/// Events that wait for the file: seconds of a busy link.
const WAITING: usize = 8192;
/// How long the beginning and the end wait for the file.
const PATIENCE: Duration = Duration::from_secs(1);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock;

    #[test]
    fn what_is_missing_is_said_in_the_file_and_counted() {
        let (lines, taken) = sync_channel(2);
        let (_, ended) = sync_channel(1);
        let now = clock::now().mono;
        let mut begun = Begun {
            at: now,
            lines,
            owed: Arc::default(),
            missed: 0,
            lost: 0,
            ended,
        };
        let flow: Arc<str> = "x".into();
        (0..5).for_each(|_| begun.write(now, &flow, &Event::Cookie));
        assert_eq!((begun.missed, begun.lost), (3, 3));
        assert_eq!(taken.try_iter().count(), 2);
        begun.write(now, &flow, &Event::Open);
        let events: Vec<_> = taken.try_iter().map(|line| line.event).collect();
        let missed = Missed {
            n: 3,
            by: Some(Keeper::File),
        };
        assert_eq!(events, [Event::Missed(missed), Event::Open]);
        assert_eq!((begun.missed, begun.lost), (0, 3));
    }

    #[test]
    fn a_file_that_is_written_to_the_end_misses_nothing() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let trace = TraceFile::at(file.path().to_owned());
        let now = clock::now().mono;
        trace.begin(now).unwrap();
        let flow = trace.open("x".to_owned());
        (0..9).for_each(|_| flow.write(now, &Event::Cookie));
        assert_eq!(trace.finish(), 0);
        let text = std::fs::read_to_string(file.path()).unwrap();
        assert_eq!(text.lines().count(), 9);
    }
}
