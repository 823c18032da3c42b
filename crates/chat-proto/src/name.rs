//! What a person is called, and which two names are one.
//!
//! A [`Name`] is parsed once and cannot be wrong afterwards. Its [`NameKey`]
//! says which other names it could be taken for; *who has* a name is the
//! server's business.

mod looks;

use std::fmt;
use std::sync::Arc;

use thiserror::Error;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use unicode_script::Script;
use unicode_script::UnicodeScript;

use crate::limits::NAME_CHARS;
use crate::text::is_blank;
use crate::text::is_invisible;
use crate::text::looks_blank;

/// A name that a peer may have: 1 to [`NAME_CHARS`] visible characters.
///
/// Shared: the roster, the history and every frame hold the same one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name(Arc<Spelling>);

#[derive(Debug, PartialEq, Eq)]
struct Spelling {
    shown: Box<str>,
    key: NameKey,
}

/// What decides whether two names are one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NameKey {
    /// Without case, after compatibility normalisation, without what is
    /// invisible: `Ana`, `ａｎａ` and `ana` are one.
    plain: Box<str>,
    /// How it looks in lower case, in upper case and as it was written, with every
    /// look-alike folded, each once: `аna` with a Cyrillic а is `ana`. The first is
    /// that of `plain`; most names have no other.
    looks: Box<[Box<str>]>,
}

/// What a peer asked to be called: a name, or why it is none.
///
/// Kept as a value because the fault matters only where the name does: someone
/// who is already called something may send anything there.
pub type RequestedName = Result<Name, BadName>;

/// A wish that cannot be a name.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{fault}")]
pub struct BadName {
    /// Why not.
    pub fault: NameFault,
    /// Whom it would be taken for: a trick that imitates somebody present is
    /// refused as that name being taken.
    pub key: NameKey,
}

/// Why a word cannot be a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum NameFault {
    /// Nothing visible.
    #[error("a name needs 1 to {NAME_CHARS} visible characters")]
    Empty,
    /// More than [`NAME_CHARS`] characters.
    #[error("the name has {0} characters and may have {NAME_CHARS}")]
    TooLong(usize),
    /// White space, which ends a word in a command.
    #[error("a name has no spaces: try - or _ instead")]
    Space,
    /// Control characters, or characters that nobody sees.
    #[error("the name has invisible or control characters: leave them out")]
    Invisible,
    /// Letters of alphabets that imitate each other.
    #[error("the name mixes alphabets that look alike: use the letters of one")]
    Mixed,
    /// Kept for the server and its guests.
    #[error("the name is kept for the server or its guests: choose another")]
    Reserved,
}

impl Name {
    /// Compatibility forms become the usual letters (`ａｎａ` is `ana`); what
    /// hides or imitates is refused.
    pub fn parse(raw: &str) -> RequestedName {
        let shown: String = raw.chars().take(CUT_CHARS).nfkc().take(CUT_CHARS).collect();
        let fault = |fault| BadName {
            fault,
            key: NameKey::of(raw),
        };
        if let Some(found) = first_fault(&shown) {
            return Err(fault(found));
        }
        let chars = shown.chars().count();
        if chars > NAME_CHARS {
            return Err(fault(NameFault::TooLong(chars.max(raw.chars().count()))));
        }
        let key = NameKey::of(&shown);
        if key.is_reserved() {
            return Err(fault(NameFault::Reserved));
        }
        Ok(Self::new(shown.into(), key))
    }

    /// The name of somebody who has not chosen one.
    pub fn guest(number: u64) -> Self {
        let shown = format!("{GUEST}{number}");
        let key = NameKey::of(&shown);
        Self::new(shown.into(), key)
    }

    /// A name that somebody has, or had: also a guest's, which nobody may choose.
    pub fn of_anybody(raw: &str) -> Result<Self, BadName> {
        let (word, number) = raw.split_at_checked(GUEST.len()).unwrap_or((raw, ""));
        match number.parse() {
            Ok(number) if word.eq_ignore_ascii_case(GUEST) => Ok(Self::guest(number)),
            Ok(_) | Err(_) => Self::parse(raw),
        }
    }

    /// As it is shown.
    pub fn as_str(&self) -> &str {
        &self.0.shown
    }

    /// What it is compared by.
    pub fn key(&self) -> &NameKey {
        &self.0.key
    }

    fn new(shown: Box<str>, key: NameKey) -> Self {
        Self(Arc::new(Spelling { shown, key }))
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl NameKey {
    /// The key of any word, also of one that cannot be a name.
    pub fn of(raw: &str) -> Self {
        if raw.len() <= NAME_CHARS && raw.bytes().all(|b| b.is_ascii_graphic()) {
            return Self::of_ascii(raw);
        }
        let seen = |c: &char| !is_blank(*c) && !c.is_control();
        let shown: String = raw.chars().take(CUT_CHARS).nfkc().filter(seen).collect();
        // Up and down again: ß and ss, ς and σ become one.
        let upper: String = shown.chars().flat_map(char::to_uppercase).collect();
        let lower = upper.chars().flat_map(char::to_lowercase);
        let plain: String = lower.nfkc().take(CUT_CHARS).collect();
        let mut looks: Vec<Box<str>> = Vec::with_capacity(1);
        for case in [&plain, &upper, &shown] {
            let look = looks::fold(case).into_boxed_str();
            if !looks.contains(&look) {
                looks.push(look);
            }
        }
        Self {
            plain: plain.into(),
            looks: looks.into(),
        }
    }

    /// The word without case. Equal words are one name.
    pub fn plain(&self) -> &str {
        &self.plain
    }

    /// How the word looks, with every look-alike folded: first in lower case, then
    /// how else in another. Two names that agree in any of these look alike; see
    /// [`NameKey::clashes`] for what follows.
    pub fn looks(&self) -> impl Iterator<Item = &str> {
        self.looks.iter().map(AsRef::as_ref)
    }

    /// Whether one of two people with these names could be taken for the other.
    ///
    /// Plain ASCII names clash only when they are equal without case: `Lara`
    /// and `Iara` are two honest names, though they look alike in many fonts.
    pub fn clashes(&self, other: &Self) -> bool {
        let both_ascii = self.plain.is_ascii() && other.plain.is_ascii();
        let alike = || self.looks.iter().any(|look| other.looks.contains(look));
        self.plain == other.plain || (!both_ascii && alike())
    }

    /// The case of an ASCII word changes nothing of how it looks once it is folded.
    fn of_ascii(raw: &str) -> Self {
        let plain = raw.to_ascii_lowercase();
        let look = looks::fold(&plain).into_boxed_str();
        Self {
            plain: plain.into(),
            looks: Box::new([look]),
        }
    }

    fn is_reserved(&self) -> bool {
        // A mark on a letter is no other word.
        let bare = |look: &str| -> String {
            let parts = look.nfd();
            parts.filter(|c| !is_combining_mark(*c)).collect()
        };
        let (server, guest) = (looks::fold(SERVER), looks::fold(GUEST));
        let numbered = |rest: &str| !rest.is_empty() && rest.chars().all(looks_like_digit);
        self.looks()
            .map(bare)
            .any(|look| look == server || look.strip_prefix(&guest).is_some_and(numbered))
    }
}

/// The first reason why a normalised word cannot be a name.
fn first_fault(shown: &str) -> Option<NameFault> {
    if shown.chars().any(hides) || piles_up_marks(shown) {
        return Some(NameFault::Invisible);
    }
    if shown.chars().any(char::is_whitespace) {
        return Some(NameFault::Space);
    }
    let begins_with_mark = shown.chars().next().is_none_or(is_combining_mark);
    if shown.chars().all(is_blank) || begins_with_mark {
        return Some(NameFault::Empty);
    }
    if hides_a_joiner(shown) {
        return Some(NameFault::Invisible);
    }
    mixes_alphabets(shown).then_some(NameFault::Mixed)
}

/// Whether nobody can tell how a character looks: one that shows nothing, or one
/// that is none (not assigned, or for private use).
fn hides(c: char) -> bool {
    c.is_control() || is_invisible(c) || looks_blank(c) || c.script() == Script::Unknown
}

/// More marks on one letter than any language writes there.
fn piles_up_marks(shown: &str) -> bool {
    let mut piled = 0;
    shown.chars().any(|c| {
        piled = if is_combining_mark(c) { piled + 1 } else { 0 };
        piled > MARKS
    })
}

/// Joiners and selectors belong to emoji and to some scripts; after a letter of
/// ours, or at the beginning, they only hide.
fn hides_a_joiner(shown: &str) -> bool {
    let mut before = None;
    shown.chars().any(|c| {
        let hides = is_blank(c)
            && before.is_none_or(|b: char| b.is_ascii() && !has_keycap(b) || imitates(b));
        if !is_blank(c) {
            before = Some(c);
        }
        hides
    })
}

/// `1️⃣` and `#️⃣` are written with a selector after an ASCII character.
fn has_keycap(c: char) -> bool {
    c.is_ascii_digit() || c == '#' || c == '*'
}

/// Letters of at most one of the alphabets that share shapes. Others (Chinese,
/// Arabic, emoji …) go with anything.
fn mixes_alphabets(shown: &str) -> bool {
    let mut seen = None;
    shown.chars().filter(|c| imitates(*c)).any(|c| {
        let script = c.script();
        *seen.get_or_insert(script) != script
    })
}

/// Whether a letter is of an alphabet that has letters of ours, or draws them. Those
/// of which people write names beside Latin ones are not here, whatever single letters
/// of theirs look like: who looks like whom is [`looks`]' affair.
fn imitates(c: char) -> bool {
    matches!(
        c.script(),
        Script::Latin
            | Script::Armenian
            | Script::Bamum
            | Script::Bassa_Vah
            | Script::Canadian_Aboriginal
            | Script::Carian
            | Script::Cherokee
            | Script::Coptic
            | Script::Cyrillic
            | Script::Deseret
            | Script::Elbasan
            | Script::Georgian
            | Script::Greek
            | Script::Lisu
            | Script::Lycian
            | Script::Lydian
            | Script::Medefaidrin
            | Script::Miao
            | Script::Nyiakeng_Puachue_Hmong
            | Script::Old_Hungarian
            | Script::Old_Italic
            | Script::Old_Turkic
            | Script::Osage
            | Script::Runic
            | Script::Tifinagh
            | Script::Vai
            | Script::Warang_Citi
    )
}

/// After folding, `1` is `l` and `0` is `o`.
fn looks_like_digit(c: char) -> bool {
    c.is_numeric() || matches!(c, 'l' | 'o')
}

/// The name that the server's own frames bear.
pub const SERVER: &str = "server";

/// What the names of guests begin with.
const GUEST: &str = "guest-";

/// The most marks that stand on one letter: Vietnamese and Hebrew need two or three.
const MARKS: usize = 3;

/// Longer words are cut before they are normalised: they are refused anyway,
/// and normalisation can make a character many.
const CUT_CHARS: usize = 4 * NAME_CHARS;

/// By which tables of Unicode names are compared: two builds with different ones may decide
/// differently whether a name is taken.
pub fn unicode() -> String {
    let (major, minor, patch) = unicode_normalization::UNICODE_VERSION;
    format!("{major}.{minor}.{patch}")
}

#[cfg(test)]
mod tests;
