//! Ways of messages, with what is known of them and no more.

use super::*;
use crate::live::Live;
use crate::record;

const LOST_TWICE: &str = r#"{"ms":1.0,"flow":1,"event":"flow","transport":"udp","local":"127.0.0.1:4","peer":"127.0.0.1:1234"}
{"ms":10.0,"flow":1,"event":"out","x":"00000001","bytes":66,"data":"{\"n\":4,\"type\":\"msg\",\"room\":\"lobby\",\"text\":\"um\",\"id\":\"a-1\"}"}
{"ms":11.0,"flow":1,"event":"in","x":"00000002","bytes":40,"data":"{\"type\":\"ack\",\"ack\":4,\"for\":[4,1]}"}
{"ms":12.0,"flow":1,"event":"in","x":"00000003","bytes":80,"data":"{\"n\":4,\"type\":\"msg\",\"room\":\"lobby\",\"seq\":7,\"name\":\"ana\",\"text\":\"um\",\"id\":\"a-1\"}"}
{"ms":20.0,"flow":1,"event":"weather","x":"00000004","bytes":66,"way":"out","fate":"dropped","drew":3,"n":5,"type":"msg"}
{"ms":60.0,"flow":1,"event":"sent","n":5,"try":2,"why":"timeout","bytes":66,"wait_ms":80.0}
{"ms":60.0,"flow":1,"event":"out","x":"00000005","bytes":74,"data":"{\"n\":5,\"try\":2,\"type\":\"msg\",\"room\":\"lobby\",\"text\":\"dois\",\"id\":\"a-2\"}"}
{"ms":61.0,"flow":1,"event":"in","x":"00000006","bytes":40,"data":"{\"type\":\"ack\",\"ack\":5,\"for\":[5,2]}"}
{"ms":62.0,"flow":1,"event":"in","x":"00000007","bytes":80,"data":"{\"n\":6,\"type\":\"msg\",\"room\":\"lobby\",\"seq\":8,\"name\":\"ana\",\"text\":\"dois\",\"id\":\"a-2\"}"}
{"ms":62.0,"flow":1,"event":"held","n":6,"missing":5,"x":"00000007"}
{"ms":90.0,"flow":1,"event":"in","x":"00000008","bytes":80,"data":"{\"n\":5,\"try\":2,\"type\":\"msg\",\"room\":\"lobby\",\"seq\":9,\"name\":\"bob\",\"text\":\"oi\"}"}
"#;

fn ladder(lines: &str) -> Ladder {
    let mut live = Live::new(Side::Client, "ana");
    for line in lines.lines() {
        live.take_line(record::line(line.as_bytes()).unwrap());
    }
    live.ladder().clone()
}

fn told(which: &Which, language: Language) -> String {
    let how = how(&ladder(LOST_TWICE), which, language).unwrap();
    let mut lines = vec![how.title];
    lines.extend(how.steps.into_iter().map(|step| {
        let after = language.time(step.after);
        format!("+{after} {}: {}", step.what, step.known)
    }));
    lines.push(how.sum);
    lines.join("\n")
}

#[test]
fn every_transmission_what_it_waited_for_and_what_was_in_the_way() {
    let expected = "\"dois\" · #lobby 8
+0.0 ms transmission 1 leaves: ✗ weather: lost, drew 0.00
+40 ms transmission 2 leaves: ✓ again: no answer; waits 80 ms now
+41 ms the server has it: 
+42 ms the server says it, transmission 1: ✓ said: no. 8 of #lobby · 42 ms · keeps 6: 5 is missing
+70 ms frame 5 of the server, transmission 2: 
From its leaving to its receipt it took 42 ms: it left 2 times, and of what is listed here 1 datagram is known to be lost. No sender is told of a loss: it finds out by waiting.";
    let seen = told(&Which::Own(1), Language::English);
    assert_eq!(seen, expected, "\n{seen}");
}

#[test]
fn it_is_found_by_its_number_and_by_how_long_ago_it_was_said() {
    let number = Which::Number {
        seq: 7,
        room: "lobby".to_owned(),
    };
    let first = told(&number, Language::Portuguese);
    assert_eq!(first, told(&Which::Own(2), Language::Portuguese));
    assert!(first.starts_with("\"um\" · #lobby 7\n"), "{first}");
    assert_eq!(first.lines().count(), 5, "{first}");
    let elsewhere = Which::Number {
        seq: 7,
        room: "lab".to_owned(),
    };
    let ladder = ladder(LOST_TWICE);
    for nothing in [
        elsewhere,
        Which::Own(3),
        Which::Own(0),
        Which::Id("b".to_owned()),
    ] {
        assert_eq!(
            how(&ladder, &nothing, Language::English),
            None,
            "{nothing:?}"
        );
    }
}

#[test]
fn of_anothers_message_it_is_said_that_its_way_to_the_server_is_not_known() {
    let number = Which::Number {
        seq: 9,
        room: "lobby".to_owned(),
    };
    let seen = told(&number, Language::English);
    assert!(
        seen.ends_with("its sender's client does not tell."),
        "{seen}"
    );
}

#[test]
fn a_stream_that_glues_messages_has_each_of_them() {
    let lines = r#"{"ms":1.0,"flow":1,"event":"flow","transport":"tcp","local":"127.0.0.1:4","peer":"127.0.0.1:1234"}
{"ms":2.0,"flow":1,"event":"write","offered":90,"x":"00000001","bytes":90,"ends":[45,90],"data":"{\"type\":\"msg\",\"text\":\"a\",\"id\":\"a-1\"}\n{\"type\":\"msg\",\"text\":\"b\",\"id\":\"a-2\"}\n"}
{"ms":3.0,"flow":1,"event":"read","x":"00000002","bytes":90,"ends":[45,90],"data":"{\"type\":\"msg\",\"text\":\"a\",\"seq\":1,\"id\":\"a-1\"}\n{\"type\":\"msg\",\"text\":\"b\",\"seq\":2,\"id\":\"a-2\"}\n"}
"#;
    let way = how(&ladder(lines), &Which::Own(1), Language::English).unwrap();
    assert_eq!(way.title, "\"b\" · # 2");
    let steps: Vec<_> = way.steps.iter().map(|step| &*step.what).collect();
    assert_eq!(steps, ["written: 90 bytes", "read: 90 bytes"]);
}

#[test]
fn over_a_stream_the_receipt_is_known_too() {
    let lines = r#"{"ms":1.0,"flow":1,"event":"flow","transport":"tcp","local":"127.0.0.1:4","peer":"127.0.0.1:1234"}
{"ms":10.0,"flow":1,"event":"write","offered":66,"x":"00000001","bytes":66,"ends":[66],"data":"{\"type\":\"msg\",\"room\":\"lobby\",\"text\":\"um\",\"id\":\"a-1\"}\n"}
{"ms":18.0,"flow":1,"event":"read","x":"00000002","bytes":80,"ends":[80],"data":"{\"type\":\"msg\",\"room\":\"lobby\",\"seq\":7,\"name\":\"ana\",\"text\":\"um\",\"id\":\"a-1\"}\n"}
"#;
    let how = how(&ladder(lines), &Which::Own(1), Language::English).unwrap();
    assert!(how.sum.contains("it took 8.0 ms"), "{}", how.sum);
}
