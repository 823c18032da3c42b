//! Colours by meaning; never the only sign of anything.
//!
//! The terminal's own sixteen suit whatever background somebody chose. The fixed
//! palettes bring a background of their own and take their colours from the 256
//! whose values are the same on every terminal, so that a test can tell how well
//! each is read.

mod names;

use ratatui::style::Color;
use ratatui::style::Modifier;
use ratatui::style::Style;

use crate::app::people::faces::Face;
use crate::app::settings::Depth;
use crate::app::settings::Palette;

use names::Ground;

/// The styles of everything that has a meaning.
#[derive(Clone, Debug)]
pub struct Theme {
    /// Messages, and where there is nothing.
    pub text: Style,
    /// Everything that is not a message: times, comings and goings, rules.
    pub quiet: Style,
    /// What this program says.
    pub hint: Style,
    /// What went wrong.
    pub trouble: Style,
    /// The rows above and below the history.
    pub bar: Style,
    /// On them, the one thing that one looks for first.
    pub accent: Style,
    /// The same rows, while the connection is not there yet.
    pub pending: Style,
    /// The same, where it is not what it should be.
    pub alarm: Style,
    /// The row of a list that Enter or Tab takes.
    pub chosen: Style,
    /// What is for us, and what is new.
    pub mention: Style,
    /// The message that was looked for.
    pub found: Style,
    /// The words that are looked for, in other messages than the one that is on.
    pub also_found: Style,
    /// What is written beyond what one message may have.
    pub beyond: Style,
    /// Our own name.
    pub own: Style,
    /// The names of others, each by its number.
    names: Vec<Style>,
}

fn pair(text: u8, back: u8) -> Style {
    Style::default()
        .fg(Color::Indexed(text))
        .bg(Color::Indexed(back))
}

/// A fixed palette: numbers of the 256 colours.
struct Fixed {
    back: u8,
    text: u8,
    quiet: u8,
    hint: u8,
    trouble: u8,
    mention: u8,
    /// Foreground and background.
    bar: (u8, u8),
    /// On the same ground.
    accent: u8,
    pending: u8,
    alarm: (u8, u8),
    ground: Ground,
}

impl Theme {
    /// This palette, as far as there are colours. Who chose one of ours has them.
    pub fn new(palette: Palette, depth: Depth) -> Self {
        match palette {
            _ if depth == Depth::Nothing => Self::of_the_terminal(depth),
            Palette::Terminal => Self::of_the_terminal(depth),
            Palette::Dark => Self::fixed(&DARK, depth),
            Palette::Light => Self::fixed(&LIGHT, depth),
            Palette::HighContrast => Self::fixed(&HIGH_CONTRAST, depth),
        }
    }

    fn of_the_terminal(depth: Depth) -> Self {
        let plain = Style::default();
        let colours = depth != Depth::Nothing;
        let coloured = |colour| {
            if colours { plain.fg(colour) } else { plain }
        };
        // Turned round, where there is no quiet ground that is the same everywhere.
        let turned = plain.add_modifier(Modifier::REVERSED);
        let on_bar = |colour: u8| match depth {
            Depth::Nothing | Depth::Sixteen => turned,
            Depth::Indexed | Depth::Full => pair(colour, DARK.bar.1),
        };
        let bar = on_bar(DARK.bar.0);
        Self {
            text: plain,
            quiet: plain.add_modifier(Modifier::DIM),
            hint: coloured(Color::Cyan),
            trouble: coloured(Color::Red).add_modifier(Modifier::BOLD),
            bar,
            accent: on_bar(DARK.accent).add_modifier(Modifier::BOLD),
            pending: on_bar(DARK.pending).add_modifier(Modifier::BOLD),
            alarm: match depth {
                Depth::Nothing => turned,
                Depth::Sixteen => turned.fg(Color::Red),
                Depth::Indexed | Depth::Full => pair(DARK.alarm.0, DARK.alarm.1),
            }
            .add_modifier(Modifier::BOLD),
            chosen: turned.add_modifier(Modifier::BOLD),
            mention: coloured(Color::Magenta).add_modifier(Modifier::BOLD),
            found: plain.add_modifier(Modifier::REVERSED),
            also_found: plain.add_modifier(ALSO),
            beyond: coloured(Color::Red).add_modifier(Modifier::UNDERLINED),
            own: plain.add_modifier(Modifier::BOLD),
            names: match depth {
                Depth::Nothing => Vec::new(),
                Depth::Sixteen => names::sixteen().to_vec(),
                Depth::Indexed => names::indexed(Ground::Any),
                Depth::Full => names::full(Ground::Any),
            },
        }
    }

    fn fixed(fixed: &Fixed, depth: Depth) -> Self {
        let on_back = |text: u8| pair(text, fixed.back);
        let names = match depth {
            Depth::Full => names::full(fixed.ground),
            Depth::Nothing | Depth::Sixteen | Depth::Indexed => names::indexed(fixed.ground),
        };
        let names = names
            .into_iter()
            .map(|name| name.bg(Color::Indexed(fixed.back)));
        Self {
            text: on_back(fixed.text),
            quiet: on_back(fixed.quiet),
            hint: on_back(fixed.hint),
            trouble: on_back(fixed.trouble).add_modifier(Modifier::BOLD),
            bar: pair(fixed.bar.0, fixed.bar.1),
            accent: pair(fixed.accent, fixed.bar.1).add_modifier(Modifier::BOLD),
            pending: pair(fixed.pending, fixed.bar.1).add_modifier(Modifier::BOLD),
            chosen: pair(fixed.back, fixed.hint).add_modifier(Modifier::BOLD),
            alarm: pair(fixed.alarm.0, fixed.alarm.1).add_modifier(Modifier::BOLD),
            mention: on_back(fixed.mention).add_modifier(Modifier::BOLD),
            found: pair(fixed.back, fixed.text),
            also_found: Style::default().add_modifier(ALSO),
            beyond: on_back(fixed.trouble).add_modifier(Modifier::UNDERLINED),
            own: on_back(fixed.text).add_modifier(Modifier::BOLD),
            names: names.collect(),
        }
    }

    /// The style of a name.
    pub fn name(&self, face: Face) -> Style {
        let count = self.names.len().max(1);
        let found = self.names.get(usize::from(face.hue) % count);
        found.copied().unwrap_or(self.text)
    }
}

/// Over whatever colours stand there.
const ALSO: Modifier = Modifier::BOLD.union(Modifier::UNDERLINED);

const DARK: Fixed = Fixed {
    back: 234,
    text: 252,
    quiet: 246,
    hint: 80,
    trouble: 210,
    mention: 213,
    bar: (252, 238),
    accent: 117,
    pending: 222,
    alarm: (231, 124),
    ground: Ground::Dark,
};

const LIGHT: Fixed = Fixed {
    back: 231,
    text: 234,
    quiet: 242,
    hint: 24,
    trouble: 124,
    mention: 90,
    bar: (234, 253),
    accent: 24,
    pending: 88,
    alarm: (231, 124),
    ground: Ground::Light,
};

const HIGH_CONTRAST: Fixed = Fixed {
    back: 16,
    text: 231,
    quiet: 252,
    hint: 159,
    trouble: 217,
    mention: 229,
    bar: (231, 238),
    accent: 159,
    pending: 229,
    alarm: (16, 217),
    ground: Ground::Black,
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::people::faces::Faces;

    /// Red, green and blue of one of the 240 that are the same everywhere.
    pub(super) fn rgb(colour: Option<Color>) -> [u8; 3] {
        if let Some(Color::Rgb(r, g, b)) = colour {
            return [r, g, b];
        }
        let Some(Color::Indexed(number @ 16..)) = colour else {
            panic!("{colour:?} differs from terminal to terminal")
        };
        if number >= 232 {
            return [8 + (number - 232) * 10; 3];
        }
        let step = |n: u8| if n == 0 { 0 } else { 55 + n * 40 };
        let n = number - 16;
        [step(n / 36), step(n / 6 % 6), step(n % 6)]
    }

    /// As the accessibility guidelines of the web have it.
    fn luminance(rgb: [u8; 3]) -> f64 {
        let linear = rgb.map(linear);
        0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    }

    pub(super) fn linear(value: u8) -> f64 {
        let value = f64::from(value) / 255.0;
        if value <= 0.04045 {
            value / 12.92
        } else {
            ((value + 0.055) / 1.055).powf(2.4)
        }
    }

    pub(super) fn contrast(style: Style) -> f64 {
        let (one, other) = (luminance(rgb(style.fg)), luminance(rgb(style.bg)));
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    #[test]
    fn what_a_fixed_palette_paints_is_read_on_what_it_paints_behind() {
        for (palette, least) in [
            (Palette::Dark, 4.5),
            (Palette::Light, 4.5),
            (Palette::HighContrast, 7.0),
        ] {
            let theme = Theme::new(palette, Depth::Indexed);
            let full = Theme::new(palette, Depth::Full).names;
            let styles = [
                theme.text,
                theme.quiet,
                theme.hint,
                theme.trouble,
                theme.bar,
                theme.accent,
                theme.pending,
                theme.chosen,
                theme.alarm,
                theme.mention,
                theme.found,
                theme.beyond,
                theme.own,
            ];
            for style in styles.iter().chain(&theme.names).chain(&full) {
                let contrast = contrast(*style);
                assert!(contrast >= least, "{palette:?}: {style:?} {contrast:.1}");
                assert!(!style.add_modifier.contains(Modifier::DIM), "{style:?}");
            }
        }
    }

    #[test]
    fn no_name_of_the_terminals_palette_is_lost_on_a_light_or_a_dark_background() {
        let lost = [
            Color::Black,
            Color::White,
            Color::Gray,
            Color::DarkGray,
            Color::Blue,
            Color::Yellow,
            Color::LightYellow,
        ];
        for style in Theme::new(Palette::Terminal, Depth::Sixteen).names {
            assert!(!lost.map(Some).contains(&style.fg), "{style:?}");
            assert_eq!(style.bg, None);
        }
    }

    #[test]
    fn without_colours_no_palette_has_any() {
        for palette in [Palette::Terminal, Palette::Light] {
            let theme = Theme::new(palette, Depth::Nothing);
            for style in [
                theme.text,
                theme.trouble,
                theme.alarm,
                theme.name(Faces::default().of("ana")),
            ] {
                assert_eq!((style.fg, style.bg), (None, None));
            }
        }
    }
}
