//! Datagrams that are held, and what a person decides about them in the window.

use crate::app::errand::Errand;
use chat_proto::trace::weather::Way;
use chat_weather::manual_queue::HeldDatagram;
use chat_weather::manual_queue::ManualCommand;

use super::weather::held;
use super::weather::over_udp;
use super::*;
use crate::app::errand::ClockOrder;
use crate::app::focus::Focus;
use crate::app::wire::shown::Extent;

fn press(evening: &mut Evening, letter: char) {
    evening.key(KeyModifiers::NONE, KeyCode::Char(letter));
}

/// The window over the whole screen, where letters are keys.
fn whole(evening: &mut Evening) {
    evening.key(KeyModifiers::NONE, KeyCode::F(9));
    evening.key(KeyModifiers::NONE, KeyCode::F(9));
    evening.effects.clear();
}

#[test]
fn in_the_window_a_letter_holds_and_stops_the_clock_and_others_decide() {
    let mut evening = over_udp();
    whole(&mut evening);
    press(&mut evening, 'h');
    let begun = [
        Effect::Errand(Errand::Hold),
        Effect::Errand(Errand::Clock(ClockOrder::Stand)),
    ];
    assert!(begun.iter().all(|effect| evening.effects.contains(effect)));
    let before = evening.last();
    evening.event(Event::Held((1..=3).map(held).collect()));
    assert_eq!(evening.last(), before, "the chat does not scroll away");
    evening.effects.clear();
    evening.key(KeyModifiers::NONE, KeyCode::Down);
    for letter in ['p', 'd', 'k', 'a', '.'] {
        press(&mut evening, letter);
    }
    let decided: Vec<_> = evening
        .effects
        .drain(..)
        .filter(|effect| {
            matches!(
                effect,
                Effect::Errand(Errand::Release(_) | Errand::Clock(_))
            )
        })
        .collect();
    let expected = [
        Effect::Errand(Errand::Release(ManualCommand::Pass(Some(2)))),
        Effect::Errand(Errand::Release(ManualCommand::Double(Some(2)))),
        Effect::Errand(Errand::Release(ManualCommand::Kill(Some(2)))),
        Effect::Errand(Errand::Release(ManualCommand::All)),
        Effect::Errand(Errand::Clock(ClockOrder::Step)),
    ];
    assert_eq!(decided, expected);
    press(&mut evening, 'o');
    press(&mut evening, '.');
    let goes_on = Effect::Errand(Errand::Clock(ClockOrder::GoOn));
    let of_clock = evening
        .effects
        .iter()
        .filter(|e| matches!(e, Effect::Errand(Errand::Clock(_))));
    let of_clock: Vec<_> = of_clock.collect();
    assert_eq!(of_clock, [&goes_on], "a clock that runs is not stepped");
    press(&mut evening, 'h');
    assert!(
        evening
            .effects
            .contains(&Effect::Errand(Errand::Release(ManualCommand::Off)))
    );
    assert!(!evening.app.weather.manual_delivery);
}

#[test]
fn what_does_not_wait_is_not_decided_about() {
    let mut evening = over_udp();
    whole(&mut evening);
    for letter in ['p', 'o', '.'] {
        press(&mut evening, letter);
        assert!(
            evening.app.flash.take().is_some(),
            "{letter} is told why not"
        );
    }
    press(&mut evening, 'h');
    press(&mut evening, 'k');
    assert!(evening.app.flash.take().is_some(), "nothing waits");
    assert!(
        !evening
            .effects
            .iter()
            .any(|effect| matches!(effect, Effect::Errand(Errand::Release(_))))
    );
    let mut evening = Evening::online();
    whole(&mut evening);
    press(&mut evening, 'h');
    assert!(
        evening.app.flash.take().is_some(),
        "a stream has no datagrams"
    );
}

#[test]
fn with_a_filter_for_a_type_only_those_are_held_and_others_pass() {
    let mut evening = over_udp();
    whole(&mut evening);
    press(&mut evening, 'f');
    "type:msg"
        .chars()
        .for_each(|letter| press(&mut evening, letter));
    evening.key(KeyModifiers::NONE, KeyCode::Enter);
    press(&mut evening, 'h');
    evening.effects.clear();
    let ack = HeldDatagram::seen(2, Way::In, br#"{"type":"ack","ack":7}"#);
    evening.event(Event::Held(vec![held(1), ack, held(3)]));
    let waiting: Vec<_> = evening
        .app
        .weather
        .held
        .iter()
        .map(|held| held.number)
        .collect();
    assert_eq!(waiting, [1, 3]);
    let passes = Effect::Errand(Errand::Release(ManualCommand::Pass(Some(2))));
    assert!(evening.effects.contains(&passes));
}

#[test]
fn what_is_pasted_is_for_the_filter_or_for_the_chat_and_keys_stay_keys() {
    let mut evening = over_udp();
    whole(&mut evening);
    press(&mut evening, 'f');
    evening.event(Event::Paste("type:msg\nand more".to_owned()));
    assert_eq!(evening.app.wire.written(), "type:msg");
    evening.event(Event::Burst {
        text: " lost\nb".to_owned(),
        left_out: 0,
    });
    assert_eq!(evening.app.wire.written(), "type:msg lost");
    assert_eq!(evening.app.focus, Focus::Wire);
    assert!(!evening.app.wire.folds(), "and the b was a key");
    let long = format!("\n{}", "b".repeat(9999));
    evening.event(Event::Burst {
        text: long,
        left_out: 0,
    });
    assert_eq!(evening.app.focus, Focus::Chat, "nobody presses so many");
    assert!(!evening.app.wire.folds(), "none of them was a key");
    let mut evening = over_udp();
    whole(&mut evening);
    evening.event(Event::Paste("for the room".to_owned()));
    assert_eq!(evening.app.composer().text(), "for the room");
    assert_eq!(evening.app.wire.extent(), Some(Extent::Pane), "one sees it");
}
