//! Code that is shared: a page of text under the name of a file, which others fetch and
//! keep. Both are clean, and no title leads anywhere.

use std::fmt;
use std::sync::Arc;

use thiserror::Error;

use crate::limits::LINE_BYTES;
use crate::limits::PASTE_BYTES;
use crate::limits::PASTE_TITLE_CHARS;
use crate::text::clean;
use crate::text::is_blank;

/// A page of code: not blank, at most [`PASTE_BYTES`] long, clean.
#[derive(Clone, PartialEq, Eq)]
pub struct Code(Arc<str>);

/// Why something is not shared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum PasteFault {
    /// Nothing that could be read was left.
    #[error("the paste is empty: nothing was shared")]
    Empty,
    /// Longer than a paste may be.
    #[error("the paste has {0} bytes and may have {PASTE_BYTES}: share it in parts")]
    TooLong(usize),
}

impl Code {
    /// Cleans what was sent, and refuses what is too long or blank.
    pub fn parse(raw: &str) -> Result<Self, PasteFault> {
        if raw.len() > PASTE_BYTES {
            return Err(PasteFault::TooLong(raw.len()));
        }
        let text = clean(raw);
        let escaped = text.len() + text.matches(['"', '\\', '\n', '\t']).count();
        if escaped > ESCAPED_BYTES {
            return Err(PasteFault::TooLong(escaped));
        }
        if text.chars().all(|c| is_blank(c) || c == '\n') {
            return Err(PasteFault::Empty);
        }
        Ok(Self(text.into()))
    }

    /// The text itself.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// How many lines it has.
    pub fn lines(&self) -> usize {
        self.0.lines().count()
    }
}

/// Nobody wants to read a page of it in a log.
impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Code({} bytes)", self.0.len())
    }
}

/// The name of a file, and nothing else: no folder, nothing hidden, no device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Title(String);

impl Title {
    /// The title that is nearest to this one.
    pub fn of(raw: &str) -> Self {
        let last = raw.rsplit(['/', '\\']).next().unwrap_or_default();
        let clean = clean(last);
        let kept = clean.chars().filter(|c| !matches!(c, '\n' | '\t'));
        let kept = kept.map(|c| if RESERVED.contains(c) { '_' } else { c });
        let kept: String = kept.collect();
        let bare = kept.trim_start_matches(|c: char| c == '.' || c.is_whitespace());
        let mut title: String = bare.chars().take(PASTE_TITLE_CHARS).collect();
        let end = title.trim_end_matches(|c: char| c == '.' || c.is_whitespace());
        title.truncate(end.len());
        if title.is_empty() {
            return Self(UNTITLED.to_owned());
        }
        if is_device(&title) {
            title.insert(0, '_');
            return Self::of(&title);
        }
        Self(title)
    }

    /// As it is written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Title {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Whether a file of this name is none on Windows, whatever follows its first dot.
fn is_device(title: &str) -> bool {
    let stem = title.split('.').next().unwrap_or_default().trim_end();
    let stem = stem.to_ascii_uppercase();
    let numbered = |kind: &str| {
        let number = stem.strip_prefix(kind);
        number.is_some_and(|n| {
            n.chars().count() == 1 && n.chars().all(|c| "0123456789¹²³".contains(c))
        })
    };
    matches!(stem.as_str(), "CON" | "PRN" | "AUX" | "NUL") || numbered("COM") || numbered("LPT")
}

/// What stands for a paste in the room: what it is, and how one gets it.
pub fn summary(title: &Title, code: &Code, number: u64) -> String {
    let lines = code.lines();
    let word = if lines == 1 { "line" } else { "lines" };
    let size = size(code.as_str().len());
    format!("{title}, {lines} {word}, {size}: /get {number}")
}

fn size(bytes: usize) -> String {
    match bytes {
        0..1000 => format!("{bytes} B"),
        _ => format!("{}.{} kB", bytes / 1000, bytes % 1000 / 100),
    }
}

/// As it stands in JSON: so that its frame is no longer than any other.
const ESCAPED_BYTES: usize = LINE_BYTES - 1024;

/// What no file system of a student's machine takes in a name.
const RESERVED: &str = "<>:\"|?*";

/// The title of what has none.
const UNTITLED: &str = "paste.txt";

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(raw: &str, expected: &str) {
        assert_eq!(Title::of(raw).as_str(), expected, "{raw:?}");
    }

    #[test]
    fn a_title_is_the_name_of_a_file_and_leads_nowhere() {
        check("client.py", "client.py");
        check("/home/ana/aula 3/cliente.py", "cliente.py");
        check("C:\\Users\\ana\\a.c", "a.c");
        check("../../.bashrc", "bashrc");
        check("..", "paste.txt");
        check("a/", "paste.txt");
        check("a\0b\u{1b}[2J\nc", "ab[2Jc");
        check("a\u{202e}yp.exe", "ayp.exe");
        check("what?.py", "what_.py");
        check("nul.", "_nul");
        for device in ["CON", "con.py", "Com1.txt", "LPT9", "COM¹.c", "aux .h"] {
            assert!(Title::of(device).as_str().starts_with('_'), "{device}");
        }
        check("console.py", "console.py");
        check("com10.py", "com10.py");
        assert_eq!(Title::of(&"é".repeat(100)).as_str().chars().count(), 64);
    }

    #[test]
    fn code_keeps_its_blanks_and_loses_what_steers() {
        let code = Code::parse("  if x:\r\n\ty()\u{1b}[2J\n\n").unwrap();
        assert_eq!(code.as_str(), "  if x:\n\ty()[2J\n\n");
        assert_eq!(Code::parse(" \n\t\n"), Err(PasteFault::Empty));
        let most = "x".repeat(PASTE_BYTES);
        assert!(Code::parse(&most).is_ok());
        let quotes = "\"".repeat(PASTE_BYTES);
        assert!(matches!(Code::parse(&quotes), Err(PasteFault::TooLong(_))));
        let more = format!("{most}x");
        assert_eq!(
            Code::parse(&more),
            Err(PasteFault::TooLong(PASTE_BYTES + 1))
        );
    }

    #[test]
    fn the_room_is_told_what_it_is_and_how_one_gets_it() {
        let code = Code::parse(&"x = 1\n".repeat(182)).unwrap();
        let told = summary(&Title::of("client.py"), &code, 3);
        assert_eq!(told, "client.py, 182 lines, 1.0 kB: /get 3");
        let one = Code::parse("x").unwrap();
        let told = summary(&Title::of("x"), &one, 12);
        assert_eq!(told, "x, 1 line, 1 B: /get 12");
    }

    proptest! {
        #[test]
        fn every_title_is_one_and_stays_as_it_is(raw in any::<String>()) {
            let title = Title::of(&raw);
            prop_assert_eq!(Title::of(title.as_str()), title.clone());
            let name = title.as_str();
            prop_assert!(!name.is_empty() && !name.starts_with('.'));
            prop_assert!(!name.contains(['/', '\\', '\0']) && !name.chars().any(char::is_control));
            prop_assert!(name.chars().count() <= PASTE_TITLE_CHARS);
        }
    }
}
