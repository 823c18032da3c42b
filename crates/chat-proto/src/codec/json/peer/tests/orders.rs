//! Any order.

use super::*;
use crate::frame::order::Act;
use crate::frame::order::Order;
use crate::frame::order::Removal;
use crate::limits::ORDER_SECONDS;

pub(super) fn any_order() -> impl Strategy<Value = PeerFrame> {
    let brief = || "[a-zà-ÿ]{1,40}".prop_filter_map("text", |text| Text::parse(&text).ok());
    let whom = || any_name().prop_map(|name| Whom::new(name.as_str()));
    let time = || prop::option::of((1..=ORDER_SECONDS).prop_map(Duration::from_secs));
    let removal = || {
        let parts = (whom(), prop::option::of(brief()), time());
        parts.prop_map(|(who, why, time)| Removal { who, why, time })
    };
    let act = prop_oneof![
        prop::option::of(brief()).prop_map(Act::Announce),
        (removal(), any::<bool>()).prop_map(|(removal, address)| Act::Ban { removal, address }),
        "[a-z-]{1,30}".prop_map(Act::Claim),
        any::<bool>().prop_map(Act::Hand),
        removal().prop_map(Act::Kick),
        any::<bool>().prop_map(Act::Lock),
        (whom(), time()).prop_map(|(who, time)| Act::Mute { who, time }),
        Just(Act::Next),
        Just(Act::EndPoll),
        (brief(), prop::collection::vec(brief(), 2..=9))
            .prop_map(|(question, options)| Act::Poll { question, options }),
        any::<bool>().prop_map(Act::Quiet),
        prop::option::of(1..u64::MAX).prop_map(Act::Redact),
        whom().prop_map(Act::Release),
        (whom(), any::<bool>()).prop_map(|(who, on)| Act::Teacher(who, on)),
        whom().prop_map(Act::Unban),
        whom().prop_map(Act::Unmute),
        (1..100_usize).prop_map(Act::Vote),
    ];
    (act, any_room(), any_id())
        .prop_map(|(act, room, id)| PeerFrame::Order(Order { act, room, id }))
}
