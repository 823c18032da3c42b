//! The question after servers and its answer: no frames of a conversation, since
//! whoever asks is nobody's peer.

use memchr::memmem;
use serde::Deserialize;
use serde::Serialize;

use crate::discovery::Find;
use crate::discovery::Here;
use crate::discovery::Title;
use crate::frame::server::RunId;
use crate::hex::Hex;
use crate::limits::FIND_BYTES;
use crate::limits::ID_BYTES;
use crate::name::SERVER;
use crate::stamp::Stamp;

/// A question as it may come.
#[derive(Deserialize)]
struct Question {
    r#type: String,
    #[serde(default)]
    nonce: serde_json::Value,
}

/// An answer as it may come: only what is understood.
#[derive(Deserialize)]
struct Answer {
    r#type: String,
    nonce: String,
    #[serde(default)]
    title: String,
    #[serde(default)]
    people: usize,
    tcp: Option<u16>,
    udp: Option<u16>,
    tls: Option<String>,
    #[serde(default)]
    asks: Vec<String>,
    run: Option<String>,
}

/// An answer as it is written.
#[derive(Serialize)]
struct Fields<'a> {
    r#type: &'static str,
    nonce: &'a str,
    title: &'a str,
    people: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    tcp: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    udp: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tls: Option<String>,
    asks: &'static [&'static str],
    #[serde(skip_serializing_if = "Option::is_none")]
    run: Option<String>,
    name: &'static str,
    timestamp: Stamp,
    text: String,
}

/// The datagram of a question, as long as it has to be.
pub fn write_find(find: &Find) -> Vec<u8> {
    let nonce = serde_json::Value::from(find.nonce.as_str());
    let mut datagram = format!(r#"{{"type":"find","nonce":{nonce},"pad":""#).into_bytes();
    datagram.resize(datagram.len().max(FIND_BYTES - PAD_END.len()), b'.');
    datagram.extend_from_slice(PAD_END);
    datagram
}

/// Whether a datagram asks for servers, whatever is wrong with it, and how. Cheap for
/// any other.
pub fn read_find(bytes: &[u8]) -> Option<Find> {
    let bytes = bytes.trim_ascii();
    if bytes.first() != Some(&b'{') || memmem::find(bytes, b"\"find\"").is_none() {
        return None;
    }
    let question: Question = serde_json::from_slice(bytes).ok()?;
    let nonce = question.nonce.as_str().unwrap_or_default();
    let nonce = Some(nonce).filter(|nonce| nonce.len() <= ID_BYTES);
    (question.r#type == "find").then(|| Find {
        nonce: nonce.unwrap_or_default().to_owned(),
    })
}

/// The datagram of an answer that has no more bytes than the question had; none where
/// that cannot be.
pub fn write_here(here: &Here, at: Stamp, most: usize) -> Option<Vec<u8>> {
    let with_text = |text: String| {
        let fields = Fields {
            r#type: "here",
            nonce: &here.nonce,
            title: here.title.as_str(),
            people: here.people,
            tcp: here.tcp,
            udp: here.udp,
            tls: here.tls.map(|tls| tls.to_string()),
            asks: if here.asks_password {
                &["password"]
            } else {
                &[]
            },
            run: here.run.map(|run| run.to_string()),
            name: SERVER,
            timestamp: at,
            text,
        };
        let datagram = serde_json::to_vec(&fields).ok()?;
        (datagram.len() <= most).then_some(datagram)
    };
    let people = match here.people {
        1 => "1 person here".to_owned(),
        count => format!("{count} people here"),
    };
    with_text(format!("{}: {people}", here.title)).or_else(|| with_text(people))
}

/// An answer, as far as it can be understood.
pub fn read_here(bytes: &[u8]) -> Option<Here> {
    let answer: Answer = serde_json::from_slice(bytes).ok()?;
    let run = answer
        .run
        .and_then(|run| u64::from_str_radix(&run, 16).ok());
    (answer.r#type == "here").then(|| Here {
        nonce: answer.nonce,
        title: Title::of(&answer.title),
        people: answer.people,
        tcp: answer.tcp,
        udp: answer.udp,
        tls: answer.tls.and_then(|tls| Hex::parse(&tls)),
        asks_password: answer.asks.iter().any(|asked| asked == "password"),
        run: run.map(RunId),
    })
}

const PAD_END: &[u8] = b"\"}";

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn here(title: &str) -> Here {
        Here {
            nonce: "4b1e0c77a2d95f36".to_owned(),
            title: Title::of(title),
            people: 4096,
            tcp: Some(65_535),
            udp: Some(65_535),
            tls: Some(Hex([0xab; 8])),
            asks_password: true,
            run: Some(RunId(u64::MAX)),
        }
    }

    fn at() -> Stamp {
        Stamp::from_unix_ms(1_795_183_387_123)
    }

    #[test]
    fn a_question_is_as_long_as_it_has_to_be_and_reads_back() {
        for nonce in ["4b1e0c77a2d95f36", "a\"b", ""] {
            let find = Find {
                nonce: nonce.to_owned(),
            };
            let datagram = write_find(&find);
            assert_eq!(datagram.len(), FIND_BYTES);
            assert_eq!(read_find(&datagram), Some(find));
        }
    }

    #[test]
    fn what_asks_for_servers_is_told_from_what_is_said() {
        let nonce = |bytes: &str| read_find(bytes.as_bytes()).map(|find| find.nonce);
        for (bytes, expected) in [
            (r#"{"type":"find","nonce":"x"}"#, Some("x")),
            (" {\"nonce\" : \"x\", \"type\" : \"find\"}\r\n", Some("x")),
            // Nobody's peer, even so: there is nothing to answer with.
            (r#"{"type":"find"}"#, Some("")),
            (r#"{"type":"find","nonce":[7]}"#, Some("")),
            (r#"{"type":"msg","text":"find","nonce":"x"}"#, None),
            (r#"{"text":"\"type\":\"find\""}"#, None),
            (r#"{"name":"find","text":"x"}"#, None),
            ("find", None),
            ("\"find\"", None),
            ("", None),
        ] {
            assert_eq!(nonce(bytes).as_deref(), expected, "{bytes}");
        }
        let long = format!(r#"{{"type":"find","nonce":"{}"}}"#, "x".repeat(65));
        assert_eq!(nonce(&long).as_deref(), Some(""));
    }

    #[test]
    fn an_answer_is_never_longer_than_the_question() {
        for title in [
            "redes A",
            &"x".repeat(99),
            &"\"\\".repeat(40),
            &"é".repeat(40),
            "",
        ] {
            let here = here(title);
            let datagram = write_here(&here, at(), FIND_BYTES).unwrap();
            assert!(datagram.len() <= FIND_BYTES, "{}", datagram.len());
            assert_eq!(read_here(&datagram), Some(here));
        }
        assert_eq!(write_here(&here("redes A"), at(), 100), None);
    }

    #[test]
    fn an_answer_is_a_frame_that_the_simplest_client_can_show() {
        let datagram = write_here(&here("redes A"), at(), FIND_BYTES).unwrap();
        assert_eq!(
            String::from_utf8(datagram).unwrap(),
            r#"{"type":"here","nonce":"4b1e0c77a2d95f36","title":"redes A","people":4096,"tcp":65535,"udp":65535,"tls":"abababababababab","asks":["password"],"run":"ffffffffffffffff","name":"server","timestamp":"2026-11-20T14:03:07.123Z","text":"redes A: 4096 people here"}"#
        );
    }

    #[test]
    fn of_an_answer_what_is_not_known_is_passed_over() {
        let read = |bytes: &str| read_here(bytes.as_bytes());
        let least = read(r#"{"type":"here","nonce":"x","tls":"00","more":[1]}"#).unwrap();
        assert_eq!((least.tcp, least.udp, least.run), (None, None, None));
        for wrong in [
            r#"{"type":"welcome","nonce":"x"}"#,
            r#"{"type":"here"}"#,
            r#"{"type":"here","nonce":"x","tcp":65536}"#,
            r#"{"type":"here","nonce":"x","people":-1}"#,
            "[]",
        ] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn whatever_is_asked_and_called_so_the_answer_fits(
            nonce in ".{0,64}",
            title in any::<String>(),
            most in 0_usize..600,
        ) {
            let here = Here { nonce, ..here(&title) };
            if let Some(datagram) = write_here(&here, at(), most) {
                prop_assert!(datagram.len() <= most);
                prop_assert_eq!(read_here(&datagram), Some(here));
            }
        }

        #[test]
        fn no_bytes_are_too_much(bytes in any::<Vec<u8>>()) {
            let _ = (read_find(&bytes), read_here(&bytes));
        }
    }
}
