//! Whether the terminal answers the question for the extended keyboard protocol.
//!
//! `terminal.rs` has asked; a terminal that knows nothing of it says nothing. So the
//! first bytes of all are read one by one: they are the answer, or a key that
//! somebody has pressed already, which is not lost. Whatever follows is
//! crossterm's, which reads an answer that comes too late and keeps it to itself.

use std::time::Duration;

use crossterm::event::Event;
use crossterm::event::KeyCode;
use crossterm::event::KeyEvent;
use crossterm::event::KeyModifiers;
use crossterm::event::MouseButton;
use crossterm::event::MouseEvent;
use crossterm::event::MouseEventKind;

use crate::keyboard::stdin::byte;
use crate::keyboard::stdin::readable;
use crate::keyboard::typed::What;

/// What the first bytes are.
pub(in crate::keyboard) fn first() -> Option<What> {
    if !readable(PATIENCE) {
        return None;
    }
    let mut bytes = vec![byte()?];
    while !is_whole(&bytes) && bytes.len() < LONGEST && readable(GAP) {
        bytes.push(byte()?);
    }
    if bytes == PASTE {
        return Some(What::Event(Event::Paste(paste())));
    }
    meaning(&bytes)
}

/// What is pasted, up to the mark of its end.
fn paste() -> String {
    let mut pasted = Vec::new();
    while !pasted.ends_with(PASTED) && pasted.len() < PASTE_BYTES && readable(GAP) {
        pasted.extend(byte());
    }
    let text = pasted.strip_suffix(PASTED).unwrap_or(&pasted);
    String::from_utf8_lossy(text).into_owned()
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
        [ESC, b'[', b'<', told @ .., b'M'] => mouse(told),
        [ESC, b'[' | b'O', between @ .., last] => sequence(between, *last),
        [ESC, c] => Some(self::key(KeyModifiers::ALT, KeyCode::Char(char::from(*c)))),
        b"\r" => key(KeyCode::Enter),
        b"\t" => key(KeyCode::Tab),
        b"\x7f" => key(KeyCode::Backspace),
        [c @ 1..=26] => {
            let letter = char::from(c - 1 + b'a');
            Some(self::key(KeyModifiers::CONTROL, KeyCode::Char(letter)))
        }
        bytes => key(KeyCode::Char(
            std::str::from_utf8(bytes).ok()?.chars().next()?,
        )),
    }
}

/// A key that is told by a number and a letter: `1;5D` is Ctrl and the left arrow.
fn sequence(between: &[u8], last: u8) -> Option<What> {
    let numbers = std::str::from_utf8(between).ok()?;
    let (number, held) = numbers.split_once(';').unwrap_or((numbers, "1"));
    let code = match (last, number) {
        (b'A', _) => KeyCode::Up,
        (b'B', _) => KeyCode::Down,
        (b'C', _) => KeyCode::Right,
        (b'D', _) => KeyCode::Left,
        (b'H', _) | (b'~', "1" | "7") => KeyCode::Home,
        (b'F', _) | (b'~', "4" | "8") => KeyCode::End,
        (b'P', _) | (b'~', "11") => KeyCode::F(1),
        (b'Z', _) => KeyCode::BackTab,
        (b'~', "3") => KeyCode::Delete,
        (b'~', "5") => KeyCode::PageUp,
        (b'~', "6") => KeyCode::PageDown,
        (b'~', number) => KeyCode::F(function(number)?),
        _ => return None,
    };
    let held: u8 = held.parse().ok()?;
    let bits = held.checked_sub(1)?;
    let all = [
        KeyModifiers::SHIFT,
        KeyModifiers::ALT,
        KeyModifiers::CONTROL,
    ];
    let held = all
        .into_iter()
        .enumerate()
        .filter(|(at, _)| bits >> at & 1 == 1);
    Some(key(held.map(|(_, modifier)| modifier).collect(), code))
}

/// What is done with the mouse: a button or a notch of the wheel, the column and the row,
/// counted from one.
fn mouse(told: &[u8]) -> Option<What> {
    let numbers = std::str::from_utf8(told).ok()?;
    let mut numbers = numbers.split(';').map(str::parse::<u16>);
    let mut next = || numbers.next()?.ok();
    let kind = match next()? {
        0 => MouseEventKind::Down(MouseButton::Left),
        64 => MouseEventKind::ScrollUp,
        65 => MouseEventKind::ScrollDown,
        _ => return None,
    };
    Some(What::Event(Event::Mouse(MouseEvent {
        kind,
        column: next()?.checked_sub(1)?,
        row: next()?.checked_sub(1)?,
        modifiers: KeyModifiers::NONE,
    })))
}

/// The function keys, whose numbers leave some out.
fn function(number: &str) -> Option<u8> {
    let numbers = [
        "11", "12", "13", "14", "15", "17", "18", "19", "20", "21", "23", "24",
    ];
    let at = numbers.iter().position(|known| *known == number)?;
    u8::try_from(at + 1).ok()
}

fn key(modifiers: KeyModifiers, code: KeyCode) -> What {
    What::Event(Event::Key(KeyEvent::new(code, modifiers)))
}

/// An answer that takes longer is not waited for; a key ends the waiting at once.
const PATIENCE: Duration = Duration::from_secs(1);
/// Bytes of one sequence come together.
const GAP: Duration = Duration::from_millis(50);
/// Longer than any answer or key.
const LONGEST: usize = 32;
const ESC: u8 = 0x1b;
const PASTE: &[u8] = b"\x1b[200~";
const PASTED: &[u8] = b"\x1b[201~";
/// Far more than the input takes: beyond it, the rest is keys.
const PASTE_BYTES: usize = 4 << 20;

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(bytes: &[u8], expected: &str) {
        let pieces = 1..bytes.len();
        assert!(
            pieces.into_iter().all(|n| !is_whole(&bytes[..n])),
            "in pieces"
        );
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
        check(b"\x1b[20~", "F9");
        check(b"\x1b[24~", "F12");
        check(b"\x1b[A", "Up");
        check(b"\x1ba", "Alt a");
        check(b"\x1b[I", "Some(Event(FocusGained))");
        check(b"\x1b[1;5D", "Control Left");
        check(b"\x1b[3~", "Del");
        check(b"\x1b[5;3~", "Alt Page Up");
        check(b"\x1b[99z", "None");
        let click = "Down(Left), column: 23, row: 20";
        let told = format!("{:?}", meaning(b"\x1b[<0;24;21M"));
        assert!(told.contains(click), "{told}");
        let told = format!("{:?}", meaning(b"\x1b[<64;1;1M"));
        assert!(told.contains("ScrollUp"), "{told}");
        for nothing in [
            b"\x1b[<0;24;21m".as_slice(),
            b"\x1b[<0;0;1M",
            b"\x1b[<0;70000;1M",
        ] {
            assert!(meaning(nothing).is_none(), "{nothing:?}");
        }
    }
}
