//! Which rows one wants to see, in words: side by side they mean *and*, `a,b` *or*, a `-`
//! before one *not*. `seq:18`, `from:ana`, `type:msg,ack`, `lost`, `>100ms`, `12s..20s`,
//! `"text"`. English and Portuguese words are known at once, so that one sheet serves
//! every class.
//!
//! Reading never fails as a whole: what cannot be read is given back, with the nearest
//! word there is.

mod matching;
mod words;
pub mod term;

use std::fmt;

use term::Field;
use term::Term;
use term::Test;

use crate::rows::Ladder;
use crate::rows::row::Row;

/// All of its terms have to fit.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filter(pub Vec<Term>);

/// A word that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unread {
    /// The word.
    pub word: String,
    /// The nearest one that there is.
    pub nearest: Option<&'static str>,
}

impl Filter {
    /// Reads what somebody types: what can be read of it, and what cannot.
    pub fn parse(text: &str) -> (Self, Vec<Unread>) {
        let (mut terms, mut unread) = (Vec::new(), Vec::new());
        for word in split(text).into_iter().take(MOST) {
            match term(&word) {
                Some(term) => terms.push(term),
                None => unread.push(Unread {
                    nearest: words::nearest(&word),
                    word,
                }),
            }
        }
        (Self(terms), unread)
    }

    /// The types that it wants to see, where it names any.
    pub fn types(&self) -> impl Iterator<Item = &str> {
        let wanted = self.0.iter().filter(|term| !term.not);
        wanted
            .flat_map(|term| &term.any)
            .filter_map(|test| match test {
                Test::Field(Field::Type, kind) => Some(kind.as_str()),
                Test::Field(..)
                | Test::Is(_)
                | Test::After(_)
                | Test::Between(..)
                | Test::Text(_) => None,
            })
    }

    /// Whether a row is shown. The time since the row before it counts too.
    pub fn shows(&self, ladder: &Ladder, row: &Row, since: i64) -> bool {
        let fits = |term: &Term| {
            let any = term.any.iter();
            let mut any = any.map(|test| matching::fits(test, ladder, row, since));
            any.any(|fits| fits) != term.not
        };
        self.0.iter().all(fits)
    }
}

/// The filter of what a row belongs to: a message over all its ways, or a frame.
pub fn of_life(row: &Row) -> Option<String> {
    let payload = row.payload()?;
    let id = payload.id.as_ref().map(|id| format!("id:{id}"));
    id.or_else(|| payload.n.map(|n| format!("n:{n}")))
}

/// Words, as blanks part them outside quotes.
fn split(text: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quoted = false;
    for c in text.chars() {
        quoted ^= c == '"';
        match words.last_mut() {
            Some(word) if quoted || !c.is_whitespace() => word.push(c),
            Some(_) | None => words.push(String::new()),
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

fn term(word: &str) -> Option<Term> {
    let (not, rest) = match word.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, word),
    };
    let any = match rest.split_once(':').filter(|(name, _)| !name.contains('"')) {
        Some((name, values)) => {
            let field = words::field(name)?;
            let values = values.split(',').filter(|value| is_plain(value));
            values
                .map(|value| Test::Field(field, value.to_owned()))
                .collect()
        }
        None => tests(rest)?,
    };
    let any: Vec<_> = any;
    (!any.is_empty()).then_some(Term { not, any })
}

/// What could be told apart from everything else when it is read again.
fn is_plain(value: &str) -> bool {
    !value.is_empty() && !value.contains(['"', ','])
}

fn tests(words: &str) -> Option<Vec<Test>> {
    if let Some(text) = words.strip_prefix('"') {
        let text = text.strip_suffix('"').unwrap_or(text);
        let plain = !text.is_empty() && !text.contains('"');
        return plain.then(|| vec![Test::Text(text.to_owned())]);
    }
    words.split(',').map(test).collect()
}

fn test(word: &str) -> Option<Test> {
    if let Some(time) = word.strip_prefix('>') {
        return Some(Test::After(time_of(time)?));
    }
    if let Some((from, to)) = word.split_once("..") {
        return Some(Test::Between(time_of(from)?, time_of(to)?));
    }
    words::kind(word).map(Test::Is)
}

/// `100ms`, `1.5s`, `300us`, as microseconds.
fn time_of(text: &str) -> Option<i64> {
    let units = [("us", 1.0), ("ms", 1e3), ("s", 1e6)];
    let unit = units
        .into_iter()
        .find_map(|(unit, us)| Some((text.strip_suffix(unit)?, us)));
    let (digits, us) = unit?;
    let plain = digits.chars().all(|c| c.is_ascii_digit() || c == '.');
    let value: f64 = digits.parse().ok().filter(|_| plain)?;
    let time = (value * us).round();
    #[expect(clippy::cast_possible_truncation, reason = "it was looked at")]
    (time < LONGEST).then_some(time as i64)
}

impl fmt::Display for Filter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let terms: Vec<_> = self.0.iter().map(Term::to_string).collect();
        f.write_str(&terms.join(" "))
    }
}

impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A field is named once, however many values it may have.
        let named = matches!(self.any.first(), Some(Test::Field(..)));
        let written = self.any.iter().enumerate().map(|(at, test)| match test {
            Test::Field(_, value) if named && at > 0 => value.clone(),
            Test::Field(..) | Test::Is(_) | Test::After(_) | Test::Between(..) | Test::Text(_) => {
                words::written(test)
            }
        });
        let written: Vec<_> = written.collect();
        let not = if self.not { "-" } else { "" };
        write!(f, "{not}{}", written.join(","))
    }
}

/// More words than anybody types.
const MOST: usize = 64;

/// Ten years of microseconds.
const LONGEST: f64 = 3e14;

#[cfg(test)]
mod tests;
