//! Secrets are compared by one function, which takes the same time whatever is wrong: how
//! much of a guess is right cannot be measured, since nothing stops at the first difference.
//!
//! No clock could prove that on a busy machine, so the source does: where a secret is at
//! hand nothing else compares it, and each place where somebody shows one asks that function.
//! (Cookies and tokens of `chat-link` are numbers of one machine word, compared at once.)

use crate::code::Token;
use crate::code::after_bracket;
use crate::code::is_word;
use crate::code::stands;
use crate::code::tokens;
use crate::modules::Tree;
use crate::sources::Source;
use crate::sources::complains;
use crate::sources::content;
use crate::sources::crates;
use crate::sources::file;
use crate::sources::made_up;

/// Every comparison of something that is called like a secret.
fn compared(sources: &[Source]) -> Vec<String> {
    let mut complaints = Vec::new();
    for (name, rooms) in ROOMS {
        let tree = Tree::of(name, sources);
        for module in tree.of_rooms(rooms) {
            complaints.extend(comparisons(&module.code).map(|(line, what)| {
                let place = format!("{}:{line}", module.file);
                format!("{place}: `{what}` is compared otherwise than by `is_same`")
            }));
        }
    }
    complaints
}

/// The lines on which something called like a secret is compared, and what it is called.
fn comparisons(code: &[Token]) -> impl Iterator<Item = (usize, &str)> {
    let at = |at: usize| {
        let (left, right) = sides(code, at)?;
        let sides = code.get(left..right)?.iter();
        let mut secrets = sides.filter(|token| SECRETS.contains(&&*token.text));
        Some((code.get(at)?.line, &*secrets.next()?.text))
    };
    (0..code.len()).filter_map(at)
}

/// Where what is compared here begins and ends.
fn sides(code: &[Token], at: usize) -> Option<(usize, usize)> {
    let is_sign = stands(code, at, &["=", "="]) || stands(code, at, &["!", "="]);
    if is_sign {
        return Some((begin(code, at), end(code, at + 2)));
    }
    let is_call = |name: &&str| stands(code, at, &[".", name, "("]);
    let is_call = COMPARING.iter().any(is_call);
    is_call.then(|| (begin(code, at), after_bracket(code, at + 2)))
}

fn begin(code: &[Token], at: usize) -> usize {
    let mut depth = 0_usize;
    for (at, token) in code.iter().enumerate().take(at).rev() {
        match &*token.text {
            ")" | "]" => depth += 1,
            "(" | "[" if depth > 0 => depth -= 1,
            _ if depth == 0 && is_border(token) => return at + 1,
            _ => {}
        }
    }
    0
}

fn end(code: &[Token], from: usize) -> usize {
    let mut at = from;
    while let Some(token) = code.get(at) {
        match &*token.text {
            "(" | "[" => at = after_bracket(code, at),
            _ if is_border(token) => return at,
            _ => at += 1,
        }
    }
    at
}

/// What stands between one part of an expression and the next.
fn is_border(token: &Token) -> bool {
    let signs = ["(", ")", "[", "]", "{", "}", ",", ";", "|", "&", "=", ">"];
    let words = ["if", "let", "match", "return", "while"];
    signs.contains(&&*token.text) || is_word(token) && words.contains(&&*token.text)
}

/// Where secrets are at hand; no room named: all of the crate.
const ROOMS: [(&str, &[&str]); 3] = [
    ("chat-trust", &[]),
    ("chat-server", &["hub", "entrance", "config"]),
    ("chat-tui", &["session", "aside", "keyfile"]),
];

/// What they are called there.
const SECRETS: [&str; 11] = [
    "PasswordKey",
    "claim_words",
    "given",
    "password",
    "proof",
    "proving",
    "right",
    "secret",
    "seed",
    "sign",
    "typed",
];

/// What stops at the first difference.
const COMPARING: [&str; 7] = [
    "cmp",
    "ends_with",
    "eq",
    "eq_ignore_ascii_case",
    "ne",
    "starts_with",
    "strip_prefix",
];

/// Where somebody shows a secret, and the function that decides whether it is the right one.
const DECIDED: [(&str, &str, usize); 5] = [
    // The proof of a password, at both ends.
    ("crates/chat-trust/src/password.rs", "is_same", 1),
    // A password in clear: of whoever comes, and of whoever is in and gives it again.
    ("crates/chat-server/src/hub/password.rs", "is_same", 2),
    // The words that make one the teacher.
    ("crates/chat-server/src/hub/class/words.rs", "is_same", 1),
    // A signature, which is no secret: nobody may have two of one.
    ("crates/chat-trust/src/key.rs", "verify_strict", 1),
    // The function itself.
    ("crates/chat-trust/src/mac.rs", "ct_eq", 1),
];

#[test]
fn no_secret_is_compared_by_what_stops_at_the_first_difference() {
    content(&compared(&crates()));
}

#[test]
fn wherever_a_secret_is_shown_the_one_function_decides() {
    for (path, function, times) in DECIDED {
        let code = tokens(&file(path).text);
        let calls = (0..code.len()).filter(|at| stands(&code, *at, &[function, "("]));
        // Not the one that is defined there.
        let calls = calls.filter(|at| at.checked_sub(1).is_some_and(|b| code[b].text != "fn"));
        let product = calls.filter(|at| !in_tests(&code, *at)).count();
        assert_eq!(product, times, "{path}: `{function}`");
    }
}

fn in_tests(code: &[Token], at: usize) -> bool {
    let tests = (0..code.len()).find(|at| stands(code, *at, &["mod", "tests", "{"]));
    tests.is_some_and(|tests| tests < at)
}

/// A key that could be compared by `==` would be, one day.
#[test]
fn what_a_password_becomes_cannot_be_compared_at_all() {
    let code = tokens(&file("crates/chat-trust/src/password.rs").text);
    let at = (0..code.len()).find(|at| stands(&code, *at, &["struct", "PasswordKey"]));
    let before: Vec<&str> = code[..at.unwrap()].iter().map(|t| &*t.text).collect();
    let derives = before.rsplit(|word| *word == "#").next().unwrap();
    assert!(derives.contains(&"derive"), "{derives:?}");
    assert!(!derives.contains(&"PartialEq"), "{derives:?}");
}

#[test]
fn each_way_of_comparing_a_secret_is_seen() {
    let lines = [
        "let ok = given == right;",
        "if state.rules.password.as_deref() != Some(word) {}",
        "f(a, x.proof(side) == *other)",
        "words.filter(|w| w.trim() == typed)",
        "given.eq(&other)",
        "a.as_bytes().starts_with(password.as_bytes())",
        "self.right().cmp(&b)",
    ];
    for line in lines {
        for path in [
            "crates/chat-trust/src/lib.rs",
            "crates/chat-server/src/hub.rs",
        ] {
            let text = format!("fn f() {{\n {line} }}");
            complains(
                &compared(&made_up(&[(path, &text)])),
                &[&format!("{path}:2")],
            );
        }
    }
}

#[test]
fn what_is_no_secret_and_what_is_asked_of_one_may_be_compared() {
    let text = "fn f(given: &str, right: &str) -> bool {
        let a = is_same(given.as_bytes(), right.as_bytes()); let password = b == c;
        if password.is_none() && n == 7 {} match x { given => 1 <= 2, _ => y >= 3 };
        stated != told && is_same(given, right) }";
    complains(
        &compared(&made_up(&[("crates/chat-trust/src/lib.rs", text)])),
        &[],
    );
    let elsewhere = made_up(&[("crates/chat-server/src/edge.rs", "fn f() { given == 0 }")]);
    complains(&compared(&elsewhere), &[]);
}
