//! Every word that a user or a reader meets stands in the document where they
//! would look for it.

use std::process::Command;

use chat_proto::refusal::Code;

use crate::code::Token;
use crate::code::stands;
use crate::code::tokens;
use crate::code::without_tests;
use crate::modules::Kind;
use crate::modules::Tree;
use crate::sources::Source;
use crate::sources::content;
use crate::sources::crates;
use crate::sources::file;
use crate::sources::made_up;
use crate::sources::walk;

/// The words that a document does not have as `` `word` `` or `"word"`.
fn unexplained(document: &Source, words: &[&str]) -> Vec<String> {
    let missing = |word: &&&str| {
        let spellings = [format!("`{word}`"), format!("\"{word}\"")];
        !spellings.iter().any(|s| document.text.contains(s))
    };
    let missing = words.iter().filter(missing);
    missing
        .map(|word| format!("{}: `{word}` is missing", document.path))
        .collect()
}

/// The options that a document does not name.
fn unnamed(document: &Source, options: &[String]) -> Vec<String> {
    let missing = |option: &&String| !has_word(&document.text, option, |_, _| true);
    let missing = options.iter().filter(missing);
    missing
        .map(|option| format!("{}: `{option}` is missing", document.path))
        .collect()
}

/// The modules that the code map does not have below the heading of their crate.
fn unmapped(map: &Source, crates: &[Source]) -> Vec<String> {
    let mut complaints = Vec::new();
    let mapped = [
        "chat-proto",
        "chat-link",
        "chat-weather",
        "chat-trust",
        "chat-cluster",
        "chat-wire",
        "chat-server",
        "chat-tui",
    ];
    for name in mapped {
        let section = section(&map.text, name);
        if section.is_empty() {
            complaints.push(format!("{}: no heading names `{name}`", map.path));
            continue;
        }
        let tree = Tree::of(name, crates);
        for module in tree.list(&[]).iter().filter(|l| l.kind == Kind::File) {
            let as_code = |before: &str, after: &str| {
                before.ends_with('`') || after.starts_with(".rs") || after.starts_with('/')
            };
            if !has_word(&section, &module.name, as_code) {
                let missing = &module.name;
                complaints.push(format!("{}: `{missing}` of {name} is missing", map.path));
            }
        }
    }
    complaints
}

/// What stands below the headings that have this word, up to the next heading
/// that is not deeper.
fn section(text: &str, word: &str) -> String {
    let mut section = String::new();
    let mut within = None;
    let mut fenced = false;
    for line in text.lines() {
        fenced ^= line.starts_with("```");
        let depth = line.len() - line.trim_start_matches('#').len();
        if depth > 0 && !fenced && within.is_none_or(|outer| depth <= outer) {
            within = line.contains(word).then_some(depth);
        }
        if within.is_some() {
            section.push_str(line);
            section.push('\n');
        }
    }
    section
}

/// Whether the word stands anywhere for itself, where its neighbours fit.
fn has_word(text: &str, word: &str, fit: impl Fn(&str, &str) -> bool) -> bool {
    let inside = |c: char| c.is_alphanumeric() || c == '_' || c == '-';
    text.match_indices(word).any(|(at, _)| {
        let (before, rest) = text.split_at(at);
        let after = rest.split_at(word.len()).1;
        !before.ends_with(inside) && !after.starts_with(inside) && fit(before, after)
    })
}

/// The long options of a `--help`: what begins a line, after a short one or not.
fn options(help: &str) -> Vec<String> {
    let option = |line: &str| {
        let line = line.trim_start();
        let long = match line.strip_prefix("--") {
            Some(long) => long,
            None => line.strip_prefix('-')?.split_once(", --")?.1,
        };
        let end = |c: char| !c.is_ascii_alphanumeric() && c != '-';
        let name = long.split(end).next().filter(|name| !name.is_empty())?;
        Some(format!("--{name}"))
    };
    let all = help.lines().filter_map(option);
    all.filter(|o| o != "--help" && o != "--version").collect()
}

fn options_of(program: &str) -> Vec<String> {
    let run = Command::new(program)
        .arg("--help")
        .env("LC_ALL", "C")
        .output();
    let run = run.unwrap_or_else(|error| panic!("{program} --help: {error}"));
    let options = options(&String::from_utf8_lossy(&run.stdout));
    assert!(!options.is_empty(), "{program} --help names no option");
    options
}

/// The types that the codec writes: what is assigned to a field `type`.
fn written_types(codec: &[Source]) -> Vec<String> {
    let mut types = Vec::new();
    for source in codec {
        let code = without_tests(&tokens(&source.text));
        let assigned = (0..code.len()).filter(|at| stands(&code, *at, &[".", "type", "="]));
        let literals = assigned.filter_map(|at| code.get(at + 3));
        let plain = |t: &Token| Some(t.text.strip_prefix('"')?.strip_suffix('"')?.to_owned());
        types.extend(literals.filter_map(plain));
    }
    types
}

/// The types of the contract, from peers and from the server.
const TYPES: [&str; 13] = [
    "bye", "error", "history", "join", "leave", "msg", "nick", "notice", "ping", "pong", "search",
    "welcome", "who",
];

#[test]
fn the_protocol_names_every_type_of_frame() {
    let protocol = file("docs/PROTOCOL.md");
    let written = written_types(&walk(&["crates/chat-proto/src/codec"], ".rs"));
    assert!(
        written.iter().any(|t| t == "welcome"),
        "where are the types written? {written:?}"
    );
    let mut types: Vec<_> = written.iter().map(String::as_str).chain(TYPES).collect();
    types.sort_unstable();
    types.dedup();
    content(&unexplained(&protocol, &types));
}

#[test]
fn the_protocol_names_every_error_code() {
    content(&unexplained(
        &file("docs/PROTOCOL.md"),
        &Code::ALL.map(Code::as_str),
    ));
}

#[test]
fn the_server_guide_names_every_option_of_the_server() {
    let options = options_of(env!("CARGO_BIN_EXE_server-under-test"));
    content(&unnamed(&file("docs/SERVER.md"), &options));
}

#[test]
fn the_client_guide_names_every_option_of_the_client() {
    let mut options = options_of(env!("CARGO_BIN_EXE_tui-under-test"));
    // What simulates a bad network is the same in both programs, and explained once.
    let network = options_of(env!("CARGO_BIN_EXE_server-under-test"));
    let guides = [file("docs/SERVER.md"), file("docs/CLIENT.md")];
    let (shared, own): (Vec<_>, Vec<_>) = options.drain(..).partition(|o| network.contains(o));
    content(&unnamed(&guides[1], &own));
    content(&unnamed(&guides[0], &shared));
}

#[test]
fn the_code_map_names_every_module() {
    content(&unmapped(&file("ARCHITECTURE.md"), &crates()));
}

#[test]
fn a_word_that_is_not_explained_is_seen() {
    let documents = made_up(&[(
        "P.md",
        "`join` or {\"type\":\"who\"}, to leave or `who not`",
    )]);
    let complaints: Vec<_> = documents
        .iter()
        .flat_map(|d| unexplained(d, &["join", "who", "leave", "type"]))
        .collect();
    assert_eq!(complaints, ["P.md: `leave` is missing"]);
}

#[test]
fn an_option_that_is_not_named_is_seen() {
    let help = "Usage: x [--no]\n\n  -p, --port <N>   as --not-here\n      --max-peers  y\n  -h, --help\n  -V, --version\n";
    let options = options(help);
    assert_eq!(options, ["--port", "--max-peers"]);
    let documents = made_up(&[("R.md", "`--port N` and --max-peers-ever")]);
    let complaints: Vec<_> = documents
        .iter()
        .flat_map(|d| unnamed(d, &options))
        .collect();
    assert_eq!(complaints, ["R.md: `--max-peers` is missing"]);
}

#[test]
fn a_module_that_is_not_on_the_map_is_seen() {
    let sources = made_up(&[
        (
            "crates/chat-proto/src/lib.rs",
            "mod codec; mod text; #[cfg(test)] mod tests;",
        ),
        (
            "crates/chat-server/src/lib.rs",
            "mod hub; mod edge; mod config;",
        ),
    ]);
    let map = "# Map\n## `chat-proto`: text\n### more\n`codec`\n## chat-server\n```\nhub/ edge.rs\n# config.rs\n```\n## Other\n`text`\n";
    let maps = made_up(&[("A.md", map)]);
    let complaints: Vec<_> = maps.iter().flat_map(|m| unmapped(m, &sources)).collect();
    let expected = [
        "A.md: `text` of chat-proto is missing",
        "A.md: no heading names `chat-link`",
        "A.md: no heading names `chat-weather`",
        "A.md: no heading names `chat-trust`",
        "A.md: no heading names `chat-cluster`",
        "A.md: no heading names `chat-wire`",
        "A.md: no heading names `chat-tui`",
    ];
    assert_eq!(complaints, expected);
}

#[test]
fn a_type_that_the_codec_writes_is_found() {
    let sources = made_up(&[(
        "a.rs",
        "fn f() { x.r#type = \"fly\"; y.r#type = z; } // .type = \"no\"",
    )]);
    assert_eq!(written_types(&sources), ["fly"]);
}
