//! The frames of a peer: read by the server, written by the client.

mod past;
mod led;
mod fields;

use std::borrow::Cow;
use std::time::Duration;

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::codec::json::peer::fields::Fields;
use crate::codec::json::peer::fields::Raw;
use crate::codec::json::peer::fields::Since;
use crate::codec::json::peer::fields::word;
use crate::frame::id::Id;
use crate::frame::peer::Heard;
use crate::frame::peer::Join;
use crate::frame::peer::PeerFrame;
use crate::frame::peer::Say;
use crate::frame::peer::Sign;
use crate::frame::peer::Spurned;
use crate::frame::peer::Toward;
use crate::frame::peer::Whom;
use crate::frame::reference::How;
use crate::frame::reference::Reference;
use crate::frame::token::Token;
use crate::frame::trust::Offer;
use crate::frame::trust::Prove;
use crate::hex::Hex;
use crate::name::Name;
use crate::name::RequestedName;
use crate::refusal::FrameFault;
use crate::refusal::Refusal;
use crate::room::RoomName;
use crate::text::Text;
use crate::text::quoted;

/// One line or datagram of a peer that speaks JSON. Blank ones say nothing.
pub fn read_peer(line: &[u8]) -> Option<Heard> {
    if line.trim_ascii().is_empty() {
        return None;
    }
    Some(read_raw(line).and_then(|raw| {
        let id = match raw.id {
            None => None,
            Some(raw) => Some(Id::from_token(raw.get()).ok_or(FrameFault::BadId)?),
        };
        understand(&raw, id.as_ref()).map_err(|refusal| Spurned { refusal, id })
    }))
}

/// The line of a frame, with its end. What a wish is that cannot be a name, and
/// the plain dialect's `/help`, have no spelling: nothing is written for them.
pub fn write_peer(frame: &PeerFrame, out: &mut Vec<u8>) {
    if let PeerFrame::Help | PeerFrame::Nick { name: Err(_), .. } | PeerFrame::Password(_) = frame {
        return;
    }
    let mut fields = Fields {
        kind: frame.word(),
        id: frame.id(),
        ..Fields::default()
    };
    fill(&mut fields, frame);
    put(&fields, out);
}

fn fill<'a>(fields: &mut Fields<'a>, frame: &'a PeerFrame) {
    match frame {
        PeerFrame::Bye
        | PeerFrame::Help
        | PeerFrame::Nick { name: Err(_), .. }
        | PeerFrame::Password(_)
        | PeerFrame::Rooms { .. } => {}
        PeerFrame::Get { room, paste, .. } => past::fill_get(fields, room.as_ref(), *paste),
        PeerFrame::History(asked) => past::fill_history(fields, asked),
        PeerFrame::Join(join) => fill_join(fields, join),
        PeerFrame::Leave { room, .. } => fields.room = room.as_ref().map(RoomName::as_str),
        PeerFrame::Nick {
            name: Ok(name),
            offer,
            ..
        } => {
            fields.name = Some(name.as_str());
            fields.offer(offer.as_ref());
        }
        PeerFrame::Order(order) => led::fill(fields, order),
        PeerFrame::Paste(paste) => past::fill_paste(fields, paste),
        PeerFrame::Ping { sign, took, .. } => fields.ping(sign.as_ref(), *took),
        PeerFrame::Prove(prove) => fields.prove(prove),
        PeerFrame::Say(say) => fill_say(fields, say),
        PeerFrame::Search(asked) => past::fill_search(fields, asked),
        PeerFrame::Who { room, class, .. } => {
            fields.room = room.as_ref().map(RoomName::as_str);
            fields.class = *class;
        }
        PeerFrame::Whois { whom, .. } => fields.whom = Some(&whom.shown),
    }
}

fn put(fields: &Fields<'_>, out: &mut Vec<u8>) {
    // Writing strings and numbers to memory cannot fail.
    if serde_json::to_writer(&mut *out, fields).is_ok() {
        out.push(b'\n');
    }
}

fn fill_join<'a>(fields: &mut Fields<'a>, join: &'a Join) {
    fields.name = requested(join.name.as_ref());
    fields.room = join.room.as_ref().map(RoomName::as_str);
    fields.password = join.password.as_deref().map(Cow::Borrowed);
    fields.offer(join.offer.as_ref());
    fields.since = join.since.map(Since::Number);
    fields.log = join.log.as_deref();
    fields.run = join.run.as_deref();
    fields.session = join.session;
    fields.signs = join.signs;
}

fn fill_say<'a>(fields: &mut Fields<'a>, say: &'a Say) {
    fields.text = Some(say.text.as_str());
    fields.name = requested(say.name.as_ref());
    fields.room = say.room.as_ref().map(RoomName::as_str);
    fields.to = say.to.as_ref().map(|w| w.shown.as_str());
    fields.again = say.again;
    fields.me = say.me;
    let number = |how| say.refers.and_then(|refers| refers.seq_if(how));
    fields.reply = number(How::Answers);
    fields.edit = number(How::Edits);
    fields.react = number(How::Reacts);
}

fn requested(requested: Option<&RequestedName>) -> Option<&str> {
    Some(requested?.as_ref().ok()?.as_str())
}

fn read_raw(line: &[u8]) -> Result<Raw<'_>, Spurned> {
    if line.trim_ascii_start().first() != Some(&b'{') {
        return Err(FrameFault::NotJson("it does not begin with `{`".to_owned()).into());
    }
    serde_json::from_slice(line)
        .map_err(|error| FrameFault::NotJson(quoted(&error.to_string())).into())
}

/// The value of a field that the outside contract does not have: what is not
/// as we mean it was not meant for us.
fn extra<'a, T: Deserialize<'a>>(raw: Option<&'a RawValue>) -> Option<T> {
    serde_json::from_str(raw?.get()).ok()
}

/// What a ping lets others know. It is an extra: whatever is wrong with it, the
/// ping is still one.
fn sign(raw: &Raw<'_>) -> Option<Sign> {
    if let Some(away) = extra(raw.away) {
        return Some(Sign::Away(away));
    }
    extra(raw.typing).filter(|typing| *typing)?;
    let toward = match (word(raw.to, "to"), word(raw.room, "room")) {
        (Ok(Some(to)), _) => Toward::Person(Whom::new(&to)),
        (Ok(None), Ok(Some(room))) => Toward::Room(Some(RoomName::parse(&room).ok()?)),
        (Ok(None), Ok(None)) => Toward::Room(None),
        (Err(_), _) | (_, Err(_)) => return None,
    };
    Some(Sign::Typing(toward))
}

/// What a peer offers to prove, if anything.
fn offer(raw: &Raw<'_>) -> Result<Option<Offer>, FrameFault> {
    let (key, nonce) = (hex(raw.key, "key")?, hex(raw.nonce, "nonce")?);
    match (key, nonce) {
        (Some(_), None) => Err(FrameFault::Missing("key", "nonce")),
        (key, nonce) => Ok(nonce.map(|nonce| Offer {
            key,
            nonce,
            keep: extra(raw.keep).unwrap_or(true),
        })),
    }
}

/// So many bytes.
fn hex<const N: usize>(
    raw: Option<&RawValue>,
    field: &'static str,
) -> Result<Option<Hex<N>>, FrameFault> {
    let parse = |word: &str| Hex::parse(word).ok_or(FrameFault::NotHex(field, 2 * N));
    word(raw, field)?.as_deref().map(parse).transpose()
}

/// A message.
fn say(
    raw: &Raw<'_>,
    (name, room): (Option<RequestedName>, Option<RoomName>),
    id: Option<Id>,
) -> Result<Say, Refusal> {
    let text = word(raw.text, "text")?.ok_or(FrameFault::Missing("msg", "text"))?;
    let text = Text::parse(&text)?;
    let fields = [
        (How::Edits, extra(raw.edit)),
        (How::Reacts, extra(raw.react)),
        (How::Answers, extra(raw.reply)),
    ];
    Ok(Say {
        refers: Reference::of(fields, text.as_str()),
        text,
        name,
        room,
        to: word(raw.to, "to")?.as_deref().map(Whom::new),
        id,
        again: extra(raw.again).unwrap_or(false),
        me: extra(raw.me).unwrap_or(false),
    })
}

fn understand(raw: &Raw<'_>, id: Option<&Id>) -> Result<PeerFrame, Refusal> {
    let id = id.cloned();
    let room = || -> Result<Option<RoomName>, Refusal> {
        let word = word(raw.room, "room")?;
        Ok(word.as_deref().map(RoomName::parse).transpose()?)
    };
    let name = || Ok::<_, FrameFault>(word(raw.name, "name")?.as_deref().map(Name::parse));
    let kind = word(raw.kind, "type")?;
    Ok(match kind.as_deref().unwrap_or("msg") {
        "msg" => PeerFrame::Say(say(raw, (name()?, room()?), id)?),
        "join" => PeerFrame::Join(Join {
            name: name()?,
            room: room()?,
            password: word(raw.password, "password")?.map(Cow::into_owned),
            offer: offer(raw)?,
            since: extra(raw.since),
            log: extra(raw.log),
            run: extra(raw.run),
            session: extra::<&str>(raw.session).and_then(Token::parse),
            signs: extra(raw.signs).unwrap_or(false),
            id,
        }),
        "history" => PeerFrame::History(past::history(raw, room()?, id)?),
        "search" => PeerFrame::Search(past::search(raw, room()?, id)?),
        "leave" => PeerFrame::Leave { room: room()?, id },
        "nick" => PeerFrame::Nick {
            name: name()?.ok_or(FrameFault::Missing("nick", "name"))?,
            offer: offer(raw)?,
            id,
        },
        "who" => PeerFrame::Who {
            room: room()?,
            class: extra(raw.class).unwrap_or(false),
            id,
        },
        "rooms" => PeerFrame::Rooms { id },
        "whois" => PeerFrame::Whois {
            whom: led::who(raw, "whois")?,
            id,
        },
        "order" => PeerFrame::Order(led::order(raw, room()?, id)?),
        "paste" => PeerFrame::Paste(past::paste(raw, room()?, id)?),
        "get" => PeerFrame::Get {
            room: room()?,
            paste: past::number_of_paste(raw)?,
            id,
        },
        "ping" => PeerFrame::Ping {
            sign: sign(raw),
            took: extra(raw.rtt_ms).map(Duration::from_millis),
            id,
        },
        "prove" => PeerFrame::Prove(Prove {
            sign: hex(raw.sign, "sign")?,
            password: hex(raw.password, "password")?,
            id,
        }),
        "bye" => PeerFrame::Bye,
        other => return Err(FrameFault::UnknownType(quoted(other)).into()),
    })
}

#[cfg(test)]
mod tests;
