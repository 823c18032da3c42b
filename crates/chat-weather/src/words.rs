//! Parses the words of a profile into [`Impairments`]: `drop 30%, delay 20..80ms`.
//!
//! The same grammar for an option (`--drop in:30%`), a whole string
//! (`--weather "…"`) and a command. What is wrong is explained with what to
//! write instead.

use std::mem::discriminant;
use std::ops::RangeInclusive;
use std::time::Duration;

use chat_proto::text::quoted;
use chat_proto::trace::weather::Way;

use crate::impairments::ALL;
use crate::impairments::Effect;
use crate::impairments::Impairment;
use crate::impairments::Impairments;
use crate::impairments::Period;
use crate::impairments::Probability;
use crate::impairments::Selection;
use crate::word_error::KINDS;
use crate::word_error::WordError;

/// The named profiles.
pub const NAMED: [(&str, &str); 5] = [
    ("classroom", "drop 1%, delay 2..10ms"),
    (
        "crowded-wifi",
        "drop burst:5%/30%, delay 5..80ms, dup 1%, reorder 5%:3",
    ),
    ("3g", "drop 1.5%, delay 100..250ms, rate 780kbps"),
    ("satellite", "drop 0.5%, delay 280..300ms, rate 2mbps"),
    // The server of the first lessons, which simulates the loss of half.
    ("textbook", "drop in:50%"),
];

/// Parses a whole text; `off` is none. Case does not matter.
pub fn impairments(text: &str) -> Result<Impairments, WordError> {
    let text = &*text.to_ascii_lowercase();
    let mut impairments = Impairments::default();
    if matches!(text.trim(), "off" | "clear" | "") {
        return Ok(impairments);
    }
    for (word, value) in items(text) {
        if let Some((_, made_of)) = NAMED.iter().find(|(name, _)| *name == word) {
            if !value.is_empty() {
                return Err(WordError::Alone(word.to_owned()));
            }
            for (word, value) in items(made_of) {
                impairments.list.extend(clauses(word, &value)?);
            }
        } else if word == "seed" {
            impairments.seed = Some(seed(&value)?);
        } else {
            impairments.list.extend(clauses(word, &value)?);
        }
    }
    Ok(impairments)
}

/// Parses a seed.
pub fn seed(value: &str) -> Result<u64, WordError> {
    let number = value.trim().parse();
    number.map_err(|_| WordError::Seed(value.to_owned()))
}

/// Parses the value of one word: `drop`, `in:30%,out:10%`.
pub fn clauses(word: &str, value: &str) -> Result<Vec<Impairment>, WordError> {
    if !WORDS.contains(&word) {
        return Err(unknown(word));
    }
    let mut list: Vec<Impairment> = Vec::new();
    for clause in value.split(',').map(str::trim) {
        let next = impairment(word, clause)?;
        // `#2,#5` is one fault that picks two.
        if let (Some(last), Effect::Drop(Selection::Numbers(more))) =
            (list.last_mut(), &next.effect)
            && (last.way, &last.kind) == (next.way, &next.kind)
            && let Effect::Drop(Selection::Numbers(numbers)) = &mut last.effect
        {
            numbers.extend(more);
            continue;
        }
        if list.iter().any(|before| says_the_same(before, &next)) {
            return Err(WordError::Twice(value.to_owned()));
        }
        list.push(next);
    }
    Ok(list)
}

/// Whether two clauses of one word say two things of the same datagrams.
fn says_the_same(one: &Impairment, other: &Impairment) -> bool {
    let alike = match (&one.effect, &other.effect) {
        (Effect::Blackout(_), _) => false,
        (one, other) => match (one.picks(), other.picks()) {
            (Some(one), Some(other)) => discriminant(one) == discriminant(other),
            (_, _) => true,
        },
    };
    let numbers = matches!(one.effect.picks(), Some(Selection::Numbers(_)));
    alike && !numbers && (one.way, &one.kind) == (other.way, &other.kind)
}

/// Words with their values. A comma parts items and the values of one item.
pub(super) fn items(text: &str) -> Vec<(&str, String)> {
    let mut items: Vec<(&str, String)> = Vec::new();
    for piece in text.split(',').map(str::trim) {
        let (word, value) = piece.split_once(char::is_whitespace).unwrap_or((piece, ""));
        match items.last_mut() {
            Some((_, before)) if continues(piece) => {
                before.push(',');
                before.push_str(piece);
            }
            Some(_) | None => items.push((word, value.trim().to_owned())),
        }
    }
    items
}

/// Whether a piece is one more value of the word before it.
fn continues(piece: &str) -> bool {
    let single = !piece.contains(char::is_whitespace);
    single
        && (piece.contains([':', '#', '%']) || piece.starts_with(|c: char| c.is_ascii_digit()))
        && !NAMED.iter().any(|(name, _)| *name == piece)
}

fn impairment(word: &str, clause: &str) -> Result<Impairment, WordError> {
    let (way, rest) = match clause.split_once(':') {
        Some(("in", rest)) => (Some(Way::In), rest),
        Some(("out", rest)) => (Some(Way::Out), rest),
        Some(_) | None => (None, clause),
    };
    let (kind, amount) = match rest.split_once(':') {
        Some((kind, amount)) if is_kind(kind)? => (Some(kind.to_owned()), amount),
        Some(_) | None => (None, rest),
    };
    bare(word, amount)?;
    let effect = match word {
        "drop" => Effect::Drop(picks(word, amount)?),
        "dup" => Effect::Dup(picks(word, amount)?),
        "corrupt" => Effect::Corrupt(picks(word, amount)?),
        "reorder" => reorder(amount)?,
        "delay" => Effect::Delay(delay(amount)?),
        "rate" => Effect::Rate(rate(amount)?),
        "mtu" => Effect::Mtu(
            amount
                .parse()
                .ok()
                .filter(|most| *most > 0)
                .ok_or_else(|| WordError::Length(amount.to_owned()))?,
        ),
        "blackout" => Effect::Blackout(spell(amount)?),
        _ => return Err(unknown(word)),
    };
    Ok(Impairment { way, kind, effect })
}

/// Whether a word before a colon is the type of a frame.
fn is_kind(word: &str) -> Result<bool, WordError> {
    let named = word.starts_with(|c: char| c.is_ascii_lowercase());
    if matches!(word, "every" | "burst") || !named {
        return Ok(false);
    }
    let known = KINDS.contains(&word);
    known
        .then_some(true)
        .ok_or_else(|| WordError::Kind(quoted(word)))
}

/// A word without a value says nothing.
pub(super) fn bare(word: &str, amount: &str) -> Result<(), WordError> {
    let written = EXAMPLES.iter().find(|(known, _)| *known == word);
    match written {
        Some((_, example)) if amount.trim().is_empty() => Err(WordError::Bare {
            word: word.to_owned(),
            example,
        }),
        Some(_) | None => Ok(()),
    }
}

fn picks(word: &str, amount: &str) -> Result<Selection, WordError> {
    if let Some(number) = amount.strip_prefix('#') {
        let number = number.parse().ok().filter(|n| *n > 0);
        let number = number.ok_or_else(|| WordError::Number(amount.to_owned()))?;
        return Ok(Selection::Numbers(vec![number]));
    }
    if let Some(n) = amount.strip_prefix("every:") {
        let n = n.parse().ok().filter(|n| *n > 0);
        return n
            .map(Selection::Every)
            .ok_or_else(|| WordError::Every(amount.to_owned()));
    }
    if let Some(burst) = amount.strip_prefix("burst:") {
        let (enter, leave) = burst
            .split_once('/')
            .ok_or_else(|| WordError::Burst(amount.to_owned()))?;
        let (enter, leave) = (share(word, enter)?, share(word, leave)?);
        if enter.min(leave) == Probability(0) {
            return Err(WordError::Burst(amount.to_owned()));
        }
        return Ok(Selection::Burst(enter, leave));
    }
    Ok(Selection::Chance(share(word, amount)?))
}

fn reorder(amount: &str) -> Result<Effect, WordError> {
    let (amount, past) = match amount.rsplit_once(':') {
        Some((before, past)) if before != "every" && !before.ends_with(":every") => {
            let past = past.parse().ok().filter(|n| (1..=64).contains(n));
            let why = || WordError::Past(amount.to_owned());
            (before, past.ok_or_else(why)?)
        }
        Some(_) | None => (amount, 1),
    };
    Ok(Effect::Reorder(picks("reorder", amount)?, past))
}

/// A percentage or a fraction, in millionths.
fn share(word: &str, amount: &str) -> Result<Probability, WordError> {
    let (digits, unit) = match amount.strip_suffix('%') {
        Some(digits) => (digits, u64::from(ALL) / 100),
        None => (amount, u64::from(ALL)),
    };
    if matches!(digits, "1") && unit == u64::from(ALL) {
        return Err(WordError::AllOrFirst(word.to_owned()));
    }
    let share = decimal(digits.trim(), unit).filter(|share| *share <= u64::from(ALL));
    let share = share.and_then(|share| u32::try_from(share).ok());
    share
        .map(Probability)
        .ok_or_else(|| WordError::Share(amount.to_owned()))
}

pub(super) fn delay(amount: &str) -> Result<RangeInclusive<Duration>, WordError> {
    let (from, to) = match amount.split_once("..") {
        None => (time(amount)?, time(amount)?),
        // `20..80ms`: the unit stands once.
        Some((from, to)) => {
            let unit = to.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
            let bare = from.ends_with(|c: char| c.is_ascii_digit());
            let from = if bare {
                format!("{from}{unit}")
            } else {
                from.to_owned()
            };
            (time(&from)?, time(to)?)
        }
    };
    if from > to {
        return Err(WordError::Backwards(amount.to_owned()));
    }
    Ok(from..=to)
}

/// `10s+5s` or `10s+5s/30s`.
pub(super) fn spell(amount: &str) -> Result<Period, WordError> {
    let wrong = || WordError::Spell(amount.to_owned());
    let (from, rest) = amount.split_once('+').ok_or_else(wrong)?;
    let (length, every) = match rest.split_once('/') {
        Some((length, every)) => (length, Some(time(every)?)),
        None => (rest, None),
    };
    let (from, length) = (time(from)?, time(length)?);
    if every.is_some_and(|every| every < length) {
        return Err(WordError::Endless(amount.to_owned()));
    }
    Ok(Period {
        from,
        length,
        every,
    })
}

/// `80ms`, `1.5s`, at most an hour.
pub(super) fn time(amount: &str) -> Result<Duration, WordError> {
    let amount = amount.trim();
    let (digits, unit) = match (amount.strip_suffix("ms"), amount.strip_suffix('s')) {
        (Some(digits), _) => (digits, 1_000),
        (None, Some(digits)) => (digits, 1_000_000),
        (None, None) => (amount, 0),
    };
    let us = decimal(digits, unit).filter(|us| unit > 0 && *us <= HOUR_US);
    us.map(Duration::from_micros)
        .ok_or_else(|| WordError::Time(amount.to_owned()))
}

/// Bits a second: `64kbps`, `2mbps`.
pub(super) fn rate(amount: &str) -> Result<u64, WordError> {
    let units = [("kbps", 1_000), ("mbps", 1_000_000), ("bps", 1)];
    let found = units
        .iter()
        .find_map(|(unit, factor)| Some((amount.strip_suffix(unit)?, *factor)));
    let rate = found.and_then(|(digits, factor)| decimal(digits, factor));
    rate.filter(|rate| (1_000..=10_000_000_000).contains(rate))
        .ok_or_else(|| WordError::Rate(amount.to_owned()))
}

/// A number with at most six decimals, times a unit; whole.
fn decimal(digits: &str, unit: u64) -> Option<u64> {
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let well = |text: &str| text.len() <= 9 && text.bytes().all(|b| b.is_ascii_digit());
    if !well(whole)
        || !well(part)
        || part.len() > 6
        || digits.len() < 1 + digits.matches('.').count()
    {
        return None;
    }
    let whole: u64 = format!("0{whole}").parse().ok()?;
    let part: u64 = format!("{part:0<6}").parse().ok()?;
    Some(whole * unit + part * unit / 1_000_000)
}

/// A word that is none, over datagrams.
fn unknown(word: &str) -> WordError {
    if ON_STREAMS.contains(&word) {
        return WordError::OnStreams(word.to_owned());
    }
    no_such_word(word, &WORDS)
}

/// A word that is none at all, and those that there are.
pub(super) fn no_such_word(word: &str, known: &[&str]) -> WordError {
    let names: Vec<_> = NAMED.iter().map(|(name, _)| *name).collect();
    WordError::Unknown {
        word: quoted(word),
        known: known.join(", "),
        profiles: names.join(", "),
    }
}

/// The impairments of datagrams.
pub const WORDS: [&str; 8] = [
    "drop", "delay", "dup", "reorder", "corrupt", "mtu", "rate", "blackout",
];

/// Each word with an example of its value.
const EXAMPLES: [(&str, &str); 12] = [
    ("drop", "30%"),
    ("delay", "20..80ms"),
    ("dup", "10%"),
    ("reorder", "20%:3"),
    ("corrupt", "1%"),
    ("mtu", "576"),
    ("rate", "64kbps"),
    ("blackout", "10s+5s"),
    ("slice", "1..16"),
    ("glue", "200ms"),
    ("stall", "10s+5s"),
    ("reset", "20s"),
];

/// What may be written besides impairments and named profiles.
pub const BESIDES: [&str; 2] = ["off", "seed"];

/// The impairments of streams only. `delay` and `rate` exist on both.
pub const ON_STREAMS: [&str; 4] = ["slice", "glue", "stall", "reset"];

const HOUR_US: u64 = 3_600_000_000;

#[cfg(test)]
mod tests;
