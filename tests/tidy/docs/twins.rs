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

/// Where one has what the other has not.
fn unlike(one: &Source, other: &Source) -> Vec<String> {
    let (ours, theirs) = (skeleton(&one.text), skeleton(&other.text));
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
    content(&unlike(&file("README.md"), &file("LEIAME.md")));
    content(&unlike(&file("docs/TRUST.md"), &file("docs/CONFIANCA.md")));
    content(&unlike(&file("docs/TEACHING.md"), &file("docs/ENSINAR.md")));
}

#[test]
fn the_readme_is_short() {
    let both = [file("README.md"), file("LEIAME.md")];
    content(&both.iter().filter_map(too_long).collect::<Vec<_>>());
}

#[track_caller]
fn check(one: &str, other: &str, expected: &[&str]) {
    let documents = made_up(&[("A.md", one), ("B.md", other)]);
    complains(&unlike(&documents[0], &documents[1]), expected);
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
