//! The shape of files: short, introduced, named after what they hold.

use crate::code::Token;
use crate::code::stands;
use crate::code::tokens;
use crate::sources::Source;
use crate::sources::complains;
use crate::sources::content;
use crate::sources::crates;
use crate::sources::made_up;
use crate::sources::walk;

/// Nothing is so long that nobody reads it to its end.
fn too_long(sources: &[Source]) -> Vec<String> {
    let long = |source: &Source| {
        let lines = source.text.lines().count();
        let place = format!("{}:{lines}", source.path);
        (lines > LINES).then(|| format!("{place}: a file has at most {LINES} lines: divide it"))
    };
    sources.iter().filter_map(long).collect()
}

/// The first line says what the file is.
fn not_introduced(sources: &[Source]) -> Vec<String> {
    let mute = |source: &&Source| {
        let first = source.text.lines().next().unwrap_or_default();
        let words = first.strip_prefix("//! ").map(str::trim);
        words.is_none_or(str::is_empty)
    };
    let mute = sources.iter().filter(mute);
    mute.map(|s| {
        format!(
            "{}:1: the first line is a `//!` that says what this is",
            s.path
        )
    })
    .collect()
}

/// No name that fits everything, and `x.rs` beside `x/`.
fn badly_named(sources: &[Source]) -> Vec<String> {
    let fault = |source: &Source| {
        let mut words = source.path.split(['/', '.', '_', '-']);
        let vague = words.find(|word| VAGUE.contains(word));
        let path = &source.path;
        match vague {
            Some(word) => Some(format!(
                "{path}:1: `{word}` says nothing: name what it holds"
            )),
            None if path.ends_with("/mod.rs") => Some(format!(
                "{path}:1: put it beside its folder, with the folder's name"
            )),
            None => None,
        }
    };
    sources.iter().filter_map(fault).collect()
}

/// Nothing is put off, no test is left out.
fn unfinished(sources: &[Source]) -> Vec<String> {
    let mut complaints = Vec::new();
    for source in sources {
        let tokens = tokens(&source.text);
        let later = |at: &usize| LATER.iter().any(|words| stands(&tokens, *at, words));
        for at in (0..tokens.len()).filter(later) {
            let line = tokens.get(at).map_or(0, |token: &Token| token.line);
            complaints.push(format!("{}:{line}: finish it or leave it out", source.path));
        }
    }
    complaints
}

/// The length that half of the files do not pass.
fn median_lines(sources: &[Source]) -> usize {
    let mut lengths: Vec<_> = sources.iter().map(|s| s.text.lines().count()).collect();
    lengths.sort_unstable();
    lengths.get(lengths.len() / 2).copied().unwrap_or_default()
}

fn all() -> Vec<Source> {
    walk(&["crates", "tests", "fuzz"], ".rs")
}

/// What fits on a few screens.
const LINES: usize = 400;

/// The aim is 150; beyond this, files have begun to grow instead of to divide.
const MEDIAN_LINES: usize = 200;

/// Names that invite anything.
const VAGUE: [&str; 9] = [
    "common",
    "helper",
    "helpers",
    "manager",
    "managers",
    "misc",
    "util",
    "utils",
    "utilities",
];

/// What stands for work to be done.
const LATER: [&[&str]; 3] = [
    &["todo", "!"],
    &["unimplemented", "!"],
    &["#", "[", "ignore"],
];

#[test]
fn a_file_has_at_most_four_hundred_lines() {
    content(&too_long(&all()));
}

#[test]
fn half_of_the_files_are_short() {
    let median = median_lines(&crates());
    assert!(median <= MEDIAN_LINES, "the median file has {median} lines");
}

#[test]
fn a_file_says_first_what_it_is() {
    content(&not_introduced(&all()));
}

#[test]
fn a_file_is_named_after_what_it_holds() {
    content(&badly_named(&all()));
}

#[test]
fn nothing_is_unfinished_and_no_test_is_ignored() {
    content(&unfinished(&all()));
}

#[test]
fn a_long_file_is_seen() {
    let sources = made_up(&[("a.rs", &"x\n".repeat(400)), ("b.rs", &"x\n".repeat(401))]);
    complains(&too_long(&sources), &["b.rs:401"]);
    assert_eq!(median_lines(&sources), 401);
}

#[test]
fn a_file_without_introduction_is_seen() {
    let sources = made_up(&[
        ("good.rs", "//! What it is.\nuse x;"),
        ("empty.rs", ""),
        ("late.rs", "\n//! What it is."),
        ("mute.rs", "//! \n"),
        ("item.rs", "/// An item."),
    ]);
    let expected = ["empty.rs:1", "late.rs:1", "mute.rs:1", "item.rs:1"];
    complains(&not_introduced(&sources), &expected);
}

#[test]
fn a_vague_name_is_seen() {
    let sources = made_up(&[
        ("src/model.rs", ""),
        ("src/mod.rs", ""),
        ("src/common/x.rs", ""),
        ("src/name_utils.rs", ""),
    ]);
    let expected = ["src/mod.rs:1", "src/common/x.rs:1", "src/name_utils.rs:1"];
    complains(&badly_named(&sources), &expected);
}

#[test]
fn unfinished_work_is_seen() {
    let good = "// todo!\nfn todo() { \"unimplemented!()\" } fn ignore() {}";
    let bad = "fn f() {\n todo ! ()\n}\n#[test]\n#[ignore = \"slow\"]\nfn g() { unimplemented!() }";
    let sources = made_up(&[("good.rs", good), ("bad.rs", bad)]);
    complains(&unfinished(&sources), &["bad.rs:2", "bad.rs:5", "bad.rs:6"]);
}
