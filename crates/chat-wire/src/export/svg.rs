//! A picture for a slide: vectors, light or dark as the reader's screen is, with a title
//! and a description for who cannot see it. No script; whatever a person wrote is escaped.

use std::fmt::Write;

use crate::fold;
use crate::fold::Folding;
use crate::fold::Line;
use crate::lanes::Lanes;
use crate::marks::Mark;
use crate::merge::Merged;
use crate::rows::Ladder;
use crate::rows::row::Row;
use crate::rows::row::What;
use crate::words::label::label;
use crate::words::language::Language;
use crate::words::note::beside;
use crate::words::title::title;

/// The picture of a ladder, its background folded.
pub fn svg(merged: &Merged, language: Language) -> String {
    let ladder = &merged.ladder;
    let lanes = Lanes::of(ladder, LANES, 0);
    let rows = ladder.rows.numbered();
    let folded = fold::folded(rows, Folding::default(), |_, row| lanes.has(row));
    let more = folded.len().saturating_sub(ROWS);
    let count = folded.len().min(ROWS) + usize::from(more > 0);
    let height = TOP + count * STEP + STEP;
    let mut out = head(ladder, language, height);
    for (lane, column) in &lanes.shown {
        let x = LEFT + column;
        let name = escaped(&title(ladder, *lane, language));
        push(
            &mut out,
            &format!("<text class=\"t\" x=\"{x}\" y=\"20\">{name}</text>"),
        );
        let (from, to) = (TOP - STEP / 2, height - STEP / 2);
        push(
            &mut out,
            &format!("<line class=\"l\" x1=\"{x}\" y1=\"{from}\" x2=\"{x}\" y2=\"{to}\"/>"),
        );
    }
    for (at, line) in folded.iter().take(ROWS).enumerate() {
        let y = TOP + at * STEP;
        match line {
            Line::Row(number) => {
                if let Some(row) = ladder.rows.get(*number) {
                    draw(&mut out, &lanes, (row, y), language);
                }
            }
            Line::Folded(rest) => pause(&mut out, y, &language.time(rest.span)),
            Line::Silence(span) => pause(&mut out, y, &language.time(*span)),
            Line::Blank => {}
        }
    }
    if more > 0 {
        let words = language.of(
            format_args!("{more} rows more"),
            format_args!("mais {more} linhas"),
        );
        pause(&mut out, TOP + ROWS * STEP, &words);
    }
    out.push_str("</svg>\n");
    out
}

fn head(ladder: &Ladder, language: Language, height: usize) -> String {
    let mut parties: Vec<_> = Vec::new();
    for conversation in &ladder.conversations {
        for lane in [conversation.client, conversation.server] {
            let name = title(ladder, lane, language);
            if !parties.contains(&name) {
                parties.push(name);
            }
        }
    }
    let parties = escaped(&parties.join(", "));
    let count = |mark: Mark| ladder.rows.iter().filter(|row| row.mark == mark).count();
    let (rows, lost, open) = (ladder.rows.len(), count(Mark::Lost), count(Mark::Presumed));
    let description = language.of(
        format_args!("A ladder of {rows} rows: {lost} lost, {open} of unknown fate."),
        format_args!("Uma escada de {rows} linhas: {lost} perdidas, {open} de destino incerto."),
    );
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" role=\"img\">\n<title>{parties}</title>\n<desc>{description}</desc>\n<style>{STYLE}</style>\n<rect class=\"b\" width=\"{WIDTH}\" height=\"{height}\"/>\n"
    )
}

fn draw(out: &mut String, lanes: &Lanes, (row, y): (&Row, usize), language: Language) {
    let (Some(from), Some(to)) = (lanes.column(row.from), lanes.column(row.to)) else {
        return;
    };
    let at = row.at;
    let seconds = format!(
        "{}.{:03}",
        at.div_euclid(1_000_000),
        at.rem_euclid(1_000_000) / 1000
    );
    push(
        out,
        &format!(
            "<text class=\"n\" x=\"58\" y=\"{}\" text-anchor=\"end\">{seconds}</text>",
            y + 4
        ),
    );
    let note = escaped(&beside(row, language, false));
    let class = class(row.mark);
    let right = LEFT + LANES + 12;
    push(
        out,
        &format!(
            "<text class=\"{class}\" x=\"{right}\" y=\"{}\">{note}</text>",
            y + 4
        ),
    );
    let said = escaped(&label(row, language));
    let (from, to) = (LEFT + from, LEFT + to);
    if matches!(row.what, What::Happening(_)) {
        push(
            out,
            &format!("<circle class=\"d\" cx=\"{from}\" cy=\"{y}\" r=\"3\"/>"),
        );
        push(
            out,
            &format!(
                "<text class=\"s\" x=\"{}\" y=\"{}\">{said}</text>",
                from + 8,
                y + 4
            ),
        );
        return;
    }
    arrow(out, row, (from, to), y);
    let middle = usize::midpoint(from, to);
    push(
        out,
        &format!(
            "<text class=\"s\" x=\"{middle}\" y=\"{}\" text-anchor=\"middle\">{said}</text>",
            y - 2
        ),
    );
}

/// The line with its head. A datagram needs time: it arrives lower than it left.
fn arrow(out: &mut String, row: &Row, (from, to): (usize, usize), y: usize) {
    let class = class(row.mark);
    let stays = matches!(row.mark, Mark::Lost | Mark::Presumed | Mark::Waiting);
    let whole = to.abs_diff(from);
    let length = if stays { whole * 60 / 100 } else { whole };
    let (end, neck) = if from < to {
        (from + length, (from + length).saturating_sub(HEAD))
    } else {
        (from - length, from - length + HEAD)
    };
    let slant = SLANT * length / whole.max(1);
    let (low, high) = (y + slant - SLANT / 2, y - SLANT / 2);
    push(
        out,
        &format!(
            "<line class=\"a {class}\" x1=\"{from}\" y1=\"{high}\" x2=\"{end}\" y2=\"{low}\"/>"
        ),
    );
    if stays {
        let (sign, y) = (row.mark.sign(false), low + 4);
        push(
            out,
            &format!(
                "<text class=\"{class}\" x=\"{end}\" y=\"{y}\" text-anchor=\"middle\">{sign}</text>"
            ),
        );
    } else {
        let (over, under) = (low - 3, low + 3);
        push(
            out,
            &format!("<path class=\"{class}\" d=\"M{end} {low}L{neck} {over}L{neck} {under}Z\"/>"),
        );
    }
}

fn pause(out: &mut String, y: usize, words: &str) {
    let x = LEFT + LANES / 2;
    push(
        out,
        &format!("<text class=\"n\" x=\"{x}\" y=\"{y}\" text-anchor=\"middle\">⋮ {words}</text>"),
    );
}

/// The colour only repeats the sign.
fn class(mark: Mark) -> &'static str {
    match mark {
        Mark::Lost | Mark::Refused => "x",
        Mark::Presumed | Mark::Waiting => "q",
        Mark::Came => "g",
        Mark::Duplicate | Mark::Plain => "p",
    }
}

fn escaped(text: &str) -> String {
    let mut out = String::new();
    for c in chat_proto::text::clean(text).chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\n' | '\t' => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

fn push(out: &mut String, line: &str) {
    // Writing to memory does not fail.
    let _ = writeln!(out, "{line}");
}

const STYLE: &str = "svg{font:12px ui-monospace,Menlo,Consolas,monospace}.b{fill:#fff}text{fill:#222}.t{font-weight:bold;text-anchor:middle}.n{fill:#767676}.l{stroke:#999}.a{stroke:#222}path,.d{fill:#222}.a.x{stroke:#b00020}text.x,path.x{fill:#b00020}.a.q{stroke:#8a6d00;stroke-dasharray:5 3}text.q,path.q{fill:#8a6d00}text.g,path.g{fill:#1a7f37}@media(prefers-color-scheme:dark){.b{fill:#111}text{fill:#ddd}.n{fill:#999}.l{stroke:#666}.a{stroke:#ddd}path,.d{fill:#ddd}.a.x{stroke:#ff7b72}text.x,path.x{fill:#ff7b72}.a.q{stroke:#e3b341}text.q,path.q{fill:#e3b341}text.g,path.g{fill:#56d364}}";

const WIDTH: usize = 1000;
const LEFT: usize = 110;
const LANES: usize = 480;
const TOP: usize = 52;
const STEP: usize = 24;
const SLANT: usize = 8;
const HEAD: usize = 9;

/// What fits a very long page.
const ROWS: usize = 400;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::merge::merged;
    use crate::record;

    #[test]
    fn what_people_write_is_text_and_never_a_tag() {
        let lines = format!(
            "{}\n{}",
            r#"{"event":"begin","program":"chat-tui","name":"<script>"}"#,
            serde_json::json!({"ms": 1, "flow": "127.0.0.1:1", "event": "out", "bytes": 9,
                "data": "</text><script>alert('&')</script>"}),
        );
        let drawn = svg(
            &merged(&record::read(lines.as_bytes()).recordings),
            Language::English,
        );
        assert!(!drawn.contains("<script"), "{drawn}");
        assert!(
            drawn.contains("&lt;script&gt;alert(&#39;&amp;&#39;)"),
            "{drawn}"
        );
        for tag in ["svg", "title", "desc", "style", "text"] {
            let opened = drawn.matches(&format!("<{tag}>")).count()
                + drawn.matches(&format!("<{tag} ")).count();
            assert_eq!(opened, drawn.matches(&format!("</{tag}>")).count(), "{tag}");
        }
    }
}
