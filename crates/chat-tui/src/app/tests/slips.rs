//! A message to a name that nobody has.

use super::*;

/// A message to zed is refused: nobody is called so.
fn refused(evening: &mut Evening) {
    let Some(PeerFrame::Say(say)) = evening.sent().pop().cloned() else {
        panic!("nothing was said")
    };
    evening.hear(&format!(
        r#"{{"type":"error","name":"server","code":"no_such_name","id":{},"text":"nobody is called zed"}}"#,
        say.id.unwrap().token()
    ));
}

#[test]
fn a_message_to_nobody_comes_back_and_leaves_no_conversation_behind() {
    let mut evening = Evening::online();
    evening.enter("/msg zed hi");
    refused(&mut evening);
    assert_eq!(evening.app.places.count(), 1);
    assert_eq!(evening.app.composer().text(), "/msg zed hi");
    assert!(evening.last().starts_with("|nobody is called zed"));
}

#[test]
fn a_refusal_stands_under_the_message_where_more_was_said() {
    let mut evening = Evening::online();
    evening.hear(r#"{"name":"zed","to":"ana","text":"hello"}"#);
    evening.enter("/msg zed hi");
    refused(&mut evening);
    assert_eq!(
        evening.last(),
        "ana|hi\n! not sent: nobody is called zed · Alt-r: edit it"
    );
}
