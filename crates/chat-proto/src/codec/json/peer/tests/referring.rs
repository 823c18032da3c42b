//! Messages that refer to others.

use proptest::prelude::*;

use super::read;
use crate::frame::PeerFrame;
use crate::frame::reference::How;
use crate::frame::reference::Reference;

pub fn any_reference() -> impl Strategy<Value = Option<Reference>> {
    let how = prop_oneof![Just(How::Answers), Just(How::Edits), Just(How::Reacts)];
    prop::option::of((how, 1..=u64::MAX).prop_map(|(how, seq)| Reference { how, seq }))
}

#[test]
fn an_answer_names_a_message_by_a_number_from_1() {
    for (field, expected) in [
        ("", None),
        (r#","reply":12"#, Some(12)),
        (r#","reply":18446744073709551615"#, Some(u64::MAX)),
        (r#","reply":18446744073709551616"#, None),
        (r#","reply":0"#, None),
        (r#","reply":-1"#, None),
        (r#","reply":1.5"#, None),
        (r#","reply":"12""#, None),
        (r#","reply":[12]"#, None),
        (r#","reply":null"#, None),
    ] {
        let PeerFrame::Say(say) = read(&format!(r#"{{"text":"yes"{field}}}"#)) else {
            panic!("{field}")
        };
        let answers = say.refers.and_then(|one| one.seq_if(How::Answers));
        assert_eq!(answers, expected, "{field}");
    }
}

#[test]
fn what_is_no_sign_is_said_and_reacts_to_nothing() {
    for (text, expected) in [("👍", Some(12)), ("this is no sign", None)] {
        let line = format!(r#"{{"text":"{text}","react":12}}"#);
        let PeerFrame::Say(say) = read(&line) else {
            panic!("{line}")
        };
        let reacts = say.refers.and_then(|one| one.seq_if(How::Reacts));
        assert_eq!(reacts, expected, "{text}");
    }
}
