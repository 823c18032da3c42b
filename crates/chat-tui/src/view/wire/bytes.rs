//! One row with every byte of it accounted for.

use chat_wire::detail::Detail;
use chat_wire::detail::detail;
use chat_wire::detail::part::Part;
use chat_wire::page::wrapped;
use ratatui::buffer::Buffer;
use ratatui::style::Style;

use crate::app::App;
use crate::areas::Area;
use crate::speech::topic::wire::Total;
use crate::view::paint;
use crate::view::theme::Theme;
use crate::view::wire::tongue;
use crate::wrap;

pub(in crate::view::wire) fn draw(buffer: &mut Buffer, area: Area, app: &App, theme: &Theme) {
    let beside = area.x > 0;
    let rule = if beside { "│" } else { "─" };
    if beside {
        for y in area.y..area.y + area.height {
            paint::put(buffer, (area.x, y), 1, rule, theme.quiet);
        }
    } else {
        let line = rule.repeat(usize::from(area.width));
        paint::put(buffer, (area.x, area.y), area.width, &line, theme.quiet);
    }
    let chosen = app.wire.chosen();
    let detail = chosen.and_then(|at| detail(app.wire.ladder(), at, tongue::language(app)));
    let Some(detail) = detail else { return };
    let (left, above) = (u16::from(beside) * 2, u16::from(!beside));
    let inside = Area {
        x: area.x + left,
        y: area.y + above,
        width: area.width.saturating_sub(left),
        height: area.height.saturating_sub(above),
    };
    let (width, height) = (usize::from(inside.width), usize::from(inside.height));
    let mut lines = lines(&detail, width, (app, theme));
    if lines.len() > height {
        // The bytes themselves are what is asked for.
        let bare = Detail {
            facts: Vec::new(),
            ..detail.clone()
        };
        lines = self::lines(&bare, width, (app, theme));
    }
    let fits = lines.len() <= height;
    // How long it is in all stands below in any case.
    let shown = if fits {
        height
    } else {
        height.saturating_sub(1)
    };
    let last = lines.last().filter(|_| !fits);
    let lines = lines.iter().take(shown).chain(last);
    for (y, (text, style)) in (inside.y..inside.y + inside.height).zip(lines) {
        paint::put(buffer, (inside.x, y), inside.width, text, *style);
    }
}

fn lines(detail: &Detail, width: usize, (app, theme): (&App, &Theme)) -> Vec<(String, Style)> {
    let mut lines = vec![(detail.title.clone(), theme.own)];
    let wide = detail.facts.iter().map(|(word, _)| wrap::width(word)).max();
    let indent = wide.unwrap_or(0) + 2;
    for (word, fact) in &detail.facts {
        let mut word = word.as_str();
        for line in wrapped(fact, width.saturating_sub(indent).max(1)) {
            lines.push((padded(word, indent) + &line, theme.text));
            word = "";
        }
    }
    for part in &detail.parts {
        lines.extend(part_lines(part, width, theme));
    }
    if !detail.parts.is_empty() {
        lines.push((total(detail, app), theme.own));
    }
    lines
}

/// Its length, how it looks, and below what it is for.
fn part_lines(part: &Part, width: usize, theme: &Theme) -> Vec<(String, Style)> {
    let style = if part.is_own { theme.text } else { theme.quiet };
    let bytes = format!("{:>5}  ", part.bytes);
    let room = width.saturating_sub(BYTES);
    let text = wrap::shortened(&part.text, room);
    let wide = wrap::width(&text) + 2 + wrap::width(&part.meaning);
    if part.meaning.is_empty() || wide <= room {
        let mut line = format!("{bytes}{text}");
        if !part.meaning.is_empty() {
            line = format!("{line}  {}", part.meaning);
        }
        return vec![(line, style)];
    }
    let below = wrapped(&part.meaning, room.saturating_sub(2).max(1));
    let below = below.into_iter().map(|line| {
        let indent = " ".repeat(BYTES + 2);
        (format!("{indent}{line}"), theme.quiet)
    });
    std::iter::once((format!("{bytes}{text}"), style))
        .chain(below)
        .collect()
}

fn total(detail: &Detail, app: &App) -> String {
    let (all, own) = (
        detail.bytes(),
        detail.parts.iter().filter(|part| part.is_own),
    );
    let own: usize = own.map(|part| part.bytes).sum();
    let words = &app.speech.wire;
    if own == all {
        words.total_bytes(all)
    } else {
        words.total(Total { all, said: own })
    }
}

fn padded(word: &str, width: usize) -> String {
    let blanks = width.saturating_sub(wrap::width(word));
    format!("{word}{}", " ".repeat(blanks))
}

/// The length of a part, and the gap behind it.
const BYTES: usize = 7;
