//! How far apart the names of a room are, by the formula CIEDE2000.

use super::*;
use crate::app::people::faces::Faces;
use crate::app::settings::Depth;
use crate::app::settings::Palette;
use crate::view::theme::Theme;
use crate::view::theme::tests::contrast;
use crate::view::theme::tests::linear;
use crate::view::theme::tests::rgb;

type Lab = [f64; 3];

fn lab(rgb: [u8; 3]) -> Lab {
    let [red, green, blue] = rgb.map(linear);
    let root = |t: f64| {
        if t > 216.0 / 24389.0 {
            t.cbrt()
        } else {
            (24389.0 / 27.0 * t + 16.0) / 116.0
        }
    };
    let x = root((0.412_456_4 * red + 0.357_576_1 * green + 0.180_437_5 * blue) / 0.950_47);
    let y = root(0.212_672_9 * red + 0.715_152_2 * green + 0.072_175 * blue);
    let z = root((0.019_333_9 * red + 0.119_192 * green + 0.950_304_1 * blue) / 1.088_83);
    [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
}

/// Chroma and hue, the hue in degrees.
fn polar(a: f64, b: f64) -> (f64, f64) {
    (a.hypot(b), b.atan2(a).to_degrees().rem_euclid(360.0))
}

fn ciede2000([l1, a1, b1]: Lab, [l2, a2, b2]: Lab) -> f64 {
    let share = |chroma: f64| (chroma.powi(7) / (chroma.powi(7) + 25_f64.powi(7))).sqrt();
    let grey = 1.0 + 0.5 * (1.0 - share(f64::midpoint(a1.hypot(b1), a2.hypot(b2))));
    let ((c1, h1), (c2, h2)) = (polar(a1 * grey, b1), polar(a2 * grey, b2));
    let turn = (h2 - h1 + 180.0).rem_euclid(360.0) - 180.0;
    let turn = if c1 * c2 == 0.0 { 0.0 } else { turn };
    let hue = 2.0 * (c1 * c2).sqrt() * (turn / 2.0).to_radians().sin();
    let (lightness, chroma) = (f64::midpoint(l1, l2), f64::midpoint(c1, c2));
    let mean = (h1 + turn / 2.0).rem_euclid(360.0);
    let wave = |times: f64, shift: f64| (times * mean + shift).to_radians().cos();
    let t = 1.0 - 0.17 * wave(1.0, -30.0) + 0.24 * wave(2.0, 0.0) + 0.32 * wave(3.0, 6.0)
        - 0.20 * wave(4.0, -63.0);
    let off = (lightness - 50.0).powi(2);
    let by_lightness = (l2 - l1) / (1.0 + 0.015 * off / (20.0 + off).sqrt());
    let by_chroma = (c2 - c1) / (1.0 + 0.045 * chroma);
    let by_hue = hue / (1.0 + 0.015 * chroma * t);
    let bend = 30.0 * (-((mean - 275.0) / 25.0).powi(2)).exp();
    let both = -(2.0 * bend).to_radians().sin() * 2.0 * share(chroma) * by_chroma * by_hue;
    (by_lightness.powi(2) + by_chroma.powi(2) + by_hue.powi(2) + both).sqrt()
}

/// The cell of a name: its letters, and what is behind them.
fn seen(style: Style, back: [u8; 3]) -> [[u8; 3]; 2] {
    let (front, back) = (rgb(style.fg), style.bg.map_or(back, |back| rgb(Some(back))));
    if style.add_modifier.contains(Modifier::REVERSED) {
        return [back, front];
    }
    [front, back]
}

#[test]
fn the_formula_is_the_one_that_was_published() {
    // Of the pairs in Sharma, Wu, Dalal (2005).
    for (one, other, apart) in [
        ([50.0, 2.6772, -79.7751], [50.0, 0.0, -82.7485], 2.0425),
        ([50.0, 2.5, 0.0], [61.0, -5.0, 29.0], 22.8977),
        (
            [2.0776, 0.0795, -1.1350],
            [0.9033, -0.0636, -0.5514],
            0.9082,
        ),
    ] {
        assert!((ciede2000(one, other) - apart).abs() < 0.0001);
    }
}

/// Every palette, as it is with so many colours.
fn themes(depths: &[Depth]) -> impl Iterator<Item = Theme> {
    let all = depths.iter().flat_map(|depth| {
        let theme = |palette| Theme::new(palette, *depth);
        Palette::ALL.map(theme)
    });
    all.collect::<Vec<_>>().into_iter()
}

/// How far apart two cells are: by their letters, or by what is behind them.
fn apart(one: [[u8; 3]; 2], other: [[u8; 3]; 2]) -> f64 {
    let sides = [0, 1].map(|side| ciede2000(lab(one[side]), lab(other[side])));
    sides[0].max(sides[1])
}

#[test]
fn the_names_of_a_room_of_thirty_are_told_apart() {
    for theme in themes(&[Depth::Indexed, Depth::Full]) {
        // Of the terminal's own background nothing is known: black will do.
        let back = theme.text.bg.map_or([0; 3], |back| rgb(Some(back)));
        let names = theme.names.iter().take(30).map(|one| seen(*one, back));
        let names: Vec<_> = names.collect();
        assert_eq!(names.len(), 30);
        let others = |at: usize| names.iter().take(at);
        let pairs = names.iter().enumerate();
        let pairs = pairs.flat_map(|(at, one)| others(at).map(move |other| (*one, *other)));
        for (one, other) in pairs {
            assert!(apart(one, other) >= 10.0, "{one:?} {other:?}");
        }
    }
}

#[test]
fn no_name_has_the_colour_of_a_mention_or_of_trouble() {
    let known = |style: Style| match style.fg {
        Some(Color::Indexed(_) | Color::Rgb(..)) => Some(lab(rgb(style.fg))),
        _ => None,
    };
    for theme in themes(&[Depth::Sixteen, Depth::Indexed, Depth::Full]) {
        let taken = [theme.mention, theme.trouble];
        let pairs = theme
            .names
            .iter()
            .flat_map(|name| taken.map(|other| (*name, other)));
        for (name, other) in pairs {
            assert_ne!(name.fg, other.fg);
            let apart = known(name).zip(known(other));
            let apart = apart.map(|(name, other)| ciede2000(name, other));
            assert!(
                apart.is_none_or(|apart| apart >= 10.0),
                "{name:?} {other:?}"
            );
        }
    }
}

#[test]
fn a_name_on_the_terminals_own_background_is_seen_on_black_and_on_white() {
    for style in Theme::new(Palette::Terminal, Depth::Full).names {
        for back in [16, 231] {
            let style = Style::default()
                .fg(style.fg.unwrap())
                .bg(Color::Indexed(back));
            assert!(contrast(style) >= 3.0, "{style:?} {back}");
        }
    }
}

/// The styles of so many people, who have come into a room in any order.
fn styles(theme: &Theme, count: usize) -> Vec<Style> {
    let names: Vec<String> = (0..count).map(|n| format!("student{n:02}")).collect();
    let listed: Vec<&str> = names.iter().map(String::as_str).collect();
    let mut faces = Faces::default();
    for at in (0..count).step_by(2).chain((1..count).step_by(2)) {
        let beside: Vec<&str> = [at.wrapping_sub(1), at + 1]
            .iter()
            .filter_map(|at| listed.get(*at).copied())
            .collect();
        faces.meet(listed[at], &beside, &listed);
    }
    let style = |name: &&str| theme.name(faces.of(name));
    listed.iter().map(style).collect()
}

#[test]
fn a_class_of_35_and_a_room_of_six_are_read_and_told_apart_on_light_and_on_dark() {
    for theme in themes(&[Depth::Indexed, Depth::Full]) {
        // Ours have one background, the terminal's own may be any: these are the ends.
        let ours = theme.text.bg.map(|back| (vec![rgb(Some(back))], 4.5));
        let (backs, least) = ours.unwrap_or_else(|| (vec![[0; 3], [255; 3]], 3.0));
        let rooms = [6, 35].into_iter();
        for (count, back) in rooms.flat_map(|count| backs.iter().map(move |back| (count, *back))) {
            let all = styles(&theme, count).into_iter();
            are_told_apart(&all.map(|one| seen(one, back)).collect::<Vec<_>>(), least);
        }
    }
}

/// All of them, where there are as many colours; else neighbours of the list.
#[track_caller]
fn are_told_apart(all: &[[[u8; 3]; 2]], least: f64) {
    let count = all.len();
    for [front, behind] in all {
        let colour = |[r, g, b]: [u8; 3]| Color::Rgb(r, g, b);
        let style = Style::default().fg(colour(*front)).bg(colour(*behind));
        assert!(contrast(style) >= least, "{style:?} of {count}");
    }
    let near = if count > HUES { 1 } else { count };
    let others = |at: usize| all.iter().skip(at + 1).take(near);
    let pairs = all.iter().enumerate();
    for (one, other) in pairs.flat_map(|(at, one)| others(at).map(move |other| (*one, *other))) {
        assert!(apart(one, other) >= 10.0, "{one:?} {other:?} of {count}");
    }
    let mut each = all.to_vec();
    each.sort_unstable();
    each.dedup();
    assert_eq!(each.len(), count.min(HUES));
}
