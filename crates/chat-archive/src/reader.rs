//! The thread that answers questions, on a connection that only reads.

use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering;
use std::sync::mpsc::Receiver;
use std::sync::mpsc::RecvTimeoutError;
use std::sync::mpsc::sync_channel;
use std::time::Duration;
use std::time::Instant;

use chat_proto::room::RoomName;
use rusqlite::Connection;

use crate::clock;
use crate::fault::told;
use crate::news::News;
use crate::news::Query;
use crate::news::Question;
use crate::news::Tell;
use crate::news::Where;
use crate::pages;
use crate::pages::Part;
use crate::post::Order;
use crate::post::Post;
use crate::rooms::Rooms;

/// The thread's own.
pub struct Reader {
    pub db: Connection,
    pub rooms: Arc<Rooms>,
    pub post: Arc<Post>,
    pub tell: Tell,
}

/// A question and its ticket.
pub type Asked = (u64, Question);

impl Reader {
    /// Answers until nobody can ask any more.
    pub fn run(mut self, questions: &Receiver<Asked>) {
        let watch = Arc::new(Watch::new());
        let seen = Arc::clone(&watch);
        let watched = self
            .db
            .progress_handler(OPERATIONS, Some(move || seen.is_over()));
        if let Err(error) = watched {
            (self.tell)(News::Warning { why: told(&error) });
        }
        while let Ok((ticket, question)) = questions.recv() {
            watch.begin(matches!(question, Question::Search(_)));
            let news = self.answer(ticket, &question);
            (self.tell)(news.unwrap_or_else(|error| News::Failed {
                ticket,
                why: told(&error),
            }));
        }
    }

    fn answer(&self, ticket: u64, question: &Question) -> rusqlite::Result<News> {
        let page = |part: Part| News::Page {
            ticket,
            rows: part.0,
            more: part.1,
        };
        match question {
            Question::Tail { room, limit } => self.page(room, Where::Newest, *limit).map(page),
            Question::Page { room, place, limit } => self.page(room, *place, *limit).map(page),
            Question::Search(query) => {
                self.search(query)
                    .map(|(rows, more)| News::Found { ticket, rows, more })
            }
        }
    }

    fn page(&self, room: &RoomName, place: Where, limit: usize) -> rusqlite::Result<Part> {
        let reach = match place {
            Where::Before(seq) => seq,
            Where::Newest | Where::After(_) | Where::Around(_) => u64::MAX,
        };
        if self
            .rooms
            .get(room)
            .unmade
            .is_some_and(|first| first < reach)
        {
            self.catch_up();
        }
        let Some(id) = self.rooms.get(room).id else {
            return Ok((Vec::new(), false));
        };
        pages::page(&self.db, (room, id), place, limit)
    }

    fn search(&self, query: &Query) -> rusqlite::Result<Part> {
        let unmade = |room: &RoomName| self.rooms.get(room).unmade.is_some();
        if query.rooms.iter().any(unmade) {
            self.catch_up();
        }
        let id = |room: &RoomName| Some((room.clone(), self.rooms.get(room).id?));
        let rooms: Vec<_> = query.rooms.iter().filter_map(id).collect();
        pages::search(&self.db, query, &rooms)
    }

    /// Has rows made of all that was said so far. Where that does not get on, there are
    /// the others.
    fn catch_up(&self) {
        let (done, is_done) = sync_channel(1);
        if self.post.order(Order::Make(done)).is_err() {
            return;
        }
        let mut steps = self.post.steps();
        while is_done.recv_timeout(PATIENCE) == Err(RecvTimeoutError::Timeout) {
            let before = std::mem::replace(&mut steps, self.post.steps());
            if steps == before {
                return;
            }
        }
    }
}

/// When a search has lasted too long.
struct Watch {
    start: Instant,
    /// Milliseconds after that.
    begun: AtomicU64,
    /// How many looks it has before it may be ended.
    left: AtomicU64,
}

impl Watch {
    fn new() -> Self {
        Self {
            start: clock::now(),
            begun: AtomicU64::new(0),
            left: AtomicU64::new(u64::MAX),
        }
    }

    /// A page is as long as it was asked for; a search may be endless.
    fn begin(&self, endless: bool) {
        self.begun.store(self.passed(), Ordering::Relaxed);
        let left = if endless { LEAST } else { u64::MAX };
        self.left.store(left, Ordering::Relaxed);
    }

    /// Only who has worked for long is ended, not who has waited for the machine.
    fn is_over(&self) -> bool {
        let left = self.left.load(Ordering::Relaxed).saturating_sub(1);
        self.left.store(left, Ordering::Relaxed);
        left == 0 && self.passed() > LONGEST + self.begun.load(Ordering::Relaxed)
    }

    fn passed(&self) -> u64 {
        let passed = clock::now().saturating_duration_since(self.start);
        u64::try_from(passed.as_millis()).unwrap_or(u64::MAX)
    }
}

/// Operations of the database between two looks at the time.
const OPERATIONS: i32 = 1000;

/// So many looks every search has.
const LEAST: u64 = 300;

/// Milliseconds of a search.
const LONGEST: u64 = 50;

/// How long is waited for the next rows to be made.
const PATIENCE: Duration = Duration::from_secs(1);
