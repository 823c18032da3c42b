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
    pub what: &'static str,
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
    what: &'static str,
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
    row(
        chords,
        Action::Go(Go::Number(number)),
        shown,
        "the conversation of this number",
    )
}

const fn ctrl(c: char) -> (KeyModifiers, KeyCode) {
    (CTRL, KeyCode::Char(c))
}

const fn alt(c: char) -> (KeyModifiers, KeyCode) {
    (ALT, KeyCode::Char(c))
}

/// Every key that does something.
pub const TABLE: &[Binding] = &[
    row(&[(NONE, KeyCode::Enter)], Action::Send, "Enter", "send"),
    row(
        &[(ALT, KeyCode::Enter), (SHIFT, KeyCode::Enter), ctrl('j')],
        Action::Newline,
        "Alt-Enter, Ctrl-j",
        "new line",
    ),
    row(
        &[alt('r')],
        Action::Mend,
        "Alt-r",
        "edit what was refused; send again what is unconfirmed",
    ),
    row(
        &[(NONE, KeyCode::Tab)],
        Action::Complete,
        "Tab",
        "complete a name, a command, a room",
    ),
    row(
        &[(SHIFT, KeyCode::BackTab), (NONE, KeyCode::BackTab)],
        Action::CompleteBack,
        "Shift-Tab",
        "the one before it",
    ),
    row(&[(NONE, KeyCode::Up)], Action::Up, "↑", "older input"),
    row(&[(NONE, KeyCode::Down)], Action::Down, "↓", "newer input"),
    row(
        &[(NONE, KeyCode::PageUp)],
        Action::Scroll(Scroll::PageUp),
        "PgUp",
        "a page up",
    ),
    row(
        &[(NONE, KeyCode::PageDown)],
        Action::Scroll(Scroll::PageDown),
        "PgDn",
        "a page down",
    ),
    row(
        &[(SHIFT, KeyCode::Up)],
        Action::Scroll(Scroll::RowUp),
        "Shift-↑",
        "a row up",
    ),
    row(
        &[(SHIFT, KeyCode::Down)],
        Action::Scroll(Scroll::RowDown),
        "Shift-↓",
        "a row down",
    ),
    row(
        &[(CTRL, KeyCode::Home), (ALT, KeyCode::Home)],
        Action::Scroll(Scroll::Top),
        "Ctrl-Home, Alt-Home",
        "the oldest message",
    ),
    row(
        &[(CTRL, KeyCode::End), (ALT, KeyCode::End)],
        Action::Scroll(Scroll::Bottom),
        "Ctrl-End, Alt-End",
        "the newest message",
    ),
    row(
        &[alt('p')],
        Action::Scroll(Scroll::OlderMention),
        "Alt-p",
        "an older message for you",
    ),
    row(
        &[alt('n')],
        Action::Scroll(Scroll::NewerMention),
        "Alt-n",
        "a newer message for you",
    ),
    row(
        &[alt('u')],
        Action::Scroll(Scroll::Unread),
        "Alt-u",
        "the first unread message",
    ),
    row(
        &[alt('a')],
        Action::Go(Go::Wanted),
        "Alt-a",
        "where something is new",
    ),
    row(
        &[ctrl('n')],
        Action::Go(Go::Next),
        "Ctrl-n",
        "the next conversation",
    ),
    row(
        &[ctrl('p')],
        Action::Go(Go::Previous),
        "Ctrl-p",
        "the one before it",
    ),
    row(
        &[alt('/')],
        Action::Go(Go::Last),
        "Alt-/",
        "the conversation shown before",
    ),
    go(&[alt('1')], 1, "Alt-1 … Alt-9"),
    go(&[alt('2')], 2, ""),
    go(&[alt('3')], 3, ""),
    go(&[alt('4')], 4, ""),
    go(&[alt('5')], 5, ""),
    go(&[alt('6')], 6, ""),
    go(&[alt('7')], 7, ""),
    go(&[alt('8')], 8, ""),
    go(&[alt('9')], 9, ""),
    row(
        &[ctrl('s')],
        Action::Search,
        "Ctrl-s",
        "search what was said; ↑ ↓, Esc: back",
    ),
    row(
        &[(NONE, KeyCode::Esc)],
        Action::Escape,
        "Esc",
        "close this; to the bottom",
    ),
    row(
        &[(NONE, KeyCode::Left), ctrl('b')],
        Action::Edit(Edit::Left),
        "←, Ctrl-b",
        "left",
    ),
    row(
        &[(NONE, KeyCode::Right), ctrl('f')],
        Action::Edit(Edit::Right),
        "→, Ctrl-f",
        "right",
    ),
    row(
        &[(CTRL, KeyCode::Left), (ALT, KeyCode::Left), alt('b')],
        Action::Edit(Edit::WordLeft),
        "Ctrl-←, Alt-b",
        "a word left",
    ),
    row(
        &[(CTRL, KeyCode::Right), (ALT, KeyCode::Right), alt('f')],
        Action::Edit(Edit::WordRight),
        "Ctrl-→, Alt-f",
        "a word right",
    ),
    row(
        &[(NONE, KeyCode::Home), ctrl('a')],
        Action::Edit(Edit::Home),
        "Home, Ctrl-a",
        "start of the line",
    ),
    row(
        &[(NONE, KeyCode::End), ctrl('e')],
        Action::Edit(Edit::End),
        "End, Ctrl-e",
        "end of the line",
    ),
    row(
        &[
            (NONE, KeyCode::Backspace),
            (SHIFT, KeyCode::Backspace),
            ctrl('h'),
        ],
        Action::Edit(Edit::Backspace),
        "Backspace, Ctrl-h",
        "delete left",
    ),
    row(
        &[(NONE, KeyCode::Delete)],
        Action::Edit(Edit::Delete),
        "Delete",
        "delete right",
    ),
    row(
        &[
            ctrl('w'),
            (ALT, KeyCode::Backspace),
            (CTRL, KeyCode::Backspace),
        ],
        Action::Edit(Edit::KillWordLeft),
        "Ctrl-w, Alt-Backspace",
        "cut the word left",
    ),
    row(
        &[alt('d'), (ALT, KeyCode::Delete), (CTRL, KeyCode::Delete)],
        Action::Edit(Edit::KillWordRight),
        "Alt-d",
        "cut the word right",
    ),
    row(
        &[ctrl('u')],
        Action::Edit(Edit::KillToStart),
        "Ctrl-u",
        "cut to the start",
    ),
    row(
        &[ctrl('k')],
        Action::Edit(Edit::KillToEnd),
        "Ctrl-k",
        "cut to the end",
    ),
    row(
        &[ctrl('y')],
        Action::Edit(Edit::Yank),
        "Ctrl-y",
        "put back what was cut",
    ),
    row(
        // As terminals of the old kind write it, and as those of the new kind do.
        &[ctrl('7'), ctrl('_'), ctrl('/')],
        Action::Edit(Edit::Undo),
        "Ctrl-_",
        "undo",
    ),
    row(&[(NONE, KeyCode::F(1))], Action::Help, "F1", "this page"),
    row(&[ctrl('l')], Action::Redraw, "Ctrl-l", "paint anew"),
    row(
        &[ctrl('z')],
        Action::Suspend,
        "Ctrl-z",
        "back to the shell; fg returns",
    ),
    row(
        &[ctrl('c')],
        Action::Interrupt,
        "Ctrl-c",
        "clear the input; twice: quit",
    ),
    row(
        &[ctrl('d')],
        Action::EndOfInput,
        "Ctrl-d",
        "delete right; on an empty input: quit",
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
