//! Addresses in what is said: the terminal is told where they lead.

use chat_tests::peer::Peer;
use chat_tests::terminal::Terminal;
use chat_tests::wire::Via;

use crate::house;
use crate::house::client;
use crate::sequences::strangers;

/// What the terminal was told of addresses, in order.
fn told(terminal: &Terminal) -> Vec<String> {
    let raw = String::from_utf8_lossy(&terminal.raw()).into_owned();
    let parts = raw.split("\x1b]8;").skip(1);
    let links = parts.filter_map(|part| part.split_once("\x1b\\").map(|(link, _)| link.to_owned()));
    links.filter(|link| link != ";").collect()
}

#[test]
fn an_address_is_one_link_on_all_its_rows_and_nothing_else_is_one() {
    let server = house::server();
    let ana = house::joined(client(&server, "ana").size(60, 16));
    let mut bob = Peer::join(&server, Via::Tcp, "bob");
    let address = format!("https://a.pt/{}", "x".repeat(60));
    bob.says(&format!("(see {address}), file:///etc/passwd"));
    ana.shows("passwd");
    let links = told(&ana);
    assert!(
        !links.is_empty() && links.iter().all(|link| *link == links[0]),
        "{links:?}"
    );
    assert!(links[0].ends_with(&format!(";{address}")), "{links:?}");
    assert!(links[0].starts_with("id="), "{links:?}");
    assert_eq!(strangers(&ana.raw()), [""; 0]);
}

#[test]
fn a_terminal_of_the_old_kind_is_told_of_none() {
    let server = house::server();
    for kind in ["linux", ""] {
        let ana = house::joined(client(&server, "ana").env("TERM", kind));
        let mut bob = Peer::join(&server, Via::Tcp, "bob");
        bob.says("https://a.pt/");
        ana.shows("https://a.pt/");
        assert_eq!(told(&ana), [""; 0], "{kind}");
    }
}
