//! What calls a person, and how it is found again.

use super::*;
use crate::app::focus::Focus;

fn said(seq: u64, text: &str, history: bool) -> String {
    format!(r#"{{"name":"bob","room":"lobby","seq":{seq},"history":{history},"text":"{text}"}}"#)
}

fn rings(evening: &Evening) -> usize {
    let rung = evening.effects.iter();
    rung.filter(|effect| **effect == Effect::Ring).count()
}

#[test]
fn the_bell_rings_for_ones_name_only_while_nobody_looks() {
    let mut evening = Evening::online();
    evening.event(Event::Focus(true));
    evening.hear(&said(1, "ana?", false));
    assert_eq!(rings(&evening), 0, "somebody looks");
    evening.event(Event::Focus(false));
    evening.hear(&said(2, "banana", false));
    evening.hear(&said(3, "ana, in the history", true));
    assert_eq!(rings(&evening), 0, "nobody is called");
    evening.hear(&said(4, "Ana!", false));
    evening.hear(&said(5, "ana! ana!", false));
    assert_eq!(rings(&evening), 1, "once for all of one moment");
    evening.now.mono += Duration::from_secs(3);
    evening.hear(r#"{"name":"bob","to":"ana","text":"psst"}"#);
    assert_eq!(rings(&evening), 2);
}

#[test]
fn a_terminal_that_does_not_tell_is_looked_at_for_a_minute_after_a_key() {
    let mut evening = Evening::online();
    evening.write("x");
    evening.now.mono += Duration::from_secs(59);
    evening.hear(&said(1, "ana", false));
    assert_eq!(rings(&evening), 0);
    evening.now.mono += Duration::from_secs(1);
    evening.hear(&said(2, "ana", false));
    assert_eq!(rings(&evening), 1);
}

#[test]
fn what_names_us_is_marked_and_our_own_words_are_not() {
    let mut evening = Evening::online();
    evening.hear(&said(1, "ask ana's neighbour", false));
    evening.hear(&said(2, "a historic banana", false));
    evening.hear(r#"{"name":"ana","room":"lobby","seq":3,"text":"I am ana"}"#);
    let rows = evening.app.timeline().glance(evening.app.window()).rows;
    let marked: Vec<_> = rows.iter().map(|row| row.entry.for_you).collect();
    assert_eq!(marked, [false, true, false, false]);
}

#[test]
fn what_is_said_to_us_alone_is_marked_and_listed_too() {
    let mut evening = Evening::online();
    evening.hear(r#"{"name":"bob","to":"ana","text":"psst"}"#);
    evening.hear(r#"{"name":"ana","to":"bob","text":"what?"}"#);
    evening.enter("/msg bob");
    let rows = evening.app.timeline().glance(evening.app.window()).rows;
    let said = rows.iter().filter(|row| row.entry.kind.is_said());
    let marked: Vec<_> = said.map(|row| row.entry.for_you).collect();
    assert_eq!(marked, [true, false]);
    evening.key(KeyModifiers::ALT, KeyCode::Char('m'));
    let Focus::Choice(choice) = &evening.app.focus else {
        panic!("{:?}", evening.app.focus)
    };
    let items = choice.items((&evening.app.places, &[]), evening.app.speech);
    let texts: Vec<_> = items.into_iter().filter_map(|item| item.message).collect();
    assert_eq!(texts.len(), 1);
    assert_eq!(texts[0].text, "psst");
}

#[test]
fn alt_p_and_alt_n_step_through_what_is_for_us_also_where_all_fits() {
    let mut evening = Evening::online();
    for (seq, text) in [(1, "ana: one"), (2, "between"), (3, "ana: two")] {
        evening.hear(&said(seq, text, false));
    }
    let step = |evening: &mut Evening, key| {
        evening.key(KeyModifiers::ALT, KeyCode::Char(key));
        let led_to = evening.app.places.shown().led_to;
        let rows = evening.app.timeline().glance(evening.app.window()).rows;
        let row = rows.iter().find(|row| Some(row.entry.key) == led_to);
        (row.map(|row| row.text.clone()), evening.app.flash.clone())
    };
    let on = |text: &str| (Some(text.to_owned()), None);
    assert_eq!(step(&mut evening, 'p'), on("ana: two"));
    assert_eq!(step(&mut evening, 'p'), on("ana: one"));
    let end = Some("nothing older is for you".into());
    assert_eq!(step(&mut evening, 'p'), (on("ana: one").0, end));
    assert_eq!(step(&mut evening, 'n'), on("ana: two"));
    evening.write("x");
    assert_eq!(evening.app.places.shown().led_to, None);
}

#[test]
fn the_ruler_stands_before_what_came_unseen_until_one_answers() {
    let mut evening = Evening::online();
    evening.hear(&said(1, "seen", false));
    evening.event(Event::Focus(false));
    evening.hear(&said(2, "unseen", false));
    evening.hear(&said(3, "unseen", false));
    evening.event(Event::Focus(true));
    evening.hear(&said(4, "seen", false));
    let rules = |evening: &Evening| {
        let rows = evening.app.timeline().glance(evening.app.window()).rows;
        let kinds = rows.iter().map(|row| row.entry.kind);
        kinds.filter(|kind| kind.is_rule()).collect::<Vec<_>>()
    };
    assert_eq!(rules(&evening), [entry::Kind::Unread(2)]);
    evening.effects.clear();
    evening.event(Event::Focus(false));
    assert_eq!(evening.effects, [], "looking away paints nothing");
    evening.enter("I have read it");
    assert_eq!(rules(&evening), []);
}

#[test]
fn a_key_that_finds_nothing_says_so_until_the_next_key() {
    let mut evening = Evening::online();
    evening.key(KeyModifiers::ALT, KeyCode::Char('u'));
    assert_eq!(evening.app.flash.as_deref(), Some("nothing is unread"));
    evening.write("x");
    assert_eq!(evening.app.flash.as_deref(), None);
}

#[test]
fn a_search_goes_through_what_was_said_and_esc_comes_back() {
    let mut evening = Evening::online();
    for seq in 1..=100 {
        let text = if seq % 40 == 0 { "a Needle" } else { "hay" };
        evening.hear(&said(seq, &format!("{text} {seq}"), false));
    }
    let top = |evening: &Evening| {
        let rows = evening.app.timeline().glance(evening.app.window()).rows;
        rows.first().unwrap().text.clone()
    };
    let bottom = top(&evening);
    evening.key(KeyModifiers::CONTROL, KeyCode::Char('s'));
    evening.write("needle");
    assert_eq!(top(&evening), bottom, "it is on the screen already");
    evening.key(KeyModifiers::NONE, KeyCode::Up);
    assert_eq!(top(&evening), "a Needle 40");
    evening.key(KeyModifiers::NONE, KeyCode::Up);
    assert_eq!(evening.app.flash.as_deref(), Some("nothing older"));
    evening.key(KeyModifiers::NONE, KeyCode::Down);
    assert_eq!(top(&evening), bottom);
    evening.key(KeyModifiers::NONE, KeyCode::Up);
    evening.key(KeyModifiers::NONE, KeyCode::Esc);
    assert_eq!(top(&evening), bottom);
    assert!(evening.app.composer().is_empty() && evening.said().is_empty());
}

#[test]
fn enter_ends_a_search_and_stays_where_it_led() {
    let mut evening = Evening::online();
    for seq in 1..=100 {
        evening.hear(&said(seq, &format!("line {seq}."), false));
    }
    evening.key(KeyModifiers::CONTROL, KeyCode::Char('s'));
    evening.write("line 7.x");
    let Focus::Search(search) = &evening.app.focus else {
        panic!("the search is over")
    };
    assert_eq!(search.found, None);
    evening.key(KeyModifiers::NONE, KeyCode::Backspace);
    evening.key(KeyModifiers::NONE, KeyCode::Enter);
    let rows = evening.app.timeline().glance(evening.app.window()).rows;
    assert_eq!(rows.first().unwrap().text, "line 7.");
    assert!(evening.said().is_empty());
}

#[test]
fn a_search_says_which_of_how_many_one_is_at_also_when_more_come() {
    let mut evening = Evening::online();
    for (seq, text) in [
        (1, "cable"),
        (2, "hay"),
        (3, "Cable, cable"),
        (4, "a câble"),
    ] {
        evening.hear(&said(seq, text, false));
    }
    let tally = |evening: &Evening| {
        let Focus::Search(search) = &evening.app.focus else {
            panic!("the search is over")
        };
        (search.tally.at, search.tally.all)
    };
    evening.key(KeyModifiers::CONTROL, KeyCode::Char('s'));
    assert_eq!(tally(&evening), (0, 0));
    evening.write("cable");
    assert_eq!(tally(&evening), (1, 3), "messages, not words");
    evening.key(KeyModifiers::NONE, KeyCode::Up);
    evening.key(KeyModifiers::NONE, KeyCode::Up);
    assert_eq!(tally(&evening), (3, 3));
    evening.effects.clear();
    evening.hear(&said(5, "one more cable", false));
    evening.hear(&said(6, "hay", false));
    assert_eq!(tally(&evening), (4, 4));
    assert!(evening.effects.contains(&Effect::Draw));
    evening.key(KeyModifiers::NONE, KeyCode::Down);
    assert_eq!(tally(&evening), (3, 4));
    evening.write("s");
    assert_eq!(tally(&evening), (0, 0));
}

#[test]
fn what_we_said_ourselves_is_counted_once() {
    let mut evening = Evening::online();
    evening.hear(&said(1, "cable", false));
    evening.enter("my cable");
    let id = evening.last_id();
    evening.key(KeyModifiers::CONTROL, KeyCode::Char('s'));
    evening.write("cable");
    evening.hear(&format!(
        r#"{{"name":"ana","room":"lobby","seq":2,"id":{id},"text":"my cable"}}"#
    ));
    let Focus::Search(search) = &evening.app.focus else {
        panic!("the search is over")
    };
    assert_eq!((search.tally.at, search.tally.all), (1, 2));
}
