//! A frame of the server, and the laws that hold for every one of them.

use serde_json::Value;

/// A frame as it came. Reading one checks the contract's laws for all frames,
/// so every test that hears anything proves them again.
#[derive(Clone, Debug)]
pub struct Frame {
    raw: String,
    value: Value,
}

impl Frame {
    /// Reads a line or datagram; panics where it breaks a law of every frame.
    #[track_caller]
    pub fn read(line: &str) -> Self {
        let value: Value = serde_json::from_str(line)
            .unwrap_or_else(|error| panic!("not one JSON object ({error}): {line:?}"));
        assert!(value.is_object(), "not an object: {line}");
        let frame = Self {
            raw: line.to_owned(),
            value,
        };
        frame.keeps_the_laws();
        frame
    }

    /// The line itself, without its end.
    pub fn raw(&self) -> &str {
        &self.raw
    }

    /// Its `type`; absent means `msg`.
    pub fn kind(&self) -> &str {
        self.get("type").unwrap_or("msg")
    }

    /// A field that is a string.
    pub fn get(&self, field: &str) -> Option<&str> {
        self.value.get(field).and_then(Value::as_str)
    }

    /// Any field.
    pub fn value(&self, field: &str) -> Option<&Value> {
        self.value.get(field)
    }

    /// A field that counts.
    pub fn number(&self, field: &str) -> Option<u64> {
        self.value.get(field).and_then(Value::as_u64)
    }

    /// Whether a field is there and `true`.
    pub fn flag(&self, field: &str) -> bool {
        self.value.get(field) == Some(&Value::Bool(true))
    }

    /// Who speaks.
    pub fn name(&self) -> &str {
        self.get("name").unwrap_or_default()
    }

    /// What a person reads.
    pub fn text(&self) -> &str {
        self.get("text").unwrap_or_default()
    }

    /// The names in a field that is one name or an array of them.
    pub fn people(&self, field: &str) -> Vec<String> {
        match self.value.get(field) {
            Some(Value::String(one)) => vec![one.clone()],
            Some(Value::Array(many)) => many
                .iter()
                .map(|name| name.as_str().expect("a name is a string").to_owned())
                .collect(),
            other => panic!("`{field}` is {other:?} in {}", self.raw),
        }
    }

    /// Whether it is a message with this text.
    pub fn says(&self, text: &str) -> bool {
        self.kind() == "msg" && self.text() == text
    }

    /// Whether it tells that this person came, left or was renamed.
    pub fn tells(&self, event: &str, who: &str) -> bool {
        self.kind() == "notice"
            && self.get("event") == Some(event)
            && self.people("who").iter().any(|name| name == who)
    }

    /// Whether it refuses something with this code.
    pub fn refuses(&self, code: &str) -> bool {
        self.kind() == "error" && self.get("code") == Some(code)
    }

    #[track_caller]
    fn keeps_the_laws(&self) {
        let raw = &self.raw;
        for field in ["name", "timestamp", "text"] {
            assert!(self.get(field).is_some(), "no `{field}` in {raw}");
        }
        let kinds = [
            "welcome",
            "msg",
            "notice",
            "who",
            "whois",
            "rooms",
            "history",
            "search",
            "paste",
            "pong",
            "challenge",
            "error",
            "bye",
            "here",
        ];
        assert!(kinds.contains(&self.kind()), "unknown type in {raw}");
        let own = !["msg", "paste"].contains(&self.kind());
        assert_eq!(self.name() == "server", own, "who speaks in {raw}");
        assert!(!self.name().is_empty(), "nobody speaks in {raw}");
        assert!(!self.text().is_empty(), "nothing to read in {raw}");
        let steers = |c: char| c.is_control() && c != '\n' && c != '\t';
        assert!(!self.text().chars().any(steers), "control in {raw:?}");
        let stamp = self.get("timestamp").unwrap();
        assert!(unix_ms_of(stamp).is_some(), "timestamp of {raw}");
    }
}

/// Milliseconds since 1970 of `2026-11-20T14:03:07.123Z`, in exactly that form.
pub fn unix_ms_of(stamp: &str) -> Option<u64> {
    let form = "dddd-dd-ddTdd:dd:dd.dddZ";
    let fits = |(c, f): (char, char)| if f == 'd' { c.is_ascii_digit() } else { c == f };
    if stamp.len() != form.len() || !stamp.chars().zip(form.chars()).all(fits) {
        return None;
    }
    let part = |from: usize, to: usize| stamp.get(from..to)?.parse::<u64>().ok();
    let (year, month, day) = (part(0, 4)?, part(5, 7)?, part(8, 10)?);
    let (hour, minute, second) = (part(11, 13)?, part(14, 16)?, part(17, 19)?);
    let sane = year >= 1970
        && (1..=12).contains(&month)
        && (1..=31).contains(&day)
        && hour < 24
        && minute < 60
        && second <= 60;
    // Days from 1970, by the calendar that begins in March.
    let (y, m) = if month <= 2 {
        (year - 1, month + 9)
    } else {
        (year, month - 3)
    };
    let days = 365 * y + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + day - 1 - 719_468;
    let ms = ((days * 24 + hour) * 60 + minute) * 60_000 + second * 1000 + part(20, 23)?;
    sane.then_some(ms)
}
