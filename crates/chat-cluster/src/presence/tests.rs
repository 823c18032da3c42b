//! Who is heard, and who is given up.

use super::*;
use crate::entry::Entry;
use crate::entry::Said;
use crate::entry::object;

struct Tried {
    presence: Presence,
    begin: Moment,
    lives: Lives,
}

fn name(written: &str) -> ServerName {
    ServerName::parse(written).unwrap()
}

/// lab1 has life 1, lab2 life 2.
fn tried() -> Tried {
    let mut lives = Lives::default();
    for (position, server) in [(1, "lab1"), (2, "lab2")] {
        let said = Said::Hello {
            nonce: String::new(),
            after: 0,
            hello: object("{}".to_owned()).unwrap(),
        };
        let (server, at) = (name(server), 0);
        lives.read(position, Entry { server, at, said }).unwrap();
    }
    Tried {
        presence: Presence::default(),
        begin: crate::clock::now(),
        lives,
    }
}

impl Tried {
    fn at(&self, ms: u64) -> Moment {
        Moment {
            mono: self.begin.mono + Duration::from_millis(ms),
            wall: ms,
        }
    }

    fn beat(&mut self, ms: u64, server: &str, life: Option<u64>, people: usize) {
        let beat = Beat {
            sums: Vec::new(),
            server: name(server),
            life,
            position: ms,
            people,
            addresses: Vec::new(),
            nonce: None,
        };
        self.presence.hear(self.at(ms), beat);
    }

    fn check_list(&mut self, ms: u64, expected: Option<&[&str]>) {
        let list = self.presence.poll(self.at(ms));
        let names = list.map(|list| {
            let names = list.into_iter().map(|seen| seen.name.to_string());
            names.collect::<Vec<_>>()
        });
        let expected = expected.map(|names| names.iter().map(|&name| name.to_owned()).collect());
        assert_eq!(names, expected, "at {ms}");
    }

    fn check_graves(&mut self, ms: u64, together_ms: u64, expected: &[&str]) {
        let together = Some(Duration::from_millis(together_ms));
        self.presence.poll(self.at(ms));
        let graves = self.presence.graves(&name("lab1"), &self.lives, together);
        let names: Vec<&str> = graves.iter().map(|grave| grave.server.as_str()).collect();
        assert_eq!(names, expected, "at {ms}");
    }
}

#[test]
fn the_list_is_news_when_somebody_came_changed_or_fell_silent() {
    let mut tried = tried();
    tried.check_list(0, None);
    tried.beat(0, "lab2", Some(2), 3);
    tried.check_list(0, Some(&["lab2"]));
    tried.beat(1000, "lab2", Some(2), 3);
    tried.check_list(1000, None);
    tried.beat(2000, "lab2", Some(2), 4);
    tried.check_list(2000, Some(&["lab2"]));
    tried.check_list(6999, None);
    tried.check_list(7000, Some(&[]));
}

#[test]
fn a_life_is_over_when_its_beat_was_not_heard_while_we_were_together() {
    let mut tried = tried();
    tried.beat(0, "lab2", Some(2), 0);
    tried.check_graves(4999, 60_000, &[]);
    tried.check_graves(5000, 4999, &[]);
    tried.check_graves(5000, 5000, &["lab2"]);
    assert!(
        tried
            .presence
            .graves(&name("lab1"), &tried.lives, None)
            .is_empty()
    );
}

#[test]
fn the_beat_of_another_life_is_no_sign_of_this_one() {
    let mut tried = tried();
    tried.beat(0, "lab2", None, 0);
    tried.check_graves(0, 60_000, &["lab2"]);
    tried.beat(0, "lab2", Some(7), 0);
    tried.check_graves(0, 60_000, &["lab2"]);
}

#[test]
fn a_life_that_has_just_begun_is_given_time_to_beat() {
    let mut tried = tried();
    tried.presence.greet(tried.begin, name("lab2"), 2);
    tried.check_graves(4999, 60_000, &[]);
    tried.check_graves(5000, 60_000, &["lab2"]);
}
