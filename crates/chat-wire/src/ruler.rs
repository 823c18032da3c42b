//! The bytes of a stream: the borders of its frames, and under them what each read or
//! write moved, at its true place. A stream has no borders; the line ends are ours.

mod secret;

use unicode_width::UnicodeWidthStr;

use crate::lanes::cut;
use crate::payload::Payload;
use crate::record::event::Data;
use crate::record::source::Transport;
use crate::rows::Ladder;
use crate::rows::party::Side;
use crate::rows::row::Chunk;
use crate::rows::row::Row;
use crate::rows::row::What;
use crate::words::language::Language;

/// One line of the picture.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RulerLine {
    /// The row that it shows; nothing for a ruler.
    pub row: Option<usize>,
    /// What stands there.
    pub text: String,
}

/// The picture of the stream that a row is of, or of the newest one, in so many columns:
/// what was moved up to that row. Nothing where there is no stream.
pub fn ruler(
    ladder: &Ladder,
    at: Option<usize>,
    width: usize,
    language: Language,
) -> Option<Vec<RulerLine>> {
    let conversation = conversation(ladder, at)?;
    let moves = ladder.rows.numbered().rev().filter_map(|(at, row)| {
        let same = row.conversation == Some(conversation);
        chunk(row).filter(|_| same).map(|chunk| (at, row, chunk))
    });
    let mut moves: Vec<Move<'_>> = moves.take(MOST_MOVES).collect();
    moves.reverse();
    let mut lines = Vec::new();
    for block in blocks(&moves) {
        lines.extend(block.lines(width, language));
    }
    Some(lines)
}

/// What is to be said of the stream that a row is of, or of the newest one.
pub fn sentence(ladder: &Ladder, at: Option<usize>, language: Language) -> String {
    let conversation = conversation(ladder, at);
    let mut rows = ladder.rows.iter().rev().take(MOST_MOVES);
    let is_secret = |row: &Row| row.conversation == conversation && row.records.is_some();
    if rows.any(is_secret) {
        return secret::sentence(language);
    }
    language.of_three(
        format_args!("TCP keeps the order of the bytes and nothing else: where one call ends says nothing about where a message ends. The line end says that, and what has none yet is kept until the rest comes."),
        format_args!("O TCP mantém a ordem dos bytes e mais nada: onde uma chamada acaba nada diz sobre onde acaba uma mensagem. Isso di-lo o fim de linha, e o que ainda não o tem guarda-se até vir o resto."), format_args!("O TCP mantém a ordem dos bytes e mais nada: onde uma chamada acaba nada diz sobre onde acaba uma mensagem. Quem diz isso é o fim de linha, e o que ainda não o tem é guardado até vir o resto."),
    )
}

/// One call: its row's number, the row, and what it moved.
type Move<'a> = (usize, &'a Row, &'a Chunk);

/// That of a row, else the newest that is a stream.
fn conversation(ladder: &Ladder, at: Option<usize>) -> Option<usize> {
    let is_stream = |at: &usize| {
        let known = ladder.conversations.get(*at);
        known.is_some_and(|known| known.transport != Transport::Udp)
    };
    let chosen = at.and_then(|at| ladder.rows.get(at)?.conversation);
    let newest = || (0..ladder.conversations.len()).rev().find(is_stream);
    chosen.filter(is_stream).or_else(newest)
}

fn chunk(row: &Row) -> Option<&Chunk> {
    match &row.what {
        What::Write(chunk) | What::Read(chunk) => Some(chunk),
        What::Datagram(_) | What::Happening(_) => None,
    }
}

/// Calls of one direction, from where nothing was kept to where nothing is.
struct Block<'a> {
    moves: Vec<Move<'a>>,
}

/// Both directions, each by itself, in the order in which their blocks begin.
fn blocks<'a>(moves: &[Move<'a>]) -> Vec<Block<'a>> {
    let mut blocks: Vec<Block<'a>> = Vec::new();
    for side in [Side::Client, Side::Server] {
        let mut open: Option<Block<'a>> = None;
        for one in moves.iter().filter(|(_, row, _)| row.sender == side) {
            let block = open.get_or_insert_with(|| Block { moves: Vec::new() });
            block.moves.push(*one);
            let ends = ends(one.1, one.2).last() == Some(&one.2.bytes);
            if ends || block.moves.len() >= MOST_TOGETHER {
                blocks.extend(open.take());
            }
        }
        blocks.extend(open);
    }
    blocks.sort_by_key(|block| block.moves.first().map(|(at, ..)| *at));
    blocks
}

impl Block<'_> {
    fn bytes(&self) -> usize {
        self.moves.iter().map(|(_, _, chunk)| chunk.bytes).sum()
    }

    /// The offsets at which frames end.
    fn borders(&self) -> Vec<usize> {
        let (mut borders, mut start) = (Vec::new(), 0);
        for (_, row, chunk) in &self.moves {
            borders.extend(ends(row, chunk).into_iter().map(|end| start + end));
            start += chunk.bytes;
        }
        borders
    }

    /// What each frame is, as far as its text is kept.
    fn names(&self, language: Language) -> Vec<String> {
        let records = self.moves.iter().filter_map(|one| one.1.records.as_deref());
        let names: Vec<_> = records
            .flat_map(|records| secret::names(records, language))
            .collect();
        if !names.is_empty() {
            return names;
        }
        let mut text = String::new();
        for (_, _, chunk) in &self.moves {
            let Data::Text(data) = &chunk.data else {
                return Vec::new();
            };
            text.push_str(data);
        }
        text.lines().map(name).collect()
    }

    /// What was said in records, at its true place; nothing where there are none.
    fn said(&self, scale: &Scale, language: Language) -> Option<RulerLine> {
        let (mut line, mut all, mut frames, mut start) = (String::new(), 0, 0, 0_isize);
        for (_, row, chunk) in &self.moves {
            for said in row.records.iter().flat_map(|records| secret::said(records)) {
                let from = usize::try_from(start + said.from).ok()?;
                let (first, last) = (scale.at(from), scale.at(from + said.bytes));
                let gap = first.saturating_sub(line.width());
                line.push_str(&" ".repeat(gap));
                let wide = last.saturating_sub(line.width());
                line.push_str(&frame(wide, ("", said.bytes), true));
                all += said.bytes;
                frames += said.frames;
            }
            start += isize::try_from(chunk.bytes).ok()?;
        }
        let word = language.of(format_args!("said"), format_args!("dito"));
        let text = format!("{:>8} {word:<7}{all:>6}{frames:>4} {line}", "");
        (all > 0).then_some(RulerLine { row: None, text })
    }

    fn lines(&self, width: usize, language: Language) -> Vec<RulerLine> {
        let room = width.saturating_sub(BEFORE + BEHIND).max(8);
        let borders = self.borders();
        let scale = Scale {
            each: self.bytes().div_ceil(room).max(1),
        };
        let each = scale.each;
        let legend = language.of(
            format_args!("1 column = {each} bytes"),
            format_args!("1 coluna = {each} bytes"),
        );
        let ruler = frames(&scale, &borders, (self.bytes(), &self.names(language)));
        let mut lines = vec![RulerLine {
            row: None,
            text: format!("{legend:>wide$} {ruler}", wide = BEFORE - 1),
        }];
        lines.extend(self.said(&scale, language));
        let mut start = 0;
        for (at, row, chunk) in &self.moves {
            let end = start + chunk.bytes;
            let open = end - borders.iter().rfind(|at| **at <= end).unwrap_or(&0);
            lines.push(RulerLine {
                row: Some(*at),
                text: moved(
                    (row, chunk, open),
                    &bar(&scale, &borders, (start, end)),
                    (room, language),
                ),
            });
            start = end;
        }
        lines
    }
}

/// Where the frames of a call end that can be seen: lines, or records.
fn ends(row: &Row, chunk: &Chunk) -> Vec<usize> {
    let lines = || {
        let inside = chunk.ends.iter().filter(|end| **end <= chunk.bytes);
        inside.copied().collect()
    };
    row.records.as_deref().map_or_else(lines, secret::ends)
}

fn count(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}

/// How many bytes a column is.
struct Scale {
    each: usize,
}

impl Scale {
    /// The column of an offset; a border lies between two.
    fn at(&self, offset: usize) -> usize {
        offset.div_ceil(self.each)
    }
}

/// `├ msg #2 105 ─┤├─ msg #3 118 ──┤`.
fn frames(scale: &Scale, borders: &[usize], (bytes, names): (usize, &[String])) -> String {
    let rest = (borders.last().copied().unwrap_or(0) < bytes).then_some(bytes);
    let (mut line, mut from) = (String::new(), 0);
    for (at, end) in borders.iter().copied().chain(rest).enumerate() {
        let wide = scale.at(end).saturating_sub(scale.at(from));
        let is_whole = borders.contains(&end);
        let name = names.get(at).map(String::as_str).unwrap_or_default();
        line.push_str(&frame(wide, (name, end - from), is_whole));
        from = end;
    }
    line
}

/// One frame in so many columns: with its name and length, where there is room.
fn frame(wide: usize, (name, bytes): (&str, usize), is_whole: bool) -> String {
    let last = if is_whole { "┤" } else { "┄" };
    match wide {
        0 => String::new(),
        1 => last.to_owned(),
        _ => {
            let room = wide - 2;
            let words = format!(" {} ", format!("{name} {bytes}").trim());
            let words = if words.width() <= room {
                words
            } else {
                cut(&bytes.to_string(), room)
            };
            let free = room.saturating_sub(words.width());
            let (left, right) = (free / 2, free - free / 2);
            format!("├{}{words}{}{last}", "─".repeat(left), "─".repeat(right))
        }
    }
}

/// What one call moved: `┣━━┫┣━┅`.
fn bar(scale: &Scale, borders: &[usize], (start, end): (usize, usize)) -> String {
    let inside = borders
        .iter()
        .copied()
        .filter(|at| *at > start && *at < end);
    let cuts: Vec<usize> = inside.chain([end]).collect();
    let mut line = " ".repeat(scale.at(start));
    let mut from = start;
    for to in cuts {
        let wide = scale.at(to).saturating_sub(scale.at(from));
        let begins = from == 0 || borders.contains(&from);
        let ends = borders.contains(&to);
        let (first, last) = (if begins { "┣" } else { "┅" }, if ends { "┫" } else { "┅" });
        match wide {
            0 => {}
            1 => line.push_str(if ends { last } else { first }),
            _ => line.push_str(&[first, &"━".repeat(wide - 2), last].concat()),
        }
        from = to;
    }
    line
}

/// `  4.102 read    254   2  ┣━━┫┣━┅    31`.
fn moved(
    (row, chunk, open): (&Row, &Chunk, usize),
    bar: &str,
    (room, language): (usize, Language),
) -> String {
    let time = format!(
        "{}.{:03}",
        row.at.div_euclid(1_000_000),
        row.at.rem_euclid(1_000_000) / 1000
    );
    let call = match row.what {
        What::Write(_) => language.of(format_args!("write"), format_args!("escreve")),
        What::Read(_) | What::Datagram(_) | What::Happening(_) => {
            language.of(format_args!("read"), format_args!("lê"))
        }
    };
    let (bytes, lines, kept) = match &row.records {
        None => (chunk.bytes, chunk.lines, chunk.kept),
        Some(_) => (chunk.bytes, count(ends(row, chunk).len()), Some(open)),
    };
    let gap = " ".repeat(room.saturating_sub(bar.width()));
    let kept = kept.filter(|kept| *kept > 0);
    let kept = kept.map(|kept| kept.to_string()).unwrap_or_default();
    let line = format!("{time:>8} {call:<7}{bytes:>6}{lines:>4} {bar}{gap} {kept:>5}");
    line.trim_end().to_owned()
}

/// `msg #3`.
fn name(line: &str) -> String {
    let payload = Payload::of_text(line);
    let kind = payload.kind.unwrap_or_default();
    let seq = payload.seq.map(|seq| format!(" #{seq}"));
    format!("{kind}{}", seq.unwrap_or_default())
}

/// Columns before the bars: time, call, bytes, ends.
const BEFORE: usize = 27;

/// And behind them: what is kept.
const BEHIND: usize = 6;

/// Calls that are drawn.
const MOST_MOVES: usize = 400;

/// Calls under one ruler.
const MOST_TOGETHER: usize = 40;

#[cfg(test)]
mod tests;
