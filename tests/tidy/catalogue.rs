//! What the client says to a person stands in its catalogue (`speech`), in every
//! language, and nowhere else as a literal.
//!
//! Two words in one literal are a sentence, wherever it is; in the rooms that
//! speak to people one word is enough. Attributes do not count: clap's hold the
//! English help of the options, whose other languages a test beside them asks for.

use crate::code::Token;
use crate::code::after_bracket;
use crate::code::stands;
use crate::modules::Tree;
use crate::sources::Source;
use crate::sources::complains;
use crate::sources::content;
use crate::sources::crates;
use crate::sources::made_up;

/// Every literal that should be a sentence of the catalogue.
fn unlisted(sources: &[Source]) -> Vec<String> {
    let tree = Tree::of("chat-tui", sources);
    let mut complaints = Vec::new();
    for (path, module) in tree.modules() {
        let first = path.first().map_or("", String::as_str);
        if first == "speech" {
            continue;
        }
        let name = path.join("::");
        let speaks = SPEAKING.contains(&first) && !NAMING.iter().any(|(room, _)| *room == name);
        let most = usize::from(!speaks);
        let said = literals(&module.code).filter(|token| {
            let words = words(&token.text);
            words.len() > most && !is_allowed(&name, &words)
        });
        complaints.extend(said.map(|token| {
            let place = format!("{}:{}", module.file, token.line);
            format!("{place}: {} belongs into speech", token.text)
        }));
    }
    complaints
}

/// The texts outside attributes.
fn literals(code: &[Token]) -> impl Iterator<Item = &Token> {
    let mut at = 0;
    std::iter::from_fn(move || {
        while stands(code, at, &["#", "["]) {
            at = after_bracket(code, at + 1);
        }
        let token = code.get(at)?;
        at += 1;
        Some(token)
    })
    .filter(|token| token.text.ends_with('"') || token.text.ends_with("\"#"))
}

/// Runs of letters that a person would read: no values, no escapes, no options
/// and no fields of a trace.
fn words(literal: &str) -> Vec<&str> {
    if literal.starts_with('b') {
        return Vec::new();
    }
    let mut words = Vec::new();
    let mut depth = 0_usize;
    let parts = literal.split_inclusive(['{', '}', ' ', '"', '\n', '(', ')', ',', ':', '`', '·']);
    for part in parts {
        let word = part.trim_end_matches(['{', '}', ' ', '"', '\n', '(', ')', ',', ':', '`', '·']);
        let readable = word.chars().all(|c| c.is_alphabetic() || c == '\'');
        if depth == 0 && word.chars().count() > 1 && readable {
            words.push(word);
        }
        if part.ends_with('{') {
            depth += 1;
        } else if part.ends_with('}') {
            depth = depth.saturating_sub(1);
        }
    }
    words
}

fn is_allowed(module: &str, words: &[&str]) -> bool {
    let known = |(room, allowed, _): &(&str, &[&str], &str)| {
        *room == module && words.iter().zip(*allowed).all(|(a, b)| a == b)
    };
    ALLOWED.iter().any(known)
}

/// The rooms that speak to people.
const SPEAKING: [&str; 7] = [
    "app", "failure", "lines", "pipe", "session", "standing", "view",
];

/// Rooms among them whose single words are names, and why.
const NAMING: [(&str, &str); 18] = [
    (
        "app::input::command",
        "commands are typed the same in every language",
    ),
    ("app::input::command::alias", "the same"),
    ("app::input::command::copying", "the same"),
    ("app::input::command::explain", "the same"),
    ("app::input::command::words", "the same"),
    ("app::live", "so are settings and what they may be"),
    ("app::input::lookup", "so is what narrows a search"),
    ("app::input::sharing", "so are these commands"),
    ("app::input::referring", "the same"),
    ("app::input::signs", "signs in letters"),
    ("app::input::emoji", "emoji are called as in other programs"),
    ("app::writing::complete", "the same"),
    (
        "session::traffic",
        "what a value is called when it is shown for debugging",
    ),
    ("app::keys", "keys are called as on the keyboard"),
    ("app::keys::table", "the same"),
    ("app::keys::chord", "the same"),
    (
        "app::settings",
        "what is chosen is called as on the command line",
    ),
    (
        "app::conversation::url",
        "schemes are written the same in every language",
    ),
];

/// What a literal of a room may begin with, and why.
const ALLOWED: [(&str, &[&str], &str); 11] = [
    ("app::wire::window", &["msg"], "a type of frame"),
    (
        "cli::papers",
        &["In", "the", "file"],
        "the manual is English",
    ),
    ("cli::papers", &["Every", "option"], "the same"),
    ("cli::papers", &["The", "actions"], "the same"),
    (
        "cli::papers",
        &["EXIT", "STATUS"],
        "sections are called alike in every manual",
    ),
    (
        "cli::papers",
        &["TERM", "COLORTERM"],
        "variables of the environment",
    ),
    ("cli::papers", &["VISUAL", "EDITOR"], "the same"),
    (
        "cli::translated",
        &["Examples"],
        "English help, beside the options",
    ),
    ("standing", &["ms"], "a unit"),
    (
        "keyfile",
        &["The", "key", "of"],
        "what a file of ours says of itself, whoever opens it",
    ),
    ("pins", &["The", "servers"], "the same"),
];

#[test]
fn every_sentence_of_the_client_is_in_its_catalogue() {
    content(&unlisted(&crates()));
}

#[test]
fn a_sentence_outside_the_catalogue_is_seen() {
    let sources = made_up(&[
        (
            "crates/chat-tui/src/lib.rs",
            "mod run; mod view; mod speech;",
        ),
        (
            "crates/chat-tui/src/view.rs",
            "a(\"help\");\nb(\" {name} · #{room}\");\n#[expect(x, reason = \"no word of it\")]\nc(b\"bytes\");",
        ),
        (
            "crates/chat-tui/src/run.rs",
            "a(\"NO_COLOR\");\nb(\"chat-tui: {how}\");\nc(\"others come\");\nd(\"one\");",
        ),
        ("crates/chat-tui/src/speech.rs", "a(\"two words\");"),
    ]);
    complains(
        &unlisted(&sources),
        &[
            "crates/chat-tui/src/run.rs:3",
            "crates/chat-tui/src/view.rs:1",
        ],
    );
}
