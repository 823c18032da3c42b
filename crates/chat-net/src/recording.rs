//! A recording in a file: `--trace FILE`, `/record FILE`. One JSON object a line.
//!
//! Written by a thread of its own: a disk that is slow, or a pipe that nobody reads,
//! never makes the chat wait. What is missing for that reason is said in the file, and
//! at the end.

use std::fs::File;
use std::fs::OpenOptions;
use std::io;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::Receiver;
use std::sync::mpsc::RecvTimeoutError;
use std::sync::mpsc::sync_channel;
use std::thread;
use std::time::Duration;
use std::time::Instant;

use chat_proto::trace::entry::ByteBudget;
use chat_proto::trace::entry::Entry;
use chat_proto::trace::event::Event;
use chat_proto::trace::recording::Begin;
use chat_proto::trace::recording::Keeper;
use chat_proto::trace::recording::Kept;
use chat_proto::trace::recording::VERSION;

use crate::channel::Bounds;
use crate::channel::End;
use crate::channel::Load;
use crate::channel::channel;
use crate::clock;
use crate::owner_file;
use crate::tap::Place;
use crate::tap::Tap;

/// A file that is written. At its end it gives what is under way a moment.
#[derive(Debug)]
pub struct Recording {
    tap: Tap,
    place: Place,
    path: PathBuf,
    load: Arc<Load>,
    /// The end of the thread, until it was waited for.
    ended: Option<Receiver<()>>,
}

/// Who records.
#[derive(Clone, Debug, Default)]
pub struct Author {
    /// The program and its version.
    pub program: String,
    /// The name that a client asks for.
    pub name: Option<String>,
    /// What every draw of the impairments depends on, where there are any.
    pub seed: Option<u64>,
    /// How the retransmission timeout is chosen, where there is one.
    pub rto: Option<String>,
    /// The server's run, where a server records.
    pub run: Option<String>,
}

impl Author {
    /// The first line of a recording that begins now.
    pub fn begin(&self, contents: Kept) -> Entry {
        let begin = Begin {
            version: VERSION,
            program: self.program.as_str().into(),
            wall: clock::wall_us(),
            os: Some(std::env::consts::OS.into()),
            run: self.run.as_deref().map(Into::into),
            name: self.name.as_deref().map(Into::into),
            seed: self.seed,
            rto: self.rto.as_deref().map(Into::into),
            contents,
        };
        Entry {
            at: Duration::ZERO,
            flow: None,
            event: Event::Begin(Box::new(begin)),
        }
    }
}

impl Tap {
    /// Records from this moment on into a new file, which only its owner can read. A
    /// pipe that nobody reads yet is opened when somebody does.
    pub fn record(
        &self,
        now: Instant,
        (path, before): (&Path, Before),
        author: &Author,
    ) -> io::Result<Recording> {
        let (mouth, end, load) = channel(WAITING, Keeper::File);
        let (tell, opened) = sync_channel(1);
        let (say_ended, ended) = sync_channel(1);
        let begin = author.begin(Kept::Yes);
        let thread_path = path.to_owned();
        let writer = thread::Builder::new().name("recording".to_owned());
        writer.spawn(move || {
            match create(&thread_path, before) {
                Ok(file) => {
                    let _ = tell.send(Ok(()));
                    write_all(file, &begin, &end);
                }
                Err(error) => drop(tell.send(Err(error))),
            }
            let _ = say_ended.send(());
        })?;
        match opened.recv_timeout(PATIENCE) {
            Ok(outcome) => outcome?,
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return Err(io::ErrorKind::Other.into()),
        }
        Ok(Recording {
            place: self.join(now, Kept::Yes, Box::new(mouth)),
            tap: self.clone(),
            path: path.to_owned(),
            load,
            ended: Some(ended),
        })
    }
}

impl Recording {
    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Ends it, and gives what is under way a moment to be written. How many events are
    /// not in the file.
    pub fn finish(mut self) -> u64 {
        self.end();
        self.load.unwritten()
    }

    fn end(&mut self) {
        self.tap.leave(self.place);
        if let Some(ended) = self.ended.take() {
            // Whoever does not take what is written by then is not waited for.
            let _ = ended.recv_timeout(PATIENCE);
        }
    }
}

impl Drop for Recording {
    fn drop(&mut self) {
        self.end();
    }
}

/// Writes what comes, in as few pieces as that can be. Whoever asks for the end sees
/// what could not be written.
fn write_all(mut file: File, begin: &Entry, end: &End) {
    let mut budget = ByteBudget::default();
    let mut bytes = Vec::new();
    budget.write(begin, &mut bytes);
    if file.write_all(&bytes).is_err() {
        return;
    }
    end.drain(|entries| {
        bytes.clear();
        for entry in entries {
            budget.write(entry, &mut bytes);
        }
        file.write_all(&bytes).is_ok()
    });
}

/// Only its owner reads who talked with whom, also where the file was there before.
fn create(path: &Path, before: Before) -> io::Result<File> {
    let file = match before {
        Before::Stays => owner_file::anew(path, &[])?,
        Before::GivesWay => {
            let mut how = OpenOptions::new();
            owner_file::open(how.write(true).create(true).truncate(true), path)?
        }
    };
    owner_file::close_to_others(&file)?;
    Ok(file)
}

/// What becomes of a file that is there already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Before {
    /// It stays, and nothing is recorded.
    Stays,
    /// It gives way, as to any program that is started with the name of its output.
    GivesWay,
}

/// What may wait for the file: seconds of a busy link.
const WAITING: Bounds = Bounds {
    entries: 8192,
    bytes: 16 * 1024 * 1024,
};

/// How long the beginning and the end wait for the file.
const PATIENCE: Duration = Duration::from_secs(1);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_written_to_the_end_misses_nothing() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let (tap, now) = (Tap::default(), clock::now().mono);
        let author = Author::default();
        let recording = tap
            .record(now, (file.path(), Before::Stays), &author)
            .unwrap();
        (0..9).for_each(|_| tap.note(now, || Event::Cookie));
        assert_eq!(recording.finish(), 0);
        assert!(!tap.is_open());
        let text = std::fs::read_to_string(file.path()).unwrap();
        let entries: Vec<_> = text
            .lines()
            .map(|line| Entry::read(line.as_bytes()).unwrap())
            .collect();
        assert_eq!(entries.len(), 10);
        let Event::Begin(begin) = &entries[0].event else {
            panic!("{:?}", entries[0]);
        };
        assert_eq!((begin.version, begin.contents), (1, Kept::Yes));
        assert!(begin.wall > 1_700_000_000_000_000);
    }

    #[test]
    fn what_cannot_be_begun_is_told() {
        let (tap, now) = (Tap::default(), clock::now().mono);
        let nowhere = Path::new("/nonexistent/file");
        assert!(
            tap.record(now, (nowhere, Before::GivesWay), &Author::default())
                .is_err()
        );
        assert!(!tap.is_open());
    }
}
