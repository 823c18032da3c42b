//! Who says it: once for what they say in a row, and never so that two look the same.

use super::*;
use crate::app::settings::Named;

fn said(app: &mut App, name: &str, minute: u32, text: &str) {
    let line = format!(
        r#"{{"name":"{name}","timestamp":"2026-11-20T16:{minute}:00.000Z","room":"lobby","text":"{text}"}}"#
    );
    hear(app, &line);
}

fn row(shown: &str, text: &str) -> String {
    let row = shown.lines().find(|row| row.contains(text));
    row.unwrap_or_else(|| panic!("no {text}: {shown}"))
        .to_owned()
}

#[test]
fn whoever_goes_on_is_named_once_until_a_pause_or_somebody_else() {
    let mut app = evening();
    said(&mut app, "zed", 30, "alpha");
    said(&mut app, "zed", 31, "beta");
    said(&mut app, "zed", 40, "gamma");
    said(&mut app, "Rui", 41, "delta");
    let shown = drawn(&mut app, (80, 24));
    for (text, expected) in [
        ("alpha", "16:30        zed  alpha"),
        ("beta", "16:31          ·  beta"),
        ("gamma", "16:40        zed  gamma"),
        ("delta", "16:41        Rui  delta"),
    ] {
        assert!(row(&shown, text).contains(expected), "{shown}");
    }
    app.settings.named = Named::Each;
    let shown = drawn(&mut app, (80, 24));
    assert!(row(&shown, "beta").contains("zed  beta"), "{shown}");
}

#[test]
fn two_long_names_are_told_apart_on_every_screen_that_has_a_column_for_them() {
    let mut app = evening();
    let names = [
        "professora-de-redes-um",
        "professora-do-lab-um",
        "professora-de-aulas-um",
    ];
    for (at, name) in names.iter().enumerate() {
        said(&mut app, name, 30, &format!("t{at}"));
    }
    for width in 40..=200 {
        let shown = drawn(&mut app, (width, 30));
        let seen: Vec<_> = (0..names.len())
            .map(|at| {
                let text = format!("t{at} ");
                let row = row(&shown, &text);
                row.split(&text).next().unwrap_or_default().to_owned()
            })
            .map(|before| {
                before
                    .split_whitespace()
                    .last()
                    .unwrap_or_default()
                    .to_owned()
            })
            .collect();
        for (at, one) in seen.iter().enumerate() {
            assert!(
                !seen.iter().take(at).any(|other| other == one),
                "{width}: {seen:?}"
            );
        }
    }
}

#[test]
fn neighbours_of_the_list_have_other_colours_and_keep_them() {
    let mut app = evening();
    let theme = Theme::new(Palette::Terminal, Depth::Indexed);
    let style = |app: &App, name: &str| theme.name(app.faces.of(name));
    for name in ["bob", "zed"] {
        assert!(app.faces.knows(name), "{name}");
    }
    let (bob, zed) = (style(&app, "bob"), style(&app, "zed"));
    assert_ne!(bob, zed);
    said(&mut app, "bo", 30, "hello");
    assert_ne!(style(&app, "bo"), bob);
    assert_eq!((style(&app, "bob"), style(&app, "zed")), (bob, zed));
}
