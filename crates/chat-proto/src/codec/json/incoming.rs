//! The frames of a server, as the client reads them.
//!
//! Nothing here fails on an odd frame: what cannot be understood is left out.

mod house;
mod led;
mod cluster;
mod labels;

use std::borrow::Cow;
use std::time::Duration;

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::codec::json::incoming::labels::LABEL;
use crate::codec::json::incoming::labels::Names;
use crate::codec::json::incoming::labels::label;
use crate::frame::id::Id;
use crate::frame::incoming::Answered;
use crate::frame::incoming::Happening;
use crate::frame::incoming::Incoming;
use crate::frame::incoming::Kind;
use crate::frame::manner::Manner;
use crate::frame::reference::How;
use crate::frame::reference::Reference;
use crate::frame::token::Token;
use crate::frame::trust::Asked;
use crate::hex::Hex;
use crate::name::SERVER;
use crate::paste::Title;
use crate::rate::Limit;
use crate::refusal::Code;
use crate::stamp::Stamp;
use crate::text::clean;

/// A frame as it is read. Everything may be missing.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a field of its own on the wire"
)]
#[derive(Deserialize)]
struct Read<'a> {
    #[serde(rename = "type", borrow)]
    kind: Option<Cow<'a, str>>,
    name: Option<String>,
    timestamp: Option<String>,
    text: Option<String>,
    room: Option<String>,
    seq: Option<u64>,
    to: Option<String>,
    you: Option<String>,
    run: Option<String>,
    log: Option<String>,
    session: Option<String>,
    replay: Option<u64>,
    count: Option<u64>,
    first: Option<u64>,
    paste: Option<u64>,
    title: Option<String>,
    last: Option<u64>,
    missed: Option<u64>,
    rate_limit: Option<String>,
    password: Option<bool>,
    event: Option<String>,
    #[serde(default)]
    who: Names,
    now: Option<String>,
    #[serde(default)]
    names: Names,
    code: Option<String>,
    wait_ms: Option<u64>,
    #[serde(borrow)]
    id: Option<&'a RawValue>,
    #[serde(default)]
    history: bool,
    #[serde(default)]
    more: bool,
    #[serde(default)]
    me: bool,
    #[serde(borrow)]
    role: Option<&'a RawValue>,
    #[serde(borrow)]
    reply: Option<&'a RawValue>,
    #[serde(borrow)]
    edit: Option<&'a RawValue>,
    #[serde(borrow)]
    react: Option<&'a RawValue>,
    #[serde(default)]
    away: Names,
    #[serde(borrow)]
    known: Option<&'a RawValue>,
    #[serde(default)]
    also: Names,
    nonce: Option<String>,
    #[serde(default, rename = "for")]
    asks: Names,
    salt: Option<String>,
    rounds: Option<u64>,
    proof: Option<String>,
    owned: Option<bool>,
    r#return: Option<bool>,
}

/// A line from a server, or the words of what is wrong with it.
pub fn read_server(line: &[u8]) -> Result<Incoming, String> {
    let read: Read<'_> = serde_json::from_slice(line).map_err(|e| e.to_string())?;
    let tidy = |word: &Option<String>| word.as_deref().map(label);
    let text = read.text.as_deref().map(clean).unwrap_or_default();
    Ok(Incoming {
        name: tidy(&read.name).unwrap_or_default(),
        at: read.timestamp.as_deref().and_then(Stamp::parse),
        text: text.into_owned(),
        kind: filled(kind(&read, tidy), line),
    })
}

/// With what only few frames say.
fn filled(kind: Kind, line: &[u8]) -> Kind {
    cluster::filled(house::filled(led::filled(kind, line), line), line)
}

fn kind(read: &Read<'_>, tidy: impl Fn(&Option<String>) -> Option<String>) -> Kind {
    let id = || read.id.and_then(|raw| Id::from_token(raw.get()));
    match read.kind.as_deref().unwrap_or("msg") {
        "msg" => Kind::Said {
            room: tidy(&read.room),
            seq: read.seq,
            to: tidy(&read.to),
            id: id(),
            history: read.history,
            manner: Manner {
                does: read.me,
                leads: read.role.is_some_and(|role| role.get() == r#""teacher""#),
            },
            refers: refers(read),
        },
        "notice" => Kind::Notice {
            // An empty one is no room's.
            room: tidy(&read.room).filter(|room| !room.is_empty()),
            happening: happening(read, tidy),
        },
        "welcome" => welcome(read, tidy),
        "who" => Kind::Who {
            room: tidy(&read.room).unwrap_or_default(),
            names: read.names.cleaned(),
            away: read.away.cleaned(),
            known: known::<Names>(read).unwrap_or_default().cleaned(),
            roll: Box::default(),
            more: read.more,
        },
        "rooms" => Kind::Rooms {
            rooms: Vec::new(),
            more: read.more,
        },
        "whois" => Kind::Whois(Box::default()),
        "history" => Kind::History(answered(read, tidy)),
        "search" => Kind::Search(answered(read, tidy)),
        "paste" => Kind::Pasted {
            room: tidy(&read.room),
            number: read.paste.unwrap_or(0),
            title: Title::of(read.title.as_deref().unwrap_or_default()),
            id: id(),
        },
        "pong" => Kind::Pong { id: id() },
        "error" => Kind::Refused {
            code: read.code.as_deref().and_then(Code::parse),
            id: id(),
            wait: read.wait_ms.map(Duration::from_millis),
            owned: read.owned == Some(true),
        },
        "bye" if read.name.as_deref() == Some(SERVER) => Kind::Bye {
            returns: read.r#return != Some(false),
        },
        "challenge" => asked(read).map_or(Kind::Other, Kind::Challenge),
        _ => Kind::Other,
    }
}

fn welcome(read: &Read<'_>, tidy: impl Fn(&Option<String>) -> Option<String>) -> Kind {
    Kind::Welcome {
        you: tidy(&read.you).unwrap_or_default(),
        room: tidy(&read.room).unwrap_or_default(),
        run: tidy(&read.run),
        log: tidy(&read.log),
        session: read.session.as_deref().and_then(Token::parse),
        seq: read.seq,
        replay: read.replay,
        missed: read.missed.unwrap_or(0),
        rate_limit: read.rate_limit.as_deref().and_then(Limit::parse),
        unasked: read.password == Some(false),
        proof: read.proof.as_deref().and_then(Hex::parse),
        known: known(read).is_some_and(|known| known),
        also: read.also.cleaned(),
        holds: Box::default(),
        cluster: Box::default(),
    }
}

/// Which message it refers to. What is no number, as another server may mean it, is none.
fn refers(read: &Read<'_>) -> Option<Reference> {
    let number = |raw: Option<&RawValue>| serde_json::from_str(raw?.get()).ok();
    let fields = [
        (How::Edits, number(read.edit)),
        (How::Reacts, number(read.react)),
        (How::Answers, number(read.reply)),
    ];
    Reference::of(fields, read.text.as_deref().unwrap_or_default())
}

/// In a `welcome` whether, in a `who` which.
fn known<'a, T: Deserialize<'a>>(read: &Read<'a>) -> Option<T> {
    serde_json::from_str(read.known?.get()).ok()
}

/// A challenge, if it can be answered at all.
fn asked(read: &Read<'_>) -> Option<Asked> {
    let asks = read.asks.cleaned();
    let asks = |what: &str| asks.iter().any(|asked| asked == what);
    Some(Asked {
        nonce: Hex::parse(read.nonce.as_deref()?)?,
        run: read.run.as_deref().map(label).unwrap_or_default(),
        you: read.you.as_deref().map(label).unwrap_or_default(),
        name: asks("name"),
        password: asks("password"),
        salt: salt(read.salt.as_deref().unwrap_or_default())?,
        rounds: u32::try_from(read.rounds.unwrap_or(0)).ok()?,
    })
}

/// The bytes of a salt of any sensible length.
fn salt(digits: &str) -> Option<Vec<u8>> {
    if digits.len() > LABEL {
        return None;
    }
    let (pairs, rest) = digits.as_bytes().as_chunks::<2>();
    let byte = |pair: &[u8; 2]| Hex::<1>::parse(str::from_utf8(pair).ok()?).map(|hex| hex.0[0]);
    pairs
        .iter()
        .map(byte)
        .collect::<Option<_>>()
        .filter(|_| rest.is_empty())
}

fn answered(read: &Read<'_>, tidy: impl Fn(&Option<String>) -> Option<String>) -> Answered {
    Answered {
        room: tidy(&read.room),
        count: read.count.unwrap_or(0),
        ends: read.first.zip(read.last),
        more: read.more,
        id: read.id.and_then(|raw| Id::from_token(raw.get())),
    }
}

fn happening(read: &Read<'_>, tidy: impl Fn(&Option<String>) -> Option<String>) -> Happening {
    let mut who = read.who.cleaned();
    match (read.event.as_deref(), tidy(&read.now)) {
        (Some("join"), _) => Happening::Joined(who),
        (Some("leave"), _) => Happening::Left(who),
        (Some("rename"), Some(now)) if who.len() == 1 => Happening::Renamed {
            was: who.swap_remove(0),
            now,
        },
        (Some("typing"), _) if who.len() == 1 => Happening::Typing(who.swap_remove(0)),
        (Some(event @ ("away" | "back")), _) if who.len() == 1 => Happening::Away {
            who: who.swap_remove(0),
            away: event == "away",
        },
        (event, _) => Happening::Other(clean(event.unwrap_or_default()).into_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_longer_than_a_name_can_be_is_cut() {
        let long = "é".repeat(10_000);
        let line = format!(
            "{{\"type\":\"who\",\"name\":\"{long}\",\"room\":\"{long}\",\"names\":[\"{long}\",\"ana\"],\"text\":\"{long}\"}}"
        );
        let frame = read_server(line.as_bytes()).unwrap();
        assert_eq!((frame.name.len(), frame.text), (LABEL, long));
        let Kind::Who { room, names, .. } = frame.kind else {
            panic!("{:?}", frame.kind)
        };
        assert_eq!((room.len(), names[0].len()), (LABEL, LABEL));
        assert_eq!(names[1], "ana");
    }

    #[test]
    fn a_challenge_is_read_where_it_can_be_answered() {
        let line = |nonce: &str, salt: &str| {
            format!(
                "{{\"type\":\"challenge\",\"nonce\":\"{nonce}\",\"for\":[\"name\"],\"you\":\"ana\",\"run\":\"0a\",\"salt\":\"{salt}\",\"rounds\":600000}}"
            )
        };
        let kind = |line: String| read_server(line.as_bytes()).unwrap().kind;
        let asked = Asked {
            nonce: Hex([0xb7; 16]),
            run: "0a".to_owned(),
            you: "ana".to_owned(),
            name: true,
            password: false,
            salt: vec![0x73, 0xff],
            rounds: 600_000,
        };
        assert_eq!(kind(line(&"b7".repeat(16), "73ff")), Kind::Challenge(asked));
        for (nonce, salt) in [("b7", "73"), ("B7", "73ff"), ("", "73")] {
            assert_eq!(kind(line(&nonce.repeat(15), salt)), Kind::Other, "{nonce}");
        }
        for salt in ["7", "7g", "73FF", &"73".repeat(1000)] {
            assert_eq!(kind(line(&"b7".repeat(16), salt)), Kind::Other, "{salt}");
        }
    }

    #[test]
    fn a_server_says_who_is_known_and_whether_one_may_return() {
        let kind = |line: &str| read_server(line.as_bytes()).unwrap().kind;
        let Kind::Who { known, .. } = kind(r#"{"type":"who","names":["a","b"],"known":["b"]}"#)
        else {
            panic!("no who")
        };
        assert_eq!(known, ["b"]);
        let welcome = r#"{"type":"welcome","you":"a","known":true,"also":["b"],"proof":"0a"}"#;
        let Kind::Welcome {
            known, also, proof, ..
        } = kind(welcome)
        else {
            panic!("no welcome")
        };
        assert_eq!((known, also, proof), (true, vec!["b".to_owned()], None));
        for (line, returns) in [
            (r#"{"type":"bye","name":"server"}"#, true),
            (r#"{"type":"bye","name":"server","return":true}"#, true),
            (r#"{"type":"bye","name":"server","return":false}"#, false),
        ] {
            assert_eq!(kind(line), Kind::Bye { returns }, "{line}");
        }
    }

    #[test]
    fn what_a_message_answers_is_a_number_or_nothing() {
        for (field, expected) in [
            ("", None),
            (r#","reply":12"#, Some(12)),
            (r#","reply":0"#, None),
            (r#","reply":{"id":"x"}"#, None),
            (r#","reply":null"#, None),
        ] {
            let frame = read_server(format!(r#"{{"text":"yes"{field}}}"#).as_bytes()).unwrap();
            let Kind::Said { refers, .. } = frame.kind else {
                panic!("{frame:?}")
            };
            let answers = refers.and_then(|one| one.seq_if(How::Answers));
            assert_eq!((answers, &*frame.text), (expected, "yes"), "{field}");
        }
    }

    #[test]
    fn a_hostile_server_reaches_no_terminal() {
        let line = br#"{"name":"a\u001b[2J","text":"b\u009b","room":"c\u202e","to":"\u0007"}"#;
        let frame = read_server(line).unwrap();
        assert_eq!((&*frame.name, &*frame.text), ("a[2J", "b"));
        let Kind::Said { room, to, .. } = frame.kind else {
            panic!("{frame:?}")
        };
        assert_eq!((room.as_deref(), to.as_deref()), (Some("c"), Some("")));
    }

    #[test]
    fn a_word_that_we_do_not_know_is_still_a_line() {
        let frame = read_server(br#"{"type":"topic","name":"server","text":"hi"}"#).unwrap();
        assert_eq!((frame.kind, &*frame.text), (Kind::Other, "hi"));
        assert!(read_server(b"[1]").is_err());
    }
}
