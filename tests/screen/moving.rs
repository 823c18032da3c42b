//! Several servers share a conversation: a client whose server dies goes on at the next.

use std::time::Duration;

use chat_tests::clock;
use chat_tests::terminal::Launch;
use serde_json::json;

use crate::house::CLIENT;
use crate::scripted::SESSION;
use crate::scripted::Scripted;

fn ana(address: &str) -> Launch {
    Launch::new(CLIENT, &["--tcp", address, "--name", "ana"])
}

#[track_caller]
fn goes_on_at_the_next(launch: impl FnOnce(&str) -> Launch, is_screen: bool) {
    let (first, second) = (Scripted::new(), Scripted::new());
    let (old, new) = (first.address(), second.address());
    let ana = launch(&old).start();
    let mut first = first.accept();
    let join = first.hears("join");
    assert!(join.get("since").is_none() && join.get("session").is_none());
    first.welcomes("lab1", std::slice::from_ref(&new), 0);
    first.says(&json!({"name": "bob", "room": "lobby", "seq": 1, "text": "before it"}));
    ana.shows("before it");
    ana.says("under way");
    assert_eq!(first.hears("msg")["text"], "under way");
    first.dies();
    let died = clock::now();
    ana.says("typed meanwhile");
    let mut second = second.accept();
    let took = clock::now().duration_since(died);
    assert!(took < Duration::from_secs(2), "it took {took:?}");

    let join = second.hears("join");
    assert_eq!(join["session"], SESSION);
    assert_eq!((&join["since"], &join["log"]), (&json!(1), &json!("3f")));
    second.welcomes("lab2", &[old], 1);
    ana.shows(&format!("ana: now on lab2 ({new})"));
    let again = second.hears("msg");
    assert_eq!(
        (&again["text"], &again["again"]),
        (&json!("under way"), &json!(true))
    );
    second.confirms(&again, 2);
    let typed = second.hears("msg");
    assert_eq!(typed["text"], "typed meanwhile");
    second.confirms(&typed, 3);
    ana.says("after it");
    let after = second.hears("msg");
    assert_eq!(after["text"], "after it");
    second.confirms(&after, 4);
    for text in ["under way", "typed meanwhile", "after it"] {
        assert_eq!(second.times(text), 1, "{text}: {:#?}", second.all);
    }
    if is_screen {
        ana.shows_row("where one is, in the status row", |row| {
            row.contains(&format!("lab2  tcp {new}"))
        });
    }
}

#[test]
fn whoever_loses_a_server_goes_on_at_the_next_and_says_what_waits_once() {
    goes_on_at_the_next(|address| ana(address).size(110, 24), true);
}

#[test]
fn the_same_without_a_screen() {
    goes_on_at_the_next(|address| ana(address).arg("--lines"), false);
}

#[test]
fn one_that_says_nothing_and_one_that_is_no_server_are_passed_over() {
    let (first, silent, third) = (Scripted::new(), Scripted::new(), Scripted::new());
    let others = [
        "not an address".to_owned(),
        "no:port:here".to_owned(),
        // It takes every connection, as the system does for whoever is stopped.
        silent.address(),
        third.address(),
    ];
    let ana = ana(&first.address()).start();
    let mut first = first.accept();
    first.hears("join");
    first.welcomes("lab1", &others, 0);
    ana.shows("you are in");
    first.dies();
    let died = clock::now();
    let mut third = third.accept();
    let took = clock::now().duration_since(died);
    assert!(took < Duration::from_secs(5), "it took {took:?}");
    assert_eq!(third.hears("join")["session"], SESSION);
    third.welcomes("lab3", &[], 0);
    ana.shows("ana: now on lab3");
}
