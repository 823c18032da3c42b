//! Orders of those who may not give them: each order, of each kind of somebody else.

use super::*;

/// What only a teacher may have done: the fields of the frame, and as it is typed.
const TEACHERS: [(&str, &str); 14] = [
    (r#""do":"announce","text":"x""#, "/announce x"),
    (r#""do":"quiet""#, "/quiet"),
    (r#""do":"quiet","on":false"#, "/quiet off"),
    (r#""do":"mute","who":"ana""#, "/mute ana"),
    (r#""do":"mute","who":"ana","on":false"#, "/unmute ana"),
    (r#""do":"kick","who":"ana""#, "/kick ana"),
    (r#""do":"ban","who":"ana""#, "/ban ana"),
    (r#""do":"ban","who":"ana","on":false"#, "/unban ana"),
    (r#""do":"lock""#, "/lock"),
    (r#""do":"next""#, "/next"),
    (
        r#""do":"poll","text":"q","options":["a","b"]"#,
        "/poll q | a | b",
    ),
    (r#""do":"poll","on":false"#, "/poll end"),
    (r#""do":"release","who":"ana""#, "/release ana"),
    (r#""do":"teacher","who":"bob""#, "/teacher bob"),
];

/// Rooms of which an order may speak, and how it is refused there: the one where all of them
/// are, one where the giver is not, one that nobody has ever been in.
const ROOMS: [(&str, &str); 3] = [
    ("lobby", "not_allowed"),
    ("staff", "not_allowed"),
    ("nowhere", "no_such_room"),
];

/// So slow that the audit is told of each: of a flood of refusals it is told of a few.
const NOTED: Duration = Duration::from_secs(10);

/// The audit has one more line, which says who was refused what.
#[track_caller]
fn is_audited(stage: &Stage, before: usize, (who, order): (&str, &str)) {
    assert_eq!(stage.audit.len(), before + 1, "{who}: {order}");
    let line = stage.audit.last().unwrap();
    let entry: Value = serde_json::from_str(line).unwrap();
    assert_eq!(entry["by"]["name"], who, "{line}");
    assert!(line.contains("refused") && line.contains(order), "{line}");
}

/// A class with a teacher, one who was one, one who has a key, one who has none; and a room
/// in which only the teacher is.
fn school() -> (Stage, PeerId, [(&'static str, PeerId); 3]) {
    let (mut stage, ana, bob) = led();
    let (zed, _) = joins(&mut stage, 2, "zed");
    let (old, _) = joins(&mut stage, 3, "old");
    orders(&mut stage, ana, r#""do":"teacher","who":"old""#);
    orders(&mut stage, ana, r#""do":"teacher","who":"old","on":false"#);
    stage.says(ana, r#"{"type":"join","room":"staff"}"#);
    stage.says(ana, r#"{"text":"nobody else hears this"}"#);
    (stage, ana, [("bob", bob), ("zed", zed), ("old", old)])
}

#[test]
fn each_order_of_each_who_may_not_is_refused_and_in_the_audit_wherever_it_is_about() {
    let (mut stage, ana, others) = school();
    for (name, peer) in others {
        for (fields, _) in TEACHERS {
            for (room, code) in ROOMS {
                stage.mail(ana);
                stage.wait(NOTED);
                let before = stage.audit.len();
                orders(
                    &mut stage,
                    peer,
                    &format!(r#"{fields},"room":"{room}","id":"x""#),
                );
                let refused = told(&mut stage, peer).pop().unwrap();
                assert_eq!(refused["code"], code, "{name} {fields}: {refused}");
                assert_eq!(refused["id"], "x", "{name} {fields}: {refused}");
                assert!(stage.mail(ana).is_empty(), "{name} {fields} in {room}");
                let order = fields.split('"').nth(3).unwrap();
                is_audited(&stage, before, (name, order));
            }
        }
    }
    assert!(stage.closed.is_empty());
    assert!(speaks(&mut stage, ana, ""), "nothing has changed");
}

#[test]
fn each_order_that_somebody_types_who_may_not_is_refused_and_in_the_audit() {
    let (mut stage, ana, _) = school();
    let guest = stage.someone();
    stage.says(guest, "hello");
    for (fields, typed) in TEACHERS {
        for mail in [ana, guest] {
            stage.mail(mail);
        }
        stage.wait(NOTED);
        let before = stage.audit.len();
        stage.says(guest, typed);
        let mail = stage.mail(guest);
        assert_eq!(mail.len(), 1, "{typed}: {mail:?}");
        assert!(
            mail[0].starts_with("! only the teacher may do this"),
            "{typed}: {mail:?}"
        );
        assert!(stage.mail(ana).is_empty(), "{typed}");
        let order = fields.split('"').nth(3).unwrap();
        is_audited(&stage, before, ("guest-1", order));
    }
    assert!(stage.closed.is_empty());
}

/// What anybody may do, in a room where one is not: there is nothing of it to see.
#[test]
fn in_a_room_where_one_is_not_nothing_can_be_done_and_nothing_learned() {
    let (mut stage, ana, others) = school();
    let mine = [
        r#""do":"hand""#,
        r#""do":"vote","option":1"#,
        r#""do":"redact","seq":1"#,
        r#""do":"topic","text":"x""#,
    ];
    for (name, peer) in others {
        for fields in mine {
            stage.mail(ana);
            stage.wait(NOTED);
            for (room, code) in [("staff", "not_joined"), ("nowhere", "no_such_room")] {
                orders(&mut stage, peer, &format!(r#"{fields},"room":"{room}""#));
                let refused = told(&mut stage, peer).pop().unwrap();
                assert_eq!(refused["code"], code, "{name} {fields}: {refused}");
            }
            assert!(stage.mail(ana).is_empty(), "{name} {fields}");
        }
    }
}

/// Whoever it comes from, also the teacher: what is no order is no order.
#[test]
fn an_order_that_does_not_exist_is_bad_and_the_connection_lives() {
    let (mut stage, ana, others) = school();
    let guest = stage.someone();
    stage.says(guest, "hello");
    for (_, peer) in others.into_iter().chain([("ana", ana)]) {
        for fields in [
            r#""do":"fly","id":9"#,
            r#""do":"","id":9"#,
            r#""do":"Quiet","id":9"#,
            r#""do":["quiet"],"id":9"#,
            r#""id":9"#,
        ] {
            let before = stage.audit.len();
            stage.mail(peer);
            orders(&mut stage, peer, fields);
            let refused = told(&mut stage, peer).pop().unwrap();
            assert_eq!(
                (&refused["code"], &refused["id"]),
                (&"bad_frame".into(), &9.into()),
                "{fields}"
            );
            assert_eq!(stage.audit.len(), before, "nobody ordered anything");
        }
        assert!(speaks(&mut stage, peer, ""));
    }
    stage.mail(guest);
    stage.says(guest, "/fly high");
    let mail = stage.mail(guest);
    assert!(mail[0].starts_with("! "), "{mail:?}");
    assert!(stage.closed.is_empty());
}

#[test]
fn nobody_hides_in_the_refusals_of_another() {
    let (mut stage, _, [(_, bob), (_, zed), _]) = school();
    for _ in 0..200 {
        orders(&mut stage, bob, r#""do":"quiet""#);
    }
    let of = |stage: &Stage, who: &str| {
        let by = format!(r#""by":{{"name":"{who}""#);
        let all = stage.audit.iter().filter(|line| line.contains(&by));
        all.count()
    };
    assert_eq!(of(&stage, "bob"), 10, "a few of them");
    orders(&mut stage, zed, r#""do":"mute","who":"ana""#);
    assert_eq!(of(&stage, "zed"), 1);
}
