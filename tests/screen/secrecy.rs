//! A secret talk at a terminal: the words are compared before there is a screen, and the
//! status row says that nobody on the way reads along.

use chat_tests::peer::Peer;
use chat_tests::server::Server;
use chat_tests::terminal::Launch;
use chat_tests::tunnel;
use chat_tests::wire::Via;
use chat_trust::words::SixWords;
use tempfile::TempDir;

use crate::house;

/// The words of a server's certificate.
fn words(server: &Server) -> String {
    let print = tunnel::shown(server.tcp()[0]).unwrap();
    SixWords::of(*print.bytes().first_chunk().unwrap()).to_string()
}

#[test]
fn a_person_compares_the_words_once_and_is_then_in_secret() {
    let (home, server) = (TempDir::new().unwrap(), house::server());
    let address = server.tcp()[0].to_string();
    let words = words(&server);
    let start = || {
        let ana = Launch::new(house::CLIENT, &["--tls", &address, "--name", "ana"]);
        let ana = ana.env("XDG_DATA_HOME", home.path().to_str().unwrap());
        ana.size(120, 24).start()
    };
    let ana = start();
    ana.shows_that("the words, to be compared", |screen| {
        // They may be cut by the edge of the terminal.
        let shown = screen.contents().replace('\n', "");
        shown.contains(&words) && shown.contains("Ctrl-C if not")
    });
    ana.key(b"\r");
    ana.shows_row("the status row", |row| {
        row.contains(" secret ") && row.contains(&address)
    });
    // It is remembered: nobody is asked again.
    let again = start();
    again.shows_row("the status row", |row| row.contains(" secret "));
}

#[test]
fn one_more_server_is_compared_on_the_screen_or_left_without_a_word() {
    let (home, redes, cloud) = (TempDir::new().unwrap(), house::server(), house::server());
    let first = redes.tcp()[0].to_string();
    let ana = Launch::new(house::CLIENT, &["--tls", &first, "--name", "ana"]);
    let ana = ana.env("XDG_DATA_HOME", home.path().to_str().unwrap());
    let ana = ana.size(120, 24).start();
    ana.shows("Ctrl-C if not");
    ana.key(b"\r");
    ana.shows_row("the status row", |row| row.contains(" secret "));
    let connect = format!("/connect {}", cloud.tcp()[0]);
    for takes in [false, true] {
        ana.says(&connect);
        ana.shows_that("its words, to be compared", |screen| {
            let words = words(&cloud);
            let shown = screen.contents();
            let last = words.split(' ').next_back().unwrap_or_default();
            shown.contains(last) && shown.contains("words>")
        });
        if !takes {
            // Only this one is left.
            ana.key(b"\x1b");
            ana.shows_that("the first alone", |screen| {
                let shown = screen.contents();
                !shown.contains("words>") && !shown.contains("2 #lobby")
            });
        }
    }
    let mut eva = Peer::join(&cloud, Via::Tcp, "eva");
    ana.key(b"\r");
    ana.shows("> 2 #lobby");
    ana.says("hello cloud");
    eva.hears("what is said there", |f| {
        f.says("hello cloud") && f.name() == "ana"
    });
}

#[test]
fn another_certificate_in_the_middle_of_a_talk_takes_two_words_and_no_mere_enter() {
    let (home, mut server) = (TempDir::new().unwrap(), house::mortal());
    let address = server.tcp()[0];
    let args = ["--tls", &address.to_string(), "--name", "ana"];
    let ana = Launch::new(house::CLIENT, &args).env("XDG_DATA_HOME", home.path().to_str().unwrap());
    let ana = ana.size(120, 24).start();
    ana.shows("Ctrl-C if not");
    ana.key(b"\r");
    ana.shows_row("the status row", |row| row.contains(" secret "));
    server.program.kill();
    let server = house::server_at(address);
    ana.shows("words>");
    ana.key(b"\r");
    ana.says("acrobat acrobat");
    ana.shows("words>");
    let mut bob = Peer::join(&server, Via::Tcp, "bob");
    let words = words(&server);
    let two: Vec<_> = words.split(' ').take(2).collect();
    // What was typed wrong stands there still.
    ana.key(b"\x15");
    ana.says(&two.join(" "));
    bob.hears("her", |f| f.kind() == "notice" && f.text().contains("ana"));
    ana.shows_row("the status row", |row| row.contains(" secret "));
}
