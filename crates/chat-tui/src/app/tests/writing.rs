//! What helps while one writes.

use super::*;

fn tabs(evening: &mut Evening, written: &str, code: KeyCode) -> String {
    evening.key(KeyModifiers::CONTROL, KeyCode::Char('u'));
    evening.write(written);
    evening.key(KeyModifiers::NONE, code);
    evening.app.composer().text().to_owned()
}

#[test]
fn tab_completes_commands_and_what_they_ask_for() {
    let mut evening = Evening::online();
    for (written, expected) in [
        ("/l", "/leave "),
        ("/W", "/who "),
        ("/join lo", "/join lobby "),
        ("/join #lo", "/join #lobby "),
        ("/who ", "/who lobby "),
        ("/msg b", "/msg bob "),
        ("/msg bob b", "/msg bob bob "),
        ("see #lo", "see #lobby "),
        ("b", "bob: "),
        ("hi @b", "hi @bob "),
        ("//l", "//l"),
        ("", ""),
        ("hi ", "hi "),
    ] {
        assert_eq!(tabs(&mut evening, written, KeyCode::Tab), expected);
    }
}

#[test]
fn shift_tab_goes_back() {
    let mut evening = Evening::online();
    evening.hear(r#"{"type":"notice","name":"server","room":"lobby","event":"join","who":["bea","ben"],"text":"x"}"#);
    assert_eq!(tabs(&mut evening, "b", KeyCode::Tab), "bea: ");
    evening.key(KeyModifiers::NONE, KeyCode::Tab);
    assert_eq!(evening.app.composer().text(), "ben: ");
    evening.key(KeyModifiers::SHIFT, KeyCode::BackTab);
    assert_eq!(evening.app.composer().text(), "bea: ");
    evening.key(KeyModifiers::SHIFT, KeyCode::BackTab);
    assert_eq!(evening.app.composer().text(), "bob: ");
}

#[test]
fn what_looks_like_a_command_is_said_only_after_a_second_enter() {
    for slip in [" /msg bob secret", "/fly", "/", "/quit\nnow", "\t/join x"] {
        let mut evening = Evening::online();
        for line in slip.split_inclusive('\n') {
            evening.write(line.trim_end_matches('\n'));
            if line.ends_with('\n') {
                evening.key(KeyModifiers::ALT, KeyCode::Enter);
            }
        }
        evening.key(KeyModifiers::NONE, KeyCode::Enter);
        assert!(evening.sent().is_empty() && !evening.quits(), "{slip}");
        assert_eq!(evening.app.composer().text(), slip);
        // Back, and asked anew: a no is not remembered as a yes.
        evening.key(KeyModifiers::NONE, KeyCode::Esc);
        evening.key(KeyModifiers::NONE, KeyCode::Enter);
        assert!(evening.sent().is_empty(), "{slip}");
        evening.key(KeyModifiers::NONE, KeyCode::Enter);
        assert_eq!(evening.said(), [slip]);
    }
}

#[test]
fn whoever_goes_on_writing_is_asked_anew() {
    let mut evening = Evening::online();
    evening.enter("/fly");
    evening.write("!");
    evening.key(KeyModifiers::NONE, KeyCode::Enter);
    assert!(evening.sent().is_empty());
}

#[test]
fn what_begins_with_two_slashes_is_said_without_a_question() {
    let mut evening = Evening::online();
    evening.enter("//etc/passwd");
    evening.enter(" //note");
    assert_eq!(evening.said(), ["/etc/passwd"]);
    // Its turn comes with the receipt of the first one.
    assert_eq!(evening.app.session.unconfirmed(), 2);
}

#[test]
fn a_slash_that_was_pasted_commands_nothing() {
    let paste = |text: &str| {
        let mut evening = Evening::online();
        evening.event(Event::Paste(text.to_owned()));
        evening.key(KeyModifiers::NONE, KeyCode::Enter);
        assert!(!evening.quits());
        evening
    };
    for text in ["/quit\nnow", "/etc/passwd", "// a comment", "  /x\n  /y"] {
        assert_eq!(paste(text).said(), [text]);
    }
    // One that would have been obeyed was perhaps meant to be.
    for text in ["/quit", "/msg bob secret\n", "/join lab"] {
        let mut evening = paste(text);
        assert!(evening.sent().is_empty(), "{text}");
        evening.key(KeyModifiers::NONE, KeyCode::Enter);
        assert_eq!(evening.said(), [text]);
    }
    // What is typed anew afterwards is a command again.
    let mut evening = Evening::online();
    evening.event(Event::Paste("/quit".to_owned()));
    evening.key(KeyModifiers::CONTROL, KeyCode::Char('u'));
    evening.enter("/quit");
    assert!(evening.quits());
}

#[test]
fn a_message_that_came_where_one_was_in_no_room_does_not_get_the_answer_by_mistake() {
    let mut evening = Evening::online();
    evening.enter("/leave");
    evening.effects.clear();
    evening.write("hello room");
    let direct = r#"{"type":"msg","name":"bob","to":"ana","text":"psst"}"#;
    evening.hear(direct);
    evening.key(KeyModifiers::NONE, KeyCode::Enter);
    assert!(evening.said().is_empty());
    assert_eq!(evening.app.asked.as_ref().map(|q| q.doubt.rank()), Some(2));
    evening.key(KeyModifiers::NONE, KeyCode::Esc);
    evening.now.mono += Duration::from_millis(301);
    evening.key(KeyModifiers::NONE, KeyCode::Enter);
    assert_eq!(evening.said(), ["hello room"]);
}

#[test]
fn a_text_that_is_too_long_is_parted_only_after_a_second_enter_and_in_order() {
    let mut evening = Evening::online();
    let text = format!("{}\n\n{}", "a".repeat(3000), "b".repeat(3000));
    evening.event(Event::Paste(text.clone()));
    evening.key(KeyModifiers::NONE, KeyCode::Esc);
    evening.app.composer_mut().take();
    evening.app.composer_mut().restore(text.clone());
    evening.key(KeyModifiers::NONE, KeyCode::Enter);
    assert!(evening.sent().is_empty());
    assert_eq!(evening.app.composer().text(), text);
    evening.key(KeyModifiers::NONE, KeyCode::Enter);
    assert_eq!(evening.said(), [&*"a".repeat(3000)]);
    let id = evening.last_id();
    evening.hear(&format!(
        r#"{{"type":"msg","name":"ana","room":"lobby","seq":1,"id":{id},"text":"a"}}"#
    ));
    assert_eq!(evening.said().last(), Some(&&*"b".repeat(3000)));
}

#[test]
fn what_was_refused_goes_back_into_the_input_and_leaves_the_history() {
    let mut evening = Evening::online();
    evening.enter("//etc");
    let id = evening.last_id();
    evening.hear(&format!(
        r#"{{"type":"error","name":"server","code":"no_such_room","id":{id},"text":"no such room"}}"#
    ));
    assert_eq!(
        evening.last(),
        "ana|/etc\n! not sent: no such room · Alt-r: edit it"
    );
    evening.write("a draft");
    evening.key(KeyModifiers::ALT, KeyCode::Char('r'));
    assert_eq!(evening.app.composer().text(), "//etc");
    assert!(!evening.last().contains("/etc"));
    evening.key(KeyModifiers::NONE, KeyCode::Up);
    assert_eq!(evening.app.composer().text(), "a draft");
    evening.key(KeyModifiers::ALT, KeyCode::Char('r'));
    assert_eq!(evening.app.composer().text(), "a draft", "nothing is left");
}

#[test]
fn what_is_unconfirmed_is_sent_again_as_the_same_message() {
    let mut evening = Evening::over(true);
    evening.enter("olá");
    let id = evening.last_id();
    evening.now.mono += Duration::from_secs(6);
    evening.event(Event::Tick);
    let told = "ana|olá\n? unconfirmed, may have arrived · Alt-r: send it again";
    assert_eq!(evening.last(), told);
    evening.effects.clear();
    evening.key(KeyModifiers::ALT, KeyCode::Char('r'));
    assert_eq!(evening.last(), "ana|olá");
    assert_eq!(evening.said(), ["olá"]);
    assert_eq!(evening.last_id(), id);
    evening.hear(&format!(
        r#"{{"type":"msg","name":"ana","room":"lobby","seq":1,"id":{id},"text":"olá"}}"#
    ));
    let rows = evening.app.timeline().glance(evening.app.window()).rows;
    assert_eq!(rows.iter().filter(|row| row.text == "olá").count(), 1);
    assert_eq!(rows.last().unwrap().entry.kind, entry::Kind::Own);
}

#[test]
fn a_receipt_that_comes_late_takes_the_doubt_away() {
    let mut evening = Evening::over(true);
    evening.enter("olá");
    let id = evening.last_id();
    evening.now.mono += Duration::from_secs(6);
    evening.event(Event::Tick);
    evening.hear(r#"{"type":"msg","name":"bob","room":"lobby","seq":2,"text":"hi"}"#);
    evening.hear(&format!(
        r#"{{"type":"msg","name":"ana","room":"lobby","seq":1,"id":{id},"text":"olá"}}"#
    ));
    let rows = evening.app.timeline().glance(evening.app.window()).rows;
    let texts: Vec<_> = rows.iter().map(|row| row.text.as_str()).collect();
    assert_eq!(texts[texts.len() - 2..], ["olá", "hi"]);
}
