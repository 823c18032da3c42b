//! A secret talk at a terminal: the words are compared before there is a screen, and the
//! status row says that nobody on the way reads along.

use chat_tests::terminal::Launch;
use chat_tests::tunnel;
use chat_trust::words::SixWords;
use tempfile::TempDir;

use crate::house;

#[test]
fn a_person_compares_the_words_once_and_is_then_in_secret() {
    let (home, server) = (TempDir::new().unwrap(), house::server());
    let address = server.tcp()[0].to_string();
    let print = tunnel::shown(server.tcp()[0]).unwrap();
    let words = SixWords::of(*print.bytes().first_chunk().unwrap()).to_string();
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
