//! What was said before one came, on the screen: scrolled to, looked for, fetched after a
//! reconnect. In both languages, since each has its own words for it.

use std::cell::Cell;
use std::path::PathBuf;

use chat_tests::glass;
use chat_tests::kept::keep;
use chat_tests::server::Server;
use chat_tests::server::Start;
use chat_tests::terminal::Launch;
use chat_tests::terminal::Terminal;
use tempfile::TempDir;
use vt100::Screen;

use crate::house;

/// A language, and what the screen says in it.
struct Tongue {
    environment: &'static str,
    first: &'static str,
    fetched: &'static str,
    hits: &'static str,
}

const TONGUES: [Tongue; 2] = [
    Tongue {
        environment: "en_GB.UTF-8",
        first: "the first message that is kept",
        fetched: "900 missed, fetched",
        hits: "1 of 2",
    },
    Tongue {
        environment: "pt_PT.UTF-8",
        first: "a primeira mensagem guardada",
        fetched: "900 perdidas, recuperadas",
        hits: "1 de 2",
    },
];

/// A file in a folder that goes with it, with so many lines of bob's.
fn kept(lines: u64) -> (TempDir, PathBuf) {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("kept");
    keep(&file, 1..=lines, line);
    (home, file)
}

fn line(n: u64) -> String {
    format!("line {n}.")
}

fn client(server: &Server, tongue: &Tongue) -> Launch {
    house::client(server, "ana").env("LC_ALL", tongue.environment)
}

/// The numbers of the lines that one reads, without the live ones below the marker.
fn numbers(screen: &Screen) -> Vec<u64> {
    let rows = glass::rows(screen);
    let read = rows.iter().take_while(|row| !row.starts_with("······"));
    let number = |row: &String| {
        let (_, after) = row.split_once("  line ")?;
        after.split_once('.')?.0.parse().ok()
    };
    read.filter_map(number).collect()
}

/// Scrolls up page by page to the first message: no page leaves anything out, neither in
/// itself nor towards the one below it.
#[track_caller]
fn scrolls_to_the_first(ana: &Terminal, newest: u64, first: &str) {
    ana.shows(&line(newest));
    let mut seen = ana.look(|screen| numbers(screen)[0]);
    // More keys than pages: one may be pressed before what is above has come.
    for press in 0..1_000 {
        ana.key(PAGE_UP);
        let read = after(ana, press);
        let follow = read.windows(2).all(|pair| pair[0] + 1 == pair[1]);
        let meets = read.last().is_some_and(|last| last + 1 >= seen);
        assert!(follow && meets, "above {seen} there is {read:?}");
        seen = read[0];
        if ana.rows().iter().any(|row| row.contains(first)) {
            assert_eq!(seen, 1);
            return;
        }
    }
    panic!("there is no end above {seen}");
}

/// What one reads once all keys so far have been heard: what is typed is echoed after them.
#[track_caller]
fn after(ana: &Terminal, press: u32) -> Vec<u64> {
    let read = Cell::new(Vec::new());
    ana.types(&press.to_string());
    ana.shows_that("the echo of a key", |screen| {
        read.set(numbers(screen));
        let echo = format!("ana> {press}");
        glass::rows(screen).last().is_some_and(|row| *row == echo)
    });
    ana.key(CLEAR);
    read.into_inner()
}

#[test]
fn a_late_joiner_scrolls_back_to_the_first_message() {
    let (_home, file) = kept(400);
    let server = house::started(Start::new(house::SERVER).everywhere().keeping(&file));
    for tongue in &TONGUES {
        let ana = client(&server, tongue).start();
        scrolls_to_the_first(&ana, 400, tongue.first);
    }
}

#[test]
fn ten_thousand_messages_scroll_by_without_a_seam() {
    let (_home, file) = kept(10_000);
    let server = house::started(Start::new(house::SERVER).everywhere().keeping(&file));
    // A tall window, so that fewer keys are pressed.
    let ana = client(&server, &TONGUES[0]).size(80, 200).start();
    scrolls_to_the_first(&ana, 10_000, TONGUES[0].first);
    ana.types("\x1b[1;5F");
    ana.shows(&line(10_000));
}

#[test]
fn what_was_missed_is_fetched_after_a_reconnect_and_one_line_says_so() {
    for tongue in &TONGUES {
        let (_home, file) = kept(40);
        let address = house::free_address();
        let start = || {
            let (host, port) = (address.ip().to_string(), address.port().to_string());
            let args = ["--tcp", "--bind", &host, "--port", &port];
            let start = Start::new(house::SERVER).args(&args).keeping(&file);
            house::started(start.sockets(1))
        };
        let server = start();
        let ana = client(&server, tongue).start();
        ana.shows(&line(40));
        server.stop();
        keep(&file, 41..=940, line);
        let _server = start();
        ana.shows(tongue.fetched);
        scrolls_to_the_first(&ana, 940, tongue.first);
    }
}

#[test]
fn a_search_finds_what_is_not_here_and_goes_there() {
    let (_home, file) = kept(300);
    keep(&file, 301..=301, |_| "onde está o Café?".to_owned());
    keep(&file, 302..=700, line);
    keep(&file, 701..=701, |_| "no cafezinho".to_owned());
    keep(&file, 702..=1100, line);
    let server = house::started(Start::new(house::SERVER).everywhere().keeping(&file));
    for tongue in &TONGUES {
        let ana = client(&server, tongue).start();
        ana.shows(&line(1100));
        ana.says("/search cafe* from:bob");
        ana.shows(tongue.hits);
        ana.shows("onde está o Café?");
        ana.shows("no cafezinho");
        ana.key(DOWN);
        ana.key(b"\r");
        ana.shows_that("the place in the history, and what follows", |screen| {
            let shown = screen.contents();
            shown.contains("onde está o Café?")
                && shown.contains(&line(302))
                && !shown.contains("cafezinho")
        });
        ana.says("/goto 555");
        ana.shows(&line(555));
        // A minute apart from New Year: the day after begins with this one.
        ana.says("/goto 2026-01-01");
        ana.shows(&line(1));
    }
}

const PAGE_UP: &[u8] = b"\x1b[5~";
const CLEAR: &[u8] = b"\x15";
const DOWN: &[u8] = b"\x1b[B";
