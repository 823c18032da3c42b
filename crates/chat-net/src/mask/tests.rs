//! What is masked, however it is cut.

use proptest::prelude::*;

use super::*;

fn stream(level: Level, text: &str) -> String {
    let masked = Masker::of_stream(level).mask(text.as_bytes());
    String::from_utf8(masked).unwrap()
}

#[track_caller]
fn check(text: &str, expected: &str) {
    assert_eq!(stream(Level::Secrets, text), expected);
}

#[test]
fn secrets_of_json_are_masked_and_nothing_else() {
    check(
        r#"{"type":"join","name":"ana","password":"segredo é","room":"lab"}"#,
        r#"{"type":"join","name":"ana","password":"**********","room":"lab"}"#,
    );
    check(
        r#"{"proof" : "ab\"cd","n":1,"cookie":"77","link":"b7f3"}"#,
        r#"{"proof" : "******","n":1,"cookie":"**","link":"****"}"#,
    );
    check(
        r#"{"type":"challenge","for":["name","password"],"salt":"00"}"#,
        r#"{"type":"challenge","for":["name","password"],"salt":"00"}"#,
    );
    check(
        r#"{"text":"the password is nobody's","key":"ab"}"#,
        r#"{"text":"the password is nobody's","key":"ab"}"#,
    );
    check(
        r#"{"type":"order","do":"claim","words":"a b c"}"#,
        r#"{"type":"order","do":"claim","words":"*****"}"#,
    );
    check(
        r#"{"type":"msg","text":"/claim a b c"}"#,
        r#"{"type":"msg","text":"/claim *****"}"#,
    );
}

#[test]
fn a_name_is_known_however_it_is_written() {
    check(
        r#"{"p\u0061ssword":"abc","x":1}"#,
        r#"{"p\u0061ssword":"***","x":1}"#,
    );
    check(r#"{"PassWord":"abc"}"#, r#"{"PassWord":"***"}"#);
    check("{password: hunter2}", "{password: ********");
    check(r#"{"password":1234,"n":1}"#, r#"{"password":***********"#);
    check(r#"{"password" "abc"}"#, r#"{"password" "***"}"#);
    check(r#"{"password":"abc"#, r#"{"password":"***"#);
}

#[test]
fn what_a_plain_peer_types_is_masked() {
    check("/password a b\nhello\n", "/password ***\nhello\n");
    check("  /CLAIM x\r\n", "  /CLAIM **\n");
    check("hello/password a\n", "hello/password *\n");
    check("/who a\n/passwords x\n", "/who a\n/passwords x\n");
    check("/join lab a b\nhi all\n", "/join lab ***\nhi all\n");
    check(" /JOIN\t #lab  é\r\n", " /JOIN\t #lab ****\n");
    check("/join lab\r\nhello\n", "/join lab\r\nhello\n");
    check(
        "hi/join lab a\n/joins lab a\n",
        "hi/join lab *\n/joins lab a\n",
    );
}

#[test]
fn a_datagram_is_one_line_whatever_stands_in_it() {
    let text = b"{\"type\":\"join\",\n\"password\":\"abc\"}";
    let masked = Masker::of_datagram(Level::Secrets).mask(text);
    assert_eq!(masked, b"{\"type\":\"join\",\n\"password\":\"***\"}");
}

#[test]
fn texts_are_masked_where_that_is_asked_for() {
    let masked = stream(Level::Texts, "{\"name\":\"ana\",\"text\":\"hi\"}\nhello\n");
    assert_eq!(masked, "{\"name\":\"ana\",\"text\":\"**\"}\n*****\n");
}

#[test]
fn whoever_comes_in_the_middle_of_a_line_sees_nothing_of_it() {
    let mut masker = Masker::of_stream(Level::Secrets);
    masker.mask(b"{\"password\":\"ab");
    masker.lose_place();
    assert_eq!(masker.mask(b"cdef\"}\nhi\n"), b"******\nhi\n");
}

proptest! {
    #[test]
    fn a_password_is_never_seen_however_it_is_cut(
        before in "[a-z ,:\\[\\]]{0,9}",
        secret in "[A-Z]{4,12}",
        cuts in prop::collection::vec(0_usize..90, 0..9),
        way in 0..3,
    ) {
        let text = match way {
            0 => format!("{{\"t\":\"{before}\",\"password\":\"{secret}\",\"x\":1}}\n"),
            1 => format!("{before} /password {secret}\n"),
            _ => format!("{{\"x\":{{\"proof\":\"{secret}\"}}}}\n"),
        };
        let mut masker = Masker::of_stream(Level::Secrets);
        let mut rest = text.as_bytes();
        let mut masked = Vec::new();
        for cut in cuts {
            let (head, tail) = rest.split_at(cut.min(rest.len()));
            masked.extend(masker.mask(head));
            rest = tail;
        }
        masked.extend(masker.mask(rest));
        let masked = String::from_utf8(masked).unwrap();
        prop_assert!(!masked.contains(|c: char| c.is_ascii_uppercase()), "{}", masked);
        prop_assert_eq!(masked.len(), text.len());
    }

    #[test]
    fn any_bytes_keep_their_number(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        for level in [Level::Secrets, Level::Texts] {
            prop_assert_eq!(Masker::of_stream(level).mask(&bytes).len(), bytes.len());
        }
    }
}
