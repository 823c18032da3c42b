//! Code that is shared with a room, shown, and written into a file.

use crate::app::errand::Errand;
use chat_proto::paste::Code;
use chat_proto::paste::Title;

use super::*;
use crate::app::event::Filed;

const CODE: &str = r#"{"type":"paste","name":"bob","room":"lobby","paste":57,"title":"../a.py","text":"if x:\n  y()\n"}"#;

#[test]
fn a_file_is_read_and_shared_with_the_room_that_was_meant() {
    let mut evening = Evening::online();
    evening.enter("/paste client.py");
    let read = Effect::Errand(Errand::ReadCode(RoomName::lobby(), "client.py".to_owned()));
    assert!(evening.effects.contains(&read), "{:?}", evening.effects);
    let filed = Filed::Read {
        room: RoomName::lobby(),
        title: Title::of("client.py"),
        code: Code::parse("x = 1\n").unwrap(),
    };
    evening.event(Event::Filed(Ok(filed)));
    let shared = matches!(
        evening.sent().last(),
        Some(PeerFrame::Paste(paste)) if paste.code.as_str() == "x = 1\n"
    );
    assert!(shared, "{:?}", evening.sent());
    evening.event(Event::Filed(Err("why not".to_owned())));
    assert!(evening.last().ends_with("why not"));
}

#[test]
fn what_was_fetched_is_shown_or_written_and_nothing_unasked_is_written() {
    let mut evening = Evening::online();
    evening.enter("/get 57");
    assert!(matches!(
        evening.sent().last(),
        Some(PeerFrame::Get { paste: 57, .. })
    ));
    evening.hear(CODE);
    assert!(evening.last().contains("a.py, of bob:\nif x:\n  y()"));
    evening.enter("/save 57");
    evening.effects.clear();
    evening.hear(CODE);
    let written = Effect::Errand(Errand::WriteCode(
        "a.py".to_owned(),
        "if x:\n  y()\n".to_owned(),
    ));
    assert!(evening.effects.contains(&written), "{:?}", evening.effects);
    // Once: what comes without being asked for is shown.
    evening.effects.clear();
    evening.hear(CODE);
    assert!(!evening.effects.contains(&written));
    evening.enter("/save 57 b.py");
    evening.hear(&CODE.replace("57", "58"));
    evening.effects.clear();
    evening.hear(CODE);
    let written = Effect::Errand(Errand::WriteCode(
        "b.py".to_owned(),
        "if x:\n  y()\n".to_owned(),
    ));
    assert!(evening.effects.contains(&written), "{:?}", evening.effects);
}
