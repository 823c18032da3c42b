//! The ledger: which number comes next in each room, what was said there as far as it
//! is remembered, and whether something was said already.
//!
//! Who is in a room is not its business, see [`crate::hub::rooms`].

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::collections::BinaryHeap;
use std::time::Instant;

use chat_proto::frame::Id;
use chat_proto::name::Name;
use chat_proto::room::RoomName;
use chat_proto::stamp::Stamp;
use chat_proto::text::Text;

use crate::config::Memory;
use crate::hub::history::History;
use crate::page::PageId;
use crate::page::Past;

/// The book of each room in which somebody is, or of which something is remembered.
#[derive(Debug, Default)]
pub struct Ledger {
    books: BTreeMap<RoomName, Book>,
    /// Those of empty rooms, by the moment at which they are forgotten.
    forgotten_at: BTreeSet<(Instant, RoomName)>,
    /// The bytes of all histories.
    held: usize,
    last_page: u64,
}

/// What is known of one room.
#[derive(Debug)]
pub struct Book {
    /// The room, as whoever made it wrote it.
    pub name: RoomName,
    /// The number of its last message.
    pub seq: u64,
    /// What was said, as far as it is remembered.
    pub history: History,
    forgotten_at: Option<Instant>,
}

/// Something that is being said, before it has a number.
#[derive(Clone, Debug)]
pub struct Utterance {
    /// When.
    pub at: Stamp,
    /// By whom.
    pub name: Name,
    /// In which session of theirs.
    pub session: u64,
    /// What.
    pub text: Text,
    /// The sender's mark.
    pub id: Option<Id>,
    /// Whether it is something that the speaker does.
    pub me: bool,
}

impl Ledger {
    /// The book of a room, if there is one.
    pub fn get(&self, room: &RoomName) -> Option<&Book> {
        self.books.get(room)
    }

    /// How many rooms have one.
    pub fn len(&self) -> usize {
        self.books.len()
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
            .or_insert_with(|| Book::new(room));
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
            self.remove(room);
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
        let numbered = (book.seq, book.name.clone());
        let before = book.history.held();
        let page = PageId(self.last_page + 1);
        let past = said.numbered(book.seq);
        if book.history.remember(past, (&book.name, page), memory) {
            self.last_page += 1;
        }
        self.held = self.held - before + book.history.held();
        if self.held > memory.all_rooms {
            self.make_space(memory.all_rooms - memory.all_rooms / 16, people);
        }
        Some(numbered)
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
                self.remove(&room);
            }
        }
    }

    fn forget_first(&mut self) {
        if let Some((_, room)) = self.forgotten_at.first().cloned() {
            self.remove(&room);
        }
    }

    /// The room is no more.
    fn remove(&mut self, room: &RoomName) {
        let Some(book) = self.books.remove(room) else {
            return;
        };
        self.held -= book.history.held();
        if let Some(at) = book.forgotten_at {
            self.forgotten_at.remove(&(at, room.clone()));
        }
    }
}

impl Book {
    fn new(room: &RoomName) -> Self {
        Self {
            name: room.clone(),
            seq: 0,
            history: History::default(),
            forgotten_at: None,
        }
    }
}

impl Utterance {
    fn numbered(self, seq: u64) -> Past {
        Past {
            seq,
            at: self.at,
            name: self.name,
            session: self.session,
            text: self.text,
            id: self.id,
            me: self.me,
        }
    }
}
