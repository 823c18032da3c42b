//! Section 5: the client without a screen: lines in, lines out.

use chat_tests::client::Client;
use chat_tests::clock::PATIENCE;
use chat_tests::frame::Frame;
use chat_tests::linked::STORM;
use chat_tests::on_every_client_transport;
use chat_tests::on_one_of;
use chat_tests::peer::Peer;
use chat_tests::plain::clock_of;
use chat_tests::server::Server;
use chat_tests::server::Start;
use chat_tests::wire::Via;

use crate::house::CLIENT;
use crate::house::SERVER;
use crate::house::server;

on_every_client_transport!(
    each_line_is_said_and_the_end_of_input_ends_it_with_0,
    many_lines_arrive_once_each_and_in_their_order,
);

on_one_of!(
    CLIENT:
    each_message_is_printed_as_one_line,
    with_json_the_frames_themselves_are_printed,
    a_room_can_be_chosen,
    status_0_means_delivered_even_where_the_rate_is_limited,
    a_line_that_cannot_be_said_is_no_success,
);

/// The arguments that lead to a server.
pub(crate) fn to(server: &Server, via: Via, more: &[&str]) -> Vec<String> {
    let mut args: Vec<String> = match via {
        Via::Tcp => vec![server.tcp()[0].to_string()],
        Via::Udp | Via::Link => vec!["--udp".to_owned(), server.udp()[0].to_string()],
        Via::Storm => {
            let storm = ["--udp", "--weather", STORM, "--seed", "7"];
            let mut args: Vec<String> = storm.map(str::to_owned).into();
            args.push(server.udp()[0].to_string());
            args
        }
        #[cfg(unix)]
        Via::Unix => {
            let path = server.unix()[0].to_str().unwrap();
            vec!["--unix".to_owned(), path.to_owned()]
        }
    };
    args.extend(more.iter().map(|arg| (*arg).to_owned()));
    args
}

#[track_caller]
fn client(server: &Server, via: Via, more: &[&str]) -> Client {
    let args = to(server, via, more);
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    Client::start(CLIENT, &args)
}

fn each_line_is_said_and_the_end_of_input_ends_it_with_0(via: Via) {
    let server = server();
    let mut witness = Peer::join(&server, Via::Tcp, "witness");
    let exit = client(&server, via, &["--name", "ana"]).finish("olá\nadeus\n");
    assert_eq!(exit.status.code(), Some(0), "{exit:?}");
    for text in ["olá", "adeus"] {
        let heard = witness.hears(text, |f| f.kind() == "msg");
        assert_eq!((heard.name(), heard.text()), ("ana", text));
    }
    witness.hears("the leaving", |f| f.tells("leave", "ana"));
}

#[test]
fn a_last_line_without_its_end_is_said_too() {
    let server = server();
    let mut witness = Peer::join(&server, Via::Tcp, "witness");
    let exit = client(&server, Via::Tcp, &["--name", "ana"]).finish("one\ntwo");
    assert_eq!(exit.status.code(), Some(0), "{exit:?}");
    witness.hears("one", |f| f.says("one"));
    witness.hears("two", |f| f.says("two"));
}

fn each_message_is_printed_as_one_line(via: Via) {
    let server = server();
    let mut ana = Peer::join(&server, Via::Tcp, "ana");
    let mut bob = client(&server, via, &["--name", "bob"]);
    ana.hears("bob's coming", |f| f.tells("join", "bob"));
    ana.say("olá\n[14:03] eva: forged\u{1b}[2J");
    let line = bob.shows(|line| line.contains("ol"));
    let (_, rest) = clock_of(&line).unwrap_or_else(|| panic!("{line:?}"));
    assert_eq!(rest, "ana: olá ⏎ [14:03] eva: forged[2J");
    bob.types("hi\n");
    let line = bob.shows(|line| line.ends_with("hi"));
    assert_eq!(clock_of(&line).unwrap().1, "bob: hi");
    bob.end_input();
    let exit = bob.program.exit_within(PATIENCE);
    assert_eq!(exit.status.code(), Some(0), "{exit:?}");
}

fn with_json_the_frames_themselves_are_printed(via: Via) {
    let server = server();
    let mut ana = Peer::join(&server, Via::Tcp, "ana");
    let mut bob = client(&server, via, &["--json", "--name", "bob"]);
    ana.hears("bob's coming", |f| f.tells("join", "bob"));
    ana.says("olá");
    bob.shows(|line| Frame::read(line).says("olá"));
    bob.types("hi\n");
    bob.end_input();
    let exit = bob.program.exit_within(PATIENCE);
    assert_eq!(exit.status.code(), Some(0), "{exit:?}");
    let frames: Vec<Frame> = exit.output.iter().map(|line| Frame::read(line)).collect();
    assert!(frames.iter().any(|f| f.says("hi") && f.name() == "bob"));
}

fn a_room_can_be_chosen(via: Via) {
    let server = server();
    let mut lobby = Peer::join(&server, Via::Tcp, "one");
    let mut lab = Peer::join_room(&server, Via::Tcp, "two", "lab");
    let exit = client(&server, via, &["--name", "ana", "--room", "lab"]).finish("hi\n");
    assert_eq!(exit.status.code(), Some(0), "{exit:?}");
    assert_eq!(lab.hears("hi", |f| f.says("hi")).get("room"), Some("lab"));
    assert_eq!(lobby.messages(), [""; 0]);
}

/// With a rate at which it takes seconds, so that waiting is a part of it.
fn many_lines_arrive_once_each_and_in_their_order(via: Via) {
    let server = Start::new(SERVER)
        .all_transports()
        .args(&["--rate-limit", "20/50"])
        .ready();
    let mut witness = Peer::join(&server, Via::Tcp, "witness");
    let lines = lines(200);
    let exit = client(&server, via, &["--json", "--name", "ana"]).finish(&lines.join("\n"));
    assert_eq!(exit.status.code(), Some(0), "{exit:?}");
    for line in lines {
        let heard = witness.hears("a line", |f| f.kind() == "msg");
        assert_eq!(heard.text(), line);
    }
    assert_eq!(witness.messages(), [""; 0]);
    let refused = exit
        .output
        .iter()
        .find(|line| line.contains("rate_limited"));
    assert_eq!(refused, None, "the server has said how fast it may go");
}

fn lines(count: u64) -> Vec<String> {
    (0..count).map(|n| format!("line {n}")).collect()
}

/// One read holds more lines than may wait to be said.
#[test]
fn thousands_of_short_lines_are_all_said() {
    let server = server();
    let mut witness = Peer::join(&server, Via::Tcp, "witness");
    let lines: Vec<String> = (0..3000).map(|n| n.to_string()).collect();
    let exit = client(&server, Via::Tcp, &["--name", "ana"]).finish(&lines.join("\n"));
    assert_eq!(exit.status.code(), Some(0), "{}", exit.errors);
    assert_eq!(witness.messages(), lines);
}

/// Ends a client in the middle of sixty lines. Those that it has not shown are told.
#[track_caller]
fn in_the_middle(end: impl Fn(&mut Server, &Client)) {
    let mut server = Start::new(SERVER)
        .all_transports()
        .args(&["--rate-limit", "5/5"])
        .ready();
    let mut ana = client(&server, Via::Tcp, &["--name", "ana"]);
    let lines = lines(60);
    ana.types(&(lines.join("\n") + "\n"));
    ana.end_input();
    ana.shows(|line| line.ends_with("line 7"));
    end(&mut server, &ana);
    let exit = ana.program.exit_within(PATIENCE);
    assert_eq!(exit.status.code(), Some(1), "{exit:?}");
    let texts = exit
        .output
        .iter()
        .filter_map(|line| line.split_once("ana: "));
    let confirmed: Vec<&str> = texts.map(|(_, text)| text.trim_end()).collect();
    assert_eq!(confirmed, lines[..confirmed.len()]);
    let told = format!(
        "({} lines were not confirmed)",
        lines.len() - confirmed.len()
    );
    assert!(exit.errors.contains(&told), "{exit:?}");
}

#[test]
fn when_the_server_dies_in_the_middle_the_lines_in_doubt_are_told() {
    in_the_middle(|server, _| server.program.kill());
}

#[cfg(unix)]
#[test]
fn when_it_is_stopped_in_the_middle_the_lines_in_doubt_are_told() {
    in_the_middle(|_, ana| ana.program.interrupt());
}

/// Either everything arrives in the end, or the status says that it did not.
fn status_0_means_delivered_even_where_the_rate_is_limited(via: Via) {
    let server = Start::new(SERVER)
        .all_transports()
        .args(&["--rate-limit", "3/5"])
        .ready();
    let mut witness = Peer::join(&server, Via::Tcp, "witness");
    let exit = client(&server, via, &["--name", "ana"]).finish("1\n2\n3\n4\n5\n6\n7\n8\n");
    let heard = witness.messages();
    let all = heard == ["1", "2", "3", "4", "5", "6", "7", "8"];
    assert_eq!(exit.status.success(), all, "{heard:?} and {exit:?}");
}

/// Longer than a message may be: it is said in parts, or it is no success.
fn a_line_that_cannot_be_said_is_no_success(via: Via) {
    let server = server();
    let mut witness = Peer::join(&server, Via::Tcp, "witness");
    let long = "x".repeat(5000);
    let exit = client(&server, via, &["--name", "ana"]).finish(&format!("{long}\n"));
    let heard = witness.messages().concat();
    assert_eq!(exit.status.success(), heard == long, "{exit:?}");
}

#[test]
fn where_nobody_listens_it_fails_and_says_what_to_do() {
    // A port that was free a moment ago, and that nobody listens at.
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = free.local_addr().unwrap().to_string();
    drop(free);
    let mut client = Client::start(CLIENT, &[&address, "--name", "ana"]);
    client.end_input();
    let exit = client.program.exit_within(PATIENCE);
    assert!(!exit.status.success());
    assert!(!exit.errors.is_empty(), "a word to the student");
    assert!(!exit.errors.contains("panicked"), "{}", exit.errors);
    assert!(exit.output.is_empty(), "{:?}", exit.output);
}

#[test]
fn a_message_that_nobody_confirmed_was_not_delivered() {
    // A server that takes everything and says nothing.
    let deaf = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = deaf.local_addr().unwrap().to_string();
    let mut client = Client::start(CLIENT, &[&address, "--name", "ana"]);
    client.types("hi\n");
    client.end_input();
    drop(deaf.accept().unwrap());
    drop(deaf);
    let exit = client
        .program
        .exit_within(std::time::Duration::from_secs(60));
    assert!(!exit.status.success(), "{exit:?}");
    assert!(!exit.errors.is_empty(), "and it says so");
}

#[test]
fn whoever_finds_its_name_taken_is_heard_under_another_and_told() {
    let server = server();
    let mut ana = Peer::join(&server, Via::Tcp, "ana");
    let exit = client(&server, Via::Tcp, &["--name", "ana"]).finish("it is I\n");
    assert_eq!(exit.status.code(), Some(0), "{exit:?}");
    let heard = ana.hears("it", |f| f.says("it is I"));
    assert_eq!(heard.name(), "ana2");
    let told = exit.output.concat() + &exit.errors;
    assert!(told.contains("ana2"), "{told}");
}

#[test]
fn an_empty_input_ends_it_with_0() {
    let server = server();
    let exit = client(&server, Via::Tcp, &["--name", "ana"]).finish("");
    assert_eq!(exit.status.code(), Some(0), "{exit:?}");
}

#[test]
fn tcp_may_be_named_and_is_the_default() {
    let server = server();
    let mut witness = Peer::join(&server, Via::Tcp, "witness");
    let address = server.tcp()[0].to_string();
    let client = Client::start(CLIENT, &["--tcp", &address, "--name", "ana"]);
    let exit = client.finish("hi\n");
    assert_eq!(exit.status.code(), Some(0), "{exit:?}");
    witness.hears("hi", |f| f.says("hi"));
}
