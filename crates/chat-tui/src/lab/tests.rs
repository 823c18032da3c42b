//! What is said of a lab, line by line.

use chat_proto::discovery::Title;
use chat_proto::frame::server::RunId;
use chat_proto::hex::Hex;

use super::*;
use crate::speech;
use crate::speech::Language;

/// As a server on another machine of the same network is.
fn whole() -> Lab {
    let talk = |linked| Talk {
        linked,
        took: Some(Duration::from_millis(3)),
        ahead_ms: Some(-40),
        long: Long::Returned,
        shut: None,
    };
    Lab {
        host: "lab-3".to_owned(),
        port: 1234,
        patience: Duration::from_secs(4),
        addresses: vec!["192.168.1.7:1234".parse().unwrap()],
        tcp: Reached::Talk(talk(false)),
        udp: Reached::Talk(talk(true)),
        here: Some(Here {
            nonce: String::new(),
            title: Title::of("redes A"),
            people: 28,
            tcp: Some(1234),
            udp: Some(1234),
            tls: Some(Hex([7; 8])),
            asks_password: false,
            run: Some(RunId(1)),
        }),
        broadcast: Broadcast::Found,
    }
}

fn english(lab: &Lab) -> Checklist {
    lab.checklist(speech::of(Language::English))
}

/// One line begins and ends as is said here.
#[track_caller]
fn says(lab: &Lab, begins: &str, part: &str) {
    let told = english(lab).lines;
    let found = told
        .iter()
        .any(|line| line.starts_with(begins) && line.contains(part));
    assert!(found, "{begins} … {part}: {told:#?}");
}

fn udp_of(lab: &mut Lab) -> &mut Talk {
    match &mut lab.udp {
        Reached::Talk(talk) => talk,
        Reached::Refused | Reached::Silent | Reached::Unreachable(_) => panic!("a talk"),
    }
}

#[test]
fn where_all_is_well_each_thing_has_a_line() {
    let told = english(&whole());
    assert_eq!(
        told.lines,
        [
            "ok    name       lab-3 is 192.168.1.7",
            "ok    TCP        answers in 3 ms; a message went there and back",
            "ok    UDP        answers in 3 ms over a link; a message went there and back",
            "ok    length     datagrams of 1200 bytes come through both ways",
            "ok    broadcast  `chat-tui --find` finds this server",
            "ok    clock      this machine's and the server's are 40 ms apart",
            "ok    server     redes A, 28 people, no password, offers secrecy (--tls)",
        ]
    );
    assert!(told.verdict.is_ok_and(|words| words.contains("UDP")));
}

#[test]
fn refused_silent_and_strange_are_three_things() {
    let mut lab = whole();
    lab.tcp = Reached::Refused;
    says(&lab, "FAIL  TCP", "`chat-server --port 1234`");
    lab.tcp = Reached::Silent;
    says(&lab, "FAIL  TCP", "no answer in 4 s: open port 1234");
    lab.tcp = Reached::Talk(Talk::default());
    says(&lab, "FAIL  TCP", "no chat-server");
    lab.tcp = Reached::Unreachable("no route".to_owned());
    says(&lab, "FAIL  TCP", "no route");
}

#[test]
fn one_transport_is_enough_for_a_class_and_none_is_not() {
    let mut lab = whole();
    lab.tcp = Reached::Refused;
    let verdict = english(&lab).verdict.unwrap();
    assert!(verdict.contains("chat-tui --udp HOST"), "{verdict}");
    let mut lab = whole();
    lab.udp = Reached::Silent;
    let verdict = english(&lab).verdict.unwrap();
    assert!(verdict.contains("over TCP."), "{verdict}");
    lab.tcp = Reached::Silent;
    let why = english(&lab).verdict.unwrap_err();
    assert!(why.contains("lab-3:1234"), "{why}");
}

#[test]
fn long_datagrams_that_are_lost_are_told_and_carry_no_class() {
    let mut lab = whole();
    udp_of(&mut lab).long = Long::Lost;
    says(&lab, "ok    UDP", "answers in 3 ms");
    says(&lab, "FAIL  length", "tunnel");
    lab.tcp = Reached::Refused;
    assert!(english(&lab).verdict.is_err());
    // The way back alone.
    udp_of(&mut lab).long = Long::Arrived;
    says(&lab, "FAIL  length", "tunnel");
}

#[test]
fn a_server_where_nobody_comes_in_without_more_is_reached_all_the_same() {
    let mut lab = whole();
    lab.tcp = Reached::Silent;
    let talk = udp_of(&mut lab);
    talk.long = Long::Arrived;
    talk.shut = Some("the password,\nplease".to_owned());
    says(&lab, "ok    UDP", "answers in 3 ms");
    says(
        &lab,
        "note  length",
        "1200 bytes come through to the server",
    );
    says(&lab, "note  server", "the password, ⏎ please");
    assert!(english(&lab).verdict.is_ok());
}

#[test]
fn a_network_that_keeps_its_machines_apart_is_told_in_words() {
    let mut lab = whole();
    lab.broadcast = Broadcast::Own;
    says(&lab, "note  broadcast", "from another one only");
    lab.broadcast = Broadcast::Others(0);
    says(&lab, "note  broadcast", "write the address on the board");
    lab.here = None;
    says(&lab, "note  broadcast", "--hidden");
    (lab.tcp, lab.udp) = (Reached::Silent, Reached::Silent);
    says(&lab, "FAIL  broadcast", "Guest Wi-Fi");
    lab.broadcast = Broadcast::Others(1);
    says(&lab, "note  broadcast", "1 other server answers");
}

#[test]
fn clocks_are_told_that_people_would_see_differ() {
    for (ahead, line) in [
        (1999, "ok    clock"),
        (2000, "note  clock"),
        (-2000, "note  clock"),
        (i64::MIN, "note  clock"),
    ] {
        let mut lab = whole();
        lab.tcp = Reached::Silent;
        udp_of(&mut lab).ahead_ms = Some(ahead);
        let way = if ahead > 0 { "ahead" } else { "behind" };
        says(&lab, line, if ahead == 1999 { "apart" } else { way });
    }
}

#[test]
fn every_language_keeps_its_columns_and_what_is_typed() {
    for language in Language::ALL {
        let speech = speech::of(language);
        let mut lab = whole();
        lab.tcp = Reached::Refused;
        lab.broadcast = Broadcast::Others(0);
        let told = lab.checklist(speech);
        let marks = [speech.lab.good(), speech.lab.remark(), speech.lab.bad()];
        for line in &told.lines {
            assert!(marks.iter().any(|mark| line.starts_with(mark)), "{line}");
        }
        let told = told.lines.concat();
        assert!(told.contains("chat-server --port 1234"), "{told}");
        assert!(told.contains("`chat-tui --find`"), "{told}");
    }
}

#[test]
fn a_name_that_means_nothing_is_the_only_line() {
    let why = "no machine is called so".to_owned();
    let told = unknown(("nowhere", 4000), why, speech::of(Language::English));
    assert_eq!(told.lines, ["FAIL  name       no machine is called so"]);
    assert!(told.verdict.unwrap_err().contains("nowhere:4000"));
}
