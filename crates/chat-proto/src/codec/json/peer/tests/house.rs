//! What is asked about the house: which rooms there are, and who somebody is.

use proptest::prelude::*;

use super::any_id;
use super::any_name;
use super::read;
use super::refused;
use crate::frame::PeerFrame;
use crate::frame::peer::Whom;
use crate::refusal::Code;

pub fn any_question() -> impl Strategy<Value = PeerFrame> {
    prop_oneof![
        any_id().prop_map(|id| PeerFrame::Rooms { id }),
        (any_name(), any_id()).prop_map(|(name, id)| PeerFrame::Whois {
            whom: Whom::new(name.as_str()),
            id,
        }),
    ]
}

#[test]
fn somebody_is_asked_for_by_name() {
    let PeerFrame::Whois { whom, .. } = read(r#"{"type":"whois","who":"bob"}"#) else {
        panic!("no whois")
    };
    assert_eq!(whom.shown, "bob");
    refused(r#"{"type":"whois"}"#, Code::BadFrame);
    refused(r#"{"type":"whois","who":7}"#, Code::BadFrame);
}
