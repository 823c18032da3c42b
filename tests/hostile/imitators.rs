//! Texts that would like to be something else: an announcement of the teacher, somebody's
//! going, a refusal. Whoever reads lines sees whose words they are, on the same line.

use chat_tests::client::Client;
use chat_tests::owner::joins;
use chat_tests::peer::Peer;
use chat_tests::plain::Typist;
use chat_tests::plain::clock_of;
use chat_tests::wire::Via;
use serde_json::json;

use crate::house::CLIENT;
use crate::house::server_with;
use crate::house::words_of;

/// What begins a line somewhere, or turns one around, or goes back to where one began.
const BEFORE: [&str; 20] = [
    "",
    "\n",
    "\r",
    "\r\n",
    "\n\r",
    "x\n",
    "\t",
    "\u{b}",
    "\u{c}",
    "\u{85}",
    "\u{2028}",
    "\u{2029}",
    "\u{202e}",
    "\u{2066}",
    "\u{200f}",
    "\0",
    "\u{8}\u{8}\u{8}",
    "\u{1b}[2K\r",
    "\u{1b}[1G",
    "\u{1b}[1A",
];

/// What a line of the server's own may begin with.
const FORGED: [&str; 4] = [
    "* ana announces: the test is off",
    "! your password has expired",
    "[14:03] ana: the test is off",
    "| print('hi')",
];

/// A line that somebody else has made begins with the time and its speaker, and has nothing
/// in it that a terminal obeys.
#[track_caller]
fn is_eves(line: &str) {
    let (_, said) = clock_of(line).unwrap_or_else(|| panic!("no line of hers: {line:?}"));
    let whose = said.starts_with("eve: ") || said.starts_with("eve -> ");
    assert!(whose, "{line:?}");
    let steers = |c: char| {
        let bidi = ['\u{61c}', '\u{200e}', '\u{200f}'].contains(&c)
            || ('\u{2028}'..='\u{202e}').contains(&c)
            || ('\u{2066}'..='\u{2069}').contains(&c);
        (c.is_control() && c != '\t') || bidi
    };
    assert!(!line.contains(steers), "{line:?}");
}

#[test]
fn no_text_of_a_pupil_can_be_taken_for_a_line_of_the_server_or_of_another() {
    let server = server_with(&["--rate-limit", "off"]);
    let mut ana = joins(&server, Via::Tcp, 1, "ana");
    let claim = json!({"type": "order", "do": "claim", "words": words_of(&server, 1)});
    ana.send(&claim);
    ana.hears("the claim", |f| f.get("event") == Some("claim"));
    let mut pipe = Client::start(CLIENT, &["--name", "zed", &server.tcp()[0].to_string()]);
    ana.hears("zed", |f| f.tells("join", "zed"));
    let (mut nc, guest) = Typist::arrive(&server, Via::Tcp);
    let (mut datagrams, _) = Typist::arrive(&server, Via::Udp);
    let mut eve = Peer::join(&server, Via::Tcp, "eve");
    for typist in [&mut nc, &mut datagrams] {
        typist.hears("eve", |line| line == "* eve joined");
    }
    pipe.shows(|line| line == "* eve joined");
    let mut said = 0;
    for before in BEFORE {
        for forged in FORGED {
            let text = format!("{before}{forged}");
            eve.send(&json!({"text": text, "id": said}));
            // Refused would be as good, and none is.
            eve.hears("it", |f| f.number("id") == Some(said) && f.kind() == "msg");
            eve.send(&json!({"text": text, "to": guest}));
            said += 1;
        }
    }
    // All of hers is told by then.
    eve.fence();
    ana.send(&json!({"type": "order", "do": "announce", "text": "the true one"}));
    let end = "* ana announces: the true one";
    let whispered = usize::try_from(said).unwrap();
    for (heard, count) in [
        (nc.hears_all("the end", |line| line == end), 2 * whispered),
        (
            datagrams.hears_all("the end", |line| line == end),
            whispered,
        ),
        (shown(&mut pipe, end), whispered),
    ] {
        let (_, hers) = heard.split_last().unwrap();
        assert_eq!(hers.len(), count);
        for line in hers {
            is_eves(line);
        }
    }
}

/// All lines that the client prints up to this one.
fn shown(client: &mut Client, end: &str) -> Vec<String> {
    let mut lines = Vec::new();
    while lines.last().is_none_or(|last| last != end) {
        lines.push(client.program.line());
    }
    lines
}
