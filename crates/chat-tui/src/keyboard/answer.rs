//! Whether the terminal answers the question for the extended keyboard protocol.
//!
//! Asked by [`QUESTION`]; a terminal that knows nothing of it says nothing. So the
//! first bytes of all are read one by one: they are the answer, or a key that
//! somebody has pressed already, which is not lost. Whatever follows is
//! crossterm's, which reads an answer that comes too late and keeps it to itself.

use std::time::Duration;

use crossterm::event::Event;
use crossterm::event::KeyCode;
use crossterm::event::KeyEvent;
use crossterm::event::KeyModifiers;

use crate::keyboard::What;
use crate::keyboard::unix::byte;
use crate::keyboard::unix::readable;

/// What the first bytes are.
pub(super) fn first() -> Option<What> {
    if !readable(PATIENCE) {
        return None;
    }
    let mut bytes = vec![byte()?];
    while !is_whole(&bytes) && bytes.len() < LONGEST && readable(GAP) {
        bytes.push(byte()?);
    }
    meaning(&bytes)
}

/// Whether nothing more belongs to these.
fn is_whole(bytes: &[u8]) -> bool {
    match bytes {
        [] | [ESC] | [ESC, b'[' | b'O'] => false,
        [ESC, b'[', .., last] => (0x40..=0x7e).contains(last),
        [ESC, ..] => true,
        bytes => std::str::from_utf8(bytes).is_ok_and(|text| !text.is_empty()),
    }
}

fn meaning(bytes: &[u8]) -> Option<What> {
    let key = |code| Some(key(KeyModifiers::NONE, code));
    match bytes {
        [ESC, b'[', b'?', .., b'u'] => Some(What::TellsKeysApart),
        [ESC] => key(KeyCode::Esc),
        [ESC, b'[', b'I'] => Some(What::Event(Event::FocusGained)),
        [ESC, b'[', b'O'] => Some(What::Event(Event::FocusLost)),
        [ESC, b'[' | b'O', letter] => key(match letter {
            b'A' => KeyCode::Up,
            b'B' => KeyCode::Down,
            b'C' => KeyCode::Right,
            b'D' => KeyCode::Left,
            b'H' => KeyCode::Home,
            b'F' => KeyCode::End,
            b'P' => KeyCode::F(1),
            _ => return None,
        }),
        [ESC, b'[', ..] => None,
        [ESC, c] => Some(self::key(KeyModifiers::ALT, KeyCode::Char(char::from(*c)))),
        b"\r" => key(KeyCode::Enter),
        b"\t" => key(KeyCode::Tab),
        b"\x7f" => key(KeyCode::Backspace),
        [c @ 1..=26] => {
            let letter = char::from(c - 1 + b'a');
            Some(self::key(KeyModifiers::CONTROL, KeyCode::Char(letter)))
        }
        bytes => key(KeyCode::Char(std::str::from_utf8(bytes).ok()?.chars().next()?)),
    }
}

fn key(modifiers: KeyModifiers, code: KeyCode) -> What {
    What::Event(Event::Key(KeyEvent::new(code, modifiers)))
}

/// Asks which keys the terminal can tell apart.
pub(crate) const QUESTION: &str = "\x1b[?u";
/// An answer that takes longer is not waited for; a key ends the waiting at once.
const PATIENCE: Duration = Duration::from_secs(1);
/// Bytes of one sequence come together.
const GAP: Duration = Duration::from_millis(50);
/// Longer than any answer or key.
const LONGEST: usize = 32;
const ESC: u8 = 0x1b;

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(bytes: &[u8], expected: &str) {
        let pieces = 1..bytes.len();
        assert!(pieces.into_iter().all(|n| !is_whole(&bytes[..n])), "in pieces");
        let shown = match meaning(bytes) {
            Some(What::Event(Event::Key(key))) => format!("{} {}", key.modifiers, key.code),
            other => format!("{other:?}"),
        };
        assert_eq!(shown.trim(), expected);
    }

    #[test]
    fn the_answer_is_told_from_a_key_that_was_pressed_before_it() {
        check(b"\x1b[?0u", "Some(TellsKeysApart)");
        check(b"\x1b[?31u", "Some(TellsKeysApart)");
        check(b"a", "a");
        check("é".as_bytes(), "é");
        check("👍".as_bytes(), "👍");
        check(b"\r", "Enter");
        check(b"\x04", "Control d");
        check(b"\x7f", "Backspace");
        check(b"\x1bOP", "F1");
        check(b"\x1b[A", "Up");
        check(b"\x1ba", "Alt a");
        check(b"\x1b[I", "Some(Event(FocusGained))");
        check(b"\x1b[200~", "None");
    }
}
