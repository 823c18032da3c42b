//! A log that is found, made, followed, and found wanting.

use super::*;
use crate::address::ClusterName;
use crate::address::ServerName;

struct Tried {
    follow: Follow,
    begin: Moment,
    out: BytesMut,
    stamp: u64,
}

fn tried(position: u64) -> Tried {
    let begin = crate::clock::now();
    let name = ClusterName::parse("a").unwrap();
    let server = ServerName::parse("lab1").unwrap();
    let subjects = Subjects::new(name, server, "me");
    let mut follow = Follow::new(begin, subjects, 1 << 30, position);
    let mut out = BytesMut::new();
    let nodes = Nodes {
        count: 3,
        is_old: true,
    };
    follow.begin(begin, nodes, &mut out);
    Tried {
        follow,
        begin,
        out,
        stamp: 1,
    }
}

impl Tried {
    fn at(&self, ms: u64) -> Moment {
        Moment {
            mono: self.begin.mono + Duration::from_millis(ms),
            wall: ms,
        }
    }

    /// The subjects of what was sent.
    fn check_sent(&mut self, expected: &[&str]) {
        let sent = String::from_utf8(self.out.split().to_vec()).unwrap();
        let lines = sent.lines().filter(|line| {
            let is_word = |word: &str| line.starts_with(word);
            ["PUB", "SUB", "UNSUB"].into_iter().any(is_word)
        });
        let words: Vec<String> = lines
            .map(|line| line.split(' ').take(2).collect::<Vec<_>>().join(" "))
            .collect();
        assert_eq!(words, expected);
    }

    fn answer(&mut self, ms: u64, json: &str) -> Result<(), Fault> {
        let message = message(self.follow.number, None, None, json);
        let (now, number) = (self.at(ms), self.follow.number);
        self.follow.answer(now, number, &message, &mut self.out)
    }

    fn deliver(&mut self, ms: u64, place: (u64, u64)) -> Result<Delivered, Fault> {
        let reply = format!(
            "$JS.ACK.CHAT_a.x.1.{}.{}.{}.0",
            place.0, place.1, self.stamp
        );
        let message = message(self.follow.number, Some(&reply), None, "{}");
        self.follow.deliver(self.at(ms), &message, &mut self.out)
    }

    fn beat(&mut self, ms: u64, last: u64) -> Result<Delivered, Fault> {
        let headers = format!("NATS/1.0 100 Idle Heartbeat\r\nNats-Last-Consumer: {last}\r\n\r\n");
        let message = message(self.follow.number, None, Some(headers), "");
        self.follow.deliver(self.at(ms), &message, &mut self.out)
    }

    fn following(mut self) -> Self {
        self.answer(0, &found("2026-11-30T09:47:31Z", 1, 9))
            .unwrap();
        self.answer(0, "{\"name\":\"x\"}").unwrap();
        assert!(self.follow.is_following());
        self.out.clear();
        self
    }
}

fn message(sid: u64, reply: Option<&str>, headers: Option<String>, payload: &str) -> Message {
    Message {
        subject: "_INBOX".to_owned(),
        sid,
        reply: reply.map(str::to_owned),
        headers: headers.map(Into::into),
        payload: payload.to_owned().into(),
    }
}

fn found(created: &str, first: u64, last: u64) -> String {
    format!(
        "{{\"created\":\"{created}\",\"config\":{{\"num_replicas\":1}},\
         \"state\":{{\"first_seq\":{first},\"last_seq\":{last}}}}}"
    )
}

fn refused(err_code: u64) -> String {
    format!("{{\"error\":{{\"code\":400,\"err_code\":{err_code},\"description\":\"no\"}}}}")
}

#[test]
fn a_log_that_is_not_there_is_made_and_then_read() {
    let mut tried = tried(0);
    tried.check_sent(&["PUB $JS.API.STREAM.INFO.CHAT_a"]);
    tried.answer(0, &refused(stream::NO_STREAM)).unwrap();
    tried.check_sent(&["PUB $JS.API.STREAM.CREATE.CHAT_a"]);
    // The other server's takes its place.
    tried
        .answer(0, &found("2026-11-30T09:47:31Z", 0, 0))
        .unwrap();
    tried
        .answer(100, &found("2026-11-30T09:47:32Z", 0, 0))
        .unwrap();
    tried
        .answer(2099, &found("2026-11-30T09:47:32Z", 0, 0))
        .unwrap();
    tried.check_sent(&[]);
    assert_eq!(tried.follow.found(), None);
    tried
        .answer(2100, &found("2026-11-30T09:47:32Z", 0, 0))
        .unwrap();
    let delivery = format!("SUB _INBOX.me.log.{}", tried.follow.number);
    tried.check_sent(&[&delivery, "PUB $JS.API.CONSUMER.CREATE.CHAT_a"]);
    // A message may overtake the answer.
    assert_eq!(tried.deliver(1, (1, 1)), Ok(Delivered::Entry(1)));
    assert!(tried.follow.is_following());
}

#[test]
fn an_empty_log_of_new_nodes_is_read_at_once() {
    let mut tried = tried(0);
    let nodes = Nodes {
        count: 3,
        is_old: false,
    };
    tried.follow.begin(tried.begin, nodes, &mut tried.out);
    let empty = found("2026-11-30T09:47:31Z", 0, 0);
    tried.answer(0, &empty).unwrap();
    assert!(tried.follow.found().is_some());
}

#[test]
fn three_nodes_are_waited_for_and_then_one_is_enough() {
    let mut tried = tried(0);
    tried.answer(0, &refused(stream::NO_STREAM)).unwrap();
    tried.answer(100, &refused(10005)).unwrap();
    tried.out.clear();
    tried.follow.tick(tried.at(400), &mut tried.out);
    tried.check_sent(&["PUB $JS.API.STREAM.INFO.CHAT_a"]);
    tried.answer(5000, &refused(stream::NO_STREAM)).unwrap();
    for _ in 0..5 {
        tried.check_sent(&["PUB $JS.API.STREAM.CREATE.CHAT_a"]);
        tried.answer(5000, &refused(10005)).unwrap();
    }
    let Stage::Calling { call, .. } = tried.follow.stage else {
        panic!("{:?}", tried.follow.stage);
    };
    let wish = Wish {
        replicas: 1,
        max_bytes: 1 << 30,
    };
    assert_eq!(call, Call::Make(wish));
}

#[test]
fn what_shows_a_gap_has_the_consumer_made_anew_from_where_we_are() {
    for gap in [(9, 3), (8, 3)] {
        let mut tried = tried(6).following();
        assert_eq!(tried.deliver(1, (7, 1)), Ok(Delivered::Entry(7)));
        assert_eq!(tried.deliver(2, gap), Ok(Delivered::Void));
        let gone = "UNSUB 12\r";
        tried.check_sent(&[gone.trim(), "PUB $JS.API.STREAM.INFO.CHAT_a"]);
        tried
            .answer(3, &found("2026-11-30T09:47:31Z", 1, 9))
            .unwrap();
        let sent = String::from_utf8(tried.out.to_vec()).unwrap();
        assert!(sent.contains("\"opt_start_seq\":7,"), "{sent}");
        tried.answer(4, "{\"name\":\"x\"}").unwrap();
        assert_eq!(tried.deliver(5, (7, 1)), Ok(Delivered::Nothing));
        assert_eq!(tried.deliver(6, (8, 2)), Ok(Delivered::Entry(8)));
    }
}

#[test]
fn a_heartbeat_that_counts_more_than_we_have_shows_a_gap() {
    let mut tried = tried(6).following();
    assert_eq!(tried.beat(500, 0), Ok(Delivered::Nothing));
    assert_eq!(tried.deliver(600, (7, 1)), Ok(Delivered::Entry(7)));
    assert_eq!(tried.beat(1000, 1), Ok(Delivered::Nothing));
    assert_eq!(tried.beat(1500, 2), Ok(Delivered::Void));
    assert!(!tried.follow.is_following());
}

#[test]
fn two_heartbeats_that_do_not_come_have_the_consumer_made_anew() {
    let mut tried = tried(6).following();
    tried.follow.tick(tried.at(1199), &mut tried.out);
    assert!(tried.follow.is_following());
    tried.follow.hold(tried.at(1199), true);
    tried.follow.tick(tried.at(9000), &mut tried.out);
    tried.follow.hold(tried.at(9000), false);
    tried.follow.tick(tried.at(10_199), &mut tried.out);
    assert!(tried.follow.is_following());
    tried.follow.tick(tried.at(10_200), &mut tried.out);
    assert!(!tried.follow.is_following());
}

#[test]
fn flow_control_is_answered() {
    let mut tried = tried(6).following();
    let headers = "NATS/1.0 100 FlowControl Request\r\n\r\n".to_owned();
    let sid = tried.follow.number;
    let request = message(sid, Some("$JS.FC.a"), Some(headers), "");
    tried
        .follow
        .deliver(tried.begin, &request, &mut tried.out)
        .unwrap();
    let headers = "NATS/1.0 100 Idle Heartbeat\r\nNats-Consumer-Stalled: $JS.FC.b\r\n\r\n";
    let stalled = message(sid, None, Some(headers.to_owned()), "");
    tried
        .follow
        .deliver(tried.begin, &stalled, &mut tried.out)
        .unwrap();
    tried.check_sent(&["PUB $JS.FC.a", "PUB $JS.FC.b"]);
}

#[test]
fn another_log_a_hole_and_a_missing_end_are_told() {
    let mut other = tried(6).following();
    other.follow.restart(other.begin, "try", &mut other.out);
    let told = other.answer(0, &found("2026-11-30T09:47:32Z", 1, 9));
    assert!(matches!(told, Err(Fault::OtherLog { .. })), "{told:?}");

    let mut hole = tried(6).following();
    assert_eq!(
        hole.deliver(0, (8, 1)),
        Err(Fault::Hole { wanted: 7, is: 8 })
    );
    let mut first = tried(6);
    let told = first.answer(0, &found("2026-11-30T09:47:31Z", 8, 9));
    assert_eq!(told, Err(Fault::Hole { wanted: 7, is: 8 }));

    // Whoever comes with a checkpoint may find a node that has only just come back.
    let mut short = tried(6);
    short
        .answer(0, &found("2026-11-30T09:47:31Z", 1, 5))
        .unwrap();
    short.follow.tick(short.at(10_000), &mut short.out);
    let told = short.answer(10_000, &found("2026-11-30T09:47:31Z", 1, 5));
    let is_short = |told: &Result<(), Fault>, end: (u64, u64)| matches!(told, Err(Fault::Shorter { last, read, .. }) if (*last, *read) == end);
    assert!(is_short(&told, (5, 6)), "{told:?}");
    let mut later = tried(9).following();
    later.follow.restart(later.begin, "try", &mut later.out);
    later
        .answer(0, &found("2026-11-30T09:47:31Z", 1, 5))
        .unwrap();
    later.follow.tick(later.at(10_000), &mut later.out);
    let told = later.answer(10_000, &found("2026-11-30T09:47:31Z", 1, 5));
    assert!(is_short(&told, (5, 9)), "{told:?}");
}

#[test]
fn what_comes_under_an_old_number_is_void() {
    let mut tried = tried(6).following();
    let old = tried.follow.number;
    tried.follow.restart(tried.begin, "try", &mut tried.out);
    let reply = "$JS.ACK.CHAT_a.x.1.7.1.1.0";
    let late = message(old, Some(reply), None, "{}");
    let heard = tried.follow.deliver(tried.begin, &late, &mut tried.out);
    assert_eq!(heard, Ok(Delivered::Void));
    let late = message(0, None, None, &found("2001-01-01T00:00:00Z", 1, 9));
    tried
        .follow
        .answer(tried.begin, old, &late, &mut tried.out)
        .unwrap();
    assert!(tried.follow.found().unwrap().id.contains("2026"));
}

#[test]
fn a_log_that_is_gone_is_not_made_again_by_who_has_read_it() {
    let mut tried = tried(6).following();
    tried.follow.restart(tried.begin, "try", &mut tried.out);
    tried.out.clear();
    tried.answer(0, &refused(stream::NO_STREAM)).unwrap();
    tried.check_sent(&[]);
    assert_eq!(
        tried.follow.why(),
        Some("the log CHAT_a is not there any more")
    );
}

#[test]
fn a_log_whose_end_was_lost_and_written_anew_is_told() {
    let mut tried = tried(6).following();
    tried.deliver(1, (7, 1)).unwrap();
    tried.follow.restart(tried.begin, "try", &mut tried.out);
    tried
        .answer(0, &found("2026-11-30T09:47:31Z", 1, 9))
        .unwrap();
    tried.answer(0, "{\"name\":\"x\"}").unwrap();
    tried.stamp = 2;
    assert_eq!(tried.deliver(5, (7, 1)), Err(Fault::Changed(7)));
}
