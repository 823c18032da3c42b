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
        ("/MSG b", "/MSG bob "),
        ("/ignore B", "/ignore bob"),
        ("/unignore b", "/unignore b"),
        ("/go b", "/go bob"),
        ("/go #lo", "/go #lobby"),
        ("/theme hi", "/theme high-contrast"),
        ("/copy ", "/copy url"),
        ("/hold o", "/hold off"),
        ("/pass ", "/pass all"),
        ("/weather of", "/weather off "),
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
fn a_colon_follows_a_name_at_the_start_of_a_line_only() {
    let mut evening = Evening::online();
    evening.write("b");
    evening.key(KeyModifiers::NONE, KeyCode::Tab);
    evening.write("ask b");
    evening.key(KeyModifiers::NONE, KeyCode::Tab);
    evening.key(KeyModifiers::ALT, KeyCode::Enter);
    evening.write("b");
    evening.key(KeyModifiers::NONE, KeyCode::Tab);
    assert_eq!(evening.app.composer().text(), "bob: ask bob \nbob: ");
}

#[test]
fn who_is_ignored_is_offered_to_be_shown_again_and_not_to_be_ignored() {
    let mut evening = Evening::online();
    evening.enter("/ignore bob");
    assert_eq!(tabs(&mut evening, "/ignore b", KeyCode::Tab), "/ignore b");
    let shown_again = tabs(&mut evening, "/unignore b", KeyCode::Tab);
    assert_eq!(shown_again, "/unignore bob");
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
        assert_eq!(evening.said(), [text.trim_end()]);
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

fn lines(count: usize) -> String {
    let lines: Vec<_> = (1..=count).map(|n| format!("line {n}\n")).collect();
    lines.concat()
}

#[test]
fn a_long_paste_is_told_in_one_line_and_enter_sends_it_as_one_message() {
    let mut evening = Evening::online();
    evening.event(Event::Paste(lines(12)));
    assert!(evening.app.composer().is_empty());
    let held = evening.app.held.clone().unwrap();
    assert_eq!(
        (held.lines, held.bytes, held.parts),
        (12, lines(12).len(), 1)
    );
    evening.key(KeyModifiers::NONE, KeyCode::Enter);
    assert_eq!(evening.said(), [lines(12).trim_end()]);
    assert_eq!(evening.app.held, None);
}

#[test]
fn a_long_paste_can_be_dropped_looked_at_and_written_around() {
    let mut evening = Evening::online();
    evening.write("see: ");
    evening.event(Event::Paste(lines(12)));
    evening.key(KeyModifiers::NONE, KeyCode::Esc);
    assert_eq!(evening.app.composer().text(), "see: ");
    // Not lost.
    evening.key(KeyModifiers::CONTROL, KeyCode::Char('y'));
    assert_eq!(evening.app.composer().text(), format!("see: {}", lines(12)));
    evening.key(KeyModifiers::CONTROL, KeyCode::Char('c'));
    evening.event(Event::Paste(lines(12)));
    evening.key(KeyModifiers::NONE, KeyCode::Tab);
    assert_eq!(evening.app.composer().text(), lines(12));
    evening.event(Event::Paste(lines(7)));
    evening.write("x");
    let all = format!("{}{}x", lines(12), lines(7));
    assert_eq!(evening.app.composer().text(), all);
    assert!(evening.said().is_empty());
}

#[test]
fn a_paste_behind_one_that_waits_loses_neither() {
    let mut evening = Evening::online();
    evening.event(Event::Paste(lines(12)));
    evening.event(Event::Paste("and more".to_owned()));
    assert_eq!(
        evening.app.composer().text(),
        format!("{}and more", lines(12))
    );
}

#[test]
fn a_paste_beyond_one_message_says_how_many_it_would_be_and_enter_is_enough() {
    let mut evening = Evening::online();
    evening.event(Event::Paste("word ".repeat(2000)));
    assert_eq!(evening.app.held.as_ref().unwrap().parts, 3);
    evening.key(KeyModifiers::NONE, KeyCode::Enter);
    assert_eq!(evening.app.session.unconfirmed(), 3);
}

#[test]
fn a_paste_beyond_the_input_is_refused_whole_and_told() {
    let mut evening = Evening::online();
    evening.write("draft");
    evening.event(Event::Paste("x".repeat(1 << 20)));
    assert_eq!(evening.app.composer().text(), "draft");
    assert_eq!(evening.app.held, None);
    assert!(
        evening.last().contains("1048576 bytes"),
        "{}",
        evening.last()
    );
    evening.event(Event::Burst {
        text: "\nx".to_owned(),
        left_out: 1 << 20,
    });
    assert_eq!(evening.app.composer().text(), "draft");
    assert!(
        evening.last().contains("1048578 bytes"),
        "{}",
        evening.last()
    );
}

#[test]
fn a_burst_of_lines_is_a_paste_from_its_first_letter_on() {
    let mut evening = Evening::online();
    evening.write("/quit");
    evening.event(Event::Burst {
        text: "\n/quit\n".to_owned(),
        left_out: 0,
    });
    evening.key(KeyModifiers::NONE, KeyCode::Enter);
    assert!(!evening.quits());
    assert_eq!(evening.said(), ["/quit\n/quit"]);
    evening.write("line 1");
    let rest = lines(12).split_once('\n').unwrap().1.to_owned();
    evening.event(Event::Burst {
        text: format!("\n{rest}"),
        left_out: 0,
    });
    assert_eq!(evening.app.held.as_ref().unwrap().lines, 12);
}

/// As on a slow line, which brings keys together that were pressed one by one.
#[test]
fn enter_again_and_again_at_once_says_nothing_and_leaves_nothing() {
    let mut evening = Evening::online();
    evening.event(Event::Burst {
        text: "\n\n".to_owned(),
        left_out: 0,
    });
    assert_eq!(evening.app.composer().text(), "");
    assert_eq!(evening.app.composer().lines_at_once(), 0);
    evening.write("word");
    evening.key(KeyModifiers::NONE, KeyCode::Enter);
    assert_eq!(evening.said(), ["word"]);
}
