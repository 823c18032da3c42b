//! What teachers decide outlives a run, within bounds.

use chat_proto::hex::Hex;

use super::*;

fn name(word: &str) -> Name {
    Name::of_anybody(word).unwrap()
}

fn at(seconds: u64) -> Stamp {
    Stamp::from_unix_ms(1000 * seconds)
}

fn ban(word: &str, key: Option<u8>, until: Option<u64>) -> Ban {
    Ban {
        name: name(word),
        key: key.map(|byte| Hex([byte; 32])),
        address: None,
        until: until.map(at),
    }
}

/// What a run that reads these lines knows.
fn read(lines: &str, now: u64) -> Roles {
    let mut roles = Roles::default();
    for line in lines.lines() {
        roles.restore(RoleRecord::parse(line.as_bytes()).unwrap(), at(now));
    }
    roles
}

#[test]
fn what_was_decided_is_known_in_the_next_run() {
    let mut roles = Roles::default();
    let mut lines = String::new();
    let mut keep = |record: Option<RoleRecord>| lines.push_str(&record.unwrap().line());
    keep(roles.appoint(Hex([1; 32]), &name("ana")));
    keep(roles.appoint(Hex([2; 32]), &name("rui")));
    keep(roles.dismiss(Hex([2; 32])));
    keep(roles.ban(at(0), ban("bob", Some(3), None)));
    keep(roles.ban(at(0), ban("guest-7", None, Some(100))));
    keep(roles.ban(at(0), ban("zed", None, None)));
    keep(roles.unban(name("ZED").key()).map(|(_, record)| record));
    for roles in [&roles, &read(&lines, 50)] {
        assert!(roles.is_teacher(&Hex([1; 32])) && !roles.is_teacher(&Hex([2; 32])));
        assert_eq!(roles.bans(at(50)).count(), 2);
        assert_eq!(roles.bans(at(100)).count(), 1, "one is over");
        let again: String = roles.records().map(|record| record.line()).collect();
        assert_eq!(read(&again, 50).records().count(), 3);
    }
}

#[test]
fn a_ban_is_of_a_key_and_of_a_name_only_where_there_is_none() {
    let mut roles = Roles::default();
    roles.ban(at(0), ban("bob", Some(3), None)).unwrap();
    roles.ban(at(0), ban("zed", None, Some(10))).unwrap();
    let (bob, zed) = (name("bob"), name("Zed"));
    let out = |now: u64, key: Option<u8>, name: &Name| {
        let who = Newcomer {
            key: key.map(|byte| Hex([byte; 32])),
            name: Some(name.key()),
            address: Some("10.0.0.1"),
        };
        roles.keeps_out(at(now), who).is_some()
    };
    assert!(
        out(1, Some(3), &name("other")),
        "the key under another name"
    );
    assert!(!out(1, Some(4), &bob) && !out(1, None, &bob));
    assert!(out(9, None, &zed) && !out(10, None, &zed));
}

#[test]
fn an_address_is_banned_only_where_that_was_asked_for() {
    let mut roles = Roles::default();
    let address = Some("10.0.0.1".to_owned());
    let ban = Ban {
        address,
        ..ban("bob", Some(3), None)
    };
    roles.ban(at(0), ban).unwrap();
    let from = |address| Newcomer {
        address: Some(address),
        ..Newcomer::default()
    };
    assert!(roles.keeps_out(at(1), from("10.0.0.1")).is_some());
    assert!(roles.keeps_out(at(1), from("10.0.0.2")).is_none());
}

#[test]
fn there_are_only_so_many_of_each() {
    let mut roles = Roles::default();
    let key = |n: usize| {
        Hex(std::array::from_fn(|at| {
            n.to_le_bytes().get(at).copied().unwrap_or(0)
        }))
    };
    for n in 0..TEACHERS {
        assert!(roles.appoint(key(n), &name("ana")).is_some());
    }
    assert!(roles.appoint(key(TEACHERS), &name("ana")).is_none());
    for n in 0..BANS {
        assert!(
            roles
                .ban(at(0), ban(&format!("p{n}"), None, Some(10)))
                .is_some()
        );
    }
    assert!(roles.ban(at(0), ban("late", None, None)).is_none());
    assert!(
        roles.ban(at(10), ban("late", None, None)).is_some(),
        "others are over"
    );
}

#[test]
fn a_line_of_anything_is_a_record_or_none() {
    for line in [
        &b""[..],
        b"{}",
        br#"{"teacher":"ana"}"#,
        br#"{"teacher":"ana","key":"9c"}"#,
        br#"{"ban":"bob","key":"9c"}"#,
        br#"{"ban":"bob","until":"soon"}"#,
        br#"{"ban":""}"#,
        b"\xff",
    ] {
        assert_eq!(RoleRecord::parse(line), None);
    }
}
