//! Which rows are shown, and which one is chosen.

use chat_proto::trace::entry::Entry;

use super::*;
use crate::clock;

fn noted(ms: u32, n: u32) -> Noted {
    let line = format!(
        r#"{{"ms":{ms}.0,"flow":1,"event":"out","x":"{n:08x}","bytes":9,"what":{{"n":{n},"type":"msg"}}}}"#
    );
    Noted {
        missed: 0,
        entries: vec![Entry::read(line.as_bytes()).unwrap().into()],
    }
}

/// So many rows, of which the third is a ping and nothing to look at.
fn window(rows: u32) -> Window {
    let mut window = Window::default();
    assert!(window.open(Extent::Pane));
    for n in 1..=rows {
        window.on_noted("ana", Language::English, &noted(n, n));
    }
    window
}

fn shown(window: &Window, height: usize) -> Vec<usize> {
    window
        .page(height)
        .filter_map(|(line, _)| row_of(line))
        .collect()
}

#[test]
fn the_newest_is_followed_until_one_is_chosen_and_then_nothing_moves() {
    let mut window = window(20);
    assert_eq!(shown(&window, 4), [16, 17, 18, 19]);
    window.hold_on(4);
    window.step(Step::Up(1));
    window.settle(4);
    assert_eq!(
        window.chosen(),
        Some(19),
        "the first step chooses the newest"
    );
    window.step(Step::Up(1));
    window.on_noted("ana", Language::English, &noted(30, 30));
    window.settle(4);
    assert_eq!(window.chosen(), Some(18));
    assert_eq!(
        shown(&window, 4),
        [16, 17, 18, 19],
        "what comes moves nothing"
    );
    window.step(Step::Up(10));
    window.settle(4);
    assert_eq!(shown(&window, 4), [8, 9, 10, 11]);
    window.step(Step::Down(2));
    window.settle(4);
    assert_eq!(
        (window.chosen(), shown(&window, 4)),
        (Some(10), vec![8, 9, 10, 11])
    );
    window.step(Step::Down(99));
    assert!(window.follows(), "behind the newest it is followed again");
    assert_eq!(shown(&window, 2), [19, 20]);
}

#[test]
fn frozen_it_stands_still_and_counts() {
    let mut window = window(5);
    window.freeze();
    window.on_noted("ana", Language::English, &noted(9, 9));
    assert_eq!(window.frozen(), Some(1));
    assert_eq!(shown(&window, 9), [0, 1, 2, 3, 4]);
    window.freeze();
    assert_eq!(shown(&window, 9).len(), 6);
}

#[test]
fn a_filter_hides_rows_while_it_is_written_and_says_what_it_cannot_read() {
    let mut window = window(12);
    window.filter("n:1,7".to_owned());
    assert_eq!(shown(&window, 9), [0, 6]);
    assert_eq!(window.counts(), (2, 12));
    window.filter("perdidoss".to_owned());
    assert_eq!(window.unread()[0].nearest, Some("perdidos"));
    assert_eq!(
        window.counts(),
        (12, 12),
        "what cannot be read hides nothing"
    );
    window.filter("lost".to_owned());
    assert_eq!(window.counts(), (0, 12));
    assert_eq!(window.chosen(), None);
    window.step(Step::Up(1));
    window.settle(3);
    assert_eq!(window.chosen(), None);
}

#[test]
fn a_mark_is_found_in_both_directions() {
    let mut window = window(3);
    let ack = r#"{"ms":9.0,"flow":1,"event":"in","x":"000000aa","bytes":9,"what":{"type":"ack","ack":2,"for":[2,1]}}"#;
    let entries = vec![Entry::read(ack.as_bytes()).unwrap()];
    window.on_noted("ana", Language::English, &Noted::own(0, entries));
    // Frames 1 and 2 are confirmed; nobody has answered the third.
    window.step(Step::Oldest);
    window.step(Step::NextMark);
    assert_eq!(window.chosen(), Some(2));
    window.step(Step::NextMark);
    assert_eq!(window.chosen(), Some(2), "there is no other");
    for step in [Step::LastMark, Step::NextMark] {
        window.step(Step::Follow);
        window.step(step);
        assert_eq!(window.chosen(), Some(2), "{step:?} from the newest");
    }
}

#[test]
fn closed_it_forgets_what_it_knew_and_keeps_what_one_looks_for() {
    let mut window = window(5);
    window.filter("n:3".to_owned());
    window.close();
    assert!(window.extent().is_none() && window.ladder().rows.is_empty());
    assert!(
        window.open(Extent::Whole),
        "it is to be told everything anew"
    );
    assert!(!window.open(Extent::Pane));
    window.on_noted("ana", Language::English, &noted(3, 3));
    assert_eq!(window.counts(), (1, 1));
    let forgotten = Noted {
        missed: 7,
        ..noted(4, 4)
    };
    window.filter(String::new());
    window.on_noted("ana", Language::English, &forgotten);
    let rows = &window.ladder().rows;
    let label = chat_wire::words::label::label(&rows[1], Language::English);
    assert_eq!(label, "7 events are missing here");
}

#[test]
fn the_system_is_asked_four_times_a_second_while_one_looks_and_at_no_other_time() {
    let mut now = clock::now().mono;
    let mut window = window(3);
    for view in [View::Ladder, View::Bytes, View::Waits] {
        window.show(view);
        assert_eq!(window.asks_below(now), None, "{view:?}");
    }
    assert_eq!(window.poll_timeout(), None, "nothing wakes the program");
    window.show(View::System);
    assert_eq!(window.asks_below(now), Some(true), "all of it first");
    assert_eq!(window.asks_below(now), None);
    let next = window.poll_timeout().unwrap();
    assert_eq!(next, now + Duration::from_millis(250));
    now = next;
    assert_eq!(window.asks_below(now), Some(false), "then what is new");
    window.show(View::Ladder);
    assert_eq!(window.asks_below(now), None);
    assert_eq!(window.poll_timeout(), None);
    window.show(View::Queues);
    assert_eq!(window.asks_below(now), Some(true));
    window.close();
    assert_eq!(window.asks_below(now), None);
    assert_eq!(window.poll_timeout(), None);
}

#[test]
fn what_woke_the_program_is_noted_while_one_looks_and_not_the_looking_itself() {
    let now = clock::now().mono;
    let mut window = window(3);
    assert!(!window.notes_turn(Waker::Keyboard, now), "nobody looks");
    window.show(View::Woke);
    assert_eq!(
        window.asks_below(now),
        None,
        "the system is not asked for that"
    );
    assert!(window.notes_turn(Waker::Keyboard, now));
    assert!(
        !window.notes_turn(Waker::Timer, now),
        "it was the window's own"
    );
    let later = now + Duration::from_millis(1);
    assert!(window.notes_turn(Waker::Timer, later), "and this was not");
    window.close();
    assert!(!window.notes_turn(Waker::Keyboard, now));
}

#[test]
fn a_server_that_is_observed_is_shown_until_it_ends() {
    let mut window = Window::default();
    window.observe();
    assert!(window.is_alone());
    let census = r#"{"ms":1.0,"event":"census","peer":4,"name":"ana","frames_in":0,"bytes_out":0,"waiting":0,"age_ms":1.0}"#;
    let told = |line: &str| Noted {
        missed: 0,
        entries: vec![Entry::read(line.as_bytes()).unwrap().into()],
    };
    window.on_noted("guest-1", Language::English, &told(census));
    assert_eq!(window.observed(), Some(Observed::Live));
    assert_eq!(window.ladder().house.people.len(), 1);
    assert_eq!(
        window.ladder().parties[0].name,
        "server",
        "and not our name"
    );
    let end = r#"{"ms":2.0,"event":"closed","why":"end"}"#;
    window.on_noted("guest-1", Language::English, &told(end));
    assert_eq!(window.observed(), Some(Observed::Ended));
}

#[test]
fn letters_are_hidden_in_all_that_is_told_again() {
    let mut window = Window::default();
    window.open(Extent::Pane);
    let said = r#"{"ms":1.0,"flow":1,"event":"out","x":"00000001","bytes":33,"what":{},"data":"{\"type\":\"msg\",\"text\":\"moonlight\"}"}"#;
    let noted = Noted {
        missed: 0,
        entries: vec![Entry::read(said.as_bytes()).unwrap().into()],
    };
    let holds = |window: &Window| format!("{:?}", window.ladder()).contains("moonlight");
    window.on_noted("ana", Language::English, &noted);
    assert!(holds(&window));
    assert!(window.turn_mask(), "everything is to be told anew");
    assert!(!holds(&window), "and nothing is left of before");
    window.on_noted("ana", Language::English, &noted);
    assert_eq!((window.ladder().rows.len(), holds(&window)), (1, false));
    window.close();
    window.open(Extent::Pane);
    window.on_noted("ana", Language::English, &noted);
    assert!(!holds(&window), "nor after it was closed");
}

#[test]
fn what_is_folded_beside_the_chosen_row_is_shown_and_folded_again() {
    let mut window = window(2);
    let answer = |ms: u32| {
        let line = format!(
            r#"{{"ms":{ms}.0,"flow":1,"event":"out","x":"000000{ms:02x}","bytes":9,"what":{{"type":"ack","ack":1}}}}"#
        );
        Noted::own(0, vec![Entry::read(line.as_bytes()).unwrap()])
    };
    for ms in [10, 11] {
        window.on_noted("ana", Language::English, &answer(ms));
    }
    window.on_noted("ana", Language::English, &noted(20, 20));
    window.on_noted("ana", Language::English, &answer(21));
    assert_eq!(shown(&window, 9), [0, 1, 4]);
    window.choose(4);
    assert!(window.turn_fold());
    assert_eq!(shown(&window, 9), [0, 1, 2, 3, 4], "those above it");
    assert!(window.turn_fold());
    assert_eq!(shown(&window, 9), [0, 1, 4]);
    window.choose(0);
    assert!(!window.turn_fold(), "there is nothing beside it");
    window.choose(1);
    assert!(window.turn_fold(), "or else those below it");
    assert_eq!(shown(&window, 9), [0, 1, 2, 3, 4]);
}
