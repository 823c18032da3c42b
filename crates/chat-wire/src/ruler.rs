//! The bytes of a stream: the borders of its frames, and under them what each read or
//! write moved, at its true place. A stream has no borders; the line ends are ours.

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

/// What is to be said of it.
pub fn sentence(language: Language) -> String {
    language.of(
        format_args!("TCP keeps the order of the bytes and nothing else: where one call ends says nothing about where a message ends. The line end says that, and what has none yet is kept until the rest comes."),
        format_args!("O TCP mantém a ordem dos bytes e mais nada: onde uma chamada acaba nada diz sobre onde acaba uma mensagem. Isso di-lo o fim de linha, e o que ainda não o tem guarda-se até vir o resto."),
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
            let ends = one.2.ends.last() == Some(&one.2.bytes);
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
        for (_, _, chunk) in &self.moves {
            let ends = chunk.ends.iter().filter(|end| **end <= chunk.bytes);
            borders.extend(ends.map(|end| start + end));
            start += chunk.bytes;
        }
        borders
    }

    /// What each frame is, as far as its text is kept.
    fn names(&self) -> Vec<String> {
        let mut text = String::new();
        for (_, _, chunk) in &self.moves {
            let Data::Text(data) = &chunk.data else {
                return Vec::new();
            };
            text.push_str(data);
        }
        text.lines().map(name).collect()
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
        let ruler = frames(&scale, &borders, (self.bytes(), &self.names()));
        let mut lines = vec![RulerLine {
            row: None,
            text: format!("{legend:>wide$} {ruler}", wide = BEFORE - 1),
        }];
        let mut start = 0;
        for (at, row, chunk) in &self.moves {
            let end = start + chunk.bytes;
            lines.push(RulerLine {
                row: Some(*at),
                text: moved(
                    (row, chunk),
                    &bar(&scale, &borders, (start, end)),
                    (room, language),
                ),
            });
            start = end;
        }
        lines
    }
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
fn moved((row, chunk): (&Row, &Chunk), bar: &str, (room, language): (usize, Language)) -> String {
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
    let (bytes, lines) = (chunk.bytes, chunk.lines);
    let gap = " ".repeat(room.saturating_sub(bar.width()));
    let kept = chunk.kept.filter(|kept| *kept > 0);
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
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::live::Live;
    use crate::record;

    const FLOW: &str = r#"{"ms":1.0,"flow":1,"event":"flow","transport":"tcp","local":"127.0.0.1:4","peer":"127.0.0.1:1234"}"#;

    /// A stream, read in pieces of these lengths.
    fn read(stream: &str, cuts: &[usize]) -> Ladder {
        let mut live = Live::new(Side::Client, "ana");
        live.take_line(record::line(FLOW.as_bytes()).unwrap());
        let mut rest = stream;
        for (ms, cut) in cuts.iter().chain([&usize::MAX]).enumerate() {
            let cut = (*cut).min(rest.len());
            let (piece, after) = rest.split_at(cut);
            rest = after;
            if piece.is_empty() {
                continue;
            }
            let ends: Vec<_> = piece.match_indices('\n').map(|(at, _)| at + 1).collect();
            let noted = serde_json::json!({
                "ms": ms, "flow": 1, "event": "read", "x": "00000001",
                "bytes": piece.len(), "ends": ends, "data": piece,
            });
            live.take_line(record::line(noted.to_string().as_bytes()).unwrap());
        }
        live.ladder().clone()
    }

    #[test]
    fn partial_and_glued_frames_stand_under_their_borders() {
        let one = r#"{"type":"msg","seq":2,"text":"olá"}"#;
        let two = r#"{"type":"msg","seq":3,"text":"sim"}"#;
        let stream = format!("{one}\n{two}\n");
        let lines = ruler(&read(&stream, &[20, 24]), None, 107, Language::English).unwrap();
        let seen: Vec<_> = lines.iter().map(|line| line.text.trim_end()).collect();
        let seen = seen.join("\n");
        let expected = "        1 column = 1 bytes ├──────────── msg #2 37 ────────────┤├─────────── msg #3 36 ────────────┤
   0.000 read       20   0 ┣━━━━━━━━━━━━━━━━━━┅                                                          20
   0.001 read       24   1                     ┅━━━━━━━━━━━━━━━┫┣━━━━━┅                                   7
   0.002 read       29   1                                             ┅━━━━━━━━━━━━━━━━━━━━━━━━━━━┫";
        assert_eq!(seen, expected, "\n{seen}");
    }

    proptest! {
        #[test]
        fn however_a_stream_is_cut_the_bars_tile_its_frames(
            lines in prop::collection::vec("[a-z]{0,40}", 1..6),
            cuts in prop::collection::vec(1usize..50, 0..8),
            width in 0usize..160,
        ) {
            let stream = lines.join("\n") + "\n";
            let ladder = read(&stream, &cuts);
            let drawn = ruler(&ladder, None, width, Language::Portuguese).unwrap();
            let moved: usize = ladder.rows.iter().filter_map(chunk).map(|chunk| chunk.bytes).sum();
            prop_assert_eq!(moved, stream.len());
            let rows = drawn.iter().filter(|line| line.row.is_some());
            prop_assert_eq!(rows.count(), ladder.rows.len());
        }
    }
}
