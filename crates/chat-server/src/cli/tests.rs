//! What the words of the command line mean, and what is said of wrong ones.

use chat_proto::rate::Rate;

use std::net::IpAddr;

use super::*;

fn parsed(words: &str) -> Result<Config, String> {
    let words = std::iter::once("chat-server").chain(words.split_whitespace());
    let args = Args::try_parse_from(words).map_err(|e| e.to_string())?;
    config(args, false).map_err(|e| e.to_string())
}

#[test]
fn the_arguments_are_consistent() {
    Args::command().debug_assert();
}

#[test]
fn without_a_transport_tcp_and_udp_are_served() {
    let sockets = |words| parsed(words).unwrap().sockets;
    let both = sockets("");
    assert!(both.tcp && both.udp && both.unix.is_none() && both.port == 1234);
    let tcp = sockets("--tcp --port 0");
    assert!(tcp.tcp && !tcp.udp && tcp.port == 0);
    let unix = sockets("--unix /tmp/x");
    assert!(!unix.tcp && !unix.udp && unix.unix.is_some());
}

#[test]
fn a_rate_is_two_numbers_or_off() {
    let rate = |words| parsed(words).unwrap().rules.messages;
    assert_eq!(
        rate("--rate-limit 5/2"),
        Some(Rate {
            burst: 5,
            per_second: 2
        })
    );
    assert_eq!(rate("--rate-limit off"), None);
    for wrong in ["5", "0/1", "5/0", "a/b", "-1/2", "5/2/1"] {
        let error = parsed(&format!("--rate-limit={wrong}")).unwrap_err();
        assert!(error.contains("like 20/10"), "{error}");
    }
}

#[test]
fn a_number_that_is_none_is_told_what_it_should_be() {
    for (words, told) in [
        ("--port 7301x", "a port is a number from 0 to 65535"),
        ("--max-peers 0", "a number of peers, at least 1"),
    ] {
        let error = parsed(words).unwrap_err();
        assert!(error.contains(told), "{error}");
    }
}

#[test]
fn options_of_tcp_and_udp_beside_a_unix_socket_alone_are_a_slip() {
    let idle = |words: &str| {
        let words = std::iter::once("chat-server").chain(words.split_whitespace());
        idle_options(&Args::try_parse_from(words).unwrap())
    };
    for (words, option) in [
        ("--unix x --port 4000", "--port"),
        ("--unix x --bind 127.0.0.1", "--bind"),
    ] {
        let told = idle(words).unwrap();
        assert!(told.contains(option) && told.contains("--tcp"), "{told}");
    }
    for words in [
        "--unix x",
        "--port 1 --unix x --udp",
        "--port 1",
        "--bind ::1",
    ] {
        assert_eq!(idle(words), None, "{words}");
    }
}

#[test]
fn a_silence_that_no_clock_can_measure_is_a_slip() {
    for option in ["--udp-silence", "--udp-plain-silence"] {
        assert!(parsed(&format!("{option} 18446744073709551615")).is_err());
    }
}

#[test]
fn addresses_may_be_written_in_every_usual_way() {
    let bind = |words| parsed(words).unwrap().sockets.bind;
    let expected: Vec<IpAddr> = ["127.0.0.1", "::1"].map(|a| a.parse().unwrap()).into();
    assert_eq!(bind("--bind 127.0.0.1 --bind [::1]"), expected);
}

#[test]
fn the_help_is_as_it_was() {
    let help = Args::command().term_width(100).render_help();
    insta::assert_snapshot!(help);
}
