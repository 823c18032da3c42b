//! Weather and manual delivery, seen and typed on a real terminal.

use chat_tests::peer::Peer;
use chat_tests::terminal::Launch;
use chat_tests::terminal::Terminal;
use chat_tests::wire::Via;

use crate::house;
use crate::house::CLIENT;
use crate::house::joined;
use crate::house::joins;

fn over_udp(server: &chat_tests::server::Server, more: &[&str]) -> Terminal {
    let address = server.udp()[0].to_string();
    let args = [&["--udp", &*address, "--name", "ana"], more].concat();
    Launch::new(CLIENT, &args).start()
}

#[track_caller]
fn has_row(terminal: &Terminal, start: &str) {
    terminal.shows_row(start, |row| row.starts_with(start));
}

#[test]
fn weather_is_asked_for_while_it_runs_shown_and_ended() {
    let server = house::server();
    let mut bob = Peer::join(&server, Via::Tcp, "bob");
    let ana = joined(over_udp_launch(&server));
    ana.says("/weather drop 30%, seed 7");
    has_row(&ana, " #lobby  weather: drop 30%");
    ana.shows("seed 7");
    for n in 0..5 {
        ana.says(&format!("line {n}"));
        let heard = bob.hears("a line", |f| f.kind() == "msg");
        assert_eq!(heard.text(), format!("line {n}"));
    }
    ana.says("/weather off");
    has_row(&ana, " #lobby  2 here");
}

fn over_udp_launch(server: &chat_tests::server::Server) -> Launch {
    let address = server.udp()[0].to_string();
    Launch::new(CLIENT, &["--udp", &address, "--name", "ana"])
}

#[test]
fn over_tcp_the_words_are_others_and_a_wrong_one_is_explained() {
    let server = house::server();
    let mut bob = Peer::join(&server, Via::Tcp, "bob");
    let ana = joins(&server, "ana");
    ana.says("/weather drop 30%");
    ana.shows("TCP hides loss");
    // What was typed is there to be mended.
    has_row(&ana, "ana> /weather drop 30%");
    ana.key(b"\x15");
    ana.says("/weather slice 1..4, delay 5ms");
    has_row(&ana, " #lobby  weather: slice 1..4");
    ana.says("in pieces");
    bob.hears("it", |f| f.says("in pieces"));
}

#[test]
fn weather_of_the_command_line_stands_in_the_status_row_from_the_start() {
    let server = house::server();
    let ana = over_udp(&server, &["--weather", "classroom", "--seed", "42"]);
    has_row(&ana, " #lobby  weather: classroom  1 here");
    ana.shows("the active weather: classroom, seed 42");
}

/// The number of a datagram that is held.
#[track_caller]
fn number_of(terminal: &Terminal, text: &str) -> String {
    let rows = terminal.rows();
    let row = rows.iter().find(|row| row.contains(&format!(": {text}")));
    let words = row.and_then(|row| row.split_once("held "));
    let number = words.and_then(|(_, rest)| rest.split_once(' '));
    number.unwrap_or_else(|| panic!("{rows:#?}")).0.to_owned()
}

#[test]
fn a_person_kills_and_lets_through_what_is_held() {
    let server = house::server();
    let mut bob = Peer::join(&server, Via::Tcp, "bob");
    let ana = joined(over_udp_launch(&server));
    ana.says("/hold");
    has_row(&ana, " #lobby  0 held");
    ana.says("first");
    ana.shows(": first");
    assert_eq!(bob.messages(), [""; 0], "nothing moves");
    ana.says(&format!("/kill {}", number_of(&ana, "first")));
    ana.shows("try 3: first");
    ana.says("/pass all");
    bob.hears("it", |f| f.says("first"));
    // The answers wait as well, and the mark says so.
    ana.shows_row("its mark", |row| row.contains("first …"));
    ana.says("/hold off");
    ana.shows_row("it without the mark", |row| {
        row.contains("ana  first") && !row.contains('…')
    });
    ana.says("second");
    bob.hears("it", |f| f.says("second"));
}

#[test]
fn who_gave_up_and_comes_back_finds_its_own_name_free() {
    let server = house::server();
    let mut bob = Peer::join(&server, Via::Tcp, "bob");
    let ana = over_udp(&server, &["--patience", "2"]);
    bob.hears("ana's coming", |f| f.tells("join", "ana"));
    ana.says("/weather drop 100%");
    has_row(&ana, " #lobby  weather: drop 100%");
    ana.says("into the void");
    ana.shows("confirms nothing any");
    ana.says("/weather off");
    bob.hears("the leaving", |f| f.tells("leave", "ana"));
    bob.hears("the return", |f| f.tells("join", "ana"));
    bob.hears("what was said", |f| {
        f.says("into the void") && f.name() == "ana"
    });
}
