//! Orders: what their fields mean.

use std::time::Duration;

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::codec::json::peer::fields::Fields;
use crate::codec::json::peer::fields::Led;
use crate::codec::json::peer::fields::Raw;
use crate::codec::json::peer::fields::word;
use crate::frame::id::Id;
use crate::frame::order::Act;
use crate::frame::order::Order;
use crate::frame::order::Removal;
use crate::frame::order::brief;
use crate::frame::whom::Whom;
use crate::limits::ANNOUNCEMENT_BYTES;
use crate::limits::ORDER_SECONDS;
use crate::limits::POLL_OPTIONS;
use crate::limits::REASON_BYTES;
use crate::refusal::FrameFault;
use crate::refusal::Refusal;
use crate::room::RoomName;
use crate::text::Text;
use crate::text::quoted;

/// The fields of an `order`.
pub(super) fn order(
    raw: &Raw<'_>,
    room: Option<RoomName>,
    id: Option<Id>,
) -> Result<Order, Refusal> {
    let act = word(raw.act, "do")?.ok_or(FrameFault::Missing("order", "do"))?;
    let on: Option<bool> = value(raw.on, "on", "true or false")?;
    let on = on.unwrap_or(true);
    let act = match (&*act, on) {
        ("announce", true) => Act::Announce(announcement(raw)?),
        ("announce", false) => Act::Announce(None),
        ("ban", true) => Act::Ban {
            removal: removal(raw, "ban")?,
            address: value(raw.address, "address", "true or false")?.unwrap_or(false),
        },
        ("ban", false) => Act::Unban(who(raw, "ban")?),
        ("claim", true) => {
            let words = word(raw.words, "words")?;
            Act::Claim(
                words
                    .ok_or(FrameFault::Missing("claim", "words"))?
                    .into_owned(),
            )
        }
        ("hand", on) => Act::Hand(on),
        ("kick", true) => Act::Kick(removal(raw, "kick")?),
        ("lock", on) => Act::Lock(on),
        ("mute", true) => Act::Mute {
            who: who(raw, "mute")?,
            time: time(raw)?,
        },
        ("mute", false) => Act::Unmute(who(raw, "mute")?),
        ("next", true) => Act::Next,
        ("poll", true) => poll(raw)?,
        ("poll", false) => Act::EndPoll,
        ("quiet", on) => Act::Quiet(on),
        ("redact", true) => Act::Redact(number(raw.seq, "seq")?),
        ("release", true) => Act::Release(who(raw, "release")?),
        ("teacher", on) => Act::Teacher(who(raw, "teacher")?, on),
        ("topic", true) => Act::Topic(topic(raw)?),
        ("topic", false) => Act::Topic(None),
        ("vote", true) => {
            let option = number(raw.option, "option")?;
            let option = option.ok_or(FrameFault::Missing("vote", "option"))?;
            Act::Vote(usize::try_from(option).unwrap_or(usize::MAX))
        }
        ("claim" | "kick" | "next" | "redact" | "release" | "vote", false) => {
            let whole = "left out: this order cannot be ended";
            return Err(FrameFault::Value("on", whole).into());
        }
        (other, _) => return Err(FrameFault::UnknownOrder(quoted(other)).into()),
    };
    Ok(Order { act, room, id })
}

fn announcement(raw: &Raw<'_>) -> Result<Option<Text>, Refusal> {
    let text = word(raw.text, "text")?.ok_or(FrameFault::Missing("announce", "text"))?;
    Ok(if text.trim().is_empty() {
        None
    } else {
        Some(brief(&text, ANNOUNCEMENT_BYTES)?)
    })
}

/// An empty one is none.
fn topic(raw: &Raw<'_>) -> Result<Option<Text>, Refusal> {
    let text = word(raw.text, "text")?.ok_or(FrameFault::Missing("topic", "text"))?;
    let text = Some(text).filter(|text| !text.trim().is_empty());
    text.map(|text| brief(&text, REASON_BYTES)).transpose()
}

fn removal(raw: &Raw<'_>, order: &'static str) -> Result<Removal, Refusal> {
    let why = word(raw.text, "text")?;
    let why = why.filter(|why| !why.trim().is_empty());
    let why = why.map(|why| brief(&why, REASON_BYTES)).transpose()?;
    Ok(Removal {
        who: who(raw, order)?,
        why,
        time: time(raw)?,
    })
}

pub(super) fn who(raw: &Raw<'_>, order: &'static str) -> Result<Whom, FrameFault> {
    let who = word(raw.who, "who")?.ok_or(FrameFault::Missing(order, "who"))?;
    Ok(Whom::new(&who))
}

fn time(raw: &Raw<'_>) -> Result<Option<Duration>, FrameFault> {
    let seconds = number(raw.seconds, "seconds")?;
    if seconds.is_some_and(|seconds| seconds > ORDER_SECONDS) {
        return Err(FrameFault::Value("seconds", "a year at most"));
    }
    Ok(seconds.map(Duration::from_secs))
}

fn poll(raw: &Raw<'_>) -> Result<Act, Refusal> {
    let question = word(raw.text, "text")?.ok_or(FrameFault::Missing("poll", "text"))?;
    let options: Option<Vec<String>> = value(raw.options, "options", SOME_OPTIONS)?;
    let options = options.ok_or(FrameFault::Missing("poll", "options"))?;
    if !POLL_OPTIONS.contains(&options.len()) {
        return Err(FrameFault::Value("options", SOME_OPTIONS).into());
    }
    let options = options.iter().map(|option| brief(option, REASON_BYTES));
    Ok(Act::Poll {
        question: brief(&question, ANNOUNCEMENT_BYTES)?,
        options: options.collect::<Result<_, _>>()?,
    })
}

/// A number from 1.
fn number(raw: Option<&RawValue>, field: &'static str) -> Result<Option<u64>, FrameFault> {
    let what = "a number from 1";
    let number: Option<u64> = value(raw, field, what)?;
    match number {
        Some(0) => Err(FrameFault::Value(field, what)),
        number => Ok(number),
    }
}

fn value<'a, T: Deserialize<'a>>(
    raw: Option<&'a RawValue>,
    field: &'static str,
    what: &'static str,
) -> Result<Option<T>, FrameFault> {
    let value = raw.map(|raw| serde_json::from_str(raw.get())).transpose();
    value.map_err(|_| FrameFault::Value(field, what))
}

pub(super) fn fill<'a>(fields: &mut Fields<'a>, order: &'a Order) {
    let mut led = Led {
        act: order.act.word(),
        who: order.act.who().map(|who| who.shown.as_str()),
        ..Led::default()
    };
    fields.room = order.room.as_ref().map(RoomName::as_str);
    match &order.act {
        Act::Announce(text) | Act::Topic(text) => {
            fields.text = Some(text.as_ref().map_or("", Text::as_str));
        }
        Act::Ban { removal, address } => {
            led.address = *address;
            fill_removal(fields, &mut led, removal);
        }
        Act::Claim(words) => led.words = Some(words),
        Act::Kick(removal) => fill_removal(fields, &mut led, removal),
        Act::Mute { time, .. } => led.seconds = time.map(|time| time.as_secs()),
        Act::Poll { question, options } => {
            fields.text = Some(question.as_str());
            led.options = options.iter().map(Text::as_str).collect();
        }
        Act::Hand(on) | Act::Lock(on) | Act::Quiet(on) | Act::Teacher(_, on) => {
            led.on = (!on).then_some(false);
        }
        Act::EndPoll | Act::Unban(_) | Act::Unmute(_) => led.on = Some(false),
        Act::Redact(seq) => led.seq = *seq,
        Act::Vote(option) => led.option = Some(*option),
        Act::Next | Act::Release(_) => {}
    }
    fields.led = Some(led);
}

fn fill_removal<'a>(fields: &mut Fields<'a>, led: &mut Led<'a>, removal: &'a Removal) {
    fields.text = removal.why.as_ref().map(Text::as_str);
    led.seconds = removal.time.map(|time| time.as_secs());
}

const SOME_OPTIONS: &str = "an array of 2 to 9 strings";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codec::json::read_peer;
    use crate::frame::PeerFrame;
    use crate::refusal::Code;

    #[track_caller]
    fn act(fields: &str) -> Act {
        let line = format!(r#"{{"type":"order",{fields}}}"#);
        match read_peer(line.as_bytes()) {
            Some(Ok(PeerFrame::Order(order))) => order.act,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn an_order_is_what_its_fields_say() {
        let bob = || Whom::new("bob");
        let time = Some(Duration::from_secs(300));
        assert_eq!(
            act(r#""do":"mute","who":"bob","seconds":300"#),
            Act::Mute { who: bob(), time }
        );
        assert_eq!(
            act(r#""do":"mute","who":"bob","on":false"#),
            Act::Unmute(bob())
        );
        assert_eq!(act(r#""do":"quiet""#), Act::Quiet(true));
        assert_eq!(act(r#""do":"announce","text":" ""#), Act::Announce(None));
        assert_eq!(act(r#""do":"redact""#), Act::Redact(None));
        assert_eq!(act(r#""do":"poll","on":false"#), Act::EndPoll);
        let Act::Ban { removal, address } = act(r#""do":"ban","who":"bob","address":true"#) else {
            panic!("no ban")
        };
        assert_eq!((removal.who, address), (bob(), true));
    }

    #[test]
    fn an_order_that_cannot_be_understood_is_bad() {
        let long = "x".repeat(ANNOUNCEMENT_BYTES + 1);
        for fields in [
            r#""who":"bob""#.to_owned(),
            r#""do":"fly""#.to_owned(),
            r#""do":7"#.to_owned(),
            r#""do":"mute""#.to_owned(),
            r#""do":"mute","who":"bob","seconds":0"#.to_owned(),
            r#""do":"mute","who":"bob","seconds":31622401"#.to_owned(),
            r#""do":"mute","who":"bob","on":"no""#.to_owned(),
            r#""do":"kick","who":"bob","on":false"#.to_owned(),
            r#""do":"vote""#.to_owned(),
            r#""do":"vote","option":0"#.to_owned(),
            r#""do":"vote","option":"1""#.to_owned(),
            r#""do":"poll","text":"q","options":["a"]"#.to_owned(),
            r#""do":"poll","text":"q","options":["a",7]"#.to_owned(),
            r#""do":"poll","text":"","options":["a","b"]"#.to_owned(),
            r#""do":"claim""#.to_owned(),
            format!(r#""do":"announce","text":"{long}""#),
        ] {
            let line = format!(r#"{{"type":"order","id":1,{fields}}}"#);
            let spurned = read_peer(line.as_bytes()).unwrap().unwrap_err();
            let code = spurned.refusal.code();
            assert!(matches!(code, Code::BadFrame | Code::TooLong), "{fields}");
            assert!(spurned.id.is_some(), "{fields}");
        }
    }
}
