//! One client at several servers: each is listed with its conversations, and none waits for
//! another.

use chat_tests::frame::Frame;
use chat_tests::peer::Peer;
use chat_tests::terminal::Launch;
use chat_tests::wire::Via;

use crate::house;
use crate::house::CLIENT;
use crate::house::joined;

#[test]
fn one_talks_at_two_servers_and_goes_from_one_to_the_other() {
    let (redes, cloud) = (house::server(), house::server());
    let (first, second) = (redes.tcp()[0].to_string(), cloud.tcp()[0].to_string());
    let args = [first.as_str(), second.as_str(), "--name", "ana"];
    let ana = joined(Launch::new(CLIENT, &args).size(110, 24));
    // Both stand in the list, each with its lobby.
    ana.shows_that("two servers", |screen| {
        let rows: Vec<_> = screen.rows(0, 24).collect();
        let lobbies = rows.iter().filter(|row| row.contains("#lobby"));
        rows.iter().any(|row| row.contains("127.0.0.1:")) && lobbies.count() >= 2
    });
    let mut bob = Peer::join(&redes, Via::Tcp, "bob");
    let mut eva = Peer::join(&cloud, Via::Tcp, "eva");
    ana.says("hello redes");
    bob.hears("what is said there", |f| f.says("hello redes"));
    eva.say("ana, over here");
    // Counted, with a sign that it is for her.
    ana.shows_row("news of the other server", |row| {
        row.contains("2 #lobby") && row.contains("»1")
    });
    ana.key(b"\x1ba");
    ana.shows("ana, over here");
    ana.says("hello cloud");
    eva.hears("what is said there", |f| f.says("hello cloud"));
    let heard = bob.fence();
    assert!(
        !heard.iter().any(|f: &Frame| f.says("hello cloud")),
        "not at the other one"
    );
}

#[test]
fn a_server_that_dies_leaves_the_other_as_it_was() {
    let (mut redes, cloud) = (house::server(), house::server());
    let (first, second) = (redes.tcp()[0].to_string(), cloud.tcp()[0].to_string());
    let ana = joined(Launch::new(CLIENT, &[&first, "--name", "ana"]).size(110, 24));
    ana.says(&format!("/connect {second}"));
    ana.shows_row("its welcome", |row| row.contains("you are ana in lobby"));
    ana.shows("> 2 #lobby");
    let mut eva = Peer::join(&cloud, Via::Tcp, "eva");
    redes.program.kill();
    // Which one it is, by the end of its address, and that it is gone.
    let port = redes.tcp()[0].port().to_string();
    ana.shows_row("who is gone", |row| {
        row.starts_with("! 127") && row.contains(&port)
    });
    ana.says("still here");
    eva.hears("what is said", |f| f.says("still here"));
    // Whoever leaves the one that is gone has one left, and leaves that with /quit.
    ana.says("/go 127.0.0.1");
    ana.shows("> 1 #lobby");
    ana.says("/disconnect");
    ana.shows_that("one server", |screen| !screen.contents().contains(&port));
    ana.says("still here too");
    eva.hears("what is said", |f| f.says("still here too"));
    ana.says("/disconnect");
    ana.shows("this is the only server");
    ana.says("/connect");
    ana.shows("/connect HOST");
    // What was typed wrong stays there to be mended.
    ana.key(b"\x15");
    ana.says("/connect not/a/host");
    ana.shows("no connection to one more server");
}
