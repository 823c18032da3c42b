//! Saying and hearing: what others say appears, what one types is heard, and
//! the screen says how things stand.

use chat_tests::peer::Peer;
use chat_tests::terminal::Launch;
use chat_tests::wire::Via;

use crate::house;
use crate::house::CLIENT;
use crate::house::client;
use crate::house::joined;
use crate::house::joins;

#[test]
fn a_message_of_another_peer_appears() {
    let server = house::server();
    let ana = joins(&server, "ana");
    let mut bob = Peer::join(&server, Via::Udp, "bob");
    ana.shows("bob joined");
    bob.says("does accept() block?");
    ana.shows_row("bob's message, with his name before it", |row| {
        row.contains("bob  does accept() block?")
    });
}

#[test]
fn what_was_said_before_one_came_is_there() {
    let server = house::server();
    Peer::join(&server, Via::Tcp, "bob").says("said early");
    let ana = joins(&server, "ana");
    ana.shows_row("the history", |row| row.contains("bob  said early"));
}

#[test]
fn typed_text_is_delivered_once() {
    let server = house::server();
    let mut bob = Peer::join(&server, Via::Tcp, "bob");
    let ana = joins(&server, "ana");
    ana.says("olá, 漢字");
    let heard = bob.hears("ana's message", |f| f.kind() == "msg");
    assert_eq!((heard.name(), heard.text()), ("ana", "olá, 漢字"));
    ana.shows_row("it, under its own name", |row| {
        row.contains("ana  olá, 漢字")
    });
    assert_eq!(bob.messages(), [""; 0], "nothing twice");
}

#[test]
fn ones_own_message_is_marked_until_the_server_has_confirmed_it() {
    let server = house::server();
    let ana = joins(&server, "ana");
    house::freezes(&server);
    ana.says("is it there?");
    ana.shows_row("its mark", |row| row.contains("is it there? …"));
    house::thaws(&server);
    ana.shows_row("it without the mark", |row| {
        row.contains("is it there?") && !row.contains('…')
    });
}

#[test]
fn it_says_in_words_whether_and_how_it_is_connected() {
    let server = house::server();
    let path = server.unix()[0].to_str().unwrap();
    let (tcp, udp) = (server.tcp()[0], server.udp()[0]);
    let ways: [(&[&str], String); 3] = [
        (&[&tcp.to_string()], format!("tcp {tcp}")),
        (&["--udp", &udp.to_string()], format!("udp {udp}")),
        (&["--unix", path], format!("unix {path}")),
    ];
    // They stay, and so are counted.
    let mut there = Vec::new();
    for ((way, address), count) in ways.iter().zip(1..) {
        let name = format!("ana{count}");
        let args = [way, &["--name", &name, "--room", "lab"][..]].concat();
        let ana = Launch::new(CLIENT, &args).start();
        ana.shows_row("room, people, transport and address", |row| {
            row.starts_with(&format!(" #lab  {count} here  {address}"))
        });
        there.push(ana);
    }
}

#[test]
fn who_is_here_stands_beside_the_history() {
    let server = house::server();
    let ana = joined(client(&server, "ana").size(100, 24));
    let bob = Peer::join(&server, Via::Tcp, "bob");
    ana.shows_row("the count", |row| row.ends_with("│ 2 here"));
    ana.shows_row("bob", |row| row.ends_with("│ bob"));
    drop(bob);
    ana.shows_row("the count", |row| row.ends_with("│ 1 here"));
}

#[test]
fn whoever_finds_its_name_taken_joins_as_the_second_and_is_told() {
    let server = house::server();
    let mut first = Peer::join(&server, Via::Tcp, "ana");
    let second = joined(client(&server, "ana"));
    second.shows("`ana` is taken here: asking for `ana2`");
    second.shows_row("the new name before the input", |row| {
        row.starts_with("ana2>")
    });
    second.says("it is I");
    let heard = first.hears("it is I", |f| f.says("it is I"));
    assert_eq!(heard.name(), "ana2");
}

#[test]
fn a_refused_message_says_why() {
    let server = house::server();
    let ana = joins(&server, "ana");
    ana.says("/msg nobody-here psst");
    ana.shows("nobody is called nobody-here");
    // It comes back, to be mended, and opens no conversation.
    ana.shows_row("what was written", |row| {
        row.starts_with("ana> /msg nobody-here psst")
    });
    ana.types("\x15");
    ana.says("/fly");
    ana.shows("there is no command /fly");
}
