//! What was said, taken elsewhere: by the clipboard or by the mouse.

use chat_tests::peer::Peer;
use chat_tests::wire::Via;

use crate::house;
use crate::house::joins;

#[test]
fn a_message_is_put_on_the_clipboard_once_and_the_status_row_says_so() {
    let server = house::server();
    let ana = joins(&server, "ana");
    let mut bob = Peer::join(&server, Via::Tcp, "bob");
    bob.says("olá");
    ana.shows("olá");
    ana.says("/copy");
    ana.shows("message copied, if the terminal allows it");
    let raw = String::from_utf8_lossy(&ana.raw()).into_owned();
    // As the standard of this encoding writes these five bytes.
    let told: Vec<_> = raw.matches("\x1b]52;c;b2zDoQ==").collect();
    assert_eq!(told.len(), 1, "{raw:?}");
}

#[test]
fn the_copy_view_shows_only_the_text_and_long_lines_as_one() {
    let server = house::server();
    let ana = joins(&server, "ana");
    let mut bob = Peer::join(&server, Via::Tcp, "bob");
    let long = "0123456789".repeat(20);
    bob.says(&long);
    ana.shows("0123456789");
    ana.key(b"\x1bl");
    ana.shows_row("the text from the first column on", |row| {
        row.starts_with("bob: 0123456789")
    });
    ana.look(|screen| {
        let (_, columns) = screen.size();
        let first = (0..).zip(screen.rows(0, columns));
        let mut first = first.filter(|(_, row)| row.starts_with("bob: "));
        let (at, _) = first.next().unwrap();
        let wrapped = [at, at + 1, at + 2].map(|row| screen.row_wrapped(row));
        assert_eq!(wrapped, [true, true, false], "the terminal knows one line");
        assert!(!screen.contents().contains("ana>"));
    });
    ana.key(b"\x1bl");
    ana.shows_row("the input", |row| row.starts_with("ana>"));
}

#[test]
fn one_goes_elsewhere_by_a_list_that_is_filtered_while_one_types() {
    let server = house::server();
    let ana = joins(&server, "ana");
    ana.says("/join networks");
    ana.shows_row("the room", |row| row.starts_with(" #networks"));
    ana.key(b"\x07");
    ana.shows("go to:");
    ana.types("lob");
    ana.shows_row("the one that fits", |row| row.starts_with("> #lobby"));
    ana.key(b"\r");
    ana.shows_row("the other room", |row| row.starts_with(" #lobby"));
}

#[test]
fn a_message_for_us_is_found_from_another_room() {
    let server = house::server();
    let ana = joins(&server, "ana");
    let mut bob = Peer::join(&server, Via::Tcp, "bob");
    bob.says("ana: where are you?");
    ana.shows("where are you?");
    ana.says("/join lab");
    ana.shows_row("the room", |row| row.starts_with(" #lab"));
    ana.key(b"\x1bm");
    ana.shows_row("the list", |row| {
        row.contains("#lobby  bob: ana: where are you?")
    });
    ana.key(b"\r");
    ana.shows_row("the message", |row| row.contains("»bob  ana: where"));
}
