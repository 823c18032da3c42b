//! What can be read in a datagram or a frame: from its own bytes where the recording
//! has them, else from what the recorder wrote about it.
//!
//! Tolerant: whatever is not there, or is of another kind, is not known.

use chat_proto::text::quoted;
use serde_json::Map;
use serde_json::Value;

/// The fields that a ladder tells of. Texts are clean, on one line, and short.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Payload {
    /// Its type; nothing where it is no JSON object.
    pub kind: Option<String>,
    /// The frame's number on its link.
    pub n: Option<u32>,
    /// Which transmission of it, where it is known to be a later one.
    pub copy: Option<u16>,
    /// Cumulative acknowledgement.
    pub ack: Option<u32>,
    /// Selective acknowledgement.
    pub got: Vec<u32>,
    /// The number and the transmission that an acknowledgement answers.
    pub answers: Option<(u32, u16)>,
    /// Every transmission of that number that came.
    pub tries: Vec<u16>,
    /// Which fragment, and of how many.
    pub part: Option<(u16, u16)>,
    /// How many bytes of TLS it carries.
    pub tls: Option<usize>,
    /// The sender's own mark of its message.
    pub id: Option<String>,
    /// Its number in the room.
    pub seq: Option<u64>,
    /// The room.
    pub room: Option<String>,
    /// Who speaks, or is called so.
    pub name: Option<String>,
    /// What is said, or the beginning of it.
    pub text: Option<String>,
    /// The conversation's number, as the recorder lets it be seen.
    pub link: Option<String>,
    /// Whether it was said before, on another connection.
    pub again: bool,
    /// Whether it shows a cookie.
    pub cookie: bool,
}

impl Payload {
    /// What the fields of an object say.
    pub fn of_fields(fields: &Map<String, Value>) -> Self {
        let text = |name: &str| fields.get(name).and_then(Value::as_str).map(quoted);
        let number = |name: &str| fields.get(name).and_then(Value::as_u64);
        let small = |name: &str| number(name).and_then(|n| u32::try_from(n).ok());
        Self {
            kind: text("type"),
            n: small("n"),
            copy: small("try").and_then(|n| u16::try_from(n).ok()),
            ack: small("ack"),
            got: numbers(fields.get("got")),
            answers: pair(fields.get("for")),
            tries: numbers(fields.get("tries")),
            part: fields.get("part").and_then(part),
            tls: fields.get("tls").and_then(carried),
            id: fields.get("id").and_then(label),
            seq: number("seq"),
            room: text("room"),
            name: text("name"),
            text: text("text"),
            link: text("link"),
            again: fields.get("again").and_then(Value::as_bool) == Some(true),
            cookie: fields.contains_key("cookie"),
        }
    }

    /// What a line, or a whole datagram, says.
    pub fn of_text(text: &str) -> Self {
        let text = text.trim_end_matches(['\r', '\n']);
        match serde_json::from_str::<Value>(text) {
            Ok(Value::Object(fields)) => {
                let mut payload = Self::of_fields(&fields);
                // A message needs no type.
                let untyped = payload.kind.is_none() && payload.text.is_some();
                if untyped {
                    payload.kind = Some("msg".to_owned());
                }
                payload
            }
            Ok(_) | Err(_) => Self {
                text: Some(quoted(text)),
                ..Self::default()
            },
        }
    }

    /// What this one does not say and the other one does.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self {
            kind: self.kind.or(other.kind),
            n: self.n.or(other.n),
            copy: self.copy.or(other.copy),
            ack: self.ack.or(other.ack),
            got: longer(self.got, other.got),
            answers: self.answers.or(other.answers),
            tries: longer(self.tries, other.tries),
            part: self.part.or(other.part),
            tls: self.tls.or(other.tls),
            id: self.id.or(other.id),
            seq: self.seq.or(other.seq),
            room: self.room.or(other.room),
            name: self.name.or(other.name),
            text: self.text.or(other.text),
            link: self.link.or(other.link),
            again: self.again || other.again,
            cookie: self.cookie || other.cookie,
        }
    }

    /// The number and the transmission, where it carries a frame of a link.
    pub fn frame(&self) -> Option<(u32, u16)> {
        self.n.map(|n| (n, self.copy.unwrap_or(1)))
    }

    /// Whether it is of this type.
    pub fn is(&self, kind: &str) -> bool {
        self.kind.as_deref() == Some(kind)
    }

    /// Whether it says nothing that anybody waits for: an acknowledgement by itself, or a
    /// sign of life.
    pub fn is_background(&self) -> bool {
        ["ack", "ping", "pong"]
            .into_iter()
            .any(|kind| self.is(kind))
    }
}

fn longer<T>(one: Vec<T>, other: Vec<T>) -> Vec<T> {
    if one.is_empty() { other } else { one }
}

/// A text or a number.
fn label(value: &Value) -> Option<String> {
    let number = value.as_i64().map(|number| number.to_string());
    value.as_str().map(quoted).or(number)
}

fn numbers<T: TryFrom<u64>>(value: Option<&Value>) -> Vec<T> {
    let list = value.and_then(Value::as_array);
    let number = |value: &Value| value.as_u64().and_then(|n| T::try_from(n).ok());
    list.into_iter()
        .flatten()
        .take(MOST)
        .filter_map(number)
        .collect()
}

fn pair(value: Option<&Value>) -> Option<(u32, u16)> {
    let list = value.and_then(Value::as_array)?;
    let n = list.first().and_then(Value::as_u64)?;
    let copy = list.get(1).and_then(Value::as_u64).unwrap_or(1);
    Some((u32::try_from(n).ok()?, u16::try_from(copy).ok()?))
}

/// How many bytes of TLS: told, or those that its base64 stands for.
fn carried(value: &Value) -> Option<usize> {
    let told = value.as_u64().and_then(|bytes| bytes.try_into().ok());
    let base64 = || {
        let text = value.as_str()?;
        let digits = text.trim_end_matches('=').len();
        let is_whole = text.len().is_multiple_of(4) && !text.contains(['*', '•']);
        is_whole.then_some(digits * 3 / 4)
    };
    told.or_else(base64)
}

fn part(value: &Value) -> Option<(u16, u16)> {
    let (which, of) = value.as_str()?.split_once('/')?;
    Some((which.parse().ok()?, of.parse().ok()?))
}

/// More than an acknowledgement of ours has.
const MOST: usize = 256;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_datagram_of_a_link_is_read() {
        let payload = Payload::of_text(
            r#"{"link":"b7","n":18,"try":2,"ack":7,"got":[9],"for":[9,1],"tries":[1],"type":"msg","room":"lobby","seq":5,"text":"olá\nturma"}"#,
        );
        assert_eq!(payload.frame(), Some((18, 2)));
        assert_eq!((payload.ack, &*payload.got), (Some(7), &[9][..]));
        assert_eq!((payload.answers, &*payload.tries), (Some((9, 1)), &[1][..]));
        assert_eq!(
            (payload.seq, payload.text.as_deref()),
            (Some(5), Some("olá turma"))
        );
    }

    #[test]
    fn whatever_is_of_another_kind_is_not_known() {
        let odd = r#"{"type":5,"n":-1,"try":"x","got":{"a":1},"for":[1e9],"part":"x/2","text":[]}"#;
        assert_eq!(Payload::of_text(odd), Payload::default());
        let plain = Payload::of_text("hello\u{1b}[2J\r\n");
        assert_eq!(plain.text.as_deref(), Some("hello[2J"));
        assert_eq!(plain.kind, None);
        assert_eq!(
            Payload::of_text(r#"{"text":"x"}"#).kind.as_deref(),
            Some("msg")
        );
    }
}
