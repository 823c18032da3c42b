//! Orders that were carried out are written as the contract says, in words that anybody
//! understands, and read back.

use super::*;
use crate::frame::incoming::Happening;
use crate::frame::incoming::Kind;
use crate::frame::incoming::Ordered;
use crate::frame::order::Carried;
use crate::frame::order::Deed;
use crate::frame::order::Poll;
use crate::frame::server::Member;
use crate::plain::tell;

fn name(word: &str) -> Name {
    Name::parse(word).unwrap()
}

fn text(words: &str) -> Text {
    Text::parse(words).unwrap()
}

/// The notice of what ana has done, as JSON, for people, and as a client reads it.
#[track_caller]
fn told(done: Done, json: &str, line: &str) -> Ordered {
    let carried = Carried {
        done,
        by: Some(ana()),
        id: None,
    };
    let body = Body::Notice {
        room: Some(RoomName::lobby()),
        event: Event::Order(Box::new(carried)),
    };
    let mut plain = String::new();
    let at = Stamp::from_unix_ms(1_795_183_387_123);
    let frame = ServerFrame {
        at,
        body: body.clone(),
    };
    tell::frame(&frame, 0, &mut plain);
    assert_eq!(plain, format!("* {line}\n"));
    let before = r#"{"type":"notice","name":"server","room":"lobby","#;
    check(body, &format!("{before}{json},\"text\":\"{line}\"}}"));
    let mut bytes = Vec::new();
    write_server(&frame, &mut bytes);
    let Kind::Notice {
        happening: Happening::Order(ordered),
        ..
    } = read_server(&bytes).unwrap().kind
    else {
        panic!("no order: {plain}")
    };
    *ordered
}

#[test]
fn each_order_is_told_in_words_and_in_fields() {
    let bob = || name("bob");
    let minutes = Some(Duration::from_secs(300));
    let muted = told(
        Done::Muted {
            who: bob(),
            time: minutes,
        },
        r#""event":"mute","who":"bob","by":"ana","seconds":300"#,
        "bob is muted for 5 minutes (ana)",
    );
    let expected = Ordered {
        who: Some("bob".to_owned()),
        by: Some("ana".to_owned()),
        time: minutes,
        ..Ordered::new(Deed::Mute)
    };
    assert_eq!(muted, expected);
    let undone = told(
        Done::Unmuted(bob()),
        r#""event":"mute","who":"bob","by":"ana","on":false"#,
        "bob may speak again (ana)",
    );
    assert!(!undone.on);
    told(
        Done::Quiet(true),
        r#""event":"quiet","by":"ana","on":true"#,
        "ana asks for silence: only the teacher speaks",
    );
    told(
        Done::Banned {
            who: bob(),
            why: Some(text("spam")),
            time: Some(Duration::from_secs(3600)),
            address: Some(29),
        },
        r#""event":"ban","who":"bob","by":"ana","seconds":3600,"why":"spam","address":29"#,
        "bob was banned by ana for 1 hour, with the address (29 here): spam",
    );
    let redacted = told(
        Done::Redacted {
            seq: 812,
            who: Some(bob()),
        },
        r#""seq":812,"event":"redact","who":"bob","by":"ana""#,
        "ana took back message 812 of bob",
    );
    assert_eq!(redacted.seq, Some(812));
    told(
        Done::Hand(bob(), true),
        r#""event":"hand","who":"bob","by":"ana","on":true"#,
        "bob raises a hand",
    );
    told(
        Done::Announced(Some(text("room 3"))),
        r#""event":"announce","by":"ana","announcement":"room 3""#,
        "ana announces: room 3",
    );
}

#[test]
fn a_poll_tells_counts_and_never_names() {
    let poll = || Poll {
        question: text("Ready?"),
        options: vec![text("yes"), text("no")],
    };
    told(
        Done::Poll(poll()),
        r#""event":"poll","by":"ana","question":"Ready?","options":["yes","no"]"#,
        "ana asks: Ready? 1) yes 2) no — answer with /vote 1",
    );
    let votes = told(
        Done::Votes {
            votes: 3,
            counts: vec![2, 1],
        },
        r#""event":"vote","votes":3,"counts":[2,1]"#,
        "3 votes so far: 1) 2, 2) 1",
    );
    assert_eq!(
        (votes.votes, votes.counts, votes.by),
        (Some(3), vec![2, 1], None)
    );
    let ended = told(
        Done::PollEnded(poll(), vec![2, 1]),
        r#""event":"poll","by":"ana","on":false,"question":"Ready?","options":["yes","no"],"counts":[2,1]"#,
        "the poll is over: Ready? 1) yes: 2, 2) no: 1",
    );
    let options = vec!["yes".to_owned(), "no".to_owned()];
    assert_eq!(ended.poll, Some(("Ready?".to_owned(), options)));
}

#[test]
fn a_list_of_people_says_who_leads_who_is_muted_and_whose_hand_is_up() {
    let at = Stamp::from_unix_ms(60_000);
    let body = Body::Who {
        room: RoomName::lobby(),
        names: vec![ana(), name("bob")],
        roll: Roll {
            teachers: vec![ana()],
            hands: vec![name("bob")],
            class: vec![Member {
                name: name("bob"),
                transport: "tcp",
                rooms: vec![RoomName::lobby()],
                took: Some(Duration::from_millis(3)),
            }],
            bans: vec![(name("zed"), None), (name("eve"), Some(at))],
            ..Roll::default()
        },
        more: false,
        id: None,
    };
    let mut line = Vec::new();
    write_server(&ServerFrame { at, body }, &mut line);
    let Kind::Who { roll, .. } = read_server(&line).unwrap().kind else {
        panic!("no list")
    };
    assert_eq!(
        (&roll.teachers, &roll.hands),
        (&vec!["ana".to_owned()], &vec!["bob".to_owned()])
    );
    let bans = [("zed".to_owned(), None), ("eve".to_owned(), Some(at))];
    assert_eq!(roll.bans, bans);
    let member = roll.class.first().unwrap();
    assert_eq!(
        (&*member.transport, member.took),
        ("tcp", Some(Duration::from_millis(3)))
    );
}

#[test]
fn a_hostile_server_cannot_fill_a_client_with_an_order() {
    let long = "é".repeat(20_000);
    let many = vec![long.as_str(); 50];
    let line = serde_json::json!({"type": "notice", "event": "poll", "who": long, "why": long,
        "question": long, "options": many, "counts": vec![7; 50], "text": "\u{1b}[2J"});
    let frame = read_server(line.to_string().as_bytes()).unwrap();
    let Kind::Notice {
        happening: Happening::Order(ordered),
        ..
    } = frame.kind
    else {
        panic!("no order")
    };
    let (question, options) = ordered.poll.unwrap();
    assert!(question.len() <= 400 && options.len() == 9 && ordered.counts.len() == 9);
    assert!(ordered.why.unwrap().len() <= 400 && ordered.who.unwrap().len() <= 128);
}
