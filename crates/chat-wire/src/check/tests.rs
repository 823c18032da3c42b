//! Contradictions, made one by one.

use super::*;
use crate::merge::merged;
use crate::record;

const CLIENT: &str = r#"{"ms":0,"event":"begin","program":"chat-tui","name":"ana","wall":1795910667000000}
{"ms":0,"flow":1,"event":"flow","transport":"udp","local":"127.0.0.1:9","peer":"127.0.0.1:1234"}
{"ms":0,"flow":2,"event":"flow","transport":"tcp","local":"127.0.0.1:8","peer":"127.0.0.1:1234"}
{"ms":1,"flow":1,"event":"out","x":"00000001","bytes":9}
{"ms":2,"flow":1,"event":"weather","way":"out","x":"00000002","bytes":9,"fate":"dropped"}
{"ms":3,"flow":2,"event":"write","offered":70,"x":"000000a1","bytes":70,"ends":[20,70]}
{"ms":5,"flow":1,"event":"in","x":"00000003","bytes":7}
"#;

const SERVER: &str = r#"{"ms":0,"event":"begin","program":"chat-server","wall":1795910667000000}
{"ms":0,"flow":1,"event":"flow","transport":"udp","local":"0.0.0.0:1234","peer":"127.0.0.1:9"}
{"ms":0,"flow":2,"event":"flow","transport":"tcp","local":"0.0.0.0:1234","peer":"127.0.0.1:8"}
{"ms":1.5,"flow":1,"event":"in","x":"00000001","bytes":9}
{"ms":4,"flow":2,"event":"read","x":"000000b1","bytes":30,"ends":[20]}
{"ms":4.1,"flow":2,"event":"read","x":"000000b2","bytes":40,"ends":[40]}
{"ms":4.5,"flow":1,"event":"out","x":"00000003","bytes":7}
"#;

fn verdict(client: &str, server: &str) -> Verdict {
    let reading = record::read(format!("{client}{server}").as_bytes());
    assert_eq!(reading.skipped, 0);
    let merged = merged(&reading.recordings);
    check(&reading.recordings, &merged, Language::English)
}

#[track_caller]
fn contradicts(from: &str, to: &str, words: &str) {
    let server = SERVER.replace(from, to);
    assert_ne!(server, SERVER);
    let verdict = verdict(CLIENT, &server);
    let Verdict::Contradict(faults) = verdict else {
        panic!("{verdict:?}")
    };
    assert!(faults.iter().any(|f| f.contains(words)), "{faults:?}");
}

#[test]
fn recordings_of_the_same_truth_agree() {
    let expected = Verdict::Agree {
        conversations: 2,
        compared: 5,
    };
    assert_eq!(verdict(CLIENT, SERVER), expected);
    assert_eq!(verdict(SERVER, CLIENT), expected);
}

#[test]
fn what_came_has_left_with_that_length_and_was_not_taken_before() {
    contradicts(
        "\"00000001\"",
        "\"00000007\"",
        "came to server and never left ana",
    );
    contradicts(
        "\"bytes\":9",
        "\"bytes\":8",
        "left ana with 9 bytes and came to server with 8",
    );
    contradicts(
        "\"00000001\"",
        "\"00000002\"",
        "taken by the weather of ana before the socket",
    );
    contradicts(
        "\"out\",\"x\":\"00000003\"",
        "\"out\",\"x\":\"00000004\"",
        "came to ana and never left server",
    );
}

#[test]
fn a_stream_has_the_bytes_that_were_written_and_no_others() {
    contradicts(
        "\"bytes\":40",
        "\"bytes\":41",
        "server read 71 bytes, and ana wrote 70",
    );
    contradicts("[40]", "[39]", "differs from byte 69 on");
    let server = SERVER.replace(
        "\"bytes\":30,\"ends\":[20]",
        "\"bytes\":70,\"ends\":[20,70]",
    );
    let kept: Vec<_> = server.lines().filter(|l| !l.contains("b2")).collect();
    let server = kept.join("\n");
    assert!(matches!(verdict(CLIENT, &server), Verdict::Contradict(_)));
    let same = server.replace("000000b1", "000000a1");
    assert!(matches!(verdict(CLIENT, &same), Verdict::Agree { .. }));
}

#[test]
fn a_gap_proves_nothing() {
    let gap = "{\"ms\":0.5,\"event\":\"missed\",\"n\":3}\n";
    let server = SERVER.replace("\"00000001\"", "\"00000007\"");
    assert!(matches!(
        verdict(&format!("{CLIENT}{gap}"), &server),
        Verdict::Agree { .. }
    ));
}

#[test]
fn who_shares_nothing_cannot_be_compared() {
    let other = SERVER
        .replace("127.0.0.1:9", "127.0.0.1:19")
        .replace("127.0.0.1:8", "127.0.0.1:18");
    let other = other
        .replace("\"0000000", "\"1000000")
        .replace("\"000000b", "\"100000b");
    assert_eq!(verdict(CLIENT, &other), Verdict::Strangers);
    assert_eq!(verdict(CLIENT, ""), Verdict::Strangers);
}
