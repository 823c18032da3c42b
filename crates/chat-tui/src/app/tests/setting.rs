//! Settings that change while it runs, and the words that mark a message.

use super::*;
use crate::app::errand::Errand;
use crate::app::errand::Given;
use crate::app::event::Filed;
use crate::app::settings::Palette;
use crate::app::settings::Times;

fn keeps(evening: &Evening) -> Vec<(&'static str, Given)> {
    let mut kept = evening.effects.iter().filter_map(|effect| match effect {
        Effect::Errand(Errand::Keep(kept)) => Some(kept.clone()),
        _ => None,
    });
    kept.next().unwrap_or_default()
}

fn said(seq: u64, text: &str) -> String {
    format!(r#"{{"name":"bob","room":"lobby","seq":{seq},"text":"{text}"}}"#)
}

#[test]
fn a_setting_changes_at_once_and_is_written_when_one_says_so() {
    let mut evening = Evening::online();
    evening.enter("/set times seconds");
    assert_eq!(evening.app.settings.times, Times::Seconds);
    assert_eq!(
        evening.last(),
        "|times = seconds, until the end: /save keeps it"
    );
    evening.enter("/theme dark");
    evening.enter("/set mouse on");
    evening.effects.clear();
    evening.enter("/save");
    let dark = ("theme", Given::Text("dark".to_owned()));
    let seconds = ("times", Given::Text("seconds".to_owned()));
    assert_eq!(keeps(&evening), [dark, seconds], "only what has changed");
    evening.event(Event::Filed(Ok(Filed::Kept {
        path: "/home/ana/config.toml".to_owned(),
        names: vec!["theme", "times"],
    })));
    assert_eq!(
        evening.last(),
        "|written into /home/ana/config.toml: theme, times"
    );
    evening.effects.clear();
    evening.enter("/save");
    assert_eq!(keeps(&evening), []);
    assert!(evening.last().contains("nothing to write"));
    assert_eq!(evening.app.settings.palette, Palette::Dark);
    assert!(evening.said().is_empty());
}

#[test]
fn what_could_not_be_written_is_still_to_be_written() {
    let mut evening = Evening::online();
    evening.enter("/set signs off");
    evening.event(Event::Filed(Err("the disk is full".to_owned())));
    assert_eq!(evening.last(), "|the disk is full");
    evening.effects.clear();
    evening.enter("/save");
    assert_eq!(keeps(&evening), [("signs", Given::Switch(false))]);
}

#[test]
fn a_wrong_name_or_value_is_told_what_there_is() {
    let mut evening = Evening::online();
    for (typed, told) in [
        ("/set tims off", "did you mean `times`?"),
        ("/set quux off", "theme, notify, live-rows, times"),
        (
            "/set times hours",
            "`times` cannot be `hours`: minutes, seconds, off",
        ),
        ("/set live-rows 21", "`live-rows` cannot be `21`: 0, …, 20"),
        ("/set highlight ?!", "no word"),
        ("/set notify bell,horn", "bell, osc9, osc777, off"),
        ("/set times", "times = minutes  (minutes, seconds, off)"),
    ] {
        evening.enter(typed);
        assert!(evening.last().contains(told), "{typed}: {}", evening.last());
    }
    assert_eq!(evening.app.settings.times, Times::Minutes);
    assert!(evening.app.unsaved.is_empty());
    evening.enter("/set");
    for live in live::LIVE {
        let is = live::typed(&(live.read)(&evening.app.settings));
        let row = format!("{} = {is}", live.name);
        assert!(evening.last().contains(&row), "{}", evening.last());
    }
}

#[test]
fn a_list_that_a_key_had_hidden_comes_back_with_its_setting() {
    let mut evening = Evening::online();
    evening.event(Event::Resize(120, 40));
    let people = |evening: &Evening| match evening.app.areas() {
        crate::areas::Areas::Parts(parts) => parts.people.is_some(),
        crate::areas::Areas::TooSmall => false,
    };
    evening.enter("/people");
    assert!(!people(&evening));
    evening.enter("/set theme dark");
    assert!(!people(&evening), "that was said of something else");
    evening.enter("/set people-list on");
    assert!(people(&evening));
    evening.enter("/set people-list off");
    assert!(!people(&evening));
}

#[test]
fn a_word_that_is_marked_calls_as_ones_name_does() {
    let mut evening = Evening::online();
    let rings = |evening: &Evening| evening.effects.contains(&Effect::Ring);
    evening.enter("/highlight prova");
    evening.event(Event::Focus(false));
    evening.effects.clear();
    evening.hear(&said(1, "isto comprova tudo"));
    assert!(!rings(&evening));
    evening.hear(&said(2, "a PROVA é na sexta"));
    assert!(rings(&evening));
    let marked = |evening: &Evening| {
        let rows = evening.app.timeline().glance(evening.app.window()).rows;
        rows.last().unwrap().entry.for_you
    };
    assert!(marked(&evening));
    // Our own words and those of the past call nobody.
    evening.now.mono += Duration::from_secs(3);
    evening.effects.clear();
    evening.hear(r#"{"name":"ana","room":"lobby","seq":3,"text":"prova"}"#);
    assert!(!marked(&evening));
    evening.hear(r#"{"name":"bob","room":"lobby","seq":4,"history":true,"text":"outra prova"}"#);
    assert!(marked(&evening) && !rings(&evening));
    // In another conversation they are counted.
    evening.enter("/msg bob");
    evening.hear(&said(5, "prova!"));
    let listed = evening.app.places.listed();
    assert_eq!((listed[0].unread, listed[0].for_you), (1, 1));
}

#[test]
fn words_are_listed_taken_away_and_kept() {
    let mut evening = Evening::online();
    evening.enter("/highlight");
    assert!(evening.last().contains("no word is marked yet"));
    evening.enter("/highlight prova");
    evening.enter("/hilight Exame");
    evening.enter("/highlight");
    assert_eq!(
        evening.last(),
        "|marked as if they were your name: prova, Exame"
    );
    evening.enter("/highlight -PROVA");
    evening.enter("/highlight -prova");
    assert_eq!(evening.last(), "|prova was not marked");
    evening.effects.clear();
    evening.enter("/save");
    let words = Given::Texts(vec!["Exame".to_owned()]);
    assert_eq!(keeps(&evening), [("highlight", words)]);
    evening.hear(&said(1, "a prova"));
    assert!(!evening.app.timeline().mentions().any(|_| true));
}

#[test]
fn one_command_is_explained_where_one_is() {
    let mut evening = Evening::online();
    evening.enter("/help /nick");
    assert_eq!(
        evening.last(),
        "|/nick NAME  take another name\nfor example: /nick ana2"
    );
    evening.enter("/help nik");
    assert!(evening.last().contains("did you mean /nick?"));
    evening.write("/help le");
    evening.key(KeyModifiers::NONE, KeyCode::Tab);
    assert_eq!(evening.app.composer().text(), "/help leave");
}
