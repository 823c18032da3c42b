//! A message is given signs, said better, and asked how it was before; and the same by
//! commands.

use chat_proto::frame::order::Act;
use chat_proto::frame::reference::How;

use super::*;
use crate::app::conversation::entry::Entry;
use crate::app::conversation::entry::Kind;
use crate::app::conversation::timeline::Side;
use crate::app::focus::Focus;

/// `reply`, `edit` or `react` of somebody.
fn hears(evening: &mut Evening, name: &str, seq: u64, fields: &str) {
    evening.hear(&format!(
        r#"{{"name":"{name}","room":"lobby","seq":{seq},{fields}}}"#
    ));
}

fn evening() -> Evening {
    let mut evening = Evening::online();
    hears(&mut evening, "bob", 1, r#""text":"teh cable""#);
    hears(&mut evening, "eva", 2, r#""text":"which?""#);
    evening
}

/// What is said, as it is shown: the rows of each message.
fn shown(evening: &Evening) -> Vec<String> {
    let rows = evening.app.timeline().glance(evening.app.window()).rows;
    let said = rows.iter().filter(|row| row.entry.kind.is_said());
    let said = said.map(|row| format!("{}: {}", row.entry.name(), row.text));
    said.collect()
}

fn step(evening: &mut Evening, key: KeyCode) {
    evening.key(KeyModifiers::ALT, key);
}

/// The message that was sent last, and to which it refers.
fn sent(evening: &Evening) -> Option<(String, Option<(How, u64)>)> {
    let mut said = evening.sent().into_iter().filter_map(|frame| match frame {
        PeerFrame::Say(say) => Some(say),
        _ => None,
    });
    let said = said.next_back()?;
    let refers = said.refers.map(|one| (one.how, one.seq));
    Some((said.text.as_str().to_owned(), refers))
}

#[test]
fn signs_are_counted_below_the_message_and_of_a_person_the_last_one_counts() {
    let mut evening = evening();
    for (seq, name, sign) in [(3, "eva", "👍"), (4, "rui", "🎉"), (5, "zé", "👍")] {
        hears(
            &mut evening,
            name,
            seq,
            &format!(r#""text":"{sign}","react":1"#),
        );
    }
    let expected = ["bob: teh cable", "bob: 👍 2  🎉", "eva: which?"];
    assert_eq!(shown(&evening), expected);
    hears(&mut evening, "eva", 6, r#""text":"🎉","react":1"#);
    assert_eq!(shown(&evening)[1], "bob: 🎉 2  👍");
    assert_eq!(evening.app.timeline().new_below(evening.app.window()), None);
    // One that is taken back is counted no more.
    let taken = |seq| {
        format!(
            r#"{{"type":"notice","event":"redact","by":"rui","room":"lobby","seq":{seq},"name":"server","text":"taken back"}}"#
        )
    };
    evening.hear(&taken(4));
    assert_eq!(shown(&evening)[1], "bob: 👍  🎉");
    // Nor are those of a message that is.
    evening.hear(&taken(1));
    assert_eq!(shown(&evening).len(), 2, "{:?}", shown(&evening));
}

#[test]
fn a_sign_is_chosen_by_its_digit_and_the_same_again_takes_it_back() {
    let mut evening = evening();
    step(&mut evening, KeyCode::Up);
    step(&mut evening, KeyCode::Up);
    evening.write("+");
    evening.write("2");
    assert_eq!(evening.app.focus, Focus::Chat);
    assert_eq!(
        sent(&evening),
        Some(("👎".to_owned(), Some((How::Reacts, 1))))
    );
    assert_eq!(
        shown(&evening).last().unwrap(),
        "ana: 👎",
        "until everybody has it"
    );
    let id = evening.last_id();
    hears(
        &mut evening,
        "ana",
        3,
        &format!(r#""text":"👎","react":1,"id":{id}"#),
    );
    assert_eq!(
        shown(&evening),
        ["bob: teh cable", "bob: 👎", "eva: which?"]
    );
    step(&mut evening, KeyCode::Up);
    step(&mut evening, KeyCode::Up);
    evening.write("+");
    evening.write("2");
    let order = evening.sent().into_iter().find_map(|frame| match frame {
        PeerFrame::Order(order) => Some(order.act.clone()),
        _ => None,
    });
    assert_eq!(order, Some(Act::Redact(Some(3))));
    // Escape chooses none, and then no message.
    step(&mut evening, KeyCode::Up);
    evening.write("+");
    evening.key(KeyModifiers::NONE, KeyCode::Esc);
    assert!(
        evening
            .app
            .focus
            .picked()
            .is_some_and(|picked| !picked.signs)
    );
    evening.write("+");
    evening.write("9");
    assert_eq!(evening.said(), ["👎"], "there is no such sign");
}

#[test]
fn what_somebody_says_better_stands_where_it_was_said_first() {
    let mut evening = evening();
    hears(&mut evening, "bob", 3, r#""text":"the cable","edit":1"#);
    assert_eq!(shown(&evening), ["bob: the cable ✎", "eva: which?"]);
    hears(&mut evening, "bob", 4, r#""text":"the red cable","edit":1"#);
    assert_eq!(shown(&evening), ["bob: the red cable ✎", "eva: which?"]);
    // As somebody else it is none, whatever the server says.
    hears(&mut evening, "eva", 5, r#""text":"no cable","edit":1"#);
    assert_eq!(shown(&evening)[0], "bob: the red cable ✎");
    assert!(shown(&evening).contains(&"eva: no cable".to_owned()));
    // How it was before is still to be had.
    for _ in 0..3 {
        step(&mut evening, KeyCode::Up);
    }
    evening.write("b");
    let rows = evening.app.timeline().glance(evening.app.window()).rows;
    let hints = rows.iter().filter(|row| row.entry.kind == Kind::Hint);
    let hints: Vec<_> = hints.map(|row| row.entry.text()).collect();
    assert!(
        hints.iter().any(|hint| hint.ends_with("bob: teh cable")),
        "{hints:?}"
    );
    assert!(
        hints.iter().any(|hint| hint.ends_with("bob: the cable")),
        "{hints:?}"
    );
}

#[test]
fn a_correction_whose_message_is_not_here_is_shown_by_itself_until_that_comes() {
    let mut evening = Evening::online();
    hears(&mut evening, "bob", 9, r#""text":"the cable","edit":7"#);
    let expected = ["bob: ✎ #7", "bob: the cable"];
    assert_eq!(shown(&evening), expected);
    let page = [(7, "bob", "teh cable"), (8, "eva", "hm")];
    let page = page.map(|(seq, name, text)| {
        let mut entry = Entry::new(None, Kind::Said, name, text);
        entry.set_seq(seq);
        entry
    });
    let window = evening.app.window();
    let timeline = evening.app.timeline_mut();
    timeline.merge(page.to_vec(), Side::Up, window);
    assert_eq!(shown(&evening), ["bob: the cable ✎", "eva: hm"]);
}

#[test]
fn only_ones_own_message_is_corrected_and_what_it_said_comes_back_to_the_input() {
    let mut evening = evening();
    step(&mut evening, KeyCode::Up);
    evening.write("e");
    assert!(evening.app.flash.take().is_some(), "it is of eva");
    evening.enter("teh red one");
    let id = evening.last_id();
    hears(
        &mut evening,
        "ana",
        3,
        &format!(r#""text":"teh red one","id":{id}"#),
    );
    step(&mut evening, KeyCode::Up);
    evening.write("e");
    assert_eq!(evening.app.composer().text(), "teh red one");
    evening.key(KeyModifiers::CONTROL, KeyCode::Char('u'));
    evening.enter("the red one");
    let expected = ("the red one".to_owned(), Some((How::Edits, 3)));
    assert_eq!(sent(&evening), Some(expected));
    let id = evening.last_id();
    hears(
        &mut evening,
        "ana",
        4,
        &format!(r#""text":"the red one","edit":3,"id":{id}"#),
    );
    let expected = ["bob: teh cable", "eva: which?", "ana: the red one ✎"];
    assert_eq!(shown(&evening), expected);
}

#[test]
fn a_server_that_knows_no_signs_has_said_a_message() {
    let mut evening = evening();
    evening.enter("/react +1");
    assert_eq!(
        sent(&evening),
        Some(("👍".to_owned(), Some((How::Reacts, 2))))
    );
    let id = evening.last_id();
    hears(&mut evening, "ana", 3, &format!(r#""text":"👍","id":{id}"#));
    let expected = ["bob: teh cable", "eva: which?", "ana: 👍"];
    assert_eq!(shown(&evening), expected);
}

#[test]
fn commands_are_about_the_newest_message_that_fits() {
    let mut evening = evening();
    for (written, text, how, seq) in [
        ("/reply the red one", "the red one", How::Answers, 2),
        ("/reply @bob thanks", "thanks", How::Answers, 1),
        ("/react @BOB", "👍", How::Reacts, 1),
    ] {
        evening.enter(written);
        let expected = (text.to_owned(), Some((how, seq)));
        assert_eq!(sent(&evening), Some(expected), "{written}");
        let id = evening.last_id();
        hears(
            &mut evening,
            "ana",
            10,
            &format!(r#""text":"{text}","id":{id}"#),
        );
    }
    evening.enter("/correct the blue one");
    let expected = ("the blue one".to_owned(), Some((How::Edits, 10)));
    assert_eq!(sent(&evening), Some(expected));
    let before = evening.said().len();
    evening.enter("/reply @nobody hello");
    evening.enter("/react @bob this is no sign");
    assert_eq!(evening.said().len(), before);
}
