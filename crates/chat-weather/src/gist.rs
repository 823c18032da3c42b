//! A datagram in a few words, for somebody who has to decide about it: its type, its
//! numbers, how its text begins.
//!
//! Not a codec: whatever cannot be parsed is shown as it is.

use std::fmt::Write;

use chat_proto::text::quoted;
use chat_proto::trace::what::What;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Map;
use serde_json::Value;

/// `msg n 4 try 2 ack 7: olá`, `ack 7`, `plain: hello`. One line, and clean.
pub fn of(bytes: &[u8]) -> String {
    let Ok(fields) = serde_json::from_slice::<Fields>(bytes) else {
        return format!("plain: {}", quoted(String::from_utf8_lossy(bytes).trim()));
    };
    let mut gist = quoted(fields.r#type.as_deref().unwrap_or("msg"));
    let numbers = [("n", fields.n), ("try", fields.r#try), ("ack", fields.ack)];
    for (word, number) in numbers {
        if let Some(number) = number {
            // Writing to a string cannot fail. An `ack` says it once.
            let _ = if word == gist {
                write!(gist, " {number}")
            } else {
                write!(gist, " {word} {number}")
            };
        }
    }
    match fields.text.as_deref().map(quoted) {
        Some(text) if !text.is_empty() => format!("{gist}: {text}"),
        Some(_) | None => gist,
    }
}

/// The same for a trace; nothing of what cannot be parsed.
pub fn seen(bytes: &[u8]) -> What {
    // Not in one go: one field that is no number must not hide the others.
    let fields: Map<String, Value> = serde_json::from_slice(bytes).unwrap_or_default();
    What {
        n: field(&fields, "n"),
        r#try: field(&fields, "try"),
        kind: field(&fields, "type").map(|kind: String| quoted(&kind)),
        ack: field(&fields, "ack"),
        got: field(&fields, "got").unwrap_or_default(),
        r#for: field(&fields, "for"),
        tries: field(&fields, "tries").unwrap_or_default(),
        part: field(&fields, "part"),
        tls: field(&fields, "tls").and_then(|base64: String| carried(&base64)),
        id: field(&fields, "id"),
        seq: field(&fields, "seq"),
    }
}

fn field<T: DeserializeOwned>(fields: &Map<String, Value>, name: &str) -> Option<T> {
    T::deserialize(fields.get(name)?).ok()
}

/// How many bytes this base64 stands for.
fn carried(base64: &str) -> Option<usize> {
    let digits = base64.trim_end_matches('=').len();
    (base64.len().is_multiple_of(4) && base64.len() - digits <= 2).then_some(digits * 3 / 4)
}

/// Whether a datagram belongs to a link's handshake or is the `reset` that ends it: those
/// are never held, since nobody could be quick enough, and about an end there is nothing
/// to decide.
pub fn is_framing(bytes: &[u8]) -> bool {
    let fields = serde_json::from_slice::<Fields>(bytes).ok();
    let kind = fields.and_then(|fields| fields.r#type);
    kind.is_some_and(|kind| matches!(&*kind, "hello" | "cookie" | "open" | "reset"))
}

/// What people look at.
#[derive(Deserialize)]
struct Fields {
    r#type: Option<String>,
    n: Option<u64>,
    r#try: Option<u64>,
    ack: Option<u64>,
    text: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(datagram: &str, expected: &str) {
        assert_eq!(of(datagram.as_bytes()), expected);
    }

    #[test]
    fn a_datagram_is_told_in_a_few_words() {
        check(
            r#"{"link":"b7","n":4,"try":2,"ack":7,"type":"msg","text":"olá\nturma"}"#,
            "msg n 4 try 2 ack 7: olá turma",
        );
        check(r#"{"type":"ack","link":"b7","ack":7,"got":[9]}"#, "ack 7");
        check(r#"{"text":"hi"}"#, "msg: hi");
        check("hello\x1b[2J\n", "plain: hello[2J");
        check(r#"{"type":5}"#, r#"plain: {"type":5}"#);
        assert!(of(&vec![b'x'; 60_000]).len() < 200);
    }

    #[test]
    fn a_trace_sees_number_copy_and_type() {
        let what = seen(br#"{"link":"b7","n":18,"try":2,"type":"msg","text":"x"}"#);
        assert_eq!(
            (what.n, what.r#try, what.kind.as_deref()),
            (Some(18), Some(2), Some("msg"))
        );
        assert_eq!(seen(b"hello"), What::default());
    }

    #[test]
    fn a_trace_sees_how_much_of_tls_a_frame_carries() {
        let carries = |tls: &str| seen(format!(r#"{{"type":"tls","tls":{tls}}}"#).as_bytes()).tls;
        for (written, bytes) in [
            ("\"\"", 0),
            ("\"QQ==\"", 1),
            ("\"QUI=\"", 2),
            ("\"QUJD\"", 3),
        ] {
            assert_eq!(carries(written), Some(bytes));
        }
        for asked_or_wrong in ["true", "\"QUJ\"", "\"====\""] {
            assert_eq!(carries(asked_or_wrong), None, "{asked_or_wrong}");
        }
    }

    #[test]
    fn what_a_link_begins_and_ends_with_is_known() {
        assert!(is_framing(br#"{"type":"hello","nonce":"4b1e"}"#));
        assert!(is_framing(br#"{"type":"reset","link":"b7"}"#));
        assert!(!is_framing(br#"{"type":"join","text":"hello"}"#));
        assert!(!is_framing(b"hello"));
    }
}
