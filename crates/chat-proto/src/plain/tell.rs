//! A frame to exactly one line for people.
//!
//! `[14:03] ana: olá` for a message, `* ana joined` for what happened, `! …`
//! for a refusal. Used by the server for plain peers and by the client where it
//! has no screen.

use std::borrow::Cow;
use std::fmt::Write;

use unicode_normalization::UnicodeNormalization;

use crate::frame::incoming::Incoming;
use crate::frame::incoming::Kind;
use crate::frame::reference::Citation;
use crate::frame::reference::How;
use crate::frame::reference::Quote;
use crate::frame::reference::Reference;
use crate::frame::server::Body;
use crate::frame::server::Destination;
use crate::frame::server::ServerFrame;
use crate::frame::words;
use crate::paste::Title;
use crate::stamp::Stamp;

/// The line of a frame for a plain peer, with its end. The time is that of a
/// place `offset_minutes` east of UTC.
pub fn frame(frame: &ServerFrame, offset_minutes: i32, out: &mut String) {
    match &frame.body {
        Body::Pasted(pasted) => {
            return paste(
                pasted.name.as_str(),
                &pasted.title,
                pasted.code.as_str(),
                out,
            );
        }
        Body::Said(said) => {
            let to = match &said.place {
                Destination::Room { .. } => None,
                Destination::Direct { to } => Some(to.as_str()),
            };
            speaker(Some(frame.at), offset_minutes, said.name.as_str(), to, out);
            if let Some(Citation { of, said }) = &said.cites {
                referring(*of, said.as_deref(), out);
            }
            out.push_str(": ");
        }
        Body::Refused { .. } => out.push_str("! "),
        Body::Bye(_)
        | Body::Dismissal(_)
        | Body::Challenge(_)
        | Body::History(_)
        | Body::Notice { .. }
        | Body::Pong(_)
        | Body::Rooms(_)
        | Body::Search(_)
        | Body::Welcome(_)
        | Body::Who { .. }
        | Body::Whois(_) => out.push_str("* "),
    }
    on_one_line(&words::text(frame), out);
    out.push('\n');
}

/// The line of a frame that a client received, with its end. A pong is no news
/// to a person: it has none.
pub fn incoming(frame: &Incoming, offset_minutes: i32, out: &mut String) {
    match &frame.kind {
        Kind::Pong { .. } => return,
        Kind::Pasted { title, .. } => return paste(&frame.name, title, &frame.text, out),
        Kind::Said { to, refers, .. } => {
            speaker(frame.at, offset_minutes, &frame.name, to.as_deref(), out);
            if let Some(of) = refers {
                referring(*of, None, out);
            }
            out.push_str(": ");
        }
        Kind::Refused { .. } => out.push_str("! "),
        Kind::Bye { .. }
        | Kind::Challenge(_)
        | Kind::History(_)
        | Kind::Notice { .. }
        | Kind::Other
        | Kind::Rooms { .. }
        | Kind::Search(_)
        | Kind::Welcome { .. }
        | Kind::Who { .. }
        | Kind::Whois(_) => out.push_str("* "),
    }
    on_one_line(&frame.text, out);
    out.push('\n');
}

/// The same line for a reader who may know no letters but those of ASCII:
/// accents go, other letters become `?`.
pub fn in_ascii(line: &str) -> String {
    line.replace(BREAK, " / ")
        .nfkd()
        .filter(|c| !unicode_normalization::char::is_combining_mark(*c))
        .map(|c| if c.is_ascii() { c } else { '?' })
        .collect()
}

/// Code, behind a line that says whose it is. Each of its lines begins with a bar, so that
/// none of them can be taken for something that was said.
fn paste(name: &str, title: &Title, code: &str, out: &mut String) {
    out.push_str("* ");
    on_one_line(title.as_str(), out);
    out.push_str(", of ");
    on_one_line(name, out);
    out.push_str(":\n");
    for line in code.lines() {
        out.push_str("| ");
        out.push_str(line);
        out.push('\n');
    }
}

fn speaker(at: Option<Stamp>, offset: i32, name: &str, to: Option<&str>, out: &mut String) {
    // Writing to a string cannot fail.
    let _ = match at.map(|at| at.hour_minute(offset)) {
        Some((hour, minute)) => write!(out, "[{hour:02}:{minute:02}] "),
        None => write!(out, "[--:--] "),
    };
    on_one_line(name, out);
    if let Some(to) = to {
        out.push_str(" -> ");
        on_one_line(to, out);
    }
}

/// What is answered, said better or thought something of: by whom it was said and how it
/// began, or its number.
fn referring(of: Reference, quote: Option<&Quote>, out: &mut String) {
    // Writing to a string cannot fail.
    let _ = match (of.how, quote) {
        // It is the speaker's own.
        (How::Edits, Some(quote)) => write!(out, " (edit: {})", quote.text()),
        (How::Edits, None) => write!(out, " (edit: #{})", of.seq),
        (How::Answers | How::Reacts, Some(quote)) => {
            write!(out, " (re: {}: {})", quote.name(), quote.text())
        }
        (How::Answers | How::Reacts, None) => write!(out, " (re: #{})", of.seq),
    };
}

/// A text in which each line break is shown, so that nobody can forge a line.
pub fn in_one_line(text: &str) -> Cow<'_, str> {
    if text.contains('\n') {
        Cow::Owned(text.replace('\n', BREAK))
    } else {
        Cow::Borrowed(text)
    }
}

fn on_one_line(text: &str, out: &mut String) {
    out.push_str(&in_one_line(text));
}

/// What stands for a line break.
const BREAK: &str = " ⏎ ";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::frame::manner::Manner;
    use crate::frame::server::Event;
    use crate::frame::server::Said;
    use crate::name::Name;
    use crate::refusal::Refusal;
    use crate::room::RoomName;
    use crate::text::Text;

    #[track_caller]
    fn check(body: Body, expected: &str) {
        let at = Stamp::from_unix_ms((14 * 60 + 3) * 60_000);
        let mut line = String::new();
        frame(&ServerFrame { at, body }, 60, &mut line);
        assert_eq!(line, expected);
    }

    fn said(text: &str, place: Destination) -> Body {
        Body::Said(Said {
            name: Name::parse("ana").unwrap(),
            text: Text::parse(text).unwrap(),
            place,
            id: None,
            history: false,
            manner: Manner::default(),
            cites: None,
        })
    }

    #[test]
    fn each_frame_is_one_line() {
        let lobby = Destination::Room {
            room: RoomName::lobby(),
            seq: 1,
        };
        check(said("olá", lobby.clone()), "[15:03] ana: olá\n");
        check(
            said("a\n[15:03] bob: b", lobby),
            "[15:03] ana: a ⏎ [15:03] bob: b\n",
        );
        check(
            said("psst", Destination::Direct { to: Name::guest(2) }),
            "[15:03] ana -> guest-2: psst\n",
        );
        let event = Event::Join(vec![Name::guest(2)]);
        check(Body::Notice { room: None, event }, "* guest-2 joined\n");
        let refused = Body::Refused {
            refusal: Refusal::NotJoined,
            id: None,
        };
        check(
            refused,
            "! you are in no room: send a `join` with your name first, or type /join ROOM\n",
        );
    }

    #[test]
    fn what_is_answered_stands_before_the_answer() {
        let Body::Said(yes) = said(
            "yes",
            Destination::Room {
                room: RoomName::lobby(),
                seq: 13,
            },
        ) else {
            panic!("a message")
        };
        let bob = Name::parse("bob").unwrap();
        let refers = |how, said: Option<&str>| {
            let said = said.map(|text| Quote::new(&bob, text).into());
            let of = Reference { how, seq: 12 };
            let cites = Some(Citation { of, said });
            Body::Said(Said {
                cites,
                ..yes.clone()
            })
        };
        check(
            refers(How::Answers, Some("does accept\nblock here?")),
            "[15:03] ana (re: bob: does accept bloc…): yes\n",
        );
        check(refers(How::Answers, None), "[15:03] ana (re: #12): yes\n");
        check(
            refers(How::Reacts, Some("does accept")),
            "[15:03] ana (re: bob: does accept): yes\n",
        );
        check(
            refers(How::Edits, Some("does accept")),
            "[15:03] ana (edit: does accept): yes\n",
        );
        check(refers(How::Edits, None), "[15:03] ana (edit: #12): yes\n");
    }

    #[test]
    fn a_client_without_a_screen_shows_the_number_of_what_is_answered() {
        let answer = Incoming {
            name: "ana".to_owned(),
            at: None,
            text: "yes".to_owned(),
            kind: Kind::Said {
                room: Some("lobby".to_owned()),
                seq: Some(13),
                to: None,
                id: None,
                history: false,
                manner: Manner::default(),
                refers: Some(Reference {
                    how: How::Answers,
                    seq: 12,
                }),
            },
        };
        let mut shown = String::new();
        incoming(&answer, 0, &mut shown);
        assert_eq!(shown, "[--:--] ana (re: #12): yes\n");
    }

    #[test]
    fn a_first_line_has_only_ascii() {
        assert_eq!(
            in_ascii("[15:03] Zé: olá ⏎ 漢 ﬁ\n"),
            "[15:03] Ze: ola / ? fi\n"
        );
    }
}
