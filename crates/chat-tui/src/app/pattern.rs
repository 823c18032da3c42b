//! A regular expression that somebody looks for: `/colou?r/`, the last stroke being left
//! away while it is typed. Capitals are like small letters unless it has one; accents are
//! as they are.
//!
//! Everything about it is bounded: its length, what it grows to, and with that the time
//! that a text takes. It finds each place in one way through the text, whatever it says.

use std::ops::Range;

use regex::Regex;
use regex::RegexBuilder;
use regex_syntax::ast::ErrorKind;
use regex_syntax::hir::Hir;
use regex_syntax::hir::HirKind;

use crate::speech::Speech;

/// One that is an expression.
#[derive(Clone, Debug)]
pub struct Pattern {
    /// Between the strokes.
    written: String,
    regex: Regex,
}

impl PartialEq for Pattern {
    fn eq(&self, other: &Self) -> bool {
        self.written == other.written
    }
}

impl Eq for Pattern {}

/// Why it is none, or not yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Nothing stands between the strokes.
    Empty,
    /// `[` without `]`.
    Class,
    /// `(` without `)`.
    Group,
    /// `)` without `(`.
    Closing,
    /// `*` after nothing.
    Repeats,
    /// `{` without a number and `}`.
    Count,
    /// `{3,2}`, `[z-a]`.
    Backwards,
    /// A `\` at the end.
    Escape,
    /// `\q`.
    Meaningless,
    /// What other tongues have, and cannot be found in one way through.
    Foreign,
    /// It grows too large.
    Large,
    /// Something else.
    Other,
}

impl Pattern {
    /// What stands behind a stroke with which something begins, without the last one.
    pub fn between(typed: &str) -> Option<&str> {
        Self::enclosed(typed).or_else(|| typed.strip_prefix(STROKE))
    }

    /// The same, where the last one is there.
    pub fn enclosed(typed: &str) -> Option<&str> {
        let inner = typed.strip_prefix(STROKE)?.strip_suffix(STROKE)?;
        let escapes = inner.len() - inner.trim_end_matches('\\').len();
        escapes.is_multiple_of(2).then_some(inner)
    }

    /// From what stands between the strokes.
    pub fn parse(written: &str) -> Result<Self, Fault> {
        if written.is_empty() {
            return Err(Fault::Empty);
        }
        if written.len() > LENGTH {
            return Err(Fault::Large);
        }
        let hir = regex_syntax::parse(written).map_err(|fault| Fault::of(&fault))?;
        let crosses = hir.properties().look_set().contains_word_unicode();
        if weight(&hir) > if crosses { BORDERED } else { WEIGHT } {
            return Err(Fault::Large);
        }
        let regex = RegexBuilder::new(written)
            .case_insensitive(!has_capital(written))
            .multi_line(true)
            .size_limit(COMPILED)
            .dfa_size_limit(COMPILED)
            .build();
        Ok(Self {
            written: written.to_owned(),
            regex: regex.map_err(|_| Fault::Large)?,
        })
    }

    /// Whether it fits somewhere in a text.
    pub fn is_in(&self, text: &str) -> bool {
        self.regex.is_match(text)
    }

    /// Where it does: the first so many places that are not empty.
    pub fn places(&self, text: &str) -> Vec<Range<usize>> {
        let all = self.regex.find_iter(text).take(PLACES);
        let places = all.map(|place| place.range());
        places.filter(|place| !place.is_empty()).collect()
    }
}

impl Fault {
    /// What is wrong, in words.
    pub fn words(self, speech: &Speech) -> &'static str {
        let words = &speech.pattern;
        match self {
            Self::Empty => words.empty(),
            Self::Class => words.class(),
            Self::Group => words.group(),
            Self::Closing => words.closing(),
            Self::Repeats => words.repeats(),
            Self::Count => words.count(),
            Self::Backwards => words.backwards(),
            Self::Escape => words.escape(),
            Self::Meaningless => words.meaningless(),
            Self::Foreign => words.foreign(),
            Self::Large => words.large(),
            Self::Other => words.other(),
        }
    }

    fn of(fault: &regex_syntax::Error) -> Self {
        let regex_syntax::Error::Parse(fault) = fault else {
            // `\p{…}`, whose tables are not there.
            return Self::Foreign;
        };
        if matches!(fault.kind(), ErrorKind::NestLimitExceeded(_)) {
            return Self::Large;
        }
        let known = FAULTS.iter().find(|(kind, _)| kind == fault.kind());
        known.map_or(Self::Other, |(_, fault)| *fault)
    }
}

/// How many words and classes it is where each is written as often as it is repeated:
/// with them grows the time that a letter takes at worst.
fn weight(hir: &Hir) -> u32 {
    let subs = hir.kind().subs().iter().map(weight);
    let inside = subs.fold(0, u32::saturating_add);
    match hir.kind() {
        HirKind::Repetition(repeated) => {
            let times = repeated
                .max
                .unwrap_or_else(|| repeated.min.saturating_add(1));
            inside.saturating_mul(times.max(1))
        }
        HirKind::Empty | HirKind::Literal(_) | HirKind::Class(_) | HirKind::Look(_) => 1,
        HirKind::Capture(_) | HirKind::Concat(_) | HirKind::Alternation(_) => inside,
    }
}

/// Whether a letter is a capital: not the `S` of `\S`, nor what `(?P<Name>` is called.
fn has_capital(written: &str) -> bool {
    let mut signs = written.chars().peekable();
    let mut before = ' ';
    while let Some(sign) = signs.next() {
        if sign == '\\' {
            let is_long = matches!(signs.next(), Some('p' | 'P' | 'x' | 'u' | 'U'));
            if is_long && signs.peek() == Some(&'{') {
                signs.by_ref().find(|sign| *sign == '}');
            }
        } else if sign == '?' && before == '(' {
            signs.by_ref().find(|sign| ":>)".contains(*sign));
        } else if sign.is_uppercase() {
            return true;
        }
        before = sign;
    }
    false
}

/// What each fault of the syntax is called here.
const FAULTS: [(ErrorKind, Fault); 19] = [
    (ErrorKind::ClassUnclosed, Fault::Class),
    (ErrorKind::ClassRangeInvalid, Fault::Backwards),
    (ErrorKind::ClassEscapeInvalid, Fault::Meaningless),
    (ErrorKind::GroupUnclosed, Fault::Group),
    (ErrorKind::FlagUnexpectedEof, Fault::Group),
    (ErrorKind::GroupNameUnexpectedEof, Fault::Group),
    (ErrorKind::GroupUnopened, Fault::Closing),
    (ErrorKind::RepetitionMissing, Fault::Repeats),
    (ErrorKind::RepetitionCountInvalid, Fault::Backwards),
    (ErrorKind::RepetitionCountDecimalEmpty, Fault::Count),
    (ErrorKind::RepetitionCountUnclosed, Fault::Count),
    (ErrorKind::DecimalEmpty, Fault::Count),
    (ErrorKind::DecimalInvalid, Fault::Large),
    (ErrorKind::EscapeUnexpectedEof, Fault::Escape),
    (ErrorKind::EscapeUnrecognized, Fault::Meaningless),
    (ErrorKind::UnicodeClassInvalid, Fault::Foreign),
    (ErrorKind::UnsupportedBackreference, Fault::Foreign),
    (ErrorKind::UnsupportedLookAround, Fault::Foreign),
    (
        ErrorKind::SpecialWordOrRepetitionUnexpectedEof,
        Fault::Count,
    ),
];

/// Before it and behind it.
const STROKE: char = '/';
/// Bytes of one.
const LENGTH: usize = 200;
/// Bytes that it grows to: `\w{20}` takes half of it.
const COMPILED: usize = 1 << 20;
/// Words and classes, each as often as it is repeated.
const WEIGHT: u32 = 400;
/// And where it asks for the border of a word: beside a letter with an accent no table
/// helps, and each of them is gone through by itself.
const BORDERED: u32 = 30;
/// Places in one text: nobody looks at more of them.
const PLACES: usize = 200;

#[cfg(test)]
mod tests;
