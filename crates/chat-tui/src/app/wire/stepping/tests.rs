//! One event on, one event back, while the wire goes on.

use chat_proto::trace::entry::Entry;
use chat_wire::words::language::Language;

use super::*;
use crate::app::wire::shown::Extent;

fn told(lines: std::ops::Range<u32>) -> Noted {
    let line = |n: u32| {
        let line = format!(
            r#"{{"ms":{n}.0,"flow":1,"event":"out","x":"{n:08x}","bytes":9,"what":{{"n":{n},"type":"msg"}}}}"#
        );
        Entry::read(line.as_bytes()).unwrap().into()
    };
    Noted {
        missed: 0,
        entries: lines.map(line).collect(),
    }
}

fn hears(window: &mut Window, lines: std::ops::Range<u32>) {
    window.on_noted("ana", Language::English, &told(lines));
}

/// Six events, and the window stands still before two more.
fn frozen() -> Window {
    let mut window = Window::default();
    window.open(Extent::Whole);
    hears(&mut window, 0..6);
    window.freeze();
    hears(&mut window, 6..8);
    window
}

#[test]
fn back_and_on_is_where_one_was_and_what_came_meanwhile_waits() {
    let mut window = frozen();
    let all = window.ladder().rows.clone();
    assert_eq!(window.step_event(Way::Back), Stepped::Asks);
    hears(&mut window, 0..8);
    assert_eq!(window.steps().unwrap().counts(), (5, 8));
    assert_eq!((window.ladder().rows.len(), window.chosen()), (5, Some(4)));
    assert_eq!(window.step_event(Way::Back), Stepped::There);
    assert_eq!((window.ladder().rows.len(), window.chosen()), (4, Some(3)));
    hears(&mut window, 8..9);
    assert_eq!(window.steps().unwrap().counts(), (4, 9));
    for at in 4..9 {
        assert_eq!(window.step_event(Way::On), Stepped::There);
        assert_eq!(window.chosen(), Some(at));
    }
    assert_eq!(window.step_event(Way::On), Stepped::Nowhere);
    assert_eq!(window.ladder().parties[0].name, "ana");
    hears(&mut window, 9..10);
    window.freeze();
    assert!(window.steps().is_none() && window.frozen().is_none());
    assert_eq!(window.ladder().rows.len(), 10);
    let before: Vec<_> = window.ladder().rows.numbered().take(8).collect();
    let were: Vec<_> = all.numbered().collect();
    assert_eq!(before, were);
    // And the next step back is from the newest, which came while one stepped.
    assert_eq!(window.step_event(Way::Back), Stepped::Asks);
    hears(&mut window, 0..10);
    assert_eq!(window.steps().unwrap().counts(), (9, 10));
}

#[test]
fn one_step_back_from_what_goes_on_stands_still() {
    let mut window = Window::default();
    window.open(Extent::Whole);
    hears(&mut window, 0..3);
    assert_eq!(window.step_event(Way::Back), Stepped::Asks);
    hears(&mut window, 0..3);
    assert_eq!(window.ladder().rows.len(), 2);
    for _ in 0..5 {
        window.step_event(Way::Back);
    }
    assert_eq!(window.steps().unwrap().counts(), (0, 3));
    assert!(window.turn_mask(), "everything is told anew");
    assert!(window.steps().is_none());
    hears(&mut window, 0..4);
    assert_eq!(window.ladder().rows.len(), 4, "nothing is told twice");
}

#[test]
fn from_where_it_stands_still_one_goes_on_too() {
    let mut window = frozen();
    assert_eq!(window.step_event(Way::On), Stepped::Asks);
    hears(&mut window, 0..8);
    assert_eq!(window.steps().unwrap().counts(), (7, 8));
    assert_eq!(window.chosen(), Some(6));
    window.ask(crate::clock::now().mono, Language::English);
    assert_eq!(window.ladder().rows.len(), 8, "whoever is asked sees all");
}
