//! A sequence diagram for Mermaid.
//!
//! Whatever a person wrote is escaped: `#` would cut a label without a word, `;` and a
//! participant called `end` break the diagram, and `%%{init…}%%` in a text would be
//! obeyed. So participants are `p0`, `p1` … with their names beside them, and signs that
//! mean something are written as entities. Longer than Mermaid takes it never is.

use std::fmt::Write;

use crate::marks::Mark;
use crate::merge::Merged;
use crate::rows::row::Row;
use crate::rows::row::What;
use crate::words::label::label;
use crate::words::language::Language;
use crate::words::note::beside;
use crate::words::title::title;

/// The diagram. What is in the background is left out.
pub fn mermaid(merged: &Merged, language: Language) -> String {
    let ladder = &merged.ladder;
    let shown = || ladder.rows.iter().filter(|row| !row.is_background);
    let mut lanes: Vec<_> = shown().flat_map(|row| [row.from, row.to]).collect();
    lanes.sort_unstable();
    lanes.dedup();
    let mut out = "sequenceDiagram\n".to_owned();
    for lane in &lanes {
        let name = escaped(&title(ladder, *lane, language));
        push(&mut out, &format!("participant p{lane} as {name}"));
    }
    let mut left = shown().count();
    for row in shown().take(ROWS) {
        let said = of_row(row, language);
        if out.len() + said.len() > BYTES {
            break;
        }
        out.push_str(&said);
        left -= 1;
    }
    if let Some(lane) = lanes.first().filter(|_| left > 0) {
        let more = language.of(
            format_args!("{left} rows more"),
            format_args!("mais {left} linhas"),
        );
        push(&mut out, &format!("Note over p{lane}: {more}"));
    }
    out
}

fn of_row(row: &Row, language: Language) -> String {
    let mut out = String::new();
    let (from, to) = (row.from, row.to);
    let said = escaped(&label(row, language));
    let note = escaped(&beside(row, language, false));
    if matches!(row.what, What::Happening(_)) {
        push(&mut out, &format!("Note over p{from}: {said}"));
        return out;
    }
    let is_answer = row.payload().is_some_and(|payload| payload.is("ack"));
    let arrow = match (row.mark, is_answer) {
        (Mark::Lost, _) => "-x",
        (Mark::Presumed | Mark::Waiting, _) => "-)",
        (Mark::Plain | Mark::Came | Mark::Duplicate | Mark::Refused, true) => "-->>",
        (Mark::Plain | Mark::Came | Mark::Duplicate | Mark::Refused, false) => "->>",
    };
    push(&mut out, &format!("p{from}{arrow}p{to}: {said}"));
    if !note.is_empty() {
        let (low, high) = (from.min(to), from.max(to));
        push(&mut out, &format!("Note over p{low},p{high}: {note}"));
    }
    out
}

/// Letters, and nothing that Mermaid obeys.
fn escaped(text: &str) -> String {
    let mut out = String::new();
    for c in chat_proto::text::clean(text).chars() {
        match c {
            '#' => out.push_str("#35;"),
            ';' => out.push_str("#59;"),
            '%' => out.push_str("#37;"),
            '<' => out.push_str("#lt;"),
            '>' => out.push_str("#gt;"),
            '{' => out.push_str("#123;"),
            '}' => out.push_str("#125;"),
            '\\' => out.push_str("#92;"),
            '\n' | '\t' => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

fn push(out: &mut String, line: &str) {
    // Writing to memory does not fail.
    let _ = writeln!(out, "    {line}");
}

/// More rows than anybody follows.
const ROWS: usize = 200;

/// Mermaid stops at fifty thousand characters.
const BYTES: usize = 45_000;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::merge::merged;
    use crate::record;

    fn drawn(text: &str) -> String {
        let lines = format!(
            "{}\n{}\n{}",
            r#"{"event":"begin","program":"chat-tui","name":"end"}"#,
            r#"{"ms":0,"flow":1,"event":"flow","transport":"udp","local":"127.0.0.1:9","peer":"127.0.0.1:1"}"#,
            serde_json::json!({"ms": 1, "flow": 1, "event": "out", "bytes": 9, "data": text}),
        );
        mermaid(
            &merged(&record::read(lines.as_bytes()).recordings),
            Language::English,
        )
    }

    #[test]
    fn what_people_write_is_never_obeyed() {
        let expected = "sequenceDiagram
    participant p0 as end :9
    participant p1 as server :1
    p0->>p1: \"#37;#37;#123;init: x#125;#37;#37; a#35;b#59; #lt;b#gt;\" 9 bytes
";
        assert_eq!(drawn("%%{init: x}%% a#b; <b>"), expected);
    }

    #[test]
    fn a_long_recording_ends_with_how_much_is_left_out() {
        let mut lines = vec![r#"{"event":"begin","program":"chat-tui","name":"ana"}"#.to_owned()];
        for n in 1..1000 {
            lines.push(format!(
                r#"{{"ms":{n},"flow":"127.0.0.1:1","event":"out","x":"{n:08x}","bytes":9,"what":{{"n":{n},"type":"msg"}}}}"#
            ));
        }
        let recordings = record::read(lines.join("\n").as_bytes()).recordings;
        let drawn = mermaid(&merged(&recordings), Language::English);
        assert!(drawn.len() < 50_000);
        assert!(drawn.ends_with("Note over p0: 799 rows more\n"), "{drawn}");
    }
}
