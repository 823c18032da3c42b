//! `--demo`: a whole class in one process, for whoever sits there alone.

use std::time::Duration;

use chat_tests::terminal::Launch;
use chat_tests::terminal::Terminal;
use vt100::Screen;

use crate::house::CLIENT;
use crate::house::joined;

const F9: &[u8] = b"\x1b[20~";

/// The people of the demo, each with how it comes.
const CAST: [(&str, &str); 3] = [("ana", "tcp"), ("bob", "udp"), ("caio", "plain")];

/// What one of them says to whoever has spoken.
const ANSWERS: [&str; 3] = ["I can read you", "that arrived here", "I have it too"];

fn demo(more: &[&str]) -> Launch {
    let args = [&["--demo", "--name", "dora"], more].concat();
    Launch::new(CLIENT, &args).size(120, 40)
}

/// Whether a row of the history is said by this one.
fn says(row: &str, name: &str) -> bool {
    let row = row.trim_start();
    let row = row.trim_start_matches(|c: char| c.is_ascii_digit() || c == ':' || c == ' ');
    row.starts_with(&format!("{name}  "))
}

#[track_caller]
fn leaves(mut dora: Terminal) {
    dora.says("/quit");
    assert_eq!(dora.ends().exit_code(), 0);
    dora.is_as_before();
}

#[test]
fn people_talk_and_answer_and_the_window_shows_how_each_of_them_gets_it() {
    let dora = joined(demo(&[]));
    dora.shows("ana, bob, caio follow a script");
    dora.shows_row("the first line", |row| says(row, "ana"));
    dora.says("olá a todos");
    // Over a link it is confirmed, and one of them answers.
    dora.shows_row("said", |row| {
        says(row, "dora") && row.contains("olá a todos") && !row.contains('…')
    });
    dora.shows_that("an answer", |screen| {
        let contents = screen.contents();
        ANSWERS.iter().any(|answer| contents.contains(answer))
    });
    // Also what passed before it was opened.
    dora.key(F9);
    dora.shows("─ wire ─ udp");
    dora.key(F9);
    dora.shows("Enter bytes");
    dora.key(b"f");
    dora.types("\"olá a todos\"");
    dora.shows("filter: \"olá a todos\"");
    dora.key(b"\r");
    dora.shows_that("the filter is written", |screen| {
        !screen.contents().contains("filter:")
    });
    dora.shows_row("a lane for each", |row| {
        let named = |name| row.contains(&format!("{name} :"));
        ["dora", "server", "ana", "bob", "caio"]
            .into_iter()
            .all(named)
    });
    dora.shows_row("to the server", |row| {
        row.contains("── 5 msg \"olá") || row.contains("msg \"olá a")
    });
    // A lane beside the server's has room for the beginning alone: who has it is chance.
    dora.shows_row("and from it to one over TCP", |row| {
        row.contains("write ") && row.contains(": msg")
    });
    dora.shows_that("and over links, to dora and to another", |screen| {
        let over_links = |row: &String| row.contains(" msg #") && !row.contains("write ");
        screen.rows(0, 120).filter(over_links).count() == 2
    });
    dora.key(b"7");
    for (name, how) in CAST.into_iter().chain([("dora", "udp")]) {
        dora.shows_row(name, |row| {
            row.trim_start().starts_with(name) && row.contains(how)
        });
    }
    dora.key(F9);
    // What is written of it has both sides too.
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("all.txt");
    dora.says(&format!("/export {}", file.display()));
    dora.shows(&format!("is in {}", file.display()));
    let text = std::fs::read_to_string(&file).unwrap();
    let titles = text.lines().find(|line| line.contains("server :"));
    let titles = titles.unwrap_or_else(|| panic!("{text}"));
    assert!(
        titles.contains("dora :") && titles.contains("ana :"),
        "{titles}"
    );
    // A page is narrower than this screen: of a write beside the server's lane it has the
    // size alone, and nobody but the server writes here.
    for sent in ["── write ", " msg #"] {
        assert!(text.lines().any(|line| line.contains(sent)), "{text}");
    }
    leaves(dora);
}

#[test]
fn it_speaks_the_persons_language_and_so_do_they() {
    let dora = demo(&["--lang", "pt", "--tcp"]).start();
    dora.shows("seguem um guião");
    dora.shows("olá, quem está aí?");
    dora.shows_row("how it is connected", |row| row.contains("tcp 127.0.0.1:"));
    leaves(dora);
}

#[test]
fn where_a_network_loses_much_it_goes_on_and_without_a_screen_too() {
    let mut dora = demo(&["--drop", "30%", "--seed", "7", "--lines"]).start();
    dora.shows("you are dora in lobby");
    dora.shows("ana: hello, who is here?");
    dora.says("olá");
    dora.shows_row("an answer", |row| {
        ANSWERS.iter().any(|answer| row.contains(answer))
    });
    dora.says("/quit");
    assert_eq!(dora.ends().exit_code(), 0);
}

#[test]
fn all_clocks_stand_still_together_and_run_from_timer_to_timer() {
    let dora = joined(demo(&[]));
    dora.shows_row("the first line", |row| says(row, "ana"));
    dora.key(F9);
    dora.key(F9);
    dora.shows("Enter bytes");
    dora.key(b"h");
    dora.shows("all clocks stand still");
    dora.key(b"\x1b");
    dora.shows_row("the input", |row| row.starts_with("dora>"));
    dora.says("parada");
    let waits = |row: &str| row.contains("msg n ") && row.contains(": parada");
    dora.shows_row("that it waits", waits);
    dora.key(b"\x1bw");
    dora.shows_row("its line", |row| waits(row) && row.contains('['));
    dora.key(b"a");
    // The server answers, waits for an acknowledgement, and is given none: with a clock that
    // runs it would send again within 300 ms.
    let answers = |screen: &Screen| screen.contents().contains("] ←");
    dora.shows_that("an answer that waits", answers);
    let again = |screen: &Screen| {
        let mut rows = screen.rows(0, 120);
        rows.any(|row| row.contains("] ←") && row.contains("of it"))
    };
    assert!(!dora.may_show(STILL, again), "{:?}", dora.rows());
    // By steps it does.
    while !dora.look(again) {
        dora.key(b".");
        dora.may_show(STEP, again);
    }
    dora.key(b"h");
    dora.shows_that("the clocks", |screen| {
        !screen.contents().contains("all clocks stand still")
    });
    dora.key(F9);
    dora.shows_row("that it was said", |row| {
        says(row, "dora") && row.contains("parada") && !row.contains('…')
    });
    leaves(dora);
}

/// Longer than the first waits of a link.
const STILL: Duration = Duration::from_millis(1500);

/// A step is taken and drawn by then.
const STEP: Duration = Duration::from_millis(100);
