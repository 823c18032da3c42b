//! Entries, written and read.

use proptest::prelude::*;

use super::*;

fn lab1() -> ServerName {
    ServerName::parse("lab1").unwrap()
}

fn check(json: &str, expected: &str) {
    let shown = match Entry::read(json.as_bytes(), Some(&lab1())) {
        Ok(entry) => entry.write(),
        Err(why) => why.to_string(),
    };
    assert_eq!(shown, expected);
}

#[test]
fn each_kind_of_entry_is_written_as_it_is_read() {
    for json in [
        r#"{"v":1,"server":"lab1","at":5,"nonce":"0a","after":0,"hello":{"people":[ ]}}"#,
        r#"{"v":1,"server":"lab1","at":5,"life":7,"n":1,"deeds":[{"b":1,"a":1.0},{}]}"#,
        r#"{"v":1,"server":"lab1","at":5,"life":7,"n":2,"dead":{"server":"lab2","life":5}}"#,
    ] {
        check(json, json);
    }
}

#[test]
fn what_cannot_be_read_says_why() {
    let newer =
        "version 2 of an entry: a newer server wrote it, and this one should be renewed too";
    check(r#"{"v":2}"#, newer);
    check(r#"{"v":2,"server":7,"at":"now"}"#, newer);
    let shape = "it is neither a hello nor deeds nor a death";
    check(r#"{"v":1,"server":"lab1","at":5}"#, shape);
    check(
        r#"{"v":1,"server":"lab1","at":5,"life":7,"n":1,"deeds":[7]}"#,
        shape,
    );
    check(
        r#"{"v":1,"server":"lab1","at":5,"life":7,"deeds":[{}]}"#,
        shape,
    );
    check(
        r#"{"v":1,"server":"lab1","at":5,"nonce":"0a","after":0,"hello":[]}"#,
        shape,
    );
    let both = r#"{"v":1,"server":"lab1","at":5,"life":7,"n":1,"deeds":[],"dead":{"server":"a","life":1}}"#;
    check(both, shape);
    let borrowed = "an entry of lab2 under another server's subject";
    check(
        r#"{"v":1,"server":"lab2","at":5,"life":7,"n":1,"deeds":[]}"#,
        borrowed,
    );
    check("hello", "expected value at line 1 column 1");
}

proptest! {
    #[test]
    fn no_bytes_are_a_reason_to_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        prop_assert!(Entry::read(&bytes, Some(&lab1())).is_err());
    }

    #[test]
    fn what_is_an_object_is_kept_to_the_byte(text in "[ -~\u{e0}-\u{ff}]{0,40}") {
        let json = serde_json::json!({ "text": text }).to_string();
        let turn = Turn::Deeds(vec![object(json.clone()).unwrap()]);
        let entry = Entry { server: lab1(), at: 1, said: Said::Turn { life: 1, n: 1, turn } };
        let again = Entry::read(entry.write().as_bytes(), Some(&lab1())).unwrap();
        let Said::Turn { turn: Turn::Deeds(deeds), .. } = again.said else {
            return Err(TestCaseError::fail("no deeds"));
        };
        prop_assert_eq!(deeds[0].get(), json);
    }
}

#[test]
fn only_an_object_is_a_deed() {
    for good in ["{}", r#" {"a":[{}]} "#] {
        assert!(object(good.to_owned()).is_some(), "{good}");
    }
    for bad in ["", "7", "[]", "\"{}\"", "{", "{}{}", "{a:1}"] {
        assert!(object(bad.to_owned()).is_none(), "{bad}");
    }
}
