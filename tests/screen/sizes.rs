//! Windows of every size, pulled while wide text is on them.

use chat_tests::glass::RUBBISH;
use chat_tests::peer::Peer;
use chat_tests::terminal::Terminal;
use chat_tests::wire::Via;
use rustix::process::Signal;

use crate::house;
use crate::house::joins;

/// Waits until a window shows this and nothing that was there before.
#[track_caller]
fn is_painted_with(terminal: &Terminal, words: &[&str]) {
    terminal.shows_that(&format!("{words:?} and no rubbish"), |screen| {
        let shown = screen.contents();
        !shown.contains(RUBBISH) && words.iter().all(|word| shown.contains(word))
    });
}

/// Pulls, and waits until the window shows this.
#[track_caller]
fn pull(terminal: &Terminal, (columns, rows): (u16, u16), words: &[&str]) {
    terminal.resize(columns, rows);
    is_painted_with(terminal, words);
}

#[test]
fn any_size_is_painted_anew_and_the_text_comes_back() {
    let server = house::server();
    let ana = joins(&server, "ana");
    let mut bob = Peer::join(&server, Via::Tcp, "bob");
    bob.says("漢字 in the middle 字");
    bob.says("family 👩‍👩‍👧 here");
    bob.says("flags 🇵🇹🇧🇷 here");
    bob.says("e\u{301}a\u{300}o\u{302} accents");
    ana.types("漢字 half written");
    let all = [
        "漢字 in the middle 字",
        "family",
        "flags",
        "e\u{301}a\u{300}o\u{302} accents",
        "ana> 漢字 half written",
    ];
    is_painted_with(&ana, &all);
    // In 40 columns the long line has two rows.
    let narrow = ["漢字 in the", "middle 字", all[1], all[2], all[3], all[4]];
    pull(&ana, (40, 12), &narrow);
    pull(&ana, (20, 5), &["accents", "ana> "]);
    pull(&ana, (10, 2), &["window too", "small"]);
    // The connection lives on where nothing can be shown.
    bob.says("said unseen");
    pull(&ana, (20, 5), &["said unseen"]);
    pull(&ana, (40, 12), &["said unseen", "middle 字"]);
    pull(&ana, (80, 24), &all);
    ana.types("\r");
    bob.hears("what was written", |f| f.says("漢字 half written"));
}

#[test]
fn a_long_row_of_wide_letters_is_whole_at_every_width() {
    let server = house::server();
    let ana = joins(&server, "ana");
    let mut bob = Peer::join(&server, Via::Tcp, "bob");
    bob.says(&"漢".repeat(60));
    for columns in [79, 41, 50, 49, 81, 40, 33, 160] {
        ana.resize(columns, 24);
        ana.shows_that("sixty letters", |screen| {
            let shown = screen.contents();
            shown.matches('漢').count() == 60 && !shown.contains(RUBBISH)
        });
    }
}

#[test]
fn a_storm_of_sizes_does_no_harm() {
    let server = house::server();
    let ana = joins(&server, "ana");
    let mut bob = Peer::join(&server, Via::Tcp, "bob");
    let sizes = [
        (2, 2),
        (200, 60),
        (12, 3),
        (11, 3),
        (12, 2),
        (13, 4),
        (49, 8),
        (50, 7),
        (3, 100),
        (300, 2),
    ];
    for (columns, rows) in sizes.into_iter().cycle().take(100) {
        ana.resize(columns, rows);
        bob.say("漢字 👩‍👩‍👧 🇵🇹 e\u{301}");
    }
    ana.resize(80, 24);
    bob.says("after-the-storm");
    is_painted_with(&ana, &["after-the-storm", " #lobby  2 here"]);
}

/// The client sees nothing of it but that it happened: the size is the old one.
#[test]
fn a_window_that_was_pulled_and_let_go_is_painted_anew() {
    let server = house::server();
    let ana = joins(&server, "ana");
    ana.says("still here");
    ana.shows_row("it", |row| row.contains("ana  still here"));
    ana.signal(Signal::STOP);
    ana.resize(40, 12);
    ana.resize(80, 24);
    ana.signal(Signal::CONT);
    is_painted_with(&ana, &["still here", " #lobby  1 here", "ana>"]);
}

#[test]
fn ctrl_l_paints_everything_anew() {
    let server = house::server();
    let ana = joins(&server, "ana");
    ana.says("still here");
    ana.shows_row("it", |row| row.contains("ana  still here"));
    ana.spoil();
    ana.key(b"\x0c");
    is_painted_with(&ana, &["still here", " #lobby  1 here", "ana>"]);
}
