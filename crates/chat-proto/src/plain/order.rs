//! Orders as they are typed: by plain peers, at the server's terminal, in the client.

use std::time::Duration;

use crate::frame::order::Act;
use crate::frame::order::Removal;
use crate::frame::order::brief;
use crate::frame::whom::Whom;
use crate::limits::ANNOUNCEMENT_BYTES;
use crate::limits::ORDER_SECONDS;
use crate::limits::POLL_OPTIONS;
use crate::limits::REASON_BYTES;
use crate::refusal::FrameFault;
use crate::refusal::Refusal;
use crate::text::Text;

/// Every word that is an order, with what is typed behind it.
pub const ORDERS: [(&str, &str); 18] = [
    ("claim", "/claim WORDS"),
    ("announce", "/announce TEXT"),
    ("quiet", "/quiet, /quiet off"),
    ("mute", "/mute NAME [5m]"),
    ("unmute", "/unmute NAME"),
    ("kick", "/kick NAME [WHY]"),
    ("ban", "/ban NAME [address] [1h] [WHY]"),
    ("unban", "/unban NAME"),
    ("redact", "/redact [NUMBER]"),
    ("takeback", "/takeback"),
    ("lock", "/lock, /lock off"),
    ("hand", "/hand, /hand down"),
    ("next", "/next"),
    ("poll", "/poll QUESTION | ANSWER | ANSWER, /poll end"),
    ("topic", "/topic TEXT, /topic off"),
    ("vote", "/vote NUMBER"),
    ("release", "/release NAME"),
    ("teacher", "/teacher NAME, /teacher NAME off"),
];

/// What a command asks for, if its word is an order.
pub fn order(word: &str, rest: &str) -> Option<Result<Act, Refusal>> {
    let (known, how) = ORDERS.into_iter().find(|(known, _)| *known == word)?;
    let understood = understand(known, rest.trim()).unwrap_or_else(|| {
        let fault = FrameFault::Usage(how);
        Err(fault.into())
    });
    Some(understood)
}

/// Nothing where it is not typed as it has to be.
fn understand(word: &str, rest: &str) -> Option<Result<Act, Refusal>> {
    let text = |most| brief(rest, most).map(Some);
    Some(Ok(match word {
        "announce" if rest.is_empty() => Act::Announce(None),
        "announce" => return Some(text(ANNOUNCEMENT_BYTES).map(Act::Announce)),
        "topic" if rest == "off" => Act::Topic(None),
        "topic" if !rest.is_empty() => return Some(text(REASON_BYTES).map(Act::Topic)),
        "claim" if !rest.is_empty() => Act::Claim(rest.to_owned()),
        "quiet" => Act::Quiet(switch(rest)?),
        "lock" => Act::Lock(switch(rest)?),
        "hand" => Act::Hand(match rest {
            "" | "up" => true,
            "down" | "off" => false,
            _ => return None,
        }),
        "next" if rest.is_empty() => Act::Next,
        "mute" => {
            let (name, rest) = split(rest);
            let time = if rest.is_empty() {
                None
            } else {
                Some(span(rest)?)
            };
            Act::Mute {
                who: whom(name)?,
                time,
            }
        }
        "unmute" => Act::Unmute(whom(rest)?),
        "unban" => Act::Unban(whom(rest)?),
        "release" => Act::Release(whom(rest)?),
        "teacher" => {
            let (name, rest) = split(rest);
            Act::Teacher(whom(name)?, switch(rest)?)
        }
        "kick" => {
            let (name, why) = split(rest);
            return Some(removal(whom(name)?, None, why).map(Act::Kick));
        }
        "ban" => return ban(rest),
        "redact" if !rest.is_empty() => {
            Act::Redact(Some(rest.parse().ok().filter(|seq| *seq > 0)?))
        }
        "redact" | "takeback" if rest.is_empty() => Act::Redact(None),
        "poll" if ["end", "off"].contains(&rest) => Act::EndPoll,
        "poll" => return poll(rest),
        "vote" => Act::Vote(rest.parse().ok().filter(|option| *option > 0)?),
        _ => return None,
    }))
}

/// `ana`, `ana 1h`, `ana address 1h why`.
fn ban(rest: &str) -> Option<Result<Act, Refusal>> {
    let (name, mut rest) = split(rest);
    let (mut address, mut time) = (false, None);
    loop {
        let (word, behind) = split(rest);
        if word == "address" && !address {
            address = true;
        } else if let Some(found) = span(word).filter(|_| time.is_none()) {
            time = Some(found);
        } else {
            break;
        }
        rest = behind;
    }
    let removal = removal(whom(name)?, time, rest);
    Some(removal.map(|removal| Act::Ban { removal, address }))
}

fn removal(who: Whom, time: Option<Duration>, why: &str) -> Result<Removal, Refusal> {
    let why = Some(why).filter(|why| !why.is_empty());
    let why = why.map(|why| brief(why, REASON_BYTES)).transpose()?;
    Ok(Removal { who, why, time })
}

fn poll(rest: &str) -> Option<Result<Act, Refusal>> {
    let mut parts = rest.split('|').map(str::trim);
    let question = parts.next().filter(|question| !question.is_empty())?;
    let options: Vec<&str> = parts.collect();
    if !POLL_OPTIONS.contains(&options.len()) || options.contains(&"") {
        return None;
    }
    let options = options
        .into_iter()
        .map(|option| brief(option, REASON_BYTES));
    let options: Result<Vec<Text>, Refusal> = options.collect();
    Some(brief(question, ANNOUNCEMENT_BYTES).and_then(|question| {
        let options = options?;
        Ok(Act::Poll { question, options })
    }))
}

fn whom(name: &str) -> Option<Whom> {
    let is_name = !name.is_empty() && !name.contains(char::is_whitespace);
    is_name.then(|| Whom::new(name))
}

fn switch(rest: &str) -> Option<bool> {
    match rest {
        "" | "on" => Some(true),
        "off" => Some(false),
        _ => None,
    }
}

/// `90s`, `5m`, `1h`, `2d`; a number alone is minutes.
fn span(word: &str) -> Option<Duration> {
    let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let unit = match word.strip_prefix(digits)? {
        "s" => 1,
        "" | "m" | "min" => 60,
        "h" => 3600,
        "d" => 86_400,
        _ => return None,
    };
    let count: u64 = digits.parse().ok()?;
    let seconds = count.checked_mul(unit)?;
    let fits = (1..=ORDER_SECONDS).contains(&seconds);
    fits.then(|| Duration::from_secs(seconds))
}

/// The first word, and what follows it.
fn split(text: &str) -> (&str, &str) {
    let (word, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    (word, rest.trim_start())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn typed(line: &str) -> Option<Act> {
        let (word, rest) = split(line);
        match order(word, rest)? {
            Ok(act) => Some(act),
            Err(Refusal::Frame(FrameFault::Usage(_))) => None,
            Err(other) => panic!("{line}: {other}"),
        }
    }

    fn text(words: &str) -> Text {
        Text::parse(words).unwrap()
    }

    fn bob() -> Whom {
        Whom::new("bob")
    }

    fn minutes(n: u64) -> Duration {
        Duration::from_secs(60 * n)
    }

    fn removal(why: Option<&str>, time: Option<Duration>) -> Removal {
        Removal {
            who: bob(),
            why: why.map(text),
            time,
        }
    }

    #[track_caller]
    fn check(line: &str, act: Act) {
        assert_eq!(typed(line), Some(act), "{line}");
    }

    #[test]
    fn an_order_about_the_room_is_typed_as_the_contract_has_it() {
        check("claim a-b-c", Act::Claim("a-b-c".to_owned()));
        check(
            "announce in  room 3",
            Act::Announce(Some(text("in  room 3"))),
        );
        check("announce", Act::Announce(None));
        check("quiet", Act::Quiet(true));
        check("quiet off", Act::Quiet(false));
        check("lock", Act::Lock(true));
        check("hand down", Act::Hand(false));
        check("next", Act::Next);
        check("redact 812", Act::Redact(Some(812)));
        check("takeback", Act::Redact(None));
        check("redact", Act::Redact(None));
        let (question, options) = (text("Ready?"), vec![text("yes"), text("no")]);
        check("poll Ready? | yes | no", Act::Poll { question, options });
        check("poll end", Act::EndPoll);
        check("vote 2", Act::Vote(2));
    }

    #[test]
    fn an_order_about_somebody_is_typed_as_the_contract_has_it() {
        let (who, time) = (bob(), Some(minutes(5)));
        check("mute bob 5m", Act::Mute { who, time });
        let (who, time) = (bob(), None);
        check("mute bob", Act::Mute { who, time });
        check("unmute bob", Act::Unmute(bob()));
        check(
            "kick bob too loud",
            Act::Kick(removal(Some("too loud"), None)),
        );
        let ban = |removal, address| Act::Ban { removal, address };
        check("ban bob 1h", ban(removal(None, Some(minutes(60))), false));
        check(
            "ban bob address spam",
            ban(removal(Some("spam"), None), true),
        );
        check("unban bob", Act::Unban(bob()));
        check("release bob", Act::Release(bob()));
        check("teacher bob", Act::Teacher(bob(), true));
        check("teacher bob off", Act::Teacher(bob(), false));
    }

    #[test]
    fn what_is_typed_otherwise_is_shown_how() {
        for line in [
            "claim",
            "quiet perhaps",
            "mute",
            "mute bob soon",
            "unmute",
            "unban a b",
            "kick",
            "redact x",
            "redact 0",
            "poll Ready?",
            "poll Ready? | yes",
            "poll | a | b",
            "poll q | a | | b",
            "vote",
            "vote 0",
            "vote two",
            "next bob",
            "hand up high",
        ] {
            assert_eq!(typed(line), None, "{line}");
        }
        assert!(order("dance", "").is_none());
    }

    #[test]
    fn a_span_has_a_unit_and_an_end() {
        for (word, seconds) in [
            ("90s", 90),
            ("5", 300),
            ("5m", 300),
            ("1h", 3600),
            ("2d", 172_800),
        ] {
            assert_eq!(span(word), Some(Duration::from_secs(seconds)), "{word}");
        }
        for word in ["", "m", "0s", "1y", "367d", "99999999999999999999d", "-1m"] {
            assert_eq!(span(word), None, "{word}");
        }
    }
}
