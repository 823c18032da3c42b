//! The place one reads, under everything that may happen.

use proptest::prelude::*;

use super::*;
use crate::app::conversation::entry::Kind;

const WINDOW: Window = Window {
    width: 10,
    height: 4,
    inline: false,
    live: 0,
    lay: Lay::Chat,
};

fn said(text: &str) -> Entry {
    Entry::new(None, Kind::Said, "ana", text)
}

fn filled(count: usize) -> Timeline {
    let mut timeline = Timeline::default();
    for n in 0..count {
        timeline.push(said(&format!("message {n} of many")));
    }
    timeline
}

fn texts(timeline: &Timeline, window: Window) -> Vec<String> {
    timeline
        .glance(window)
        .rows
        .into_iter()
        .map(|row| row.text)
        .collect()
}

#[test]
fn the_bottom_follows_what_arrives() {
    let mut timeline = filled(3);
    assert_eq!(
        texts(&timeline, WINDOW),
        ["message 1", "of many", "message 2", "of many"]
    );
    timeline.push(said("new"));
    assert_eq!(texts(&timeline, WINDOW).last().unwrap(), "new");
    assert_eq!(timeline.new_below(WINDOW), None);
}

#[test]
fn what_one_reads_stays_when_something_arrives() {
    let mut timeline = filled(50);
    timeline.up(7, WINDOW);
    let before = texts(&timeline, WINDOW);
    for _ in 0..20 {
        timeline.push(said("new"));
    }
    assert_eq!(texts(&timeline, WINDOW), before);
    assert_eq!(timeline.new_below(WINDOW), Some(20));
    timeline.down(1000, WINDOW);
    assert_eq!(timeline.new_below(WINDOW), None);
}

#[test]
fn the_newest_rows_stay_live_under_what_one_reads() {
    let window = Window {
        height: 8,
        live: 5,
        ..WINDOW
    };
    let mut timeline = filled(50);
    assert!(timeline.glance(window).below.is_none());
    timeline.up(20, window);
    let before = texts(&timeline, window);
    assert_eq!(before.len(), 5, "two are live, and one says so");
    timeline.push(said("new"));
    assert_eq!(texts(&timeline, window), before);
    let below = timeline.glance(window).below.unwrap();
    let live: Vec<_> = below.rows.iter().map(|row| row.text.as_str()).collect();
    assert_eq!((below.new, live), (1, vec!["of many", "new"]));
}

#[test]
fn a_low_window_is_not_split_and_a_high_one_by_as_much_as_was_asked_for() {
    let live = |height, live| {
        let window = Window {
            height,
            live,
            ..WINDOW
        };
        (window.read_rows(), window.live_rows())
    };
    assert_eq!(live(1, 5), (1, 0));
    assert_eq!(live(5, 5), (5, 0));
    assert_eq!(live(6, 5), (4, 1));
    assert_eq!(live(21, 5), (15, 5));
    assert_eq!(live(200, 5), (194, 5));
    assert_eq!(live(21, 0), (21, 0));
}

#[test]
fn scrolling_goes_by_rows_and_back() {
    let mut timeline = filled(50);
    let bottom = texts(&timeline, WINDOW);
    timeline.up(5, WINDOW);
    timeline.down(5, WINDOW);
    assert_eq!(texts(&timeline, WINDOW), bottom);
    timeline.to_top(WINDOW);
    assert_eq!(texts(&timeline, WINDOW)[0], "message 0");
    timeline.down(1, WINDOW);
    assert_eq!(texts(&timeline, WINDOW)[0], "of many");
}

#[test]
fn a_short_history_does_not_scroll() {
    let mut timeline = filled(1);
    timeline.up(10, WINDOW);
    assert_eq!(timeline.new_below(WINDOW), None);
}

#[test]
fn our_own_message_waits_below_and_then_takes_its_place() {
    let mut timeline = filled(1);
    timeline.push_own(1, said("mine"));
    timeline.push(said("theirs"));
    assert_eq!(texts(&timeline, WINDOW)[2..], ["theirs", "mine"]);
    timeline.settle(1, |entry| entry.kind = Kind::Own);
    timeline.push(said("later"));
    assert_eq!(texts(&timeline, WINDOW)[1..], ["theirs", "mine", "later"]);
}

#[test]
fn a_message_taller_than_the_window_can_be_read() {
    let mut timeline = Timeline::default();
    let long: Vec<_> = (0..20).map(|n| n.to_string()).collect();
    timeline.push(said(&long.join("\n")));
    timeline.up(3, WINDOW);
    assert_eq!(texts(&timeline, WINDOW), ["13", "14", "15", "16"]);
}

#[test]
fn the_history_is_bounded_and_trimming_moves_to_the_oldest() {
    let mut timeline = filled(100);
    timeline.to_top(WINDOW);
    for _ in 0..10 {
        timeline.push(said("new"));
        timeline.forget_farthest(100);
    }
    assert_eq!((timeline.kept(), timeline.log.len()), (100, 100));
    assert_eq!(texts(&timeline, WINDOW)[0], "message 10");
}

#[test]
fn the_ruler_counts_what_comes_unseen_and_does_not_move_while_one_looks() {
    let mut timeline = filled(50);
    timeline.look_away();
    timeline.look_away();
    for _ in 0..3 {
        timeline.push_unread(said("unseen"));
    }
    timeline.look_back();
    timeline.push_unread(said("seen"));
    assert_eq!(timeline.log.ruler(), Some((50, 3)));
    timeline.look_away();
    assert_eq!(timeline.log.ruler(), Some((50, 3)), "nothing new yet");
    timeline.push_unread(said("unseen"));
    assert_eq!(timeline.log.ruler(), Some((54, 1)));
    timeline.drop_ruler();
    assert_eq!((timeline.log.ruler(), timeline.log.len()), (None, 55));
}

#[test]
fn the_ruler_is_one_jump_away_and_counted_while_it_is_above() {
    let mut timeline = filled(50);
    assert!(!timeline.to_ruler(WINDOW));
    timeline.look_away();
    for n in 0..9 {
        timeline.push_unread(said(&format!("unseen {n}")));
    }
    assert_eq!(timeline.unread_above(WINDOW), Some(9));
    assert!(timeline.to_ruler(WINDOW));
    assert_eq!(timeline.unread_above(WINDOW), None);
    assert_eq!(texts(&timeline, WINDOW)[1], "unseen 0");
}

#[test]
fn what_is_for_us_is_found_up_and_down() {
    let mut timeline = filled(60);
    let mut mention = |text: &str| {
        let mut entry = said(text);
        entry.for_you = true;
        timeline.push(entry);
        (0..20).for_each(|_| timeline.push(said("between")));
    };
    mention("ana 1");
    mention("ana 2");
    let top = |timeline: &Timeline| texts(timeline, WINDOW)[0].clone();
    let second = timeline.to_mention(None, true, WINDOW);
    assert_eq!(top(&timeline), "ana 2");
    let first = timeline.to_mention(second, true, WINDOW);
    assert!(first.is_some());
    assert_eq!(timeline.to_mention(first, true, WINDOW), None);
    assert_eq!(top(&timeline), "ana 1");
    assert_eq!(timeline.to_mention(None, false, WINDOW), second);
    assert_eq!(top(&timeline), "ana 2");
    assert_eq!(timeline.to_mention(second, false, WINDOW), None);
}

#[test]
fn what_is_for_us_and_on_the_screen_is_found_without_moving_it() {
    let mut timeline = filled(20);
    for text in ["ana 1", "between", "ana 2"] {
        let mut entry = said(text);
        entry.for_you = text.starts_with("ana");
        timeline.push(entry);
    }
    let before = texts(&timeline, WINDOW);
    assert_eq!(timeline.to_mention(None, false, WINDOW), None);
    let second = timeline.to_mention(None, true, WINDOW);
    let first = timeline.to_mention(second, true, WINDOW);
    assert!(second > first && first.is_some());
    assert_eq!(timeline.to_mention(first, false, WINDOW), second);
    assert_eq!(timeline.to_mention(first, true, WINDOW), None);
    assert_eq!(texts(&timeline, WINDOW), before);
}

#[derive(Clone, Debug)]
enum Step {
    Push(String),
    Own(String),
    Settle,
    Unread,
    Eyes(bool),
    Resize(u16, u16),
    Split(u16),
    Trim(usize),
}

fn steps() -> impl Strategy<Value = Step> {
    prop_oneof![
        "[a-z \n漢]{0,60}".prop_map(Step::Push),
        "[a-z ]{1,30}".prop_map(Step::Own),
        Just(Step::Settle),
        Just(Step::Unread),
        any::<bool>().prop_map(Step::Eyes),
        (1u16..80, 1u16..20).prop_map(|(width, height)| Step::Resize(width, height)),
        (0u16..9).prop_map(Step::Split),
        (1usize..20).prop_map(Step::Trim),
    ]
}

/// The rows of one message on a wide window.
fn rows(text: &str) -> Vec<String> {
    let mut timeline = Timeline::default();
    timeline.push(said(text));
    let window = Window {
        width: 60,
        height: 5000,
        ..WINDOW
    };
    texts(&timeline, window)
}

#[test]
fn of_several_empty_rows_one_is_left_and_none_at_the_ends() {
    assert_eq!(rows("\n\na\n\n \n\nb\n"), ["a", "", "b"]);
    assert_eq!(
        rows("    if x:\n        y()\n"),
        ["    if x:", "        y()"]
    );
    assert_eq!(rows(" "), [" "]);
}

#[test]
fn whatever_is_said_takes_a_bounded_number_of_rows() {
    assert!(rows(&"\n".repeat(4000)).len() <= 1);
    assert!(rows(&"x\n".repeat(2000)).len() <= 40);
    assert!(rows(&"x".repeat(4096)).len() <= 40);
    assert_eq!(rows(&format!("a{}", "\u{301}".repeat(300))).len(), 1);
}

#[test]
fn what_stands_between_backticks_keeps_its_blanks_also_where_a_row_is_full() {
    let mut timeline = Timeline::default();
    timeline.push(said("`a  b  cdefgh ij`"));
    assert_eq!(texts(&timeline, WINDOW), ["`a  b  cde", "fgh ij`"]);
}

#[test]
fn a_long_message_is_folded_until_it_is_unfolded() {
    let mut timeline = Timeline::default();
    let lines: Vec<_> = (0..100).map(|n| n.to_string()).collect();
    timeline.push(said(&lines.join("\n")));
    let last = |timeline: &Timeline| {
        let glance = timeline.glance(WINDOW);
        let row = glance.rows.last().unwrap();
        (row.text.clone(), row.hidden)
    };
    assert_eq!(last(&timeline), (String::new(), 61));
    assert!(timeline.unfold(WINDOW));
    assert_eq!(texts(&timeline, WINDOW), ["0", "1", "2", "3"]);
    timeline.to_bottom();
    assert_eq!(last(&timeline), ("99".to_owned(), 0));
    assert!(!timeline.unfold(WINDOW));
    // To select, it is whole.
    let bare = Window {
        lay: Lay::Bare,
        height: 200,
        ..WINDOW
    };
    assert_eq!(texts(&timeline, bare).len(), 100);
}

proptest! {
    #[test]
    fn what_one_reads_stays_on_the_screen_whatever_happens(
        up in 1usize..200,
        steps in prop::collection::vec(steps(), 0..40),
    ) {
        let mut timeline = filled(60);
        let mut window = WINDOW;
        timeline.up(up, window);
        let ScrollPosition::At { key, offset, .. } = timeline.place else { panic!() };
        let mut ticket = 0;
        let mut settled = 0;
        for step in steps {
            match step {
                Step::Push(text) => timeline.push(said(&text)),
                Step::Own(text) => {
                    ticket += 1;
                    timeline.push_own(ticket, said(&text));
                }
                Step::Settle => {
                    settled += 1;
                    timeline.settle(settled, |entry| entry.kind = Kind::Own);
                }
                Step::Unread => timeline.push_unread(said("unread")),
                Step::Eyes(true) => timeline.look_back(),
                Step::Eyes(false) => timeline.look_away(),
                Step::Resize(width, height) => {
                    let lay = if width > 60 { Lay::Bare } else { Lay::Chat };
                    window = Window { width, height, inline: width < 20, lay, ..window };
                }
                Step::Split(live) => window.live = live,
                Step::Trim(count) => {
                    (0..count).for_each(|_| {
                        timeline.forget_farthest(100);
                    });
                }
            }
            let seen = timeline.glance(window);
            let live = seen.below.as_ref().map_or(0, |below| below.rows.len());
            let marker = usize::from(live > 0);
            prop_assert!(seen.rows.len() + marker + live <= usize::from(window.height));
            if let Some(below) = &seen.below {
                // No row is there twice, and the newest is the last.
                let place = |row: &Row<'_>| (timeline.log.index_of(row.entry.key), row.end == RowEnd::Entry);
                let read = seen.rows.last().map(place).unwrap();
                prop_assert!(below.rows.first().is_none_or(|row| read < place(row) || !read.1));
                prop_assert!(below.rows.last().is_none_or(|row| place(row).0 + 1 == timeline.log.len()));
            }
            // The row that holds the anchored byte is at the top, or the window
            // has grown so much that everything below it is on the screen too.
            let index = timeline.log.index_of(key);
            let Some(entry) = timeline.log.entry(index) else {
                // All of it was trimmed.
                continue;
            };
            prop_assert!(entry.key == key || (index == 0 && entry.key > key));
            let kept = entry.key == key && offset > 0;
            let at = if kept { offset + entry.prefix(window.inline) } else { 0 };
            let place = (index, wrap::row_of(&wrapped(entry, window), at));
            let top = timeline.top(window);
            prop_assert!(top == place || (top < place && top == timeline.bottom(window)));
        }
    }
}
