//! `chat-server cluster log`: the log as it is written, a line for each thing that was done.
//!
//! Of what is done only what everybody in the room was told is shown: no secret, no key, no
//! token of a session.

use std::collections::BTreeMap;

use chat_cluster::Counted;
use chat_cluster::Read;
use chat_cluster::ServerName;
use chat_cluster::What;
use chat_proto::stamp::Stamp;
use chat_proto::text::clean;
use serde_json::Value;

/// What was shown before, as far as it says whether something comes again.
#[derive(Debug, Default)]
pub struct Entries {
    /// The last entry of each server: its life, and its number there.
    last: BTreeMap<ServerName, (u64, u64)>,
}

impl Entries {
    /// What is to be shown of this: lines.
    pub fn lines(&mut self, read: &Read) -> String {
        let lines = match read {
            Read::Entry(entry) => self.entry(entry),
            Read::Unread { position, why } => vec![format!("{position:>6}  cannot be read: {why}")],
            Read::Silent(why) => vec![format!("        ! nothing comes: {why}")],
            Read::Back(None) => vec!["        ! it goes on".to_owned()],
            Read::Back(Some(leader)) => vec![format!("        ! it goes on, led by {leader}")],
        };
        let shown = lines.iter().map(|line| clean(line).into_owned() + "\n");
        shown.collect()
    }

    fn entry(&mut self, entry: &Counted) -> Vec<String> {
        let (life, n) = (entry.life, entry.n);
        let before = self.last.insert(entry.server.clone(), (life, n));
        let again = before.is_some_and(|before| before >= (life, n));
        let time = Stamp::from_unix_ms(entry.at).to_string();
        let time = time.get(11..23).unwrap_or_default();
        let head = format!(
            "{:>6}  {time}  {:<12} ",
            entry.position,
            entry.server.as_str()
        );
        let mut said = match &entry.what {
            What::Hello(hello) => vec![format!("begins life {life}{}", addresses(hello.get()))],
            What::Dead { server, life } if *server == entry.server => {
                vec![format!("ends its life {life}")]
            }
            What::Dead { server, life } => {
                vec![format!("says that {server} is dead: life {life} is over")]
            }
            What::Deeds(deeds) => deeds.iter().map(|deed| told(deed.get())).collect(),
        };
        if again {
            said = vec![format!("#{n} of life {life} again: it counts once")];
        }
        let (first, rest) = said
            .split_first()
            .map_or(("", &[][..]), |(first, rest)| (first, rest));
        let indent = " ".repeat(head.len());
        let rest = rest.iter().map(|line| format!("{indent}{line}"));
        std::iter::once(format!("{head}{first}"))
            .chain(rest)
            .collect()
    }
}

fn addresses(hello: &str) -> String {
    let hello: Value = serde_json::from_str(hello).unwrap_or_default();
    let all = hello.get("addresses").and_then(Value::as_array);
    let all: Vec<&str> = all
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    if all.is_empty() {
        return String::new();
    }
    format!(", at {}", all.join(" "))
}

/// What was done, and by which connection.
fn told(deed: &str) -> String {
    let deed: Value = serde_json::from_str(deed).unwrap_or_default();
    let frame = deed.get("frame").unwrap_or(&Value::Null);
    let done = match deed.get("do").and_then(Value::as_str) {
        // Which frame it is says more.
        Some("frame" | "desk" | "redact") => {
            frame.get("type").and_then(Value::as_str).unwrap_or("msg")
        }
        Some(done) => done,
        None => "?",
    };
    let by = deed.get("peer").and_then(Value::as_u64);
    let by = by.map(|peer| format!("by {peer:x}"));
    let new = deed.get("new").unwrap_or(&Value::Null);
    let fields = [(new, NEW), (frame, FRAME), (&deed, DEED)];
    let fields = fields.into_iter().flat_map(|(of, fields)| {
        let shown = move |field: &&str| Some(format!("{field}={}", word(of.get(*field)?)?));
        fields.iter().filter_map(shown)
    });
    let words: Vec<String> = by.into_iter().chain(fields).collect();
    [&[done.to_owned()], &words[..]].concat().join(" ")
}

/// A word or a number, as JSON has it; of long ones the beginning.
fn word(value: &Value) -> Option<String> {
    let is_word = value.is_string() || value.is_number();
    let mut word = value.to_string();
    if let Some((end, _)) = word.char_indices().nth(WORD) {
        word.truncate(end);
        word.push('…');
    }
    is_word.then_some(word)
}

/// So many letters of one: what is shared as code has thousands of lines.
const WORD: usize = 200;

/// Where a peer comes from, when it is new.
const NEW: &[&str] = &["over", "from"];

/// What everybody is told of a frame.
const FRAME: &[&str] = &[
    "name", "room", "who", "text", "reply", "edit", "react", "order",
];

/// The rest.
const DEED: &[&str] = &["room", "why", "number"];

#[cfg(test)]
mod tests {
    use serde_json::value::RawValue;

    use super::*;

    fn raw(json: &str) -> Box<RawValue> {
        RawValue::from_string(json.to_owned()).unwrap()
    }

    fn entry(position: u64, (life, n): (u64, u64), what: What) -> Read {
        Read::Entry(Counted {
            position,
            at: 1_796_035_113_697,
            server: ServerName::parse("lab1").unwrap(),
            life,
            n,
            what,
        })
    }

    #[test]
    fn a_life_is_told_without_its_secret() {
        let hello = r#"{"addresses":["10.0.0.1:1234"],"secret":"c90a","rules":"1"}"#;
        let shown = Entries::default().lines(&entry(3, (3, 0), What::Hello(raw(hello))));
        let head = "     3  10:38:33.697  lab1         ";
        assert_eq!(shown, format!("{head}begins life 3, at 10.0.0.1:1234\n"));
    }

    #[test]
    fn what_was_done_is_told_without_what_is_nobody_elses_affair() {
        let deeds = [
            r#"{"do":"enter","peer":3221225473,"key":"0a","new":{"over":"tcp","from":"10.0.0.9:4"},"frame":{"type":"join","name":"ana","room":"lobby","session":"00ff"}}"#,
            r#"{"do":"frame","peer":3221225473,"frame":{"type":"msg","room":"lobby","text":"olá \u001b[31m"}}"#,
            r#"{"do":"gone","peer":3221225473,"why":"connection closed"}"#,
            "{}",
        ];
        let deeds = What::Deeds(deeds.map(raw).into());
        let shown = Entries::default().lines(&entry(7, (3, 1), deeds));
        let words: Vec<&str> = shown
            .lines()
            .filter_map(|line| line.get(35..))
            .map(str::trim_end)
            .collect();
        let expected = [
            r#"enter by c0000001 over="tcp" from="10.0.0.9:4" name="ana" room="lobby""#,
            r#"msg by c0000001 room="lobby" text="olá \u001b[31m""#,
            r#"gone by c0000001 why="connection closed""#,
            "?",
        ];
        assert_eq!(words, expected);
    }

    #[test]
    fn of_what_is_long_the_beginning_is_told() {
        let text = "é".repeat(60_000);
        let said = format!(r#"{{"do":"frame","frame":{{"type":"msg","text":"{text}"}}}}"#);
        let deeds = What::Deeds(vec![raw(&said)]);
        let shown = Entries::default().lines(&entry(7, (3, 1), deeds));
        let expected = format!("msg text=\"{}…\n", "é".repeat(WORD - 1));
        assert!(shown.ends_with(&expected), "{shown}");
    }

    #[test]
    fn a_copy_of_an_entry_is_told_as_one() {
        let mut entries = Entries::default();
        let said = || What::Deeds(vec![raw(r#"{"do":"guest","peer":1}"#)]);
        entries.lines(&entry(7, (3, 1), said()));
        let again = entries.lines(&entry(8, (3, 1), said()));
        assert!(
            again.ends_with("#1 of life 3 again: it counts once\n"),
            "{again}"
        );
        let next = entries.lines(&entry(9, (3, 2), said()));
        assert!(next.ends_with("guest by 1\n"), "{next}");
    }

    #[test]
    fn a_silence_and_its_end_are_told() {
        let mut entries = Entries::default();
        let shown = [
            Read::Silent("the log has fallen silent".to_owned()),
            Read::Back(Some("n2".to_owned())),
        ];
        let shown: String = shown.iter().map(|read| entries.lines(read)).collect();
        let silent = "        ! nothing comes: the log has fallen silent\n";
        assert_eq!(shown, format!("{silent}        ! it goes on, led by n2\n"));
    }
}
