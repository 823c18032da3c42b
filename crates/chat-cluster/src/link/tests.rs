//! One connection, from coming in to its end.

use super::*;

struct Tried {
    link: Link,
    begin: Moment,
}

fn tried() -> Tried {
    let begin = crate::clock::now();
    let mut link = Link::new(begin, None, "chat a lab1".to_owned());
    let address = Address::parse("nats://ana:secret@lab").unwrap();
    link.open(begin, &address, &Info::default());
    Tried { link, begin }
}

impl Tried {
    fn at(&self, ms: u64) -> Moment {
        Moment {
            mono: self.begin.mono + Duration::from_millis(ms),
            wall: ms,
        }
    }

    fn hear(&mut self, ms: u64, said: &str) -> Result<Option<Told>, Fault> {
        self.link.feed(self.at(ms), said.as_bytes());
        self.link.poll()
    }

    fn sent(&mut self) -> String {
        let sent = self.link.out().split();
        String::from_utf8(sent.to_vec()).unwrap()
    }
}

#[test]
fn who_comes_in_says_who_it_is_and_is_up_when_it_is_answered() {
    let mut tried = tried();
    let sent = tried.sent();
    assert!(sent.starts_with("CONNECT {\"verbose\":false,"), "{sent}");
    assert!(
        sent.contains("\"user\":\"ana\",\"pass\":\"secret\""),
        "{sent}"
    );
    assert!(sent.ends_with("}\r\nPING\r\n"), "{sent}");
    assert!(!tried.link.is_up() && !tried.link.has_room());
    assert_eq!(tried.hear(1, "+OK\r\n"), Ok(None));
    assert_eq!(tried.hear(1, "PONG\r\n"), Ok(Some(Told::Up)));
    assert!(tried.link.is_up() && tried.link.has_room());
    assert_eq!(tried.hear(1, "PONG\r\nPING\r\n"), Ok(None));
    assert_eq!(tried.sent(), "PONG\r\n");
}

#[test]
fn who_is_not_let_in_hears_why_and_later_complaints_end_nothing() {
    let mut refused = tried();
    let why = refused.hear(1, "-ERR 'Authorization Violation'\r\n");
    assert_eq!(
        why,
        Err(Fault::Refused("Authorization Violation".to_owned()))
    );
    let mut later = tried();
    later.hear(1, "PONG\r\n").unwrap();
    let why = later.hear(1, "-ERR 'Permissions Violation'\r\n");
    assert_eq!(
        why,
        Ok(Some(Told::Complaint("Permissions Violation".to_owned())))
    );
}

#[test]
fn a_sign_of_life_is_asked_for_and_its_lack_is_the_end() {
    let mut tried = tried();
    tried.hear(0, "PONG\r\n").unwrap();
    tried.sent();
    assert_eq!(tried.link.timeout(), Some(tried.at(1000).mono));
    tried.link.tick(tried.at(1000)).unwrap();
    assert_eq!(tried.sent(), "PING\r\n");
    tried.link.tick(tried.at(1999)).unwrap();
    assert_eq!(tried.sent(), "");
    assert!(tried.link.tick(tried.at(2000)).is_err());
    tried.hear(2000, "PONG\r\n").unwrap();
    tried.link.hold(tried.at(2000), true);
    assert!(tried.link.tick(tried.at(9000)).is_ok());
    tried.link.hold(tried.at(9000), false);
    assert!(tried.link.tick(tried.at(10_999)).is_ok());
    assert!(tried.link.tick(tried.at(11_000)).is_err());
}

#[test]
fn a_node_that_is_about_to_stop_is_left() {
    let mut tried = tried();
    tried.hear(0, "PONG\r\n").unwrap();
    assert_eq!(tried.hear(0, "INFO {\"version\":\"2.12.1\"}\r\n"), Ok(None));
    assert!(tried.hear(0, "INFO {\"ldm\":true}\r\n").is_err());
}

#[test]
fn an_old_engine_is_warned_of_and_a_new_one_is_not() {
    for (version, is_old) in [
        ("2.9.10", true),
        ("2.12.0", false),
        ("3.0.0-beta", false),
        ("", false),
    ] {
        let version = version.to_owned();
        let info = Info {
            version,
            ..Info::default()
        };
        assert_eq!(info.warning().is_some(), is_old, "{info:?}");
    }
}
