//! What one wrote before is found again, and what one is writing is not lost.

use super::*;
use crate::app::focus::Focus;

const CTRL: KeyModifiers = KeyModifiers::CONTROL;
const NONE: KeyModifiers = KeyModifiers::NONE;

fn evening() -> Evening {
    let mut evening = Evening::online();
    for said in ["does accept() block?", "/me waves", "accept blocks"] {
        evening.enter(said);
    }
    evening.write("a draft");
    evening.key(NONE, KeyCode::Left);
    evening
}

fn found(evening: &Evening) -> Option<&str> {
    let Focus::Recall(recall) = &evening.app.focus else {
        panic!("the search is over")
    };
    let sent = evening.app.composer().sent();
    recall.found.map(|at| sent[at].as_str())
}

#[test]
fn ctrl_r_finds_what_was_written_before_and_enter_takes_it_without_sending() {
    let mut evening = evening();
    let said = evening.said().len();
    evening.key(CTRL, KeyCode::Char('r'));
    assert_eq!(found(&evening), Some("accept blocks"), "the newest");
    evening.write("Acc");
    assert_eq!(found(&evening), Some("accept blocks"));
    evening.key(CTRL, KeyCode::Char('r'));
    assert_eq!(found(&evening), Some("does accept() block?"));
    evening.key(CTRL, KeyCode::Char('r'));
    assert_eq!(evening.app.flash.as_deref(), Some("nothing older"));
    assert_eq!(evening.app.composer().text(), "a draft", "until Enter");
    evening.key(NONE, KeyCode::Enter);
    assert_eq!(evening.app.focus, Focus::Chat);
    assert_eq!(evening.app.composer().text(), "does accept() block?");
    assert_eq!(evening.said().len(), said);
    for _ in 0..3 {
        evening.key(NONE, KeyCode::Down);
    }
    assert_eq!(evening.app.composer().text(), "a draft", "below it");
}

#[test]
fn esc_and_ctrl_c_leave_what_one_was_writing_as_it_was() {
    for (modifiers, code) in [(NONE, KeyCode::Esc), (CTRL, KeyCode::Char('c'))] {
        let mut evening = evening();
        evening.key(CTRL, KeyCode::Char('r'));
        evening.write("waves");
        evening.key(modifiers, code);
        assert_eq!(evening.app.focus, Focus::Chat);
        assert_eq!(evening.app.composer().text(), "a draft");
        assert_eq!(evening.app.composer().before_cursor(), "a draf");
        assert_eq!(evening.app.quit_asked, None);
    }
}

#[test]
fn enter_takes_nothing_where_nothing_was_found() {
    let mut evening = evening();
    evening.key(CTRL, KeyCode::Char('r'));
    evening.write("wavesx");
    assert_eq!(found(&evening), None);
    evening.key(NONE, KeyCode::Enter);
    assert_eq!(found(&evening), None, "one goes on searching");
    evening.key(NONE, KeyCode::Backspace);
    assert_eq!(found(&evening), Some("/me waves"));
    evening.key(CTRL, KeyCode::Char('u'));
    assert_eq!(found(&evening), Some("accept blocks"));
    evening.write(&"long ".repeat(100));
    let Focus::Recall(recall) = &evening.app.focus else {
        panic!("the search is over")
    };
    assert_eq!(recall.query.len(), 200);
}

#[test]
fn each_conversation_remembers_its_own() {
    let mut evening = evening();
    evening.key(CTRL, KeyCode::Char('u'));
    evening.enter("/join lab");
    evening.key(CTRL, KeyCode::Char('r'));
    assert_eq!(evening.app.focus, Focus::Chat);
    let told = "you have written nothing here yet";
    assert_eq!(evening.app.flash.as_deref(), Some(told));
    evening.enter("only in the lab");
    evening.key(CTRL, KeyCode::Char('r'));
    assert_eq!(found(&evening), Some("only in the lab"));
    evening.write("accept");
    assert_eq!(found(&evening), None);
}

#[test]
fn a_search_ends_where_its_conversation_is_closed() {
    let mut evening = evening();
    evening.key(CTRL, KeyCode::Char('u'));
    evening.enter("/join lab");
    let Some(PeerFrame::Join(join)) = evening.sent().pop().cloned() else {
        panic!("nothing was asked for")
    };
    let refused = format!(
        r#"{{"type":"error","name":"server","code":"bad_room","id":{},"text":"no room for you"}}"#,
        join.id.unwrap().token()
    );
    evening.enter("/who");
    evening.key(CTRL, KeyCode::Char('r'));
    assert_eq!(found(&evening), Some("/who"));
    evening.hear(&refused);
    assert_eq!(evening.app.room(), Some(&RoomName::lobby()));
    assert_eq!(evening.app.focus, Focus::Chat);
}
