//! Key to action: one table, which is also the help page.
//!
//! The only file that takes a key event apart; elsewhere it is carried as data.

use crossterm::event::KeyCode;
use crossterm::event::KeyEvent;
use crossterm::event::KeyEventKind;
use crossterm::event::KeyModifiers;

use crate::app::event::Action;
use crate::app::event::Edit;
use crate::app::event::Go;
use crate::app::event::Scroll;
use crate::speech::topic::Keys;

/// One row of the table.
#[derive(Debug)]
pub struct Binding {
    /// The keys that do it.
    chords: &'static [(KeyModifiers, KeyCode)],
    /// What they do.
    pub action: Action,
    /// As the help page writes the keys.
    pub shown: &'static str,
    /// What the help page says.
    pub what: fn(&Keys) -> &'static str,
}

/// What a key means. Releases mean nothing: some terminals report them too.
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "key codes are the terminal's, and there may be more of them"
)]
pub fn action(key: KeyEvent) -> Option<Action> {
    if key.kind == KeyEventKind::Release {
        return None;
    }
    let modifiers = match key.code {
        // Which character it is says already whether Shift was held.
        KeyCode::Char(_) => key.modifiers - KeyModifiers::SHIFT,
        _ => key.modifiers,
    };
    let code = match key.code {
        KeyCode::Char(c) if modifiers.intersects(CTRL.union(ALT)) => {
            KeyCode::Char(c.to_ascii_lowercase())
        }
        other => other,
    };
    let bound = TABLE
        .iter()
        .find(|row| row.chords.contains(&(modifiers, code)));
    match (bound, key.code) {
        (Some(row), _) => Some(row.action),
        // AltGr arrives as Ctrl and Alt at once.
        (None, KeyCode::Char(c)) if modifiers.is_empty() || modifiers == CTRL.union(ALT) => {
            Some(Action::Insert(c))
        }
        (None, _) => None,
    }
}

const NONE: KeyModifiers = KeyModifiers::NONE;
const CTRL: KeyModifiers = KeyModifiers::CONTROL;
const ALT: KeyModifiers = KeyModifiers::ALT;
const SHIFT: KeyModifiers = KeyModifiers::SHIFT;

const fn row(
    chords: &'static [(KeyModifiers, KeyCode)],
    action: Action,
    shown: &'static str,
    what: fn(&Keys) -> &'static str,
) -> Binding {
    Binding {
        chords,
        action,
        shown,
        what,
    }
}

/// Rows that are shown as nothing are told by the one before them.
const fn go(
    chords: &'static [(KeyModifiers, KeyCode)],
    number: u8,
    shown: &'static str,
) -> Binding {
    row(chords, Action::Go(Go::Number(number)), shown, Keys::number)
}

const fn ctrl(c: char) -> (KeyModifiers, KeyCode) {
    (CTRL, KeyCode::Char(c))
}

const fn alt(c: char) -> (KeyModifiers, KeyCode) {
    (ALT, KeyCode::Char(c))
}

/// Every key that does something.
pub const TABLE: &[Binding] = &[
    row(&[(NONE, KeyCode::Enter)], Action::Send, "Enter", Keys::send),
    row(
        &[(ALT, KeyCode::Enter), (SHIFT, KeyCode::Enter), ctrl('j')],
        Action::Newline,
        "Alt-Enter, Ctrl-j",
        Keys::new_line,
    ),
    row(
        &[(NONE, KeyCode::Tab)],
        Action::Complete,
        "Tab",
        Keys::complete,
    ),
    row(
        &[(SHIFT, KeyCode::BackTab), (NONE, KeyCode::BackTab)],
        Action::CompleteBack,
        "Shift-Tab",
        Keys::complete_back,
    ),
    row(&[(NONE, KeyCode::Up)], Action::Up, "↑", Keys::older_input),
    row(
        &[(NONE, KeyCode::Down)],
        Action::Down,
        "↓",
        Keys::newer_input,
    ),
    row(
        &[(NONE, KeyCode::PageUp)],
        Action::Scroll(Scroll::PageUp),
        "PgUp",
        Keys::page_up,
    ),
    row(
        &[(NONE, KeyCode::PageDown)],
        Action::Scroll(Scroll::PageDown),
        "PgDn",
        Keys::page_down,
    ),
    row(
        &[(SHIFT, KeyCode::Up)],
        Action::Scroll(Scroll::RowUp),
        "Shift-↑",
        Keys::row_up,
    ),
    row(
        &[(SHIFT, KeyCode::Down)],
        Action::Scroll(Scroll::RowDown),
        "Shift-↓",
        Keys::row_down,
    ),
    row(
        &[(CTRL, KeyCode::Home), (ALT, KeyCode::Home)],
        Action::Scroll(Scroll::Top),
        "Ctrl-Home, Alt-Home",
        Keys::oldest,
    ),
    row(
        &[(CTRL, KeyCode::End), (ALT, KeyCode::End)],
        Action::Scroll(Scroll::Bottom),
        "Ctrl-End, Alt-End",
        Keys::newest,
    ),
    row(
        &[alt('p')],
        Action::Scroll(Scroll::OlderMention),
        "Alt-p",
        Keys::older_mention,
    ),
    row(
        &[alt('n')],
        Action::Scroll(Scroll::NewerMention),
        "Alt-n",
        Keys::newer_mention,
    ),
    row(
        &[alt('u')],
        Action::Scroll(Scroll::Unread),
        "Alt-u",
        Keys::unread,
    ),
    row(&[alt('a')], Action::Go(Go::Wanted), "Alt-a", Keys::wanted),
    row(&[ctrl('n')], Action::Go(Go::Next), "Ctrl-n", Keys::next),
    row(
        &[ctrl('p')],
        Action::Go(Go::Previous),
        "Ctrl-p",
        Keys::previous,
    ),
    row(&[alt('/')], Action::Go(Go::Last), "Alt-/", Keys::last),
    go(&[alt('1')], 1, "Alt-1 … Alt-9"),
    go(&[alt('2')], 2, ""),
    go(&[alt('3')], 3, ""),
    go(&[alt('4')], 4, ""),
    go(&[alt('5')], 5, ""),
    go(&[alt('6')], 6, ""),
    go(&[alt('7')], 7, ""),
    go(&[alt('8')], 8, ""),
    go(&[alt('9')], 9, ""),
    row(&[ctrl('s')], Action::Search, "Ctrl-s", Keys::search),
    row(&[(NONE, KeyCode::Esc)], Action::Escape, "Esc", Keys::escape),
    row(
        &[(NONE, KeyCode::Left), ctrl('b')],
        Action::Edit(Edit::Left),
        "←, Ctrl-b",
        Keys::left,
    ),
    row(
        &[(NONE, KeyCode::Right), ctrl('f')],
        Action::Edit(Edit::Right),
        "→, Ctrl-f",
        Keys::right,
    ),
    row(
        &[(CTRL, KeyCode::Left), (ALT, KeyCode::Left), alt('b')],
        Action::Edit(Edit::WordLeft),
        "Ctrl-←, Alt-b",
        Keys::word_left,
    ),
    row(
        &[(CTRL, KeyCode::Right), (ALT, KeyCode::Right), alt('f')],
        Action::Edit(Edit::WordRight),
        "Ctrl-→, Alt-f",
        Keys::word_right,
    ),
    row(
        &[(NONE, KeyCode::Home), ctrl('a')],
        Action::Edit(Edit::Home),
        "Home, Ctrl-a",
        Keys::home,
    ),
    row(
        &[(NONE, KeyCode::End), ctrl('e')],
        Action::Edit(Edit::End),
        "End, Ctrl-e",
        Keys::end,
    ),
    row(
        &[
            (NONE, KeyCode::Backspace),
            (SHIFT, KeyCode::Backspace),
            ctrl('h'),
        ],
        Action::Edit(Edit::Backspace),
        "Backspace, Ctrl-h",
        Keys::backspace,
    ),
    row(
        &[(NONE, KeyCode::Delete)],
        Action::Edit(Edit::Delete),
        "Delete",
        Keys::delete,
    ),
    row(
        &[
            ctrl('w'),
            (ALT, KeyCode::Backspace),
            (CTRL, KeyCode::Backspace),
        ],
        Action::Edit(Edit::KillWordLeft),
        "Ctrl-w, Alt-Backspace",
        Keys::kill_word_left,
    ),
    row(
        &[alt('d'), (ALT, KeyCode::Delete), (CTRL, KeyCode::Delete)],
        Action::Edit(Edit::KillWordRight),
        "Alt-d",
        Keys::kill_word_right,
    ),
    row(
        &[ctrl('u')],
        Action::Edit(Edit::KillToStart),
        "Ctrl-u",
        Keys::kill_to_start,
    ),
    row(
        &[ctrl('k')],
        Action::Edit(Edit::KillToEnd),
        "Ctrl-k",
        Keys::kill_to_end,
    ),
    row(&[ctrl('y')], Action::Edit(Edit::Yank), "Ctrl-y", Keys::yank),
    row(
        // As terminals of the old kind write it, and as those of the new kind do.
        &[ctrl('7'), ctrl('_'), ctrl('/')],
        Action::Edit(Edit::Undo),
        "Ctrl-_",
        Keys::undo,
    ),
    row(&[(NONE, KeyCode::F(1))], Action::Help, "F1", Keys::help),
    row(&[ctrl('l')], Action::Redraw, "Ctrl-l", Keys::redraw),
    row(&[ctrl('z')], Action::Suspend, "Ctrl-z", Keys::suspend),
    row(&[ctrl('c')], Action::Interrupt, "Ctrl-c", Keys::interrupt),
    row(
        &[ctrl('d')],
        Action::EndOfInput,
        "Ctrl-d",
        Keys::end_of_input,
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_actions_share_a_key() {
        let mut seen = Vec::new();
        for chord in TABLE.iter().flat_map(|row| row.chords) {
            assert!(!seen.contains(&chord), "{chord:?} is bound twice");
            seen.push(chord);
        }
    }

    #[test]
    fn a_released_key_does_nothing() {
        let mut key = KeyEvent::new(KeyCode::Char('a'), NONE);
        assert_eq!(action(key), Some(Action::Insert('a')));
        key.kind = KeyEventKind::Release;
        assert_eq!(action(key), None);
    }

    #[test]
    fn capitals_and_altgr_are_letters_and_unbound_chords_are_nothing() {
        let key = |modifiers, c| action(KeyEvent::new(KeyCode::Char(c), modifiers));
        assert_eq!(key(SHIFT, 'A'), Some(Action::Insert('A')));
        assert_eq!(key(CTRL.union(ALT), '@'), Some(Action::Insert('@')));
        assert_eq!(key(CTRL, 't'), None);
        assert_eq!(key(ALT, 'B'), Some(Action::Edit(Edit::WordLeft)));
    }
}
