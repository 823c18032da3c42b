//! The colours of names: told apart from each other, from what is for us and from what
//! went wrong, and read on the background that they have.
//!
//! The first dozen are the clearest. A palette that has fewer than are needed goes on with
//! the same ones turned round, as a ground under the name.

use ratatui::style::Color;
use ratatui::style::Modifier;
use ratatui::style::Style;

use crate::app::people::faces::FEW;
use crate::app::people::faces::HUES;

/// Where names stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ground {
    /// The terminal's own, whatever that is.
    Any,
    Dark,
    Light,
    Black,
}

/// As many styles as there are [`HUES`].
pub(super) fn indexed(ground: Ground) -> Vec<Style> {
    let numbers = match ground {
        Ground::Any => ANY,
        Ground::Dark => DARK,
        Ground::Light => LIGHT,
        Ground::Black => BLACK,
    };
    let upright = numbers
        .iter()
        .map(|n| Style::default().fg(Color::Indexed(*n)));
    filled(upright.collect())
}

/// The same, where every colour can be had: where 240 are too few.
pub(super) fn full(ground: Ground) -> Vec<Style> {
    if ground != Ground::Light {
        return indexed(ground);
    }
    let all = LIGHT_FULL.iter().map(|[r, g, b]| Color::Rgb(*r, *g, *b));
    filled(all.map(|colour| Style::default().fg(colour)).collect())
}

/// The few of the sixteen that are read on a light and on a dark background, neither bold
/// red nor bold magenta; then the same underlined.
pub(super) fn sixteen() -> [Style; FEW] {
    let plain = Style::default();
    let [green, cyan, blue] = [Color::Green, Color::Cyan, Color::LightBlue].map(|c| plain.fg(c));
    let lined = |style: Style| style.add_modifier(Modifier::UNDERLINED);
    [green, cyan, blue, lined(green), lined(cyan), lined(blue)]
}

fn filled(upright: Vec<Style>) -> Vec<Style> {
    let turned = upright.clone();
    let turned = turned
        .into_iter()
        .map(|style| style.add_modifier(Modifier::REVERSED));
    upright.into_iter().chain(turned).take(HUES).collect()
}

/// At least 3 : 1 on black and on white, which is all that both allow.
const ANY: &[u8] = &[
    97, 64, 166, 31, 197, 136, 29, 26, 105, 169, 93, 94, 95, 138, 101, 30, 58, 103, 137, 33, 135,
    162, 139, 60, 63, 167, 100, 96,
];

const DARK: &[u8] = &[
    76, 201, 208, 39, 220, 218, 44, 105, 143, 72, 49, 204, 230, 189, 137, 195, 138, 190, 223, 109,
    224, 101, 209, 151, 103, 136, 33, 214, 81, 169, 183, 156,
];

const LIGHT: &[u8] = &[
    17, 58, 161, 63, 52, 130, 29, 96, 24, 128, 21, 22, 23, 95, 28, 60, 94, 163, 26, 19, 97,
];

const BLACK: &[u8] = &[
    178, 207, 45, 48, 209, 147, 72, 106, 218, 154, 75, 215, 187, 195, 204, 109, 51, 224, 158, 185,
    140, 222, 40, 189, 172, 153, 150, 37, 43, 226, 174, 116,
];

const LIGHT_FULL: [[u8; 3]; HUES] = [
    [17, 17, 170],
    [85, 119, 0],
    [221, 34, 0],
    [204, 51, 153],
    [0, 119, 187],
    [85, 0, 17],
    [153, 102, 0],
    [119, 85, 255],
    [102, 51, 0],
    [85, 0, 68],
    [187, 0, 68],
    [34, 68, 0],
    [0, 102, 102],
    [102, 85, 119],
    [0, 17, 34],
    [34, 17, 0],
    [153, 102, 102],
    [17, 68, 119],
    [0, 51, 51],
    [119, 102, 85],
    [17, 119, 68],
    [153, 0, 204],
    [85, 68, 0],
    [34, 0, 17],
    [85, 102, 119],
    [136, 68, 51],
    [102, 119, 85],
    [136, 68, 102],
    [85, 68, 153],
    [34, 34, 85],
    [17, 34, 0],
    [0, 85, 221],
];

#[cfg(test)]
mod tests;
