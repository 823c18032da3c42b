//! Who writes, who is away, and what is done rather than said.

use chat_proto::frame::peer::Sign;
use chat_proto::frame::peer::Toward;

use super::*;

fn signs(evening: &Evening) -> Vec<&Sign> {
    let signs = evening.sent().into_iter().filter_map(|frame| match frame {
        PeerFrame::Ping { sign, .. } => sign.as_ref(),
        _ => None,
    });
    signs.collect()
}

fn writers(evening: &Evening) -> Vec<&str> {
    let app = &evening.app;
    let writers = app.signs.writers(app.now.mono, &app.places.shown().with);
    writers.collect()
}

fn passes(evening: &mut Evening, span: Duration) {
    evening.now.mono += span;
    evening.event(Event::Tick);
}

#[test]
fn others_are_told_that_we_write_but_not_that_we_type_a_command() {
    let mut evening = Evening::online();
    evening.write("/nick");
    assert_eq!(signs(&evening), Vec::<&Sign>::new());
    evening.key(KeyModifiers::CONTROL, KeyCode::Char('u'));
    evening.write("hello");
    let lobby = Toward::Room(Some(RoomName::lobby()));
    assert_eq!(
        signs(&evening),
        [&Sign::Typing(lobby)],
        "once, not for each key"
    );
    evening.now.mono += Duration::from_secs(4);
    evening.write("!");
    assert_eq!(signs(&evening).len(), 2);
}

#[test]
fn who_writes_is_known_until_they_have_said_it() {
    let mut evening = Evening::online();
    let writes = r#"{"type":"notice","name":"server","room":"lobby","event":"typing","who":"bob","text":"bob is typing"}"#;
    evening.hear(writes);
    assert_eq!(writers(&evening), ["bob"]);
    assert_eq!(
        evening.last(),
        "|you are ana",
        "nothing stands in the history"
    );
    evening.hear(r#"{"name":"bob","room":"lobby","seq":1,"text":"done"}"#);
    assert!(writers(&evening).is_empty());
    evening.hear(writes);
    passes(&mut evening, Duration::from_secs(6));
    assert!(writers(&evening).is_empty());
}

#[test]
fn after_five_minutes_without_a_key_others_know_that_nobody_is_here() {
    let mut evening = Evening::online();
    evening.key(KeyModifiers::NONE, KeyCode::Left);
    passes(&mut evening, Duration::from_secs(299));
    assert!(signs(&evening).is_empty());
    passes(&mut evening, Duration::from_secs(1));
    passes(&mut evening, Duration::ZERO);
    assert_eq!(signs(&evening), [&Sign::Away(true)]);
    evening.key(KeyModifiers::NONE, KeyCode::Left);
    assert_eq!(signs(&evening), [&Sign::Away(true), &Sign::Away(false)]);
}

#[test]
fn after_a_reconnect_others_are_told_again_that_nobody_is_here() {
    let mut evening = Evening::online();
    passes(&mut evening, Duration::from_secs(301));
    assert_eq!(signs(&evening), [&Sign::Away(true)]);
    evening.event(Event::Net(Input::Lost("the cable".to_owned())));
    // The count-down, second by second.
    for _ in 0..3 {
        passes(&mut evening, Duration::from_secs(1));
    }
    evening.effects.clear();
    evening.event(Event::Net(Input::Connected(
        "tcp 127.0.0.1:1234".to_owned(),
    )));
    evening.hear(r#"{"type":"welcome","name":"server","you":"ana","room":"lobby","run":"s","seq":0,"text":"you are ana"}"#);
    assert_eq!(signs(&evening), [&Sign::Away(true)]);
}

#[test]
fn who_is_away_is_known_from_the_list_and_from_signs() {
    let mut evening = Evening::online();
    evening.hear(r#"{"type":"who","name":"server","room":"lobby","names":["ana","bob"],"away":["bob"],"text":"in lobby"}"#);
    assert!(evening.app.signs.is_away("bob"));
    evening.hear(r#"{"type":"notice","name":"server","room":"lobby","event":"back","who":"bob","text":"bob is back"}"#);
    assert!(!evening.app.signs.is_away("bob"));
}

#[test]
fn what_one_does_is_sent_as_such_and_stands_with_its_sign() {
    let mut evening = Evening::online();
    evening.hear(r#"{"name":"bob","room":"lobby","seq":1,"me":true,"text":"nods"}"#);
    assert_eq!(evening.last(), "* bob|nods");
    evening.enter("/me waves");
    let acts = evening.sent().into_iter().any(|frame| match frame {
        PeerFrame::Say(say) => say.me && say.text.as_str() == "waves",
        _ => false,
    });
    assert!(acts);
    assert_eq!(evening.last(), "* ana|waves");
}

#[test]
fn who_wants_no_signs_of_their_own_gives_none_and_sees_those_of_others() {
    let mut evening = Evening::online();
    evening.app.settings.signs = false;
    evening.write("hello");
    passes(&mut evening, Duration::from_secs(301));
    evening.write("!");
    assert_eq!(signs(&evening), Vec::<&Sign>::new());
    evening.hear(r#"{"type":"notice","name":"server","room":"lobby","event":"typing","who":"bob","text":"bob is typing"}"#);
    assert_eq!(writers(&evening), ["bob"]);
}
