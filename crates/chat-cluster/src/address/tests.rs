//! Addresses and names, right and wrong.

use super::*;

fn check(written: &str, expected: &str) {
    let shown = match Address::parse(written) {
        Ok(address) => address.to_string(),
        Err(why) => format!("{why:?}"),
    };
    assert_eq!(shown, expected, "{written}");
}

#[test]
fn an_address_is_a_scheme_a_host_and_perhaps_a_port() {
    check("nats://lab", "nats://lab:4222");
    check("nats://lab/", "nats://lab:4222");
    check("nats://10.0.0.5:5000", "nats://10.0.0.5:5000");
    check("tls://nats.example.org", "tls://nats.example.org:4222");
    check("nats://[fe80::1]", "nats://[fe80::1]:4222");
    check("nats://[::1]:99", "nats://[::1]:99");
    check("lab:4222", "Scheme(\"lab:4222\")");
    check("http://lab", "Scheme(\"http://lab\")");
    check("nats://", "Host(\"\")");
    check("nats://:4222", "Host(\":4222\")");
    check("nats://[lab]", "Host(\"[lab]\")");
    check("nats://[::1]9", "Host(\"[::1]9\")");
    check("nats://a b", "Host(\"a b\")");
    check("nats://lab:0", "Port(\"lab:0\")");
    check("nats://lab:65536", "Port(\"lab:65536\")");
    check("nats://ana@lab", "Login");
}

#[test]
fn a_password_is_read_and_never_shown() {
    let address = Address::parse("nats://ana:p%40ss:w@lab:1").unwrap();
    let login = address.login().unwrap();
    assert_eq!(
        (login.user.as_str(), login.password.as_str()),
        ("ana", "p@ss:w")
    );
    assert!(!format!("{address} {address:?} {login:?}").contains("ss"));
    let wrong = Address::parse("nats://ana:secret@lab:x").unwrap_err();
    assert!(!wrong.to_string().contains("secret"), "{wrong}");
}

#[test]
fn a_list_has_commas_and_at_least_one_address() {
    let list = Address::parse_list("nats://a, nats://b:1,").unwrap();
    assert_eq!(format!("{list:?}"), "[nats://a:4222, nats://b:1]");
    assert_eq!(Address::parse_list(" , "), Err(Misspelt::Nothing));
    let many = vec!["nats://a"; ADDRESSES + 1].join(",");
    assert_eq!(
        Address::parse_list(&many),
        Err(Misspelt::Many(ADDRESSES + 1))
    );
}

#[test]
fn a_name_is_a_word_that_fits_into_a_subject() {
    for good in ["lab1", "L-_9", &"a".repeat(32)] {
        assert_eq!(ServerName::parse(good).unwrap().as_str(), good);
    }
    for bad in ["", "a.b", "a b", "*", ">", "é", &"a".repeat(33)] {
        assert!(ServerName::parse(bad).is_err(), "{bad}");
        assert!(
            serde_json::from_value::<ClusterName>(bad.into()).is_err(),
            "{bad}"
        );
    }
    let why = ServerName::parse("a.b").unwrap_err().to_string();
    assert!(why.contains("`a.b` is no name for a server"), "{why}");
}
