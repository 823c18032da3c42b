//! Section 2: a text is what a person reads, whatever a peer sent.

use chat_tests::on_every_plain_transport;
use chat_tests::on_every_transport;
use chat_tests::on_one_of;
use chat_tests::peer::Peer;
use chat_tests::plain::Typist;
use chat_tests::wire::Via;
use serde_json::json;

use crate::house::server;

on_every_transport!(control_characters_never_pass,);

on_one_of!(
    ALL:
    what_steers_the_writing_direction_or_hides_never_passes,
    what_people_write_stays_as_it_is,
    a_text_with_nothing_to_read_is_a_bad_frame,
    what_is_quoted_in_a_refusal_is_clean_too,
);
on_every_plain_transport!(what_a_plain_peer_types_is_cleaned_alike,);

/// What real attacks on terminals send, and what is left of it.
const ATTACKS: &[(&str, &str)] = &[
    ("clear\u{1b}[2J\u{1b}[H", "clear[2J[H"),
    ("title\u{1b}]0;owned\u{7}", "title]0;owned"),
    (
        "clipboard\u{1b}]52;c;ZXZpbA==\u{1b}\\",
        "clipboard]52;c;ZXZpbA==\\",
    ),
    (
        "link\u{1b}]8;;http://evil\u{1b}\\x",
        "link]8;;http://evil\\x",
    ),
    ("reply\u{1b}[6n\u{1b}[c", "reply[6n[c"),
    ("mouse\u{1b}[?1000h", "mouse[?1000h"),
    ("screen\u{1b}[?1049l", "screen[?1049l"),
    ("reset\u{1b}c", "resetc"),
    ("device\u{1b}P$qm\u{1b}\\", "deviceP$qm\\"),
    ("eight bits\u{9b}2J\u{9d}0;x\u{9c}", "eight bits2J0;x"),
    ("bell\u{7} back\u{8}\u{8} delete\u{7f}", "bell back delete"),
    ("over\rwritten", "overwritten"),
    ("form\u{c}feed\u{b}vertical", "formfeedvertical"),
    ("shift\u{e}out\u{f}in", "shiftoutin"),
    ("nul\u{0}l", "null"),
    ("next\u{85}line", "nextline"),
    ("\u{1b}[201~paste", "[201~paste"),
];

fn control_characters_never_pass(via: Via) {
    let server = server();
    let mut bob = Peer::join(&server, Via::Tcp, "bob");
    let mut ana = Peer::join(&server, via, "ana");
    for (attack, left) in ATTACKS {
        ana.say(attack);
        let heard = bob.hears("it", |f| f.kind() == "msg");
        assert_eq!(heard.text(), *left, "{attack:?}");
    }
    // Written with escapes, as JSON does, and to one person.
    ana.send_line(r#"{"to":"bob","text":"a\u001b[2Jb\u009b1mc\u007fd"}"#);
    let heard = bob.hears("the whisper", |f| f.kind() == "msg");
    assert_eq!(heard.text(), "a[2Jb1mcd");
}

fn what_steers_the_writing_direction_or_hides_never_passes(via: Via) {
    let server = server();
    let mut bob = Peer::join(&server, Via::Tcp, "bob");
    let mut ana = Peer::join(&server, via, "ana");
    for steering in [
        '\u{202a}',
        '\u{202b}',
        '\u{202c}',
        '\u{202d}',
        '\u{202e}',
        '\u{2066}',
        '\u{2067}',
        '\u{2068}',
        '\u{2069}',
        '\u{200e}',
        '\u{200f}',
        '\u{61c}',
        '\u{200b}',
        '\u{2060}',
        '\u{feff}',
        '\u{e0001}',
        '\u{e0041}',
        '\u{e007f}',
    ] {
        ana.say(&format!("a{steering}b"));
        let heard = bob.hears("it", |f| f.kind() == "msg");
        assert_eq!(heard.text(), "ab", "{steering:?}");
    }
}

fn what_people_write_stays_as_it_is(via: Via) {
    let server = server();
    let mut bob = Peer::join(&server, Via::Tcp, "bob");
    let mut ana = Peer::join(&server, via, "ana");
    for text in [
        "olá,\n\tturma",
        "\n",
        "  fn main() {\n\t}\n",
        "漢字 한글 ไทย नमस्ते",
        "می‌خواهم שלום",
        "👩‍👩‍👧 🇵🇹 ❤️ 1️⃣",
        "\"quoted\" \\ back / slash <b> & %s",
        "{\"text\":\"nested\"}",
        "e\u{301}",
    ] {
        if text.trim().is_empty() {
            continue;
        }
        ana.say(text);
        let heard = bob.hears("it", |f| f.kind() == "msg");
        assert_eq!(heard.text(), text);
    }
}

fn a_text_with_nothing_to_read_is_a_bad_frame(via: Via) {
    let server = server();
    let mut bob = Peer::join(&server, Via::Tcp, "bob");
    let mut ana = Peer::join(&server, via, "ana");
    for text in ["", "\u{1b}", "\u{7}\u{8}\u{7f}", "\u{202e}\u{200b}", "\r"] {
        ana.is_refused(&json!({"text": text}), "bad_frame");
        ana.is_refused(&json!({"text": text, "to": "bob"}), "bad_frame");
    }
    assert_eq!(bob.messages(), [""; 0]);
}

fn what_is_quoted_in_a_refusal_is_clean_too(via: Via) {
    let server = server();
    let mut ana = Peer::join(&server, via, "ana");
    let evil = "x\u{1b}[2J\u{9b}1m\u{7f}";
    for (frame, code) in [
        (json!({"type": evil}), "bad_frame"),
        (json!({"text": "x", "to": evil}), "no_such_name"),
        (json!({"type": "nick", "name": evil}), "bad_name"),
        (json!({"text": "x", "room": evil}), "bad_room"),
        (json!({"type": "ping", "id": {evil: 1}}), "bad_frame"),
    ] {
        // That its text is clean, the harness checks for every frame.
        let refusal = ana.is_refused(&frame, code);
        assert!(!refusal.text().contains('\n'), "{}", refusal.raw());
    }
}

fn what_a_plain_peer_types_is_cleaned_alike(via: Via) {
    let server = server();
    let mut bob = Peer::join(&server, Via::Tcp, "bob");
    let (mut typist, name) = Typist::arrive(&server, via);
    bob.hears("here", |f| f.says("here"));
    for (attack, left) in ATTACKS {
        if attack.contains(['\0', '\r']) {
            continue;
        }
        typist.types(attack);
        let heard = bob.hears("it", |f| f.kind() == "msg");
        assert_eq!((heard.name(), heard.text()), (&*name, *left), "{attack:?}");
        typist.hears(left, |line| line.ends_with(&format!(": {left}")));
    }
}
