//! What a real terminal makes of the bytes.

mod budgets;

use proptest::prelude::*;
use ratatui::buffer::CellWidth;
use ratatui::style::Color;
use ratatui::style::Modifier;
use ratatui::style::Style;
use vt100::Parser;

use super::*;

/// One text on a frame: where, what, how.
type Spot = ((u16, u16), String, u8);

fn frame(spots: &[Spot], buffer: &mut Buffer) {
    let area = *buffer.area();
    for ((x, y), text, style) in spots {
        if *x < area.width && *y < area.height {
            let style = [
                Style::new(),
                Style::new().fg(Color::Red),
                Style::new().add_modifier(Modifier::REVERSED),
                Style::new().fg(Color::Indexed(99)).bg(Color::Rgb(1, 2, 3)),
            ][usize::from(*style) % 4];
            buffer.set_string(*x, *y, text, style);
        }
    }
}

/// The letters of a frame, by column and row, where a terminal cannot differ:
/// not what a wide letter covers.
fn wanted(buffer: &Buffer) -> Vec<(u16, u16, String)> {
    let area = *buffer.area();
    let mut letters = Vec::new();
    for y in 0..area.height {
        let mut x = 0;
        while let Some(cell) = buffer.cell((x, y)).filter(|_| x < area.width) {
            let symbol = cell.symbol();
            if symbol.len() == 1 && symbol != " " {
                letters.push((x, y, symbol.to_owned()));
            }
            x += cell.cell_width().max(1);
        }
    }
    letters
}

#[track_caller]
fn shows(parser: &Parser, frame: &Buffer) {
    for (x, y, symbol) in wanted(frame) {
        let shown = parser.screen().cell(y, x).unwrap().contents().to_owned();
        assert_eq!(shown, symbol, "at {x},{y} of {frame:?}");
    }
}

fn draw(canvas: &mut Canvas, parser: &mut Parser, spots: &[Spot]) -> usize {
    let mut painted = None;
    let bytes = canvas.draw(|buffer| {
        frame(spots, buffer);
        painted = Some(buffer.clone());
        cursor(Some(Position { x: 1, y: 0 }))
    });
    parser.process(&bytes);
    shows(parser, &painted.unwrap());
    assert_eq!(parser.screen().cursor_position(), (0, 1));
    assert!(!parser.screen().hide_cursor());
    bytes.len()
}

fn cursor(cursor: Option<Position>) -> Painted {
    Painted {
        cursor,
        ..Painted::default()
    }
}

fn spot(x: u16, y: u16, text: &str) -> Spot {
    ((x, y), text.to_owned(), 0)
}

#[test]
fn where_nothing_has_changed_nothing_is_written() {
    let mut canvas = Canvas::new((20, 5), true);
    let mut parser = Parser::new(5, 20, 0);
    let spots = [spot(0, 0, "olá 漢字 👩‍👩‍👧"), ((3, 2), "red".to_owned(), 1)];
    assert!(draw(&mut canvas, &mut parser, &spots) > 0);
    assert_eq!(draw(&mut canvas, &mut parser, &spots), 0);
    canvas.spoil();
    parser.process(b"\x1b[3;1Hrubbish of another");
    draw(&mut canvas, &mut parser, &spots);
    assert!(!parser.screen().contents().contains("rubbish"));
}

#[test]
fn a_wide_letter_at_the_end_of_a_row_is_whole() {
    let mut canvas = Canvas::new((20, 2), true);
    let mut parser = Parser::new(2, 20, 0);
    draw(&mut canvas, &mut parser, &[spot(0, 0, "a 漢字")]);
    assert_eq!(parser.screen().contents().trim_end(), "a 漢字");
}

#[test]
fn a_letter_where_the_cursor_stands_is_one_byte() {
    let mut canvas = Canvas::new((20, 5), true);
    let at = |x| cursor(Some(Position { x, y: 4 }));
    canvas.draw(|_| at(0));
    let typed = canvas.draw(|buffer| {
        frame(&[spot(0, 4, "a")], buffer);
        at(1)
    });
    assert_eq!(typed, b"a");
}

#[test]
fn rows_that_only_move_are_not_written_again() {
    let mut canvas = Canvas::new((80, 24), true);
    let mut parser = Parser::new(24, 80, 0);
    let history = |from: usize| -> Vec<Spot> {
        let row = |y: u16| {
            let number = from + usize::from(y);
            spot(
                0,
                y,
                &format!("{number:>8} says something long enough, number {number}"),
            )
        };
        let fixed = [
            spot(60, 3, "|ana"),
            spot(60, 4, "|bob"),
            spot(0, 23, "the input"),
        ];
        (1..20).map(row).chain(fixed).collect()
    };
    draw(&mut canvas, &mut parser, &history(0));
    for from in [1, 2, 4, 3, 1, 0] {
        let bytes = draw(&mut canvas, &mut parser, &history(from));
        assert!(bytes < 300, "{bytes}");
    }
    // Another page is written as such.
    draw(&mut canvas, &mut parser, &history(500));
}

#[test]
fn what_stands_before_a_letter_is_not_given_to_the_cell_before() {
    let mut canvas = Canvas::new((20, 8), true);
    let mut parser = Parser::new(8, 20, 0);
    draw(&mut canvas, &mut parser, &[spot(0, 0, "a\u{d4e} b")]);
}

#[test]
fn the_cursor_is_hidden_where_there_is_none() {
    let mut canvas = Canvas::new((10, 2), true);
    let mut parser = Parser::new(2, 10, 0);
    for wanted in [None, Some(Position { x: 0, y: 1 }), None, None] {
        parser.process(&canvas.draw(|_| cursor(wanted)));
        assert_eq!(parser.screen().hide_cursor(), wanted.is_none());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]
    /// Whatever the terminal thinks of the width of emoji: vt100 knows no
    /// clusters and shows a family as three people.
    #[test]
    fn every_letter_keeps_its_column_from_frame_to_frame(
        width in 1u16..60,
        height in 1u16..20,
        frames in proptest::collection::vec(
            proptest::collection::vec(
                (
                    (0u16..60, 0u16..20),
                    "([a-z ]{1,9}|👩‍👩‍👧|🇵🇹|é\u{301}\u{302}|漢字|⌨\u{fe0f}|ع|[\u{a0}-\u{ffff}]){1,8}",
                    0u8..4,
                ),
                0..12,
            ),
            1..8,
        ),
    ) {
        let mut canvas = Canvas::new((width, height), true);
        let mut parser = Parser::new(height, width, 0);
        for spots in &frames {
            let mut painted = None;
            let bytes = canvas.draw(|buffer| {
                frame(spots, buffer);
                painted = Some(buffer.clone());
                cursor(None)
            });
            parser.process(&bytes);
            shows(&parser, &painted.unwrap());
        }
        let again = canvas.draw(|buffer| {
            frame(frames.last().unwrap(), buffer);
            cursor(None)
        });
        prop_assert_eq!(again, b"");
    }
}
