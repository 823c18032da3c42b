//! A guide as a machine reads it.
//!
//! A line `**Terminal N**` says where the blocks below it belong: `sh` is a
//! command that is started there, `type` what is typed there (`^C`, `^D`, `^Z`
//! and `fg` are what they are), `text` what it then shows, next to what it has
//! shown before. A `…` in a line stands for anything, a line `…` for lines.

use std::fs;

/// A section, from one `## ` to the next.
#[derive(Debug)]
pub(crate) struct Section {
    pub(crate) heading: String,
    pub(crate) steps: Vec<Step>,
    /// All its lines, blocks and prose.
    pub(crate) lines: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Step {
    pub(crate) terminal: u32,
    pub(crate) kind: Kind,
    pub(crate) lines: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Start,
    Type,
    Show,
}

pub(crate) fn path(name: &str) -> String {
    format!("{}/../docs/{name}", env!("CARGO_MANIFEST_DIR"))
}

pub(crate) fn read(name: &str) -> Vec<Section> {
    let text = fs::read_to_string(path(name)).unwrap();
    let mut sections: Vec<Section> = Vec::new();
    let mut terminal = None;
    let mut block: Option<Step> = None;
    for line in text.lines() {
        if let Some(heading) = line.strip_prefix("## ") {
            let heading = heading.to_owned();
            sections.push(Section {
                heading,
                steps: Vec::new(),
                lines: Vec::new(),
            });
            terminal = None;
        }
        let Some(section) = sections.last_mut() else {
            continue;
        };
        section.lines.push(line.to_owned());
        if let Some(mut step) = block.take() {
            if line == "```" {
                section.steps.push(step);
            } else {
                step.lines.push(line.to_owned());
                block = Some(step);
            }
        } else if let Some(number) = line.strip_prefix("**Terminal ") {
            terminal = number
                .strip_suffix("**")
                .and_then(|number| number.parse().ok());
        } else if let Some(language) = line.strip_prefix("```") {
            let kind = match language {
                "sh" => Kind::Start,
                "type" => Kind::Type,
                "text" => Kind::Show,
                other => panic!("{name}: a block of {other:?} is run by nobody"),
            };
            let terminal = terminal.unwrap_or_else(|| panic!("{name}: {line} in no terminal"));
            block = Some(Step {
                terminal,
                kind,
                lines: Vec::new(),
            });
        }
    }
    sections
}

/// Whether a line of a guide is a line that was shown, where numbers differ
/// that differ from run to run.
pub(crate) fn alike(guide: &str, shown: &str) -> bool {
    let (guide, shown) = (canon(guide), canon(shown));
    let mut parts = guide.split('…');
    let Some(mut rest) = parts.next().and_then(|first| shown.strip_prefix(first)) else {
        return false;
    };
    let mut last = None;
    for part in parts {
        last = Some(part);
        let Some((_, after)) = rest.split_once(part) else {
            return false;
        };
        rest = after;
    }
    match last {
        None => rest.is_empty(),
        Some(part) => shown.ends_with(part),
    }
}

/// Ports that the system chose, process ids, dates and times, durations, and
/// all numbers of a measurement become `#`.
fn canon(line: &str) -> String {
    // A number of the session, drawn by chance.
    let (before, session) = line.split_once(SESSION).unwrap_or((line, ""));
    let known = session
        .get(16..)
        .map_or(String::new(), |rest| format!("{SESSION}{rest}"));
    // How wide a table is depends on what stands in it.
    let words: Vec<&str> = before.split_whitespace().collect();
    let line = words.join(" ") + &known;
    let measured = MEASURED.iter().any(|words| line.contains(words));
    let mut out = String::new();
    let mut rest = line.as_str();
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        let (before, from) = rest.split_at(start);
        out.push_str(before);
        let end = from
            .find(|c: char| !c.is_ascii_digit())
            .unwrap_or(from.len());
        let (digits, after) = from.split_at(end);
        let clock = |c| (digits.len() == 2 || digits == "#") && after.starts_with(c);
        let of_clock = clock(':') || clock('-') || (digits.len() == 2 && ends_in_clock(&out));
        let varies = measured
            || digits.len() >= 5
            || out.ends_with("pid=")
            || out.ends_with("fd=")
            || after.starts_with(" ms")
            || after.starts_with('Z')
            || (digits.len() == 4 && after.starts_with('-'))
            || of_clock;
        out.push_str(if varies { "#" } else { digits });
        rest = after;
    }
    out + rest
}

fn ends_in_clock(out: &str) -> bool {
    out.ends_with("#:") || out.ends_with("#-") || out.ends_with("#T") || out.ends_with("# ")
}

/// What the client of `promiscuous` says before the number of its session.
const SESSION: &str = "WHO IS THERE? ";

/// Lines with these words tell what was measured or drawn by chance.
const MEASURED: [&str; 8] = [
    "gave up",
    "sends in all",
    "were accepted before",
    "waited ",
    " reads",
    "lay unread",
    "buffer: asked",
    "seconds after 1970",
];

#[test]
fn lines_are_alike_where_only_what_varies_differs() {
    for (guide, shown) in [
        (
            "127.0.0.1:40123 sent 4 bytes",
            "127.0.0.1:39999 sent 4 bytes",
        ),
        (
            "2026-11-20 14:03:07 ana: olá",
            "2027-01-02 23:59:59 ana: olá",
        ),
        ("[14:03] ana: olá", "[15:59] ana: olá"),
        (
            "[2026-11-20T14:03:07.123Z] a",
            "[2026-12-31T23:59:59.001Z] a",
        ),
        (
            "users:((\"x\",pid=12,fd=9))",
            "users:((\"x\",pid=4711,fd=10))",
        ),
        ("a … c", "a b c"),
    ] {
        assert!(
            alike(guide, shown),
            "{guide:?} {shown:?}: {:?}, {:?}",
            canon(guide),
            canon(shown)
        );
    }
    for (guide, shown) in [
        (
            "127.0.0.1:40123 sent 4 bytes",
            "127.0.0.1:40123 sent 5 bytes",
        ),
        ("a … c", "a b d"),
        ("a", "a b"),
        ("127.0.0.1:1234", "127.0.0.1:1235"),
    ] {
        assert!(!alike(guide, shown), "{guide:?} {shown:?}");
    }
}
