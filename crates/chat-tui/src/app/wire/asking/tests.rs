//! What is asked, when, and what is shown meanwhile.

use chat_proto::trace::entry::Entry;
use chat_wire::fold::Line;
use chat_wire::merge;
use chat_wire::record;
use chat_wire::together::Told;

use super::*;
use crate::app::wire::quiz::Stand;
use crate::app::wire::shown::Extent;
use crate::app::wire::shown::Noted;
use crate::clock;

fn note(window: &mut Window, lines: &[String]) {
    let entries = lines
        .iter()
        .map(|line| Told::from(Entry::read(line.as_bytes()).unwrap()));
    let noted = Noted {
        missed: 0,
        entries: entries.collect(),
    };
    window.on_noted("ana", Language::English, &noted);
}

/// A frame that leaves for the first time: nothing to ask about.
fn new(ms: u32, n: u32) -> Vec<String> {
    vec![format!(
        r#"{{"ms":{ms}.0,"flow":1,"event":"out","x":"{ms:08x}","bytes":9,"what":{{"n":{n},"type":"msg"}}}}"#
    )]
}

/// A frame that leaves again, since its timer has expired.
fn again(ms: u32, n: u32) -> Vec<String> {
    vec![
        format!(
            r#"{{"ms":{ms}.0,"flow":1,"event":"sent","n":{n},"try":2,"why":"timeout","bytes":9,"wait_ms":80.0}}"#
        ),
        format!(
            r#"{{"ms":{ms}.0,"flow":1,"event":"out","x":"{ms:08x}","bytes":9,"what":{{"n":{n},"try":2,"type":"msg"}}}}"#
        ),
    ]
}

fn window() -> Window {
    let mut window = Window::default();
    window.open(Extent::Whole);
    note(&mut window, &new(1, 1));
    note(&mut window, &again(2, 1));
    window
}

fn rows(window: &Window) -> Vec<usize> {
    let lines = window.page(99).filter_map(|(line, _)| match line {
        Line::Row(at) => Some(*at),
        Line::Folded(_) | Line::Silence(_) | Line::Blank => None,
    });
    lines.collect()
}

fn ask(window: &mut Window) {
    window.ask(clock::now().mono, Language::English);
}

fn right(window: &Window) -> usize {
    let Stand::Asked(posed) = window.quiz().unwrap().stand() else {
        panic!("{:?}", window.quiz());
    };
    posed.right
}

#[test]
fn the_row_that_is_asked_about_is_shown_when_it_is_answered_and_not_before() {
    let mut window = window();
    ask(&mut window);
    assert_eq!(window.quiz().unwrap().stand(), Stand::Waits);
    note(&mut window, &new(3, 2));
    assert_eq!(
        rows(&window),
        [0, 1, 2],
        "it goes on until there is a question"
    );
    note(&mut window, &again(4, 2));
    note(&mut window, &new(5, 3));
    assert_eq!(rows(&window), [0, 1, 2], "the question is what comes next");
    let right = right(&window);
    assert!(!window.answer(4), "there is no fifth choice");
    assert!(window.answer((right + 1) % 4));
    assert!(!window.answer(right), "one answer a question");
    assert_eq!(window.quiz().unwrap().score(), (0, 1));
    assert_eq!(
        rows(&window),
        [0, 1, 2, 3],
        "now it is shown, and no more than it"
    );
    assert_eq!(window.chosen(), Some(3));
}

#[test]
fn what_came_meanwhile_is_asked_about_next() {
    let mut window = window();
    ask(&mut window);
    for n in 2..=4 {
        note(&mut window, &again(2 * n, n));
    }
    for answered in 1..=3 {
        assert!(window.answer(right(&window)));
        assert_eq!(window.quiz().unwrap().score(), (answered, answered));
        assert_eq!(rows(&window).len(), 2 + answered);
        ask(&mut window);
    }
    assert_eq!(window.quiz().unwrap().stand(), Stand::Waits);
    assert!(window.end_quiz() && !window.end_quiz());
    assert!(window.follows() && window.frozen().is_none());
}

#[test]
fn from_a_chosen_row_on_it_asks_about_what_is_there_already() {
    let mut window = window();
    window.choose(0);
    ask(&mut window);
    assert_eq!(rows(&window), [0]);
    assert!(window.answer(right(&window)));
    assert_eq!(rows(&window), [0, 1]);
}

#[test]
fn a_recording_plays_from_one_question_to_the_next() {
    let lines = [new(100, 1), again(200, 1), new(300, 2), again(400, 2)].concat();
    let recordings = record::read(lines.join("\n").as_bytes()).recordings;
    let merged = merge::merged(&recordings);
    let mut window = Window::default();
    window.play(Player::new("a".to_owned(), &recordings, &merged));
    let start = clock::now().mono;
    let later = |ms| start + std::time::Duration::from_millis(ms);
    window.ask(start, Language::English);
    assert!(window.player().unwrap().plays(), "from its beginning");
    assert_eq!(rows(&window), [] as [usize; 0]);
    window.tick(later(50), Language::English);
    assert_eq!(rows(&window), [0]);
    window.tick(later(150), Language::English);
    assert_eq!(rows(&window), [0]);
    assert!(!window.player().unwrap().plays(), "it stops to ask");
    assert!(window.answer(right(&window)));
    window.ask(later(5000), Language::English);
    assert!(window.player().unwrap().plays());
    window.tick(later(9000), Language::English);
    assert_eq!(rows(&window), [0, 1, 2]);
    assert!(window.answer(right(&window)));
    window.ask(later(9000), Language::English);
    assert_eq!(window.quiz().unwrap().stand(), Stand::Waits);
    assert!(!window.player().unwrap().plays(), "there is nothing more");
}
