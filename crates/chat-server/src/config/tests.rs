//! Which addresses are bound.

use super::*;

#[track_caller]
fn check(asked: &[&str], expected: &[&str]) {
    let read = |words: &[&str]| -> Vec<IpAddr> {
        words.iter().map(|word| word.parse().unwrap()).collect()
    };
    let sockets = Sockets {
        bind: read(asked),
        ..Sockets::default()
    };
    assert_eq!(sockets.addresses(), read(expected), "{asked:?}");
}

#[test]
fn an_address_is_bound_once_however_often_it_is_asked_for() {
    check(&["127.0.0.1", "127.0.0.1"], &["127.0.0.1"]);
    check(&["127.0.0.1", "::ffff:127.0.0.1"], &["127.0.0.1"]);
    check(&["127.0.0.1", "0.0.0.0", "::1"], &["0.0.0.0", "::1"]);
    check(&["::", "::1", "10.0.0.1"], &["::", "10.0.0.1"]);
    check(&[], &[]);
}
