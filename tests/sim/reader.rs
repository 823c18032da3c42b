//! What one person has on the screen of a room, as far as a session tells it.

use std::collections::BTreeMap;

use chat_proto::frame::Incoming;
use chat_proto::frame::incoming::Kind;
use chat_tui::session::past::Answer;
use chat_tui::session::past::Question;
use chat_tui::session::traffic::News;

/// The messages of the lobby that are shown.
#[derive(Debug, Default)]
pub(crate) struct Reader {
    /// The texts, by their numbers.
    pub(crate) shown: BTreeMap<u64, String>,
    /// What a failure names.
    pub(crate) seed: u64,
}

impl Reader {
    /// Shows what is told. A message is told once, unless it was forgotten meanwhile.
    pub(crate) fn note(&mut self, news: &News) {
        match news {
            News::Heard(frame) | News::Missed(frame) => self.show(frame),
            News::Confirmed { frame, .. } => self.show_own(frame),
            News::Answered { answer, .. } => self.note_page(answer),
            News::Renumbered => panic!("nothing was told that is not kept"),
            News::Gap { count, .. } => panic!("{count} missed that are kept"),
            _ => {}
        }
    }

    fn note_page(&mut self, answer: &Answer) {
        if let Question::Page { .. } = answer.question {
            answer.page.iter().for_each(|frame| self.show(frame));
        }
    }

    /// A page may have brought it already: then it is known there.
    fn show_own(&mut self, frame: &Incoming) {
        if let Kind::Said { seq: Some(seq), .. } = frame.kind
            && self.shown.get(&seq) != Some(&frame.text)
        {
            self.show(frame);
        }
    }

    fn show(&mut self, frame: &Incoming) {
        if let Kind::Said { seq: Some(seq), .. } = frame.kind {
            let before = self.shown.insert(seq, frame.text.clone());
            let seed = self.seed;
            assert_eq!(before, None, "message {seq} is shown twice, seed {seed}");
        }
    }

    /// These are not shown any more, both ends included.
    pub(crate) fn forget(&mut self, from: u64, to: u64) {
        self.shown.retain(|seq, _| *seq < from || to < *seq);
    }
}
