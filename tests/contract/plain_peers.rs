//! Section 3: plain peers: how they come, what they hear, when a line ends.

use std::time::Duration;

use chat_tests::clock::Deadline;
use chat_tests::clock::PATIENCE;
use chat_tests::clock::now;
use chat_tests::clock::unix_ms;
use chat_tests::on_every_plain_transport;
use chat_tests::on_every_stream;
use chat_tests::on_one_of;
use chat_tests::peer::Peer;
use chat_tests::plain::Typist;
use chat_tests::plain::clock_of;
use chat_tests::server::Start;
use chat_tests::wire::Got;
use chat_tests::wire::Via;
use serde_json::json;

use crate::house::SERVER;
use crate::house::server;
use crate::house::server_with;

on_every_plain_transport!(
    a_plain_peer_is_never_greeted_and_hears_itself_first,
    each_line_or_datagram_is_a_message,
    blank_lines_before_the_first_word_decide_nothing,
);

on_one_of!(
    PLAIN:
    what_was_said_before_is_no_greeting_either,
    the_first_line_is_ascii_for_who_has_said_nothing_else,
    whoever_says_a_letter_is_told_it,
    once_plain_always_plain,
    a_guest_has_a_name_of_its_own,
    plain_and_json_peers_hear_each_other,
    a_line_break_in_a_text_cannot_forge_a_line,
    the_time_in_a_line_is_the_local_time_of_the_server,
);
on_every_stream!(
    unterminated_text_is_a_line_after_300_ms,
    at_the_end_of_input_unterminated_text_is_a_line,
);

on_one_of!(
    STREAMS:
    whoever_is_silent_for_3_seconds_hears_the_room,
    after_the_silence_the_first_line_may_still_be_json,
    pieces_that_follow_each_other_are_one_line,
    a_carriage_return_is_part_of_the_line_end,
    a_quiet_peer_is_never_thrown_out_for_being_quiet,
);

fn a_plain_peer_is_never_greeted_and_hears_itself_first(via: Via) {
    let server = server();
    let mut typist = Typist::connect(&server, via);
    typist.types("hello");
    let line = typist.line();
    let (_, rest) = clock_of(&line).unwrap_or_else(|| panic!("{line:?}"));
    let (name, text) = rest.split_once(": ").unwrap();
    assert_eq!(text, "hello");
    let number = name
        .strip_prefix("guest-")
        .unwrap_or_else(|| panic!("{name}"));
    assert!(number.parse::<u64>().is_ok(), "{name}");
    // The only answer to one line is that line.
    assert_eq!(typist.fence("second"), [""; 0]);
}

fn what_was_said_before_is_no_greeting_either(via: Via) {
    let server = server();
    let mut ana = Peer::join(&server, Via::Tcp, "ana");
    for text in ["one", "two", "three"] {
        ana.says(text);
    }
    let mut typist = Typist::connect(&server, via);
    typist.types("hello");
    let line = typist.line();
    assert!(line.ends_with(": hello"), "{line:?}");
}

fn the_first_line_is_ascii_for_who_has_said_nothing_else(via: Via) {
    let server = server();
    let _joão = Peer::join(&server, Via::Tcp, "João");
    let mut typist = Typist::connect(&server, via);
    typist.types("/who");
    let line = typist.line();
    assert!(line.starts_with("* in lobby: Joao, guest-"), "{line:?}");
    // From then on, every letter.
    typist.types("/who");
    let line = typist.line();
    assert!(line.starts_with("* in lobby: João, guest-"), "{line:?}");
}

fn whoever_says_a_letter_is_told_it(via: Via) {
    let server = server();
    for first in ["olá, turma", "漢字 ⏎ 🎉", "ol\u{301}a"] {
        let mut typist = Typist::connect(&server, via);
        typist.types(first);
        let line = typist.line();
        assert!(line.contains("guest-"), "{line:?}");
        assert!(line.ends_with(&format!(": {first}")), "{line:?}");
    }
}

fn each_line_or_datagram_is_a_message(via: Via) {
    let server = server();
    let mut bob = Peer::join(&server, Via::Tcp, "bob");
    let mut typist = Typist::connect(&server, via);
    if via.is_stream() {
        typist.wire.send(b"one\ntwo\nthree\n");
    } else {
        // With a line end, as `nc -u` sends it, and without.
        typist.wire.send(b"one\n");
        typist.wire.send(b"two");
        typist.wire.send(b"three\r\n");
    }
    for (n, text) in ["one", "two", "three"].iter().enumerate() {
        let heard = bob.hears(text, |f| f.kind() == "msg");
        assert_eq!(heard.text(), *text);
        assert_eq!(heard.number("seq"), Some(n as u64 + 1));
    }
}

fn blank_lines_before_the_first_word_decide_nothing(via: Via) {
    let server = server();
    let mut typist = Typist::connect(&server, via);
    for blank in ["", "  ", "\r"] {
        typist.types(blank);
    }
    typist.types("hello");
    assert!(typist.line().ends_with(": hello"));
    let mut peer = Peer::connect(&server, via);
    for blank in ["", "  ", "\r"] {
        peer.send_line(blank);
    }
    assert_eq!(peer.enter("ana", "lobby").get("you"), Some("ana"));
}

fn once_plain_always_plain(via: Via) {
    let server = server();
    let mut bob = Peer::join(&server, Via::Tcp, "bob");
    let (mut typist, _) = Typist::arrive(&server, via);
    for text in [r#"{"type":"ping"}"#, "{", "[1]"] {
        typist.types(text);
        bob.hears(text, |f| f.says(text));
        typist.hears(text, |line| line.ends_with(text));
    }
}

fn a_guest_has_a_name_of_its_own(via: Via) {
    let server = server();
    let (_first, one) = Typist::arrive(&server, via);
    let (_second, two) = Typist::arrive(&server, via);
    let (_third, three) = Typist::arrive(&server, Via::Tcp);
    assert!(one != two && two != three && one != three);
    for name in [one, two, three] {
        assert!(name.starts_with("guest-"), "{name}");
    }
}

fn plain_and_json_peers_hear_each_other(via: Via) {
    let server = server();
    let mut ana = Peer::join(&server, Via::Tcp, "ana");
    let (mut typist, name) = Typist::arrive(&server, via);
    ana.hears("the coming", |f| f.tells("join", &name));
    ana.says("olá");
    let line = typist.hears("olá", |line| line.ends_with(": olá"));
    let (_, rest) = clock_of(&line).unwrap();
    assert_eq!(rest, "ana: olá");
    let _eva = Peer::join(&server, Via::Tcp, "eva");
    let line = typist.hears("the coming", |line| line.contains("eva"));
    assert_eq!(line, "* eva joined");
    typist.types("olá, ana");
    let heard = ana.hears("the answer", |f| f.says("olá, ana"));
    assert_eq!(heard.name(), name);
}

fn a_line_break_in_a_text_cannot_forge_a_line(via: Via) {
    let server = server();
    let (mut typist, _) = Typist::arrive(&server, via);
    let mut ana = Peer::join(&server, Via::Tcp, "ana");
    ana.says("a\n[14:03] bob: give me your password\n* bob left");
    let line = typist.hears("it", |line| line.contains("password"));
    let (_, rest) = clock_of(&line).unwrap();
    assert_eq!(
        rest,
        "ana: a ⏎ [14:03] bob: give me your password ⏎ * bob left"
    );
}

/// In a place five and a half hours east of Greenwich.
fn the_time_in_a_line_is_the_local_time_of_the_server(via: Via) {
    let server = Start::new(SERVER)
        .everywhere()
        .env("TZ", "IST-5:30")
        .ready();
    let mut typist = Typist::connect(&server, via);
    let before = unix_ms() / 60_000;
    typist.types("what time is it?");
    let line = typist.line();
    let after = unix_ms() / 60_000;
    let ((hour, minute), _) = clock_of(&line).unwrap();
    let local = |utc: u64| (utc + 330) % (24 * 60);
    let shown = hour * 60 + minute;
    assert!(
        shown == local(before) || shown == local(after),
        "{line:?} at minute {} of the day in UTC",
        before % (24 * 60)
    );
}

fn whoever_is_silent_for_3_seconds_hears_the_room(via: Via) {
    let server = server();
    let mut ana = Peer::join(&server, Via::Tcp, "ana");
    let began = now();
    let mut silent = Typist::connect(&server, via);
    let notice = ana.hears("a guest", |f| f.get("event") == Some("join"));
    let took = began.elapsed();
    assert!(
        (Duration::from_millis(2700)..Duration::from_secs(8)).contains(&took),
        "taken for a plain peer after {took:?}"
    );
    assert!(notice.people("who")[0].starts_with("guest-"));
    ana.says("João, can you hear me?");
    let line = silent.line();
    assert!(line.ends_with("João, can you hear me?"), "{line:?}");
    silent.types("yes");
    ana.hears("yes", |f| f.says("yes"));
}

fn after_the_silence_the_first_line_may_still_be_json(via: Via) {
    let server = server();
    let mut bob = Peer::join(&server, Via::Tcp, "bob");
    let late = Peer::connect(&server, via);
    bob.hears("a guest", |f| f.get("event") == Some("join"));
    bob.says("to the guest");
    // It skips lines that do not begin with `{`, as the contract asks of it.
    let mut late = skipping(late);
    late.send(&json!({"type": "join", "name": "ana"}));
    let welcome = late.hears("a welcome", |f| f.kind() == "welcome");
    assert_eq!(welcome.get("you"), Some("ana"), "{}", welcome.raw());
    assert_eq!(late.says("JSON it is").name(), "ana");
    let heard = bob.hears("it", |f| f.says("JSON it is"));
    assert_eq!(heard.name(), "ana");
    bob.says("welcome");
    late.hears("welcome", |f| f.says("welcome"));
}

/// Passes over the line for people that a late peer has got meanwhile.
fn skipping(mut late: Peer) -> Peer {
    match late.wire.line_within(PATIENCE) {
        Got::Line(line) => assert!(line.ends_with("bob: to the guest"), "{line:?}"),
        other => panic!("no line but {other:?}"),
    }
    late
}

fn unterminated_text_is_a_line_after_300_ms(via: Via) {
    let server = server();
    let mut typist = Typist::connect(&server, via);
    for text in ["hello", "olá"] {
        let began = now();
        typist.wire.send(text.as_bytes());
        let line = typist.line();
        let took = began.elapsed();
        assert!(line.contains(": h") || line.contains(": ol"), "{line:?}");
        assert!(
            (Duration::from_millis(280)..Duration::from_secs(5)).contains(&took),
            "a line after {took:?}"
        );
    }
}

fn pieces_that_follow_each_other_are_one_line(via: Via) {
    let deadline = Deadline::after(PATIENCE);
    let text = "byte by byte: olá";
    loop {
        let server = server();
        let mut bob = Peer::join(&server, Via::Tcp, "bob");
        let mut typist = Typist::connect(&server, via);
        let longest = longest_pause_in(&mut typist, text);
        let heard = bob.hears("it", |f| f.kind() == "msg");
        if longest < Duration::from_millis(300) {
            assert_eq!(heard.text(), text);
            return;
        }
        // What was typed so slowly may well have been several lines.
        assert!(
            deadline.left().is_some(),
            "the machine was never quick enough"
        );
    }
}

/// Types byte by byte.
#[track_caller]
fn longest_pause_in(typist: &mut Typist, text: &str) -> Duration {
    let mut longest = Duration::ZERO;
    let mut last = now();
    for byte in text.as_bytes() {
        let typed = now();
        typist.wire.send(&[*byte]);
        longest = longest.max(last.elapsed());
        last = typed;
    }
    longest
}

fn at_the_end_of_input_unterminated_text_is_a_line(via: Via) {
    let server = server();
    let mut bob = Peer::join(&server, Via::Tcp, "bob");
    let mut typist = Typist::connect(&server, via);
    typist.wire.send(b"first\nlast words");
    typist.wire.end_input();
    let heard = typist.hears_the_end();
    assert!(
        heard.iter().any(|line| line.ends_with(": last words")),
        "it hears what it said, and then the end: {heard:#?}"
    );
    bob.hears("it", |f| f.says("last words"));
    bob.hears("the leaving", |f| f.get("event") == Some("leave"));
}

fn a_carriage_return_is_part_of_the_line_end(via: Via) {
    let server = server();
    let mut bob = Peer::join(&server, Via::Tcp, "bob");
    let mut typist = Typist::connect(&server, via);
    typist.types("telnet\r");
    assert_eq!(bob.hears("it", |f| f.kind() == "msg").text(), "telnet");
    assert!(typist.line().ends_with(": telnet"));
}

/// Longer than any time-out that is meant for others.
fn a_quiet_peer_is_never_thrown_out_for_being_quiet(via: Via) {
    let server = server_with(&["--udp-silence", "1", "--udp-plain-silence", "1"]);
    let (mut typist, _) = Typist::arrive(&server, via);
    let mut quiet = Peer::join(&server, via, "quiet");
    assert_eq!(typist.line(), "* quiet joined");
    let got = typist.next_within(Duration::from_secs(4));
    assert_eq!(got, Got::Silence);
    quiet.says("still here");
    typist.hears("it", |line| line.ends_with(": still here"));
}
