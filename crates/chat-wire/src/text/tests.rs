//! Ladders as text.

mod secrets;

use super::*;
use crate::merge::merged;
use crate::record;

fn drawn(lines: &str) -> String {
    let reading = record::read(lines.as_bytes());
    assert_eq!(reading.skipped + reading.unknown, 0);
    text(&merged(&reading.recordings), TextStyle::default())
}

const UDP: &str = r#"{"ms":0,"event":"begin","version":1,"program":"chat-tui 0.1.0","wall":1795910667282000,"name":"dora","seed":7,"contents":"yes"}
{"ms":2.7,"event":"flow","flow":1,"transport":"udp","local":"127.0.0.1:45113","peer":"127.0.0.1:15324"}
{"ms":3,"flow":1,"event":"impairments","words":"drop 30%","seed":7}
{"ms":4,"flow":1,"event":"out","x":"00000001","bytes":192,"what":{"type":"hello"}}
{"ms":5,"flow":1,"event":"in","x":"00000002","bytes":150,"what":{"type":"cookie"}}
{"ms":1596,"flow":1,"event":"sent","x":"00000003","n":7,"try":1,"why":"new","bytes":101,"wait_ms":40}
{"ms":1596,"flow":1,"event":"out","x":"00000003","bytes":101,"data":"{\"link\":\"••••\",\"n\":7,\"type\":\"msg\",\"id\":\"a-7\",\"text\":\"dois\"}"}
{"ms":1597,"flow":1,"event":"in","x":"00000004","bytes":99,"what":{"type":"ack","ack":7,"for":[7,1]}}
{"ms":1597,"flow":1,"event":"acked","n":7,"tries":1,"after_ms":1}
{"ms":1597.5,"flow":1,"event":"in","x":"00000005","bytes":151,"data":"{\"n\":7,\"type\":\"msg\",\"room\":\"lobby\",\"seq\":2,\"id\":\"a-7\",\"text\":\"dois\"}"}
{"ms":1598,"flow":1,"event":"out","x":"00000006","bytes":80,"what":{"type":"ack","ack":7,"for":[7,1]}}
{"ms":1700,"flow":1,"event":"out","x":"00000016","bytes":80,"what":{"n":70,"type":"ping"}}
{"ms":1701,"flow":1,"event":"in","x":"00000017","bytes":80,"what":{"type":"ack","ack":70,"for":[70,1]}}
{"ms":2110,"flow":1,"event":"sent","x":"00000007","n":71,"try":1,"why":"new","bytes":102,"wait_ms":42.9}
{"ms":2110,"flow":1,"event":"weather","x":"00000007","bytes":102,"way":"out","datagram":21,"fate":"dropped","drew":110871,"n":71,"type":"ping"}
{"ms":2115,"flow":1,"event":"sent","x":"00000008","n":72,"try":1,"why":"new","bytes":102,"wait_ms":42.9}
{"ms":2115,"flow":1,"event":"out","x":"00000008","bytes":102,"what":{"n":72,"type":"msg","id":"a-9"}}
{"ms":2116,"flow":1,"event":"in","x":"00000009","bytes":99,"what":{"type":"ack","ack":70,"got":[72],"for":[72,1]}}
{"ms":2116,"flow":1,"event":"acked","n":72,"tries":1,"after_ms":1}
{"ms":2116,"flow":1,"event":"sent","x":"0000000a","n":71,"try":2,"why":"fast_retransmit","bytes":102,"wait_ms":42.9}
{"ms":2116,"flow":1,"event":"out","x":"0000000a","bytes":102,"what":{"n":71,"try":2,"type":"ping"}}
{"ms":2117,"flow":1,"event":"in","x":"0000000b","bytes":99,"what":{"type":"ack","ack":72,"for":[71,2],"tries":[2]}}
{"ms":2117,"flow":1,"event":"acked","n":71,"tries":2,"after_ms":7}
{"ms":2118,"flow":1,"event":"in","x":"0000000c","bytes":151,"data":"{\"n\":9,\"type\":\"msg\",\"room\":\"lobby\",\"seq\":3,\"id\":\"a-9\",\"text\":\"tres\"}"}
{"ms":2118,"flow":1,"event":"weather","x":"0000000c","bytes":151,"way":"in","datagram":9,"fate":"dropped","drew":220000,"n":9,"type":"msg"}
{"ms":2161,"flow":1,"event":"in","x":"0000000d","bytes":151,"data":"{\"n\":9,\"try\":2,\"type\":\"msg\",\"room\":\"lobby\",\"seq\":3,\"id\":\"a-9\",\"text\":\"tres\"}"}
{"ms":2162,"flow":1,"event":"weather","x":"0000000e","bytes":90,"way":"out","datagram":24,"fate":{"delayed":{"us":80000}},"n":73,"type":"msg"}
{"ms":2163,"flow":1,"event":"out","x":"0000000f","bytes":90,"what":{"n":74,"type":"msg"}}
{"ms":2242,"flow":1,"event":"out","x":"0000000e","bytes":90,"what":{"n":73,"type":"msg"}}
{"ms":9950,"flow":1,"event":"ended","why":"silence","unacked":2}
"#;

#[track_caller]
fn check(lines: &str, expected: &str) {
    let drawn = drawn(lines);
    assert_eq!(drawn.trim_end(), expected.trim_matches('\n'), "\n{drawn}");
}

#[test]
fn a_conversation_of_datagrams() {
    check(
        UDP,
        r#"
        dora :45113                         server :15324
  0.003 ● weather: drop 30%, seed 7                     │
  0.004 │── hello ─────────────────────────────────────→│
  0.005 │←──────────────────────────────────── cookie ──│
        ┆ 1.6 s                                         ┆
  1.596 │── 7 msg "dois" ──────────────────────────────→│ ✓
  1.597 │←───────────────────────────────────── ack 7 ──│
  1.597 │←─────────────────────────── 7 msg #2 "dois" ──│ ✓ said: no. 2 of #lobby · 1.5 ms
  1.598 │── ack 7 ─────────────────────────────────────→│
        ┆ 512 ms · 1 ping · 1 answer                    ┆
  2.110 │── 71 ping ─────────────✗                      │ ✗ weather: lost, drew 0.11
  2.115 │── 72 msg ────────────────────────────────────→│ ✓
  2.116 │←─────────────────────── ack 70 +72 · for 72 ──│ 71 was overtaken by 72
  2.116 │── 71 ping t2 ────────────────────────────────→│ ✓ again: overtaken · confirmed after 7.0 …
  2.117 │←──────────────────────── ack 72 · for 71 t2 ──│
  2.118 │                      ✗───── 9 msg #3 "tres" ──│ ✗ weather: lost, drew 0.22
  2.161 │←──────────────────────── 9 msg t2 #3 "tres" ──│ ✓ said: no. 3 of #lobby · 46 ms
  2.162 │── 73 msg ──────────────────────────╮          │ weather: +80 ms
  2.163 │── 74 msg ──────────────?                      │ ? no answer
  2.242 │                                     ╰────────?│ ? t1 of 73, late · weather: +80 ms
        ┆ 7.7 s                                         ┆
  9.950 ● over: silence, 2 without answer               │
20 rows · ✗ lost 2 · ? unknown 2 · again 2 · ≡ duplicates 0 · ! refused 0"#,
    );
}

const TCP: &str = r#"{"ms":0,"event":"begin","version":1,"program":"chat-tui 0.1.0","wall":1795910667282000,"name":"ana"}
{"ms":1,"event":"flow","flow":1,"transport":"tcp","local":"127.0.0.1:50262","peer":"127.0.0.1:1234"}
{"ms":1,"flow":1,"event":"opened","took_ms":0.3}
{"ms":2,"flow":1,"event":"write","offered":70,"x":"00000001","bytes":70,"ends":[70],"data":"{\"type\":\"msg\",\"text\":\"olá\"}\n"}
{"ms":3,"flow":1,"event":"read","x":"00000002","bytes":254,"ends":[105,223]}
{"ms":4,"flow":1,"event":"read","x":"00000003","bytes":9,"ends":[]}
{"ms":5,"flow":1,"event":"read","x":"00000004","bytes":60,"ends":[60]}
{"ms":6,"flow":1,"event":"write","offered":4162,"x":"00000005","bytes":2896,"ends":[4162]}
{"ms":6,"flow":1,"event":"blocked"}
{"ms":418,"flow":1,"event":"unblocked","after_ms":412}
{"ms":418,"flow":1,"event":"write","offered":1266,"x":"00000006","bytes":1266,"ends":[1266]}
{"ms":900,"flow":1,"event":"closed","why":"reset"}
"#;

#[test]
fn a_conversation_over_a_stream() {
    check(
        TCP,
        r#"
        ana :50262                           server :1234
  0.001 ● connected                                     │
  0.002 │── write 70: msg "olá" ───────────────────────→│
  0.003 │←─────────────── read 254: 2 frames, 31 kept ──│
  0.004 │←─────────────────────────── read 9: 40 kept ──│
  0.005 │←─────────────────── read 60: 1 frame of 100 ──│
  0.006 │── write 2896 of 4162 ────────────────────────→│
  0.006 ● blocked: the system is full                   │
  0.418 ● goes on after 412 ms                          │
  0.418 │── write 1266: 1 frame ───────────────────────→│
  0.900 ● closed: reset                                 │
10 rows · ✗ lost 0 · ? unknown 0 · again 0 · ≡ duplicates 0 · ! refused 0"#,
    );
}
