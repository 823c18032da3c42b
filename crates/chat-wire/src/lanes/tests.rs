//! Texts cut to columns, and lanes that share one.

use chat_proto::trace::entry::Entry;

use super::*;
use crate::live::Live;
use crate::record;
use crate::rows::party::Side;
use crate::together::Teller;

#[test]
fn a_text_is_cut_at_its_columns_and_not_in_a_glyph() {
    assert_eq!(cut("olá turma", 5), "olá …");
    assert_eq!(cut("日本語", 4), "日…");
    assert_eq!(cut("abc", 3), "abc");
    assert_eq!(cut("abc", 0), "");
}

#[test]
fn those_that_have_no_room_share_the_last_column() {
    let mut live = Live::new(Side::Server, "");
    for peer in 0..7 {
        let read = format!(
            r#"{{"ms":{peer}.0,"flow":"tcp 10.0.0.{peer}:1","event":"read","x":"0000000{peer}","bytes":4,"ends":[4]}}"#
        );
        live.take_line(record::line(read.as_bytes()).unwrap());
    }
    let ladder = live.ladder();
    let lanes = Lanes::folding(ladder, 50, 0);
    let titles = lanes.titles(|lane| format!("l{lane}"));
    assert_eq!(titles, "l1             l0              l2               +5");
    let glyphs = Glyphs { ascii: false };
    let drawn: Vec<_> = ladder
        .rows
        .iter()
        .map(|row| lanes.draw(glyphs, row, "x"))
        .collect();
    let seen = "│── x ─────────→│               │                │";
    assert_eq!(drawn[0].chars().count(), 50);
    assert_eq!(drawn[0], seen);
    assert_eq!(
        drawn[6],
        "│               │←──────────────┼─────────── x ──│"
    );
    assert!(Lanes::of(ladder, 50, 0).hidden > 0);
    // Others' lanes instead of the first two people's; the server's stays.
    let lanes = Lanes::folding(ladder, 50, 2);
    let titles = lanes.titles(|lane| format!("l{lane}"));
    assert_eq!(titles, "l3             l0              l4               +5");
}

#[test]
fn a_wide_glyph_takes_two_cells() {
    let mut cells = Cells::new(6);
    cells.put(1, "日e\u{301}x");
    cells.put(5, "日");
    assert_eq!(cells.text(), " 日e\u{301}x ");
}

#[test]
fn whoever_looks_keeps_their_lane_whichever_others_are_shown() {
    let mut live = Live::new(Side::Client, "ana");
    for peer in 0..7 {
        let read = format!(
            r#"{{"ms":{peer}.0,"flow":{peer},"event":"read","x":"0000000{peer}","bytes":4,"ends":[4]}}"#
        );
        live.take_from(Teller::Hosted, &Entry::read(read.as_bytes()).unwrap());
    }
    let shown = |passed| {
        let lanes = Lanes::folding(live.ladder(), 50, passed).shown;
        lanes.into_iter().map(|(lane, _)| lane).collect::<Vec<_>>()
    };
    assert_eq!(shown(0), [0, 1, 2]);
    assert_eq!(shown(1), [0, 1, 3]);
    assert_eq!(shown(7), [0, 1, 2]);
}
