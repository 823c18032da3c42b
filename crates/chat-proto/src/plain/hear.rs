//! A typed line to a frame.

use std::borrow::Cow;

use crate::frame::order::Order;
use crate::frame::peer::Heard;
use crate::frame::peer::History;
use crate::frame::peer::Join;
use crate::frame::peer::Part;
use crate::frame::peer::PeerFrame;
use crate::frame::peer::Say;
use crate::frame::peer::Search;
use crate::frame::peer::Spurned;
use crate::frame::peer::Whom;
use crate::limits::PAGE_MOST;
use crate::name::Name;
use crate::plain::order::order;
use crate::refusal::FrameFault;
use crate::room::RoomName;
use crate::text::Text;
use crate::text::is_blank;
use crate::text::quoted;
use crate::wanted::Words;

/// What `/help` answers, a line each.
pub const HELP: [&str; 17] = [
    "what you type is said in the room; a line each",
    "/nick NAME    takes another name",
    "/join ROOM    goes to another room",
    "/who          lists the people here; /who ROOM those of another room",
    "/rooms        lists the rooms with how many people are in each",
    "/whois NAME   tells how somebody is here",
    "/topic TEXT   says what the room is about",
    "/msg NAME TEXT    says it to one person",
    "/password WORDS    comes in, where a password is asked: anybody can read it",
    "/last         shows what was said before; /last 20 the last twenty messages",
    "/search WORDS    shows where all of these words occur; the last may end in *",
    "/get NUMBER   shows code that somebody has shared",
    "/hand         raises a hand; /hand down takes it down",
    "/vote 2       answers the teacher's question",
    "/takeback     takes back what you said last, for five minutes",
    "/quit         leaves; so does a bare exit",
    "//TEXT        says a text that begins with /",
];

/// One line or datagram of a plain peer. Blank ones say nothing.
pub fn line(bytes: &[u8]) -> Option<Heard> {
    let bytes = without_negotiation(bytes);
    let typed = decoded(&bytes);
    let typed = typed.trim_end_matches(['\r', '\n']);
    if typed.chars().all(|c| is_blank(c) || c.is_control()) {
        return None;
    }
    if typed.trim() == "exit" {
        return Some(Ok(PeerFrame::Bye));
    }
    Some(match typed.strip_prefix('/') {
        None => say(typed, None),
        Some(text) if text.starts_with('/') => say(text, None),
        Some(command) => obey(command),
    })
}

fn say(text: &str, to: Option<Whom>) -> Heard {
    Ok(PeerFrame::Say(Say {
        text: Text::parse(text)?,
        name: None,
        room: None,
        to,
        id: None,
        again: false,
        me: false,
        refers: None,
    }))
}

fn obey(command: &str) -> Heard {
    let (word, rest) = split_word(command);
    let usage = |how| Err(Spurned::from(FrameFault::Usage(how)));
    Ok(match (word.to_ascii_lowercase().as_str(), rest) {
        ("help", _) => PeerFrame::Help,
        ("quit" | "bye" | "exit", _) => PeerFrame::Bye,
        ("nick", "") => return usage("/nick NAME"),
        ("nick", name) => PeerFrame::Nick {
            name: Name::parse(name),
            offer: None,
            id: None,
        },
        ("password", "") => return usage("/password WORDS"),
        ("password", words) => PeerFrame::Password(words.trim_end().to_owned()),
        ("join", "") => return usage("/join ROOM"),
        ("join", rest) => {
            let (room, password) = split_word(rest);
            PeerFrame::Join(Join {
                room: Some(RoomName::parse(room)?),
                password: (!password.is_empty()).then(|| password.to_owned()),
                ..Join::default()
            })
        }
        ("last", count) => match last(count) {
            Some(limit) => PeerFrame::History(History {
                room: None,
                part: Part::Newest,
                limit,
                id: None,
            }),
            None => return usage("/last N, with a number from 1 to 100"),
        },
        ("get", number) => return get(number),
        ("search", words) => match Words::parse(words) {
            Some(words) => search(words),
            None => return usage("/search WORDS"),
        },
        ("rooms" | "list", "") => PeerFrame::Rooms { id: None },
        ("whois", name) => return whois(name),
        ("who", room) => PeerFrame::Who {
            room: (!room.is_empty())
                .then(|| RoomName::parse(room))
                .transpose()?,
            class: false,
            id: None,
        },
        ("msg", rest) => match split_word(rest) {
            (_, "") => return usage("/msg NAME TEXT"),
            (name, text) => return say(text, Some(Whom::new(name))),
        },
        (other, rest) => match order(other, rest) {
            Some(act) => PeerFrame::Order(Order {
                act: act?,
                room: None,
                id: None,
            }),
            None => return Err(FrameFault::UnknownCommand(quoted(word)).into()),
        },
    })
}

/// How somebody is here.
fn whois(name: &str) -> Heard {
    if name.is_empty() {
        return Err(FrameFault::Usage("/whois NAME").into());
    }
    let whom = Whom::new(name);
    Ok(PeerFrame::Whois { whom, id: None })
}

/// Fetches what somebody has shared.
fn get(number: &str) -> Heard {
    match number.parse() {
        Ok(paste) if paste > 0 => Ok(PeerFrame::Get {
            room: None,
            paste,
            id: None,
        }),
        Ok(_) | Err(_) => Err(FrameFault::Usage("/get NUMBER").into()),
    }
}

/// How many messages `/last` asks for.
fn last(count: &str) -> Option<u64> {
    if count.is_empty() {
        return Some(LAST_USUAL);
    }
    count.parse().ok().filter(|n| (1..=PAGE_MOST).contains(n))
}

fn search(words: Words) -> PeerFrame {
    PeerFrame::Search(Search {
        words,
        room: None,
        from: None,
        since: None,
        until: None,
        before: None,
        limit: LAST_USUAL,
        id: None,
    })
}

/// The first word, and what follows it.
fn split_word(text: &str) -> (&str, &str) {
    let text = text.trim();
    let (word, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    (word, rest.trim_start())
}

/// UTF-8, or else what Windows consoles send. Nobody's accent ends a session.
fn decoded(bytes: &[u8]) -> Cow<'_, str> {
    std::str::from_utf8(bytes).map_or_else(
        |_| Cow::Owned(bytes.iter().map(|b| windows_1252(*b)).collect()),
        Cow::Borrowed,
    )
}

fn windows_1252(byte: u8) -> char {
    let special = byte.checked_sub(0x80).map(usize::from);
    special
        .and_then(|at| WINDOWS_1252.get(at).copied())
        .unwrap_or_else(|| char::from(byte))
}

/// Removes what a `telnet` client negotiates: never text in UTF-8, where the
/// byte 255 does not occur.
pub fn without_negotiation(bytes: &[u8]) -> Cow<'_, [u8]> {
    if memchr::memchr(IAC, bytes).is_none() {
        return Cow::Borrowed(bytes);
    }
    let mut kept = Vec::with_capacity(bytes.len());
    let mut rest = bytes.iter().copied();
    while let Some(byte) = rest.next() {
        if byte != IAC {
            kept.push(byte);
            continue;
        }
        match rest.next() {
            // An escaped 255: a letter in Latin-1.
            Some(IAC) => kept.push(IAC),
            // Sub-negotiation, up to its end.
            Some(250) => while rest.next().is_some_and(|b| b != 240) {},
            // Will, won't, do, don't: one byte follows.
            Some(251..=254) => drop(rest.next()),
            Some(_) | None => {}
        }
    }
    Cow::Owned(kept)
}

/// Messages that `/last` and `/search` show: a screen of them.
const LAST_USUAL: u64 = 20;

/// "Interpret as command" of RFC 854.
const IAC: u8 = 255;

/// 0x80 to 0x9F of Windows-1252; the rest is Latin-1.
const WINDOWS_1252: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8D}', 'Ž', '\u{8F}',
    '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9D}', 'ž', 'Ÿ',
];

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::refusal::Code;

    fn hear(typed: &[u8]) -> PeerFrame {
        line(typed).unwrap().unwrap()
    }

    #[track_caller]
    fn says(typed: &[u8], expected: &str) {
        let PeerFrame::Say(say) = hear(typed) else {
            panic!("{typed:?}")
        };
        assert_eq!(say.text.as_str(), expected);
        assert_eq!(say.to, None);
    }

    #[test]
    fn what_is_typed_is_said() {
        says(b"hello", "hello");
        says("olá, turma".as_bytes(), "olá, turma");
        says(b"//not a command", "/not a command");
        says(b" /not a command", " /not a command");
        says(b"exit now", "exit now");
        says(b"{", "{");
    }

    #[test]
    fn no_encoding_and_no_telnet_ends_a_session() {
        says(b"ol\xE1 \x93x\x94", "olá “x”");
        says(
            b"\xFF\xFD\x03\xFF\xFB\x18\xFF\xFA\x18\x01\xFF\xF0hi\xFF\xF1",
            "hi",
        );
        assert_eq!(line(b"\xFF\xFD\x03"), None);
    }

    #[test]
    fn commands_do_what_they_say() {
        assert_eq!(
            hear(b"/nick ana"),
            PeerFrame::Nick {
                name: Name::parse("ana"),
                offer: None,
                id: None
            }
        );
        assert_eq!(hear(b"/help me"), PeerFrame::Help);
        let get = PeerFrame::Get {
            room: None,
            paste: 57,
            id: None,
        };
        assert_eq!(hear(b"/get 57"), get);
        let password = PeerFrame::Password("sésame  ouvre-toi".to_owned());
        assert_eq!(
            hear("/password  sésame  ouvre-toi \r\n".as_bytes()),
            password
        );
        for quit in [&b"exit"[..], b"/quit", b"/QUIT", b" exit ", b"/exit"] {
            assert_eq!(hear(quit), PeerFrame::Bye);
        }
        let lab = RoomName::parse("lab").ok();
        assert_eq!(
            hear(b"/who #lab"),
            PeerFrame::Who {
                room: lab.clone(),
                class: false,
                id: None
            }
        );
        let join = Join {
            room: lab,
            password: Some("a b".to_owned()),
            ..Join::default()
        };
        assert_eq!(hear(b"/join lab a b"), PeerFrame::Join(join));
        let PeerFrame::Say(say) = hear(b"/msg  ana  hi there") else {
            panic!()
        };
        assert_eq!(
            (say.text.as_str(), say.to),
            ("hi there", Some(Whom::new("ana")))
        );
    }

    #[test]
    fn any_other_command_is_a_hint() {
        for typed in [
            &b"/fly"[..],
            b"/",
            b"/nick",
            b"/get",
            b"/get 0",
            b"/get x",
            b"/join ",
            b"/msg ana",
            b"/msg",
        ] {
            let spurned = line(typed).unwrap().unwrap_err();
            assert_eq!(spurned.refusal.code(), Code::BadFrame);
        }
        assert_eq!(
            line(b"/join a/b").unwrap().unwrap_err().refusal.code(),
            Code::BadRoom
        );
    }

    #[test]
    fn blank_lines_say_nothing() {
        for typed in [&b""[..], b"  ", b"\t\r", b"\0\x1b"] {
            assert_eq!(line(typed), None);
        }
    }

    proptest! {
        #[test]
        fn no_bytes_make_hearing_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = line(&bytes);
        }
    }
}
