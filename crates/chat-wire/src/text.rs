//! The ladder as text: the same rows as on the screen, for a report.

use std::fmt::Write;

use crate::explain::explain;
use crate::fold;
use crate::fold::Background;
use crate::fold::Folding;
use crate::fold::Line;
use crate::merge::Merged;
use crate::merge::clocks::Sureness;
use crate::page::Look;
use crate::page::Page;
use crate::page::TIME_COLUMNS;
use crate::page::wrapped;
use crate::rows::Ladder;
use crate::words::language::Language;
use crate::words::title::called;

/// How it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TextStyle {
    /// In which language.
    pub language: Language,
    /// How many columns a line has at most.
    pub width: usize,
    /// Whether only ASCII may be used.
    pub ascii: bool,
    /// What becomes of the background.
    pub background: Background,
    /// Whether each row is explained in a sentence below it.
    pub sentences: bool,
}

impl Default for TextStyle {
    fn default() -> Self {
        Self {
            language: Language::English,
            width: WIDTH,
            ascii: false,
            background: Background::Folded,
            sentences: false,
        }
    }
}

impl TextStyle {
    fn look(self) -> Look {
        Look {
            language: self.language,
            width: self.width,
            ascii: self.ascii,
            passed: 0,
        }
    }

    fn folding(self) -> Folding {
        Folding {
            background: self.background,
            ..Folding::default()
        }
    }
}

/// All of it. The same each time.
pub fn text(merged: &Merged, style: TextStyle) -> String {
    let ladder = &merged.ladder;
    let page = Page::of(ladder, style.look());
    let mut out = String::new();
    for line in heading(&page, merged, style.language) {
        push(&mut out, &line);
    }
    let rows = ladder.rows.numbered();
    for line in fold::folded(rows, style.folding(), |_, row| page.lanes.has(row)) {
        push(&mut out, &page.line(ladder, &line));
        for sentence in sentence(ladder, &line, style) {
            push(&mut out, &sentence);
        }
    }
    push(&mut out, &page.foot(ladder));
    out
}

/// The lines above the rows.
fn heading(page: &Page, merged: &Merged, language: Language) -> Vec<String> {
    let parties = &merged.ladder.parties;
    let doubts = merged.clocks.iter().enumerate();
    let doubts = doubts.filter_map(|(at, clock)| {
        let name = parties.get(at).map(|party| called(party, language));
        doubt(clock.sureness, &name.unwrap_or_default(), language)
    });
    let mut lines: Vec<_> = doubts.collect();
    lines.push(page.titles(&merged.ladder));
    lines.extend(page.hidden());
    lines
}

/// What is said about a row, where that is wanted.
fn sentence(ladder: &Ladder, line: &Line, style: TextStyle) -> Vec<String> {
    let row = match line {
        Line::Row(at) if style.sentences => ladder.rows.get(*at),
        Line::Row(_) | Line::Folded(_) | Line::Silence(_) | Line::Blank => None,
    };
    let Some(row) = row else {
        return Vec::new();
    };
    let bar = if style.ascii { "#" } else { "▌" };
    let room = style.width.saturating_sub(TIME_COLUMNS + 2);
    let lines = wrapped(&explain(row, style.language), room);
    lines
        .into_iter()
        .map(|line| format!("{:TIME_COLUMNS$}{bar} {line}", ""))
        .collect()
}

fn doubt(sureness: Sureness, name: &str, language: Language) -> Option<String> {
    Some(match sureness {
        Sureness::Reference => return None,
        Sureness::Within(error) => {
            let error = language.time_finely(error);
            language.of(
                format_args!("~ {name}: clock reconciled, within {error}"),
                format_args!("~ {name}: relógio acertado, a menos de {error}"),
            )
        }
        Sureness::OneWay => language.of(
            format_args!("~ {name}: datagrams one way only, so the clock is a bound (≥)"),
            format_args!("~ {name}: datagramas só num sentido: o relógio é um limite (≥)"),
        ),
        Sureness::Wall => language.of(
            format_args!("~ {name}: nothing in common, placed by its own clock"),
            format_args!("~ {name}: nada em comum, posto pelo seu próprio relógio"),
        ),
        Sureness::Unknown => language.of(
            format_args!("~ {name}: nothing in common, and no time of beginning"),
            format_args!("~ {name}: nada em comum, e sem hora de início"),
        ),
    })
}

fn push(out: &mut String, line: &str) {
    // Writing to memory does not fail.
    let _ = writeln!(out, "{}", line.trim_end());
}

/// A page of a report.
const WIDTH: usize = 100;

#[cfg(test)]
mod tests;
