//! The ladder as text: the same rows as on the screen, for a report.

use std::fmt::Write;

use unicode_width::UnicodeWidthStr;

use crate::explain::explain;
use crate::fold;
use crate::fold::Background;
use crate::fold::Folded;
use crate::fold::Line;
use crate::lanes::Glyphs;
use crate::lanes::Lanes;
use crate::lanes::cut;
use crate::marks::Mark;
use crate::merge::Merged;
use crate::merge::clocks::Sureness;
use crate::rows::Ladder;
use crate::rows::party::Party;
use crate::rows::row::Row;
use crate::words::label::label;
use crate::words::language::Language;
use crate::words::note::beside;

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

/// All of it. The same each time.
pub fn text(merged: &Merged, style: TextStyle) -> String {
    let ladder = &merged.ladder;
    let page = Page::of(ladder, style);
    let mut out = String::new();
    for line in page.heading(merged) {
        push(&mut out, &line);
    }
    let rows = ladder.rows.iter().enumerate();
    for line in fold::folded(rows, style.background, |_, row| page.lanes.has(row)) {
        push(&mut out, &page.line(ladder, &line));
        for sentence in page.sentence(ladder, &line) {
            push(&mut out, &sentence);
        }
    }
    push(&mut out, &page.foot(ladder));
    out
}

/// Where everything stands on a page.
#[derive(Clone, Debug)]
pub struct Page {
    /// The lanes.
    pub lanes: Lanes,
    style: TextStyle,
    /// The time of the first row, from which all others count.
    zero: i64,
}

impl Page {
    /// The page of a ladder.
    pub fn of(ladder: &Ladder, style: TextStyle) -> Self {
        let beside = style.width.saturating_sub(TIME_COLUMNS + LEAST_NOTE);
        let wanted = style.width.saturating_sub(TIME_COLUMNS) * LANES_PART / 100;
        let width = wanted.min(beside).max(LEAST_LANES);
        Self {
            lanes: Lanes::of(ladder, width),
            style,
            zero: 0,
        }
    }

    /// The lines above the rows.
    pub fn heading(&self, merged: &Merged) -> Vec<String> {
        let language = self.style.language;
        let ladder = &merged.ladder;
        let titles = self.lanes.titles(|lane| title(ladder, lane, language));
        let mut lines = vec![format!("{:TIME_COLUMNS$}{titles}", "")];
        let doubts = merged.clocks.iter().enumerate();
        let doubts = doubts.filter_map(|(at, clock)| {
            let name = ladder.parties.get(at).map(|party| called(party, language));
            doubt(clock.sureness, &name.unwrap_or_default(), language)
        });
        lines.splice(0..0, doubts);
        if self.lanes.hidden > 0 {
            let hidden = self.lanes.hidden;
            lines.push(language.of(
                format_args!("+{hidden} lanes that are not shown"),
                format_args!("+{hidden} colunas que não se mostram"),
            ));
        }
        lines
    }

    /// One line.
    pub fn line(&self, ladder: &Ladder, line: &Line) -> String {
        match line {
            Line::Row(at) => ladder
                .rows
                .get(*at)
                .map_or_else(String::new, |row| self.row(row)),
            Line::Folded(folded) => self.pause(&self.folded(*folded)),
            Line::Silence(span) => self.pause(&self.style.language.time(*span)),
        }
    }

    /// What is said about it, where that is wanted.
    fn sentence(&self, ladder: &Ladder, line: &Line) -> Vec<String> {
        let row = match line {
            Line::Row(at) if self.style.sentences => ladder.rows.get(*at),
            Line::Row(_) | Line::Folded(_) | Line::Silence(_) => None,
        };
        let Some(row) = row else {
            return Vec::new();
        };
        let bar = if self.style.ascii { "#" } else { "▌" };
        let room = self.style.width.saturating_sub(TIME_COLUMNS + 2);
        let lines = wrapped(&explain(row, self.style.language), room);
        lines
            .into_iter()
            .map(|line| format!("{:TIME_COLUMNS$}{bar} {line}", ""))
            .collect()
    }

    fn row(&self, row: &Row) -> String {
        let (language, ascii) = (self.style.language, self.style.ascii);
        let at = row.at - self.zero;
        let time = format!(
            "{}.{:03}",
            at.div_euclid(1_000_000),
            at.rem_euclid(1_000_000) / 1000
        );
        let glyphs = Glyphs { ascii };
        let arrow = self.lanes.draw(glyphs, row, &label(row, language));
        let mut line = format!("{time:>7} {arrow} ");
        let room = self.style.width.saturating_sub(line.width());
        line.push_str(&cut(&beside(row, language, ascii), room));
        line
    }

    fn pause(&self, words: &str) -> String {
        let glyphs = Glyphs {
            ascii: self.style.ascii,
        };
        format!("{:TIME_COLUMNS$}{}", "", self.lanes.pause(glyphs, words))
    }

    fn folded(&self, folded: Folded) -> String {
        let language = self.style.language;
        let mut words = Vec::new();
        if folded.span > 0 {
            words.push(language.time(folded.span));
        }
        let counts = [
            (folded.pings, ["ping", "ping"], ["pings", "pings"]),
            (
                folded.answers,
                ["answer", "resposta"],
                ["answers", "respostas"],
            ),
            (
                folded.hidden,
                ["hidden", "escondida"],
                ["hidden", "escondidas"],
            ),
        ];
        for (count, one, more) in counts.into_iter().filter(|(count, ..)| *count > 0) {
            words.push(language.count(u64::try_from(count).unwrap_or(u64::MAX), one, more));
        }
        words.join(" · ")
    }

    /// The line below: what there was, in numbers.
    pub fn foot(&self, ladder: &Ladder) -> String {
        let language = self.style.language;
        let count = |mark: Mark| ladder.rows.iter().filter(|row| row.mark == mark).count();
        let again = ladder.rows.iter().filter(|row| row.is_again()).count();
        let all = ladder.rows.len();
        let sign = |mark: Mark| mark.sign(self.style.ascii);
        let (lost, open) = (count(Mark::Lost), count(Mark::Presumed));
        let (twice, refused) = (count(Mark::Duplicate), count(Mark::Refused));
        let (lost_sign, open_sign) = (sign(Mark::Lost), sign(Mark::Presumed));
        let (twice_sign, refused_sign) = (sign(Mark::Duplicate), sign(Mark::Refused));
        language.of(
            format_args!(
                "{all} rows · {lost_sign} lost {lost} · {open_sign} unknown {open} · again {again} · {twice_sign} duplicates {twice} · {refused_sign} refused {refused}"
            ),
            format_args!(
                "{all} linhas · {lost_sign} perdidas {lost} · {open_sign} incertas {open} · outra vez {again} · {twice_sign} duplicadas {twice} · {refused_sign} recusadas {refused}"
            ),
        )
    }
}

/// How a lane is called, and where it is.
pub fn title(ladder: &Ladder, lane: usize, language: Language) -> String {
    let Some(party) = ladder.parties.get(lane) else {
        return String::new();
    };
    let name = called(party, language);
    let address = short(&party.address);
    format!("{name} {address}").trim().to_owned()
}

/// Its name, or what stands for it.
pub fn called(party: &Party, language: Language) -> String {
    match (party.name.is_empty(), party.is_server) {
        (false, _) => chat_proto::text::quoted(&party.name),
        (true, true) => language.of(format_args!("server"), format_args!("servidor")),
        (true, false) => language.of(format_args!("client"), format_args!("cliente")),
    }
}

/// On this machine the port says all.
fn short(address: &str) -> String {
    let near = ["127.0.0.1:", "[::1]:", "0.0.0.0:", "[::]:"];
    let port = near.iter().find_map(|near| address.strip_prefix(near));
    let shown = port.map_or_else(|| address.to_owned(), |port| format!(":{port}"));
    chat_proto::text::quoted(&shown)
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

/// By words.
pub fn wrapped(text: &str, columns: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ') {
        match lines.last_mut() {
            Some(line) if line.width() + 1 + word.width() <= columns => {
                line.push(' ');
                line.push_str(word);
            }
            Some(_) | None => lines.push(word.to_owned()),
        }
    }
    lines
}

fn push(out: &mut String, line: &str) {
    // Writing to memory does not fail.
    let _ = writeln!(out, "{}", line.trim_end());
}

/// A page of a report.
const WIDTH: usize = 100;

/// The time, before the lanes.
const TIME_COLUMNS: usize = 8;

/// How much of the rest the lanes take, in hundredths.
const LANES_PART: usize = 54;

/// What a note needs.
const LEAST_NOTE: usize = 20;

/// What two lanes need.
const LEAST_LANES: usize = 24;

#[cfg(test)]
mod tests;
