//! Where everything stands on a page of so many columns: time, lanes with their arrows,
//! and what is said beside them. The same for the screen and for a report.

use unicode_width::UnicodeWidthStr;

use crate::fold::Folded;
use crate::fold::Line;
use crate::lanes::Glyphs;
use crate::lanes::Lanes;
use crate::lanes::cut;
use crate::marks::Mark;
use crate::rows::Ladder;
use crate::rows::kept::Tally;
use crate::rows::row::Row;
use crate::words::label::label;
use crate::words::language::Language;
use crate::words::note::beside;
use crate::words::title::title;

/// How a page looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    /// In which language.
    pub language: Language,
    /// How many columns a line has at most.
    pub width: usize,
    /// Whether only ASCII may be used.
    pub ascii: bool,
    /// Where not all lanes have room: how many people are passed over.
    pub passed: usize,
}

/// Where everything stands.
#[derive(Clone, Debug)]
pub struct Page {
    /// The lanes.
    pub lanes: Lanes,
    look: Look,
    shape: Shape,
}

/// What there is room for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shape {
    /// Lanes, and notes beside them.
    Whole,
    /// Lanes alone, with the mark.
    Lanes,
    /// A list.
    List,
}

/// One line, in the parts that may look different.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cells {
    /// Seconds, to the right.
    pub time: String,
    /// The lanes with an arrow between them.
    pub arrow: String,
    /// What is said beside it.
    pub beside: String,
}

impl Page {
    /// The page of a ladder.
    pub fn of(ladder: &Ladder, look: Look) -> Self {
        Self::with(Lanes::of, ladder, look)
    }

    /// The same; where there is no room for a lane for each, those that come last have one
    /// together.
    pub fn folding(ladder: &Ladder, look: Look) -> Self {
        Self::with(Lanes::folding, ladder, look)
    }

    fn with(lanes_of: fn(&Ladder, usize, usize) -> Lanes, ladder: &Ladder, look: Look) -> Self {
        let shape = match look.width {
            width if width >= WITH_NOTES => Shape::Whole,
            width if width >= WITH_LANES => Shape::Lanes,
            _ => Shape::List,
        };
        let room = look.width.saturating_sub(TIME_COLUMNS);
        let beside = room.saturating_sub(LEAST_NOTE);
        let width = match shape {
            Shape::Whole => (room * LANES_PART / 100).min(beside),
            Shape::Lanes | Shape::List => room.saturating_sub(MARK_COLUMNS),
        };
        let mut lanes = lanes_of(ladder, width.max(LEAST_LANES), look.passed);
        if shape == Shape::Whole && lanes.count() > 2 {
            // Between many there is little room for words: they get that of the notes.
            let most = beside.min(LANE * (lanes.count() - 1)).max(width);
            lanes = lanes_of(ladder, most.max(LEAST_LANES), look.passed);
        }
        Self { lanes, look, shape }
    }

    /// The line above: how each lane is called.
    pub fn titles(&self, ladder: &Ladder) -> String {
        let language = self.look.language;
        if self.shape == Shape::List {
            let shown = self.lanes.shown.iter();
            let titles: Vec<_> = shown
                .map(|(lane, _)| title(ladder, *lane, language))
                .collect();
            return cut(&titles.join(" · "), self.look.width);
        }
        let titles = self.lanes.titles(|lane| title(ladder, lane, language));
        format!("{:TIME_COLUMNS$}{titles}", "")
    }

    /// How many lanes have no room.
    pub fn hidden(&self) -> Option<String> {
        let hidden = self.lanes.hidden;
        (hidden > 0).then(|| {
            self.look.language.of(
                format_args!("+{hidden} lanes that are not shown"),
                format_args!("+{hidden} colunas que não se mostram"),
            )
        })
    }

    /// One line.
    pub fn line(&self, ladder: &Ladder, line: &Line) -> String {
        let Cells {
            time,
            arrow,
            beside,
        } = self.cells(ladder, line);
        format!("{time} {arrow} {beside}")
    }

    /// The same in its parts.
    pub fn cells(&self, ladder: &Ladder, line: &Line) -> Cells {
        match line {
            Line::Row(at) => ladder
                .rows
                .get(*at)
                .map_or_else(Cells::default, |row| self.row(row)),
            Line::Folded(folded) => self.pause(&folded_words(*folded, self.look.language)),
            Line::Silence(span) => self.pause(&self.look.language.time(*span)),
            Line::Blank => self.pause(""),
        }
    }

    fn row(&self, row: &Row) -> Cells {
        let Look {
            language,
            ascii,
            width,
            ..
        } = self.look;
        let time = format!(
            "{}.{:03}",
            row.at.div_euclid(1_000_000),
            row.at.rem_euclid(1_000_000) / 1000
        );
        let time = format!("{time:>width$}", width = TIME_COLUMNS - 1);
        let label = label(row, language);
        let arrow = match self.shape {
            Shape::Whole | Shape::Lanes => self.lanes.draw(Glyphs { ascii }, row, &label),
            Shape::List => {
                let room = width.saturating_sub(TIME_COLUMNS + MARK_COLUMNS + 2);
                format!("{} {}", self.point(row), cut(&label, room))
            }
        };
        let room = width.saturating_sub(time.width() + arrow.width() + 2);
        let beside = match self.shape {
            Shape::Whole => cut(&beside(row, language, ascii), room),
            Shape::Lanes | Shape::List => row.mark.sign(ascii).to_owned(),
        };
        Cells {
            time,
            arrow,
            beside,
        }
    }

    /// Which way it goes, where there are no lanes.
    fn point(&self, row: &Row) -> &'static str {
        let column = |lane| self.lanes.column(lane);
        match (row.from == row.to, column(row.from) < column(row.to)) {
            (true, _) if self.look.ascii => "*",
            (true, _) => "●",
            (false, true) if self.look.ascii => ">",
            (false, true) => "→",
            (false, false) if self.look.ascii => "<",
            (false, false) => "←",
        }
    }

    fn pause(&self, words: &str) -> Cells {
        let glyphs = Glyphs {
            ascii: self.look.ascii,
        };
        let arrow = match self.shape {
            Shape::Whole | Shape::Lanes => self.lanes.pause(glyphs, words),
            Shape::List => cut(words, self.look.width.saturating_sub(TIME_COLUMNS)),
        };
        Cells {
            time: " ".repeat(TIME_COLUMNS - 1),
            arrow,
            beside: String::new(),
        }
    }

    /// The line below: what there was, in numbers.
    pub fn foot(&self, ladder: &Ladder) -> String {
        let language = self.look.language;
        let Tally {
            lost,
            unknown: open,
            duplicates: twice,
            refused,
            again,
        } = ladder.rows.tally();
        let all = ladder.rows.len();
        let sign = |mark: Mark| mark.sign(self.look.ascii);
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

fn folded_words(folded: Folded, language: Language) -> String {
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

/// The time, before the lanes, with the blank after it.
pub const TIME_COLUMNS: usize = 8;

/// With less nothing is said beside the lanes.
const WITH_NOTES: usize = 70;

/// With less there are none.
const WITH_LANES: usize = 50;

/// A blank and a mark.
const MARK_COLUMNS: usize = 3;

/// How much of the rest the lanes take, in hundredths.
const LANES_PART: usize = 54;

/// What a note needs.
const LEAST_NOTE: usize = 20;

/// Between two of many lanes there is no more than this.
const LANE: usize = 40;

/// What two lanes need.
const LEAST_LANES: usize = 24;
