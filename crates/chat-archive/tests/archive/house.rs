//! An archive in a folder of its own, and what it tells.

use std::path::Path;
use std::path::PathBuf;
use std::sync::mpsc::Receiver;
use std::sync::mpsc::channel;
use std::time::Duration;

use chat_archive::Archive;
use chat_archive::Conversation;
use chat_archive::Durable;
use chat_archive::Keep;
use chat_archive::Kept;
use chat_archive::News;
use chat_archive::OpenError;
use chat_archive::Opened;
use chat_archive::Query;
use chat_archive::Question;
use chat_archive::Settings;
use chat_archive::Where;
use chat_proto::frame::manner::Manner;
use chat_proto::name::Name;
use chat_proto::room::RoomName;
use chat_proto::stamp::Stamp;
use chat_proto::text::Text;
use tempfile::TempDir;

/// A folder that goes with it.
pub(crate) struct Place {
    folder: TempDir,
}

/// An open archive.
pub(crate) struct Open {
    pub(crate) archive: Archive,
    pub(crate) opened: Opened,
    pub(crate) news: Receiver<News>,
    turn: std::cell::Cell<u64>,
}

impl Place {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self { folder }
    }

    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn file(&self) -> PathBuf {
        self.folder.path().join("a.sqlite")
    }

    pub(crate) fn settings(&self) -> Settings {
        Settings {
            path: self.file(),
            durable: Durable::Process,
            keep: Keep::Forever,
            conversation: Conversation::Own,
        }
    }

    pub(crate) fn open(&self) -> Open {
        open(&self.settings()).unwrap()
    }

    pub(crate) fn sqlite(&self) -> rusqlite::Connection {
        rusqlite::Connection::open(self.file()).unwrap()
    }
}

pub(crate) fn open(settings: &Settings) -> Result<Open, OpenError> {
    let (tell, news) = channel();
    let sink = Box::new(move |news| drop(tell.send(news)));
    let (opened, archive) = Archive::open(settings, sink)?;
    Ok(Open {
        archive,
        opened,
        news,
        turn: 0.into(),
    })
}

impl Open {
    /// Keeps a turn and waits until it is kept.
    pub(crate) fn keep(&self, rows: Vec<Kept>) {
        let turn = self.give(rows);
        loop {
            match self.next() {
                News::Kept { turn: kept } if kept >= turn => return,
                News::Kept { .. } => {}
                other => panic!("{other:?}"),
            }
        }
    }

    /// Keeps a turn; its number.
    pub(crate) fn give(&self, rows: Vec<Kept>) -> u64 {
        self.turn.set(self.turn.get() + 1);
        self.archive.keep(self.turn.get(), rows);
        self.turn.get()
    }

    pub(crate) fn next(&self) -> News {
        self.news.recv_timeout(PATIENCE).unwrap()
    }

    /// Waits for the first news that this likes, past all others.
    pub(crate) fn until<T>(&self, like: impl Fn(News) -> Option<T>) -> T {
        loop {
            if let Some(liked) = like(self.next()) {
                return liked;
            }
        }
    }

    pub(crate) fn page(&self, room: &str, place: Where, limit: usize) -> (Vec<Kept>, bool) {
        let room = RoomName::parse(room).unwrap();
        let question = Question::Page { room, place, limit };
        self.archive.ask(7, question).unwrap();
        self.until(|news| match news {
            News::Page {
                ticket: 7,
                rows,
                more,
            } => Some((rows, more)),
            News::Failed { why, .. } => panic!("{why}"),
            _ => None,
        })
    }

    /// Asks for a page of the lab, and does not wait for it.
    pub(crate) fn asks_for(&self, place: Where) {
        let (room, limit) = (RoomName::parse("lab").unwrap(), 9);
        let question = Question::Page { room, place, limit };
        self.archive.ask(7, question).unwrap();
    }

    /// The numbers of a page, and whether there are others.
    pub(crate) fn numbers(&self, place: Where, limit: usize) -> (Vec<u64>, bool) {
        let (rows, more) = self.page("lab", place, limit);
        (rows.iter().map(|row| row.seq).collect(), more)
    }

    pub(crate) fn search(&self, query: Query) -> (Vec<Kept>, bool) {
        self.archive.ask(9, Question::Search(query)).unwrap();
        self.until(|news| match news {
            News::Found {
                ticket: 9,
                rows,
                more,
            } => Some((rows, more)),
            News::Failed { why, .. } => panic!("{why}"),
            _ => None,
        })
    }

    /// Ends it, and waits for that.
    pub(crate) fn close(self) {
        assert!(self.archive.close(PATIENCE), "all was written");
    }
}

pub(crate) fn room(name: &str) -> RoomName {
    RoomName::parse(name).unwrap()
}

/// A message of ana's, a second after the one before.
pub(crate) fn row(room_name: &str, seq: u64, text: &str) -> Kept {
    Kept {
        room: room(room_name),
        seq,
        at: Stamp::from_unix_ms(1_790_000_000_000 + seq * 1000),
        name: Name::parse("ana").unwrap(),
        text: Text::parse(text).unwrap(),
        id: None,
        session: 5,
        manner: Manner::default(),
        refers: None,
    }
}

/// Messages of the room `lab`.
pub(crate) fn rows(seqs: impl IntoIterator<Item = u64>) -> Vec<Kept> {
    let text = |seq| row("lab", seq, &format!("number {seq}"));
    seqs.into_iter().map(text).collect()
}

pub(crate) fn query(text: &str, rooms: &[&str]) -> Query {
    Query {
        text: text.to_owned(),
        rooms: rooms.iter().map(|name| room(name)).collect(),
        from: None,
        since: None,
        until: None,
        before: None,
        limit: 50,
    }
}

/// Nothing of ours takes so long, on whatever machine.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);
