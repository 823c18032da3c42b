//! Answers, true and forged, and the list that comes of them.

use chat_proto::discovery::Title;
use chat_proto::frame::server::RunId;
use chat_proto::hex::Hex;
use chat_proto::stamp::Stamp;

use super::*;
use crate::speech;
use crate::speech::Language;

const NONCE: &str = "4b1e0c77a2d95f36";

fn here(title: &str, run: u64) -> Here {
    Here {
        nonce: NONCE.to_owned(),
        title: Title::of(title),
        people: 28,
        tcp: Some(1234),
        udp: Some(1234),
        tls: None,
        asks_password: false,
        run: Some(RunId(run)),
    }
}

fn hear(servers: &mut Servers, from: &str, here: &Here) -> bool {
    let bytes = json::write_here(here, Stamp::from_unix_ms(0), 2048).unwrap();
    servers.hear(from.parse().unwrap(), &bytes)
}

fn list() -> Servers {
    let own = ["192.168.1.7", "172.17.0.1", "fe80::7"].map(|ip| ip.parse().unwrap());
    Servers::new(NONCE.to_owned(), own.into(), Vec::new())
}

#[track_caller]
fn check(servers: &Servers, expected: &[&str]) {
    assert_eq!(servers.lines(speech::of(Language::English)), expected);
}

#[test]
fn each_server_is_one_line_that_says_what_to_type() {
    let mut list = list();
    let locked = Here {
        asks_password: true,
        people: 1,
        ..here("sala 2", 2)
    };
    let udp = Here {
        tcp: None,
        udp: Some(4000),
        ..here("", 3)
    };
    hear(&mut list, "192.168.1.9:1234", &locked);
    hear(&mut list, "192.168.1.8:1234", &here("redes A", 1));
    hear(&mut list, "[fd00::9]:1234", &udp);
    check(
        &list,
        &[
            "[fd00::9]:4000  (no title)  28 people  --udp",
            "192.168.1.8:1234  redes A  28 people",
            "192.168.1.9:1234  sala 2  1 person  password",
        ],
    );
}

#[test]
fn a_server_that_answers_at_several_addresses_is_one() {
    let mut list = list();
    for from in [
        "127.0.0.1:1234",
        "[::1]:1234",
        "[fe80::7%2]:1234",
        "192.168.1.7:1234",
        "172.17.0.1:1234",
    ] {
        assert!(hear(&mut list, from, &here("mine", 1)), "{from}");
    }
    assert!(hear(&mut list, "192.168.1.8:1234", &here("theirs", 2)));
    assert!(hear(&mut list, "[fe80::8%2]:1234", &here("theirs", 2)));
    assert!(hear(&mut list, "[fd00::8]:1234", &here("theirs", 2)));
    // The third question brings the same once more.
    assert!(!hear(&mut list, "192.168.1.8:1234", &here("theirs", 2)));
    check(
        &list,
        &[
            "172.17.0.1:1234  mine  28 people",
            "192.168.1.8:1234  theirs  28 people",
        ],
    );
}

#[test]
fn whoever_pretends_to_be_another_hides_nobody_and_is_marked() {
    let mut list = list();
    hear(&mut list, "192.168.1.66:1234", &here("redes A", 1));
    hear(&mut list, "192.168.1.8:1234", &here("redes A", 1));
    // The same to the eye.
    hear(&mut list, "192.168.1.67:1234", &here("redеs A", 9));
    let told = list.lines(speech::of(Language::English));
    assert_eq!(told.len(), 3, "{told:?}");
    let marked = told
        .iter()
        .filter(|line| line.ends_with("looks like another title"));
    assert_eq!(marked.count(), 3, "{told:?}");
}

#[test]
fn whoever_was_spoken_with_in_secret_comes_first() {
    let mut list = list();
    let known = Here {
        tls: Some(Hex([7; 8])),
        ..here("z", 2)
    };
    hear(&mut list, "192.168.1.8:1234", &here("a", 1));
    hear(&mut list, "192.168.1.9:4000", &known);
    let listed = list.listed(speech::of(Language::English), |print| *print == [7; 8]);
    assert_eq!(
        (listed[0].host.as_str(), listed[0].port),
        ("192.168.1.9", 1234)
    );
    assert!(listed[0].line.ends_with("known"), "{listed:?}");
    assert!(!listed[1].line.contains("known"), "{listed:?}");
}

#[test]
fn what_is_no_answer_to_the_question_is_not_believed() {
    let mut list = list();
    let stale = Here {
        nonce: "0000000000000000".to_owned(),
        ..here("x", 1)
    };
    let nowhere = Here {
        tcp: None,
        udp: None,
        ..here("x", 1)
    };
    assert!(!hear(&mut list, "192.168.1.8:1234", &stale));
    assert!(!hear(&mut list, "192.168.1.8:1234", &nowhere));
    assert!(!hear(&mut list, "8.8.8.8:1234", &here("far", 1)));
    assert!(!list.hear("192.168.1.8:1".parse().unwrap(), b"{\"type\":\"here\"}"));
    let asked = vec!["8.8.8.8:1234".parse().unwrap()];
    let mut far = Servers::new(NONCE.to_owned(), Vec::new(), asked);
    assert!(hear(&mut far, "8.8.8.8:1234", &here("far", 1)));
    assert!(!hear(&mut far, "8.8.8.8:1235", &here("far", 1)));
}

#[test]
fn a_thousand_forged_answers_fill_a_short_clean_list() {
    let mut list = list();
    for port in 1..1000 {
        let from = format!("10.9.9.9:{port}");
        hear(&mut list, &from, &here("many", port));
    }
    let of_one = list.lines(speech::of(Language::English));
    assert_eq!(of_one.len(), EACH, "ports of one address");
    for n in 0..1000_u64 {
        let from = format!("10.0.{}.{}:1", n / 256, n % 256);
        let title = format!("a\u{1b}[2J\r\n{n}{}", "x".repeat(99));
        hear(&mut list, &from, &here(&title, n));
    }
    let told = list.lines(speech::of(Language::Portuguese));
    assert_eq!(told.len(), MOST);
    for line in &told {
        assert!(
            line.len() < 200 && !line.chars().any(char::is_control),
            "{line:?}"
        );
    }
}

/// Somebody hears the question, as everybody does, and answers first: from eight addresses,
/// from eight ports of each.
#[test]
fn whoever_fills_the_list_first_does_not_keep_the_true_server_out_of_it() {
    let mut list = list();
    for n in 0..1000_u64 {
        let stale = Here {
            nonce: format!("{n:016x}"),
            ..here("\u{1b}[2Jstale", n)
        };
        assert!(!hear(&mut list, &format!("10.1.1.{}:1", n % 250), &stale));
    }
    for host in 1..=8 {
        for port in 1..=1000 {
            let from = format!("10.9.9.{host}:{port}");
            hear(&mut list, &from, &here("\u{1b}[2Jredes A", port));
        }
    }
    assert_eq!(list.lines(speech::of(Language::English)).len(), MOST);
    assert!(hear(&mut list, "192.168.1.8:1234", &here("redes A", 1)));
    let told = list.lines(speech::of(Language::English));
    assert_eq!(told.len(), MOST);
    let is_true = |line: &&String| line.starts_with("192.168.1.8:1234  redes A  28 people");
    assert_eq!(told.iter().filter(is_true).count(), 1, "{told:?}");
    assert!(
        !told
            .iter()
            .any(|line| line.contains("stale") || line.contains('\u{1b}'))
    );
    // Nobody of theirs comes in again for that: each of their addresses has entries.
    assert!(!hear(&mut list, "10.9.9.1:2000", &here("redes A", 1)));
}
