//! The status row: how the connection is, the active weather, what is being written.

use super::*;
use crate::app::conversation::entry::Cited;
use crate::app::conversation::quoting::About;
use crate::app::errand::Errand;
use chat_proto::frame::reference::How;

#[test]
fn the_status_row_helps_with_what_is_being_written() {
    let mut app = evening();
    let clear = key(KeyModifiers::CONTROL, KeyCode::Char('u'));
    event(&mut app, clear.clone());
    write(&mut app, "/ms");
    event(&mut app, key(KeyModifiers::NONE, KeyCode::Tab));
    says_at(&mut app, (80, 11), "/msg NAME TEXT");
    event(&mut app, clear.clone());
    write(&mut app, "/");
    event(&mut app, key(KeyModifiers::NONE, KeyCode::Tab));
    says_at(
        &mut app,
        (80, 11),
        "[/join] /leave /msg /me /reply /react /…",
    );
    event(&mut app, clear);
    event(&mut app, Event::Paste("x".repeat(4097)));
    event(&mut app, key(KeyModifiers::NONE, KeyCode::Tab));
    says(&mut app, "too long: 4097 of 4096 bytes");
}

#[test]
fn what_is_beyond_one_message_is_marked_in_the_input() {
    let mut app = evening();
    app.size = (80, 24);
    event(&mut app, key(KeyModifiers::CONTROL, KeyCode::Char('u')));
    event(&mut app, Event::Paste(format!("{}é", "x".repeat(4095))));
    event(&mut app, key(KeyModifiers::NONE, KeyCode::Tab));
    let mut terminal = Terminal::new(TestBackend::new(80, 24)).unwrap();
    let theme = Theme::new(Palette::Terminal, Depth::Indexed);
    let paint = |frame: &mut ratatui::Frame<'_>| drop(draw(frame.buffer_mut(), &app, &theme));
    terminal.draw(paint).unwrap();
    let cells = terminal.backend().buffer().content().iter();
    let marked = cells.filter(|cell| cell.style().add_modifier.contains(Modifier::UNDERLINED));
    let marked: Vec<_> = marked.map(Cell::symbol).collect();
    assert_eq!(marked, ["é"]);
}

#[test]
fn the_active_weather_stands_in_the_status_row_and_gives_way() {
    let mut app = evening();
    event(&mut app, key(KeyModifiers::CONTROL, KeyCode::Char('u')));
    enter(
        &mut app,
        "/weather slice 1..16, stall 2s+1s/5s, delay 20..80ms",
    );
    let row = |app: &mut App, size| {
        let shown = drawn(app, size);
        let rows: Vec<_> = shown.lines().collect();
        rows[rows.len() - 2].trim_matches('"').trim_end().to_owned()
    };
    let wide = row(&mut app, (160, 24));
    assert!(
        wide.starts_with(" #lobby  weather: slice 1..16, stall 2s+1s/5s, delay 20..80ms  4 here"),
        "{wide}"
    );
    let usual = row(&mut app, (80, 24));
    assert!(
        usual.starts_with(" #lobby  weather: slice 1..16, sta…  4 here"),
        "{usual}"
    );
    assert!(row(&mut app, (40, 12)).contains("weather"));
    enter(&mut app, "/weather off");
    assert!(!row(&mut app, (160, 24)).contains("weather"));
    app.weather.manual_delivery = true;
    assert!(row(&mut app, (80, 24)).contains("0 held: /pass"));
}

#[test]
fn a_count_down_is_drawn_by_the_second() {
    let mut app = evening();
    event(&mut app, Event::Net(Input::Lost("x".to_owned())));
    for _ in 0..4 {
        app.now.mono += Duration::from_secs(20);
        event(&mut app, Event::Tick);
        event(&mut app, Event::Net(Input::Lost("x".to_owned())));
    }
    let shown = drawn(&mut app, (80, 24));
    assert!(shown.contains("not connected: next try in"), "{shown}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn any_text_at_any_size_is_drawn(
        text in "([a-z ]{0,9}|[\\PC\t]{0,6}|👩‍👩‍👧|🇵🇹|é\u{301}\u{302}|漢|ع){1,40}",
        width in 1u16..=200,
        height in 1u16..=60,
        up in 0usize..50,
    ) {
        let mut app = evening();
        event(&mut app, Event::Resize(width, height));
        for _ in 0..20 {
            enter(&mut app, &text);
            event(&mut app, key(KeyModifiers::CONTROL, KeyCode::Char('u')));
        }
        event(&mut app, Event::Paste(text));
        for _ in 0..up {
            event(&mut app, key(KeyModifiers::SHIFT, KeyCode::Up));
        }
        drawn(&mut app, (width, height));
        drawn(&mut app, (height, width));
    }
}

/// The client asks now and then; only an answer that does not come is news.
#[test]
fn a_server_that_has_nothing_to_say_is_not_called_silent() {
    let mut app = new_app(Language::English);
    event(
        &mut app,
        Event::Net(Input::Connected("tcp 192.168.1.7:1234".to_owned())),
    );
    for line in [
        r#"{"type":"welcome","name":"server","you":"ana","room":"lobby","run":"r","seq":0,"text":"x"}"#,
        // To the question that comes with the joining.
        r#"{"type":"pong","name":"server","text":"pong"}"#,
    ] {
        hear(&mut app, line);
    }
    let questions = |effects: Vec<Effect>| {
        effects.into_iter().filter_map(|effect| match effect {
            Effect::Errand(Errand::Send(PeerFrame::Ping { id, .. })) => id,
            _ => None,
        })
    };
    let mut asked = 0;
    while asked < 4 {
        app.now.mono += Duration::from_millis(500);
        let asks = questions(event(&mut app, Event::Tick));
        // Also while an answer is on its way.
        let shown = drawn(&mut app, (80, 24));
        assert!(!shown.contains("no answer"), "{shown}");
        for id in asks {
            asked += 1;
            let pong = r#"{"type":"pong","name":"server","text":"pong","id":ID}"#;
            hear(&mut app, &pong.replace("ID", id.token()));
        }
    }
    let mut asks = false;
    while !asks {
        app.now.mono += Duration::from_millis(500);
        asks = questions(event(&mut app, Event::Tick)).next().is_some();
    }
    app.now.mono += Duration::from_secs(2);
    let shown = drawn(&mut app, (80, 24));
    assert!(shown.contains("no answer for 2 s"), "{shown}");
}

#[test]
fn a_question_keeps_its_keys_in_every_window() {
    let fly = || {
        let mut app = evening();
        event(&mut app, key(KeyModifiers::CONTROL, KeyCode::Char('u')));
        enter(&mut app, "/fly");
        app
    };
    says_at(
        &mut fly(),
        (80, 24),
        "there is no command /fly: Enter says it as text · Esc: back",
    );
    says_at(
        &mut fly(),
        (45, 24),
        "no command /fly · Enter: say it · Esc: back",
    );
    says_at(&mut fly(), (40, 24), "Enter: say it · Esc: back");
    says_at(&mut fly(), (30, 24), "Enter: say it · Esc: back");
    says_at(&mut fly(), (20, 24), "Enter: say it");
    let pasted = |size, words: &str| {
        let mut app = evening();
        event(&mut app, key(KeyModifiers::CONTROL, KeyCode::Char('u')));
        event(&mut app, Event::Paste("x\n".repeat(12)));
        says_at(&mut app, size, words);
    };
    let brief = "Enter: send · Esc: drop · Tab: edit";
    pasted((60, 24), &format!("12 lines · {brief}"));
    pasted((45, 24), brief);
    pasted((30, 24), "Enter: send · Esc: drop");
}

#[test]
fn whom_one_answers_is_said_unless_something_else_is_more_urgent() {
    let mut app = evening();
    event(&mut app, Event::Resize(80, 24));
    event(&mut app, key(KeyModifiers::CONTROL, KeyCode::Char('u')));
    event(&mut app, key(KeyModifiers::ALT, KeyCode::Up));
    says(
        &mut app,
        "r answer · + sign · e correct · y copy · Enter how it got here · Esc back",
    );
    event(&mut app, key(KeyModifiers::NONE, KeyCode::Char('+')));
    let shown = drawn(&mut app, (80, 24));
    let keys = "the same again takes it back · Esc none";
    assert!(shown.contains(keys), "{shown}");
    event(&mut app, key(KeyModifiers::NONE, KeyCode::Esc));
    event(&mut app, key(KeyModifiers::NONE, KeyCode::Esc));
    app.about = Some(About {
        with: app.places.shown().with.clone(),
        cited: Cited {
            how: How::Answers,
            seq: 7,
            quote: "bob: why?".to_owned(),
        },
    });
    says(&mut app, "answers bob: why? · Esc: no answer");
    event(&mut app, key(KeyModifiers::CONTROL, KeyCode::Char('f')));
    says(&mut app, "Esc: back");
    event(&mut app, key(KeyModifiers::NONE, KeyCode::Esc));
    says(&mut app, "answers bob: why? · Esc: no answer");
}

#[test]
fn whoever_hosts_is_told_who_loses_the_server() {
    let mut app = evening();
    event(&mut app, Event::Resize(110, 24));
    event(&mut app, key(KeyModifiers::CONTROL, KeyCode::Char('u')));
    event(&mut app, key(KeyModifiers::CONTROL, KeyCode::Char('c')));
    says(
        &mut app,
        "3 others are here and fall out with this server: press again to quit",
    );
    app.invitation = None;
    says(&mut app, "press again to quit");
    // The key that helps stands beside how others come.
    app.invitation = Some("chat-tui 192.168.1.7".to_owned());
    let shown = drawn(&mut app, (110, 24));
    assert!(shown.contains("chat-tui 192.168.1.7  F1 help"), "{shown}");
}
