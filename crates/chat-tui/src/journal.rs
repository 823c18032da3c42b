//! The log of what was read, written to a file by a thread of its own: a slow or
//! full disk never makes the screen wait. Which lines there are is the app's.

use std::fs::File;
use std::fs::OpenOptions;
use std::io;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;
use std::sync::mpsc::Receiver;
use std::sync::mpsc::SyncSender;
use std::sync::mpsc::TrySendError;
use std::sync::mpsc::sync_channel;
use std::thread;
use std::time::Duration;

use chat_net::owner_file;
use tokio::sync::mpsc;

/// The file, as long as this lives.
#[derive(Debug)]
pub(crate) struct Journal {
    /// As it is told.
    path: PathBuf,
    lines: Option<SyncSender<String>>,
    /// What is wrong with it, once at most.
    trouble: mpsc::Receiver<io::Error>,
    tell: mpsc::Sender<io::Error>,
    written: Receiver<()>,
}

impl Journal {
    /// Opens the file, or makes it, for its owner alone; what goes wrong with it
    /// later is told by [`Journal::trouble`].
    pub(crate) fn open(path: PathBuf) -> io::Result<Self> {
        let file = open(&path)?;
        let (lines, to_write) = sync_channel(WAITING);
        let (tell, trouble) = mpsc::channel(TROUBLES);
        let told = tell.clone();
        let (end, written) = sync_channel(1);
        let writer = thread::Builder::new().name("log".to_owned());
        writer.spawn(move || {
            if let Err(error) = append(file, &to_write) {
                let _ = told.try_send(error);
            }
            let _ = end.send(());
        })?;
        Ok(Self {
            path,
            lines: Some(lines),
            trouble,
            tell,
            written,
        })
    }

    /// Takes a line. Where the disk is so slow that too many wait, it is the end
    /// of the log: one with holes would be believed.
    fn keep(&mut self, line: String) {
        let Some(lines) = &self.lines else {
            return;
        };
        match lines.try_send(line) {
            Ok(()) => {}
            Err(TrySendError::Full(_)) => {
                let _ = self.tell.try_send(io::ErrorKind::TimedOut.into());
                self.lines = None;
            }
            // The writer has told why.
            Err(TrySendError::Disconnected(_)) => self.lines = None,
        }
    }

    /// Waits until something is wrong; for ever, where nothing is.
    pub(crate) async fn trouble(&mut self) -> io::Error {
        match self.trouble.recv().await {
            Some(error) => error,
            None => std::future::pending().await,
        }
    }

    /// Gives what waits a moment to be written.
    pub(crate) fn finish(mut self) {
        self.lines = None;
        let _ = self.written.recv_timeout(PATIENCE);
    }
}

/// Takes a line, if there is a log.
pub(crate) fn keep(journal: &mut Option<Journal>, line: String) {
    if let Some(journal) = journal {
        journal.keep(line);
    }
}

/// What is wrong with the log, if there is one: its path, and why.
pub(crate) async fn trouble(journal: &mut Option<Journal>) -> String {
    match journal {
        Some(journal) => {
            let error = journal.trouble().await;
            format!("{}: {error}", journal.path.display())
        }
        None => std::future::pending().await,
    }
}

fn append(mut file: File, lines: &Receiver<String>) -> io::Result<()> {
    while let Ok(line) = lines.recv() {
        let mut text = line + "\n";
        // What has come meanwhile goes with it, in one write.
        for more in lines.try_iter().take(WAITING) {
            text.push_str(&more);
            text.push('\n');
        }
        file.write_all(text.as_bytes())?;
    }
    Ok(())
}

fn open(path: &Path) -> io::Result<File> {
    owner_file::open(OpenOptions::new().append(true).create(true), path)
}

/// Lines that wait for the disk: seconds of a flood.
const WAITING: usize = 8192;
/// How long the end waits for the disk.
const PATIENCE: Duration = Duration::from_secs(1);
/// The writer's, and ours.
const TROUBLES: usize = 2;
