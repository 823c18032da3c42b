//! The frames of a peer: read by the server, written by the client.

use std::borrow::Cow;

use serde::Deserialize;
use serde::Serialize;
use serde_json::value::RawValue;

use crate::frame::id::Id;
use crate::frame::peer::Heard;
use crate::frame::peer::Join;
use crate::frame::peer::PeerFrame;
use crate::frame::peer::Say;
use crate::frame::peer::Spurned;
use crate::frame::peer::Whom;
use crate::name::Name;
use crate::refusal::FrameFault;
use crate::refusal::Refusal;
use crate::room::RoomName;
use crate::text::Text;
use crate::text::quoted;

/// Every field that a peer may send; all others are ignored.
#[derive(Debug, Default, Deserialize, Serialize)]
struct Fields<'a> {
    #[serde(rename = "type", borrow, skip_serializing_if = "Option::is_none")]
    kind: Option<Cow<'a, str>>,
    #[serde(borrow, skip_serializing_if = "Option::is_none")]
    name: Option<Cow<'a, str>>,
    #[serde(borrow, skip_serializing_if = "Option::is_none")]
    room: Option<Cow<'a, str>>,
    #[serde(borrow, skip_serializing_if = "Option::is_none")]
    to: Option<Cow<'a, str>>,
    #[serde(borrow, skip_serializing_if = "Option::is_none")]
    text: Option<Cow<'a, str>>,
    #[serde(borrow, skip_serializing_if = "Option::is_none")]
    password: Option<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    since: Option<u64>,
    #[serde(borrow, skip_serializing_if = "Option::is_none")]
    id: Option<&'a RawValue>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    again: bool,
}

/// What is looked for in an object that is otherwise wrong.
#[derive(Deserialize)]
struct OnlyId<'a> {
    #[serde(borrow)]
    id: Option<&'a RawValue>,
}

/// One line or datagram of a peer that speaks JSON. Blank ones say nothing.
pub fn read_peer(line: &[u8]) -> Option<Heard> {
    if line.trim_ascii().is_empty() {
        return None;
    }
    Some(read_fields(line).and_then(|fields| {
        let id = match fields.id {
            None => None,
            Some(raw) => Some(Id::from_token(raw.get()).ok_or(FrameFault::BadId)?),
        };
        understand(&fields, id.as_ref()).map_err(|refusal| Spurned { refusal, id })
    }))
}

/// The line of a frame, with its end. What a wish is that cannot be a name, and
/// the plain dialect's `/help`, have no spelling: nothing is written for them.
pub fn write_peer(frame: &PeerFrame, out: &mut Vec<u8>) {
    let mut fields = Fields::default();
    let (kind, id) = match frame {
        PeerFrame::Bye => ("bye", None),
        PeerFrame::Join(join) => {
            fields.name = join.name.as_ref().and_then(|w| w.as_ref().ok()).map(shown);
            fields.room = join.room.as_ref().map(|r| r.as_str().into());
            fields.password = join.password.as_deref().map(Into::into);
            fields.since = join.since;
            ("join", join.id.as_ref())
        }
        PeerFrame::Leave { room, id } => {
            fields.room = room.as_ref().map(|r| r.as_str().into());
            ("leave", id.as_ref())
        }
        PeerFrame::Help | PeerFrame::Nick { name: Err(_), .. } => return,
        PeerFrame::Nick { name: Ok(name), id } => {
            fields.name = Some(shown(name));
            ("nick", id.as_ref())
        }
        PeerFrame::Ping { id } => ("ping", id.as_ref()),
        PeerFrame::Say(say) => {
            fields.text = Some(say.text.as_str().into());
            fields.name = say.name.as_ref().and_then(|w| w.as_ref().ok()).map(shown);
            fields.room = say.room.as_ref().map(|r| r.as_str().into());
            fields.to = say.to.as_ref().map(|w| w.shown.as_str().into());
            fields.again = say.again;
            ("msg", say.id.as_ref())
        }
        PeerFrame::Who { room, id } => {
            fields.room = room.as_ref().map(|r| r.as_str().into());
            ("who", id.as_ref())
        }
    };
    fields.kind = Some(kind.into());
    let token = id.and_then(|id| RawValue::from_string(id.token().to_owned()).ok());
    fields.id = token.as_deref();
    // Writing strings and numbers to memory cannot fail.
    if serde_json::to_writer(&mut *out, &fields).is_ok() {
        out.push(b'\n');
    }
}

fn shown(name: &Name) -> Cow<'_, str> {
    name.as_str().into()
}

fn read_fields(line: &[u8]) -> Result<Fields<'_>, Spurned> {
    if line.trim_ascii_start().first() != Some(&b'{') {
        return Err(FrameFault::NotJson("it does not begin with `{`".to_owned()).into());
    }
    serde_json::from_slice::<Fields<'_>>(line).map_err(|error| Spurned {
        refusal: FrameFault::NotJson(quoted(&error.to_string())).into(),
        id: serde_json::from_slice::<OnlyId<'_>>(line)
            .ok()
            .and_then(|only| Id::from_token(only.id?.get())),
    })
}

fn understand(fields: &Fields<'_>, id: Option<&Id>) -> Result<PeerFrame, Refusal> {
    let id = id.cloned();
    let room = || fields.room.as_deref().map(RoomName::parse).transpose();
    let name = || fields.name.as_deref().map(Name::parse);
    Ok(match fields.kind.as_deref().unwrap_or("msg") {
        "msg" => {
            let text = fields
                .text
                .as_deref()
                .ok_or(FrameFault::Missing("msg", "text"))?;
            PeerFrame::Say(Say {
                text: Text::parse(text)?,
                name: name(),
                room: room()?,
                to: fields.to.as_deref().map(Whom::new),
                id,
                again: fields.again,
            })
        }
        "join" => PeerFrame::Join(Join {
            name: name(),
            room: room()?,
            password: fields.password.as_deref().map(str::to_owned),
            since: fields.since,
            id,
        }),
        "leave" => PeerFrame::Leave { room: room()?, id },
        "nick" => PeerFrame::Nick {
            name: name().ok_or(FrameFault::Missing("nick", "name"))?,
            id,
        },
        "who" => PeerFrame::Who { room: room()?, id },
        "ping" => PeerFrame::Ping { id },
        "bye" => PeerFrame::Bye,
        other => return Err(FrameFault::UnknownType(quoted(other)).into()),
    })
}

#[cfg(test)]
mod tests;
