//! The frames of the server, as it writes them.

mod house;
mod led;
mod cluster;
mod people;

use std::borrow::Cow;

use serde::Serialize;

use crate::codec::json::server::cluster::Cluster;
use crate::codec::json::server::house::House;
use crate::codec::json::server::led::Led;
use crate::codec::json::server::people::People;
use crate::frame::id::Id;
use crate::frame::order::Done;
use crate::frame::reference::How;
use crate::frame::server::Answered;
use crate::frame::server::Body;
use crate::frame::server::Destination;
use crate::frame::server::Event;
use crate::frame::server::Given;
use crate::frame::server::Pasted;
use crate::frame::server::Said;
use crate::frame::server::ServerFrame;
use crate::frame::server::Welcome;
use crate::frame::token::Token;
use crate::frame::trust::Challenge;
use crate::frame::words;
use crate::hex::Hex;
use crate::hex::Nonce;
use crate::hex::Proof;
use crate::name::Name;
use crate::refusal::Refusal;
use crate::room::RoomName;
use crate::stamp::Stamp;

/// A frame as it is written; a field that is absent is left out.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a field of its own on the wire"
)]
#[derive(Default, Serialize)]
struct Fields<'a> {
    r#type: &'static str,
    name: &'a str,
    timestamp: Option<Stamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    room: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    seq: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reply: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    edit: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    react: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    to: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    you: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    run: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    log: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    session: Option<Token>,
    #[serde(skip_serializing_if = "Option::is_none")]
    replay: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    missed: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rate_limit: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    password: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    event: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    who: Option<People<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    now: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    names: Option<People<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    away: Option<People<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    known: Option<Known<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    also: Option<People<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    nonce: Option<Nonce>,
    #[serde(rename = "for", skip_serializing_if = "<[_]>::is_empty")]
    asks: &'static [&'static str],
    #[serde(skip_serializing_if = "Option::is_none")]
    salt: Option<Hex<16>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rounds: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    proof: Option<Proof>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    owned: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    r#return: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    wait_ms: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'a Id>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    history: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    paste: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    count: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    first: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    last: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    more: Option<bool>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    me: bool,
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    led: Option<Led<'a>>,
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    house: Option<House<'a>>,
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    cluster: Option<Cluster<'a>>,
    text: Cow<'a, str>,
}

/// Whose name is proved: the reader's, or these.
#[derive(Serialize)]
#[serde(untagged)]
enum Known<'a> {
    You(bool),
    These(People<'a>),
}

/// The line of a frame, with its end.
pub fn write_server(frame: &ServerFrame, out: &mut Vec<u8>) {
    let mut fields = Fields {
        name: frame.name(),
        timestamp: Some(frame.at),
        text: words::text(frame),
        ..Fields::default()
    };
    fill(&mut fields, &frame.body);
    // Writing strings and numbers to memory cannot fail.
    if serde_json::to_writer(&mut *out, &fields).is_ok() {
        out.push(b'\n');
    }
}

fn fill<'a>(fields: &mut Fields<'a>, body: &'a Body) {
    match body {
        Body::Bye(_) => fields.r#type = "bye",
        Body::Dismissal(_) => {
            fields.r#type = "bye";
            fields.r#return = Some(false);
        }
        Body::Challenge(challenge) => fill_challenge(fields, challenge),
        Body::Notice { room, event } => fill_notice(fields, room.as_ref(), event),
        Body::Pasted(pasted) => fill_pasted(fields, pasted),
        Body::Pong(id) => {
            fields.r#type = "pong";
            fields.id = id.as_ref();
        }
        Body::Refused { refusal, id } => {
            fields.r#type = "error";
            fields.code = Some(refusal.code().as_str());
            fields.id = id.as_ref();
            let wait = refusal.wait();
            fields.wait_ms = wait.and_then(|wait| u64::try_from(wait.as_millis()).ok());
            fields.owned = matches!(refusal, Refusal::NameOwned { .. });
        }
        Body::Rooms(rooms) => {
            fields.r#type = "rooms";
            fields.more = rooms.more.then_some(true);
            fields.id = rooms.id.as_ref();
            fields.house = Some(House::rooms(rooms));
        }
        Body::Said(said) => fill_said(fields, said),
        Body::History(answered) => fill_answered(fields, "history", answered),
        Body::Search(answered) => fill_answered(fields, "search", answered),
        Body::Welcome(welcome) => fill_welcome(fields, welcome),
        Body::Who {
            room,
            names,
            roll,
            more,
            id,
        } => {
            let (away, known) = (&roll.away, &roll.known);
            fields.r#type = "who";
            fields.room = Some(room.as_str());
            fields.names = Some(People::Many(names));
            fields.away = (!away.is_empty()).then_some(People::Many(away));
            let proved = Known::These(People::Many(known));
            fields.known = (!known.is_empty()).then_some(proved);
            fields.more = more.then_some(true);
            fields.id = id.as_ref();
            fields.led = Some(Led::roll(roll));
            fields.cluster = Some(Cluster::elsewhere(&roll.servers));
        }
        Body::Whois(whois) => {
            fields.r#type = "whois";
            fields.who = Some(People::One(&whois.name));
            fields.id = whois.id.as_ref();
            fields.house = Some(House::of(whois));
        }
    }
}

fn fill_notice<'a>(fields: &mut Fields<'a>, room: Option<&'a RoomName>, event: &'a Event) {
    fields.r#type = "notice";
    fields.room = room.map(RoomName::as_str);
    if fields.room.is_none() && !event.is_sign() {
        // Every notice has the field; this one concerns no room.
        fields.room = Some("");
    }
    fill_event(fields, event);
}

fn fill_pasted<'a>(fields: &mut Fields<'a>, pasted: &'a Pasted) {
    fields.r#type = "paste";
    fields.room = Some(pasted.room.as_str());
    fields.paste = Some(pasted.number);
    fields.title = Some(pasted.title.as_str());
    fields.id = pasted.id.as_ref();
}

fn fill_welcome<'a>(fields: &mut Fields<'a>, welcome: &'a Welcome) {
    fields.r#type = "welcome";
    fields.you = Some(welcome.you.as_str());
    fields.room = Some(welcome.room.as_str());
    fields.run = Some(welcome.run.to_string());
    fields.log = Some(welcome.log.as_str());
    fields.session = welcome.session;
    fields.rate_limit = Some(welcome.rate_limit.to_string());
    fields.password = (welcome.given == Given::Unasked).then_some(false);
    fields.proof = welcome.proof;
    fields.known = welcome.known.then_some(Known::You(true));
    let also = Some(People::Many(&welcome.also));
    fields.also = also.filter(|_| !welcome.also.is_empty());
    fields.seq = Some(welcome.seq);
    fields.replay = Some(welcome.replay).filter(|replay| *replay > 0);
    fields.missed = Some(welcome.missed).filter(|missed| *missed > 0);
    fields.id = welcome.id.as_ref();
    fields.led = Some(Led::holds(&welcome.holds));
    fields.cluster = Some(Cluster::of(&welcome.cluster));
}

fn fill_challenge<'a>(fields: &mut Fields<'a>, challenge: &'a Challenge) {
    fields.r#type = "challenge";
    fields.nonce = Some(challenge.nonce);
    fields.asks = match (&challenge.you, challenge.password) {
        (Some(_), true) => &["name", "password"],
        (Some(_), false) => &["name"],
        (None, true) => &["password"],
        (None, false) => &[],
    };
    fields.run = Some(challenge.run.clone());
    fields.you = challenge.you.as_ref().map(Name::as_str);
    fields.salt = challenge.salted.map(|salted| salted.salt);
    fields.rounds = challenge.salted.map(|salted| salted.rounds);
    fields.id = challenge.id.as_ref();
}

fn fill_said<'a>(fields: &mut Fields<'a>, said: &'a Said) {
    fields.r#type = "msg";
    fields.id = said.id.as_ref();
    fields.history = said.history;
    fields.me = said.manner.does;
    fields.led = said.manner.leads.then(Led::teachers);
    let of = said.cites.as_ref().map(|cites| cites.of);
    let number = |how| of.and_then(|of| of.seq_if(how));
    fields.reply = number(How::Answers);
    fields.edit = number(How::Edits);
    fields.react = number(How::Reacts);
    match &said.place {
        Destination::Room { room, seq } => {
            fields.room = Some(room.as_str());
            fields.seq = Some(*seq);
        }
        Destination::Direct { to } => fields.to = Some(to.as_str()),
    }
}

fn fill_answered<'a>(fields: &mut Fields<'a>, kind: &'static str, answered: &'a Answered) {
    fields.r#type = kind;
    fields.room = Some(answered.room.as_str());
    fields.count = Some(answered.count);
    (fields.first, fields.last) = answered.ends.unzip();
    fields.more = Some(answered.more);
    fields.id = answered.id.as_ref();
}

fn fill_event<'a>(fields: &mut Fields<'a>, event: &'a Event) {
    fields.event = Some(event.word());
    match event {
        Event::Apart
        | Event::Help(_)
        | Event::Kept
        | Event::Lag(_)
        | Event::Together
        | Event::Unkept => {}
        Event::Away(who) | Event::Back(who) | Event::Typing(who) => {
            fields.who = Some(People::One(who));
        }
        Event::Join(who) | Event::Leave { who, .. } => {
            fields.who = Some(match who.as_slice() {
                [one] => People::One(one),
                many => People::Many(many),
            });
        }
        Event::Order(carried) => {
            fields.who = carried.done.who().map(People::One);
            if let Done::Redacted { seq, .. } = carried.done {
                fields.seq = Some(seq);
            }
            fields.id = carried.id.as_ref();
            fields.led = Some(Led::carried(carried));
        }
        Event::Rename { who, now } => {
            fields.who = Some(People::One(who));
            fields.now = Some(now.as_str());
        }
    }
}

#[cfg(test)]
mod tests;
