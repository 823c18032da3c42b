//! The real client on servers that share a conversation: what whoever sits at it sees.

use std::time::Duration;

use chat_tests::clock::now;
use chat_tests::engine::Node;
use chat_tests::peer::Peer;
use chat_tests::plain::Typist;
use chat_tests::terminal::Launch;
use chat_tests::terminal::Terminal;
use chat_tests::wire::Via;

use crate::ground::Cable;
use crate::ground::Ground as _;
use crate::ground::Loopback;
use crate::ground::server_name;
use crate::house::CLIENT;
use crate::house::Lab;
#[cfg(target_os = "linux")]
use crate::machines::Machines;
use crate::past;

/// Somebody at a terminal who is in the lobby.
#[track_caller]
fn sits(address: &str, more: &[&str], name: &str) -> Terminal {
    let args = [&[address, "--name", name], more].concat();
    let terminal = Launch::new(CLIENT, &args).start();
    terminal.shows(" #lobby ");
    terminal
}

#[track_caller]
fn shows_once(terminal: &Terminal, text: &str) {
    let shown = terminal.look(|screen| screen.contents().matches(text).count());
    assert_eq!(shown, 1, "{text}: {:?}", terminal.rows());
}

#[test]
fn a_client_nc_and_a_client_over_udp_talk_each_on_a_server_of_its_own() {
    let Some(lab) = Lab::new() else { return };
    let servers = lab.three();
    let ana = sits(&servers[0].tcp()[0].to_string(), &[], "ana");
    let (mut nc, guest) = Typist::arrive(&servers[1], Via::Tcp);
    let bob = sits(&servers[2].udp()[0].to_string(), &["--udp"], "bob");
    ana.shows(" #lobby  3 here");
    ana.says("from ana");
    nc.hears("ana", |line| line.ends_with("ana: from ana"));
    nc.types("from nc");
    bob.says("from bob");
    nc.hears("bob", |line| line.ends_with("bob: from bob"));
    for terminal in [&ana, &bob] {
        terminal.shows_that("what all have said", |screen| {
            let shown = screen.contents();
            let all = ["from ana", "from nc", "from bob"];
            all.iter().all(|text| shown.contains(text)) && shown.contains(&guest)
        });
    }
    ana.says("/whois bob");
    ana.shows("lab3");
}

#[test]
fn whose_server_dies_goes_on_at_another_with_what_was_written_meanwhile() {
    let Some(lab) = Lab::new() else { return };
    let [mut first, second, third] = lab.three();
    let ana = sits(&first.tcp()[0].to_string(), &[], "ana");
    let rui = sits(&first.udp()[0].to_string(), &["--udp"], "rui");
    let mut bob = Peer::join(&second, Via::Tcp, "bob");
    ana.says("before");
    bob.hears("what was said before", |f| f.says("before"));
    rui.shows("before");
    first.program.kill();
    let began = now();
    for (terminal, text) in [(&ana, "into the dark"), (&rui, "by datagrams")] {
        terminal.says(text);
        bob.hears(text, |f| f.says(text));
        println!("{:?} until {text} is heard", began.elapsed());
    }
    ana.shows("now on lab");
    bob.says("there you are");
    ana.shows("there you are");
    for text in ["before", "into the dark", "by datagrams", "there you are"] {
        shows_once(&ana, text);
    }
    assert_eq!(past::agreed(&[&second, &third], "lobby").len(), 4);
}

#[test]
fn whoever_is_cut_off_reads_that_and_what_is_written_waits() {
    let Some(node) = Node::alone() else { return };
    let lab = Lab::on(&[&node]);
    let nodes = [node];
    let cables = Loopback::to(&nodes);
    let [first, second] = [0, 1].map(|nth| {
        let copy = lab.archive(&server_name(nth));
        cables.server(&lab, nth, &copy)
    });
    let ana = sits(&first.tcp()[0].to_string(), &[], "ana");
    let mut bob = Peer::join(&second, Via::Tcp, "bob");
    ana.shows(" #lobby  2 here");
    cables.pull(Cable::Engine(0), true);
    ana.shows("cut off from the other servers");
    ana.says("is anybody there?");
    bob.says("you are so quiet");
    assert!(!ana.may_show(Duration::from_millis(300), |screen| {
        screen.contents().contains("you are so quiet")
    }));
    cables.pull(Cable::Engine(0), false);
    bob.hears("what has waited", |f| f.says("is anybody there?"));
    ana.shows("you are so quiet");
    shows_once(&ana, "is anybody there?");
}

#[cfg(target_os = "linux")]
chat_tests::in_a_lab!(whose_server_is_unplugged_goes_on_at_another_soon);

/// Nobody is told: what was sent stays without an answer, and nothing comes any more.
#[cfg(target_os = "linux")]
fn whose_server_is_unplugged_goes_on_at_another_soon(lan: &mut chat_tests::lab::Lab) {
    let machines = Machines::on(lan, 1);
    let Some(nodes) = machines.start_nodes() else {
        return;
    };
    machines.among_people(|| {
        let nodes = nodes;
        let lab = Lab::on(&[&nodes[0]]);
        let [first, second] = [0, 1].map(|nth| {
            let copy = lab.archive(&server_name(nth));
            machines.server(&lab, nth, &copy)
        });
        let ana = sits(&first.tcp()[0].to_string(), &[], "ana");
        let rui = sits(&first.udp()[0].to_string(), &["--udp"], "rui");
        let mut bob = Peer::join(&second, Via::Tcp, "bob");
        for terminal in [&ana, &rui] {
            terminal.shows(" #lobby  3 here");
        }
        machines.pull(Cable::People(0), true);
        let began = now();
        let mut said = Vec::new();
        for (terminal, text) in [(&ana, "over tcp"), (&rui, "over udp")] {
            terminal.says(text);
            bob.hears(text, |f| f.says(text));
            said.push(began.elapsed());
        }
        println!("{said:?} until they are heard again");
        // Alone with one server, or by an older client, 20 and 60 seconds.
        assert!(said[0] < Duration::from_secs(16), "{said:?}");
        assert!(said[1] < Duration::from_secs(40), "{said:?}");
        ana.shows("over udp");
        for text in ["over tcp", "over udp"] {
            shows_once(&ana, text);
        }
    });
}
