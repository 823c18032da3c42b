//! Codes and words of refusals.

use super::*;

#[test]
fn every_code_reads_back() {
    for code in Code::ALL {
        assert_eq!(Code::parse(code.as_str()), Some(code));
    }
    assert_eq!(Code::parse("nonsense"), None);
}

#[test]
fn only_two_codes_close() {
    let closing: Vec<_> = Code::ALL.into_iter().filter(|c| c.closes()).collect();
    assert_eq!(closing, [Code::ServerFull, Code::WrongPassword]);
}

#[test]
fn a_shut_door_closes_and_what_is_not_allowed_does_not() {
    let room = || "lab".to_owned();
    let locked = |closes| Refusal::Locked {
        room: room(),
        closes,
    };
    assert!(locked(true).closes() && Refusal::Banned { until: None }.closes());
    assert!(!locked(false).closes(), "whoever is elsewhere stays there");
    assert!(Refusal::ServerFull(1).closes());
    assert!(Refusal::WrongPassword { given: true }.closes());
    for refusal in [Refusal::NotAllowed(room()), Refusal::NotJoined] {
        assert!(!refusal.closes());
    }
}

#[test]
fn a_person_is_told_what_to_type() {
    let room = Refusal::NoSuchRoom("lab".to_owned()).to_string();
    assert_eq!(room, "there is no room `lab`: /join lab makes it");
    let name = Refusal::NoSuchName("zed".to_owned()).to_string();
    assert!(
        name.ends_with(": /who lists the people of a room"),
        "{name}"
    );
}

#[test]
fn a_refusal_says_how_long_to_wait() {
    let refusal = Refusal::RateLimited {
        wait: Duration::from_millis(340),
        others: 3,
    };
    assert_eq!(
        refusal.to_string(),
        "too fast: wait 0.3 s (3 more were refused)"
    );
}

#[test]
fn a_server_that_is_cut_off_refuses_for_a_while() {
    let wait = Duration::from_secs(1);
    let apart = Refusal::Apart { wait };
    assert_eq!(
        (apart.code(), apart.wait()),
        (Code::RateLimited, Some(wait))
    );
    assert!(apart.is_for_a_while() && !apart.closes());
    assert_eq!(
        apart.to_string(),
        "cut off from the other servers, and enough waits already: say it again later"
    );
    let unreached = Refusal::Unreached("bob".to_owned());
    assert_eq!(
        (unreached.code(), unreached.wait()),
        (Code::NoSuchName, None)
    );
    assert!(!unreached.is_for_a_while() && !unreached.closes());
    assert_eq!(
        unreached.to_string(),
        "`bob` is on another server that does not answer now: try again in a moment"
    );
}
