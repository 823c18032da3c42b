//! One key with what is held down beside it, and two of them one after the other:
//! as a terminal tells them, as a person writes them, as the screen shows them.
//!
//! Chords that are one byte on a plain terminal are one chord here.

use std::fmt;
use std::str::FromStr;

use crossterm::event::KeyCode;
use crossterm::event::KeyEvent;
use crossterm::event::KeyEventKind;
use crossterm::event::KeyModifiers;

/// One key with its modifiers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Chord {
    modifiers: KeyModifiers,
    code: KeyCode,
}

/// One chord, or two: as Ctrl-x and then Ctrl-e.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sequence {
    /// The first.
    pub first: Chord,
    /// What is pressed after it.
    pub then: Option<Chord>,
}

/// A key as a part of a text that somebody pasted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stroke {
    /// The end of a line, which would send it.
    Enter,
    /// A character.
    Text(char),
    /// Nothing that stands in a text.
    Other,
}

/// Why what was written is no chord.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// No key has this name.
    Unknown(String),
    /// This key writes.
    Text(String),
    /// On a plain terminal it is another key.
    Really(String, Chord),
    /// More than two chords, or none.
    Count(String),
}

impl Chord {
    /// What was pressed. Releases are nothing: some terminals report them too.
    pub fn pressed(key: KeyEvent) -> Option<Self> {
        (key.kind != KeyEventKind::Release).then(|| Self::of(key.modifiers, key.code))
    }

    /// The chord, as a plain terminal tells it.
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "key codes are the terminal's, and there may be more of them"
    )]
    fn of(modifiers: KeyModifiers, code: KeyCode) -> Self {
        let held = modifiers & CTRL.union(ALT).union(SHIFT);
        let (modifiers, code) = match code {
            KeyCode::Char(c) if held - SHIFT == CTRL || held - SHIFT == ALT => {
                (held - SHIFT, KeyCode::Char(c.to_ascii_lowercase()))
            }
            KeyCode::Tab if held.contains(SHIFT) => (held - SHIFT, KeyCode::BackTab),
            // Which character it is says already whether Shift was held.
            KeyCode::Char(_) | KeyCode::BackTab | KeyCode::Backspace => (held - SHIFT, code),
            _ => (held, code),
        };
        match (modifiers, code) {
            (CTRL, KeyCode::Char('h')) => plain(KeyCode::Backspace),
            (CTRL, KeyCode::Char('i')) => plain(KeyCode::Tab),
            (CTRL, KeyCode::Char('m')) => plain(KeyCode::Enter),
            (CTRL, KeyCode::Char('[')) => plain(KeyCode::Esc),
            // One byte, for which terminals of the old kind have three names.
            (CTRL, KeyCode::Char('7' | '/')) => ctrl('_'),
            (modifiers, code) => Self { modifiers, code },
        }
    }

    /// A character by itself.
    pub fn letter(c: char) -> Self {
        plain(KeyCode::Char(c))
    }

    /// The character that it writes, if no action has it. `AltGr` arrives as Ctrl
    /// and Alt at once.
    pub fn text(self) -> Option<char> {
        let writes = self.modifiers.is_empty() || self.modifiers == CTRL.union(ALT);
        self.code.as_char().filter(|_| writes)
    }

    /// What it would be in a paste.
    pub fn stroke(self) -> Stroke {
        if self == plain(KeyCode::Enter) {
            Stroke::Enter
        } else if self == plain(KeyCode::Tab) {
            Stroke::Text('\t')
        } else if self == ctrl('j') {
            Stroke::Text('\n')
        } else {
            self.text().map_or(Stroke::Other, Stroke::Text)
        }
    }

    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "no other key has a name here, so none can be bound"
    )]
    fn name(self, arrows: [&str; 4]) -> String {
        let held = [(CTRL, "Ctrl-"), (ALT, "Alt-"), (SHIFT, "Shift-")];
        let held = held.iter().filter(|(one, _)| self.modifiers.contains(*one));
        let held: String = held.map(|(_, word)| *word).collect();
        let at = ARROWS.iter().position(|code| *code == self.code);
        let arrow = at.and_then(|at| arrows.get(at).copied());
        let named = NAMES.iter().find(|(_, code)| *code == self.code);
        if let Some(key) = arrow.or_else(|| named.map(|(name, _)| *name)) {
            return format!("{held}{key}");
        }
        match self.code {
            KeyCode::Char(c) => format!("{held}{c}"),
            KeyCode::F(number) => format!("{held}F{number}"),
            _ => format!("{held}?"),
        }
    }
}

impl Sequence {
    /// Whether pressing one of them is pressing the other, or begins it.
    pub fn clashes(self, other: Self) -> bool {
        let either = self.then.is_none() || other.then.is_none();
        self.first == other.first && (either || self.then == other.then)
    }

    /// As a file writes it.
    pub fn written(self) -> String {
        self.named(["Up", "Down", "Left", "Right"])
    }

    fn named(self, arrows: [&str; 4]) -> String {
        let first = self.first.name(arrows);
        match self.then {
            None => first,
            Some(then) => format!("{first} {}", then.name(arrows)),
        }
    }
}

impl fmt::Display for Chord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.name(["↑", "↓", "←", "→"]))
    }
}

impl fmt::Display for Sequence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.named(["↑", "↓", "←", "→"]))
    }
}

impl FromStr for Sequence {
    type Err = Fault;

    fn from_str(written: &str) -> Result<Self, Fault> {
        let mut words = written.split_whitespace();
        let (first, then) = (words.next(), words.next());
        let (Some(first), None) = (first, words.next()) else {
            return Err(Fault::Count(written.to_owned()));
        };
        let chord = read(first)?;
        if chord.text().is_some() && chord.modifiers.is_empty() {
            return Err(Fault::Text(written.to_owned()));
        }
        Ok(Self {
            first: chord,
            // What follows may be a letter: the first has said that none is written.
            then: then.map(read).transpose()?,
        })
    }
}

/// `Ctrl-n`, `alt+Home`, `M-x`, `F5`, `Shift-Up`.
fn read(written: &str) -> Result<Chord, Fault> {
    let mut modifiers = NONE;
    let mut rest = written;
    while let Some((modifier, after)) = modifier(rest) {
        modifiers |= modifier;
        rest = after;
    }
    let code = code(rest).ok_or_else(|| Fault::Unknown(written.to_owned()))?;
    let chord = Chord::of(modifiers, code);
    let is_char = |code: KeyCode| code.as_char().is_some();
    if is_char(code) == is_char(chord.code) {
        Ok(chord)
    } else {
        Err(Fault::Really(written.to_owned(), chord))
    }
}

/// The modifier with which this begins, and what follows it.
fn modifier(written: &str) -> Option<(KeyModifiers, &str)> {
    let (word, rest) = written.split_once(['-', '+'])?;
    let modifier = match word.to_ascii_lowercase().as_str() {
        "ctrl" | "control" | "c" => CTRL,
        "alt" | "meta" | "m" => ALT,
        "shift" | "s" => SHIFT,
        _ => return None,
    };
    (!rest.is_empty()).then_some((modifier, rest))
}

fn code(name: &str) -> Option<KeyCode> {
    let mut chars = name.chars();
    if let (Some(c), None) = (chars.next(), chars.next()) {
        let arrow = "↑↓←→".chars().position(|arrow| arrow == c);
        let arrow = arrow.and_then(|at| ARROWS.get(at).copied());
        return arrow.or_else(|| (!c.is_control()).then_some(KeyCode::Char(c)));
    }
    let named = NAMES.iter().chain(&OTHER_NAMES);
    let mut found = named.filter(|(known, _)| known.eq_ignore_ascii_case(name));
    if let Some((_, code)) = found.next() {
        return Some(*code);
    }
    let number = name.strip_prefix(['F', 'f'])?.parse().ok()?;
    (1..=LAST_F).contains(&number).then_some(KeyCode::F(number))
}

/// A key by itself.
pub(in crate::app::keys) const fn plain(code: KeyCode) -> Chord {
    with(NONE, code)
}

/// A character with Ctrl.
pub(in crate::app::keys) const fn ctrl(c: char) -> Chord {
    with(CTRL, KeyCode::Char(c))
}

/// A character with Alt.
pub(in crate::app::keys) const fn alt(c: char) -> Chord {
    with(ALT, KeyCode::Char(c))
}

/// A key with modifiers.
pub(in crate::app::keys) const fn with(modifiers: KeyModifiers, code: KeyCode) -> Chord {
    Chord { modifiers, code }
}

pub(in crate::app::keys) const NONE: KeyModifiers = KeyModifiers::NONE;
pub(in crate::app::keys) const CTRL: KeyModifiers = KeyModifiers::CONTROL;
pub(in crate::app::keys) const ALT: KeyModifiers = KeyModifiers::ALT;
pub(in crate::app::keys) const SHIFT: KeyModifiers = KeyModifiers::SHIFT;

const ARROWS: [KeyCode; 4] = [KeyCode::Up, KeyCode::Down, KeyCode::Left, KeyCode::Right];

/// As they are shown.
const NAMES: [(&str, KeyCode); 12] = [
    ("Enter", KeyCode::Enter),
    ("Tab", KeyCode::Tab),
    ("Shift-Tab", KeyCode::BackTab),
    ("Esc", KeyCode::Esc),
    ("Backspace", KeyCode::Backspace),
    ("Delete", KeyCode::Delete),
    ("Insert", KeyCode::Insert),
    ("Home", KeyCode::Home),
    ("End", KeyCode::End),
    ("PgUp", KeyCode::PageUp),
    ("PgDn", KeyCode::PageDown),
    ("Space", KeyCode::Char(' ')),
];

/// As people write them besides.
const OTHER_NAMES: [(&str, KeyCode); 12] = [
    ("Up", KeyCode::Up),
    ("Down", KeyCode::Down),
    ("Left", KeyCode::Left),
    ("Right", KeyCode::Right),
    ("Return", KeyCode::Enter),
    ("Escape", KeyCode::Esc),
    ("Bksp", KeyCode::Backspace),
    ("Del", KeyCode::Delete),
    ("Ins", KeyCode::Insert),
    ("PageUp", KeyCode::PageUp),
    ("PageDown", KeyCode::PageDown),
    ("BackTab", KeyCode::BackTab),
];

/// The last of the function keys that a terminal has.
const LAST_F: u8 = 24;

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn reads(written: &str, shown: &str) {
        let keys: Sequence = written.parse().unwrap();
        assert_eq!(keys.to_string(), shown);
        assert_eq!(keys.written().parse(), Ok(keys), "it is read back");
    }

    #[test]
    fn keys_are_written_in_whatever_way_people_know() {
        reads("Ctrl-n", "Ctrl-n");
        reads("ctrl+N", "Ctrl-n");
        reads("C-x C-e", "Ctrl-x Ctrl-e");
        reads("Ctrl-x u", "Ctrl-x u");
        reads("M-Home", "Alt-Home");
        reads("shift-up", "Shift-↑");
        reads("Alt-→", "Alt-→");
        reads("Alt--", "Alt--");
        reads("Ctrl-+", "Ctrl-+");
        reads("ctrl-alt-x", "Ctrl-Alt-x");
        reads("PageUp", "PgUp");
        reads("f12", "F12");
        reads("Shift-Tab", "Shift-Tab");
        reads("Ctrl-Space", "Ctrl-Space");
        reads("Ctrl-7", "Ctrl-_");
    }

    #[test]
    fn what_is_no_key_is_told_apart_from_what_cannot_be_one() {
        let fault = |written: &str| written.parse::<Sequence>().unwrap_err();
        assert_eq!(fault("Ctrl-Foo"), Fault::Unknown("Ctrl-Foo".to_owned()));
        assert_eq!(fault("F99"), Fault::Unknown("F99".to_owned()));
        assert_eq!(fault("Ctrl-"), Fault::Unknown("Ctrl-".to_owned()));
        assert_eq!(fault("x"), Fault::Text("x".to_owned()));
        assert_eq!(fault("Space"), Fault::Text("Space".to_owned()));
        assert_eq!(fault(""), Fault::Count(String::new()));
        assert_eq!(fault("F1 F2 F3"), Fault::Count("F1 F2 F3".to_owned()));
        for (written, really) in [
            ("Ctrl-i", KeyCode::Tab),
            ("Ctrl-m", KeyCode::Enter),
            ("Ctrl-h", KeyCode::Backspace),
            ("Ctrl-[", KeyCode::Esc),
        ] {
            let really = Fault::Really(written.to_owned(), plain(really));
            assert_eq!(fault(written), really);
        }
    }

    #[test]
    fn capitals_and_altgr_are_letters_and_releases_are_nothing() {
        let key = |modifiers, c| KeyEvent::new(KeyCode::Char(c), modifiers);
        let text = |key| Chord::pressed(key).and_then(Chord::text);
        assert_eq!(text(key(SHIFT, 'A')), Some('A'));
        assert_eq!(text(key(CTRL.union(ALT), '@')), Some('@'));
        assert_eq!(text(key(CTRL, 't')), None);
        assert_eq!(Chord::pressed(key(ALT, 'B')), Some(alt('b')));
        let mut released = key(NONE, 'a');
        released.kind = KeyEventKind::Release;
        assert_eq!(Chord::pressed(released), None);
    }
}
