//! What stands above the history: rows of words, and bars.

use crate::app::people::class::Poll;
use crate::app::state::App;

/// One row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BannerRow {
    /// What is read.
    pub words: String,
    /// Whether it is for everybody to see at once.
    pub is_loud: bool,
    /// How long its bar is, and how long the longest is.
    pub bar: Option<(u64, u64)>,
}

impl App {
    /// The rows above the history, the most important first.
    pub fn banner(&self) -> Vec<BannerRow> {
        let (words, room) = (&self.speech.class, self.room());
        let mut rows = Vec::new();
        let announced = self.class.announcement();
        rows.extend(announced.map(|text| loud(format!("» {}", text.replace('\n', " ")))));
        let Some(led) = self.class.room(room) else {
            return rows;
        };
        let is_muted = self.class.is_muted(room, self.session.you());
        let holds = [
            led.quiet.then(|| words.silence().to_owned()),
            led.locked.then(|| words.locked().to_owned()),
            is_muted.then(|| words.muted().to_owned()),
            (!led.hands.is_empty()).then(|| words.hands(led.hands.join(", "))),
        ];
        let holds: Vec<String> = holds.into_iter().flatten().collect();
        if !holds.is_empty() {
            rows.push(loud(holds.join("  ·  ")));
        }
        if let Some(poll) = &led.poll {
            self.ask(poll, &mut rows);
        }
        rows
    }

    /// Whether there is one on the screen.
    pub(in crate::app) fn areas_have_banner(&self) -> bool {
        self.size.0 > 0 && !self.banner().is_empty()
    }

    fn ask(&self, poll: &Poll, rows: &mut Vec<BannerRow>) {
        let words = &self.speech.class;
        let votes = words.votes(poll.votes);
        let how = if poll.is_over {
            String::new()
        } else {
            format!("  ·  {}", words.how_to_vote())
        };
        let question = poll.question.replace('\n', " ");
        rows.push(loud(format!("? {question}  ·  {votes}{how}")));
        let most = poll.counts.iter().copied().max().unwrap_or(0);
        for (at, option) in poll.options.iter().enumerate() {
            let number = at + 1;
            let is_ours = poll.ours == u64::try_from(number).ok();
            let mark = if is_ours { "›" } else { " " };
            let count = poll.counts.get(at).copied();
            rows.push(BannerRow {
                words: format!("{mark} {number}) {}", option.replace('\n', " ")),
                is_loud: false,
                bar: count.map(|count| (count, most)),
            });
        }
    }
}

fn loud(words: String) -> BannerRow {
    BannerRow {
        words,
        is_loud: true,
        bar: None,
    }
}
