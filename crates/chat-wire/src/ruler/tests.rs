//! Streams under their rulers.

use proptest::prelude::*;

use super::*;
use crate::live::Live;
use crate::record;

const FLOW: &str = r#"{"ms":1.0,"flow":1,"event":"flow","transport":"tcp","local":"127.0.0.1:4","peer":"127.0.0.1:1234"}"#;

/// A stream, read in pieces of these lengths.
fn read(stream: &str, cuts: &[usize]) -> Ladder {
    let mut live = Live::new(Side::Client, "ana");
    live.take_line(record::line(FLOW.as_bytes()).unwrap());
    let mut rest = stream;
    for (ms, cut) in cuts.iter().chain([&usize::MAX]).enumerate() {
        let cut = (*cut).min(rest.len());
        let (piece, after) = rest.split_at(cut);
        rest = after;
        if piece.is_empty() {
            continue;
        }
        let ends: Vec<_> = piece.match_indices('\n').map(|(at, _)| at + 1).collect();
        let noted = serde_json::json!({
            "ms": ms, "flow": 1, "event": "read", "x": "00000001",
            "bytes": piece.len(), "ends": ends, "data": piece,
        });
        live.take_line(record::line(noted.to_string().as_bytes()).unwrap());
    }
    live.ladder().clone()
}

#[test]
fn partial_and_glued_frames_stand_under_their_borders() {
    let one = r#"{"type":"msg","seq":2,"text":"olá"}"#;
    let two = r#"{"type":"msg","seq":3,"text":"sim"}"#;
    let stream = format!("{one}\n{two}\n");
    let lines = ruler(&read(&stream, &[20, 24]), None, 107, Language::English).unwrap();
    let seen: Vec<_> = lines.iter().map(|line| line.text.trim_end()).collect();
    let seen = seen.join("\n");
    let expected = "        1 column = 1 bytes ├──────────── msg #2 37 ────────────┤├─────────── msg #3 36 ────────────┤
   0.000 read       20   0 ┣━━━━━━━━━━━━━━━━━━┅                                                          20
   0.001 read       24   1                     ┅━━━━━━━━━━━━━━━┫┣━━━━━┅                                   7
   0.002 read       29   1                                             ┅━━━━━━━━━━━━━━━━━━━━━━━━━━━┫";
    assert_eq!(seen, expected, "\n{seen}");
}

proptest! {
    #[test]
    fn however_a_stream_is_cut_the_bars_tile_its_frames(
        lines in prop::collection::vec("[a-z]{0,40}", 1..6),
        cuts in prop::collection::vec(1usize..50, 0..8),
        width in 0usize..160,
    ) {
        let stream = lines.join("\n") + "\n";
        let ladder = read(&stream, &cuts);
        let drawn = ruler(&ladder, None, width, Language::Portuguese).unwrap();
        let moved: usize = ladder.rows.iter().filter_map(chunk).map(|chunk| chunk.bytes).sum();
        prop_assert_eq!(moved, stream.len());
        let rows = drawn.iter().filter(|line| line.row.is_some());
        prop_assert_eq!(rows.count(), ladder.rows.len());
    }
}

/// The hello, a line that leaves as one record in three writes, and the answer, two records in one read.
const SECRET: &str = r#"{"ms":1,"flow":1,"event":"read","x":"00000009","bytes":20,"ends":[]}
{"ms":1,"flow":1,"event":"tls_record","way":"in","type":"handshake","bytes":20,"message":"server_hello"}
{"ms":2,"flow":1,"event":"tls_record","way":"out","type":"application_data","bytes":64,"inside":"application_data","plaintext":42,"frames":1}
{"ms":2,"flow":1,"event":"write","offered":64,"x":"00000001","bytes":30,"ends":[9]}
{"ms":3,"flow":1,"event":"write","offered":34,"x":"00000002","bytes":30,"ends":[]}
{"ms":4,"flow":1,"event":"write","offered":4,"x":"00000003","bytes":4,"ends":[]}
{"ms":5,"flow":1,"event":"read","x":"00000004","bytes":80,"ends":[3,7]}
{"ms":5,"flow":1,"event":"tls_record","way":"in","type":"application_data","bytes":56,"inside":"application_data","plaintext":34,"frames":1}
{"ms":5,"flow":1,"event":"tls_record","way":"in","type":"application_data","bytes":24,"inside":"alert","alert":"close_notify"}"#;

#[test]
fn what_was_said_lies_inside_of_its_record() {
    let mut live = Live::new(Side::Client, "ana");
    for line in FLOW.lines().chain(SECRET.lines()) {
        live.take_line(record::line(line.as_bytes()).unwrap());
    }
    let lines = ruler(live.ladder(), None, 107, Language::English).unwrap();
    let seen: Vec<_> = lines.iter().map(|line| line.text.trim_end()).collect();
    let seen = seen.join("\n");
    let expected = "        1 column = 1 bytes ├─ ServerHello 20 ─┤
   0.001 read       20   1 ┣━━━━━━━━━━━━━━━━━━┫
        1 column = 1 bytes ├───────────────────────── record 64 ──────────────────────────┤
         said       42   1      ├────────────────── 42 ──────────────────┤
   0.002 write      30   0 ┣━━━━━━━━━━━━━━━━━━━━━━━━━━━━┅                                                30
   0.003 write      30   0                               ┅━━━━━━━━━━━━━━━━━━━━━━━━━━━━┅                  60
   0.004 write       4   1                                                             ┅━━┫
        1 column = 2 bytes ├─────── record 56 ────────┤├────24────┤
         said       34   1    ├───── 34 ──────┤
   0.005 read       80   2 ┣━━━━━━━━━━━━━━━━━━━━━━━━━━┫┣━━━━━━━━━━┫";
    assert_eq!(seen, expected, "\n{seen}");
    let said = sentence(live.ladder(), None, Language::English);
    assert!(said.contains("records"), "{said}");
}
