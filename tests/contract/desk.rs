//! `docs/LINK.md`, section 5: the operator changes the weather by lines of
//! standard input, for those who are there already too.

use std::io::Write;
use std::process::ChildStdin;
use std::time::Duration;

use chat_tests::clock::PATIENCE;
use chat_tests::clock::now;
use chat_tests::peer::Peer;
use chat_tests::quiet;
use chat_tests::server::Server;
use chat_tests::server::Start;
use chat_tests::wire::Got;
use chat_tests::wire::Via;

use crate::house::SERVER;
use crate::house::server_with;

/// A server whose operator sits at its standard input.
pub(crate) struct Desk {
    pub(crate) server: Server,
    pub(crate) input: ChildStdin,
}

impl Desk {
    #[track_caller]
    pub(crate) fn new(args: &[&str]) -> Self {
        Self::of(server_with(args))
    }

    fn of(mut server: Server) -> Self {
        let input = server.program.input().unwrap();
        Self { server, input }
    }

    pub(crate) fn orders(&mut self, line: &str) {
        writeln!(self.input, "{line}").unwrap();
    }

    /// Waits until the server has said this on standard error, so often.
    #[track_caller]
    pub(crate) fn sees(&self, words: &str, times: usize) {
        self.server.program.complains(words, times);
    }
}

/// How long one's own message takes to come back.
#[track_caller]
fn echo(peer: &mut Peer, text: &str) -> Duration {
    let began = now();
    peer.says(text);
    began.elapsed()
}

const SLOW: Duration = Duration::from_millis(400);

#[track_caller]
fn the_weather_changes_for_who_is_there(via: Via) {
    let mut desk = Desk::new(&["--weather", "off"]);
    let mut ana = Peer::join(&desk.server, via, "ana");
    desk.orders("weather delay 200ms, seed 3");
    desk.sees("weather: delay 200ms, seed 3\n", 1);
    assert!(echo(&mut ana, "both ways") >= SLOW);
    // Whoever comes now finds the same.
    let mut bob = Peer::join(&desk.server, via, "bob");
    assert!(echo(&mut bob, "me too") >= SLOW);
    desk.orders("weather off");
    desk.sees("weather: none", 1);
    let quickest = (0..5).map(|n| echo(&mut ana, &format!("again {n}"))).min();
    assert!(quickest < Some(SLOW), "{quickest:?}");
}

#[test]
fn the_weather_changes_for_who_is_there_on_tcp() {
    the_weather_changes_for_who_is_there(Via::Tcp);
}

#[cfg(unix)]
#[test]
fn the_weather_changes_for_who_is_there_on_a_unix_socket() {
    the_weather_changes_for_who_is_there(Via::Unix);
}

#[test]
fn the_weather_changes_for_who_is_there_on_udp() {
    the_weather_changes_for_who_is_there(Via::Udp);
}

#[test]
fn a_reset_asked_for_while_one_talks_breaks_what_is_open() {
    let mut desk = Desk::new(&["--weather", "off"]);
    let mut ana = Peer::join(&desk.server, Via::Tcp, "ana");
    let mut dan = Peer::join(&desk.server, Via::Udp, "dan");
    desk.orders("weather reset 50ms");
    desk.sees("(over TCP only)", 1);
    assert!(ana.hears_the_end().iter().all(|f| f.kind() != "bye"));
    echo(&mut dan, "datagrams have no connection");
}

#[test]
fn a_word_that_is_none_here_is_explained_and_nothing_changes() {
    let start = Start::new(SERVER).args(&["--tcp", "--bind", "127.0.0.1", "--port", "0"]);
    let server = start.args(&["--slice", "4000"]).sockets(1).ready();
    let mut desk = Desk::of(server);
    desk.orders("weather drop 30%");
    desk.sees("TCP hides loss", 1);
    desk.orders("weather stall 2s");
    desk.sees("write 10s+5s", 1);
    desk.orders("fly");
    desk.sees("unknown command `fly`: the class: announce", 1);
    desk.orders("pass 3");
    desk.sees("started with --hold", 1);
    desk.orders("/weather");
    desk.sees("weather: slice 4000, seed", 1);
    desk.sees(
        "one or several of slice, glue, stall, reset, delay, rate)",
        1,
    );
}

#[test]
fn the_weather_outlives_the_input_and_nothing_turns_round_at_its_end() {
    let mut desk = Desk::new(&["--weather", "off"]);
    // The last line needs no end.
    write!(desk.input, "weather delay 200ms").unwrap();
    let Desk { server, input } = desk;
    drop(input);
    let mut ana = server.wire(Via::Tcp);
    server.program.complains("weather: delay", 1);
    let began = now();
    ana.send(b"{\"type\":\"ping\"}\n");
    assert!(matches!(ana.line_within(PATIENCE), Got::Line(_)));
    assert!(began.elapsed() >= SLOW);
    quiet::is_idle(&server);
}

#[test]
fn who_asks_for_no_weather_keeps_what_is_in_a_pipe() {
    let mut server = server_with(&[]);
    let mut input = server.program.input().unwrap();
    writeln!(input, "weather delay 1s").unwrap();
    let mut ana = Peer::join(&server, Via::Tcp, "ana");
    echo(&mut ana, "is it read?");
    assert!(!server.program.errors().contains("weather"));
}
