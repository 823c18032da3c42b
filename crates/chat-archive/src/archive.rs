//! The server's end of the archive.

use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::mpsc::Receiver;
use std::sync::mpsc::SyncSender;
use std::sync::mpsc::sync_channel;
use std::thread;
use std::time::Duration;

use chat_proto::room::RoomName;
use rusqlite::Connection;

use crate::belonging;
use crate::checkpointer;
use crate::checkpointer::Bell;
use crate::connection;
use crate::desk::Desk;
use crate::fault::Fault;
use crate::fault::OpenError;
use crate::forgetting::Forgetting;
use crate::lock::Lock;
use crate::log::Log;
use crate::mark::MarkFile;
use crate::mark::State;
use crate::news::Busy;
use crate::news::Forget;
use crate::news::Kept;
use crate::news::News;
use crate::news::Question;
use crate::news::Tell;
use crate::place;
use crate::place::sibling;
use crate::post::Order;
use crate::post::Post;
use crate::privacy;
use crate::reader::Asked;
use crate::reader::Reader;
use crate::redaction;
use crate::rooms::Rooms;
use crate::schema;
use crate::settings::Settings;
use crate::store::Store;
use crate::store::Turn;
use crate::trimming::Trimming;
use crate::writer::Progress;
use crate::writer::Writer;

/// Where news go: called from the archive's threads, must not block. What it is called
/// with is bounded by what was given: an answer for each question (at most 64 wait), one
/// [`News::Kept`] for each commit (the newest says all that earlier ones said), and the
/// beginnings and ends of trouble.
pub type Sink = Box<dyn Fn(News) + Send + Sync>;

/// The archive, open. Dropped, it ends without waiting for anything.
pub struct Archive {
    post: Arc<Post>,
    rooms: Arc<Rooms>,
    mark: Arc<Mutex<MarkFile>>,
    questions: Option<SyncSender<Asked>>,
    bell: Arc<Bell>,
    ended: Receiver<()>,
    desk: Option<Desk>,
    /// Held until the last thread has let go of the file.
    lock: Arc<Lock>,
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
    /// Opens or makes the file, and starts the threads. Whoever calls this takes SIGXFSZ
    /// over first (signal 25 on Linux and macOS): a limit of file sizes would end the
    /// program instead of being an error.
    pub fn open(settings: &Settings, sink: Sink) -> Result<(Opened, Self), OpenError> {
        open(settings, sink.into(), &|_| {}).map_err(|fault| fault.of(&settings.path))
    }

    /// Keeps what was said in a turn; [`News::Kept`] tells when it is on disk. Never
    /// blocks. Turns have rising numbers and are kept in that order, one transaction for
    /// all that wait.
    #[expect(clippy::needless_pass_by_value, reason = "it is done with here")]
    pub fn keep(&self, turn: u64, rows: Vec<Kept>) {
        self.keep_and_redact(turn, &rows, Vec::new());
    }

    /// The same, and some messages, of this turn or an earlier one, are forgotten, as by
    /// [`Archive::forget`]. Once [`News::Kept`] has told of the turn that is sure to
    /// happen, also where the program ends before it has.
    pub fn keep_and_redact(&self, turn: u64, rows: &[Kept], redacted: Vec<(RoomName, u64)>) {
        self.rooms.all_said(rows);
        // As bytes at once: what it was made of is freed where it was made.
        self.post.keep(Turn::new(turn, rows, redacted));
    }

    /// Asks; the answer comes through the sink and bears the ticket. Never blocks.
    pub fn ask(&self, ticket: u64, question: Question) -> Result<(), Busy> {
        let questions = self.questions.as_ref().ok_or(Busy)?;
        questions.try_send((ticket, question)).map_err(|_| Busy)
    }

    /// From now on the owner tells what is not kept. What is given to [`Archive::keep`]
    /// is still written as soon as it can be, up to a bound. Answers the id that the
    /// numbering has from now on. Waits for a disk for 50 ms at most.
    pub fn give_up(&self) -> String {
        let (log, begins) = self.post.give_up();
        if begins {
            // Also where the disk hangs: then by a thread of its own, some time.
            let mark = Arc::clone(&self.mark);
            let (done, is_done) = sync_channel(1);
            let write = move || {
                let set = mark
                    .lock()
                    .unwrap_or_else(PoisonError::into_inner)
                    .set(State::Unkept);
                let _ = done.try_send(set.is_ok());
            };
            if thread::Builder::new()
                .name("archive-mark".to_owned())
                .spawn(write)
                .is_ok()
            {
                let _ = is_done.recv_timeout(MOMENT);
            }
        }
        log.told()
    }

    /// From now on the owner holds back again what is not kept: the answer to
    /// [`News::Restored`]. Never blocks.
    pub fn resume(&self) {
        self.post.resume();
    }

    /// Has something forgotten; [`News::Forgotten`] tells when nothing of it is left.
    pub fn forget(&self, what: Forget) -> Result<(), Busy> {
        self.post.order(Order::Forget(what, None))
    }

    /// The same; how many messages it was is told to whoever asked.
    pub(crate) fn forget_and_tell(
        &self,
        what: Forget,
        done: SyncSender<Result<u64, String>>,
    ) -> Result<(), Busy> {
        self.post.order(Order::Forget(what, Some(done)))
    }

    /// Writes what waits and closes the file. Waits no longer than this, also where a
    /// disk does not answer; whether all was written.
    pub fn close(mut self, patience: Duration) -> bool {
        self.hang_up();
        // Each thread that ends lets go of its end of the channel.
        self.ended.recv_timeout(patience).is_ok()
    }

    fn hang_up(&mut self) {
        self.questions = None;
        self.desk = None;
        self.post.close();
    }
}

impl Drop for Archive {
    fn drop(&mut self) {
        self.hang_up();
    }
}

/// `edge` sees the connection that writes before anything is kept: there tests have it fail.
fn open(
    settings: &Settings,
    tell: Tell,
    edge: &dyn Fn(&mut Connection),
) -> Result<(Opened, Archive), Fault> {
    let path = place::settle(&settings.path)?;
    let lock = Arc::new(Lock::take(&sibling(&path, ".lock"))?);
    let is_new = !path.exists();
    drop(privacy::open(&path)?);
    let prepared = prepare(settings, &path);
    if is_new && prepared.is_err() {
        // What could not be made an archive is not left lying about.
        for ending in ["", "-wal", "-shm", ".mark"] {
            let _ = std::fs::remove_file(sibling(&path, ending));
        }
    }
    let (mut store, (mark, rooms, log), redacted) = prepared?;
    edge(store.db());
    let opened = Opened {
        log: log.told(),
        rooms: rooms.lasts(),
        path: path.clone(),
    };
    let post = Arc::new(Post::new(log));
    let (questions, asked) = sync_channel(QUESTIONS);
    let (end, ended) = sync_channel(1);
    let archive = Archive {
        desk: Desk::open(&sibling(&path, ".desk"), Arc::clone(&post)),
        post,
        rooms: Arc::new(rooms),
        mark: Arc::new(Mutex::new(mark)),
        questions: Some(questions),
        bell: Arc::default(),
        ended,
        lock,
    };
    let state = Progress::new(redacted);
    archive.start((store, settings, tell), asked, (&path, state, end))?;
    Ok((opened, archive))
}

/// What the file has, how the numbering goes on, and what is still to be forgotten.
type Prepared = (Store, (MarkFile, Rooms, Log), Vec<Forgetting>);

fn prepare(settings: &Settings, path: &Path) -> Result<Prepared, Fault> {
    let mut db = connection::writer(path, settings.durable)?;
    if db.is_readonly("main")? {
        return Err(Fault::ReadOnly);
    }
    schema::prepare(&mut db, path, schema::STEPS)?;
    let mark = sibling(path, ".mark");
    let (log, mark) = MarkFile::open(&mark, &mut db, settings.durable)?;
    for ending in ["", "-wal", "-shm"] {
        privacy::to_owner(&sibling(path, ending));
    }
    let rooms = Rooms::load(&db)?;
    let mut store = Store::new(db, &rooms)?;
    belonging::settle(store.db(), settings.conversation, &rooms)?;
    let mut redacted = Vec::new();
    for (room, seq) in redaction::promised(store.db())? {
        // Nobody may read it any more: its rows go before anybody can ask.
        while store.unmade() > 0 {
            store.make(&rooms)?;
        }
        let mut forgetting = Forgetting::promised(room, seq);
        forgetting.step(store.db(), &rooms)?;
        redacted.push(forgetting);
    }
    Ok((store, (mark, rooms, log), redacted))
}

impl Archive {
    /// Starts the threads: none is ever waited for but by [`Archive::close`].
    fn start(
        &self,
        (store, settings, tell): (Store, &Settings, Tell),
        asked: Receiver<Asked>,
        (path, state, end): (&Path, Progress, SyncSender<()>),
    ) -> Result<(), Fault> {
        let reader = Reader {
            db: connection::reader(path)?,
            rooms: Arc::clone(&self.rooms),
            post: Arc::clone(&self.post),
            tell: Arc::clone(&tell),
        };
        let (db, bell) = (connection::checkpointer(path)?, Arc::clone(&self.bell));
        let told = Arc::clone(&tell);
        let writer = Writer {
            store,
            rooms: Arc::clone(&self.rooms),
            post: Arc::clone(&self.post),
            mark: Arc::clone(&self.mark),
            bell: Arc::clone(&self.bell),
            tell,
            trimming: Trimming::new(settings.keep),
            state,
        };
        let lock = Arc::clone(&self.lock);
        let spawn = |name: &str, work: Box<dyn FnOnce() + Send>| {
            thread::Builder::new().name(name.to_owned()).spawn(work)
        };
        let reads = spawn("archive-reader", Box::new(move || reader.run(&asked)))?;
        let moves = spawn(
            "archive-log",
            Box::new(move || checkpointer::run(&db, &bell, &told)),
        )?;
        let bell = Arc::clone(&self.bell);
        let write = move || {
            let whole = writer.run();
            bell.end();
            // The last connection that closes moves all into the file.
            let _ = (reads.join(), moves.join());
            drop((whole.0, lock));
            if whole.1 {
                let _ = end.try_send(());
            }
        };
        spawn("archive", Box::new(write))?;
        Ok(())
    }
}

/// Questions that wait.
const QUESTIONS: usize = 64;

/// How long a disk has to take the mark before the owner goes on.
const MOMENT: Duration = Duration::from_millis(50);

#[cfg(test)]
mod faults;
