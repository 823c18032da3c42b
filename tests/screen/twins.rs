//! One key on two machines under one name: the later comes in and the earlier goes, once and
//! for good. Two that replaced each other for ever would be worse than either.

use chat_tests::peer::Peer;
use chat_tests::wire::Via;
use tempfile::TempDir;

use crate::house;
use crate::house::client;
use crate::house::joined;

#[test]
fn of_two_that_are_one_person_the_earlier_goes_and_does_not_come_back() {
    let (home, server) = (TempDir::new().unwrap(), house::server());
    let key = home.path().join("key");
    let ana = || joined(client(&server, "ana").env("CHAT_KEY", key.to_str().unwrap()));
    let mut witness = Peer::join(&server, Via::Tcp, "witness");
    let mut first = ana();
    witness.hears("her coming", |f| f.tells("join", "ana"));
    let second = ana();
    // A client whose connection is lost stays and calls again; this one ends.
    assert!(!first.ends().success());
    second.says("it is me");
    let seen = witness.hears_all("her", |f| f.says("it is me"));
    assert_eq!(seen.len(), 1, "nobody came, nobody left: {seen:?}");
    assert_eq!(seen[0].name(), "ana");
}
