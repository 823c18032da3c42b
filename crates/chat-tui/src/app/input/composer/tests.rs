//! The input line, edited.

use proptest::prelude::*;

use super::*;

/// `|` marks the cursor.
#[track_caller]
fn check(before: &str, edits: &[Edit], after: &str) {
    let mut composer = Composer::default();
    let (left, right) = before.split_once('|').unwrap();
    composer.restore(format!("{left}{right}"));
    composer.cursor = left.len();
    for edit in edits {
        composer.edit(*edit);
    }
    let (left, right) = composer.text.split_at(composer.cursor);
    assert_eq!(format!("{left}|{right}"), after);
}

#[test]
fn the_cursor_moves_by_grapheme() {
    check("a👩‍👩‍👧|b", &[Edit::Left], "a|👩‍👩‍👧b");
    check("a|👩‍👩‍👧b", &[Edit::Right], "a👩‍👩‍👧|b");
    check("ae\u{301}|", &[Edit::Backspace], "a|");
    check("|🇵🇹🇧🇷", &[Edit::Delete], "|🇧🇷");
}

#[test]
fn undo_takes_back_a_word_or_a_cut() {
    let mut composer = Composer::default();
    for c in "say hello".chars() {
        composer.insert(&c.to_string());
    }
    let mut seen = Vec::new();
    composer.edit(Edit::KillToStart);
    for _ in 0..5 {
        composer.edit(Edit::Undo);
        seen.push(composer.text().to_owned());
    }
    assert_eq!(seen, ["say hello", "say ", "say", "", ""]);
    composer.insert("x");
    composer.take();
    composer.edit(Edit::Undo);
    assert!(composer.is_empty(), "what was sent is not taken back");
}

#[test]
fn words_and_lines_are_cut_and_put_back() {
    check("say hello|", &[Edit::KillWordLeft], "say |");
    check(
        "say hello|",
        &[Edit::KillWordLeft, Edit::Yank],
        "say hello|",
    );
    check("one two| three", &[Edit::KillToStart], "| three");
    check(
        "one two| three",
        &[Edit::KillToEnd, Edit::Home, Edit::Yank],
        " three|one two",
    );
    check("a\nb c|\nd", &[Edit::KillToStart], "a\n|\nd");
    check("|one two", &[Edit::WordRight, Edit::KillWordRight], "one|");
    check("one two|", &[Edit::WordLeft, Edit::WordLeft], "|one two");
}

#[test]
fn what_was_sent_comes_back_and_the_draft_is_not_lost() {
    let mut composer = Composer::default();
    composer.remember("one".to_owned());
    composer.remember("two".to_owned());
    composer.insert("draft");
    let mut seen = Vec::new();
    for key in ["up", "up", "up", "down", "down", "down"] {
        if key == "up" {
            composer.up();
        } else {
            composer.down();
        }
        seen.push(composer.text().to_owned());
    }
    assert_eq!(seen, ["two", "one", "one", "two", "draft", "draft"]);
}

#[test]
fn up_and_down_move_in_a_text_of_several_lines_first() {
    let mut composer = Composer::default();
    composer.remember("old".to_owned());
    composer.insert("a\nb");
    composer.up();
    assert_eq!((composer.text(), composer.cursor()), ("a\nb", 0));
    composer.up();
    assert_eq!(composer.text(), "old");
}

#[test]
fn the_input_has_a_bound_and_cuts_no_character() {
    let mut composer = Composer::default();
    assert!(!composer.insert(&"é".repeat(BYTES)));
    assert_eq!(composer.text().len(), BYTES);
}

fn edits() -> impl Strategy<Value = Edit> {
    prop::sample::select(vec![
        Edit::Left,
        Edit::Right,
        Edit::WordLeft,
        Edit::WordRight,
        Edit::Home,
        Edit::End,
        Edit::Backspace,
        Edit::Delete,
        Edit::KillWordLeft,
        Edit::KillWordRight,
        Edit::KillToStart,
        Edit::KillToEnd,
        Edit::Yank,
    ])
}

proptest! {
    #[test]
    fn the_cursor_never_stands_inside_a_grapheme(
        steps in prop::collection::vec(
            (edits(), "([a-z \n]|👩‍👩‍👧|🇵🇹|\u{301}|\u{200d}|漢){0,3}"), 0..40),
    ) {
        let mut composer = Composer::default();
        for (edit, text) in steps {
            composer.insert(&text);
            composer.edit(edit);
            let at = composer.cursor();
            let ends = composer.text().grapheme_indices(true).map(|(at, _)| at);
            prop_assert!(at == composer.text().len() || ends.into_iter().any(|end| end == at));
        }
    }
}
