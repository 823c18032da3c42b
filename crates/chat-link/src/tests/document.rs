//! `docs/LINK.md` shows what is so.

use chat_weather::profile::Profile;
use chat_weather::profile::Transports;
use chat_weather::stream;
use chat_weather::words;

use crate::envelope;
use crate::envelope::Datagram;
use crate::envelope::LinkId;
use crate::fragments::Reassembly;

const DOCUMENT: &str = include_str!("../../../../docs/LINK.md");

/// The lines of all blocks of this kind.
fn lines(kind: &str) -> Vec<&'static str> {
    let fence = format!("```{kind}\n");
    let blocks = DOCUMENT.split(&*fence).skip(1);
    let blocks = blocks.map(|rest| rest.split("```").next().unwrap());
    blocks.flat_map(str::lines).collect()
}

#[test]
fn every_datagram_shown_is_one() {
    let lines = lines("json");
    assert!(lines.len() > 15);
    for line in lines {
        let (side, object) = line.split_at(2);
        let datagram = envelope::read(object.as_bytes());
        assert!(datagram.is_some(), "{line}");
        let fields: serde_json::Value = serde_json::from_str(object).unwrap();
        let has = |field: &str| fields[field].is_string();
        let whole = ["name", "timestamp", "text"].into_iter().all(has);
        assert!(side == "> " || whole, "{line}");
        let question = matches!(datagram, Some(Datagram::Hello(..))) || has("pad");
        assert!(
            !question || object.len() >= envelope::ANSWER_BYTES,
            "{line}"
        );
        if let Some(Datagram::Bound(link, _)) = datagram {
            assert_eq!(link, LinkId(0xb7f3_a91c_20d4_e6b8));
        }
    }
}

#[test]
fn the_parts_shown_are_a_frame() {
    let mut reassembly = Reassembly::default();
    let parts = lines("json")
        .into_iter()
        .filter(|l| l.contains("\"part\":"));
    let whole = parts.filter_map(|line| {
        let object = line.trim_start_matches("> ").as_bytes();
        match envelope::read(object) {
            Some(Datagram::Bound(_, fields)) => reassembly.add(fields.part?, object),
            other => panic!("{other:?}"),
        }
    });
    let whole: Vec<_> = whole.collect();
    assert_eq!(whole, [br#"{"type":"msg","text":"a long story"}"#]);
}

#[test]
fn every_sky_shown_can_be_read_and_every_name_is_shown() {
    let over_udp = lines("weather");
    let over_tcp = lines("weather-of-streams");
    let all = [
        (&over_udp, Transports::Datagrams),
        (&over_tcp, Transports::Streams),
    ];
    for (lines, over) in all {
        for line in lines {
            let read = Profile::read(line, over, 0);
            assert!(read.is_ok(), "{line}: {read:?}");
        }
    }
    for word in stream::WORDS {
        assert!(over_tcp.iter().any(|l| l.starts_with(word)), "{word}");
    }
    for word in words::WORDS
        .iter()
        .chain(words::NAMED.iter().map(|(n, _)| n))
    {
        assert!(over_udp.iter().any(|l| l.starts_with(word)), "{word}");
    }
}

#[test]
fn every_sky_with_a_name_is_spelt_out() {
    for (name, made_of) in words::NAMED {
        let row = format!("| `{name}` | `{made_of}` |");
        assert!(DOCUMENT.contains(&row), "{row}");
    }
}
