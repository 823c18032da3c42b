//! The pop-up: what Tab goes through, and how a command goes on.

use super::*;
use crate::app::input::command;

fn clear(app: &mut App) {
    event(app, key(KeyModifiers::CONTROL, KeyCode::Char('u')));
}

fn tab(app: &mut App) {
    event(app, key(KeyModifiers::NONE, KeyCode::Tab));
}

/// What the pop-up says that comes next.
fn underlined(app: &App) -> String {
    let mut terminal = Terminal::new(TestBackend::new(80, 24)).unwrap();
    let theme = Theme::new(Palette::Terminal, Depth::Indexed);
    let paint = |frame: &mut ratatui::Frame<'_>| drop(draw(frame.buffer_mut(), app, &theme));
    terminal.draw(paint).unwrap();
    let cells = terminal.backend().buffer().content().iter();
    let marked = cells.filter(|cell| cell.style().add_modifier.contains(Modifier::UNDERLINED));
    marked.map(Cell::symbol).collect()
}

fn esc(app: &mut App) {
    event(app, key(KeyModifiers::NONE, KeyCode::Esc));
}

#[test]
fn the_names_that_fit_stand_above_the_status_row_with_the_usage() {
    check(
        "popup",
        |_| {},
        |app| {
            clear(app);
            write(app, "/msg ");
            tab(app);
            tab(app);
        },
    );
}

#[test]
fn the_usage_stands_there_while_one_types_until_esc() {
    let mut app = evening();
    clear(&mut app);
    let usage = "/msg NAME TEXT  say it to one person";
    write(&mut app, "/m");
    let shown = drawn(&mut app, (80, 24));
    for row in ["/msg NAME TEXT", "/me TEXT", "/mentions"] {
        assert!(shown.contains(row), "{shown}");
    }
    assert!(!shown.contains("/join"), "{shown}");
    write(&mut app, "s");
    assert!(drawn(&mut app, (80, 24)).contains(usage));
    write(&mut app, "g bob ");
    assert!(drawn(&mut app, (80, 24)).contains(usage));
    assert_eq!(underlined(&app), "TEXT");
    esc(&mut app);
    write(&mut app, "hello");
    assert!(!drawn(&mut app, (80, 24)).contains(usage));
    clear(&mut app);
    write(&mut app, "/msg ");
    assert!(drawn(&mut app, (80, 24)).contains(usage));
}

#[test]
fn a_slash_alone_shows_the_commands_and_what_each_does_in_two_columns() {
    let mut app = evening();
    drawn(&mut app, (80, 24));
    clear(&mut app);
    write(&mut app, "/");
    let shown = drawn(&mut app, (80, 24));
    let commands = command::all(app.speech);
    let column = |row: &str, what: &str| row.find(what).unwrap();
    let rows: Vec<_> = shown
        .lines()
        .filter(|row| row.starts_with("\"  /"))
        .collect();
    assert_eq!(rows.len(), 6, "{shown}");
    let beginning = |what: &str| what.chars().take(12).collect::<String>();
    let at = column(rows[0], &beginning(commands[0].1));
    for (row, (usage, what)) in rows.iter().zip(commands) {
        assert!(row.contains(usage), "{row}");
        assert_eq!(column(row, &beginning(what)), at, "{row}");
    }
    esc(&mut app);
    assert!(!drawn(&mut app, (80, 24)).contains("\"  /"));
    // A path or a fraction is none.
    clear(&mut app);
    write(&mut app, "a/");
    assert!(!drawn(&mut app, (80, 24)).contains("\"  /"));
}

#[test]
fn esc_closes_the_popup_before_it_goes_to_the_bottom() {
    let mut app = evening();
    drawn(&mut app, (80, 12));
    clear(&mut app);
    event(&mut app, key(KeyModifiers::SHIFT, KeyCode::Up));
    write(&mut app, "/");
    tab(&mut app);
    assert!(drawn(&mut app, (80, 12)).contains("\"> /join"));
    esc(&mut app);
    assert!(!drawn(&mut app, (80, 12)).contains("\"> /join"));
    assert!(drawn(&mut app, (80, 12)).contains("older · Esc: bottom"));
    esc(&mut app);
    assert!(!drawn(&mut app, (80, 12)).contains("older · "));
}

#[test]
fn the_taken_one_is_seen_however_many_there_are() {
    let mut app = evening();
    drawn(&mut app, (80, 24));
    clear(&mut app);
    write(&mut app, "/");
    // As many as are typed with one word.
    for at in 1..=60 {
        tab(&mut app);
        let shown = drawn(&mut app, (80, 24));
        let taken = app.composer().text().trim_end().to_owned();
        assert!(shown.contains(&format!("\"> {taken}")), "{shown}");
        let words = shown.lines().filter(|row| row.starts_with("\"  /"));
        assert!(words.count() <= 7, "{shown}");
        says(&mut app, &format!("{at}/60"));
    }
}

#[test]
fn smaller_windows_keep_their_newest_rows() {
    for size in [(39, 24), (80, 11)] {
        let mut app = evening();
        clear(&mut app);
        write(&mut app, "/");
        tab(&mut app);
        let shown = drawn(&mut app, size);
        assert!(
            shown.contains("[/join]") && !shown.contains("\"> /join"),
            "{shown}"
        );
    }
}

#[test]
fn it_stands_above_the_trouble_that_was_told_last() {
    for (written, why) in [
        ("/nick", "! type it as: /nick NAME"),
        ("/me", "! type it as: /me TEXT"),
        ("/theme purple", "! type it as: /theme"),
        ("/join bad!room", "! `bad!room` cannot be a room"),
    ] {
        let mut app = evening();
        drawn(&mut app, (80, 24));
        clear(&mut app);
        enter(&mut app, written);
        let shown = drawn(&mut app, (80, 24)).replace("!  ", "! ");
        let usage = shown.lines().position(|row| row.starts_with("\" /"));
        let told = shown.lines().position(|row| row.contains(why));
        assert!(usage.is_some() && usage < told, "{shown}");
    }
    let mut app = evening();
    drawn(&mut app, (80, 24));
    clear(&mut app);
    enter(&mut app, "/theme purple");
    clear(&mut app);
    write(&mut app, "/");
    tab(&mut app);
    let shown = drawn(&mut app, (80, 24));
    assert!(shown.contains("type it as: /theme"), "{shown}");
}

#[test]
fn tab_goes_on_from_the_only_command_that_fits_to_what_it_asks_for() {
    let mut app = evening();
    drawn(&mut app, (80, 24));
    clear(&mut app);
    write(&mut app, "/th");
    tab(&mut app);
    assert_eq!(app.composer().text(), "/theme ");
    tab(&mut app);
    assert_eq!(app.composer().text(), "/theme terminal");
    assert!(drawn(&mut app, (80, 24)).contains("  dark"));
    tab(&mut app);
    assert_eq!(app.composer().text(), "/theme dark");
}

#[test]
fn a_list_in_which_nothing_fits_says_so_where_one_types() {
    let mut app = evening();
    event(&mut app, key(KeyModifiers::CONTROL, KeyCode::Char('g')));
    write(&mut app, "qqqq");
    says(&mut app, "not found · Esc: back");
}

#[test]
fn an_emoji_is_completed_by_its_name() {
    let mut app = evening();
    clear(&mut app);
    write(&mut app, "done :tad");
    tab(&mut app);
    assert_eq!(app.composer().text(), "done 🎉 ");
    clear(&mut app);
    write(&mut app, ":thumbs");
    tab(&mut app);
    let shown = drawn(&mut app, (80, 24));
    assert!(
        shown.contains("thumbsdown") && shown.contains("thumbsup"),
        "{shown}"
    );
    tab(&mut app);
    assert_eq!(app.composer().text(), "👍 ");
    clear(&mut app);
    write(&mut app, "15:");
    tab(&mut app);
    assert_eq!(app.composer().text(), "15:", "a time is no name");
}
