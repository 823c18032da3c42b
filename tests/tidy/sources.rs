//! The tree as it lies on the disk, or as a test makes it up: paths and texts.

use std::fs;
use std::path::Path;
use std::path::PathBuf;

/// A file: its path from the root of the workspace, with `/`, and its text.
pub(crate) struct Source {
    pub(crate) path: String,
    pub(crate) text: String,
}

/// Every file with this ending below these folders, in the order of the paths.
pub(crate) fn walk(folders: &[&str], ending: &str) -> Vec<Source> {
    let mut sources = Vec::new();
    for folder in folders {
        visit(&root().join(folder), ending, &mut sources);
    }
    sources.sort_by(|a, b| a.path.cmp(&b.path));
    assert!(
        !sources.is_empty(),
        "no file ends in {ending} below {folders:?}: the walk is lost"
    );
    sources
}

/// The files of all our crates: what is in `crates/*/src`.
pub(crate) fn crates() -> Vec<Source> {
    let mut sources = walk(&["crates"], ".rs");
    sources.retain(|s| s.path.split('/').nth(2) == Some("src"));
    let libraries = [
        "chat-archive",
        "chat-link",
        "chat-proto",
        "chat-server",
        "chat-trust",
        "chat-tui",
        "chat-weather",
        "chat-wire",
    ];
    for name in libraries {
        let path = format!("crates/{name}/src/lib.rs");
        assert!(sources.iter().any(|s| s.path == path), "{path} is missing");
    }
    sources
}

/// One file that has to be there.
pub(crate) fn file(path: &str) -> Source {
    let text = fs::read_to_string(root().join(path))
        .unwrap_or_else(|error| panic!("{path} cannot be read: {error}"));
    Source {
        path: path.to_owned(),
        text,
    }
}

/// Whether a path from the root of the workspace leads anywhere.
pub(crate) fn exists(path: &str) -> bool {
    root().join(path).exists()
}

/// A made-up tree.
pub(crate) fn made_up(files: &[(&str, &str)]) -> Vec<Source> {
    let source = |(path, text): &(&str, &str)| Source {
        path: (*path).to_owned(),
        text: (*text).to_owned(),
    };
    files.iter().map(source).collect()
}

/// Fails with every complaint at once.
#[track_caller]
pub(crate) fn content(complaints: &[String]) {
    assert!(complaints.is_empty(), "\n{}\n", complaints.join("\n"));
}

/// What a rule complains about in a made-up tree, up to the first space: the
/// file and the line.
#[track_caller]
pub(crate) fn complains(complaints: &[String], expected: &[&str]) {
    let places: Vec<_> = complaints
        .iter()
        .map(|c| c.split(": ").next().unwrap_or_default())
        .collect();
    assert_eq!(places, expected, "\n{}\n", complaints.join("\n"));
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn visit(folder: &Path, ending: &str, sources: &mut Vec<Source>) {
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    for entry in entries {
        let path = entry.expect("a folder that can be read").path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if path.is_dir() {
            if !SKIPPED.contains(&&*name) && !name.starts_with('.') {
                visit(&path, ending, sources);
            }
        } else if name.ends_with(ending) {
            let inside = path.strip_prefix(root()).expect("below the root");
            sources.push(file(&inside.to_string_lossy().replace('\\', "/")));
        }
    }
}

/// Folders whose files nobody wrote.
const SKIPPED: [&str; 4] = ["artifacts", "corpus", "snapshots", "target"];

#[test]
#[should_panic(expected = "the walk is lost")]
fn a_walk_that_finds_nothing_fails() {
    walk(&["no-such-folder"], ".rs");
}
