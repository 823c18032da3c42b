//! What is put into the order that several servers share: something that somebody has
//! done, as every one of them applies it.
//!
//! Written as a JSON object, with frames as the wire spells them: whoever looks into the log
//! reads what was said. What only the peer's own server has to know (its password, its
//! proofs, its buckets) is never in it.

use std::net::SocketAddr;

use chat_proto::codec::json::read_peer;
use chat_proto::codec::json::write_peer;
use chat_proto::frame::PeerFrame;
use chat_proto::frame::order::Order;
use chat_proto::frame::peer::Join;
use chat_proto::hex::PublicKey;
use chat_proto::name::RequestedName;
use chat_proto::room::RoomName;
use chat_proto::stamp::Stamp;
use serde::Deserialize;
use serde::Serialize;
use serde_json::value::RawValue;

use crate::origin::Origin;
use crate::origin::PeerId;
use crate::origin::Transport;

/// Something that somebody has done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deed {
    /// Who; nobody where it is the server's own.
    pub peer: Option<PeerId>,
    /// Who that is, for servers that have not heard of it.
    pub newcomer: Option<Newcomer>,
    /// What.
    pub what: What,
}

/// A peer, as other servers need to know it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Newcomer {
    /// From where it comes.
    pub origin: Origin,
    /// Since when.
    pub since: Stamp,
    /// Whether it reads and writes lines.
    pub plain: bool,
}

/// What a peer has shown to its own server, which the others take its word for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Shown {
    /// The key that it has.
    pub key: Option<PublicKey>,
    /// Whether that asks for the name, and if so, whether for longer than the visit.
    pub keep: Option<bool>,
    /// Whether its address may have one more name of its own.
    pub may_claim: bool,
}

/// What was done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// It comes in without a name of its own, as people do who type lines.
    Guest,
    /// It was taken for one who listens, and speaks JSON.
    SpeaksJson,
    /// It takes a name and enters a room.
    Enter(Box<Join>, Shown),
    /// It takes another name.
    Nick(RequestedName, Shown),
    /// It leaves a room, says something, shares code, leads, or is led.
    Frame(Box<PeerFrame>),
    /// It takes back these messages of a room, or a teacher does.
    Redact(Box<Order>, Vec<u64>),
    /// It has said the words that make it a teacher.
    Appointed(RoomName),
    /// Rooms to which it has not come back need not wait any longer.
    LetGo,
    /// Its connection is over: why.
    Gone(String),
    /// Whoever sits at the server leads.
    Desk(Box<Order>),
    /// The time of this mute is over.
    MuteOver(u64),
    /// What this server does not understand: no server does it.
    Unknown,
}

impl Deed {
    /// As it stands in the log. Nothing where it has no spelling there.
    pub fn write(&self) -> Option<String> {
        let frame = |frame: &PeerFrame| {
            let mut line = Vec::new();
            write_peer(frame, &mut line);
            let line = String::from_utf8(line).ok()?;
            RawValue::from_string(line.trim_end().to_owned()).ok()
        };
        let mut fields = Fields {
            peer: self.peer.map(|peer| peer.0),
            new: self.newcomer.map(New::of),
            ..Fields::of(&self.what)
        };
        fields.frame = match &self.what {
            What::Enter(join, _) => Some(frame(&PeerFrame::Join((**join).clone()))?),
            What::Nick(name, _) => {
                let (name, offer, id) = (name.clone(), None, None);
                Some(frame(&PeerFrame::Nick { name, offer, id })?)
            }
            What::Frame(said) => Some(frame(said)?),
            What::Redact(order, _) | What::Desk(order) => {
                Some(frame(&PeerFrame::Order((**order).clone()))?)
            }
            What::Guest
            | What::SpeaksJson
            | What::Appointed(_)
            | What::LetGo
            | What::Gone(_)
            | What::MuteOver(_)
            | What::Unknown => None,
        };
        serde_json::to_string(&fields).ok()
    }

    /// The same back; nothing where it is none of ours.
    pub fn read(text: &str) -> Option<Self> {
        let fields: Fields = serde_json::from_str(text).ok()?;
        let newcomer = fields.new.as_ref().map(New::read);
        let newcomer = match newcomer {
            Some(read) => Some(read?),
            None => None,
        };
        Some(Self {
            peer: fields.peer.map(PeerId),
            newcomer,
            what: fields.what().unwrap_or(What::Unknown),
        })
    }
}

#[derive(Debug, Default, Serialize, Deserialize)]
struct Fields {
    #[serde(rename = "do")]
    deed: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    peer: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    new: Option<New>,
    #[serde(skip_serializing_if = "Option::is_none")]
    frame: Option<Box<RawValue>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    key: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    keep: Option<bool>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    may_claim: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    room: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    number: Option<u64>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    numbers: Vec<u64>,
}

impl Fields {
    /// All but what is written as a frame.
    fn of(what: &What) -> Self {
        let of = |deed: &str| Self {
            deed: deed.to_owned(),
            ..Self::default()
        };
        match what {
            What::Guest => of("guest"),
            What::SpeaksJson => of("json"),
            What::Enter(_, shown) => of("enter").with(shown),
            What::Nick(_, shown) => of("nick").with(shown),
            What::Frame(_) => of("frame"),
            What::Redact(_, numbers) => Self {
                numbers: numbers.clone(),
                ..of("redact")
            },
            What::Appointed(room) => Self {
                room: Some(room.to_string()),
                ..of("appointed")
            },
            What::LetGo => of("let_go"),
            What::Gone(why) => Self {
                why: Some(why.clone()),
                ..of("gone")
            },
            What::Desk(_) => of("desk"),
            What::MuteOver(number) => Self {
                number: Some(*number),
                ..of("mute_over")
            },
            What::Unknown => of("unknown"),
        }
    }

    fn with(self, shown: &Shown) -> Self {
        Self {
            key: shown.key.map(|key| key.to_string()),
            keep: shown.keep,
            may_claim: shown.may_claim,
            ..self
        }
    }

    fn shown(&self) -> Option<Shown> {
        let key = self.key.as_deref().map(PublicKey::parse);
        Some(Shown {
            key: match key {
                Some(read) => Some(read?),
                None => None,
            },
            keep: self.keep,
            may_claim: self.may_claim,
        })
    }

    fn what(self) -> Option<What> {
        let shown = self.shown()?;
        let frame = self.frame.as_ref();
        let frame = || read_peer(frame?.get().as_bytes())?.ok();
        Some(match self.deed.as_str() {
            "guest" => What::Guest,
            "json" => What::SpeaksJson,
            "enter" => What::Enter(Box::new(join(frame()?)?), shown),
            "nick" => What::Nick(nick(frame()?)?, shown),
            "frame" => What::Frame(Box::new(frame()?)),
            "redact" => What::Redact(order(frame()?)?, self.numbers),
            "appointed" => What::Appointed(RoomName::parse(self.room.as_deref()?).ok()?),
            "let_go" => What::LetGo,
            "gone" => What::Gone(self.why?),
            "desk" => What::Desk(order(frame()?)?),
            "mute_over" => What::MuteOver(self.number?),
            _ => return None,
        })
    }
}

fn join(frame: PeerFrame) -> Option<Join> {
    let PeerFrame::Join(join) = frame else {
        return None;
    };
    Some(join)
}

fn nick(frame: PeerFrame) -> Option<RequestedName> {
    let PeerFrame::Nick { name, .. } = frame else {
        return None;
    };
    Some(name)
}

fn order(frame: PeerFrame) -> Option<Box<Order>> {
    let PeerFrame::Order(order) = frame else {
        return None;
    };
    Some(Box::new(order))
}

/// A peer, as it is written.
#[derive(Debug, Serialize, Deserialize)]
pub struct New {
    over: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<SocketAddr>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    proven: bool,
    since: u64,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    plain: bool,
}

impl New {
    /// Of this one.
    pub fn of(new: Newcomer) -> Self {
        Self {
            over: new.origin.transport.word().to_owned(),
            from: new.origin.address,
            proven: new.origin.proven,
            since: new.since.unix_ms(),
            plain: new.plain,
        }
    }

    /// The same back.
    pub fn read(&self) -> Option<Newcomer> {
        let transport = match self.over.as_str() {
            "tcp" => Transport::Tcp,
            "udp" => Transport::Udp,
            "unix" => Transport::Unix,
            _ => return None,
        };
        Some(Newcomer {
            origin: Origin {
                transport,
                address: self.from,
                proven: self.proven,
            },
            since: Stamp::from_unix_ms(self.since),
            plain: self.plain,
        })
    }
}
