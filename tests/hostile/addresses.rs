//! What the server does about addresses, met by hosts that have addresses of
//! their own: nothing is counted of loopback, which all other tests use.

use std::time::Duration;

use chat_tests::in_a_lab;
use chat_tests::lab::Host;
use chat_tests::lab::Lab;
use chat_tests::peer::Heard;
use chat_tests::peer::Peer;
use chat_tests::server::Server;
use chat_tests::server::Start;
use chat_tests::wire::Wire;

use crate::house::SERVER;

in_a_lab!(a_link_between_two_hosts_survives_a_silence,);

/// A server on a host, which is told where its peers come from.
#[track_caller]
fn serve(host: &Host, args: &[&str]) -> Server {
    let start = Start::new(SERVER).args(&["--tcp", "--udp", "--port", "0"]);
    host.runs(|| start.args(args).sockets(2).ready())
}

/// The cable is pulled and put in again while something is on its way.
fn a_link_between_two_hosts_survives_a_silence(lab: &mut Lab) {
    let (home, away) = (lab.host(&["10.9.0.1/24"]), lab.host(&["10.9.0.2/24"]));
    let server = serve(&home, &["--bind", "10.9.0.1"]);
    let (to, stream) = (server.udp()[0], server.tcp()[0]);
    let mut ana = Peer::on(away.runs(|| Wire::link(to)));
    ana.enter("ana", "lobby");
    let mut rui = Peer::on(home.runs(|| Wire::tcp(stream)));
    rui.enter("rui", "lobby");
    ana.hears("rui's coming", |f| f.tells("join", "rui"));
    away.falls_silent();
    ana.say("into the silence");
    let nothing = ana.next_within(Duration::from_millis(300));
    assert!(matches!(nothing, Heard::Silence), "{nothing:?}");
    away.comes_back();
    rui.hears("what was said", |f| f.says("into the silence"));
    ana.hears("the receipt", |f| f.says("into the silence"));
}
