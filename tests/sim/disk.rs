//! An archive in memory, which keeps and answers when it is told to. What the hub wants
//! done waits here behind what is not kept, as it does in the server's driver.

use std::collections::BTreeMap;
use std::collections::VecDeque;
use std::path::PathBuf;

use chat_archive::Kept;
use chat_archive::Opened;
use chat_archive::Question;
use chat_archive::Where;
use chat_proto::room::RoomName;
use chat_server::traffic::Answer;
use chat_server::traffic::Input;
use chat_server::traffic::Output;

/// What outlives the server.
#[derive(Debug, Default)]
pub(crate) struct Disk {
    /// What is kept of the lobby, ascending.
    rows: Vec<Kept>,
    /// Every text that was ever kept, by its number.
    pub(crate) ever: BTreeMap<u64, String>,
    /// What the hub wants done, from the first that is not kept on.
    held: VecDeque<Output>,
    asked: VecDeque<(u64, Question)>,
    /// So many more messages are kept before it stalls; none: without end.
    pub(crate) keeps: Option<usize>,
    /// Whether questions are answered.
    pub(crate) answers: bool,
}

impl Disk {
    /// Empty, and in good order.
    pub(crate) fn new() -> Self {
        Self {
            answers: true,
            ..Self::default()
        }
    }

    /// Behind all that waits.
    pub(crate) fn hold(&mut self, output: Output) {
        self.held.push_back(output);
    }

    /// The next that need not wait any longer.
    pub(crate) fn release(&mut self) -> Option<Output> {
        while let Some(Output::Keep(_)) = self.held.front() {
            match &mut self.keeps {
                Some(0) => return None,
                Some(more) => *more -= 1,
                None => {}
            }
            if let Some(Output::Keep(row)) = self.held.pop_front() {
                self.keep(row);
            }
        }
        self.held.pop_front()
    }

    pub(crate) fn ask(&mut self, ticket: u64, question: Question) {
        self.asked.push_back((ticket, question));
    }

    /// The next answer, if it is given.
    pub(crate) fn answer(&mut self) -> Option<Input> {
        let (ticket, question) = self.asked.pop_front().filter(|_| self.answers)?;
        let (rows, more) = match question {
            Question::Tail { limit, .. } => self.page(Where::Newest, limit),
            Question::Page { place, limit, .. } => self.page(place, limit),
            Question::Search(_) => (Vec::new(), false),
        };
        Some(Input::Answered(ticket, Answer::Messages { rows, more }))
    }

    /// The server is killed: what was not kept is gone, and so are the questions.
    pub(crate) fn is_killed(&mut self) -> Opened {
        self.held.clear();
        self.asked.clear();
        let last = self.ever.last_key_value().map_or(0, |(seq, _)| *seq);
        let rooms = if last > 0 {
            vec![(RoomName::lobby(), last)]
        } else {
            Vec::new()
        };
        Opened {
            log: "the log".to_owned(),
            rooms,
            path: PathBuf::new(),
        }
    }

    /// The oldest are not kept any longer.
    pub(crate) fn trim(&mut self, count: usize) {
        self.rows.drain(..count.min(self.rows.len()));
    }

    /// The numbers and texts that are kept.
    pub(crate) fn all(&self) -> impl Iterator<Item = (u64, &str)> {
        self.rows.iter().map(|row| (row.seq, row.text.as_str()))
    }

    fn keep(&mut self, row: Kept) {
        let last = self.ever.last_key_value().map_or(0, |(seq, _)| *seq);
        assert_eq!(row.seq, last + 1, "numbers without gap or repeat");
        self.ever.insert(row.seq, row.text.as_str().to_owned());
        self.rows.push(row);
    }

    fn page(&self, place: Where, limit: usize) -> (Vec<Kept>, bool) {
        let below = |seq: u64| self.rows.partition_point(|row| row.seq < seq);
        let end = self.rows.len();
        let (from, to, forwards) = match place {
            Where::Newest => (end.saturating_sub(limit), end, false),
            Where::Before(seq) => (below(seq).saturating_sub(limit), below(seq), false),
            Where::After(seq) => {
                let from = below(seq + 1);
                (from, end.min(from + limit), true)
            }
            Where::Around(seq) => {
                let from = below(seq).saturating_sub(limit / 2);
                (from, end.min(below(seq) + limit - limit / 2), true)
            }
        };
        let more = if forwards { to < end } else { from > 0 };
        (self.rows[from..to].to_vec(), more)
    }
}
