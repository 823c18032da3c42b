//! The examples of the protocol are run.

use chat_proto::codec::json;
use chat_proto::frame::incoming::Kind;
use chat_proto::frame::peer::PeerFrame;
use chat_proto::limits::FIND_BYTES;
use chat_proto::refusal::Code;

use crate::sources::Source;
use crate::sources::complains;
use crate::sources::content;
use crate::sources::file;
use crate::sources::made_up;

/// The examples that do not do what they say.
fn wrong(document: &Source) -> Vec<String> {
    let mut complaints = Vec::new();
    for (line, text) in examples(&document.text) {
        let result = match text.split_at_checked(2) {
            Some(("> ", frame)) => from_peer(frame),
            Some(("< ", frame)) => from_server(frame),
            Some(_) | None => Err("begin with `> ` (from a peer) or `< ` (from the server)".into()),
        };
        if let Err(fault) = result {
            complaints.push(format!("{}:{line}: {fault}", document.path));
        }
    }
    complaints
}

/// The lines of all `json` blocks that are not blank, with their numbers.
fn examples(text: &str) -> Vec<(usize, &str)> {
    let mut examples = Vec::new();
    let mut inside = false;
    for (at, line) in text.lines().enumerate() {
        if let Some(kind) = line.trim_start().strip_prefix("```") {
            inside = !inside && kind.trim() == "json";
        } else if inside && !line.trim().is_empty() {
            examples.push((at + 1, line.trim()));
        }
    }
    examples
}

fn from_peer(line: &str) -> Result<(), String> {
    let (frame, word) = remark(line);
    if word.is_none() && json::read_find(frame.as_bytes()).is_some_and(|f| !f.nonce.is_empty()) {
        return Ok(());
    }
    let code = match word {
        None => None,
        Some(word) => Some(Code::parse(word).ok_or_else(|| format!("`{word}` is no error code"))?),
    };
    let heard = json::read_peer(frame.as_bytes()).ok_or("nothing is said")?;
    match (heard, code) {
        (Ok(frame), None) if wish_fails(&frame) => Err("refused with `bad_name`".into()),
        (Ok(_), None) => Ok(()),
        (Ok(frame), Some(Code::BadName)) if wish_fails(&frame) => Ok(()),
        (Ok(_), Some(code)) if LATER.contains(&code) => Ok(()),
        (Ok(_), Some(code)) => Err(format!(
            "accepted, and not refused with `{}`",
            code.as_str()
        )),
        (Err(spurned), Some(code)) if spurned.refusal.code() == code => Ok(()),
        (Err(spurned), _) => {
            let code = spurned.refusal.code().as_str();
            Err(format!("refused with `{code}`: {}", spurned.refusal))
        }
    }
}

fn from_server(line: &str) -> Result<(), String> {
    let read = json::read_server(line.as_bytes())?;
    if read.name.is_empty() || read.at.is_none() || read.text.is_empty() {
        return Err("every frame has a `name`, a `timestamp` (RFC 3339, UTC) and a `text`".into());
    }
    if let Some(here) = json::read_here(line.as_bytes()) {
        let fits = line.len() <= FIND_BYTES && !here.title.is_blank();
        return fits
            .then_some(())
            .ok_or_else(|| "longer than its question, or untitled".into());
    }
    if matches!(read.kind, Kind::Other) {
        return Err("no client of ours knows this `type`, or its fields are not right".into());
    }
    Ok(())
}

/// A line ends in its frame, or in a remark with the code.
fn remark(line: &str) -> (&str, Option<&str>) {
    match line.rsplit_once(" // ") {
        Some((frame, word)) if !line.ends_with('}') => (frame.trim_end(), Some(word)),
        Some(_) | None => (line, None),
    }
}

/// Whether the frame asks for a name that nobody can have.
fn wish_fails(frame: &PeerFrame) -> bool {
    match frame {
        PeerFrame::Join(join) => matches!(join.name, Some(Err(_))),
        PeerFrame::Nick { name, .. } => name.is_err(),
        PeerFrame::Say(say) => matches!(say.name, Some(Err(_))),
        PeerFrame::Bye
        | PeerFrame::Get { .. }
        | PeerFrame::Help
        | PeerFrame::History(_)
        | PeerFrame::Leave { .. }
        | PeerFrame::Order(_)
        | PeerFrame::Password(_)
        | PeerFrame::Paste(_)
        | PeerFrame::Ping { .. }
        | PeerFrame::Prove(_)
        | PeerFrame::Rooms { .. }
        | PeerFrame::Search(_)
        | PeerFrame::Who { .. }
        | PeerFrame::Whois { .. } => false,
    }
}

/// What only the server can know, who has the room before its eyes.
const LATER: [Code; 8] = [
    Code::NameTaken,
    Code::NoSuchName,
    Code::NoSuchRoom,
    Code::NotAllowed,
    Code::NotJoined,
    Code::RateLimited,
    Code::ServerFull,
    Code::WrongPassword,
];

#[test]
fn the_examples_of_the_protocol_run() {
    let protocol = file("docs/PROTOCOL.md");
    content(&wrong(&protocol));
    let examples = examples(&protocol.text);
    for side in ["> ", "< "] {
        let found = examples.iter().any(|(_, line)| line.starts_with(side));
        assert!(
            found,
            "docs/PROTOCOL.md has no example that begins with `{side}`"
        );
    }
}

/// A block of examples; the first stands in line 2.
#[track_caller]
fn check(lines: &str, expected: &[&str]) {
    let text = format!("```json\n{lines}\n```\nfree text\n```sh\n> no frame\n```\n");
    let complaints = made_up(&[("P.md", &text)])
        .iter()
        .flat_map(wrong)
        .collect::<Vec<_>>();
    complains(&complaints, expected);
}

#[test]
fn right_examples_are_accepted() {
    check(
        "> {\"text\":\"see http://x // y\"}\n\n> {\"type\":\"fly\"}  // bad_frame",
        &[],
    );
    check(
        "> {\"type\":\"nick\",\"name\":\"a b\"} // bad_name\n> hello // bad_frame",
        &[],
    );
    check("> {\"type\":\"nick\",\"name\":\"bob\"} // name_taken", &[]);
    check(
        "< {\"name\":\"a\",\"timestamp\":\"2026-11-20T14:03:07.123Z\",\"text\":\"b\",\"room\":\"c\",\"seq\":1}",
        &[],
    );
}

#[test]
fn wrong_examples_are_seen() {
    check("{\"text\":\"from whom?\"}", &["P.md:2"]);
    check("> {\"type\":\"fly\"}", &["P.md:2"]);
    check(
        "> {\"type\":\"fly\"} // bad_name\n> {\"type\":\"who\"} // fine",
        &["P.md:2", "P.md:3"],
    );
    check("> {\"type\":\"who\"} // bad_frame", &["P.md:2"]);
    check("> {\"type\":\"nick\",\"name\":\"a b\"}", &["P.md:2"]);
    check("< {\"name\":\"a\",\"text\":\"b\"}", &["P.md:2"]);
    check(
        "< {\"name\":\"a\",\"timestamp\":\"14:03\",\"text\":\"b\"}",
        &["P.md:2"],
    );
    check("< {\"name\":\"a\"", &["P.md:2"]);
    check("> {\"type\":\"find\"}", &["P.md:2"]);
    check(
        "< {\"type\":\"here\",\"nonce\":\"n\",\"name\":\"server\",\"timestamp\":\"2026-11-20T14:03:07.123Z\",\"text\":\"b\"}",
        &["P.md:2"],
    );
    check(
        "< {\"type\":\"fly\",\"name\":\"a\",\"timestamp\":\"2026-11-20T14:03:07.123Z\",\"text\":\"b\"}",
        &["P.md:2"],
    );
}
