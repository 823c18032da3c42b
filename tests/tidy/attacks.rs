//! The list of attacks in `tests/hostile/attacks.rs` names, of each of thirty, tests that
//! exist: a proof that was renamed or taken away is missed here.

use crate::sources::Source;
use crate::sources::complains;
use crate::sources::content;
use crate::sources::exists;
use crate::sources::file;
use crate::sources::made_up;

/// The attacks without a proof, and the proofs that are not there.
fn unproved(list: &Source, read: impl Fn(&str) -> Option<String>) -> Vec<String> {
    let mut complaints = Vec::new();
    let mut attacks: Vec<(usize, usize)> = Vec::new();
    for (line, text) in (1..).zip(list.text.lines()) {
        let Some(text) = text.strip_prefix("//!") else {
            continue;
        };
        let text = text.trim();
        let number = text
            .split_once(". ")
            .and_then(|(number, _)| number.parse().ok());
        if let Some(number) = number.filter(|number: &usize| *number == attacks.len() + 1) {
            attacks.push((number, 0));
        }
        let Some((path, name)) = text.strip_prefix("- ").and_then(|p| p.split_once(' ')) else {
            continue;
        };
        let (path, name) = (path.trim_matches('`'), name.trim_matches('`'));
        let code = read(path).unwrap_or_default();
        // A test that is made of a body, for each transport, or with cases, has it too.
        if code.contains(&format!("fn {name}(")) {
            attacks
                .iter_mut()
                .next_back()
                .into_iter()
                .for_each(|(_, proofs)| *proofs += 1);
        } else {
            complaints.push(format!("{}:{line}: no `{name}` in {path}", list.path));
        }
    }
    let numbers = 1..=ATTACKS;
    let bare = numbers.filter(|n| attacks.get(n - 1).is_none_or(|(_, proofs)| *proofs == 0));
    complaints.extend(bare.map(|n| format!("{}: attack {n} has no proof", list.path)));
    complaints
}

const ATTACKS: usize = 30;

#[test]
fn each_attack_has_a_test_and_each_test_that_is_named_exists() {
    let read = |path: &str| exists(path).then(|| file(path).text);
    content(&unproved(&file("tests/hostile/attacks.rs"), read));
}

#[test]
fn an_attack_without_a_test_and_a_test_without_a_file_are_seen() {
    let mut text = String::from("//! 1. One.\n//!    - `a.rs` `is_there`\n//! 2. Two.\n");
    text += "//!    - `a.rs` `is_not`\n//!    - `b.rs` `is_there`\n";
    let more = (3..=ATTACKS).map(|n| format!("//! {n}. Another.\n//!    - `a.rs` `is_there`\n"));
    text.extend(more);
    let list = made_up(&[("list.rs", &text)]).remove(0);
    let read = |path: &str| (path == "a.rs").then(|| "fn is_there() {}".to_owned());
    complains(
        &unproved(&list, read),
        &["list.rs:4", "list.rs:5", "list.rs"],
    );
}
