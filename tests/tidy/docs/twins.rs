//! The README in two languages: short, and the same from section to section.

use crate::sources::Source;
use crate::sources::complains;
use crate::sources::content;
use crate::sources::file;
use crate::sources::made_up;

/// What somebody who has one of them finds in the other too: the depth of each
/// heading and every fenced line, remarks left out.
fn skeleton(text: &str) -> Vec<String> {
    let mut lines = Vec::new();
    let mut fenced = false;
    for line in text.lines() {
        let line = line.trim();
        if line.starts_with("```") {
            fenced = !fenced;
            lines.push(line.to_owned());
        } else if fenced {
            let command = line.split("  #").next().unwrap_or_default();
            lines.push(command.trim_end().to_owned());
        } else if line.starts_with('#') {
            let depth = line.len() - line.trim_start_matches('#').len();
            lines.push(format!("a heading of depth {depth}"));
        }
    }
    lines
}

/// What the numbered lessons of one have and those of the other have too: the number of
/// each, every command, and which screen it shows; what stands on it is in a language.
fn lessons(text: &str) -> Vec<String> {
    let mut sections = text.split("\n## ");
    let lessons = sections.find(|section| section.contains("\n### 1. "));
    let mut lines = Vec::new();
    let mut block = None;
    for line in lessons.unwrap_or_default().lines() {
        if let Some(kind) = line.strip_prefix("```") {
            block = block.is_none().then_some(kind);
            lines.extend(line.split(" keys: ").next().map(str::to_owned));
        } else if block == Some("sh") {
            let command = line.split("  #").next().unwrap_or_default();
            lines.push(command.trim_end().to_owned());
        } else if let Some(title) = line.strip_prefix("### ") {
            lines.extend(title.split(' ').next().map(str::to_owned));
        }
    }
    lines
}

/// Where one has what the other has not.
fn unlike(one: &Source, other: &Source, of: fn(&str) -> Vec<String>) -> Vec<String> {
    let (ours, theirs) = (of(&one.text), of(&other.text));
    let differ = ours.iter().zip(&theirs).find(|(a, b)| a != b);
    if let Some((ours, theirs)) = differ {
        return vec![format!(
            "{}: `{ours}` where {} has `{theirs}`",
            one.path, other.path
        )];
    }
    if ours.len() == theirs.len() {
        return Vec::new();
    }
    vec![format!(
        "{}: longer or shorter than {}",
        one.path, other.path
    )]
}

/// Those that are longer than somebody reads who wants to begin.
fn too_long(document: &Source) -> Option<String> {
    let words = document.text.split_whitespace().count();
    (words > WORDS).then(|| format!("{}: {words} words, of {WORDS} at most", document.path))
}

const WORDS: usize = 900;

#[test]
fn the_readme_is_the_same_in_both_languages() {
    for [one, other] in [
        ["README.md", "LEIAME.md"],
        ["docs/TRUST.md", "docs/CONFIANCA.md"],
        ["docs/TEACHING.md", "docs/ENSINAR.md"],
    ] {
        content(&unlike(&file(one), &file(other), skeleton));
    }
}

#[test]
fn the_sixteen_lessons_are_the_same_in_both_languages() {
    let (one, other) = (file("docs/WIRE.md"), file("docs/FIO.md"));
    content(&unlike(&one, &other, lessons));
    let numbers = lessons(&one.text);
    assert!(numbers.contains(&"16.".to_owned()), "{numbers:?}");
}

#[test]
fn the_readme_is_short() {
    let both = [file("README.md"), file("LEIAME.md")];
    content(&both.iter().filter_map(too_long).collect::<Vec<_>>());
}

#[track_caller]
fn check(one: &str, other: &str, expected: &[&str]) {
    let documents = made_up(&[("A.md", one), ("B.md", other)]);
    complains(&unlike(&documents[0], &documents[1], skeleton), expected);
}

#[test]
fn twins_that_differ_are_seen() {
    check(
        "# A\n```sh\nnc x  # yes\n```",
        "# B\n```sh\nnc x # sim\n```",
        &["A.md"],
    );
    check(
        "# A\n```sh\nnc x  # yes\n```",
        "# B\n```sh\nnc x  # sim\n```",
        &[],
    );
    check("# A\n## C", "# B", &["A.md"]);
    check("# A\n## C", "# B\n### D", &["A.md"]);
}

#[test]
fn lessons_that_differ_are_seen() {
    let lesson = |command: &str, screen: &str| {
        format!(
            "# A\n\n## B\n\n### 1. C\n```sh\n{command}\n```\n```text replay d\n{screen}\n```\n\n## E\n"
        )
    };
    let [one, same, other] = [
        lesson("nc x  # one", "here"),
        lesson("nc x  # um", "presente"),
        lesson("nc y", "here"),
    ];
    let documents = made_up(&[("A.md", &one), ("B.md", &same), ("C.md", &other)]);
    complains(&unlike(&documents[0], &documents[1], lessons), &[]);
    complains(&unlike(&documents[0], &documents[2], lessons), &["A.md"]);
}
