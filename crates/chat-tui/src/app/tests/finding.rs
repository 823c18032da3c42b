//! Looking for what was said: expressions while one types, words in all conversations.

use super::*;
use crate::app::errand::Errand;
use crate::app::focus::Search;
use crate::app::focus::found::Hit;
use crate::app::pattern::Fault;

fn said(seq: u64, text: &str) -> String {
    format!(r#"{{"name":"bob","room":"lobby","seq":{seq},"text":"{text}"}}"#)
}

fn top(evening: &Evening) -> String {
    let rows = evening.app.timeline().glance(evening.app.window()).rows;
    rows.first().unwrap().text.clone()
}

#[track_caller]
fn search(evening: &Evening) -> &Search {
    evening.app.focus.search().expect("the search is over")
}

#[test]
fn an_expression_is_gone_through_while_it_is_typed() {
    let mut evening = Evening::online();
    for seq in 1..=100 {
        let text = if seq % 40 == 0 { "Colour" } else { "hay" };
        evening.hear(&said(seq, &format!("{text} {seq}")));
    }
    evening.key(KeyModifiers::CONTROL, KeyCode::Char('f'));
    evening.write("/colou?r 4");
    assert_eq!(top(&evening), "Colour 40");
    let tally = search(&evening).tally;
    assert_eq!((tally.at, tally.all), (1, 1));
    evening.key(KeyModifiers::NONE, KeyCode::Backspace);
    evening.write(r"\d+$/");
    let tally = search(&evening).tally;
    assert_eq!((tally.at, tally.all), (1, 2));
    evening.key(KeyModifiers::NONE, KeyCode::Up);
    assert_eq!(search(&evening).tally.at, 2);
    evening.key(KeyModifiers::CONTROL, KeyCode::Char('u'));
    evening.write("/Colour.*/");
    assert_eq!(search(&evening).tally.all, 2);
    evening.key(KeyModifiers::CONTROL, KeyCode::Char('u'));
    evening.write("/COLOUR/");
    assert_eq!(search(&evening).tally.all, 0);
}

#[test]
fn while_it_is_no_expression_nothing_moves_and_nothing_is_counted() {
    let mut evening = Evening::online();
    for seq in 1..=100 {
        evening.hear(&said(seq, &format!("line {seq}.")));
    }
    evening.key(KeyModifiers::CONTROL, KeyCode::Char('f'));
    evening.write("/line 7");
    let (found, at) = (search(&evening).found, top(&evening));
    assert_eq!(at, "line 79.");
    evening.write("(");
    assert_eq!(search(&evening).needle, Err(Fault::Group));
    assert_eq!((search(&evening).found, top(&evening)), (found, at.clone()));
    evening.key(KeyModifiers::NONE, KeyCode::Up);
    evening.hear(&said(101, "line 7("));
    assert_eq!((search(&evening).found, top(&evening)), (found, at));
    evening.write("1|2)");
    assert_eq!(top(&evening), "line 72.");
    evening.key(KeyModifiers::NONE, KeyCode::Esc);
    assert!(evening.app.timeline().is_at_bottom());
}

/// An evening in three rooms of a server that keeps what is said, and with bob alone.
fn in_three_rooms() -> Evening {
    let mut evening = Evening::beginning(false);
    evening.event(Event::Net(Input::Connected(
        "tcp 127.0.0.1:1234".to_owned(),
    )));
    comes_in(&mut evening, "lobby");
    for room in ["lab", "tutorial"] {
        evening.enter(&format!("/join {room}"));
        comes_in(&mut evening, room);
    }
    for (minute, text) in [(5, "a cable, alone"), (6, "hay")] {
        evening.hear(&format!(
            r#"{{"name":"bob","to":"ana","timestamp":"2026-11-20T14:{minute:02}:00.000Z","text":"{text}"}}"#
        ));
    }
    evening.effects.clear();
    evening
}

fn comes_in(evening: &mut Evening, room: &str) {
    let id = evening
        .sent()
        .into_iter()
        .rev()
        .find_map(|frame| match frame {
            PeerFrame::Join(join) => join.id.clone(),
            _ => None,
        });
    let id = id.map_or_else(|| "0".to_owned(), |id| id.token().to_owned());
    evening.hear(&format!(
        r#"{{"type":"welcome","name":"server","you":"ana","room":"{room}","run":"r","log":"l","seq":900,"id":{id},"text":"."}}"#
    ));
    evening.hear(&format!(
        r#"{{"type":"who","name":"server","room":"{room}","names":["ana","bob"],"text":"."}}"#
    ));
}

/// The searches that were asked for and not seen yet: in which room, before which number.
fn asked(evening: &mut Evening) -> Vec<(String, Option<u64>, String)> {
    let sent = std::mem::take(&mut evening.effects);
    let asked = sent.into_iter().filter_map(|effect| match effect {
        Effect::Errand(Errand::Send(PeerFrame::Search(asked))) => Some((
            asked.room.unwrap().to_string(),
            asked.before,
            asked.id.unwrap().token().to_owned(),
        )),
        _ => None,
    });
    asked.collect()
}

/// A room's answer: numbers, and the minute of each.
fn answer(evening: &mut Evening, room: &str, id: &str, hits: &[(u64, u32)], more: bool) {
    for (seq, minute) in hits {
        evening.hear(&format!(
            r#"{{"name":"bob","timestamp":"2026-11-20T14:{minute:02}:00.000Z","room":"{room}","seq":{seq},"history":true,"text":"cable {seq}"}}"#
        ));
    }
    let count = hits.len();
    evening.hear(&format!(
        r#"{{"type":"search","name":"server","room":"{room}","count":{count},"more":{more},"id":{id},"text":"."}}"#
    ));
}

#[track_caller]
fn listed(evening: &Evening) -> Vec<String> {
    let Focus::Found(found) = &evening.app.focus else {
        panic!("{:?}", evening.app.focus)
    };
    let hit = |hit: &Hit| format!("{} {}", hit.with.title(evening.app.speech), hit.text);
    found.hits.iter().map(hit).collect()
}

#[test]
fn all_conversations_are_asked_one_after_another_and_the_newest_hit_is_the_first() {
    let mut evening = in_three_rooms();
    evening.enter("/search cable in:all");
    assert_eq!(listed(&evening), ["bob a cable, alone"]);
    let mut rooms = Vec::new();
    for hits in [&[(30, 9), (20, 2)][..], &[], &[(10, 7)]] {
        let asks = asked(&mut evening);
        let [(room, None, id)] = &asks[..] else {
            panic!("{asks:?}")
        };
        answer(&mut evening, room, id, hits, false);
        rooms.push(format!("#{room}"));
    }
    assert_eq!(rooms[0], "#tutorial", "the room that is shown");
    assert_eq!(asked(&mut evening), []);
    let expected = [
        format!("{} cable 30", rooms[0]),
        format!("{} cable 10", rooms[2]),
        "bob a cable, alone".to_owned(),
        format!("{} cable 20", rooms[0]),
    ];
    assert_eq!(listed(&evening), expected);
    evening.key(KeyModifiers::NONE, KeyCode::Down);
    evening.key(KeyModifiers::NONE, KeyCode::Down);
    evening.key(KeyModifiers::NONE, KeyCode::Enter);
    let title = |evening: &Evening| evening.app.places.shown().with.title(evening.app.speech);
    assert_eq!(title(&evening), "bob");
    assert!(evening.app.places.shown().led_to.is_some());
}

#[test]
fn a_room_is_asked_for_older_ones_where_one_comes_to_its_oldest() {
    let mut evening = in_three_rooms();
    evening.enter("/search cable in:*");
    for hits in [&[(800, 50), (700, 40)][..], &[(300, 45), (200, 35)], &[]] {
        let (room, _, id) = asked(&mut evening).remove(0);
        answer(&mut evening, &room, &id, hits, !hits.is_empty());
    }
    assert_eq!(listed(&evening).len(), 5);
    assert_eq!(asked(&mut evening), [], "nobody has come so far");
    evening.key(KeyModifiers::NONE, KeyCode::Down);
    evening.key(KeyModifiers::NONE, KeyCode::Down);
    let asks = asked(&mut evening);
    let [(room, Some(700), id)] = &asks[..] else {
        panic!("{asks:?}")
    };
    answer(&mut evening, room, id, &[(600, 39), (100, 1)], false);
    let texts: Vec<_> = listed(&evening)
        .iter()
        .filter_map(|row| row.split_once(' ').map(|(_, text)| text.to_owned()))
        .collect();
    assert_eq!(
        texts,
        [
            "cable 800",
            "cable 300",
            "cable 700",
            "cable 600",
            "cable 200",
            "a cable, alone",
            "cable 100"
        ]
    );
    let Focus::Found(found) = &evening.app.focus else {
        panic!()
    };
    assert_eq!(found.at, 2, "what is on stays on");
}

#[test]
fn a_room_that_does_not_answer_is_named_and_the_next_one_asked() {
    let mut evening = in_three_rooms();
    evening.enter("/search cable em:todas");
    let (room, _, id) = asked(&mut evening).remove(0);
    evening.hear(&format!(
        r#"{{"type":"error","name":"server","code":"not_joined","id":{id},"text":"not there"}}"#
    ));
    let (silent, _, _) = asked(&mut evening).remove(0);
    evening.now.mono += Duration::from_secs(11);
    evening.event(Event::Tick);
    let (last, _, id) = asked(&mut evening).remove(0);
    answer(&mut evening, &last, &id, &[], false);
    let Focus::Found(found) = &evening.app.focus else {
        panic!()
    };
    assert!(!found.waits());
    let unanswered: Vec<_> = found.silent().map(ToString::to_string).collect();
    assert_eq!(unanswered.len(), 2);
    assert!(unanswered.contains(&room) && unanswered.contains(&silent));
}

#[test]
fn whoever_is_ignored_is_found_by_nobody_and_a_late_answer_is_not_listed() {
    let mut evening = in_three_rooms();
    evening.enter("/ignore bob");
    evening.effects.clear();
    evening.enter("/search cable");
    let (room, _, id) = asked(&mut evening).remove(0);
    evening.key(KeyModifiers::NONE, KeyCode::Esc);
    evening.enter("/search other");
    answer(&mut evening, &room, &id, &[(5, 1)], false);
    assert_eq!(listed(&evening), [""; 0]);
    let (room, _, id) = asked(&mut evening).remove(0);
    answer(&mut evening, &room, &id, &[(5, 1)], false);
    assert_eq!(listed(&evening), [""; 0]);
}

#[test]
fn without_a_screen_all_is_told_in_lines_with_the_conversation_and_who_was_silent() {
    let mut evening = in_three_rooms();
    evening.event(Event::Resize(0, 0));
    evening.event(Event::Line("/search cable in:all".to_owned()));
    evening.event(Event::Line("/search cable".to_owned()));
    let (room, _, id) = asked(&mut evening).remove(0);
    answer(&mut evening, &room, &id, &[(30, 9), (20, 2)], true);
    let (silent, _, _) = asked(&mut evening).remove(0);
    evening.now.mono += Duration::from_secs(11);
    evening.event(Event::Tick);
    let (last, _, id) = asked(&mut evening).remove(0);
    answer(&mut evening, &last, &id, &[(10, 7)], false);
    let entries = evening.app.timeline().since(0, true);
    let texts: Vec<_> = entries.map(|entry| entry.text().to_owned()).collect();
    let told = &texts[texts.len() - 6..];
    assert_eq!(
        told,
        [
            format!("2026-11-20 14:02:00 #{room} bob: cable 20"),
            "2026-11-20 14:05:00 bob bob: a cable, alone".to_owned(),
            format!("2026-11-20 14:07:00 #{last} bob: cable 10"),
            format!("2026-11-20 14:09:00 #{room} bob: cable 30"),
            "there are older ones: before:2026-11-20 finds them".to_owned(),
            format!("not answered: #{silent}"),
        ]
    );
    let (room, _, id) = asked(&mut evening).remove(0);
    answer(&mut evening, &room, &id, &[], false);
    assert_eq!(evening.last(), "|nothing found for cable");
}
