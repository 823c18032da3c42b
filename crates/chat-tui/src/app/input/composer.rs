//! The text being written: cursor by grapheme, what was cut, what was sent
//! before. What a key means is decided elsewhere.

use std::collections::VecDeque;

use unicode_segmentation::GraphemeCursor;
use unicode_segmentation::UnicodeSegmentation;

use crate::app::event::Edit;

/// The input.
#[derive(Clone, Debug, Default)]
pub struct Composer {
    text: String,
    /// A byte offset between two graphemes.
    cursor: usize,
    /// What was cut last.
    cut: String,
    /// What was sent, newest at the end: at most [`SENT`].
    sent: VecDeque<String>,
    /// Which of them is shown, and what was being written before.
    recalled: Option<(usize, String)>,
    /// How it was before each change: at most [`PAST`].
    past: VecDeque<(String, usize)>,
    /// Whether what it begins with was pasted: then it is no command.
    pasted: bool,
    /// Whether lines in it came as keys, all at once: nobody has sent them.
    burst: bool,
    /// What the last change was: letters of one word are undone at once.
    last: Doing,
}

/// A kind of change.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Doing {
    #[default]
    Other,
    Typing,
    Erasing,
}

impl Composer {
    /// What is written.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Where the cursor is, in bytes.
    pub fn cursor(&self) -> usize {
        self.cursor
    }

    /// What stands before the cursor.
    pub fn before_cursor(&self) -> &str {
        self.text.get(..self.cursor).unwrap_or_default()
    }

    /// Whether nothing is written.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Writes at the cursor. Whether all of it had room.
    pub fn insert(&mut self, text: &str) -> bool {
        let is_letter = text.chars().count() == 1 && !text.starts_with(char::is_whitespace);
        self.change(if is_letter {
            Doing::Typing
        } else {
            Doing::Other
        });
        let room = BYTES.saturating_sub(self.text.len());
        let chars = text.char_indices().map(|(at, c)| at + c.len_utf8());
        let end = chars.take_while(|end| *end <= room).last().unwrap_or(0);
        let kept = text.get(..end).unwrap_or_default();
        self.text.insert_str(self.cursor, kept);
        // What was written may have joined the cluster after it.
        self.cursor = self.boundary_at_or_after(self.cursor + kept.len());
        end == text.len()
    }

    /// Writes at the cursor what was pasted: a `/` in it commands nothing. Whether
    /// all of it had room.
    pub fn paste(&mut self, text: &str) -> bool {
        let begins = self.before_cursor().trim().is_empty() && !text.trim().is_empty();
        let all = self.insert(text);
        self.pasted |= begins;
        all
    }

    /// What it begins with turned out to be a paste, in keys.
    pub fn was_pasted(&mut self) {
        self.pasted = true;
        self.burst = true;
    }

    /// The lines in it that came as keys, all at once, and were not sent; none where
    /// nothing waits like that.
    pub fn lines_at_once(&self) -> usize {
        if self.burst {
            self.text.trim().lines().count()
        } else {
            0
        }
    }

    /// Keeps this as what was cut last.
    pub fn cut(&mut self, text: String) {
        self.cut = text;
    }

    /// Whether what it begins with was pasted.
    pub fn is_pasted(&self) -> bool {
        self.pasted
    }

    /// Replaces what stands between a place and the cursor.
    pub fn replace_before(&mut self, from: usize, with: &str) {
        self.change(Doing::Other);
        self.text.replace_range(from..self.cursor, with);
        self.cursor = self.boundary_at_or_after(from + with.len());
    }

    /// What was sent, the oldest first.
    pub fn sent(&self) -> &VecDeque<String> {
        &self.sent
    }

    /// Writes one of them; going down from it leads back to what was being
    /// written.
    pub fn recall(&mut self, at: usize) {
        let Some(text) = self.sent.get(at).cloned() else {
            return;
        };
        let draft = match self.recalled.take() {
            None => self.text.clone(),
            Some((_, draft)) => draft,
        };
        self.restore(text);
        self.recalled = Some((at, draft));
    }

    /// Edits.
    pub fn edit(&mut self, edit: Edit) {
        match edit {
            Edit::Backspace | Edit::Delete => self.change(Doing::Erasing),
            Edit::KillWordLeft | Edit::KillWordRight | Edit::KillToStart | Edit::KillToEnd => {
                self.change(Doing::Other);
            }
            Edit::Left
            | Edit::Right
            | Edit::WordLeft
            | Edit::WordRight
            | Edit::Home
            | Edit::End
            | Edit::Yank
            | Edit::Undo => self.last = Doing::Other,
        }
        match edit {
            Edit::Undo => self.undo(),
            Edit::Left => self.cursor = self.left(),
            Edit::Right => self.cursor = self.right(),
            Edit::WordLeft => self.cursor = self.word_left(),
            Edit::WordRight => self.cursor = self.word_right(),
            Edit::Home => self.cursor = self.line_start(),
            Edit::End => self.cursor = self.line_end(),
            Edit::Backspace => drop(self.remove(self.left(), self.cursor)),
            Edit::Delete => drop(self.remove(self.cursor, self.right())),
            Edit::KillWordLeft => self.kill(self.word_left(), self.cursor),
            Edit::KillWordRight => self.kill(self.cursor, self.word_right()),
            Edit::KillToStart => self.kill(self.line_start(), self.cursor),
            Edit::KillToEnd => self.kill(self.cursor, self.line_end()),
            Edit::Yank => {
                let cut = self.cut.clone();
                self.insert(&cut);
            }
        }
    }

    /// Up in the text, or to what was sent before.
    pub fn up(&mut self) {
        if self.before_cursor().contains('\n') {
            self.cursor = self.line_start();
            self.cursor = self.left();
            self.cursor = self.line_start();
        } else {
            self.recall_older();
        }
    }

    /// Down in the text, or to what was sent later.
    pub fn down(&mut self) {
        let end = self.line_end();
        if end < self.text.len() {
            self.cursor = end;
            self.cursor = self.right();
        } else {
            self.recall_newer();
        }
    }

    /// Empties the input and gives what was written.
    pub fn take(&mut self) -> String {
        self.cursor = 0;
        self.recalled = None;
        self.pasted = false;
        self.burst = false;
        self.past.clear();
        std::mem::take(&mut self.text)
    }

    /// Remembers what was sent.
    pub fn remember(&mut self, sent: String) {
        if self.sent.back() != Some(&sent) {
            self.sent.push_back(sent);
        }
        if self.sent.len() > SENT {
            self.sent.pop_front();
        }
    }

    /// Writes this instead of whatever stood there.
    pub fn restore(&mut self, text: String) {
        self.cursor = text.len();
        self.text = text;
        self.pasted = false;
        self.burst = false;
        // Another text has another past.
        self.past.clear();
        self.last = Doing::Other;
    }

    /// Writes this; what stood there is not lost, but remembered like something
    /// that was sent. Whether there was anything.
    pub fn take_back(&mut self, text: String) -> bool {
        let draft = self.take();
        let kept = !draft.trim().is_empty();
        if kept {
            self.remember(draft);
        }
        self.restore(text);
        kept
    }

    /// Something is about to change.
    fn change(&mut self, doing: Doing) {
        let blank = self.text.trim().is_empty();
        self.pasted &= !blank;
        self.burst &= !blank;
        if doing == Doing::Other || self.last != doing {
            self.past.push_back((self.text.clone(), self.cursor));
        }
        if self.past.len() > PAST {
            self.past.pop_front();
        }
        self.last = doing;
    }

    fn undo(&mut self) {
        // What changed nothing is not worth a key.
        while let Some((text, cursor)) = self.past.pop_back() {
            if text != self.text {
                (self.text, self.cursor) = (text, cursor);
                return;
            }
        }
    }

    fn recall_older(&mut self) {
        let recalled = self.recalled.as_ref();
        let at = recalled.map_or(self.sent.len(), |(at, _)| *at);
        self.recall(at.saturating_sub(1));
    }

    fn recall_newer(&mut self) {
        let Some((at, draft)) = self.recalled.take() else {
            return;
        };
        match self.sent.get(at + 1) {
            Some(text) => {
                self.restore(text.clone());
                self.recalled = Some((at + 1, draft));
            }
            None => self.restore(draft),
        }
    }

    fn kill(&mut self, from: usize, to: usize) {
        if from < to {
            self.cut = self.remove(from, to);
        }
    }

    fn remove(&mut self, from: usize, to: usize) -> String {
        let removed = self.text.drain(from..to).collect();
        self.cursor = self.boundary_at_or_after(from);
        removed
    }

    fn left(&self) -> usize {
        let mut cursor = GraphemeCursor::new(self.cursor, self.text.len(), true);
        cursor
            .prev_boundary(&self.text, 0)
            .ok()
            .flatten()
            .unwrap_or(0)
    }

    fn right(&self) -> usize {
        let mut cursor = GraphemeCursor::new(self.cursor, self.text.len(), true);
        let next = cursor.next_boundary(&self.text, 0).ok().flatten();
        next.unwrap_or(self.text.len())
    }

    fn boundary_at_or_after(&self, at: usize) -> usize {
        let mut cursor = GraphemeCursor::new(at, self.text.len(), true);
        if cursor.is_boundary(&self.text, 0).unwrap_or(true) {
            return at;
        }
        let next = cursor.next_boundary(&self.text, 0).ok().flatten();
        next.unwrap_or(self.text.len())
    }

    fn word_left(&self) -> usize {
        let mut words = self.before_cursor().unicode_word_indices();
        words.next_back().map_or(0, |(at, _)| at)
    }

    fn word_right(&self) -> usize {
        let after = self.text.get(self.cursor..).unwrap_or_default();
        let mut words = after.unicode_word_indices();
        words
            .next()
            .map_or(self.text.len(), |(at, word)| self.cursor + at + word.len())
    }

    fn line_start(&self) -> usize {
        self.before_cursor().rfind('\n').map_or(0, |at| at + 1)
    }

    fn line_end(&self) -> usize {
        let after = self.text.get(self.cursor..).unwrap_or_default();
        after
            .find('\n')
            .map_or(self.text.len(), |at| self.cursor + at)
    }
}

/// What one can write before sending: several messages' worth, so that a text
/// that is too long can be cut by hand.
pub const BYTES: usize = 32 * 1024;
/// Changes that can be undone.
const PAST: usize = 50;
/// Inputs that are remembered.
const SENT: usize = 200;

#[cfg(test)]
mod tests;
