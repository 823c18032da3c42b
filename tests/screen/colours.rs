//! Colours, and none where nobody wants them.

use chat_tests::glass;
use chat_tests::peer::Peer;
use chat_tests::terminal::Terminal;
use chat_tests::wire::Via;
use vt100::Color;
use vt100::Screen;

use crate::house;
use crate::house::client;
use crate::house::joined;
use crate::house::joins;
use crate::sequences;

/// Names, notices, a hint, trouble: whatever may have a colour.
#[track_caller]
fn a_whole_life(ana: &Terminal, bob: &mut Peer) {
    for name in ["bob", "eva", "rui", "zed", "ivo", "lia"] {
        bob.send(&serde_json::json!({"type": "nick", "name": name}));
        bob.says(&format!("I am {name}"));
    }
    // What the command is like is told over the last of what was said.
    ana.shows("lia  I am lia");
    ana.says("/join a/b");
    ana.shows("cannot be a room");
}

fn is_coloured(screen: &Screen) -> bool {
    let (rows, columns) = screen.size();
    let all = (0..rows).flat_map(|row| (0..columns).map(move |column| (row, column)));
    all.filter_map(|(row, column)| screen.cell(row, column))
        .any(|cell| (cell.fgcolor(), cell.bgcolor()) != (Color::Default, Color::Default))
}

/// Whether the words about what went wrong are as thick as without colours they must be.
fn trouble_is_bold(screen: &Screen) -> bool {
    let rows = glass::rows(screen);
    let row = rows.iter().position(|row| row.contains("cannot be a room"));
    let row = row.and_then(|row| u16::try_from(row).ok());
    let cell = row.and_then(|row| screen.cell(row, 21));
    cell.is_some_and(vt100::Cell::bold)
}

#[test]
fn no_color_means_no_colour_and_the_bars_are_still_bars() {
    let server = house::server();
    let ana = joined(client(&server, "ana").env("NO_COLOR", "1"));
    let mut bob = Peer::join(&server, Via::Tcp, "bob");
    a_whole_life(&ana, &mut bob);
    assert!(!ana.look(is_coloured));
    let painted = sequences::colours(&ana.raw());
    assert!(painted.is_empty(), "{painted:?}");
    let bar = ana.look(|screen| screen.cell(22, 1).is_some_and(vt100::Cell::inverse));
    assert!(bar, "the status row");
    assert!(ana.look(trouble_is_bold), "what went wrong");
}

#[test]
fn otherwise_names_have_colours() {
    let server = house::server();
    let ana = joins(&server, "ana");
    let mut bob = Peer::join(&server, Via::Tcp, "bob");
    a_whole_life(&ana, &mut bob);
    assert!(ana.look(is_coloured));
    assert!(!sequences::colours(&ana.raw()).is_empty());
}
