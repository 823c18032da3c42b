//! Whether a datagram is what a server tells. Whoever forges an address can have two
//! servers take each other for peers; were either heard, each answer would be
//! answered, for ever.

use crate::codec::json;
use crate::codec::tongue::Tongue;
use crate::frame::incoming::Kind;
use crate::name::SERVER;
use crate::stamp::Stamp;

/// Whether only a server would have written this. What it says of the time is no
/// proof to the contrary: clocks may differ by any span.
pub fn is_told(bytes: &[u8], now: Stamp) -> bool {
    match Tongue::of(bytes) {
        Some(Tongue::Json) => is_frame(bytes, now),
        Some(Tongue::Plain | Tongue::Ascii) => is_line(bytes.trim_ascii_start()),
        None => false,
    }
}

/// A peer may bear any field; but none has reason to write the server's name beside a
/// stamp, nor the number of a message beside its room and a stamp, or one of today. What
/// is said to one person has no number: it is known by the server's own spelling.
fn is_frame(bytes: &[u8], now: Stamp) -> bool {
    if memchr::memmem::find(bytes, b"\"timestamp\"").is_none() {
        return false;
    }
    let Ok(frame) = json::read_server(bytes) else {
        return false;
    };
    let far = |at: Stamp| at.unix_ms().abs_diff(now.unix_ms()) > A_DAY_MS;
    let Some(at) = frame.at else {
        return false;
    };
    frame.name == SERVER
        || match frame.kind {
            Kind::Said {
                seq: Some(_), room, ..
            } => room.is_some() || !far(at),
            Kind::Said { to: Some(_), .. } => is_spelt_as_ours(bytes),
            // A peer that shares code does not know its number.
            Kind::Pasted { number, .. } => number > 0,
            Kind::Said { .. }
            | Kind::Bye { .. }
            | Kind::Challenge(_)
            | Kind::History(_)
            | Kind::Notice { .. }
            | Kind::Other
            | Kind::Pong { .. }
            | Kind::Refused { .. }
            | Kind::Rooms { .. }
            | Kind::Search(_)
            | Kind::Welcome { .. }
            | Kind::Who { .. }
            | Kind::Whois(_) => false,
        }
}

/// A message to one person as our own writer spells it, each field in its place.
fn is_spelt_as_ours(bytes: &[u8]) -> bool {
    let begins = bytes.starts_with(br#"{"type":"msg","name":""#);
    begins && memchr::memmem::find(bytes, br#"Z","to":""#).is_some()
}

/// `[14:03] ana: olá`. What happened and what was refused (`* …`, `! …`) comes back
/// like this, if it comes back.
fn is_line(line: &[u8]) -> bool {
    match line {
        [b'[', h1, h2, b':', m1, m2, b']', b' ', _, ..] => {
            [h1, h2, m1, m2].iter().all(|digit| digit.is_ascii_digit())
        }
        _ => false,
    }
}

/// Whoever writes a number beside the time of today has it from a server.
const A_DAY_MS: u64 = 24 * 60 * 60 * 1000;

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(bytes: &str, expected: bool) {
        let now = Stamp::parse("2026-11-20T14:03:07.123Z").unwrap();
        assert_eq!(is_told(bytes.as_bytes(), now), expected, "{bytes}");
    }

    #[test]
    fn what_a_server_tells_is_told_from_what_a_peer_says() {
        let stamped =
            |fields: &str| format!(r#"{{"timestamp":"2026-11-20T10:03:00.000Z",{fields}}}"#);
        check(
            &stamped(r#""type":"msg","name":"ana","seq":7,"text":"x""#),
            true,
        );
        check(
            &stamped(r#""type":"welcome","name":"server","text":"x""#),
            true,
        );
        check(&stamped(r#""type":"bye","name":"server","text":"x""#), true);
        let skewed =
            |fields: &str| format!(r#"{{"timestamp":"1970-01-01T00:00:00.000Z",{fields}}}"#);
        check(
            &skewed(r#""type":"error","name":"server","text":"x""#),
            true,
        );
        check(
            &skewed(r#""type":"msg","name":"ana","room":"lobby","seq":7,"text":"x""#),
            true,
        );
        check(
            r#"{"type":"msg","name":"a","timestamp":"1999-01-01T00:00:00.000Z","to":"b","text":"x"}"#,
            true,
        );
        check(
            r#"{"type": "msg", "name": "a", "timestamp": "1999-01-01T00:00:00.000Z", "to": "b", "text": "x"}"#,
            false,
        );
        check("[14:03] ana: ol\u{e1}\n", true);
        check(&stamped(r#""name":"ana","text":"x""#), false);
        check(r#"{"name":"server","type":"join"}"#, false);
        check(
            r#"{"text":"x","seq":7,"timestamp":"1999-01-01T00:00:00.000Z"}"#,
            false,
        );
        check(r#"{"text":"x","seq":7,"timestamp":"now"}"#, false);
        check("[14:03]", false);
        check("[ab:cd] x", false);
        check("* waves\n", false);
        check("", false);
    }
}
