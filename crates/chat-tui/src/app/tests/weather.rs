//! `/weather` and `/hold`: asked for, shown, explained, ended.

use crate::app::errand::Errand;
use chat_proto::trace::weather::Way;
use chat_weather::manual_queue::HeldDatagram;
use chat_weather::manual_queue::ManualCommand;

use super::*;
use crate::app::weather::Weather;
use crate::session::phase::Phase;

pub(super) fn over_udp() -> Evening {
    let mut evening = Evening::online();
    evening.app.weather = Weather::clear(true, 7);
    evening
}

pub(super) fn held(number: u64) -> HeldDatagram {
    let json = format!(r#"{{"type":"msg","n":{number},"text":"hi"}}"#);
    HeldDatagram::seen(number, Way::Out, json.as_bytes())
}

#[test]
fn a_weather_is_handed_to_the_edge_and_its_seed_is_told() {
    let mut evening = over_udp();
    evening.enter("/weather drop 30%, delay 20..80ms, seed 9");
    let [Effect::Errand(Errand::Weather(profile))] = &evening
        .effects
        .iter()
        .filter(|effect| matches!(effect, Effect::Errand(Errand::Weather(_))))
        .collect::<Vec<_>>()[..]
    else {
        panic!("{:?}", evening.effects)
    };
    assert_eq!(
        (&*profile.words, profile.seed),
        ("drop 30%, delay 20..80ms", 9)
    );
    assert!(evening.last().contains("drop 30%, delay 20..80ms, seed 9"));
    // Another one keeps the seed, and none is one too.
    evening.effects.clear();
    evening.enter("/weather classroom");
    evening.enter("/weather off");
    let seeds = evening.effects.iter().filter_map(|effect| match effect {
        Effect::Errand(Errand::Weather(profile)) => Some((profile.seed, profile.is_clear())),
        _ => None,
    });
    assert_eq!(seeds.collect::<Vec<_>>(), [(9, false), (9, true)]);
    assert!(evening.last().contains("no weather"));
}

#[test]
fn without_words_it_shows_the_active_weather_and_the_words() {
    let mut evening = over_udp();
    evening.enter("/weather");
    let last = evening.last();
    assert!(
        last.contains("blackout") && last.contains("crowded-wifi"),
        "{last}"
    );
    let mut over_tcp = Evening::online();
    over_tcp.enter("/weather");
    let last = over_tcp.last();
    assert!(
        last.contains("slice") && !last.contains("textbook"),
        "{last}"
    );
    assert!(!last.contains("drop"), "{last}");
}

#[test]
fn a_wrong_word_is_explained_and_given_back_to_be_mended() {
    let mut evening = Evening::online();
    evening.enter("/weather drop 30%");
    assert!(evening.last().contains("TCP hides loss"));
    assert_eq!(evening.app.composer().text(), "/weather drop 30%");
    assert!(evening.app.weather.profile.is_clear());
    assert!(
        evening
            .effects
            .iter()
            .all(|e| !matches!(e, Effect::Errand(Errand::Weather(_))))
    );
}

#[test]
fn what_waits_is_told_once_and_decided_by_number() {
    let mut evening = over_udp();
    evening.enter("/hold");
    assert!(evening.effects.contains(&Effect::Errand(Errand::Hold)));
    evening.event(Event::Held(vec![held(1), held(2)]));
    assert!(
        evening.last().contains("held 2 → 32 bytes"),
        "{}",
        evening.last()
    );
    evening.event(Event::Held(vec![held(2)]));
    evening.enter("/kill 1");
    assert!(
        evening.last().contains("datagram 1 is not held"),
        "{}",
        evening.last()
    );
    evening.effects.clear();
    evening.enter("/kill 2");
    let kill = Effect::Errand(Errand::Release(ManualCommand::Kill(Some(2))));
    assert!(evening.effects.contains(&kill));
    evening.event(Event::Held(Vec::new()));
    evening.enter("/pass");
    assert!(evening.last().contains("no datagram is held"));
    evening.enter("/hold off");
    assert!(!evening.app.weather.manual_delivery);
    assert!(
        evening
            .effects
            .contains(&Effect::Errand(Errand::Release(ManualCommand::Off)))
    );
}

#[test]
fn while_a_person_decides_no_silence_is_taken_for_an_end() {
    let mut evening = over_udp();
    evening.app = {
        let mut app = evening.app;
        begin_weather(&mut app, Profile::clear(7), true);
        app
    };
    for _ in 0..100 {
        evening.now.mono += Duration::from_secs(10);
        evening.event(Event::Tick);
    }
    assert!(!evening.effects.contains(&Effect::Errand(Errand::Close)));
    evening.enter("/hold off");
    for _ in 0..20 {
        evening.now.mono += Duration::from_secs(10);
        evening.event(Event::Tick);
    }
    assert!(
        evening.effects.contains(&Effect::Errand(Errand::Close)),
        "the server is gone"
    );
}

#[test]
fn over_tcp_there_is_nothing_to_hold() {
    let mut evening = Evening::online();
    evening.enter("/hold");
    assert!(evening.last().contains("--udp"));
    evening.enter("/pass");
    assert!(evening.last().contains("nothing is held"));
}

#[test]
fn a_link_whose_join_waits_for_a_person_is_drawn_as_one_that_is_made() {
    let mut evening = Evening::beginning(true);
    evening.effects.clear();
    let patience = Duration::from_secs(60);
    evening.event(Event::Net(Input::Linked(
        "udp 10.0.0.7:1234".into(),
        patience,
    )));
    assert!(evening.effects.contains(&Effect::Draw));
    assert!(matches!(evening.app.session.phase(), Phase::Joining { .. }));
}
