//! The law of arrows: who may name whom.
//!
//! 1. `chat-proto` ← `chat-link`, `chat-weather`, `chat-trust`, `chat-archive` ←
//!    `chat-server` ← `chat-tui`, which names `chat-server` in one file; `chat-net` is between
//!    the first three and both programs, `chat-secrecy` below it. `chat-wire`, of the client,
//!    stands on `chat-proto`, and `chat-cluster` on none. `chat-link` tests with others.
//! 2. The `mod` list of a file is its layering: a module names only siblings
//!    that stand below it, at every level.
//! 3. A child never names its parent's own items.
//! 4. Hub and edge do not name each other; app does not name view.
//!
//! Test modules may name whom they like. A `use` has no braces, and a module a file.

use crate::code::is_word;
use crate::code::stands;
use crate::code::tokens;
use crate::modules::Kind;
use crate::modules::Module;
use crate::modules::Named;
use crate::modules::Path;
use crate::modules::Tree;
use crate::sources::Source;
use crate::sources::complains;
use crate::sources::content;
use crate::sources::crates;
use crate::sources::made_up;
use crate::sources::walk;

/// Law 1. Tests count too: a dependency is one whoever needs it.
fn between_crates(sources: &[Source]) -> Vec<String> {
    let mut complaints = Vec::new();
    for source in sources {
        let Some((name, inside)) = crate_of(&source.path) else {
            continue;
        };
        let in_tests = inside == "tests.rs" || inside.starts_with("tests/");
        let may = |other: &str| match name {
            _ if other == name.replace('-', "_") => true,
            "chat-link" => {
                other == "chat_proto" || ["chat_weather", "chat_wire"].contains(&other) && in_tests
            }
            "chat-weather" | "chat-trust" | "chat-archive" | "chat-wire" => other == "chat_proto",
            "chat-net" => PURE.contains(&other),
            "chat-server" => PURE.contains(&other) || OF_SERVER.contains(&other),
            "chat-tui" => {
                PURE.contains(&other)
                    || ["chat_net", "chat_wire"].contains(&other)
                    || other == "chat_server" && inside == HOSTING
            }
            _ => false,
        };
        for token in tokens(&source.text) {
            if is_ours(&token.text) && !may(&token.text) {
                let place = format!("{}:{}", source.path, token.line);
                complaints.push(format!("{place}: {name} must not name {} here", token.text));
            }
        }
    }
    complaints
}

/// Laws 2 and 3.
fn between_modules(sources: &[Source]) -> Vec<String> {
    each_name(sources, |_, tree, own, named| {
        let modules = tree.modules_in(&named.path);
        let common = own.iter().zip(&named.path).take_while(|(a, b)| a == b);
        let common = common.count().min(modules);
        if common == own.len() {
            return None;
        }
        if common == modules {
            return Some("a child must not name its parent's items: move them to a lower sibling");
        }
        let (parents, rest) = named.path.split_at(common);
        // A module without a line in a list is the matter of another rule.
        let theirs = tree.place(parents, rest.first()?)?;
        let mine = tree.place(parents, own.get(common)?)?;
        (theirs < mine).then_some("it stands above in the `mod` list: name lower siblings only")
    })
}

/// Law 4.
fn between_rooms(sources: &[Source]) -> Vec<String> {
    each_name(sources, |name, _, own, named| {
        let strangers = |(krate, from, to): &(&str, &str, &str)| {
            let is = |path: &[String], room: &str| path.first().is_some_and(|p| p == room);
            *krate == name && is(own, from) && is(&named.path, to)
        };
        let met = STRANGERS.iter().any(strangers);
        met.then_some("these two rooms do not know each other")
    })
}

/// Every module has one file and one line in one list.
fn listed(sources: &[Source]) -> Vec<String> {
    let mut complaints = Vec::new();
    for name in CRATES {
        let tree = Tree::of(name, sources);
        for (path, module) in tree.modules() {
            for inline in module.list.iter().filter(|l| l.kind == Kind::Inline) {
                let place = format!("{}:{}", module.file, inline.line);
                complaints.push(format!("{place}: give the module `{}` a file", inline.name));
            }
            let known = path.is_empty() || tree.is_listed(path);
            if !known {
                complaints.push(format!("{}:1: no `mod` list names this file", module.file));
            }
        }
    }
    complaints
}

/// One path for each `use`. (`use<'a>` in a return type is another thing.)
fn one_path_per_use(sources: &[Source]) -> Vec<String> {
    let mut complaints = Vec::new();
    for source in sources {
        let tokens = tokens(&source.text);
        for (at, token) in tokens.iter().enumerate() {
            let import = token.text == "use" && !stands(&tokens, at + 1, &["<"]);
            let mut path = tokens.iter().skip(at + 1).take_while(|t| t.text != ";");
            if import && path.any(|t| !is_word(t) && !["::", "*"].contains(&&*t.text)) {
                let place = format!("{}:{}", source.path, token.line);
                complaints.push(format!("{place}: one path for each `use`, without braces"));
            }
        }
    }
    complaints
}

/// Shows every path of every module to a judge, who may find fault with it.
fn each_name(
    sources: &[Source],
    judge: impl Fn(&str, &Tree<'_>, &[String], &Named) -> Option<&'static str>,
) -> Vec<String> {
    let mut complaints = Vec::new();
    for name in CRATES {
        let tree = Tree::of(name, sources);
        let names = |(path, module): (&Path, &Module<'_>)| {
            let judged = |named: Named| {
                let fault = judge(name, &tree, path, &named)?;
                let named_as = named.path.join("::");
                let place = format!("{}:{}", module.file, named.line);
                Some(format!("{place}: `crate::{named_as}`: {fault}"))
            };
            let all = module.names(path).into_iter();
            all.filter_map(judged).collect::<Vec<_>>()
        };
        complaints.extend(tree.modules().flat_map(names));
    }
    complaints
}

/// A crate's name, and the path inside its `src`.
fn crate_of(path: &str) -> Option<(&str, &str)> {
    path.strip_prefix("crates/")?.split_once("/src/")
}

/// Our crates, as folders.
const CRATES: [&str; 11] = [
    "chat-archive",
    "chat-cluster",
    "chat-link",
    "chat-net",
    "chat-proto",
    "chat-secrecy",
    "chat-server",
    "chat-trust",
    "chat-tui",
    "chat-weather",
    "chat-wire",
];

/// Whether code means one of our crates by this word.
fn is_ours(word: &str) -> bool {
    word == "chat_tests" || CRATES.contains(&&*word.replace('_', "-"))
}

const OF_SERVER: [&str; 3] = ["chat_archive", "chat_cluster", "chat_net"];
/// Those that both programs are made of.
const PURE: [&str; 5] = [
    "chat_link",
    "chat_proto",
    "chat_secrecy",
    "chat_trust",
    "chat_weather",
];

/// The one file of the client that starts a server.
const HOSTING: &str = "hosting.rs";

/// In which crate which room must not name which.
const STRANGERS: [(&str, &str, &str); 3] = [
    ("chat-server", "edge", "hub"),
    ("chat-server", "hub", "edge"),
    ("chat-tui", "app", "view"),
];

#[test]
fn a_crate_names_only_those_below_it() {
    content(&between_crates(&crates()));
}

#[test]
fn a_module_names_only_siblings_below_it_and_never_its_parent() {
    content(&between_modules(&crates()));
}

#[test]
fn hub_and_edge_are_strangers_and_app_does_not_know_view() {
    content(&between_rooms(&crates()));
}

#[test]
fn every_module_has_a_file_and_a_line_in_a_mod_list() {
    content(&listed(&crates()));
}

#[test]
fn a_use_has_one_path() {
    // A lesson (`crates/chat-lessons/examples`) is one page and has no layers.
    let mut sources = crates();
    sources.extend(walk(&["tests", "fuzz"], ".rs"));
    content(&one_path_per_use(&sources));
}

#[test]
fn a_crate_that_looks_up_is_seen() {
    let sources = made_up(&[
        (
            "crates/chat-archive/src/lib.rs",
            "use chat_proto::a;\nuse chat_link::b;",
        ),
        (
            "crates/chat-link/src/tests/world.rs",
            "use chat_weather::words; use chat_proto::a;",
        ),
        (
            "crates/chat-link/src/waits.rs",
            "use chat_proto::a;\nuse chat_weather::words;",
        ),
        (
            "crates/chat-proto/src/lib.rs",
            "// chat_server\nuse chat_server::x;\nuse chat_link::Link;",
        ),
        (
            "crates/chat-server/src/main.rs",
            "chat_server::main(); chat_proto::y(); chat_link::z(); chat_archive::u()",
        ),
        (
            "crates/chat-server/src/z.rs",
            "\n\nfn f() { chat_tui::y() }\nuse chat_wire::z;",
        ),
        ("crates/chat-tui/src/hosting.rs", "use chat_server::serve;"),
        (
            "crates/chat-tui/src/run.rs",
            "use chat_proto::a;\nuse chat_server::serve as _;",
        ),
        ("crates/chat-tui/src/run/tests.rs", "use chat_tests::a;"),
        ("crates/chat-weather/src/lib.rs", "\nuse chat_link::Link;"),
        (
            "crates/chat-wire/src/lib.rs",
            "use chat_proto::a;\nuse chat_weather::words;",
        ),
    ]);
    let expected = [
        "crates/chat-archive/src/lib.rs:2",
        "crates/chat-link/src/waits.rs:2",
        "crates/chat-proto/src/lib.rs:2",
        "crates/chat-proto/src/lib.rs:3",
        "crates/chat-server/src/z.rs:3",
        "crates/chat-server/src/z.rs:4",
        "crates/chat-tui/src/run.rs:2",
        "crates/chat-tui/src/run/tests.rs:1",
        "crates/chat-weather/src/lib.rs:2",
        "crates/chat-wire/src/lib.rs:2",
    ];
    complains(&between_crates(&sources), &expected);
}

/// A crate with `top` above `low`, and `one` above `two` inside `top`.
fn check_modules(file: &str, text: &str, faults: usize) {
    let file = format!("crates/chat-proto/src/{file}");
    let mut files = vec![
        (
            "crates/chat-proto/src/lib.rs",
            "pub mod top;\nmod low;\npub struct Root;",
        ),
        (
            "crates/chat-proto/src/top.rs",
            "mod one; mod two; struct Own; #[cfg(test)] mod tests;",
        ),
        ("crates/chat-proto/src/top/one.rs", ""),
        ("crates/chat-proto/src/top/two.rs", ""),
        ("crates/chat-proto/src/top/tests.rs", ""),
        ("crates/chat-proto/src/low.rs", ""),
    ];
    files.retain(|(path, _)| *path != file);
    files.push((&file, text));
    let sources = made_up(&files);
    let place = format!("{file}:1");
    complains(&between_modules(&sources), &vec![&*place; faults]);
}

#[test]
fn arrows_that_point_down_are_fine() {
    check_modules(
        "top.rs",
        "mod one; mod two; use crate::low::X; use self::one::Y; use one::Z;",
        0,
    );
    check_modules(
        "top/one.rs",
        "use super::two::X; use crate::low::Y; use crate::top::two;",
        0,
    );
    check_modules(
        "top/one.rs",
        "use crate::top::one::own; use self::own; pub(super) fn f() {}",
        0,
    );
    check_modules(
        "low.rs",
        "use std::super_fine; #[cfg(test)] mod tests { use crate::top::X; }",
        0,
    );
    check_modules("top/tests.rs", "use super::*; use crate::Root;", 0);
}

#[test]
fn arrows_that_point_up_are_seen_at_every_level() {
    check_modules("low.rs", "use crate::top::X;", 1);
    check_modules("low.rs", "fn f() { super\n::top::one::g() }", 1);
    check_modules("low.rs", "use super::top as _;", 1);
    check_modules("top/two.rs", "use crate::top::one::X;", 1);
    check_modules("top/two.rs", "type X = Vec<super::one::Y>;", 1);
    check_modules("top/two.rs", "use super::super::top::one;", 1);
}

#[test]
fn a_child_that_names_its_parent_is_seen() {
    check_modules("top/one.rs", "use super::Own;", 1);
    check_modules("top/one.rs", "use super::*;", 1);
    check_modules("top/one.rs", "fn f(own: &crate::top::Own) {}", 1);
    check_modules("top/one.rs", "use crate::Root; use super::super::Root;", 2);
    check_modules("low.rs", "fn f() { super::helper() }", 1);
    check_modules("low.rs", "use crate::top;", 1);
}

#[test]
fn rooms_that_must_not_meet_are_seen_in_both_directions() {
    let sources = made_up(&[
        (
            "crates/chat-server/src/lib.rs",
            "mod edge; mod hub; mod traffic;",
        ),
        ("crates/chat-server/src/edge.rs", "mod tcp;"),
        (
            "crates/chat-server/src/edge/tcp.rs",
            "use crate::traffic::X;\nuse crate::hub::Hub;",
        ),
        ("crates/chat-server/src/hub.rs", "use super::edge::Door;"),
        ("crates/chat-tui/src/lib.rs", "mod view; mod app;"),
        (
            "crates/chat-tui/src/app.rs",
            "fn f() { crate::view::draw() }",
        ),
        ("crates/chat-tui/src/view.rs", "use crate::app::App;"),
    ]);
    let expected = [
        "crates/chat-server/src/edge/tcp.rs:2",
        "crates/chat-server/src/hub.rs:1",
        "crates/chat-tui/src/app.rs:1",
    ];
    complains(&between_rooms(&sources), &expected);
}

#[test]
fn a_module_without_file_or_line_is_seen() {
    let sources = made_up(&[
        (
            "crates/chat-proto/src/lib.rs",
            "mod a;\nmod b { }\n#[cfg(test)] mod tests { }",
        ),
        ("crates/chat-proto/src/a.rs", ""),
        ("crates/chat-proto/src/lost.rs", ""),
    ]);
    let expected = [
        "crates/chat-proto/src/lib.rs:2",
        "crates/chat-proto/src/lost.rs:1",
    ];
    complains(&listed(&sources), &expected);
}

#[test]
fn a_use_with_braces_is_seen() {
    let good = "use a::b as _; pub use c::*; use r#d; fn f() -> impl X + use<'_> { use g; }";
    let bad = "use a::b;\nuse a::{b, c};\nmod t { use x::{self}; }";
    let sources = made_up(&[("good.rs", good), ("bad.rs", bad)]);
    complains(&one_path_per_use(&sources), &["bad.rs:2", "bad.rs:3"]);
}
