//! A server that dies and comes back.

use std::time::Duration;

use chat_tests::clock::now;
use chat_tests::frame::Frame;
use chat_tests::peer::Peer;
use chat_tests::server::Server;
use chat_tests::terminal::Launch;
use chat_tests::terminal::Terminal;
use chat_tests::wire::Via;
use serde_json::json;

use crate::house;
use crate::house::CLIENT;
use crate::house::joins;

/// How often this was said, as someone who comes now learns it.
fn times_said(server: &Server, text: &str) -> usize {
    let mut fresh = Peer::connect(server, Via::Tcp);
    fresh.send(&json!({"type": "join", "name": "fresh"}));
    let mut seen: Vec<Frame> = fresh.hears_all("a welcome", |f| f.kind() == "welcome");
    seen.extend(fresh.fence());
    seen.iter().filter(|f| f.says(text)).count()
}

/// Waits until it stands there without the mark of what is not confirmed: behind a name or
/// the mark of the same speaker, and not in the input line, where it stood before.
#[track_caller]
fn is_confirmed(terminal: &Terminal, text: &str) {
    let said = format!("  {text}");
    terminal.shows_row("it, confirmed", |row| {
        row.contains(&said) && !row.contains('…')
    });
}

#[test]
fn what_is_typed_while_the_server_is_dead_is_said_once_when_it_is_back() {
    let mut server = house::mortal();
    let address = server.tcp()[0];
    let ana = joins(&server, "ana");
    server.program.kill();
    ana.shows("not connected: next try in");
    ana.shows("closed the connection: the server may");
    ana.says("said offline");
    ana.shows_row("it, marked", |row| row.contains("ana  said offline …"));
    ana.shows("1 to send");
    // The count-down counts.
    ana.shows("next try in 2 s");
    ana.shows("next try in 1 s");
    let server = house::server_at(address);
    is_confirmed(&ana, "said offline");
    ana.shows_row("the connection", |row| {
        row.starts_with(" #lobby  1 here") && row.contains(&format!("tcp {address}"))
    });
    assert_eq!(times_said(&server, "said offline"), 1);
    let shown = ana.look(|screen| screen.contents().matches("said offline").count());
    assert_eq!(shown, 1, "and shown once");
}

#[test]
fn what_was_on_its_way_when_the_server_died_is_said_once_when_it_is_back() {
    let mut server = house::mortal();
    let address = server.tcp()[0];
    let ana = joins(&server, "ana");
    house::freezes(&server);
    ana.says("on its way");
    ana.shows_row("it, marked", |row| row.contains("on its way …"));
    server.program.kill();
    ana.shows("not connected");
    let server = house::server_at(address);
    is_confirmed(&ana, "on its way");
    assert_eq!(times_said(&server, "on its way"), 1);
}

#[test]
fn a_server_that_says_goodbye_is_quoted_and_waited_for() {
    let server = house::mortal();
    let address = server.tcp()[0];
    let ana = joins(&server, "ana");
    server.stop();
    ana.shows("the server closed the connection");
    ana.shows("not connected: next try in");
    let server = house::server_at(address);
    let mut bob = Peer::join(&server, Via::Tcp, "bob");
    bob.hears("ana's return", |f| f.tells("join", "ana"));
    bob.says("welcome back");
    ana.shows_row("bob", |row| row.contains("bob  welcome back"));
}

#[test]
fn whoever_comes_back_second_is_told_what_the_first_one_said() {
    let mut server = house::server();
    let address = server.tcp()[0];
    let ana = joins(&server, "ana");
    let mut bob = Peer::join(&server, Via::Tcp, "bob");
    bob.says("before");
    ana.says("me too");
    is_confirmed(&ana, "me too");
    server.program.kill();
    ana.shows("not connected: next try in");
    // The count-down of a client goes to 8 s: time enough for somebody to be first.
    ana.shows("next try in 4 s");
    let server = house::server_at(address);
    let mut bob = Peer::join(&server, Via::Tcp, "bob");
    bob.says("first again");
    bob.says("where is everybody?");
    ana.types("\r");
    bob.hears("ana's return", |f| f.tells("join", "ana"));
    for text in ["first again", "where is everybody?"] {
        ana.shows_row(text, |row| row.contains(&format!("  {text}")));
    }
    bob.says("there you are");
    // Behind what bob has said before: the name, or the mark of the same speaker.
    ana.shows_row("bob", |row| row.contains("  there you are"));
    for text in ["before", "me too", "first again", "where is everybody?"] {
        let shown = ana.look(|screen| screen.contents().matches(text).count());
        assert_eq!(shown, 1, "{text}");
    }
}

#[test]
fn where_nobody_listens_it_says_so_and_comes_in_when_somebody_does() {
    let address = house::free_address();
    let ana = Launch::new(CLIENT, &[&address.to_string(), "--name", "ana"])
        .size(160, 24)
        .start();
    ana.shows(&format!("nobody listens on tcp {address}"));
    ana.shows(&format!("chat-server --tcp --port {}", address.port()));
    ana.shows("not connected: next try in");
    let _server = house::server_at(address);
    ana.shows(" #lobby  1 here");
}

#[test]
fn enter_on_an_empty_line_tries_at_once() {
    let address = house::free_address();
    let ana = Launch::new(CLIENT, &[&address.to_string(), "--name", "ana"]).start();
    ana.shows_row("that the next try is far away", |row| {
        (6..=10).any(|left| row.contains(&format!("next try in {left} s")))
    });
    let _server = house::server_at(address);
    let began = now();
    ana.types("\r");
    ana.shows(" #lobby  1 here");
    assert!(began.elapsed() < Duration::from_secs(5), "it waited");
}

#[test]
fn a_server_that_does_not_answer_is_told_until_it_does() {
    let server = house::server();
    let ana = joins(&server, "ana");
    house::freezes(&server);
    ana.says("anybody there?");
    ana.shows_row("how long it is silent", |row| {
        row.contains("no answer for ")
    });
    house::thaws(&server);
    is_confirmed(&ana, "anybody there?");
    ana.shows_row("that all is well", |row| {
        row.starts_with(" #lobby  1 here") && !row.contains("no answer")
    });
}
