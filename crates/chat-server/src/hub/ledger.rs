//! The ledger: which number comes next in each room, what was said there as far as it
//! is remembered, and whether something was said already.
//!
//! Where an archive keeps what is said, the numbers of all rooms that ever were are
//! here, and what is remembered of a room is the newest of what is kept. Who is in a
//! room is not its business, see [`crate::hub::rooms`].

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::collections::BinaryHeap;
use std::time::Instant;

use chat_archive::Opened;
use chat_proto::frame::server::LogId;
use chat_proto::name::Name;
use chat_proto::room::RoomName;
use chat_proto::text::Text;

use crate::config::Memory;
use crate::hub::book::Book;
use crate::hub::book::Utterance;
use crate::hub::history::History;
use crate::page::PageId;
use crate::page::Past;

/// The book of each room in which somebody is, or of which something is remembered or kept.
#[expect(
    clippy::struct_excessive_bools,
    reason = "three things that an archive may be, each by itself"
)]
#[derive(Debug)]
pub struct Ledger {
    books: BTreeMap<RoomName, Book>,
    /// Those of empty rooms, by the moment at which they are forgotten.
    forgotten_at: BTreeSet<(Instant, RoomName)>,
    /// The bytes of all histories.
    held: usize,
    last_page: u64,
    /// How many books hold nothing but a number.
    idle: usize,
    /// Whether an archive keeps what is said.
    is_kept: bool,
    /// The numbering's id.
    log: LogId,
    /// Ids that it had in this run: for whoever was told them the numbers go on too.
    earlier: Vec<LogId>,
    /// Whether several servers have it, and each has to have the same.
    is_shared: bool,
    /// Whether what is said cannot be kept for now.
    unkept: bool,
    /// Whether so much waits to be kept that nothing more may be said for now.
    pub behind: bool,
}

impl Ledger {
    /// Nothing was said yet, and nothing outlives this run.
    pub fn new(log: LogId) -> Self {
        Self {
            books: BTreeMap::new(),
            forgotten_at: BTreeSet::new(),
            held: 0,
            last_page: 0,
            idle: 0,
            is_kept: false,
            log,
            earlier: Vec::new(),
            is_shared: false,
            unkept: false,
            behind: false,
        }
    }

    /// One that several servers have, each with an archive: the numbers come from their log.
    pub fn shared(log: LogId) -> Self {
        Self {
            is_kept: true,
            is_shared: true,
            ..Self::new(log)
        }
    }

    /// With the numbers that an archive has.
    pub fn restored(opened: &Opened) -> Self {
        let mut ledger = Self::new(LogId::new(&opened.log));
        ledger.is_kept = true;
        let kept = opened.rooms.iter();
        kept.for_each(|(room, seq)| ledger.again(Book::kept(room, *seq)));
        ledger
    }

    /// A room of which no more is known than its book says.
    pub fn again(&mut self, book: Book) {
        self.idle += usize::from(book.is_idle);
        self.books.insert(book.name.clone(), book);
    }

    /// Whether an archive keeps what is said.
    pub fn is_kept(&self) -> bool {
        self.is_kept
    }

    /// The numbering's id.
    pub fn log(&self) -> &LogId {
        &self.log
    }

    /// Whether a number of this numbering means the same as ours.
    pub fn goes_on_from(&self, log: &str) -> bool {
        self.log.as_str() == log || self.earlier.iter().any(|earlier| earlier.as_str() == log)
    }

    /// Whether what is said cannot be kept for now.
    pub fn is_unkept(&self) -> bool {
        self.unkept
    }

    /// From now on what is said is told without being kept.
    pub fn on_trouble(&mut self, log: &str) {
        self.unkept = true;
        self.behind = false;
        self.rename(log);
    }

    /// From now on it is kept again.
    pub fn on_recovery(&mut self, log: &str) {
        self.unkept = false;
        self.rename(log);
    }

    fn rename(&mut self, log: &str) {
        // What the servers share is numbered by their log, whatever one disk does.
        if self.log.as_str() != log && !self.is_shared {
            let earlier = std::mem::replace(&mut self.log, LogId::new(log));
            self.earlier.push(earlier);
            if self.earlier.len() > EARLIER {
                self.earlier.remove(0);
            }
        }
    }

    /// The book of a room, if there is one.
    pub fn get(&self, room: &RoomName) -> Option<&Book> {
        self.books.get(room)
    }

    /// All of them.
    pub fn books(&self) -> impl Iterator<Item = (&RoomName, &Book)> {
        self.books.iter()
    }

    /// How many rooms there are, but for those of which only a number is here.
    pub fn len(&self) -> usize {
        self.books.len() - self.idle
    }

    /// Whether a room can be begun, or come back to, where there may be so many.
    pub fn has_space(&self, room: &RoomName, most: usize) -> Result<(), usize> {
        match self.books.get(room) {
            Some(book) if !book.is_idle => Ok(()),
            _ if self.len() >= most => Err(most),
            None if self.books.len() >= KEPT_ROOMS.max(most) => Err(KEPT_ROOMS.max(most)),
            Some(_) | None => Ok(()),
        }
    }

    /// What a room is about, for as long as anything of it is remembered.
    pub fn set_topic(&mut self, room: &RoomName, topic: Option<Text>) {
        if let Some(book) = self.books.get_mut(room) {
            book.topic = topic;
        }
    }

    /// Whether a room's newest messages are in the archive and not here.
    pub fn is_asleep(&self, room: &RoomName) -> bool {
        self.books.get(room).is_some_and(|book| !book.is_here)
    }

    /// A number for a page that is none of a room's own.
    pub fn next_page(&mut self) -> PageId {
        self.last_page += 1;
        PageId(self.last_page)
    }

    /// The bytes of all histories.
    pub fn held(&self) -> usize {
        self.held
    }

    /// Somebody is in this room from now on: its book, which is begun if need be.
    pub fn open(&mut self, room: &RoomName) -> &Book {
        let book = self
            .books
            .entry(room.clone())
            .or_insert_with(|| Book::new(room, self.is_kept));
        self.idle -= usize::from(std::mem::take(&mut book.is_idle));
        if let Some(at) = book.forgotten_at.take() {
            self.forgotten_at.remove(&(at, room.clone()));
        }
        book
    }

    /// Nobody is in this room any more. Its book is kept for its history's sake, up to
    /// the bounds of `memory`.
    pub fn rest(&mut self, now: Instant, room: &RoomName, memory: &Memory) {
        let Some(book) = self.books.get_mut(room) else {
            return;
        };
        if book.history.is_empty() {
            self.put_away(room);
            return;
        }
        let at = now + memory.empty_rooms_for;
        book.forgotten_at = Some(at);
        self.forgotten_at.insert((at, room.clone()));
        while self.forgotten_at.len() > memory.empty_rooms {
            self.forget_first();
        }
    }

    /// When the next book of an empty room is forgotten.
    pub fn next_forgotten(&self) -> Option<Instant> {
        self.forgotten_at.first().map(|(at, _)| *at)
    }

    /// Forgets the books of empty rooms whose time has come.
    pub fn forget(&mut self, now: Instant) {
        while self.next_forgotten().is_some_and(|at| at <= now) {
            self.forget_first();
        }
    }

    /// Writes down what is said in a room: its number, and the room as it is shown. The
    /// oldest beyond the bounds is forgotten, of this room and, by the number of people
    /// in each, of all.
    pub fn say(
        &mut self,
        room: &RoomName,
        said: Utterance,
        memory: &Memory,
        people: impl Fn(&RoomName) -> usize,
    ) -> Option<(u64, RoomName)> {
        let book = self.books.get_mut(room)?;
        book.seq += 1;
        if self.is_shared {
            book.last_at = said.at;
        }
        let numbered = (book.seq, book.name.clone());
        let before = book.history.held();
        let page = PageId(self.last_page + 1);
        let past = said.numbered(book.seq);
        if book.history.remember(past, (&book.name, page), memory) {
            self.last_page += 1;
        }
        self.held = self.held - before + book.history.held();
        self.bound(memory, people);
        Some(numbered)
    }

    fn bound(&mut self, memory: &Memory, people: impl Fn(&RoomName) -> usize) {
        if self.held > memory.all_rooms {
            self.make_space(memory.all_rooms - memory.all_rooms / 16, people);
        }
    }

    /// All histories together are bounded: whichever room takes most for each of its
    /// people forgets its oldest page first, until there is space for a while.
    fn make_space(&mut self, most: usize, people: impl Fn(&RoomName) -> usize) {
        let share = |book: &Book, people: usize| book.history.held() / (people + 1);
        let books = self.books.iter();
        let mut greatest: BinaryHeap<(usize, RoomName)> = books
            .map(|(room, book)| (share(book, people(room)), room.clone()))
            .collect();
        while self.held > most
            && let Some((_, room)) = greatest.pop()
            && let Some(book) = self.books.get_mut(&room)
        {
            let before = book.history.held();
            book.history.forget_page();
            self.held = self.held - before + book.history.held();
            if !book.history.is_empty() {
                greatest.push((share(book, people(&room)), room));
            } else if people(&room) == 0 {
                self.put_away(&room);
            } else {
                book.is_here = !self.is_kept;
            }
        }
    }

    fn forget_first(&mut self) {
        if let Some((_, room)) = self.forgotten_at.first().cloned() {
            self.put_away(&room);
        }
    }

    /// Nobody is there, and nothing is remembered: the room is no more, or, where an
    /// archive has something of it, no more than a number.
    fn put_away(&mut self, room: &RoomName) {
        let Some(book) = self.books.get_mut(room) else {
            return;
        };
        self.held -= book.history.held();
        if let Some(at) = book.forgotten_at.take() {
            self.forgotten_at.remove(&(at, room.clone()));
        }
        if !self.is_kept || book.seq == 0 {
            self.books.remove(room);
            return;
        }
        book.history = History::default();
        if !self.is_shared {
            book.topic = None;
        }
        book.is_here = false;
        if !std::mem::replace(&mut book.is_idle, true) {
            self.idle += 1;
        }
    }

    /// The newest messages of a room, as the archive has them: what was said since they
    /// were asked for stands behind them.
    pub fn learn(
        &mut self,
        room: &RoomName,
        newest: Vec<Past>,
        memory: &Memory,
        people: impl Fn(&RoomName) -> usize,
    ) {
        let Some(book) = self.books.get_mut(room).filter(|book| !book.is_here) else {
            return;
        };
        book.is_here = true;
        self.idle -= usize::from(std::mem::take(&mut book.is_idle));
        let since = book.history.first().unwrap_or(u64::MAX);
        let older = newest.into_iter().filter(|past| past.seq < since);
        let all: Vec<_> = older.chain(book.history.remembered().cloned()).collect();
        self.write_anew(room, all, memory);
        self.bound(memory, people);
    }

    /// What nobody is to be told any more, by its number and who has said it: in one room,
    /// or in all. Nor is it quoted any more.
    pub fn strike(
        &mut self,
        room: Option<&RoomName>,
        memory: &Memory,
        is_struck: impl Fn(u64, &Name) -> bool,
    ) {
        let is_gone = |past: &Past| is_struck(past.seq, &past.name);
        let quotes_it = |past: &Past| past.quotes(&is_struck);
        let is_concerned = |past: &Past| is_gone(past) || quotes_it(past);
        let rooms: Vec<_> = match room {
            Some(room) => vec![room.clone()],
            None => self.books.keys().cloned().collect(),
        };
        for room in rooms {
            let remembered = self.books.get(&room).map(|book| &book.history);
            let Some(remembered) = remembered.filter(|h| h.remembered().any(is_concerned)) else {
                continue;
            };
            let rest = remembered.remembered().filter(|past| !is_gone(past));
            let mut rest: Vec<_> = rest.cloned().collect();
            for past in &mut rest {
                past.unquote(&is_struck);
            }
            self.write_anew(&room, rest, memory);
        }
    }

    /// What is remembered of a room is exactly this, in pages that nobody has seen.
    fn write_anew(&mut self, room: &RoomName, all: Vec<Past>, memory: &Memory) {
        let Some(book) = self.books.get_mut(room) else {
            return;
        };
        self.held -= book.history.held();
        book.history = History::default();
        for past in all {
            let page = PageId(self.last_page + 1);
            if book.history.remember(past, (&book.name, page), memory) {
                self.last_page += 1;
            }
        }
        self.held += book.history.held();
    }
}

/// Ids of the numbering that are remembered: the disk of one run is not in trouble and
/// well again more often without anybody looking after it.
const EARLIER: usize = 16;

/// Rooms of which an archive has something: the number of each is in memory, 16 MB of
/// them at most.
const KEPT_ROOMS: usize = 65_536;
