//! The frames of a peer: read by the server, written by the client.

mod past;

use std::borrow::Cow;

use serde::Deserialize;
use serde::Serialize;
use serde_json::value::RawValue;

use crate::frame::id::Id;
use crate::frame::peer::Heard;
use crate::frame::peer::Join;
use crate::frame::peer::PeerFrame;
use crate::frame::peer::Say;
use crate::frame::peer::Sign;
use crate::frame::peer::Spurned;
use crate::frame::peer::Toward;
use crate::frame::peer::Whom;
use crate::frame::token::Token;
use crate::frame::trust::Offer;
use crate::frame::trust::Prove;
use crate::hex::Hex;
use crate::hex::Nonce;
use crate::hex::PublicKey;
use crate::hex::Signature;
use crate::name::Name;
use crate::name::RequestedName;
use crate::refusal::FrameFault;
use crate::refusal::Refusal;
use crate::room::RoomName;
use crate::stamp::Stamp;
use crate::text::Text;
use crate::text::quoted;

/// Every field that a peer may send, as it is written.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a field of its own on the wire"
)]
#[derive(Debug, Default, Serialize)]
struct Fields<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    room: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    to: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    key: Option<PublicKey>,
    #[serde(skip_serializing_if = "Option::is_none")]
    nonce: Option<Nonce>,
    #[serde(skip_serializing_if = "Option::is_none")]
    keep: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sign: Option<Signature>,
    #[serde(skip_serializing_if = "Option::is_none")]
    password: Option<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    since: Option<Since>,
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<Stamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    log: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    run: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    before: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    after: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    around: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    limit: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    session: Option<Token>,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'a Id>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    again: bool,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    me: bool,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    signs: bool,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    typing: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    away: Option<bool>,
}

/// A number in a `join`, a moment in a `search`.
#[derive(Debug, Serialize)]
#[serde(untagged)]
enum Since {
    Number(u64),
    Moment(Stamp),
}

/// The same as they are read: each is looked at only where the type of the
/// frame has it, because a field that it does not have is unknown, and ignored.
#[derive(Deserialize)]
struct Raw<'a> {
    #[serde(rename = "type", borrow)]
    kind: Option<&'a RawValue>,
    #[serde(borrow)]
    name: Option<&'a RawValue>,
    #[serde(borrow)]
    room: Option<&'a RawValue>,
    #[serde(borrow)]
    to: Option<&'a RawValue>,
    #[serde(borrow)]
    text: Option<&'a RawValue>,
    #[serde(borrow)]
    key: Option<&'a RawValue>,
    #[serde(borrow)]
    nonce: Option<&'a RawValue>,
    #[serde(borrow)]
    keep: Option<&'a RawValue>,
    #[serde(borrow)]
    sign: Option<&'a RawValue>,
    #[serde(borrow)]
    password: Option<&'a RawValue>,
    #[serde(borrow)]
    since: Option<&'a RawValue>,
    #[serde(borrow)]
    until: Option<&'a RawValue>,
    #[serde(borrow)]
    log: Option<&'a RawValue>,
    #[serde(borrow)]
    run: Option<&'a RawValue>,
    #[serde(borrow)]
    from: Option<&'a RawValue>,
    #[serde(borrow)]
    before: Option<&'a RawValue>,
    #[serde(borrow)]
    after: Option<&'a RawValue>,
    #[serde(borrow)]
    around: Option<&'a RawValue>,
    #[serde(borrow)]
    limit: Option<&'a RawValue>,
    #[serde(borrow)]
    session: Option<&'a RawValue>,
    #[serde(borrow)]
    id: Option<&'a RawValue>,
    #[serde(borrow)]
    again: Option<&'a RawValue>,
    #[serde(borrow)]
    me: Option<&'a RawValue>,
    #[serde(borrow)]
    signs: Option<&'a RawValue>,
    #[serde(borrow)]
    typing: Option<&'a RawValue>,
    #[serde(borrow)]
    away: Option<&'a RawValue>,
}

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
    let mut fields = Fields::default();
    (fields.kind, fields.id) = match frame {
        PeerFrame::Help | PeerFrame::Nick { name: Err(_), .. } | PeerFrame::Password(_) => return,
        PeerFrame::Bye => ("bye", None),
        PeerFrame::History(asked) => {
            past::fill_history(&mut fields, asked);
            ("history", asked.id.as_ref())
        }
        PeerFrame::Search(asked) => {
            past::fill_search(&mut fields, asked);
            ("search", asked.id.as_ref())
        }
        PeerFrame::Join(join) => {
            fields.join(join);
            ("join", join.id.as_ref())
        }
        PeerFrame::Leave { room, id } => {
            fields.room = room.as_ref().map(RoomName::as_str);
            ("leave", id.as_ref())
        }
        PeerFrame::Nick {
            name: Ok(name),
            offer,
            id,
        } => {
            fields.name = Some(name.as_str());
            fields.offer(offer.as_ref());
            ("nick", id.as_ref())
        }
        PeerFrame::Ping { sign, id } => {
            fields.sign(sign.as_ref());
            ("ping", id.as_ref())
        }
        PeerFrame::Prove(prove) => {
            fields.sign = prove.sign;
            fields.password = prove.password.map(|proof| Cow::Owned(proof.to_string()));
            ("prove", prove.id.as_ref())
        }
        PeerFrame::Say(say) => {
            fields.text = Some(say.text.as_str());
            fields.name = requested(say.name.as_ref());
            fields.room = say.room.as_ref().map(RoomName::as_str);
            fields.to = say.to.as_ref().map(|w| w.shown.as_str());
            fields.again = say.again;
            fields.me = say.me;
            ("msg", say.id.as_ref())
        }
        PeerFrame::Who { room, id } => {
            fields.room = room.as_ref().map(RoomName::as_str);
            ("who", id.as_ref())
        }
    };
    // Writing strings and numbers to memory cannot fail.
    if serde_json::to_writer(&mut *out, &fields).is_ok() {
        out.push(b'\n');
    }
}

impl<'a> Fields<'a> {
    fn join(&mut self, join: &'a Join) {
        self.name = requested(join.name.as_ref());
        self.room = join.room.as_ref().map(RoomName::as_str);
        self.password = join.password.as_deref().map(Cow::Borrowed);
        self.offer(join.offer.as_ref());
        self.since = join.since.map(Since::Number);
        self.log = join.log.as_deref();
        self.run = join.run.as_deref();
        self.session = join.session;
        self.signs = join.signs;
    }

    fn sign(&mut self, sign: Option<&'a Sign>) {
        match sign {
            None => {}
            Some(Sign::Away(away)) => self.away = Some(*away),
            Some(Sign::Typing(Toward::Room(room))) => {
                self.typing = true;
                self.room = room.as_ref().map(RoomName::as_str);
            }
            Some(Sign::Typing(Toward::Person(whom))) => {
                self.typing = true;
                self.to = Some(&whom.shown);
            }
        }
    }

    fn offer(&mut self, offer: Option<&Offer>) {
        self.key = offer.and_then(|offer| offer.key);
        self.nonce = offer.map(|offer| offer.nonce);
        self.keep = offer.filter(|offer| !offer.keep).map(|_| false);
    }
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

fn word<'a>(
    raw: Option<&'a RawValue>,
    field: &'static str,
) -> Result<Option<Cow<'a, str>>, FrameFault> {
    // Borrowed where it has no escapes; `Cow` by itself would always copy.
    #[derive(Deserialize)]
    struct Word<'a>(#[serde(borrow)] Cow<'a, str>);
    let word = raw.map(|raw| serde_json::from_str(raw.get())).transpose();
    let word = word.map_err(|_| FrameFault::NotText(field))?;
    Ok(word.map(|Word(word)| word))
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
        "msg" => {
            let text = word(raw.text, "text")?.ok_or(FrameFault::Missing("msg", "text"))?;
            PeerFrame::Say(Say {
                text: Text::parse(&text)?,
                name: name()?,
                room: room()?,
                to: word(raw.to, "to")?.as_deref().map(Whom::new),
                id,
                again: extra(raw.again).unwrap_or(false),
                me: extra(raw.me).unwrap_or(false),
            })
        }
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
        "who" => PeerFrame::Who { room: room()?, id },
        "ping" => PeerFrame::Ping {
            sign: sign(raw),
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
