//! What happens in a house of several servers, by numbers.

use std::time::Duration;

use chat_proto::frame::order::Act;
use chat_proto::frame::order::Order;
use chat_proto::frame::order::Removal;
use chat_proto::frame::peer::Whom;
use chat_proto::room::RoomName;
use proptest::prelude::*;

use super::HOUSE;
use super::house::House;
use super::house::NONCE;
use crate::hub::tests::trust::key;
use crate::traffic::DeskOrder;
use crate::traffic::Input;
use crate::traffic::Parting;
use crate::traffic::Transport;

/// What happens, by numbers.
#[derive(Clone, Debug)]
pub(super) enum Step {
    Comes(usize, Transport),
    Says(usize, usize, String),
    Goes(usize, usize),
    /// Somebody joins, or takes another name, with this key.
    Proves(usize, usize, u8, &'static str, bool),
    /// Somebody goes on with the session of whoever came so many before.
    Resumes(usize, usize, usize, &'static str),
    Desk(usize, Act),
    Flush(usize),
    Reads(usize, usize),
    Passes(usize, u64),
    Dies(usize),
    /// It starts again with what it, or another one, has written down.
    GoesOn(usize, usize),
    Buried(usize),
}

fn any_name() -> impl Strategy<Value = &'static str> {
    prop_oneof![
        Just("ana"),
        Just("Bob"),
        Just("zé"),
        Just("eva"),
        Just("аna")
    ]
}

fn any_line() -> impl Strategy<Value = String> {
    let name = || {
        prop_oneof![
            Just("ana"),
            Just("Bob"),
            Just("zé"),
            Just("eva"),
            Just("аna")
        ]
    };
    let room = || prop_oneof![Just("lobby"), Just("Lab"), Just("sala")];
    prop_oneof![
        4 => (name(), room()).prop_map(|(name, room)| {
            format!(r#"{{"type":"join","name":"{name}","room":"{room}","signs":true}}"#)
        }),
        6 => (room(), 0..9_u64, any::<bool>()).prop_map(|(room, n, again)| {
            format!(r#"{{"text":"hello {n}","room":"{room}","id":{n},"again":{again}}}"#)
        }),
        1 => (name(), 0..9_u64).prop_map(|(name, n)| {
            format!(r#"{{"text":"hi","name":"{name}","id":{n}}}"#)
        }),
        2 => (0..9_u64, prop_oneof![Just("reply"), Just("edit"), Just("react")])
            .prop_map(|(seq, how)| format!(r#"{{"text":"+1","{how}":{seq},"id":"r"}}"#)),
        1 => name().prop_map(|name| format!(r#"{{"text":"psst","to":"{name}","id":5}}"#)),
        2 => name().prop_map(|name| format!(r#"{{"type":"nick","name":"{name}"}}"#)),
        1 => room().prop_map(|room| format!(r#"{{"type":"leave","room":"{room}"}}"#)),
        1 => (0..9_u64).prop_map(|seq| format!(r#"{{"type":"order","do":"redact","seq":{seq}}}"#)),
        1 => prop_oneof![
            Just(r#"{"type":"who"}"#),
            Just(r#"{"type":"bye"}"#),
            Just(r#"{"type":"rooms"}"#),
            Just(r#"{"type":"order","do":"topic","text":"sockets"}"#),
            Just(r#"{"type":"order","do":"hand"}"#),
            Just(r#"{"type":"order","do":"vote","option":1}"#),
            Just(r#"{"type":"paste","text":"a\nb","title":"a.py"}"#),
            Just(r#"{"type":"get","paste":3}"#),
            Just(r#"{"type":"ping","typing":true}"#),
            Just(r#"{"type":"ping","away":true}"#),
            Just("a plain line"),
            Just("/join lab"),
            Just("/nick bob"),
            Just("/leave"),
        ].prop_map(str::to_owned),
    ]
}

fn any_act() -> impl Strategy<Value = Act> {
    let who = || prop_oneof![Just("ana"), Just("bob")].prop_map(Whom::new);
    prop_oneof![
        any::<bool>().prop_map(Act::Quiet),
        any::<bool>().prop_map(Act::Lock),
        who().prop_map(|who| Act::Mute {
            who,
            time: Some(Duration::from_secs(1))
        }),
        who().prop_map(Act::Unmute),
        who().prop_map(|who| Act::Kick(Removal {
            who,
            why: None,
            time: None
        })),
        (1..9_u64).prop_map(|seq| Act::Redact(Some(seq))),
        Just(Act::Next),
    ]
}

pub(super) fn any_step() -> impl Strategy<Value = Step> {
    let of = || 0..HOUSE;
    let transport = prop_oneof![Just(Transport::Tcp), Just(Transport::Udp)];
    prop_oneof![
        3 => (of(), transport).prop_map(|(n, transport)| Step::Comes(n, transport)),
        24 => (of(), 0..6_usize, any_line()).prop_map(|(n, who, line)| Step::Says(n, who, line)),
        1 => (of(), 0..6_usize).prop_map(|(n, who)| Step::Goes(n, who)),
        1 => (of(), any_act()).prop_map(|(n, act)| Step::Desk(n, act)),
        3 => (of(), 0..6_usize, 1..4_u8, any_name(), any::<bool>())
            .prop_map(|(n, who, owner, name, nick)| Step::Proves(n, who, owner, name, nick)),
        3 => (of(), 0..6_usize, 0..8_usize, any_name())
            .prop_map(|(n, who, before, name)| Step::Resumes(n, who, before, name)),
        10 => of().prop_map(Step::Flush),
        12 => (of(), 1..4_usize).prop_map(|(n, most)| Step::Reads(n, most)),
        3 => (of(), prop_oneof![0..400_u64, Just(6_000)]).prop_map(|(n, ms)| Step::Passes(n, ms)),
        1 => of().prop_map(Step::Dies),
        1 => (of(), of()).prop_map(|(n, from)| Step::GoesOn(n, from)),
        1 => of().prop_map(Step::Buried),
    ]
}

pub(super) fn takes(house: &mut House, step: &Step) {
    match step {
        Step::Comes(n, transport) => {
            if house.servers[*n].life > 0 {
                house.comes(*n, *transport, "10.0.0.7:4000");
            }
        }
        Step::Says(n, who, line) => house.says(*n, *who, line),
        Step::Goes(n, who) => {
            let server = &mut house.servers[*n];
            if !server.ears.is_empty() {
                let (peer, _) = server.ears.remove(who % server.ears.len());
                server.handle(Input::Gone(peer, Parting::Ended));
            }
        }
        Step::Proves(n, who, owner, name, nick) => {
            let offer = format!(
                r#""name":"{name}","key":"{}","nonce":"{NONCE}""#,
                key(*owner).public()
            );
            let kind = if *nick { "nick" } else { "join" };
            house.says(*n, *who, &format!(r#"{{"type":"{kind}",{offer}}}"#));
            house.answers(*n, *owner);
        }
        Step::Resumes(n, who, before, name) => {
            if let Some(token) = house.tokens.iter().rev().nth(*before) {
                let token = token.digits();
                let line = format!(
                    r#"{{"type":"join","name":"{name}","room":"lab","session":"{token}"}}"#
                );
                house.says(*n, *who, &line);
            }
        }
        Step::Desk(n, act) => {
            let (act, room, id) = (act.clone(), RoomName::parse("lab").ok(), None);
            let order = DeskOrder::Order(Order { act, room, id });
            house.servers[*n].handle(Input::Desk(order));
        }
        Step::Flush(n) => house.flush(*n),
        Step::Reads(n, most) => {
            let House { servers, log, .. } = house;
            servers[*n].reads(*n, log, *most);
        }
        Step::Passes(n, ms) => house.servers[*n].passes(*ms),
        Step::Dies(n) => house.dies(*n),
        Step::GoesOn(n, from) => house.goes_on(*n, *from),
        Step::Buried(n) => house.buried(*n),
    }
}
