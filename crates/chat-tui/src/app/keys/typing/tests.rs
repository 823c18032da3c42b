//! Bursts of keys, and fingers.

use crossterm::event::KeyCode;
use crossterm::event::KeyEventKind;
use crossterm::event::KeyModifiers;
use proptest::prelude::*;

use super::*;

struct Desk {
    typing: Typing,
    now: Instant,
    together: bool,
    /// What was done: `⏎` is an Enter that sends, `[…]` a paste.
    seen: String,
}

impl Desk {
    #[expect(
        clippy::disallowed_methods,
        reason = "a test needs some moment to begin with"
    )]
    fn new() -> Self {
        Self {
            typing: Typing::default(),
            now: Instant::now(),
            together: false,
            seen: String::new(),
        }
    }

    fn see(&mut self, events: Vec<Event>) {
        for event in events {
            match event {
                Event::Key(key) => self.seen.push(match key.code {
                    KeyCode::Char(c) => c,
                    KeyCode::Enter => '⏎',
                    KeyCode::Tab => '⇥',
                    _ => '?',
                }),
                Event::Paste(text) | Event::Burst { text, left_out: 0 } => self.pasted(&text),
                other => panic!("{other:?}"),
            }
        }
    }

    fn pasted(&mut self, text: &str) {
        self.seen.push('[');
        self.seen.push_str(text);
        self.seen.push(']');
    }

    fn pass(&mut self, ms: u64) {
        self.now += Duration::from_millis(ms);
        self.together = false;
        let events = self.typing.on_timeout(self.now);
        self.see(events);
    }

    fn code(&mut self, code: KeyCode) {
        let events = self.typing.on_key(
            self.now,
            self.together,
            KeyEvent::new(code, KeyModifiers::NONE),
        );
        self.see(events);
        self.together = true;
    }

    /// Keys that a terminal wrote at once.
    fn burst(&mut self, text: &str) {
        for c in text.chars() {
            self.now += Duration::from_micros(20);
            self.code(match c {
                '\r' => KeyCode::Enter,
                '\t' => KeyCode::Tab,
                '\u{4}' => KeyCode::F(4),
                c => KeyCode::Char(c),
            });
        }
    }

    fn paste(&mut self, text: &str) {
        let events = self.typing.on_paste(self.now, text.to_owned());
        self.see(events);
        self.together = true;
    }
}

#[track_caller]
fn check(bursts: &[&str], expected: &str) {
    let mut desk = Desk::new();
    for burst in bursts {
        desk.burst(burst);
        desk.pass(1000);
    }
    assert_eq!(desk.seen, expected);
}

#[test]
fn the_line_ends_of_a_burst_send_nothing() {
    check(&["one\rtwo\rthree"], "one[\ntwo\nthree]");
    check(&["one\rtwo\r"], "one[\ntwo\n]");
    check(&["one\r\r"], "one[\n\n]");
    check(&["one\r\ttwo"], "one[\n\ttwo]");
    check(&["/quit\r/quit\r"], "/quit[\n/quit\n]");
}

#[test]
fn enter_by_hand_sends_at_once_also_behind_a_burst() {
    let mut desk = Desk::new();
    desk.burst("one\rtwo");
    desk.pass(31);
    desk.code(KeyCode::Enter);
    assert_eq!(desk.seen, "one[\ntwo]⏎");
    assert_eq!(desk.typing.poll_timeout(), None);
}

#[test]
fn a_burst_that_stumbles_sends_nothing_either() {
    let mut desk = Desk::new();
    desk.burst("one\rtwo");
    desk.pass(60);
    desk.burst("three\r");
    desk.pass(60);
    desk.burst("four\r");
    desk.pass(60);
    assert!(!desk.seen.contains('⏎'), "{}", desk.seen);
    // A hand is slower, and is obeyed at once.
    desk.code(KeyCode::Enter);
    assert!(desk.seen.ends_with('⏎'));
}

#[test]
fn keys_that_waited_unread_came_without_a_pause() {
    let mut desk = Desk::new();
    desk.burst("one\rtwo\r");
    desk.now += Duration::from_secs(1);
    desk.burst("three\r");
    desk.pass(60);
    assert_eq!(desk.seen, "one[\ntwo\nthree\n]");
}

#[test]
fn a_program_that_types_one_line_and_enter_has_typed_them() {
    check(&["one\r", "two\r", "/quit\r"], "one⏎two⏎/quit⏎");
    check(&["ze\tola\r"], "ze⇥ola⏎");
    check(&["one\r\u{4}"], "one⏎?");
}

#[test]
fn fingers_are_not_taken_for_a_paste() {
    let mut desk = Desk::new();
    for c in "hi\rho\r".chars() {
        desk.burst(&c.to_string());
        desk.pass(6);
    }
    assert_eq!(desk.seen, "hi⏎ho⏎");
}

#[test]
fn a_paste_that_contains_the_mark_of_its_end_goes_on_as_a_paste() {
    let mut desk = Desk::new();
    desk.paste("one");
    desk.burst("two\r/quit\r\u{4}\rx");
    desk.pass(100);
    assert_eq!(desk.seen, "[one][two\n/quit\n\nx]");
    let mut desk = Desk::new();
    desk.paste("one");
    desk.burst("\u{4}two\r");
    desk.pass(100);
    assert_eq!(desk.seen, "[one][two\n]");
    let mut desk = Desk::new();
    desk.paste("one");
    desk.burst("\rtwo\r");
    desk.pass(100);
    assert_eq!(desk.seen, "[one][\ntwo\n]");
}

#[test]
fn enter_right_behind_a_paste_sends_it() {
    let mut desk = Desk::new();
    desk.paste("one");
    desk.burst("\r");
    desk.pass(100);
    assert_eq!(desk.seen, "[one]⏎");
}

#[test]
fn keys_behind_a_paste_that_was_seen_are_keys() {
    let mut desk = Desk::new();
    desk.paste("one");
    desk.pass(2);
    desk.burst(" two\u{4}");
    assert_eq!(desk.seen, "[one] two?");
}

#[test]
fn what_is_gathered_has_a_bound_and_the_rest_is_counted() {
    let mut desk = Desk::new();
    desk.burst("a\r");
    desk.burst(&"x".repeat(GATHERED + 100));
    let events = desk.typing.on_timeout(desk.now + STUMBLE);
    let [Event::Burst { text, left_out }] = events.as_slice() else {
        panic!("{events:?}");
    };
    assert_eq!((text.len(), *left_out), (GATHERED, 101));
}

#[test]
fn a_released_key_is_no_key() {
    let mut key = KeyEvent::new(KeyCode::Char('a'), KeyModifiers::NONE);
    key.kind = KeyEventKind::Release;
    let mut desk = Desk::new();
    assert!(desk.typing.on_key(desk.now, false, key).is_empty());
}

proptest! {
    #[test]
    fn nothing_is_lost_and_a_burst_of_lines_sends_nothing(
        text in "[a-z]{1,5}(\r[a-z]{0,5}){1,6}[a-z]",
        gaps in proptest::collection::vec(0u64..4, 0..60),
    ) {
        let mut desk = Desk::new();
        let mut gaps = gaps.into_iter();
        for c in text.chars() {
            desk.now += Duration::from_millis(gaps.next().unwrap_or(0));
            desk.burst(&c.to_string());
        }
        desk.pass(100);
        prop_assert!(!desk.seen.contains('⏎'));
        let seen = desk.seen.replace(['[', ']'], "");
        prop_assert_eq!(seen, text.replace('\r', "\n"));
    }
}
