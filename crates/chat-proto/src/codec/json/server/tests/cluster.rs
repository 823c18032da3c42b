//! Several servers that share one conversation are told of as the contract says, and read
//! back so.

use super::*;
use crate::frame::cluster::Cluster;
use crate::frame::house::Whois;
use crate::frame::incoming::Happening;
use crate::frame::incoming::Kind;
use crate::plain::tell;

fn name(word: &str) -> Name {
    Name::parse(word).unwrap()
}

/// What a client reads, and the line of a plain peer.
fn heard(body: Body) -> (Kind, String) {
    let at = Stamp::from_unix_ms(60_000);
    let frame = ServerFrame { at, body };
    let mut line = Vec::new();
    write_server(&frame, &mut line);
    let mut plain = String::new();
    tell::frame(&frame, 0, &mut plain);
    (read_server(&line).unwrap().kind, plain)
}

fn welcome(cluster: Cluster) -> Body {
    Body::Welcome(Welcome {
        you: ana(),
        room: RoomName::lobby(),
        run: RunId(10),
        log: LogId::new("3f"),
        seq: 3,
        session: None,
        replay: 0,
        missed: 0,
        people: 1,
        rate_limit: Limit(None),
        given: Given::Not,
        proof: None,
        known: false,
        also: Vec::new(),
        holds: Holds::default(),
        cluster,
        id: None,
    })
}

#[test]
fn a_welcome_tells_of_the_other_servers_and_a_plain_peer_sees_nothing_of_it() {
    let others = ["lab2:1234", "[fd00::3]:1234"].map(str::to_owned);
    let cluster = Cluster::bounded(Some("lab1".to_owned()), others);
    check(
        welcome(cluster.clone()),
        r#"{"type":"welcome","name":"server","room":"lobby","seq":3,"you":"ana","run":"000000000000000a","log":"3f","rate_limit":"off","server":"lab1","others":["lab2:1234","[fd00::3]:1234"],"text":"you are ana in lobby, alone so far"}"#,
    );
    let (kind, plain) = heard(welcome(cluster.clone()));
    let Kind::Welcome { cluster: read, .. } = kind else {
        panic!("no welcome")
    };
    assert_eq!(*read, cluster);
    assert_eq!(plain, heard(welcome(Cluster::default())).1);
}

#[test]
fn a_list_of_people_says_who_is_on_another_server() {
    let who = |servers| Body::Who {
        room: RoomName::lobby(),
        names: vec![ana(), name("bob"), name("eva")],
        roll: Roll {
            servers,
            ..Roll::default()
        },
        more: false,
        id: None,
    };
    let servers = vec![("lab2".to_owned(), vec![name("bob"), name("eva")])];
    check(
        who(servers.clone()),
        r#"{"type":"who","name":"server","room":"lobby","names":["ana","bob","eva"],"servers":{"lab2":["bob","eva"]},"text":"in lobby: ana, bob (lab2), eva (lab2)"}"#,
    );
    let (kind, plain) = heard(who(servers));
    let Kind::Who { roll, .. } = kind else {
        panic!("no list")
    };
    let expected = ["bob", "eva"].map(str::to_owned).to_vec();
    assert_eq!(roll.servers, [("lab2".to_owned(), expected)]);
    assert_eq!(plain, "* in lobby: ana, bob (lab2), eva (lab2)\n");
    assert_eq!(heard(who(Vec::new())).1, "* in lobby: ana, bob, eva\n");
}

#[test]
fn somebody_is_said_to_be_on_another_server() {
    let whois = |server| {
        Body::Whois(Box::new(Whois {
            name: name("bob"),
            transport: "tcp",
            server,
            address: None,
            since: Stamp::from_unix_ms(60_000),
            rooms: vec![RoomName::lobby()],
            took: None,
            framed: true,
            known: false,
            away: false,
            teacher: false,
            id: None,
        }))
    };
    let (kind, plain) = heard(whois(Some("lab2".to_owned())));
    let Kind::Whois(read) = kind else {
        panic!("nobody")
    };
    assert_eq!(read.server.as_deref(), Some("lab2"));
    let since = "in lobby, since 1970-01-01T00:01:00.000Z";
    assert_eq!(plain, format!("* bob is here over tcp on lab2, {since}\n"));
    let (kind, plain) = heard(whois(None));
    assert!(matches!(kind, Kind::Whois(read) if read.server.is_none()));
    assert_eq!(plain, format!("* bob is here over tcp, {since}\n"));
}

#[test]
fn a_server_that_is_cut_off_and_is_back_tells_every_room() {
    let notice = |event| Body::Notice {
        room: Some(RoomName::lobby()),
        event,
    };
    check(
        notice(Event::Apart),
        r#"{"type":"notice","name":"server","room":"lobby","event":"apart","text":"cut off from the other servers: what you say waits here until they are back"}"#,
    );
    check(
        notice(Event::Together),
        r#"{"type":"notice","name":"server","room":"lobby","event":"together","text":"the other servers are back: what waited is said now"}"#,
    );
    for (event, expected) in [(Event::Apart, true), (Event::Together, false)] {
        let Kind::Notice { happening, .. } = heard(notice(event)).0 else {
            panic!("no notice")
        };
        assert_eq!(happening, Happening::Apart(expected));
    }
    check(
        Body::Refused {
            refusal: Refusal::Apart {
                wait: Duration::from_secs(1),
            },
            id: Id::from_token("9"),
        },
        r#"{"type":"error","name":"server","code":"rate_limited","wait_ms":1000,"id":9,"text":"cut off from the other servers, and enough waits already: say it again later"}"#,
    );
    check(
        Body::Refused {
            refusal: Refusal::Unreached("bob".to_owned()),
            id: None,
        },
        r#"{"type":"error","name":"server","code":"no_such_name","text":"`bob` is on another server that does not answer now: try again in a moment"}"#,
    );
}
