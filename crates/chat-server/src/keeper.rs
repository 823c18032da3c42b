//! The driver's side of the archive: what a turn has to keep is handed over, what the
//! archive tells is heard, and a disk that does not answer is noticed.

use std::time::Duration;
use std::time::Instant;

use chat_archive::Archive;
use chat_archive::Busy;
use chat_archive::Conversation;
use chat_archive::Durable;
use chat_archive::Keep;
use chat_archive::Kept;
use chat_archive::News;
use chat_archive::OpenError;
use chat_archive::Opened;
use chat_archive::Question;
use chat_archive::Settings;
use chat_proto::room::RoomName;
use tokio::sync::mpsc;
use tokio::task::spawn_blocking;
use tracing::info;

use crate::failure::Failure;

/// How what is said is kept where nobody says otherwise: in a file of one's own.
pub fn default_archive() -> Result<Settings, Failure> {
    let path = chat_archive::default_path().map_err(Failure::Archive)?;
    Ok(Settings {
        path,
        durable: Durable::default(),
        keep: Keep::default(),
        conversation: Conversation::Own,
    })
}

/// The archive, where there is to be one, and what it has.
pub async fn opened(archive: Option<Settings>) -> Result<Option<(Opened, Keeper)>, Failure> {
    let Some(settings) = archive else {
        return Ok(None);
    };
    take_file_size_signal();
    // A file that a killed server has left takes a moment.
    let opened = spawn_blocking(move || Keeper::open(&settings)).await;
    let (opened, keeper) = opened
        .map_err(|error| Failure::Ended {
            what: "the archive",
            why: error.to_string(),
        })?
        .map_err(Failure::Archive)?;
    info!(file = %opened.path.display(), "what is said in rooms is kept");
    Ok(Some((opened, keeper)))
}

/// A limit of file sizes is an error of the archive, and not the end of the program: once
/// heard, the signal does nothing for the rest of the run.
fn take_file_size_signal() {
    #[cfg(any(target_os = "linux", target_os = "macos"))]
    {
        use tokio::signal::unix::SignalKind;
        use tokio::signal::unix::signal;
        let _ = signal(SignalKind::from_raw(SIGXFSZ));
    }
}

/// Its number on both.
#[cfg(any(target_os = "linux", target_os = "macos"))]
const SIGXFSZ: i32 = 25;

/// A message: where it was said, and its number there.
pub type Message = (RoomName, u64);

/// What keeps rows and answers questions, later: the archive, or, in tests, something that
/// does as it is told. Nothing here blocks; answers come as news.
pub trait Store: Send {
    /// Keeps the rows of a turn, and that some messages are to be forgotten.
    fn keep(&self, turn: u64, rows: Vec<Kept>, redacted: Vec<Message>);
    /// Answers a question.
    fn ask(&self, ticket: u64, question: Question) -> Result<(), Busy>;
    /// What is given from now on is told without being kept: the numbering's new id.
    fn give_up(&self) -> String;
    /// What is given from now on is kept first again.
    fn resume(&self);
    /// Writes what waits, and closes. May take as long as it is told.
    fn close(self: Box<Self>, patience: Duration) -> bool;
}

impl Store for Archive {
    fn keep(&self, turn: u64, rows: Vec<Kept>, redacted: Vec<Message>) {
        self.keep_and_redact(turn, &rows, redacted);
    }

    fn ask(&self, ticket: u64, question: Question) -> Result<(), Busy> {
        Self::ask(self, ticket, question)
    }

    fn give_up(&self) -> String {
        Self::give_up(self)
    }

    fn resume(&self) {
        Self::resume(self);
    }

    fn close(self: Box<Self>, patience: Duration) -> bool {
        Self::close(*self, patience)
    }
}

/// An archive, and what is under way to it.
pub struct Keeper {
    archive: Box<dyn Store>,
    news: mpsc::UnboundedReceiver<News>,
    /// What this turn has to keep.
    rows: Vec<Kept>,
    /// And what is to be forgotten.
    redacted: Vec<Message>,
    /// The number of this turn, or of the last one that had something to keep.
    turn: u64,
    /// The last turn that is kept.
    kept: u64,
    /// Since when nothing was kept, where something is to be.
    waits_since: Option<Instant>,
    /// Whether what is said is told without being kept.
    in_trouble: bool,
    /// How long a server that stops waits for what was said last.
    pub last_wait: Duration,
}

impl std::fmt::Debug for Keeper {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Keeper")
            .field("turn", &self.turn)
            .field("kept", &self.kept)
            .finish_non_exhaustive()
    }
}

impl Keeper {
    /// Opens the archive, or makes it.
    pub fn open(settings: &Settings) -> Result<(Opened, Self), OpenError> {
        // What waits here is bounded by what was given and asked, see `Sink`.
        let (tell, news) = mpsc::unbounded_channel();
        let sink = Box::new(move |told| drop(tell.send(told)));
        let (opened, archive) = Archive::open(settings, sink)?;
        Ok((opened, Self::over(Box::new(archive), news)))
    }

    /// With whatever keeps, and what it tells.
    pub fn over(archive: Box<dyn Store>, news: mpsc::UnboundedReceiver<News>) -> Self {
        Self {
            archive,
            news,
            rows: Vec::new(),
            redacted: Vec::new(),
            turn: 0,
            kept: 0,
            waits_since: None,
            in_trouble: false,
            last_wait: LAST,
        }
    }

    /// Something that was said in this turn. The turn's number, where this is the first and
    /// the turn is to be held until it is kept.
    pub fn add(&mut self, row: Kept) -> Option<u64> {
        let begun = self.begin();
        self.rows.push(row);
        begun
    }

    /// A message that is to be forgotten; the same.
    pub fn redact(&mut self, room: RoomName, seq: u64) -> Option<u64> {
        let begun = self.begin();
        self.redacted.push((room, seq));
        begun
    }

    fn begin(&mut self) -> Option<u64> {
        let is_first = !self.has_something();
        self.turn += u64::from(is_first);
        (is_first && !self.in_trouble).then_some(self.turn)
    }

    fn has_something(&self) -> bool {
        !self.rows.is_empty() || !self.redacted.is_empty()
    }

    /// The turn is over: what was said in it goes to the archive.
    pub fn hand_over(&mut self, now: Instant) {
        if !self.has_something() {
            return;
        }
        let room = Vec::with_capacity(self.rows.len());
        let rows = std::mem::replace(&mut self.rows, room);
        let redacted = std::mem::take(&mut self.redacted);
        self.archive.keep(self.turn, rows, redacted);
        self.waits_since.get_or_insert(now);
    }

    /// A question; its answer comes as news.
    pub fn ask(&self, ticket: u64, question: Question) -> Result<(), Busy> {
        self.archive.ask(ticket, question)
    }

    /// Waits for the next news: for ever, where the archive's threads have ended. Then
    /// nothing is kept any more, and it is given up as a disk is that does not answer.
    pub async fn news(&mut self) -> News {
        match self.news.recv().await {
            Some(news) => news,
            None => std::future::pending().await,
        }
    }

    /// The next news that are there.
    pub fn more_news(&mut self) -> Option<News> {
        self.news.try_recv().ok()
    }

    /// This turn and all before it are kept.
    pub fn on_kept(&mut self, now: Instant, turn: u64) {
        self.kept = self.kept.max(turn);
        self.waits_since = (self.kept < self.turn).then_some(now);
    }

    /// How many turns are not kept yet.
    pub fn unkept(&self) -> u64 {
        if self.in_trouble {
            return 0;
        }
        self.turn - self.kept
    }

    /// The number of the last turn that had something to keep.
    pub fn given(&self) -> u64 {
        self.turn
    }

    /// Whether all up to this turn is in the file.
    pub fn has_kept(&self, turn: u64) -> bool {
        !self.in_trouble && self.kept >= turn
    }

    /// When it is to be given up, if nothing is kept until then.
    pub fn gives_up_at(&self) -> Option<Instant> {
        let since = self.waits_since.filter(|_| !self.in_trouble)?;
        Some(since + PATIENCE)
    }

    /// From now on what is said is told without being kept: the last turn of which that
    /// is so already, and the id that the numbering has now. Nothing where it was so.
    pub fn give_up(&mut self) -> Option<(u64, String)> {
        if std::mem::replace(&mut self.in_trouble, true) {
            return None;
        }
        Some((self.turn, self.archive.give_up()))
    }

    /// From now on what is said is kept first again.
    pub fn resume(&mut self) {
        self.in_trouble = false;
        self.kept = self.turn;
        self.waits_since = None;
        self.archive.resume();
    }

    /// Writes what waits, as far as that can be done soon.
    pub fn close(self) {
        let _ = self.archive.close(CLOSING);
    }
}

/// How long nothing may be kept before what waits is told all the same: people wonder
/// after a second, and clients give a connection up after a few.
const PATIENCE: Duration = Duration::from_secs(2);

/// How long a server that stops waits until all that was said is kept.
const LAST: Duration = Duration::from_millis(1500);

/// And then until the file is closed.
const CLOSING: Duration = Duration::from_secs(1);
