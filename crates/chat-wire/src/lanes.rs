//! Where the lanes stand, and an arrow from one to another: one line of cells.
//!
//! Geometry only: what an arrow says and what stands beside it come in as text.

use unicode_width::UnicodeWidthChar;
use unicode_width::UnicodeWidthStr;

use crate::marks::Mark;
use crate::rows::Ladder;
use crate::rows::row::Leg;
use crate::rows::row::Row;
use crate::rows::row::What;

/// Which lanes are shown, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lanes {
    /// The lanes, from left to right, each with its column.
    pub shown: Vec<(usize, usize)>,
    /// How many there are besides.
    pub hidden: usize,
    /// The column that stands for all of those, where they have one.
    others: Option<usize>,
    /// The columns of all of it.
    pub width: usize,
}

/// How arrows are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Glyphs {
    /// Whether only ASCII may be used.
    pub ascii: bool,
}

impl Lanes {
    /// The lanes of a ladder, in this many columns; where not all have room, without so
    /// many people of those that come first.
    pub fn of(ladder: &Ladder, width: usize, passed: usize) -> Self {
        Self::at_most(MOST_LANES, ladder, width, passed)
    }

    /// The same; but no more than have room for words, and one for all others.
    pub fn folding(ladder: &Ladder, width: usize, passed: usize) -> Self {
        let room = (width / LEAST_GAP + 1).clamp(3, MOST_LANES);
        let all = used(ladder).len();
        let shown = if all > room { room - 1 } else { room };
        let mut lanes = Self::at_most(shown, ladder, width, passed);
        if lanes.hidden > 0 {
            let gaps = lanes.shown.len().max(1);
            let last = lanes.width - 1;
            for (at, (_, column)) in lanes.shown.iter_mut().enumerate() {
                *column = at * last / gaps;
            }
            lanes.others = Some(last);
        }
        lanes
    }

    fn at_most(most: usize, ladder: &Ladder, width: usize, passed: usize) -> Self {
        let order = used(ladder);
        let hidden = order.len().saturating_sub(most);
        let is_server = |lane: &usize| ladder.parties.get(*lane).is_some_and(|p| p.is_server);
        let (mut servers, mut clients): (Vec<_>, Vec<_>) = order.into_iter().partition(is_server);
        if hidden > 0 {
            // Whoever looks is always there.
            let own = usize::from(ladder.own.is_some());
            let rest = clients.get_mut(own..).unwrap_or_default();
            rest.rotate_left(passed.checked_rem(rest.len()).unwrap_or(0));
            clients.truncate(most.saturating_sub(servers.len()).max(1));
            servers.truncate(most - clients.len().min(most));
        }
        // A server stands behind the first of its clients: most arrows are short then.
        let mut clients = clients.into_iter();
        let first = clients.next();
        let order: Vec<_> = first.into_iter().chain(servers).chain(clients).collect();
        let gaps = order.len().saturating_sub(1).max(1);
        let width = width.max(gaps + 1);
        let column = |at: usize| at * (width - 1) / gaps;
        let shown = order.into_iter().enumerate();
        Self {
            shown: shown.map(|(at, lane)| (lane, column(at))).collect(),
            hidden,
            others: None,
            width,
        }
    }

    /// The column of a lane, or that of all that have none.
    pub fn column(&self, lane: usize) -> Option<usize> {
        let found = self.shown.iter().find(|(shown, _)| *shown == lane);
        found.map(|(_, column)| *column).or(self.others)
    }

    /// How many columns there are.
    pub fn count(&self) -> usize {
        self.columns().count()
    }

    /// Every column.
    fn columns(&self) -> impl Iterator<Item = usize> {
        let shown = self.shown.iter().map(|(_, column)| *column);
        shown.chain(self.others)
    }

    /// Whether both ends of a row are shown.
    pub fn has(&self, row: &Row) -> bool {
        self.column(row.from).is_some() && self.column(row.to).is_some()
    }

    /// The line above: how each lane is called.
    pub fn titles(&self, title: impl Fn(usize) -> String) -> String {
        let mut cells = Cells::new(self.width);
        let count = self.count();
        let gap = self.width / count.max(1);
        let last = count.saturating_sub(1);
        if self.others.is_some() {
            let others = format!("+{}", self.hidden);
            cells.put(self.width.saturating_sub(others.width()), &others);
        }
        for (at, (lane, column)) in self.shown.iter().enumerate() {
            let title = cut(&title(*lane), gap.saturating_sub(2));
            let wide = title.width();
            let start = match at {
                0 => 0,
                _ if at == last => self.width - wide.min(self.width),
                _ => column.saturating_sub(wide / 2),
            };
            cells.put(start, &title);
        }
        cells.text()
    }

    /// A line on which only the lanes are seen, and a word between them.
    pub fn pause(&self, glyphs: Glyphs, words: &str) -> String {
        let mut cells = Cells::new(self.width);
        for column in self.columns() {
            cells.put(column, if glyphs.ascii { ":" } else { "┆" });
        }
        cells.put(2, &cut(words, self.width.saturating_sub(4)));
        cells.text()
    }

    /// A row.
    pub fn draw(&self, glyphs: Glyphs, row: &Row, label: &str) -> String {
        let mut cells = Cells::new(self.width);
        let bar = if glyphs.ascii { "|" } else { "│" };
        for column in self.columns() {
            cells.put(column, bar);
        }
        let (Some(from), Some(to)) = (self.column(row.from), self.column(row.to)) else {
            return cells.text();
        };
        if from == to {
            let dot = if glyphs.ascii { "*" } else { "●" };
            let label = cut(label, self.width.saturating_sub(4));
            let room = self.width.saturating_sub(from + 2);
            let start = if label.width() <= room {
                from + 2
            } else {
                (from + 1).saturating_sub(label.width() + 2)
            };
            cells.put(from, dot);
            cells.put(start, &label);
            return cells.text();
        }
        let arrow = Arrow::of(glyphs, row, (from, to));
        arrow.draw(&mut cells, glyphs, label);
        cells.text()
    }
}

/// From where to where, and what stands at its ends.
struct Arrow {
    low: usize,
    high: usize,
    rightward: bool,
    head: &'static str,
    /// How much of the way is drawn, from the tail, in hundredths.
    part: usize,
    tail: &'static str,
}

impl Arrow {
    fn of(glyphs: Glyphs, row: &Row, (from, to): (usize, usize)) -> Self {
        let rightward = from < to;
        let ascii = glyphs.ascii;
        let point = match (rightward, ascii) {
            (true, false) => "→",
            (true, true) => ">",
            (false, false) => "←",
            (false, true) => "<",
        };
        let stays = matches!(row.mark, Mark::Lost | Mark::Presumed | Mark::Waiting);
        let head = if stays { row.mark.sign(ascii) } else { point };
        let turn = match (row.leg, ascii) {
            (Leg::Whole, _) => "",
            (_, true) => "+",
            (Leg::Leaves, false) if rightward => "╮",
            (Leg::Leaves, false) => "╭",
            (Leg::Lands, false) if rightward => "╰",
            (Leg::Lands, false) => "╯",
        };
        let (head, part, tail) = match row.leg {
            Leg::Whole if stays => (head, STAYS, ""),
            Leg::Whole => (head, 100, ""),
            Leg::Leaves if stays => (head, TURNS, ""),
            Leg::Leaves => (turn, TURNS, ""),
            Leg::Lands if stays => (head, 100, turn),
            Leg::Lands => (point, 100, turn),
        };
        Self {
            low: from.min(to) + 1,
            high: from.max(to),
            rightward,
            head,
            part,
            tail,
        }
    }

    fn draw(&self, cells: &mut Cells, glyphs: Glyphs, label: &str) {
        let (low, high) = (self.low, self.high);
        let whole = high - low;
        // What is read by who it comes to only begins somewhere on the way.
        let begins = if self.tail.is_empty() {
            0
        } else {
            whole * TURNS / 100
        };
        let label = if self.tail.is_empty() {
            cut(label, (whole - begins).saturating_sub(7))
        } else {
            String::new()
        };
        let needed = (label.width() + 6).min(whole);
        let length = (whole * self.part / 100).max(needed);
        let shaft = if glyphs.ascii { "-" } else { "─" };
        let span = if self.rightward {
            low + begins..low + length
        } else {
            high - length..high - begins
        };
        for column in span.clone() {
            let crossed = cells.is_bar(column);
            let crossing = if glyphs.ascii { "+" } else { "┼" };
            cells.put(column, if crossed { crossing } else { shaft });
        }
        let words = if label.is_empty() {
            label
        } else {
            format!(" {label} ")
        };
        if self.rightward {
            cells.put(span.start, self.tail);
            cells.put(span.start + 2, &words);
            cells.put(span.end - 1, self.head);
        } else {
            cells.put(span.end - 1, self.tail);
            cells.put(span.end.saturating_sub(2 + words.width()), &words);
            cells.put(span.start, self.head);
        }
    }
}

/// One line, cell by cell; a wide glyph takes two.
struct Cells(Vec<String>);

impl Cells {
    fn new(width: usize) -> Self {
        Self(vec![" ".to_owned(); width])
    }

    fn put(&mut self, start: usize, text: &str) {
        let mut column = start;
        for c in text.chars() {
            let wide = c.width().unwrap_or(0);
            // An accent belongs to the letter before it.
            let first = if wide == 0 {
                column.saturating_sub(1)
            } else {
                column
            };
            if first + wide > self.0.len() {
                return;
            }
            let mut cells = self.0.iter_mut().skip(first);
            let mut cell = cells.next();
            if let Some(cell) = cell.as_mut().filter(|_| wide > 0) {
                cell.clear();
            }
            if let Some(cell) = cell {
                cell.push(c);
            }
            cells.take(wide.saturating_sub(1)).for_each(String::clear);
            column += wide;
        }
    }

    fn is_bar(&self, column: usize) -> bool {
        let cell = self.0.get(column);
        cell.is_some_and(|cell| cell == "│" || cell == "|")
    }

    fn text(self) -> String {
        self.0.concat()
    }
}

/// A text that takes at most so many columns.
pub fn cut(text: &str, columns: usize) -> String {
    if text.width() <= columns {
        return text.to_owned();
    }
    let mut short = String::new();
    let mut used = 1;
    for c in text.chars() {
        used += c.width().unwrap_or(0);
        if used > columns {
            break;
        }
        short.push(c);
    }
    if columns > 0 {
        short.push('…');
    }
    short
}

/// The lanes that anything goes to, in the order in which that begins.
fn used(ladder: &Ladder) -> Vec<usize> {
    let mut order: Vec<_> = ladder.own.into_iter().collect();
    for row in &ladder.rows {
        let moves = !matches!(row.what, What::Happening(_));
        for lane in [row.from, row.to] {
            if moves && !order.contains(&lane) {
                order.push(lane);
            }
        }
        // Whoever scrolls through thousands of rows has seen all lanes in the first few.
        if order.len() == ladder.parties.len() {
            return order;
        }
    }
    // Where nothing has moved, who would have talked.
    for conversation in &ladder.conversations {
        for lane in [conversation.client, conversation.server] {
            if !order.contains(&lane) {
                order.push(lane);
            }
        }
    }
    order
}

/// Between two of them there is room for a word.
const LEAST_GAP: usize = 16;

/// More do not fit beside each other.
pub const MOST_LANES: usize = 5;

/// How far something goes that does not arrive.
const STAYS: usize = 55;

/// Where one that others pass turns.
const TURNS: usize = 80;

#[cfg(test)]
mod tests;
